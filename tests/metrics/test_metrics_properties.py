"""What must hold in every world: slices add up, months add up, row order never matters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from metrics_world import Loader, World, conversion, profile, rule, settings, view, visit

from reportgen import metrics, periods
from reportgen.engine import Engine
from reportgen.metrics import Ask
from reportgen.metrics.ask import recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.goals import goal_counts
from reportgen.metrics.source import Source
from reportgen.model.counts import Converted, Counts, Dimension, PeriodCounts, Traffic
from reportgen.model.settings import Goal
from reportgen.periods import Period

pytestmark = pytest.mark.usefixtures("people_only")

BEGIN = date(2026, 8, 1)
OCTOBER = periods.month("2026-10")
KNOWN = profile(*(BEGIN + timedelta(days=offset) for offset in range(92)))
FIRM = settings(rule("quote"), rule("purchase"), rule("download", "micro"))

names = st.sampled_from(["ann", "bob", "cem", "dee", None])
days = st.integers(0, 91).map(lambda offset: BEGIN + timedelta(days=offset))
texts = st.sampled_from(["Email", "Direct", "Organic Search"])


@st.composite
def visits(draw: st.DrawFn) -> dict[str, object]:
    columns = {"channel": draw(texts), "device": draw(st.sampled_from(["mobile", "desktop"])), "engaged": draw(st.booleans())}
    return visit(draw(names), draw(days), second=draw(st.integers(0, 3)), page_views=draw(st.integers(0, 5)), **columns)


@st.composite
def conversions(draw: st.DrawFn) -> dict[str, object]:
    amount = draw(st.none() | st.integers(-5_000_000, 5_000_000))
    return conversion(draw(names), draw(days), draw(st.sampled_from(["quote", "purchase", "download"])), amount=amount)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Sessions with unequal ids, some over midnight, and conversions of anybody at any time."""
    sessions = draw(st.lists(visits(), max_size=30, unique_by=lambda row: row["session"]))
    late = [
        row | {"day": int(str(row["day"])) + 1}
        for row in sessions
        if draw(st.booleans()) and row["day"] != periods.day_number(KNOWN.days[-1].day)
    ]
    pages = [view(name, day, page) for name, day, page in draw(st.lists(st.tuples(names, days, st.sampled_from(["/", "/a"])), max_size=10))]
    return World(sessions + late, pages, draw(st.lists(conversions(), max_size=20)))


def counted(engine: Engine, tables: Loader, world: World) -> Counts:
    return metrics.count(engine, tables(world), FIRM, Ask(OCTOBER, OCTOBER.last_day), KNOWN)


def added(parts: Sequence[Traffic]) -> Traffic:
    fields = ("visitors", "sessions", "engaged_sessions", "page_views", "unnamed_sessions")
    return Traffic(**{name: sum(getattr(part, name) for part in parts) for name in fields})


def converted(parts: Sequence[Converted]) -> tuple[int, int, int, int]:
    return (
        sum(part.conversions for part in parts),
        sum(part.converters for part in parts),
        sum(part.unmatched for part in parts),
        sum(part.amount or 0 for part in parts),
    )


@pytest.mark.slow
@given(worlds())
@effort(max_examples=4)
def test_a_worlds_numbers_agree(engine: Engine, tables: Loader, world: World) -> None:  # checklist 004-22
    """One count, and everything that must hold in it: slices, days and months add up, converters are people."""
    counts = counted(engine, tables, world)
    assert counts.previous is not None
    for period in (counts.current, counts.previous):
        slices_add_up(period)
        converters_are_people(period)
    days_and_months_add_up(counts)


def slices_add_up(period: PeriodCounts) -> None:
    for dimension in Dimension:
        parts = period.by[dimension]
        assert added([part.traffic for part in parts]) == period.traffic
        for key, total in period.converted.items():
            assert converted([part.converted[key] for part in parts]) == converted([total])


def converters_are_people(period: PeriodCounts) -> None:
    for found in period.converted.values():
        assert found.converters <= min(found.conversions, period.traffic.visitors)
        assert found.unmatched <= found.conversions - found.converters
    macros = [period.converted[key].converters for key in ("quote", "purchase")]
    assert max(macros) <= period.converted["any_macro"].converters <= sum(macros)


def days_and_months_add_up(counts: Counts) -> None:
    october = [part for piece, part in zip(counts.days.periods, counts.days.traffic, strict=True) if piece.begin in OCTOBER]
    total, by_day = counts.current.traffic, added(october)
    assert (by_day.sessions, by_day.engaged_sessions, by_day.page_views) == (total.sessions, total.engaged_sessions, total.page_views)
    assert by_day.visitors >= total.visitors
    assert counts.months.traffic[-1] == total
    assert all(counts.months.converted[key][-1] == found for key, found in counts.current.converted.items())


@pytest.mark.slow
@given(worlds(), st.randoms(use_true_random=False))
@effort(max_examples=3)
def test_row_order_never_matters(engine: Engine, tables: Loader, world: World, random: Random) -> None:
    shuffled = [list(rows) for rows in (world.sessions, world.pages, world.conversions)]
    for rows in shuffled:
        random.shuffle(rows)
    assert counted(engine, tables, World(*shuffled)) == counted(engine, tables, world)


KINDS = ("sessions", "page_views", "conversions", "visitors", "converters")


@pytest.mark.slow
@given(worlds())
@effort(max_examples=5)
def test_a_goals_days_sum_to_its_total(engine: Engine, tables: Loader, world: World) -> None:
    loaded = tables(world)
    facts = facts_of(loaded, FIRM)
    for kind, add in [*((kind, "monthly") for kind in KINDS), ("visitors", "distinct"), ("converters", "distinct")]:
        base = {"key": "g", "label": "G", "target": {"value": 1}, "metric": {"kind": kind, "rule": "quote", "add": add}}
        asked = Goal.model_validate(base | {"begin": date(2026, 8, 20), "end": date(2026, 12, 1)})
        found = goal_counts(Source(facts, engine, recorded(KNOWN)), asked, OCTOBER.last_day)
        assert found.to_date is not None
        own = [(day, number or 0) for day, number in found.daily if day in found.to_date.period]
        assert sum(number for _, number in own) == found.to_date.n
        august = sum(number for day, number in own if day.month == 8)
        if add == "monthly":
            assert sum(month.n for month in found.months) + august == found.to_date.n


@pytest.mark.slow
def test_merging_two_periods_adds_their_sessions(engine: Engine, tables: Loader) -> None:
    world = World([visit("ann", BEGIN + timedelta(days=offset)) for offset in range(0, 92, 3)])
    whole = counted_over(engine, tables, world, periods.of(date(2026, 9, 1), date(2026, 10, 31)))
    parts = [counted_over(engine, tables, world, periods.month(name)) for name in ("2026-09", "2026-10")]
    assert replace(added([part.traffic for part in parts]), visitors=1) == whole.traffic
    assert whole.recorded == pytest.approx(1.0)


def counted_over(engine: Engine, tables: Loader, world: World, period: Period) -> PeriodCounts:
    return metrics.count(engine, tables(world), FIRM, Ask(period, period.last_day), KNOWN).current
