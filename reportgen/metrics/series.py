"""Counts by day, week and month, with clipped and unrecorded pieces marked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce

import ibis
import pandas as pd
from ibis.expr.types import Table

from reportgen.metrics import conversions as conv
from reportgen.metrics import people as ppl
from reportgen.metrics.ask import CALENDAR, calendar_rows, dates
from reportgen.metrics.frames import add_traffic, converted_by, every_rule, rows, traffic_of
from reportgen.metrics.source import Facts, Source
from reportgen.metrics.totals import listed, macro_keys
from reportgen.model.counts import Series, Traffic
from reportgen.periods import Grain, Period, day_date, is_whole

PERSON_DAY = ("visitor", "day")


def series(source: Source, pieces: Mapping[Grain, Sequence[Period]]) -> dict[Grain, Series]:
    """Consecutive pieces of each grain. Visitors and converters are distinct within each piece and do not add up over pieces."""
    engine, facts = source.engine, source.facts
    met = engine.cache(_met(facts), "met")
    elsewhere = engine.cache(_narrow(facts).anti_join(met, PERSON_DAY), "elsewhere")
    calendars = {grain: engine.memtable(calendar_rows([[piece] for piece in own]), CALENDAR) for grain, own in pieces.items()}
    asked = {"traffic": _by_day(facts.visits)}
    for grain, calendar in calendars.items():
        asked |= {f"visitors {grain}": _visitors(facts, calendar), f"converted {grain}": _converted(facts, met, elsewhere, calendar)}
    frames = engine.many(asked)
    engine.drop(met, elsewhere, *calendars.values())
    days = {day_date(row.number("day")): traffic_of(row) for row in rows(frames["traffic"])}
    return {grain: _series(source, grain, own, days, frames) for grain, own in pieces.items()}


def _by_day(visits: Table) -> Table:
    """What adds up over days."""
    unnamed = ibis.ifelse(visits.visitor.isnull(), visits.sessions, 0)
    sums = {name: visits[name].sum() for name in ppl.SUMS}
    return visits.group_by("day").aggregate(**sums, unnamed_sessions=unnamed.sum()).mutate(visitors=0)


def _visitors(facts: Facts, calendar: Table) -> Table:
    named = facts.visits.filter(facts.visits.visitor.notnull()).select("day", "visitor")
    people = ppl.tagged(named, calendar).select("period", "visitor").distinct()
    return people.group_by("period").aggregate(visitors=people.count())


def _converted(facts: Facts, met: Table, elsewhere: Table, calendar: Table) -> Table:
    return conv.converted(conv.with_any(_matched(facts, met, elsewhere, calendar), macro_keys(facts.settings)))


def _narrow(facts: Facts) -> Table:
    return facts.conversions.select(*PERSON_DAY, "rule", "amount")


def _met(facts: Facts) -> Table:
    """The visitors and days of conversions that have a visit, too, as nearly all do. Visits are gone through once, and only these kept."""
    return facts.visits.select(*PERSON_DAY).semi_join(facts.conversions, PERSON_DAY).distinct()


def _matched(facts: Facts, met: Table, elsewhere: Table, calendar: Table) -> Table:
    """Conversions by piece with `person`: their visitor where seen in the piece, else null.

    Those of people with a visit on the same day are of people seen in any piece that has the day. The others, `elsewhere`, are of nobody
    or of people with no visit on that day, such as those that a file from outside the site tells.
    """
    columns = ("period", "rule", "amount", "person")
    here = ppl.tagged(_narrow(facts).semi_join(met, PERSON_DAY), calendar)
    visits = facts.visits.semi_join(elsewhere, "visitor").select("day", "visitor")
    people = ppl.tagged(visits, calendar).select("period", "visitor").distinct().mutate(person="visitor")
    others = ppl.tagged(elsewhere, calendar).left_join(people, ["period", "visitor"], rname="seen_{name}")
    return here.mutate(person=here.visitor).select(*columns).union(others.select(*columns))


def _series(
    source: Source, grain: Grain, pieces: Sequence[Period], days: Mapping[date, Traffic], frames: Mapping[str, pd.DataFrame]
) -> Series:
    people = {row.number("period"): row.number("visitors") for row in rows(frames[f"visitors {grain}"])}
    found, rules = converted_by(frames[f"converted {grain}"]), listed(source.settings)
    sums = [reduce(add_traffic, (days[day] for day in dates(piece) if day in days), Traffic()) for piece in pieces]
    converted = [every_rule(found.get((index, ""), {}), rules) for index in range(len(pieces))]
    return Series(
        periods=tuple(pieces),
        partial=tuple(clipped(piece, grain, source) for piece in pieces),
        missing=tuple(not source.known.complete(piece) for piece in pieces),
        traffic=tuple(replace(summed, visitors=people.get(index, 0)) for index, summed in enumerate(sums)),
        converted={rule: tuple(piece[rule] for piece in converted) for rule in rules},
    )


def clipped(piece: Period, grain: Grain, source: Source) -> bool:
    """Whether the piece is less than its week or month: cut by the series' ends, or begun before the data."""
    first = source.known.first
    late = first is None or piece.begin < first
    return late or not is_whole(piece, grain, source.settings.report.week_start)
