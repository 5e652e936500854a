"""Goals as findings: one record a goal, in the order of the settings."""

from dataclasses import dataclass
from datetime import date, timedelta

from reportgen import stats
from reportgen.goals.nature import adds_up, amount, has_money, is_level, is_rate, is_total, only_grows, text, tier, unit
from reportgen.goals.path import day_weights, draw, frozen_factors, recent_per_day, share_by
from reportgen.goals.smart import letters
from reportgen.goals.standing import WHOLE, Standing, take_stock
from reportgen.goals.status import Case, decide
from reportgen.goals.weeks import weekly_counts
from reportgen.model.counts import Counts, GoalCounts
from reportgen.model.findings import Basis, GoalFinding, PathPoint
from reportgen.model.reasons import PathBasis
from reportgen.model.settings import BaselineKind, Direction, Goal, Measure, MetricKind, Settings
from reportgen.periods import Period
from reportgen.stats import Rate, RateEstimate

MIN_HISTORY_DAYS = 14
MIN_HISTORY_EVENTS = 5
UNKNOWN = GoalCounts(to_date=None, daily=(), baseline=None, baseline_to_date=None, recorded=0.0, baseline_recorded=0.0, last_recorded=None)


@dataclass(frozen=True, slots=True)
class Path:
    """The way to the target: `share` of it due by now (0-1), its points, and what gave it its shape."""

    share: float
    weights: tuple[float, ...]
    basis: PathBasis


def find(settings: Settings, counts: Counts) -> tuple[GoalFinding, ...]:
    """Every goal as it stands at `counts.as_of`."""
    return tuple(_finding(settings, counts, goal) for goal in settings.goals)


def _finding(settings: Settings, counts: Counts, goal: Goal) -> GoalFinding:
    own = counts.goals.get(goal.key, UNKNOWN)
    period = Period(goal.begin, goal.end)
    days = elapsed_days(period, counts.as_of)
    path = _path(goal, own, period, days)
    standing = take_stock(goal, own, Period(goal.begin, goal.begin + timedelta(days=days)) if days else None, path.share)
    target = _target(goal, standing)
    at_most = goal.target.direction is Direction.AT_MOST
    expected = None if target is None or not days else target * path.share
    required_rate = _required_rate(goal, own, target, period.days - days, days)
    status, reason = decide(
        Case(
            elapsed=days / period.days,
            at_most=at_most,
            locks=is_total(goal) and only_grows(goal.metric),
            refunds=has_money(goal.metric) and any(value < 0 for _, value in own.daily if value is not None),
            actual=standing.actual,
            target=target,
            expected=expected,
            blocked=standing.reason,
            recorded=own.recorded,
            stale_days=_stale_days(own, period, counts.as_of),
            little_history=_little_history(goal, own),
            required_rate=required_rate,
        )
    )
    return GoalFinding(
        key=goal.key,
        label=goal.label,
        owner=goal.owner,
        tier=tier(settings, goal.metric),
        unit=unit(goal.metric),
        at_most=at_most,
        period=period,
        as_of=counts.as_of,
        status=status,
        basis=Basis.PACE,
        reason=reason,
        letters=letters(settings, goal),
        actual=standing.actual,
        target=target,
        baseline=standing.baseline,
        baseline_recorded=_baseline_recorded(goal, own),
        progress=_progress(goal, standing, target),
        growth=_growth(goal, own, standing),
        wanted_growth=goal.target.change,
        expected=expected,
        pace=standing.actual / expected if standing.actual is not None and expected else None,
        elapsed_days=days,
        total_days=period.days,
        required_per_day=_required_per_day(goal, standing.actual, target, period.days - days),
        recent_per_day=recent_per_day(own.daily) if is_total(goal) and adds_up(goal.metric) else None,
        estimate=_estimate(settings, goal, own, counts),
        projection=None,
        path=_points(goal, own, period, path, target),
        metric_text=text(goal.metric),
        strategy=goal.strategy,
        supports=goal.supports,
        note=goal.note,
        path_basis=path.basis,
        required_rate=required_rate,
        allowance=_allowance(goal, own, target, at_most),
    )


def elapsed_days(period: Period, as_of: date) -> int:
    """Days of the period up to and including `as_of`: 0 before it, all of them after it."""
    return min(max((as_of - period.begin).days + 1, 0), period.days)


def _path(goal: Goal, own: GoalCounts, period: Period, days: int) -> Path:
    if not is_total(goal):
        return Path(1.0, (), PathBasis.LEVEL)
    # Visitors are counted on the day they are first seen, which says nothing about the week.
    factors = frozen_factors(own.daily, goal.begin) if adds_up(goal.metric) else None
    weights = day_weights(period, factors)
    return Path(share_by(weights, days), weights, PathBasis.WEEKDAY if factors else PathBasis.LINEAR)


def _points(goal: Goal, own: GoalCounts, period: Period, path: Path, target: float | None) -> tuple[PathPoint, ...]:
    return draw(period, own.daily, path.weights, target) if is_total(goal) else ()


def _target(goal: Goal, standing: Standing) -> float | None:
    if goal.target.change is None:
        return goal.target.value
    return standing.baseline * (1 + goal.target.change) if standing.baseline else None


def _stale_days(own: GoalCounts, period: Period, as_of: date) -> int | None:
    """Days from the newest data to the as-of day, or to the goal's last day once that is over. None without data in the period."""
    if own.last_recorded is None or own.last_recorded < period.begin:
        return None
    return max((min(as_of, period.last_day) - own.last_recorded).days, 0)


def _little_history(goal: Goal, own: GoalCounts) -> bool:
    """Fewer than 14 recorded days, or fewer than five events in them (days with any, for money; of ratios only the days tell)."""
    values = [value for _, value in own.daily if value is not None]
    if len(values) < MIN_HISTORY_DAYS:
        return True
    if is_rate(goal.metric):
        return own.to_date is None or own.to_date.n < MIN_HISTORY_EVENTS
    if is_level(goal.metric):
        return False
    events = sum(value != 0 for value in values) if has_money(goal.metric) else sum(values)
    return events < MIN_HISTORY_EVENTS


def _baseline_recorded(goal: Goal, own: GoalCounts) -> float | None:
    measured = goal.baseline is not None and goal.baseline.kind is not BaselineKind.VALUE
    return own.baseline_recorded if measured else None


def _progress(goal: Goal, standing: Standing, target: float | None) -> float | None:
    if standing.actual is None or target is None:
        return None
    if is_total(goal):
        return standing.actual / target if target > 0 else None
    if goal.measure is Measure.LAST_MONTH and standing.baseline is not None and standing.baseline != target:
        return (standing.actual - standing.baseline) / (target - standing.baseline)
    return None


def _growth(goal: Goal, own: GoalCounts, standing: Standing) -> float | None:
    """Actual against the baseline's like-for-like days; a total that misses days is first brought to all of them."""
    if standing.actual is None or not standing.baseline_to_date or not own.recorded:
        return None
    share = own.recorded if is_total(goal) and own.recorded < WHOLE else 1.0
    return standing.actual / share / standing.baseline_to_date - 1


def _required_per_day(goal: Goal, actual: float | None, target: float | None, days_left: int) -> float | None:
    """What each day left must bring (or may use, for at most). None when nothing is left to bring, to use, or of the days."""
    if not is_total(goal) or actual is None or target is None or days_left == 0 or actual >= target:
        return None
    return (target - actual) / days_left


def _required_rate(goal: Goal, own: GoalCounts, target: float | None, days_left: int, days: int) -> float | None:
    """The rate the rest of the period needs, (r (n + N) - x) / N, if it brings visitors (N) as the days so far did.

    Above 1 it cannot be reached; below 0 (at least) it is already safe or (at most) lost.
    """
    if not is_rate(goal.metric) or goal.measure is Measure.LAST_MONTH or target is None or own.to_date is None:
        return None
    if not own.to_date.of or not days or not days_left:
        return None
    to_come = own.to_date.of / days * days_left
    return (target * (own.to_date.of + to_come) - own.to_date.n) / to_come


def _allowance(goal: Goal, own: GoalCounts, target: float | None, at_most: bool) -> float | None:
    """The numerator that an at-most ratio allows for the denominator so far: the spend for the leads there are."""
    if goal.metric.kind is not MetricKind.RATIO or not at_most or target is None or own.to_date is None or not own.to_date.of:
        return None
    return target * own.to_date.of


def _estimate(settings: Settings, goal: Goal, own: GoalCounts, counts: Counts) -> RateEstimate | None:
    """The interval of a rate goal over begin..as_of, with the dispersion of the report's weeks where they count the same thing."""
    if not is_rate(goal.metric) or own.to_date is None or own.to_date.of is None or goal.measure is Measure.LAST_MONTH:
        return None
    rate = Rate(round(own.to_date.n), round(own.to_date.of))
    return stats.estimate_rate(rate, stats.dispersion(weekly_counts(settings, goal.metric, counts), rate.of))
