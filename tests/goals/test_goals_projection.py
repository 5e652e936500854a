"""Where each kind of goal will land: the same as `stats` says of the series that a reader would build by hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from goals_world import (
    BY_30_JUNE,
    COST_PER_LEAD,
    DOWNLOADS,
    LAST_YEAR,
    QUOTES,
    RATE,
    SESSIONS,
    VALUE,
    at_most,
    counted,
    filled,
    find,
    make_goal,
)

from reportgen import stats
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.findings import Basis, GoalFinding, Projection
from reportgen.model.settings import Add, Goal, Measure, Metric, MetricKind, Target, Term
from reportgen.periods import Period
from reportgen.stats import Daily, Futures, Interval, Method, Rate

BEGIN = date(2025, 1, 1)
AT = date(2026, 1, 1)
LEFT = 184
"""Days from 30 June to the end of 2026."""
DECEMBER = date(2026, 12, 1)


def number(day: date) -> float:
    """A year's wave with a week's, and some ups and downs of its own."""
    return float((day.toordinal() * 37 % 11) + (day.month + 3) // 2 + (3 if day.weekday() < 5 else 0))


def many(day: date) -> float:
    return 200.0 + 7 * number(day + timedelta(days=3))


def days(to: date = BY_30_JUNE) -> list[tuple[date, float | None]]:
    return filled(BEGIN, to, number)


def series(to: date = BY_30_JUNE, of: Callable[[date], float] = number) -> Daily:
    return Daily(BEGIN, tuple(value for _, value in filled(BEGIN, to, of)))


def since(begin: date, to: date = BY_30_JUNE, of: Callable[[date], float] = number) -> float:
    return series(to, of).since(begin).total


def refunding(day: date) -> float:
    return -250.0 if day.day == 13 else 40 * number(day)


@dataclass(frozen=True)
class Kind:
    """A goal, its counts, and by hand: its futures, what has come already in their units, and how many of its units they are."""

    goal: Goal
    counts: GoalCounts
    futures: Futures
    so_far: float
    per: float = 1.0
    target: float = 0.0
    scaled: float = 1.0
    as_of: date = BY_30_JUNE


def total(target: Target | float, **more: object) -> tuple[Goal, GoalCounts, Futures, float]:
    goal = make_goal(QUOTES, target, **more)
    return goal, counted(goal, days()), stats.forecast_total(series(), LEFT), since(AT)


def refunds() -> Kind:
    goal = make_goal(VALUE, 120_000)
    futures = stats.forecast_total(series(of=refunding), LEFT, money=True)
    return Kind(goal, counted(goal, filled(BEGIN, BY_30_JUNE, refunding)), futures, since(AT, of=refunding), target=120_000)


def rate() -> Kind:
    """The distinct rate of the period so far is 4 % where the days' pooled one is something else: all is scaled to it."""
    goal = make_goal(RATE, 0.045)
    made = counted(goal, days(), sides=[(number(day), many(day)) for day, _ in days()])
    own = Measured(Period(AT, BY_30_JUNE + timedelta(days=1)), 600, 15_000)
    futures = stats.forecast_rate(series(), series(of=many), LEFT, begin=AT, actual=Rate(600, 15_000))
    pooled = since(AT) / since(AT, of=many)
    return Kind(
        goal,
        GoalCounts(own, made.daily, None, None, 1.0, 0.0, BY_30_JUNE, sides=made.sides),
        futures,
        0.0,
        target=0.045,
        scaled=0.04 / pooled,
    )


def bounces() -> Kind:
    """A rate that is to stay below."""
    goal = make_goal(Metric(kind=MetricKind.BOUNCE_RATE), at_most(0.04))
    made = counted(goal, days(), sides=[(number(day), many(day)) for day, _ in days()])
    actual = Rate(round(since(AT)), round(since(AT, of=many)))
    futures = stats.forecast_rate(series(), series(of=many), LEFT, begin=AT, actual=actual)
    return Kind(goal, made, futures, 0.0, target=0.04)


def ratio() -> Kind:
    goal = make_goal(COST_PER_LEAD, at_most(30))
    made = counted(goal, days(), sides=[(many(day), number(day)) for day, _ in days()])
    futures = stats.forecast_ratio(series(of=many), series(), LEFT, begin=AT, money=True)
    return Kind(goal, made, futures, 0.0, target=30)


def visitors() -> Kind:
    """People first seen in a month crowd at its beginning; the forecast follows the people of each day, scaled to the last 364 days."""

    def newcomers(day: date) -> float:
        return 2 * number(day) if day.day <= 10 else number(day) // 2

    goal = make_goal(Metric(kind=MetricKind.VISITORS), 5_000)
    made = counted(goal, filled(BEGIN, BY_30_JUNE, newcomers), pulse=[number(day) for day, _ in days()])
    scale = series(of=newcomers).last(364).total / series().last(364).total
    beats = Daily(BEGIN, tuple(value * scale for value in series().values if value is not None))
    return Kind(goal, made, stats.forecast_total(beats, LEFT), since(AT, of=newcomers), target=5_000)


def average() -> Kind:
    goal = make_goal(QUOTES, 350, measure=Measure.MONTHLY_AVERAGE)
    return Kind(goal, counted(goal, days()), stats.forecast_total(series(), LEFT), since(AT), per=12, target=350)


def last_month(as_of: date) -> Kind:
    """What December brings: from 30 June the days 154 to 184 ahead, from 10 December its ten days and the 21 to come."""
    goal = make_goal(QUOTES, 400, measure=Measure.LAST_MONTH)
    left = (date(2026, 12, 31) - as_of).days
    futures = stats.between(stats.forecast_total(series(as_of), left), max(left - 31, 0), left)
    come = since(DECEMBER, as_of) if as_of >= DECEMBER else 0.0
    return Kind(goal, counted(goal, days(as_of), as_of), futures, come, target=400, as_of=as_of)


def whole_sum() -> Kind:
    """2 x contacts + downloads, both a number a day."""
    goal = make_goal(Metric(kind=MetricKind.SUM, terms=(Term(metric=QUOTES, weight=2), Term(metric=DOWNLOADS))), 4_000)
    return Kind(*(goal, counted(goal, days()), stats.forecast_total(series(), LEFT), since(AT)), target=4_000)


KINDS: dict[str, Callable[[], Kind]] = {
    "total": lambda: Kind(*total(4_000), target=4_000),
    "at least +5 %": lambda: Kind(*total(Target(change=0.05), baseline=LAST_YEAR), target=1.05 * series(date(2025, 12, 31)).total),
    "at most -5 %": lambda: Kind(*total(at_most(change=-0.05), baseline=LAST_YEAR), target=0.95 * series(date(2025, 12, 31)).total),
    "at most": lambda: Kind(*total(at_most(4_000)), target=4_000),
    "value with refunds": refunds,
    "rate": rate,
    "rate at most": bounces,
    "ratio": ratio,
    "monthly visitors": visitors,
    "monthly average": average,
    "last month, before it": lambda: last_month(BY_30_JUNE),
    "last month, on the eve": lambda: last_month(date(2026, 11, 30)),
    "last month, inside it": lambda: last_month(date(2026, 12, 10)),
    "sum": whole_sum,
}


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> tuple[Kind, GoalFinding]:
    made = KINDS[request.param]()
    return made, find(made.goal, replace(made.counts, looks=()), made.as_of)


def projected(found: GoalFinding) -> Projection:
    assert found.projection is not None
    return found.projection


def scaled(interval: Interval, per: float) -> Interval:
    return Interval(pytest.approx(interval.low / per), pytest.approx(interval.high / per), interval.level)


def test_projections_agree_with_stats(kind: tuple[Kind, GoalFinding]) -> None:
    made, found = kind
    at_most = made.goal.target.direction.value == "at_most"
    landed = stats.landing(made.futures, made.so_far, made.target * made.per, at_most)
    assert landed is not None
    projection = projected(found)
    assert projection.value == pytest.approx(landed.median / made.per)
    assert projection.interval == scaled(landed.likely, made.per)
    assert projection.wide == scaled(landed.wide, made.per)
    assert projection.probability == pytest.approx(landed.probability)
    assert (projection.method, projection.weeks) == (made.futures.method, made.futures.weeks)
    assert projection.drift == pytest.approx(made.futures.drift)
    assert projection.scaled == pytest.approx(made.scaled)
    assert (found.target, found.basis) == (pytest.approx(made.target), Basis.PROJECTION)
    if landed.reached and made.goal.measure is not Measure.LAST_MONTH:
        days = (landed.reached.early, landed.reached.median, landed.reached.late)
        expected = [None if ahead is None else made.as_of + timedelta(days=ahead) for ahead in days]
        assert [projection.reached_early, projection.reached, projection.reached_late] == expected
    else:
        assert (projection.reached_early, projection.reached, projection.reached_late) == (None, None, None)


def test_a_projection_holds_its_median_and_its_fan_ends_in_it(kind: tuple[Kind, GoalFinding]) -> None:
    made, found = kind
    projection = projected(found)
    assert projection.wide is not None
    edges = [projection.wide.low, projection.interval.low, projection.value, projection.interval.high, projection.wide.high]
    assert edges == sorted(edges)
    if made.per != 1.0 or made.goal.measure is Measure.LAST_MONTH:
        assert projection.fan == ()
        return
    first, last = projection.fan[0], projection.fan[-1]
    assert (first.day, {first.low, first.median, first.high}) == (made.as_of, {found.actual})
    assert (last.day, last.low, last.median) == (date(2026, 12, 31), *(pytest.approx(x) for x in edges[1:3]))


def test_a_steady_rate_lands_where_it_is() -> None:
    """3 % of each day's people but 4 % of the distinct ones, and nothing moves: the year will be near 4 %."""
    made = rate()
    still = counted(made.goal, days(), sides=[(9.0, 300.0)] * len(days()))
    found = find(made.goal, replace(still, to_date=made.counts.to_date, looks=()))
    assert projected(found).scaled == pytest.approx(0.04 / 0.03)
    assert projected(found).value == pytest.approx(0.04, rel=0.03)


# --- nothing to project ---------------------------------------------------------------------------------------------------

DISTINCT = Metric(kind=MetricKind.VISITORS, add=Add.DISTINCT)
SUM_OF_LEVELS = Metric(kind=MetricKind.SUM, terms=(Term(metric=RATE), Term(metric=RATE)))
PER_PERSON = Metric(kind=MetricKind.RATIO, numerator=QUOTES, denominator=Metric(kind=MetricKind.VISITORS))


@pytest.mark.parametrize(
    ("metric", "measure"),
    [(DISTINCT, Measure.TOTAL), (SUM_OF_LEVELS, Measure.TOTAL), (PER_PERSON, Measure.TOTAL), (RATE, Measure.LAST_MONTH)],
    ids=["people once", "levels", "people below", "last month's rate"],
)
def test_what_no_forecast_follows_is_judged_by_its_pace(metric: Metric, measure: Measure) -> None:
    goal = make_goal(metric, 0.05, measure=measure)
    found = find(goal, counted(goal, days(), sides=() if metric is DISTINCT else [(number(day), many(day)) for day, _ in days()]))
    assert (found.projection, found.plan) == (None, None)
    assert (found.basis, {look.basis for look in found.history}) == (Basis.PACE, {Basis.PACE})


def test_people_without_their_days_are_judged_by_their_pace() -> None:
    goal = make_goal(Metric(kind=MetricKind.VISITORS), 5_000)
    assert find(goal, counted(goal, days())).projection is None


@pytest.mark.parametrize("as_of", [date(2025, 12, 31), date(2026, 12, 31), date(2027, 2, 1)])
def test_before_the_first_day_and_after_the_last_nothing_is_projected(as_of: date) -> None:
    goal = make_goal(QUOTES, 4_000)
    assert find(goal, replace(counted(goal, days(as_of), as_of), looks=()), as_of).projection is None


def test_once_the_final_month_is_over_nothing_is_projected() -> None:
    """A goal to 15 January whose last whole month was December."""
    goal = make_goal(QUOTES, 400, measure=Measure.LAST_MONTH, end=date(2027, 1, 16))
    as_of = date(2027, 1, 5)
    found = find(goal, replace(counted(goal, days(as_of), as_of), looks=()), as_of)
    assert (found.projection, found.basis) == (None, Basis.PACE)
    assert found.actual == since(DECEMBER, date(2026, 12, 31))


def test_a_goal_without_a_whole_month_has_no_last_month() -> None:
    goal = make_goal(QUOTES, 400, measure=Measure.LAST_MONTH, begin=date(2026, 6, 10), end=date(2026, 7, 20))
    found = find(goal, counted(goal, days()))
    assert (found.projection, found.actual) == (None, None)


def test_rare_events_have_their_own_method_and_too_few_none() -> None:
    goal = make_goal(SESSIONS, 40)
    rare = find(goal, counted(goal, filled(BEGIN, BY_30_JUNE, lambda day: float(day.day in (3, 17)))))
    assert projected(rare).method is Method.SPARSE
    few = find(goal, counted(goal, filled(BEGIN, BY_30_JUNE, lambda day: float(day == AT))))
    assert (few.projection, few.basis) == (None, Basis.PACE)
