"""Leads and the customers they become, by channel; what was spent meanwhile; and what became of a CRM's records."""

from collections.abc import Mapping
from datetime import date, timedelta

import ibis
from ibis.expr.types import Table

from reportgen.metrics.conversions import PARAMETERS, fulfilled
from reportgen.metrics.frames import rows
from reportgen.metrics.journeys.ways import Ways
from reportgen.metrics.people import NONE
from reportgen.model.journeys import windows
from reportgen.model.lead_value import LeadCounts, LeadSlice, Records
from reportgen.model.settings import ConversionRule, LeadValue
from reportgen.periods import Period, day_date, day_number
from reportgen.stats import Rate

YEAR = 365
"""Days of costs that are held against the leads of the same days: a single month has too few."""
HAS, CHANNEL = "has", "channel"


def lead_counts(way: Ways) -> LeadCounts | None:
    """Everything of `lead_value` in the settings; None without it."""
    asked = way.settings.report.lead_value
    if asked is None:
        return None
    window = windows(way.settings.rule(asked.customer)).funnel if asked.customer else 0
    grown = grown_day(way.ask.as_of, window)
    span, spent = _spent(way)
    frame = way.engine.run(people(way, asked, window, grown, span))
    found = list(rows(frame))
    return LeadCounts(
        window,
        grown,
        tuple(
            LeadSlice(row.text("channel"), row.text("item"), Rate(row.number("won"), row.number("matured")), row.number("recent"))
            for row in sorted(found, key=lambda row: (row.text("channel"), row.text("item")))
        ),
        sum(row.number("young") for row in found),
        span,
        spent,
        _opened(way, asked),
        _records(way, asked, window, grown) if asked.pipeline else None,
    )


def grown_day(as_of: date, window: int) -> date:
    """The first day of the first month that is not old enough: its last day is fewer than `window` days before as_of (as the ladder's)."""
    return (as_of - timedelta(days=window - 1)).replace(day=1)


def people(way: Ways, asked: LeadValue, window: int, grown: date, span: Period | None) -> Table:
    """By channel and item: people with a lead who are `matured`, `won` of them, `recent` and `young` ones."""
    first = way.firsts.filter(way.firsts.rule == asked.lead).select("visitor", "time", "day", "item")
    next_ = way.marks.filter(way.marks.rule == (asked.customer or "")).select(next_visitor="visitor", next_time="time", next_day="day")
    later = [first.visitor == next_.next_visitor, next_.next_time > first.time, next_.next_day <= first.day + window]
    joined = first.left_join(next_, later)
    each = joined.group_by("visitor", "day", "item").aggregate(next_day=joined.next_day.min())
    named = each.left_join(way.people.select("visitor", "channel"), "visitor", rname="of_{name}")
    values = sorted({value for one in asked.lifetime for name, wanted in one.only.items() if name != CHANNEL for value in wanted})
    item = ibis.ifelse(named.item.isin(values), named.item, "").fill_null("") if values else ibis.literal("")
    old, won = named.day < day_number(grown), named.next_day.notnull()
    inside = named.day.between(day_number(span.begin), day_number(span.last_day)) if span else ibis.literal(value=False)
    young = (named.day >= way.today - window) & ~won
    marked = named.select(
        channel=named.channel.fill_null(NONE),
        item=item,
        matured=old.cast("int64"),
        won=(old & won).cast("int64"),
        recent=inside.cast("int64"),
        young=young.cast("int64"),
    )
    return marked.group_by("channel", "item").aggregate(**{name: marked[name].sum() for name in ("matured", "won", "recent", "young")})


def _spent(way: Ways) -> tuple[Period | None, Mapping[str, int]]:
    """The last year as far as costs are told, and what each channel cost in it."""
    costs = way.source.facts.costs
    if costs is None:
        return None, {}
    found = list(rows(way.engine.run(channel_costs(costs, way.today))))
    if not found:
        return None, {}
    first = max(min(row.number("first") for row in found), way.today - YEAR + 1)
    last = max(row.number("last") for row in found)
    if last < first:
        return None, {}
    spent = {row.text("channel"): row.number("amount") for row in found if row.number("amount")}
    return Period(day_date(first), day_date(last + 1)), dict(sorted(spent.items()))


def channel_costs(costs: Table, today: int) -> Table:
    """By channel: the first and the last day of its costs up to today, and their `amount` in the last year."""
    seen = costs.filter(costs.day <= today)
    recent = ibis.ifelse(seen.day > today - YEAR, seen.amount, 0)
    return seen.group_by("channel").aggregate(first=seen.day.min(), last=seen.day.max(), amount=recent.sum())


def _opened(way: Ways, asked: LeadValue) -> Mapping[str, int]:
    seen = way.ask.seen
    rule = way.settings.rule(asked.pipeline.opened if asked.pipeline else asked.lead)
    if seen is None or not (asked.ready or asked.capacity):
        return {}
    found = rows(way.engine.run(details(way.source.facts.conversions, rule, seen)))
    return dict(sorted((row.text("has"), row.number("n")) for row in found))


def details(conversions: Table, rule: ConversionRule, seen: Period) -> Table:
    """The rule's conversions of a period, with or without a visitor, by the contact details that are there (`has`), empty for none."""
    done = fulfilled(conversions)
    own = done.filter(done.rule == rule.key, done.day.between(day_number(seen.begin), day_number(seen.last_day)))
    told = own[PARAMETERS[rule.by.index(HAS)]].fill_null("") if HAS in rule.by else ibis.literal("")
    named = own.select(has=told)
    return named.group_by("has").aggregate(n=named.count())


def _records(way: Ways, asked: LeadValue, window: int, grown: date) -> Records:
    (row,) = rows(way.engine.run(records(way, asked, window, grown)))
    return Records(row.number("open"), row.number("old"), Rate(row.number("won"), row.number("matured")))


def records(way: Ways, asked: LeadValue, window: int, grown: date) -> Table:
    """One row of what became of the records that were opened up to today, each by its transaction id.

    Exports often tell of records from before the data begin only where something came of them: these are in no rate.
    """
    assert asked.pipeline is not None
    done = fulfilled(way.source.facts.conversions)
    known = done.filter(done.transaction_id.notnull(), done.day <= way.today)
    days = {
        name: known.day.min(where=known.rule == (key or ""))
        for name, key in (("opened", asked.pipeline.opened), ("won", asked.customer), ("lost", asked.pipeline.lost))
    }
    each = known.group_by("transaction_id").aggregate(**days)
    held = each.filter(each.opened.notnull())
    open_ = held.won.isnull() & held.lost.isnull()
    old = (held.opened >= way.begin) & (held.opened < day_number(grown))
    within = (held.won - held.opened <= window).fill_null(False)
    return held.aggregate(
        open=open_.cast("int64").sum(),
        old=(open_ & (held.opened < way.today - window)).cast("int64").sum(),
        matured=old.cast("int64").sum(),
        won=(old & within).cast("int64").sum(),
    )
