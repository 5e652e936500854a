"""Many rates side by side."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, fisher_exact

from reportgen.stats import Dispersion, Rate, channel_against_rest, false_discovery, shrink
from reportgen.stats.many import _beta_fit

PLAIN = Dispersion(1.0, assumed=True, df=math.inf)


def test_false_discovery_reference() -> None:
    """golden.json: bh."""
    p = (0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216)
    q = (0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.105714, 0.216, 0.216, 0.216)
    assert false_discovery(p) == pytest.approx(q, abs=1e-6)
    assert false_discovery(()) == ()


def test_small_tables_are_judged_by_fisher() -> None:
    channel, rest = Rate(3, 40), Rate(4, 400)
    exact = fisher_exact(np.array([[3, 37], [4, 396]])).pvalue
    assert channel_against_rest(channel, rest, PLAIN) == pytest.approx(exact)


def test_the_exact_test_only_where_it_matters() -> None:
    channel, rest = Rate(3, 40), Rate(4, 400)
    assert channel_against_rest(channel, rest, PLAIN, of_interest=0.05) == channel_against_rest(channel, rest, PLAIN)
    unclear = channel_against_rest(Rate(2, 40), rest, PLAIN)
    assert 0.05 < channel_against_rest(Rate(2, 40), rest, PLAIN, of_interest=0.05) <= unclear


def test_large_tables_by_the_quasi_test() -> None:
    """Plain two-proportion z: (60/1000 - 30/1000) / sqrt(.045 * .955 * 2/1000)."""
    z = 0.03 / math.sqrt(0.045 * 0.955 * 2 / 1_000)
    p_value = channel_against_rest(Rate(60, 1_000), Rate(30, 1_000), PLAIN)
    assert p_value == pytest.approx(math.erfc(z / math.sqrt(2)))
    wide = channel_against_rest(Rate(60, 1_000), Rate(30, 1_000), Dispersion(4.0, assumed=False, df=20))
    assert wide > 10 * p_value


def test_no_rest_no_difference() -> None:
    assert channel_against_rest(Rate(5, 100), Rate(0, 0), PLAIN) == 1.0
    assert channel_against_rest(Rate(0, 100), Rate(0, 100), PLAIN) == 1.0


CHANNELS = (Rate(80, 4_000), Rate(50, 2_000), Rate(30, 500), Rate(15, 1_500), Rate(1, 30))


def test_shrinking_pulls_small_channels_most() -> None:
    shrunken = shrink(CHANNELS)
    a, b = _beta_fit(CHANNELS)
    raw = [rate.n / rate.of for rate in CHANNELS]
    moved = [abs(a - b) for a, b in zip(raw, shrunken, strict=True)]
    assert moved[4] > moved[0]
    for before, after in zip(raw, shrunken, strict=True):
        assert abs(after - a / (a + b)) < abs(before - a / (a + b))
    assert sorted(range(4), key=raw.__getitem__) == sorted(range(4), key=shrunken.__getitem__)


def test_the_fit_is_a_maximum_of_the_beta_binomial() -> None:
    """No a, b nearby has a higher likelihood (scipy's betabinom) with the prior on a + b."""

    def score(a: float, b: float) -> float:
        likelihood = sum(betabinom.logpmf(rate.n, rate.of, a, b) for rate in CHANNELS)
        return float(likelihood - 0.5 * (math.log((a + b) / 50) / 2) ** 2)

    a, b = _beta_fit(CHANNELS)
    best = score(a, b)
    for factor_a in (0.95, 1.0, 1.05):
        for factor_b in (0.95, 1.0, 1.05):
            assert score(a * factor_a, b * factor_b) <= best + 1e-6


def test_two_channels_show_no_common_spread() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        shrink(CHANNELS[:2])


@given(st.lists(st.integers(30, 5_000).flatmap(lambda of: st.integers(0, of).map(lambda n: Rate(n, of))), min_size=3, max_size=8))
def test_shrunken_rates_lie_within_0_and_1(rates: list[Rate]) -> None:
    assert all(0 <= rate <= 1 for rate in shrink(rates))


@pytest.mark.slow
def test_shrinking_beats_the_raw_rates() -> None:
    """statistics.md 2: mean squared error well under the raw rates' when channels are alike, and not above it when they differ."""
    rng = np.random.default_rng(1)
    for spread, gain in ((0.0, 0.2), (0.25, 0.6), (0.5, 1.0)):
        raw_error, shrunken_error = 0.0, 0.0
        for _ in range(100):
            truth = 1 / (1 + np.exp(-(math.log(0.03 / 0.97) + spread * rng.standard_normal(8))))
            visitors = rng.integers(60, 600, 8)
            hits = rng.binomial(visitors, truth)
            rates = [Rate(int(k), int(n)) for k, n in zip(hits, visitors, strict=True)]
            raw_error += float(np.mean((hits / visitors - truth) ** 2))
            shrunken_error += float(np.mean((np.array(shrink(rates)) - truth) ** 2))
        assert shrunken_error < gain * raw_error, spread
