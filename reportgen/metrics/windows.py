"""Many windows of days at once: who was there, and what they went on to do. Each window counts the rows of one `place` alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
from ibis.expr.types import Table

from reportgen.metrics.conversions import PARAMETERS, fulfilled
from reportgen.metrics.frames import rows
from reportgen.metrics.source import Source
from reportgen.model.change_counts import Seen
from reportgen.periods import day_number

ITEM = PARAMETERS[0]
"""The column of the parameter whose values are told apart."""
ANY_ITEM = ""
DAYS = {"period": "int64", "place": "string", "day": "int64"}
WANTED = {"period": "int64", "done": "string", "rule": "string", "item": "string"}


@dataclass(frozen=True, slots=True)
class Deed:
    """A rule, or one item of it."""

    rule: str
    item: str = ANY_ITEM


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which rows of `place` count, and by name what is looked for among their visitors: any of the deeds."""

    place: str
    days: tuple[date, ...]
    wanted: Mapping[str, tuple[Deed, ...]]


def windows_seen(source: Source, seen: Table, windows: Sequence[Window]) -> tuple[Seen, ...]:
    """What was counted in each window, in their order. `seen` has rows `place`, `visitor`, `day`, `sessions`, `since`.

    A visitor did something where a conversion of theirs lies on the window's days and not before their first `since` in it. Windows of the
    same place and days share their visitors, who are found once.
    """
    if not windows:
        return ()
    engine = source.engine
    spans = {span: at for at, span in enumerate(dict.fromkeys((one.place, one.days) for one in windows))}
    days = [{"period": at, "place": place, "day": day_number(day)} for (place, inside), at in spans.items() for day in inside]
    wanted = [
        {"period": spans[one.place, one.days], "done": f"{at} {name}", "rule": deed.rule, "item": deed.item}
        for at, one in enumerate(windows)
        for name, deeds in one.wanted.items()
        for deed in deeds
    ]
    calendar, looked_for = engine.memtable(days, DAYS), engine.memtable(wanted, WANTED)
    people = engine.cache(people_in(seen, calendar), "window_people")
    frames = engine.many({"seen": totals(people), "done": done(people, source.facts.conversions, calendar, looked_for)})
    engine.drop(people, calendar, looked_for)
    did = {row.text("done"): row.number("visitors") for row in rows(frames["done"])}
    found = {row.number("period"): (row.number("visitors"), row.number("sessions")) for row in rows(frames["seen"])}
    return tuple(
        Seen(*found.get(spans[one.place, one.days], (0, 0)), {name: did.get(f"{at} {name}", 0) for name in one.wanted})
        for at, one in enumerate(windows)
    )


def people_in(seen: Table, calendar: Table) -> Table:
    """A row a window and visitor (null: all rows without one), with their sessions and first `since`."""
    inside = seen.inner_join(calendar, ["place", "day"])
    return inside.group_by("period", "visitor").aggregate(sessions=inside.sessions.sum(), since=inside.since.min())


def totals(people: Table) -> Table:
    """Rows (`period`, `visitors`, `sessions`)."""
    return people.group_by("period").aggregate(visitors=people.visitor.count(), sessions=people.sessions.sum())


def done(people: Table, conversions: Table, calendar: Table, wanted: Table) -> Table:
    """Rows (`period`, `done`, `visitors`): distinct visitors of each window who did any of the deeds of that name in it."""
    named = people.filter(people.visitor.notnull()).select("period", "visitor", "since")
    rules = wanted.select("rule").distinct()
    own = fulfilled(conversions).semi_join(rules, "rule")
    whole = own.select("visitor", "day", "time", "rule", item=ibis.literal(ANY_ITEM))
    each = whole.union(own.filter(own[ITEM].notnull()).select("visitor", "day", "time", "rule", item=own[ITEM]))
    theirs = named.inner_join(each, "visitor")
    later = theirs.filter(theirs.time >= theirs.since)
    inside = later.inner_join(calendar.select("period", "day").distinct(), ["period", "day"])
    hits = inside.inner_join(wanted, ["period", "rule", "item"]).select("period", "done", "visitor").distinct()
    return hits.group_by("period", "done").aggregate(visitors=hits.count())
