"""Goal metrics, targets and baselines in words, from their settings."""

from functools import reduce

from reportgen.model.findings import GoalFinding
from reportgen.model.outside import beside_people
from reportgen.model.settings import Add, Baseline, BaselineKind, Direction, Goal, Measure, Metric, MetricKind, Scope, Term
from reportgen.periods import Period
from reportgen.wording import numbers, values
from reportgen.wording.draft import ANY_MACRO, Draft, Speech

_OF_A_RULE = frozenset({MetricKind.CONVERSIONS, MetricKind.CONVERTERS, MetricKind.VALUE, MetricKind.RATE})


def settings_of(draft: Draft, finding: GoalFinding) -> Goal | None:
    """The settings of a goal; None when the finding comes from others."""
    return next((goal for goal in draft.settings.goals if goal.key == finding.key), None)


def goal_metric(draft: Draft, goal: Goal) -> str:
    """What the goal measures: `Sessions (channel Organic Search and landing page /blog/*)`."""
    words = metric(draft, goal.metric)
    if platforms := beside_people(draft.settings.report.inputs, goal.metric):
        words = draft.say("metric.beside", metric=words, platforms=draft.listed(platforms))
    return words if goal.measure is Measure.TOTAL else draft.say(f"metric.{goal.measure}", metric=words)


def metric(draft: Draft, given: Metric) -> str:
    """A metric in words, with its scope behind it; one by formula by its label."""
    if given.named is not None and given.kind is not MetricKind.NAMED:
        return draft.named_label(given.named)
    words = _bare(draft, given)
    scope = _scope(draft, given.scope)
    return draft.say("metric.scoped", metric=words, scope=scope) if scope else words


def formula(draft: Draft, given: Metric) -> str:
    """What a metric by formula is made of: `Cost per Quote request`."""
    return metric(draft, given.model_copy(update={"named": None}))


def _bare(draft: Draft, given: Metric) -> str:
    if given.kind in _OF_A_RULE:
        return draft.say(f"metric.{given.kind}", rule=draft.rule_label(given.rule or ""))
    if given.kind is MetricKind.RATIO and given.numerator and given.denominator:
        return draft.say("metric.ratio", numerator=_grouped(draft, given.numerator), denominator=_each(draft, given.denominator))
    if given.kind is MetricKind.PRODUCT:
        return reduce(
            lambda left, right: draft.say("metric.times", left=left, right=right), (_grouped(draft, t.metric) for t in given.terms)
        )
    if given.kind is MetricKind.SUM:
        return _sum(draft, given)
    if given.kind is MetricKind.COUNTER:
        return _counter(draft, given)
    if given.kind is MetricKind.VISITORS and given.add is Add.MONTHLY:
        return draft.say("metric.visitors_monthly")
    return draft.say(f"metric.{given.kind}")


def _counter(draft: Draft, given: Metric) -> str:
    """A counter by its label, its platform behind it."""
    name, _, key = (given.counter or "").partition(".")
    source = next((each for each in draft.settings.report.inputs if each.key == name), None)
    measure = next((each for _, each in source.measures if each.key == key), None) if source else None
    label = measure.title if measure else given.counter or ""
    platform = (source.platform if source else None) or name
    if given.dimension:
        return draft.say("metric.counter_of", label=label, values=draft.listed(given.dimension), platform=platform)
    return draft.say("metric.counter", label=label, platform=platform)


def _sum(draft: Draft, given: Metric) -> str:
    first, *rest = given.terms
    words = _term(draft, first)
    for term in rest:
        key, size = ("metric.minus", -term.weight) if term.weight < 0 else ("metric.plus", term.weight)
        words = draft.say(key, left=words, right=_term(draft, term.model_copy(update={"weight": size})))
    return words


def _term(draft: Draft, term: Term) -> str:
    """One part of a sum with its weight; a plain number is its weight."""
    if term.metric.kind is MetricKind.NUMBER:
        return numbers.amount(draft.voice.locale, term.weight)
    if term.weight == 1:
        return metric(draft, term.metric)
    return draft.say("metric.term", weight=numbers.amount(draft.voice.locale, term.weight), metric=_grouped(draft, term.metric))


def _each(draft: Draft, given: Metric) -> str:
    """What a quotient is for each of: one of what its denominator counts."""
    if given.named is not None or not draft.voice.knows(f"metric.each.{given.kind}"):
        return _grouped(draft, given)
    words = draft.say(f"metric.each.{given.kind}", rule=draft.rule_label(given.rule or ANY_MACRO))
    scope = _scope(draft, given.scope)
    return draft.say("metric.scoped", metric=words, scope=scope) if scope else words


def _grouped(draft: Draft, given: Metric) -> str:
    """A part of a quotient or product: a sum, and a quotient in another, in brackets."""
    words = metric(draft, given)
    several = given.kind in (MetricKind.RATIO, MetricKind.PRODUCT) or len(given.terms) > 1
    return draft.say("metric.grouped", metric=words) if several and given.named is None else words


def _scope(draft: Draft, scope: Scope) -> str:
    given = {name: getattr(scope, name) for name in Scope.model_fields}
    given |= {name: tuple(values.said(draft, name, value) for value in given[name]) for name in ("device", "country")}
    given["visit"] = tuple(draft.say(f"metric.visit.{kind}") for kind in scope.visit)
    return draft.listed(draft.say(f"metric.scope.{name}", values=draft.listed(told)) for name, told in given.items() if told)


def target(draft: Draft, goal: Goal, finding: GoalFinding) -> str:
    """The target as it was set: `at least 120`, `+15% on 2013`."""
    wanted = goal.target
    at_most = wanted.direction is Direction.AT_MOST
    if wanted.change is None:
        value = wanted.value if wanted.value is not None else finding.target
        said = draft.say("number.none") if value is None else target_value(draft, finding, value)
        return draft.say("metric.target.at_most" if at_most else "metric.target.at_least", value=said)
    change = numbers.change(draft.voice.locale, wanted.change)
    if goal.baseline is None:
        return draft.say("metric.target.bare", change=change)
    key = "metric.target.change_at_most" if at_most else "metric.target.change"
    return draft.say(key, change=change, baseline=baseline(draft, goal.baseline, finding))


def baseline(draft: Draft, given: Baseline, finding: GoalFinding) -> str:
    """What a target is compared with: `the same period a year before`, `2013`, `a stated 1,000`."""
    if given.kind is BaselineKind.RANGE and given.begin and given.end:
        return draft.say("metric.baseline.range", period=draft.span(Period(given.begin, given.end)))
    if given.kind is BaselineKind.VALUE and given.value is not None:
        return draft.say("metric.baseline.value", value=draft.quantity(finding.unit, given.value))
    return draft.say(f"metric.baseline.{given.kind}")


def target_value(draft: Speech, finding: GoalFinding, value: float) -> str:
    """A target in its unit; a declared share keeps the digits it was declared with."""
    if finding.unit.value == "share":
        return numbers.exact_share(draft.voice.locale, value)
    return draft.quantity(finding.unit, value)
