"""Beside the micros: the clearest link of each, and the value that goes along with one."""

from collections.abc import Sequence

from reportgen.model.document import Cell, Column, Mark, Row, Table, Tone
from reportgen.model.findings import RuleFinding
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings, LinkFinding
from reportgen.stats import Bridge
from reportgen.wording import journeys_cells
from reportgen.wording.draft import Draft
from reportgen.wording.long_lists import known, too_little


def micro_table(draft: Draft, rules: Sequence[RuleFinding]) -> Table | None:
    """The clearest link of each micro, its assist rate and the value that goes along with one, all for the same macro. None where nothing
    was linked, or nothing can be told of any link yet."""
    found = draft.findings.journeys
    if found is None:
        return None
    told = [(rule, clearest) for rule in rules if (clearest := _clearest(found, rule.key))]
    if not any(link.link.enough or link.assist.interval for _rule, (_bridge, link) in told):
        return None
    assisted = any(link.assist.interval for _rule, (_bridge, link) in told)
    left = too_little([link for _rule, (_bridge, link) in told])
    rows = tuple(
        Row(_micro_cells(draft, found, rule, clearest, assisted=assisted))
        for place, (rule, clearest) in enumerate(told)
        if place not in left
    )
    head = _micro_head(draft, found, assisted=assisted)
    more = journeys_cells.left_out(draft, left)
    caption = draft.say("bridge.micro_table", as_of=draft.day(draft.findings.as_of))
    return Table("micro-links", caption, *known(head, rows), (draft.say("bridge.note_alone"),), more) if rows else None


def _micro_head(draft: Draft, found: JourneyFindings, *, assisted: bool) -> tuple[Column, ...]:
    """The columns; those of assist rates and of values only where there are any."""
    return (
        Column(draft.say("bridge.column_micro")),
        Column(draft.say("bridge.column_macro")),
        Column(draft.say("bridge.column_link")),
        journeys_cells.ratio_head(draft),
        *([Column(draft.say("bridge.column_assist"), numeric=True, note=draft.say("bridge.head_chance"))] if assisted else []),
        *([Column(draft.say("bridge.column_worth"), numeric=True)] if _worthy(found) else []),
    )


def _micro_cells(
    draft: Draft, found: JourneyFindings, rule: RuleFinding, clearest: tuple[BridgeFinding, LinkFinding], *, assisted: bool
) -> tuple[Cell, ...]:
    bridge, link = clearest
    assist = [journeys_cells.assist_cell(draft, link)] if assisted else []
    cells = (
        Cell(draft.label(rule)),
        Cell(draft.rule_label(bridge.macro)),
        journeys_cells.link_cell(draft, link),
        journeys_cells.ratio_cell(draft, link),
    )
    return (*cells, *assist, *([_action_cell(draft, link)] if _worthy(found) else []))


def _worthy(found: JourneyFindings) -> bool:
    return any(link.worth for each in found.bridges for link in each.links)


def _action_cell(draft: Draft, link: LinkFinding) -> Cell:
    """Value beside a signal only where there is a link: what stands beside no link reads as if it were earned by it."""
    if link.link.bridge is Bridge.NOT_ENOUGH_DATA:
        return Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    if not link.link.marked or link.fewer:
        return Cell(draft.say("bridge.no_connection"), tone=Tone.MUTED)
    if link.worth is None:
        return Cell(draft.say("bridge.no_value"), tone=Tone.MUTED)
    low, high = link.worth.interval.low, link.worth.interval.high
    note = draft.say("bridge.based_on", low=journeys_cells.money(draft, low), high=journeys_cells.money(draft, high), n=link.matured.of)
    return Cell(journeys_cells.money(draft, link.worth.value), note=note, sort=link.worth.value)


def _clearest(found: JourneyFindings, micro: str) -> tuple[BridgeFinding, LinkFinding] | None:
    """A strong link, else a suggestive one, else the first supported macro, else the first; primary macros first."""
    supported = {edge.target for edge in found.edges if edge.micro == micro}
    pairs = [(each, link) for each in found.bridges for link in each.links if link.micro == micro]

    def rank(pair: tuple[BridgeFinding, LinkFinding]) -> tuple[bool, bool, bool, bool]:
        each, link = pair
        strong, marked = link.link.bridge is Bridge.STRONG, link.link.marked and not link.fewer
        return not strong, not marked, each.macro not in supported, not link.link.enough

    return min(pairs, key=rank, default=None)
