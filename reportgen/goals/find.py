"""Goals as findings: one record a goal, in the order of the settings."""

from reportgen.goals import numbers
from reportgen.goals.look import Look, look
from reportgen.goals.nature import adds_up, has_money, is_level, is_rate, is_total, only_grows, text, tier, unit
from reportgen.goals.path import draw, recent_per_day
from reportgen.goals.smart import letters
from reportgen.goals.status import Case, decide
from reportgen.model.counts import Counts, GoalCounts
from reportgen.model.findings import Basis, GoalFinding
from reportgen.model.settings import Settings

MIN_HISTORY_DAYS = 14
MIN_HISTORY_EVENTS = 5
UNKNOWN = GoalCounts(to_date=None, daily=(), baseline=None, baseline_to_date=None, recorded=0.0, baseline_recorded=0.0, last_recorded=None)


def find(settings: Settings, counts: Counts) -> tuple[GoalFinding, ...]:
    """Every goal as it stands at `counts.as_of`."""
    seen = (look(goal, counts.goals.get(goal.key, UNKNOWN), counts.as_of) for goal in settings.goals)
    return tuple(_finding(settings, counts, each) for each in seen)


def _finding(settings: Settings, counts: Counts, seen: Look) -> GoalFinding:
    goal = seen.goal
    total = is_total(goal)
    status, reason = decide(_case(seen))
    return GoalFinding(
        key=goal.key,
        label=goal.label,
        owner=goal.owner,
        tier=tier(settings, goal.metric),
        unit=unit(goal.metric),
        at_most=seen.at_most,
        period=seen.period,
        as_of=seen.as_of,
        status=status,
        basis=Basis.PACE,
        reason=reason,
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
        recent_per_day=recent_per_day(seen.own.daily) if total and adds_up(goal.metric) else None,
        estimate=numbers.estimate(settings, seen, counts),
        projection=None,
        path=draw(seen.period, seen.own.daily, seen.path.weights, seen.target) if total else (),
        metric_text=text(goal.metric),
        strategy=goal.strategy,
        supports=goal.supports,
        note=goal.note,
        path_basis=seen.path.basis,
        required_rate=numbers.required_rate(seen),
        allowance=numbers.allowance(seen),
    )


def _case(seen: Look) -> Case:
    goal = seen.goal
    return Case(
        elapsed=seen.days / seen.period.days,
        at_most=seen.at_most,
        locks=is_total(goal) and only_grows(goal.metric),
        refunds=has_money(goal.metric) and any(value < 0 for _, value in seen.own.daily if value is not None),
        actual=seen.standing.actual,
        target=seen.target,
        expected=seen.expected,
        blocked=seen.standing.reason,
        recorded=seen.own.recorded,
        stale_days=_stale_days(seen),
        little_history=_little_history(seen),
        required_rate=numbers.required_rate(seen),
    )


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
