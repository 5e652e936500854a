"""Daily series: cutting them, and days that two of them share."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reportgen.stats import Daily
from reportgen.stats.daily import mapped, paired

DAY = date(2028, 2, 27)
GAPS = Daily(DAY, (None, 1.0, None, 0.0, 2.0))

dailies = st.builds(
    lambda shift, values: Daily(DAY + timedelta(days=shift), tuple(values)),
    st.integers(-9, 9),
    st.lists(st.one_of(st.none(), st.floats(0, 99)), max_size=12),
)


def test_missing_is_not_zero() -> None:
    assert (GAPS.recorded, GAPS.total) == (3, 3.0)
    assert GAPS.trimmed() == Daily(date(2028, 2, 28), (1.0, None, 0.0, 2.0))
    assert Daily(DAY, (None, None)).trimmed() == Daily(date(2028, 2, 29), ())


def test_cuts_are_half_open_and_know_leap_days() -> None:
    assert GAPS.end == date(2028, 3, 3)
    assert GAPS.before(date(2028, 2, 29)) == Daily(DAY, (None, 1.0))
    assert GAPS.since(date(2028, 2, 29)) == Daily(date(2028, 2, 29), (None, 0.0, 2.0))
    assert GAPS.last(2) == Daily(date(2028, 3, 1), (0.0, 2.0))
    assert GAPS.before(date(2020, 1, 1)).values == ()
    assert GAPS.since(date(2030, 1, 1)) == Daily(GAPS.end, ())
    assert GAPS.last(99) == GAPS


@given(dailies, st.integers(-15, 30))
def test_two_cuts_make_the_whole(daily: Daily, shift: int) -> None:
    day = DAY + timedelta(days=shift)
    first, second = daily.before(day), daily.since(day)
    assert first.values + second.values == daily.values
    assert (first.begin, second.end) == (daily.begin, daily.end)


@given(dailies, dailies)
def test_paired_days_are_missing_together(one: Daily, other: Daily) -> None:
    a, b = paired(one, other)
    assert (a.begin, a.end) == (b.begin, b.end)
    assert [value is None for value in a.values] == [value is None for value in b.values]
    assert set(a.values) <= set(one.values) | {None}


def test_mapped_leaves_missing_days() -> None:
    assert mapped(GAPS, lambda value: value * 2).values == (None, 2.0, None, 0.0, 4.0)
