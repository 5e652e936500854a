"""Inputs of totals and costs, and the goals on them: what their settings say about each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportgen.model.settings import (
    CounterKind,
    CounterMeasure,
    Goal,
    InputFormat,
    InputSettings,
    Measure,
    Metric,
    MetricKind,
    ReportSettings,
)
from reportgen.settings.convert import Trace
from reportgen.settings.guess import suggestion
from reportgen.settings.links import metrics_in
from reportgen.settings.names import Finding, Names
from reportgen.settings.nodes import Node, Scalar, Table

COST_FILTERS = ("channel", "campaign")
COUNTER_OPTIONS = ("name", "dimension")
EVENT_OPTIONS = ("columns", "event", "identity", "offline")


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


def counters_of(inputs: Iterable[InputSettings]) -> dict[str, tuple[InputSettings, CounterMeasure]]:
    """Every counter by its name, `INPUT.MEASURE`."""
    return {f"{each.key}.{measure.key}": (each, measure) for each in inputs if each.counters for measure in each.counters.measures}


def resolved(goal: Goal, report: ReportSettings | None) -> Goal:
    """The goal with what its counters' inputs say of them: stock or flow, and how often they are told."""
    known = counters_of(report.inputs) if report else {}
    return goal.model_copy(update={"metric": _told(goal.metric, known)})


def _told(metric: Metric, known: Mapping[str, tuple[InputSettings, CounterMeasure]]) -> Metric:
    inner = {name: _told(part, known) for name in ("numerator", "denominator") if (part := getattr(metric, name))}
    terms = tuple(term.model_copy(update={"metric": _told(term.metric, known)}) for term in metric.terms)
    told = {**inner, "terms": terms}
    if metric.counter is not None and metric.counter in known:
        source, measure = known[metric.counter]
        assert source.counters is not None
        told |= {"stock": measure.kind is CounterKind.STOCK, "grain": source.counters.grain}
    return metric.model_copy(update=told)


def input_findings(each: InputSettings) -> Iterator[Finding]:
    """What does not go together in an input of totals or costs."""
    path = f"inputs.{each.key}"
    if each.outside is None:
        return
    if each.counters is not None and each.costs is not None:
        yield Finding(path, "holds `counters` and `costs`", "make them two inputs")
    kind = "counters" if each.counters is not None else "costs"
    for option in EVENT_OPTIONS:
        if getattr(each, option):
            yield Finding(f"{path}.{option}", f"belongs to events, and the rows are {kind}", "remove it, or make them two inputs")
    if each.format not in (InputFormat.AUTO, InputFormat.TABLE):
        yield Finding(f"{path}.format", f"{kind} come in tables", "remove it")
    if each.costs is not None and each.costs.channel is not None and each.costs.of_channel is not None:
        yield Finding(f"{path}.costs.of_channel", "a column names the channel already", "keep one of them")


def metric_findings(path: str, metric: Metric, names: Names) -> Iterator[Finding]:
    """A counter that is not there, and filters that do not fit it."""
    if metric.kind is not MetricKind.COUNTER or metric.counter is None or names.counters is None:
        return
    if metric.counter not in names.counters:
        hint = suggestion(metric.counter, tuple(names.counters)) if names.counters else "no input of report.yaml has `counters`"
        yield Finding(path, f"there is no counter `{metric.counter}`", hint)
        return
    dimension = names.counters[metric.counter]
    if metric.dimension and not dimension:
        yield Finding(path, f"`{metric.counter}` has no dimension", "remove `dimension`, or name its column in the input's `counters`")
    if metric.stock and dimension and len(metric.dimension) != 1:
        right = f"name one: `counter: {{name: {metric.counter}, dimension: ...}}`"
        yield Finding(path, f"a stock is told for each {' and '.join(dimension)} and does not add up over them", right)


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
    return {name: source.counters.dimension for name, (source, _) in counters_of(inputs).items() if source.counters}
