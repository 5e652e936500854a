"""The made-up firm's channels: how people come, where they land and how ready they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.periods import Period


@dataclass(frozen=True, slots=True)
class Source:
    """One way in: a source and medium and its share of the channel's sessions."""

    source: str
    medium: str
    share: float
    referrer: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: share of new visitors (relative), chance to come back, odds on the macros, where its visitors land.

    `growth` is the channel's own growth a year on top of the site's.
    """

    name: str
    share: float
    growth: float
    again: float
    odds: float
    sources: tuple[Source, ...]
    landing: Mapping[str, float]


CHANNELS = (
    Channel(
        "Organic Search",
        40,
        0.02,
        0.30,
        1.0,
        (
            Source("google", "organic", 0.86, "https://www.google.com/"),
            Source("bing", "organic", 0.09, "https://www.bing.com/"),
            Source("duckduckgo", "organic", 0.05, "https://duckduckgo.com/"),
        ),
        {"blog": 0.56, "home": 0.2, "services": 0.14, "work": 0.06, "resources": 0.04},
    ),
    Channel(
        "Paid Search",
        17,
        0.0,
        0.24,
        1.3,
        (
            Source("google", "cpc", 0.85, "https://www.google.com/"),
            Source("bing", "cpc", 0.15, "https://www.bing.com/"),
        ),
        {"services": 0.6, "home": 0.2, "pricing": 0.12, "product": 0.08},
    ),
    Channel(
        "Email",
        6,
        0.1,
        0.6,
        3.0,
        (Source("newsletter", "email", 1.0),),
        {"blog": 0.5, "resources": 0.3, "work": 0.12, "product": 0.08},
    ),
    Channel(
        "Organic Social",
        8,
        0.05,
        0.2,
        0.5,
        (
            Source("linkedin.com", "referral", 0.7, "https://www.linkedin.com/"),
            Source("instagram.com", "referral", 0.3, "https://www.instagram.com/"),
        ),
        {"blog": 0.5, "work": 0.3, "home": 0.2},
    ),
    Channel(
        "Paid Social",
        5,
        0.3,
        0.18,
        0.45,
        (Source("linkedin", "paid_social", 0.8, "https://www.linkedin.com/"), Source("facebook", "paid_social", 0.2)),
        {"resources": 0.6, "blog": 0.25, "services": 0.15},
    ),
    Channel(
        "Referral",
        8,
        0.0,
        0.35,
        1.6,
        (
            Source("agency-guide.example", "referral", 0.6, "https://agency-guide.example/berlin/"),
            Source("designnotes.example", "referral", 0.4, "https://designnotes.example/links/"),
        ),
        {"work": 0.45, "home": 0.4, "services": 0.15},
    ),
    Channel(
        "Direct",
        16,
        0.0,
        0.4,
        1.0,
        (Source("(direct)", "(none)", 1.0),),
        {"home": 0.62, "blog": 0.12, "pricing": 0.08, "work": 0.1, "services": 0.08},
    ),
)
DIRECT = len(CHANNELS) - 1
EMAIL = 2


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign and its weight among its channel's sessions; with `run` only in those days."""

    name: str
    weight: float
    run: Period | None = None


CAMPAIGNS: Mapping[str, tuple[Campaign, ...]] = {
    "Paid Search": (Campaign("search_brand", 1), Campaign("search_web_apps", 1 / 2), Campaign("search_brand_design", 1 / 3)),
    "Paid Social": (
        Campaign("ebook_leads_2026", 1),
        Campaign("spring_relaunch_2026", 2, Period(date(2026, 3, 2), date(2026, 6, 1))),
        Campaign("autumn_checklist_2026", 2, Period(date(2026, 10, 5), date(2027, 1, 1))),
    ),
    "Email": (Campaign("newsletter_monthly", 1), Campaign("webinar_invite", 1 / 2)),
}
"""A channel's first campaign always runs; it takes the sessions of those that do not."""
CONTENTS = ("hero_a", "hero_b", "text_only")
