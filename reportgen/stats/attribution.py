"""Attribution: macros given to the channels on their paths by three rules side by side (statistics 7). Bookkeeping, not effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

MAX_SPREAD = 2.0
MIN_TOTAL = 5
DIRECT = "Direct"


@dataclass(frozen=True, slots=True)
class TouchPath:
    """Channels of the sessions before a macro, in order, and the macros (or their value) that had this path."""

    channels: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Credit:
    """What one channel gets by each rule; `depends`: the rules are more than twice apart, with at least five by one of them."""

    channel: str
    first: float
    last: float
    linear: float
    depends: bool


@dataclass(frozen=True, slots=True)
class Attribution:
    """One credit for each channel on any path, by name; each rule adds up to `total` without `pathless`, whose paths are unknown."""

    credits: tuple[Credit, ...]
    total: int
    pathless: int


def attribute(paths: Sequence[TouchPath], direct: str = DIRECT) -> Attribution:
    """First touch, last touch that is not direct (unless all are), and linear: each touch an equal part.

    Exact until the end: the three columns add up to the same total. Totals may be negative (refunds).
    """
    first: dict[str, Fraction] = {}
    last: dict[str, Fraction] = {}
    linear: dict[str, Fraction] = {}
    for path in paths:
        if not path.channels:
            continue
        _give(first, path.channels[0], Fraction(path.total))
        _give(last, next((one for one in reversed(path.channels) if one != direct), direct), Fraction(path.total))
        for channel in path.channels:
            _give(linear, channel, Fraction(path.total, len(path.channels)))
    rules = (first, last, linear)
    credited = tuple(_credit(channel, *(rule.get(channel, Fraction(0)) for rule in rules)) for channel in sorted({*first, *last, *linear}))
    return Attribution(credited, sum(path.total for path in paths), sum(path.total for path in paths if not path.channels))


def _give(rule: dict[str, Fraction], channel: str, part: Fraction) -> None:
    rule[channel] = rule.get(channel, Fraction(0)) + part


def _credit(channel: str, first: Fraction, last: Fraction, linear: Fraction) -> Credit:
    least, most = min(first, last, linear), max(first, last, linear)
    return Credit(channel, float(first), float(last), float(linear), depends=most >= MIN_TOTAL and most > MAX_SPREAD * least)
