"""The section on what changed and why: exact splits, days that stand out, dated notes, what ages, and what to do. Never a cause."""

from reportgen.model.change_findings import Against, ChangeFindings, SplitFinding
from reportgen.model.document import Block, Section
from reportgen.stats import CLEAR
from reportgen.wording import change_actions, change_days, change_fresh, change_notes, change_spent, change_splits, changes, editions
from reportgen.wording.draft import Draft


def section(draft: Draft) -> Section:
    """Each part where there is something to tell; one line without anything."""
    kicker, found = draft.say("change.kicker"), draft.findings.change
    if found is None or not (found.splits or found.unusual or found.notes or found.freshness):
        return Section("change", kicker, draft.say("change.none_heading"), draft.say("change.none"), tuple(editions.blocks(draft)))
    first = _told_first(found)
    blocks: list[Block] = [
        *editions.blocks(draft),
        *change_actions.blocks(draft, found),
        *change_splits.blocks(draft, found.splits, first),
        *change_notes.blocks(draft, found),
        *change_days.blocks(draft, found),
        *(change_fresh.blocks(draft, found.freshness) if found.freshness else ()),
        *change_spent.blocks(draft, found.spent),
    ]
    lead = change_splits.sentence(draft, first) if first else _lead_open(draft)
    return Section("change", kicker, _heading(draft, found), lead, tuple(blocks))


def _lead_open(draft: Draft) -> str:
    """Why nothing is split: how the first macro stands against the period before, if it can be said."""
    first = draft.primary
    if first is None:
        return draft.say("change.lead_none")
    return changes.sentence(draft, first.against_previous, first.count_against_previous, draft.findings.previous)


def _heading(draft: Draft, found: ChangeFindings) -> str:
    """The clearest thing first: a channel's own rate, a macro's rate, the mix of channels, days; else that nothing moved."""
    for one in found.splits:
        shown = [part.channel for part in one.parts if part.shown]
        if shown:
            channels = draft.listed(change_splits.channel(draft, name) for name in shown)
            return draft.say("change.heading_shown", n=len(shown), macro=draft.rule_label(one.macro), channels=channels)
    for one in found.splits:
        if one.total.verdict in CLEAR:
            told = {"macro": draft.rule_label(one.macro), "since": draft.span(one.since)}
            return draft.say(f"change.heading_total_{one.total.verdict}", **told)
    for one in found.splits:
        if any(part.shifted for part in one.parts):
            return draft.say("change.heading_mix", since=draft.span(one.since))
    days = len({odd.day for odd in found.unusual.days}) if found.unusual else 0
    if days:
        return draft.say("change.days_heading", n=days, period=draft.period)
    if found.splits:
        return draft.say("change.heading_still")
    return draft.say("change.heading_open" if found.notes else "change.none_heading")


def _told_first(found: ChangeFindings) -> SplitFinding | None:
    """The split of the heading: with a channel's own rate, a clear total, a shifted mix; else the first against the period before."""

    def rank(one: SplitFinding) -> tuple[bool, bool, bool, bool]:
        shown, shifted = (any(getattr(part, name) for part in one.parts) for name in ("shown", "shifted"))
        return not shown, one.total.verdict not in CLEAR, not shifted, one.against is not Against.PREVIOUS

    return min(found.splits, key=rank, default=None)
