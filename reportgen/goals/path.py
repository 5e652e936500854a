"""Where the way to the target should be by now: a straight line, or one with the shape of the week (statistics 1.2)."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from statistics import fmean

from reportgen.model.findings import PathPoint
from reportgen.periods import Period

MIN_HISTORY = 56
PSEUDO_WEEKS = 8
RECENT_DAYS = 28

Daily = Sequence[tuple[date, float | None]]
"""Days with their number; None where nothing was recorded, which is not zero."""


def weekday_factors(daily: Daily) -> tuple[float, ...] | None:
    """Seven factors around 1, Monday first: (sum_i + 8 m) / (count_i m + 8 m), m the mean a day, so that eight weeks' worth of an
    even week pull them to 1. None with fewer than 56 recorded days or nothing in them."""
    recorded = [(day, value) for day, value in daily if value is not None]
    mean = fmean(value for _, value in recorded) if recorded else 0.0
    if len(recorded) < MIN_HISTORY or mean <= 0:
        return None
    pseudo = PSEUDO_WEEKS * mean
    by_weekday = [[value for day, value in recorded if day.weekday() == weekday] for weekday in range(7)]
    factors = [(sum(values) + pseudo) / (len(values) * mean + pseudo) for values in by_weekday]
    # Refunds can pull a weekday below nothing, and then the shape says nothing.
    return tuple(factor / fmean(factors) for factor in factors) if min(factors) > 0 else None


def frozen_factors(daily: Daily, begin: date) -> tuple[float, ...] | None:
    """Weekday factors from the days before `begin`, so that the path never moves; from all days while those are too few."""
    return weekday_factors([(day, value) for day, value in daily if day < begin]) or weekday_factors(daily)


def day_weights(period: Period, factors: Sequence[float] | None) -> tuple[float, ...]:
    """The weight of each day of the period: its weekday's factor, or 1."""
    days = (period.begin + timedelta(days=i) for i in range(period.days))
    return tuple(factors[day.weekday()] if factors else 1.0 for day in days)


def share_by(weights: Sequence[float], days: int) -> float:
    """Share of the way due after the first `days` days, 0-1."""
    return sum(weights[:days]) / sum(weights)


def draw(period: Period, daily: Daily, weights: Sequence[float], target: float | None) -> tuple[PathPoint, ...]:
    """One point a day of the period: what had come together by then, and what the path to `target` expects.

    `actual` is None on missing days and on days still to come; what was missed is not made up for.
    """
    values = dict(daily)
    total = sum(weights)
    points = []
    come = 0.0
    for i, due in enumerate(accumulate(weights)):
        day = period.begin + timedelta(days=i)
        value = values.get(day)
        come += value or 0.0
        points.append(PathPoint(day, None if value is None else come, None if target is None else target * due / total))
    return tuple(points)


def recent_per_day(daily: Daily) -> float | None:
    """Mean of the last 28 recorded days. None without any."""
    recorded = [value for _, value in daily if value is not None][-RECENT_DAYS:]
    return fmean(recorded) if recorded else None
