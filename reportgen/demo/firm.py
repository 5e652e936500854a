"""The made-up firm: its pages, channels and campaigns, and how strongly one thing goes along with another.

Northlight Studio builds web applications and brands for other firms. Its sales take months: somebody reads the
blog, comes back, downloads a guide, asks for a quote, and signs a proposal a season later.
Everything here is a constant of the simulation; the odds ratios are what a report should find again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.periods import Period

NAME = "Northlight Studio"
HOST = "www.northlight.example"
ZONE = "Europe/Berlin"
FIRST_MONTH = date(2025, 1, 1)
END = date(2026, 11, 1)
MONTHS = 22
WARM_UP_DAYS = 240
"""Visitors of these days before the first export come back in it, and their proposals are accepted in it."""

OUTAGE = Period(date(2026, 3, 17), date(2026, 3, 20))
RELAUNCH = date(2026, 2, 2)
MIX_SHIFT = date(2026, 6, 1)
COLLECTED_SINCE = date(2025, 7, 1)
"""From this day on the export has `collected_traffic_source` and the batch columns; before, source comes in parameters."""
LAST_CLICK_SINCE = date(2026, 1, 1)
NDJSON_SINCE = date(2026, 5, 1)
BROKEN_FILE = date(2026, 10, 1)
"""The month whose file has a few lines of cut-off JSON."""
WEBINAR_MONTHS = (2, 3, 5, 6, 8, 9)


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

CAMPAIGNS: Mapping[str, tuple[str, ...]] = {
    "Paid Search": ("search_brand", "search_web_apps", "search_brand_design"),
    "Paid Social": ("ebook_leads_2026", "spring_relaunch_2026"),
    "Email": ("newsletter_monthly", "webinar_invite"),
}
CONTENTS = ("hero_a", "hero_b", "text_only")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site: its kind, path and title, and how often it is chosen among its kind (relative)."""

    kind: str
    path: str
    title: str
    weight: float = 1.0


def _pages() -> tuple[Page, ...]:
    services = {"web-apps": "Web applications", "brand-design": "Brand design", "product-design": "Product design", "integration": "Integration"}
    work = {
        "harbour-museum": "Harbour Museum",
        "regional-bank": "A regional bank",
        "clinic-booking": "Booking for a clinic",
        "solar-monitor": "Solar monitor",
        "city-library": "City library",
    }
    blog = (
        "what-a-web-app-costs",
        "brief-template",
        "design-system-first-steps",
        "choosing-an-agency",
        "accessibility-law",
        "portal-or-app",
        "rewrite-or-repair",
        "brand-refresh-checklist",
        "measuring-a-relaunch",
        "forms-people-finish",
        "hosting-in-europe",
        "discovery-workshop",
        "pricing-models",
        "handover-without-tears",
        "typefaces-for-software",
        "small-team-roadmap",
    )
    resources = {"relaunch-guide": "The relaunch guide", "brief-checklist": "Project brief checklist", "api-whitepaper": "Integration whitepaper"}
    pages = [Page("home", "/", NAME)]
    pages += [Page("services", f"/services/{slug}", name) for slug, name in services.items()]
    pages += [Page("work", "/work/", "Our work", 2.0)]
    pages += [Page("work", f"/work/{slug}", name) for slug, name in work.items()]
    pages += [Page("blog", f"/blog/{slug}", slug.replace("-", " ").capitalize(), 1 / (rank + 1)) for rank, slug in enumerate(blog)]
    pages += [Page("resources", f"/resources/{slug}", name) for slug, name in resources.items()]
    pages += [
        Page("pricing", "/pricing", "Pricing"),
        Page("product", "/product/desk", "Northlight Desk"),
        Page("about", "/about", "About us"),
        Page("contact", "/contact", "Contact"),
        Page("quote", "/quote", "Ask for a quote"),
    ]
    return tuple(pages)


PAGES = _pages()
NEXT_PAGE: Mapping[str, float] = {
    "home": 0.11,
    "services": 0.18,
    "work": 0.17,
    "blog": 0.2,
    "resources": 0.1,
    "pricing": 0.07,
    "product": 0.04,
    "about": 0.07,
    "contact": 0.03,
    "quote": 0.03,
}
"""Kind of every page after a session's first, whatever came before: so a page's kind is no hidden cause of anything."""

ASSETS = {
    "/resources/relaunch-guide": ("relaunch-guide.pdf", "Relaunch guide", "e-book"),
    "/resources/brief-checklist": ("brief-checklist.pdf", "Brief checklist", "checklist"),
    "/resources/api-whitepaper": ("integration-whitepaper.pdf", "Integration whitepaper", "whitepaper"),
}
SERVICES = ("Web applications", "Brand design", "Product design", "Integration")
HEARD = ("Search", "Recommendation", "Newsletter", "LinkedIn", "Trade fair", "Other")


@dataclass(frozen=True, slots=True)
class Micro:
    """How often something happens: its chance at one view of each kind of page (`*`: of any other kind).

    `by_channel` multiplies the chance for visitors whose first channel it names.
    """

    key: str
    chance: Mapping[str, float]
    by_channel: Mapping[str, float]


NO_CHANNEL: Mapping[str, float] = {}
MICROS = (
    Micro("resource_download", {"resources": 0.3, "blog": 0.012, "services": 0.01}, NO_CHANNEL),
    Micro("newsletter_signup", {"blog": 0.018, "resources": 0.02, "home": 0.008, "*": 0.002}, {"Email": 0.3}),
    Micro("video_half", {"work": 0.08, "home": 0.03, "product": 0.15}, NO_CHANNEL),
    Micro("chat", {"pricing": 0.05, "services": 0.02, "quote": 0.04, "*": 0.004}, NO_CHANNEL),
    Micro("directions", {"contact": 0.12, "about": 0.03}, NO_CHANNEL),
    Micro("social_follow", {"*": 0.0035}, {"Organic Social": 4.0, "Paid Social": 2.0}),
    Micro("case_study_click", {"work": 0.1, "home": 0.03, "services": 0.03}, NO_CHANNEL),
    Micro("webinar_registration", {"*": 0.006}, {"Email": 8.0}),
    Micro("free_trial", {"product": 0.1, "pricing": 0.02}, NO_CHANNEL),
)
"""The micros that are actions. Page views (pricing, work) and reading (blog, time on site) follow from the visits."""

CHAT_CHANNELS = ("On-site chat", "Messenger", "WhatsApp")


@dataclass(frozen=True, slots=True)
class Effect:
    """The odds of `macro` at each later page view of a visitor are multiplied by `odds_ratio` once `micro` happened."""

    micro: str
    macro: str
    odds_ratio: float


EFFECTS = (
    Effect("resource_download", "quote_request", 2.0),
    Effect("pricing_view", "quote_request", 1.8),
    Effect("newsletter_signup", "quote_request", 1.4),
    Effect("chat", "contact", 2.2),
    Effect("pricing_view", "contact", 1.5),
)
"""Every other pair of a micro and an online macro has an odds ratio of 1."""

VISIT_ODDS = (1.0, 1.5, 1.9, 2.2)
"""Odds on either macro at the first, second, third and any later visit."""


@dataclass(frozen=True, slots=True)
class Macro:
    """An online macro: its odds at any page view of a first organic visit, and how much greater they are on its own page."""

    key: str
    odds: float
    page_kind: str
    page_factor: float


MACROS = (Macro("contact", 0.0011, "contact", 30.0), Macro("quote_request", 0.0009, "quote", 30.0))

ACCEPTED_SHARE = 0.17
"""Share of quote requests that become an accepted proposal."""
ACCEPTED_LAG_DAYS = (75.0, 0.6)
"""Median and log standard deviation of the days from quote request to accepted proposal."""
USD_PER_EUR = 1.087
