"""Many rates side by side: tests corrected for their number, and estimates to rank by (statistics 2, Channels)."""

from collections.abc import Sequence

from reportgen.stats.measures import Dispersion, Rate
from reportgen.stats.rates import difference_p_value

MIN_SHRINK = 3
PRIOR_STRENGTH = 50.0
PRIOR_SPREAD = 2.0
SMALL_EXPECTED = 5


def false_discovery(p_values: Sequence[float]) -> tuple[float, ...]:
    """Benjamini-Hochberg (1995) adjusted p values, in the order given."""
    if not p_values:
        return ()
    from scipy.stats import false_discovery_control

    return tuple(float(q) for q in false_discovery_control(list(p_values), method="bh"))


def channel_against_rest(channel: Rate, rest: Rate, spread: Dispersion) -> float:
    """Two-sided p value of one channel's rate (or any slice's) against all others together.

    The quasi-binomial test; where a cell of the 2 x 2 table expects fewer than five, Fisher's exact one if that is more cautious.
    1.0 when a side has no visitors.
    """
    if not channel.of or not rest.of:
        return 1.0
    p_value = difference_p_value(rest, channel, spread)
    both = channel + rest
    smallest = min(channel.of, rest.of) * min(both.n, both.of - both.n) / both.of
    if smallest >= SMALL_EXPECTED:
        return p_value
    import numpy as np
    from scipy.stats import fisher_exact

    table = np.array([[channel.n, channel.of - channel.n], [rest.n, rest.of - rest.n]])
    return max(p_value, float(fisher_exact(table).pvalue))


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
    """a, b at the maximum, searched over logit(a / (a + b)) and ln(a + b)."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import betaln, expit, logit

    n = np.array([rate.n for rate in rates], dtype=float)
    of = np.array([rate.of for rate in rates], dtype=float)

    def loss(at: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
        strength = float(np.exp(np.clip(at[1], -5.0, 25.0)))
        a = max(float(expit(at[0])) * strength, 1e-12)
        b = max(strength - a, 1e-12)
        prior = 0.5 * ((at[1] - np.log(PRIOR_STRENGTH)) / PRIOR_SPREAD) ** 2
        return float(prior - np.sum(betaln(n + a, of - n + b) - betaln(a, b)))

    start = np.array([float(logit((n.sum() + 0.5) / (of.sum() + 1.0))), float(np.log(PRIOR_STRENGTH))])
    best = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9, "maxiter": 500}).x
    strength = float(np.exp(best[1]))
    mean = float(expit(best[0]))
    return mean * strength, (1 - mean) * strength
