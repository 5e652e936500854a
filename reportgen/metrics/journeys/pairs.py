"""Each micro before each macro: how many had both in that order, how long it took, what the macros were worth (statistics 3.4)."""

import ibis
from ibis.expr.types import Table

from reportgen.metrics.conversions import fulfilled
from reportgen.metrics.journeys.ways import Ways, orders
from reportgen.model.journeys import windows

COLUMNS = {"macro": "string", "horizon": "int64", "lookback": "int64"}


def macros(way: Ways) -> Table:
    """The listed macros as rows, with their windows."""
    rows = [{"macro": rule.key, "horizon": windows(rule).horizon, "lookback": windows(rule).lookback} for rule in way.settings.macros]
    return way.engine.memtable(rows, COLUMNS)


def macro_firsts(way: Ways, listed: Table) -> Table:
    """Each person's first of each macro, and whether they were first seen a look-back or more after the data begin (`seasoned`)."""
    first = way.firsts.inner_join(listed, way.firsts.rule == listed.macro)
    first = first.left_join(way.people.select("visitor", "first_day"), "visitor", rname="of_{name}")
    seasoned = (first.first_day - first.lookback >= way.begin).fill_null(False)
    return first.select("visitor", "macro", "linked", seasoned=seasoned, macro_time="time", macro_day="day")


def totals(first: Table) -> Table:
    """By macro: visitors who had it, of them linked and seasoned ones."""
    return first.group_by("macro").aggregate(
        visitors=first.count(), linked=first.linked.cast("int64").sum(), seasoned=first.seasoned.cast("int64").sum()
    )


def assists(first: Table, exposed: Table) -> Table:
    """By micro and macro: the macro's visitors with the micro before it, and the seasoned of them."""
    both = exposed.inner_join(first, "visitor")
    before = both.filter(both.time < both.macro_time)
    return before.group_by("rule", "item", "at_least", "macro").aggregate(
        assisted=before.count(), assisted_seasoned=before.seasoned.cast("int64").sum()
    )


def having(exposed: Table) -> Table:
    """By micro: visitors who had it."""
    return exposed.group_by("rule", "item", "at_least").aggregate(visitors=exposed.count())


def micro_lags(way: Ways, listed: Table, first: Table) -> Table:
    """By micro rule and macro: people without the macro up to their first micro, by `lag` in days to it or to what is known of them, and
    whether their micro is a horizon old (`matured`)."""
    micro = way.firsts.filter(way.firsts.rule.isin([rule.key for rule in way.settings.micros])).select("visitor", "rule", "time", "day")
    both = micro.cross_join(listed).left_join(first.drop("linked", "seasoned"), ["visitor", "macro"], rname="of_{name}")
    risk = both.filter(both.macro_day.isnull() | (both.macro_time > both.time))
    lag = risk.macro_day - risk.day
    known = ibis.least(ibis.literal(way.today, "int64") - risk.day, risk.horizon)
    event = (lag <= known).fill_null(False)
    matured = (risk.day + risk.horizon <= way.today).cast("int64")
    found = risk.select("rule", "macro", lag=ibis.ifelse(event, lag, known), event=event.cast("int64"), matured=matured)
    return found.group_by("rule", "macro", "lag", "event", "matured").aggregate(n=found.count())


def micro_orders(way: Ways, listed: Table) -> Table:
    """By micro rule and macro: amounts of the macro's conversions after the person's first micro and within the horizon."""
    micro = way.firsts.filter(way.firsts.rule.isin([rule.key for rule in way.settings.micros]))
    micro = micro.select("visitor", "rule", micro_time="time", micro_day="day")
    done = way.marks.inner_join(listed, way.marks.rule == listed.macro).select("visitor", "macro", "time", "day", "horizon", "amount")
    both = done.inner_join(micro, "visitor")
    after = both.filter((both.time > both.micro_time) & (both.day - both.micro_day <= both.horizon) & both.amount.notnull())
    return after.group_by("rule", "macro").aggregate(**orders(after))


def macro_orders(way: Ways, listed: Table) -> Table:
    """By macro: amounts of all conversions of people."""
    done = way.marks.inner_join(listed, way.marks.rule == listed.macro)
    return done.group_by("macro").aggregate(**orders(done))


def unnamed(way: Ways) -> Table:
    """By rule: conversions up to as_of that name nobody."""
    done = fulfilled(way.source.facts.conversions)
    nobody = done.filter(done.visitor.isnull() & (done.day <= way.today))
    return nobody.group_by("rule").aggregate(n=nobody.count())
