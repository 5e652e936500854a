"""The names a formula may use: what each measures, what it is counted in, and which brackets it takes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reportgen.model.quantity import COUNT, MONEY, PEOPLE, SECONDS, Quantity
from reportgen.model.settings import Add, CounterKind, CounterMeasure, CounterTable, CounterUnit, Metric, MetricKind, Scope, Visit
from reportgen.settings.formula import BrokenNameError, FormulaError, Name
from reportgen.settings.formula_algebra import Made, plain
from reportgen.settings.goal_checks import scope_findings
from reportgen.settings.guess import suggestion
from reportgen.settings.links import ANY_MACRO
from reportgen.settings.names import Finding, Names
from reportgen.settings.outside import COST_FILTERS, metric_findings

COUNTER = "counter"
COUNTER_FILTERS = ("dimension",)
QUANTITIES: Mapping[MetricKind, Quantity] = {
    MetricKind.VISITORS: PEOPLE,
    MetricKind.SESSIONS: COUNT,
    MetricKind.PAGE_VIEWS: COUNT,
    MetricKind.ENGAGED_SESSIONS: COUNT,
    MetricKind.CONVERSIONS: COUNT,
    MetricKind.CONVERTERS: PEOPLE,
    MetricKind.VALUE: MONEY,
    MetricKind.COST: MONEY,
}
UNITS = {CounterUnit.COUNT: COUNT, CounterUnit.MONEY: MONEY, CounterUnit.SECONDS: SECONDS}
WITH_RULE = frozenset({MetricKind.CONVERSIONS, MetricKind.CONVERTERS, MetricKind.VALUE})
LEAVES = (*(kind.value for kind in QUANTITIES), COUNTER)
"""Every name that is no named metric."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a formula may name. `based`: rules with a rate base of their own; `counters` by `INPUT.MEASURE`."""

    names: Names
    counters: Mapping[str, tuple[CounterTable, CounterMeasure]]
    based: frozenset[str] = frozenset()


def leaf(name: Name, known: Known) -> Made:
    """The metric that a name stands for. Raises FormulaError at the name for what is not there or does not fit."""
    return _counter(name, known) if name.name == COUNTER else _counted(name, MetricKind(name.name), known)


def _counted(name: Name, kind: MetricKind, known: Known) -> Made:
    """Visitors and converters are everybody once in the whole period, as in the report's rates."""
    rule = _rule(name, kind, known.names)
    filters = _filters(name, COST_FILTERS if kind is MetricKind.COST else tuple(Scope.model_fields))
    scope = Scope.model_validate(_visits(name, filters))
    _refuse(name, scope_findings("", scope, known.names))
    return plain(Metric(kind=kind, rule=rule, scope=scope, add=Add.DISTINCT), QUANTITIES[kind])


def _rule(name: Name, kind: MetricKind, names: Names) -> str | None:
    if kind not in WITH_RULE:
        if name.argument is not None:
            raise FormulaError(name.at, f"`{name.name}` takes no key in `( )`", f"write `{name.name}`, filters in `[ ]`")
        return None
    if name.argument is None:
        raise FormulaError(name.at, f"`{name.name}` needs a conversion rule", f"write `{name.name}(KEY)`")
    if names.rules is not None and name.argument not in (*names.rules, ANY_MACRO):
        raise FormulaError(name.at, f"there is no conversion `{name.argument}`", suggestion(name.argument, names.rules))
    return name.argument


def _counter(name: Name, known: Known) -> Made:
    if name.argument is None:
        raise FormulaError(name.at, "`counter` needs a counter's name", "write `counter(INPUT.MEASURE)`")
    filters = _filters(name, COUNTER_FILTERS)
    if name.argument not in known.counters:
        if name.argument.partition(".")[0] in known.names.unseen:
            raise BrokenNameError
        hint = suggestion(name.argument, tuple(known.counters)) if known.counters else "no input of report.yaml has `counters`"
        raise FormulaError(name.at, f"there is no counter `{name.argument}`", hint)
    table, measure = known.counters[name.argument]
    metric = Metric(
        kind=MetricKind.COUNTER,
        counter=name.argument,
        dimension=filters.get("dimension", ()),
        stock=measure.kind is CounterKind.STOCK,
        people=measure.people,
        grain=table.grain,
    )
    _refuse(name, metric_findings("", metric, known.names), lambda text: f"write `counter({name.argument})[dimension: VALUE]`")
    return plain(metric, UNITS[measure.unit])


def _filters(name: Name, known: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for filter_name, values in name.filters:
        if filter_name not in known:
            raise FormulaError(name.at, f"`{filter_name}` is not a filter of `{name.name}`", suggestion(filter_name, known, most=20))
        if filter_name in found:
            raise FormulaError(name.at, f"the filter `{filter_name}` is there twice", f"write `{filter_name}: A | B`")
        found[filter_name] = values
    return found


def _visits(name: Name, filters: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    kinds = [kind.value for kind in Visit]
    for value in filters.get("visit", ()):
        if value not in kinds:
            raise FormulaError(name.at, f"`{value}` is no kind of visit", suggestion(value, kinds))
    return filters


def _refuse(name: Name, findings: Iterable[Finding], right: Callable[[str], str] | None = None) -> None:
    """The first of the findings, said at the name."""
    for finding in findings:
        raise FormulaError(name.at, finding.wrong, right(finding.right) if right else finding.right)
