"""Which ways people took to a macro, and by which channels they came before it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import ibis
import pandas as pd
from ibis.expr.types import IntegerValue, StringValue, Table

from reportgen.metrics.conversions import fulfilled
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.pairs import macros
from reportgen.metrics.journeys.records import grouped
from reportgen.metrics.journeys.ways import Ways
from reportgen.metrics.patterns import fits
from reportgen.model.journeys import Attributed, TopPath, Touches
from reportgen.periods import day_number
from reportgen.stats import TouchPath

DIRECT = "Direct"
OTHER = "(other)"
NOTHING = ""
CHANNELS = 20
"""Most channels told apart in attribution, by visits; the rest are `(other)`."""
DEPTH = 6
TOP = 50
"""Most ways to one macro that are listed."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Of one macro: the most frequent ways, and the channels before its conversions in the period and ever."""

    top: tuple[TopPath, ...]
    recent: Attributed
    ever: Attributed


def paths(way: Ways) -> dict[str, Paths]:
    """Macro -> its paths."""
    engine, listed = way.engine, macros(way)
    visits = engine.cache(_visits(way), "macro_visits")
    counted = visits.group_by("channel").aggregate(n=visits.count())
    channels = [row.text("channel") for row in rows(engine.run(counted.order_by(counted.n.desc(), counted.channel).limit(CHANNELS)))]
    touched = engine.cache(_touched(way, listed, visits, channels), "touched")
    frames = engine.many(
        {
            "paths": _by_path(touched, len(channels)),
            "touches": _by_touches(touched),
            "nobody": _nobody(way),
            "top": _top(way, listed),
        }
    )
    engine.drop(listed, visits, touched)
    return {rule.key: _record(rule.key, channels, frames) for rule in way.settings.macros}


def _visits(way: Ways) -> Table:
    """The visits of people with any macro: when each began, and its channel."""
    had = way.firsts.filter(way.firsts.rule.isin([rule.key for rule in way.settings.macros]))
    rows_ = way.visits.semi_join(had, "visitor")
    return rows_.group_by("visitor", "visit_number").aggregate(start=rows_.start.min(), began=rows_.day.min(), channel=rows_.channel.max())


def _recent(way: Ways, day: IntegerValue) -> IntegerValue:
    """1 for days of the reported period."""
    begin, end = day_number(way.ask.period.begin), day_number(way.ask.period.end)
    return ((day >= begin) & (day < end)).cast("int64")


def _touched(way: Ways, listed: Table, visits: Table, channels: Sequence[str]) -> Table:
    """A row a conversion of a macro: `touches` within its look-back, `days` since the first, its `first` channel and `last` one that is not
    direct (empty: none), and how often it has each channel by position (`c_0`)."""
    order = ibis.window(group_by=["visitor", "rule"], order_by=["time", "amount"])
    turns = way.marks.mutate(turn=ibis.row_number().over(order))
    each = turns.inner_join(listed, turns.rule == listed.macro).select("visitor", "rule", "day", "time", "amount", "lookback", "turn")
    named = visits.mutate(channel=ibis.ifelse(visits.channel.isin(channels), visits.channel, OTHER))
    before = [
        each.visitor == named.visitor,
        named.start <= each.time,
        named.began >= each.day - each.lookback,
    ]
    joined = each.left_join(named, before, rname="at_{name}")
    other = joined.channel.notnull() & (joined.channel != DIRECT)
    counts = {f"c_{at}": (joined.channel == name).fill_null(False).cast("int64").sum() for at, name in enumerate((*channels, OTHER))}
    found = joined.group_by("visitor", "rule", "turn", "day", "amount").aggregate(
        touches=joined.visit_number.count(),
        began=joined.began.min(),
        first_touch=joined.channel.argmin(joined.visit_number, where=joined.channel.notnull()),
        last_touch=joined.channel.argmax(joined.visit_number, where=other),
        **counts,
    )
    return found.select(
        "rule",
        "amount",
        "touches",
        *counts,
        recent=_recent(way, found.day),
        days=(found.day - found.began).fill_null(0),
        first_touch=found.first_touch.fill_null(NOTHING),
        last_touch=found.last_touch.fill_null(NOTHING),
    )


def _by_path(touched: Table, channels: int) -> Table:
    counts = [f"c_{at}" for at in range(channels + 1)]
    return touched.group_by("rule", "recent", "first_touch", "last_touch", *counts).aggregate(
        n=touched.count(), amount=touched.amount.sum()
    )


def _by_touches(touched: Table) -> Table:
    seen = touched.filter(touched.touches > 0)
    return seen.group_by("rule", "recent", "touches", "days").aggregate(n=seen.count())


def _nobody(way: Ways) -> Table:
    """Conversions that name nobody."""
    done = fulfilled(way.source.facts.conversions)
    nobody = done.filter(done.visitor.isnull() & (done.day <= way.today))
    dated = nobody.select("rule", "amount", recent=_recent(way, nobody.day))
    return dated.group_by("rule", "recent").aggregate(n=dated.count(), amount=dated.amount.sum())


def _top(way: Ways, listed: Table) -> Table:
    """The most frequent ways to each macro: `channel`, the last steps before it from the last back (`s_0`), and how many visitors."""
    first = way.firsts.inner_join(listed, way.firsts.rule == listed.macro)
    ends = first.select("visitor", "macro", "lookback", end="time", end_day="day")
    each = _tokens(way).inner_join(ends, "visitor")
    before = each.filter((each.time < each.end) & (each.day >= each.end_day - each.lookback))
    order = {"group_by": ["macro", "visitor"], "order_by": ["time", "token"]}
    marked = before.mutate(previous=before.token.lag().over(**order))
    steps = marked.filter(marked.previous.isnull() | (marked.previous != marked.token))
    back = ibis.row_number().over(group_by=["macro", "visitor"], order_by=[steps.time.desc(), steps.token.desc()])
    ranked = steps.mutate(back=back)
    pivot = {f"s_{at}": ranked.token.max(where=ranked.back == at) for at in range(DEPTH)}
    walked = ranked.group_by("macro", "visitor").aggregate(**pivot, steps=ranked.count())
    whole = ends.left_join(walked, ["macro", "visitor"], rname="of_{name}").left_join(
        way.people.select("visitor", "channel"), "visitor", rname="by_{name}"
    )
    named = whole.select(
        "macro",
        channel=whole.channel.fill_null("(none)"),
        cut=(whole.steps > DEPTH).fill_null(False).cast("int64"),
        **{name: whole[name].fill_null(NOTHING) for name in pivot},
    )
    counted = named.group_by("macro", "channel", "cut", *pivot).aggregate(n=named.count())
    place = ibis.row_number().over(group_by="macro", order_by=[counted.n.desc(), counted.channel, *(counted[name] for name in pivot)])
    numbered = counted.mutate(place=place)
    return numbered.filter(numbered.place < TOP)


def _tokens(way: Ways) -> Table:
    """Steps of people: the stage of a micro they did, and the group of a page they viewed."""
    stages = [{"rule": rule.key, "token": rule.stage} for rule in way.settings.micros if rule.stage]
    staged = way.engine.memtable(stages, {"rule": "string", "token": "string"})
    parts = [way.marks.select("visitor", "rule", "time", "day").inner_join(staged, "rule").select("visitor", "time", "day", "token")]
    groups = way.settings.report.page_groups
    if groups:
        pages = way.source.facts.pages
        seen = pages.filter(pages.visitor.notnull() & (pages["views"] > 0) & (pages.day <= way.today))
        named = seen.select("visitor", "day", time=seen.first_time, token=_group(seen.page, groups))
        parts.append(named.filter(named.token.notnull()).select("visitor", "time", "day", "token"))
    return reduce(lambda left, right: left.union(right), parts)


def _group(page: StringValue, groups: Mapping[str, Sequence[str]]) -> StringValue:
    """The first page group that fits."""
    return ibis.cases(*((fits(page, patterns, fold=False), name) for name, patterns in groups.items()), else_=ibis.null("string"))


def _record(macro: str, channels: Sequence[str], frames: Mapping[str, pd.DataFrame]) -> Paths:
    own = {name: [row for row in rows(frame) if row.text("macro" if name == "top" else "rule") == macro] for name, frame in frames.items()}
    recent = {name: [row for row in found if name != "top" and row.number("recent")] for name, found in own.items()}
    ordered = sorted(own["top"], key=lambda row: row.number("place"))
    return Paths(tuple(_top_path(row) for row in ordered), _attributed(recent, channels), _attributed(own, channels))


def _top_path(row: Row) -> TopPath:
    steps = [row.text(f"s_{at}") for at in reversed(range(DEPTH))]
    return TopPath(row.text("channel"), tuple(step for step in steps if step), bool(row.number("cut")), row.number("n"))


def _attributed(own: Mapping[str, list[Row]], channels: Sequence[str]) -> Attributed:
    totals: defaultdict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
    for row, path in [*((row, path_of(row, channels)) for row in own["paths"]), *((row, ()) for row in own["nobody"])]:
        totals[path][0] += row.number("n")
        totals[path][1] += row.number("amount")
    counted = grouped(own["touches"], lambda row: (row.number("touches"), row.number("days")))
    return Attributed(
        paths=tuple(TouchPath(path, n) for path, (n, _) in sorted(totals.items())),
        amounts=tuple(TouchPath(path, amount) for path, (_, amount) in sorted(totals.items())),
        touches=tuple(Touches(*key, sum(row.number("n") for row in found)) for key, found in sorted(counted.items())),
    )


def path_of(row: Row, channels: Sequence[str]) -> tuple[str, ...]:
    """A path with the row's first channel, its last that is not direct, and each channel as often as it was there; others in name order."""
    left = Counter({name: row.number(f"c_{at}") for at, name in enumerate((*channels, OTHER))})
    first, last = row.text("first_touch"), row.text("last_touch")
    if not first:
        return ()
    left[first] -= 1
    ends = (last,) if last and left[last] > 0 else ()
    left.subtract(ends)
    return (first, *sorted(left.elements()), *ends)
