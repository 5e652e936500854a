"""Events of staged exports -> the kept tables of each file. Only what a file itself can say; what needs history is derived when read."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportgen.activity import clock, match
from reportgen.activity.bots import suspected
from reportgen.engine import Engine
from reportgen.model.settings import InputSettings, Settings
from reportgen.model.tables import CONVERSION_PARTS, IDENTITY_PARTS, PAGE_PARTS, PROFILE_PARTS, SESSION_PARTS
from reportgen.periods import day_date

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, StringValue, StructValue, Table

GAP = 30 * 60 * clock.SECOND
"""A pause of 30 minutes or more begins a new session where the export has no session id."""
NOT_RECORDED = "(not recorded)"

PLACE = ("device", "country", "platform")
ORDER = ["event_time", "seq", "event_name", "row_hash"]

SCHEMAS = {
    "sessions": SESSION_PARTS,
    "pages": PAGE_PARTS,
    "conversions": CONVERSION_PARTS,
    "identities": IDENTITY_PARTS,
    "profile": PROFILE_PARTS,
}


@dataclass(frozen=True, slots=True)
class Parts:
    """The kept tables of staged exports, with a column `file` beside their own; `accepted` rows and edges by file.

    `scratch` are tables to drop after writing.
    """

    tables: Mapping[str, Table]
    accepted: Mapping[str, Accepted]
    scratch: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was kept of one file: rows, exact repeats left out, first and last site day."""

    rows: int
    repeated: int
    first_day: date
    last_day: date


def make(engine: Engine, events: Table, source: InputSettings, settings: Settings) -> Parts:
    """The kept tables of staged exports. Offline inputs give conversions and identities, never sessions."""
    low, high = _bounds(engine, events)
    dated = _dated(events, settings.report.site.zone, low, high, source)
    repeats = _repeats(engine, dated, source)
    first = None if repeats is None else _first(engine, dated, repeats, source)
    unique = dated if repeats is None or first is None else _without(dated, repeats, first, source)
    keyed = _with_sessions(engine, unique, offline=source.offline)
    views = engine.cache(_views(keyed), "views")
    found = _matched(keyed, source, settings)
    matched = None if found is None else engine.cache(found, "matched")
    made = {"identities": _identities(keyed), "profile": _profile(dated, unique)}
    if not source.offline:
        made |= {"sessions": _sessions(keyed, views, _unsaid(source)), "pages": _pages(keyed, views)}
    if matched is not None:
        made["conversions"] = _conversions(matched, views)
    nothing = engine.memtable([], {"file": "string"})
    tables = {name: engine.cache(made[name], name) if name in made else _empty(nothing, schema) for name, schema in SCHEMAS.items()}
    scratch = [views, nothing, *(tables[name] for name in made), *(table for table in (matched, repeats, first) if table is not None)]
    return Parts(tables, _accepted(engine, tables["profile"]), tuple(scratch))


def _empty(nothing: Table, schema: Mapping[str, str]) -> Table:
    import ibis

    return nothing.mutate(**{name: ibis.null(kind) for name, kind in schema.items()})


def _bounds(engine: Engine, events: Table) -> tuple[int, int]:
    """First and last moment; 0 when there is none."""
    moments = events.event_time
    bounds = engine.run(events.aggregate(low=moments.min().fill_null(0), high=moments.max().fill_null(0))).iloc[0]
    return int(bounds["low"]), int(bounds["high"])


def _accepted(engine: Engine, profile: Table) -> dict[str, Accepted]:
    summed = {name: profile[name].sum().cast("int64") for name in ("rows", "repeats")}
    frame = engine.run(profile.group_by("file").aggregate(first=profile.day.min(), last=profile.day.max(), **summed))
    return {
        str(row["file"]): Accepted(int(row["rows"]), int(row["repeats"]), day_date(int(row["first"])), day_date(int(row["last"])))
        for row in frame.to_dict("records")
    }


def order(table: Table) -> StructValue:
    """The one order of events: time, batch sequence, name, row hash. A batch of GA4 events shares one timestamp.

    For parts only, which the embedded engine makes: BigQuery takes no record as the key of a minimum.
    """
    import ibis

    return ibis.struct({"time": table.event_time, "seq": table.seq, "name": table.event_name, "hash": table.row_hash})


def _dated(events: Table, zone: str, low: int, high: int, source: InputSettings) -> Table:
    moment = clock.local(events.event_time, zone, low, high)
    return events.mutate(
        day=moment // clock.DAY,
        hour=(moment % clock.DAY) // clock.HOUR,
        is_view=events.event_name.isin(list(source.page_view_events)) & events.page.notnull(),
    )


def _repeats(engine: Engine, events: Table, source: InputSettings) -> Table | None:
    """The keys (event id, else row hash) that occur more than once; None when no row is repeated."""
    keyed = events.mutate(repeat_key=_repeat_key(events, source))
    counted = keyed.group_by("file", "repeat_key").aggregate(copies=keyed.count())
    found = engine.cache(counted.filter(counted.copies > 1), "repeats")
    if engine.scalar(found.count()):
        return found
    engine.drop(found)
    return None


def _repeat_key(events: Table, source: InputSettings) -> StringValue | IntegerValue:
    """The plain hash where no input column holds an event id: numbers group several times quicker than their texts."""
    named = source.columns is not None and source.columns.event_id is not None
    return events.event_id.fill_null(events.row_hash.cast("string")) if named else events.row_hash


def _first(engine: Engine, events: Table, repeats: Table, source: InputSettings) -> Table:
    """Of each repeated row the first in the order of events."""
    import ibis

    keyed = events.mutate(repeat_key=_repeat_key(events, source))
    copy = ibis.row_number().over(group_by=["file", "repeat_key"], order_by=ORDER)
    ranked = keyed.semi_join(repeats, ["file", "repeat_key"]).mutate(copy=copy)
    return engine.cache(ranked.filter(ranked.copy == 0).select(events.columns), "first")


def _without(events: Table, repeats: Table, first: Table, source: InputSettings) -> Table:
    """Each repeated row once. An expression: copying all events for a few repeats costs more."""
    keyed = events.mutate(repeat_key=_repeat_key(events, source))
    return keyed.anti_join(repeats, ["file", "repeat_key"]).select(events.columns).union(first)


def _with_sessions(engine: Engine, events: Table, *, offline: bool) -> Table:
    """Events with `session` and `own_session`: the tool's id, or `~START` of a run without a gap of 30 minutes.

    Without a visitor and an id there is no session: null. Nor has a fact from outside the site one.
    """
    import ibis

    if offline:
        return events.mutate(session=ibis.null("string"), own_session=ibis.literal(False))
    own = events.mutate(session=events.session_id, own_session=ibis.literal(True))
    lacking = events.filter(events.session_id.isnull() & events.visitor.notnull())
    if not engine.scalar(lacking.count()):
        return own
    before = lacking.event_time.lag().over(group_by=["file", "visitor"], order_by=ORDER)
    marked = lacking.mutate(begins=(before.isnull() | (lacking.event_time - before >= GAP)).cast("int64"))
    runs = marked.mutate(run=marked.begins.sum().over(group_by=["file", "visitor"], order_by=ORDER, rows=(None, 0)))
    started = runs.mutate(
        session="~" + runs.event_time.min().over(group_by=["file", "visitor", "run"]).cast("string"), own_session=ibis.literal(False)
    )
    rest = own.filter(events.session_id.notnull() | events.visitor.isnull())
    return rest.union(started.drop("begins", "run").select(rest.columns))


def _views(events: Table) -> Table:
    """Page views with their number in the session (from 0) and whether they follow the visitor's last within a second."""
    import ibis

    views = events.filter(events.is_view).select("file", "visitor", "session", "day", "event_time", "seq", "event_name", "row_hash", "page")
    gap = views.event_time - views.event_time.lag().over(group_by=["file", "visitor"], order_by=ORDER)
    return views.mutate(
        view=ibis.row_number().over(group_by=["file", "visitor", "session"], order_by=ORDER).cast("int64"),
        quick=(gap < clock.SECOND).fill_null(False).cast("int64"),
    )


def _unsaid(source: InputSettings) -> str | None:
    """The channel of sessions without one, where an export says nothing of their origin: calling them Direct would be a claim."""
    return NOT_RECORDED if source.columns and not (source.columns.source or source.columns.medium) else None


def _sessions(events: Table, views: Table, unsaid: str | None) -> Table:
    import ibis

    named = events.filter(events.session.notnull())
    key = order(named)
    origin = ibis.struct({column: named[column] for column in ("source", "medium", "campaign", "content")})
    fallback = ibis.struct({column: named[f"first_{column}"] for column in ("source", "medium", "campaign")})
    place = ibis.struct({column: named[column] for column in PLACE})
    grouped = named.group_by("file", "visitor", "session", "own_session", "day").aggregate(
        start=named.event_time.min(),
        end=named.event_time.max(),
        origin=origin.argmin(key, where=named.source.notnull()),
        fallback=fallback.argmin(key, where=named.first_source.notnull()),
        channel=named.channel.argmin(key, where=named.channel.notnull()),
        place=place.argmin(key, where=named.device.notnull() | named.country.notnull() | named.platform.notnull()),
        view_first=named.page.argmin(key, where=named.is_view),
        view_last=named.page.argmax(key, where=named.is_view),
        page_first=named.page.argmin(key, where=named.page.notnull()),
        page_last=named.page.argmax(key, where=named.page.notnull()),
        page_views=named.is_view.sum(),
        events=named.count(),
        engagement_ms=named.engagement_ms.sum().fill_null(0),
        engaged=named.engaged.cast("int64").max(),
        checksum=(named.event_time * 1024 + named.row_hash % 1024).min(),
    )
    known = grouped.origin.notnull()
    bots = suspected(events, views)
    joined = grouped.left_join(bots, ["file", "visitor", "day"])
    return joined.select(
        "file",
        "visitor",
        "session",
        "own_session",
        "day",
        "start",
        "end",
        source=ibis.ifelse(known, grouped.origin["source"], grouped.fallback["source"]),
        medium=ibis.ifelse(known, grouped.origin["medium"], grouped.fallback["medium"]),
        campaign=ibis.ifelse(known, grouped.origin["campaign"], grouped.fallback["campaign"]),
        content=grouped.origin["content"],
        channel=grouped.channel if unsaid is None else grouped.channel.fill_null(unsaid),
        **{column: grouped.place[column] for column in PLACE},
        landing_page=grouped.view_first.fill_null(grouped.page_first),
        exit_page=grouped.view_last.fill_null(grouped.page_last),
        page_views=grouped.page_views,
        events=grouped.events,
        engagement_ms=grouped.engagement_ms,
        engaged=grouped.engaged == 1,
        bot=joined.bot,
        checksum=grouped.checksum,
    )


def _pages(events: Table, views: Table) -> Table:
    seen = events.filter(events.session.notnull() & events.page.notnull())
    counted = seen.group_by("file", "visitor", "session", "day", "page").aggregate(
        views=seen.is_view.sum(),
        engagement_ms=seen.engagement_ms.sum().fill_null(0),
        first_time=seen.event_time.min(),
        last_time=seen.event_time.max(),
    )
    numbered = views.group_by("file", "visitor", "session", "day", "page").aggregate(first_view=views["view"].min())
    joined = counted.left_join(numbered, ["file", "visitor", "session", "day", "page"])
    return joined.select(
        "file", "visitor", "session", "day", "page", views=counted["views"], engagement_ms=counted.engagement_ms,
        first_time=counted.first_time, last_time=counted.last_time, first_view=joined.first_view,
    )  # fmt: skip


def _matched(events: Table, source: InputSettings, settings: Settings) -> Table | None:
    """A row for each event and rule that it fulfils; None when no rule is fulfilled by single events."""
    import ibis

    found = []
    for rule in settings.rules:
        tests = [match.predicate(events, part, settings.report) for part in rule.match if match.on_events(part)]
        if not tests:
            continue
        rows = events.filter(functools.reduce(operator.or_, tests))
        by = {f"by_{place}": match.column(rows, param) for place, param in enumerate(rule.by, 1)}
        empty = {f"by_{place}": ibis.null("string") for place in range(len(rule.by) + 1, 4)}
        found.append(
            rows.select(*CARRIED, **by, **empty, time=rows.event_time, rule=ibis.literal(rule.key), offline=ibis.literal(source.offline))
        )
    return ibis.union(*found) if len(found) > 1 else found[0] if found else None


CARRIED = ("file", *(name for name in CONVERSION_PARTS if name not in ("time", "rule", "view", "by_1", "by_2", "by_3", "offline")))


def _conversions(matched: Table, views: Table) -> Table:
    """Matched rows with the number of the page view within the session that they stand on (ties count as seen before)."""
    seen = views.select(
        seen_file=views.file, seen_visitor=views.visitor, seen_session=views.session, seen_time=views.event_time, seen_view=views["view"]
    )
    at = [
        matched.file == seen.seen_file,
        matched.visitor == seen.seen_visitor,
        matched.session == seen.seen_session,
        seen.seen_time <= matched.time,
    ]
    keys = ("file", "visitor", "session", "time", "seq", "event_name", "row_hash", "rule")
    reached = matched.inner_join(seen, at)
    last = reached.group_by(*keys).aggregate(view=reached.seen_view.max())
    joined = matched.left_join(last, list(keys))
    return joined.select(file=matched.file, **{name: joined["view"] if name == "view" else matched[name] for name in CONVERSION_PARTS})


def _identities(events: Table) -> Table:
    """Which visitor first carried a user id or a click id, for offline facts that know only those."""
    import ibis

    kinds = []
    for kind in ("user_id", "click_id"):
        rows = events.filter(events.visitor.notnull() & events[kind].notnull())
        first = rows.visitor.argmin(order(rows))
        found = rows.group_by("file", key=rows[kind]).aggregate(visitor=first, time=rows.event_time.min())
        kinds.append(found.select("file", kind=ibis.literal(kind), key=found.key, visitor=found.visitor, time=found.time))
    return ibis.union(*kinds)


def _profile(dated: Table, unique: Table) -> Table:
    """Accepted rows by day, hour and event name, with what each lacks; repeats are counted beside."""
    lacking = {
        f"no_{part}": unique[column].isnull().sum()
        for part, column in (("visitor", "visitor"), ("session", "session_id"), ("source", "source"), ("page", "page"))
    }
    kept = unique.group_by("file", "day", "hour", "event_name").aggregate(rows=unique.count(), **lacking)
    read = dated.group_by("file", "day", "hour", "event_name").aggregate(copies=dated.count())
    joined = read.left_join(kept, ["file", "day", "hour", "event_name"])
    return joined.select(
        "file",
        "day", "hour", "event_name",
        rows=joined["rows"].fill_null(0), repeats=read.copies - joined["rows"].fill_null(0),
        **{name: kept[name].fill_null(0) for name in lacking},
    )  # fmt: skip
