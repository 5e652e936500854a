"""What a set of futures says about a target: where they land, how likely they reach it, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from reportgen.stats.forecast import Futures, Method
from reportgen.stats.kalman import Floats
from reportgen.stats.measures import Interval


@dataclass(frozen=True, slots=True)
class Reach:
    """Days ahead by which 10 %, half and 90 % of the futures have reached the target; None where they do not before the deadline."""

    early: int | None
    median: int | None
    late: int | None


@dataclass(frozen=True, slots=True)
class Landing:
    """The deadline's value: median, 80 % and 95 % interval, and the share of futures that meet the target.

    `reached`: for what adds up, when the target is reached, or at most passed; None for rates and ratios.
    """

    median: float
    likely: Interval
    wide: Interval
    probability: float
    reached: Reach | None


@dataclass(frozen=True, slots=True)
class FanPoint:
    """The middle 80 % of the futures so many days ahead."""

    days: int
    low: float
    median: float
    high: float


def probability(futures: Futures, so_far: float, target: float, at_most: bool = False) -> float | None:
    """The share of futures that meet the target at the deadline: the quick part of `landing`. None with method NONE."""
    if futures.method is Method.NONE:
        return None
    final = futures.draws[:, -1] + (so_far if futures.adds else 0.0)
    return float((final <= target if at_most else final >= target).mean())


def landing(futures: Futures, so_far: float, target: float, at_most: bool = False) -> Landing | None:
    """Where `so_far` and the futures land against `target`; `so_far` is left out for rates and ratios, which hold it already.

    None with method NONE.
    """
    chance = probability(futures, so_far, target, at_most=at_most)
    if chance is None:
        return None
    low95, low, median, high, high95 = _quantiles(futures.draws[:, -1:], (0.025, 0.1, 0.5, 0.9, 0.975))[:, 0] + (
        so_far if futures.adds else 0.0
    )
    reached = _reach(futures, so_far, target, at_most) if futures.adds else None
    return Landing(float(median), Interval(float(low), float(high), 0.80), Interval(float(low95), float(high95), 0.95), chance, reached)


def fan(futures: Futures, so_far: float) -> tuple[FanPoint, ...]:
    """The 80 % fan, a point for each step; empty with method NONE."""
    if futures.method is Method.NONE:
        return ()
    bounds = _quantiles(futures.draws, (0.1, 0.5, 0.9)) + (so_far if futures.adds else 0.0)
    return tuple(FanPoint(step, *(float(bound) for bound in bounds[:, i])) for i, step in enumerate(futures.steps))


def _quantiles(draws: Floats, shares: Sequence[float]) -> Floats:
    """(shares, steps) quantiles of every step, linear between two draws as numpy's; sorting is quicker than its selection."""
    ordered = np.sort(draws, axis=0)
    at = np.array(shares) * (len(draws) - 1)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, len(draws) - 1)
    part = (at - low)[:, None]
    between: Floats = ordered[low] * (1 - part) + ordered[high] * part
    return between


def _reach(futures: Futures, so_far: float, target: float, at_most: bool) -> Reach:
    bounds = _quantiles(futures.draws, (0.9, 0.5, 0.1)) + so_far
    days = (0.0, *(float(step) for step in futures.steps))
    return Reach(*(_crossing(days, (so_far, *(float(v) for v in path)), target, at_most) for path in bounds))


def _crossing(days: tuple[float, ...], path: tuple[float, ...], target: float, at_most: bool) -> int | None:
    """The first whole day on which the path is at the target (beyond it for `at_most`), straight between its points."""
    for i, value in enumerate(path):
        if value > target if at_most else value >= target:
            before = path[i - 1] if i else value
            part = (target - before) / (value - before) if i and value > before else 0.0
            begun = days[i - 1] if i else days[0]
            return ceil(begun + part * (days[i] - begun) - 1e-9)
    return None
