"""The hours of the day against those of the weeks before: a shift of all of them is a change of time zone (statistics 8)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

HOURS = 24
ENOUGH_GAIN = 8.0
WORTH = 1500.0
"""Counts beyond so many tell no more: the gain in log-likelihood is divided by n / 1,500."""
LEAST = 50.0
"""Fewer counts in a stretch say nothing about its hours."""
LEAST_SPREAD = 0.5
"""Pseudo-counts an hour, so that an hour nobody used before is no proof."""


@dataclass(frozen=True, slots=True)
class Shift:
    """`hours` by which everything is later (negative: earlier) than before, -11 to 12; `gain` in log-likelihood, above 8."""

    hours: int
    gain: float


def hour_shift(before: Sequence[float], now: Sequence[float]) -> Shift | None:
    """The circular shift that makes the hours now look like those before; None where none is better by enough.

    Both are counts of the 24 site-local hours. For each shift s != 0 the gain is the log-likelihood of the hours now under the hours
    before moved by s, less that under the hours before as they are; divided by max(1, n / 1500) it must be over 8: every week is
    looked at, so that chance has many tries.
    """
    earlier, later = np.asarray(before, dtype=float), np.asarray(now, dtype=float)
    if earlier.sum() < LEAST or later.sum() < LEAST:
        return None
    usual = np.log((earlier + LEAST_SPREAD) / (earlier.sum() + LEAST_SPREAD * HOURS))
    gains = np.array([later @ (np.roll(usual, shift) - usual) for shift in range(HOURS)])
    best = int(gains.argmax())
    gain = float(gains[best]) / max(1.0, float(later.sum()) / WORTH)
    return Shift(best if best <= HOURS // 2 else best - HOURS, gain) if gain > ENOUGH_GAIN else None


def without_largest(days: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Hours of several days as their sum without each hour's largest day, scaled to all of them: one busy machine in one hour does not
    make the day's shape. Zeros without two days."""
    hours = np.asarray(days, dtype=float).reshape(-1, HOURS)
    if len(hours) < 2:
        return (0.0,) * HOURS
    found = (hours.sum(axis=0) - hours.max(axis=0)) * len(hours) / (len(hours) - 1)
    return tuple(float(n) for n in found)
