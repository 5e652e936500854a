"""Goals on a stock: where it stands on the way from its start, never a sum of its numbers."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from goals_world import at_most, find, make_goal
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from reportgen import periods
from reportgen.model.counts import GoalCounts, Measured
from reportgen.model.findings import Basis, GoalFinding, GoalStatus
from reportgen.model.reasons import GoalReason, PathBasis
from reportgen.model.settings import Goal, Metric, MetricKind, Target
from reportgen.periods import Grain, Period

LIKES = Metric(kind=MetricKind.COUNTER, counter="page.likes", stock=True)
BEGIN, AS_OF = date(2026, 1, 1), date(2026, 6, 30)
Told = Sequence[tuple[date, float]]


def stock(goal: Goal, told: Told, as_of: date = AS_OF) -> GoalFinding:
    """The goal as these numbers of days show it, as the metrics room would deliver them."""
    numbers = dict(told)
    first = min(numbers)
    days = [first + timedelta(days=each) for each in range((as_of - first).days + 1)]
    to_date = periods.of(goal.begin, as_of)

    def last_in(stretch: Period) -> Measured:
        inside = [day for day in numbers if day in stretch]
        return Measured(stretch, numbers[max(inside)]) if inside else Measured(stretch, 0.0, 0.0)

    before = [day for day in numbers if day < goal.begin]
    looks = [piece.last_day for piece in periods.split(to_date, Grain.MONTH)[:-1]]
    counts = GoalCounts(
        to_date=last_in(to_date),
        daily=tuple((day, numbers.get(day)) for day in days),
        baseline=None,
        baseline_to_date=None,
        recorded=sum(day <= max(numbers) for day in days if day >= goal.begin) / to_date.days,
        baseline_recorded=0.0,
        last_recorded=max(numbers),
        looks=tuple(last_in(periods.of(goal.begin, look)) for look in looks),
        start=numbers[max(before)] if before else numbers[min(numbers)],
    )
    return find(goal, counts, as_of)


def rising(a_day: float, level: float = 4000.0, last: date = AS_OF, each: int = 1) -> Told:
    """A number every so many days from half a year before the goal on, `level` on the day before it begins."""
    days = [last - timedelta(days=back) for back in range(0, (last - date(2025, 7, 1)).days, each)]
    return [(day, level + a_day * ((day - BEGIN).days + 1)) for day in days]


def test_progress_is_the_part_of_the_way_from_the_level_at_the_start() -> None:
    """Statistics, Settled: (actual - baseline) / (target - baseline) for levels. 181 of 365 days are over."""
    found = stock(make_goal(LIKES, 5000), rising(2.0))
    assert (found.baseline, found.actual, found.target) == (4000, 4362, 5000)
    assert found.progress == pytest.approx(0.362)
    assert found.expected == pytest.approx(4000 + 1000 * 181 / 365)
    assert found.pace == pytest.approx(362 / (1000 * 181 / 365))
    assert (found.required_per_day, found.recent_per_day) == (pytest.approx(638 / 184), pytest.approx(2.0))
    assert found.path_basis is PathBasis.STOCK
    assert found.growth is None


def test_a_declared_baseline_is_what_progress_counts_from() -> None:
    goal = make_goal(LIKES, Target(change=0.25), baseline={"kind": "value", "value": 4000})
    found = stock(Goal.model_validate(goal.model_dump()), rising(2.0))
    assert (found.target, found.progress) == (5000, pytest.approx(0.362))


def test_the_path_shows_the_level_itself_and_a_straight_way_to_the_target() -> None:
    """Told by week, its way begins at the last number before the goal, of 30 December."""
    path = stock(make_goal(LIKES, 5000), rising(2.0, each=7)).path
    assert len(path) == 365
    known = [point for point in path if point.actual is not None]
    assert [point.actual for point in known[-2:]] == [4362 - 14, 4362]
    assert path[-1].expected == pytest.approx(5000)
    assert path[0].expected == pytest.approx(3998 + 1002 / 365)


def test_a_stock_that_grows_is_forecast_by_its_net_change() -> None:
    """2 a day for a year leads to 4,362 + 184 x 2 by the end of 2026: neither flat nor a sum of its levels."""
    found = stock(make_goal(LIKES, 4900), rising(2.0))
    assert found.projection is not None
    assert found.projection.value == pytest.approx(4730, rel=0.03)
    assert found.projection.interval.low < 4730 < found.projection.interval.high
    assert (found.status, found.basis) == (GoalStatus.OFF_TRACK, Basis.PROJECTION)
    assert stock(make_goal(LIKES, 4550), rising(2.0)).status is GoalStatus.AHEAD


def test_reaching_the_target_on_the_way_does_not_settle_it() -> None:
    """A stock can fall again."""
    assert stock(make_goal(LIKES, 4300), rising(2.0)).status is not GoalStatus.ACHIEVED
    over = make_goal(LIKES, 4300, begin=date(2026, 1, 1), end=date(2026, 7, 1))
    assert stock(over, rising(2.0)).status is GoalStatus.ACHIEVED


def test_one_that_falls_is_judged_by_pace_alone() -> None:
    """From 4,000 down to 3,500 at most: 1.5 a day is 109 % of what is due by then."""
    found = stock(make_goal(LIKES, at_most(3500)), rising(-1.5))
    assert found.projection is None
    assert found.progress == pytest.approx(271.5 / 500)
    assert found.pace == pytest.approx(271.5 / (500 * 181 / 365))
    assert (found.status, found.basis) == (GoalStatus.ON_TRACK, Basis.PACE)
    assert stock(make_goal(LIKES, at_most(3000)), rising(-1.5)).status is GoalStatus.OFF_TRACK


def test_told_by_month_it_has_a_pace_and_no_forecast() -> None:
    found = stock(make_goal(LIKES, 5000), rising(2.0, each=30))
    assert (found.projection, found.basis, found.baseline) == (None, Basis.PACE, 3942)
    assert found.pace == pytest.approx(420 / (1058 * 181 / 365))


def test_an_old_number_is_no_longer_where_it_stands() -> None:
    found = stock(make_goal(LIKES, 5000), rising(2.0, last=date(2026, 6, 10)))
    assert (found.status, found.reason) == (GoalStatus.NOT_ENOUGH_DATA, GoalReason.STALE)


@trying(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5))
def test_its_number_is_one_that_was_told(values: list[int]) -> None:
    """Whatever was told, and however often: the last number stands, and no sum of them."""
    told = [(AS_OF - timedelta(days=40 * back), float(value)) for back, value in enumerate(reversed(values))]
    found = stock(make_goal(LIKES, 5000), told)
    assert found.actual == values[-1]
    assert {look.actual for look in found.history} <= {None, *map(float, values)}
