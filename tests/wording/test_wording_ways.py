"""What came before a macro, and the ways people took, in words: counts with their denominators, nothing rare, no claim of a cause."""

from dataclasses import replace

import pytest
from wording_draft import draft

from reportgen.model.document import Cell, Mark, Section, Subheading, Table
from reportgen.model.findings import Findings
from reportgen.model.journeys import Unit
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings, LinkFinding
from reportgen.model.settings import Settings
from reportgen.model.way_findings import PagesBefore, Touch, WayFinding, WayFindings
from reportgen.model.ways import Reading, Taken, TakenWay, Walk
from reportgen.stats import Assist, Rate, Stratum, assist, bridge
from reportgen.wording import journeys

STRATUM = Stratum(4_000, 200, 1_000, 100)
LINK = bridge((STRATUM,))
TAKEN = Taken(
    linked=200,
    declared=("engagement", "consideration", "intent"),
    whole=4,
    skipping=120,
    otherwise=30,
    none=46,
    signalled=160,
    ways={
        Walk.STAGES: (
            TakenWay(("engagement", "intent"), False, 60, "Organic Search", 40),
            TakenWay((), False, 46, None, 0),
            TakenWay(("intent", "engagement"), True, 5, "Email", 3),
            TakenWay(("intent",), False, 4, "Email", 3),
        ),
        Walk.PAGES: (TakenWay(("blog", "case_studies"), False, 25, "Direct", 9), TakenWay(("blog",), False, 9, "Direct", 4)),
    },
)


def before(rate: Rate) -> Assist:
    return assist(rate, (STRATUM,))


def way(macro: str, taken: Taken = TAKEN, **more: object) -> WayFinding:
    pages = (
        PagesBefore("blog", 2_000, LINK, before(Rate(90, 150)), None),
        PagesBefore("price", 900, LINK, before(Rate(60, 150)), "pricing_view"),
    )
    values: dict[str, object] = {"primary": True, "lookback": 180, "pages": pages, "seasoned": 150, "unseen": 7, "unnamed": 3, **more}
    touches = {"first": Touch("Organic Search", 90, 210), "last": Touch("(none)", 80, 210)}
    return WayFinding(macro=macro, taken=taken, **{**touches, **values})  # type: ignore[arg-type]


@pytest.fixture
def firm(settings: Settings) -> Settings:
    report = settings.report.model_copy(
        update={"page_groups": {"blog": ("/blog/*",), "case_studies": ("/work/*",), "price": ("/pricing",)}}
    )
    return settings.model_copy(update={"report": report})


def section(findings: Findings, firm: Settings, *ways: WayFinding) -> Section:
    link = LinkFinding("pricing_view", None, 900, LINK, vanity=False, fewer=False, needed=None, assist=before(Rate(75, 150)))
    bridges = tuple(BridgeFinding(one.macro, True, 60, 180, Rate(200, 207), 3, (link,), (), 60) for one in ways)
    found = JourneyFindings(Unit.PAGE_VIEW, 10_000, bridges, (), (), ())
    reading = {"blog": Reading(1_000, 40_000_000, 100, 5_000_000)}
    told = replace(findings, journeys=found, ways=WayFindings(ways, reading))
    return journeys.section(draft(told, firm))


def table(found: Section, name: str) -> Table | None:
    return next((block for block in found.blocks if isinstance(block, Table) and block.id == name), None)


def rows(found: Table | None) -> dict[str, tuple[Cell, ...]]:
    assert found is not None
    return {row.cells[0].text: row.cells[1:] for row in found.rows}


def headings(found: Section) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Subheading)]


def test_what_came_before_is_told_with_its_denominators(healthy: Findings, firm: Settings) -> None:
    # checklist 000-20, 001-20, 004-16
    found = section(healthy, firm, way("quote_request"))
    assert "Quote request: 160 of 200 visitors (80.0%) showed a signal before" in headings(found)
    told = table(found, "before")
    assert told is not None
    assert told.columns[1].note == "n of 150 (range); by chance"
    cells = {name: (one[0].text, one[0].note) for name, one in rows(told).items()}
    assert cells["Any signal, within its look-back"] == ("80.0%", "160 of 200")
    # Wilson of 75/150 and 90/150 (R's prop.test without correction: 42.1 to 57.9, 52.00 to 67.49); 200 macros x 1,000 / 4,000 rows
    assert cells["Pricing page"] == ("50.0%", "75 (42% to 58%); 25%")
    assert cells["Blog"] == ("60.0%", "90 (52% to 67%); 25%")
    assert cells["First touch"] == ("Organic Search", "90 of 210")
    assert cells["Last touch that is not direct"] == ("not set", "80 of 210")
    assert cells["No page view in its look-back"] == ("3.4%", "7 of 207")
    assert cells["Conversions that name nobody"] == ("3", None)
    # the page that is a micro of its own stands once, as the micro
    assert "Price" not in cells


def test_time_on_pages_is_all_engaged_time_over_all_views(healthy: Findings, firm: Settings) -> None:
    """5,000 s over 100 views before, 40,000 s over 1,000 views in all."""
    told = table(section(healthy, firm, way("quote_request")), "before")
    assert told is not None
    assert next(row.cells[0].note for row in told.rows if row.cells[0].text == "Blog") == "50 s a view before, 40 s in all"


def test_macros_stand_side_by_side_and_a_young_one_says_so(healthy: Findings, firm: Settings) -> None:
    young = way("contact", seasoned=0, pages=(PagesBefore("blog", 9, LINK, before(Rate(0, 0)), None),), first=None, last=None)
    told = table(section(healthy, firm, way("quote_request"), young), "before")
    assert told is not None
    assert [column.note for column in told.columns[1:]] == ["n of 150 (range); by chance", "nobody yet"]
    assert rows(told)["Blog"][1].mark is Mark.NOT_YET
    assert rows(told)["First touch"][1].mark is Mark.MISSING


def test_the_declared_order_beside_the_others(healthy: Findings, firm: Settings) -> None:
    # checklist 004-4
    found = section(healthy, firm, way("quote_request"))
    assert "Quote request: 4 of 200 visitors took every step in the declared order" in headings(found)
    told = table(found, "ways-orders")
    assert told is not None
    assert told.rows[0].cells[0].note == "Staying in touch > Considering > Ready to talk"
    assert [cell.text for cell in told.rows[0].cells[1:]] == ["2.0%", "60.0%", "15.0%", "23.0%"]


def test_ways_are_those_of_at_least_five_visitors_and_add_up(healthy: Findings, firm: Settings) -> None:
    told = table(section(healthy, firm, way("quote_request")), "ways-quote_request")
    assert told is not None
    assert [(row.group, row.cells[0].text, row.cells[1].text, row.cells[2].text) for row in told.rows] == [
        ("Steps of the funnel", "Staying in touch > Ready to talk", "60", "Organic Search"),
        ("Steps of the funnel", "no step seen before", "46", "mixed"),
        ("Steps of the funnel", "Ready to talk > Staying in touch > …", "5", "Email"),
        ("Steps of the funnel", "all other ways", "89", ""),
        ("Parts of the site", "Blog > Case studies", "25", "Direct"),
        ("Parts of the site", "Blog", "9", "Direct"),
        ("Parts of the site", "all other ways", "166", ""),
    ]
    assert told.rows[0].cells[1].note == "30.0%"
    assert told.rows[0].cells[2].note == "40 of 60"


def test_few_visitors_are_stories(healthy: Findings, firm: Settings) -> None:
    stories = (TakenWay(("intent",), False, 6, None, 0), TakenWay(("engagement",), False, 5, None, 0))
    few = replace(TAKEN, linked=12, whole=0, skipping=11, otherwise=0, none=1, signalled=11, ways={Walk.STAGES: stories})
    told = table(section(healthy, firm, way("quote_request", few)), "ways-quote_request")
    assert told is not None
    assert told.notes[0].endswith("With 12 visitors these are single stories, not patterns.")


def test_a_macro_that_nobody_could_be_followed_to_has_no_ways(healthy: Findings, firm: Settings) -> None:
    found = section(healthy, firm, way("quote_request", Taken(), pages=(), first=None, last=None))
    assert [name for name in ("before", "ways-orders", "ways-quote_request") if table(found, name)] == []
