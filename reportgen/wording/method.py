"""How the numbers were computed: the method in a few sentences, every metric from the record that computed it."""

from reportgen.model.document import Block, DefinitionItem, DefinitionList, Paragraph, Section
from reportgen.model.findings import Definition, Findings
from reportgen.stats.measures import Rate
from reportgen.wording import catalogue, changes, dates, numbers
from reportgen.wording.draft import Draft

_TEXTS = ("rate", "interval", "change", "marks", "pace", "year", "association")


def section(draft: Draft) -> Section:
    """The method paragraphs and the definitions."""
    level = numbers.exact_share(draft.voice.locale, 0.95)
    year = draft.say(f"method.year_{draft.settings.report.year_comparison}")
    texts = [year if name == "year" else draft.say(f"method.{name}", level=level) for name in _TEXTS]
    blocks: list[Block] = [Paragraph(text) for text in texts]
    found = draft.findings.definitions
    if found:
        blocks.append(DefinitionList("definitions", tuple(_item(draft, one) for one in found)))
    else:
        blocks.append(Paragraph(draft.say("method.none"), "note"))
    return Section("method", draft.say("method.kicker"), draft.say("method.heading"), draft.say("method.lead"), tuple(blocks))


def _item(draft: Draft, one: Definition) -> DefinitionItem:
    return DefinitionItem(
        id=f"definition-{one.key}",
        term=one.label,
        text=one.formula,
        formula=None,
        query=one.query or None,
        counts=_counts(draft, one),
    )


def _counts(draft: Draft, one: Definition) -> str | None:
    if one.numerator is None:
        return None
    n = numbers.amount(draft.voice.locale, one.numerator)
    if one.denominator is None:
        return n
    told = draft.say("method.counts", n=n, of=numbers.amount(draft.voice.locale, one.denominator))
    if not one.denominator:
        return told
    rate = Rate(round(one.numerator), round(one.denominator))
    return draft.say("method.counts_rate", counts=told, rate=changes.rate_text(draft, rate)) if rate.n <= rate.of else told


def explain(definition: Definition, findings: Findings) -> str:
    """One metric for the terminal: its name, how it is computed, the counts of the period, and the query."""
    voice = catalogue.voice(findings.locale, findings.currency)
    lines = [definition.label, "", f"{voice.say('explain.formula')}: {definition.formula}", _told(voice, definition, findings)]
    if definition.query:
        lines += ["", f"{voice.say('explain.query')}:", definition.query]
    return "\n".join(lines)


def _told(voice: catalogue.Voice, definition: Definition, findings: Findings) -> str:
    period = dates.period(voice.calendar, findings.period)
    if definition.numerator is None:
        return voice.say("explain.nothing", period=period)
    n = numbers.amount(voice.locale, definition.numerator)
    if definition.denominator is None:
        return voice.say("explain.count", period=period, n=n)
    if definition.denominator == 0:
        return voice.say("explain.nothing", period=period)
    of, value = numbers.amount(voice.locale, definition.denominator), definition.numerator / definition.denominator
    said = numbers.share(voice.locale, value) if 0 <= value <= 1 else numbers.amount(voice.locale, value)
    return voice.say("explain.counts", period=period, n=n, of=of, rate=said)
