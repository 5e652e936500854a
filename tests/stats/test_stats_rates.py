"""Rates and their changes against reference numbers, and what must hold for any counts.

Golden numbers: statistics.md section 9 and golden.json (Wilson, Newcombe, month against history), section 2 (smallest detectable
change, visitors needed), checklist 1g-6.
"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from reportgen.stats import (
    Dispersion,
    Rate,
    Verdict,
    compare_rates,
    dispersion,
    estimate_rate,
    estimate_rates,
    smallest_detectable,
    visitors_needed,
)

PLAIN = Dispersion(1.0, assumed=True, df=math.inf)

rates = st.integers(1, 50_000).flatmap(lambda of: st.integers(0, of).map(lambda n: Rate(n, of)))
phis = st.floats(1.0, 12.0)


@pytest.mark.parametrize(
    ("n", "of", "phi", "low", "high"),
    [
        (3, 120, 1.0, 0.008538174769902221, 0.0709300333278661),
        (42, 1400, 1.0, 0.02227039325199212, 0.04030181407866036),
        (120, 4000, 1.0, 0.02514781236968596, 0.035754064322633436),
        (0, 40, 1.0, 0.0, 0.08762160119728668),
        (7, 7, 1.0, 0.6456695649333125, 1.0),
        (42, 1400, 2.5, 0.01876216410947132, 0.047642067496705756),
    ],
)
def test_wilson_reference(n: int, of: int, phi: float, low: float, high: float) -> None:
    """golden.json: wilson_*."""
    estimate = estimate_rate(Rate(n, of), Dispersion(phi, assumed=False, df=25))
    assert estimate.interval is not None
    assert (estimate.interval.low, estimate.interval.high) == pytest.approx((low, high), abs=1e-9)
    assert estimate.interval.level == 0.95


def test_nobody_has_no_interval() -> None:
    estimate = estimate_rate(Rate(0, 0), PLAIN)
    assert estimate.interval is None
    assert estimate.rate.value is None


@given(rates, phis)
def test_interval_contains_its_rate_within_0_and_1(rate: Rate, phi: float) -> None:
    interval = estimate_rate(rate, Dispersion(phi, assumed=False, df=10)).interval
    assert interval is not None
    assert rate.value is not None
    assert 0 <= interval.low <= rate.value <= interval.high <= 1


@given(rates, phis)
def test_more_dispersion_never_narrows(rate: Rate, phi: float) -> None:
    narrow, wide = (estimate_rate(rate, Dispersion(p, assumed=False, df=10)).interval for p in (1.0, phi))
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low >= narrow.high - narrow.low - 1e-12


def test_newcombe_reference() -> None:
    """golden.json: newcombe_60_1500_vs_42_1400."""
    change = compare_rates(Rate(42, 1400), Rate(60, 1500), PLAIN)
    assert change.interval is not None
    assert change.difference == pytest.approx(0.01)
    assert (change.interval.low, change.interval.high) == pytest.approx((-0.0035477097205281697, 0.0235660197872574), abs=1e-9)
    assert change.verdict is Verdict.NOT_ENOUGH_DATA


def test_month_against_sixteen_weeks_of_history() -> None:
    """golden.json: quasi_phi (rate 170 / 5612, phi .48 used as 1) and month_vs_history (60 / 1500): t 1.9486864, p .0702902."""
    history = Rate(170, 5612)
    assert history.value == pytest.approx(0.03029223093371347)
    change = compare_rates(history, Rate(60, 1500), Dispersion(1.0, assumed=False, df=15), pooled=history.value)
    assert change.p_value == pytest.approx(0.07029022574119612, abs=1e-9)
    assert change.p_value == pytest.approx(2 * student.sf(1.9486864090653615, 15), abs=1e-9)


def test_two_customers_are_not_a_winner_but_a_micro_can_be() -> None:
    """Checklist 1g-6: 2/500 against 1/500 is undecidable, 85/500 against 60/500 is +0.63 to +9.37 points."""  # checklist 004-15
    assert compare_rates(Rate(1, 500), Rate(2, 500), PLAIN).verdict is Verdict.COUNTS_ONLY
    micro = compare_rates(Rate(60, 500), Rate(85, 500), PLAIN)
    assert micro.interval is not None
    assert (micro.interval.low, micro.interval.high) == pytest.approx((0.0063, 0.0937), abs=5e-5)
    assert micro.verdict is Verdict.UP


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (Rate(4, 1000), Rate(40, 1000), Verdict.COUNTS_ONLY),
        (Rate(10, 29), Rate(10, 1000), Verdict.COUNTS_ONLY),
        (Rate(0, 0), Rate(40, 1000), Verdict.COUNTS_ONLY),
        (Rate(40, 1000), Rate(80, 1000), Verdict.UP),
        (Rate(80, 1000), Rate(40, 1000), Verdict.DOWN),
        (Rate(50, 1000), Rate(51, 1000), Verdict.NOT_ENOUGH_DATA),
        # Surely different, but by less than 5 % of the rate.
        (Rate(50_000, 100_000), Rate(51_000, 100_000), Verdict.NOT_ENOUGH_DATA),
    ],
)
def test_verdicts(before: Rate, after: Rate, verdict: Verdict) -> None:
    assert compare_rates(before, after, PLAIN).verdict is verdict


def test_dispersion_silences_a_change_that_chance_alone_would_call() -> None:
    noisy = Dispersion(8.0, assumed=False, df=25)
    assert compare_rates(Rate(300, 10_000), Rate(360, 10_000), PLAIN).verdict is Verdict.UP
    quiet = compare_rates(Rate(300, 10_000), Rate(360, 10_000), noisy)
    assert quiet.verdict is Verdict.NOT_ENOUGH_DATA
    assert quiet.detectable is not None
    assert quiet.detectable > 0.2


@given(rates, rates, phis)
def test_swapping_the_sides_turns_the_change_round(before: Rate, after: Rate, phi: float) -> None:
    spread = Dispersion(phi, assumed=False, df=20)
    there, back = compare_rates(before, after, spread), compare_rates(after, before, spread)
    assert there.p_value == pytest.approx(back.p_value)
    if there.interval and back.interval and there.difference is not None and back.difference is not None:
        assert there.difference == pytest.approx(-back.difference)
        assert (there.interval.low, there.interval.high) == pytest.approx((-back.interval.high, -back.interval.low), abs=1e-9)


@pytest.mark.parametrize(
    ("p", "n", "phi", "relative"), [(0.03, 1_400, 1.0, 0.69), (0.03, 1_400, 2.5, 1.17), (0.02, 5_000, 1.0, 0.43), (0.03, 20_000, 4.0, 0.34)]
)
def test_smallest_detectable_reference(p: float, n: int, phi: float, relative: float) -> None:
    """statistics.md 2, MDE: golden figures."""
    assert smallest_detectable(p, n, phi) == pytest.approx(relative, abs=0.005)


@pytest.mark.parametrize(
    ("p", "needed"),
    [
        (0.01, (163_004, 42_607, 19_744, 7_674, 2_254)),
        (0.03, (53_182, 13_887, 6_429, 2_494, 729)),
        (0.10, (14_745, 3_835, 1_769, 681, 195)),
    ],
)
def test_visitors_needed_reference(p: float, needed: tuple[int, ...]) -> None:
    """statistics.md 2: visitors per month for a change of 10, 20, 30, 50 and 100 %."""
    assert tuple(visitors_needed(p, change) for change in (0.1, 0.2, 0.3, 0.5, 1.0)) == needed


def test_detectable_solves_the_power_equation() -> None:
    """statistics.md 2: NormalIndPower().power(proportion_effectsize(p(1 + r), p), n / phi, .05) = .8."""
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize

    relative = smallest_detectable(0.03, 1_400, 2.5)
    assert relative is not None
    power = NormalIndPower().power(proportion_effectsize(0.03 * (1 + relative), 0.03), 1_400 / 2.5, 0.05)
    assert power == pytest.approx(0.8, abs=1e-4)


def test_nothing_detectable_where_nothing_can_be() -> None:
    assert smallest_detectable(0.5, 4) is None
    assert smallest_detectable(0.0, 1_000) is None
    assert smallest_detectable(0.03, 0) is None
    assert visitors_needed(0.6, 1.0) is None
    assert visitors_needed(0.6, 0.0) is None


@given(st.floats(0.001, 0.4), st.integers(100, 100_000), phis)
def test_needed_and_detectable_are_inverse(p: float, n: int, phi: float) -> None:
    relative = smallest_detectable(p, n, phi)
    if relative is not None:
        assert visitors_needed(p, relative, phi) == pytest.approx(n, abs=1.01)


WEEKS = [(30, 1_000), (55, 1_100), (20, 900), (61, 1_050), (33, 990), (18, 1_010), (48, 1_000), (44, 1_020), (25, 960)]


def test_dispersion_is_pearsons() -> None:
    """Against statsmodels' GLM(Binomial): pearson_chi2 / df_resid (statistics.md 0: not its `scale='X2'`)."""
    import numpy as np
    import statsmodels.api as sm

    k, n = (np.array(column, dtype=float) for column in zip(*WEEKS, strict=True))
    fit = sm.GLM(np.column_stack([k, n - k]), np.ones(len(k)), family=sm.families.Binomial()).fit()
    spread = dispersion(WEEKS, n=1_000)
    assert spread.phi == pytest.approx(fit.pearson_chi2 / fit.df_resid)
    assert spread.phi > 1
    assert (spread.assumed, spread.df) == (False, 8)


def test_dispersion_is_assumed_with_few_usable_weeks() -> None:
    assert dispersion(WEEKS[:7], n=1_999) == Dispersion(1.0, assumed=True, df=math.inf)
    assert dispersion(WEEKS[:7], n=2_000) == Dispersion(2.0, assumed=True, df=math.inf)
    quiet = [(1, 9)] * 20 + WEEKS[:7]
    assert dispersion(quiet, n=100).assumed
    assert dispersion([(0, 100)] * 20, n=100).assumed


def test_dispersion_never_falls_below_one_and_forgets_after_26_weeks() -> None:
    assert dispersion([(30, 1_000)] * 12, n=1_000) == Dispersion(1.0, assumed=False, df=11)
    wild = [(500, 1_000), (1, 1_000)] * 10
    assert dispersion([*wild, *[(30, 1_000)] * 26], n=1_000) == Dispersion(1.0, assumed=False, df=25)


@pytest.mark.slow
@pytest.mark.parametrize(("p", "n"), [(0.03, 1_000), (0.1, 300), (0.3, 50)])
def test_intervals_cover_what_they_claim(p: float, n: int) -> None:
    """Exact coverage of 95 % Wilson intervals over the binomial; statistics.md 2 measured .94-.95 on average, .86 at worst."""
    from scipy.stats import binom

    intervals = estimate_rates([Rate(k, n) for k in range(n + 1)], PLAIN)
    covered = [e.interval is not None and e.interval.low <= p <= e.interval.high for e in intervals]
    assert 0.93 < sum(binom.pmf(k, n, p) for k in range(n + 1) if covered[k]) < 0.975


@pytest.mark.slow
def test_restless_rates_cry_wolf_seldom() -> None:
    """Nothing changes but the daily rate wobbles (sd 30 %): under 10 % false alarms with dispersion, far more without it."""
    import numpy as np

    rng = np.random.default_rng(1)
    alarms, plain_alarms, runs = 0, 0, 300
    for _ in range(runs):
        daily = 0.03 * np.exp(0.3 * rng.standard_normal(7 * 34) - 0.045)
        visitors = rng.poisson(1_000, 7 * 34)
        hits = rng.binomial(visitors, daily)
        weeks = [(int(hits[i : i + 7].sum()), int(visitors[i : i + 7].sum())) for i in range(0, 7 * 26, 7)]
        before = Rate(int(hits[182:210].sum()), int(visitors[182:210].sum()))
        after = Rate(int(hits[210:].sum()), int(visitors[210:].sum()))
        called = (Verdict.UP, Verdict.DOWN)
        alarms += compare_rates(before, after, dispersion(weeks, before.of)).verdict in called
        plain_alarms += compare_rates(before, after, PLAIN).verdict in called
    assert alarms < 0.10 * runs
    assert plain_alarms > 2 * alarms
