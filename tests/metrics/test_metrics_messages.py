"""Channel by message: every visitor stands in one cell, by the first session of the period."""

from datetime import date

import pytest
from metrics_world import Loader, World, conversion, profile, rule, settings, visit

from reportgen import periods
from reportgen.engine import Engine
from reportgen.metrics.ask import recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.messages import MESSAGES
from reportgen.metrics.source import Source
from reportgen.metrics.totals import period_counts
from reportgen.model.counts import MessageSlice, PeriodCounts

pytestmark = pytest.mark.usefixtures("people_only")

OCTOBER = periods.month("2026-10")
DAY, LATER, BEFORE = date(2026, 10, 5), date(2026, 10, 9), date(2026, 9, 5)


def counted(engine: Engine, tables: Loader, world: World) -> PeriodCounts:
    """October alone: nothing else of a report's counts is asked for."""
    loaded = tables(world)
    facts = facts_of(loaded, settings(rule("quote"), rule("read", "micro")))
    return period_counts(Source(facts, engine, recorded(profile(BEFORE, DAY, LATER))), {0: OCTOBER}, {0: OCTOBER})[0]


def cells(slices: tuple[MessageSlice, ...]) -> dict[tuple[str, str], tuple[int, int]]:
    return {(one.channel, one.message): (one.traffic.visitors, one.converted["quote"].converters) for one in slices}


def test_each_visitor_stands_in_one_cell(engine: Engine, tables: Loader) -> None:  # checklist 004-5
    """Ann comes by two messages and counts under the first; Bob's message is not named; Cem came in September."""
    world = World(
        [
            visit("ann", DAY, channel="Email", content="hero_a"),
            visit("ann", LATER, channel="Email", content="hero_b"),
            visit("bob", DAY, channel="Email", content="(not set)"),
            visit("dee", DAY, channel="Paid Social", content="hero_a"),
            visit("cem", BEFORE, channel="Email", content="old"),
        ],
        conversions=[conversion("ann", LATER, "quote"), conversion("bob", DAY, "quote"), conversion("eve", DAY, "quote")],
    )
    found = counted(engine, tables, world)
    beside = {("(none)", ""): (0, 0)}
    assert cells(found.messages) == beside | {("Email", ""): (1, 1), ("Email", "hero_a"): (1, 1), ("Paid Social", "hero_a"): (1, 0)}
    assert sum(one.traffic.visitors for one in found.messages) == found.traffic.visitors
    assert sum(one.converted["quote"].conversions for one in found.messages) == 3


def test_nothing_where_no_message_is_named(engine: Engine, tables: Loader) -> None:
    world = World([visit("ann", DAY, channel="Email")], conversions=[conversion("ann", DAY, "quote")])
    assert counted(engine, tables, world).messages == ()


def test_beyond_fifty_messages_the_rest_is_one_line(engine: Engine, tables: Loader) -> None:
    names = [f"m{number:02}" for number in range(MESSAGES + 3)]
    found = counted(engine, tables, World([visit(name, DAY, channel="Email", content=name) for name in names])).messages
    assert len(found) == MESSAGES + 1
    assert {one.message: one.traffic.visitors for one in found}["(other)"] == 3
