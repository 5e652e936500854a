"""What the ledger watches day by day, from a build's tables and the kept profiles of its exports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from reportgen.activity.again import retold
from reportgen.activity.parts import SCHEMAS
from reportgen.activity.store import Part, files
from reportgen.activity.view import Tables
from reportgen.engine import Engine
from reportgen.model.settings import Settings, Tier
from reportgen.model.watch import NO_WATCH, Hours, MacroDay, VisitDay, Watch
from reportgen.periods import day_date

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import Table

HIDDEN = ("<Other>", "(data deleted)", "(other)")
"""What tools write in place of a source that they withhold or lump together."""
MOST_EVENTS = 200
"""So many event names are watched, those with most rows."""


def watch(engine: Engine, exports: Sequence[tuple[str, Part]], tables: Tables, settings: Settings, as_of: int) -> Watch:
    """The counts that the ledger watches, up to the day `as_of` (as a number). Empty where no input has visits.

    `exports`: files' names and their parts, in the order of inputs and names: of two files that tell a day the last one is the later one.
    """
    offline = {source.key for source in settings.report.inputs if source.offline}
    names = {part.key: name for name, part in exports}
    online = [part for _, part in exports if part.input not in offline and "profile" in part.tables]
    if not online:
        return NO_WATCH
    kept = {name: engine.read_kept(files(online, name), SCHEMAS[name]) for name in ("profile", "sessions")}
    seen = {name: table.filter(table.day <= as_of) for name, table in kept.items()}
    once = seen["profile"] if tables.again is None else tables.again.without(seen["profile"])
    asked = {
        "hours": _hours(once, _inputs(engine, online)),
        "events": _events(once),
        "visits": _visits(tables.sessions),
        "visitors": _visitors(tables.sessions),
        "hidden": _hidden(tables.sessions),
        "macros": _macros(tables.conversions, settings),
    }
    if settings.report.site.domains:
        asked["own"] = _own(seen["sessions"], settings)
    frames = engine.many(asked)
    return Watch(
        hours=_by_input(frames["hours"]),
        events=_by_event(frames["events"]),
        visits=_visit_days(frames["visits"], frames["visitors"]),
        channels=_series(frames["visits"], "channel", "sessions"),
        macros=_macro_days(frames["macros"]),
        own=_series(frames["own"], "host", "sessions") if "own" in frames else {},
        hidden=_series(frames["hidden"], "source", "sessions"),
        retold=retold(tables.again, names, online) if tables.again else (),
    )


def _inputs(engine: Engine, parts: Sequence[Part]) -> Table:
    return engine.memtable([{"key": part.key, "input": part.input} for part in parts], {"key": "string", "input": "string"})


def _hours(profile: Table, inputs: Table) -> Table:
    named = profile.inner_join(inputs, profile.part == inputs.key)
    return named.group_by("input", "day", "hour").aggregate(rows=named["rows"].sum())


def _events(profile: Table) -> Table:
    return profile.group_by("event_name", "day").aggregate(rows=profile["rows"].sum())


def _visits(sessions: Table) -> Table:
    first = (sessions.visit_number == 1).fill_null(False).cast("int64")
    return sessions.group_by("day", "channel").aggregate(sessions=sessions.count(), first=first.sum(), events=sessions.events.sum())


def _visitors(sessions: Table) -> Table:
    people = sessions.filter(sessions.visitor.notnull()).select("day", "visitor").distinct()
    return people.group_by("day").aggregate(n=people.count())


def _hidden(sessions: Table) -> Table:
    found = sessions.filter(sessions.source.isin(HIDDEN))
    return found.group_by("source", "day").aggregate(sessions=found.count())


def _macros(conversions: Table, settings: Settings) -> Table:
    """Macros on the site that stand on single events: those of a whole session's engagement have no page view of their own."""
    rules = [rule.key for rule in settings.rules if rule.tier is Tier.MACRO and all(part.engagement is None for part in rule.match)]
    found = conversions.filter(conversions.rule.isin(rules) & ~conversions.offline)
    return found.group_by("day").aggregate(n=found.count(), without=found["view"].isnull().cast("int64").sum())


def _own(sessions: Table, settings: Settings) -> Table:
    """Session-days that came by referral from a host of the site, or from another one under its name."""
    host = sessions.source.lower().re_replace(r"^www\.", "")
    own = [domain.lower().removeprefix("www.") for domain in settings.report.site.domains]
    inside = host.isin(own)
    for domain in own:
        inside = inside | host.endswith(f".{domain}")
    found = sessions.mutate(host=host).filter(inside & (sessions.medium.lower() == "referral"))
    return found.group_by("host", "day").aggregate(sessions=found.count())


def _by_input(frame: pd.DataFrame) -> Mapping[str, Mapping[date, Hours]]:
    found: dict[str, dict[date, list[int]]] = defaultdict(dict)
    for source, day, hour, rows in _rows(frame, "input", "day", "hour", "rows"):
        found[str(source)].setdefault(day_date(int(day)), [0] * 24)[int(hour)] = int(rows)
    return {source: {day: tuple(hours) for day, hours in sorted(days.items())} for source, days in sorted(found.items())}


def _by_event(frame: pd.DataFrame) -> Mapping[str, Mapping[date, int]]:
    found = _series(frame, "event_name", "rows")
    most = sorted(found, key=lambda name: (-sum(found[name].values()), name))
    return {name: found[name] for name in most[:MOST_EVENTS]}


def _visit_days(visits: pd.DataFrame, visitors: pd.DataFrame) -> Mapping[date, VisitDay]:
    people = {int(day): int(n) for day, n in _rows(visitors, "day", "n")}
    found: dict[int, list[int]] = {}
    for day, *counts in _rows(visits, "day", "sessions", "first", "events"):
        summed = found.setdefault(int(day), [0, 0, 0])
        summed[:] = [total + int(count) for total, count in zip(summed, counts, strict=True)]
    return {day_date(day): VisitDay(people.get(day, 0), *counts) for day, counts in sorted(found.items())}


def _macro_days(frame: pd.DataFrame) -> Mapping[date, MacroDay]:
    return {day_date(int(day)): MacroDay(int(n), int(without)) for day, n, without in _rows(frame, "day", "n", "without")}


def _series(frame: pd.DataFrame, name: str, number: str) -> Mapping[str, Mapping[date, int]]:
    found: dict[str, dict[date, int]] = defaultdict(dict)
    for key, day, count in _rows(frame, name, "day", number):
        found[str(key)][day_date(int(day))] = int(count)
    return {key: dict(sorted(days.items())) for key, days in sorted(found.items())}


def _rows(frame: pd.DataFrame, *columns: str) -> Iterable[tuple[Any, ...]]:
    return zip(*(frame[column] for column in columns), strict=True)
