"""What to do: at most five things, made by readable rules, each to keep, fix, stop, or with too little data yet."""

from collections.abc import Sequence

from reportgen.model.document import ActionItem, ActionList
from reportgen.model.findings import DataStatus, Severity
from reportgen.model.settings import SectionName
from reportgen.wording import change_actions, channels, front_early, goal_actions, goal_ends, lead_value, ledger_lines, protect
from reportgen.wording.calls import URGENT, Action, Call, badge
from reportgen.wording.draft import Draft

MOST = 5
MOST_URGENT = 3
"""So many things to fix or stop come first; then one to keep and one that needs more data have a place before further ones."""


def actions(draft: Draft) -> tuple[Action, ...]:
    """At most five. To fix or stop: the data, goals that are behind, what worked and fell, leads that cost too much, what the changes ask
    for; then goals whose settings lack something. To keep: a goal's pace that is enough, what the changes ask to keep, the channel above
    the others. More data: what the changes wait for. Empty where nothing asks for anything; where
    nothing was read, that alone."""
    if draft.findings.status is DataStatus.EMPTY:
        return (_nothing_read(draft),)
    asked = [*_data(draft), *goal_actions.behind(draft), *protect.action(draft), *lead_value.dear(draft), *change_actions.told(draft)]
    by_call = {call: [one for one in asked if one.call is call] for call in Call}
    urgent = [one for one in asked if one.call in URGENT]
    doubted = {one.about for one in urgent}
    keep = _once([one for one in (*by_call[Call.KEEP], *channels.keep(draft)) if one.about not in doubted])
    wait = by_call[Call.MORE_DATA]
    placed = [*urgent[:MOST_URGENT], *keep[:1], *wait[:1]]
    further = [*urgent[MOST_URGENT:], *goal_actions.unfinished(draft), *keep[1:], *wait[1:]]
    chosen = [*placed, *further][:MOST]
    return tuple(sorted(chosen, key=lambda one: (one.call is Call.MORE_DATA, one.call is Call.KEEP)))


def _once(found: Sequence[Action]) -> list[Action]:
    """The first about each thing."""
    return list({one.about: one for one in reversed(found)}.values())[::-1]


def _nothing_read(draft: Draft) -> Action:
    what, number = draft.say("action.check_data", period=draft.period), draft.say("action.check_data_number")
    return Action(Call.FIX, draft.say("action.data"), what, number, draft.place(SectionName.QUALITY))


def _data(draft: Draft) -> list[Action]:
    failures = [entry for entry in draft.findings.ledger.entries if entry.severity is Severity.GATE]
    told = (ledger_lines.sentence(draft, entry).rstrip(".。") for entry in failures[:1])
    place = draft.place(SectionName.QUALITY)
    return [Action(Call.FIX, draft.say("action.data"), draft.say("action.mend"), number, place) for number in told]


def sentence(draft: Draft, found: Sequence[Action]) -> str:
    """How many things there are to fix, keep and so on, and which comes first; that nothing asks for a change, where that is so."""
    if not any(one.call in URGENT for one in found):
        go_on = "action.keep_next" if goal_ends.next_ones(draft) else "action.keep"
        return draft.say("action.wait" if front_early.why(draft) else go_on)
    if len(found) == 1:
        return draft.say(f"action.only_{found[0].call}", about=found[0].about)
    counts = ((call, sum(one.call is call for one in found)) for call in Call)
    parts = draft.listed(draft.say(f"action.count.{call}", n=n) for call, n in counts if n)
    return draft.say("action.summary", parts=parts, about=found[0].about)


def block(draft: Draft, found: Sequence[Action]) -> ActionList | None:
    """The list for the front page; None for none."""
    if not found:
        return None
    items = (ActionItem(badge(draft, one.call), draft.say("action.line", what=one.what), one.number, one.href) for one in found)
    return ActionList("actions", draft.say("front.actions"), tuple(items))
