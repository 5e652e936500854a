"""The ladder of macros: from one to the next, how many go on, how long it takes, and each month's leads with those still to come."""

from collections.abc import Sequence

from reportgen.model.document import Block, Cell, Column, Paragraph, Row, Subheading, Table
from reportgen.model.funnel_findings import RungFinding
from reportgen.wording import changes, journeys_cohorts, numbers
from reportgen.wording.draft import Draft
from reportgen.wording.funnel_steps import time_cells

MOST_MONTHS = 12


def blocks(draft: Draft, rungs: Sequence[RungFinding]) -> list[Block]:
    """Every rung between macros in a table; the months of the highest that leads to a primary macro, or of the last. Then those who joined
    by the month in which they did. Nothing without a ladder."""
    joining = [rule.key for rule in draft.settings.micros if rule.cohorts]
    between = [rung for rung in rungs if rung.before not in joining]
    joined = (block for key in joining for block in _joined(draft, [rung for rung in rungs if rung.before == key]))
    return [*_between(draft, between), *joined]


def _between(draft: Draft, rungs: Sequence[RungFinding]) -> list[Block]:
    if not rungs:
        return []
    primary = {rule.key for rule in draft.findings.macros if rule.primary}
    told = next((rung for rung in reversed(rungs) if rung.after in primary), rungs[-1])
    return [Subheading("ladder", _statement(draft, told)), _table(draft, rungs), *_months(draft, told)]


def _joined(draft: Draft, rungs: Sequence[RungFinding]) -> list[Block]:
    """What those who joined went on to: the months of the first macro, and of the others a sentence."""
    if not rungs:
        return []
    first, *others = rungs
    told = [
        draft.say("ladder.joined", n=rung.so_far.n, of=draft.count(rung.so_far.of), days=draft.count(rung.window), **_labels(draft, rung))
        for rung in others
    ]
    if first.time is None:
        told = [draft.say("ladder.few_told", statement=_statement(draft, first)), *told]
        return [Paragraph(draft.together(told)), *_months(draft, first)]
    return [Subheading(f"joined-{first.before}", _statement(draft, first)), *_months(draft, first), *map(Paragraph, told)]


def _statement(draft: Draft, rung: RungFinding) -> str:
    told = _labels(draft, rung)
    time = rung.time
    if time is None:
        return draft.say("ladder.few", n=rung.so_far.n, of=draft.count(rung.so_far.of), **told)
    share = numbers.share(draft.voice.locale, time.share, 0)
    key = "ladder.heading" if time.half else "ladder.heading_same_day"
    return draft.say(key, n=time.half, share=share, days=draft.count(rung.window), **told)


def _labels(draft: Draft, rung: RungFinding) -> dict[str, str]:
    return {"before": draft.rule_label(rung.before), "after": draft.rule_label(rung.after)}


def _table(draft: Draft, rungs: Sequence[RungFinding]) -> Table:
    """A row a rung; how many go on in the end and how soon only where that can be said of any."""
    timed = any(rung.time for rung in rungs)
    times = (
        Column(draft.say("ladder.column_share"), numeric=True, note=draft.say("ladder.head_share")),
        Column(draft.say("funnel.column_half"), numeric=True),
        Column(draft.say("funnel.column_late"), numeric=True),
    )
    head = (
        Column(draft.say("ladder.column_rung")),
        Column(draft.say("ladder.column_counts"), numeric=True, note=draft.period),
        Column(draft.say("ladder.column_so_far"), numeric=True, note=draft.say("ladder.head_ever")),
        *(times if timed else ()),
    )
    rows = tuple(Row(_cells(draft, rung, timed=timed)) for rung in rungs)
    caption = draft.say("ladder.table", as_of=draft.day(draft.findings.as_of))
    return Table("ladder-rungs", caption, head, rows, (draft.say("ladder.note"),))


def _cells(draft: Draft, rung: RungFinding, *, timed: bool) -> tuple[Cell, ...]:
    counted = {rule.key: rule.converted.conversions for rule in (*draft.findings.macros, *draft.findings.micros)}
    now = draft.say("ladder.from_to", before=draft.count(counted.get(rung.before, 0)), after=draft.count(counted.get(rung.after, 0)))
    so_far = changes.share_cell(draft, rung.so_far)
    name = Cell(draft.say("ladder.from_to", **_labels(draft, rung)), note=draft.say("funnel.head_within", days=draft.count(rung.window)))
    return name, Cell(now), so_far, *(time_cells(draft, rung.time, counted=False) if timed else ())


def _months(draft: Draft, rung: RungFinding) -> list[Block]:
    """Visitors by the month of their first conversion of the lower rung; nothing while none of them went on, and left out of print while
    they are too few to say how many will."""
    shown = rung.months[-MOST_MONTHS:]
    if not any(month.so_far.n for month in shown):
        return []
    first, rows = draft.say("ladder.column_month", before=draft.rule_label(rung.before)), journeys_cohorts.months(draft, shown)
    days = draft.count(rung.window)
    note = draft.say("ladder.all_open" if all(month.immature for month in shown) else "ladder.note_months", days=days)
    caption = draft.say("ladder.months", **_labels(draft, rung))
    head = journeys_cohorts.months_head(draft, first, shown)
    return [Table(f"ladder-{rung.before}-{rung.after}", caption, head, rows, (note,), details=rung.time is None)]
