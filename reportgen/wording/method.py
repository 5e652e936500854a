"""How the numbers were computed: the method in a few sentences, every metric from the record that computed it."""

from collections.abc import Sequence

from reportgen.engine import Kind, address
from reportgen.model.document import Block, DefinitionItem, DefinitionList, Paragraph, Query, Section
from reportgen.model.findings import Definition, Findings
from reportgen.model.settings import ConversionRule, Goal
from reportgen.stats import DRAWS
from reportgen.stats.measures import Rate
from reportgen.wording import catalogue, changes, dates, measures, named, numbers, plain
from reportgen.wording.draft import ANY_MACRO, Draft, Speech

_TEXTS = (
    "rate",
    "interval",
    "change",
    "marks",
    "pace",
    "forecast",
    "chance",
    "status",
    "trend",
    "attain",
    "limits",
    "year",
    "association",
    "engine",
)
ENGINES = {Kind.DUCKDB: "DuckDB", Kind.SPARK: "Spark", Kind.BIGQUERY: "BigQuery"}
_KINDS = ("rate", "conversions", "value", "goal")


def section(draft: Draft) -> Section:
    """The method paragraphs and the definitions."""
    level = numbers.exact_share(draft.voice.locale, 0.95)
    told = {"level": level, "likely": numbers.exact_share(draft.voice.locale, 0.8), "draws": draft.count(DRAWS), "engine": _engine(draft)}
    year = draft.say(f"method.year_{draft.settings.report.year_comparison}")
    texts = [year if name == "year" else draft.say(f"method.{name}", **told) for name in _TEXTS]
    blocks: list[Block] = [Paragraph(text) for text in texts]
    found = draft.findings.definitions
    if found:
        shapes = tuple(dict.fromkeys(_shape(one) for one in found if one.query))
        queries = tuple(Query(f"query-{n}", _label(draft, n, text), text) for n, text in enumerate(shapes, start=1))
        blocks.append(DefinitionList("definitions", tuple(_item(draft, one, queries) for one in found), queries))
    else:
        blocks.append(Paragraph(draft.say("method.none"), "note"))
    return Section("method", draft.say("method.kicker"), draft.say("method.heading"), draft.say("method.lead"), tuple(blocks))


def _engine(draft: Draft) -> str:
    return ENGINES[address(draft.settings.report.engine).kind]


def _shape(one: Definition) -> str:
    """The query with `:key` for the metric's own key, so that rules counted alike share one."""
    return one.query.replace(_quoted(one), ":key")


def _quoted(one: Definition) -> str:
    return f"'{one.key.partition('_')[2]}'"


def _label(draft: Draft, number: int, text: str) -> str:
    label = draft.say("method.query", n=str(number))
    return draft.say("method.query_with", query=label) if ":key" in text else label


def _item(draft: Draft, one: Definition, queries: Sequence[Query]) -> DefinitionItem:
    query = next((query for query in queries if query.sql == _shape(one)), None)
    return DefinitionItem(
        id=f"definition-{one.key}",
        term=term(draft, one),
        text=_text(draft, one),
        formula=one.formula or None,
        query=draft.say("method.query", n=query.id.rpartition("-")[2]) if query else None,
        counts=_counts(draft, one),
        query_id=query.id if query else None,
        plain=plain.of_definition(draft, one),
    )


def term(speech: Speech, one: Definition) -> str:
    """The name of a metric: context metrics have none of their own, rules and goals have their labels."""
    if speech.voice.knows(f"metric.{one.key}"):
        return speech.say(f"metric.{one.key}")
    label = speech.say("metric.any_macro") if one.label == ANY_MACRO else one.label
    kind = one.key.partition("_")[0]
    return speech.say(f"method.term_{kind}", label=label) if kind in _KINDS else label


def _text(draft: Draft, one: Definition) -> str:
    """What the metric means, in one sentence."""
    if draft.voice.knows(f"method.text_{one.key}"):
        return draft.say(f"method.text_{one.key}")
    kind, _, key = one.key.partition("_")
    rule = next((rule for rule in draft.settings.rules if rule.key == key), None)
    goal = next((goal for goal in draft.settings.goals if goal.key == key), None)
    own = next((one for one in draft.settings.named if one.key == key), None)
    if kind == "metric" and own:
        return named.definition(draft, own)
    if kind == "goal" and goal:
        return _goal(draft, goal)
    if kind == "rate" and (rule or key == ANY_MACRO):
        return _rate(draft, rule)
    if kind == "conversions" and rule:
        return draft.say(f"method.text_conversions_{rule.counting}")
    return _value(draft, rule) if kind == "value" and rule else draft.say("method.text_other")


def _goal(draft: Draft, goal: Goal) -> str:
    finding = next((one for one in draft.findings.goals if one.key == goal.key), None)
    as_of = min(draft.findings.as_of, finding.period.last_day) if finding else draft.findings.as_of
    if goal.begin > as_of:
        return draft.say("method.text_goal_later", metric=measures.goal_metric(draft, goal), begin=draft.day(goal.begin))
    return draft.say("method.text_goal", metric=measures.goal_metric(draft, goal), begin=draft.day(goal.begin), as_of=draft.day(as_of))


def _rate(draft: Draft, rule: ConversionRule | None) -> str:
    if rule is None:
        return draft.say("method.text_any_macro")
    if rule.rate_base:
        return draft.say("method.text_rate_base", base=draft.rule_label(rule.rate_base))
    return draft.say("method.text_rate")


def _value(draft: Draft, rule: ConversionRule) -> str:
    value = rule.value
    if value is None or value.fixed is None:
        return draft.say("method.text_value")
    said = numbers.money(draft.voice.locale, value.fixed, draft.findings.currency)
    if value.source is None:
        return draft.say("method.text_value_fixed", value=said)
    return draft.say("method.text_value_sourced", value=said, source=value.source)


def _counts(draft: Draft, one: Definition) -> str | None:
    if one.numerator is None:
        return None
    n = numbers.amount(draft.voice.locale, one.numerator)
    if one.denominator is None:
        return n
    of = numbers.amount(draft.voice.locale, one.denominator)
    rate = Rate(round(one.numerator), round(one.denominator))
    if not 0 <= rate.n <= rate.of:
        return draft.say("named.quotient", n=n, of=of)
    told = draft.say("number.of", n=n, of=of)
    if not rate.of:
        return told
    return draft.say("method.counts_rate", counts=told, rate=changes.rate_text(draft, rate))


def explain(definition: Definition, findings: Findings) -> str:
    """One metric for the terminal: its name, how it is computed, the counts of the period, and the query."""
    speech = Speech(catalogue.voice(findings.locale, findings.currency), findings)
    say = speech.say
    lines = [term(speech, definition), "", say("explain.formula", formula=definition.formula), _told(speech, definition)]
    if definition.query:
        lines += ["", say("explain.query"), definition.query]
    return "\n".join(lines)


def _told(speech: Speech, definition: Definition) -> str:
    locale = speech.voice.locale
    span = dates.period(speech.voice.calendar, speech.findings.period)
    if definition.numerator is None or definition.denominator == 0:
        return speech.say("explain.nothing", period=span)
    n = numbers.amount(locale, definition.numerator)
    if definition.denominator is None:
        return speech.say("explain.count", period=span, n=n)
    of, value = numbers.amount(locale, definition.denominator), definition.numerator / definition.denominator
    if not 0 <= value <= 1:
        return speech.say("explain.quotient", period=span, n=n, of=of, value=numbers.amount(locale, value))
    return speech.say("explain.counts", period=span, n=n, of=of, rate=numbers.share(locale, value))
