"""Visitors and sessions of several periods at once.

Everything here is an expression over the build's tables joined with a calendar (`period`, `day`); nothing runs. Distinct
visitors are counted in two steps, one row a visitor and then a count, because not every engine's own distinct count is exact.
A session counts on the site day it begins, so that days add up to months; a visitor counts wherever a row of theirs lies.
"""

from collections.abc import Sequence
from typing import TypeAlias

import ibis
from ibis.expr.types import Table

from reportgen.model.counts import Dimension
from reportgen.periods import Period, day_number

DIMENSIONS = tuple(dimension.value for dimension in Dimension)
MESSAGE = "content"
KNOWN = (*DIMENSIONS, MESSAGE)
"""What is known of a visitor by their first session of a period."""
NONE = "(none)"
SUMS = ("sessions", "engaged_sessions", "page_views")


def visits(sessions: Table) -> Table:
    """The sessions table with whole-number columns `sessions` (1 on the row a session begins) and `engaged_sessions` that just add up."""
    engaged = ibis.coalesce(sessions.engaged.cast("int64"), 0)
    dimensions = {name: sessions[name].fill_null(NONE) for name in KNOWN}
    return sessions.select(
        "visitor",
        "session",
        "day",
        "start",
        "visit_number",
        "medium",
        "page_views",
        **dimensions,
        sessions=sessions.begins,
        engaged_sessions=sessions.begins * engaged,
    )


Days: TypeAlias = Table | Period
"""Which days are counted as which `period`: a calendar (`period`, `day`), or one stretch as period 0."""


def tagged(table: Table, days: Days) -> Table:
    """The rows of the given days, each with its `period`; a row twice where its day stands in two."""
    if isinstance(days, Period):
        inside = table.filter(table.day.between(day_number(days.begin), day_number(days.last_day)))
        return inside.mutate(period=ibis.literal(0, "int64"))
    return table.inner_join(days, "day")


def people(visits_tagged: Table, by: Sequence[str] = ()) -> Table:
    """A row a period and visitor (null: all sessions without an id), with sums of their sessions and page views."""
    sums = {name: visits_tagged[name].sum() for name in SUMS}
    return visits_tagged.group_by(["period", *by, "visitor"]).aggregate(**sums)


def people_by_first_session(visits_tagged: Table) -> Table:
    """`people` with the dimensions of each visitor's first session in the period (by start, then session id).

    All of a visitor's sessions count under that one, so that every column of a breakdown adds up to the total. Sessions without a
    visitor id count under their own dimensions.
    """
    named = visits_tagged.filter(visits_tagged.visitor.notnull())
    order = ibis.window(group_by=["period", "visitor"], order_by=["start", "session", "day"])
    ranked = named.mutate(place=ibis.row_number().over(order))
    first = ranked.filter(ranked.place == 0).select("period", "visitor", *KNOWN)
    known = first.inner_join(people(named), ["period", "visitor"])
    unnamed = people(visits_tagged.filter(visits_tagged.visitor.isnull()), KNOWN)
    columns = ("period", "visitor", *KNOWN, *SUMS)
    return known.select(*columns).union(unnamed.select(*columns))


def by_dimension(rows: Table) -> Table:
    """Each row once for each dimension, with the dimension's name in `dimension` and the row's value of it in `value`."""
    return rows.pivot_longer(ibis.selectors.cols(*DIMENSIONS), names_to="dimension", values_to="value")


def traffic(people_rows: Table, by: Sequence[str] = ()) -> Table:
    """Traffic by period (and further columns): `visitors`, `sessions`, `engaged_sessions`, `page_views`, `unnamed_sessions`."""
    unnamed = ibis.ifelse(people_rows.visitor.isnull(), people_rows.sessions, 0)
    return people_rows.group_by(["period", *by]).aggregate(
        visitors=people_rows.visitor.count(),
        **{name: people_rows[name].sum() for name in SUMS},
        unnamed_sessions=unnamed.sum(),
    )
