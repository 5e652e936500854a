"""A small world to count: build the tables of one report from rows that say only what matters."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

import pytest
from ibis.expr.types import Table

from reportgen.engine import Engine
from reportgen.model.counts import DayProfile, Profile, Series
from reportgen.model.settings import ConversionRule, Settings
from reportgen.model.tables import CONVERSIONS, PAGES, SESSIONS
from reportgen.periods import Grain, day_number

MICROS_A_DAY = 86_400_000_000
NO_SERIES = Series((), (), (), (), {})


@contextmanager
def uncharted() -> Iterator[None]:
    """Counts without series by day, week and month: a third of a count's time, for tests that look at none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules["reportgen.metrics.count"], "series", lambda *_asked: dict.fromkeys(Grain, NO_SERIES))
        yield


def moment(day: date, second: int = 0) -> int:
    """UTC microseconds of a second of a day (the site is in UTC)."""
    return day_number(day) * MICROS_A_DAY + second * 1_000_000


def visit(visitor: str | None, day: date, session: str | None = None, *, second: int = 0, **columns: object) -> dict[str, object]:
    """One row of the sessions table; session ids name their day unless given."""
    row: dict[str, object] = dict.fromkeys(SESSIONS, "(none)")
    row |= {"visitor": visitor, "session": session or f"{visitor}-{day}-{second}", "day": day_number(day)}
    row |= {"start": moment(day, second), "end": moment(day, second + 60), "visit_number": 1, "landing_page": "/", "exit_page": "/"}
    row |= {"page_views": 1, "events": 1, "engagement_ms": 0, "engaged": False, "bot": None}
    return row | columns


def view(visitor: str | None, day: date, page: str, *, second: int = 0, **columns: object) -> dict[str, object]:
    """One row of the pages table, in the session that `visit` names by default."""
    row: dict[str, object] = {"visitor": visitor, "session": f"{visitor}-{day}-0", "day": day_number(day), "page": page, "views": 1}
    row |= {"engagement_ms": 0, "first_time": moment(day, second), "last_time": moment(day, second), "is_landing": False, "is_exit": False}
    return row | columns


def conversion(visitor: str | None, day: date, rule: str, *, second: int = 0, **columns: object) -> dict[str, object]:
    """One row of the conversions table, in the session that `visit` names by default."""
    row: dict[str, object] = dict.fromkeys(CONVERSIONS)
    row |= {"visitor": visitor, "session": f"{visitor}-{day}-0", "day": day_number(day), "time": moment(day, second), "rule": rule}
    return row | {"offline": False} | columns


@dataclass(frozen=True, slots=True)
class World:
    """One build's tables as rows."""

    sessions: Sequence[Mapping[str, object]] = ()
    pages: Sequence[Mapping[str, object]] = ()
    conversions: Sequence[Mapping[str, object]] = field(default=())


@dataclass(frozen=True, slots=True)
class LoadedTables:
    sessions: Table
    pages: Table
    conversions: Table


def _whole(row: Mapping[str, object], rows: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """A row of sessions with what its whole session says."""
    own = [row] if row["visitor"] is None else [one for one in rows if (one["visitor"], one["session"]) == (row["visitor"], row["session"])]
    first = min(int(str(one["day"])) for one in own)
    return {**row, "begins": int(row["day"] == first), "engaged": any(one["engaged"] for one in own)}


def load(engine: Engine, world: World) -> LoadedTables:
    """The world's tables, its visitors by number in the order of their names."""
    every = (world.sessions, world.pages, world.conversions)
    named = sorted({str(row["visitor"]) for rows in every for row in rows if row["visitor"] is not None})
    numbers: dict[object, int | None] = {None: None, **{name: number for number, name in enumerate(named)}}
    every = ([_whole(row, world.sessions) for row in world.sessions], world.pages, world.conversions)
    sessions, pages, conversions = ([{**row, "visitor": numbers[row["visitor"]]} for row in rows] for rows in every)
    return LoadedTables(engine.memtable(sessions, SESSIONS), engine.memtable(pages, PAGES), engine.memtable(conversions, CONVERSIONS))


def rule(key: str, tier: str = "macro", **options: object) -> ConversionRule:
    return ConversionRule.model_validate({"key": key, "label": key.title(), "tier": tier, "match": [{"event": [key]}], **options})


def settings(*rules: ConversionRule, goals: Sequence[object] = (), **report: object) -> Settings:
    base = {"site": {"name": "Firm", "zone": "UTC"}, "inputs": [{"key": "web", "files": ["data"]}]}
    return Settings.model_validate({"report": base | report, "rules": rules, "goals": goals})


def profile(*days: date, rows: int = 10, **parts: object) -> Profile:
    """A profile in which the given days have data."""
    known = tuple(DayProfile(day, rows, 0, 0, 0, 0, 0) for day in sorted(set(days)))
    empty: dict[str, object] = {"files": (), "events": {}, "repeated_across_files": 0, "repeated_transactions": {}, "bots": ()}
    empty |= {"unknown_currency": {}, "matched_events": ()}
    return Profile(days=known, **(empty | parts))  # type: ignore[arg-type]


Loader = Callable[[World], LoadedTables]
