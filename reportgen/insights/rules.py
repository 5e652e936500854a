"""Each conversion rule, and people over all macros once: count, rate, interval, changes, items."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen import stats
from reportgen.insights.comparison import Comparisons, Side, amount_change, count_change, rate_change
from reportgen.insights.weeks import count_phi, rate_dispersion
from reportgen.model.counts import Converted, Counts, MessageSlice, PeriodCounts, Slice
from reportgen.model.findings import ItemFinding, RuleFinding
from reportgen.model.settings import ConversionRule, Tier
from reportgen.stats import CountChange, Dispersion, Rate, RateChange, RateEstimate

ANY_MACRO = "any_macro"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A rule's counts in the period, with their dispersion and changes."""

    converted: Converted
    spread: Dispersion
    estimate: RateEstimate
    rates: tuple[RateChange, RateChange]
    counts: tuple[CountChange, CountChange]
    amounts: tuple[CountChange | None, CountChange | None]


def converted(part: PeriodCounts | Slice | MessageSlice, key: str) -> Converted:
    return part.converted.get(key, Converted())


def visitor_rate(part: PeriodCounts | Slice | MessageSlice, key: str) -> Rate:
    """Visitors of a period, or of a slice of it, who fulfilled the rule, of all of them."""
    return Rate(converted(part, key).converters, part.traffic.visitors)


def rate_of(part: PeriodCounts, key: str, rate_base: str | None) -> Rate:
    """Visitors who fulfilled the rule, of all visitors or of those who fulfilled its `rate_base`, in the same period.

    Conversions `unmatched` to a visitor of the period are in neither number.
    """
    if rate_base:
        return part.bases.get(key, Rate(0, 0))
    return visitor_rate(part, key)


def rate_spread(counts: Counts, key: str, rate_base: str | None) -> Dispersion:
    """Dispersion of the rule's weekly rate; of a rate on another rule's visitors it is assumed, as weeks have no such base."""
    if rate_base:
        return stats.dispersion((), rate_of(counts.current, key, rate_base).of)
    return rate_dispersion(counts, key, lambda traffic, found: Rate(found.converters, traffic.visitors))


def _numbers(counts: Counts, sides: Comparisons, key: str, rate_base: str | None) -> Numbers:
    now = converted(counts.current, key)
    rate = rate_of(counts.current, key, rate_base)
    spread = rate_spread(counts, key, rate_base)
    phi = count_phi(counts, key, lambda _, found: found.conversions)

    def rates(side: Side) -> RateChange:
        return rate_change(side, rate, spread, lambda part: rate_of(part, key, rate_base))

    def numbers(side: Side) -> CountChange:
        return count_change(side, now.conversions, phi, lambda part: converted(part, key).conversions)

    def amounts(side: Side) -> CountChange | None:
        return amount_change(side, now.amount, lambda part: converted(part, key).amount)

    return Numbers(
        converted=now,
        spread=spread,
        estimate=stats.estimate_rate(rate, spread),
        rates=(rates(sides.previous), rates(sides.year)),
        counts=(numbers(sides.previous), numbers(sides.year)),
        amounts=(amounts(sides.previous), amounts(sides.year)),
    )


def rule_finding(rule: ConversionRule, counts: Counts, sides: Comparisons) -> RuleFinding:
    """One rule in the period, even at zero."""
    numbers = _numbers(counts, sides, rule.key, rule.rate_base)
    return RuleFinding(
        key=rule.key,
        label=rule.label,
        tier=rule.tier.value,
        stage=rule.stage,
        primary=rule.primary,
        outcome=rule.outcome,
        supports=rule.supports,
        proxy=rule.proxy,
        weight=rule.weight,
        orphan=rule.tier is Tier.MICRO and not rule.supports,
        rate_base=rule.rate_base,
        converted=numbers.converted,
        estimate=numbers.estimate,
        against_previous=numbers.rates[0],
        against_year=numbers.rates[1],
        count_against_previous=numbers.counts[0],
        count_against_year=numbers.counts[1],
        amount_against_previous=numbers.amounts[0],
        amount_against_year=numbers.amounts[1],
        benchmark=rule.benchmark.rate if rule.benchmark else None,
        benchmark_source=rule.benchmark.source if rule.benchmark else None,
        items=_items(rule, counts, numbers),
        benchmark_day=rule.benchmark.day if rule.benchmark else None,
        benchmark_cost=rule.benchmark.cost if rule.benchmark else None,
    )


def any_macro_finding(counts: Counts, sides: Comparisons) -> RuleFinding:
    """People who fulfilled any macro, each once (checklist 001-11). `label` is empty: it has no name in the settings."""
    numbers = _numbers(counts, sides, ANY_MACRO, None)
    return RuleFinding(
        key=ANY_MACRO,
        label="",
        tier=Tier.MACRO.value,
        stage=None,
        primary=False,
        outcome=None,
        supports=(),
        proxy=None,
        weight=None,
        orphan=False,
        rate_base=None,
        converted=numbers.converted,
        estimate=numbers.estimate,
        against_previous=numbers.rates[0],
        against_year=numbers.rates[1],
        count_against_previous=numbers.counts[0],
        count_against_year=numbers.counts[1],
        amount_against_previous=numbers.amounts[0],
        amount_against_year=numbers.amounts[1],
        benchmark=None,
        benchmark_source=None,
        items={},
    )


def _items(rule: ConversionRule, counts: Counts, numbers: Numbers) -> Mapping[str, tuple[ItemFinding, ...]]:
    """Each `by` parameter's values, most conversions first. Rates are of all visitors, whatever the rule's own base."""
    visitors = counts.current.traffic.visitors
    return {name: _item_findings(counts.current.items.get((rule.key, name), {}), visitors, numbers.spread) for name in rule.by}


def _item_findings(found: Mapping[str, Converted], visitors: int, spread: Dispersion) -> tuple[ItemFinding, ...]:
    ordered = sorted(found.items(), key=lambda item: (-item[1].conversions, item[0]))
    estimates = stats.estimate_rates([Rate(item.converters, visitors) for _, item in ordered], spread)
    return tuple(ItemFinding(value, item, estimate) for (value, item), estimate in zip(ordered, estimates, strict=True))
