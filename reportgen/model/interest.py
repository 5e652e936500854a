"""What visitors of the reported period looked at, clicked and downloaded, by topic, and what they went on to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.stats import Link, Rate

ELSEWHERE = ""
"""The topic of pages in no page group."""


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """A page group in the period; its name is `ELSEWHERE` for all pages outside.

    `visitors` are distinct, `engagement_ms` the engaged time over all its views; `clicks` and `downloads` happened on its pages.
    `led_to`: macro -> visitors who viewed one of its pages and at the same time or later in the period had the macro.
    """

    topic: str
    views: int
    visitors: int
    engagement_ms: int
    clicks: int = 0
    downloads: int = 0
    led_to: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AssetCounts:
    """One value of a parameter (`by`) of a micro that is a download, in the period; `led_to` as for a topic."""

    rule: str
    by: str
    value: str
    downloads: int
    visitors: int
    led_to: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InterestCounts:
    """Topics in the order of the settings, pages outside last; assets with at least three visitors, most downloaded first, and the number
    of the others by (rule, parameter). `clicking` and `downloading` are the micros that count as such."""

    topics: tuple[TopicCounts, ...] = ()
    assets: tuple[AssetCounts, ...] = ()
    few_assets: Mapping[tuple[str, str], int] = field(default_factory=dict)
    clicking: tuple[str, ...] = ()
    downloading: tuple[str, ...] = ()


NO_INTEREST = InterestCounts()


@dataclass(frozen=True, slots=True)
class TopicFinding:
    """A topic with what its visitors went on to: `later` in the period (n of its visitors), and the `link` to the macro beside comparable
    visitors, over all data; None where it has none of its own."""

    counts: TopicCounts
    later: Rate
    link: Link | None


@dataclass(frozen=True, slots=True)
class AssetFinding:
    """As `TopicFinding`, for one value of a download's parameter."""

    counts: AssetCounts
    later: Rate
    link: Link | None


@dataclass(frozen=True, slots=True)
class InterestFinding:
    """What visitors are interested in. `macro` is the one that `later` and `link` speak of: the first (primary ones first) that any visitor
    of the period had after viewing a page; None without."""

    macro: str | None
    topics: tuple[TopicFinding, ...]
    assets: tuple[AssetFinding, ...]
    few_assets: int
    clicking: tuple[str, ...]
    downloading: tuple[str, ...]
