"""Kept session and page parts -> one build's sessions and pages: repeats over files, runs over file edges, channels, visit numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.activity.channels import NONE, outside, with_channels
from reportgen.activity.clock import SECOND
from reportgen.activity.parts import GAP
from reportgen.activity.store import Part
from reportgen.engine import Engine
from reportgen.model.settings import ReportSettings
from reportgen.model.tables import PAGES, SESSIONS
from reportgen.periods import day_number

if TYPE_CHECKING:
    from ibis.expr.types import Table

ENGAGED = 10 * SECOND
"""A session that lasts so long, or has two page views, is engaged where the export does not say (GA4's definition)."""


@dataclass(frozen=True, slots=True)
class Visits:
    """The build's sessions and pages; without suspected bots where settings say so."""

    sessions: Table
    pages: Table


@dataclass(frozen=True, slots=True)
class Once:
    """Session parts without repeats; what was left out (part, visitor, session, day, events); and the session-days (who, run, day) with
    rows in several parts. None where there are none."""

    parts: Table
    dropped: Table | None = None
    several: Table | None = None


KEYS = ("who", "run", "day")
NOBODY = -1
"""In the place of the number that a row without a visitor lacks."""


def shared_days(parts: Sequence[Part]) -> tuple[tuple[int, int], ...]:
    """Stretches of site days (first and last, as numbers) that may stand in several parts: where the days of two or more overlap."""
    told = ((day_number(part.first_day), day_number(part.last_day)) for part in parts if part.first_day and part.last_day)
    found: list[tuple[int, int]] = []
    reached = None
    for first, last in sorted(told):
        if reached is not None and first <= reached:
            begin, end = first, min(reached, last)
            if found and begin <= found[-1][1] + 1:
                begin, end = found[-1][0], max(found.pop()[1], end)
            found.append((begin, end))
        reached = last if reached is None else max(reached, last)
    return tuple(found)


def _keyed(parts: Table) -> Table:
    """Session parts with `who` and `run`. Sessions cut by gaps are one run, since their names depend on where a file begins."""
    import ibis

    return parts.mutate(who=parts.visitor.fill_null(NOBODY), run=ibis.ifelse(parts.own_session, parts.session, "~"))


def once(engine: Engine, parts: Table, days: Sequence[tuple[int, int]]) -> Once:
    """Session parts with each session-day from one file only where files repeat each other (a month exported again, now more complete).
    `days` are the stretches that several parts may tell.

    Two parts repeat each other when a quarter or more of the session-days that overlap between them begin with the same event; then
    the row with most events stays. Otherwise the file's edge or the export's shards split a session: its rows stay and are added up.
    Sessions cut by gaps are compared by time alone.
    """
    import ibis

    if not days:
        return Once(parts)
    keyed = _keyed(parts.filter(ibis.or_(*(parts.day.between(first, last) for first, last in days))))
    spread = keyed.group_by(*KEYS).aggregate(first_part=keyed.part.min(), last_part=keyed.part.max())
    several = engine.cache(spread.filter(spread.first_part < spread.last_part).select(*KEYS), "several")
    if not engine.scalar(several.count()):
        engine.drop(several)
        return Once(parts)
    facts = ("part", "visitor", "session", "start", "end", "events", "checksum")
    pieces = engine.cache(keyed.semi_join(several, KEYS).select(*KEYS, *facts), "pieces")
    pairs = engine.cache(_lesser(pieces), "pairs")
    tallied = pairs.group_by("low", "high").aggregate(n=pairs.count(), equal=pairs.same.cast("int64").sum())
    repeated = pairs.semi_join(tallied.filter(tallied.equal * 4 >= tallied.n), ["low", "high"])
    dropped = engine.cache(repeated.select("part", "visitor", "session", "day", "events").distinct(), "repeated")
    engine.drop(pieces, pairs)
    return Once(without(parts, dropped), dropped, several)


def _lesser(pieces: Table) -> Table:
    """Each piece of a session-day that overlaps a fuller one of another part, with both parts in order and whether the two begin alike."""
    import ibis

    other = pieces.select(**{f"other_{name}": pieces[name] for name in pieces.columns})
    pairs = pieces.inner_join(
        other,
        [
            *(pieces[name] == other[f"other_{name}"] for name in ("who", "run", "day")),
            pieces.part != other.other_part,
            pieces.start <= other.other_end,
            other.other_start <= pieces.end,
        ],
    )
    earlier = (pairs.other_start < pairs.start) | ((pairs.other_start == pairs.start) & (pairs.other_part < pairs.part))
    fuller = (pairs.other_events > pairs.events) | ((pairs.other_events == pairs.events) & earlier)
    found = pairs.filter(fuller)
    return found.select(
        "part", "visitor", "session", "day", "events",
        low=ibis.least(found.part, found.other_part), high=ibis.greatest(found.part, found.other_part),
        same=found.checksum == found.other_checksum,
    )  # fmt: skip


def without(rows: Table, dropped: Table) -> Table:
    """Session or page rows of parts without the session-days that `once` left out."""
    return rows.anti_join(
        dropped,
        [
            rows.part == dropped.part,
            rows.visitor.identical_to(dropped.visitor),
            rows.session == dropped.session,
            rows.day == dropped.day,
        ],
    )


def runs(engine: Engine, parts: Table) -> Table | None:
    """For sessions cut by gaps: the session that each piece belongs to once file edges are joined. None when every session has an id.

    Columns: part, visitor, session, joined.
    """
    pieces = parts.filter(~parts.own_session)
    if not engine.scalar(pieces.count()):
        return None
    whole = pieces.group_by("part", "visitor", "session").aggregate(start=pieces.start.min(), end=pieces.end.max())
    so_far = whole.mutate(reached=whole.end.max().over(group_by="visitor", order_by=["start", "part"], rows=(None, 0)))
    before = so_far.mutate(latest=so_far.reached.lag().over(group_by="visitor", order_by=["start", "part"]))
    marked = before.mutate(begins=(before.latest.isnull() | (before.start - before.latest >= GAP)).cast("int64"))
    numbered = marked.mutate(run=marked.begins.sum().over(group_by="visitor", order_by=["start", "part"], rows=(None, 0)))
    named = numbered.mutate(joined="~" + numbered.start.min().over(group_by=["visitor", "run"]).cast("string"))
    return engine.cache(named.select("part", "visitor", "session", "joined"), "runs")


def rename(table: Table, joined: Table | None) -> Table:
    """A table with `part`, `visitor` and `session`, its cut sessions renamed to the run they belong to."""
    if joined is None:
        return table
    merged = table.left_join(joined, ["part", "visitor", "session"])
    renamed = {name: joined.joined.fill_null(table.session) if name == "session" else table[name] for name in table.columns}
    return merged.select(**renamed).view()


ORIGIN = ("source", "medium", "campaign", "content")
SINGLE = ("channel", "device", "country", "platform", "landing_page")
HEAD = (*ORIGIN, *SINGLE)
SUMS = ("page_views", "events", "engagement_ms")


def _days(parts: Table, several: Table | None) -> Table:
    """A row a session and site day, of `several` parts where it has rows in more than one."""
    if several is None:
        return _alone(parts)
    keyed = _keyed(parts)
    return _alone(keyed.anti_join(several, KEYS)).union(_added(keyed.semi_join(several, KEYS)))


def _alone(parts: Table) -> Table:
    """Session-days of which only one part has a row."""
    columns = ("visitor", "session", "day", "start", "end", *ORIGIN, *SINGLE, "exit_page", *SUMS)
    return parts.select(*columns, engaged=parts.engaged.cast("int64"), bot=parts.bot)


def _added(parts: Table) -> Table:
    """Session-days added up over parts; each dimension is that of the earliest row that has it."""
    import ibis

    first = parts.checksum
    days = parts.group_by("visitor", "session", "day").aggregate(
        start=parts.start.min(),
        end=parts.end.max(),
        origin=ibis.struct({name: parts[name] for name in ORIGIN}).argmin(first, where=parts.source.notnull()),
        **{name: parts[name].argmin(first, where=parts[name].notnull()) for name in SINGLE},
        exit_page=parts.exit_page.argmax(first, where=parts.exit_page.notnull()),
        **{name: parts[name].sum().cast("int64") for name in SUMS},
        engaged=parts.engaged.cast("int64").max(),
        bot=parts.bot.max(),
    )
    origin = {name: days.origin[name] for name in ORIGIN}
    return days.select(
        "visitor",
        "session",
        "day",
        "start",
        "end",
        **origin,
        **{name: days[name] for name in (*SINGLE, "exit_page", *SUMS, "engaged", "bot")},
    )


def sessions(parts: Table, several: Table | None, report: ReportSettings) -> Table:
    """The build's sessions (`model.tables.SESSIONS`) from parts without repeats: a row a session and site day."""
    import ibis

    days = _days(parts, several)
    whole = days.group_by("visitor", "session").aggregate(
        pieces=days.count(),
        first_day=days.day.min(),
        began=days.start.min(),
        ended=days.end.max(),
        views=days.page_views.sum(),
        engaged_any=days.engaged.max(),
        bot_any=days.bot.max(),
    )
    lasted = (whole.ended - whole.began >= ENGAGED) | (whole["views"] >= 2)
    numbered = whole.mutate(
        is_engaged=ibis.ifelse(whole.engaged_any.notnull(), whole.engaged_any == 1, lasted),
        visit_number=ibis.ifelse(
            whole.visitor.isnull(),
            ibis.null("int64"),
            ibis.row_number().over(group_by="visitor", order_by=["began", "session"]).cast("int64") + 1,
        ),
    )
    heads = _heads(days, numbered.filter(numbered.pieces > 1))
    joined = days.inner_join(numbered, [days.visitor.identical_to(numbered.visitor), days.session == numbered.session])
    joined = joined.left_join(heads, [days.visitor.identical_to(heads.head_visitor), days.session == heads.head_session])
    rows = joined.select(
        *(days[name] for name in ("visitor", "session", "day", "start", "end", "exit_page", "page_views", "events", "engagement_ms")),
        begins=(days.visitor.isnull() | (days.day == numbered.first_day)).cast("int64"),
        visit_number=numbered.visit_number,
        **{name: ibis.ifelse(numbered.pieces > 1, heads["head"][name], days[name]) for name in HEAD},
        engaged=numbered.is_engaged,
        bot=numbered.bot_any,
    )
    grouped = with_channels(outside(rows, report.site.domains), report.channels, report.campaigns)
    filled = grouped.mutate(**{name: grouped[name].fill_null(NONE) for name in ("device", "country", "platform", "landing_page")})
    return filled.select(*SESSIONS)


def _heads(days: Table, long: Table) -> Table:
    """Of the few sessions over several days what the first one has: all of its days are told by it."""
    import ibis

    rows = days.semi_join(long, [days.visitor.identical_to(long.visitor), days.session == long.session])
    head = ibis.struct({name: rows[name] for name in HEAD}).argmin(rows.start)
    return rows.group_by(head_visitor=rows.visitor, head_session=rows.session).aggregate(head=head)


def _page_days(parts: Table, several: Table | None) -> Table:
    """A row a session, site day and page; added up over parts on the visitor-days that more than one part has."""
    columns = ("visitor", "session", "day", "page", "views", "engagement_ms", "first_time", "last_time")
    if several is None:
        return parts.select(*columns)
    keyed = parts.mutate(who=parts.visitor.fill_null(NOBODY))
    shared = several.select("who", "day").distinct()
    spread = keyed.semi_join(shared, ["who", "day"])
    added = spread.group_by("visitor", "session", "day", "page").aggregate(
        views=spread["views"].sum().cast("int64"),
        engagement_ms=spread.engagement_ms.sum().cast("int64"),
        first_time=spread.first_time.min(),
        last_time=spread.last_time.max(),
    )
    return keyed.anti_join(shared, ["who", "day"]).select(*columns).union(added)


def pages(parts: Table, several: Table | None, sessions: Table) -> Table:
    """The build's page rows (`model.tables.PAGES`) of the given sessions; landing and exit as the session says."""
    days = _page_days(parts, several)
    own = sessions.select(
        own_visitor=sessions.visitor,
        own_session=sessions.session,
        own_day=sessions.day,
        landing=sessions.landing_page,
        leaving=sessions.exit_page,
    )
    joined = days.inner_join(own, [days.visitor.identical_to(own.own_visitor), days.session == own.own_session, days.day == own.own_day])
    return joined.mutate(is_landing=joined.page == joined.landing, is_exit=joined.page == joined.leaving).select(*PAGES)
