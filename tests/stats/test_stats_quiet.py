"""Quiet days: days without a row on a site where such days are usual (statistics 8, missing day)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reportgen.stats import quiet

FIRST = date(2026, 9, 1)


def days(*numbers: int) -> dict[date, int]:
    return {FIRST + timedelta(days=place): number for place, number in enumerate(numbers) if number}


def day(place: int) -> date:
    return FIRST + timedelta(days=place)


def test_empty_days_of_a_small_site_are_quiet_and_so_are_those_after_its_newest() -> None:
    rows = days(3, 0, 0, 5, 0, 2, 0, 0, 0, 4)
    assert quiet(rows, day(11)) == {day(place) for place in (1, 2, 4, 6, 7, 8, 10, 11)}


def test_the_only_gap_in_a_calendar_is_a_hole() -> None:
    rows = days(3, 2, 4, 0, 0, 3, 5, 2)
    assert quiet(rows, day(7)) == frozenset()


def test_a_run_much_longer_than_the_others_is_a_hole() -> None:
    """One day in three is empty: nine such days in a row have a chance of (1/3) ** 9, eight of (1/3) ** 8 = 1.5e-4."""
    often = [2, 0, 2] * 10
    assert quiet(days(*often, *[0] * 8, *often), day(67)) >= {day(place) for place in range(30, 38)}
    assert not quiet(days(*often, *[0] * 9, *often), day(68)) & {day(place) for place in range(30, 39)}


def test_a_busy_site_has_no_quiet_day() -> None:
    assert quiet(days(40, 0, 50, 0, 45, 0, 60), day(6)) == frozenset()


def test_nothing_is_known_before_the_first_row() -> None:
    assert quiet({}, FIRST) == frozenset()
    assert quiet(days(0, 0, 1, 0, 1, 0), day(5)) == {day(3), day(5)}
    assert quiet(days(0, 0, 1), day(1)) == frozenset()


@given(st.lists(st.integers(0, 6), min_size=1, max_size=60))
def test_quiet_days_have_no_rows_and_lie_after_the_first(numbers: list[int]) -> None:
    rows = days(*numbers)
    found = quiet(rows, day(len(numbers) - 1))
    assert not found & rows.keys()
    assert all(min(rows) < each < day(len(numbers)) for each in found)
