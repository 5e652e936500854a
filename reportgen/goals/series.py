"""A goal's counts as the daily series that statistics work on."""

from dataclasses import replace
from datetime import date

from reportgen.goals.nature import adds_up, is_level, is_rate, is_sum_by_sum, once_a_month
from reportgen.model.counts import GoalCounts
from reportgen.model.settings import Metric
from reportgen.stats import Daily

YEAR = 364
"""How many of the last days tell how many people a month there are for the people of each day."""


def before(counts: GoalCounts, day: date) -> GoalCounts:
    """The counts with the days before `day` alone."""
    days = sum(each < day for each, _ in counts.daily)
    return replace(counts, daily=counts.daily[:days], sides=counts.sides[:days], pulse=counts.pulse[:days])


def totals(metric: Metric, counts: GoalCounts) -> Daily | None:
    """A number a day whose sums are the goal's; None where there is none that a forecast could follow.

    For people counted once a month: the people of each day, scaled to what the last year's months counted.
    """
    if not counts.daily or is_level(metric):
        return None
    begin = counts.daily[0][0]
    if adds_up(metric):
        return Daily(begin, tuple(value for _, value in counts.daily))
    if not counts.pulse or not once_a_month(metric):
        return None
    scale = _people_a_month(counts)
    return None if scale is None else Daily(begin, tuple(None if value is None else value * scale for value in counts.pulse))


def _people_a_month(counts: GoalCounts) -> float | None:
    """Monthly people for each daily one over the last year; None without any."""
    own = [value for _, value in counts.daily][-YEAR:]
    both = [(value, beat) for value, beat in zip(own, counts.pulse[-YEAR:], strict=True) if value is not None and beat is not None]
    beats = sum(beat for _, beat in both)
    return sum(value for value, _ in both) / beats if beats > 0 else None


def sides(metric: Metric, counts: GoalCounts) -> tuple[Daily, Daily] | None:
    """Numerator and denominator a day; None for what has no sides, and for a ratio of parts that do not add up."""
    if not counts.daily or not counts.sides or not (is_rate(metric) or is_sum_by_sum(metric)):
        return None
    begin = counts.daily[0][0]
    above, below = (Daily(begin, tuple(None if pair is None else pair[side] for pair in counts.sides)) for side in (0, 1))
    return above, below
