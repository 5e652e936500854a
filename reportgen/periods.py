"""Time as the report counts it: half-open stretches of site-local days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

EPOCH = date(1970, 1, 1)
DAY = timedelta(days=1)
WEEK_DAYS = 7
WEEKDAY_YEAR = timedelta(days=364)

WeekStart = Literal["monday", "sunday"]


class Grain(StrEnum):
    """How finely a series is cut."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The site-local days `[begin, end)`; never empty.

    Raises ValueError when end is not after begin.
    """

    begin: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.begin:
            raise ValueError(f"a period needs at least one day: {self.begin} to {self.end}")

    @property
    def days(self) -> int:
        return (self.end - self.begin).days

    @property
    def last_day(self) -> date:
        """The inclusive last day, for display only."""
        return self.end - DAY

    def __contains__(self, day: date) -> bool:
        return self.begin <= day < self.end


def month(text: str) -> Period:
    """The calendar month written `2026-10`. ValueError for anything else."""
    found = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
    if not found:
        raise ValueError(f"not a month such as 2026-10: {text!r}")
    begin = date(int(found[1]), int(found[2]), 1)
    return Period(begin, add_months(begin, 1))


def of(first: date, last: date) -> Period:
    """The period from `first` to `last`, both included. ValueError when `last` is before `first`."""
    return Period(first, last + DAY)


def key(period: Period) -> str:
    """The period's name in paths and records: `2026-10` for a calendar month, else `2026-09-01_2026-09-15` (last day included)."""
    if period.begin.day == 1 and period.end == add_months(period.begin, 1):
        return period.begin.isoformat()[:7]
    return f"{period.begin.isoformat()}_{period.last_day.isoformat()}"


def months_in(period: Period) -> int | None:
    """How many calendar months the period is made of; None unless it is made of whole ones."""
    if period.begin.day != 1 or period.end.day != 1:
        return None
    return (period.end.year - period.begin.year) * 12 + period.end.month - period.begin.month


def previous(period: Period) -> Period:
    """The period just before: as many calendar months where the period is whole months, else as many days."""
    months = months_in(period)
    begin = add_months(period.begin, -months) if months else period.begin - timedelta(days=period.days)
    return Period(begin, period.begin)


def year_before(period: Period, weekdays: bool = False) -> Period:
    """The same calendar dates a year earlier, or, for `weekdays`, 364 days earlier.

    29 February is dropped at either edge on the side that has it: February 2025 is compared with 1 to 28 February 2024. In the
    middle of a longer period it stays, since a period has no holes. 29 February alone is compared with the 28th.
    """
    if weekdays:
        return Period(period.begin - WEEKDAY_YEAR, period.end - WEEKDAY_YEAR)
    last = _year_earlier(period.last_day)
    begin = period.begin.replace(year=period.begin.year - 1, month=3, day=1) if _is_leap_day(period.begin) else _year_earlier(period.begin)
    return of(min(begin, last), last)


def split(period: Period, grain: Grain, week_start: WeekStart = "monday") -> tuple[Period, ...]:
    """The days, weeks or months that cover the period, first to last, clipped at its edges."""
    parts = []
    begin = period.begin
    while begin < period.end:
        end = min(_calendar_period(begin, grain, week_start).end, period.end)
        parts.append(Period(begin, end))
        begin = end
    return tuple(parts)


def is_whole(period: Period, grain: Grain, week_start: WeekStart = "monday") -> bool:
    """Whether the period is exactly one day, week or month of the calendar."""
    return period == _calendar_period(period.begin, grain, week_start)


def add_months(day: date, months: int) -> date:
    """The first day of the month so many months after the day's own; negative ones before. ValueError outside the calendar."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01: how kept tables write a site-local day."""
    return (day - EPOCH).days


def day_date(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=number)


def _calendar_period(day: date, grain: Grain, week_start: WeekStart) -> Period:
    """The day, week or month that `day` lies in."""
    if grain is Grain.DAY:
        return Period(day, day + DAY)
    if grain is Grain.MONTH:
        first = day.replace(day=1)
        return Period(first, add_months(first, 1))
    into_week = day.weekday() if week_start == "monday" else day.isoweekday() % WEEK_DAYS
    begin = day - timedelta(days=into_week)
    return Period(begin, begin + timedelta(days=WEEK_DAYS))


def _is_leap_day(day: date) -> bool:
    return (day.month, day.day) == (2, 29)


def _year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if _is_leap_day(day) else day.replace(year=day.year - 1)
