"""The random numbers behind every simulated future: drawn once, and the same for every series.

Two looks at one goal then differ by their data alone (common random numbers: Law 2015, chapter 11), and no look draws anew.
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np

from reportgen.stats.kalman import Floats

SEED = 20260101
BLOCK = 56
"""Weeks are drawn so many at a time: a year's goals share one table."""


class _Stream(IntEnum):
    PAIR = 0
    STATE = 1
    DRIFT = 2
    NOISE = 3
    COUNTING = 4
    RARE = 5


@dataclass(frozen=True, slots=True)
class Dice:
    """The numbers of so many `draws` (futures) of one series; those of another `series` are independent. The first weeks do not depend on
    how many follow. Arrays are read-only."""

    draws: int
    series: int = 0

    def pairs(self) -> Floats:
        """(draws,) uniform numbers, 0-1."""
        return _uniform(self.series, self.draws)

    def state(self, size: int) -> Floats:
        """(size, draws) standard normal numbers; `size` at most 56."""
        return _normal(self.series, _Stream.STATE, 1, self.draws)[:size]

    def drift(self, weeks: int) -> Floats:
        """(weeks, draws) standard normal numbers."""
        return _normal(self.series, _Stream.DRIFT, _blocks(weeks), self.draws)[:weeks]

    def noise(self, weeks: int) -> Floats:
        """(weeks, draws) standard normal numbers."""
        return _normal(self.series, _Stream.NOISE, _blocks(weeks), self.draws)[:weeks]

    def counting(self) -> Floats:
        """(draws,) standard normal numbers."""
        row: Floats = _normal(self.series, _Stream.COUNTING, 0, self.draws)[0]
        return row

    def rare(self) -> np.random.Generator:
        """A generator, always from its beginning, for what is drawn number by number."""
        return _generator(self.series, _Stream.RARE)


def _blocks(weeks: int) -> int:
    return -(-weeks // BLOCK)


def _generator(series: int, stream: _Stream) -> np.random.Generator:
    return np.random.default_rng((SEED, series, stream))


@lru_cache(maxsize=8)
def _uniform(series: int, draws: int) -> Floats:
    return _kept(_generator(series, _Stream.PAIR).random(draws))


@lru_cache(maxsize=16)
def _normal(series: int, stream: _Stream, blocks: int, draws: int) -> Floats:
    """A row for each week of the blocks; one row without blocks."""
    return _kept(_generator(series, stream).standard_normal((blocks * BLOCK or 1, draws)))


def _kept(drawn: Floats) -> Floats:
    drawn.flags.writeable = False
    return drawn
