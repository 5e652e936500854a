"""How each session arrived: source, campaign, ad click and the address it landed on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportgen.demo import channels, site
from reportgen.demo.clock import MICROS, Clock, Flags, Ints
from reportgen.demo.people import Crowd, Sessions, choose

SOURCES = tuple(source for channel in channels.CHANNELS for source in channel.sources)
CAMPAIGNS = ("", *sorted({one.name for several in channels.CAMPAIGNS.values() for one in several}))
"""Campaign names by code; 0 is no campaign."""
AUTO_TAGGED = 0.2
"""Share of Google Ads clicks that carry a click id and no campaign tags."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """A row a session. Codes index SOURCES, CAMPAIGNS and `channels.CONTENTS` (-1: none); `click` is the ad click's number
    or 0; `tagged` sessions carry campaign tags in their landing address."""

    source: Ints
    campaign: Ints
    content: Ints
    click: Ints
    tagged: Flags

    def click_id(self, session: int) -> str | None:
        """The Google click id, if an ad was clicked."""
        number = int(self.click[session])
        return f"Cj0KCQiA{number:x}BhD_ARIsA" if number else None


def arrivals(rng: np.random.Generator, clock: Clock, visits: Sessions) -> Arrivals:
    """Draw source, campaign and click of every session from its channel."""
    size = len(visits)
    source, campaign, content = (np.zeros(size, dtype=np.int64) for _ in range(3))
    first = 0
    for number, channel in enumerate(channels.CHANNELS):
        rows = np.flatnonzero(visits.channel == number)
        source[rows] = first + choose(rng, [one.share for one in channel.sources], len(rows))
        several = channels.CAMPAIGNS.get(channel.name, ())
        if several:
            campaign[rows] = _campaigns(rng, several, clock.day_of(visits.start[rows]), clock)
        first += len(channel.sources)
    content[:] = np.where(campaign > 0, choose(rng, (0.4, 0.4, 0.2), size), -1)
    ads = np.array([one.source == "google" and one.medium == "cpc" for one in SOURCES])[source]
    click = np.where(ads, rng.integers(1 << 40, 1 << 52, size), 0)
    tagged = (campaign > 0) & ~(ads & (rng.random(size) < AUTO_TAGGED))
    return Arrivals(source, campaign, content, click, tagged)


def _campaigns(rng: np.random.Generator, several: Sequence[channels.Campaign], day: Ints, clock: Clock) -> Ints:
    """The campaign of a channel's sessions on these days; the first takes those of the ones that do not run."""
    drawn = choose(rng, [one.weight for one in several], len(day))
    for number, one in enumerate(several):
        if one.run is not None:
            runs = (day >= clock.index(one.run.begin)) & (day < clock.index(one.run.end))
            drawn = np.where((drawn == number) & ~runs, 0, drawn)
    return np.array([CAMPAIGNS.index(one.name) for one in several])[drawn]


def page_address(page: site.Page) -> str:
    """The full address of a page."""
    return f"https://{site.HOST}{page.path}"


def landing_addresses(came: Arrivals, crowd: Crowd) -> list[str]:
    """The address each session landed on, with campaign tags and click id; one a session."""
    plain = [page_address(page) for page in site.PAGES]
    landing = crowd.seen.page[np.flatnonzero(crowd.seen.step == 0)].tolist()
    tags = [_tags(came, session) for session in range(len(crowd.visits))]
    return [f"{plain[page]}?{tag}" if tag else plain[page] for page, tag in zip(landing, tags, strict=True)]


def session_ids(visits: Sessions) -> Ints:
    """GA4's session id: the second it started, unique only within a visitor."""
    return visits.start // MICROS


def _tags(came: Arrivals, session: int) -> str:
    source = SOURCES[came.source[session]]
    tags = []
    if came.tagged[session]:
        tags = [
            f"utm_source={source.source}",
            f"utm_medium={source.medium}",
            f"utm_campaign={CAMPAIGNS[came.campaign[session]]}",
            f"utm_content={channels.CONTENTS[came.content[session]]}",
        ]
    click = came.click_id(session)
    return "&".join([*tags, f"gclid={click}"] if click else tags)
