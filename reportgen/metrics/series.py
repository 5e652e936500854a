"""Counts by day, week and month, with clipped and unrecorded pieces marked."""

from collections.abc import Sequence

from reportgen.metrics import conversions as conv
from reportgen.metrics import people as ppl
from reportgen.metrics.ask import CALENDAR, calendar_rows
from reportgen.metrics.frames import converted_by, every_rule, traffic_by
from reportgen.metrics.source import Source
from reportgen.metrics.totals import listed, macro_keys
from reportgen.model.counts import Series, Traffic
from reportgen.periods import Grain, Period, is_whole


def series(source: Source, grain: Grain, pieces: Sequence[Period]) -> Series:
    """Consecutive pieces of one grain. Visitors and converters are distinct within each piece and do not add up over pieces."""
    engine = source.engine
    calendar = engine.memtable(calendar_rows([[piece] for piece in pieces]), CALENDAR)
    people = engine.cache(ppl.people(ppl.tagged(source.facts.visits, calendar)), f"{grain}_people")
    matched = conv.matched(ppl.tagged(source.facts.conversions, calendar), people)
    converted = conv.converted(conv.with_any(matched, macro_keys(source.settings)))
    frames = engine.many({"traffic": ppl.traffic(people), "converted": converted})
    engine.drop(people, calendar)
    traffic, found = traffic_by(frames["traffic"]), converted_by(frames["converted"])
    rules = listed(source.settings)
    pieced = [every_rule(found.get((index, ""), {}), rules) for index in range(len(pieces))]
    return Series(
        periods=tuple(pieces),
        partial=tuple(clipped(piece, grain, source) for piece in pieces),
        missing=tuple(not source.known.complete(piece) for piece in pieces),
        traffic=tuple(traffic.get((index, ""), Traffic()) for index in range(len(pieces))),
        converted={rule: tuple(piece[rule] for piece in pieced) for rule in rules},
    )


def clipped(piece: Period, grain: Grain, source: Source) -> bool:
    """Whether the piece is less than its week or month: cut by the series' ends, or begun before the data."""
    first = source.known.first
    late = first is None or piece.begin < first
    return late or not is_whole(piece, grain, source.settings.report.week_start)
