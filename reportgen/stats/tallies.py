"""How many of the coming visitors will have converted by each week, when their numbers and their rates are drawn already.

A sum of draws has a known mean, variance and skewness, so that it is drawn once, as a quantile of its own curve (Cornish & Fisher 1938),
not week by week. Each week's sum is right by itself; from week to week a future keeps its luck.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from reportgen.stats.dice import Dice
from reportgen.stats.kalman import Floats

EXACT_VARIANCE = 2.0
"""Sums that vary less are drawn exactly; the curve of the others is within .01 of theirs everywhere (tests/stats/test_stats_tallies.py)."""


def added(weeks: Floats, *, ends: bool) -> Floats:
    """(weeks, draws) sums up to each week, or (1, draws) up to the last one if `ends`."""
    return weeks.sum(axis=0, keepdims=True) if ends else np.cumsum(weeks, axis=0)


def converted(visitors: Floats, share: Floats, dice: Dice, *, ends: bool = False) -> tuple[Floats, Floats]:
    """Binomial conversions up to each week, of so many `visitors` a week (whole numbers) at a `share` a week (0-1), and these visitors:
    both (weeks, draws), or (1, draws) up to the last week if `ends`."""
    hits = visitors * share
    expected, of = added(hits, ends=ends), added(visitors, ends=ends)
    hits *= 1 - share
    pooled = expected / np.maximum(of, 1.0)
    done = np.minimum(_by_curve(expected, added(hits, ends=ends), 1 - 2 * pooled, dice.counting()), of)
    few = expected * (1 - pooled) < EXACT_VARIANCE
    _put(done, few, lambda rng: rng.binomial(_latest_first(of, few).astype(np.int64), _latest_first(pooled, few).clip(max=1.0)), dice)
    return done, of


def happened(due: Floats, dice: Dice) -> Floats:
    """(weeks, draws) Poisson counts up to each week, so many being `due` up to then."""
    done = _by_curve(due, due, 1.0, dice.counting())
    few = due < EXACT_VARIANCE
    _put(done, few, lambda rng: rng.poisson(_latest_first(due, few)), dice)
    return done


def _latest_first(weeks: Floats, few: NDArray[np.bool_]) -> Floats:
    """The chosen numbers, the last week's first: they get the same draws however many weeks lie before."""
    return weeks[::-1][few[::-1]]


def _put(done: Floats, few: NDArray[np.bool_], draw: Callable[[np.random.Generator], NDArray[np.int64]], dice: Dice) -> None:
    if few.any():
        done[::-1][few[::-1]] = draw(dice.rare())


def _by_curve(mean: Floats, variance: Floats, skew: Floats | float, normal: Floats) -> Floats:
    drawn = np.sqrt(variance)
    drawn *= normal
    drawn += mean
    drawn += skew * ((normal**2 - 1) / 6)
    np.rint(drawn, out=drawn)
    return np.maximum(drawn, 0.0, out=drawn)
