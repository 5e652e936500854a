"""Risk rows by stratum (statistics 3.1), for all micros and macros in one pass and without a row for each page view.

Page views of a visitor are numbered from 0. The class of a step cuts a session-day's interval of page views into few; within such a cell
only a conversion changes anything, so a cell's rows up to a macro, or after a micro and up to a macro, are lengths of intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
from ibis.expr.types import IntegerValue, Table

from reportgen.metrics.journeys.ways import Ways, views_pages

STEPS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (6, 8), (9, 13), (14, 20), (21, 39), (40, 2**40))
"""Classes of page-view numbers: first and last."""
LAST_VISIT = 6
ITEMS = 30
"""Most values of one rule's first `by` parameter; each needs `ITEM_VISITORS` visitors."""
ITEM_VISITORS = 20
MOST_MICROS = 5
"""Up to so many different micros are told apart."""
MICRO = ("rule", "item", "at_least")


def steps(way: Ways) -> Table:
    """The classes of steps that page views of class `first` to class `last` touch, as rows (`step`, `until`)."""
    touched = [
        {"first_class": first, "last_class": last, "step": step, "until": until}
        for first in range(len(STEPS))
        for last in range(first, len(STEPS))
        for step, until in STEPS[first : last + 1]
    ]
    return way.engine.memtable(touched, dict.fromkeys(("first_class", "last_class", "step", "until"), "int64"))


@dataclass(frozen=True, slots=True)
class Spans:
    """What risk rows are counted from: `seen` session-days, everybody's macros as `ends`, `steps`, and the macros' keys."""

    seen: Table
    ends: Table
    classes: Table
    macros: Sequence[str]


def spans(way: Ways) -> Spans:
    """The tables of one count; all but `seen` are kept ones."""
    return Spans(_seen(way), way.engine.cache(ends(way), "ends"), steps(way), [rule.key for rule in way.settings.macros])


def _seen(way: Ways) -> Table:
    """The page views of each session-day, `low`..`high`, with their visit and the person's first channel."""
    seen = way.visits.filter(way.visits["views"] > 0)
    named = seen.inner_join(way.people.select("visitor", first_channel="channel"), "visitor")
    numbered = {"low": named.before, "high": named.before + named["views"] - 1}
    return named.select("visitor", channel=named.first_channel, visit=ibis.least(named.visit_number - 1, LAST_VISIT), **numbered).view()


def _class(number: IntegerValue) -> IntegerValue:
    """The position in `STEPS` of a page view's number."""
    classes = ((number <= last, at) for at, (_, last) in enumerate(STEPS[:-1]))
    found: IntegerValue = ibis.cases(*classes, else_=len(STEPS) - 1).cast("int64")
    return found


def ends(way: Ways) -> Table:
    """A row a person with any macro: for each macro by position its place (`end_0`), and the same where linked (`hit_0`), else null."""
    macros = way.settings.macros
    first = way.firsts.filter(way.firsts.rule.isin([rule.key for rule in macros]))
    columns: dict[str, IntegerValue] = {}
    for at, rule in enumerate(macros):
        own = first.rule == rule.key
        columns[f"end_{at}"] = first.place.max(where=own)
        columns[f"hit_{at}"] = first.place.max(where=own & first.linked)
    return first.group_by("visitor").aggregate(**columns)


def exposures(way: Ways) -> Table:
    """A row a person and micro: rule, `item` or how many different micros (`at_least`), and the first page view that comes after it
    (`since`); also the `time` of the micro."""
    micros = {rule.key: rule for rule in way.settings.micros}
    views = [key for key, rule in micros.items() if views_pages(rule, way.settings)]
    own = way.marks.filter(way.marks.rule.isin(list(micros)))
    since = ibis.ifelse(own.rule.isin(views), own.place, own.place + 1) if views else own.place + 1
    marked = own.mutate(since=ibis.greatest(since, 0).cast("int64"))
    whole = _first_of(marked.mutate(item=ibis.literal("")))
    split = [key for key, rule in micros.items() if rule.by]
    of_items = _first_of(_frequent(marked.filter(marked.rule.isin(split) & marked.item.notnull() & (marked.item != ""))))
    order = ibis.window(group_by="visitor", order_by=["since", "time", "rule"])
    many = whole.mutate(at_least=ibis.row_number().over(order).cast("int64") + 1)
    several = many.filter((many.at_least > 1) & (many.at_least <= MOST_MICROS)).mutate(rule=ibis.literal(""))
    none = ibis.literal(0, "int64")
    columns = ("visitor", "rule", "item", "at_least", "since", "time")
    found = whole.mutate(at_least=none).select(columns)
    return found.union(of_items.mutate(at_least=none).select(columns)).union(several.select(columns))


def _first_of(marked: Table) -> Table:
    return marked.group_by("visitor", "rule", "item").aggregate(since=marked.since.min(), time=marked.time.min())


def _frequent(marked: Table) -> Table:
    """Rows of each rule's most frequent items."""
    people = marked.select("visitor", "rule", "item").distinct()
    counted = people.group_by("rule", "item").aggregate(visitors=people.count())
    ranked = counted.mutate(rank=ibis.row_number().over(group_by="rule", order_by=[counted.visitors.desc(), counted["item"]]))
    return marked.semi_join(ranked.filter((ranked["rank"] < ITEMS) & (ranked.visitors >= ITEM_VISITORS)), ["rule", "item"])


def all_rows(spans: Spans) -> Table:
    """By stratum: `n_0` risk rows and `d_0` macros for each macro by position."""
    return _by_stratum(spans, spans.seen.left_join(spans.ends, "visitor"), spans.seen.low)


def numbered(exposed: Table) -> Table:
    """The different micros of `exposures`, each with a number: less to add up by than its names."""
    return exposed.select(*MICRO).distinct().mutate(micro=ibis.row_number().over(order_by=MICRO))


def exposed_rows(spans: Spans, exposed: Table, micros: Table) -> Table:
    """By micro and stratum: the risk rows after the micro, `n_0`, and the macros among them, `d_0`."""
    since = exposed.inner_join(micros, MICRO).select("visitor", "micro", "since").left_join(spans.ends, "visitor", rname="of_{name}")
    seen = spans.seen
    after = seen.inner_join(since, [seen.visitor == since.visitor, seen.high >= since.since])
    found = _by_stratum(spans, after, ibis.greatest(after.low, after.since), ("micro",))
    return found.inner_join(micros, "micro").drop("micro")


def _by_stratum(spans: Spans, joined: Table, low: IntegerValue, by: Sequence[str] = ()) -> Table:
    """Rows `low`..`high` of people with their macros, by stratum. Most people have no macro and few page views: those alike are counted
    first, and only what differs is cut into classes of steps."""
    columns: dict[str, IntegerValue] = {}
    for at in range(len(spans.macros)):
        end, hit = joined[f"end_{at}"], joined[f"hit_{at}"]
        columns[f"end_{at}"] = ibis.greatest(ibis.least(joined.high, end.fill_null(joined.high)), low - 1)
        columns[f"hit_{at}"] = ibis.ifelse(hit.between(low, joined.high), hit, ibis.null("int64"))
    each = joined.select(*by, "channel", "visit", low=low, high=joined.high, **columns)
    alike = each.group_by(each.columns).aggregate(people=each.count())
    classed = alike.mutate(first_class=_class(alike.low), last_class=_class(alike.high))
    cut = classed.inner_join(spans.classes, ["first_class", "last_class"])
    return cut.group_by(*by, "channel", "visit", "step").aggregate(**_rows(cut, len(spans.macros)))


def _rows(cut: Table, macros: int) -> dict[str, IntegerValue]:
    low, high = ibis.greatest(cut.low, cut.step), ibis.least(cut.high, cut.until)
    columns: dict[str, IntegerValue] = {}
    for at in range(macros):
        length = ibis.greatest(ibis.least(high, cut[f"end_{at}"]) - low + 1, 0)
        columns[f"n_{at}"] = (length * cut.people).sum()
        columns[f"d_{at}"] = ibis.ifelse(cut[f"hit_{at}"].between(low, high), cut.people, 0).sum()
    return columns
