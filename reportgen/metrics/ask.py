"""What is asked of the metrics, and the days it touches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportgen import periods
from reportgen.model.counts import Profile
from reportgen.model.settings import Settings, YearComparison
from reportgen.periods import Grain, Period, day_date, day_number

DAYS_BACK = 400
"""How many days before the period its daily series begins: thirteen months and the overhang of a month."""
WEEKS_BACK = 130
"""Two and a half years: a yearly pattern can be told from a lead from two years on (statistics 3.4)."""
MONTHS_BACK = 24


@dataclass(frozen=True, slots=True)
class Ask:
    """One report's period and the last day it may see (inclusive; by default the period's last day)."""

    period: Period
    as_of: date

    @property
    def seen(self) -> Period | None:
        """The part of the period up to `as_of`; None when the period has not begun."""
        end = min(self.period.end, self.as_of + timedelta(days=1))
        return Period(self.period.begin, end) if end > self.period.begin else None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The site days that are known, quiet ones of a small site among them; every other day is missing, which is not zero."""

    days: frozenset[date]

    @property
    def first(self) -> date | None:
        return min(self.days, default=None)

    def last(self, as_of: date) -> date | None:
        """The newest recorded day that is not after `as_of`."""
        return max((day for day in self.days if day <= as_of), default=None)

    def share(self, period: Period) -> float:
        """Share of the period's days with data, 0-1."""
        return sum(day in self.days for day in dates(period)) / period.days

    def complete(self, period: Period) -> bool:
        return all(day in self.days for day in dates(period))


def recorded(profile: Profile) -> Recorded:
    """The days on which an input has an accepted row, and those that are quiet."""
    return Recorded(profile.recorded)


def dates(period: Period) -> tuple[date, ...]:
    """The period's days in order."""
    first = day_number(period.begin)
    return tuple(day_date(first + offset) for offset in range(period.days))


def comparisons(ask: Ask, settings: Settings, known: Recorded) -> tuple[Period | None, Period | None]:
    """The period before and the one a year before.

    None for one that begins before the data do, so that it would be counted short.
    """
    weekdays = settings.report.year_comparison is YearComparison.WEEKDAYS
    before, year = periods.previous(ask.period), periods.year_before(ask.period, weekdays=weekdays)
    return _whole(before, known), _whole(year, known)


def _whole(period: Period, known: Recorded) -> Period | None:
    return period if known.first is not None and known.first <= period.begin else None


def stretch(ask: Ask, grain: Grain, known: Recorded) -> Period:
    """The days a series of this grain covers: back to the grain's limit or the first data, up to as_of or the period's end."""
    begin = ask.period.begin
    limit = {
        Grain.DAY: begin - timedelta(days=DAYS_BACK),
        Grain.WEEK: begin - timedelta(weeks=WEEKS_BACK),
        Grain.MONTH: periods.add_months(begin, -MONTHS_BACK),
    }[grain]
    earliest = min(known.first or begin, begin)
    end = ask.seen.end if ask.seen else begin + timedelta(days=1)
    return Period(max(limit, earliest), end)


def cut(days: Period, grain: Grain, settings: Settings) -> tuple[Period, ...]:
    """The stretch in pieces of one grain; first and last may be clipped. A clipped first week or month is kept and marked."""
    return periods.split(days, grain, settings.report.week_start)


def calendar_rows(spans: Sequence[Iterable[Period]]) -> list[dict[str, object]]:
    """Rows (`period`, `day`): which days belong to which group of stretches, by position. Days may stand in several."""
    return [{"period": index, "day": day_number(day)} for index, group in enumerate(spans) for period in group for day in dates(period)]


CALENDAR = {"period": "int64", "day": "int64"}
