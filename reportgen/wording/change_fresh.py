"""What ages, in words: each page, campaign and item in its first days beside its last ones."""

from reportgen.model.change_findings import Age, FreshFinding, FreshnessFinding
from reportgen.model.document import Block, Cell, Column, Mark, Row, Subheading, Table, Tone
from reportgen.stats import CLEAR
from reportgen.wording import change_notes, changes, numbers
from reportgen.wording.draft import Draft

LONG = 92
"""Ages of so many days are told in months."""
MONTH = 30.44
MOST_NAMES = 3


def blocks(draft: Draft, found: FreshnessFinding) -> list[Block]:
    """A statement and the table; nothing where all is too young to be compared."""
    if all(one.age is Age.FRESH for one in found.aged):
        return []
    return [Subheading("change-fresh", _statement(draft, found)), _table(draft, found)]


def name_of(draft: Draft, one: FreshFinding) -> str:
    """An item with the label of its rule, anything else by its name."""
    return draft.say("change.item", name=one.name, rule=draft.rule_label(one.rule)) if one.rule else one.name


def _statement(draft: Draft, found: FreshnessFinding) -> str:
    for age in (Age.AGEING, Age.GONE, Age.RISING):
        names = [name_of(draft, one) for one in found.aged if one.age is age]
        if names:
            return draft.say(f"change.fresh_{age}", n=len(names), names=draft.listed(names[:MOST_NAMES]), days=found.window)
    compared = any(one.age is Age.HOLDING for one in found.aged)
    return draft.say("change.fresh_still" if compared else "change.fresh_open")


def _table(draft: Draft, found: FreshnessFinding) -> Table:
    days = found.window
    head = (
        Column(draft.say("change.column_thing")),
        Column(draft.say("change.column_age"), numeric=True),
        Column(draft.say("change.column_first", days=days), numeric=True),
        Column(draft.say("change.column_last", days=days), numeric=True),
        Column(draft.say("change.column_change"), numeric=True),
    )
    rows = tuple(Row(_cells(draft, one), draft.say(f"change.kind.{one.kind}"), muted=one.age is Age.GONE) for one in found.aged)
    notes = [draft.say("change.fresh_note", days=days)]
    if any(one.at_start for one in found.aged):
        notes.append(draft.say("change.fresh_start", begin=draft.day(found.begin), days=days))
    more = [draft.say(f"change.more_{kind}", n=n) for kind, n in found.more.items() if n]
    told = draft.say("change.fresh_more", parts=draft.listed(more)) if more else None
    return Table(
        "freshness", draft.say("change.fresh_table", as_of=draft.day(draft.findings.as_of)), head, rows, (draft.together(notes),), told
    )


def _cells(draft: Draft, one: FreshFinding) -> tuple[Cell, ...]:
    empty = Cell("", mark=Mark.NOT_YET if one.age is Age.FRESH else Mark.MISSING, tone=Tone.MUTED)
    label = Cell(one.name, note=draft.rule_label(one.rule) if one.rule else None)
    last = changes.share_or_missing(draft, one.rate) if one.rate.of else empty
    first = changes.share_or_missing(draft, one.change.before) if one.change else empty
    return label, _age_cell(draft, one), first, last, _verdict(draft, one)


def _age_cell(draft: Draft, one: FreshFinding) -> Cell:
    long = one.days >= LONG
    text = draft.say("change.months", n=round(one.days / MONTH)) if long else draft.say("change.days", n=one.days)
    if one.at_start:
        return Cell(draft.say("change.at_least", age=text), sort=one.days)
    return Cell(text, note=draft.say("change.first_seen", day=draft.day(one.first_day)), sort=one.days)


def _verdict(draft: Draft, one: FreshFinding) -> Cell:
    """Coloured only where the change stands out among all that are compared."""
    if one.age is Age.FRESH:
        return Cell(draft.say("change.age.fresh"), mark=Mark.NOT_YET, tone=Tone.MUTED)
    if one.age is Age.GONE or one.change is None:
        return Cell(draft.say("change.age.gone"), tone=Tone.MUTED)
    if one.age in (Age.AGEING, Age.RISING) or one.age is Age.NOT_ENOUGH_DATA or one.change.interval is None:
        return change_notes.change_cell(draft, one.change)
    low, high = (numbers.points(draft.voice.locale, end) for end in (one.change.interval.low, one.change.interval.high))
    told = draft.say("change.among_many" if one.change.verdict in CLEAR else "change.no_change")
    return Cell(told, note=draft.say("cell.change_note", low=low, high=high), tone=Tone.MUTED, sort=one.change.difference)
