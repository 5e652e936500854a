"""The lag curve against a published example, an exact product, and waits whose truth is known; what is still to come; buying again."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from reportgen.stats import Rate, Stratum, Wait, assist, lag, maturity, repeat

REMISSIONS = (
    *((6, 3, 1), (7, 1, 0), (9, 0, 1), (10, 1, 1), (11, 0, 1), (13, 1, 0), (16, 1, 0), (17, 0, 1)),
    *((19, 0, 1), (20, 0, 1), (22, 1, 0), (23, 1, 0), (25, 0, 1), (32, 0, 2), (34, 0, 1), (35, 0, 1)),
)
"""Weeks in remission under 6-MP, with relapses and censored ones: Freireich et al. (1963), Blood 21:699."""


def remissions(times: int = 1) -> list[Wait]:
    both = [(Wait(week, True, relapsed * times), Wait(week, False, censored * times)) for week, relapsed, censored in REMISSIONS]
    return [wait for pair in both for wait in pair]


def test_freireichs_remissions() -> None:
    """Kaplan-Meier of the 6-MP arm as printed in Kleinbaum & Klein, Survival Analysis, table 2.4; three of each patient for 20 events."""
    curve = lag(remissions(3), 40)
    assert curve is not None
    assert (curve.visitors, curve.events, curve.horizon) == (63, 27, 35)
    found = {point.day: round(1 - point.share, 4) for point in curve.points}
    assert found == {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    assert curve.share(5) == 0.0
    assert curve.share(12) == curve.share(10)


waits = st.lists(st.builds(Wait, st.integers(0, 80), st.booleans(), st.integers(0, 60)), min_size=1, max_size=40)


def product(found: Sequence[Wait], horizon: int, day: int) -> float:
    """1 - S(day), day by day as the definition has it."""
    held = [(min(one.day, horizon), one.happened and one.day <= horizon, one.count) for one in found]
    waiting = 1.0
    for at in range(min(day, horizon) + 1):
        risk = sum(count for when, _, count in held if when >= at)
        took = sum(count for when, happened, count in held if when == at and happened)
        waiting *= 1 - took / risk if risk else 1.0
    return 1 - waiting


@given(waits, st.integers(10, 400))
@settings(max_examples=60)
def test_the_curve_is_the_product_of_its_days(found: list[Wait], horizon: int) -> None:
    curve = lag(found, horizon)
    events = sum(one.count for one in found if one.happened and one.day <= horizon)
    assert (curve is None) == (events < 20)
    if curve is None:
        return
    shares = [point.share for point in curve.points]
    assert shares == sorted(shares)
    for point in curve.points:
        assert point.share == pytest.approx(product(found, horizon, point.day), abs=1e-9)
        assert 0 <= point.interval.low <= point.share + 1e-12
        assert point.share <= point.interval.high + 1e-12 <= 1 + 1e-9
    assert curve.points[-1].day <= curve.horizon <= horizon
    assert curve.quantile(0.25) <= curve.quantile(0.5) <= curve.quantile(1.0) <= curve.points[-1].day


def test_counts_are_as_so_many_visitors() -> None:
    """The standard error is SurvfuncRight's on one row for each visitor."""
    found = remissions(3)
    curve = lag(found, 40)
    assert curve is not None
    rows = [(one.day, one.happened) for one in found for _ in range(one.count)]
    theirs = SurvfuncRight(np.array([day for day, _ in rows], dtype=float), np.array([float(took) for _, took in rows]))
    ours = [(1 - point.share) * math.sqrt(point.greenwood) for point in curve.points]
    assert ours == pytest.approx(list(theirs.surv_prob_se), rel=1e-9)
    low, high = theirs.summary(), curve.points[0].interval
    assert len(low) == len(curve.points)
    assert high.level == 0.95


def test_who_is_seen_longer_changes_what_is_expected_of_the_others() -> None:
    """Ignoring those still waiting would say that half have come by day 5; with them it is later."""
    seen = [Wait(day, True, 10) for day in range(1, 11)] + [Wait(day, False, 100) for day in range(1, 11)]
    curve = lag(seen, 30)
    assert curve is not None
    assert curve.quantile(0.5) > 5
    assert curve.horizon == 10


def test_waits_that_cannot_be() -> None:
    for wrong in (Wait(-1, True), Wait(3, False, -2)):
        with pytest.raises(ValueError, match="negative"):
            lag([wrong], 30)
    assert lag([], 30) is None
    assert lag([Wait(0, False, 1_000)], 30) is None
    assert lag([Wait(5, True, 19), Wait(40, True, 50)], 30) is None


def test_everybody_on_the_first_day() -> None:
    curve = lag([Wait(0, True, 50)], 30)
    assert curve is not None
    assert (curve.share(0), curve.share(30), curve.quantile(0.5), curve.horizon) == (1.0, 1.0, 0, 30)
    done = maturity(curve, [(0, 10), (20, 5)])
    assert (done.come, done.still, done.interval, done.expected) == (1.0, 0.0, None, 0.0)


def exponential(rng: np.random.Generator, n: int, mean: float, ever: float, followed: int) -> list[Wait]:
    """Visitors of whom a share `ever` takes the step after exponential days, each followed for a random stretch of days."""
    days = np.where(rng.random(n) < ever, rng.exponential(mean, n), np.inf)
    until = rng.uniform(0, followed, n)
    rows = zip(np.minimum(days, until).astype(int), days <= until, strict=True)
    return [Wait(int(day), bool(took)) for day, took in rows]


def test_a_lag_of_more_than_six_months() -> None:
    """Half of those who come within 400 days do so after half a year; the median among the observed ones is months short."""
    rng = np.random.default_rng(4)
    n = 12_000
    days = np.where(rng.random(n) < 0.2, rng.gamma(12, 18, n), np.inf)
    until = rng.uniform(0, 520, n)
    took = days <= until
    found = [Wait(int(day), bool(yes)) for day, yes in zip(np.minimum(days, until), took, strict=True)]
    curve = lag(found, 400)
    assert curve is not None
    assert curve.horizon == 400
    within = days[days < 400]
    assert curve.quantile(0.5) == pytest.approx(float(np.median(within)), rel=0.05)
    assert curve.quantile(0.5) > 190
    assert float(np.median(days[took & (days < 400)])) < curve.quantile(0.5) - 8
    assert curve.points[-1].interval.low < 0.2 * float(np.mean(rng.gamma(12, 18, 100_000) < 400)) < curve.points[-1].interval.high


def test_what_is_still_to_come() -> None:
    """Exponential lags of mean 30 and horizon 90: by the end of day 19, (1 - exp(-2/3)) / (1 - exp(-91/30)) has come."""
    curve = lag(exponential(np.random.default_rng(5), 40_000, 30, 0.3, 200), 90)
    assert curve is not None
    found = maturity(curve, [(19, 1_000)])
    truth = 1 - (1 - math.exp(-2 / 3)) / (1 - math.exp(-91 / 30))
    assert found.still == pytest.approx(truth, abs=0.02)
    assert found.interval is not None
    assert found.interval.low < truth < found.interval.high
    assert found.expected == pytest.approx(1_000 * 0.3 * (math.exp(-2 / 3) - math.exp(-91 / 30)), rel=0.05)
    assert maturity(curve, [(0, 100), (200, 300)]).come == pytest.approx(0.75, abs=0.03)
    fresh = maturity(curve, [(-3, 100)])
    assert (fresh.come, fresh.still, fresh.interval) == (0.0, 1.0, None)
    with pytest.raises(ValueError, match="nobody"):
        maturity(curve, [])


@given(waits, st.lists(st.tuples(st.integers(0, 100), st.integers(1, 50)), min_size=1, max_size=5))
@settings(max_examples=60)
def test_what_has_come_and_what_is_still_to_come_add_up(found: list[Wait], ages: list[tuple[int, int]]) -> None:
    curve = lag(found, 60)
    if curve is None:
        return
    said = maturity(curve, ages)
    assert said.come + said.still == pytest.approx(1)
    assert -1e-9 <= said.still <= 1 + 1e-9
    if said.interval is not None:
        assert 0 <= said.interval.low <= said.still + 1e-9
        assert said.still <= said.interval.high + 1e-9 <= 1 + 2e-9


@pytest.mark.slow
def test_curves_and_shares_to_come_cover() -> None:
    """95 % intervals of F(30) and of what is still to come at day 20, exponential lags followed for a random stretch."""
    rng = np.random.default_rng(6)
    truth, still = 0.3 * (1 - math.exp(-1)), 1 - (1 - math.exp(-2 / 3)) / (1 - math.exp(-91 / 30))
    held: list[tuple[bool, bool]] = []
    for _ in range(400):
        curve = lag(exponential(rng, 1_500, 30, 0.3, 180), 90)
        assert curve is not None
        point, to_come = curve.at(29), maturity(curve, [(19, 1)]).interval  # whole days: day 29 ends at 30
        assert point is not None
        assert to_come is not None
        held.append((point.interval.low <= truth <= point.interval.high, to_come.low <= still <= to_come.high))
    for covered in np.mean(held, axis=0):
        assert 0.92 <= covered <= 0.98


def test_assists_beside_chance() -> None:
    """statistics.md 3.4: the Wilson interval (golden.json: wilson_42_1400) beside E / macros."""
    found = assist(Rate(42, 1_400), [Stratum(1_400, 32, 400, 12), Stratum(1_400, 39, 200, 9), Stratum(150, 6, 50, 4), Stratum(9, 3, 9, 3)])
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx((0.02227039325199212, 0.04030181407866036), abs=1e-9)
    assert found.by_chance == pytest.approx((16.714285714285715 + 3) / 80)
    nothing = assist(Rate(0, 0), [Stratum(0, 0, 0, 0), Stratum(50, 0, 9, 0)])
    assert (nothing.interval, nothing.by_chance) == (None, None)


def test_buying_again() -> None:
    rng = np.random.default_rng(9)
    found = repeat(exponential(rng, 8_000, 60, 0.4, 300), 365)
    assert found.so_far.of == 8_000
    assert found.so_far.value is not None
    assert found.curve is not None
    assert found.so_far.value < 0.36 < found.curve.points[-1].interval.high
    assert found.curve.points[-1].share == pytest.approx(0.4, abs=0.03)
    assert found.half == pytest.approx(60 * math.log(2), abs=4)


def test_nobody_buys_again() -> None:
    found = repeat([Wait(30, False, 500)], 365)
    assert (found.so_far, found.curve, found.half) == (Rate(0, 500), None, None)
    assert repeat([], 365).so_far.value is None
