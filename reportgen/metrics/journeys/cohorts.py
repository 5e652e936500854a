"""Visitors by the month of their first visit and how soon a macro of theirs came; and who had it again."""

from collections.abc import Mapping

import ibis
import pandas as pd
from ibis.expr.types import Table

from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.records import grouped, lags_of
from reportgen.metrics.journeys.ways import Ways
from reportgen.model.journeys import Cohort, RepeatCohort
from reportgen.periods import day_date

Frames = Mapping[str, pd.DataFrame]


def calendar(way: Ways) -> Table:
    """The month of each day with data, as year x 12 + month - 1."""
    days = (day_date(number) for number in range(min(way.begin, way.today), way.today + 1))
    rows_ = [{"day": number, "month": day.year * 12 + day.month - 1} for number, day in enumerate(days, min(way.begin, way.today))]
    return way.engine.memtable(rows_, {"day": "int64", "month": "int64"})


def cohort_lags(way: Ways, months: Table, listed: Table, first: Table) -> Table:
    """By month of the first visit and macro: people by days to their first macro, or as long as they have been known within the horizon.

    A macro dated before the first visit (a fact from outside the site) counts on its day.
    """
    own = way.people.inner_join(months, way.people.first_day == months.day).select("visitor", "first_day", "month")
    both = own.cross_join(listed).left_join(first.drop("linked", "seasoned"), ["visitor", "macro"], rname="of_{name}")
    known = ibis.least(ibis.literal(way.today, "int64") - both.first_day, both.horizon)
    lag = ibis.ifelse(both.macro_day < both.first_day, 0, both.macro_day - both.first_day)
    event = (lag <= known).fill_null(False)
    dated = both.left_join(months.select(macro_day="day", macro_month="month"), "macro_day", rname="on_{name}")
    found = dated.select(
        "macro",
        "month",
        lag=ibis.ifelse(event, lag, known),
        event=event.cast("int64"),
        same=(dated.macro_month == dated.month).fill_null(False).cast("int64"),
    )
    return found.group_by("macro", "month", "lag", "event").aggregate(n=found.count(), same=found.same.sum())


def often(way: Ways, listed: Table) -> Table:
    """By macro: how many people had it how often."""
    done = way.marks.inner_join(listed, way.marks.rule == listed.macro)
    people = done.group_by("macro", "visitor").aggregate(times=done.count())
    return people.group_by("macro", "times").aggregate(n=people.count())


def repeat_lags(way: Ways, months: Table, listed: Table) -> Table:
    """By macro and month of the first: people by days to their second, or up to as_of."""
    done = way.marks.inner_join(listed, way.marks.rule == listed.macro).select("macro", "visitor", "time", "day", "amount")
    order = ibis.window(group_by=["macro", "visitor"], order_by=["time", "amount"])
    ranked = done.mutate(rank=ibis.row_number().over(order))
    one, two = ranked.filter(ranked["rank"] == 0), ranked.filter(ranked["rank"] == 1)
    both = one.left_join(two.select("macro", "visitor", second="day"), ["macro", "visitor"], rname="of_{name}")
    dated = both.inner_join(months, both.day == months.day, rname="on_{name}")
    event = dated.second.notnull()
    lag = ibis.ifelse(event, dated.second - dated.day, ibis.literal(way.today, "int64") - dated.day)
    found = dated.select("macro", "month", lag=lag, event=event.cast("int64"))
    return found.group_by("macro", "month", "lag", "event").aggregate(n=found.count())


def cohorts(macro: str, frames: Frames) -> tuple[Cohort, ...]:
    """The macro's cohorts, the oldest first."""
    return tuple(
        Cohort(month, sum(row.number("n") for row in found), sum(row.number("same") for row in found), lags_of(found))
        for month, found in _by_month(macro, frames["cohort_lags"])
    )


def repeat_cohorts(macro: str, frames: Frames) -> tuple[RepeatCohort, ...]:
    """People with the macro by the month of their first, the oldest first."""
    return tuple(
        RepeatCohort(month, sum(row.number("n") for row in found), lags_of(found))
        for month, found in _by_month(macro, frames["repeat_lags"])
    )


def repeats(macro: str, frames: Frames) -> dict[int, int]:
    """How often -> how many people."""
    return dict(sorted((row.number("times"), row.number("n")) for row in rows(frames["often"]) if row.text("macro") == macro))


def _by_month(macro: str, frame: pd.DataFrame) -> list[tuple[str, list[Row]]]:
    own = grouped((row for row in rows(frame) if row.text("macro") == macro), lambda row: row.number("month"))
    return [(month_name(month), found) for month, found in sorted(own.items())]


def month_name(number: int) -> str:
    """`2026-10` for the number that `calendar` gives a month."""
    return f"{number // 12:04}-{number % 12 + 1:02}"
