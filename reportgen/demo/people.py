"""Who comes, how often, and which pages they see: visitors, sessions and page views as columns.

Everything is drawn before anything is converted, so that no path depends on a conversion.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from reportgen.demo import channels, firm, site
from reportgen.demo.clock import MICROS, Clock, Flags, Floats, Ints

PEOPLE = 0
BUSY_BOT = 1
"""Some hundreds of events within a day."""
FAST_BOT = 2
"""Page views less than a second apart."""

VISITORS_A_DAY = 62.0
GROWTH_A_YEAR = 1.12
WEEKDAYS = (1.18, 1.25, 1.22, 1.17, 0.95, 0.5, 0.58)
YEAR = (0.96, 1.04, 1.06, 1.0, 0.98, 0.97, 0.88, 0.84, 1.06, 1.1, 1.1, 0.82)
"""Weekday (from Monday) and month factors on new visitors; the last week of December is quieter still."""
HOURS = (2, 1, 1, 1, 1, 2, 5, 12, 25, 36, 40, 38, 32, 36, 40, 38, 34, 27, 20, 18, 18, 16, 11, 5)
SINGLE_PAGE = (0.56, 0.51)
"""Share of sessions that see one page, before and since the relaunch."""
MORE_PAGES = 0.3
RETURN_GAP_DAYS = (9.0, 0.95)
"""Median days between two visits, and the standard deviation of their logarithm."""
APP_SHARE = 0.12
"""Share of new direct visitors who come with the app."""
NO_CONSENT = 0.02


@dataclass(frozen=True, slots=True)
class Visitors:
    """A row a visitor. `first_day` indexes the clock; `kind` is PEOPLE or one of the bots."""

    first_day: Ints
    channel: Ints
    kind: Ints
    app: Flags
    consent: Flags

    def __len__(self) -> int:
        return len(self.first_day)


@dataclass(frozen=True, slots=True)
class Sessions:
    """A row a session, by visitor and time. `number` counts a visitor's sessions from 1; `start` in UTC microseconds."""

    visitor: Ints
    number: Ints
    channel: Ints
    start: Ints

    def __len__(self) -> int:
        return len(self.visitor)


@dataclass(frozen=True, slots=True)
class Views:
    """A row a page view, by session and time. `step` counts within the session from 0; `page` indexes `site.PAGES`;
    `time` and `dwell` in microseconds, and the next view follows when the dwell is over."""

    session: Ints
    visitor: Ints
    step: Ints
    page: Ints
    time: Ints
    dwell: Ints

    def __len__(self) -> int:
        return len(self.session)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody and all they saw."""

    people: Visitors
    visits: Sessions
    seen: Views

    def able(self) -> Flags:
        """Page views of people who can be followed on the site: no bots, nobody in the app or without consent."""
        people = self.people
        able: Flags = ((people.kind == PEOPLE) & ~people.app & people.consent)[self.seen.visitor]
        return able


def crowd(rngs: Sequence[np.random.Generator], clock: Clock) -> Crowd:
    """Draw visitors, sessions and page views from three streams."""
    people = visitors(rngs[0], clock)
    visits = sessions(rngs[1], clock, people)
    return Crowd(people, visits, views(rngs[2], clock, people, visits))


def choose(rng: np.random.Generator, weights: Sequence[float], size: int) -> Ints:
    """Indices drawn with the given weights."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(edges / edges[-1], rng.random(size), side="right").astype(np.int64)


def within(groups: Ints) -> Ints:
    """Position of each row within its run of equal values, from 0."""
    if len(groups) == 0:
        return groups
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    return np.arange(len(groups)) - np.repeat(starts, np.diff(np.r_[starts, len(groups)]))


def visitors(rng: np.random.Generator, clock: Clock) -> Visitors:
    """New visitors of every day and channel, with a handful of bots among them."""
    expected = np.outer(_rhythm(clock.dates()), [channel.share for channel in channels.CHANNELS]) / 100
    expected *= _channel_drift(clock)
    arrivals = rng.poisson(expected)
    n_days, n_channels = arrivals.shape
    day = np.repeat(np.repeat(np.arange(n_days), n_channels), arrivals.ravel())
    channel = np.repeat(np.tile(np.arange(n_channels), n_days), arrivals.ravel())
    kind = np.zeros(len(day), dtype=np.int64)
    direct = np.flatnonzero(channel == channels.DIRECT)
    for bot, share in ((BUSY_BOT, 0.0012), (FAST_BOT, 0.0008)):
        kind[direct[rng.random(len(direct)) < share]] = bot
    app = (channel == channels.DIRECT) & (kind == PEOPLE) & (rng.random(len(day)) < APP_SHARE)
    consent = app | (kind != PEOPLE) | (rng.random(len(day)) >= NO_CONSENT)
    return Visitors(day, channel, kind, app, consent)


def sessions(rng: np.random.Generator, clock: Clock, people: Visitors) -> Sessions:
    """First and later visits. Later ones fall into the clock's days or are left out; at most one starts a day."""
    again = np.array([channel.again for channel in channels.CHANNELS])[people.channel]
    extra = np.where(rng.random(len(people)) < again, rng.geometric(0.42, len(people)), 0)
    extra = np.where(people.consent, np.minimum(extra, 14), 0)
    visitor = np.repeat(np.arange(len(people)), extra + 1)
    later = within(visitor) > 0
    median, spread = RETURN_GAP_DAYS
    gap = np.maximum(1, np.rint(median * np.exp(spread * rng.standard_normal(len(visitor))))).astype(np.int64)
    day = people.first_day[visitor] + _running(np.where(later, gap, 0), visitor)
    day = _off_weekends(rng, clock, day, later)
    kept = (day < clock.days) & ~(later & _stays_away(rng, clock, day))
    visitor, day, later = visitor[kept], day[kept], later[kept]
    order = np.lexsort((day, visitor))
    visitor, day, later = visitor[order], day[order], later[order]
    first_of_day = np.r_[True, (visitor[1:] != visitor[:-1]) | (day[1:] != day[:-1])] if len(day) else later
    visitor, day, later = visitor[first_of_day], day[first_of_day], later[first_of_day]
    share = (choose(rng, HOURS, len(day)) + rng.random(len(day))) / 24
    return Sessions(visitor, within(visitor) + 1, _channels(rng, people.channel[visitor], later), clock.moment(day, share))


def views(rng: np.random.Generator, clock: Clock, people: Visitors, visits: Sessions) -> Views:
    """The pages of every session, with the time spent on each."""
    kind = people.kind[visits.visitor]
    since_relaunch = visits.start >= clock.midnights[max(0, min(clock.index(firm.RELAUNCH), clock.days))]
    single = rng.random(len(visits)) < np.where(since_relaunch, SINGLE_PAGE[1], SINGLE_PAGE[0])
    n_views = np.where(single, 1, 1 + np.minimum(rng.geometric(MORE_PAGES, len(visits)), 40))
    n_views = np.where(kind == BUSY_BOT, rng.integers(320, 460, len(visits)), n_views)
    n_views = np.where(kind == FAST_BOT, rng.integers(60, 120, len(visits)), n_views)
    session = np.repeat(np.arange(len(visits)), n_views)
    step = within(session)
    page = np.where(step == 0, _landing(rng, visits.channel[session]), _next_pages(rng, len(session)))
    seconds = np.where(n_views[session] == 1, 9.0, 38.0) * np.exp(1.05 * rng.standard_normal(len(session)))
    seconds = np.where(kind[session] == BUSY_BOT, 8 + 8 * rng.random(len(session)), np.clip(seconds, 1.5, 1500))
    seconds = np.where(kind[session] == FAST_BOT, 0.35 + 0.4 * rng.random(len(session)), seconds)
    dwell = (seconds * MICROS).astype(np.int64)
    time = visits.start[session] + _running(np.r_[0, dwell[:-1]] * (step > 0), session)
    return Views(session, visits.visitor[session], step, page, time, dwell)


def _rhythm(days: Sequence[date]) -> Floats:
    """Expected new visitors of each day over all channels: growth x weekday x season."""
    base = firm.FIRST_MONTH
    growth = np.array([GROWTH_A_YEAR ** ((day - base).days / 365.25) for day in days])
    week = np.array([WEEKDAYS[day.weekday()] for day in days])
    year = np.array([YEAR[day.month - 1] * (0.55 if day.month == 12 and day.day >= 22 else 1.0) for day in days])
    expected: Floats = VISITORS_A_DAY * growth * week * year
    return expected


def _channel_drift(clock: Clock) -> Floats:
    """Days x channels: each channel's own growth, and paid search cut in half at the mix shift."""
    years = (np.arange(clock.days) - clock.index(firm.FIRST_MONTH)) / 365.25
    drift: Floats = np.column_stack([(1 + channel.growth) ** years for channel in channels.CHANNELS])
    names = [channel.name for channel in channels.CHANNELS]
    drift[max(0, clock.index(firm.MIX_SHIFT)) :, names.index("Paid Search")] *= 0.5
    return drift


def _running(values: Ints, groups: Ints) -> Ints:
    """Cumulative sums that start anew in each run of equal groups."""
    total: Ints = np.cumsum(values)
    starts = np.arange(len(groups)) - within(groups)
    running: Ints = total - total[starts] + values[starts]
    return running


def _off_weekends(rng: np.random.Generator, clock: Clock, day: Ints, later: Flags) -> Ints:
    """Most returns that fall on a weekend wait for Monday: this is office work."""
    weekday = (day + clock.first.weekday()) % 7
    waits = later & (weekday >= 5) & (rng.random(len(day)) < 0.6)
    return np.where(waits, day + 7 - weekday, day)


def _stays_away(rng: np.random.Generator, clock: Clock, day: Ints) -> Flags:
    """Returns left out in quiet months, in proportion to the season."""
    season = np.array([min(1.0, YEAR[date_.month - 1]) for date_ in clock.dates()] + [1.0])
    return rng.random(len(day)) > season[np.minimum(day, clock.days)]


def _channels(rng: np.random.Generator, first: Ints, later: Flags) -> Ints:
    """Channel of each session: later ones come the same way, directly, by mail or by search."""
    email, direct = channels.EMAIL, channels.DIRECT
    way = choose(rng, (0.42, 0.36, 0.1, 0.12), len(first))
    return np.where(later & (way > 0), np.array([0, direct, email, 0])[way], first)


def _pages_of(rng: np.random.Generator, kinds: Mapping[str, float], size: int) -> Ints:
    """Pages drawn by kind, then by their weight among their kind."""
    totals: dict[str, float] = {}
    for page in site.PAGES:
        totals[page.kind] = totals.get(page.kind, 0.0) + page.weight
    weights = [kinds.get(page.kind, 0.0) * page.weight / totals[page.kind] for page in site.PAGES]
    return choose(rng, weights, size)


def _landing(rng: np.random.Generator, channel: Ints) -> Ints:
    """A landing page for each row, by its channel; used at the rows that start a session."""
    pages = np.zeros(len(channel), dtype=np.int64)
    for number, one in enumerate(channels.CHANNELS):
        rows = np.flatnonzero(channel == number)
        pages[rows] = _pages_of(rng, one.landing, len(rows))
    return pages


def _next_pages(rng: np.random.Generator, size: int) -> Ints:
    return _pages_of(rng, site.NEXT_PAGE, size)
