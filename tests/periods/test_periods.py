"""Months, weeks, the period before and the year before, at their edges."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen import periods
from reportgen.periods import Grain, Period, WeekStart

days = st.dates(date(1999, 1, 1), date(2031, 1, 1))
stretches = st.tuples(days, st.integers(1, 800)).map(lambda made: Period(made[0], made[0] + timedelta(days=made[1])))
grains = st.sampled_from(Grain)
starts = st.sampled_from(("monday", "sunday"))


def test_month() -> None:
    assert periods.month("2026-10") == Period(date(2026, 10, 1), date(2026, 11, 1))
    assert periods.month("2026-12") == Period(date(2026, 12, 1), date(2027, 1, 1))
    assert periods.month("2024-02").days == 29


@pytest.mark.parametrize("text", ["2026", "2026-13", "2026-00", "26-10", "2026-1", "2026-10-01", "", "²026-10"])
def test_not_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        periods.month(text)


def test_of_includes_its_last_day() -> None:
    period = periods.of(date(2026, 9, 1), date(2026, 9, 15))
    assert (period.days, period.last_day, period.end) == (15, date(2026, 9, 15), date(2026, 9, 16))
    assert date(2026, 9, 15) in period
    assert date(2026, 9, 16) not in period
    with pytest.raises(ValueError, match="at least one day"):
        periods.of(date(2026, 9, 2), date(2026, 9, 1))


def test_a_range_that_equals_a_month_is_that_month() -> None:
    assert periods.key(periods.of(date(2026, 10, 1), date(2026, 10, 31))) == "2026-10"
    assert periods.key(periods.of(date(2026, 9, 1), date(2026, 9, 15))) == "2026-09-01_2026-09-15"
    assert periods.key(periods.of(date(2026, 9, 1), date(2026, 10, 31))) == "2026-09-01_2026-10-31"


@given(st.integers(1, 9998), st.integers(1, 12))
def test_months_read_back_from_their_key(year: int, number: int) -> None:
    text = f"{year:04}-{number:02}"
    assert periods.key(periods.month(text)) == text


def test_previous_of_whole_months_is_as_many_months() -> None:
    assert periods.previous(periods.month("2026-03")) == periods.month("2026-02")
    assert periods.previous(periods.month("2026-01")) == periods.month("2025-12")
    quarter = periods.of(date(2026, 1, 1), date(2026, 3, 31))
    assert periods.previous(quarter) == periods.of(date(2025, 10, 1), date(2025, 12, 31))


def test_previous_of_other_ranges_is_as_many_days() -> None:
    assert periods.previous(periods.of(date(2026, 9, 1), date(2026, 9, 15))) == periods.of(date(2026, 8, 17), date(2026, 8, 31))


@given(stretches)
def test_previous_touches_the_period(period: Period) -> None:
    before = periods.previous(period)
    assert before.end == period.begin
    if periods.months_in(period) is None:
        assert before.days == period.days


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (periods.month("2026-10"), periods.month("2025-10")),
        (periods.month("2024-02"), periods.month("2023-02")),
        (periods.month("2025-02"), periods.of(date(2024, 2, 1), date(2024, 2, 28))),
        (periods.of(date(2024, 2, 29), date(2024, 3, 5)), periods.of(date(2023, 3, 1), date(2023, 3, 5))),
        (periods.of(date(2024, 2, 29), date(2024, 2, 29)), periods.of(date(2023, 2, 28), date(2023, 2, 28))),
        (periods.of(date(2025, 1, 1), date(2025, 12, 31)), periods.of(date(2024, 1, 1), date(2024, 12, 31))),
    ],
)
def test_year_before_keeps_the_dates(period: Period, before: Period) -> None:
    assert periods.year_before(period) == before


@given(stretches)
def test_year_before_by_weekday_keeps_length_and_weekday(period: Period) -> None:
    before = periods.year_before(period, weekdays=True)
    assert (before.days, before.begin.weekday()) == (period.days, period.begin.weekday())
    assert period.begin - before.begin == timedelta(days=364)


@given(stretches)
def test_year_before_differs_by_the_leap_day_at_most(period: Period) -> None:
    assert abs(periods.year_before(period).days - period.days) <= 1


@given(stretches, grains, starts)
def test_split_covers_without_overlap(period: Period, grain: Grain, week_start: WeekStart) -> None:
    parts = periods.split(period, grain, week_start)
    assert (parts[0].begin, parts[-1].end) == (period.begin, period.end)
    assert all(left.end == right.begin for left, right in pairwise(parts))
    assert all(periods.is_whole(part, grain, week_start) for part in parts[1:-1])


def test_weeks_start_where_settings_say() -> None:
    october = periods.month("2026-10")
    assert periods.split(october, Grain.WEEK)[0] == periods.of(date(2026, 10, 1), date(2026, 10, 4))
    assert periods.split(october, Grain.WEEK, "sunday")[0] == periods.of(date(2026, 10, 1), date(2026, 10, 3))
    assert periods.is_whole(periods.of(date(2026, 10, 5), date(2026, 10, 11)), Grain.WEEK)
    assert not periods.is_whole(periods.of(date(2026, 10, 5), date(2026, 10, 11)), Grain.WEEK, "sunday")
    assert periods.is_whole(periods.of(date(2026, 10, 4), date(2026, 10, 10)), Grain.WEEK, "sunday")


def test_a_clipped_month_is_not_whole() -> None:
    parts = periods.split(periods.of(date(2026, 1, 15), date(2026, 3, 10)), Grain.MONTH)
    assert [periods.is_whole(part, Grain.MONTH) for part in parts] == [False, True, False]


@given(days)
def test_day_numbers_read_back(day: date) -> None:
    assert periods.day_date(periods.day_number(day)) == day
    assert periods.day_number(date(1970, 1, 2)) == 1
