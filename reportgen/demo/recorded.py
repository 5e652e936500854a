"""What the tracker knows of everybody: ids by visitor, addresses by page view, engagement by session."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportgen.demo import site
from reportgen.demo.clock import MICROS, Clock, Flags, Ints
from reportgen.demo.events import Texts
from reportgen.demo.people import Crowd, Sessions, Views, Visitors, choose
from reportgen.demo.traffic import SOURCES, Arrivals, landing_addresses, page_address

DEVICES = (
    ("desktop", "Windows", "Windows 11", "Chrome", "de-de", 0.36),
    ("desktop", "Windows", "Windows 10", "Edge", "de-de", 0.14),
    ("desktop", "Macintosh", "Intel 10.15", "Safari", "en-us", 0.1),
    ("desktop", "Macintosh", "Intel 10.15", "Chrome", "de-de", 0.08),
    ("desktop", "Linux", "(not set)", "Firefox", "en-us", 0.03),
    ("mobile", "iOS", "18.1", "Safari", "de-de", 0.15),
    ("mobile", "Android", "15", "Chrome", "de-de", 0.12),
    ("tablet", "iOS", "17.6", "Safari", "de-de", 0.02),
)
PLACES = (
    ("Germany", "Berlin", "Berlin", 0.26),
    ("Germany", "Bavaria", "Munich", 0.12),
    ("Germany", "Hamburg", "Hamburg", 0.1),
    ("Germany", "North Rhine-Westphalia", "Cologne", 0.11),
    ("Germany", "(not set)", "(not set)", 0.08),
    ("Austria", "Vienna", "Vienna", 0.09),
    ("Switzerland", "Zurich", "Zurich", 0.07),
    ("Netherlands", "North Holland", "Amsterdam", 0.05),
    ("United Kingdom", "England", "London", 0.05),
    ("United States", "New York", "New York", 0.05),
    ("(not set)", "(not set)", "(not set)", 0.02),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Everything known about what was recorded, and the tracker's own marks: ids by visitor, addresses by page view."""

    clock: Clock
    people: Visitors
    visits: Sessions
    seen: Views
    came: Arrivals
    ids: Sequence[str]
    first_touch: Ints
    device: Ints
    place: Ints
    location: Texts
    referrer: Texts
    engaged: Flags


def recorded(rng: np.random.Generator, clock: Clock, crowd: Crowd, came: Arrivals) -> Recorded:
    """Give visitors their ids and devices, and page views their addresses."""
    people, visits, seen = crowd.people, crowd.visits, crowd.seen
    first_touch = visits.start[visits.number == 1]
    numbers = rng.integers(10**8, 2**31, len(people)).tolist()
    ids = [f"{number}.{second}" for number, second in zip(numbers, (first_touch // MICROS).tolist(), strict=True)]
    pages = [page_address(page) for page in site.PAGES]
    landed = seen.step == 0
    location = Texts(np.where(landed, len(pages) + seen.session, seen.page), [*pages, *landing_addresses(came, crowd)])
    outside = ["", *(source.referrer or "" for source in SOURCES)]
    referrer = np.where(landed, 1 + came.source[seen.session], len(outside) + np.r_[0, seen.page[:-1]])
    long_enough = np.bincount(seen.session, weights=seen.dwell, minlength=len(visits)) >= 10 * MICROS
    engaged = long_enough | (np.bincount(seen.session, minlength=len(visits)) > 1)
    return Recorded(
        clock,
        people,
        visits,
        seen,
        came,
        ids,
        first_touch,
        choose(rng, [device[-1] for device in DEVICES], len(people)),
        choose(rng, [place[-1] for place in PLACES], len(people)),
        location,
        Texts(referrer, [*outside, *pages]),
        engaged,
    )
