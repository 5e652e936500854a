"""Ratios of two sums: their ranges by hand, by property, and by simulation."""

from math import exp, isclose, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.stats import RatioSpread, Verdict, compare_ratios, ratio_interval, ratio_spread

WEEKS = [(100.0, 4.0), (120.0, 6.0), (90.0, 5.0), (110.0, 5.0), (100.0, 5.0), (95.0, 4.0), (105.0, 6.0), (80.0, 5.0)]
T_7 = 2.3646242515927849
"""Student's t, 97.5 %, 7 degrees of freedom (Fisher & Yates 1963, table III: 2.365)."""
MANY = st.lists(st.tuples(st.floats(1, 1e6), st.floats(1, 1e4)), min_size=8, max_size=30)


def test_the_spread_by_hand() -> None:
    """R = 800 / 40 = 20; residuals a - 20 b: 20, 0, -10, 10, 0, 15, -15, -20, whose squares sum to 1450."""
    spread = ratio_spread(WEEKS)
    assert spread is not None
    assert spread.df == 7
    assert spread.unit == pytest.approx(sqrt(1450 / 7) / (20 * sqrt(5)))
    interval = ratio_interval(20, 20, spread)
    assert interval is not None
    reach = T_7 * spread.unit / sqrt(20)
    assert (interval.low, interval.high) == (pytest.approx(20 * exp(-reach)), pytest.approx(20 * exp(reach)))


def test_without_weeks_or_above_zero_nothing_is_said() -> None:
    assert ratio_spread(WEEKS[:7]) is None
    assert ratio_spread([(0.0, 1.0)] * 8) is None
    assert ratio_spread([(1.0, 0.0)] * 8) is None
    assert ratio_interval(0, 10, RatioSpread(1, 7)) is None
    assert compare_ratios((10, 5), (12, 5), None).verdict is Verdict.COUNTS_ONLY
    assert compare_ratios((0, 5), (12, 5), RatioSpread(1, 7)).relative is None


@settings(max_examples=30)
@given(MANY, st.floats(0.1, 1000), st.floats(0.1, 10))
def test_a_range_holds_its_ratio_and_knows_no_currency(weeks: list[tuple[float, float]], rate: float, factor: float) -> None:
    spread, converted = ratio_spread(weeks), ratio_spread([(above * rate, below) for above, below in weeks])
    assert spread is not None
    assert converted is not None
    assert isclose(spread.unit, converted.unit, rel_tol=1e-6, abs_tol=1e-9)
    interval, wider = ratio_interval(factor, 40, spread), ratio_interval(factor, 10, spread)
    assert interval is not None
    assert wider is not None
    assert wider.low <= interval.low <= factor <= interval.high <= wider.high


def test_a_steady_ratio_has_no_width_and_any_move_shows() -> None:
    spread = ratio_spread([(20.0 * n, float(n)) for n in range(1, 10)])
    assert spread is not None
    assert spread.unit == 0
    assert compare_ratios((20, 50), (24, 50), spread).verdict is Verdict.UP
    assert compare_ratios((20, 50), (20.2, 50), spread).verdict is Verdict.NOT_ENOUGH_DATA, "less than 5 %"
    assert compare_ratios((20, 50), (20, 50), spread).verdict is Verdict.NOT_ENOUGH_DATA


@pytest.mark.slow
@pytest.mark.parametrize("leads", [3, 20, 200])
def test_ranges_cover_what_they_say_and_seldom_cry_wolf(leads: int) -> None:
    """2,000 worlds with spend of 100 +- 10 % a week and Poisson leads: nothing changes, and the true ratio is 100 / leads."""
    draws = np.random.default_rng(5)
    covered = alarms = 0
    for _ in range(2000):
        spend, came = draws.normal(100, 10, 34), draws.poisson(leads, 34).astype(float)
        before, after = float(came[:4].sum()), float(came[30:].sum())
        spread = ratio_spread(list(zip(spend[8:], came[8:], strict=True)))
        assert spread is not None
        now, was = float(spend[30:].sum()) / max(after, 1), float(spend[:4].sum()) / max(before, 1)
        interval = ratio_interval(now, after, spread)
        covered += interval is not None and interval.low <= 100 / leads <= interval.high
        alarms += compare_ratios((was, before), (now, after), spread).verdict in (Verdict.UP, Verdict.DOWN)
    assert 0.93 <= covered / 2000 <= 0.985
    assert alarms / 2000 <= 0.06
