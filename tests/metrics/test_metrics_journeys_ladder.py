"""The ladder of macros, and who was caught after a stage, beside plain Python (checklist 000-17, 002-15, 004-21)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial

import journeys_world
import pytest
from hypothesis import given
from hypothesis import settings as effort
from journeys_world import AS_OF, OCTOBER, PRICING, Event, Outside, Ways, at, random_ways, way
from metrics_world import Loader, rule, settings

from reportgen.engine import Engine
from reportgen.metrics.journeys.caught import caught
from reportgen.metrics.journeys.find import stepped
from reportgen.metrics.journeys.funnels import plans
from reportgen.metrics.journeys.rungs import Edge, edges, rungs
from reportgen.metrics.journeys.ways import Ways as People
from reportgen.model.journeys import Caught, Cohort, Journeys, Rung
from reportgen.periods import Period, day_date, day_number
from reportgen.stats import Wait
from reportgen.stats.measures import Rate

TODAY = day_number(AS_OF)
LADDER = settings(
    rule("chat", supports=["quote"]),
    rule("quote"),
    rule("buy", rate_base="quote", funnel_window=9),
    rule("download", "micro", stage="consideration"),
    PRICING,
)
counted = partial(journeys_world.counted, parts=[stepped])


def people(ways: Ways) -> set[str]:
    return {*ways.visitors, *(each.visitor for each in ways.outside if each.visitor)}


def brute_rung(ways: Ways, before: str, after: str, window: int) -> dict[str, Counter[tuple[int, bool]]]:
    found: dict[str, Counter[tuple[int, bool]]] = {}
    for visitor in people(ways):
        first = next(iter(ways.done(visitor, before)), None)
        if first is None:
            continue
        later = [event.day for event in ways.done(visitor, after) if event.time > first.time and event.day <= first.day + window]
        wait = (min(later) - first.day, True) if later else (min(TODAY - first.day, window), False)
        found.setdefault(f"{day_date(first.day):%Y-%m}", Counter())[wait] += 1
    return found


def laddered(way: People, found: Journeys) -> Journeys:
    return replace(found, rungs=rungs(way))


def held(way: People, found: Journeys) -> Journeys:
    return replace(found, caught=caught(way))


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_the_ladder_agrees_with_plain_python(engine: Engine, tables: Loader, ways: Ways) -> None:
    found = counted(engine, tables, ways, LADDER)
    assert [(rung.before, rung.after) for rung in found.rungs] == [("chat", "quote"), ("quote", "buy")]
    for rung in found.rungs:
        told = {cohort.month: Counter({(wait.day, wait.happened): wait.count for wait in cohort.lags}) for cohort in rung.cohorts}
        assert told == brute_rung(ways, rung.before, rung.after, rung.window)
    assert {(one.stage, one.days): (one.on, one.macros) for one in found.caught} == brute_caught(ways)


def brute_caught(ways: Ways) -> dict[tuple[str, int], tuple[Rate, int]]:
    stages = (("download",), ("pricing",), ("chat", "quote", "buy"))
    found: dict[tuple[str, int], tuple[Rate, int]] = {}
    for place, name in enumerate(("consideration", "intent")):
        for days in (7, 30):
            low, high = (day_number(end) - days for end in (OCTOBER.begin, OCTOBER.end))
            n = on = macros = 0
            for visitor in people(ways):
                first = min(
                    (e for key in stages[place] for e in ways.done(visitor, key) if low <= e.day < high), key=lambda e: e.time, default=None
                )
                if first is None:
                    continue
                n += 1
                later = {
                    at
                    for at in range(place + 1, 3)
                    for key in stages[at]
                    for e in ways.done(visitor, key)
                    if e.time > first.time and e.day <= first.day + days
                }
                on, macros = on + bool(later), macros + (2 in later)
            if n:
                found[name, days] = (Rate(on, n), macros)
    return found


def test_what_stands_below_a_macro() -> None:
    """A macro follows what it counts after, what it is measured on, and the macros that support it; hidden rules are no rung."""
    assert edges(LADDER) == (Edge("chat", "quote", 30), Edge("quote", "buy", 9))
    hidden = settings(rule("quote", hidden=True), rule("buy", rate_base="quote"), rule("chat", "micro", supports=["buy"]))
    assert edges(hidden) == ()
    joining = settings(rule("joined", "micro", supports=["quote", "buy"], cohorts=True), rule("quote"), rule("buy", funnel_window=9))
    assert edges(joining) == (Edge("joined", "quote", 30), Edge("joined", "buy", 9))
    assert edges(settings(rule("lead", "micro"), rule("buy", only_after="lead", rate_base="lead", journey="long"))) == (
        Edge("lead", "buy", 180),
    )


def test_leads_of_a_month_become_customers_in_the_same_or_later(engine: Engine, tables: Loader) -> None:
    """Ann within September, Bob in October, Cem on the tenth day (too late); Dee buys before she asks; Eve's facts share an instant."""
    # checklist 001-5, 004-21
    visits = [way("ann", "/", "quote", day=35), way("ann", "buy", day=37), way("bob", "/", "quote", day=58), way("bob", "buy", day=63)]
    visits += [way("cem", "/", "quote", day=40), way("cem", "buy", day=50), way("dee", "/", "buy", "quote", day=88)]
    facts = [Outside("eve", Event(at(89), rule=key)) for key in ("quote", "buy")]
    found = counted(engine, tables, Ways(visits, facts), LADDER, parts=[laddered])
    by_first = {rung.before: rung for rung in found.rungs}
    september = (Wait(2, happened=True), Wait(5, happened=True), Wait(9, happened=False))
    october = (Wait(2, happened=False), Wait(3, happened=False))
    assert by_first["quote"] == Rung("quote", "buy", 9, (Cohort("2026-09", 3, 1, september), Cohort("2026-10", 2, 0, october)))
    assert by_first["chat"].cohorts == ()


def test_one_visitor_who_does_everything_is_caught_once(engine: Engine, tables: Loader) -> None:
    """Two days of everything, each thing twice; a macro before any micro and a step at the same instant catch nobody."""
    all_of_it = ("/", "download:a", "/pricing", "quote", "download:a", "/pricing", "quote", "buy=3")
    visits = [way("ann", *all_of_it, day=66), way("ann", *all_of_it, day=70), way("bob", "/", "quote", "download:a", day=70)]
    tied = way("cem", "/", "download:a", "quote", day=71)
    at_once = [Event(tied.events[1].time, event.page, event.rule, event.item) for event in tied.events]
    visits.append(type(tied)("cem", tied.name, tied.channel, at_once))
    found = counted(engine, tables, Ways(visits), LADDER, parts=[held]).caught
    seven = Period(OCTOBER.begin - timedelta(days=7), OCTOBER.end - timedelta(days=7))
    assert found[0] == Caught("consideration", 7, seven, Rate(1, 3), 1)
    assert [(one.stage, one.days, one.on) for one in found[1:]] == [("intent", 7, Rate(1, 1))]


def test_macros_that_nothing_links_have_no_steps() -> None:
    unlinked = settings(rule("quote"), rule("buy"))
    assert plans(unlinked) == ()
    assert edges(unlinked) == ()


@pytest.mark.slow
def test_nobody_is_counted_all_the_same(engine: Engine, tables: Loader) -> None:
    nobody = counted(engine, tables, Ways(), LADDER)
    assert [rung.cohorts for rung in nobody.rungs] == [(), ()]
    assert nobody.caught == ()
    assert all(not any(funnel.seen) and not funnel.cohorts for funnel in nobody.funnels)
