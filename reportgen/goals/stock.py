"""Goals on a stock (page likes, list members): it is where it is, and its numbers are never added up (statistics, Settled: levels).

The way to the target begins at the level at the start, and what counts is how far the level has come on it. The forecast follows the net
change a week; it was not back-tested on stocks.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from reportgen.goals.look import Look
from reportgen.model.counts import GoalCounts
from reportgen.model.findings import PathPoint
from reportgen.periods import DAY
from reportgen.stats import Daily

RECENT_DAYS = 28
HISTORY_DAYS = 91
OFTEN = 9
"""Told about weekly over the last 91 days; told more seldom, the change of single weeks is not known."""
WEEKS = 26
FALLS = 2
"""A stock that fell in more than two of the last 26 weeks does not only grow, and the forecast knows growth alone."""


def way(seen: Look, level: float | None) -> float | None:
    """How far a level is from the start, towards the target: for one that is to fall, how far it has fallen. The level itself where no
    start is known."""
    start = seen.own.start
    if level is None or start is None:
        return level
    return start - level if is_to_fall(seen) else level - start


def is_to_fall(seen: Look) -> bool:
    """Whether the target is to come down to, not to stay under."""
    start = seen.own.start
    return seen.at_most and seen.target is not None and start is not None and seen.target < start


def told(own: GoalCounts) -> list[tuple[date, float]]:
    """The days on which the stock was told, with its number."""
    return [(day, value) for day, value in own.daily if value is not None]


def net_a_day(own: GoalCounts) -> float | None:
    """The mean change a day over the last four weeks or so: from the last number at least 28 days before the newest one. None without
    any."""
    numbers = told(own)
    earlier = [each for each in numbers if (numbers[-1][0] - each[0]).days >= RECENT_DAYS]
    if not earlier:
        return None
    (then, before), (now, value) = earlier[-1], numbers[-1]
    return (value - before) / (now - then).days


def growth_a_day(own: GoalCounts) -> Daily | None:
    """Net changes a day, evenly over days between two numbers; None where single weeks are not known, or the stock does not only grow."""
    numbers = told(own)
    recent = [day for day, _ in numbers if (numbers[-1][0] - day).days < HISTORY_DAYS]
    if len(recent) < OFTEN:
        return None
    changes = _changes(numbers)
    weeks = [sum(changes[end - 7 : end]) for end in range(len(changes), 6, -7)][:WEEKS]
    if sum(week < 0 for week in weeks) > FALLS:
        return None
    return Daily(numbers[0][0] + DAY, tuple(changes))


def _changes(numbers: Sequence[tuple[date, float]]) -> list[float]:
    return [(value - before) / (day - then).days for (then, before), (day, value) in pairwise(numbers) for _ in range((day - then).days)]


def recorded(own: GoalCounts) -> list[tuple[date, bool]]:
    """Each day, and whether it lies between the first and the last number."""
    numbers = told(own)
    first, last = (numbers[0][0], numbers[-1][0]) if numbers else (None, None)
    return [(day, first is not None and last is not None and first <= day <= last) for day, _ in own.daily]


def draw_stock(seen: Look) -> tuple[PathPoint, ...]:
    """One point a day of the period: the level where it was told, and the straight way from the start to the target."""
    values = dict(seen.own.daily)
    days = [seen.period.begin + timedelta(days=each) for each in range(seen.period.days)]
    return tuple(PathPoint(day, values.get(day), seen.expected_after(number)) for number, day in enumerate(days, start=1))
