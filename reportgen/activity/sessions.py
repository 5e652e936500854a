"""Kept session and page parts -> one build's sessions and pages: repeats over files, runs over file edges, channels, visit numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.activity.channels import NONE, with_channels
from reportgen.activity.parts import GAP
from reportgen.engine import Engine
from reportgen.model.settings import ReportSettings
from reportgen.model.tables import PAGES, SESSIONS

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Visits:
    """The build's sessions and pages; without suspected bots where settings say so."""

    sessions: Table
    pages: Table


def once(engine: Engine, parts: Table) -> tuple[Table, Table | None]:
    """Session parts with each visitor's session-day from one file only where files repeat each other.

    The same session-day in two files is a repeat when its checksum is equal or its times overlap (a day exported again, now
    more complete): the row with most events stays. Without overlap the file's edge cut it: both stay and are added up later.
    Also returns what was left out (part, visitor, session, day), or None when nothing was.
    """
    import ibis

    keys = ("visitor", "session", "day")
    named = parts.filter(parts.visitor.notnull())
    counted = named.group_by(*keys).aggregate(copies=named.count())
    several = engine.cache(counted.filter(counted.copies > 1), "several")
    if not engine.scalar(several.count()):
        engine.drop(several)
        return parts, None
    fullest = [ibis.desc("events"), "start", "part"]
    ranked = named.semi_join(several, list(keys)).mutate(place=ibis.row_number().over(group_by=list(keys), order_by=fullest))
    best = ranked.filter(ranked.place == 0).select(
        best_visitor=ranked.visitor, best_session=ranked.session, best_day=ranked.day, best_start=ranked.start, best_end=ranked.end
    )
    rest = ranked.filter(ranked.place > 0)
    beside = rest.inner_join(best, [rest.visitor == best.best_visitor, rest.session == best.best_session, rest.day == best.best_day])
    overlapping = beside.filter((beside.start <= beside.best_end) & (beside.best_start <= beside.end))
    dropped = engine.cache(overlapping.select("part", *keys, "events"), "repeated")
    return parts.anti_join(dropped, ["part", *keys]), dropped


def runs(engine: Engine, parts: Table) -> Table | None:
    """For sessions cut by gaps: the session that each piece belongs to once file edges are joined. None when every session has an id.

    Columns: part, visitor, session, joined.
    """
    pieces = parts.filter(~parts.own_session)
    if not engine.scalar(pieces.count()):
        return None
    whole = pieces.group_by("part", "visitor", "session").aggregate(start=pieces.start.min(), end=pieces.end.max())
    before = whole.mutate(latest=whole.end.lag().over(group_by="visitor", order_by=["start", "part"]))
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


def sessions(parts: Table, report: ReportSettings) -> Table:
    """The build's sessions (`model.tables.SESSIONS`) from parts without repeats: a row a session and site day."""
    import ibis

    key = ibis.struct({"start": parts.start, "part": parts.part})
    carried = ("source", "medium", "campaign", "content", "channel", "device", "country", "platform", "landing_page")
    days = parts.group_by("visitor", "session", "day").aggregate(
        start=parts.start.min(),
        end=parts.end.max(),
        first=ibis.struct({name: parts[name] for name in carried}).argmin(key),
        exit_page=parts.exit_page.argmax(key),
        page_views=parts.page_views.sum().cast("int64"),
        events=parts.events.sum().cast("int64"),
        engagement_ms=parts.engagement_ms.sum().cast("int64"),
        engaged=parts.engaged.cast("int64").max(),
        bot=parts.bot.max(),
    )
    whole = days.group_by("visitor", "session").aggregate(
        head=days["first"].argmin(days.start), began=days.start.min(), engaged_any=days.engaged.max(), bot_any=days.bot.max()
    )
    numbered = whole.mutate(
        visit_number=ibis.ifelse(
            whole.visitor.isnull(),
            ibis.null("int64"),
            ibis.row_number().over(group_by="visitor", order_by=["began", "session"]).cast("int64") + 1,
        )
    )
    rows = days.inner_join(numbered, [days.visitor.identical_to(numbered.visitor), days.session == numbered.session]).select(
        *(days[name] for name in ("visitor", "session", "day", "start", "end", "exit_page", "page_views", "events", "engagement_ms")),
        visit_number=numbered.visit_number,
        **{name: numbered["head"][name] for name in carried},
        engaged=numbered.engaged_any == 1,
        bot=numbered.bot_any,
    )
    grouped = with_channels(rows, report.channels, report.campaigns)
    filled = grouped.mutate(**{name: grouped[name].fill_null(NONE) for name in ("device", "country", "platform", "landing_page")})
    return filled.select(*SESSIONS)


def pages(parts: Table, sessions: Table) -> Table:
    """The build's page rows (`model.tables.PAGES`) of the given sessions; landing and exit as the session says."""
    days = parts.group_by("visitor", "session", "day", "page").aggregate(
        views=parts["views"].sum().cast("int64"),
        engagement_ms=parts.engagement_ms.sum().cast("int64"),
        first_time=parts.first_time.min(),
        last_time=parts.last_time.max(),
    )
    own = sessions.select(
        own_visitor=sessions.visitor,
        own_session=sessions.session,
        own_day=sessions.day,
        landing=sessions.landing_page,
        leaving=sessions.exit_page,
    )
    joined = days.inner_join(own, [days.visitor.identical_to(own.own_visitor), days.session == own.own_session, days.day == own.own_day])
    return joined.mutate(is_landing=joined.page == joined.landing, is_exit=joined.page == joined.leaving).select(*PAGES)
