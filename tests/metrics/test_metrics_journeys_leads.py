"""Visitors by what was known of them on a landmark day, beside plain Python (statistics 3.4)."""

from bisect import bisect_right
from collections import Counter
from functools import partial

import journeys_world
import pytest
from hypothesis import given
from hypothesis import settings as effort
from journeys_world import AS_OF, Ways, random_ways, way
from metrics_world import Loader

from reportgen.engine import Engine
from reportgen.metrics.journeys.find import waiting
from reportgen.periods import day_number
from reportgen.stats import LeadGroup, LeadProfile

TODAY = day_number(AS_OF)

counted = partial(journeys_world.counted, parts=[waiting])


def brute_leads(ways: Ways, macro: str, back: int) -> set[LeadGroup]:
    day = TODAY - back
    found: Counter[LeadProfile] = Counter()
    had: Counter[LeadProfile] = Counter()
    for visitor in ways.visitors:
        seen = [event for each in ways.of(visitor) for event in each.events if event.day <= day]
        done = ways.done(visitor, macro)
        if not seen or (done and done[0].day <= day):
            continue
        marks = tuple(any(event.day <= day for event in ways.done(visitor, micro)) for micro in ("download", "chat", "pricing"))
        recency = bisect_right((3, 7, 14, 30), day - max(event.day for event in seen))
        views = bisect_right((2, 4, 8, 15), sum(event.page is not None for event in seen))
        profile = LeadProfile(marks, recency, views, ways.of(visitor)[0].channel)
        found[profile] += 1
        had[profile] += bool(done) and done[0].day <= day + 30
    return {LeadGroup(profile, n, had[profile]) for profile, n in found.items()}


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_leads_agree_with_plain_python(engine: Engine, tables: Loader, ways: Ways) -> None:
    found = counted(engine, tables, ways)
    for macro in ("quote", "buy"):
        for back in (60, 30, 0):
            assert set(found.macros[macro].leads[back]) == brute_leads(ways, macro, back)


def test_people_alike_are_counted_together(engine: Engine, tables: Loader) -> None:
    """On 1 October Ann and Bob have both chatted the day before; Ann asks on the 4th."""
    visits = [way(name, "/", "chat", day=60) for name in ("ann", "bob")] + [way("ann", "quote", day=64)]
    leads = counted(engine, tables, Ways(visits)).macros["quote"].leads
    assert leads[30] == (LeadGroup(LeadProfile((False, True, False), 0, 0, "Email"), 2, 1),)
    assert leads[60] == ()
    assert leads[0] == (LeadGroup(LeadProfile((False, True, False), 4, 0, "Email"), 1, 0),)
