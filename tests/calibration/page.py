"""The measured calibration as tables and one drawing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from tests.calibration.alarms import Alarms
from tests.calibration.backtest import Said, Statement

BORDERS = (0.0, 0.05, 0.10, 0.25, 0.40, 0.60, 0.75, 0.90, 0.95, 1.0)
AIM80, AIM95 = (0.75, 0.85), (0.92, 0.97)
FEW = 100
"""Below so many forecasts a coverage says little: its standard error is above 4 points."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to part forecasts: how a part is named, and what of a forecast names it."""

    name: str
    of: Callable[[Said], str | int]

    def parts(self, said: Sequence[Said]) -> Iterator[tuple[str, Sequence[Said]]]:
        """Each part under its name, numbers in their order."""
        for value in sorted(dict.fromkeys(map(self.of, said)), key=lambda value: value if isinstance(value, int) else 0):
            yield self.name.format(value), [one for one in said if self.of(one) == value]


def coverage(title: str, said: Sequence[Said], kinds: Sequence[Kind]) -> str:
    """Coverage of the intervals: of all, and of the parts of each kind."""
    lines = [f"| {title} | forecasts | 80 % covers | 95 % covers | above the 80 % | below |", "|---|--:|--:|--:|--:|--:|"]
    lines.append(_coverage_row("all", said))
    lines += [_coverage_row(name, part) for kind in kinds for name, part in kind.parts(said)]
    return "\n".join(lines) + "\n"


def _coverage_row(label: str, said: Sequence[Said]) -> str:
    below = fmean(not one.in80 and not one.above for one in said)
    in80, in95, above = (fmean(values) for values in zip(*((one.in80, one.in95, one.above) for one in said), strict=True))
    return f"| {label} | {len(said):,} | {in80:.1%} | {in95:.1%} | {above:.1%} | {below:.1%} |"


def outside(title: str, said: Sequence[Said], kinds: Sequence[Kind]) -> list[str]:
    """A sentence for each part of a hundred forecasts or more whose intervals cover less or more than aimed at."""
    found = []
    for name, part in (part for kind in kinds for part in kind.parts(said)):
        in80, in95 = fmean(one.in80 for one in part), fmean(one.in95 for one in part)
        if len(part) >= FEW and not (AIM80[0] <= in80 <= AIM80[1] and AIM95[0] <= in95 <= AIM95[1]):
            word = "too narrow" if in80 < AIM80[0] or in95 < AIM95[0] else "too wide"
            found.append(f"- {title}, {name}: {word} ({in80:.1%} of 80 %, {in95:.1%} of 95 %).")
    return found


def reliability(columns: Sequence[tuple[str, Sequence[Statement]]]) -> str:
    """What was said beside what happened, by how sure it was."""
    head = "| said | " + " | ".join(f"{name}: statements | mean said | happened" for name, _ in columns) + " |"
    lines = [head, "|---|" + "--:|--:|--:|" * len(columns)]
    for low, high in pairwise(BORDERS):
        cells = [_bin(statements, low, high) for _, statements in columns]
        text = " | ".join("0 | - | -" if cell is None else f"{cell[0]:,} | {cell[1]:.0%} | {cell[2]:.0%}" for cell in cells)
        lines.append(f"| {low:.0%}-{high:.0%} | {text} |")
    return "\n".join(lines) + "\n"


def _bin(statements: Sequence[Statement], low: float, high: float) -> tuple[int, float, float] | None:
    found = [one for one in statements if low <= one.chance < high or one.chance == high == 1]
    return (len(found), fmean(one.chance for one in found), fmean(one.reached for one in found)) if found else None


GUESSES: Sequence[Callable[[Statement], float | bool | None]] = (lambda one: one.chance, lambda one: one.linear, lambda one: one.naive)
"""The engine's chance, and the yes or no of linear pace and of seasonal naive."""


def brier(rows: Sequence[tuple[str, Sequence[Statement]]]) -> str:
    """Brier scores on the statements that all three make, the engine's over the others', and how often each was on the right side."""
    lines = [
        "| | statements | Brier | linear pace | engine / linear | seasonal naive | engine / naive | right side: engine | linear | naive |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, given in rows:
        common = [one for one in given if one.linear is not None and one.naive is not None]
        if common:
            own, linear, naive = (fmean((float(guess(one) or 0.0) - one.reached) ** 2 for one in common) for guess in GUESSES)
            right = " | ".join(f"{fmean(((guess(one) or 0.0) >= 0.5) == one.reached for one in common):.0%}" for guess in GUESSES)
            scores = f"{own:.3f} | {linear:.3f} | {_ratio(own, linear)} | {naive:.3f} | {_ratio(own, naive)}"
            lines.append(f"| {name} | {len(common):,} | {scores} | {right} |")
    return "\n".join(lines) + "\n"


def _ratio(above: float, below: float) -> str:
    return f"{above / below:.2f}" if below else "-"


def alarms(found: Iterable[Alarms]) -> str:
    lines = ["| nothing changes but | weeks | called a trend | allowed | with the year left in |", "|---|--:|--:|--:|--:|"]
    for one in found:
        allowed = "-" if one.allowed is None else f"{one.allowed:.0%}"
        left = f"{one.season_left_in:.1%}" if one.weeks >= 52 else ""
        lines.append(f"| {one.kind} | {one.weeks} | {one.called:.1%} | {allowed} | {left} |")
    return "\n".join(lines) + "\n"


def plot(columns: Sequence[tuple[str, Sequence[Statement]]]) -> str:
    """Reliability as an SVG: dots on the diagonal mean that what is said happens as often."""
    size, left, top = 320, 56, 16
    colours = ("#0072b2", "#d55e00")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size + left + 144} {size + top + 52}" font-family="sans-serif" '
        'font-size="12" role="img" aria-labelledby="t">',
        '<title id="t">Chances given to targets beside how often they were reached; the diagonal is perfect.</title>',
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" stroke="#999"/>',
        f'<path d="M{left} {top + size}L{left + size} {top}" stroke="#999" stroke-dasharray="4 4"/>',
    ]
    for percent in range(0, 101, 25):
        x, y = left + size * percent / 100, top + size * (1 - percent / 100)
        parts.append(f'<text x="{x:g}" y="{top + size + 18}" text-anchor="middle" fill="#333">{percent} %</text>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:g}" text-anchor="end" fill="#333">{percent} %</text>')
    parts.append(f'<text x="{left + size / 2:g}" y="{top + size + 40}" text-anchor="middle" fill="#333">chance said</text>')
    middle = top + size / 2
    parts.append(f'<text x="14" y="{middle:g}" text-anchor="middle" fill="#333" transform="rotate(-90 14 {middle:g})">reached</text>')
    for index, (name, statements) in enumerate(columns):
        bins = [cell for low, high in pairwise(BORDERS) if (cell := _bin(statements, low, high))]
        points = [(left + size * said, top + size * (1 - happened)) for _, said, happened in bins]
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path d="M{line}" fill="none" stroke="{colours[index]}"/>')
        parts += [_dot(index, x, y, colours[index]) for x, y in points]
        parts.append(_dot(index, left + size + 20, top + 12 + 20 * index, colours[index]))
        parts.append(f'<text x="{left + size + 32}" y="{top + 16 + 20 * index}" fill="#333">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _dot(index: int, x: float, y: float, colour: str) -> str:
    if index:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'
