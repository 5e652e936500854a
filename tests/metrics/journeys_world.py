"""Small worlds of people's ways, as events; loaded as one build's tables, or counted one by one in plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import strategies as st
from metrics_world import MICROS_A_DAY, Loader, World, conversion, moment, profile, rule, settings, view, visit

from reportgen import periods
from reportgen.engine import Engine
from reportgen.metrics import Ask
from reportgen.metrics.ask import recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.journeys import journeys
from reportgen.metrics.journeys.find import PARTS, Part
from reportgen.metrics.source import Source
from reportgen.model.journeys import Journeys
from reportgen.model.settings import Settings
from reportgen.periods import day_number

BEGIN = date(2026, 8, 1)
AS_OF = date(2026, 10, 31)
OCTOBER = periods.month("2026-10")
LONG_AGO = profile(*(BEGIN + timedelta(days=offset) for offset in range(92)))
PRICING = rule("pricing", "micro", match=[{"page": ["/pricing"]}], stage="intent")
FIRM = settings(
    rule("quote"),
    rule("buy", lookback=10, horizon=20, funnel_window=9),
    rule("download", "micro", by=["asset"], stage="consideration"),
    rule("chat", "micro", stage="engagement"),
    PRICING,
    page_groups={"blog": ["/blog*"], "pricing": ["/pricing"]},
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something a visitor does: a page view (`page`) or the fulfilment of a rule, at UTC microseconds."""

    time: int
    page: str | None = None
    rule: str | None = None
    item: str | None = None
    amount: int | None = None

    @property
    def day(self) -> int:
        return self.time // MICROS_A_DAY


@dataclass(frozen=True, slots=True)
class Visit:
    """A session: its events in order of time."""

    visitor: str | None
    name: str
    channel: str
    events: Sequence[Event]
    content: str = "(none)"

    @property
    def views(self) -> list[Event]:
        return [event for event in self.events if event.page]

    @property
    def start(self) -> int:
        return min(event.time for event in self.events)


@dataclass(frozen=True, slots=True)
class Outside:
    """A fact from outside the site."""

    visitor: str | None
    event: Event


@dataclass(frozen=True, slots=True)
class Ways:
    """People's visits, and facts from outside the site."""

    visits: Sequence[Visit] = ()
    outside: Sequence[Outside] = field(default=())

    def of(self, visitor: str) -> list[Visit]:
        """A visitor's visits in order."""
        return sorted((each for each in self.visits if each.visitor == visitor), key=lambda each: (each.start, each.name))

    @property
    def visitors(self) -> list[str]:
        return sorted({each.visitor for each in self.visits if each.visitor})

    def done(self, visitor: str, key: str) -> list[Event]:
        """A visitor's fulfilments of a rule, earliest first; refunds are none."""
        inside = [event for each in self.of(visitor) for event in each.events]
        outside = [each.event for each in self.outside if each.visitor == visitor]
        return sorted((event for event in inside + outside if event.rule == key and (event.amount or 0) >= 0), key=lambda event: event.time)


def at(day: int, second: int = 1000) -> int:
    """UTC microseconds of a second of the day so many days after the first."""
    return moment(BEGIN + timedelta(days=day), second)


def world(ways: Ways) -> World:
    """The tables of `model.tables`: a row a session-day, a row a session-day and page, a row a conversion."""
    sessions: list[Mapping[str, object]] = []
    pages: list[Mapping[str, object]] = []
    done: list[Mapping[str, object]] = []
    for each in ways.visits:
        number = ways.of(each.visitor).index(each) + 1 if each.visitor else None
        for day in sorted({event.day for event in each.events}):
            here = [event for event in each.events if event.day == day]
            columns: dict[str, object] = {"channel": each.channel, "content": each.content, "visit_number": number, "landing_page": "/"}
            seen = [event for event in here if event.page]
            columns |= {"start": min(event.time for event in here), "end": max(event.time for event in here)}
            sessions.append(visit(each.visitor, periods.day_date(day), each.name, page_views=len(seen)) | columns)
            for page in sorted({event.page for event in seen if event.page}):
                times = [event.time for event in seen if event.page == page]
                row = view(each.visitor, periods.day_date(day), page, session=each.name, views=len(times))
                pages.append(row | {"first_time": min(times), "last_time": max(times)})
        done += [_row(each.visitor, each.name, event, each.views) for event in each.events if event.rule]
    done += [_row(each.visitor, None, each.event, ()) for each in ways.outside]
    return World(sessions, pages, done)


def _row(visitor: str | None, session: str | None, event: Event, views: Sequence[Event]) -> dict[str, object]:
    before = sum(seen.time <= event.time for seen in views)
    columns = {"session": session, "time": event.time, "day": event.day, "view": before - 1 if before else None}
    row = conversion(visitor, BEGIN, str(event.rule), by_1=event.item, amount=event.amount, page=event.page)
    return row | columns | {"offline": session is None}


def counted(
    engine: Engine, tables: Loader, ways: Ways, firm: Settings = FIRM, as_of: date = AS_OF, parts: Sequence[Part] = PARTS
) -> Journeys:
    """The journeys of October, as the report counts them, or a few parts of them."""
    loaded = tables(world(ways))
    facts = facts_of(loaded, firm)
    return journeys(Source(facts, engine, recorded(LONG_AGO)), Ask(OCTOBER, as_of), parts)


def way(visitor: str | None, *steps: str, day: int = 70, channel: str = "Email", name: str | None = None, second: int = 1000) -> Visit:
    """A visit in words, a second a step: `/page` is a page view, `rule`, `rule:item` or `rule=amount` a conversion, `/pricing` both."""
    events: list[Event] = []
    for place, step in enumerate(steps):
        time = at(day, second + place)
        if step.startswith("/"):
            events.append(Event(time, page=step, rule="pricing" if step == "/pricing" else None))
            continue
        key, _, item = step.partition(":")
        key, _, amount = key.partition("=")
        events.append(Event(time, rule=key, item=item or None, amount=int(amount) * 1_000_000 if amount else None))
    return Visit(visitor, name or f"{visitor}-{day}-{second}", channel, events)


STEPS = ("/", "/", "/blog", "/pricing", "download:a", "download:b", "chat", "quote", "buy=3", "buy=-3", "buy=2")


@st.composite
def _visits(draw: st.DrawFn, visitor: str, day: int) -> Visit:
    """Some steps, several of them at one instant; late ones go on after midnight."""
    words = draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=7))
    drawn = way(visitor, *words, day=day, channel=draw(st.sampled_from(["Email", "Direct"])))
    time, events = at(day, 86_398 if draw(st.integers(0, 4)) == 0 else 1000), []
    for event in drawn.events:
        time += draw(st.integers(0, 2)) * 1_000_000
        events.append(Event(time, event.page, event.rule, event.item, event.amount))
    return Visit(visitor, drawn.name, drawn.channel, events)


@st.composite
def random_ways(draw: st.DrawFn) -> Ways:
    """Up to four people on up to five days each, sessions with and without page views, and facts from outside at any time.

    Somebody always views a page: without any view, visits would be counted instead.
    """
    visits = [
        draw(_visits(visitor, day))
        for visitor in ("ann", "bob", "cem", "dee")
        for day in draw(st.lists(st.integers(0, 90), max_size=5, unique=True))
    ]
    visits += [draw(_visits("ann", 91))] if draw(st.booleans()) else []
    facts = draw(st.lists(st.tuples(st.sampled_from(["ann", "bob", "eve", None]), st.integers(0, 91)), max_size=4))
    outside = [Outside(visitor, Event(at(day, 500), rule="buy", amount=1_000_000)) for visitor, day in facts]
    visits = [each for each in visits if all(event.day <= day_number(AS_OF) for event in each.events)]
    nobody = [Visit(None, f"x{number}", "Direct", way("x", "/", "quote").events) for number in range(draw(st.integers(0, 2)))]
    return Ways([*visits, *nobody, way("zed", "/", day=5)], outside)


def number_of(times: Iterable[int], moment: int) -> int:
    """The number of the last of the ordered times that is not after the moment; -1 before the first."""
    return sum(time <= moment for time in times) - 1
