"""What visitors are interested in, and what those of a topic went on to, beside comparable visitors."""

from collections.abc import Iterable, Mapping, Sequence

from reportgen.model.counts import Counts
from reportgen.model.interest import AssetCounts, AssetFinding, InterestFinding, TopicCounts, TopicFinding
from reportgen.model.journeys_findings import JourneyFindings
from reportgen.model.settings import Settings
from reportgen.model.way_findings import WayFindings
from reportgen.stats import Link, Rate


def interest(settings: Settings, counts: Counts, journeys: JourneyFindings | None, ways: WayFindings | None) -> InterestFinding | None:
    """Topics of the period; None without page groups and downloads, or without any visitor of them."""
    found = counts.interest
    if not (settings.report.page_groups or found.assets) or not any(topic.visitors for topic in found.topics):
        return None
    macro = _macro(settings, found.topics)
    micros, told = _of_micros(journeys, macro), _told(settings, found.assets)
    pages = _of_pages(ways, macro, micros)
    return InterestFinding(
        macro=macro,
        topics=tuple(TopicFinding(topic, _later(topic, macro), pages.get(topic.topic)) for topic in found.topics),
        assets=tuple(AssetFinding(asset, _later(asset, macro), _of_asset(settings, micros, asset)) for asset in told),
        few_assets=sum(found.few_assets.values()),
        clicking=found.clicking,
        downloading=found.downloading,
    )


def _told(settings: Settings, assets: Sequence[AssetCounts]) -> list[AssetCounts]:
    """Without the values of a further parameter that only names an earlier one's anew: as many downloads by as many visitors each."""
    told: list[AssetCounts] = []
    for rule, by in dict.fromkeys((asset.rule, asset.by) for asset in assets):
        own = [asset for asset in assets if (asset.rule, asset.by) == (rule, by)]
        earlier = settings.rule(rule).by[: settings.rule(rule).by.index(by)]
        numbers = [_numbers(asset for asset in told if (asset.rule, asset.by) == (rule, name)) for name in earlier]
        told.extend(own if _numbers(own) not in numbers else ())
    return told


def _numbers(assets: Iterable[AssetCounts]) -> list[tuple[int, int]]:
    return sorted((asset.downloads, asset.visitors) for asset in assets)


def _macro(settings: Settings, topics: tuple[TopicCounts, ...]) -> str | None:
    return next((rule.key for rule in settings.ranked_macros if any(topic.led_to.get(rule.key) for topic in topics)), None)


def _later(counts: TopicCounts | AssetCounts, macro: str | None) -> Rate:
    return Rate(counts.led_to.get(macro, 0) if macro else 0, counts.visitors)


def _of_micros(journeys: JourneyFindings | None, macro: str | None) -> Mapping[tuple[str, str | None], Link]:
    """(micro, item) -> link to the macro; items with enough data only."""
    bridges = [bridge for bridge in (journeys.bridges if journeys else ()) if bridge.macro == macro]
    return {(link.micro, link.item): link.link for bridge in bridges for whole in bridge.links for link in (whole, *whole.items)}


def _of_pages(ways: WayFindings | None, macro: str | None, micros: Mapping[tuple[str, str | None], Link]) -> Mapping[str, Link]:
    """Page group -> link to the macro; where a micro is the very same, its link, so that one thing has one number."""
    own = [way for way in (ways.ways if ways else ()) if way.macro == macro]
    return {pages.group: micros.get((pages.own_micro or "", None), pages.link) for way in own for pages in way.pages}


def _of_asset(settings: Settings, micros: Mapping[tuple[str, str | None], Link], asset: AssetCounts) -> Link | None:
    """Only values of a rule's first parameter are compared."""
    return micros.get((asset.rule, asset.value)) if settings.rule(asset.rule).by[0] == asset.by else None
