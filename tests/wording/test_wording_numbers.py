"""Numbers and days as text."""

from datetime import date

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from reportgen.periods import Grain, Period
from reportgen.stats import Rate
from reportgen.wording import dates, numbers, ticks

EN, DE, FR = Locale("en"), Locale("de"), Locale("fr")


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Rate(42, 1_400), "3.0%"),
        (Rate(0, 1_400), "0%"),
        (Rate(1_400, 1_400), "100%"),
        (Rate(1, 1_000_000), "<0.1%"),
        (Rate(999_999, 1_000_000), ">99.9%"),
        (Rate(7, 1_000), "0.70%"),
        (Rate(1, 3), "33%"),
        (Rate(1, 30), "3.3%"),
        (Rate(995, 1_000), "99.5%"),
        (Rate(0, 0), None),
    ],
)
def test_rates_show_the_digits_that_are_known(rate: Rate, text: str | None) -> None:
    assert numbers.rate(EN, rate) == text


@given(st.floats(0, 1))
def test_no_false_0_or_100(share: float) -> None:
    text = numbers.share(EN, share)
    assert (text == "0%") == (share <= 1e-12)
    assert (text == "100%") == (abs(share - 1) <= 1e-12)


@pytest.mark.parametrize("share", [0.9996, 0.99951, 0.996])
def test_whole_percents_keep_the_ends_true(share: float) -> None:
    assert numbers.share(EN, share, digits=0) != "100%"


@given(st.integers(0, 5_000), st.integers(1, 5_000))
def test_rates_never_lie_about_their_ends(n: int, more: int) -> None:
    assert numbers.rate(EN, Rate(n, n + more)) != "100%"
    assert numbers.rate(EN, Rate(more, n + more)) != "0%"


@pytest.mark.parametrize(
    ("value", "text"), [(0.0222704, "2.2%"), (0.0403018, "4.0%"), (0.0085382, "0.85%"), (0.1234, "12%"), (0.0, "0%"), (0.0004, "<0.1%")]
)
def test_interval_ends_have_two_significant_figures(value: float, text: str) -> None:
    """The first three are ends of the Wilson intervals of the statistics document, section 9."""
    assert numbers.bound(EN, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.183, "+18%"), (-0.042, "−4.2%"), (0.0, "0%"), (0.15, "+15%"), (1.834, "+183%"), (0.0001, "+<0.1%"), (-1.0, "−100%"), (0.05, "+5%")],
)
def test_changes_are_signed_with_a_true_minus(value: float, text: str) -> None:
    assert numbers.change(EN, value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.009, "+0.9"), (-0.0035477, "−0.35"), (0.0235661, "+2.4"), (-0.12, "−12"), (0.00001, "+<0.01"), (0.01, "+1.0"), (0, "0")],
)
def test_points(value: float, text: str) -> None:
    assert numbers.points(EN, value) == text


@pytest.mark.parametrize(("value", "text"), [(0.03, "3%"), (0.025, "2.5%"), (0.0025, "0.25%"), (-0.1, "−10%"), (1.0, "100%")])
def test_declared_shares_keep_their_digits(value: float, text: str) -> None:
    assert numbers.exact_share(EN, value) == text


@pytest.mark.parametrize(
    ("locale", "value", "currency", "text"),
    [
        (EN, 75_600.0, "EUR", "€75,600"),
        (EN, -1_234.56, "EUR", "−€1,235"),
        (EN, 12.5, "EUR", "€12.50"),
        (EN, 12.0, "EUR", "€12"),
        (EN, 12.5, "JPY", "¥12"),
        (EN, -0.001, "EUR", "€0.00"),
        (DE, 75_600.0, "EUR", "75.600\xa0€"),
        (FR, 1_234.0, "EUR", "1\u202f234\xa0€"),
    ],
)
def test_money_is_in_the_readers_locale(locale: Locale, value: float, currency: str, text: str) -> None:
    assert numbers.money(locale, value, currency) == text


@pytest.mark.parametrize(
    ("locale", "units", "text"),
    [
        ("en", 1_500_000, "€1.5M"),
        ("en", 12_000, "€12K"),
        ("en", -250_000, "−€250K"),
        ("en", 991_803, "€991,803"),
        ("en", 9_990, "€9,990"),
        ("en", 0, "€0"),
        ("de", 500_000, "500.000\xa0€"),
        ("de", 1_250_000, "1,25\xa0Mio.\xa0€"),
        ("ja", 500_000, "€50万"),
    ],
)
def test_round_amounts_are_short_where_no_digit_is_lost(locale: str, units: float, text: str) -> None:
    """Short forms by CLDR, which has none for thousands in German."""
    assert numbers.brief_money(Locale.parse(locale), units, "EUR") == text


def test_micro_units_become_whole_units() -> None:
    assert numbers.money_micro(EN, 1_800_000_000, "EUR") == "€1,800"


@pytest.mark.parametrize(
    ("value", "text"), [(1_234.5, "1,234"), (56.78, "57"), (2.14, "2.1"), (0.354, "0.35"), (0.0, "0"), (-2.14, "−2.1")]
)
def test_amounts_choose_their_decimals(value: float, text: str) -> None:
    assert numbers.amount(EN, value) == text


@pytest.mark.parametrize(("value", "rounded"), [(1_122_295, 1_120_000), (35_676, 35_700), (999.4, 999.4), (-1_234, -1_230), (0, 0)])
def test_estimates_lose_the_digits_nobody_knows(value: float, rounded: float) -> None:
    assert numbers.rough(value) == rounded


def test_percent_follows_the_locale() -> None:
    assert numbers.share(DE, 0.0312) == "3,1\xa0%"
    assert numbers.count(DE, -1_234) == "−1.234"
    assert numbers.share(Locale("en", "IN"), 0.5) == "50.0%"


@pytest.mark.parametrize(
    ("period", "text"),
    [
        (Period(date(2026, 10, 1), date(2026, 11, 1)), "October 2026"),
        (Period(date(2026, 12, 1), date(2027, 1, 1)), "December 2026"),
        (Period(date(2013, 1, 1), date(2014, 1, 1)), "2013"),
        (Period(date(2026, 2, 28), date(2026, 3, 1)), "February 28, 2026"),
        (Period(date(2026, 9, 1), date(2026, 9, 16)), "Sep 1\u2009–\u200915, 2026"),
        (Period(date(2025, 12, 20), date(2026, 1, 6)), "Dec 20, 2025\u2009–\u2009Jan 5, 2026"),
    ],
)
def test_periods_in_words(period: Period, text: str) -> None:
    assert dates.period(EN, period) == text


def test_parts_of_a_series() -> None:
    week = Period(date(2026, 10, 5), date(2026, 10, 12))
    assert dates.part(EN, Period(date(2026, 10, 1), date(2026, 10, 15)), Grain.MONTH) == "Oct 2026"
    assert dates.part(EN, week, Grain.WEEK) == "Oct 5\u2009–\u200911, 2026"
    assert dates.part(EN, Period(date(2026, 10, 5), date(2026, 10, 6)), Grain.DAY) == "Oct 5, 2026"


def test_days_are_told_in_runs() -> None:
    given_days = tuple(date(2026, 10, day) for day in (14, 3, 12, 13, 3))
    assert dates.days(EN, given_days) == ("Oct 3, 2026", "Oct 12\u2009–\u200914, 2026")
    assert dates.days(EN, ()) == ()


@given(st.floats(0.0001, 1e7), st.booleans())
def test_ticks_are_few_round_and_cover(high: float, whole: bool) -> None:
    marks = list(ticks.values(high, str, whole=whole))
    assert 2 <= len(marks) <= 6
    assert marks[0] == 0
    assert marks[-1] >= high * (1 - 1e-6)
    assert not whole or all(mark == int(mark) for mark in marks)


def test_ticks_below_zero_and_of_nothing() -> None:
    assert min(ticks.values(100, str, low=-40)) <= -40
    assert list(ticks.values(0, str)) == [0.0, 0.25, 0.5, 0.75, 1.0]


@given(st.integers(1, 400))
def test_at_most_seven_days_are_named_the_last_among_them(count: int) -> None:
    given_days = [date.fromordinal(738_000 + index) for index in range(count)]
    named = ticks.single_days(EN, given_days)
    assert len(named) <= 7
    assert given_days[-1] in named
