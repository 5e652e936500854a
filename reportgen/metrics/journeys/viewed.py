"""Parts of the site (page groups) as steps: who viewed one of their pages first when, beside the micros."""

from collections.abc import Mapping

import ibis
from ibis.expr.types import IntegerValue, Table

from reportgen.metrics.frames import Row
from reportgen.metrics.journeys.ways import Ways
from reportgen.model.ways import Reading


def exposures(way: Ways) -> Table:
    """As `risk.exposures`, for page groups: no rule, and the group's name as `item`.

    `since` is the number of the page view itself. Page views before it in its session-day are counted by the pages first seen before it,
    so that a page seen twice in between makes it begin one view early.
    """
    rows_ = way.viewed.filter(way.viewed.visitor.notnull()).select("visitor", "session", "day", "first_time", "place")
    first = rows_.group_by("visitor", "place").aggregate(time=rows_.first_time.min())
    at = rows_.inner_join(first, ["visitor", "place", rows_.first_time == first.time])
    stands = at.group_by("visitor", "place", "time").aggregate(session=at.session.min(), day=at.day.min())
    visits = way.visits.select("visitor", "session", "day", "before", last=way.visits.before + way.visits["views"] - 1)
    placed = stands.inner_join(visits, ["visitor", "session", "day"])
    seen = way.pages.select("visitor", "session", "day", page_time="first_time")
    joined = placed.left_join(seen, ["visitor", "session", "day", seen.page_time < placed.time], rname="of_{name}")
    counted = joined.group_by("visitor", "place").aggregate(
        time=joined.time.max(), before=joined.before.max(), last=joined["last"].max(), earlier=joined.page_time.count()
    )
    names = list(way.settings.report.page_groups)
    return counted.select(
        "visitor",
        rule=ibis.literal(""),
        item=ibis.cases(*((counted.place == at, name) for at, name in enumerate(names)), else_=""),
        at_least=ibis.literal(0, "int64"),
        since=ibis.greatest(ibis.least(counted.before + counted.earlier, counted["last"]), 0).cast("int64"),
        time="time",
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
