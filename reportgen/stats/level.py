"""The weekly local level: where a series stands, how much it drifts and wobbles, and its year (statistics 1.3, steps 1 to 4).

z_t = level_t + X_t b + noise_t, level_t = level_{t-1} + drift_t, with the two standard deviations averaged over a grid of 48 pairs instead
of fitted (Harvey 1989; Durbin & Koopman 2012). All pairs are filtered in one pass; statsmodels' UnobservedComponents gives the same
numbers one pair at a time (tests/stats/test_stats_level.py), at six times the cost.
"""

from dataclasses import dataclass
from math import log, pi

import numpy as np
from numpy.typing import NDArray

from reportgen.stats.daily import Daily
from reportgen.stats.dice import Dice

Floats = NDArray[np.float64]

WEEK = 7
MAX_WEEKS = 160
MIN_WEEK_DAYS = 5
YEAR_DAYS = 364
YEAR = 365.25
HARMONICS = 3
START_WEEKS = 8
START_SD = 2.0
SEASON_SD = 0.25
HAIR = 1e-12

_DRIFTS = np.array((0.01, 0.02, 0.04, 0.07, 0.11, 0.17, 0.27, 0.42))
_NOISES = np.array((0.05, 0.1, 0.2, 0.35, 0.6, 1.0))
DRIFT = np.repeat(_DRIFTS, len(_NOISES))
"""Weekly standard deviation of the level's drift at each pair of the grid."""
NOISE = np.tile(_NOISES, len(_DRIFTS))
"""Standard deviation of a week around its level at each pair."""


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


def yearly(days: Floats) -> Floats:
    """(n, 6) yearly sines and cosines at days counted from the end of the history (a week's middle is 3.5 days from its ends)."""
    angle = 2 * pi * days / YEAR
    return np.column_stack([wave(k * angle) for k in range(1, HARMONICS + 1) for wave in (np.sin, np.cos)])


def week_middles(weeks: int) -> Floats:
    """The middles of the last `weeks` weeks, in days from the end of the history; those of coming weeks for a negative number."""
    steps = np.arange(-weeks, 0) if weeks > 0 else np.arange(-weeks)
    return WEEK * steps.astype(float) + WEEK / 2


def fit(z: Floats, prior: Prior, *, seasonal: bool) -> Level:
    """The posterior from weeks `z` (transformed, NaN where missing, at least one recorded)."""
    passed = filtered(z, yearly(week_middles(len(z))) if seasonal else np.empty((len(z), 0)))
    weeks = int(np.isfinite(z).sum())
    return Level(weights(passed.loglike, prior), passed.state.T, passed.cov.T, weeks, float(np.nanmax(z)))


def weights(loglike: Floats, prior: Prior) -> Floats:
    """Posterior weight of each pair, (48,)."""
    away = ((np.log(DRIFT) - log(prior.drift)) / 0.5) ** 2 + ((np.log(NOISE) - log(prior.noise)) / 0.8) ** 2
    total = loglike - away / 2
    weight = np.exp(total - total.max())
    normed: Floats = weight / weight.sum()
    return normed


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """The Kalman filter's pass over all weeks, the pairs of the grid last.

    After the last week: mean `state` (k, 48), covariance `cov` (k, k, 48), `loglike` (48,). After each week: mean and variance of the
    level, `levels` and `variances` (weeks, 48).
    """

    state: Floats
    cov: Floats
    loglike: Floats
    levels: Floats
    variances: Floats


def filtered(z: Floats, terms: Floats) -> Passed:
    """Filter weeks `z` with the yearly `terms` (weeks, 0 or 6) at all pairs at once: few and long operations a week."""
    rows = np.column_stack([np.ones(len(z)), terms])
    size, pairs = rows.shape[1], len(DRIFT)
    start_sd = np.concatenate([[START_SD], SEASON_SD / np.repeat(np.arange(1, HARMONICS + 1), 2)])[:size]
    recorded = np.isfinite(z)
    state, cov = np.zeros((size, pairs)), np.zeros((size, size, pairs))
    state[0] = z[recorded][:START_WEEKS].mean()
    cov[range(size), range(size)] = start_sd[:, None] ** 2
    levels, variances, spreads, missed = np.zeros((4, len(z), pairs))
    drift, noise = DRIFT**2, NOISE**2
    for week, row in enumerate(rows):
        if week:
            cov[0, 0] += drift
        if recorded[week]:
            shared = (row @ cov.reshape(size, -1)).reshape(size, pairs)
            spreads[week] = row @ shared + noise
            missed[week] = z[week] - row @ state
            gain = shared / spreads[week]
            state += gain * missed[week]
            cov -= shared[:, None] * gain
        levels[week], variances[week] = state[0], cov[0, 0]
    surprise = np.log(2 * pi * spreads[recorded]) + missed[recorded] ** 2 / spreads[recorded]
    return Passed(state, cov, -surprise.sum(axis=0) / 2, levels, variances)


def futures(level: Level, weeks: int, dice: Dice, known_noise: float = 0.0) -> Floats:
    """(weeks, draws) simulated coming weeks on the transformed scale, at most 4 above the highest week so far.

    The drift calms by 2 % a week. `known_noise`: variance of the weeks that the caller adds himself and that is taken off the noise.
    """
    size = level.state.shape[1]
    pair = np.searchsorted(np.cumsum(level.weight)[:-1], dice.pairs(), side="right")
    root = np.linalg.cholesky(level.cov + HAIR * np.eye(size))[pair]
    state = level.state[pair].T + np.einsum("dij,jd->id", root, dice.state(size))
    z = dice.drift(weeks) * DRIFT[pair]
    z *= 0.98 ** np.arange(weeks)[:, None]
    np.cumsum(z, axis=0, out=z)
    z += state[0]
    if level.seasonal:
        # Not `@`: a matrix product of this size wakes threads whose waiting doubles the cost of the whole function.
        z += np.einsum("wk,kd->wd", yearly(week_middles(-weeks)), state[1:])
    z += dice.noise(weeks) * np.sqrt(np.maximum(NOISE**2 - known_noise, 0.0))[pair]
    return np.minimum(z, level.highest + 4, out=z)
