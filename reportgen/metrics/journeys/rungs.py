"""The ladder between conversions: from a rule to the macro that is declared to follow it, by the month of the first (lead to customer)."""

from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from reportgen.metrics.frames import rows
from reportgen.metrics.journeys.cohorts import calendar, month_name
from reportgen.metrics.journeys.records import grouped, lags_of
from reportgen.metrics.journeys.ways import Ways
from reportgen.model.journeys import Cohort, Rung, windows
from reportgen.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Edge:
    """A macro, a rule that it comes after, and the days between them at most."""

    before: str
    after: str
    window: int


def edges(settings: Settings) -> tuple[Edge, ...]:
    """Each listed macro after what it follows or is measured on, and after the macros that support it; then what `lead_value` names, and
    what micros with `cohorts` lead to."""
    listed = {rule.key for rule in settings.rules if not rule.hidden}
    found = []
    for rule in settings.macros:
        supporting = [macro.key for macro in settings.macros if rule.key in macro.supports]
        before = [key for key in dict.fromkeys([rule.only_after, rule.rate_base, *supporting]) if key in listed and key != rule.key]
        found += [Edge(str(key), rule.key, windows(rule).funnel) for key in before]
    return tuple(dict.fromkeys([*found, *_valued(settings), *_joined(settings)]))


def _valued(settings: Settings) -> list[Edge]:
    """From a form to the lead, and from the lead to the customer."""
    asked = settings.report.lead_value
    pairs = ((asked.form, asked.lead), (asked.lead, asked.customer)) if asked else ()
    return [Edge(before, after, windows(settings.rule(after)).funnel) for before, after in pairs if before and after]


def _joined(settings: Settings) -> list[Edge]:
    """From joining to each macro that it supports."""
    macros = {rule.key: rule for rule in settings.macros}
    pairs = [(micro.key, macros[key]) for micro in settings.micros if micro.cohorts for key in micro.supports if key in macros]
    return [Edge(before, after.key, windows(after).funnel) for before, after in pairs]


def rungs(way: Ways) -> tuple[Rung, ...]:
    """Every edge of the settings, in their order."""
    asked = edges(way.settings)
    if not asked:
        return ()
    engine = way.engine
    table = engine.memtable(
        [{"rung": place, "before": edge.before, "after": edge.after, "window": edge.window} for place, edge in enumerate(asked)],
        {"rung": "int64", "before": "string", "after": "string", "window": "int64"},
    )
    months = calendar(way)
    found = grouped(rows(engine.run(_lags(way, table, months))), lambda row: (row.number("rung"), row.number("month")))
    engine.drop(table, months)
    return tuple(
        Rung(
            edge.before,
            edge.after,
            edge.window,
            tuple(
                Cohort(month_name(month), sum(row.number("n") for row in each), sum(row.number("same") for row in each), lags_of(each))
                for (rung, month), each in sorted(found.items())
                if rung == place
            ),
        )
        for place, edge in enumerate(asked)
    )


def _lags(way: Ways, table: Table, months: Table) -> Table:
    """By rung and month of the first: people by days to the next conversion, or as long as it was waited for within the window."""
    first = way.firsts.inner_join(table, way.firsts.rule == table.before).select("rung", "window", "after", "visitor", "time", "day")
    next_ = way.marks.select(next_visitor="visitor", next_rule="rule", next_time="time", next_day="day")
    later = [first.visitor == next_.next_visitor, first.after == next_.next_rule, next_.next_time > first.time]
    joined = first.left_join(next_, [*later, next_.next_day <= first.day + first.window])
    keys = ["rung", "window", "visitor", "day"]
    each = joined.group_by(keys).aggregate(next_day=joined.next_day.min())
    dated = each.inner_join(months, "day").left_join(months.select(next_day="day", next_month="month"), "next_day", rname="of_{name}")
    waited = ibis.least(ibis.literal(way.today, "int64") - dated.day, dated.window)
    event = dated.next_day.notnull()
    found = dated.select(
        "rung",
        "month",
        lag=ibis.ifelse(event, dated.next_day - dated.day, waited),
        event=event.cast("int64"),
        same=(dated.next_month == dated.month).fill_null(False).cast("int64"),
    )
    return found.group_by("rung", "month", "lag", "event").aggregate(n=found.count(), same=found.same.sum())
