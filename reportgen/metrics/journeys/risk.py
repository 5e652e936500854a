"""Risk rows by stratum (statistics 3.1), for all micros and macros in one pass and without a row for each page view.

Page views of a visitor are numbered from 0. The class of a step cuts each session-day's interval of page views into few; within such a cell
only a conversion changes anything, so a cell's rows up to a macro, or after a micro and up to a macro, are lengths of intervals.
"""

from collections.abc import Sequence

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


def cells(way: Ways, classes: Table) -> Table:
    """Intervals of page views `low`..`high` within one session-day and one class of steps, with their stratum."""
    seen = way.visits.filter(way.visits["views"] > 0)
    spans = seen.select(
        "visitor", first=seen.before, last=seen.before + seen["views"] - 1, visit=ibis.least(seen.visit_number - 1, LAST_VISIT)
    )
    classed = spans.mutate(first_class=_class(spans["first"]), last_class=_class(spans["last"]))
    cut = classed.inner_join(classes, ["first_class", "last_class"])
    found = cut.select("visitor", "visit", "step", low=ibis.greatest(cut["first"], cut.step), high=ibis.least(cut["last"], cut.until))
    named = found.inner_join(way.people.select("visitor", "channel"), "visitor")
    return named.select("visitor", "channel", "visit", "step", "low", "high")


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
    (`since`); also `time` and `day` of the micro."""
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
    columns = ("visitor", "rule", "item", "at_least", "since", "time", "day")
    found = whole.mutate(at_least=none).select(columns)
    return found.union(of_items.mutate(at_least=none).select(columns)).union(several.select(columns))


def _first_of(marked: Table) -> Table:
    return marked.group_by("visitor", "rule", "item").aggregate(since=marked.since.min(), time=marked.time.min(), day=marked.day.min())


def _frequent(marked: Table) -> Table:
    """Rows of each rule's most frequent items."""
    people = marked.select("visitor", "rule", "item").distinct()
    counted = people.group_by("rule", "item").aggregate(visitors=people.count())
    ranked = counted.mutate(rank=ibis.row_number().over(group_by="rule", order_by=[counted.visitors.desc(), counted["item"]]))
    return marked.semi_join(ranked.filter((ranked["rank"] < ITEMS) & (ranked.visitors >= ITEM_VISITORS)), ["rule", "item"])


def all_rows(spans: Table, last: Table, macros: Sequence[str]) -> Table:
    """By stratum: `n_0` risk rows and `d_0` macros for each macro by position."""
    joined = spans.left_join(last, "visitor")
    return joined.group_by("channel", "visit", "step").aggregate(**_rows(joined, joined.low, macros))


def numbered(exposed: Table) -> Table:
    """The different micros of `exposures`, each with a number: less to add up by than its names."""
    return exposed.select(*MICRO).distinct().mutate(micro=ibis.row_number().over(order_by=MICRO))


def exposed_rows(spans: Table, last: Table, exposed: Table, micros: Table, macros: Sequence[str]) -> Table:
    """By micro and stratum: the risk rows after the micro, `n_0`, and the macros among them, `d_0`."""
    since = exposed.inner_join(micros, MICRO).select("visitor", "micro", "since").left_join(last, "visitor", rname="of_{name}")
    after = spans.inner_join(since, [spans.visitor == since.visitor, spans.high >= since.since])
    low = ibis.greatest(after.low, after.since)
    found = after.group_by("micro", "channel", "visit", "step").aggregate(**_rows(after, low, macros))
    return found.inner_join(micros, "micro").drop("micro")


def _rows(joined: Table, low: IntegerValue, macros: Sequence[str]) -> dict[str, IntegerValue]:
    columns: dict[str, IntegerValue] = {}
    for at in range(len(macros)):
        end, hit = joined[f"end_{at}"], joined[f"hit_{at}"]
        length = ibis.least(joined.high, end.fill_null(joined.high)) - low + 1
        columns[f"n_{at}"] = ibis.greatest(length, 0).sum()
        columns[f"d_{at}"] = hit.between(low, joined.high).fill_null(False).cast("int64").sum()
    return columns
