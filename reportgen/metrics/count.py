"""One report's counts, from the build's tables."""

from reportgen.engine import Engine
from reportgen.metrics import people as ppl
from reportgen.metrics.ask import Ask, comparisons, cut, recorded, stretch
from reportgen.metrics.freshness import freshness
from reportgen.metrics.goals import goal_counts
from reportgen.metrics.interest import interest
from reportgen.metrics.journeys import journeys
from reportgen.metrics.named import named_counts
from reportgen.metrics.notes import note_counts
from reportgen.metrics.outside import cost_counts, counter_counts
from reportgen.metrics.pages import page_counts
from reportgen.metrics.series import series
from reportgen.metrics.source import Facts, Source, Tables, Totals
from reportgen.metrics.stated import stated
from reportgen.metrics.totals import period_counts
from reportgen.model.change_counts import ChangeCounts
from reportgen.model.counts import Counts, PeriodCounts, Profile
from reportgen.model.outside import OutsideCounts
from reportgen.model.settings import Settings
from reportgen.periods import Grain, Period


def count(engine: Engine, tables: Tables, settings: Settings, ask: Ask, profile: Profile, *, totals: Totals | None = None) -> Counts:
    """Everything one report counts: its period, the comparisons, series, pages and goals. Runs a few dozen small queries.

    `totals` are those from outside the site, where any input has some.
    """
    known = recorded(profile)
    source = Source(facts_of(tables, settings, totals), engine, known)
    current, previous, year = _periods(source, ask)
    over_time = series(source, {grain: cut(stretch(ask, grain, known), grain, settings) for grain in Grain})
    pages = page_counts(source, ask.seen) if ask.seen else ()
    looked = interest(source, ask.seen)
    goals = {goal.key: goal_counts(source, goal, ask.as_of) for goal in settings.goals}
    named = named_counts(source, ask)
    found = journeys(source, ask)
    change = ChangeCounts(*note_counts(source, ask.as_of), freshness(source, ask.as_of))
    said = stated(source, ask)
    return Counts(
        ask.as_of,
        current,
        previous,
        year,
        over_time[Grain.DAY],
        over_time[Grain.WEEK],
        over_time[Grain.MONTH],
        pages,
        goals,
        profile,
        found,
        outside=_outside(source, ask, totals),
        interest=looked,
        change=change,
        named=named,
        stated=said,
    )


def facts_of(tables: Tables, settings: Settings, totals: Totals | None = None) -> Facts:
    """The tables with sessions made to add up."""
    counters, costs = (totals.counters, totals.costs) if totals else (None, None)
    return Facts(ppl.visits(tables.sessions), tables.pages, tables.conversions, settings, counters, costs)


def _outside(source: Source, ask: Ask, totals: Totals | None) -> OutsideCounts:
    """Totals and costs as the report tells them."""
    facts, settings = source.facts, source.settings
    counters = counter_counts(source.engine, facts.counters, settings, ask)
    costs = cost_counts(source.engine, facts.costs, settings, ask)
    if not totals:
        return OutsideCounts(counters, costs)
    return OutsideCounts(counters, costs, totals.restated, totals.unknown_currency, totals.unrated)


def _periods(source: Source, ask: Ask) -> tuple[PeriodCounts, PeriodCounts | None, PeriodCounts | None]:
    previous, year = comparisons(ask, source.settings, source.known)
    named: dict[int, Period] = {0: ask.period}
    named |= {index: period for index, period in ((1, previous), (2, year)) if period is not None}
    spans = {index: period for index, period in named.items() if index > 0}
    if ask.seen:
        spans[0] = ask.seen
    found = period_counts(source, spans, named)
    return found[0], found.get(1), found.get(2)
