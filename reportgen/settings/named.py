"""Named metrics: their formulas as metrics that can be measured, with everything checked that a formula can get wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.errors import Problem
from reportgen.model.settings import Goal, Metric, MetricKind, Named, NamedMetric
from reportgen.settings import formula
from reportgen.settings.convert import Trace
from reportgen.settings.formula import BrokenNameError, FormulaError, Name, Negative, Number, Operation, Tree
from reportgen.settings.formula_algebra import Made, added, divided, multiplied, number, scaled, settled, words
from reportgen.settings.formula_names import LEAVES, Known, leaf
from reportgen.settings.guess import suggestion
from reportgen.settings.links import reached
from reportgen.settings.nodes import Items, Node, Scalar, Table

MOST_LEAVES = 60
"""Metrics inside metrics: so many plain ones may a metric come to."""


@dataclass
class Workshop:
    """The formulas of one report.yaml (None for one that cannot be read), and what those that are finished come to."""

    known: Known
    trees: Mapping[str, Tree | None]
    made: dict[str, Made] = field(default_factory=dict)


def named_metrics(written: Iterable[NamedMetric], known: Known, node: Node | None, trace: Trace) -> tuple[Named, ...]:
    """The metrics whose formulas can be measured; what is wrong with the others is in the trace, at its line and column.

    `node` is what stands under `metrics:`.
    """
    every, sources = tuple(written), _sources(node)
    trees = {one.key: _parsed(one, sources.get(one.key), trace) for one in every}
    shop = Workshop(known, trees)
    found = []
    for one in every:
        try:
            _check_key(one)
            metric = _metric(one.key, shop)
        except FormulaError as error:
            _say(one, error, sources.get(one.key), trace)
        except BrokenNameError:
            continue
        else:
            found.append(_named(one, metric, trees[one.key]))
    return tuple(found)


def _named(one: NamedMetric, metric: Metric, tree: Tree | None) -> Named:
    assert tree is not None, "a metric was made of it"
    return Named(
        key=one.key,
        label=one.label,
        formula=formula.printed(tree),
        metric=metric,
        why=one.why,
        owner=one.owner,
        front=one.front,
        plain=one.plain,
    )


def _sources(node: Node | None) -> dict[str, Scalar]:
    """Key -> its formula as it stands in the file."""
    children: dict[str, Node] = dict(node.entries) if isinstance(node, Table) else {}
    if isinstance(node, Items):
        tables = [child for child in node.items if isinstance(child, Table)]
        children = {key.text: child for child in tables if isinstance(key := child.entries.get("key"), Scalar)}
    found = {key: child.entries.get("formula") for key, child in children.items() if isinstance(child, Table)}
    return {key: text for key, text in found.items() if isinstance(text, Scalar)}


def _parsed(one: NamedMetric, source: Scalar | None, trace: Trace) -> Tree | None:
    try:
        return formula.parse(one.formula)
    except FormulaError as error:
        _say(one, error, source, trace)
        return None


def _say(one: NamedMetric, error: FormulaError, source: Scalar | None, trace: Trace) -> None:
    """The problem at its own character, where the file shows it; else where the formula begins."""
    start = source.start if source else None
    place = replace(start, column=(start.column or 1) + error.at) if start else source.place if source else None
    wrong = error.wrong if start else f"at character {error.at + 1}: {error.wrong}"
    trace.problems.append(Problem(place, f"metrics.{one.key}.formula", wrong, error.right))


def _check_key(one: NamedMetric) -> None:
    if one.key in LEAVES or one.key in list(MetricKind):
        raise FormulaError(0, f"the name `{one.key}` is taken by what it stands for already", "take another key")


def _metric(key: str, shop: Workshop) -> Metric:
    """The metric of one formula. Raises FormulaError, or BrokenNameError where another one is wrong."""
    made = _finished(key, shop)
    return settled(made, shop.known.based).model_copy(update={"named": key, "quantity": made.quantity})


def _finished(key: str, shop: Workshop) -> Made:
    """What the formula of a key comes to, made once."""
    if key not in shop.made:
        tree = shop.trees[key]
        if tree is None:
            raise BrokenNameError
        _check_circle(key, tree, shop)
        shop.made[key] = _checked(_made(tree, shop), tree)
    return shop.made[key]


def _check_circle(key: str, tree: Tree, shop: Workshop) -> None:
    """A formula that names itself, by whatever way."""
    links = {each: [name.name for name in _names(other)] for each, other in shop.trees.items() if other is not None}
    for name in _names(tree):
        if name.name == key or key in reached(name.name, links):
            raise FormulaError(name.at, f"leads back to `{key}` itself", "take the name out, here or there")


def _names(tree: Tree) -> Iterator[Name]:
    if isinstance(tree, Name):
        yield tree
    elif isinstance(tree, Negative):
        yield from _names(tree.part)
    elif isinstance(tree, Operation):
        yield from _names(tree.left)
        yield from _names(tree.right)


def _inner(key: str, shop: Workshop) -> Made:
    """What another formula comes to; what is wrong with it is said there."""
    try:
        return _finished(key, shop)
    except FormulaError as error:
        raise BrokenNameError from error


def _checked(made: Made, tree: Tree) -> Made:
    """What cannot be a metric, though each of its parts can."""
    if made.is_number:
        raise FormulaError(0, "measures nothing: it is a number alone", "name a metric in it, such as `cost` or `visitors`")
    if not made.quantity.is_readable:
        raise FormulaError(tree.at, f"comes to {words(made.quantity)}, which nobody can read", "divide one thing by another")
    if len(settled(made, frozenset()).leaves) > MOST_LEAVES:
        raise FormulaError(0, f"comes to more than {MOST_LEAVES} parts, with the metrics that it names", "take some of them out")
    return made


def _made(tree: Tree, shop: Workshop) -> Made:
    """The tree as weighted metrics above and below a line, its units checked."""
    if isinstance(tree, Number):
        return number(tree.value)
    if isinstance(tree, Name):
        return _of_name(tree, shop)
    if isinstance(tree, Negative):
        return scaled(_made(tree.part, shop), -1.0)
    assert isinstance(tree, Operation)
    left, right = _made(tree.left, shop), _made(tree.right, shop)
    if tree.sign == "*":
        return multiplied(left, right, shop.known.based)
    if tree.sign == "/":
        return _quotient(tree, left, right, shop.known.based)
    return _sum(tree, left, right, shop.known.based)


def _of_name(name: Name, shop: Workshop) -> Made:
    if name.name not in shop.trees:
        known = (*LEAVES, *shop.trees)
        if name.name not in LEAVES:
            raise FormulaError(name.at, f"`{name.name}` is not known here", suggestion(name.name, known, most=20))
        return leaf(name, shop.known)
    if name.argument is not None or name.filters:
        raise FormulaError(name.at, f"`{name.name}` takes no brackets", "write its filters in its own formula")
    return _inner(name.name, shop)


def _quotient(tree: Operation, left: Made, right: Made, based: frozenset[str]) -> Made:
    if right.is_number and not right.value:
        raise FormulaError(tree.right.at, "divides by zero", "divide by something that is not")
    return divided(left, right, based)


def _sum(tree: Operation, left: Made, right: Made, based: frozenset[str]) -> Made:
    shown = (formula.printed(tree.left), formula.printed(tree.right))
    if left.quantity != right.quantity:
        wrong = f"`{shown[0]}` is {words(left.quantity)} and `{shown[1]}` is {words(right.quantity)}: they do not add up"
        plain = left.is_number or right.is_number
        raise FormulaError(tree.at, wrong, "multiply by a number instead" if plain else "divide one by the other, or add what is alike")
    if left.stock != right.stock and not left.quantity.is_ratio:
        which = shown[0] if left.stock else shown[1]
        raise FormulaError(
            tree.at, f"`{which}` is how many there are, the other how many came: they do not add up", "add flows, or stocks, alone"
        )
    return added(left, scaled(right, -1.0) if tree.sign == "-" else right, based)


def with_named(goal: Goal, named: Sequence[Named]) -> Goal:
    """The goal with the metrics that it names in their places; a name that is not there stays, for the checks to find."""
    known = {one.key: one.metric for one in named}
    return goal.model_copy(update={"metric": _in_place(goal.metric, known)})


def misread_targets(goals: Iterable[Goal], node: Node | None, trace: Trace) -> None:
    """Say which targets are percentages to reach though the formula comes to no share."""
    written = node.entries if isinstance(node, Table) else {}
    for goal in goals:
        one, quantity = written.get(goal.key), goal.metric.quantity
        target = one.entries.get("target") if isinstance(one, Table) else None
        if isinstance(target, Table):
            target = next(iter(target.entries.values()), None)
        if quantity is None or quantity.is_ratio or not isinstance(target, Scalar):
            continue
        text = target.text.strip()
        if text.endswith("%") and text[0].isdigit():
            right = f"write +{text} for that much more than the baseline, or the number to reach"
            trace.problem(target, f"`{text}` is a share, and `{goal.metric.named or goal.metric.counter}` is {words(quantity)}", right)


def _in_place(metric: Metric, known: Mapping[str, Metric]) -> Metric:
    if metric.kind is MetricKind.NAMED:
        return known.get(metric.named or "", metric)
    inner = {name: _in_place(part, known) for name in ("numerator", "denominator") if (part := getattr(metric, name))}
    terms = tuple(term.model_copy(update={"metric": _in_place(term.metric, known)}) for term in metric.terms)
    return metric.model_copy(update={**inner, "terms": terms})
