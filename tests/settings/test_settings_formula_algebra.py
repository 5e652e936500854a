"""What a formula becomes says the same as the formula: any tree over positive numbers, against Python's own arithmetic."""

from math import isclose, prod

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reportgen.model.quantity import RATIO
from reportgen.model.settings import Metric, MetricKind
from reportgen.settings.formula import Name, Negative, Number, Operation, Tree
from reportgen.settings.formula_algebra import Made, added, divided, multiplied, number, plain, scaled, settled

NONE: frozenset[str] = frozenset()
VALUES = {"a.one": 3.0, "a.two": 7.5, "a.half": 0.5, "a.same": 3.0}
LEAVES: st.SearchStrategy[Tree] = st.sampled_from(tuple(VALUES)).map(Name) | st.sampled_from((0.0, 1.0, 2.0, 1.19)).map(Number)
TREES = st.recursive(
    LEAVES, lambda trees: st.builds(Operation, st.sampled_from("+-*/"), trees, trees) | st.builds(Negative, trees), max_leaves=9
)


def made(tree: Tree) -> Made:
    """As named metrics are made, without their units."""
    if isinstance(tree, Number):
        return number(tree.value)
    if isinstance(tree, Name):
        return plain(Metric(kind=MetricKind.COUNTER, counter=tree.name), RATIO)
    if isinstance(tree, Negative):
        return scaled(made(tree.part), -1)
    left, right = made(tree.left), made(tree.right)
    if tree.sign == "*":
        return multiplied(left, right, NONE)
    if tree.sign == "/":
        return divided(left, right, NONE)
    return added(left, scaled(right, -1) if tree.sign == "-" else right, NONE)


def direct(tree: Tree) -> float:
    """Python's arithmetic. Raises ZeroDivisionError."""
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Name):
        return VALUES[tree.name]
    if isinstance(tree, Negative):
        return -direct(tree.part)
    left, right = direct(tree.left), direct(tree.right)
    if tree.sign in "+-":
        return left + (right if tree.sign == "+" else -right)
    return left * right if tree.sign == "*" else left / right


def measured(metric: Metric) -> float:
    """As the metrics room measures a metric made of others. Raises ZeroDivisionError where that gives no value."""
    if metric.kind is MetricKind.NUMBER:
        return 1.0
    if metric.kind is MetricKind.RATIO and metric.numerator and metric.denominator:
        return measured(metric.numerator) / measured(metric.denominator)
    if metric.kind is MetricKind.PRODUCT:
        return prod(measured(term.metric) for term in metric.terms)
    if metric.kind is MetricKind.SUM:
        return sum(term.weight * measured(term.metric) for term in metric.terms)
    return VALUES[metric.counter or ""]


@settings(max_examples=60)
@given(TREES)
def test_the_metric_says_what_the_formula_says(tree: Tree) -> None:
    try:
        wanted = direct(tree)
        found = made(tree)
    except ZeroDivisionError:
        return
    assume(abs(wanted) < 1e9)
    assert isclose(measured(settled(found, NONE)), wanted, rel_tol=1e-6, abs_tol=1e-6)
