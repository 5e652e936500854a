"""The demo's firm without anything wrong, as the counts a day that the ledger watches; and faults that can be put into them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from reportgen import periods
from reportgen.demo import channels, firm, people
from reportgen.demo.traffic import SOURCES
from reportgen.demo.world import World, simulate
from reportgen.model.counts import Converted, Counts, DayProfile, FileProfile, PeriodCounts, Profile, Series, Traffic
from reportgen.model.settings import Settings
from reportgen.model.watch import MacroDay, VisitDay, Watch
from reportgen.periods import Period

Ints = NDArray[np.int64]

SPAN = Period(date(2023, 7, 1), date(2026, 1, 1))
"""Before the demo's relaunch, outage and shift of its mix, which begin in 2026."""
FIRST_JUDGED = date(2024, 1, 1)
MONTHS = 24
SEASONAL = frozenset({"webinar_registration"})
"""Offered in some months only: its silence in the others is there."""
COLUMNS = ("no_visitor", "no_session", "no_source", "no_page")
MACROS = {"contact": "generate_lead", "quote_request": "generate_lead"}
MICROS = {
    "resource_download": "file_download",
    "newsletter_signup": "sign_up",
    "video_half": "video_progress",
    "chat": "chat_open",
    "case_study_click": "select_content",
    "free_trial": "start_trial",
}


@dataclass(frozen=True, slots=True)
class Days:
    """A number a day from `begin` on, of each kind that the ledger watches; `hours` has 24 a day."""

    begin: date
    hours: Ints
    events: Mapping[str, Ints]
    visits: Mapping[str, Ints]
    channels: Mapping[str, Ints]
    macros: Ints
    without_view: Ints
    lacking: Mapping[str, Ints]
    rules: Mapping[str, Ints]

    def upto(self, day: date) -> "Days":
        """The days up to this one."""
        n = (day - self.begin).days + 1

        def cut(found: Mapping[str, Ints]) -> dict[str, Ints]:
            return {name: values[:n] for name, values in found.items()}

        return Days(
            self.begin,
            self.hours[:n],
            cut(self.events),
            cut(self.visits),
            cut(self.channels),
            self.macros[:n],
            self.without_view[:n],
            cut(self.lacking),
            cut(self.rules),
        )

    def at(self, day: date) -> int:
        return (day - self.begin).days


def days(seed: int) -> Days:
    """Two and a half years of the firm."""
    world = simulate(seed, SPAN)
    clock = world.recorded.clock
    shift, size = clock.index(SPAN.begin), SPAN.days
    inside = world.days(world.events.time, SPAN)
    day = clock.day_of(world.events.time)[inside] - shift
    hour = np.minimum((world.events.time[inside] - clock.midnights[day + shift]) // (3600 * 1_000_000), 23)
    names = world.events.name.codes[inside]
    hours = np.bincount(day * 24 + hour, minlength=size * 24).reshape(size, 24)
    events = {
        name: np.bincount(day[names == code], minlength=size) for code, name in enumerate(world.events.name.values) if name not in SEASONAL
    }
    flags = {**world.actions.macros, **world.actions.micros}
    rules = {rule: _daily(world, flags[rule], shift, size) for rule in (*MACROS, *MICROS)}
    macros = sum((rules[rule] for rule in MACROS), np.zeros(size, dtype=np.int64))
    visits, by_channel = _visits(world, shift, size, day, inside)
    return Days(SPAN.begin, hours, events, visits, by_channel, macros, np.zeros_like(macros), _lacking(world, day, inside, size), rules)


def _daily(world: World, flag: NDArray[np.bool_], shift: int, size: int) -> Ints:
    seen = world.recorded.seen
    day = world.recorded.clock.day_of(seen.time[flag]) - shift
    return np.bincount(day[(day >= 0) & (day < size)], minlength=size)


def _visits(world: World, shift: int, size: int, day: Ints, inside: NDArray[np.bool_]) -> tuple[dict[str, Ints], dict[str, Ints]]:
    """Visits of people with an id: a session a visitor and day at most."""
    known, visits = world.recorded.people, world.recorded.visits
    counted = (known.kind == people.PEOPLE) & known.consent
    start = world.recorded.clock.day_of(visits.start) - shift
    rows = (start >= 0) & (start < size) & counted[visits.visitor]
    start, visitor, channel = start[rows], visits.visitor[rows], visits.channel[rows]
    first = np.zeros(len(visitor), dtype=bool)
    first[np.unique(visitor, return_index=True)[1]] = True
    of_people = counted[world.recorded.seen.visitor[world.events.view[inside]]]
    sessions = np.bincount(start, minlength=size)
    found = {
        "visitors": sessions,
        "sessions": sessions,
        "first": np.bincount(start[first], minlength=size),
        "events": np.bincount(day[of_people], minlength=size),
    }
    names = [one.name for one in channels.CHANNELS]
    return found, {name: np.bincount(start[channel == code], minlength=size) for code, name in enumerate(names)}


def _lacking(world: World, day: Ints, inside: NDArray[np.bool_], size: int) -> dict[str, Ints]:
    """Rows without an id, without a source (all but those that open a session that did not come directly) and without a page."""
    seen, known = world.recorded.seen, world.recorded.people
    view = world.events.view[inside]
    nobody, app = ~known.consent[seen.visitor[view]], known.app[seen.visitor[view]]
    direct = np.array([one.source == "(direct)" for one in SOURCES])[world.recorded.came.source[seen.session[view]]]
    opens = (seen.step[view] == 0) & (world.events.order[inside] <= 5) & ~direct
    flags = {"no_visitor": nobody, "no_session": nobody, "no_source": ~opens, "no_page": app}
    return {name: np.bincount(day[flag], minlength=size) for name, flag in flags.items()}


def months() -> list[Period]:
    """The months that are judged."""
    found, first = [], FIRST_JUDGED
    for _ in range(MONTHS):
        found.append(periods.month(f"{first:%Y-%m}"))
        first = found[-1].end
    return found


def settings() -> Settings:
    """A firm with rules on the events that its visitors send."""
    rules = [
        {"key": key, "label": key, "tier": tier, "match": [{"event": [event]}]}
        for tier, of in (("macro", MACROS), ("micro", MICROS))
        for key, event in of.items()
    ]
    report = {"site": {"name": "Firm", "zone": firm.ZONE}, "inputs": [{"key": "web", "files": ["data"]}]}
    return Settings.model_validate({"report": report, "rules": rules})


def counts(found: Days, period: Period) -> Counts:
    """What a report of the period would count of these days."""
    cut = found.upto(period.last_day)
    dates = [cut.begin + timedelta(days=at) for at in range(len(cut.hours))]
    rows = cut.hours.sum(axis=1)
    profile = tuple(
        DayProfile(day, int(rows[at]), 0, *(int(cut.lacking[name][at]) for name in COLUMNS)) for at, day in enumerate(dates) if rows[at]
    )
    file = FileProfile("web", "web", "table", "0" * 64, 1, int(rows.sum()), int(rows.sum()), 0, (), dates[0], dates[-1])
    pieces = tuple(periods.of(day, day) for day in dates)
    converted = {rule: tuple(Converted(int(n), int(n)) for n in numbers) for rule, numbers in cut.rules.items()}
    traffic = tuple(Traffic(int(v), int(s)) for v, s in zip(cut.visits["visitors"], cut.visits["sessions"], strict=True))
    daily = Series(pieces, (False,) * len(dates), tuple(not n for n in rows), traffic, converted)
    month = Series(
        (period,),
        (False,),
        (False,),
        (Traffic(),),
        {rule: (Converted(sum(one.conversions for one in of)),) for rule, of in converted.items()},
    )
    return Counts(
        as_of=period.last_day,
        current=PeriodCounts(period, Traffic(10, 12), {rule: Converted() for rule in converted}, {}, {}, {}),
        previous=None,
        year_before=None,
        days=daily,
        weeks=month,
        months=month,
        pages=(),
        goals={},
        profile=Profile((file,), profile, {}, 0, {}, (), {}, {}, ()),
        watch=_watch(cut, dates, rows),
    )


def _watch(cut: Days, dates: list[date], rows: Ints) -> Watch:
    def by_day(numbers: Ints) -> dict[date, int]:
        return {day: int(n) for day, n in zip(dates, numbers, strict=True) if n}

    visits = zip(dates, *(cut.visits[name] for name in ("visitors", "sessions", "first", "events")), strict=True)
    return Watch(
        hours={"web": {day: tuple(map(int, cut.hours[at])) for at, day in enumerate(dates) if rows[at]}},
        events={name: by_day(numbers) for name, numbers in cut.events.items()},
        visits={day: VisitDay(*map(int, numbers)) for day, *numbers in visits},
        channels={name: by_day(numbers) for name, numbers in cut.channels.items()},
        macros={day: MacroDay(int(n), int(b)) for day, n, b in zip(dates, cut.macros, cut.without_view, strict=True)},
    )


def scaled(found: Days, at: slice, share: float, rng: np.random.Generator, *, macros: bool = True) -> Days:
    """Everything that happened on these days kept with this chance; `macros` False leaves those as they were."""

    def thin(numbers: Ints) -> Ints:
        kept = numbers.copy()
        kept[at] = rng.binomial(kept[at], share)
        return kept

    def each(of: Mapping[str, Ints], left: frozenset[str] = frozenset()) -> dict[str, Ints]:
        return {name: numbers if name in left else thin(numbers) for name, numbers in of.items()}

    spared = frozenset() if macros else frozenset(MACROS)
    return replace(
        found,
        hours=thin(found.hours),
        events=each(found.events, frozenset() if macros else frozenset({"generate_lead"})),
        visits=each(found.visits),
        channels=each(found.channels),
        macros=thin(found.macros) if macros else found.macros,
        lacking=each(found.lacking),
        rules=each(found.rules, spared),
    )
