"""The tables of one build, from the kept parts of all its exports, and the profile of the data they came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen import stats
from reportgen.activity import clock, names, offline
from reportgen.activity import conversions as converting
from reportgen.activity import sessions as visiting
from reportgen.activity.again import Again, told_again
from reportgen.activity.parts import SCHEMAS
from reportgen.activity.store import Part, files
from reportgen.engine import Engine
from reportgen.model.counts import BotCounts, DayProfile, Profile
from reportgen.model.settings import Bots, Settings
from reportgen.periods import day_date

if TYPE_CHECKING:
    from ibis.expr.types import Table

NO_SALTS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Tables:
    """What metrics are computed on: `SESSIONS`, `PAGES` and `CONVERSIONS` of `model.tables`, up to `as_of`.

    `names`: each `visitor` by name with its `number`, which stands for it in the other tables. `again`: the days that a file tells though
    another one does too; None without any.
    """

    sessions: Table
    pages: Table
    conversions: Table
    names: Table
    again: Again | None = None


def view(
    engine: Engine, parts: Sequence[Part], settings: Settings, as_of: int, salts: Mapping[str, str] = NO_SALTS
) -> tuple[Tables, Profile]:
    """The build's tables, and the profile of their data without its `files`. `as_of` is the last visible day, as a day number; `salts` are
    those of hashed member lists, by input."""
    kept = {name: engine.read_kept(files(parts, name), schema) for name, schema in SCHEMAS.items()}
    people = engine.cache(names.numbered(kept, engine.tasks), "visitor_names")
    seen = {name: table.filter(converting.visible(table, as_of)) for name, table in kept.items() if name != "identities"}
    once = visiting.once(engine, names.by_number(seen["sessions"], people), visiting.shared_days(_telling(parts, settings)))
    dropped, joined = once.dropped, visiting.runs(engine, once.parts)
    every = engine.cache(visiting.sessions(visiting.rename(once.parts, joined), once.several, settings.report), "all_sessions")
    sessions = every.filter(every.bot.isnull()) if settings.report.bots is Bots.EXCLUDE else every
    page_parts = names.by_number(seen["pages"], people)
    page_parts = page_parts if dropped is None else visiting.without(page_parts, dropped)
    pages = engine.cache(visiting.pages(visiting.rename(page_parts, joined), once.several, sessions), "pages")
    unlike = converting.without_repeats(engine, seen["conversions"], _spaces(parts, settings))
    matched = visiting.rename(names.by_number(unlike, people), joined)
    if settings.report.bots is Bots.EXCLUDE:
        bots = every.filter(every.bot.notnull())
        matched = matched.anti_join(bots, ["visitor", "session"])
    identities = names.by_number(kept["identities"].mutate(name=kept["identities"].visitor), people)
    known = identities.filter(identities.time < clock.midnight(as_of + 1, settings.report.site.zone))
    found = converting.find(engine, settings, matched, offline.identified(engine, known, salts), visiting.Visits(sessions, pages))
    again = None if dropped is None else told_again(engine, seen["profile"], dropped, parts)
    told = seen["profile"] if again is None else again.without(seen["profile"])
    tables, foreign = Tables(sessions, pages, found.conversions, people, again), converting.unrated(engine, found.unknown_currency)
    days = _days(engine, _online(told, parts, settings))
    return tables, Profile(
        files=(),
        days=days,
        quiet=tuple(sorted(stats.quiet({day.day: day.rows for day in days}, day_date(as_of)))),
        events=_counts(engine, _events(told)),
        site_events=_counts(engine, _events(_online(told, parts, settings))) if settings.report.tracking_plan else {},
        repeated_across_files=0 if dropped is None else engine.scalar(dropped["events"].sum().fill_null(0)),
        repeated_transactions=_counts(engine, found.repeated_transactions),
        bots=_bots(engine, every),
        offline=() if found.outside is None else offline.matched(engine, found.outside, parts),
        early=offline.early(engine, found.conversions, settings),
        unknown_currency={currency: rows for currency, (rows, _) in foreign.items()},
        unrated={currency: first for currency, (_, first) in foreign.items()},
        matched_events=_matched_events(engine, seen["conversions"], settings),
    )


def _telling(parts: Sequence[Part], settings: Settings) -> list[Part]:
    """The parts of online inputs with people."""
    beside = {source.key for source in settings.report.inputs if source.offline}
    return [part for part in parts if part.input not in beside and "profile" in part.tables]


def _spaces(parts: Sequence[Part], settings: Settings) -> dict[str, str]:
    """Within which of the inputs each part's rows may be repeats: those that share visitors; of facts from outside each alone, since two
    branches may well number their deals alike."""
    spaces = {each.key: each.key if each.offline else each.identity or each.key for each in settings.report.inputs}
    return {part.key: spaces[part.input] for part in parts}


def _online(profile: Table, parts: Sequence[Part], settings: Settings) -> Table:
    """Without offline inputs: a CRM row must not make a day look recorded on which tracking was down. All, where none is online."""
    online_parts = [part.key for part in _telling(parts, settings)]
    return profile.filter(profile.part.isin(online_parts)) if online_parts else profile


def _events(profile: Table) -> Table:
    return profile.group_by(rule=profile.event_name).aggregate(rows=profile["rows"].sum())


def _counts(engine: Engine, table: Table) -> dict[str, int]:
    """A (rule, rows) table as a mapping, in name order."""
    frame = engine.run(table)
    return {str(name): int(rows) for name, rows in sorted(zip(frame["rule"], frame["rows"], strict=True))}


def _days(engine: Engine, profile: Table) -> tuple[DayProfile, ...]:
    columns = ("rows", "repeats", "no_visitor", "no_session", "no_source", "no_page")
    frame = engine.run(profile.group_by("day").aggregate(**{name: profile[name].sum() for name in columns}).order_by("day"))
    return tuple(DayProfile(day_date(int(row["day"])), *(int(row[name]) for name in columns)) for row in frame.to_dict("records"))


def _bots(engine: Engine, sessions: Table) -> tuple[BotCounts, ...]:
    marked = sessions.filter(sessions.bot.notnull())
    people = marked.select("bot", "visitor").distinct()
    visits = marked.select("bot", "visitor", "session").distinct()
    frames = engine.many(
        {
            "events": marked.group_by("bot").aggregate(n=marked.events.sum()),
            "visitors": people.group_by("bot").aggregate(n=people.count()),
            "sessions": visits.group_by("bot").aggregate(n=visits.count()),
        }
    )
    found = {name: {str(bot): int(n) for bot, n in zip(frame["bot"], frame["n"], strict=True)} for name, frame in frames.items()}
    return tuple(
        BotCounts(reason, found["visitors"][reason], found["sessions"][reason], found["events"][reason])
        for reason in sorted(found["events"])
    )


def _matched_events(engine: Engine, conversions: Table, settings: Settings) -> tuple[str, ...]:
    """Names of events that fulfilled a rule, and those of page views, which serve pages and visits; in order."""
    fulfilled = engine.run(conversions.select("event_name").distinct())["event_name"]
    views = {name for source in settings.report.inputs for name in source.page_view_events}
    return tuple(sorted({str(name) for name in fulfilled} | views))
