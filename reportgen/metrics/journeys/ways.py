"""What every part of the journeys stands on: people's visits in order, and each conversion's place among their page views.

Expressions, and the few of them worth keeping as tables. A visitor's page views are numbered over all visits from 0, in the order of the
visits. No row stands for a single page view: visits are intervals of such numbers.
"""

from dataclasses import dataclass

import ibis
from ibis.expr.types import IntegerValue, Table

from reportgen.engine import Engine
from reportgen.metrics.ask import Ask, Recorded
from reportgen.metrics.conversions import fulfilled
from reportgen.metrics.source import Source
from reportgen.model.journeys import Unit, Windows
from reportgen.model.settings import ConversionRule, Journey, Match, Settings
from reportgen.periods import day_number

HUNDREDTH, UNIT = 10_000, 1_000_000
SESSION_END = 1_000_000_000
"""A number of a page view that no session reaches."""
DEFAULTS = {Journey.SHORT: Windows(30, 30, 30), Journey.LONG: Windows(365, 180, 180)}


def windows(rule: ConversionRule) -> Windows:
    """The macro's windows in days, from its `journey` where not given."""
    usual = DEFAULTS[rule.journey]
    return Windows(rule.horizon or usual.horizon, rule.lookback or usual.lookback, rule.funnel_window or usual.funnel)


def views_pages(rule: ConversionRule, settings: Settings) -> bool:
    """Whether a view of a page is itself what fulfils the rule, in every way there is to fulfil it."""
    names = {name for source in settings.report.inputs for name in source.page_view_events}
    return all(_views_pages(part, names) for part in rule.match)


def _views_pages(part: Match, names: set[str]) -> bool:
    return part.engagement is None and (set(part.event) <= names if part.event else bool(part.page))


@dataclass(frozen=True, slots=True)
class Ways:
    """One count's tables: `visits` (a row a session and day of a person), `people`, `marks` (a row a conversion of a person) and `firsts`
    (each person's first of each rule). `today` is as_of as a day number."""

    source: Source
    ask: Ask
    unit: Unit
    visits: Table
    people: Table
    marks: Table
    firsts: Table

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

    def drop(self) -> None:
        """Forget the kept tables."""
        self.engine.drop(self.visits, self.people, self.marks, self.firsts)


def ways(source: Source, ask: Ask) -> Ways:
    """The shared tables of one report's journeys, up to as_of."""
    engine, today = source.engine, day_number(ask.as_of)
    seen = source.facts.visits.filter(source.facts.visits.day <= today)
    named = seen.filter(seen.visitor.notnull())
    unit = Unit.PAGE_VIEW if engine.scalar(named.page_views.sum()) else Unit.SESSION
    ordered = engine.cache(visits(named, unit), "ordered_visits")
    people = engine.cache(visitors(ordered), "journey_people")
    done = marks(source.facts.conversions, ordered, source.settings, today, unit)
    kept = engine.cache(done, "marks")
    return Ways(source, ask, unit, ordered, people, kept, engine.cache(firsts(kept), "firsts"))


def visits(named: Table, unit: Unit) -> Table:
    """Session-days of people: `views` of that day, `before` it (over all earlier visits and days) and `opened` with the session."""
    counted = named.mutate(views=named.page_views if unit is Unit.PAGE_VIEW else named.sessions)
    rows = counted.select("visitor", "session", "day", "start", "visit_number", "channel", "views")
    running = ibis.window(group_by="visitor", order_by=["visit_number", "day"], preceding=None, following=0)
    summed = rows.mutate(before=(rows.views.sum().over(running) - rows.views).cast("int64"))
    return summed.mutate(opened=summed.before.min().over(group_by=["visitor", "visit_number"]))


def visitors(ordered: Table) -> Table:
    """A row a person: first channel, first and last day, page views."""
    return ordered.group_by("visitor").aggregate(
        channel=ordered.channel.argmin(ordered.visit_number),
        first_day=ordered.day.min(),
        last_day=ordered.day.max(),
        views=ordered.views.sum().cast("int64"),
    )


def marks(conversions: Table, ordered: Table, settings: Settings, today: int, unit: Unit) -> Table:
    """People's conversions of listed rules: `place` is the number of the page view that each stands on, -1 before the first, and `linked`
    whether it has one (facts from outside the site: within their rule's look-back). `item` is the value of the rule's first `by`. How long
    somebody stayed is known when the session is over, so that such conversions stand on its last page view of their day."""
    listed = [rule.key for rule in (*settings.macros, *settings.micros)]
    done = fulfilled(conversions).filter(ibis._.rule.isin(listed), ibis._.day <= today, ibis._.visitor.notnull())
    rows = done.select("visitor", "session", "day", "time", "rule", "amount", "view", item=done.by_1)
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
    """Aggregates of conversions that have an amount: `orders`, `amount` and the parts of the sum of squares (`records.orders_of`), small
    enough for whole numbers of 64 bits."""
    whole, rest = rows.amount // UNIT, (rows.amount % UNIT) // HUNDREDTH
    return {
        "orders": rows.amount.count(),
        "amount": rows.amount.sum(),
        "whole_squares": (whole * whole).sum(),
        "products": (whole * rest).sum(),
        "rest_squares": (rest * rest).sum(),
    }
