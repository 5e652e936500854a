"""Which days have data, seen from one report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from reportgen.model.counts import Counts, DayProfile
from reportgen.model.settings import Settings
from reportgen.periods import Period

LOW = 0.5
"""A newest day with less than this share of its usual rows looks cut off."""
LOW_FROM = 20
"""Fewer usual rows a day than this say nothing about a single day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The report's visible days: `seen` of the period up to as_of, `recorded` with data, oldest first, `quiet` without a row though nothing
    is missing.

    `exported` is the newest day of any export of visits, which may lie after as_of.
    """

    period: Period
    as_of: date
    seen: tuple[date, ...]
    recorded: tuple[DayProfile, ...]
    exported: date | None
    quiet: frozenset[date] = frozenset()

    @property
    def newest(self) -> date | None:
        """The newest day that is known."""
        return max((*self.quiet, *(day.day for day in self.recorded[-1:])), default=None)

    def missing(self, days: Sequence[date]) -> tuple[date, ...]:
        """Those of the days without any data, though there should be some."""
        known = {day.day for day in self.recorded} | self.quiet
        return tuple(day for day in days if day not in known)


def calendar(settings: Settings, counts: Counts) -> Calendar:
    """The days as the report's as_of sees them."""
    period, as_of = counts.current.period, counts.as_of
    recorded = sorted((day for day in counts.profile.days if day.rows > 0 and day.day <= as_of), key=lambda day: day.day)
    offline = {source.key for source in settings.report.inputs if source.offline}
    exported = max((file.last_day for file in counts.profile.files if file.last_day and file.input not in offline), default=None)
    return Calendar(
        period, as_of, tuple(day for day in days_of(period) if day <= as_of), tuple(recorded), exported, frozenset(counts.profile.quiet)
    )


def days_of(period: Period) -> tuple[date, ...]:
    return tuple(period.begin + timedelta(days=offset) for offset in range(period.days))


def low_last_day(known: Calendar) -> tuple[DayProfile, float] | None:
    """The newest recorded day and its usual rows (median of the same weekday, four weeks before) where it looks cut off.

    None when it is not in the period, is as full as usual, too little is known, or the exports go on after it.
    """
    if not known.recorded or known.recorded[-1].day not in known.period:
        return None
    if known.exported and known.exported > known.recorded[-1].day:
        return None
    newest = known.recorded[-1]
    rows = {day.day: day.rows for day in known.recorded}
    before = [rows[day] for weeks in range(1, 5) if (day := newest.day - timedelta(weeks=weeks)) in rows]
    if len(before) < 3 or median(before) < LOW_FROM or newest.rows >= LOW * median(before):
        return None
    return newest, median(before)
