"""How each number is computed: its formula, the query of the very expression that counts it, and what it gave.

The expressions are the ones `count` runs, over the tables by name (`sessions`, `pages`, `conversions`), so that a definition is the same
text on every engine run and can be tried by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from reportgen.metrics import conversions as conv
from reportgen.metrics import measure as msr
from reportgen.metrics import people as ppl
from reportgen.metrics.conversions import ANY_MACRO
from reportgen.metrics.outside_goals import outside_rows
from reportgen.metrics.source import Facts
from reportgen.metrics.totals import macro_keys
from reportgen.model.counts import Counts
from reportgen.model.findings import Definition
from reportgen.model.settings import ConversionRule, Metric, MetricKind, Named, Scope, Settings, Term
from reportgen.model.tables import CONVERSIONS, COSTS, COUNTERS, PAGES, SESSIONS
from reportgen.periods import Period

Compile = Callable[[Table], str]
"""Turns an expression into the engine's own query text."""


@dataclass(frozen=True, slots=True)
class Written:
    """The named tables, the days counted, and the compiler."""

    facts: Facts
    period: Period
    compile: Compile

    @property
    def people(self) -> Table:
        return ppl.people(ppl.tagged(self.facts.visits, self.period))

    def conversions(self, rules: tuple[str, ...]) -> Table:
        rows = self.facts.conversions
        return conv.matched(ppl.tagged(rows.filter(rows.rule.isin(list(rules))), self.period), self.people)


ANY_RULE = "the_key_of_a_rule"


@dataclass(frozen=True, slots=True)
class Queries:
    """Query texts that many definitions share: compiling one takes longer than running it. `converted` is for the rule `ANY_RULE`."""

    converted: str
    traffic: str

    def converted_of(self, rule: str) -> str:
        """The query of one rule. A key is lower-case letters, digits and `_`, so that it needs no quoting."""
        return self.converted.replace(ANY_RULE, rule)


def named_facts(settings: Settings) -> Facts:
    """One build's tables by name alone, bound to no engine."""
    sessions = ibis.table(SESSIONS, name="sessions")
    visits = ppl.visits(sessions)
    return Facts(
        visits,
        ibis.table(PAGES, name="pages"),
        ibis.table(CONVERSIONS, name="conversions"),
        settings,
        ibis.table(COUNTERS, name="counters"),
        ibis.table(COSTS, name="costs"),
    )


def definitions(settings: Settings, counts: Counts, compile: Compile) -> tuple[Definition, ...]:
    """Definitions of the context metrics, of each listed rule's rate, conversions and value, of each goal's metric and each named one.

    Keys: `visitors`, `sessions`, `page_views`, `engagement_rate`, `bounce_rate`; `rate_RULE`, `conversions_RULE`, `value_RULE`;
    `goal_KEY`; `metric_KEY`. The label of a context metric is its key, for `wording` to name.
    """
    written = Written(named_facts(settings), counts.current.period, compile)
    queries = Queries(compile(conv.converted(written.conversions((ANY_RULE,)))), compile(ppl.traffic(written.people)))
    rules = [definition for rule in (*settings.macros, *settings.micros) for definition in _rule(written, counts, rule, queries)]
    goals = [_goal(written, counts, goal.key, goal.label, goal.metric) for goal in settings.goals]
    named = [_named(written, counts, one) for one in settings.named]
    return (*_context(counts, queries), _any_macro(written, counts, queries), *rules, *goals, *named)


def _context(counts: Counts, queries: Queries) -> tuple[Definition, ...]:
    seen, query = counts.current.traffic, queries.traffic
    bounced, engaged = seen.sessions - seen.engaged_sessions, seen.engaged_sessions
    return (
        Definition("visitors", "visitors", "visitors", query, float(seen.visitors), None),
        Definition("sessions", "sessions", "sessions", query, float(seen.sessions), None),
        Definition("page_views", "page_views", "page_views", query, float(seen.page_views), None),
        Definition("engagement_rate", "engagement_rate", "engaged_sessions / sessions", query, float(engaged), float(seen.sessions)),
        Definition("bounce_rate", "bounce_rate", "1 - engaged_sessions / sessions", query, float(bounced), float(seen.sessions)),
    )


def _any_macro(written: Written, counts: Counts, queries: Queries) -> Definition:
    """People who fulfilled any macro, each counted once, among all visitors."""
    keys = macro_keys(written.facts.settings)
    found = conv.with_any(written.conversions(keys), keys)
    only = conv.converted(found.filter(found.rule == ANY_MACRO))
    formula = f"converters({' or '.join(keys)}) / visitors"
    current = counts.current
    return Definition(
        f"rate_{ANY_MACRO}",
        ANY_MACRO,
        formula,
        _two(written.compile(only), queries.traffic),
        float(current.converted[ANY_MACRO].converters),
        float(current.traffic.visitors),
    )


def _rule(written: Written, counts: Counts, rule: ConversionRule, queries: Queries) -> tuple[Definition, ...]:
    found = counts.current.converted[rule.key]
    query = queries.converted_of(rule.key)
    count = Definition(f"conversions_{rule.key}", rule.label, f"conversions({rule.key})", query, float(found.conversions), None)
    entries = [_rate(written, counts, rule, queries), count]
    if found.amount is not None:
        amount = found.amount / msr.MICRO
        entries.append(Definition(f"value_{rule.key}", rule.label, f"sum(amount of {rule.key})", query, amount, None))
    return tuple(entries)


def _rate(written: Written, counts: Counts, rule: ConversionRule, queries: Queries) -> Definition:
    """The rule's rate: on all visitors, or on the visitors who fulfilled its `rate_base`."""
    key, current = f"rate_{rule.key}", counts.current
    if rule.rate_base:
        base = current.bases[rule.key]
        expression = msr.rate_counts(written.facts, Metric(kind=MetricKind.RATE, rule=rule.key), written.period)
        formula = f"converters({rule.key} and {rule.rate_base}) / converters({rule.rate_base})"
        return Definition(key, rule.label, formula, written.compile(expression), float(base.n), float(base.of))
    query = _two(queries.converted_of(rule.key), queries.traffic)
    n, of = float(current.converted[rule.key].converters), float(current.traffic.visitors)
    return Definition(key, rule.label, f"converters({rule.key}) / visitors", query, n, of)


def _two(numerator: str, denominator: str) -> str:
    return f"-- n\n{numerator};\n\n-- of\n{denominator};"


def _goal(written: Written, counts: Counts, key: str, label: str, metric: Metric) -> Definition:
    """A goal's metric over its own days; its queries name the parts of a ratio or sum one by one."""
    measured = counts.goals[key].to_date if key in counts.goals else None
    period = measured.period if measured else written.period
    of_goal = Written(written.facts, period, written.compile)
    query = _queries(of_goal, metric)
    return Definition(f"goal_{key}", label, formula(metric), query, measured.n if measured else None, measured.of if measured else None)


def _named(written: Written, counts: Counts, one: Named) -> Definition:
    """A metric by formula, over the reported period; its queries name the parts one by one."""
    measured = counts.named[one.key].current if one.key in counts.named else None
    n, of = (measured.n, measured.of) if measured else (None, None)
    return Definition(f"metric_{one.key}", one.label, one.formula, _queries(written, one.metric), n, of)


def _queries(written: Written, metric: Metric) -> str:
    """The query of each part that is counted."""
    counted = [part for part in dict.fromkeys(leaves(metric)) if part.kind is not MetricKind.NUMBER]
    return "\n\n".join(f"-- {formula(part)}\n{written.compile(_leaf(written, part))};" for part in counted)


def leaves(metric: Metric) -> tuple[Metric, ...]:
    """The metrics a metric is made of, itself when it is plain."""
    inner = [part for part in (metric.numerator, metric.denominator) if part] + [term.metric for term in metric.terms]
    return tuple(leaf for part in inner for leaf in leaves(part)) if inner else (metric,)


def _leaf(written: Written, metric: Metric) -> Table:
    facts, period = written.facts, written.period
    if metric.kind is MetricKind.RATE:
        return msr.rate_counts(facts, metric, period)
    if metric.kind in (MetricKind.VISITORS, MetricKind.CONVERTERS):
        rules = msr.rule_keys(facts, metric.rule) if metric.kind is MetricKind.CONVERTERS else ()
        return msr.first_days(facts, metric.scope, rules, period)
    if metric.stock:
        table = facts.counters
        assert table is not None, "named tables are all there"
        found = outside_rows(table, metric)
        return found.select("day", value="n").order_by("day")
    return ppl.tagged(msr.daily_sums(facts, metric), period).drop("period").order_by("day")


def formula(metric: Metric) -> str:
    """The metric as a formula in the glossary's names: `conversions(quote_request) / sessions[channel: Email]`."""
    if metric.kind is MetricKind.RATIO and metric.numerator and metric.denominator:
        return f"({formula(metric.numerator)}) / ({formula(metric.denominator)})"
    if metric.kind is MetricKind.SUM:
        return " + ".join(_term(term) for term in metric.terms)
    if metric.kind is MetricKind.PRODUCT:
        return " * ".join(f"({formula(term.metric)})" for term in metric.terms)
    where = scope_text(metric.scope)
    if metric.kind is MetricKind.COUNTER:
        of = f"[{' or '.join(metric.dimension)}]" if metric.dimension else ""
        return f"{'last' if metric.stock else 'sum'}({metric.counter}){of}"
    return {
        MetricKind.RATE: f"converters({metric.rule}){where} / visitors{where}",
        MetricKind.ENGAGEMENT_RATE: f"engaged_sessions{where} / sessions{where}",
        MetricKind.BOUNCE_RATE: f"1 - engaged_sessions{where} / sessions{where}",
        MetricKind.COST: f"sum(cost){where}",
        MetricKind.VALUE: f"sum(amount of {metric.rule}){where}",
    }.get(metric.kind, f"{metric.kind}({metric.rule}){where}" if metric.rule else f"{metric.kind}{where}")


def _term(term: Term) -> str:
    return f"{term.weight:g}" if term.metric.kind is MetricKind.NUMBER else f"{term.weight:g} * {formula(term.metric)}"


def scope_text(scope: Scope) -> str:
    """`[channel: Email, landing_page: /blog/*]`; empty for everything."""
    parts = [f"{name}: {' or '.join(value)}" for name, value in scope if value]
    return f"[{', '.join(parts)}]" if parts else ""
