"""Inputs of totals and costs, and the goals on them: what their settings say about each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen.model.quantity import MONEY
from reportgen.model.settings import (
    CostTable,
    CounterKind,
    CounterMeasure,
    CounterTable,
    CounterUnit,
    Goal,
    InputFormat,
    InputSettings,
    Measure,
    Metric,
    MetricKind,
    ReportSettings,
)
from reportgen.periods import Grain
from reportgen.settings.convert import Trace
from reportgen.settings.guess import suggestion
from reportgen.settings.links import metrics_in
from reportgen.settings.names import Finding, Names, repeated
from reportgen.settings.nodes import Node, Scalar, Table

COST_FILTERS = ("channel", "campaign")
COUNTER_OPTIONS = ("name", "dimension")
EVENT_OPTIONS = ("columns", "event", "identity", "offline")
MILLION = 1_000_000


def counter(node: Node, body: Node, trace: Trace) -> Node | None:
    """`{counter: facebook.page_likes}`, or with values of its dimension: `{counter: {name: lists.size, dimension: News}}`."""
    if isinstance(body, Scalar) and not body.is_null:
        return _built(node, {"counter": body})
    if not isinstance(body, Table) or "name" not in body.entries:
        right = "write `counter: INPUT.MEASURE` or `counter: {name: INPUT.MEASURE, dimension: VALUE}`"
        return trace.refusal(body, "`counter` needs the counter's name", right)
    unknown = [(name, child) for name, child in body.entries.items() if name not in COUNTER_OPTIONS]
    for name, child in unknown:
        trace.problem(child, "is not an option of a counter", suggestion(name, COUNTER_OPTIONS))
    rest = {name: child for name, child in body.entries.items() if name == "dimension"}
    return None if unknown else _built(node, {"counter": body.entries["name"], **rest})


def _built(node: Node, options: Mapping[str, Node]) -> Table:
    return Table(node.place, node.path, {"kind": Scalar(node.place, node.path, MetricKind.COUNTER.value), **options})


def counters_of(inputs: Iterable[InputSettings]) -> dict[str, tuple[CounterTable, CounterMeasure]]:
    """Every counter by its name, `INPUT.MEASURE`."""
    return {f"{each.key}.{measure.key}": (table, measure) for each in inputs for table, measure in each.measures}


def resolved(goal: Goal, report: ReportSettings | None) -> Goal:
    """The goal with what its counters' inputs say of them: stock or flow, and how often they are told."""
    known = counters_of(report.inputs) if report else {}
    return goal.model_copy(update={"metric": _told(goal.metric, known)})


def _told(metric: Metric, known: Mapping[str, tuple[CounterTable, CounterMeasure]]) -> Metric:
    inner = {name: _told(part, known) for name in ("numerator", "denominator") if (part := getattr(metric, name))}
    terms = tuple(term.model_copy(update={"metric": _told(term.metric, known)}) for term in metric.terms)
    told = {**inner, "terms": terms}
    if metric.counter is not None and metric.counter in known:
        table, measure = known[metric.counter]
        grain = table.grain if table.day else Grain.MONTH
        told |= {"stock": measure.kind is CounterKind.STOCK, "people": measure.people, "grain": grain}
        told |= {"quantity": MONEY} if measure.unit is CounterUnit.MONEY else {}
    return metric.model_copy(update=told)


def input_findings(each: InputSettings) -> Iterator[Finding]:
    """What does not go together in an input of totals or costs."""
    path = f"inputs.{each.key}"
    if not each.outside:
        return
    kind = "counters" if each.counters else "costs"
    for option in EVENT_OPTIONS:
        if getattr(each, option):
            yield Finding(f"{path}.{option}", f"belongs to events, and the rows are {kind}", "remove it, or make them two inputs")
    if each.format not in (InputFormat.AUTO, InputFormat.TABLE):
        yield Finding(f"{path}.format", f"{kind} come in tables", "remove it")
    yield from repeated(f"{path}.counters", [measure.key for _, measure in each.measures])
    for table in each.counters:
        yield from _counter_findings(f"{path}.counters", table)
    for paid in each.costs:
        yield from _cost_findings(f"{path}.costs", paid)


def _counter_findings(path: str, table: CounterTable) -> Iterator[Finding]:
    for measure in table.measures:
        own = f"{path}.measures.{measure.key}"
        yield from _divided(own, measure.divide_by)
        if measure.kind is CounterKind.STOCK and table.added_over:
            yield Finding(own, "a stock does not add up over anything", "name the columns of `added_over` in `dimension`")
        if measure.kind is CounterKind.STOCK and measure.people:
            yield Finding(f"{own}.people", "belongs to a flow: a stock is never added up anyway", "remove it")
        for option in ("leaves", "per"):
            yield from _named(own, option, measure, table)


def _named(own: str, option: str, measure: CounterMeasure, table: CounterTable) -> Iterator[Finding]:
    """What another number of the table has to be, for what is taken from it or divided by it."""
    name = getattr(measure, option)
    flows = [each.key for each in table.measures if each.kind is CounterKind.FLOW and each.key != measure.key]
    if name is None:
        return
    if name not in flows:
        yield Finding(f"{own}.{option}", f"`{name}` is no other flow of the same table", suggestion(name, flows))
    elif measure.kind is CounterKind.STOCK:
        yield Finding(f"{own}.{option}", "belongs to a flow", "remove it")


def _cost_findings(path: str, table: CostTable) -> Iterator[Finding]:
    yield from _divided(path, table.divide_by)
    if table.channel and table.of_channel is not None:
        yield Finding(f"{path}.of_channel", "a column names the channel already", "keep one of them")
    if table.until and not table.day:
        yield Finding(f"{path}.until", "says how long a row lasts, and no column says when it begins", "name the column of `date`")


def _divided(path: str, number: int) -> Iterator[Finding]:
    if MILLION % number:
        yield Finding(f"{path}.divide_by", f"{number} does not divide a million: amounts would be rounded", "write 100, 1000 or 1000000")


def metric_findings(path: str, metric: Metric, names: Names) -> Iterator[Finding]:
    """A counter that is not there, and filters that do not fit it."""
    if metric.kind is not MetricKind.COUNTER or metric.counter is None or names.counters is None:
        return
    if metric.counter not in names.counters:
        if metric.counter.partition(".")[0] in names.unseen:
            return
        hint = suggestion(metric.counter, tuple(names.counters)) if names.counters else "no input of report.yaml has `counters`"
        yield Finding(path, f"there is no counter `{metric.counter}`", hint)
        return
    dimension = names.counters[metric.counter]
    if metric.dimension and not dimension:
        yield Finding(path, f"`{metric.counter}` has no dimension", "remove `dimension`, or name its column in the input's `counters`")
    if metric.stock and dimension and len(metric.dimension) != 1:
        right = f"name one: `counter: {{name: {metric.counter}, dimension: ...}}`"
        yield Finding(path, f"a stock is told for each {' and '.join(dimension)} and does not add up over them", right)
    if metric.people and dimension and len(metric.dimension) != 1:
        right = f"name one: `counter: {{name: {metric.counter}, dimension: ...}}`"
        yield Finding(path, f"people are told for each {' and '.join(dimension)} and do not add up over them", right)


def stock_findings(goal: Goal) -> Iterator[Finding]:
    """A stock is where it is: it has no total and no share of another number."""
    path = f"goals.{goal.key}"
    if goal.metric.stock and goal.measure is not Measure.TOTAL:
        yield Finding(f"{path}.measure", "a stock is judged by its last number", "remove it")
    if goal.metric.stock and goal.ramp is not None:
        yield Finding(f"{path}.ramp", "a stock does not begin anew with a campaign", "remove it, or take a flow as the metric")
    if any(part.stock for part in metrics_in(goal.metric) if part is not goal.metric):
        yield Finding(f"{path}.metric", "a stock in a ratio or sum cannot be followed", "take a flow, or the stock alone")


def dimensions(inputs: Sequence[InputSettings]) -> dict[str, tuple[str, ...]]:
    """Every counter's name -> the columns of its dimension."""
    return {name: tuple(columns[0] for columns in table.dimension) for name, (table, _) in counters_of(inputs).items()}
