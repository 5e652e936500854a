"""How many of the coming visitors will have converted by each week, when their numbers and their rates are drawn already.

A sum of draws has a known mean, variance and skewness, so that it is drawn once, as a quantile of its own curve (Cornish & Fisher 1938),
not week by week. Each week's sum is right by itself; from week to week a future keeps its luck.
"""

import numpy as np

from reportgen.stats.dice import Dice
from reportgen.stats.kalman import Floats

EXACT_VARIANCE = 2.0
"""Sums that vary less are drawn exactly; the curve of the others is within .01 of theirs everywhere (tests/stats/test_stats_tallies.py)."""


def converted(visitors: Floats, share: Floats, dice: Dice) -> Floats:
    """(weeks, draws) binomial conversions up to each week, of so many `visitors` a week (whole numbers) at a `share` a week, 0-1."""
    hits = visitors * share
    spread = np.cumsum(hits * (1 - share), axis=0)
    expected, of = np.cumsum(hits, axis=0), np.cumsum(visitors, axis=0)
    skew = 1 - 2 * expected / np.maximum(of, 1.0)
    done = np.minimum(_by_curve(expected, spread, skew, dice.counting()), of, out=spread)
    few = expected * (1 - expected / np.maximum(of, 1.0)) < EXACT_VARIANCE
    if few.any():
        done[few] = dice.rare().binomial(of[few].astype(np.int64), np.minimum(expected[few] / np.maximum(of[few], 1.0), 1.0))
    return done


def happened(expected: Floats, dice: Dice) -> Floats:
    """(weeks, draws) Poisson counts up to each week, of so many `expected` a week."""
    due = np.cumsum(expected, axis=0)
    done = _by_curve(due, due, 1.0, dice.counting())
    few = due < EXACT_VARIANCE
    if few.any():
        done[few] = dice.rare().poisson(due[few])
    return done


def _by_curve(mean: Floats, variance: Floats, skew: Floats | float, normal: Floats) -> Floats:
    drawn = np.sqrt(variance)
    drawn *= normal
    drawn += mean
    drawn += skew * ((normal**2 - 1) / 6)
    np.rint(drawn, out=drawn)
    return np.maximum(drawn, 0.0, out=drawn)
