"""The tracking plan beside the data: what is defined, what came, and what a rule uses, in one small table."""

from reportgen.model.document import Block, Cell, Column, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.tracking import TrackedEvent, TrackingFinding, TrackState
from reportgen.wording.draft import Draft

MOST_NAMES = 20
TONES = {TrackState.NEVER_SEEN: Tone.WARN}
ANY = "*"


def blocks(draft: Draft) -> list[Block]:
    """Nothing without a tracking plan."""
    found = draft.findings.tracking
    if found is None:
        return []
    return [
        Subheading("tracking", _heading(draft, found)),
        Paragraph(_lead(draft, found)),
        *([_table(draft, found)] if found.events else []),
    ]


def _heading(draft: Draft, found: TrackingFinding) -> str:
    live = [event for event in found.events if event.state not in (TrackState.UNDEFINED, TrackState.IDLE)]
    seen = sum(event.rows > 0 for event in live)
    if not live:
        return draft.say("tracking.heading_none")
    return draft.say("tracking.heading_all") if seen == len(live) else draft.say("tracking.heading", seen=seen, of=len(live))


def _lead(draft: Draft, found: TrackingFinding) -> str:
    named = draft.listed(draft.say("tracking.container", name=one.name, id=one.public_id, file=one.file) for one in found.containers)
    if found.since is None:
        return draft.say("tracking.lead_empty", containers=named)
    told = [draft.say("tracking.lead", containers=named, since=draft.day(found.since))]
    if found.unnamed:
        told.append(draft.say("tracking.unnamed", n=len(found.unnamed), tags=draft.listed(found.unnamed)))
    return draft.together(told)


def _table(draft: Draft, found: TrackingFinding) -> Table:
    head = (
        Column(draft.say("tracking.column_state")),
        Column(draft.say("tracking.column_events"), numeric=True),
        Column(draft.say("tracking.column_names")),
    )
    grouped = {state: [event for event in found.events if event.state is state] for state in TrackState}
    rows = tuple(_row(draft, state, events) for state, events in grouped.items() if events)
    notes = [draft.say("tracking.automatic", n=found.automatic)] if found.automatic else []
    notes += [draft.say("tracking.star")] if any(ANY in event.name for event in found.events) else []
    return Table("tracking-coverage", draft.say("tracking.table"), head, rows, (draft.together(notes),) if notes else ())


def _row(draft: Draft, state: TrackState, events: list[TrackedEvent]) -> Row:
    names = ", ".join(_name(draft, event) for event in events[:MOST_NAMES])
    left = len(events) - MOST_NAMES
    listed = draft.say("tracking.more", names=names, n=left) if left > 0 else names
    told = Cell(draft.say(f"tracking.state.{state}"), tone=TONES.get(state, Tone.NEUTRAL))
    return Row((told, Cell(draft.count(len(events)), sort=len(events)), Cell(listed)))


def _name(draft: Draft, event: TrackedEvent) -> str:
    """An event's name; where it says something, with its rows, or with the consent that its tags wait for."""
    if event.state in (TrackState.UNDEFINED, TrackState.NO_RULE):
        return draft.say("tracking.rows", name=event.name, n=event.rows)
    return draft.say("tracking.consent", name=event.name) if event.consent and event.state is TrackState.NEVER_SEEN else event.name
