"""What the signs of a formula do: weighted metrics above and below a line, so that a quotient of sums stays one.

A goal can follow and forecast a sum by a sum; so `1 - a / b` becomes `(b - a) / b`, and `cost * 1.19 / conversions` stays one quotient.
Nothing is cancelled that could be zero: a formula is undefined wherever one of its divisions is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

from reportgen.model.quantity import RATIO, Base, Quantity
from reportgen.model.settings import Metric, MetricKind, Term

WORDS = {Base.PEOPLE: "people, each counted once", Base.COUNT: "a count", Base.MONEY: "money", Base.SECONDS: "seconds"}
SHORT = {**WORDS, Base.PEOPLE: "people", Base.COUNT: "count"}


@dataclass(frozen=True, slots=True)
class Made:
    """What a part of a formula comes to: the sum of `above`, divided by that of `below` where there is any. `stock`: it says how many
    there are, not how many came."""

    quantity: Quantity
    above: tuple[Term, ...]
    below: tuple[Term, ...] = ()
    stock: bool = False

    @property
    def is_number(self) -> bool:
        return not self.below and all(term.metric.kind is MetricKind.NUMBER for term in self.above)

    @property
    def value(self) -> float:
        """Of a number."""
        return fsum(term.weight for term in self.above)


def number(value: float) -> Made:
    """A plain number."""
    return Made(RATIO, (Term(metric=Metric(kind=MetricKind.NUMBER), weight=value),))


def plain(metric: Metric, quantity: Quantity) -> Made:
    """One metric."""
    return Made(quantity, (Term(metric=metric),), stock=metric.stock)


def scaled(made: Made, by: float) -> Made:
    """So many times as much."""
    return replace(made, above=_scaled(made.above, by))


def added(left: Made, right: Made, based: frozenset[str]) -> Made:
    """The sum of two of one quantity."""
    if left.below and left.below == right.below:
        return replace(left, above=(*left.above, *right.above))
    if left.below and right.is_number:
        return replace(left, above=(*left.above, *_scaled(left.below, right.value)))
    if right.below and left.is_number:
        return replace(right, above=(*_scaled(right.below, left.value), *right.above))
    return Made(left.quantity, (*_terms(left, based), *_terms(right, based)), stock=left.stock)


def multiplied(left: Made, right: Made, based: frozenset[str]) -> Made:
    """The product; by a number it only weighs more."""
    if right.is_number:
        return scaled(left, right.value)
    if left.is_number:
        return scaled(right, left.value)
    factors = tuple(Term(metric=settled(side, based)) for side in (left, right))
    product = Metric(kind=MetricKind.PRODUCT, terms=factors)
    return Made(left.quantity.times(right.quantity), (Term(metric=product),), stock=left.stock or right.stock)


def divided(left: Made, right: Made, based: frozenset[str]) -> Made:
    """The quotient; by a number, which must not be zero, it only weighs less."""
    if right.is_number:
        return scaled(left, 1 / right.value)
    return Made(left.quantity.by(right.quantity), _terms(left, based), _terms(right, based))


def settled(made: Made, based: frozenset[str]) -> Metric:
    """The metric that measures it. `based` are rules whose own rate is on a base, so that visitors with them among all visitors are no
    rate of theirs."""
    above = _sum(made.above)
    return _quotient(above, _sum(made.below), based) if made.below else above


def words(quantity: Quantity) -> str:
    """What it is counted in, for an error: `money`, `money per count`, `a plain number`."""
    if quantity.is_ratio:
        return "a plain number"
    if not quantity.under:
        return WORDS[quantity.over[0]] if len(quantity.over) == 1 else " times ".join(SHORT[base] for base in quantity.over)
    over = " times ".join(SHORT[base] for base in quantity.over) or "one"
    return f"{over} per {' and per '.join(SHORT[base] for base in quantity.under)}"


def _scaled(terms: Sequence[Term], by: float) -> tuple[Term, ...]:
    return tuple(term.model_copy(update={"weight": term.weight * by}) for term in terms)


def _terms(made: Made, based: frozenset[str]) -> tuple[Term, ...]:
    """It as something to add up: its own terms, or the quotient as one."""
    return (Term(metric=settled(made, based)),) if made.below else made.above


def _sum(terms: tuple[Term, ...]) -> Metric:
    single = len(terms) == 1 and terms[0].weight == 1
    return terms[0].metric if single else Metric(kind=MetricKind.SUM, terms=terms)


def _quotient(above: Metric, below: Metric, based: frozenset[str]) -> Metric:
    """The ratio; people among all people of the same visits are a rate, with a rate's interval."""
    if above.scope == below.scope:
        if above.kind is MetricKind.CONVERTERS and below.kind is MetricKind.VISITORS and above.rule not in based:
            return Metric(kind=MetricKind.RATE, rule=above.rule, scope=above.scope)
        if above.kind is MetricKind.ENGAGED_SESSIONS and below.kind is MetricKind.SESSIONS:
            return Metric(kind=MetricKind.ENGAGEMENT_RATE, scope=above.scope)
    return Metric(kind=MetricKind.RATIO, numerator=above, denominator=below)
