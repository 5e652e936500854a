"""Cohorts by month of first visit, and repeated macros, beside plain Python."""

from collections import Counter, defaultdict
from datetime import date
from functools import partial

import journeys_world
import pytest
from hypothesis import given
from hypothesis import settings as effort
from journeys_world import AS_OF, FIRM, Event, Outside, Ways, at, random_ways, way
from metrics_world import Loader

from reportgen.engine import Engine
from reportgen.metrics.journeys.find import bridged
from reportgen.model.journeys import Cohort, Journeys, RepeatCohort, windows
from reportgen.periods import day_date, day_number
from reportgen.stats import Wait

TODAY = day_number(AS_OF)

counted = partial(journeys_world.counted, parts=[bridged])


def month(day: int) -> str:
    return f"{day_date(day):%Y-%m}"


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_cohorts_and_repeats_agree_with_plain_python(engine: Engine, tables: Loader, ways: Ways) -> None:
    found = counted(engine, tables, ways)
    for macro in ("quote", "buy"):
        assert {cohort.month: cohort for cohort in found.macros[macro].cohorts} == brute_cohorts(ways, macro)
        check_repeats(found, ways, macro)


def brute_cohorts(ways: Ways, macro: str) -> dict[str, Cohort]:
    horizon = windows(FIRM.rule(macro)).horizon
    waits: defaultdict[str, Counter[tuple[int, bool]]] = defaultdict(Counter)
    same: Counter[str] = Counter()
    for visitor in ways.visitors:
        first, done = min(event.day for each in ways.of(visitor) for event in each.events), ways.done(visitor, macro)
        lag, known = max(done[0].day - first, 0) if done else None, min(TODAY - first, horizon)
        happened = lag is not None and lag <= known
        waits[month(first)][lag if happened and lag is not None else known, happened] += 1
        same[month(first)] += bool(done) and month(done[0].day) == month(first)
    return {
        name: Cohort(name, sum(counts.values()), same[name], tuple(Wait(*key, n) for key, n in sorted(counts.items())))
        for name, counts in waits.items()
    }


def check_repeats(found: Journeys, ways: Ways, macro: str) -> None:
    people = {*ways.visitors, *(each.visitor for each in ways.outside if each.visitor)}
    times = Counter(len(done) for visitor in people if (done := ways.done(visitor, macro)))
    assert found.macros[macro].repeats == times
    assert sum(cohort.visitors for cohort in found.macros[macro].repeat_cohorts) == times.total()
    again = sum(wait.count for cohort in found.macros[macro].repeat_cohorts for wait in cohort.lags if wait.happened)
    assert again == times.total() - times[1]


def test_a_cohort_shows_who_asked_in_the_month_itself_and_later(engine: Engine, tables: Loader) -> None:
    """Ann and Bob come on 30 September, Ann asks at once, Bob on 2 October; Cem, of October, has not asked for 29 days."""
    visits = [way("ann", "/", "quote", day=60), way("bob", "/", day=60), way("bob", "quote", day=62), way("cem", "/", day=62)]
    found = counted(engine, tables, Ways(visits)).macros["quote"]
    assert found.cohorts == (
        Cohort("2026-09", 2, 1, (Wait(0, True, 1), Wait(2, True, 1))),
        Cohort("2026-10", 1, 0, (Wait(29, False, 1),)),
    )


@pytest.mark.slow
def test_second_purchases_are_followed_from_the_first(engine: Engine, tables: Loader) -> None:
    """Ann buys three times, Bob once, Eve (never seen) twice on one day by a fact from outside; refunds are no purchases."""
    visits = [way("ann", "/", "buy=1", day=40), way("ann", "buy=-1", day=45), way("ann", "buy=1", day=50), way("ann", "buy=1", day=70)]
    outside = [Outside("eve", Event(at(80, second), rule="buy")) for second in (500, 600)]
    found = counted(engine, tables, Ways([*visits, way("bob", "/", "buy", day=81)], outside), as_of=date(2026, 10, 31)).macros["buy"]
    assert found.repeats == {1: 1, 2: 1, 3: 1}
    assert found.repeat_cohorts == (
        RepeatCohort("2026-09", 1, (Wait(10, True, 1),)),
        RepeatCohort("2026-10", 2, (Wait(0, True, 1), Wait(10, False, 1))),
    )
