"""Metrics by formula: their values, how far chance moves them, and whether they changed."""

from math import isfinite

from reportgen import stats
from reportgen.insights.comparison import MISSING_FOR_COUNTS, MISSING_FOR_RATES, Comparisons
from reportgen.model.counts import Counts, Measured, NamedCounts
from reportgen.model.named_findings import NamedFinding, NamedReason, Shown
from reportgen.model.outside import beside_people
from reportgen.model.quantity import Base
from reportgen.model.reasons import ChangeReason
from reportgen.model.settings import Metric, MetricKind, Named, Settings
from reportgen.periods import Grain
from reportgen.stats import Rate, RateChange, RatioSpread, ValueChange, Verdict

RATES = frozenset({MetricKind.RATE, MetricKind.ENGAGEMENT_RATE})
MONEY = frozenset({MetricKind.VALUE, MetricKind.COST})
OUTSIDE = frozenset({MetricKind.COUNTER, MetricKind.COST})
COUNTED = frozenset({Base.COUNT, Base.PEOPLE})
MIN_BELOW = 10
"""Least count or people to divide by: below it a few more or less make another number (statistics 2, as for counts)."""


def named(settings: Settings, counts: Counts, sides: Comparisons) -> tuple[NamedFinding, ...]:
    """Every metric by formula, in the order of the settings."""
    return tuple(_finding(settings, one, counts.named[one.key], sides) for one in settings.named if one.key in counts.named)


def _finding(settings: Settings, one: Named, counts: NamedCounts, sides: Comparisons) -> NamedFinding:
    quantity = one.metric.quantity
    assert quantity is not None, "a formula comes to something"
    value = _value(counts.current, counts.known[0])
    earlier = (_value(counts.previous, counts.known[1]), _value(counts.year_before, counts.known[2]))
    known = counts.known[0] if _is_outside(one.metric) else 1.0
    return NamedFinding(
        key=one.key,
        label=one.label,
        formula=one.formula,
        quantity=quantity,
        shown=_shown(one.metric, value, *earlier),
        front=one.front,
        why=one.why,
        owner=one.owner,
        now=counts.current,
        value=value,
        reason=_reason(value, counts),
        known=known,
        interval=_interval(one.metric, counts, value),
        previous=earlier[0],
        year_before=earlier[1],
        against_previous=_change(one.metric, counts, sides, year=False),
        against_year=_change(one.metric, counts, sides, year=True),
        beside=beside_people(settings.report.inputs, one.metric),
        daily_people=any(leaf.people for leaf in one.metric.leaves),
    )


def _value(measured: Measured, known: float) -> float | None:
    """None where no day is known, or there is nothing to divide by."""
    if known <= 0 or measured.of == 0:
        return None
    number = measured.n if measured.of is None else measured.n / measured.of
    return number if isfinite(number) else None


def _is_outside(metric: Metric) -> bool:
    return any(leaf.kind in OUTSIDE for leaf in metric.leaves)


def _reason(value: float | None, counts: NamedCounts) -> NamedReason | None:
    if value is not None:
        return None
    return NamedReason.NOT_TOLD if counts.known[0] <= 0 else NamedReason.NOTHING_BELOW


def _shown(metric: Metric, *values: float | None) -> Shown:
    """By its unit. A ratio is a share, but for money by money and for what comes to more than one (page views by sessions)."""
    quantity = metric.quantity
    assert quantity is not None, "a formula comes to something"
    if quantity.is_ratio:
        if any(leaf.kind in MONEY for leaf in metric.leaves):
            return Shown.TIMES
        return Shown.NUMBER if any(value is not None and value > 1 for value in values) else Shown.SHARE
    if quantity.over[0] is Base.MONEY:
        return Shown.MONEY
    if quantity.over[0] is Base.SECONDS:
        return Shown.SECONDS
    return Shown.NUMBER if quantity.under else Shown.COUNT


# --- how far chance moves it --------------------------------------------------------------------------------------------


def _interval(metric: Metric, counts: NamedCounts, value: float | None) -> stats.Interval | None:
    if value is None:
        return None
    if metric.kind in RATES:
        rate = _rate(counts.current)
        return stats.estimate_rate(rate, stats.dispersion(_pairs(counts), rate.of)).interval
    spread = _spread(metric, counts)
    below = counts.current.of
    return stats.ratio_interval(value, below, spread) if spread and below and _enough(metric, below) else None


def _spread(metric: Metric, counts: NamedCounts) -> RatioSpread | None:
    """Of a ratio over the weeks that have both its sides; not of totals told by week or month, whose days are only a share of that."""
    if metric.kind is not MetricKind.RATIO or any(leaf.grain is not Grain.DAY and not leaf.stock for leaf in metric.leaves):
        return None
    return stats.ratio_spread([(week.n, week.of) for week in counts.weeks if week.of is not None])


def _enough(metric: Metric, below: float) -> bool:
    """Whether there is enough to divide by, where that is counted one by one."""
    quantity = metric.quantity
    return quantity is None or not COUNTED & set(quantity.under) or below >= MIN_BELOW


def _rate(measured: Measured) -> Rate:
    return Rate(round(measured.n), round(measured.of or 0))


def _pairs(counts: NamedCounts) -> tuple[tuple[int, int], ...]:
    return tuple((round(week.n), round(week.of or 0)) for week in counts.weeks)


# --- changes ------------------------------------------------------------------------------------------------------------


def _change(metric: Metric, counts: NamedCounts, sides: Comparisons, *, year: bool) -> RateChange | ValueChange | None:
    before, known = (counts.year_before, counts.known[2]) if year else (counts.previous, counts.known[1])
    reason = _not_comparable(metric, counts.known[0], known, sides, year=year)
    was, now = _value(before, known), _value(counts.current, counts.known[0])
    if metric.kind in RATES and reason is None:
        after = _rate(counts.current)
        return stats.compare_rates(_rate(before), after, stats.dispersion(_pairs(counts), after.of))
    if was is None or now is None:
        return None
    if reason is not None:
        return ValueChange(was, now, Verdict.NOT_COMPARABLE, reason=reason)
    if metric.kind is not MetricKind.RATIO:
        return _total_change(metric, counts, was, now)
    sizes = (before.of or 0.0, counts.current.of or 0.0)
    spread = _spread(metric, counts) if _enough(metric, min(sizes)) else None
    return stats.compare_ratios((was, sizes[0]), (now, sizes[1]), spread)


def _total_change(metric: Metric, counts: NamedCounts, was: float, now: float) -> ValueChange:
    """Of a count by its weeks' dispersion; of anything else the change alone."""
    relative = now / was - 1 if was > 0 else None
    weeks = [round(week.n) for week in counts.weeks]
    if _shown(metric) is not Shown.COUNT or metric.kind is MetricKind.SUM or metric.stock or min(was, now, *weeks, 0) < 0:
        return ValueChange(was, now, Verdict.COUNTS_ONLY, relative)
    change = stats.compare_counts(round(was), round(now), stats.count_dispersion(weeks, round(now)).phi)
    return ValueChange(was, now, change.verdict, change.relative, change.interval, p_value=change.p_value)


def _not_comparable(metric: Metric, known: float, before: float, sides: Comparisons, *, year: bool) -> ChangeReason | None:
    """Why two periods cannot be held against each other. With a part from outside, its own days decide."""
    ratio = metric.kind in RATES or metric.kind is MetricKind.RATIO
    if _is_outside(metric):
        least = 1 - (MISSING_FOR_RATES if ratio else MISSING_FOR_COUNTS)
        return None if min(known, before) >= least else ChangeReason.DAYS_MISSING
    side = sides.year if year else sides.previous
    return side.reason if ratio else side.counts_reason
