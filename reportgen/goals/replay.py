"""The goal's earlier looks, made again from the data: one at each month's end, and the as-of day.

A look's status may lean on the look before it (hysteresis), never on an archived report; each is judged by the version of the goal that
held on its day, and a version's first look leans on none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reportgen.goals import numbers, stock
from reportgen.goals.look import Look, look
from reportgen.goals.nature import has_money, is_level, is_rate, is_total, only_grows
from reportgen.goals.path import shape_of
from reportgen.goals.projection import Course, chance, course
from reportgen.goals.ramp import ramping
from reportgen.goals.series import before as days_before
from reportgen.goals.status import Case, Decision, decide
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.findings import Basis, GoalStatus, PastLook
from reportgen.model.settings import Goal

MIN_HISTORY_DAYS = 14
MIN_HISTORY_EVENTS = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A look with its futures (of an earlier look only where they end), its chance (0-1) and what they came to."""

    seen: Look
    run: Course | None
    chance: float | None
    decision: Decision


def judged(goal: Goal, own: GoalCounts, as_of: date) -> tuple[Judged, ...]:
    """Every look from the goal's first month end on; the last one on `as_of`, or at the goal's own end where that was before."""
    return tuple(_in_turn(goal, own, min(as_of, goal.end - timedelta(days=1))))


def _in_turn(goal: Goal, own: GoalCounts, as_of: date) -> Iterator[Judged]:
    before: GoalStatus | None = None
    version: Goal | None = None
    shape = shape_of(goal, own)
    for day, counts in [*((past.period.last_day, _at(own, goal, past)) for past in own.looks), (as_of, own)]:
        seen = look(goal, counts, day, shape)
        run = course(seen, ends=day != as_of)
        likely = chance(seen, run)
        decision = decide(_case(seen, likely, before if seen.goal == version else None))
        version = seen.goal
        before = decision.status if decision.basis is Basis.PROJECTION else None
        yield Judged(seen, run, likely, decision)


def _at(own: GoalCounts, goal: Goal, past: Measured) -> GoalCounts:
    """The goal's counts as they were at the end of an earlier stretch."""
    day = past.period.last_day
    cut = days_before(own, past.period.end)
    recorded = [each for each, there in (stock.recorded(cut) if goal.metric.stock else _recorded(cut)) if there]
    return replace(
        cut,
        to_date=past,
        baseline_to_date=None,
        recorded=sum(each >= goal.begin for each in recorded) / past.period.days,
        last_recorded=max(recorded, default=None),
        months=tuple(month for month in own.months if month.period.last_day <= day),
        looks=(),
    )


def _recorded(counts: GoalCounts) -> list[tuple[date, bool]]:
    """Each day, and whether anything was recorded on it."""
    if counts.sides:
        return [(day, pair is not None) for (day, _), pair in zip(counts.daily, counts.sides, strict=True)]
    return [(day, value is not None) for day, value in counts.daily]


def _case(seen: Look, likely: float | None, before: GoalStatus | None) -> Case:
    goal = seen.goal
    is_stock, falls = goal.metric.stock, goal.metric.stock and stock.is_to_fall(seen)
    return Case(
        elapsed=seen.days / seen.period.days,
        at_most=seen.at_most and not falls,
        locks=is_total(goal) and only_grows(goal.metric),
        refunds=has_money(goal.metric) and any(value < 0 for _, value in _own_days(seen) if value is not None),
        actual=stock.way(seen, seen.standing.actual) if is_stock else seen.standing.actual,
        target=stock.way(seen, seen.target) if is_stock else seen.target,
        expected=stock.way(seen, seen.expected) if is_stock else seen.expected,
        blocked=seen.standing.reason,
        recorded=seen.own.recorded,
        stale_days=_stale_days(seen),
        little_history=_little_history(seen),
        required_rate=numbers.required_rate(seen),
        ramping=ramping(seen) is not None,
        chance=likely,
        before=before,
        thresholds=goal.thresholds,
    )


def _own_days(seen: Look) -> list[tuple[date, float | None]]:
    """The goal's days from its begin, or its baseline's, on."""
    baseline = seen.own.baseline.period.begin if seen.own.baseline else seen.period.begin
    return [(day, value) for day, value in seen.own.daily if day >= min(baseline, seen.period.begin)]


def _stale_days(seen: Look) -> int | None:
    """Days from the newest data to the as-of day, or to the goal's last day once that is over. None without data in the period."""
    newest = seen.own.last_recorded
    if newest is None or newest < seen.period.begin or not seen.own.recorded:
        return None
    return max((min(seen.as_of, seen.period.last_day) - newest).days, 0)


def _little_history(seen: Look) -> bool:
    """Fewer than 14 recorded days, or fewer than five events in them (days with any, for money; of ratios only the days tell)."""
    values = [value for _, value in seen.own.daily if value is not None]
    if len(values) < MIN_HISTORY_DAYS:
        return True
    if is_rate(seen.goal.metric):
        return seen.own.to_date is None or seen.own.to_date.n < MIN_HISTORY_EVENTS
    if is_level(seen.goal.metric):
        return False
    events = sum(value != 0 for value in values) if has_money(seen.goal.metric) else sum(values)
    return events < MIN_HISTORY_EVENTS


def history(looks: tuple[Judged, ...]) -> tuple[PastLook, ...]:
    """The looks since the goal began, for readers."""
    return tuple(
        PastLook(
            day=each.seen.as_of,
            status=each.decision.status,
            basis=each.decision.basis,
            probability=each.chance if each.decision.basis is Basis.PROJECTION else None,
            actual=each.seen.standing.actual,
            expected=each.seen.expected,
            version_target=each.seen.target,
        )
        for each in looks
        if each.seen.days
    )
