"""Whether a goal was ever attainable: its target in what the history before it makes plausible (statistics 1.7)."""

from dataclasses import replace
from math import floor, log10

from reportgen import stats
from reportgen.goals.look import Look
from reportgen.goals.nature import adds_up, is_level
from reportgen.goals.projection import simulate
from reportgen.goals.series import sides, totals
from reportgen.goals.standing import months
from reportgen.model.counts import GoalCounts
from reportgen.model.findings import Plan
from reportgen.model.settings import Measure
from reportgen.stats import Attainable, Daily, Futures, Method

LIKELY, BOLD = 0.60, 0.30
"""The chances of the two proposed targets: realistic, and the edge of a stretch."""


def plan(seen: Look) -> Plan | None:
    """The target judged by the history before the goal's first day (before today, for one still to come). None without a target."""
    if seen.target is None:
        return None
    before = _before(seen)
    futures = _whole_period(seen, before)
    if futures is None or futures.method is Method.NONE:
        return Plan(Attainable.NO_HISTORY)
    per = months(seen.period) if seen.goal.measure is Measure.MONTHLY_AVERAGE else 1.0
    judged = stats.attainability(futures, seen.target * per, at_most=seen.at_most)
    if judged.plausible is None:
        return Plan(Attainable.NO_HISTORY)
    history = totals(seen.goal.metric, before) if per == 1.0 and adds_up(seen.goal.metric) else None
    best = stats.best_window(history, seen.period.days, at_most=seen.at_most) if history else None
    shares = tuple(share if seen.at_most else 1 - share for share in (LIKELY, BOLD))
    likely, bold = (rounded(value / per) for value in stats.quantiles(futures, 0.0, shares))
    return Plan(
        label=judged.label,
        probability=judged.probability,
        plausible=stats.Interval(judged.plausible.low / per, judged.plausible.high / per, judged.plausible.level),
        place=judged.place,
        before=_same_length_before(seen, before, history),
        best=best.total if best else None,
        best_last=best.last if best else None,
        proposed=(likely, bold),
    )


def _before(seen: Look) -> GoalCounts:
    """The counts of the days before the goal's first."""
    own = seen.own
    days = sum(day < seen.goal.begin for day, _ in own.daily)
    return replace(own, daily=own.daily[:days], sides=own.sides[:days], pulse=own.pulse[:days])


def _whole_period(seen: Look, before: GoalCounts) -> Futures | None:
    """The whole period simulated from the history's last day; None for what cannot be followed."""
    if not before.daily or seen.goal.measure is Measure.LAST_MONTH:
        return None
    gap = (seen.goal.begin - before.daily[-1][0]).days - 1
    futures = simulate(seen.goal, before, gap + seen.period.days, seen.goal.begin)
    if futures is None or futures.method is Method.NONE or not futures.adds:
        return futures
    return stats.between(futures, gap, gap + seen.period.days)


def _same_length_before(seen: Look, before: GoalCounts, history: Daily | None) -> float | None:
    """What as many days brought right before the goal; of a level, its value over them. None unless nearly all are recorded."""
    days = seen.period.days
    if is_level(seen.goal.metric):
        pair = sides(seen.goal.metric, before)
        above, below = (side.last(days) for side in pair) if pair else (None, None)
        return above.total / below.total if above and below and below.total and below.recorded >= 0.99 * days else None
    last = history.last(days) if history else None
    return last.total if last and last.recorded >= 0.99 * days else None


def rounded(value: float) -> float:
    """To two significant figures: a proposal is no measurement."""
    if value == 0:
        return 0.0
    return round(value, 1 - floor(log10(abs(value))))
