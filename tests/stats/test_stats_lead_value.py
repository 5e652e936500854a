"""What a lead is worth, may cost and costs."""

from math import exp, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.stats import (
    Amount,
    Dispersion,
    Interval,
    Rate,
    RateEstimate,
    Room,
    affordable,
    cost_each,
    coverage,
    estimate_rate,
    headroom,
    lead_worth,
    leads_wanted,
    payback,
    return_multiple,
)

EVEN = Dispersion(1.0, assumed=False, df=25)
counts = st.tuples(st.integers(0, 500), st.integers(1, 500)).map(lambda two: Rate(min(two), max(two)))
money = st.floats(0.01, 1e7)
shares = st.floats(0.01, 1.0)
returns = st.floats(0.1, 50)


def estimate(n: int, of: int) -> RateEstimate:
    return estimate_rate(Rate(n, of), EVEN)


def test_a_lead_of_100_that_brings_2000_and_then_10000() -> None:
    # checklist 002-14: "$100 lead -> $2,000 next year -> $10,000 over five years" is 20x at one year and 100x at five
    assert return_multiple(2_000, 100) == 20
    assert return_multiple(10_000, 100) == 100
    assert payback(100, [(60, 10_000), (12, 2_000)], 1.0) == 12


def test_what_a_lead_may_cost_by_hand() -> None:
    # checklist 002-13: 20,000 a customer x 50 of 400 x 30 % / 3 = 250
    worth = lead_worth(20_000, estimate(50, 400))
    assert worth is not None
    assert worth.value == pytest.approx(2_500)
    most = affordable(worth, 0.3, 3)
    assert most.value == pytest.approx(250)
    ends = estimate(50, 400).interval
    assert ends is not None
    assert most.interval == Interval(pytest.approx(ends.low * 2_000), pytest.approx(ends.high * 2_000), 0.95)


def test_a_lead_s_own_value_ignores_the_rate() -> None:
    assert lead_worth(700, None) == Amount(700)
    assert affordable(Amount(700), 1.0, 3.5) == Amount(200)


@given(money, counts, shares, returns)
def test_it_is_never_negative_and_holds_its_value(value: float, rate: Rate, margin: float, wanted: float) -> None:
    worth = lead_worth(value, estimate(rate.n, rate.of))
    assert worth is not None
    most = affordable(worth, margin, wanted)
    assert 0 <= most.low <= most.value * (1 + 1e-12)
    assert most.value <= most.high * (1 + 1e-12)


@given(money, st.floats(1.001, 10), counts, shares, returns)
def test_it_rises_with_value_rate_and_margin_and_falls_with_the_return(
    value: float, more: float, rate: Rate, margin: float, wanted: float
) -> None:
    def most(value: float, rate: Rate, margin: float, wanted: float) -> float:
        worth = lead_worth(value, estimate(rate.n, rate.of))
        assert worth is not None
        return affordable(worth, margin, wanted).value

    least = most(value, rate, margin, wanted)
    assert most(value * more, rate, margin, wanted) >= least
    assert most(value, Rate(min(rate.n + 1, rate.of), rate.of), margin, wanted) >= least
    assert most(value, rate, margin, wanted * more) <= least


def test_nobody_behind_a_rate_and_no_lead_behind_a_cost() -> None:
    assert lead_worth(100, estimate(0, 0)) is None
    assert cost_each(100, 0) is None
    assert return_multiple(100, 0) is None
    zero = lead_worth(100, estimate(0, 30))
    assert zero is not None
    assert zero.value == 0
    assert zero.high > 0


@pytest.mark.parametrize(("margin", "wanted"), [(0.4, 0), (0.4, -1), (1.2, 3), (-0.1, 3)])
def test_a_margin_or_return_that_makes_no_sense_is_refused(margin: float, wanted: float) -> None:
    with pytest.raises(ValueError, match="no cost can be allowed"):
        affordable(Amount(100), margin, wanted)


def test_the_cost_of_a_lead_has_the_interval_of_their_number() -> None:
    # statistics 1.8: exp(ln CPL +- 1.96 sqrt(phi / leads))
    found = cost_each(4_000, 16, 2.0)
    assert found is not None
    assert found.interval is not None
    reach = exp(1.959964 * sqrt(2 / 16))
    assert (found.value, found.interval.low) == (250, pytest.approx(250 / reach))
    assert found.interval.high == pytest.approx(250 * reach)


def test_headroom_asks_for_intervals_that_do_not_meet() -> None:
    cost = Amount(100, Interval(80, 125))
    assert headroom(Amount(300, Interval(200, 400)), cost).verdict is Room.ROOM
    assert headroom(Amount(50, Interval(40, 60)), cost).verdict is Room.TOO_DEAR
    assert headroom(Amount(90, Interval(60, 130)), cost).verdict is Room.UNCLEAR
    assert headroom(Amount(90, Interval(60, 130)), cost).value == -10


def test_payback_reads_dated_values_only() -> None:
    assert payback(500, [(12, 400), (60, 3_000)], 0.3) == 60
    assert payback(500, [(12, 400), (60, 900)], 0.3) is None
    assert payback(500, [], 0.3) is None


def test_how_many_leads_would_be_enough() -> None:
    assert leads_wanted(Rate(10, 80)) == 0
    assert leads_wanted(Rate(4, 80)) == 120
    assert leads_wanted(Rate(0, 80)) is None


def test_open_leads_against_what_is_left_of_a_target() -> None:
    # checklist 002-5: 6 customers left at 50 of 400 are 48 leads; 60 open ones cover them 1.25 times
    found = coverage(60, 6, estimate(50, 400))
    assert found is not None
    assert found.needed.value == pytest.approx(48)
    assert found.times.value == pytest.approx(1.25)
    assert found.needed.low < 48 < found.needed.high
    assert coverage(60, 0, estimate(50, 400)) is None
    assert coverage(60, 6, estimate(0, 400)) is None
