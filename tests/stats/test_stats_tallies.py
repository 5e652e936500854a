"""Sums of draws against their exact distributions (scipy), and the random numbers that all series share."""

from typing import Any

import numpy as np
import pytest
from scipy import stats as scipy_stats

from reportgen.stats import kalman, tallies
from reportgen.stats.dice import Dice

DRAWS = 40_000
NEAR = 0.015
"""Largest gap between two distribution functions: .01 of the curve and a Monte Carlo error of .004."""


def gap(drawn: kalman.Floats, exact: Any) -> float:
    """Kolmogorov's distance between draws and a distribution of whole numbers."""
    values = np.arange(drawn.max() + 2)
    seen = np.searchsorted(np.sort(drawn), values, side="right") / len(drawn)
    return float(np.abs(seen - exact.cdf(values)).max())


@pytest.mark.parametrize("p", [0.001, 0.005, 0.05, 0.5, 0.97])
def test_conversions_up_to_each_week_are_binomial(p: float) -> None:
    """Of 300 visitors a week: the first week is rare enough to be drawn exactly, later ones come by the curve."""
    visitors = np.full((6, DRAWS), 300.0)
    done, of = tallies.converted(visitors, np.full_like(visitors, p), Dice(DRAWS))
    assert of[:, 0].tolist() == [300, 600, 900, 1200, 1500, 1800]
    for week in (0, 1, 5):
        assert gap(done[week], scipy_stats.binom(300 * (week + 1), p)) < NEAR


def test_conversions_of_unequal_weeks_vary_as_their_sum() -> None:
    visitors, share = np.full((2, DRAWS), 200.0), np.full((2, DRAWS), 0.02)
    share[1] = 0.6
    done, _ = tallies.converted(visitors, share, Dice(DRAWS))
    assert float(done[1].mean()) == pytest.approx(200 * 0.62, rel=0.002)
    assert float(done[1].var()) == pytest.approx(200 * (0.02 * 0.98 + 0.6 * 0.4), rel=0.03)


def test_nobody_and_everybody_convert() -> None:
    visitors = np.full((2, 100), 50.0)
    assert not tallies.converted(visitors, np.zeros_like(visitors), Dice(100))[0].any()
    assert (tallies.converted(visitors, np.ones_like(visitors), Dice(100))[0] == [[50], [100]]).all()
    assert not tallies.converted(np.zeros_like(visitors), np.full_like(visitors, 0.3), Dice(100))[0].any()


@pytest.mark.parametrize("mean", [0.2, 1.1, 2.5, 40.0])
def test_happenings_up_to_each_week_are_poisson(mean: float) -> None:
    done = tallies.happened(np.cumsum(np.full((3, DRAWS), mean), axis=0), Dice(DRAWS))
    for week in range(3):
        assert gap(done[week], scipy_stats.poisson(mean * (week + 1))) < NEAR


def test_numbers_are_the_same_each_time_and_begin_alike() -> None:
    """A look with fewer weeks ahead sees the first of the same numbers."""
    dice = Dice(50)
    assert np.array_equal(dice.drift(120)[:9], dice.drift(9))
    assert np.array_equal(dice.rare().random(5), dice.rare().random(5))


def test_two_series_and_two_purposes_are_independent() -> None:
    one, other = Dice(4_000), Dice(4_000, series=1)
    for first, second in ((one.noise(5), other.noise(5)), (one.drift(5), one.noise(5)), (one.state(5), one.drift(5))):
        together = np.array(np.corrcoef(first, second))
        assert np.abs(together[:5, 5:]).max() < 0.06
