"""The channels before a macro, beside plain Python."""

from collections import Counter
from functools import partial

import journeys_world
import pytest
from hypothesis import given
from hypothesis import settings as effort
from journeys_world import FIRM, Event, Outside, Ways, at, random_ways, way
from metrics_world import Loader

from reportgen.engine import Engine
from reportgen.metrics.frames import Row
from reportgen.metrics.journeys.find import walked
from reportgen.metrics.journeys.paths import path_of
from reportgen.model.journeys import Touches, windows
from reportgen.stats import TouchPath, attribute

counted = partial(journeys_world.counted, parts=[walked])


def brute_paths(ways: Ways, macro: str) -> list[tuple[tuple[str, ...], int, int, int]]:
    """Channels, amount, day and days of touch of every conversion."""
    found = []
    lookback = windows(FIRM.rule(macro)).lookback
    people = {*ways.visitors, *(each.visitor for each in ways.outside if each.visitor)}
    for visitor in people:
        for event in ways.done(visitor, macro):
            visits = [each for each in ways.of(visitor) if each.start <= event.time and each.events[0].day >= event.day - lookback]
            days = event.day - min(each.events[0].day for each in visits) if visits else 0
            found.append((tuple(each.channel for each in visits), event.amount or 0, event.day, days))
    nobody = [event for each in ways.visits if each.visitor is None for event in each.events if event.rule == macro]
    nobody += [each.event for each in ways.outside if each.visitor is None and each.event.rule == macro]
    return found + [((), event.amount or 0, event.day, 0) for event in nobody]


@pytest.mark.slow
@given(random_ways())
@effort(max_examples=10)
def test_attribution_from_counts_is_that_of_each_conversion(engine: Engine, tables: Loader, ways: Ways) -> None:
    found = counted(engine, tables, ways)
    october = range(at(61) // 86_400_000_000, at(92) // 86_400_000_000)
    for macro in ("quote", "buy"):
        every = brute_paths(ways, macro)
        journey = found.macros[macro]
        for attributed, each in (
            (journey.attributed_ever, every),
            (journey.attributed, [path for path in every if path[2] in october]),
        ):
            assert attribute(attributed.paths) == attribute([TouchPath(path, 1) for path, _, _, _ in each])
            assert attribute(attributed.amounts) == attribute([TouchPath(path, amount) for path, amount, _, _ in each])
            touches = Counter((len(path), days) for path, _, _, days in each if path)
            assert {(one.touches, one.days): one.macros for one in attributed.touches} == touches


@pytest.mark.parametrize(
    ("first", "last", "counts", "expected"),
    [
        ("A", "A", (1, 0), ("A",)),
        ("A", "B", (2, 1), ("A", "A", "B")),
        ("A", "A", (3, 1), ("A", "A", "B", "A")),
        ("", "", (0, 0), ()),
    ],
)
def test_a_path_is_made_again_from_what_attribution_asks_of_it(
    first: str, last: str, counts: tuple[int, int], expected: tuple[str, ...]
) -> None:
    row = Row({"first_touch": first, "last_touch": last, "c_0": counts[0], "c_1": counts[1], "c_2": 0})
    assert path_of(row, ("A", "B")) == expected


def test_direct_visits_are_last_only_where_there_is_nothing_else() -> None:
    row = Row({"first_touch": "A", "last_touch": "A", "c_0": 1, "c_1": 2, "c_2": 0})
    assert path_of(row, ("A", "Direct")) == ("A", "Direct", "Direct")
    assert attribute([TouchPath(path_of(row, ("A", "Direct")), 3)]).credits[0].last == 3.0


def test_touches_and_days_to_a_macro(engine: Engine, tables: Loader) -> None:
    """Ann comes three times in nine days; a visit before the look-back of ten days is no touch; a fact from outside has her visits too."""
    visits = [way("ann", "/", day=day) for day in (50, 61, 65)] + [way("ann", "/", "buy=5", day=70)]
    found = counted(engine, tables, Ways(visits, [Outside("ann", Event(at(75), rule="buy"))])).macros["buy"].attributed
    assert found.touches == (Touches(2, 10, 1), Touches(3, 9, 1))
    assert sum(path.total for path in found.amounts) == 5_000_000
