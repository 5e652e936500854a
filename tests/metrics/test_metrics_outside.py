"""Totals and costs from outside the site: flows add up, stocks never, missing days are missing, ratios count the days both sides know."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import ibis
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from metrics_world import World, conversion, load, profile, rule, settings, visit

from reportgen import periods
from reportgen.engine import Engine
from reportgen.metrics import Ask, outside, outside_goals
from reportgen.metrics.ask import recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.goals import goal_counts
from reportgen.metrics.measure import Grid, daily_sums, measure
from reportgen.metrics.source import Facts, Source
from reportgen.model.counts import GoalCounts
from reportgen.model.outside import CounterCounts, Flow, Level
from reportgen.model.settings import Goal, InputSettings, Metric
from reportgen.model.tables import CONVERSIONS, COSTS, COUNTERS, PAGES, SESSIONS
from reportgen.periods import day_number

MICRO = 1_000_000
OCTOBER = periods.month("2026-10")
PAGE = {
    "key": "page",
    "files": ["p"],
    "platform": "Facebook",
    "counters": {
        "date": "d",
        "measures": [{"key": "likes", "column": "Likes", "kind": "stock"}, {"key": "new", "column": "New", "kind": "flow"}],
    },
}
VIDEOS = {
    "key": "videos",
    "files": ["v"],
    "platform": "TikTok",
    "counters": {"date": "d", "dimension": ["Video"], "measures": [{"key": "views", "column": "Views", "kind": "flow"}]},
}
ADS = {"key": "ads", "files": ["a"], "costs": {"date": "d", "amount": "c"}}
WEB = {"key": "web", "files": ["data"]}


def told(source: str, metric: str, day: date, value: float, dimension: str | None = None, kind: str = "flow") -> dict[str, object]:
    row = {"day": day_number(day), "source": source, "platform": None, "metric": metric, "kind": kind, "dimension": dimension}
    return row | {"value": round(value * MICRO)}


def likes(day: date, value: float) -> dict[str, object]:
    return told("page", "likes", day, value, kind="stock")


def spent(day: date, amount: float, channel: str = "Email", campaign: str = "x") -> dict[str, object]:
    return {"day": day_number(day), "source": "ads", "channel": channel, "campaign": campaign, "amount": round(amount * MICRO)}


def october(day: int) -> date:
    return date(2026, 10, day)


@pytest.fixture(scope="module")
def site(engine: Engine) -> Facts:
    """Ten visits in October, one a day, and a quote."""
    tables = load(engine, World([visit("ann", october(day)) for day in range(1, 11)], [], [conversion("ann", october(5), "quote")]))
    inputs = [InputSettings.model_validate(each) for each in (WEB, PAGE, VIDEOS, ADS)]
    return facts_of(tables, settings(rule("quote"), inputs=inputs))


Rows = Sequence[dict[str, object]]
Read = Callable[..., Source]


@pytest.fixture(scope="module")
def read(engine: Engine, site: Facts) -> Read:
    """The site beside these counters and costs."""
    known = recorded(profile(*(october(day) for day in range(1, 11))))

    def source(counters: Rows = (), costs: Rows = ()) -> Source:
        return Source(replace(site, counters=engine.memtable(counters, COUNTERS), costs=engine.memtable(costs, COSTS)), engine, known)

    return source


def counters_of(source: Source) -> tuple[CounterCounts, ...]:
    return outside.counter_counts(source.engine, source.facts.counters, source.settings, Ask(OCTOBER, OCTOBER.last_day))


def goal_of(source: Source, metric: dict[str, object]) -> GoalCounts:
    return goal_counts(source, goal(metric), OCTOBER.last_day)


def goal(metric: dict[str, object], **options: object) -> Goal:
    base = {"key": "g", "label": "G", "metric": metric, "target": {"value": 1}, "begin": date(2026, 9, 1), "end": date(2027, 1, 1)}
    return Goal.model_validate(base | options)


def test_a_flow_adds_up_and_says_on_how_many_days_it_was_told(read: Read) -> None:
    rows = [told("page", "new", october(1), 3), told("page", "new", october(31), 4.5), told("page", "new", date(2026, 9, 30), 8)]
    new = counters_of(read(rows))[1]
    assert new.whole is not None
    assert (new.label, new.platform, new.stock) == ("New", "Facebook", False)
    assert new.whole.current == Flow(OCTOBER, 7.5, 2)
    assert new.whole.previous == Flow(periods.month("2026-09"), 8, 1)
    assert new.whole.year_before == Flow(periods.month("2025-10"), 0, 0)


def test_a_stock_is_its_last_number_and_its_change_goes_from_last_to_last(read: Read) -> None:
    rows = [likes(date(2026, 9, 28), 4200), likes(october(2), 4205), likes(october(30), 4310), likes(date(2026, 11, 2), 9999)]
    whole = counters_of(read(rows))[0].whole
    assert whole is not None
    assert whole.current == Level(OCTOBER, 4310, october(30), 4200, date(2026, 9, 28))
    assert isinstance(whole.current, Level)
    assert whole.current.net == 110  # checklist 000-2 000-13
    assert isinstance(whole.previous, Level)
    assert (whole.previous.value, whole.previous.before, whole.previous.net) == (4200, None, None)


def test_a_dimension_is_told_by_its_values_largest_first(read: Read) -> None:
    rows = [told("videos", "views", october(day), views, name) for name, views in (("a", 10), ("b", 20.0)) for day in (1, 2)]
    views = counters_of(read(rows))[2]  # checklist 001-12
    assert views.whole is not None
    assert views.whole.current == Flow(OCTOBER, 60, 2)
    assert [(part.value, part.current) for part in views.slices] == [("b", Flow(OCTOBER, 40, 2)), ("a", Flow(OCTOBER, 20, 2))]


def test_of_a_preset_only_what_any_file_tells_is_listed(engine: Engine) -> None:
    """A vendor's preset knows more tables than one export has."""
    chosen = settings(rule("quote"), inputs=[InputSettings.model_validate(each) for each in (WEB, PAGE | {"preset": "page"})])
    ask = Ask(OCTOBER, OCTOBER.last_day)
    rows = engine.memtable([told("page", "new", date(2025, 1, 1), 3)], COUNTERS)
    assert [one.key for one in outside.counter_counts(engine, rows, chosen, ask)] == ["new"]
    assert outside.counter_counts(engine, None, chosen, ask) == ()


def test_people_of_a_dimension_have_no_whole(engine: Engine) -> None:
    table = {"date": "d", "dimension": ["Page"], "measures": [{"key": "people", "column": "n", "kind": "flow", "people": True}]}
    chosen = settings(rule("quote"), inputs=[InputSettings.model_validate(each) for each in (WEB, PAGE | {"counters": table})])
    rows = engine.memtable([told("page", "people", october(1), 3, "a"), told("page", "people", october(1), 2, "b")], COUNTERS)
    (one,) = outside.counter_counts(engine, rows, chosen, Ask(OCTOBER, OCTOBER.last_day))
    assert one.whole is None
    assert [(part.value, part.current.total) for part in one.slices if isinstance(part.current, Flow)] == [("a", 3), ("b", 2)]


def test_weeks_before_count_where_each_of_their_days_was_told(read: Read) -> None:
    days = [october(1) - timedelta(days=each) for each in range(1, 22) if each != 10]
    assert counters_of(read([told("page", "new", day, 2) for day in days]))[1].weekly == (14, 14)


def test_costs_by_channel_and_campaign(read: Read) -> None:
    rows = [spent(date(2026, 9, 20), 50), spent(october(1), 100), spent(october(20), 30, "Paid Search", "y")]
    source = read(costs=rows)
    costs = outside.cost_counts(source.engine, source.facts.costs, source.settings, Ask(OCTOBER, OCTOBER.last_day))
    assert costs is not None
    assert (costs.current, costs.previous, costs.days) == (130 * MICRO, None, 20)
    assert [(one.value, one.current) for one in costs.channels] == [("Email", 100 * MICRO), ("Paid Search", 30 * MICRO)]
    assert [(one.value, one.current) for one in costs.campaigns] == [("x", 100 * MICRO), ("y", 30 * MICRO)]


def test_a_goal_on_a_flow_sums_its_days_and_leaves_out_those_not_told(read: Read) -> None:
    found = goal_of(read([told("page", "new", october(day), day) for day in (1, 3)]), {"kind": "counter", "counter": "page.new"})
    assert found.to_date is not None
    assert (found.to_date.n, found.to_date.of, found.last_recorded) == (4, None, october(3))
    assert found.recorded == 2 / 61
    assert [value for day, value in found.daily if day in (october(1), october(2), october(3))] == [1, None, 3]


def test_a_goal_on_a_stock_has_its_last_number_at_every_look(read: Read) -> None:
    rows = [likes(date(2026, 8, 20), 4000), likes(date(2026, 9, 25), 4100), likes(october(30), 4310)]
    found = goal_of(read(rows), {"kind": "counter", "counter": "page.likes", "stock": True})
    assert found.to_date is not None
    assert (found.start, found.to_date.n, [look.n for look in found.looks]) == (4000, 4310, [4100])
    assert found.last_recorded == october(30)
    assert found.recorded == 60 / 61
    assert sum(value is not None for _, value in found.daily) == 3


def test_a_stock_without_a_number_in_the_goals_days_is_not_known(read: Read) -> None:
    found = goal_of(read([likes(date(2026, 8, 20), 4000)]), {"kind": "counter", "counter": "page.likes", "stock": True})
    assert found.to_date is not None
    assert (found.to_date.of, found.recorded, found.start) == (0, 0, 4000)


@trying(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.integers(0, 90), st.integers(0, 10**6), min_size=1))
def test_numbers_of_a_stock_are_never_added(read: Read, values: dict[int, int]) -> None:
    """Whatever was told: each number of the goal was told itself, and net changes of months that follow each other add up."""
    rows = [likes(date(2026, 8, 1) + timedelta(days=day), value) for day, value in values.items()]
    levels = counters_of(read(rows))[0].whole
    assert levels is not None
    for level in (levels.current, levels.previous):
        assert isinstance(level, Level)
        assert level.value is None or int(level.value) in values.values()
    now, before = levels.current, levels.previous
    assert isinstance(now, Level)
    assert isinstance(before, Level)
    if now.net is not None and before.net is not None and before.before is not None:
        assert now.value == pytest.approx(before.before + before.net + now.net)


def test_a_cost_per_conversion_counts_the_days_that_both_sides_know(read: Read) -> None:
    """Costs are known from 2 to 6 October, visits on the first ten days; the day without a row cost nothing."""
    source = read((), [spent(october(2), 10), spent(october(6), 30), spent(october(4), 5, "Paid Search")])
    conversions = {"kind": "conversions", "rule": "quote"}
    metric = Metric.model_validate(
        {"kind": "ratio", "numerator": {"kind": "cost", "scope": {"channel": ["email"]}}, "denominator": conversions}
    )
    found = measure(source, metric, Grid((OCTOBER,), (october(1), october(5))))
    assert (found.stretches[OCTOBER].n, found.stretches[OCTOBER].of) == (40, 1)
    sessions = Metric.model_validate({"kind": "ratio", "numerator": {"kind": "cost"}, "denominator": {"kind": "sessions"}})
    assert measure(source, sessions, Grid((OCTOBER,), ())).stretches[OCTOBER].of == 5
    assert outside_goals.known_days(source, sessions).days == {october(day) for day in range(2, 7)}


@pytest.mark.parametrize("dialect", ["bigquery", "pyspark", "duckdb"])
def test_every_expression_compiles(dialect: str) -> None:
    tables = {name: ibis.table(schema, name=name) for name, schema in (("counters", COUNTERS), ("costs", COSTS))}
    calendar = ibis.table({"period": "int64", "day": "int64"}, name="calendar")
    edges = ibis.table({"edge": "int64"}, name="edges")
    others = {name: ibis.table(schema, name=name) for name, schema in (("s", SESSIONS), ("p", PAGES), ("c", CONVERSIONS))}
    facts = Facts(others["s"], others["p"], others["c"], settings(rule("quote")), tables["counters"], tables["costs"])
    expressions = [
        outside.names(tables["counters"]),
        outside.day_sums(tables["counters"], 1, 2),
        outside.period_sums(tables["counters"], calendar),
        outside.last_levels(tables["counters"], edges),
        outside.cost_sums(tables["costs"], calendar),
        daily_sums(facts, Metric.model_validate({"kind": "counter", "counter": "page.new", "dimension": ["a"]})),
        daily_sums(facts, Metric.model_validate({"kind": "cost", "scope": {"channel": ["Paid*"], "campaign": ["x"]}})),
    ]
    for expression in expressions:
        assert str(ibis.to_sql(expression, dialect=dialect)).startswith(("SELECT", "WITH"))
