"""Counts and sums of money now against before."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from reportgen.stats import Dispersion, Verdict, compare_amounts, compare_counts, count_dispersion

counts = st.integers(0, 100_000)


def test_interval_is_the_score_interval_of_the_share() -> None:
    """Wilson of 60 in 100 by scipy, as a ratio share / (1 - share)."""
    share = binomtest(60, 100).proportion_ci(method="wilson")
    change = compare_counts(40, 60, phi=1.0)
    assert change.interval is not None
    assert (change.interval.low, change.interval.high) == pytest.approx((share.low / (1 - share.low), share.high / (1 - share.high)))
    assert change.relative == pytest.approx(0.5)


@given(counts, counts, st.floats(1.0, 20.0))
def test_verdict_and_interval_agree(before: int, after: int, phi: float) -> None:
    """The score test and the score interval are one: a change is called only when the interval leaves 1 out."""
    change = compare_counts(before, after, phi)
    if change.interval:
        assert change.interval.low <= change.interval.high
        if change.verdict in (Verdict.UP, Verdict.DOWN):
            assert not change.interval.low < 1 < change.interval.high
            assert (change.verdict is Verdict.UP) == (after > before)


@pytest.mark.parametrize(
    ("before", "after", "phi", "verdict"),
    [
        (0, 0, 1.0, Verdict.COUNTS_ONLY),
        (3, 6, 1.0, Verdict.COUNTS_ONLY),
        (40, 60, 5.0, Verdict.NOT_ENOUGH_DATA),
        (40, 60, 20.0, Verdict.COUNTS_ONLY),
        (40, 60, 1.0, Verdict.UP),
        (60, 40, 1.0, Verdict.DOWN),
        (0, 60, 1.0, Verdict.UP),
        (60, 0, 1.0, Verdict.DOWN),
        (100_000, 104_000, 1.0, Verdict.NOT_ENOUGH_DATA),
    ],
)
def test_verdicts(before: int, after: int, phi: float, verdict: Verdict) -> None:
    assert compare_counts(before, after, phi).verdict is verdict


def test_from_nothing_there_is_no_ratio() -> None:
    change = compare_counts(0, 60, phi=1.0)
    assert change.relative is None
    assert change.interval is None


def test_count_dispersion_is_variance_over_mean() -> None:
    weeks = [20, 30, 25, 35, 15, 40, 28, 22, 19]
    mean = sum(weeks) / 9
    spread = count_dispersion(weeks, n=100)
    assert spread.phi == pytest.approx(sum((w - mean) ** 2 for w in weeks) / 8 / mean)
    assert (spread.assumed, spread.df) == (False, 8)


def test_count_dispersion_is_assumed_with_few_weeks() -> None:
    assert count_dispersion([5] * 7, n=100) == Dispersion(1.0, assumed=True, df=math.inf)
    assert count_dispersion([0] * 20, n=5_000) == Dispersion(2.0, assumed=True, df=math.inf)
    assert count_dispersion([], n=0).assumed


def test_money_changes_without_an_interval() -> None:
    change = compare_amounts(1_000_000, 1_500_000)
    assert change.relative == pytest.approx(0.5)
    assert change.interval is None
    assert change.verdict is Verdict.COUNTS_ONLY
    assert compare_amounts(0, 5).relative is None
    assert compare_amounts(-5, 5).relative is None
