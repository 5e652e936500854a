"""The shorthands of the YAML files, opened into the records' own options before conversion.

Each function takes a node and gives the node it stands for, or None after saying what is wrong.
"""

import re
from collections.abc import Iterable

from reportgen.model.settings import (
    AnswerCategory,
    BaselineKind,
    CampaignGroup,
    CombinedGoal,
    ConversionRule,
    EarlierCampaign,
    Goal,
    InputSettings,
    Match,
    Metric,
    MetricKind,
    Note,
    Ramp,
    Record,
    ReportSettings,
    Scope,
    Stage,
    Stalls,
    Term,
    Tier,
    Value,
)
from reportgen.settings.combined_sugar import combined
from reportgen.settings.convert import Dialect, Plain, Sugar, Trace
from reportgen.settings.goal_checks import KINDS
from reportgen.settings.goal_sugar import goal
from reportgen.settings.guess import suggestion
from reportgen.settings.nodes import Items, Node, Scalar, Table
from reportgen.settings.outside import COST_FILTERS, counter

WITH_RULE = frozenset({MetricKind.CONVERSIONS, MetricKind.CONVERTERS, MetricKind.VALUE, MetricKind.RATE})
NAME = re.compile(r"[a-z][a-z0-9_]*")
SCOPES = tuple(Scope.model_fields)


def opened_as(option: str) -> Sugar:
    """A single text or list stands for this option: `web: data/ga4/*` for `web: {files: data/ga4/*}`."""

    def sugar(node: Node, trace: Trace) -> Node | None:
        if isinstance(node, Table) and "" in node.entries:
            rest = {name: child for name, child in node.entries.items() if name}
            return Table(node.place, node.path, {**rest, option: node.entries[""]})
        return node if isinstance(node, Table) else Table(node.place, node.path, {option: node})

    return sugar


def value(node: Node, trace: Trace) -> Node | None:
    """`value: 1800` for `value: {fixed: 1800}`."""
    return Table(node.place, node.path, {"fixed": node}) if isinstance(node, Scalar) else node


def metric(node: Node, trace: Trace) -> Node | None:
    """`{sessions: {channel: Email}}`, `{conversions: quote_request}`, `sessions`: one key names the kind. Any other single word is a
    metric of `metrics`, which is looked for when all of them are known."""
    if isinstance(node, Scalar):
        if node.text not in KINDS and NAME.fullmatch(node.text):
            return _named(node, node)
        node = Table(node.place, node.path, {node.text: Table(node.place, node.path, {})})
    if not isinstance(node, Table):
        return trace.refusal(node, "is a list", "write one metric, or `{sum: [...]}`")
    if len(node.entries) != 1:
        names = ", ".join(f"`{name}`" for name in node.entries) or "none"
        return trace.refusal(
            node, f"one key names what is measured, here are {names}", "put filters inside it: `{sessions: {channel: Email}}`"
        )
    name, body = next(iter(node.entries.items()))
    if name not in KINDS:
        return trace.refusal(body, f"`{name}` is not a metric", suggestion(name, KINDS))
    kind = MetricKind(name)
    if kind is MetricKind.RATIO:
        return _ratio(node, body, trace)
    if kind is MetricKind.SUM:
        return _sum(node, body, trace)
    if kind is MetricKind.COUNTER:
        return counter(node, body, trace)
    if kind is MetricKind.NAMED:
        return _named(node, body) if isinstance(body, Scalar) else trace.refusal(body, "`named` needs a name", "write `named: KEY`")
    return _counted(node, kind, body, trace)


def _named(node: Node, name: Scalar) -> Node:
    return _built(node, MetricKind.NAMED, {"named": name})


def _counted(node: Node, kind: MetricKind, body: Node, trace: Trace) -> Node | None:
    """A metric with an optional rule and scope."""
    if isinstance(body, Scalar):
        if kind in WITH_RULE and not body.is_null:
            return _built(node, kind, {"rule": body})
        if not body.is_null:
            right = f"write `{kind}: {{channel: Email}}` or `{kind}: {{}}`"
            return trace.refusal(body, f"`{kind}` takes filters, not `{body.text}`", right)
        body = Table(body.place, body.path, {})
    if not isinstance(body, Table):
        return trace.refusal(body, "is a list", f"write the filters of `{kind}` by name")
    own = ("rule",) if kind in WITH_RULE else ("add",) if kind is MetricKind.VISITORS else ()
    if kind in WITH_RULE and "rule" not in body.entries:
        return trace.refusal(body, f"`{kind}` needs a conversion rule", f"write `{kind}: KEY` or `{kind}: {{rule: KEY, ...}}`")
    if not _known(body, COST_FILTERS if kind is MetricKind.COST else (*own, *SCOPES), trace):
        return None
    mine = {name: child for name, child in body.entries.items() if name in own}
    scope = {name: child for name, child in body.entries.items() if name not in own}
    return _built(node, kind, {**mine, "scope": Table(body.place, body.path, scope)})


def _ratio(node: Node, body: Node, trace: Trace) -> Node | None:
    if not isinstance(body, Table) or set(body.entries) != {"of", "to"}:
        return trace.refusal(body, "a ratio has two parts", "write `ratio: {of: {value: x}, to: {conversions: y}}`")
    return _built(node, MetricKind.RATIO, {"numerator": body.entries["of"], "denominator": body.entries["to"]})


def _sum(node: Node, body: Node, trace: Trace) -> Node | None:
    if not isinstance(body, Items) or len(body.items) < 2:
        return trace.refusal(body, "a sum has two or more parts", "write `sum: [{metric: {...}, weight: 2}, {metric: {...}}]`")
    return _built(node, MetricKind.SUM, {"terms": body})


def term(node: Node, trace: Trace) -> Node | None:
    """A bare metric is a term of weight 1."""
    if isinstance(node, Table) and ("metric" in node.entries or "weight" in node.entries):
        return node
    return Table(node.place, node.path, {"metric": node})


def _built(node: Node, kind: MetricKind, options: dict[str, Node]) -> Table:
    return Table(node.place, node.path, {"kind": Scalar(node.place, node.path, kind.value), **options})


def _known(node: Table, names: Iterable[str], trace: Trace) -> bool:
    unknown = [(name, child) for name, child in node.entries.items() if name not in names]
    for name, child in unknown:
        trace.problem(child, "is not a filter", suggestion(name, names))
    return not unknown


SUGAR: dict[type[Record], Sugar] = {
    Stage: opened_as("label"),
    InputSettings: opened_as("files"),
    CampaignGroup: opened_as("campaign"),
    AnswerCategory: opened_as("answers"),
    Match: opened_as("event"),
    Note: opened_as("text"),
    Value: value,
    Stalls: opened_as("watch"),
    Metric: metric,
    Term: term,
    Goal: goal,
    Ramp: opened_as("weeks"),
    CombinedGoal: combined,
}

STAND_INS: dict[type[Record], dict[str, Plain]] = {
    ReportSettings: {"site": {"name": "?", "zone": "UTC"}, "inputs": [{"key": "input", "files": ["?"]}]},
    ConversionRule: {"label": "?", "tier": Tier.MACRO, "match": [{"event": ["?"]}]},
    Goal: {
        "label": "?",
        "metric": {"kind": MetricKind.SESSIONS},
        "target": {},
        "baseline": {"kind": BaselineKind.SAME_PERIOD_LAST_YEAR},
    },
    CombinedGoal: {"label": "?"},
}

YAML_NAMES: dict[tuple[type[Record], str], str] = {
    (Goal, "begin"): "from",
    (Goal, "end"): "by",
    (Ramp, "begin"): "from",
    (EarlierCampaign, "begin"): "from",
}
"""Options that YAML calls otherwise, where no alias of the record says it."""

DIALECT = Dialect(SUGAR, YAML_NAMES, STAND_INS)
