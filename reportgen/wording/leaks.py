"""Where people stop: stages that they go no further from, pages after which they take no step, and what to look at there."""

from collections.abc import Sequence

from reportgen.model.document import Block, Cell, Column, Paragraph, Row, Subheading, Table
from reportgen.model.funnel_findings import CaughtFinding, StallFinding
from reportgen.stats import CLEAR, Verdict
from reportgen.wording.draft import Draft
from reportgen.wording.funnel_words import LEAST_NOW, change_facts, gap_facts, rate_cell, target_label, usual_cell

MOST_TOLD = 3
MOST_ROWS = 12
PRICE, ELSEWHERE = ("price", "value", "action"), ("value", "action")
"""The shipped suggestions: for pages that stand for readiness to buy, and for all others."""


# --- stages ---------------------------------------------------------------------------------------------------------


def caught_blocks(draft: Draft, found: Sequence[CaughtFinding]) -> list[Block]:
    """For each stage how many of its visitors went further, after so many days each. Nothing without stages."""
    if not found:
        return []
    days = sorted({one.days for one in found})
    by_place = {(one.stage, one.days): one for one in found}
    labels = draft.stages()
    stages = list(dict.fromkeys(one.stage for one in found))
    head = (
        Column(draft.say("leaks.column_stage")),
        *(Column(draft.say("leaks.column_days", n=each), numeric=True, note=draft.say("leaks.head_on")) for each in days),
        Column(draft.say("leaks.column_macros"), numeric=True, note=draft.say("funnel.head_within", days=draft.count(days[-1]))),
        Column(draft.say("leaks.column_leaked"), numeric=True, note=draft.say("funnel.head_within", days=draft.count(days[-1]))),
    )
    rows = tuple(
        Row(
            (
                Cell(labels.get(stage, stage)),
                *(_on(draft, by_place.get((stage, each))) for each in days),
                *_ends(draft, by_place, stage, days),
            )
        )
        for stage in stages
    )
    note = draft.say("leaks.note_caught", period=draft.period)
    table = Table("caught", draft.say("leaks.caught_table"), head, rows, (note,))
    return [Subheading("caught", _caught_statement(draft, found, labels)), table]


def _on(draft: Draft, one: CaughtFinding | None) -> Cell:
    return rate_cell(draft, one.on) if one else Cell("")


def _ends(draft: Draft, by_place: dict[tuple[str, int], CaughtFinding], stage: str, days: Sequence[int]) -> tuple[Cell, Cell]:
    one = by_place.get((stage, days[-1]))
    if one is None:
        return Cell(""), Cell("")
    left = one.on.rate.of - one.on.rate.n
    return Cell(draft.count(one.macros), sort=one.macros), Cell(draft.count(left), sort=left)


def _caught_statement(draft: Draft, found: Sequence[CaughtFinding], labels: dict[str, str]) -> str:
    """The stage at which most visitors stay, after the longest time."""
    longest = max(one.days for one in found)
    most = max((one for one in found if one.days == longest), key=lambda one: one.on.rate.of - one.on.rate.n)
    told = {"stage": labels.get(most.stage, most.stage), "of": draft.count(most.on.rate.of), "days": draft.count(longest)}
    return draft.say("leaks.caught_heading", n=most.on.rate.of - most.on.rate.n, **told)


# --- pages ----------------------------------------------------------------------------------------------------------


def stall_blocks(draft: Draft, found: Sequence[StallFinding]) -> list[Block]:
    """The pages ranked by the visitors they lose; those that stand out, or the pages of readiness to buy, with what to look at. Nothing
    where too few saw any of them."""
    if all(one.change.now.of < LEAST_NOW for one in found):
        return []
    blocks: list[Block] = [Subheading("stalls", _stall_statement(draft, found)), _stall_table(draft, found)]
    for one in _told(found):
        blocks.append(Paragraph(draft.together([sentence(draft, one), *_marked(draft, one)])))
        blocks.append(
            Paragraph(draft.together([draft.say("leaks.look_at", target=target_label(draft, one)), *suggestions(draft, one)]), "note")
        )
    return blocks


def _told(found: Sequence[StallFinding]) -> list[StallFinding]:
    """More stops than usual first; then the pages that are meant for those who are ready; else the page that loses most."""
    able = [one for one in found if one.change.now.of >= LEAST_NOW]
    worse = [one for one in able if one.change.verdict is Verdict.UP]
    ready = [one for one in able if one.intent and one not in worse]
    return [*worse, *ready][:MOST_TOLD] or able[:1]


def sentence(draft: Draft, stall: StallFinding) -> str:
    """How many of those who saw it took no further step, beside what is usual."""
    change, target = stall.change, target_label(draft, stall)
    if change.usual is None:
        return draft.say("leaks.stall_few", n=change.now.of, stopped=draft.count(change.now.n), target=target)
    told = change_facts(draft, change)
    key = f"leaks.stall_{change.verdict}" if change.verdict in CLEAR else "leaks.stall"
    return draft.say(key, n=change.now.of, target=target, rate=told["rate"], usual=told["usual"])


def _marked(draft: Draft, stall: StallFinding) -> list[str]:
    """Channels whose visitors stop unlike before, or unlike the others."""
    said = []
    for one in stall.unlike_before[:MOST_TOLD]:
        said.append(draft.say(f"leaks.channel_{one.change.verdict}", channel=one.channel, **change_facts(draft, one.change)))
    for gap in stall.unlike_others[:MOST_TOLD]:
        said.append(draft.say(f"leaks.gap_{gap.gap.verdict}", **gap_facts(draft, gap)))
    return said


def suggestions(draft: Draft, stall: StallFinding) -> list[str]:
    """The settings' own words for this page, else the shipped ones."""
    return list(stall.suggestions) or [draft.say(f"playbook.{name}") for name in (PRICE if stall.intent else ELSEWHERE)]


def _stall_statement(draft: Draft, found: Sequence[StallFinding]) -> str:
    for verdict in (Verdict.UP, Verdict.DOWN):
        labels = [target_label(draft, one) for one in found if one.change.verdict is verdict]
        if labels:
            return draft.say(f"leaks.heading_{verdict}", labels=draft.listed(labels))
    return draft.say("leaks.heading_still" if any(one.change.usual for one in found) else "leaks.heading_few")


def _stall_table(draft: Draft, found: Sequence[StallFinding]) -> Table:
    head = (
        Column(draft.say("leaks.column_page")),
        Column(draft.say("leaks.column_stopped"), numeric=True, note=draft.say("funnel.head_within", days=draft.count(7))),
        Column(draft.say("funnel.column_usual"), numeric=True, note=draft.say("funnel.head_weeks")),
        Column(draft.say("leaks.column_lost"), numeric=True),
    )
    shown = found[:MOST_ROWS]
    rows = tuple(Row(_stall_cells(draft, one), strong=one.change.verdict in CLEAR) for one in shown)
    more = draft.say("leaks.more", n=len(found) - len(shown)) if len(found) > len(shown) else None
    caption = draft.say("leaks.stall_table", period=draft.period)
    return Table("stalls", caption, head, rows, (draft.say("leaks.note_stalls"),), more=more)


def _stall_cells(draft: Draft, one: StallFinding) -> tuple[Cell, ...]:
    usual = usual_cell(draft, one.change, more_is_better=False)
    return Cell(target_label(draft, one)), rate_cell(draft, one.stopped), usual, Cell(draft.count(one.stopped.rate.n), sort=one.lost)
