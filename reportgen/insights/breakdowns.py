"""Dimensions in slices: which stand out after correction for many tests, and shrunken rates to rank by (statistics 2, Channels)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen import stats
from reportgen.insights.rules import ANY_MACRO, rate_spread, visitor_rate
from reportgen.model.counts import Counts, Dimension, Slice
from reportgen.model.findings import BreakdownFinding, SliceFinding
from reportgen.model.settings import Settings
from reportgen.stats import Dispersion, Rate, RateEstimate

MIN_SLICES = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One rule over all slices of a dimension, in their order."""

    rule: str
    spread: Dispersion
    rates: tuple[Rate, ...]
    estimates: tuple[RateEstimate, ...]
    total: Rate
    shares: tuple[RateEstimate, ...]


def breakdowns(settings: Settings, counts: Counts) -> tuple[BreakdownFinding, ...]:
    """Every dimension that was counted, in the order of `Dimension`.

    Rates are of all visitors of a slice, so rules with a `rate_base` have none here.
    """
    listed = [rule.key for rule in (*settings.macros, *settings.micros) if not rule.rate_base]
    spreads = {rule: rate_spread(counts, rule, None) for rule in (ANY_MACRO, *listed)}
    by = counts.current.by
    return tuple(_breakdown(dimension, by[dimension], spreads) for dimension in Dimension if dimension in by)


def _breakdown(dimension: Dimension, found: Sequence[Slice], spreads: Mapping[str, Dispersion]) -> BreakdownFinding:
    slices = sorted(found, key=lambda each: (-each.traffic.visitors, each.value))
    columns = [_column(slices, rule, spread) for rule, spread in spreads.items()]
    marks = _marks(columns)
    shrunken = [_shrunken(column) for column in columns]
    return BreakdownFinding(dimension, tuple(_slice(i, each, columns, marks, shrunken) for i, each in enumerate(slices)))


def _slice(
    i: int, each: Slice, columns: Sequence[Column], marks: Mapping[tuple[str, int], int], shrunken: Sequence[Mapping[int, float]]
) -> SliceFinding:
    own = {column.rule: rates[i] for column, rates in zip(columns, shrunken, strict=True) if i in rates}
    return SliceFinding(
        value=each.value,
        traffic=each.traffic,
        converted=each.converted,
        estimates={column.rule: column.estimates[i] for column in columns},
        marked={column.rule: marks.get((column.rule, i), 0) for column in columns},
        shrunken=own,
        rankable=bool(own),
        shares={column.rule: column.shares[i] for column in columns if column.total.n},
    )


def _column(slices: Sequence[Slice], rule: str, spread: Dispersion) -> Column:
    rates = tuple(visitor_rate(each, rule) for each in slices)
    total = sum(rates, Rate(0, 0))
    shares = stats.estimate_rates([Rate(rate.n, total.n) for rate in rates], spread)
    return Column(rule, spread, rates, stats.estimate_rates(rates, spread), total, shares)


def _marks(columns: Sequence[Column]) -> Mapping[tuple[str, int], int]:
    """(rule, slice) -> +1 above or -1 below all other slices, where Benjamini-Hochberg over all rules and slices leaves q <= .10.

    Slices with under 30 visitors, or with so few beside them, are not tested; nor rules that nobody fulfilled.
    """
    tests = [(column, i) for column in columns for i, rate in enumerate(column.rates) if stats.may_test(rate, column.total)]
    q_values = stats.false_discovery([_p_value(column, i) for column, i in tests])
    return {(column.rule, i): 1 if _above(column, i) else -1 for (column, i), q in zip(tests, q_values, strict=True) if stats.stands_out(q)}


def _rest(column: Column, i: int) -> Rate:
    return Rate(column.total.n - column.rates[i].n, column.total.of - column.rates[i].of)


def _p_value(column: Column, i: int) -> float:
    # Corrected p values are never below the plain ones, so those above the limit need no closer look.
    return stats.channel_against_rest(column.rates[i], _rest(column, i), column.spread, of_interest=stats.MAX_Q)


def _above(column: Column, i: int) -> bool:
    """By whole numbers: n / of > rest.n / rest.of."""
    rate, rest = column.rates[i], _rest(column, i)
    return rate.n * rest.of > rest.n * rate.of


def _shrunken(column: Column) -> Mapping[int, float]:
    """Slice -> shrunken rate, for slices with enough to rank by. Small slices are folded into one and take part in the fit only."""
    large = [i for i, rate in enumerate(column.rates) if rate.of >= stats.MIN_VISITORS]
    small = sum((rate for rate in column.rates if rate.of < stats.MIN_VISITORS), Rate(0, 0))
    if len(large) < MIN_SLICES or not column.total.n:
        return {}
    folded = [small] if small.of >= stats.MIN_VISITORS else []
    rates = stats.shrink([*(column.rates[i] for i in large), *folded])
    return {
        i: rate
        for i, rate in zip(large, rates, strict=False)
        if stats.rankable(column.rates[i], column.estimates[i].interval, column.total)
    }
