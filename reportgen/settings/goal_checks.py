"""What a goal's settings say about each other and cannot be true, and which names in it are not there."""

from collections.abc import Iterator

from reportgen.model.settings import Goal, Metric, MetricKind, Scope
from reportgen.settings.guess import suggestion
from reportgen.settings.links import ANY_MACRO
from reportgen.settings.names import Finding, Names, pages, segments, supports
from reportgen.settings.outside import metric_findings, stock_findings
from reportgen.settings.progress_checks import progress_findings
from reportgen.settings.target_checks import target_findings

KINDS = tuple(kind.value for kind in MetricKind if kind not in (MetricKind.PRODUCT, MetricKind.NUMBER))
"""The kinds that YAML can name."""


def goal_findings(goal: Goal, names: Names) -> Iterator[Finding]:
    """Every contradiction in one goal."""
    path = f"goals.{goal.key}"
    yield from target_findings(f"{path}.target", goal.target, goal)
    yield from _overlap(f"{path}.baseline", goal)
    if goal.end <= goal.begin:
        yield Finding(f"{path}.by", "is before `from`", "swap the two days")
    yield from progress_findings(path, goal)
    yield from stock_findings(goal)
    yield from _metric(f"{path}.metric", goal.metric, names)
    yield from supports(path, goal.supports, names)


def _overlap(path: str, goal: Goal) -> Iterator[Finding]:
    base = goal.baseline
    if base is not None and base.end is not None and base.end > goal.begin:
        yield Finding(path, f"ends after the goal begins on {goal.begin}", "compare with days before the goal")


def _metric(path: str, metric: Metric, names: Names) -> Iterator[Finding]:
    """The metric and those inside it; a metric by formula was checked where it is written."""
    if metric.kind is MetricKind.NAMED:
        yield from _unknown(path, metric, names)
    if metric.named is not None:
        return
    if metric.rule is not None and names.rules is not None and metric.rule not in (*names.rules, ANY_MACRO):
        yield Finding(path, f"there is no conversion `{metric.rule}`", suggestion(metric.rule, names.rules))
    yield from metric_findings(f"{path}.{metric.kind}", metric, names)
    yield from scope_findings(f"{path}.{metric.kind}", metric.scope, names)
    for part, inner in (("of", metric.numerator), ("to", metric.denominator)):
        if inner is not None:
            yield from _metric(f"{path}.{metric.kind}.{part}", inner, names)
    for n, term in enumerate(metric.terms):
        yield from _metric(f"{path}.sum.{n}", term.metric, names)
    kinds = {term.metric.kind for term in metric.terms if term.metric.named is None}
    if MetricKind.SUM in kinds or MetricKind.RATIO in kinds:
        yield Finding(path, "a sum of sums or ratios cannot be followed", "write its parts in one sum")


def _unknown(path: str, metric: Metric, names: Names) -> Iterator[Finding]:
    if names.metrics is not None and metric.named not in names.metrics:
        yield Finding(path, f"`{metric.named}` is not a metric", suggestion(metric.named or "", (*KINDS, *names.metrics)))


def scope_findings(path: str, scope: Scope, names: Names) -> Iterator[Finding]:
    """Page groups and segments that a scope names and that are not there."""
    yield from pages(f"{path}.landing_page", scope.landing_page, names)
    yield from pages(f"{path}.page", scope.page, names)
    yield from segments(f"{path}.segment", scope.segment, names)
