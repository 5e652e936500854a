"""Whether two periods may be compared, and the changes between them.

A period is partial when it is not over as of the report, when the data begins inside it, or when days are missing; partial periods
are never compared as if whole. A few missing days spoil a count but hardly a rate, whose two sides miss the same days.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from math import exp
from typing import Self

from reportgen import stats
from reportgen.model.counts import Counts, PeriodCounts
from reportgen.model.reasons import ChangeReason
from reportgen.stats import CountChange, Dispersion, Rate, RateChange, Verdict

MISSING_FOR_COUNTS = 0.01
MISSING_FOR_RATES = 0.10
"""Largest share of missing days with which a count or a rate still stands for its period (1.1: 99 % recorded counts as whole)."""
IMPLAUSIBLE = 1e-4
"""Statistics 8: days without anything are missing where chance would leave them so less often than this."""


@dataclass(frozen=True, slots=True)
class Side:
    """An earlier period, or why there is none to compare with; `counts_reason` stops counts alone."""

    counts: PeriodCounts | None
    reason: ChangeReason | None
    counts_reason: ChangeReason | None


@dataclass(frozen=True, slots=True)
class Comparisons:
    """The two earlier periods: the one just before, and a year before."""

    previous: Side
    year: Side

    @classmethod
    def of(cls, counts: Counts) -> Self:
        return cls(_side(counts, counts.previous), _side(counts, counts.year_before))


def _side(counts: Counts, earlier: PeriodCounts | None) -> Side:
    if earlier is None:
        return _blocked(None, ChangeReason.NO_EARLIER_PERIOD)
    if counts.as_of < counts.current.period.last_day:
        return _blocked(earlier, ChangeReason.PERIOD_NOT_OVER)
    first = min(counts.profile.recorded, default=None)
    if first is None or first > min(earlier.period.begin, counts.current.period.begin):
        return _blocked(earlier, ChangeReason.NOT_RECORDED_FROM_START)
    missing = max(missing_share(counts, counts.current), missing_share(counts, earlier))
    if missing > MISSING_FOR_RATES:
        return _blocked(earlier, ChangeReason.DAYS_MISSING)
    return Side(earlier, None, ChangeReason.DAYS_MISSING if missing > MISSING_FOR_COUNTS else None)


def _blocked(earlier: PeriodCounts | None, reason: ChangeReason) -> Side:
    return Side(earlier, reason, reason)


def missing_share(counts: Counts, part: PeriodCounts) -> float:
    """Share of the period's days that are missing, 0-1: 1 without any data.

    Missing are runs of empty days that chance (Poisson, at the period's own sessions a recorded day, or rows where there are no
    sessions) would leave empty with a probability under 1e-4. On a small site a quiet Sunday is a zero, not a hole.
    """
    rows = {day.day: day.rows for day in counts.profile.days if day.rows}
    days = [part.period.begin + timedelta(days=i) for i in range(part.period.days)]
    recorded = [rows[day] for day in days if day in rows]
    if not recorded:
        return 0.0 if set(counts.profile.quiet).issuperset(days) else 1.0
    per_day = (part.traffic.sessions or sum(recorded)) / len(recorded)
    known = rows.keys() | set(counts.profile.quiet)
    runs = [len(list(run)) for is_empty, run in groupby(days, key=lambda day: day not in known) if is_empty]
    return sum(run for run in runs if exp(-per_day * run) < IMPLAUSIBLE) / len(days)


def rate_change(side: Side, after: Rate, spread: Dispersion, read: Callable[[PeriodCounts], Rate]) -> RateChange:
    """`after` against the same rate in the earlier period."""
    before = read(side.counts) if side.counts else Rate(0, 0)
    if side.reason:
        return RateChange(before, after, Verdict.NOT_COMPARABLE, reason=side.reason)
    return stats.compare_rates(before, after, spread)


def count_change(side: Side, after: int, phi: float, read: Callable[[PeriodCounts], int]) -> CountChange:
    """`after` against the same count in the earlier period."""
    before = read(side.counts) if side.counts else 0
    if side.counts_reason:
        return CountChange(before, after, Verdict.NOT_COMPARABLE, reason=side.counts_reason)
    return stats.compare_counts(before, after, phi)


def amount_change(side: Side, after: int | None, read: Callable[[PeriodCounts], int | None]) -> CountChange | None:
    """`after` against the same sum of money, in micro-units; None unless both are known or the periods cannot be compared."""
    before = read(side.counts) if side.counts else None
    if after is None or (side.counts and before is None):
        return None
    if side.counts_reason:
        return CountChange(before or 0, after, Verdict.NOT_COMPARABLE, reason=side.counts_reason)
    return stats.compare_amounts(before or 0, after)
