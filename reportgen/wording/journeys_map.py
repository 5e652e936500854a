"""Micro -> macro -> goal as declared, with the measured link on each edge."""

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.journeys_findings import Edge, JourneyFindings, LinkFinding
from reportgen.stats import Bridge
from reportgen.wording import journeys_cells
from reportgen.wording.draft import Draft
from reportgen.wording.long_lists import too_little


def blocks(draft: Draft, found: JourneyFindings) -> list[Block]:
    """Micro -> macro -> goal as declared, with the measured link on each edge."""
    head = (
        Column(draft.say("bridge.column_micro")),
        Column(draft.say("bridge.column_supports")),
        Column(draft.say("bridge.column_link")),
        Column(draft.say("bridge.column_goals")),
    )
    left = too_little([_link(found, edge) for edge in found.edges])
    rows = [Row(_edge_cells(draft, found, edge)) for place, edge in enumerate(found.edges) if place not in left]
    rows += [Row(_orphan_cells(draft, found, micro)) for micro in found.orphans]
    if not rows:
        return []
    orphans = len(found.orphans)
    heading = draft.say("bridge.map_heading", n=orphans) if orphans else draft.say("bridge.map_heading_whole")
    blocks: list[Block] = [Subheading("bridge-map", heading)]
    blocks.append(Table("micro-map", draft.say("bridge.map"), head, tuple(rows), more=journeys_cells.left_out(draft, left)))
    if found.unlinkable:
        labels = draft.listed(map(draft.rule_label, found.unlinkable))
        blocks.append(Paragraph(draft.say("bridge.unlinkable", n=len(found.unlinkable), labels=labels), "note"))
    return blocks


def _edge_cells(draft: Draft, found: JourneyFindings, edge: Edge) -> tuple[Cell, ...]:
    goals = Cell(draft.listed(map(draft.rule_label, edge.goals))) if edge.goals else Cell(draft.say("bridge.no_goal"), tone=Tone.MUTED)
    return Cell(draft.rule_label(edge.micro)), Cell(draft.rule_label(edge.target)), _measured(draft, found, edge), goals


def _link(found: JourneyFindings, edge: Edge) -> LinkFinding | None:
    """What was measured between the two; None where the target is no macro, or nothing was linked."""
    bridge = next((each for each in found.bridges if each.macro == edge.target), None)
    return next((link for link in bridge.links if link.micro == edge.micro), None) if bridge else None


def _measured(draft: Draft, found: JourneyFindings, edge: Edge) -> Cell:
    if edge.micro in found.unlinkable:
        return Cell(draft.say("bridge.cannot"), mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)
    link = _link(found, edge)
    if link is None:
        return Cell(draft.say("bridge.not_a_macro"), tone=Tone.MUTED)
    cell = journeys_cells.link_cell(draft, link)
    if cell.mark or link.link.interval is None or link.link.bridge is Bridge.STRUCTURAL:
        return cell
    return Cell(cell.text, note=draft.say("bridge.odds", **journeys_cells.ratio(draft, link)), tone=cell.tone, sort=cell.sort)


def _orphan_cells(draft: Draft, found: JourneyFindings, micro: str) -> tuple[Cell, ...]:
    cannot = Cell(draft.say("bridge.cannot"), mark=Mark.NOT_COMPARABLE, tone=Tone.MUTED)
    open_ = Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED)
    return (
        Cell(draft.rule_label(micro), tone=Tone.WARN),
        Cell(draft.say("bridge.orphan"), tone=Tone.MUTED),
        cannot if micro in found.unlinkable else open_,
        Cell("", mark=Mark.NOT_YET, tone=Tone.MUTED),
    )
