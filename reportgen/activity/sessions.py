"""Kept session and page parts -> one build's sessions and pages: repeats over files, runs over file edges, channels, visit numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.activity.channels import NONE, with_channels
from reportgen.activity.clock import SECOND
from reportgen.activity.parts import GAP
from reportgen.engine import Engine
from reportgen.model.settings import ReportSettings
from reportgen.model.tables import PAGES, SESSIONS

if TYPE_CHECKING:
    from ibis.expr.types import Table

ENGAGED = 10 * SECOND
"""A session that lasts so long, or has two page views, is engaged where the export does not say (GA4's definition)."""


@dataclass(frozen=True, slots=True)
class Visits:
    """The build's sessions and pages; without suspected bots where settings say so."""

    sessions: Table
    pages: Table


def once(engine: Engine, parts: Table) -> tuple[Table, Table | None]:
    """Session parts with each session-day from one file only where files repeat each other (a month exported again, now more complete).

    Two parts repeat each other when a quarter or more of the session-days that overlap between them begin with the same event; then
    the row with most events stays. Otherwise the file's edge or the export's shards split a session: its rows stay and are added up.
    Sessions cut by gaps are compared by time alone, since their names depend on where a file begins.
    Also returns what was left out (part, visitor, session, day, events), or None when nothing was.
    """
    import ibis

    keys = ["who", "run", "day"]
    keyed = parts.mutate(who=parts.visitor.fill_null(""), run=ibis.ifelse(parts.own_session, parts.session, "~"))
    spread = keyed.group_by(*keys).aggregate(first_part=keyed.part.min(), last_part=keyed.part.max())
    several = engine.cache(spread.filter(spread.first_part < spread.last_part).select(*keys), "several")
    if not engine.scalar(several.count()):
        engine.drop(several)
        return parts, None
    facts = ("part", "visitor", "session", "start", "end", "events", "checksum")
    pieces = engine.cache(keyed.semi_join(several, keys).select(*keys, *facts), "pieces")
    pairs = engine.cache(_lesser(pieces), "pairs")
    tallied = pairs.group_by("low", "high").aggregate(n=pairs.count(), equal=pairs.same.cast("int64").sum())
    repeated = pairs.semi_join(tallied.filter(tallied.equal * 4 >= tallied.n), ["low", "high"])
    dropped = engine.cache(repeated.select("part", "visitor", "session", "day", "events").distinct(), "repeated")
    engine.drop(several, pieces, pairs)
    return without(parts, dropped), dropped


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


def sessions(parts: Table, report: ReportSettings) -> Table:
    """The build's sessions (`model.tables.SESSIONS`) from parts without repeats: a row a session and site day.

    Where several parts have rows of one session-day, each dimension is that of the earliest row that has it.
    """
    import ibis

    origin = ("source", "medium", "campaign", "content")
    single = ("channel", "device", "country", "platform", "landing_page")
    first = parts.checksum
    days = parts.group_by("visitor", "session", "day").aggregate(
        start=parts.start.min(),
        end=parts.end.max(),
        origin=ibis.struct({name: parts[name] for name in origin}).argmin(first, where=parts.source.notnull()),
        **{name: parts[name].argmin(first, where=parts[name].notnull()) for name in single},
        exit_page=parts.exit_page.argmax(first, where=parts.exit_page.notnull()),
        page_views=parts.page_views.sum().cast("int64"),
        events=parts.events.sum().cast("int64"),
        engagement_ms=parts.engagement_ms.sum().cast("int64"),
        engaged=parts.engaged.cast("int64").max(),
        bot=parts.bot.max(),
    )
    whole = days.group_by("visitor", "session").aggregate(
        head=ibis.struct({name: days[name] for name in ("origin", *single)}).argmin(days.start),
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
    rows = days.inner_join(numbered, [days.visitor.identical_to(numbered.visitor), days.session == numbered.session]).select(
        *(days[name] for name in ("visitor", "session", "day", "start", "end", "exit_page", "page_views", "events", "engagement_ms")),
        visit_number=numbered.visit_number,
        **{name: numbered["head"]["origin"][name] for name in origin},
        **{name: numbered["head"][name] for name in single},
        engaged=numbered.is_engaged,
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
