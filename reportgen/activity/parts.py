"""Events of staged exports -> the kept tables of each file. Only what a file itself can say; what needs history is derived when read."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reportgen.activity import clock, match, stated
from reportgen.activity.bots import suspected
from reportgen.activity.staged import Staged
from reportgen.engine import Engine, Maker, stacked
from reportgen.model.settings import ConversionRule, InputSettings, Settings
from reportgen.model.tables import CONVERSION_PARTS, IDENTITY_PARTS, PAGE_PARTS, PROFILE_PARTS, SESSION_PARTS
from reportgen.periods import day_date

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, StringValue, StructValue, Table

GAP = 30 * 60 * clock.SECOND
"""A pause of 30 minutes or more begins a new session where the export has no session id."""
NOT_RECORDED = "(not recorded)"

PLACE = ("device", "country", "platform")
ORDER = ["event_time", "seq", "event_name", "row_hash"]
AFTER_ALL = 1 << 48
"""Larger than any row's place."""
WIDEST = 19
"""Digits of the largest whole number of 64 bits."""
HOURLY = ("file", "day", "hour", "event_name")

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


def make(engine: Maker, staged: Staged, settings: Settings) -> Parts:
    """The kept tables of staged exports. Offline inputs give conversions and identities, never sessions."""
    events, source = staged.events, staged.source
    low, high = _bounds(engine, events)
    dated = _dated(events, settings.report.site.zone, low, high, source)
    copies = _copies(engine, dated, has_ids=staged.has_ids)
    if copies is not None:
        engine.take_out(events, copies)
    starts = None if source.offline else _starts(engine, dated)
    keyed = _with_sessions(dated, starts, offline=source.offline)
    hits = _hits(engine, keyed, settings)
    cached = [table for table in (copies, starts, hits) if table is not None]

    def kept(name: str, table: Table) -> Table:
        cached.append(engine.cache(table, name))
        return cached[-1]

    nothing = engine.memtable([], {"file": "string"})
    tables = {name: _empty(nothing, schema) for name, schema in SCHEMAS.items()}
    tables |= {"identities": kept("identities", _identities(keyed, engine.tasks)), "profile": kept("profile", _profile(dated, copies))}
    if not source.offline:
        tables |= _visits(engine, keyed, staged, kept)
    if hits is not None:
        tables["conversions"] = kept("conversions", _conversions(hits, keyed, source, settings))
    return Parts(tables, _accepted(engine, tables["profile"]), (*cached, nothing))


def _visits(engine: Maker, keyed: Table, staged: Staged, kept: Callable[[str, Table], Table]) -> dict[str, Table]:
    """Sessions and pages, of one portion of the visitors after the other."""
    sessions, pages = [], []
    named = keyed.filter(keyed.session.notnull())
    whose = named.visitor.cast("string").fill_null(named.session.cast("string"))  # a column that an export lacks has no type
    for portion in engine.portions(named, whose, sum(file.rows for file in staged.files.values())):
        places = engine.cache(_places(portion, engine.tasks), "places")
        days = kept("session_days", _session_days(portion, places))
        engine.drop(places)
        sessions.append(_sessions(days, kept("bots", suspected(portion, days)), _unsaid(staged.source)))
        pages.append(kept("pages", _pages(portion)))
    return {"sessions": stacked(sessions), "pages": stacked(pages)}


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


def order(table: Table, tasks: int = 1) -> StructValue | StringValue:
    """The one order of events: time, batch sequence, name, row hash. A batch of GA4 events shares one timestamp.

    As a text where many machines share the work: BigQuery takes no record as the key of a minimum.
    """
    import ibis

    if tasks > 1:
        time, seq, number = (table[name].cast("string").lpad(WIDEST, "0") for name in ("event_time", "seq", "row_hash"))
        return time + seq + table.event_name + " " + number
    return ibis.struct({"time": table.event_time, "seq": table.seq, "name": table.event_name, "hash": table.row_hash})


def _dated(events: Table, zone: str, low: int, high: int, source: InputSettings) -> Table:
    moment = clock.local(events.event_time, zone, low, high)
    return events.mutate(
        day=moment // clock.DAY,
        hour=(moment % clock.DAY) // clock.HOUR,
        is_view=events.event_name.isin(list(source.page_view_events)) & events.page.notnull(),
    )


def _copies(engine: Engine, events: Table, *, has_ids: bool) -> Table | None:
    """The rows that repeat another one, in the order of events, of the same key (event id, else row hash); None when no row does.

    The key is the plain hash where no row has an event id: numbers group several times quicker than their texts.
    """
    import ibis

    keyed = events.mutate(repeat_key=events.event_id.fill_null(events.row_hash.cast("string")) if has_ids else events.row_hash)
    counted = keyed.group_by("file", "repeat_key").aggregate(copies=keyed.count())
    repeats = engine.cache(counted.filter(counted.copies > 1), "repeats")
    found = None
    if engine.scalar(repeats.count()):
        copy = ibis.row_number().over(group_by=["file", "repeat_key"], order_by=ORDER)
        ranked = keyed.semi_join(repeats, ["file", "repeat_key"]).mutate(copy=copy)
        found = engine.cache(ranked.filter(ranked.copy > 0).select("row", *HOURLY), "copies")
    engine.drop(repeats)
    return found


def _starts(engine: Engine, events: Table) -> Table | None:
    """The session of each row with a visitor and no id: `~START` of a run without a gap of 30 minutes. None where there is no such row."""
    lacking = events.filter(events.session_id.isnull() & events.visitor.notnull())
    if not engine.scalar(lacking.count()):
        return None
    before = lacking.event_time.lag().over(group_by=["file", "visitor"], order_by=ORDER)
    marked = lacking.mutate(begins=(before.isnull() | (lacking.event_time - before >= GAP)).cast("int64"))
    runs = marked.mutate(run=marked.begins.sum().over(group_by=["file", "visitor"], order_by=ORDER, rows=(None, 0)))
    start = runs.event_time.min().over(group_by=["file", "visitor", "run"])
    return engine.cache(runs.select("row", start="~" + start.cast("string")), "starts")


def _with_sessions(events: Table, starts: Table | None, *, offline: bool) -> Table:
    """Events with `session` and `own_session`: the tool's id, or that of a run without a gap.

    Without a visitor and an id there is no session: null. Nor has a fact from outside the site one.
    """
    import ibis

    if offline:
        return events.mutate(session=ibis.null("string"), own_session=ibis.literal(False))
    if starts is None:
        return events.mutate(session=events.session_id, own_session=ibis.literal(True))
    joined = events.left_join(starts, "row")
    session, own = joined.session_id.fill_null(joined.start), joined.start.isnull()
    return joined.select(*events.columns, session=session, own_session=own)


def _unsaid(source: InputSettings) -> str | None:
    """The channel of sessions without one, where an export says nothing of their origin: calling them Direct would be a claim."""
    return NOT_RECORDED if source.columns and not (source.columns.source or source.columns.medium) else None


def _places(events: Table, tasks: int) -> Table:
    """The place of each row of a session in the order of events, as one number: what is first and last is found by it. One machine orders
    all rows at once faster than each session's, several do not."""
    import ibis

    within = ["file", "visitor", "session"] if tasks > 1 else None
    return events.select("row", place=ibis.row_number().over(group_by=within, order_by=ORDER))


def _session_days(events: Table, places: Table) -> Table:
    """A row a session and site day, without bots. Landing and exit are page views where it has any, else other rows with a page."""
    import ibis

    named = events.inner_join(places, "row")
    key = named.place
    origin = ibis.struct({column: named[column] for column in ("source", "medium", "campaign", "content")})
    fallback = ibis.struct({column: named[f"first_{column}"] for column in ("source", "medium", "campaign")})
    place = ibis.struct({column: named[column] for column in PLACE})
    with_page = named.page.notnull()
    return named.group_by("file", "visitor", "session", "own_session", "day").aggregate(
        start=named.event_time.min(),
        end=named.event_time.max(),
        origin=origin.argmin(key, where=named.source.notnull()),
        fallback=fallback.argmin(key, where=named.first_source.notnull()),
        channel=named.channel.argmin(key, where=named.channel.notnull()),
        where=place.argmin(key, where=named.device.notnull() | named.country.notnull() | named.platform.notnull()),
        landing_page=named.page.argmin(ibis.ifelse(named.is_view, key, key + AFTER_ALL), where=with_page),
        exit_page=named.page.argmax(ibis.ifelse(named.is_view, key + AFTER_ALL, key), where=with_page),
        page_views=named.is_view.sum(),
        events=named.count(),
        engagement_ms=named.engagement_ms.sum().fill_null(0),
        engaged=named.engaged.cast("int64").max(),
        checksum=(named.event_time * 1024 + named.row_hash % 1024).min(),
    )


def _sessions(days: Table, bots: Table, unsaid: str | None) -> Table:
    import ibis

    joined = days.left_join(bots, ["file", "visitor", "day"])
    known = days.origin.notnull()
    return joined.select(
        *(days[name] for name in ("file", "visitor", "session", "own_session", "day", "start", "end")),
        **{name: ibis.ifelse(known, days.origin[name], days.fallback[name]) for name in ("source", "medium", "campaign")},
        content=days.origin["content"],
        channel=days.channel if unsaid is None else days.channel.fill_null(unsaid),
        **{column: days["where"][column] for column in PLACE},
        **{name: days[name] for name in ("landing_page", "exit_page", "page_views", "events", "engagement_ms")},
        engaged=days.engaged == 1,
        bot=joined.bot,
        checksum=days.checksum,
    )


def _pages(events: Table) -> Table:
    seen = events.filter(events.page.notnull())
    return seen.group_by("file", "visitor", "session", "day", "page").aggregate(
        views=seen.is_view.sum(),
        engagement_ms=seen.engagement_ms.sum().fill_null(0),
        first_time=seen.event_time.min(),
        last_time=seen.event_time.max(),
    )


MADE = ("time", "rule", "by_1", "by_2", "by_3", *stated.COLUMNS, "offline")
CARRIED = ("file", *(name for name in CONVERSION_PARTS if name not in MADE))


def _tests(events: Table, rule: ConversionRule, settings: Settings) -> BooleanValue | None:
    """Which events fulfil a rule; None when single events cannot."""
    tests = [match.predicate(events, part, settings.report) for part in rule.match if match.on_events(part)]
    return functools.reduce(operator.or_, tests) if tests else None


def _hits(engine: Engine, events: Table, settings: Settings) -> Table | None:
    """The few events that fulfil any rule; None when no rule is fulfilled by single events."""
    tests = [test for rule in settings.rules if (test := _tests(events, rule, settings)) is not None]
    if not tests:
        return None
    own = [name for name in CARRIED if name != "view"]
    asked = [match.column(events, param).get_name() for param in match.params(settings)]
    columns = dict.fromkeys((*own, "row", "event_time", "is_view", *asked))
    return engine.cache(events.filter(functools.reduce(operator.or_, tests)).select(*columns), "hits")


def _conversions(hits: Table, events: Table, source: InputSettings, settings: Settings) -> Table:
    """A row for each event and rule that it fulfils, with the number of the page view that it stands on."""
    import ibis

    numbered = hits.left_join(_last_views(hits, events), "row")
    rows = numbered.select(*hits.columns, view=numbered["view"])
    found = []
    for rule in settings.rules:
        test = _tests(rows, rule, settings)
        if test is None:
            continue
        own = rows.filter(test)
        by = {f"by_{place}": match.column(own, param) for place, param in enumerate(rule.by, 1)}
        empty = {f"by_{place}": ibis.null("string") for place in range(len(rule.by) + 1, 4)}
        fixed = {"time": own.event_time, "rule": ibis.literal(rule.key), "offline": ibis.literal(source.offline)}
        found.append(own.select(*CARRIED, **by, **empty, **stated.said(own, rule, settings), **fixed))
    return stacked(found)


def _last_views(hits: Table, events: Table) -> Table:
    """The number within its session, from 0, of the last page view before each row (ties count as seen before)."""
    keys = ("file", "visitor", "session")
    views = events.filter(events.is_view).select(*keys, seen=events.event_time)
    reached = hits.select("row", "event_time", *keys).inner_join(views, keys)
    earlier = reached.filter(reached.seen <= reached.event_time)
    return earlier.group_by("row").aggregate(view=earlier.count() - 1)


def _identities(events: Table, tasks: int) -> Table:
    """Which visitor first carried a user id or a click id, for offline facts that know only those."""
    import ibis

    kinds = []
    for kind in ("user_id", "click_id"):
        rows = events.filter(events.visitor.notnull() & events[kind].notnull())
        first = rows.visitor.argmin(order(rows, tasks))
        found = rows.group_by("file", key=rows[kind]).aggregate(visitor=first, time=rows.event_time.min())
        kinds.append(found.select("file", kind=ibis.literal(kind), key=found.key, visitor=found.visitor, time=found.time))
    return stacked(kinds)


def _profile(events: Table, copies: Table | None) -> Table:
    """Accepted rows by day, hour and event name, with what each lacks; repeats are counted beside."""
    import ibis

    lacking = {
        f"no_{part}": events[column].isnull().sum()
        for part, column in (("visitor", "visitor"), ("session", "session_id"), ("source", "source"), ("page", "page"))
    }
    none = ibis.literal(0, "int64")
    kept = events.group_by(*HOURLY).aggregate(rows=events.count(), **lacking).mutate(repeats=none)
    if copies is None:
        return kept
    again = copies.group_by(*HOURLY).aggregate(repeats=copies.count()).mutate(rows=none, **dict.fromkeys(lacking, none))
    both = kept.union(again.select(kept.columns))
    return both.group_by(*HOURLY).aggregate(**{name: both[name].sum().cast("int64") for name in ("rows", "repeats", *lacking)})
