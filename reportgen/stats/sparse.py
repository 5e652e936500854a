"""Rare events, fewer than two a week: a Gamma-Poisson rate that drifts (statistics 1.3, ladder)."""

import numpy as np

from reportgen.stats import level
from reportgen.stats.daily import Daily
from reportgen.stats.dice import Dice
from reportgen.stats.kalman import Floats

RECENT_DAYS = 56
DRIFT = 0.12
"""Standard deviation of the weekly log-drift, calming by 2 % a week."""


def futures(history: Daily, weeks: int, last_share: float, dice: Dice) -> Floats | None:
    """(weeks, draws) counts of the coming weeks, the last one of `last_share`; None if nothing was recorded in the last 56 days."""
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
    counts: Floats = rng.poisson(rng.gamma(np.maximum(mean, 1e-9) / (excess - 1), excess - 1)).astype(np.float64)
    return counts


def overdispersion(recent: Daily) -> float:
    """Variance over mean of the weeks, held to 1-6 and averaged with 1.5: above 1 always."""
    totals = level.week_totals(level.week_days(recent))
    totals = totals[np.isfinite(totals)]
    mean = totals.mean() if len(totals) else 0.0
    ratio = totals.var(ddof=1) / mean if len(totals) > 1 and mean > 0 else 1.0
    return float(0.5 * np.clip(ratio, 1.0, 6.0) + 0.5 * 1.5)
