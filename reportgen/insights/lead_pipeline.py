"""Whether there are leads enough: open ones against what is left of a goal, leads of the period against what sales can take, and how many
of them sales can call (checklist 002-5, 002-18, 002-19)."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen import periods, stats
from reportgen.model.counts import Counts
from reportgen.model.findings import GoalFinding
from reportgen.model.lead_value import HandedFinding, LeadCounts, PipelineFinding, ReadyFinding
from reportgen.model.settings import CapacitySpan, Direction, Goal, LeadValue, MetricKind, Scope, Settings
from reportgen.periods import Period
from reportgen.stats import MIN_BEHIND, Rate, RateEstimate

COUNTED = frozenset({MetricKind.CONVERSIONS, MetricKind.CONVERTERS})
MONTHS = {CapacitySpan.MONTH: 1, CapacitySpan.QUARTER: 3, CapacitySpan.YEAR: 12}
MONTH_DAYS = 365.2425 / 12


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a goal, in customers; `mean` is a customer's value where the goal is on value."""

    goal: GoalFinding
    customers: float
    mean: float | None


def pipeline(
    settings: Settings, counts: Counts, found: LeadCounts, rate: RateEstimate, goals: Sequence[GoalFinding]
) -> PipelineFinding | None:
    """Open leads, beside the first running goal on customers or their value. None where nothing is open and no goal is running."""
    records = found.records
    if records is not None:
        whole = records.matured
        rate = stats.estimate_rate(whole, stats.dispersion((), whole.of))
    left = _left(settings, counts, goals)
    open_, old = (records.open, records.old) if records else (found.young, 0)
    if not open_ and left is None:
        return None
    enough = rate.rate.n >= MIN_BEHIND
    return PipelineFinding(
        records=records is not None,
        open=open_,
        old=old,
        rate=rate,
        goal=left.goal.key if left else None,
        deadline=left.goal.period.last_day if left else None,
        left=left.customers if left else None,
        mean=left.mean if left else None,
        coverage=stats.coverage(open_ - old, left.customers, rate) if enough and left else None,
    )


def _left(settings: Settings, counts: Counts, goals: Sequence[GoalFinding]) -> Left | None:
    asked = settings.report.lead_value
    by_key = {goal.key: goal for goal in settings.goals}
    for one in goals:
        goal = by_key[one.key]
        running = one.period.begin <= counts.as_of < one.period.last_day
        if asked is None or not running or not _on_customers(goal, asked) or one.target is None or one.actual is None:
            continue
        left = max(one.target - one.actual, 0.0)
        if goal.metric.kind in COUNTED:
            return Left(one, left, None)
        journey = counts.journeys.macros.get(goal.metric.rule or "")
        mean = journey.orders.mean if journey else None
        if mean:
            return Left(one, left / mean, mean)
    return None


def _on_customers(goal: Goal, asked: LeadValue) -> bool:
    wanted = goal.metric.rule == asked.customer and goal.metric.kind in {*COUNTED, MetricKind.VALUE}
    return wanted and goal.metric.scope == Scope() and goal.target.direction is Direction.AT_LEAST


def handed(asked: LeadValue, counts: Counts, found: LeadCounts) -> HandedFinding | None:
    """Leads of the period against the capacity; of a period that is not over, against its days so far."""
    if asked.capacity is None or counts.as_of < counts.current.period.begin:
        return None
    seen = Period(counts.current.period.begin, min(counts.current.period.end, counts.as_of + periods.DAY))
    room = asked.capacity.leads * _spans(seen, asked.capacity.per)
    return HandedFinding(sum(found.opened.values()), room, asked.capacity.leads, asked.capacity.per)


def _spans(seen: Period, per: CapacitySpan) -> float:
    """How many weeks, months ... the days are; calendar months count as one whatever their length."""
    if per is CapacitySpan.WEEK:
        return seen.days / periods.WEEK_DAYS
    months = periods.months_in(seen)
    return (seen.days / MONTH_DAYS if months is None else months) / MONTHS[per]


def ready(asked: LeadValue, found: LeadCounts) -> ReadyFinding | None:
    """None where nothing is asked of a lead, or there was none."""
    n = sum(found.opened.values())
    if not asked.ready or not n:
        return None
    wanted = {detail.value for detail in asked.ready}
    whole = sum(count for has, count in found.opened.items() if wanted <= set(has.split("+")))
    return ReadyFinding(asked.ready, Rate(whole, n))
