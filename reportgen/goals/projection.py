"""Where a goal will land: its series simulated to the deadline, against its target (statistics 1.3)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from reportgen import stats
from reportgen.goals.look import Look
from reportgen.goals.nature import amount, can_be_forecast, has_money, is_level, is_rate
from reportgen.goals.series import sides, totals
from reportgen.goals.standing import months
from reportgen.goals.stock import growth_a_day
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.findings import FanDay, Projection
from reportgen.model.settings import Goal, Measure
from reportgen.periods import Period
from reportgen.stats import Futures, Method, Rate


@dataclass(frozen=True, slots=True)
class Course:
    """The simulated futures of a goal, in units `per` times as large as the goal's own number; `so_far` in theirs, for what adds up."""

    futures: Futures
    so_far: float
    per: float = 1.0


def course(seen: Look, *, ends: bool = False) -> Course | None:
    """The futures from the day after the look to the deadline, or only at the deadline if `ends`; None where there are none: before the
    first day and after the last, without enough history, and for what no forecast can follow (people counted once in the whole period,
    sums of levels)."""
    if not seen.days or not seen.days_left or seen.standing.actual is None or not (seen.goal.metric.stock or can_be_forecast(seen.goal)):
        return None
    made = _stock(seen, ends) if seen.goal.metric.stock else _level(seen, ends) if is_level(seen.goal.metric) else _total(seen, ends)
    return None if made is None or made.futures.method is Method.NONE else made


def _stock(seen: Look, ends: bool) -> Course | None:
    """From the last number on: what was not told since then is yet to come."""
    history = growth_a_day(seen.own)
    if history is None or seen.standing.actual is None:
        return None
    gap = (seen.as_of - history.end).days + 1
    futures = stats.forecast_total(history, gap + seen.days_left, money=True, ends=ends)
    later = [place for place, step in enumerate(futures.steps) if step > gap]
    steps = tuple(futures.steps[place] - gap for place in later)
    return Course(replace(futures, steps=steps, draws=futures.draws[:, later]) if gap else futures, seen.standing.actual)


def _level(seen: Look, ends: bool) -> Course | None:
    to_date = seen.own.to_date
    actual = Rate(round(to_date.n), round(to_date.of)) if to_date and to_date.of else None
    futures = simulate(seen.goal, seen.own, seen.days_left, seen.goal.begin, actual, ends=ends)
    return None if futures is None else Course(futures, 0.0)


def _total(seen: Look, ends: bool) -> Course | None:
    if seen.goal.measure is Measure.LAST_MONTH:
        return _last_month(seen)
    futures = simulate(seen.goal, seen.own, seen.days_left, seen.goal.begin, ends=ends)
    if futures is None or seen.own.to_date is None:
        return None
    return Course(futures, seen.own.to_date.n, months(seen.period) if seen.goal.measure is Measure.MONTHLY_AVERAGE else 1.0)


def _last_month(seen: Look) -> Course | None:
    """Only what the goal's final calendar month brings counts."""
    month = final_month(seen.period)
    futures = simulate(seen.goal, seen.own, seen.days_left, seen.goal.begin)
    if month is None or futures is None or futures.method is Method.NONE or seen.as_of >= month.last_day:
        return None
    gap = max((month.begin - seen.as_of).days - 1, 0)
    come = sum(value for day, value in seen.own.daily if value is not None and day in month)
    return Course(stats.between(futures, gap, (month.last_day - seen.as_of).days), come)


def final_month(period: Period) -> Period | None:
    """The last whole calendar month of the period; None without one."""
    end = period.end.replace(day=1)
    begin = (end - timedelta(days=1)).replace(day=1)
    return Period(begin, end) if begin >= period.begin else None


def simulate(goal: Goal, own: GoalCounts, days: int, begin: date, actual: Rate | None = None, *, ends: bool = False) -> Futures | None:
    """The goal's series `days` on from its last day, or only on the last of them if `ends`; None where it has none that can be simulated.
    Rates and ratios are pooled from `begin` on, rates scaled to the `actual` one."""
    if is_level(goal.metric):
        pair = sides(goal.metric, own)
        if pair is None:
            return None
        if is_rate(goal.metric):
            return stats.forecast_rate(*pair, days, begin=begin, actual=actual, ends=ends)
        top, bottom = goal.metric.numerator, goal.metric.denominator
        money, den_money = (part is not None and has_money(part) for part in (top, bottom))
        return stats.forecast_ratio(*pair, days, begin=begin, money=money, den_money=den_money, ends=ends)
    history = totals(goal.metric, own)
    return None if history is None else stats.forecast_total(history, days, money=has_money(goal.metric), ends=ends)


def chance(seen: Look, run: Course | None) -> float | None:
    """The chance of meeting the target, 0-1. None without futures or a target."""
    if run is None or seen.target is None:
        return None
    return stats.probability(run.futures, run.so_far, seen.target * run.per, seen.at_most)


def project(seen: Look, run: Course | None) -> Projection | None:
    """The projection as readers see it; None without futures or a target."""
    if run is None or seen.target is None:
        return None
    landed = stats.landing(run.futures, run.so_far, seen.target * run.per, seen.at_most)
    if landed is None:
        return None
    reached = landed.reached
    early, middle, late = (reached.early, reached.median, reached.late) if reached else (None, None, None)
    # What counts is the final month alone: its first days are not the coming ones, so neither a day of reaching nor a fan follows.
    whole = seen.goal.measure is not Measure.LAST_MONTH
    return Projection(
        value=landed.median / run.per,
        interval=_scaled(landed.likely, run.per),
        probability=landed.probability,
        method=run.futures.method,
        wide=_scaled(landed.wide, run.per),
        reached=_on(seen.as_of, middle) if whole else None,
        reached_early=_on(seen.as_of, early) if whole else None,
        reached_late=_on(seen.as_of, late) if whole else None,
        fan=_fan(seen, run) if whole and run.per == 1.0 else (),
        weeks=run.futures.weeks,
        drift=run.futures.drift,
        scaled=scaling(seen, seen.own.to_date),
    )


def scaling(seen: Look, measured: Measured | None) -> float:
    """By how much the pooled rate of each day's people is scaled to that of the distinct ones of all those days; 1 for all but rates."""
    pair = sides(seen.goal.metric, seen.own) if is_rate(seen.goal.metric) else None
    rate = amount(measured)
    if pair is None or measured is None or not rate:
        return 1.0
    above, below = (side.since(measured.period.begin).before(measured.period.end).total for side in pair)
    return rate / (above / below) if above > 0 and below > 0 else 1.0


def _scaled(interval: stats.Interval, per: float) -> stats.Interval:
    return stats.Interval(interval.low / per, interval.high / per, interval.level)


def _on(as_of: date, days: int | None) -> date | None:
    return None if days is None else as_of + timedelta(days=days)


def _fan(seen: Look, run: Course) -> tuple[FanDay, ...]:
    """From where the goal stands on."""
    actual = seen.standing.actual
    begin = () if actual is None else (FanDay(seen.as_of, actual, actual, actual),)
    points = stats.fan(run.futures, run.so_far)
    return (*begin, *(FanDay(seen.as_of + timedelta(days=point.days), point.low, point.median, point.high) for point in points))
