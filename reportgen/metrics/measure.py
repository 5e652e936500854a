"""One function measures any metric over many stretches of days and on each day.

Metrics that add up (sessions, conversions, money) are read once by day and summed in Python. Distinct visitors are not additive:
they are read as the day each visitor is first seen in a month (`add: monthly`) or a stretch (`add: distinct`), so that the daily
numbers of a stretch sum to its total. Rates are distinct on both sides over each stretch and each day.
"""

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

import ibis
from ibis.expr.types import Table

from reportgen import periods
from reportgen.metrics import people as ppl
from reportgen.metrics.ask import CALENDAR, calendar_rows, dates
from reportgen.metrics.conversions import ANY_MACRO, fulfilled
from reportgen.metrics.frames import rows
from reportgen.metrics.outside_goals import OUTSIDE, is_outside, known_days, last_in, outside_rows, stock_numbers, table_of
from reportgen.metrics.people import Days
from reportgen.metrics.scope import conversions_in, page_views_in, visits_in
from reportgen.metrics.source import Facts, Source
from reportgen.metrics.totals import macro_keys
from reportgen.model.counts import Measured
from reportgen.model.settings import Add, Metric, MetricKind, Scope
from reportgen.periods import Grain, Period, day_date, day_number

MICRO = 1_000_000
"""Micro-units of one unit of money."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What is to be measured: whole stretches, and single days. Each day belongs to the first of `stretches` that holds it.

    `looks` are days of the first stretch, in order: the metric from that stretch's begin up to each of them.
    """

    stretches: tuple[Period, ...]
    days: tuple[date, ...]
    looks: tuple[date, ...] = ()

    @property
    def grown(self) -> tuple[Period, ...]:
        """The first stretch as it was at each look."""
        return tuple(periods.of(self.stretches[0].begin, look) for look in self.looks)


@dataclass(frozen=True, slots=True)
class Readings:
    """A metric over every stretch, on every day and at every look of a grid. `of` 0 means that there is no value."""

    stretches: Mapping[Period, Measured]
    days: Mapping[date, Measured]
    looks: tuple[Measured, ...] = ()


def value(measured: Measured) -> float | None:
    """The metric's number: `n`, or n / of; None when there is nothing to divide by."""
    if measured.of is None:
        return measured.n
    return measured.n / measured.of if measured.of else None


def measure(source: Source, metric: Metric, grid: Grid, within: Container[date] | None = None) -> Readings:
    """The metric over the grid. Money is in units of the report's currency. Only the days `within` count, but for stocks and rates.

    A ratio or product with a part from outside the site counts all its parts on the days that each of them knows.
    """
    if metric.kind is MetricKind.NUMBER:
        return _constant(grid)
    if metric.kind is MetricKind.RATIO and metric.numerator and metric.denominator:
        shared = _shared(source, metric, within)
        return _combine([measure(source, side, grid, shared) for side in (metric.numerator, metric.denominator)], _ratio)
    if metric.kind is MetricKind.PRODUCT:
        shared = _shared(source, metric, within)
        return _combine([measure(source, term.metric, grid, shared) for term in metric.terms], _multiplied)
    if metric.kind is MetricKind.SUM:
        weights = [term.weight for term in metric.terms]
        return _combine([measure(source, term.metric, grid, within) for term in metric.terms], lambda parts: _weighted(parts, weights))
    if metric.stock:
        return _levels(source, metric, grid)
    if metric.kind in (MetricKind.VISITORS, MetricKind.CONVERTERS):
        return _distinct(source, metric, grid, within)
    if metric.kind is MetricKind.RATE:
        return _rate(source, metric, grid)
    return _additive(source, metric, grid, within)


def _shared(source: Source, metric: Metric, within: Container[date] | None) -> Container[date] | None:
    """The days that every part knows; those that were asked for already know them too."""
    return known_days(source, metric).days if within is None and is_outside(metric) else within


def _constant(grid: Grid) -> Readings:
    """One, everywhere."""
    return Readings(
        {stretch: Measured(stretch, 1.0) for stretch in grid.stretches},
        {day: Measured(one(day), 1.0) for day in grid.days},
        tuple(Measured(grown, 1.0) for grown in grid.grown),
    )


def _levels(source: Source, metric: Metric, grid: Grid) -> Readings:
    """A stock: its last number in each stretch, and on each day the last one up to then; never a sum."""
    ends = (*(stretch.last_day for stretch in grid.stretches), *grid.days)
    told = stock_numbers(source, metric, max(ends)) if ends else {}

    def on(day: date) -> Measured:
        before = max((each for each in told if each <= day), default=None)
        return Measured(one(day), 0.0, 0.0) if before is None else Measured(one(day), told[before])

    return Readings(
        {stretch: Measured(stretch, *last_in(told, stretch)) for stretch in grid.stretches},
        {day: on(day) for day in grid.days},
        tuple(Measured(grown, *last_in(told, grown)) for grown in grid.grown),
    )


def _combine(parts: Sequence[Readings], make: Callable[[Sequence[Measured]], tuple[float, float | None]]) -> Readings:
    """Readings of a metric made of others, place by place."""
    first = parts[0]
    return Readings(
        {period: Measured(period, *make([part.stretches[period] for part in parts])) for period in first.stretches},
        {day: Measured(one(day), *make([part.days[day] for part in parts])) for day in first.days},
        tuple(Measured(looks[0].period, *make(looks)) for looks in zip(*(part.looks for part in parts), strict=True)),
    )


def _ratio(parts: Sequence[Measured]) -> tuple[float, float | None]:
    above, below = (value(part) for part in parts)
    return (0.0, 0.0) if above is None or below is None else (above, below)


def _multiplied(parts: Sequence[Measured]) -> tuple[float, float | None]:
    factors = [number for part in parts if (number := value(part)) is not None]
    return (prod(factors), None) if len(factors) == len(parts) else (0.0, 0.0)


def _weighted(parts: Sequence[Measured], weights: Sequence[float]) -> tuple[float, float | None]:
    values = [value(part) for part in parts]
    known = [weight * number for weight, number in zip(weights, values, strict=True) if number is not None]
    return (sum(known), None) if len(known) == len(values) else (0.0, 0.0)


def one(day: date) -> Period:
    """The day as a period."""
    return periods.of(day, day)


def rule_keys(facts: Facts, rule: str | None) -> tuple[str, ...]:
    """The rules a metric's rule means: itself, or every listed macro for `any_macro`."""
    return macro_keys(facts.settings) if rule in (None, ANY_MACRO) else (str(rule),)


# --- metrics that add up ------------------------------------------------------------------------------------------------


def _additive(source: Source, metric: Metric, grid: Grid, within: Container[date] | None) -> Readings:
    found = {day: sums for day, sums in _found(source, metric, grid).items() if within is None or day in within}
    has_of = metric.kind in (MetricKind.ENGAGEMENT_RATE, MetricKind.BOUNCE_RATE)
    unit = MICRO if metric.kind is MetricKind.VALUE or metric.kind in OUTSIDE else 1

    def total(period: Period) -> Measured:
        parts = [found.get(day, (0, 0)) for day in dates(period)]
        return Measured(period, sum(n for n, _ in parts) / unit, float(sum(of for _, of in parts)) if has_of else None)

    stretches = {period: total(period) for period in grid.stretches}
    return Readings(stretches, {day: total(one(day)) for day in grid.days}, tuple(map(total, grid.grown)))


def _found(source: Source, metric: Metric, grid: Grid) -> dict[date, tuple[int, int]]:
    """The sums of each day that the grid spans."""
    if metric.kind in OUTSIDE and table_of(source.facts, metric) is None:
        return {}
    per_day = daily_sums(source.facts, metric)
    wanted = {day for stretch in grid.stretches for day in dates(stretch)} | set(grid.days)
    first, last = day_number(min(wanted)), day_number(max(wanted))
    frame = source.engine.run(per_day.filter(per_day.day.between(first, last)))
    return {day_date(row.number("day")): (row.number("n"), row.number("of")) for row in rows(frame)}


def daily_sums(facts: Facts, metric: Metric) -> Table:
    """Rows (`day`, `n`, `of`) of whole numbers that add up over days. A counter or cost must have its table."""
    if (table := table_of(facts, metric)) is not None and metric.kind in OUTSIDE:
        counted = outside_rows(table, metric)
    elif metric.kind is MetricKind.PAGE_VIEWS:
        counted = page_views_in(facts, metric.scope).mutate(of=0)
    elif metric.kind in (MetricKind.CONVERSIONS, MetricKind.VALUE):
        found = conversions_in(facts, rule_keys(facts, metric.rule), metric.scope)
        amount = found.amount.fill_null(0)
        counted = found.select("day", n=amount if metric.kind is MetricKind.VALUE else (amount >= 0).cast("int64"), of=0)
    else:
        found = visits_in(facts, metric.scope)
        numerator = {
            MetricKind.SESSIONS: found.sessions,
            MetricKind.ENGAGED_SESSIONS: found.engaged_sessions,
            MetricKind.ENGAGEMENT_RATE: found.engaged_sessions,
            MetricKind.BOUNCE_RATE: found.sessions - found.engaged_sessions,
        }[metric.kind]
        counted = found.select("day", n=numerator, of=found.sessions)
    return counted.group_by("day").aggregate(n=counted.n.sum(), of=counted.of.sum())


# --- distinct visitors --------------------------------------------------------------------------------------------------


def _distinct(source: Source, metric: Metric, grid: Grid, within: Container[date] | None) -> Readings:
    grain = Grain.MONTH if metric.add is Add.MONTHLY else None
    pieces = {stretch: periods.split(stretch, grain) if grain else (stretch,) for stretch in (*grid.stretches, *_gaps(grid))}
    segments = tuple(dict.fromkeys(piece for parts in pieces.values() for piece in parts))
    newcomers = _newcomers(source, metric, segments, within)
    home: dict[date, Period] = {}
    for piece in (piece for stretch in pieces for piece in pieces[stretch]):
        for day in dates(piece):
            home.setdefault(day, piece)

    def total(stretch: Period, last: date) -> float:
        """People of the stretch who had come by its day `last`."""
        return float(sum(people for piece in pieces[stretch] for day, people in newcomers[piece].items() if day <= last))

    return Readings(
        {stretch: Measured(stretch, total(stretch, stretch.last_day)) for stretch in grid.stretches},
        {day: Measured(one(day), float(newcomers[home[day]].get(day, 0))) for day in grid.days},
        tuple(Measured(grown, total(grid.stretches[0], grown.last_day)) for grown in grid.grown),
    )


def pulse(source: Source, metric: Metric, days: Sequence[date]) -> dict[date, float] | None:
    """The metric with the distinct people of each day, where it counts people once a month; None where its days need no such stand-in.

    People first seen in a month crowd at its beginning; the people of each day do not.
    """
    if metric.kind is MetricKind.SUM:
        parts = [pulse(source, term.metric, days) for term in metric.terms]
        if all(part is None for part in parts):
            return None
        plain = Grid((), tuple(days))
        read = [part or _numbers(measure(source, term.metric, plain)) for part, term in zip(parts, metric.terms, strict=True)]
        return {day: sum(term.weight * part[day] for part, term in zip(read, metric.terms, strict=True)) for day in days}
    if metric.kind not in (MetricKind.VISITORS, MetricKind.CONVERTERS) or metric.add is not Add.MONTHLY or not days:
        return None
    each = [one(day) for day in days]
    people = _newcomers(source, metric, each)
    return {day: float(people[single].get(day, 0)) for day, single in zip(days, each, strict=True)}


def _numbers(read: Readings) -> dict[date, float]:
    return {day: value(measured) or 0.0 for day, measured in read.days.items()}


def _gaps(grid: Grid) -> tuple[Period, ...]:
    """The grid's days that lie in none of its stretches, as stretches of their own."""
    loose = [day for day in grid.days if not any(day in stretch for stretch in grid.stretches)]
    runs: list[Period] = []
    for day in loose:
        if runs and runs[-1].end == day:
            runs[-1] = periods.of(runs[-1].begin, day)
        else:
            runs.append(one(day))
    return tuple(runs)


def _newcomers(
    source: Source, metric: Metric, segments: Sequence[Period], within: Container[date] | None = None
) -> dict[Period, dict[date, int]]:
    """Segment -> day -> visitors first seen (or first converted) on that day of the segment, on the days `within` alone."""
    spans = [[segment] if within is None else [one(day) for day in dates(segment) if day in within] for segment in segments]
    calendar = source.engine.memtable(calendar_rows(spans), CALENDAR)
    rules = rule_keys(source.facts, metric.rule) if metric.kind is MetricKind.CONVERTERS else ()
    frame = source.engine.run(first_days(source.facts, metric.scope, rules, calendar))
    source.engine.drop(calendar)
    found: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for row in rows(frame):
        found[row.number("period")][day_date(row.number("day"))] = row.number("visitors")
    return {segment: found[index] for index, segment in enumerate(segments)}


def first_days(facts: Facts, scope: Scope, rules: tuple[str, ...], calendar: Days) -> Table:
    """Rows (`period`, `day`, `visitors`): visitors with a session in the scope, by the first such day of each period.

    With `rules`: those of them who fulfilled one of the rules in the period, by the first day they did.
    """
    seen = ppl.tagged(visits_in(facts, scope), calendar)
    days = seen.filter(seen.visitor.notnull()).group_by("period", "visitor").aggregate(day=seen.day.min())
    if rules:
        done = ppl.tagged(fulfilled(facts.conversions.filter(facts.conversions.rule.isin(list(rules)))), calendar)
        first = done.group_by("period", "visitor").aggregate(day=done.day.min())
        days = first.semi_join(days, ["period", "visitor"])
    return days.group_by("period", "day").aggregate(visitors=days.count())


# --- rates --------------------------------------------------------------------------------------------------------------


def _rate(source: Source, metric: Metric, grid: Grid) -> Readings:
    spans = tuple(dict.fromkeys((*grid.stretches, *(one(day) for day in grid.days))))
    calendar = source.engine.memtable(calendar_rows([[span] for span in spans]), CALENDAR)
    frame = source.engine.run(rate_counts(source.facts, metric, calendar))
    source.engine.drop(calendar)
    found = {row.number("period"): (row.number("n"), row.number("visitors")) for row in rows(frame)}
    read = {span: Measured(span, *map(float, found.get(index, (0, 0)))) for index, span in enumerate(spans)}
    looks = _rate_looks(source, metric, grid) if grid.looks else ()
    return Readings({stretch: read[stretch] for stretch in grid.stretches}, {day: read[one(day)] for day in grid.days}, looks)


def _rate_looks(source: Source, metric: Metric, grid: Grid) -> tuple[Measured, ...]:
    """Distinct people who had come, and had done it, by each look: one pass over the stretch, whatever the number of looks."""
    frame = source.engine.run(rate_by_day(source.facts, metric, grid.stretches[0]))
    come = [(day_date(row.number("day")), row.number("n"), row.number("visitors")) for row in rows(frame)]

    def by(last: date) -> tuple[float, float]:
        until = [(n, visitors) for day, n, visitors in come if day <= last]
        return float(sum(n for n, _ in until)), float(sum(visitors for _, visitors in until))

    return tuple(Measured(grown, *by(grown.last_day)) for grown in grid.grown)


def rate_counts(facts: Facts, metric: Metric, calendar: Days) -> Table:
    """Rows (`period`, `n`, `visitors`): distinct visitors with a session in the scope, and how many of them fulfilled the rule.

    Of a rule with a `rate_base`, both sides count only visitors who fulfilled the base in the same period.
    """
    seen = ppl.people(ppl.tagged(visits_in(facts, metric.scope), calendar))
    people = seen.filter(seen.visitor.notnull()).select("period", "visitor")
    rules = rule_keys(facts, metric.rule)
    base = next((rule.rate_base for rule in facts.settings.rules if (rule.key,) == rules), None)
    if base:
        people = people.semi_join(_done(facts, (base,), calendar), ["period", "visitor"])
    done = _done(facts, rules, calendar).mutate(did=1)
    both = people.left_join(done, ["period", "visitor"], rname="done_{name}")
    return both.group_by("period").aggregate(n=ibis.coalesce(both.did, 0).sum(), visitors=both.count())


def rate_by_day(facts: Facts, metric: Metric, period: Period) -> Table:
    """Rows (`day`, `n`, `visitors`): visitors by the first day on which they count for the rate of the period so far, and converters by
    the first on which they count as such. Summed up to any day, they are the rate's two sides by then.
    """
    seen = ppl.tagged(visits_in(facts, metric.scope), period)
    people = _first_by(seen, "came")
    rules = rule_keys(facts, metric.rule)
    base = next((rule.rate_base for rule in facts.settings.rules if (rule.key,) == rules), None)
    if base:
        based = _first_by(_fulfilled(facts, (base,), period), "based")
        both = people.inner_join(based, "visitor")
        people = both.select("visitor", came=ibis.greatest(both.came, both.based))
    done = _first_by(_fulfilled(facts, rules, period), "done")
    did = people.inner_join(done, "visitor")
    converted = did.select(day=ibis.greatest(did.came, did.done), n=1, visitors=0)
    every = people.select(day=people.came, n=0, visitors=1).union(converted)
    return every.group_by("day").aggregate(n=every.n.sum(), visitors=every.visitors.sum())


def _first_by(table: Table, name: str) -> Table:
    """A row a visitor with their first day in the table."""
    named = table.filter(table.visitor.notnull())
    return named.group_by("visitor").aggregate(**{name: named.day.min()})


def _fulfilled(facts: Facts, rules: tuple[str, ...], days: Days) -> Table:
    return ppl.tagged(fulfilled(facts.conversions.filter(facts.conversions.rule.isin(list(rules)))), days)


def _done(facts: Facts, rules: tuple[str, ...], calendar: Days) -> Table:
    """A row a period and visitor who fulfilled one of the rules in it."""
    found = _fulfilled(facts, rules, calendar)
    return found.filter(found.visitor.notnull()).select("period", "visitor").distinct()
