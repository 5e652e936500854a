"""Many rates side by side: tests corrected for their number, and estimates to rank by (statistics 2, Channels)."""

from collections.abc import Sequence

from reportgen.stats.measures import Dispersion, Rate
from reportgen.stats.rates import difference_p_value

MIN_SHRINK = 3
PRIOR_STRENGTH = 50.0
PRIOR_SPREAD = 2.0
SMALL_EXPECTED = 5
ROUNDING = 1e-7
"""Tables that are as likely but for rounding count as such; R's `fisher.test` takes the same."""


def false_discovery(p_values: Sequence[float]) -> tuple[float, ...]:
    """Benjamini-Hochberg (1995) adjusted p values, in the order given."""
    found, least = [1.0] * len(p_values), 1.0
    largest_first = sorted(range(len(p_values)), key=lambda place: -p_values[place])
    for passed, place in enumerate(largest_first):
        least = min(least, p_values[place] * len(p_values) / (len(p_values) - passed))
        found[place] = least
    return tuple(found)


def channel_against_rest(channel: Rate, rest: Rate, spread: Dispersion, of_interest: float = 1.0) -> float:
    """Two-sided p value of one channel's rate (or any slice's) against all others together.

    The quasi-binomial test; where a cell of the 2 x 2 table expects fewer than five, Fisher's exact one if that is more cautious.
    p values above `of_interest` are left at the quasi test's, as the slower exact test could only raise them. 1.0 when a side has no
    visitors.
    """
    if not channel.of or not rest.of:
        return 1.0
    p_value = difference_p_value(rest, channel, spread)
    both = channel + rest
    smallest = min(channel.of, rest.of) * min(both.n, both.of - both.n) / both.of
    if smallest >= SMALL_EXPECTED or p_value > of_interest:
        return p_value
    return max(p_value, fisher_exact(channel, rest))


def fisher_exact(one: Rate, other: Rate) -> float:
    """Two-sided p value of Fisher (1934): the probability, given all margins, of every table no likelier than the one seen."""
    import numpy as np
    from scipy.special import gammaln

    both = one + other
    n = np.arange(max(0, both.n - other.of), min(one.of, both.n) + 1)
    ways = gammaln(n + 1) + gammaln(one.of - n + 1) + gammaln(both.n - n + 1) + gammaln(other.of - both.n + n + 1)
    chances = np.exp(ways.min() - ways)
    seen = chances[one.n - n[0]]
    return float(chances[chances <= seen * (1 + ROUNDING)].sum() / chances.sum())


def shrink(rates: Sequence[Rate]) -> tuple[float, ...]:
    """Empirical-Bayes rates, (n + a) / (of + a + b): to rank by, never to test with.

    a and b maximise the beta-binomial likelihood under a weak prior on a + b (log-normal around 50); see Efron & Morris (1975).
    Raises ValueError with fewer than three rates: a common spread cannot be seen in two.
    """
    if len(rates) < MIN_SHRINK:
        raise ValueError(f"shrinking needs at least {MIN_SHRINK} rates, not {len(rates)}")
    a, b = _beta_fit(rates)
    return tuple((rate.n + a) / (rate.of + a + b) for rate in rates)


def _beta_fit(rates: Sequence[Rate]) -> tuple[float, float]:
    """a, b at the maximum, searched over x = logit(a / (a + b)) and y = ln(a + b) with the gradient in both."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import betaln, digamma, expit, logit

    n = np.array([rate.n for rate in rates], dtype=float)
    of = np.array([rate.of for rate in rates], dtype=float)

    def loss(at: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> "tuple[float, np.ndarray[tuple[int], np.dtype[np.float64]]]":
        mean, strength = float(expit(at[0])), float(np.exp(at[1]))
        a, b = mean * strength, (1 - mean) * strength
        away = (at[1] - np.log(PRIOR_STRENGTH)) / PRIOR_SPREAD
        value = away**2 / 2 - np.sum(betaln(n + a, of - n + b) - betaln(a, b))
        shared = digamma(a + b) - digamma(of + a + b)
        by_a = np.sum(digamma(n + a) - digamma(a) + shared)
        by_b = np.sum(digamma(of - n + b) - digamma(b) + shared)
        slope_x = -(by_a - by_b) * strength * mean * (1 - mean)
        slope_y = away / PRIOR_SPREAD - (by_a * a + by_b * b)
        return float(value), np.array([slope_x, slope_y])

    start = np.array([float(logit((n.sum() + 0.5) / (of.sum() + 1.0))), float(np.log(PRIOR_STRENGTH))])
    x, y = minimize(loss, start, jac=True, method="SLSQP", bounds=[(-15, 15), (-5, 20)], options={"ftol": 1e-12}).x
    return float(expit(x) * np.exp(y)), float((1 - expit(x)) * np.exp(y))
