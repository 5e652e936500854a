"""Time from one step to the next, with those still waiting counted as waiting (statistics 3.4, Lag)."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, log, sqrt

import numpy as np
from numpy.typing import NDArray

from reportgen.stats.measures import Interval
from reportgen.stats.referee import LEVEL, Z, enough_macros

Floats = NDArray[np.float64]

FAR = 500.0
"""A distance on the log scale that is beyond any doubt, and within what a float holds."""


@dataclass(frozen=True, slots=True)
class Wait:
    """`count` visitors whose next step came after `day` whole days or, with `happened` false, had not come when last looked at."""

    day: int
    happened: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class LagPoint:
    """Share of visitors, 0-1, who have taken the next step by the end of `day`; `greenwood` is Greenwood's sum up to there."""

    day: int
    share: float
    interval: Interval
    greenwood: float


@dataclass(frozen=True, slots=True)
class Lag:
    """Kaplan-Meier (1958) curve of the time to the next step: one point for each day on which anyone took it, none beyond `horizon` days.

    `visitors` of whom `events` took it; `horizon` is the one asked for, or the longest that anyone was followed if that is less and not all
    have taken it.
    """

    points: tuple[LagPoint, ...]
    visitors: int
    events: int
    horizon: int

    def at(self, day: int) -> LagPoint | None:
        """The curve's last point by the end of `day`; None while nobody has taken the step."""
        known = bisect_right([point.day for point in self.points], day)
        return self.points[known - 1] if known else None

    def share(self, day: int) -> float:
        """Share of visitors, 0-1, who take the step within `day` days."""
        point = self.at(day)
        return point.share if point else 0.0

    def quantile(self, q: float) -> int:
        """Of those who take the step within the horizon, a share `q` has by this day: the first with F(day) >= q F(horizon)."""
        return next(point.day for point in self.points if point.share >= q * self.points[-1].share - 1e-12)


@dataclass(frozen=True, slots=True)
class Maturity:
    """How much of what a cohort will bring within the horizon has come, and what is still to come (shares 0-1 that add to 1).

    `interval` is of `still`, None while nothing has come. `expected` visitors are still to take the step.
    """

    come: float
    still: float
    interval: Interval | None
    expected: float


def lag(waits: Sequence[Wait], horizon: int) -> Lag | None:
    """The curve up to `horizon` days; None under 20 steps taken within it (not enough data).

    Steps beyond the horizon count as still waiting at it. A step on the day on which others stop being followed comes first. Raises
    ValueError for negative days or counts.
    """
    if any(one.day < 0 or one.count < 0 for one in waits):
        raise ValueError("days and counts of waits cannot be negative")
    held = [one for one in waits if one.count]
    events = sum(one.count for one in held if one.happened and one.day <= horizon)
    if not enough_macros(events):
        return None
    day = np.array([min(one.day, horizon) for one in held])
    happened = np.array([one.happened and one.day <= horizon for one in held])
    count = np.array([one.count for one in held])
    followed, stepped = np.bincount(day, weights=count), np.bincount(day, weights=count * happened)
    at_risk = followed[::-1].cumsum()[::-1]
    days = np.flatnonzero(stepped)
    taken, before = stepped[days], at_risk[days]
    left = before - taken
    waiting = np.cumprod(left / before)
    greenwood = np.cumsum(np.divide(taken, before * left, out=np.full_like(taken, np.inf), where=left > 0))
    points = tuple(
        LagPoint(int(when), 1 - float(share), _interval(float(share), float(total)), float(total))
        for when, share, total in zip(days, waiting, greenwood, strict=True)
    )
    known = horizon if happened.all() else min(horizon, int(day.max()))
    return Lag(points, int(count.sum()), events, known)


def _interval(waiting: float, greenwood: float) -> Interval:
    """Interval of 1 - S on the log(-log S) scale (Kalbfleisch & Prentice 1980, 1.3); 0-1 where everybody has taken the step."""
    if not 0 < waiting < 1 or not isfinite(greenwood):
        return Interval(0.0, 1.0, LEVEL)
    reach = exp(min(Z * sqrt(greenwood) / abs(log(waiting)), FAR))
    return Interval(1 - waiting ** (1 / reach), 1 - waiting**reach, LEVEL)


def maturity(curve: Lag, ages: Sequence[tuple[int, int]]) -> Maturity:
    """How far a cohort is that behaves as the curve: (days since the first step, visitors) for each age in it.

    What visitors of age a bring within the horizon H has come as F(a) / F(H). The interval is by the delta method on S(a), S(H) with
    covariance S(a) S(b) Greenwood(min(a, b)), on the logit scale. Raises ValueError for a cohort of nobody.
    """
    visitors = sum(count for _, count in ages)
    if visitors <= 0:
        raise ValueError("a cohort of nobody has no maturity")
    whole = curve.points[-1]
    parts = [(curve.at(age), count / visitors) for age, count in ages]
    come = sum(point.share * weight for point, weight in parts if point) / whole.share
    seen = [(point, weight) for point, weight in parts if point and point.day < whole.day]
    return Maturity(come, 1 - come, _still(come, seen, whole), visitors * whole.share * (1 - come))


def _still(come: float, seen: Sequence[tuple[LagPoint, float]], whole: LagPoint) -> Interval | None:
    if not 0 < come < 1:
        return None
    points = [*(point for point, _ in seen), whole]
    by_end = sum(point.share * weight for point, weight in seen) / whole.share
    slope = np.array([*(-weight for _, weight in seen), by_end]) / whole.share
    waiting = np.array([1 - point.share for point in points])
    greenwood = np.array([point.greenwood if isfinite(point.greenwood) else 0.0 for point in points])  # none waits: nothing varies
    cov = np.outer(waiting, waiting) * np.minimum.outer(greenwood, greenwood)
    reach = Z * sqrt(max(float(slope @ cov @ slope), 0.0)) / (come * (1 - come))
    odds = (1 - come) / come
    return Interval(odds / (odds + exp(min(reach, FAR))), odds / (odds + exp(-min(reach, FAR))), LEVEL)
