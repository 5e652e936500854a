"""What the changes ask for: keep, fix, stop, or more data; each with its number, and one at most for a finding."""

from collections.abc import Sequence

from reportgen.model.change_counts import Subject
from reportgen.model.change_findings import Age, ChangeFindings, FreshFinding, NoteFinding, PartFinding, SplitFinding
from reportgen.model.document import Block, Cell, Column, Row, Subheading, Table
from reportgen.model.settings import SectionName
from reportgen.stats import CLEAR, RateChange, Verdict, more_visitors
from reportgen.wording import change_fresh, change_notes, change_splits, changes
from reportgen.wording.calls import URGENT, Action, Call
from reportgen.wording.draft import Draft

MOST = 8
PATIENCE = 24
"""More periods' worth of visitors than this is no advice."""


def blocks(draft: Draft, found: ChangeFindings) -> list[Block]:
    """The actions as a table; nothing where nothing is asked for."""
    told = actions(draft, found)
    if not told:
        return []
    head = (Column(draft.say("change.column_call")), Column(draft.say("change.column_action")), Column(draft.say("change.column_number")))
    rows = tuple(Row((Cell(draft.say(f"action.call.{one.call}")), Cell(one.what), Cell(one.number))) for one in told[:MOST])
    more = draft.say("change.actions_more", n=len(told) - MOST) if len(told) > MOST else None
    table = Table("change-actions", draft.say("change.actions_table"), head, rows, (draft.say("change.actions_note"),), more)
    return [Subheading("change-do", _statement(draft, told)), table]


def told(draft: Draft) -> list[Action]:
    """What they ask for, for the front page."""
    found = draft.findings.change
    return actions(draft, found) if found else []


def actions(draft: Draft, found: ChangeFindings) -> list[Action]:
    """All of them, the most urgent first, in the order of the findings."""
    told = [*_parts(draft, found.splits), *(one for note in found.notes if (one := _note(draft, note)))]
    told += [one for fresh in (found.freshness.aged if found.freshness else ()) if (one := _fresh(draft, fresh))]
    told += _unclear(draft, found.splits)
    return sorted(told, key=lambda one: list(Call).index(one.call))


def _place(draft: Draft) -> str | None:
    return draft.place(SectionName.CHANGE)


def _statement(draft: Draft, told: Sequence[Action]) -> str:
    asked = sum(one.call in URGENT for one in told)
    if asked:
        return draft.say("change.actions_asked", n=asked)
    kept = any(one.call is Call.KEEP for one in told)
    return draft.say("change.actions_keep" if kept else "change.actions_wait")


def _parts(draft: Draft, splits: Sequence[SplitFinding]) -> list[Action]:
    """Channels whose own rate moved by more than noise, each once: against the period before rather than the year before."""
    found: dict[tuple[str, str], Action] = {}
    for one in splits:
        for part in one.parts:
            if part.shown:
                found.setdefault((one.macro, part.channel), _part(draft, one, part))
    return list(found.values())


def _part(draft: Draft, one: SplitFinding, part: PartFinding) -> Action:
    fell = part.rate < 0
    told = {"channel": change_splits.channel(draft, part.channel), "macro": draft.rule_label(one.macro)}
    before, after = (changes.rate_text(draft, rate) for rate in (part.before, part.after))
    number = draft.say("change.number_since", before=before, after=after, since=draft.span(one.since))
    what = draft.say("change.do_channel_fix" if fell else "change.do_channel_keep", **told)
    return Action(Call.FIX if fell else Call.KEEP, told["channel"], what, number, _place(draft))


def _note(draft: Draft, note: NoteFinding) -> Action | None:
    """A change after which its rate clearly fell is to be stopped or undone, one after which fewer went on looked at again, one after which
    either rose kept. A recent one waits; what is over by itself, such as an outage, needs nothing."""
    if note.early:
        over = note.until is not None and note.subject is Subject.SITE
        what = draft.say("change.do_note_wait", text=change_notes.title(draft, note))
        number = draft.say("change.number_early", day=draft.day(note.complete), n=note.days)
        return None if over else Action(Call.MORE_DATA, note.text, what, number, _place(draft))
    moved = next((one for one in (note.rate, note.acted) if one and one.verdict in CLEAR), None)
    if moved is None:
        return None
    call = Call.KEEP if moved.verdict is Verdict.UP else Call.STOP if moved is note.rate else Call.FIX
    before, after = (changes.rate_text(draft, rate) for rate in (moved.before, moved.after))
    measured = draft.rule_label(note.rule) if moved is note.rate and note.rule else draft.say("change.measure_acted")
    number = draft.say("change.number_note", measure=measured, before=before, after=after)
    what = draft.say(f"change.do_note_{call}", text=change_notes.title(draft, note))
    return Action(call, note.text, what, number, _place(draft))


def _fresh(draft: Draft, one: FreshFinding) -> Action | None:
    if one.change is None or one.age not in (Age.AGEING, Age.RISING):
        return None
    before, after = (changes.rate_text(draft, rate) for rate in (one.change.before, one.change.after))
    number = draft.say("change.number_fresh", before=before, after=after)
    fell = one.age is Age.AGEING
    name = change_fresh.name_of(draft, one)
    what = draft.say("change.do_renew" if fell else "change.do_more", name=name)
    return Action(Call.FIX if fell else Call.KEEP, name, what, number, _place(draft))


def _unclear(draft: Draft, splits: Sequence[SplitFinding]) -> list[Action]:
    """Macros whose change cannot be told yet, with how many more visitors would show one as large: that of the two which takes fewer."""
    told: dict[str, tuple[int, SplitFinding]] = {}
    for one in splits:
        needed = _needed(one.total)
        if needed and needed < told.get(one.macro, (needed + 1, one))[0]:
            told[one.macro] = needed, one
    return [
        Action(
            Call.MORE_DATA,
            draft.rule_label(macro),
            draft.say("change.do_wait", macro=draft.rule_label(macro)),
            draft.say("change.number_needed", n=needed, since=draft.span(one.since)),
            _place(draft),
        )
        for macro, (needed, one) in told.items()
    ]


def _needed(change: RateChange) -> int | None:
    """To two figures; None where the change is clear, or so small that nobody would wait for it."""
    if change.verdict not in (Verdict.NOT_ENOUGH_DATA, Verdict.COUNTS_ONLY) or not (change.before.of and change.after.of):
        return None
    needed = more_visitors(change.before, change.after)
    return None if needed is None or needed > PATIENCE * change.after.of else round(needed, 2 - len(str(needed)))
