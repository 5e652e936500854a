"""Formulas that the report computes by itself, so as not to import scipy.stats and statsmodels at every start, against those libraries."""

from itertools import product

import numpy as np
import pytest
from scipy.stats import beta, false_discovery_control, nbinom, poisson
from scipy.stats import fisher_exact as fisher_of_scipy
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from reportgen.stats import Rate, compare_rates, false_discovery
from reportgen.stats.many import fisher_exact
from reportgen.stats.measures import Dispersion
from reportgen.stats.rates import wilson
from reportgen.stats.unusual import tail_probability
from reportgen.stats.value import worth_at

RATES = [Rate(0, 9), Rate(9, 9), Rate(5, 30), Rate(42, 3_019), Rate(1, 250_000), Rate(2_999, 3_000)]


@pytest.mark.parametrize("phi", [1.0, 1.7, 12.0])
def test_wilson_is_that_of_statsmodels(phi: float) -> None:
    for rate, found in zip(RATES, wilson(RATES, phi), strict=True):
        low, high = proportion_confint(rate.n / phi, rate.of / phi, method="wilson")
        assert found is not None
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12)
    assert wilson([Rate(0, 0)], phi) == (None,)


@pytest.mark.parametrize("phi", [1.0, 2.5])
def test_newcombe_is_that_of_statsmodels(phi: float) -> None:
    for before, after in product([Rate(5, 30), Rate(40, 2_827), Rate(29, 30)], repeat=2):
        found = compare_rates(before, after, Dispersion(phi, assumed=False, df=20)).interval
        theirs = confint_proportions_2indep(
            after.n / phi, after.of / phi, before.n / phi, before.of / phi, method="newcomb", compare="diff", alpha=0.05
        )
        assert found is not None
        assert (found.low, found.high) == pytest.approx(theirs, abs=1e-12)


def test_fisher_is_that_of_scipy() -> None:
    for one, other in product([Rate(0, 5), Rate(3, 7), Rate(7, 7), Rate(4, 900)], [Rate(0, 40), Rate(12, 41), Rate(60, 20_000)]):
        table = np.array([[one.n, one.of - one.n], [other.n, other.of - other.n]])
        assert fisher_exact(one, other) == pytest.approx(float(fisher_of_scipy(table).pvalue), rel=1e-6)


def test_false_discovery_is_that_of_scipy() -> None:
    for n in (1, 2, 7, 40):
        found = np.round(np.random.default_rng(n).random(n), 2)  # rounded, so that some are equal
        assert false_discovery([float(p) for p in found]) == pytest.approx(tuple(false_discovery_control(found)))
    assert false_discovery([]) == ()


def test_tails_of_counts_are_those_of_scipy() -> None:
    for count, usual, phi in product([0, 3, 11, 250], [0.4, 7.5, 120.0], [1.0, 1.3, 6.0]):
        law = poisson(usual) if phi == 1 else nbinom(usual / (phi - 1), 1 / phi)
        assert tail_probability(count, usual, phi) == pytest.approx(law.sf(count - 1) if count > usual else law.cdf(count), rel=1e-9)


def test_a_worth_has_the_ends_of_its_beta_distribution() -> None:
    found = worth_at(Rate(30, 400), Rate(60, 3_000), 100.0)
    shape = (30 + 10 * 0.02, 370 + 10 * 0.98)
    assert found is not None
    assert (found.interval.low, found.interval.high) == pytest.approx(beta(*shape).ppf([0.025, 0.975]) * 100)
