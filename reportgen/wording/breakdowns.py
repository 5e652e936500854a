"""Rates by channel, campaign, tactic and the like: tables with marks, and the shares that each value brings."""

from reportgen.model.counts import Converted
from reportgen.model.document import Cell, Column, Paragraph, Row, Table, Tone
from reportgen.model.findings import BreakdownFinding, RuleFinding, SliceFinding
from reportgen.wording import changes, values, widths
from reportgen.wording.draft import Draft
from reportgen.wording.figures import slice_name

MOST_ROWS = 12
MOST_RULES = 3
MOST_IN_SHORT = 8
MOST_PLATFORMS = 4
FACTS = 3
"""Cells before the rates: the value, its visitors and its sessions."""


def single(draft: Draft, found: BreakdownFinding) -> Paragraph | None:
    """A line on a dimension of which everybody has the same value; None where nobody has any."""
    if slice_name(draft, found.slices[0].value) != found.slices[0].value:
        return None
    name = draft.say(f"breakdown.dimension.{found.dimension}")
    value = values.said(draft, found.dimension, found.slices[0].value)
    return Paragraph(draft.say("breakdown.single", dimension=name, value=value), "note")


def same(draft: Draft, found: BreakdownFinding, other: BreakdownFinding) -> Paragraph | None:
    """A line on a dimension that splits visitors into the groups of `other`, which has a table already; None where it does not."""
    mine, theirs = ({one.traffic: one.value for one in each.slices} for each in (found, other))
    if mine.keys() != theirs.keys() or not len(found.slices) == len(other.slices) == len(mine) <= MOST_ROWS:
        return None
    pairs = ((slice_name(draft, value), slice_name(draft, theirs[traffic])) for traffic, value in mine.items())
    told = draft.listed(draft.say("breakdown.same_pair", value=one, other_value=of) for one, of in pairs if one != of)
    if not told:
        return None
    name, by = draft.say(f"breakdown.dimension.{found.dimension}"), draft.say(f"breakdown.by.{other.dimension}")
    return Paragraph(draft.say("breakdown.same", dimension=name, other=by, pairs=told), "note")


def short(draft: Draft, found: BreakdownFinding, rule: RuleFinding) -> Table:
    """A dimension's largest slices with the rate of one macro: for what few readers steer by."""
    shown = found.slices[:MOST_IN_SHORT]
    head = (
        Column(draft.say(f"breakdown.dimension.{found.dimension}")),
        Column(draft.say("breakdown.column_visitors"), numeric=True, definition=draft.definition("visitors")),
        _column(draft, rule),
    )
    cells = (
        (_name(draft, found, one), Cell(draft.count(one.traffic.visitors), sort=one.traffic.visitors), _rate(draft, one, rule))
        for one in shown
    )
    rows = tuple(Row(row, muted=_unranked(found, one)) for row, one in zip(cells, shown, strict=True))
    left = len(found.slices) - len(shown)
    more = draft.say("breakdown.more", n=left) if left else None
    return Table(f"by-{found.dimension}", _caption(draft, found), head, rows, more=more, half=True)


def _caption(draft: Draft, found: BreakdownFinding) -> str:
    return draft.say("breakdown.caption", dimension=draft.say(f"breakdown.by.{found.dimension}"), period=draft.period)


def table(draft: Draft, found: BreakdownFinding, most: int = MOST_ROWS, shares_of: RuleFinding | None = None) -> Table:
    """A dimension's slices with the macro rates, and the total they add up to; with `shares_of` what each brings of that macro."""
    rules = _shown_rules(draft, found)
    head = [
        Column(draft.say(f"breakdown.dimension.{found.dimension}")),
        Column(draft.say("breakdown.column_visitors"), numeric=True, definition=draft.definition("visitors")),
        Column(draft.say("breakdown.column_sessions"), numeric=True, definition=draft.definition("sessions")),
        *(_column(draft, rule) for rule in rules),
    ]
    slices = [one for one in found.slices if one.traffic.sessions or any(_conversions(one, rule) for rule in rules)]
    shown = slices[:most]
    cells = [_cells(draft, found, one, rules) for one in shown]
    last = _total(draft, rules)
    if shares_of and any(shares_of.key in one.shares for one in found.slices):
        head.insert(FACTS, Column(widths.head(draft.label(shares_of)), numeric=True, note=draft.say("breakdown.column_share")))
        cells = [(*row[:FACTS], _share(draft, one, shares_of), *row[FACTS:]) for row, one in zip(cells, shown, strict=True)]
        last = (*last[:FACTS], Cell(draft.count(shares_of.estimate.rate.n), sort=1.0), *last[FACTS:])
    rows = [Row(row, muted=_unranked(found, one)) for row, one in zip(cells, shown, strict=True)]
    rows.append(Row(last, strong=True, total=True))
    left = len(slices) - len(shown)
    return Table(
        f"by-{found.dimension}",
        _caption(draft, found),
        tuple(head),
        tuple(rows),
        more=draft.say("breakdown.more", n=left) if left else None,
    )


def _shown_rules(draft: Draft, found: BreakdownFinding) -> tuple[RuleFinding, ...]:
    """Macros, without those that have no rate by slice and that no visitor of a named slice had: their column would be empty."""
    named = [one for one in found.slices if one.traffic.visitors and slice_name(draft, one.value) == one.value]
    macros = draft.findings.macros[:MOST_RULES]
    return tuple(rule for rule in macros if not rule.rate_base or any(_conversions(one, rule) for one in named))


def _conversions(one: SliceFinding, rule: RuleFinding) -> int:
    counted = one.converted.get(rule.key)
    return counted.conversions if counted else 0


def _share(draft: Draft, one: SliceFinding, rule: RuleFinding) -> Cell:
    """What the slice brings of all visitors with the macro."""
    share = one.shares.get(rule.key)
    if share is None or not one.traffic.visitors:
        return Cell(draft.say("number.none"), tone=Tone.MUTED)
    return changes.rate_cell(draft, share)


def split(draft: Draft, found: BreakdownFinding) -> Table | None:
    """Every conversion on each platform and on all together. None with people on one platform only."""
    platforms = [one for one in found.slices if one.traffic.visitors][:MOST_PLATFORMS]
    rules = [rule for rule in (*draft.findings.macros, *draft.findings.micros) if not rule.rate_base]
    if len(platforms) < 2 or not rules:
        return None
    names = (slice_name(draft, one.value) for one in platforms)
    head = (
        Column(draft.say("breakdown.column_rule")),
        *(Column(name, numeric=True) for name in names),
        Column(draft.say("breakdown.all_platforms"), numeric=True),
    )
    rows = tuple(
        Row((Cell(draft.label(rule)), *(_split(draft, one, rule) for one in platforms), changes.counted_cell(draft, rule.estimate)))
        for rule in rules
    )
    return Table("platform-split", draft.say("breakdown.split", period=draft.period), head, rows)


def _split(draft: Draft, one: SliceFinding, rule: RuleFinding) -> Cell:
    estimate = one.estimates.get(rule.key)
    if estimate is None:
        return Cell(draft.say("number.none"), tone=Tone.MUTED)
    return changes.marked_cell(draft, changes.counted_cell(draft, estimate), one.marked.get(rule.key, 0))


def _column(draft: Draft, rule: RuleFinding) -> Column:
    """Rules with a rate base have no rate by slice: their conversions are counted."""
    if rule.rate_base:
        definition = draft.definition(f"conversions_{rule.key}")
        return Column(widths.head(draft.label(rule)), numeric=True, definition=definition, note=draft.say("breakdown.column_count"))
    definition = draft.definition(f"rate_{rule.key}")
    return Column(widths.head(draft.label(rule)), numeric=True, definition=definition, note=draft.say("breakdown.column_rate"))


def _unranked(found: BreakdownFinding, one: SliceFinding) -> bool:
    """Whether it is too small to be ranked beside others that are ranked; where none is, no mark tells anything."""
    return not one.rankable and any(other.rankable for other in found.slices)


def _cells(draft: Draft, found: BreakdownFinding, one: SliceFinding, rules: tuple[RuleFinding, ...]) -> tuple[Cell, ...]:
    return (
        _name(draft, found, one),
        Cell(draft.count(one.traffic.visitors), sort=one.traffic.visitors),
        Cell(draft.count(one.traffic.sessions), sort=one.traffic.sessions),
        *(_rate(draft, one, rule) for rule in rules),
    )


def _name(draft: Draft, found: BreakdownFinding, one: SliceFinding) -> Cell:
    """Conversions without a visitor stand beside people, in a row of their own."""
    if one.traffic.visitors == 0:
        return Cell(draft.say("breakdown.unmatched"))
    name = values.said(draft, found.dimension, slice_name(draft, one.value))
    return Cell(name, note=draft.say("cell.too_few") if _unranked(found, one) else None)


def _rate(draft: Draft, one: SliceFinding, rule: RuleFinding) -> Cell:
    estimate = one.estimates.get(rule.key)
    if estimate is None or (one.traffic.visitors == 0 and one.converted.get(rule.key) != Converted()):
        counted = one.converted.get(rule.key)
        n = counted.conversions if counted else 0
        return Cell(draft.count(n), sort=n)
    return changes.marked_cell(draft, changes.rate_cell(draft, estimate), one.marked.get(rule.key, 0))


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
