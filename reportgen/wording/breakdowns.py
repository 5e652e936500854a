"""Rates by channel, campaign, tactic and the like: tables with marks, and the forest chart of channels."""

from reportgen.model.counts import Converted, Dimension
from reportgen.model.document import Block, Cell, Column, Paragraph, Row, Section, Table, Tone
from reportgen.model.findings import BreakdownFinding, RuleFinding, SliceFinding
from reportgen.stats.measures import Rate
from reportgen.wording import changes, figures, numbers
from reportgen.wording.draft import Draft
from reportgen.wording.figures import slice_name

MOST_ROWS = 12
MOST_RULES = 3
MOST_IN_SHORT = 8
SHORT = (Dimension.SOURCE, Dimension.COUNTRY)
SHOWN = (Dimension.CHANNEL, Dimension.CAMPAIGN, Dimension.TACTIC, Dimension.INITIATIVE, Dimension.DEVICE, Dimension.PLATFORM)


def section(draft: Draft) -> Section:
    """One table a dimension that has more than one value; a line for the others."""
    kicker = draft.say("breakdown.kicker")
    found = {one.dimension: one for one in draft.findings.breakdowns if one.slices}
    if not found or draft.findings.context.traffic.visitors == 0:
        return Section("channels", kicker, draft.say("breakdown.heading_plain"), draft.say("breakdown.none"), ())
    blocks: list[Block] = []
    channels = found.get(Dimension.CHANNEL)
    primary = _told_of(draft, channels)
    if channels and primary:
        chart = figures.forest(draft, channels, primary)
        blocks.extend([chart] if chart else [])
    for dimension in SHOWN:
        if dimension in found:
            blocks.append(table(draft, found[dimension]) if _worth_a_table(found[dimension]) else _single(draft, found[dimension]))
    blocks.extend(_short(draft, found[one], primary) for one in SHORT if primary and one in found and _worth_a_table(found[one]))
    blocks.append(Paragraph(draft.say("breakdown.note_first"), "note"))
    blocks.append(Paragraph(draft.say("breakdown.note_marks"), "note"))
    return Section("channels", kicker, _heading(draft, channels), _lead(draft, channels), tuple(blocks))


def _worth_a_table(found: BreakdownFinding) -> bool:
    return len(found.slices) > 1


def _single(draft: Draft, found: BreakdownFinding) -> Paragraph:
    name = draft.say(f"breakdown.dimension.{found.dimension}")
    return Paragraph(draft.say("breakdown.single", dimension=name, value=slice_name(draft, found.slices[0].value)), "note")


def _short(draft: Draft, found: BreakdownFinding, rule: RuleFinding) -> Table:
    """A dimension's largest slices with the rate of one macro: for what few readers steer by."""
    shown = found.slices[:MOST_IN_SHORT]
    head = (
        Column(draft.say(f"breakdown.dimension.{found.dimension}")),
        Column(draft.say("breakdown.column_visitors"), numeric=True, definition=draft.definition("visitors")),
        _column(draft, rule),
    )
    cells = (
        (_name(draft, one), Cell(draft.count(one.traffic.visitors), sort=one.traffic.visitors), _rate(draft, one, rule)) for one in shown
    )
    rows = tuple(Row(row, muted=not one.rankable) for row, one in zip(cells, shown, strict=True))
    left = len(found.slices) - len(shown)
    more = draft.say("breakdown.more", n=left) if left else None
    return Table(f"by-{found.dimension}", _caption(draft, found), head, rows, more=more, half=True)


def _caption(draft: Draft, found: BreakdownFinding) -> str:
    return draft.say("breakdown.caption", dimension=draft.say(f"breakdown.by.{found.dimension}"), period=draft.period)


def table(draft: Draft, found: BreakdownFinding, most: int = MOST_ROWS) -> Table:
    """A dimension's slices with the macro rates, and the total they add up to."""
    rules = draft.findings.macros[:MOST_RULES]
    head = [
        Column(draft.say(f"breakdown.dimension.{found.dimension}")),
        Column(draft.say("breakdown.column_visitors"), numeric=True, definition=draft.definition("visitors")),
        Column(draft.say("breakdown.column_sessions"), numeric=True, definition=draft.definition("sessions")),
        *(_column(draft, rule) for rule in rules),
    ]
    shown = found.slices[:most]
    rows = [Row(_cells(draft, one, rules), muted=not one.rankable) for one in shown]
    rows.append(Row(_total(draft, rules), strong=True))
    left = len(found.slices) - len(shown)
    return Table(
        f"by-{found.dimension}",
        _caption(draft, found),
        tuple(head),
        tuple(rows),
        more=draft.say("breakdown.more", n=left) if left else None,
    )


def _column(draft: Draft, rule: RuleFinding) -> Column:
    """Rules with a rate base have no rate by slice: their conversions are counted."""
    if rule.rate_base:
        definition = draft.definition(f"conversions_{rule.key}")
        return Column(draft.label(rule), numeric=True, definition=definition, note=draft.say("breakdown.column_count"))
    definition = draft.definition(f"rate_{rule.key}")
    return Column(draft.label(rule), numeric=True, definition=definition, note=draft.say("breakdown.column_rate"))


def _cells(draft: Draft, one: SliceFinding, rules: tuple[RuleFinding, ...]) -> tuple[Cell, ...]:
    return (
        _name(draft, one),
        Cell(draft.count(one.traffic.visitors), sort=one.traffic.visitors),
        Cell(draft.count(one.traffic.sessions), sort=one.traffic.sessions),
        *(_rate(draft, one, rule) for rule in rules),
    )


def _name(draft: Draft, one: SliceFinding) -> Cell:
    """Conversions without a visitor stand beside people, in a row of their own."""
    if one.traffic.visitors == 0:
        return Cell(draft.say("breakdown.unmatched"))
    return Cell(slice_name(draft, one.value), note=None if one.rankable else draft.say("cell.too_few"))


def _rate(draft: Draft, one: SliceFinding, rule: RuleFinding) -> Cell:
    estimate = one.estimates.get(rule.key)
    if estimate is None or (one.traffic.visitors == 0 and one.converted.get(rule.key) != Converted()):
        counted = one.converted.get(rule.key)
        n = counted.conversions if counted else 0
        return Cell(draft.count(n), sort=n)
    cell = changes.rate_cell(draft, estimate)
    mark = one.marked.get(rule.key, 0)
    if not mark or cell.note is None:
        return cell
    said = draft.say("cell.above" if mark > 0 else "cell.below")
    tone = Tone.GOOD if mark > 0 else Tone.BAD
    return Cell(cell.text, note=draft.say("number.beside", left=said, right=cell.note), tone=tone, sort=cell.sort)


def _total(draft: Draft, rules: tuple[RuleFinding, ...]) -> tuple[Cell, ...]:
    traffic = draft.findings.context.traffic
    return (
        Cell(draft.say("breakdown.total")),
        Cell(draft.count(traffic.visitors), sort=traffic.visitors),
        Cell(draft.count(traffic.sessions), sort=traffic.sessions),
        *(_total_rate(draft, rule) for rule in rules),
    )


def _total_rate(draft: Draft, rule: RuleFinding) -> Cell:
    if rule.rate_base:
        return Cell(draft.count(rule.converted.conversions), sort=rule.converted.conversions)
    return changes.rate_cell(draft, rule.estimate)


def _told_of(draft: Draft, channels: BreakdownFinding | None) -> RuleFinding | None:
    """The macro that the section speaks of: the first with a rate by channel that sets one apart, else the first with any."""
    ordered = sorted(draft.findings.macros, key=lambda rule: rule is not draft.primary)
    able = [rule for rule in ordered if channels and any(rule.key in one.estimates for one in channels.slices)]
    marked = [rule for rule in able if channels and any(one.marked.get(rule.key) for one in channels.slices)]
    return next(iter([*marked, *able]), None)


def _standout(draft: Draft, channels: BreakdownFinding | None) -> SliceFinding | None:
    """The channel marked for the primary macro; with several, the one with most visitors."""
    primary = _told_of(draft, channels)
    if channels is None or primary is None:
        return None
    return next((one for one in channels.slices if one.marked.get(primary.key)), None)


def _heading(draft: Draft, channels: BreakdownFinding | None) -> str:
    primary, standout = _told_of(draft, channels), _standout(draft, channels)
    if primary and standout:
        key = "above" if standout.marked[primary.key] > 0 else "below"
        return draft.say(f"breakdown.heading_{key}", value=slice_name(draft, standout.value), label=draft.label(primary))
    if primary and channels and sum(one.rankable for one in channels.slices) > 1:
        return draft.say("breakdown.heading_none", label=draft.label(primary))
    return draft.say("breakdown.heading_plain")


def _lead(draft: Draft, channels: BreakdownFinding | None) -> str | None:
    if channels is None:
        return None
    first, total = channels.slices[0], draft.findings.context.traffic.visitors
    standout, primary = _standout(draft, channels), _told_of(draft, channels)
    if standout and primary and standout.estimates[primary.key].rate.of < primary.estimate.rate.of:
        own, everyone = standout.estimates[primary.key].rate, primary.estimate.rate
        others = changes.rate_text(draft, Rate(everyone.n - own.n, everyone.of - own.of))
        told = {"value": slice_name(draft, standout.value), "rate": changes.rate_text(draft, own)}
        return draft.say("breakdown.lead_marked", **told, others=others, label=draft.label(primary))
    share = numbers.rate(draft.voice.locale, Rate(first.traffic.visitors, total)) or draft.say("number.none")
    return draft.say("breakdown.lead", value=slice_name(draft, first.value), visitors=first.traffic.visitors, of=total, share=share)
