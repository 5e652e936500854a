"""The shape of a period: how much of it each day carries, from the history before it (statistics 1.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean

import numpy as np

from reportgen.stats import level
from reportgen.stats.daily import Daily
from reportgen.stats.kalman import MAX_WEEKS, yearly
from reportgen.stats.links import log_amounts

MIN_HISTORY = 56
PSEUDO_WEEKS = 8


class ShapeBasis(StrEnum):
    """What the shape allows for: nothing, the week, or the week and the year."""

    LINEAR = "linear"
    WEEKDAY = "weekday"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Shape:
    """The share of each day of a period in its total; `weights` sum to 1."""

    weights: tuple[float, ...]
    basis: ShapeBasis

    def by(self, days: int) -> float:
        """Share due after the first `days` days, 0-1."""
        return sum(self.weights[: max(days, 0)])


def shape(history: Daily, begin: date, days: int) -> Shape:
    """The shape of the `days` days from `begin` on, from what was recorded before `begin` only, so that it never moves.

    The week needs 56 recorded days, the year 364 days before; without the week it is a straight line. Raises ValueError for a period
    without days.
    """
    if days < 1:
        raise ValueError("a period has at least one day")
    past = history.before(begin).trimmed().last(MAX_WEEKS * 7)
    week = weekday_factors(past)
    if week is None:
        return Shape((1 / days,) * days, ShapeBasis.LINEAR)
    raw = [week[(begin + timedelta(days=i)).weekday()] for i in range(days)]
    year = _year_factors(past, (begin - past.end).days, days)
    if year is not None:
        raw = [a * b for a, b in zip(raw, year, strict=True)]
    total = sum(raw)
    return Shape(tuple(weight / total for weight in raw), ShapeBasis.WEEKDAY if year is None else ShapeBasis.SEASON)


def weekday_factors(history: Daily) -> tuple[float, ...] | None:
    """Seven factors around 1, Monday first: (sum_i + 8 m) / (count_i m + 8 m), m the mean a day, so that eight even weeks pull them to 1.

    None with fewer than 56 recorded days or nothing in them, and where refunds pull a weekday below nothing.
    """
    recorded = [(i, value) for i, value in enumerate(history.values) if value is not None]
    mean = fmean(value for _, value in recorded) if recorded else 0.0
    if len(recorded) < MIN_HISTORY or mean <= 0:
        return None
    pseudo = PSEUDO_WEEKS * mean
    sums, counts = [0.0] * 7, [0] * 7
    first = history.begin.weekday()
    for i, value in recorded:
        sums[(first + i) % 7] += value
        counts[(first + i) % 7] += 1
    factors = [(total + pseudo) / (count * mean + pseudo) for total, count in zip(sums, counts, strict=True)]
    return tuple(factor / fmean(factors) for factor in factors) if min(factors) > 0 else None


def week_share(history: Daily, days: int) -> float:
    """The share of a week carried by its first `days` days, the week beginning the day after the history."""
    factors = weekday_factors(history)
    if factors is None:
        return days / 7
    return sum(factors[(history.end + timedelta(days=i)).weekday()] for i in range(days)) / 7


def _year_factors(past: Daily, gap: int, days: int) -> Sequence[float] | None:
    """exp(X b) of each day, `gap` days after the history's end; None with less than a year before."""
    if not level.spans_a_year(past):
        return None
    totals = level.week_totals(level.week_days(past))
    if not np.isfinite(totals).any():
        return None
    known = level.fit(log_amounts(totals), level.AMOUNTS, seasonal=True)
    terms = yearly(np.arange(days, dtype=np.float64) + (gap + 0.5))
    return [float(factor) for factor in np.exp(terms @ known.season)]
