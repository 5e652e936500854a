"""One report's counts, from the build's tables."""

from ibis.expr.types import Table

from reportgen.engine import Engine
from reportgen.metrics import people as ppl
from reportgen.metrics.ask import Ask, comparisons, cut, recorded, stretch
from reportgen.metrics.freshness import freshness
from reportgen.metrics.goals import goal_counts
from reportgen.metrics.journeys import journeys
from reportgen.metrics.notes import note_counts
from reportgen.metrics.pages import page_counts
from reportgen.metrics.series import series
from reportgen.metrics.source import Facts, Source, Tables
from reportgen.metrics.totals import period_counts
from reportgen.model.change_counts import ChangeCounts
from reportgen.model.counts import Counts, PeriodCounts, Profile
from reportgen.model.settings import Settings
from reportgen.periods import Grain, Period


def count(engine: Engine, tables: Tables, settings: Settings, ask: Ask, profile: Profile) -> Counts:
    """Everything one report counts: its period, the comparisons, series, pages and goals. Runs a few dozen small queries."""
    known = recorded(profile)
    long = engine.cache(ppl.long_sessions(tables.sessions), "long_sessions")
    source = Source(facts_of(tables, long, settings), engine, known)
    current, previous, year = _periods(source, ask)
    days, weeks, months = (series(source, grain, cut(stretch(ask, grain, known), grain, settings)) for grain in Grain)
    pages = page_counts(source, ask.seen) if ask.seen else ()
    goals = {goal.key: goal_counts(source, goal, ask.as_of) for goal in settings.goals}
    found = journeys(source, ask)
    change = ChangeCounts(*note_counts(source, ask.as_of), freshness(source, ask.as_of))
    engine.drop(long)
    return Counts(ask.as_of, current, previous, year, days, weeks, months, pages, goals, profile, found, change=change)


def facts_of(tables: Tables, long: Table, settings: Settings) -> Facts:
    """The tables with sessions made to add up. `long` is `people.long_sessions`, kept or as an expression."""
    return Facts(ppl.visits(tables.sessions, long), tables.pages, tables.conversions, settings)


def _periods(source: Source, ask: Ask) -> tuple[PeriodCounts, PeriodCounts | None, PeriodCounts | None]:
    previous, year = comparisons(ask, source.settings, source.known)
    named: dict[int, Period] = {0: ask.period}
    named |= {index: period for index, period in ((1, previous), (2, year)) if period is not None}
    spans = {index: period for index, period in named.items() if index > 0}
    if ask.seen:
        spans[0] = ask.seen
    found = period_counts(source, spans, named)
    return found[0], found.get(1), found.get(2)
