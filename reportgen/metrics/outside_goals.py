"""What goals on totals and costs need: numbers a day, which days are known, and a stock's numbers as they stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ibis.expr.types import Table

from reportgen import periods
from reportgen.metrics.ask import Recorded, dates
from reportgen.metrics.frames import rows
from reportgen.metrics.outside import DAY, MICRO, cost_edges
from reportgen.metrics.patterns import fits
from reportgen.metrics.source import Facts, Source
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.settings import Metric, MetricKind
from reportgen.periods import Period, day_date

if TYPE_CHECKING:
    from reportgen.metrics.goals import Window

OUTSIDE = frozenset({MetricKind.COUNTER, MetricKind.COST})


def table_of(facts: Facts, metric: Metric) -> Table | None:
    """The table that holds a counter or a cost; None where no input has one."""
    return facts.counters if metric.kind is MetricKind.COUNTER else facts.costs


def outside_rows(table: Table, metric: Metric) -> Table:
    """Rows (`day`, `n`, `of`) of a counter or of costs, in micro-units."""
    if metric.kind is MetricKind.COUNTER:
        found = _of_counter(table, metric)
        if metric.dimension:
            found = found.filter(found.dimension.isin(list(metric.dimension)))
        return found.select("day", n="value", of=0)
    found = table
    for name in ("channel", "campaign"):
        if patterns := getattr(metric.scope, name):
            found = found.filter(fits(found[name], patterns, fold=True))
    return found.select("day", n="amount", of=0)


def _of_counter(table: Table, metric: Metric) -> Table:
    source, _, name = (metric.counter or "").partition(".")
    return table.filter((table.source == source) & (table.metric == name))


def leaves(metric: Metric) -> Iterator[Metric]:
    """The plain metrics it is made of."""
    inner = [part for part in (metric.numerator, metric.denominator) if part] + [term.metric for term in metric.terms]
    for part in inner:
        yield from leaves(part)
    if not inner:
        yield metric


def known_days(source: Source, metric: Metric) -> Recorded:
    """The days on which every part of the metric is known: the site's recorded days for what people did, a counter's own days, and for
    costs and stocks all days from the first with any to the last. A plain number is known on every day."""
    days: frozenset[date] | None = None
    for leaf in dict.fromkeys(leaves(metric)):
        if leaf.kind is MetricKind.NUMBER:
            continue
        own = _own_days(source, leaf)
        days = own if days is None else days & own
    return Recorded(days or frozenset())


def _own_days(source: Source, leaf: Metric) -> frozenset[date]:
    if leaf.kind not in OUTSIDE:
        return source.known.days
    table = table_of(source.facts, leaf)
    if table is None:
        return frozenset()
    if leaf.kind is MetricKind.COUNTER:
        frame = source.engine.run(_of_counter(table, leaf).select("day").distinct())
        told = frozenset(day_date(row.number("day")) for row in rows(frame))
        return frozenset(dates(periods.of(min(told), max(told)))) if leaf.stock and told else told
    edges = cost_edges(source.engine, table)
    return frozenset(dates(periods.of(*edges))) if edges else frozenset()


def is_outside(metric: Metric) -> bool:
    """Whether any part of it comes from outside the site."""
    return any(leaf.kind in OUTSIDE for leaf in leaves(metric))


def stock_counts(source: Source, metric: Metric, asked: Window, as_of: date) -> GoalCounts:
    """A stock's numbers for a goal: over a stretch its last number in it, never a sum; `start` the last one before the goal's days, else
    the first of them. All days from its first number to its last are recorded: between two of them it stands at some level."""
    told = stock_numbers(source, metric, as_of)
    first, last = min(told, default=None), max(told, default=None)
    known = Recorded(frozenset(dates(periods.of(first, last))) if first and last else frozenset())

    def at(stretch: Period | None) -> Measured | None:
        return None if stretch is None else Measured(stretch, *last_in(told, stretch))

    begun = asked.to_date.begin if asked.to_date else as_of + DAY
    before = [day for day in told if day < begun]
    inside = [day for day in told if day >= begun]
    start = told[max(before)] if before else told[min(inside)] if inside else None
    to_date = asked.to_date
    return GoalCounts(
        to_date=at(to_date),
        daily=tuple((day, told.get(day)) for day in asked.days),
        baseline=at(asked.baseline),
        baseline_to_date=at(asked.baseline_to_date),
        recorded=known.share(to_date) if to_date else 0.0,
        baseline_recorded=1.0 if asked.baseline and any(day in asked.baseline for day in told) else 0.0,
        last_recorded=last,
        looks=tuple(Measured(piece, *last_in(told, piece)) for look in asked.looks if (piece := _until(asked, look))),
        start=start,
    )


def _until(asked: Window, look: date) -> Period | None:
    return periods.of(asked.to_date.begin, look) if asked.to_date else None


def stock_numbers(source: Source, metric: Metric, as_of: date) -> dict[date, float]:
    """The stock's number on each day that tells one."""
    table = table_of(source.facts, metric)
    if table is None:
        return {}
    frame = source.engine.run(outside_rows(table, metric))
    return {day: row.number("n") / MICRO for row in rows(frame) if (day := day_date(row.number("day"))) <= as_of}


def last_in(told: Mapping[date, float], stretch: Period) -> tuple[float, float | None]:
    """As `Measured` has it: the last number, or 0 of 0 for none."""
    inside = [day for day in told if day in stretch]
    return (told[max(inside)], None) if inside else (0.0, 0.0)
