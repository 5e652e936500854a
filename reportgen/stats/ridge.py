"""Regression of shares and counts with a penalty on the coefficients (le Cessie & van Houwelingen 1992), by Newton's method."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 50
CLOSE = 1e-9
FAR = 30.0


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Coefficients, the intercept first, and the covariance they would have by the penalised curvature."""

    coefficients: Floats
    cov: Floats

    def linear(self, columns: Floats) -> Floats:
        """(rows,) of the linear predictor; held to +-30."""
        values: Floats = np.clip(self.coefficients[0] + columns @ self.coefficients[1:], -FAR, FAR)
        return values


def logistic(columns: Floats, k: Floats, n: Floats, penalty: float = 1.0) -> Fit:
    """k of n in each row (rows, features): the maximum of the binomial log-likelihood - penalty / 2 x sum of squared coefficients.

    The intercept is free; the same as statsmodels' GLM.fit_regularized with L1_wt 0 and alpha = penalty / rows for the others.
    """
    start = np.log((k.sum() + 0.5) / (n.sum() - k.sum() + 0.5))
    return _newton(columns, k, _flat(columns, float(start)), penalty, lambda at: _binomial(at, n))


def poisson(columns: Floats, counts: Floats, penalty: float = 1.0, near: Fit | None = None) -> Fit:
    """Counts in each row (rows, features), with the log link and the same penalty; `near`: a fit close by saves steps."""
    start = _flat(columns, float(np.log(counts.mean() + 1e-3))) if near is None else near.coefficients
    return _newton(columns, counts, start, penalty, lambda at: (np.exp(at), np.exp(at)))


def _flat(columns: Floats, intercept: float) -> Floats:
    start: Floats = np.r_[intercept, np.zeros(columns.shape[1])]
    return start


def _binomial(linear: Floats, n: Floats) -> tuple[Floats, Floats]:
    share = 1 / (1 + np.exp(-linear))
    return n * share, n * share * (1 - share)


def _newton(columns: Floats, counts: Floats, at: Floats, penalty: float, moments: Callable[[Floats], tuple[Floats, Floats]]) -> Fit:
    """From `at` on; `moments`: mean and variance of the counts from the linear predictor."""
    x = np.column_stack([np.ones(len(counts)), columns])
    weight = np.full(x.shape[1], penalty)
    weight[0] = 0.0
    curvature = np.diag(weight)
    for _ in range(STEPS):
        fitted, variance = moments(np.clip(x @ at, -FAR, FAR))
        curvature = (x.T * np.maximum(variance, 1e-12)) @ x + np.diag(weight)
        step = np.linalg.solve(curvature, x.T @ (counts - fitted) - weight * at)
        at = at + step / max(1.0, float(np.abs(step).max()) / 2)
        if np.abs(step).max() < CLOSE:
            break
    return Fit(at, np.linalg.inv(curvature))
