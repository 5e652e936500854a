"""An outline in few letters: from each point to the next, in tenths of a px."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

Tenths = tuple[int, int]
NUMBERS = {"M": 2, "L": 2, "C": 6, "z": 0}
"""The commands that matplotlib writes, and how many numbers each takes."""


def outline(steps: Sequence[str]) -> str:
    """matplotlib's absolute commands and numbers (`M 1.04 2 L 3 2 ...`) as an SVG path of relative ones (`M1 2h2`).

    Points are rounded to tenths of a px before they are taken apart, so that no rounding adds up, and no machine's last digit shows.
    A command that repeats the one before is understood without its letter.
    """
    told: list[str] = []
    before, at, start = "", (0, 0), (0, 0)
    for letter, points in _commands(steps):
        command, numbers = _step(letter, points, at)
        if command == "M":
            start = points[0]
        at = points[-1] if points else start
        if command:
            told.append(_joined([] if command == before and command in "lc" else [command], numbers, told))
            before = command
    return "".join(told)


def _commands(steps: Sequence[str]) -> Iterator[tuple[str, tuple[Tenths, ...]]]:
    place = 0
    while place < len(steps):
        letter = steps[place]
        numbers = [round(float(step) * 10) for step in steps[place + 1 : place + 1 + NUMBERS[letter]]]
        yield letter, tuple(zip(numbers[::2], numbers[1::2], strict=True))
        place += 1 + NUMBERS[letter]


def _step(letter: str, points: Sequence[Tenths], at: Tenths) -> tuple[str, list[int]]:
    """The relative command; nothing for a line to where it begins."""
    if letter in "Mz":
        return letter, [number for point in points for number in point]
    away = [number - origin for point in points for number, origin in zip(point, at, strict=True)]
    if letter == "C":
        return "c", away
    across, down = away
    if down == 0:
        return ("h", [across]) if across else ("", [])
    return ("v", [down]) if across == 0 else ("l", away)


def _joined(letters: Sequence[str], numbers: Sequence[int], told: Sequence[str]) -> str:
    """A space only where two numbers would run into each other."""
    parts = [*letters, *map(_number, numbers)]
    first = parts[0] if letters or not told else _apart(told[-1], parts[0])
    return first + "".join(_apart(one, other) for one, other in pairwise(parts))


def _apart(one: str, other: str) -> str:
    return other if one[-1].isalpha() or other.startswith("-") else f" {other}"


def _number(tenths: int) -> str:
    """12, 0.5 as .5, -0.5 as -.5."""
    whole, rest = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + (str(whole) if whole or not rest else "") + (f".{rest}" if rest else "")
