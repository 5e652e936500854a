"""Ways to macros and the topics that interest visitors: what is compared with whom, and what is left out."""

from collections.abc import Mapping
from datetime import date

import pytest

from reportgen import periods
from reportgen.insights import find
from reportgen.insights.find import Insights
from reportgen.model.counts import Counts, PeriodCounts, Profile, Series, Traffic
from reportgen.model.interest import AssetCounts, InterestCounts, TopicCounts
from reportgen.model.journeys import Attributed, Journeys, MacroJourney, Micro, Pair, Place, Windows
from reportgen.model.settings import Settings
from reportgen.model.way_findings import Touch
from reportgen.model.ways import Taken
from reportgen.stats import Bridge, Rate, Stratum, TouchPath

PLACE = Place("Direct", 1, 0)
STRONG, NOTHING = Stratum(4_000, 200, 1_000, 100), Stratum(4_000, 200, 1_000, 50)
FIRM = Settings.model_validate(
    {
        "report": {
            "site": {"name": "Firm", "zone": "UTC"},
            "inputs": [{"key": "web", "files": ["x"]}],
            "page_groups": {"blog": ["/blog/*"], "price": ["/pricing"], "unseen": ["/never"]},
        },
        "rules": [
            {"key": "quote", "label": "Quote", "tier": "macro", "match": [{"event": ["quote"]}]},
            {"key": "order", "label": "Order", "tier": "macro", "match": [{"event": ["order"]}], "primary": True},
            {"key": "pricing", "label": "Pricing", "tier": "micro", "match": [{"page": ["price"]}]},
            {"key": "reading", "label": "Reading", "tier": "micro", "match": [{"page": ["blog"], "engagement": 30}]},
            {"key": "download", "label": "Download", "tier": "micro", "match": [{"event": ["d"]}], "by": ["asset", "kind", "size"]},
        ],
    }
)


def pair(stratum: Stratum) -> Pair:
    return Pair({PLACE: stratum}, 900, Rate(stratum.d1, 200), Rate(stratum.d1, 200))


PAIRS = {
    Micro("pricing"): pair(STRONG),
    Micro("reading"): pair(NOTHING),
    Micro("download"): pair(NOTHING),
    Micro("download", "guide"): pair(STRONG),
    Micro("", "blog"): pair(NOTHING),
    Micro("", "price"): pair(Stratum(4_000, 200, 1_000, 98)),
}
PATHS = Attributed(paths=(TouchPath(("Email", "Direct"), 3), TouchPath(("Direct", "Search"), 2), TouchPath((), 4)))


def journey(**more: object) -> MacroJourney:
    values: dict[str, object] = {
        "visitors": 200,
        "seasoned": 150,
        "unnamed": 4,
        "pairs": PAIRS,
        "taken": Taken(linked=190, signalled=170),
        **more,
    }
    return MacroJourney(Windows(30, 30, 30), **values)  # type: ignore[arg-type]


def topic(name: str, visitors: int, **led_to: int) -> TopicCounts:
    return TopicCounts(name, visitors * 2, visitors, 1_000, led_to=led_to)


TOPICS = (topic("blog", 90, order=0, quote=9), topic("price", 40, order=0, quote=8), topic("unseen", 0), topic("", 10, order=0, quote=1))


def asset(by: str, value: str, downloads: int) -> AssetCounts:
    return AssetCounts("download", by, value, downloads, downloads - 1, {"quote": 2})


def seen(macros: Mapping[str, MacroJourney], interest: InterestCounts) -> Insights:
    nothing = Series((), (), (), (), {})
    current = PeriodCounts(periods.month("2026-10"), Traffic(100, 120, 80, 300), {}, {}, {}, {})
    profile = Profile((), (), {}, 0, {}, (), {}, {}, ())
    found = Journeys(visitors=10_000, macros=macros)
    counts = Counts(date(2026, 10, 31), current, None, None, nothing, nothing, nothing, (), {}, profile, found, interest=interest)
    return find(FIRM, counts)


@pytest.fixture(scope="module")
def told() -> Insights:
    assets = (asset("asset", "guide", 20), asset("asset", "list", 9), asset("kind", "e-book", 20), asset("kind", "sheet", 9))
    few = {("download", "asset"): 2}
    macros = {"quote": journey(), "order": journey(attributed_ever=PATHS)}
    return seen(macros, InterestCounts(TOPICS, (*assets, asset("size", "big", 29)), few, ("click",), ("download",)))


def test_primary_macros_first_with_who_could_not_be_matched(told: Insights) -> None:
    # checklist 000-20
    assert told.ways is not None
    order, quote = told.ways.ways
    assert (order.macro, order.primary, quote.macro) == ("order", True, "quote")
    assert (order.unseen, order.unnamed, order.seasoned) == (10, 4, 150)
    # first: Email 3, Direct 2; last that is not direct: Email 3, Search 2; four without any visit
    assert (order.first, order.last) == (Touch("Email", 3, 5), Touch("Email", 3, 5))
    assert (quote.first, quote.last) == (None, None)


def test_page_groups_are_compared_with_comparable_visitors_and_know_their_own_micro(told: Insights) -> None:
    # checklist 004-16
    assert told.ways is not None
    pages = {one.group: one for one in told.ways.ways[1].pages}
    assert {group: (one.own_micro, one.link.bridge) for group, one in pages.items()} == {
        "blog": (None, Bridge.NO_LINK_SHOWN),
        "price": ("pricing", Bridge.STRONG),
    }
    assert (pages["blog"].assist.rate, pages["blog"].assist.by_chance) == (Rate(50, 200), 0.25)


def test_topics_speak_of_the_macro_that_their_visitors_had(told: Insights) -> None:
    """The primary one came after no view in the period. A page that is a micro has the micro's link: one number for one thing."""
    # checklist 003-17
    assert told.interest is not None
    assert told.interest.macro == "quote"
    assert [one.later for one in told.interest.topics] == [Rate(9, 90), Rate(8, 40), Rate(0, 0), Rate(1, 10)]
    assert [one.link.observed if one.link else None for one in told.interest.topics] == [50, 100, None, None]


def test_a_parameter_that_names_the_same_downloads_anew_is_left_out(told: Insights) -> None:
    assert told.interest is not None
    assert [(one.counts.by, one.counts.value, one.link is not None) for one in told.interest.assets] == [
        ("asset", "guide", True),
        ("asset", "list", False),
        ("size", "big", False),
    ]
    assert told.interest.few_assets == 2


def test_nothing_to_tell() -> None:
    nobody = seen({"quote": MacroJourney(Windows(30, 30, 30))}, InterestCounts((topic("blog", 0),)))
    assert (nobody.ways, nobody.interest) == (None, None)
    quiet = seen({}, InterestCounts((topic("blog", 3),)))
    assert quiet.interest is not None
    assert (quiet.interest.macro, quiet.interest.topics[0].link) == (None, None)
