"""What each goal needs: its metric to date, on every day, and over its baseline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen import periods
from reportgen.metrics.ask import dates
from reportgen.metrics.measure import Grid, Readings, measure, pulse, value
from reportgen.metrics.outside_goals import is_outside, known_days, stock_counts
from reportgen.metrics.source import Source
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.settings import BaselineKind, Goal, Metric
from reportgen.periods import Grain, Period

HISTORY = timedelta(weeks=160)
"""How far back a forecast looks (statistics 1.3)."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days one goal looks at. `to_date` is None before the goal begins, the baselines without one in the data.

    `days` begin with the history that a forecast may use at any look: that before the goal's first day. `own` is the first day of the
    goal or its baseline.
    """

    to_date: Period | None
    baseline: Period | None
    baseline_to_date: Period | None
    days: tuple[date, ...]
    own: date

    @property
    def looks(self) -> tuple[date, ...]:
        """The month ends before the last day to date."""
        if self.to_date is None:
            return ()
        return tuple(piece.last_day for piece in periods.split(self.to_date, Grain.MONTH)[:-1])

    @property
    def stretches(self) -> tuple[Period, ...]:
        """Everything to measure, the goal's own days first."""
        whole = [period for period in (self.to_date, self.baseline, self.baseline_to_date) if period]
        return tuple(dict.fromkeys((*whole, *self.months)))

    @property
    def months(self) -> tuple[Period, ...]:
        """The whole calendar months among the goal's and its baseline's days."""
        if not self.days or self.days[-1] < self.own:
            return ()
        span = periods.of(self.own, self.days[-1])
        return tuple(piece for piece in periods.split(span, Grain.MONTH) if periods.is_whole(piece, Grain.MONTH))


def window(goal: Goal, as_of: date, first: date | None = None) -> Window:
    """The goal's days as seen on `as_of` (inclusive). `first` is the first day with any data, before which there is no history."""
    whole = Period(goal.begin, goal.end)
    end = min(goal.end, as_of + timedelta(days=1))
    to_date = Period(goal.begin, end) if end > goal.begin else None
    baseline = _baseline(goal, whole)
    own = min(goal.begin, baseline.begin) if baseline else goal.begin
    last = min(as_of, whole.last_day)
    begin = min(own, max(first, min(goal.begin, last) - HISTORY)) if first else own
    days = dates(periods.of(begin, last)) if last >= begin else ()
    return Window(to_date, baseline, like_for_like(to_date, baseline, whole) if to_date and baseline else None, days, own)


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
    known = known_days(source, goal.metric) if is_outside(goal.metric) else source.known
    asked = window(goal, as_of, known.first)
    if goal.metric.stock:
        return stock_counts(source, goal.metric, asked, as_of)
    read = measure(source, goal.metric, Grid(asked.stretches, asked.days, asked.looks)) if asked.days else Readings({}, {})
    days = [read.days[day] if day in known.days else None for day in asked.days]
    beats = pulse(source, goal.metric, asked.days)
    ramp, ages = _ages(source, goal, as_of)
    return GoalCounts(
        to_date=_at(read, asked.to_date),
        daily=tuple((day, value(read.days[day]) if day in known.days else None) for day in asked.days),
        baseline=_at(read, asked.baseline),
        baseline_to_date=_at(read, asked.baseline_to_date),
        recorded=known.share(asked.to_date) if asked.to_date else 0.0,
        baseline_recorded=known.share(asked.baseline) if asked.baseline else 0.0,
        last_recorded=known.last(as_of),
        months=tuple(read.stretches[month] for month in asked.months),
        sides=_sides(days),
        pulse=tuple(beats[day] if day in known.days else None for day in asked.days) if beats else (),
        looks=read.looks,
        ramp=ramp,
        ages=ages,
    )


def _sides(days: Sequence[Measured | None]) -> tuple[tuple[float, float] | None, ...]:
    """Numerator and denominator of each recorded day; nothing for a metric that has no denominator."""
    if not any(day is not None and day.of is not None for day in days):
        return ()
    return tuple(None if day is None else (day.n, day.of or 0.0) for day in days)


def _ages(source: Source, goal: Goal, as_of: date) -> tuple[Measured | None, tuple[Measured, ...]]:
    """The ramping campaign's own numbers so far, and each earlier campaign's at the same age; nothing once its weeks are over."""
    if goal.ramp is None:
        return None, ()
    begin = goal.ramp.begin or goal.begin
    age = (as_of - begin).days + 1
    if not 0 < age <= goal.ramp.weeks * 7:
        return None, ()

    def since(metric: Metric, first: date) -> Measured:
        stretch = Period(first, first + timedelta(days=age))
        return measure(source, metric, Grid((stretch,), ())).stretches[stretch]

    return since(goal.metric, begin), tuple(since(of_campaign(goal.metric, one.campaign), one.begin) for one in goal.ramp.like)


def of_campaign(metric: Metric, campaign: str) -> Metric:
    """The metric with its scope's campaigns, wherever it names any, replaced by one."""
    inner = {name: of_campaign(part, campaign) for name in ("numerator", "denominator") if (part := getattr(metric, name))}
    terms = tuple(term.model_copy(update={"metric": of_campaign(term.metric, campaign)}) for term in metric.terms)
    scope = metric.scope.model_copy(update={"campaign": (campaign,)}) if metric.scope.campaign else metric.scope
    return metric.model_copy(update={**inner, "terms": terms, "scope": scope})


def _at(read: Readings, period: Period | None) -> Measured | None:
    return read.stretches.get(period) if period else None
