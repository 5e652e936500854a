"""Whether a target can be reached at all: the A in SMART, from the history before the goal (statistics 1.7)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import accumulate

from reportgen.stats.daily import Daily
from reportgen.stats.forecast import Futures
from reportgen.stats.landing import landing
from reportgen.stats.measures import Interval

MAX_DAYS = 400
MIN_COVERAGE = 0.99
MIN_EVENTS_BEFORE = 10
"""What happened more rarely before a goal says too little of what to aim at."""


class Attainable(StrEnum):
    """How likely the target is if all goes on as before."""

    WITHIN_REACH = "within_reach"
    REALISTIC = "realistic"
    STRETCH = "stretch"
    VERY_AMBITIOUS = "very_ambitious"
    IMPLAUSIBLE = "implausible"
    NO_HISTORY = "no_history"


_BORDERS = (
    (0.80, Attainable.WITHIN_REACH),
    (0.30, Attainable.REALISTIC),
    (0.10, Attainable.STRETCH),
    (0.02, Attainable.VERY_AMBITIOUS),
    (0.0, Attainable.IMPLAUSIBLE),
)


@dataclass(frozen=True, slots=True)
class Window:
    """The sum of so many days in a row, and the last of them."""

    total: float
    last: date


@dataclass(frozen=True, slots=True)
class Attainability:
    """The label and the probability behind it, 0-1; the plausible range (80 %) of the whole period.

    `place`: where the target lies in that range, 0 at its worse end or before it, 1 at its better end or beyond it. All but the label None
    with NO_HISTORY.
    """

    label: Attainable
    probability: float | None = None
    plausible: Interval | None = None
    place: float | None = None


def attainability(futures: Futures, target: float, *, at_most: bool = False, so_far: float = 0.0) -> Attainability:
    """Judge a target by the futures of the whole period, simulated from the day before it begins.

    NO_HISTORY when there are no futures, or they reach more than 400 days ahead.
    """
    found = landing(futures, so_far, target, at_most=at_most)
    if found is None or futures.steps[-1] > MAX_DAYS:
        return Attainability(Attainable.NO_HISTORY)
    label = next(label for border, label in _BORDERS if found.probability >= border)
    return Attainability(label, found.probability, found.likely, _place(target, found.likely, at_most))


def _place(target: float, plausible: Interval, at_most: bool) -> float:
    width = plausible.high - plausible.low
    place = min(max((target - plausible.low) / width, 0.0), 1.0) if width > 0 else float(target > plausible.high)
    return 1 - place if at_most else place


def best_window(history: Daily, days: int, *, at_most: bool = False) -> Window | None:
    """The largest (`at_most`: smallest) sum of `days` days in a row, the earliest of equal ones; at least 99 % of them recorded.

    None where no such window lies in the history.
    """
    if days < 1:
        return None
    sums = [0.0, *accumulate(value or 0.0 for value in history.values)]
    recorded = [0, *accumulate(int(value is not None) for value in history.values)]
    windows = [
        (sums[end] - sums[end - days], end) for end in range(days, len(sums)) if recorded[end] - recorded[end - days] >= MIN_COVERAGE * days
    ]
    if not windows:
        return None
    total, end = min(windows, key=lambda window: (window[0] if at_most else -window[0], window[1]))
    return Window(total, history.begin + timedelta(days=end - 1))
