"""What every part of the journeys stands on: people's visits in order, and each conversion's place among their page views.

Expressions, and the few of them worth keeping as tables. A visitor's page views are numbered over all visits from 0, in the order of the
visits. No row stands for a single page view: visits are intervals of such numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import ibis
from ibis.expr.types import IntegerValue, Table

from reportgen.engine import Engine
from reportgen.metrics.ask import Ask, Recorded
from reportgen.metrics.conversions import fulfilled
from reportgen.metrics.patterns import fits
from reportgen.metrics.source import Source
from reportgen.model.journeys import Unit, windows
from reportgen.model.settings import ConversionRule, Match, Settings
from reportgen.periods import day_number

HUNDREDTH, UNIT, MILLION = 10_000, 1_000_000, 1_000_000
SESSION_END = 1_000_000_000
"""A number of a page view that no session reaches."""


def views_pages(rule: ConversionRule, settings: Settings) -> bool:
    """Whether a view of a page is itself what fulfils the rule, in every way there is to fulfil it."""
    names = {name for source in settings.report.inputs for name in source.page_view_events}
    return all(_views_pages(part, names) for part in rule.match)


def _views_pages(part: Match, names: set[str]) -> bool:
    return part.engagement is None and (set(part.event) <= names if part.event else bool(part.page))


@dataclass(frozen=True, slots=True)
class Ways:
    """One count's tables: `visits` (a row a session and day of a person), `people`, `marks` (a row a conversion of a person) and `firsts`
    (each person's first of each rule). `today` is as_of as a day number.

    `viewed` are the rows of pages inside page groups; `place` is the group's position in the settings (the first that fits).
    """

    source: Source
    ask: Ask
    unit: Unit
    visits: Table
    people: Table
    marks: Table
    firsts: Table
    viewed: Table

    @property
    def engine(self) -> Engine:
        return self.source.engine

    @property
    def settings(self) -> Settings:
        return self.source.settings

    @property
    def known(self) -> Recorded:
        return self.source.known

    @property
    def today(self) -> int:
        return day_number(self.ask.as_of)

    @property
    def begin(self) -> int:
        """The first day with data, as a day number."""
        return day_number(self.known.first or self.ask.as_of)

    @property
    def pages(self) -> Table:
        """The rows of pages up to as_of that were viewed; `visitor` is null where they name nobody."""
        return seen_pages(self.source, self.today)

    def drop(self) -> None:
        """Forget the kept tables."""
        self.engine.drop(self.visits, self.people, self.marks, self.firsts, self.viewed)


def ways(source: Source, ask: Ask) -> Ways:
    """The shared tables of one report's journeys, up to as_of."""
    engine, today = source.engine, day_number(ask.as_of)
    seen = source.facts.visits.filter(source.facts.visits.day <= today)
    named = seen.filter(seen.visitor.notnull())
    done = listed(source.facts.conversions, source.settings, today)
    unit = Unit.PAGE_VIEW if engine.scalar(named.page_views.sum()) else Unit.SESSION
    running = engine.cache(before(named, unit), "running_visits")
    ordered = engine.cache(visits(running), "ordered_visits")
    engine.drop(running)
    people = engine.cache(visitors(ordered), "journey_people")
    kept = engine.cache(marks(done, ordered, source.settings, unit), "marks")
    first = engine.cache(firsts(kept), "firsts")
    read = engine.cache(viewed(seen_pages(source, today), source.settings.report.page_groups), "viewed")
    return Ways(source, ask, unit, ordered, people, kept, first, read)


def seen_pages(source: Source, today: int) -> Table:
    """The rows of pages up to today that were viewed."""
    pages = source.facts.pages
    return pages.filter((pages["views"] > 0) & (pages.day <= today))


def viewed(pages: Table, groups: Mapping[str, Sequence[str]]) -> Table:
    """The rows of pages inside page groups, with the group's position as `place`: the first that fits."""
    tests = [(fits(pages.page, patterns, fold=False), at) for at, patterns in enumerate(groups.values())]
    place = ibis.cases(*tests, else_=ibis.null("int64")).cast("int64") if tests else ibis.null("int64")
    placed = pages.select("visitor", "session", "day", "first_time", "views", "engagement_ms", place=place)
    return placed.filter(placed.place.notnull())


def before(named: Table, unit: Unit) -> Table:
    """Session-days of people: `views` of that day and `before` it, over all earlier visits and days; `begins` is 1 where a session does."""
    counted = named.mutate(views=named.page_views if unit is Unit.PAGE_VIEW else named.sessions)
    rows = counted.select("visitor", "session", "day", "start", "visit_number", "channel", "views", begins="sessions")
    running = ibis.window(group_by="visitor", order_by=["visit_number", "day"], preceding=None, following=0)
    return rows.mutate(before=(rows.views.sum().over(running) - rows.views).cast("int64"))


def visits(running: Table) -> Table:
    """Session-days with the number of page views before the session `opened`: that of its first day, which few sessions outlast."""
    later = running.filter(running.begins == 0)
    first = running.filter(running.begins == 1).semi_join(later, ["visitor", "visit_number"])
    joined = running.left_join(first.select("visitor", "visit_number", opened="before"), ["visitor", "visit_number"], rname="of_{name}")
    opened = ibis.ifelse(joined.begins == 1, joined.before, joined.opened)
    return joined.select(*(name for name in running.columns if name != "begins"), opened=opened.fill_null(joined.before))


def visitors(ordered: Table) -> Table:
    """A row a person: first channel, first and last day, page views."""
    return ordered.group_by("visitor").aggregate(
        channel=ordered.channel.argmin(ordered.visit_number),
        first_day=ordered.day.min(),
        last_day=ordered.day.max(),
        views=ordered.views.sum().cast("int64"),
    )


def listed(conversions: Table, settings: Settings, today: int) -> Table:
    """People's conversions of listed rules up to today. `item` is the value of the rule's first `by`."""
    keys = [rule.key for rule in (*settings.macros, *settings.micros)]
    done = fulfilled(conversions).filter(ibis._.rule.isin(keys), ibis._.day <= today, ibis._.visitor.notnull())
    return done.select("visitor", "session", "day", "time", "rule", "amount", "view", item=done.by_1)


def marks(rows: Table, ordered: Table, settings: Settings, unit: Unit) -> Table:
    """Listed conversions: `place` is the number of the page view that each stands on, -1 before the first, and `linked` whether it has one
    (facts from outside the site: within their rule's look-back). How long somebody stayed is known when the session is over, so that such
    conversions stand on its last page view of their day."""
    place = ordered.select("visitor", "session", "day", "views", "before", "opened")
    joined = rows.left_join(place, ["visitor", "session", "day"], rname="at_{name}")
    online = joined.filter(joined.before.notnull())
    staying = [rule.key for rule in settings.rules if any(part.engagement is not None for part in rule.match)]
    unseen = ibis.ifelse(online["rule"].isin(staying), SESSION_END, -1) if staying else ibis.literal(-1)
    within = ibis.literal(0) if unit is Unit.SESSION else online["view"].fill_null(unseen)
    first, last = online.before - 1, online.before + online["views"] - 1
    number = ibis.greatest(first, ibis.least(last, online.opened + within))
    placed = online.select(*CARRIED, place=number.cast("int64"), linked=number >= 0)
    return placed.union(_outside(joined.filter(joined.before.isnull()).select(*CARRIED), ordered, settings))


CARRIED = ("visitor", "day", "time", "rule", "item", "amount")


def _outside(rows: Table, ordered: Table, settings: Settings) -> Table:
    """Conversions outside any visit: on the last page view of the visits that began before them."""
    seen = ordered.filter(ordered["views"] > 0).select(
        "start", seen_visitor="visitor", seen_day="day", end=ordered.before + ordered["views"]
    )
    moments = rows.select("visitor", "time").distinct()
    earlier = moments.inner_join(seen, [moments.visitor == seen.seen_visitor, seen.start <= moments.time])
    last = earlier.group_by("visitor", "time").aggregate(end=earlier.end.max(), seen_day=earlier.seen_day.max())
    found = rows.left_join(last, ["visitor", "time"], rname="of_{name}")
    lookback = ibis.cases(*((found.rule == rule.key, windows(rule).lookback) for rule in settings.rules), else_=ibis.null("int64"))
    linked = (found.day - found.seen_day <= lookback).fill_null(False)
    return found.select(*CARRIED, place=(found.end.fill_null(0) - 1).cast("int64"), linked=linked)


def firsts(done: Table) -> Table:
    """Of each person and rule the first conversion."""
    order = ibis.window(group_by=["visitor", "rule"], order_by=["time", "place", "item", "amount"])
    ranked = done.mutate(rank=ibis.row_number().over(order))
    return ranked.filter(ranked["rank"] == 0).drop("rank")


def orders(rows: Table) -> dict[str, IntegerValue]:
    """Aggregates of conversions that have an amount: `orders`, `amount` and the parts of the sum of squares (`records.orders_of`), each
    small enough for whole numbers of 64 bits, whatever the currency."""
    whole, rest = rows.amount // UNIT, (rows.amount % UNIT) // HUNDREDTH
    parts = {"millions": whole // MILLION, "units": whole % MILLION, "hundredths": rest}
    return {
        "orders": rows.amount.count(),
        "amount": rows.amount.sum(),
        **{f"{one}_{other}": (parts[one] * parts[other]).sum() for one, other in combinations_with_replacement(parts, 2)},
    }
