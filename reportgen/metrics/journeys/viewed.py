"""Parts of the site (page groups) as steps: who viewed one of their pages first when, beside the micros."""

from collections.abc import Mapping

import ibis
from ibis.expr.types import IntegerValue, Table

from reportgen.metrics.frames import Row
from reportgen.metrics.journeys.ways import Ways, seen_pages
from reportgen.model.ways import Reading


def exposures(way: Ways) -> Table:
    """As `risk.exposures`, for page groups: no rule, and the group's name as `item`.

    `since` is the number of the page view itself. Page views before it in its session-day are counted by the pages first seen before it,
    so that a page seen twice in between makes it begin one view early.
    """
    names = list(way.settings.report.page_groups)
    rows_ = way.viewed.filter(way.viewed.visitor.notnull()).select("visitor", "session", "day", "first_time", "place")
    first = rows_.group_by("visitor", "place").aggregate(time=rows_.first_time.min())
    at = rows_.inner_join(first, ["visitor", "place", rows_.first_time == first.time])
    stands = at.group_by("visitor", "place", "time").aggregate(session=at.session.min(), day=at.day.min())
    named = stands.inner_join(way.numbers.select("number", name="visitor"), stands.visitor == way.numbers.number)
    seen = seen_pages(way.source, way.today).select("session", "day", name="visitor", page_time="first_time")
    joined = named.left_join(seen, ["name", "session", "day", seen.page_time < named.time], rname="of_{name}")
    counted = joined.group_by("visitor", "place", "time", "session", "day").aggregate(earlier=joined.page_time.count())
    visits = way.visits.select("visitor", "session", "day", "before", "views")
    placed = counted.inner_join(visits, ["visitor", "session", "day"])
    last = placed.before + placed["views"] - 1
    return placed.select(
        "visitor",
        rule=ibis.literal(""),
        item=ibis.cases(*((placed.place == at, name) for at, name in enumerate(names)), else_=""),
        at_least=ibis.literal(0, "int64"),
        since=ibis.greatest(ibis.least(placed.before + placed.earlier, last), 0).cast("int64"),
        time="time",
        day="day",
    )


def reading(way: Ways) -> Table:
    """By page group: `views` and `engagement_ms`, and the same of pages first seen before the visitor's first macro of any rule."""
    macros = way.firsts.filter(way.firsts.rule.isin([rule.key for rule in way.settings.macros]))
    ends = macros.group_by("visitor").aggregate(end=macros.time.min())
    pages = way.viewed
    joined = pages.left_join(ends, "visitor", rname="of_{name}")
    before = (joined.first_time < joined.end).fill_null(False).cast("int64")

    def sums(column: IntegerValue) -> tuple[IntegerValue, IntegerValue]:
        counted = column.fill_null(0)
        return counted.sum(), (counted * before).sum()

    views, engaged = sums(joined["views"]), sums(joined.engagement_ms)
    return joined.group_by("place").aggregate(
        views=views[0], views_before=views[1], engagement_ms=engaged[0], engagement_ms_before=engaged[1]
    )


def readings(way: Ways, found: list[Row]) -> Mapping[str, Reading]:
    """Page group -> how it was read; in the order of the settings, without those nobody viewed."""
    names = list(way.settings.report.page_groups)
    ordered = sorted(found, key=lambda row: row.number("place"))
    return {names[row.number("place")]: _reading(row) for row in ordered}


def _reading(row: Row) -> Reading:
    return Reading(*(row.number(name) for name in ("views", "engagement_ms", "views_before", "engagement_ms_before")))
