"""The section from micro to macro: which signals come before a macro more often than among comparable visitors. Never why."""

from reportgen.model.document import Block, Section
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings, LinkFinding
from reportgen.stats import Bridge
from reportgen.wording import journeys_cells, journeys_links, journeys_map, leading, leads, stated, tiers, ways
from reportgen.wording.draft import Draft


def section(draft: Draft) -> Section:
    """Both tiers together; macros in their order, primary ones whole, the others as a table; then what each signal is meant for."""
    kicker, found = draft.say("bridge.kicker"), draft.findings.journeys
    if found is None:
        return Section("bridge", kicker, draft.say("bridge.none_heading"), draft.say("bridge.none"), tuple(stated.blocks(draft)))
    first = _first_told(found)
    blocks: list[Block] = tiers.blocks(draft)
    for each in found.bridges:
        blocks.extend(journeys_links.blocks(draft, found, each, first))
    blocks.extend(leads.blocks(draft))
    blocks.extend(leading.blocks(draft))
    blocks.extend(journeys_map.blocks(draft, found))
    blocks.extend(ways.blocks(draft))
    blocks.extend(stated.blocks(draft))
    told = [journeys_links.sentence(draft, found, *first) if first else _open(draft, found), draft.say("bridge.why")]
    return Section("bridge", kicker, _heading(draft, found), draft.together(told), tuple(blocks))


def front_sentence(draft: Draft) -> str | None:
    """The clearest strong link in a sentence; None without one."""
    first = _first_told(draft.findings.journeys) if draft.findings.journeys else None
    if first is None:
        return None
    return draft.say("bridge.front", **journeys_cells.ratio(draft, first[1]), **journeys_links.pair(draft, *first))


def _first_told(found: JourneyFindings) -> tuple[BridgeFinding, LinkFinding] | None:
    return next(((each, link) for each in found.bridges for link in each.links if link.link.bridge is Bridge.STRONG), None)


def _open(draft: Draft, found: JourneyFindings) -> str:
    return draft.say("bridge.lead_open" if any(link.link.enough for link in _links(found)) else "bridge.lead_few")


def _links(found: JourneyFindings) -> list[LinkFinding]:
    return [link for each in found.bridges for link in each.links]


def _heading(draft: Draft, found: JourneyFindings) -> str:
    links = _links(found)
    strong = list(dict.fromkeys(link.micro for link in links if link.link.bridge is Bridge.STRONG))
    if strong:
        return draft.say("bridge.heading_strong", n=len(strong), labels=journeys_links.headed(draft, [*map(draft.rule_label, strong)]))
    return draft.say("bridge.heading_open" if any(link.link.enough for link in links) else "bridge.heading_few")
