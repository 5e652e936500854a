"""The numbers on a goal's card (statistics 1.1). Each is None where it would mean nothing."""

from reportgen import stats
from reportgen.goals.look import Look
from reportgen.goals.nature import is_rate, is_total
from reportgen.goals.standing import WHOLE
from reportgen.goals.stock import way
from reportgen.goals.weeks import weekly_counts
from reportgen.model.counts import Counts
from reportgen.model.settings import BaselineKind, Measure, MetricKind, Settings
from reportgen.stats import Rate, RateEstimate


def progress(seen: Look) -> float | None:
    """Actual / target of a total; of a stock and of a measure of the last month, the part of the way from the baseline."""
    actual, target, baseline = seen.standing.actual, seen.target, seen.standing.baseline
    if actual is None or target is None:
        return None
    if is_total(seen.goal):
        return actual / target if target > 0 else None
    if (seen.goal.metric.stock or seen.goal.measure is Measure.LAST_MONTH) and baseline is not None and baseline != target:
        return (actual - baseline) / (target - baseline)
    return None


def growth(seen: Look) -> float | None:
    """Actual against the baseline's like-for-like days; a total that misses days is first brought to all of them."""
    actual, baseline, recorded = seen.standing.actual, seen.standing.baseline_to_date, seen.own.recorded
    if actual is None or not baseline or not recorded:
        return None
    share = recorded if is_total(seen.goal) and recorded < WHOLE else 1.0
    return actual / share / baseline - 1


def pace(seen: Look) -> float | None:
    """Actual / expected; of a stock, how far it has come on the way from its start."""
    if seen.goal.metric.stock:
        come, due = way(seen, seen.standing.actual), way(seen, seen.expected)
        return None if come is None or not due or due < 0 else come / due
    return seen.standing.actual / seen.expected if seen.standing.actual is not None and seen.expected else None


def required_per_day(seen: Look) -> float | None:
    """What each day left must bring (or may use, for at most). None when nothing is left to bring, to use, or of the days."""
    actual, target = seen.standing.actual, seen.target
    if not (is_total(seen.goal) or seen.goal.metric.stock) or actual is None or target is None or not seen.days_left or actual >= target:
        return None
    return (target - actual) / seen.days_left


def required_rate(seen: Look) -> float | None:
    """The rate the rest of the period needs, (r (n + N) - x) / N, if it brings visitors (N) as the days so far did.

    Above 1 it cannot be reached; below 0 an at-least goal is safe already and an at-most goal lost.
    """
    to_date = seen.own.to_date
    if not is_rate(seen.goal.metric) or seen.goal.measure is Measure.LAST_MONTH or seen.target is None or to_date is None:
        return None
    if not to_date.of or not seen.days or not seen.days_left:
        return None
    to_come = to_date.of / seen.days * seen.days_left
    return (seen.target * (to_date.of + to_come) - to_date.n) / to_come


def allowance(seen: Look) -> float | None:
    """The numerator that an at-most ratio allows for the denominator so far: the spend for the leads there are."""
    to_date = seen.own.to_date
    if seen.goal.metric.kind is not MetricKind.RATIO or not seen.at_most or seen.target is None:
        return None
    return seen.target * to_date.of if to_date is not None and to_date.of else None


def baseline_recorded(seen: Look) -> float | None:
    """Share of the baseline's days with data, 0-1; None where there are no such days: no baseline, or a given number."""
    baseline = seen.goal.baseline
    return None if baseline is None or baseline.kind is BaselineKind.VALUE else seen.own.baseline_recorded


def estimate(settings: Settings, seen: Look, counts: Counts) -> RateEstimate | None:
    """The interval of a rate goal over begin..as_of, with the dispersion of the report's weeks where they count the same thing."""
    to_date = seen.own.to_date
    if not is_rate(seen.goal.metric) or to_date is None or to_date.of is None or seen.goal.measure is Measure.LAST_MONTH:
        return None
    rate = Rate(round(to_date.n), round(to_date.of))
    return stats.estimate_rate(rate, stats.dispersion(weekly_counts(settings, seen.goal.metric, counts), rate.of))
