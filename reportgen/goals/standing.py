"""What a goal has come to, and what its baseline was: the numbers that targets and paces are made of (statistics 1.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from reportgen.goals.nature import adds_up, amount, is_level
from reportgen.goals.path import Days
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.reasons import GoalReason
from reportgen.model.settings import BaselineKind, Goal, Measure
from reportgen.periods import Period, add_months, months_in, year_before

WHOLE = 0.99
USABLE = 0.50
"""A baseline recorded on at least 99 % of its days stands as it is; on half of them it is estimated; below that there is none."""
DAYS_IN_MONTH = 365.2425 / 12


@dataclass(frozen=True, slots=True)
class Standing:
    """`actual` so far, `baseline` over all of its period and `baseline_to_date` over the like-for-like days. Without a declared one the
    baseline of a stock is its level at the start.

    `reason`: why a relative target cannot be resolved.
    """

    actual: float | None
    baseline: float | None = None
    baseline_to_date: float | None = None
    reason: GoalReason | None = None


def take_stock(goal: Goal, counts: GoalCounts, elapsed: Period | None, share: float) -> Standing:
    """Where the goal stands after its `elapsed` days (None before its first), when `share` of the way is due."""
    if goal.measure is Measure.LAST_MONTH:
        return _last_month(goal, counts)
    actual = amount(counts.to_date) if elapsed else None
    if actual is not None and elapsed and _is_average(goal):
        actual /= months(elapsed)
    if goal.baseline is None:
        return Standing(actual, counts.start if goal.metric.stock else None, reason=GoalReason.NO_BASELINE)
    if goal.baseline.kind is BaselineKind.VALUE:
        part = 1.0 if _is_average(goal) or is_level(goal.metric) else share
        return _checked(actual, goal.baseline.value, None if goal.baseline.value is None else goal.baseline.value * part)
    whole = _like(goal, _estimated(goal, counts, counts.baseline), counts.baseline, Period(goal.begin, goal.end))
    to_date = _like(goal, _estimated(goal, counts, counts.baseline_to_date), counts.baseline_to_date, elapsed)
    return _checked(actual, whole, to_date)


def _checked(actual: float | None, baseline: float | None, to_date: float | None) -> Standing:
    if baseline is None:
        return Standing(actual, reason=GoalReason.BASELINE_NOT_RECORDED)
    return Standing(actual, baseline, to_date, None if baseline else GoalReason.BASELINE_ZERO)


def _is_average(goal: Goal) -> bool:
    """Rates and ratios are pooled over the period, never averaged over its months."""
    return goal.measure is Measure.MONTHLY_AVERAGE and not is_level(goal.metric)


def months(period: Period) -> float:
    return months_in(period) or period.days / DAYS_IN_MONTH


def _like(goal: Goal, value: float | None, measured: Measured | None, against: Period | None) -> float | None:
    """A baseline's total made comparable with the days `against`: a month's average, or a range of another length scaled by days.

    Last year's same dates are as long as they are: 29 February, where one year has it, is no reason to scale.
    """
    if value is None or measured is None or against is None or is_level(goal.metric):
        return value
    if _is_average(goal):
        return value / months(measured.period)
    scaled = goal.baseline is not None and goal.baseline.kind is BaselineKind.RANGE
    return value * against.days / measured.period.days if scaled else value


def _estimated(goal: Goal, counts: GoalCounts, measured: Measured | None) -> float | None:
    """The number over its whole period: as measured from 99 % of days recorded on, estimated from half of them on, else None.

    Missing days get the mean of their weekday where days add up, otherwise the mean of all; rates and ratios need no estimate.
    """
    value = amount(measured)
    if value is None or measured is None:
        return None
    days = [(day, number) for day, number in counts.daily if day in measured.period]
    covered = len(days) == measured.period.days
    recorded = sum(number is not None for _, number in days) / len(days) if covered else counts.baseline_recorded
    if is_level(goal.metric) and covered:
        # A rate is also None on a recorded day without anybody, so only the share of the whole baseline tells.
        recorded = counts.baseline_recorded
    if recorded < USABLE:
        return None
    if recorded >= WHOLE or is_level(goal.metric):
        return value
    return value + _missing(days) if adds_up(goal.metric) and covered else value / recorded


def _missing(days: Days) -> float:
    """What the missing days would have brought at the mean of their weekday (of all days, for a weekday never recorded)."""
    recorded = [(day, value) for day, value in days if value is not None]
    everyday = fmean(value for _, value in recorded)
    by_weekday = [[value for day, value in recorded if day.weekday() == weekday] for weekday in range(7)]
    usual = [fmean(values) if values else everyday for values in by_weekday]
    return sum(usual[day.weekday()] for day, value in days if value is None)


def _last_month(goal: Goal, counts: GoalCounts) -> Standing:
    """The newest whole month so far. The baseline is the goal's final month a year earlier, or the last month of a range; growth
    to date compares the newest month with its own month a year earlier, where that is in the baseline."""
    done = [month for month in _whole_months(counts.months) if month.period.begin >= goal.begin]
    actual = amount(done[-1]) if done else None
    if goal.baseline is None:
        return Standing(actual, reason=GoalReason.NO_BASELINE)
    if goal.baseline.kind is BaselineKind.VALUE:
        return _checked(actual, goal.baseline.value, goal.baseline.value)
    span = counts.baseline.period if counts.baseline else None
    before = [month for month in _whole_months(counts.months) if span and month.period.begin in span and month.period.last_day in span]
    final = _estimated(goal, counts, before[-1]) if before else None
    own = [month for month in before if done and month.period == _month_a_year_before(done[-1].period)]
    same = goal.baseline.kind is BaselineKind.SAME_PERIOD_LAST_YEAR and own
    return _checked(actual, final, _estimated(goal, counts, own[0]) if same else final)


def _whole_months(months: Sequence[Measured]) -> list[Measured]:
    return [month for month in months if months_in(month.period) == 1]


def _month_a_year_before(month: Period) -> Period:
    """The same calendar month a year earlier, whole: a February keeps its leap day here."""
    begin = year_before(month).begin
    return Period(begin, add_months(begin, 1))
