"""Rare events, fewer than two a week: a Gamma-Poisson rate that drifts (statistics 1.3, ladder)."""

import numpy as np
from numpy.typing import NDArray

from reportgen.stats import level
from reportgen.stats.daily import Daily
from reportgen.stats.dice import Dice
from reportgen.stats.kalman import Floats

RECENT_DAYS = 56
HAIR = 1e-12
DRIFT = 0.12
"""Standard deviation of the weekly log-drift, calming by 2 % a week."""


def futures(history: Daily, weeks: int, last_share: float, dice: Dice, *, ends: bool | None = None) -> Floats | None:
    """(weeks, draws) counts of the coming weeks, the last one of `last_share`; None if nothing was recorded in the last 56 days.

    With `ends` True (1, draws), their sum alone; with False the same sums spread over the weeks; with None each week by itself, the
    quickest way to all of them.
    """
    recent = history.last(RECENT_DAYS)
    if not recent.recorded:
        return None
    rng = dice.rare()
    total, seen = max(recent.total, 0.0), recent.recorded / 7
    excess = overdispersion(recent)
    start = rng.gamma((total + 0.5) / excess, excess / seen, dice.draws)
    drift = dice.drift(weeks) * (DRIFT * 0.98 ** np.arange(weeks))[:, None]
    mean = start * np.exp(np.cumsum(drift, axis=0))
    mean[-1] *= last_share
    shapes = np.maximum(mean, 1e-9) / (excess - 1)
    counts: NDArray[np.int64]
    if ends is None:
        counts = rng.poisson(rng.gamma(shapes, excess - 1))
    else:
        sums = rng.poisson(rng.gamma(shapes.sum(axis=0), excess - 1))
        counts = sums[None] if ends else _spread(sums, shapes, rng)
    return counts.astype(np.float64)


def _spread(counts: NDArray[np.int64], shapes: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """How sums of negative binomial weeks fall to the weeks (Johnson, Kotz & Balakrishnan 1997, chapter 40): (weeks, draws)."""
    parts = rng.standard_gamma(shapes) + HAIR * shapes
    return rng.multinomial(counts, (parts / parts.sum(axis=0)).T).T


def overdispersion(recent: Daily) -> float:
    """Variance over mean of the weeks, held to 1-6 and averaged with 1.5: above 1 always."""
    totals = level.week_totals(level.week_days(recent))
    totals = totals[np.isfinite(totals)]
    mean = totals.mean() if len(totals) else 0.0
    ratio = totals.var(ddof=1) / mean if len(totals) > 1 and mean > 0 else 1.0
    return float(0.5 * np.clip(ratio, 1.0, 6.0) + 0.5 * 1.5)
