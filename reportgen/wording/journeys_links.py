"""One macro and all signals before it: a statement, the clearest links in sentences, a chart and a table."""

from collections.abc import Sequence
from itertools import accumulate

from reportgen.model.document import Block, Cell, Column, Figure, Paragraph, Row, Subheading, Table, Tone
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings, LinkFinding
from reportgen.stats import Bridge
from reportgen.stats.measures import Rate
from reportgen.wording import changes, figures, journeys_cells, journeys_cohorts, lag_charts, link_charts
from reportgen.wording.draft import Draft
from reportgen.wording.long_lists import known, too_little

MOST_TOLD = 2
MUCH_UNLINKED = 0.2
HEADED = 100
"""Letters of names that a heading has room for."""


def blocks(draft: Draft, found: JourneyFindings, bridge: BridgeFinding, first: tuple[BridgeFinding, LinkFinding] | None) -> list[Block]:
    """The macro's statement, its clearest links other than the `first` told already, chart, table, cohorts. Nothing of a macro that
    nobody ever had."""
    if not bridge.linked.of and not bridge.unnamed:
        return []
    blocks: list[Block] = [Subheading(f"bridge-{bridge.macro}", _statement(draft, bridge))]
    marked = [link for link in bridge.links if link.link.marked and link.link.interval and (first is None or link is not first[1])]
    blocks.extend(Paragraph(sentence(draft, found, bridge, link)) for link in marked[:MOST_TOLD])
    chart = link_charts.forest(draft, bridge) if bridge.primary else None
    blocks.extend([Figure(f"bridge-forest-{bridge.macro}", chart)] if chart else [])
    blocks.append(_table(draft, found, bridge))
    blocks.extend(_unlinked(draft, bridge))
    curves = lag_charts.figure(draft, bridge.macro)
    blocks.extend([curves] if curves else [])
    return [*blocks, *(journeys_cohorts.blocks(draft, bridge) if bridge.primary else ())]


def sentence(draft: Draft, found: JourneyFindings, bridge: BridgeFinding, link: LinkFinding) -> str:
    """Observed beside expected, with the odds ratio and its range."""
    told = {**journeys_cells.ratio(draft, link), **pair(draft, bridge, link), "expected": journeys_cells.expected(draft, link)}
    step = draft.say(f"bridge.alike_{found.unit}")
    return draft.say("bridge.told", n=link.link.observed, alike=step, **told)


def pair(draft: Draft, bridge: BridgeFinding, link: LinkFinding) -> dict[str, str]:
    """The labels of both."""
    return {"macro": draft.rule_label(bridge.macro), "micro": draft.rule_label(link.micro)}


def _statement(draft: Draft, bridge: BridgeFinding) -> str:
    macro = draft.rule_label(bridge.macro)
    strong = [draft.rule_label(link.micro) for link in bridge.links if link.link.bridge is Bridge.STRONG]
    if strong:
        return draft.say("bridge.macro_strong", n=len(strong), labels=headed(draft, strong), macro=macro)
    maybe = [draft.rule_label(link.micro) for link in bridge.links if link.link.marked and not link.fewer]
    if maybe:
        return draft.say("bridge.macro_suggestive", n=len(maybe), labels=headed(draft, maybe), macro=macro)
    enough = any(link.link.enough for link in bridge.links)
    return draft.say("bridge.macro_none" if enough else "bridge.macro_few", macro=macro)


def headed(draft: Draft, labels: Sequence[str]) -> str:
    """Signals by name in a heading: as many of the first as it has room for, and how many more; the first in any case."""
    ends = accumulate(len(label) for label in labels)
    named = labels[: max(1, sum(end <= HEADED for end in ends))]
    rest = len(labels) - len(named)
    return draft.listed([*named, draft.say("bridge.more", n=rest)] if rest else named)


def _table(draft: Draft, found: JourneyFindings, bridge: BridgeFinding) -> Table:
    with_worth = any(link.worth for link in bridge.links)
    head = [
        Column(draft.say("bridge.column_micro")),
        Column(draft.say("bridge.column_observed"), numeric=True, note=draft.say("bridge.head_expected")),
        journeys_cells.ratio_head(draft),
        Column(draft.say("bridge.column_link")),
    ]
    head += [Column(draft.say("bridge.column_worth"), numeric=True)] if bridge.primary and with_worth else []
    head += [Column(draft.say("bridge.column_lag"), numeric=True)] if bridge.primary else []
    left = too_little(bridge.links)
    shown = [link for place, link in enumerate(bridge.links) if place not in left]
    rows = [row for link in shown for row in _rows(draft, bridge, link, with_worth=with_worth)]
    caption = draft.say("bridge.table", macro=draft.rule_label(bridge.macro), as_of=draft.day(draft.findings.as_of))
    notes, more = _notes(draft, found, bridge, with_worth=with_worth), journeys_cells.left_out(draft, left)
    return Table(f"links-{bridge.macro}", caption, *known(head, rows), notes, more)


def _notes(draft: Draft, found: JourneyFindings, bridge: BridgeFinding, *, with_worth: bool) -> tuple[str, ...]:
    """How to read it: what all tables share stands under the first alone."""
    every = [link for one in found.bridges for link in one.links]
    shared = [draft.say("bridge.note_ratio"), draft.say("bridge.note_label")]
    shared += [draft.say("bridge.note_vanity")] if any(link.vanity for link in every) else []
    shared += [draft.say("bridge.note_needed")] if any(link.link.bridge is Bridge.NOT_ENOUGH_DATA for link in every) else []
    shared.append(draft.say("bridge.note_alone"))
    lagged = bridge.primary and any(link.lag for link in bridge.links)
    own = [draft.say("bridge.note_lag", days=bridge.horizon)] if lagged else []
    own += [draft.say("bridge.note_worth", days=bridge.horizon)] if bridge.primary and with_worth else []
    texts = [draft.together(own)] if own else []
    return (draft.together(shared), *texts) if bridge is found.bridges[0] else tuple(texts)


def _rows(draft: Draft, bridge: BridgeFinding, link: LinkFinding, *, with_worth: bool) -> list[Row]:
    """A signal, and below it the values of its parameter that have enough data."""
    lacking = link.link.bridge is Bridge.NOT_ENOUGH_DATA
    rows = [Row(_cells(draft, bridge, link, with_worth=with_worth), muted=lacking, strong=link.link.bridge is Bridge.STRONG)]
    told = link.items if _splits(link) else ()
    return [*rows, *(Row(_cells(draft, bridge, item, with_worth=with_worth), sub=True) for item in told)]


def _splits(link: LinkFinding) -> bool:
    """Whether the values of a signal's parameter tell more than the signal: it, or one of them, stands out."""
    return link.link.marked or any(item.link.marked for item in link.items)


def _cells(draft: Draft, bridge: BridgeFinding, link: LinkFinding, *, with_worth: bool) -> tuple[Cell, ...]:
    cells = [
        _name(draft, link),
        Cell(draft.count(link.link.observed), note=journeys_cells.expected(draft, link), sort=link.link.observed),
        journeys_cells.ratio_cell(draft, link),
        journeys_cells.link_cell(draft, link),
    ]
    if not bridge.primary:
        return tuple(cells)
    if with_worth:
        cells.append(Cell("") if link.item else journeys_cells.worth_cell(draft, link))
    return (*cells, Cell("") if link.item else journeys_cells.lag_cell(draft, link))


def _name(draft: Draft, link: LinkFinding) -> Cell:
    if link.item:
        return Cell(figures.slice_name(draft, link.item))
    journeys = draft.findings.journeys
    orphan = journeys is not None and link.micro in journeys.orphans
    notes = [draft.say("bridge.orphan")] if orphan else []
    if _splits(link) and link.few_items:
        notes.append(draft.say("bridge.few_items", n=link.few_items))
    elif not _splits(link) and len(link.items) > 1:
        notes.append(draft.say("bridge.no_items", n=len(link.items)))
    return Cell(draft.rule_label(link.micro), note=_beside(draft, notes), tone=Tone.WARN if orphan else Tone.NEUTRAL)


def _beside(draft: Draft, notes: Sequence[str]) -> str | None:
    return draft.say("number.beside", left=notes[0], right=notes[1]) if len(notes) > 1 else next(iter(notes), None)


def _unlinked(draft: Draft, bridge: BridgeFinding) -> list[Block]:
    """Macros that stand on no page view, with a warning where they are many; and those that name nobody."""
    told: list[Block] = []
    away = Rate(bridge.linked.of - bridge.linked.n, bridge.linked.of)
    if away.n and away.value is not None:
        facts = {"macro": draft.rule_label(bridge.macro), "share": changes.rate_text(draft, away), "of": draft.count(away.of)}
        much = away.value > MUCH_UNLINKED
        text = draft.say("bridge.unlinked", n=away.n, days=draft.count(bridge.lookback), **facts)
        told.append(Paragraph(draft.together([text, draft.say("bridge.unlinked_much")]) if much else text, "warning" if much else "note"))
    if bridge.unnamed:
        told.append(Paragraph(draft.say("bridge.unnamed", n=bridge.unnamed), "note"))
    return told
