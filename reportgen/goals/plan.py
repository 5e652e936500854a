"""Whether a goal was ever attainable: its target in what the history before it makes plausible (statistics 1.7)."""

from math import floor, log10

from reportgen import stats
from reportgen.goals.look import Look
from reportgen.goals.nature import adds_up, can_be_forecast, has_money, is_level
from reportgen.goals.projection import final_month, scaling, simulate
from reportgen.goals.series import before, sides, totals
from reportgen.goals.standing import WHOLE, months
from reportgen.model.counts import GoalCounts
from reportgen.model.findings import Plan
from reportgen.model.reasons import PlanReason
from reportgen.model.settings import Measure
from reportgen.periods import Period
from reportgen.stats import Attainable, Daily, Futures, Method

LIKELY, BOLD = 0.60, 0.30
"""The chances of the two proposed targets: realistic, and the edge of a stretch."""
MAX_HISTORY = 160 * 7


def plan(seen: Look) -> Plan | None:
    """The target judged by the history before the goal's first day (before today, for one still to come).

    None without a target, and for what no forecast can follow.
    """
    if seen.target is None or not can_be_forecast(seen.goal):
        return None
    earlier = before(seen.own, seen.goal.begin)
    counted = final_month(seen.period) if seen.goal.measure is Measure.LAST_MONTH else seen.period
    futures = _futures(seen, earlier, counted) if counted else None
    if counted is None or futures is None or futures.method is Method.NONE:
        return Plan(Attainable.NO_HISTORY)
    per = months(seen.period) if seen.goal.measure is Measure.MONTHLY_AVERAGE else 1 / scaling(seen, seen.own.baseline or seen.own.to_date)
    judged = stats.attainability(futures, seen.target * per, at_most=seen.at_most)
    if judged.plausible is None:
        return Plan(Attainable.NO_HISTORY, reason=PlanReason.TOO_LONG)
    history = totals(seen.goal.metric, earlier) if per == 1.0 and adds_up(seen.goal.metric) else None
    best = stats.best_window(history, counted.days, at_most=seen.at_most) if history else None
    events = _events(seen, earlier)
    return Plan(
        label=judged.label,
        probability=judged.probability,
        plausible=stats.Interval(judged.plausible.low / per, judged.plausible.high / per, judged.plausible.level),
        place=judged.place,
        before=_rate_before(seen, earlier, per) if is_level(seen.goal.metric) else _total_before(history, counted.days),
        best=best.total if best else None,
        best_last=best.last if best else None,
        proposed=_proposed(futures, per, at_most=seen.at_most) if events >= stats.MIN_EVENTS_BEFORE else None,
        events=None if events >= stats.MIN_EVENTS_BEFORE else events,
        reason=None if events >= stats.MIN_EVENTS_BEFORE else PlanReason.TOO_RARE,
    )


def _proposed(futures: Futures, per: float, *, at_most: bool) -> tuple[float, float]:
    shares = tuple(share if at_most else 1 - share for share in (LIKELY, BOLD))
    likely, bold = (rounded(value / per) for value in stats.quantiles(futures, 0.0, shares))
    return likely, bold


def _events(seen: Look, earlier: GoalCounts) -> int:
    """How often it happened in the history that forecasts look at: days with any, for money; the numerator's, for rates and ratios."""
    metric = seen.goal.metric
    pair = sides(metric, earlier)
    series, counted = (pair[0], metric.numerator or metric) if pair else (totals(metric, earlier), metric)
    if series is None:
        return 0
    kept = series.last(MAX_HISTORY)
    return round(sum(value > 0 for value in kept.values if value is not None) if has_money(counted) else kept.total)


def _futures(seen: Look, earlier: GoalCounts, counted: Period) -> Futures | None:
    """The days that count, simulated from the history's last day; None without history."""
    if not earlier.daily:
        return None
    gap = (counted.begin - earlier.daily[-1][0]).days - 1
    futures = simulate(seen.goal, earlier, gap + counted.days, seen.goal.begin, ends=not gap)
    if futures is None or futures.method is Method.NONE or not futures.adds or not gap:
        return futures
    return stats.between(futures, gap, gap + counted.days)


def _rate_before(seen: Look, earlier: GoalCounts, per: float) -> float | None:
    """The rate or ratio over as many days right before the goal. None unless nearly all are recorded."""
    pair = sides(seen.goal.metric, earlier)
    above, below = (side.last(seen.period.days) for side in pair) if pair else (None, None)
    if not above or not below or not below.total or below.recorded < WHOLE * seen.period.days:
        return None
    return above.total / below.total / per


def _total_before(history: Daily | None, days: int) -> float | None:
    """What as many days brought right before the goal. None unless nearly all are recorded."""
    last = history.last(days) if history else None
    return last.total if last and last.recorded >= WHOLE * days else None


def rounded(value: float) -> float:
    """To two significant figures: a proposal is no measurement."""
    if value == 0:
        return 0.0
    return round(value, 1 - floor(log10(abs(value))))
