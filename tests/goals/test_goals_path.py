"""The path to the target: golden shares, weekday factors worked out by hand, and what must hold for any path."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import periods
from reportgen.goals.path import day_weights, draw, frozen_factors, recent_per_day, share_by, weekday_factors
from reportgen.periods import Grain, Period

YEAR = periods.of(date(2026, 1, 1), date(2026, 12, 31))


def run(begin: date, values: list[float | None]) -> list[tuple[date, float | None]]:
    return [(begin + timedelta(days=i), value) for i, value in enumerate(values)]


def test_straight_line_by_midyear() -> None:
    """golden.json, pace_linear: 120 in 2026, by 30 June (181 of 365 days) 59.506849."""
    assert 120 * share_by(day_weights(YEAR, None), 181) == pytest.approx(59.50684931506849)


def test_shape_of_last_years_months_by_midyear() -> None:
    """golden.json, pace_seasonal: months 6,7,9,8,9,10,6,5,11,12,13,8 are .471154 of the way by 30 June, 56.538462 of 120."""
    months = periods.split(YEAR, Grain.MONTH)
    shape = (6, 7, 9, 8, 9, 10, 6, 5, 11, 12, 13, 8)
    weights = [total / month.days for month, total in zip(months, shape, strict=True) for _ in range(month.days)]
    assert share_by(weights, 181) == pytest.approx(0.47115384615384615)
    assert 120 * share_by(weights, 181) == pytest.approx(56.53846153846154)


def test_weekday_factors_by_hand() -> None:
    """Eight weeks of 2 on weekdays and 0 at weekends: m = 10/7, raw factors (16 + 8m) / 16m = 1.2 and 8m / 16m = .5; their mean is 1."""
    begin = date(2026, 1, 5)
    factors = weekday_factors(run(begin, [2, 2, 2, 2, 2, 0, 0] * 8))
    assert factors == pytest.approx((1.2, 1.2, 1.2, 1.2, 1.2, 0.5, 0.5))


def test_missing_days_are_not_zeros() -> None:
    begin = date(2026, 1, 5)
    values: list[float | None] = [2, 2, 2, 2, 2, 2, 2] * 10
    values[20:27] = [None] * 7
    assert weekday_factors(run(begin, values)) == pytest.approx((1.0,) * 7)


def test_too_little_history_has_no_shape() -> None:
    begin = date(2026, 1, 5)
    assert weekday_factors(run(begin, [2, 2, 2, 2, 2, 0, 0] * 7 + [2, 2, 2, 2, 2, 0])) is None
    assert weekday_factors(run(begin, [2, None] * 55)) is None
    assert weekday_factors(run(begin, [0] * 100)) is None
    assert weekday_factors([]) is None


def test_refunds_that_outweigh_a_weekday_have_no_shape() -> None:
    assert weekday_factors(run(date(2026, 1, 5), [300, 0, 0, 0, 0, 0, -299] * 8)) is None


def test_the_shape_is_frozen_before_the_start() -> None:
    """What happens inside the goal's period does not move its path, once there are eight weeks before it."""
    history = run(date(2026, 1, 5), [2, 2, 2, 2, 2, 0, 0] * 8)
    begin = date(2026, 3, 2)
    inside = run(begin, [0, 0, 0, 0, 0, 9, 9] * 4)
    assert frozen_factors([*history, *inside], begin) == weekday_factors(history)
    assert frozen_factors([*history[7:], *inside], begin) == weekday_factors([*history[7:], *inside])


@given(st.lists(st.floats(0.1, 10), min_size=7, max_size=7), st.integers(1, 700), st.floats(1, 1e6))
def test_a_path_ends_at_its_target_and_never_turns_back(factors: list[float], days: int, target: float) -> None:
    period = Period(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=days))
    expected = [point.expected for point in draw(period, [], day_weights(period, factors), target)]
    assert expected[-1] == pytest.approx(target)
    assert all(a is not None and b is not None and a <= b for a, b in pairwise(expected))


def test_points_add_up_and_leave_holes() -> None:
    period = periods.of(date(2026, 1, 1), date(2026, 1, 5))
    before = [(date(2025, 12, 31), 50.0)]
    daily = [*before, *run(date(2026, 1, 1), [1, None, 3])]
    points = draw(period, daily, day_weights(period, None), 10)
    assert [point.actual for point in points] == [1, None, 4, None, None]
    assert [point.expected for point in points] == pytest.approx([2, 4, 6, 8, 10])
    assert [point.expected for point in draw(period, daily, day_weights(period, None), None)] == [None] * 5


def test_recent_days_are_the_last_28_recorded() -> None:
    assert recent_per_day(run(date(2026, 1, 1), [100] + [1] * 28 + [None])) == 1
    assert recent_per_day(run(date(2026, 1, 1), [None])) is None
