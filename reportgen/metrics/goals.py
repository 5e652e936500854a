"""What each goal needs: its metric to date, on every day, and over its baseline."""

from dataclasses import dataclass
from datetime import date, timedelta

from reportgen import periods
from reportgen.metrics.ask import dates
from reportgen.metrics.measure import Grid, Readings, measure, value
from reportgen.metrics.source import Source
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.settings import BaselineKind, Goal
from reportgen.periods import Grain, Period


@dataclass(frozen=True, slots=True)
class Window:
    """The days one goal looks at. `to_date` is None before the goal begins, the baselines without one in the data."""

    to_date: Period | None
    baseline: Period | None
    baseline_to_date: Period | None
    days: tuple[date, ...]

    @property
    def stretches(self) -> tuple[Period, ...]:
        """Everything to measure, the goal's own days first."""
        whole = [period for period in (self.to_date, self.baseline, self.baseline_to_date) if period]
        return tuple(dict.fromkeys((*whole, *self.months)))

    @property
    def months(self) -> tuple[Period, ...]:
        """The whole calendar months among the days."""
        if not self.days:
            return ()
        span = periods.of(self.days[0], self.days[-1])
        return tuple(piece for piece in periods.split(span, Grain.MONTH) if periods.is_whole(piece, Grain.MONTH))


def window(goal: Goal, as_of: date) -> Window:
    """The goal's days as seen on `as_of` (inclusive)."""
    whole = Period(goal.begin, goal.end)
    end = min(goal.end, as_of + timedelta(days=1))
    to_date = Period(goal.begin, end) if end > goal.begin else None
    baseline = _baseline(goal, whole)
    begin = min(goal.begin, baseline.begin) if baseline else goal.begin
    days = dates(periods.of(begin, min(as_of, whole.last_day))) if min(as_of, whole.last_day) >= begin else ()
    return Window(to_date, baseline, like_for_like(to_date, baseline, whole) if to_date and baseline else None, days)


def _baseline(goal: Goal, whole: Period) -> Period | None:
    if goal.baseline is None:
        return None
    if goal.baseline.kind is BaselineKind.SAME_PERIOD_LAST_YEAR:
        return periods.year_before(whole)
    if goal.baseline.kind is BaselineKind.RANGE and goal.baseline.begin and goal.baseline.end:
        return Period(goal.baseline.begin, goal.baseline.end)
    return None


def like_for_like(to_date: Period, baseline: Period, whole: Period) -> Period:
    """The part of the baseline that matches the goal's days so far.

    The same calendar dates where the baseline is the goal's period in an earlier year; else as large a part of its days, at least one.
    """
    matched, shifted = to_date, whole
    for _ in range(whole.begin.year - baseline.begin.year):
        matched, shifted = periods.year_before(matched), periods.year_before(shifted)
    if shifted == baseline:
        return matched
    days = max(1, baseline.days * to_date.days // whole.days)
    return Period(baseline.begin, baseline.begin + timedelta(days=days))


def goal_counts(source: Source, goal: Goal, as_of: date) -> GoalCounts:
    """The goal's counts. Days without any data are None, whatever the metric reads there."""
    asked = window(goal, as_of)
    known = source.known
    read = measure(source, goal.metric, Grid(asked.stretches, asked.days)) if asked.stretches else Readings({}, {})
    return GoalCounts(
        to_date=_at(read, asked.to_date),
        daily=tuple((day, value(read.days[day]) if day in known.days else None) for day in asked.days),
        baseline=_at(read, asked.baseline),
        baseline_to_date=_at(read, asked.baseline_to_date),
        recorded=known.share(asked.to_date) if asked.to_date else 0.0,
        baseline_recorded=known.share(asked.baseline) if asked.baseline else 0.0,
        last_recorded=known.last(as_of),
        months=tuple(read.stretches[month] for month in asked.months),
    )


def _at(read: Readings, period: Period | None) -> Measured | None:
    return read.stretches[period] if period else None
