"""The Kalman filter of the weekly level, at all 48 pairs of drift and noise at once (Harvey 1989; Durbin & Koopman 2012).

How surely each week is known, and how much it moves the level, depend only on which weeks were recorded, not on what they brought; so that
is worked out once for every series alike. The year is counted from the first week inside, which makes all series alike, and from the last
one outside; turning its waves from one to the other changes nothing else. statsmodels' UnobservedComponents gives the same numbers one
pair at a time (tests/stats/test_stats_level.py).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import pi

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WEEK = 7
MAX_WEEKS = 160
YEAR = 365.25
HARMONICS = 3
START_WEEKS = 8
START_SD = 2.0
SEASON_SD = 0.25

_DRIFTS = np.array((0.01, 0.02, 0.04, 0.07, 0.11, 0.17, 0.27, 0.42))
_NOISES = np.array((0.05, 0.1, 0.2, 0.35, 0.6, 1.0))
DRIFT = np.repeat(_DRIFTS, len(_NOISES))
"""Weekly standard deviation of the level's drift at each pair of the grid."""
NOISE = np.tile(_NOISES, len(_DRIFTS))
"""Standard deviation of a week around its level at each pair."""


@dataclass(frozen=True, slots=True, eq=False)
class Passed:
    """The filter's pass over all weeks, the pairs of the grid last.

    After the last week: mean `state` (k, 48), covariance `cov` (k, k, 48), `loglike` (48,). After each week: mean and variance of the
    level, `levels` and `variances` (weeks, 48). The yearly terms are those at days counted from the end of the last week.
    """

    state: Floats
    cov: Floats
    loglike: Floats
    levels: Floats
    variances: Floats


def filtered(z: Floats, *, seasonal: bool) -> Passed:
    """Filter weeks `z` (NaN where missing, at least one recorded), with the yearly terms if `seasonal`."""
    recorded = np.isfinite(z)
    known = _known(_pattern(recorded), seasonal)
    weeks = len(z)
    state = np.zeros(known.gains.shape[1:])
    state[0] = z[recorded][:START_WEEKS].mean()
    levels, missed = np.zeros((2, weeks, len(DRIFT)))
    for week in range(weeks):
        if recorded[week]:
            missed[week] = z[week] - known.rows[week] @ state
            state += known.gains[week] * missed[week]
        levels[week] = state[0]
    spreads = known.spreads[:weeks][recorded]
    surprise = np.log(2 * pi * spreads) + missed[recorded] ** 2 / spreads
    turn = _turn(WEEK * weeks) if seasonal else np.eye(1)
    cov = np.einsum("ij,jkp,lk->ilp", turn, known.covs[weeks - 1], turn)
    return Passed(turn @ state, cov, -surprise.sum(axis=0) / 2, levels, known.covs[:weeks, 0, 0])


def yearly(days: Floats) -> Floats:
    """(n, 6) yearly sines and cosines at so many days from the origin."""
    angle = 2 * pi * days / YEAR
    return np.column_stack([wave(k * angle) for k in range(1, HARMONICS + 1) for wave in (np.sin, np.cos)])


def _pattern(recorded: NDArray[np.bool_]) -> tuple[bool, ...]:
    """Which weeks were recorded. Series without a gap share one pattern, however long they are."""
    return (True,) * max(len(recorded), MAX_WEEKS) if recorded.all() else tuple(recorded.tolist())


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is known before any number: `rows` (weeks, k) by which the state makes a week, how far a week moves the state, `gains`
    (weeks, k, 48), the variance of a week before it is seen, `spreads` (weeks, 48), and of the state after it, `covs` (weeks, k, k, 48)."""

    rows: Floats
    gains: Floats
    spreads: Floats
    covs: Floats


@lru_cache(maxsize=8)
def _known(recorded: tuple[bool, ...], seasonal: bool) -> _Known:
    weeks, pairs = len(recorded), len(DRIFT)
    rows = np.ones((weeks, 1))
    if seasonal:
        rows = np.column_stack([rows, yearly(WEEK * np.arange(weeks, dtype=np.float64) + WEEK / 2)])
    size = rows.shape[1]
    start_sd = np.concatenate([[START_SD], SEASON_SD / np.repeat(np.arange(1, HARMONICS + 1), 2)])[:size]
    cov = np.zeros((size, size, pairs))
    cov[range(size), range(size)] = start_sd[:, None] ** 2
    gains, spreads, covs = np.zeros((weeks, size, pairs)), np.zeros((weeks, pairs)), np.zeros((weeks, size, size, pairs))
    for week, row in enumerate(rows):
        if week:
            cov[0, 0] += DRIFT**2
        if recorded[week]:
            shared = (row @ cov.reshape(size, -1)).reshape(size, pairs)
            spreads[week] = row @ shared + NOISE**2
            gains[week] = shared / spreads[week]
            cov -= shared[:, None] * gains[week]
        covs[week] = cov
    return _Known(rows, gains, spreads, covs)


def _turn(days: float) -> Floats:
    """(7, 7): the level as it is, and the weights of the yearly terms at d days for those at d - `days`."""
    turn = np.eye(1 + 2 * HARMONICS)
    for k in range(1, HARMONICS + 1):
        sine, cosine = np.sin(2 * pi * k * days / YEAR), np.cos(2 * pi * k * days / YEAR)
        turn[2 * k - 1 : 2 * k + 1, 2 * k - 1 : 2 * k + 1] = ((cosine, -sine), (sine, cosine))
    return turn
