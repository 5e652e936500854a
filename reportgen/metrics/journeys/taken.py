"""Ways that people really took to each macro: the declared steps, and the parts of the site, in the order of their first time."""

from collections.abc import Mapping, Sequence

import ibis
import pandas as pd
from ibis.expr.types import Table

from reportgen.engine import stacked
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.funnels import plans
from reportgen.metrics.journeys.pairs import macros
from reportgen.metrics.journeys.records import grouped
from reportgen.metrics.journeys.viewed import reading, readings
from reportgen.metrics.journeys.ways import Ways
from reportgen.model.ways import Reading, Taken, TakenWay, Walk

DEPTH = 6
"""Most steps of a way that are told apart."""
TOP = 10
"""Most ways of a kind to one macro that are listed."""
LEAST = 3
"""Visitors that a listed way has at least: rarer ones could be a person's."""
NOTHING = -1
NONE, WHOLE, SKIPPING, OTHERWISE = range(4)
KINDS = (Walk.STAGES, Walk.PAGES)
STEPS = [f"s_{at}" for at in range(DEPTH)]


def taken(way: Ways) -> tuple[Mapping[str, Taken], Mapping[str, Reading]]:
    """Macro -> the ways to it; page group -> how it was read."""
    engine = way.engine
    declared = _declared(way)
    kinds = [{"macro": key, "kind": 0, "declared": len(steps)} for key, steps in declared.items() if steps]
    kinds += [{"macro": key, "kind": 1, "declared": DEPTH} for key in declared if way.settings.report.page_groups]
    asked = engine.memtable(kinds, {"macro": "string", "kind": "int64", "declared": "int64"})
    ends = engine.cache(_ends(way), "linked_ends")
    walked = engine.cache(_walked(way, ends, asked, declared), "walked")
    frames = engine.many(
        {
            "ends": ends.group_by("macro").aggregate(n=ends.count()),
            "orders": _orders(walked),
            "top": _top(walked),
            "signalled": _signalled(way, ends),
            **({"reading": reading(way)} if way.settings.report.page_groups else {}),
        }
    )
    engine.drop(asked, ends, walked)
    own = {rule.key: _record(way, rule.key, declared[rule.key], frames) for rule in way.settings.macros}
    return own, readings(way, list(rows(frames["reading"]))) if "reading" in frames else {}


def _declared(way: Ways) -> dict[str, tuple[str, ...]]:
    """Macro -> the keys of the steps that its funnel has before it."""
    known = {plan.key: plan.steps[:-1] for plan in plans(way.settings)}
    return {rule.key: tuple(step.key for step in known.get(rule.key, ())) for rule in way.settings.macros}


def _ends(way: Ways) -> Table:
    """Each person's first of each macro, where it can be linked to a page view, with the person's first channel."""
    listed = macros(way)
    first = way.firsts.filter(way.firsts.linked).inner_join(listed, way.firsts.rule == listed.macro)
    named = first.left_join(way.people.select("visitor", "channel"), "visitor", rname="of_{name}")
    return named.select("visitor", "macro", "lookback", end="time", end_day="day", channel=named.channel.fill_null("(none)"))


def _before(ends: Table, each: Table, keys: Sequence[str]) -> Table:
    """What people did before their macro and within its look-back."""
    both = each.inner_join(ends, list(keys))
    return both.filter((both.time < both.end) & (both.day >= both.end_day - both.lookback))


def _steps(way: Ways, ends: Table) -> Table:
    """A row a macro, person, `kind` and step (`place`): the first time before the macro."""
    columns = {"macro": "string", "rule": "string", "place": "int64"}
    listed = {rule.key for rule in way.settings.macros}
    own = [
        {"macro": plan.key, "rule": rule, "place": place}
        for plan in plans(way.settings)
        if plan.key in listed
        for place, step in enumerate(plan.steps[:-1])
        for rule in step.rules
    ]
    parts = []
    if own:
        table = way.engine.memtable(own, columns)
        marks = way.marks.select("visitor", "rule", "time", "day").inner_join(table, "rule")
        staged = _before(ends, marks.select("visitor", "macro", "time", "day", "place"), ("visitor", "macro"))
        parts.append(staged.select("macro", "visitor", "place", "time", kind=ibis.literal(0, "int64")))
    if way.settings.report.page_groups:
        pages = way.viewed.select("visitor", "day", "place", time="first_time")
        paged = _before(ends, pages, ("visitor",))
        parts.append(paged.select("macro", "visitor", "place", "time", kind=ibis.literal(1, "int64")))
    if not parts:
        return ends.limit(0).select("macro", "visitor", place=ibis.literal(0, "int64"), time="end", kind=ibis.literal(0, "int64"))
    each = stacked(parts)
    return each.group_by("macro", "visitor", "kind", "place").aggregate(time=each.time.min())


def _walked(way: Ways, ends: Table, asked: Table, declared: Mapping[str, Sequence[str]]) -> Table:
    """A row a macro, person and kind: the steps in order (`s_0`), whether there were more (`cut`), and the `order` class."""
    steps = _steps(way, ends)
    keys = ["macro", "visitor", "kind"]
    order = {"group_by": keys, "order_by": ["time", "place"]}
    ranked = steps.mutate(turn=ibis.row_number().over(**order), previous=steps.place.lag().over(**order))
    pivot = {name: ranked.place.max(where=ranked.turn == at) for at, name in enumerate(STEPS)}
    back = (ranked.previous > ranked.place).fill_null(False).cast("int64")
    walks = ranked.group_by(keys).aggregate(**pivot, steps=ranked.count(), back=back.sum())
    whole = ends.inner_join(asked, "macro").left_join(walks, keys, rname="of_{name}")
    count = whole.steps.fill_null(0)
    kind = ibis.cases((count == 0, NONE), (whole.back > 0, OTHERWISE), (count == whole.declared, WHOLE), else_=SKIPPING)
    return whole.select(
        *keys,
        "channel",
        order=kind.cast("int64"),
        cut=(count > DEPTH).cast("int64"),
        **{name: whole[name].fill_null(NOTHING).cast("int64") for name in STEPS},
    )


def _orders(walked: Table) -> Table:
    return walked.group_by("macro", "kind", "order").aggregate(n=walked.count())


def _top(walked: Table) -> Table:
    """The most frequent ways of at least `LEAST` visitors, by channel: `total` of the way, `n` of the channel, `place` of the way."""
    way = ["macro", "kind", "cut", *STEPS]
    counted = walked.group_by(*way, "channel").aggregate(n=walked.count())
    summed = counted.mutate(total=counted.n.sum().over(group_by=way).cast("int64"))
    often = summed.filter(summed.total >= LEAST)
    order = [often.total.desc(), often.cut, *(often[name] for name in STEPS)]
    placed = often.mutate(place=ibis.dense_rank().over(group_by=["macro", "kind"], order_by=order))
    return placed.filter(placed.place < TOP)


def _signalled(way: Ways, ends: Table) -> Table:
    """By macro: people with any micro before."""
    micros = way.marks.filter(way.marks.rule.isin([rule.key for rule in way.settings.micros])).select("visitor", "time", "day")
    people = _before(ends, micros, ("visitor",)).select("macro", "visitor").distinct()
    return people.group_by("macro").aggregate(n=people.count())


def _record(way: Ways, macro: str, declared: tuple[str, ...], frames: Mapping[str, pd.DataFrame]) -> Taken:
    own = {name: [row for row in rows(frames[name]) if row.text("macro") == macro] for name in ("ends", "orders", "top", "signalled")}
    orders = {row.number("order"): row.number("n") for row in own["orders"] if row.number("kind") == 0}
    names = {Walk.STAGES: declared, Walk.PAGES: tuple(way.settings.report.page_groups)}
    return Taken(
        linked=_sum(own["ends"]),
        declared=declared,
        **{name: orders.get(at, 0) for at, name in ((WHOLE, "whole"), (SKIPPING, "skipping"), (OTHERWISE, "otherwise"), (NONE, "none"))},
        signalled=_sum(own["signalled"]),
        ways={
            kind: _ways([row for row in own["top"] if row.number("kind") == at], names[kind])
            for at, kind in enumerate(KINDS)
            if names[kind]
        },
    )


def _sum(found: Sequence[Row]) -> int:
    return sum(row.number("n") for row in found)


def _ways(found: Sequence[Row], names: Sequence[str]) -> tuple[TakenWay, ...]:
    return tuple(_way(each, names) for _, each in sorted(grouped(found, lambda row: row.number("place")).items()))


def _way(found: Sequence[Row], names: Sequence[str]) -> TakenWay:
    most = min(found, key=lambda row: (-row.number("n"), row.text("channel")))
    row, enough = found[0], most.number("n") >= LEAST
    places = [row.number(name) for name in STEPS]
    return TakenWay(
        steps=tuple(names[place] for place in places if place != NOTHING),
        cut=bool(row.number("cut")),
        visitors=row.number("total"),
        channel=most.text("channel") if enough else None,
        from_channel=most.number("n") if enough else 0,
    )
