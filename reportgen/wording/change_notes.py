"""Dated notes in words: what was counted before and after each, over equal windows. What follows a note need not come from it."""

from reportgen.model.change_counts import Cut, Subject
from reportgen.model.change_findings import ChangeFindings, NoteFinding
from reportgen.model.document import Block, Cell, Column, Mark, Row, Subheading, Table, Tone
from reportgen.stats import CLEAR, CountChange, RateChange, Verdict
from reportgen.wording import changes, dates, numbers
from reportgen.wording.draft import Draft

FULL = 28


def blocks(draft: Draft, found: ChangeFindings) -> list[Block]:
    """A statement and a table with a group of rows for each note; nothing without notes."""
    notes = found.notes
    if not notes:
        return []
    return [Subheading("change-notes", _statement(draft, notes)), _table(draft, notes, found.more_notes)]


def clear(note: NoteFinding) -> RateChange | CountChange | None:
    """The first of the note's numbers that clearly moved; that something new has visitors is no such move."""
    return next((one for one in (note.rate, note.acted, note.count) if one and one.verdict in CLEAR and one.relative is not None), None)


def title(draft: Draft, note: NoteFinding) -> str:
    """Day and text of a note."""
    return draft.say("change.note_title", day=_when(draft, note), text=note.text)


def _when(draft: Draft, note: NoteFinding) -> str:
    if note.until is None or note.until <= note.day:
        return draft.day(note.day)
    return draft.say("change.note_until", day=draft.day(note.day), until=draft.day(note.until))


def _statement(draft: Draft, notes: tuple[NoteFinding, ...]) -> str:
    moved = sum(clear(note) is not None for note in notes)
    if moved:
        return draft.say("change.notes_moved", n=moved, of=len(notes)) if len(notes) > 1 else draft.say("change.notes_moved_only")
    if all(note.early for note in notes):
        return draft.say("change.notes_early", n=len(notes))
    return draft.say("change.notes_still", n=len(notes))


def _table(draft: Draft, notes: tuple[NoteFinding, ...], more: int) -> Table:
    head = (
        Column(draft.say("change.column_measure")),
        Column(draft.say("change.column_before_note"), numeric=True),
        Column(draft.say("change.column_after_note"), numeric=True),
        Column(draft.say("change.column_change"), numeric=True),
    )
    rows = tuple(row for note in notes for row in _rows(draft, note))
    told = [draft.say("change.notes_note", days=FULL)]
    left = draft.say("change.notes_more", n=more) if more else None
    return Table("dated-notes", draft.say("change.notes_table"), head, rows, tuple(told), left)


def _rows(draft: Draft, note: NoteFinding) -> list[Row]:
    group = title(draft, note)
    if not note.days or note.before is None or note.after is None:
        return [
            Row((Cell(_window(draft, note), tone=Tone.MUTED), *(Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED) for _ in range(3))), group)
        ]
    told = _measured(draft, note)
    return [Row((Cell(label, note=_window(draft, note) if at == 0 else None), *cells), group) for at, (label, cells) in enumerate(told)]


def _measured(draft: Draft, note: NoteFinding) -> list[tuple[str, tuple[Cell, Cell, Cell]]]:
    """What was counted, and its cells: before, after, change."""
    told = []
    if note.count:
        cells = (
            changes.number_cell(draft, note.count.before),
            changes.number_cell(draft, note.count.after),
            _count_cell(draft, note.count),
        )
        told.append((_measure(draft, note), cells))
    if note.rate and note.rule:
        told.append((draft.say("change.measure_rate", label=draft.rule_label(note.rule)), _rates(draft, note.rate)))
    if note.acted:
        told.append((draft.say("change.measure_acted"), _rates(draft, note.acted)))
    return told


def _measure(draft: Draft, note: NoteFinding) -> str:
    if note.subject is Subject.SITE:
        return draft.say("change.measure_visits")
    return draft.say(f"change.measure_{note.subject}", name=note.about or "")


def _window(draft: Draft, note: NoteFinding) -> str:
    """Which days were compared, and why not more."""
    if not note.days or note.before is None or note.after is None:
        key = "note_early" if note.cut is Cut.AS_OF else "note_short"
        return draft.say(f"change.{key}", day=draft.day(note.complete))
    calendar = draft.voice.calendar
    spans = {"before": dates.period(calendar, note.before), "after": dates.period(calendar, note.after)}
    told = draft.say("change.window", n=note.days, **spans)
    if note.early:
        return draft.together([told, draft.say("change.window_early", days=FULL, day=draft.day(note.complete))])
    return draft.together([told, draft.say(f"change.window_{note.cut}")]) if note.cut else told


def _rates(draft: Draft, change: RateChange) -> tuple[Cell, Cell, Cell]:
    cells = []
    for rate in (change.before, change.after):
        if rate.of:
            cells.append(changes.share_cell(draft, rate))
        else:
            cells.append(Cell("", mark=Mark.MISSING, note=draft.say("change.nobody"), tone=Tone.MUTED))
    return cells[0], cells[1], change_cell(draft, change)


def change_cell(draft: Draft, change: RateChange) -> Cell:
    """A change of a rate in points with its range, coloured only where it is clear; else what is in the way of telling."""
    if not (change.before.of and change.after.of):
        return Cell(draft.say("change.one_side"), mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)
    if change.verdict is Verdict.COUNTS_ONLY or change.difference is None or change.interval is None:
        return Cell(draft.say("change.too_few"), mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    low, high = (numbers.points(draft.voice.locale, end) for end in (change.interval.low, change.interval.high))
    note = draft.say("cell.change_note", low=low, high=high)
    if change.verdict in CLEAR:
        points = numbers.points(draft.voice.locale, abs(change.difference)).lstrip("+")
        tone = Tone.GOOD if change.verdict is Verdict.UP else Tone.BAD
        return Cell(draft.say(f"cell.{change.verdict}", points=points), note=note, tone=tone, sort=change.difference)
    return Cell(draft.say("change.no_change"), note=note, tone=Tone.MUTED, sort=change.difference)


def _count_cell(draft: Draft, change: CountChange) -> Cell:
    """A change of a count in %, with its range. Counts carry no colour: more visitors are no success by themselves."""
    if change.relative is None:
        return Cell(draft.say("change.new"))
    text = numbers.change(draft.voice.locale, change.relative)
    if change.interval is None:
        return Cell(text, tone=Tone.MUTED, sort=change.relative)
    low, high = (numbers.change_bound(draft.voice.locale, end - 1) for end in (change.interval.low, change.interval.high))
    note = draft.say("number.range", low=low, high=high)
    if change.verdict in CLEAR:
        return Cell(text, note=note, sort=change.relative)
    return Cell(draft.say("change.no_change"), note=note, tone=Tone.MUTED, sort=change.relative)
