"""Both tiers in one row, each macro's way in a row of its own, and lesser macros that leave the front page."""

from dataclasses import replace

from reportgen import wording
from reportgen.model.document import Block, Document, Mark, Paragraph, Scoreboard, Subheading, Table
from reportgen.model.findings import Findings
from reportgen.model.journeys import Unit
from reportgen.model.journeys_findings import JourneyFindings, TypicalLag
from reportgen.model.settings import Journey, Settings
from reportgen.model.tier_findings import TierFindings, WayFinding
from reportgen.stats import Rate, RateEstimate, dispersion, estimate_rate

WAYS = (
    WayFinding("contact", Journey.SHORT, 30, None, None, None, None, ("quote_request",)),
    WayFinding("quote_request", Journey.LONG, 365, 90, TypicalLag(20, 61, 110, 365, 84), None, None, ()),
)


def share(n: int, of: int) -> RateEstimate:
    return estimate_rate(Rate(n, of), dispersion((), of))


def tiers(of: int = 3_080) -> TierFindings:
    seen = 1 if of else 0
    return TierFindings(share(2_000 * seen, of), share(1_200 * seen, of), share(126 * seen, of), Rate(100 * seen, 126 * seen), WAYS)


def told(found: Findings, settings: Settings, name: str) -> tuple[Block, ...]:
    journeys = JourneyFindings(Unit.PAGE_VIEW, 10_000, (), (), (), ())
    document = wording.document(replace(found, journeys=journeys), settings)
    return next(section for section in document.sections if section.id == name).blocks


def table(blocks: tuple[Block, ...], name: str) -> Table:
    return next(block for block in blocks if isinstance(block, Table) and block.id == name)


def test_both_tiers_open_the_way_from_micro_to_macro(healthy: Findings, settings: Settings) -> None:
    # checklist 003-1
    blocks = told(replace(healthy, tiers=tiers()), settings, "bridge")
    assert blocks[0] == Subheading("tiers-together", "1,200 of 3,080 visitors gave a signal, 126 had a macro conversion")
    (row,) = table(blocks, "tiers").rows
    assert [cell.text for cell in row.cells] == ["October 2026", "3,080", "64.9%", "39.0%", "4.1%", "79.4%"]
    counts = [cell.note.split(";")[0] for cell in row.cells if cell.note]
    assert counts == ["2,000 of 3,080", "1,200 of 3,080", "126 of 3,080", "100 of 126"]


def test_where_nobody_came_nothing_is_tied(healthy: Findings, settings: Settings) -> None:
    assert "tiers" not in {getattr(block, "id", "") for block in told(replace(healthy, tiers=tiers(0)), settings, "bridge")}


def test_each_macro_says_how_soon_and_how_much(healthy: Findings, settings: Settings) -> None:
    # checklist 002-4, 003-19
    fixed = replace(WAYS[0], value=2_300.0, source="Sales, 2025")
    contact, quote = table(told(replace(healthy, tiers=replace(tiers(), ways=WAYS)), settings, "macro"), "macro-ways").rows
    assert [(cell.text, cell.note) for cell in quote.cells] == [
        ("Quote request", None),
        ("long", "followed for 365 days"),
        ("90 days", None),
        ("61 days", "20 to 110"),
        ("€1,680", "average of 45 in the period"),
    ]
    assert (contact.cells[0].note, contact.cells[1].text) == ("supports Quote request", "short")
    assert [cell.mark for cell in contact.cells[2:]] == [Mark.MISSING, Mark.NOT_ENOUGH, Mark.MISSING]
    priced = table(told(replace(healthy, tiers=replace(tiers(), ways=(fixed,))), settings, "macro"), "macro-ways").rows[0].cells[-1]
    assert (priced.text, priced.note) == ("€2,300", "Sales, 2025")


def front(found: Findings, settings: Settings) -> tuple[list[str], list[str]]:
    document: Document = wording.document(found, settings)
    (board,) = [block for block in document.front if isinstance(block, Scoreboard) and block.id == "scoreboard"]
    return [score.label for score in board.scores], [block.text for block in document.front if isinstance(block, Paragraph)]


def test_of_many_macros_the_primary_ones_stand_on_the_front_page(healthy: Findings, settings: Settings) -> None:
    """Two stand there whether primary or not; of three the lesser ones become a line; without a primary one nobody can tell."""
    # checklist 001-8
    calls = replace(healthy.macros[1], key="call", label="Call")
    many = replace(healthy, macros=(*healthy.macros, calls))
    labels, lines = front(many, settings)
    assert labels == ["Value", "Contact", "Any macro conversion"]
    assert "Not among the main ones: Quote request (45) and Call (45). More under macro conversions." in lines
    labels, lines = front(healthy, settings)
    assert labels == ["Value", "Contact", "Quote request", "Any macro conversion"]
    assert not any("main ones" in line for line in lines)
    equal = replace(many, macros=tuple(replace(rule, primary=False) for rule in many.macros))
    assert front(equal, settings)[0] == ["Value", "Contact", "Quote request", "Call", "Any macro conversion"]
