"""Goals as findings: one record a goal, in the order of the settings."""

from reportgen.goals import numbers
from reportgen.goals.direction import direction
from reportgen.goals.nature import is_total, text, tier, unit
from reportgen.goals.path import draw, draw_level, recent_per_day
from reportgen.goals.plan import plan
from reportgen.goals.projection import project
from reportgen.goals.ramp import ramping
from reportgen.goals.replay import Judged, history, judged
from reportgen.goals.smart import letters
from reportgen.goals.steps import changes, steps
from reportgen.goals.stock import draw_stock, net_a_day
from reportgen.model.counts import Counts, GoalCounts
from reportgen.model.findings import GoalFinding, GoalStatus, PathPoint
from reportgen.model.settings import Settings

UNKNOWN = GoalCounts(to_date=None, daily=(), baseline=None, baseline_to_date=None, recorded=0.0, baseline_recorded=0.0, last_recorded=None)


def find(settings: Settings, counts: Counts) -> tuple[GoalFinding, ...]:
    """Every goal as it stands at `counts.as_of`."""
    return tuple(_finding(settings, counts, judged(goal, counts.goals.get(goal.key, UNKNOWN), counts.as_of)) for goal in settings.goals)


def _finding(settings: Settings, counts: Counts, looks: tuple[Judged, ...]) -> GoalFinding:
    now = looks[-1]
    seen, goal = now.seen, now.seen.goal
    is_open = now.decision.status not in (GoalStatus.ACHIEVED, GoalStatus.MISSED)
    return GoalFinding(
        key=goal.key,
        label=goal.label,
        owner=goal.owner,
        tier=tier(settings, goal.metric),
        unit=unit(goal.metric),
        at_most=seen.at_most,
        period=seen.period,
        as_of=seen.as_of,
        status=now.decision.status,
        basis=now.decision.basis,
        reason=now.decision.reason,
        letters=letters(settings, goal),
        actual=seen.standing.actual,
        target=seen.target,
        baseline=seen.standing.baseline,
        baseline_recorded=numbers.baseline_recorded(seen),
        progress=numbers.progress(seen),
        growth=numbers.growth(seen),
        wanted_growth=goal.target.change,
        expected=seen.expected,
        pace=numbers.pace(seen),
        elapsed_days=seen.days,
        total_days=seen.period.days,
        required_per_day=numbers.required_per_day(seen),
        recent_per_day=net_a_day(seen.own) if goal.metric.stock else recent_per_day(goal, seen.own),
        estimate=numbers.estimate(settings, seen, counts),
        projection=project(seen, now.run) if is_open else None,
        path=_drawn(looks),
        metric_text=text(goal.metric),
        strategy=goal.strategy,
        supports=goal.supports,
        note=goal.note,
        path_basis=seen.path.basis,
        required_rate=numbers.required_rate(seen),
        allowance=numbers.allowance(seen),
        trend=direction(seen),
        history=history(looks),
        steps=steps(seen),
        ramp=ramping(seen),
        plan=plan(seen),
        changes=changes(seen),
    )


def _drawn(looks: tuple[Judged, ...]) -> tuple[PathPoint, ...]:
    seen = looks[-1].seen
    if seen.goal.metric.stock:
        return draw_stock(seen)
    if is_total(seen.goal):
        return draw(seen.period, seen.own.daily, seen.path, seen.target)
    return draw_level(seen.period, [(each.seen.as_of, each.seen.standing.actual) for each in looks if each.seen.days], seen.target)
