"""The shape of a period: straight, by weekday, by weekday and year.

Golden numbers: statistics.md section 9 and golden.json (pace_linear, pace_seasonal) and golden_daily.csv.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.stats import Daily, ShapeBasis, shape, weekday_factors

NEW_YEAR = date(2026, 1, 1)
MONDAY = date(2025, 1, 6)


def series(values: Sequence[float | None], begin: date = MONDAY) -> Daily:
    return Daily(begin, tuple(values))


def test_straight_line_reference() -> None:
    """golden.json, pace_linear: 120 in 2026, 181 of 365 days: expected 59.506849."""
    found = shape(series(()), NEW_YEAR, 365)
    assert found.basis is ShapeBasis.LINEAR
    assert 120 * found.by(181) == pytest.approx(59.50684931506849, abs=1e-9)


def test_season_reference(quote_requests: Daily, organic_visits: Daily) -> None:
    """statistics.md 9: expected by 30 June 53.63 of 120 (straight 59.51), and 8,317.5 of 18,765.7."""
    few, many = (shape(daily, NEW_YEAR, 365) for daily in (quote_requests, organic_visits))
    assert (few.basis, many.basis) == (ShapeBasis.SEASON, ShapeBasis.SEASON)
    assert 120 * few.by(181) == pytest.approx(53.63, abs=0.01)
    assert 18_765.7 * many.by(181) == pytest.approx(8_317.5, abs=0.1)


def test_what_happens_in_the_period_does_not_move_its_shape(quote_requests: Daily) -> None:
    assert shape(quote_requests, NEW_YEAR, 365) == shape(quote_requests.before(NEW_YEAR), NEW_YEAR, 365)


def test_weekday_factors_are_pulled_by_eight_even_weeks() -> None:
    """statistics.md 1.2: f_i = (sum_i + 8 m) / (count_i m + 8 m), mean 1: with eight weeks half of the way to 1."""
    mondays = [7.0, 0, 0, 0, 0, 0, 0] * 8
    factors = weekday_factors(series(mondays))
    assert factors is not None
    assert factors == pytest.approx((4.0, *(0.5,) * 6))
    wednesday = weekday_factors(series(mondays, MONDAY + timedelta(days=2)))
    assert wednesday is not None
    assert wednesday[2] == pytest.approx(4.0)


@pytest.mark.parametrize("values", [(1.0,) * 55, (1.0,) * 55 + (None,) * 9, (0.0,) * 90, (-200.0, *(5.0,) * 6) * 8, ()])
def test_no_weekday_factors(values: tuple[float | None, ...]) -> None:
    """Fewer than 56 recorded days, nothing in them, or a weekday of refunds only: a straight line."""
    assert weekday_factors(series(values)) is None
    assert shape(series(values), NEW_YEAR, 10).basis is ShapeBasis.LINEAR


def test_the_year_needs_364_days_before() -> None:
    for days, basis in ((363, ShapeBasis.WEEKDAY), (364, ShapeBasis.SEASON)):
        history = series((4.0,) * days, NEW_YEAR - timedelta(days=days))
        assert shape(history, NEW_YEAR, 30).basis is basis


def test_a_christmas_of_two_years_is_expected_again() -> None:
    begin = date(2024, 1, 1)
    days = [begin + timedelta(days=i) for i in range(731)]
    history = series([60.0 if day.month == 12 else 20.0 for day in days], begin)
    found = shape(history, NEW_YEAR, 365)
    assert sum(found.weights[334:]) > 1.25 * 31 / 365


def test_a_gap_between_history_and_period_keeps_the_season() -> None:
    begin = date(2024, 1, 1)
    days = [begin + timedelta(days=i) for i in range(731)]
    values = [60.0 if day.month == 12 else 20.0 for day in days]
    whole, cut = shape(series(values, begin), NEW_YEAR, 365), shape(series(values[:700], begin), NEW_YEAR, 365)
    assert cut.by(181) == pytest.approx(whole.by(181), rel=0.08)


def test_a_leap_year_has_366_weights_and_no_period_has_none() -> None:
    assert len(shape(series((3.0,) * 400), date(2028, 1, 1), 366).weights) == 366
    with pytest.raises(ValueError, match="at least one day"):
        shape(series(()), NEW_YEAR, 0)


@given(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), max_size=420), st.integers(1, 400))
def test_weights_are_positive_and_sum_to_1(values: list[float | None], days: int) -> None:
    found = shape(series(values), MONDAY + timedelta(days=len(values)), days)
    assert len(found.weights) == days
    assert min(found.weights) > 0
    assert found.by(0) == 0
    assert found.by(days) == pytest.approx(1.0)
