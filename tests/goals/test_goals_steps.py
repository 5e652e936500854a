"""What is due on the way: milestones that add up from the first day, and targets of single months and quarters."""

from datetime import date

import pytest
from goals_world import BY_30_JUNE, QUOTES, RATE, Days, at_most, counted, filled, find, found, make_goal

from reportgen.model.findings import Basis, GoalStatus, Step
from reportgen.model.reasons import PathBasis
from reportgen.model.settings import Goal, Milestone, PeriodTarget
from reportgen.periods import Period

MILESTONES = (
    Milestone(by=date(2026, 3, 31), value=50, label="A start"),
    Milestone(by=date(2026, 5, 31), value=160),
    Milestone(by=date(2026, 7, 31), value=170, label="Summer"),
    Milestone(by=date(2026, 11, 30), value=300),
)
ONE_A_DAY = filled(date(2026, 1, 1), BY_30_JUNE, lambda _day: 1.0)


def steps(goal: Goal, daily: Days = ONE_A_DAY, as_of: date = BY_30_JUNE) -> tuple[Step, ...]:
    return find(goal, counted(goal, daily, as_of), as_of).steps


def test_milestones_are_reached_early_missed_or_open() -> None:
    """One a day: 90 by March, 151 by May, 181 so far."""
    found = steps(make_goal(QUOTES, 400, milestones=MILESTONES))
    assert [(step.actual, step.reached) for step in found] == [(90, True), (151, False), (181, True), (181, None)]
    assert [step.label for step in found] == ["A start", None, "Summer", None]
    assert all(step.cumulative for step in found)
    assert (found[2].period, found[2].target) == (Period(date(2026, 1, 1), date(2026, 8, 1)), 170)


def test_at_most_a_milestone_is_broken_early_and_kept_at_its_day() -> None:
    found = steps(make_goal(QUOTES, at_most(400), milestones=MILESTONES))
    assert [step.reached for step in found] == [False, True, False, None]


def test_a_milestone_is_settled_on_its_very_day() -> None:
    goal = make_goal(QUOTES, 400, milestones=(Milestone(by=BY_30_JUNE, value=182),))
    assert steps(goal)[0].reached is False
    assert steps(goal, as_of=date(2026, 6, 29))[0].reached is None
    assert steps(goal, [*ONE_A_DAY[:-1], (BY_30_JUNE, 2.0)])[0].reached is True


QUARTERS = tuple(
    PeriodTarget(begin=date(2026, month, 1), end=date(2026 + month // 10, (month + 2) % 12 + 1, 1), value=value)
    for month, value in ((1, 100), (4, 90), (7, 110), (10, 120))
)


def test_quarters_count_their_own_days_alone() -> None:
    """90 of 100, 91 of 90, and the third quarter has not begun."""
    goal = make_goal(QUOTES, 420, targets=tuple(reversed(QUARTERS)))
    found = steps(goal)
    assert [(step.target, step.actual, step.reached) for step in found] == [
        (100, 90, False),
        (90, 91, True),
        (110, None, None),
        (120, None, None),
    ]
    assert not any(step.cumulative for step in found)
    assert [step.period.begin.month for step in found] == [1, 4, 7, 10]


def test_a_quarter_under_way_is_open_until_it_is_reached() -> None:
    may = date(2026, 5, 15)
    assert [(step.actual, step.reached) for step in steps(make_goal(QUOTES, 420, targets=QUARTERS), ONE_A_DAY[:135], may)][:3] == [
        (90, False),
        (45, None),
        (None, None),
    ]


def test_the_card_follows_the_path_through_the_steps() -> None:
    goal = make_goal(QUOTES, 400, milestones=MILESTONES)
    seen = found(goal, ONE_A_DAY)
    assert seen.path_basis is PathBasis.STEPS
    due = {point.day: point.expected for point in seen.path}
    assert [round(due[each.day] or 0, 6) for each in MILESTONES] == [50, 160, 170, 300]
    assert seen.expected == due[BY_30_JUNE]
    assert round(due[date(2026, 12, 31)] or 0, 6) == 400


def test_by_pace_a_goal_is_measured_against_its_steps() -> None:
    """Three contacts in three months, as asked of the first quarter, and too few to project. A straight line to 40 would want 30."""
    goal = make_goal(QUOTES, 40, end=date(2026, 5, 1), targets=(PeriodTarget(begin=date(2026, 1, 1), end=date(2026, 4, 1), value=3),))
    seen = found(goal, filled(date(2026, 1, 1), date(2026, 3, 31), lambda day: float(day.day == 9)), date(2026, 3, 31))
    assert seen.expected == pytest.approx(3)
    assert (seen.status, seen.basis) == (GoalStatus.ON_TRACK, Basis.PACE)


def test_levels_have_no_steps() -> None:
    assert steps(make_goal(RATE, 0.03, milestones=MILESTONES)) == ()


def test_days_without_data_leave_a_step_unsettled() -> None:
    goal = make_goal(QUOTES, 400, milestones=MILESTONES[:1])
    assert [(step.actual, step.reached) for step in steps(goal, filled(date(2026, 1, 1), BY_30_JUNE, lambda _day: None))] == [(None, None)]
