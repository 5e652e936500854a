"""What a set of futures says about a target: where they land, how likely they reach it, and by when."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from reportgen.stats.forecast import Futures, Method
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


def landing(futures: Futures, so_far: float, target: float, at_most: bool = False) -> Landing | None:
    """Where `so_far` and the futures land against `target`; `so_far` is left out for rates and ratios, which hold it already.

    None with method NONE.
    """
    if futures.method is Method.NONE:
        return None
    paths = futures.draws + so_far if futures.adds else futures.draws
    final = paths[:, -1]
    low95, low, median, high, high95 = (float(q) for q in np.quantile(final, (0.025, 0.1, 0.5, 0.9, 0.975)))
    met = final <= target if at_most else final >= target
    reached = _reach(futures, so_far, target, at_most) if futures.adds else None
    return Landing(median, Interval(low, high, 0.80), Interval(low95, high95, 0.95), float(met.mean()), reached)


def fan(futures: Futures, so_far: float) -> tuple[FanPoint, ...]:
    """The 80 % fan, a point for each step; empty with method NONE."""
    if futures.method is Method.NONE:
        return ()
    paths = futures.draws + so_far if futures.adds else futures.draws
    bounds = np.quantile(paths, (0.1, 0.5, 0.9), axis=0)
    return tuple(FanPoint(step, *(float(bound) for bound in bounds[:, i])) for i, step in enumerate(futures.steps))


def _reach(futures: Futures, so_far: float, target: float, at_most: bool) -> Reach:
    bounds = np.quantile(futures.draws, (0.9, 0.5, 0.1), axis=0) + so_far
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
