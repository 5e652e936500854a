"""What visitors are interested in, in words."""

from dataclasses import replace

from wording_draft import draft

from reportgen.model.document import Mark, Paragraph, Section, Subheading, Table, Tone
from reportgen.model.findings import Findings
from reportgen.model.interest import ELSEWHERE, AssetCounts, AssetFinding, InterestFinding, TopicCounts, TopicFinding
from reportgen.model.settings import Settings
from reportgen.stats import Candidate, Link, Rate, Stratum, bridges
from reportgen.wording import pages as chapter

STRONG, NOTHING, FEW = bridges(
    [Candidate((stratum,)) for stratum in (Stratum(4_000, 200, 1_000, 100), Stratum(4_000, 200, 1_000, 50), Stratum(4_000, 200, 40, 2))]
)


def topic(name: str, visitors: int, later: int, link: Link | None, views: int = 100) -> TopicFinding:
    counts = TopicCounts(name, views, visitors, 45_000 * views, 7, 3, {"contact": later})
    return TopicFinding(counts, Rate(later, visitors), link)


def asset(value: str, link: Link | None) -> AssetFinding:
    return AssetFinding(AssetCounts("upsell", "asset_type", value, 20, 18, {"contact": 4}), Rate(4, 18), link)


def interest(**more: object) -> InterestFinding:
    topics = (topic("case_studies", 900, 40, STRONG), topic("blog", 1_500, 30, NOTHING), topic(ELSEWHERE, 2_000, 20, None))
    values: dict[str, object] = {
        "macro": "contact",
        "topics": topics,
        "assets": (asset("e-book", FEW), asset("(none)", None)),
        "few_assets": 2,
        "clicking": ("social_follow",),
        "downloading": ("upsell",),
        **more,
    }
    return InterestFinding(**values)  # type: ignore[arg-type]


def pages(findings: Findings, settings: Settings, found: InterestFinding | None) -> Section:
    return chapter.section(draft(replace(findings, interest=found), settings))


def table(found: Section, name: str = "interest-list") -> Table:
    return next(block for block in found.blocks if isinstance(block, Table) and block.id == name)


def test_topics_with_what_their_visitors_did_and_went_on_to(healthy: Findings, settings: Settings) -> None:
    # checklist 003-17
    found = pages(healthy, settings, interest())
    headings = [block.text for block in found.blocks if isinstance(block, Subheading)]
    assert headings == ["Blog drew most visitors: 1,500 of 3,080 looked there"]
    assert found.heading == "Visitors of Case studies went on to Contact more often than comparable visitors"
    told = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    assert (
        "Visitors of Case studies went on to Contact about 3.2 times as often as comparable visitors (95% range 2.4 to 4.3; all data"
        in told[0]
    )
    listed = table(found)
    assert [column.label for column in listed.columns] == [
        *("Topic", "Visitors", "Views", "Time a view", "Clicks", "Downloads", "Later: Contact", "Odds ratio")
    ]
    first = listed.rows[0].cells
    assert [cell.text for cell in first] == ["Case studies", "900", "100", "45 s", "7", "3", "4.4%", "3.2"]
    assert (first[6].note, first[7].note, first[7].tone) == ("40 of 900", "2.4 to 4.3", Tone.GOOD)
    assert [row.cells[0].text for row in listed.rows] == ["Case studies", "Blog", "Other pages", "e-book", "not set"]
    assert [row.cells[-1].mark for row in listed.rows] == [None, None, Mark.NOT_COMPARABLE, Mark.NOT_ENOUGH, Mark.NOT_COMPARABLE]
    assert listed.rows[3].group == "Second order, by asset type"
    assert listed.more is not None
    assert listed.more.startswith("2 further values are left out")


def test_only_evidence_is_coloured(healthy: Findings, settings: Settings) -> None:
    quiet = interest(topics=(topic("blog", 1_500, 300, NOTHING), topic("price", 20, 19, FEW)))
    found = pages(healthy, settings, quiet)
    assert all(cell.tone is not Tone.GOOD for row in table(found).rows for cell in row.cells)
    told = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    assert told[0] == "After none of these topics Contact was clearly more frequent than among comparable visitors."


def test_without_a_macro_clicks_or_downloads_there_are_no_columns_for_them(healthy: Findings, settings: Settings) -> None:
    plain = interest(macro=None, assets=(), few_assets=0, clicking=(), downloading=(), topics=(topic("blog", 5, 0, None, views=0),))
    listed = table(pages(healthy, settings, plain))
    assert len(listed.columns) == 4
    assert listed.more is None
    assert listed.rows[0].cells[3].mark is Mark.MISSING


def test_pages_say_how_long_they_were_looked_at(healthy: Findings, settings: Settings) -> None:
    """900 s over 4,000 views of one page, 100 s over 800 of another: totals divided, never an average of averages."""
    # checklist 001-17
    found = pages(healthy, settings, None)
    listed = table(found, "page-list")
    assert listed.columns[3].label == "Time a view"
    assert [row.cells[3].text for row in listed.rows] == ["0.2 s", "0.1 s"]
    longer = replace(healthy, pages=tuple(replace(page, engagement_ms=page.views * 150_000) for page in healthy.pages))
    assert [row.cells[3].text for row in table(pages(longer, settings, None), "page-list").rows] == ["2.5 min", "2.5 min"]


def test_nothing_is_shown_without_topics(healthy: Findings, settings: Settings) -> None:
    assert not [block for block in pages(healthy, settings, None).blocks if isinstance(block, Table) and block.id == "interest-list"]
