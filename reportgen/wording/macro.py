"""The section on macro conversions: each with its outcome, its rate and interval, its changes, its months and days, its items."""

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Section, Subheading, Table, Tone
from reportgen.model.findings import RuleFinding
from reportgen.model.settings import About
from reportgen.stats import CLEAR
from reportgen.stats.measures import CountChange, Verdict
from reportgen.wording import changes, earlier, figures, items, macro_ways, numbers, repeats
from reportgen.wording.draft import ANY_MACRO, Draft

BESIDE = (About.MONEY, About.SHOP, About.CALLS, About.PLACE)
"""Totals of what happens beside the site: money, purchases in a shop, calls, visits to a place."""


def section(draft: Draft) -> Section:
    """All macros, at zero if need be."""
    kicker = draft.say("macro.kicker")
    if not draft.findings.macros:
        return Section("macro", kicker, draft.say("macro.none_heading"), draft.say("macro.none"), ())
    blocks: list[Block] = [_table(draft)]
    if draft.settings.report.many_macros and len(draft.findings.macros) > 2:
        blocks.append(Paragraph(draft.say("macro.many_macros", reason=draft.settings.report.many_macros), "note"))
    blocks.append(Paragraph(_untracked(draft), "note"))
    about = macro_ways.table(draft)
    blocks.extend([about] if about else [])
    for rule in draft.findings.macros:
        blocks.extend(_blocks(draft, rule))
    if len(draft.findings.macros) > 1:
        blocks.extend(_any_macro(draft))
    weeks = figures.weeks_table(draft, (*draft.findings.macros, *([draft.findings.any_macro] if len(draft.findings.macros) > 1 else [])))
    blocks.extend([weeks] if weeks else [])
    return Section("macro", kicker, _heading(draft), _lead(draft), tuple(blocks))


def heading_of(draft: Draft, rule: RuleFinding) -> str:
    """A macro's own statement: how its rate moved, or what was counted."""
    change, label = rule.against_previous, draft.label(rule)
    if change.verdict in CLEAR and draft.findings.previous:
        before, after = changes.rate_text(draft, change.before), changes.rate_text(draft, change.after)
        heading = draft.say(f"macro.heading_{change.verdict}", label=label, before=before, after=after)
        return draft.say("macro.heading_incomplete", heading=heading) if draft.incomplete(rule) else heading
    if change.verdict is Verdict.NOT_ENOUGH_DATA and rule.estimate.rate.of:
        return draft.say("macro.heading_not_enough", label=label, rate=changes.rate_text(draft, rule.estimate.rate))
    told = {"label": label, "conversions": draft.say("macro.conversions", n=rule.converted.conversions)}
    if change.verdict is Verdict.COUNTS_ONLY and draft.findings.previous:
        before = draft.count(rule.count_against_previous.before)
        return draft.say("macro.heading_counted", **told, before=before, since=draft.span(draft.findings.previous))
    return draft.say("macro.heading_count", **told)


def _heading(draft: Draft) -> str:
    assert draft.primary is not None
    return heading_of(draft, draft.primary)


def _lead(draft: Draft) -> str:
    estimate = draft.findings.any_macro.estimate
    if estimate.interval is None:
        return draft.say("macro.lead_none")
    rate = changes.rate_text(draft, estimate.rate)
    ends = {"low": draft.bound(estimate.interval.low), "high": draft.bound(estimate.interval.high)}
    return draft.say("macro.lead", n=estimate.rate.n, of=estimate.rate.of, rate=rate, level=draft.level(estimate.interval), **ends)


def _table(draft: Draft) -> Table:
    rules = draft.findings.macros
    with_value = any(rule.converted.amount is not None for rule in rules)
    rows = [Row(_cells(draft, rule, with_value=with_value), strong=rule.primary) for rule in rules]
    notes = [draft.say("macro.rate_note", level=numbers.exact_share(draft.voice.locale, 0.95))]
    if len(rules) > 1:
        rows.append(Row(_cells(draft, draft.findings.any_macro, with_value=with_value), total=True))
        notes.append(draft.say("macro.any_note"))
    caption = draft.say("macro.table", period=draft.period)
    return Table("macros", caption, columns(draft, with_value=with_value), tuple(rows), earlier.notes(draft, notes))


def columns(draft: Draft, *, with_value: bool) -> tuple[Column, ...]:
    """The head of the macro table."""
    head = (
        Column(draft.say("macro.column_rule")),
        Column(draft.say("macro.column_conversions"), numeric=True),
        Column(draft.say("macro.column_rate"), numeric=True),
        *earlier.heads(draft),
    )
    return (*head, Column(draft.say("macro.column_value"), numeric=True)) if with_value else head


def _cells(draft: Draft, rule: RuleFinding, *, with_value: bool) -> tuple[Cell, ...]:
    counted = Cell(draft.count(rule.converted.conversions), note=counted_note(draft, rule), sort=rule.converted.conversions)
    spark = figures.spark_id(rule.key) if figures.has_spark(draft.findings, rule.key) else None
    cells = (
        Cell(draft.label(rule), chart=spark, definition=draft.definition(f"rate_{rule.key}")),
        counted,
        changes.own_rate_cell(draft, rule),
        *changes.earlier_cells(draft, rule),
    )
    return (*cells, _value(draft, rule)) if with_value else cells


def bottom_line(draft: Draft) -> tuple[tuple[RuleFinding, ...], bool]:
    """The macros whose amounts make the bottom line, and whether they are estimates.

    Amounts that the data names come before fixed values of the settings: a request's estimated value and the order that follows are
    the same money, so the two are never added up.
    """
    valued = tuple(rule for rule in draft.findings.macros if rule.converted.amount is not None)
    fixed = {rule.key for rule in draft.settings.rules if rule.value and rule.value.fixed is not None}
    named = tuple(rule for rule in valued if rule.key not in fixed)
    return (named, False) if named else (valued, bool(valued))


def _value(draft: Draft, rule: RuleFinding) -> Cell:
    if rule.key == ANY_MACRO:
        rules, _ = bottom_line(draft)
        total = sum(one.converted.amount or 0 for one in rules)
        return Cell(draft.money(total), note=draft.say("front.value_note", parts=draft.listed(map(draft.label, rules))), sort=total)
    amount = rule.converted.amount
    if amount is None:
        return Cell(draft.say("macro.no_value"), mark=Mark.MISSING, tone=Tone.MUTED)
    return Cell(draft.money(amount), note=amount_change(draft, rule.amount_against_previous), sort=amount)


def amount_change(draft: Draft, change: CountChange | None) -> str | None:
    """How an amount stands against the period before; None where there is nothing to compare with."""
    previous = draft.findings.previous
    if change is None or previous is None or change.verdict is Verdict.NOT_COMPARABLE:
        return None
    since = draft.span(previous)
    if change.before == 0:
        return draft.say("front.value_none", since=since)
    if change.relative is None:
        return draft.say("front.value_before", before=draft.money(change.before), since=since)
    if change.relative == 0:
        return draft.say("front.value_unchanged", since=since)
    return draft.say("front.value_change", change=numbers.change(draft.voice.locale, change.relative), since=since)


def counted_note(draft: Draft, rule: RuleFinding) -> str | None:
    """Small print under a count: conversions per visitor where some had more than one, and how many stand beside people. None where nobody
    was there."""
    visitors = draft.findings.context.traffic.visitors
    unmatched = draft.say("cell.unmatched", n=rule.converted.unmatched) if rule.converted.unmatched else None
    once = rule.converted.conversions - rule.converted.unmatched == rule.converted.converters
    if not visitors or not rule.converted.conversions or once:
        return unmatched
    told = draft.say("cell.per_visitor", value=numbers.amount(draft.voice.locale, rule.converted.conversions / visitors))
    return draft.say("number.beside", left=told, right=unmatched) if unmatched else told


def _untracked(draft: Draft) -> str:
    """What a firm of this kind cannot see on its site, and which exports fill the gap (checklist 000-22)."""
    offline = [source.key for source in draft.settings.report.inputs if source.offline]
    seen = draft.say(f"macro.untracked_{draft.settings.report.business_type}")
    counted = [source.key for source in draft.settings.report.inputs if source.about in BESIDE]
    key, inputs = ("macro.offline", offline) if offline else ("macro.offline_counted", counted)
    filled = draft.say(key, inputs=draft.listed(inputs)) if inputs else draft.say("macro.offline_none")
    return draft.together([seen, filled])


def _blocks(draft: Draft, rule: RuleFinding) -> tuple[Block, ...]:
    """The first macro goes by its name: what is stated of it stands above the section."""
    heading = draft.label(rule) if rule is draft.primary else heading_of(draft, rule)
    blocks: list[Block] = [Subheading(f"macro-{rule.key}", heading)]
    if rule.outcome:
        blocks.append(Paragraph(draft.say("macro.outcome", outcome=rule.outcome)))
    else:
        blocks.append(Paragraph(draft.say("macro.no_outcome"), "note"))
    blocks.append(Paragraph(compared(draft, rule)))
    blocks.extend(Paragraph(text, "note") for text in _asides(draft, rule))
    blocks.extend(found for found in (figures.rate_by_month(draft, rule), figures.in_period(draft, rule)) if found)
    return (*blocks, *items.tables(draft, rule), *repeats.blocks(draft, rule))


def compared(draft: Draft, rule: RuleFinding) -> str:
    """The rule against the period before and the year before, in two sentences (one where neither exists)."""
    findings = draft.findings
    first = changes.sentence(draft, rule.against_previous, rule.count_against_previous, findings.previous)
    if findings.year_before is None:
        return first
    return draft.together([first, changes.sentence(draft, rule.against_year, rule.count_against_year, findings.year_before)])


def _asides(draft: Draft, rule: RuleFinding) -> tuple[str, ...]:
    notes = []
    enough = changes.enough(draft, rule)
    if enough:
        notes.append(enough)
    if rule.benchmark is not None:
        told = {
            "rate": numbers.exact_share(draft.voice.locale, rule.benchmark),
            "source": rule.benchmark_source or draft.say("number.not_set"),
        }
        dated = rule.benchmark_day
        notes.append(draft.say("macro.benchmark", **told) if dated is None else draft.say("macro.benchmark_dated", **told, day=dated))
    if rule.converted.unmatched:
        notes.append(draft.say("macro.unmatched", n=rule.converted.unmatched))
    return tuple(notes)


def _any_macro(draft: Draft) -> tuple[Block, ...]:
    rule = draft.findings.any_macro
    figure = figures.rate_by_month(draft, rule)
    text = draft.together([draft.say("macro.any_note"), compared(draft, rule)])
    head = (Subheading("macro-any_macro", heading_of(draft, rule)), Paragraph(text))
    return (*head, figure) if figure else head
