"""Parts of a set of futures: what a later stretch of days adds, and chosen quantiles of where they land."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reportgen.stats.forecast import Futures, Method
from reportgen.stats.kalman import Floats


def between(futures: Futures, first: int, last: int) -> Futures:
    """What the days after the first `first` days ahead add up to day `last`; steps count from there. For what adds up only.

    Inside a week a future runs straight. Raises ValueError for rates and ratios, and for days outside the steps.
    """
    if not futures.adds:
        raise ValueError("a rate or ratio has no stretches")
    if futures.method is Method.NONE:
        return futures
    if not 0 <= first <= last <= futures.steps[-1]:
        raise ValueError(f"days {first} to {last} are not within {futures.steps[-1]} ahead")
    inside = (*(step for step in futures.steps if first < step < last), last)
    begun = _at(futures, first)
    draws = np.column_stack([_at(futures, day) - begun for day in inside])
    return replace(futures, steps=tuple(day - first for day in inside), draws=draws)


def quantiles(futures: Futures, so_far: float, shares: Sequence[float]) -> tuple[float, ...]:
    """Quantiles of where the futures land, `so_far` added to what adds up; empty with method NONE."""
    if futures.method is Method.NONE:
        return ()
    final = futures.draws[:, -1] + (so_far if futures.adds else 0.0)
    return tuple(float(value) for value in np.quantile(final, shares))


def _at(futures: Futures, day: int) -> Floats:
    """Each future's sum by so many days ahead (draws,)."""
    days = (0, *futures.steps)
    place = next(i for i, step in enumerate(days) if step >= day)
    after: Floats = futures.draws[:, max(place - 1, 0)]
    if days[place] == day:
        return after if place else np.zeros_like(after)
    before: Floats = futures.draws[:, place - 2] if place > 1 else np.zeros_like(after)
    return before + (after - before) * (day - days[place - 1]) / (days[place] - days[place - 1])
