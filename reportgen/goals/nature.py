"""What kind of number a goal's metric is: its unit, its tier, whether days add up to it, how it is written."""

from reportgen.model.counts import Measured
from reportgen.model.findings import Unit
from reportgen.model.quantity import Base, Quantity
from reportgen.model.settings import Add, Goal, Measure, Metric, MetricKind, Scope, Settings, Tier
from reportgen.periods import Grain

ANY_MACRO = "any_macro"
CONTEXT = "context"
"""The tier of metrics that are neither macro nor micro."""

RATES = frozenset({MetricKind.RATE, MetricKind.ENGAGEMENT_RATE, MetricKind.BOUNCE_RATE})
MONEY = frozenset({MetricKind.VALUE, MetricKind.COST})
OUTSIDE = frozenset({MetricKind.COUNTER, MetricKind.COST})
OF_RULES = frozenset({MetricKind.CONVERSIONS, MetricKind.CONVERTERS, MetricKind.VALUE, MetricKind.RATE})
ADDITIVE = frozenset(
    {MetricKind.SESSIONS, MetricKind.ENGAGED_SESSIONS, MetricKind.PAGE_VIEWS, MetricKind.CONVERSIONS, MetricKind.VALUE, *OUTSIDE}
)
PEOPLE = frozenset({MetricKind.VISITORS, MetricKind.CONVERTERS})
VISITS = frozenset({MetricKind.SESSIONS, MetricKind.ENGAGED_SESSIONS})
QUOTIENTS = frozenset({MetricKind.RATIO, MetricKind.PRODUCT})


def amount(measured: Measured | None) -> float | None:
    """The number itself: `n`, or `n` / `of`. None when not measured or with nothing to divide by."""
    if measured is None or measured.of == 0:
        return None
    return measured.n if measured.of is None else measured.n / measured.of


def is_rate(metric: Metric) -> bool:
    """Whether it is a share of people or sessions, 0-1."""
    return metric.kind in RATES


def is_level(metric: Metric) -> bool:
    """Whether it is a rate, a ratio or product (or a sum with one in it) or a stock, which has no total to fill up day by day."""
    return is_rate(metric) or metric.stock or metric.kind in QUOTIENTS or any(is_level(term.metric) for term in metric.terms)


def is_total(goal: Goal) -> bool:
    """Whether the goal fills up a total over its period."""
    return goal.measure is Measure.TOTAL and not is_level(goal.metric)


def adds_up(metric: Metric) -> bool:
    """Whether its days add up to the period. Distinct people do not."""
    if metric.kind is MetricKind.SUM:
        return all(adds_up(term.metric) for term in metric.terms)
    return metric.kind in ADDITIVE and not metric.stock


def once_a_month(metric: Metric) -> bool:
    """Whether it adds up over months: people counted once in each, alone or beside what adds up."""
    if metric.kind is MetricKind.SUM:
        return all(adds_up(term.metric) or once_a_month(term.metric) for term in metric.terms)
    return metric.kind in (MetricKind.VISITORS, MetricKind.CONVERTERS) and metric.add is Add.MONTHLY


def is_sum_by_sum(metric: Metric) -> bool:
    """Whether it divides what adds up by what adds up."""
    parts = (metric.numerator, metric.denominator)
    return metric.kind is MetricKind.RATIO and all(part is not None and adds_up(part) for part in parts)


def can_be_forecast(goal: Goal) -> bool:
    """Whether a forecast can follow it: not people counted once in the whole period, nor sums of levels, nor what is left of money for
    each, nor the last month of a level, nor what is told by week or month only. A stock has a forecast of its own."""
    if is_coarse(goal.metric):
        return False
    if is_level(goal.metric):
        steady = is_rate(goal.metric) or (is_sum_by_sum(goal.metric) and not _takes_money_off(goal.metric))
        return goal.measure is not Measure.LAST_MONTH and steady
    return adds_up(goal.metric) or once_a_month(goal.metric)


def _takes_money_off(metric: Metric) -> bool:
    """Whether a side of the ratio is what is left of money, which can be less than nothing: ratios are followed on a logarithm's scale."""
    terms = [term for part in (metric.numerator, metric.denominator) if part for term in part.terms]
    return any(term.weight < 0 and has_money(term.metric) for term in terms)


def is_coarse(metric: Metric) -> bool:
    """Whether a part of it is told by week or month, so that its days are only a share of that."""
    inner = (metric.numerator, metric.denominator, *(term.metric for term in metric.terms))
    return (metric.grain is not Grain.DAY and not metric.stock) or any(is_coarse(part) for part in inner if part)


def only_grows(metric: Metric) -> bool:
    """Whether more days can never make the total smaller, apart from refunds."""
    if metric.kind is MetricKind.SUM:
        return all(term.weight >= 0 and only_grows(term.metric) for term in metric.terms)
    return not is_level(metric)


def has_money(metric: Metric) -> bool:
    """Whether it is an amount of money, or a sum with one; refunds can take some of it back."""
    return metric.kind in MONEY or is_money_counter(metric) or any(has_money(term.metric) for term in metric.terms)


def is_money_counter(metric: Metric) -> bool:
    """Whether it is money that a counter tells, such as revenue from bookkeeping."""
    return metric.kind is MetricKind.COUNTER and metric.quantity is not None and Base.MONEY in metric.quantity.over


def unit(metric: Metric) -> Unit:
    """How its numbers are written. A ratio of money to a count is money (cost per lead); other ratios and sums are plain numbers. What a
    formula comes to says so itself."""
    if metric.quantity is not None and not is_rate(metric):
        return _unit_of(metric, metric.quantity)
    if metric.kind in MONEY:
        return Unit.MONEY
    if is_rate(metric):
        return Unit.SHARE
    if metric.kind is MetricKind.RATIO and metric.numerator and metric.denominator:
        per_piece = unit(metric.numerator) is Unit.MONEY and unit(metric.denominator) is Unit.COUNT
        return Unit.MONEY if per_piece else Unit.NUMBER
    if metric.kind is MetricKind.SUM:
        units = {unit(term.metric) for term in metric.terms}
        return Unit.MONEY if units == {Unit.MONEY} else Unit.NUMBER
    return Unit.COUNT


def _unit_of(metric: Metric, quantity: Quantity) -> Unit:
    """A ratio of people, or of visits, is a share; any other says how many times as much."""
    if Base.MONEY in quantity.over:
        return Unit.MONEY
    if quantity.is_ratio:
        kinds = {leaf.kind for leaf in metric.leaves} - {MetricKind.NUMBER}
        return Unit.SHARE if kinds <= PEOPLE or kinds <= VISITS else Unit.NUMBER
    return Unit.NUMBER if quantity.under or metric.kind is MetricKind.SUM else Unit.COUNT


def rules_of(metric: Metric) -> tuple[str, ...]:
    """The keys of all rules in it; one that names none means any macro."""
    inner = (metric.numerator, metric.denominator, *(term.metric for term in metric.terms))
    own = (metric.rule or ANY_MACRO,) if metric.kind in OF_RULES else ()
    return (*own, *(key for part in inner if part for key in rules_of(part)))


def tier(settings: Settings, metric: Metric) -> str:
    """`macro` if any of its rules is one, else `micro` if it has a rule, else `context`."""
    tiers = {Tier.MACRO if key == ANY_MACRO else settings.rule(key).tier for key in rules_of(metric)}
    if not tiers:
        return CONTEXT
    return Tier.MACRO.value if Tier.MACRO in tiers else Tier.MICRO.value


def text(metric: Metric) -> str:
    """The metric in the notation of goals.yaml: `sessions: {channel: Organic Search, landing_page: /blog/*}`."""
    if metric.kind is MetricKind.RATIO and metric.numerator and metric.denominator:
        return f"({text(metric.numerator)}) / ({text(metric.denominator)})"
    if metric.kind is MetricKind.SUM:
        return " + ".join(_term_text(term.metric, term.weight) for term in metric.terms)
    if metric.kind is MetricKind.PRODUCT:
        return " × ".join(f"({text(term.metric)})" for term in metric.terms)
    scope = _scope_text(metric.scope)
    named = metric.rule or metric.counter
    of = f"[{' | '.join(metric.dimension)}]" if metric.dimension else None
    parts = [part for part in (named, of, f"{{{scope}}}" if scope else None) if part]
    return f"{metric.kind.value}: {' '.join(parts)}" if parts else metric.kind.value


def _term_text(metric: Metric, weight: float) -> str:
    if metric.kind is MetricKind.NUMBER:
        return f"{weight:g}"
    return f"({text(metric)})" if weight == 1 else f"{weight:g} × ({text(metric)})"


def _scope_text(scope: Scope) -> str:
    asked = ((name, getattr(scope, name)) for name in Scope.model_fields)
    return ", ".join(f"{name}: {' | '.join(values)}" for name, values in asked if values)
