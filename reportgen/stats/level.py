"""The weekly local level: where a series stands, how much it drifts and wobbles, and its year (statistics 1.3, steps 1 to 4).

z_t = level_t + X_t b + noise_t, level_t = level_{t-1} + drift_t, with the two standard deviations averaged over a grid of 48 pairs instead
of fitted (stats/kalman.py).
"""

from dataclasses import dataclass
from math import log

import numpy as np

from reportgen.stats.daily import Daily
from reportgen.stats.dice import Dice
from reportgen.stats.kalman import DRIFT, MAX_WEEKS, NOISE, WEEK, Floats, filtered, yearly

MIN_WEEK_DAYS = 5
YEAR_DAYS = 364
HAIR = 1e-12


@dataclass(frozen=True, slots=True)
class Prior:
    """Log-normal middles of drift (spread 0.5) and noise (spread 0.8)."""

    drift: float
    noise: float


AMOUNTS = Prior(drift=0.11, noise=0.25)
SHARES = Prior(drift=0.08, noise=0.15)


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """What is known after the last week, at each of the 48 pairs.

    `weight` (48,) sums to 1; `state` (48, k) and `cov` (48, k, k): the level, then the yearly terms if there are any. `weeks` counts the
    recorded weeks, `highest` is the largest of them.
    """

    weight: Floats
    state: Floats
    cov: Floats
    weeks: int
    highest: float

    @property
    def seasonal(self) -> bool:
        return len(self.season) > 0

    @property
    def season(self) -> Floats:
        """Posterior mean of the yearly terms; empty without a season."""
        terms: Floats = self.weight @ self.state[:, 1:]
        return terms

    @property
    def mean(self) -> float:
        """Posterior mean of the level in the last week."""
        return float(self.weight @ self.state[:, 0])

    @property
    def drift(self) -> float:
        """Posterior mean of the weekly drift, as a share of the level."""
        return float(self.weight @ DRIFT)

    @property
    def noise(self) -> float:
        """Posterior mean of a week's deviation from the level."""
        return float(self.weight @ NOISE)


def week_days(history: Daily) -> Floats:
    """(weeks, 7) whole weeks ending with the last day, at most 160, from the first recorded day on; NaN where a day is missing."""
    days = np.array([np.nan if value is None else value for value in history.trimmed().values], dtype=float)
    weeks = min(len(days) // WEEK, MAX_WEEKS)
    return days[len(days) - WEEK * weeks :].reshape(weeks, WEEK)


def week_totals(days: Floats) -> Floats:
    """Totals of (weeks, 7) days: a week of five or six recorded days is scaled up to seven, one of fewer is NaN."""
    recorded = np.isfinite(days).sum(axis=1)
    sums = np.nansum(days, axis=1)
    return np.where(recorded >= MIN_WEEK_DAYS, sums * WEEK / np.maximum(recorded, 1), np.nan)


def spans_a_year(history: Daily) -> bool:
    """Whether 364 days lie between the first recorded day and the last one."""
    return len(history.trimmed().values) >= YEAR_DAYS


def week_middles(weeks: int) -> Floats:
    """The middles of the last `weeks` weeks, in days from the end of the history; those of coming weeks for a negative number."""
    steps = np.arange(-weeks, 0) if weeks > 0 else np.arange(-weeks)
    return WEEK * steps.astype(float) + WEEK / 2


def fit(z: Floats, prior: Prior, *, seasonal: bool) -> Level:
    """The posterior from weeks `z` (transformed, NaN where missing, at least one recorded)."""
    passed = filtered(z, seasonal=seasonal)
    weeks = int(np.isfinite(z).sum())
    return Level(weights(passed.loglike, prior), passed.state.T, passed.cov.T, weeks, float(np.nanmax(z)))


def weights(loglike: Floats, prior: Prior) -> Floats:
    """Posterior weight of each pair, (48,)."""
    away = ((np.log(DRIFT) - log(prior.drift)) / 0.5) ** 2 + ((np.log(NOISE) - log(prior.noise)) / 0.8) ** 2
    total = loglike - away / 2
    weight = np.exp(total - total.max())
    normed: Floats = weight / weight.sum()
    return normed


def futures(level: Level, weeks: int, dice: Dice, known_noise: float = 0.0) -> Floats:
    """(weeks, draws) simulated coming weeks on the transformed scale, at most 4 above the highest week so far.

    The drift calms by 2 % a week. `known_noise`: variance of the weeks that the caller adds himself and that is taken off the noise.
    """
    size = level.state.shape[1]
    pair = np.searchsorted(np.cumsum(level.weight)[:-1], dice.pairs(), side="right")
    root = np.linalg.cholesky(level.cov + HAIR * np.eye(size))[pair]
    state = level.state[pair].T + np.einsum("dij,jd->id", root, dice.state(size))
    z: Floats = dice.drift(weeks) * DRIFT[pair]
    z *= 0.98 ** np.arange(weeks)[:, None]
    np.cumsum(z, axis=0, out=z)
    z += state[0]
    if level.seasonal:
        # Not `@`: a matrix product of this size wakes threads whose waiting doubles the cost of the whole function.
        z += np.einsum("wk,kd->wd", yearly(week_middles(-weeks)), state[1:])
    z += dice.noise(weeks) * np.sqrt(np.maximum(NOISE**2 - known_noise, 0.0))[pair]
    return np.minimum(z, level.highest + 4, out=z)
