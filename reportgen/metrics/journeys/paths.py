"""By which channels people came before a macro."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ibis
import pandas as pd
from ibis.expr.types import IntegerValue, Table

from reportgen.metrics.conversions import fulfilled
from reportgen.metrics.frames import Row, rows
from reportgen.metrics.journeys.pairs import macros
from reportgen.metrics.journeys.records import grouped
from reportgen.metrics.journeys.ways import Ways
from reportgen.model.journeys import Attributed, Touches
from reportgen.periods import day_number
from reportgen.stats import TouchPath

DIRECT = "Direct"
OTHER = "(other)"
NOTHING = ""
CHANNELS = 20
"""Most channels told apart in attribution, by visits; the rest are `(other)`."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Of one macro: the channels before its conversions in the period and ever."""

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


def _record(macro: str, channels: Sequence[str], frames: Mapping[str, pd.DataFrame]) -> Paths:
    own = {name: [row for row in rows(frame) if row.text("rule") == macro] for name, frame in frames.items()}
    recent = {name: [row for row in found if row.number("recent")] for name, found in own.items()}
    return Paths(_attributed(recent, channels), _attributed(own, channels))


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
        unnamed=sum(row.number("n") for row in own["nobody"]),
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
