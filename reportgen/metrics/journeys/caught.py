"""Caught and leaked: people who took a step of a stage some days ago, and whether they have gone further since (checklist 002-15)."""

from collections.abc import Sequence
from datetime import timedelta

import ibis
from ibis.expr.types import Table

from reportgen.metrics.ask import CALENDAR, calendar_rows
from reportgen.metrics.frames import rows
from reportgen.metrics.journeys.funnels import of_stage
from reportgen.metrics.journeys.ways import Ways
from reportgen.model.journeys import Caught, windows
from reportgen.periods import Period
from reportgen.stats.measures import Rate

DAYS = (7, 30)


def caught(way: Ways) -> tuple[Caught, ...]:
    """Each stage that has rules, in order, after 7 and 30 days and the longest funnel's window; none where the data begin later."""
    stages = [(stage.key, keys) for stage in way.settings.report.stages if (keys := of_stage(stage.key, way.settings))]
    spans = _spans(way)
    if not stages or not spans:
        return ()
    engine, last = way.engine, len(stages)
    steps = [{"rule": key, "place": place} for place, (_, keys) in enumerate(stages) for key in keys]
    steps += [{"rule": rule.key, "place": last} for rule in way.settings.macros]
    table = engine.memtable(steps, {"rule": "string", "place": "int64"})
    calendar = engine.memtable(calendar_rows([[span] for _, span in spans]), CALENDAR)
    days = engine.memtable([{"period": at, "days": each} for at, (each, _) in enumerate(spans)], {"period": "int64", "days": "int64"})
    found = rows(engine.run(_further(way, table, calendar, days, last)))
    engine.drop(table, calendar, days)
    counted = {(row.number("place"), row.number("period")): row for row in found}
    return tuple(
        Caught(stage, each, span, Rate(row.number("on"), row.number("n")), row.number("macros"))
        for place, (stage, _) in enumerate(stages)
        for at, (each, span) in enumerate(spans)
        for row in ([counted[place, at]] if (place, at) in counted else [])
    )


def _spans(way: Ways) -> Sequence[tuple[int, Period]]:
    """The reported period moved back, so that all its people have been followed for so many days; only where there are data."""
    assert way.ask.seen is not None
    longest = max(windows(rule).funnel for rule in way.settings.macros)
    seen, first = way.ask.seen, way.known.first
    moved = [(days, Period(seen.begin - timedelta(days=days), seen.end - timedelta(days=days))) for days in sorted({*DAYS, longest})]
    return [(days, span) for days, span in moved if first is not None and span.begin >= first]


def _further(way: Ways, table: Table, calendar: Table, days: Table, last: int) -> Table:
    """By stage and stretch: people who took a step of it there, how many went further within the days, and how many to a macro."""
    taken = way.marks.select("visitor", "rule", "time", "day").inner_join(table, "rule").select("visitor", "place", "time", "day")
    within = taken.filter(taken.place < last).inner_join(calendar, "day").inner_join(days, "period")
    first = within.group_by("place", "period", "days", "visitor").aggregate(time=within.time.min(), day=within.day.min())
    later = taken.select(next_visitor="visitor", next_place="place", next_time="time", next_day="day")
    after = [first.visitor == later.next_visitor, later.next_place > first.place, later.next_time > first.time]
    joined = first.left_join(later, [*after, later.next_day <= first.day + first.days])
    each = joined.group_by("place", "period", "visitor").aggregate(furthest=joined.next_place.max())
    on = each.furthest.notnull().cast("int64")
    macros = (each.furthest == ibis.literal(last, "int64")).fill_null(False).cast("int64")
    return each.group_by("place", "period").aggregate(n=each.count(), on=on.sum(), macros=macros.sum())
