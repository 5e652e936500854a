"""The path to the target: of the shape of what came before, through the steps of the settings, and what must hold for any path."""

from datetime import date, timedelta
from itertools import accumulate, pairwise

import pytest
from goals_world import DOWNLOADS, QUOTES, RATE, counted, filled, make_goal, run
from hypothesis import given
from hypothesis import strategies as st

from reportgen import periods, stats
from reportgen.goals.path import LEVEL, Path, draw, draw_level, lay, recent_per_day, shape_of
from reportgen.model.counts import GoalCounts
from reportgen.model.reasons import PathBasis
from reportgen.model.settings import Add, Goal, Measure, Metric, MetricKind, Milestone, PeriodTarget, Target
from reportgen.periods import Period
from reportgen.stats import Daily, ShapeBasis

NOTHING = GoalCounts(None, (), None, None, 0.0, 0.0, None)
WORKDAYS = [2.0, 2.0, 2.0, 2.0, 2.0, 0.0, 0.0]
MONDAY = date(2026, 1, 5)


def path(goal: Goal, own: GoalCounts = NOTHING, target: float | None = 120.0) -> Path:
    return lay(goal, shape_of(goal, own), target)


def by(found: Path, goal: Goal, day: date) -> float:
    """What of the target is due at the end of a day."""
    return found.share((day - goal.begin).days + 1)


# --- the shape ------------------------------------------------------------------------------------------------------------


def test_straight_line_by_midyear() -> None:
    """golden.json, pace_linear: 120 in 2026, by 30 June (181 of 365 days) 59.506849."""
    found = path(make_goal())
    assert found.basis is PathBasis.LINEAR
    assert 120 * found.share(181) == pytest.approx(59.50684931506849)


def test_eight_weeks_before_give_the_week_its_shape() -> None:
    """2 on weekdays, none at weekends: factors 1.2 and .5 (tests/stats); a week of the goal carries 5 x 1.2 + 2 x .5 = 7."""
    goal = make_goal(begin=date(2026, 3, 2), end=date(2026, 3, 16))
    found = path(goal, counted(goal, run(MONDAY, WORKDAYS * 8), date(2026, 3, 1)))
    assert found.basis is PathBasis.WEEKDAY
    assert [weight * 14 for weight in found.weights] == pytest.approx([1.2, 1.2, 1.2, 1.2, 1.2, 0.5, 0.5] * 2)


def test_a_year_before_gives_the_year_its_shape() -> None:
    """As statistics say of the very same days (tests/stats holds their numbers)."""
    daily = filled(date(2024, 6, 1), date(2025, 12, 31), lambda day: float(5 + day.month))
    goal = make_goal()
    found = path(goal, counted(goal, daily, date(2025, 12, 31)))
    expected = stats.shape(Daily(daily[0][0], tuple(value for _, value in daily)), goal.begin, 365)
    assert (found.basis, expected.basis) == (PathBasis.SEASON, ShapeBasis.SEASON)
    assert found.weights == expected.weights


@pytest.mark.parametrize("metric", [QUOTES, Metric(kind=MetricKind.VISITORS)], ids=["counts", "visitors"])
def test_the_shape_is_frozen_before_the_start(metric: Metric) -> None:
    """What happens inside the goal's period never moves its path; nor do the people of its days, whose number a month is not theirs."""
    goal = make_goal(metric)
    before = filled(date(2024, 6, 1), date(2025, 12, 31), lambda day: float(5 + day.month + day.weekday()))
    pulse = [2.0] * len(before)
    inside = filled(goal.begin, date(2026, 6, 30), lambda day: 40.0 * (day.weekday() > 4))
    early = shape_of(goal, counted(goal, before, date(2025, 12, 31), pulse=pulse))
    late = shape_of(goal, counted(goal, [*before, *inside], pulse=[*pulse, *(900.0 for _ in inside)]))
    assert early == late
    assert early is not None
    assert early.basis is ShapeBasis.SEASON


def test_what_has_no_days_to_follow_goes_straight() -> None:
    goal = make_goal(Metric(kind=MetricKind.VISITORS, add=Add.DISTINCT))
    daily = filled(date(2025, 1, 1), date(2025, 12, 31), lambda day: float(day.weekday()))
    assert path(goal, counted(goal, daily, date(2025, 12, 31))).basis is PathBasis.LINEAR


def test_a_level_is_due_at_any_time() -> None:
    for goal in (make_goal(RATE), make_goal(measure=Measure.LAST_MONTH), make_goal(measure=Measure.MONTHLY_AVERAGE)):
        assert (path(goal), path(goal).share(0), path(goal).share(90)) == (LEVEL, 1.0, 1.0)


# --- steps ----------------------------------------------------------------------------------------------------------------


def test_a_path_leads_through_its_milestones_to_its_target() -> None:
    goal = make_goal(milestones=(Milestone(by=date(2026, 3, 31), value=20), Milestone(by=date(2026, 9, 30), value=100)))
    found = path(goal)
    assert found.basis is PathBasis.STEPS
    assert 120 * by(found, goal, date(2026, 3, 31)) == pytest.approx(20)
    assert 120 * by(found, goal, date(2026, 9, 30)) == pytest.approx(100)
    assert 120 * by(found, goal, date(2026, 12, 31)) == pytest.approx(120)
    assert 120 * by(found, goal, date(2026, 1, 31)) == pytest.approx(20 * 31 / 90)


def test_between_milestones_the_shape_of_the_week_stays() -> None:
    """A Saturday carries .5 / 1.2 of the Friday before it, in each piece."""
    goal = make_goal(begin=date(2026, 3, 2), end=date(2026, 3, 30), milestones=(Milestone(by=date(2026, 3, 15), value=90),))
    found = path(goal, counted(goal, run(MONDAY, WORKDAYS * 8), date(2026, 3, 1)))
    assert [found.weights[i + 1] / found.weights[i] for i in (4, 25)] == pytest.approx([0.5 / 1.2] * 2)
    assert 120 * found.share(14) == pytest.approx(90)


QUARTERS = (
    PeriodTarget(begin=date(2026, 4, 1), end=date(2026, 7, 1), value=40),
    PeriodTarget(begin=date(2026, 1, 1), end=date(2026, 4, 1), value=10),
    PeriodTarget(begin=date(2026, 10, 1), end=date(2027, 1, 1), value=70),
)
"""Written out of order, and with nothing due in the third quarter."""


def test_targets_of_quarters_are_due_at_their_ends_and_nothing_between_them() -> None:
    goal = make_goal(targets=QUARTERS)
    found = path(goal)
    due = [120 * by(found, goal, day) for day in (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31))]
    assert (found.basis, due) == (PathBasis.STEPS, pytest.approx([10, 50, 50, 120]))


def test_at_the_deadline_the_target_is_due_whatever_the_steps_say() -> None:
    """A milestone on the last day, or months' targets under a target that an earlier version of the goal had."""
    for goal in (make_goal(milestones=(Milestone(by=date(2026, 12, 31), value=60),)), make_goal(targets=QUARTERS)):
        assert path(goal, target=150.0).share(365) == pytest.approx(1)
        assert len(path(goal, target=150.0).weights) == 365


def test_without_a_target_there_are_no_steps() -> None:
    goal = make_goal(target=Target(change=0.1), targets=QUARTERS)
    assert path(goal, target=None).basis is PathBasis.LINEAR


def test_steps_are_frozen_before_the_start_too() -> None:
    goal = make_goal(DOWNLOADS, milestones=(Milestone(by=date(2026, 6, 30), value=50),))
    before = filled(date(2025, 6, 1), date(2025, 12, 31), lambda day: float(day.weekday()))
    inside = filled(goal.begin, date(2026, 6, 30), lambda _day: 9.0)
    assert path(goal, counted(goal, before, date(2025, 12, 31))) == path(goal, counted(goal, [*before, *inside]))


# --- drawn ----------------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.floats(0.1, 10), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(1, 60), st.floats(0, 1)), max_size=3),
    st.floats(1, 1e6),
)
def test_a_path_ends_at_its_target_and_never_turns_back(days: list[float], steps: list[tuple[int, float]], target: float) -> None:
    shape = stats.Shape(tuple(day / sum(days) for day in days), ShapeBasis.WEEKDAY)
    period = Period(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=len(days)))
    rising = zip(sorted({day for day, _ in steps}), sorted(part for _, part in steps), strict=False)
    inside = [(day, part) for day, part in rising if day <= len(days) and part > 0]
    milestones = [Milestone(by=period.begin + timedelta(days=day - 1), value=part * target) for day, part in inside]
    found = lay(make_goal(begin=period.begin, end=period.end, milestones=milestones), shape, target)
    expected = [point.expected for point in draw(period, [], found, target)]
    assert len(expected) == len(days)
    assert expected[-1] == pytest.approx(target)
    assert all(a is not None and b is not None and a <= b + 1e-9 * target for a, b in pairwise(expected))
    assert [target * part for part in accumulate(found.weights)] == expected


def test_points_add_up_and_leave_holes() -> None:
    period = periods.of(date(2026, 1, 1), date(2026, 1, 5))
    daily = [(date(2025, 12, 31), 50.0), *run(date(2026, 1, 1), [1.0, None, 3.0])]
    straight = Path((0.2,) * 5, PathBasis.LINEAR)
    points = draw(period, daily, straight, 10)
    assert [point.actual for point in points] == [1, None, 4, None, None]
    assert [point.expected for point in points] == pytest.approx([2, 4, 6, 8, 10])
    assert [point.expected for point in draw(period, daily, straight, None)] == [None] * 5


def test_a_level_is_drawn_at_its_looks_and_to_its_deadline() -> None:
    period = periods.of(date(2026, 1, 1), date(2026, 3, 31))
    looks = [(date(2026, 1, 31), 0.03), (date(2026, 2, 28), None), (date(2026, 3, 10), 0.02)]
    points = [(point.day, point.actual, point.expected) for point in draw_level(period, looks, 0.04)]
    assert points == [(date(2026, 1, 31), 0.03, 0.04), (date(2026, 3, 10), 0.02, 0.04), (date(2026, 3, 31), None, 0.04)]
    over = draw_level(period, [*looks, (date(2026, 3, 31), 0.05)], 0.04)
    assert [point.day for point in over] == [date(2026, 1, 31), date(2026, 3, 10), date(2026, 3, 31)]
    assert draw_level(period, [(date(2026, 1, 31), None)], 0.04) == ()


def test_recent_days_are_the_last_28_recorded() -> None:
    goal = make_goal()
    assert recent_per_day(goal, counted(goal, run(date(2026, 1, 1), [100.0] + [1.0] * 28 + [None]), date(2026, 1, 30))) == 1
    assert recent_per_day(goal, counted(goal, run(date(2026, 1, 1), [None]), date(2026, 1, 1))) is None
    assert recent_per_day(make_goal(RATE), counted(goal, run(date(2026, 1, 1), [1.0]), date(2026, 1, 1))) is None
