"""What people say brought them, beside the channel of their first visit: conversions of the rules at which they are asked."""

from collections.abc import Sequence

import ibis
from ibis.expr.types import Table

from reportgen.metrics.ask import Ask
from reportgen.metrics.conversions import fulfilled
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.source import Source
from reportgen.model.journeys import windows
from reportgen.model.settings import ConversionRule
from reportgen.model.stated import NO_ANSWER, Quote, StatedCell, StatedCounts
from reportgen.periods import Period, add_months, day_date, day_number

MOST_QUOTES = 5
NO_VISIT = ""


def stated(source: Source, ask: Ask) -> dict[str, StatedCounts]:
    """Rule -> what was said at its conversions, from a year before the period's end on. Empty where nobody is asked.

    One query, and one more for quotes.
    """
    asked = source.settings.report.stated
    if asked is None:
        return {}
    rules = [source.settings.rule(key) for key in asked.rules]
    span = _span(source, ask.period)
    done = _done(source, rules, span, ask)
    queries = {"cells": _cells(source, done, rules, ask.period)} | ({"quotes": _quotes(done)} if asked.quotes else {})
    frames = source.engine.many(queries)
    cells, quotes = list(rows(frames["cells"])), list(rows(frames["quotes"])) if asked.quotes else []
    return {rule.key: _counts(rule, span, cells, quotes) for rule in rules}


def _span(source: Source, period: Period) -> Period:
    """From the first of the month a year before the period's end, or from where the data or a longer period begin."""
    begin = min(add_months(period.end, -12), period.begin)
    first = source.known.first
    return Period(first, period.end) if first and begin < first < period.end else Period(begin, period.end)


def _done(source: Source, rules: Sequence[ConversionRule], span: Period, ask: Ask) -> Table:
    """Conversions of the rules in the span up to as_of, each with a number of its own among its visitor's (`turn`)."""
    done = fulfilled(source.facts.conversions)
    last = min(day_number(ask.as_of), day_number(span.end) - 1)
    kept = done.filter(done.rule.isin([rule.key for rule in rules]), done.day >= day_number(span.begin), done.day <= last)
    order = ibis.window(group_by=["visitor", "rule"], order_by=["time", "amount", "heard", "convinced"])
    return kept.select("visitor", "rule", "day", "time", "heard", "convinced", "quote", turn=ibis.row_number().over(order))


def _cells(source: Source, done: Table, rules: Sequence[ConversionRule], period: Period) -> Table:
    """Counts by rule, answers, first channel within the look-back (`NO_VISIT`: none), whether somebody is named, and the period."""
    lookback = ibis.cases(*((done.rule == rule.key, windows(rule).lookback) for rule in rules), else_=0)
    each = done.select("visitor", "rule", "turn", "day", "time", lookback=lookback)
    people = each.filter(each.visitor.notnull())
    visits = source.facts.visits.semi_join(people, "visitor")
    began = visits.group_by("visitor", "visit_number").aggregate(
        start=visits.start.min(), began=visits.day.min(), channel=visits.channel.max()
    )
    before = [people.visitor == began.visitor, began.start <= people.time, began.began >= people.day - people.lookback]
    joined = people.inner_join(began, before, rname="at_{name}")
    first = joined.group_by("visitor", "rule", "turn").aggregate(channel=joined.channel.argmin(joined.visit_number))
    found = done.left_join(first, ["visitor", "rule", "turn"], rname="of_{name}")
    inside = (found.day >= day_number(period.begin)) & (found.day < day_number(period.end))
    plain = found.select(
        "rule",
        heard=found.heard.fill_null(NO_ANSWER),
        convinced=found.convinced.fill_null(NO_ANSWER),
        channel=found.channel.fill_null(NO_VISIT),
        named=found.visitor.notnull().cast("int64"),
        recent=inside.cast("int64"),
    )
    return plain.group_by(*plain.columns).aggregate(n=plain.count())


def _quotes(done: Table) -> Table:
    """The newest answers in people's own words, a few of each rule."""
    words = done.filter(done["quote"].notnull()).select("rule", "day", "time", "quote", reason=done.convinced.fill_null(NO_ANSWER))
    newest = ibis.window(group_by="rule", order_by=[words.time.desc(), words["quote"]])
    ranked = words.mutate(place=ibis.row_number().over(newest))
    return ranked.filter(ranked.place < MOST_QUOTES)


def _counts(rule: ConversionRule, span: Period, cells: Sequence[Row], quotes: Sequence[Row]) -> StatedCounts:
    own = sorted((row for row in quotes if row.text("rule") == rule.key), key=lambda row: row.number("place"))
    return StatedCounts(
        span=span,
        lookback=windows(rule).lookback,
        cells=tuple(sorted((_cell(row) for row in cells if row.text("rule") == rule.key), key=_order)),
        quotes=tuple(Quote(day_date(row.number("day")), row.text("reason"), row.text("quote")) for row in own),
    )


def _cell(row: Row) -> StatedCell:
    return StatedCell(
        heard=row.text("heard"),
        convinced=row.text("convinced"),
        channel=row.text("channel") or None,
        named=bool(row.number("named")),
        recent=bool(row.number("recent")),
        n=row.number("n"),
    )


def _order(cell: StatedCell) -> tuple[str, str, str, bool, bool]:
    return cell.heard, cell.convinced, cell.channel or "", cell.named, cell.recent
