"""The made-up firm: what happens to it when, what its visitors do, and how strongly one thing goes along with another.

Northlight Studio builds web applications and brands for other firms. Its sales take months: somebody reads the
blog, comes back, downloads a guide, asks for a quote, and signs a proposal a season later.
Everything here is a constant of the simulation; the odds ratios are what a report should find again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.periods import Period

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


SERVICES = ("Web applications", "Brand design", "Product design", "Integration")


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
    Micro("newsletter_signup", {"*": 0.0085}, {"Email": 0.3}),
    Micro("video_half", {"work": 0.08, "home": 0.03, "product": 0.15}, NO_CHANNEL),
    Micro("chat", {"*": 0.009}, NO_CHANNEL),
    Micro("directions", {"contact": 0.12, "about": 0.03}, NO_CHANNEL),
    Micro("social_follow", {"*": 0.0035}, {"Organic Social": 4.0, "Paid Social": 2.0}),
    Micro("case_study_click", {"work": 0.1, "home": 0.03, "services": 0.03}, NO_CHANNEL),
    Micro("webinar_registration", {"*": 0.006}, {"Email": 8.0}),
    Micro("free_trial", {"product": 0.12}, NO_CHANNEL),
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
    """An online macro and its odds at any page view of a first organic visit.

    The forms open on every page. Were they likelier on a page of their own, views of any other page would look as
    if they kept visitors from asking.
    """

    key: str
    odds: float


MACROS = (Macro("contact", 0.0021), Macro("quote_request", 0.0019))

ACCEPTED_SHARE = 0.15
"""Share of quote requests that become an accepted proposal."""
ACCEPTED_LAG_DAYS = (75.0, 0.6)
"""Median and log standard deviation of the days from quote request to accepted proposal."""
USD_PER_EUR = 1.087
