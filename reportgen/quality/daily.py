"""What is watched, as series of days and of weeks that end with the report's last day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from reportgen.quality.calendar import Calendar
from reportgen.stats import Daily, Rate

WEEK = 7
WEEKS_BEFORE = 26


def series(found: Mapping[date, int], known: Calendar) -> Daily:
    """One number a day from the first that has any up to the report's last one: 0 where others came, None where nothing was recorded."""
    recorded = {day.day for day in known.recorded} | known.quiet
    first = min((day for day in found if day in recorded), default=known.as_of)
    days = [first + timedelta(days=offset) for offset in range((known.as_of - first).days + 1)]
    return Daily(first, tuple(float(found.get(day, 0)) if day in recorded else None for day in days))


def weeks(known: Calendar) -> tuple[tuple[date, ...], ...]:
    """The days of each week, first to last: those that begin in the period, and the 26 before. Each ends a multiple of seven days before
    the report's last recorded day, so that no week is cut by the end of the data."""
    last = known.newest or known.as_of
    inside = max(1, ((last - known.period.begin).days + 1) // WEEK)
    ends = [last - timedelta(weeks=back) for back in range(inside + WEEKS_BEFORE - 1, -1, -1)]
    return tuple(tuple(end - timedelta(days=WEEK - 1 - offset) for offset in range(WEEK)) for end in ends)


def rates(known: Calendar, n: Callable[[date], int], of: Callable[[date], int]) -> tuple[Rate, ...]:
    """The share of each of `weeks`."""
    return tuple(Rate(sum(n(day) for day in days), sum(of(day) for day in days)) for days in weeks(known))


def in_period(days: Sequence[date], known: Calendar) -> bool:
    """Whether any of the days belongs to the report's period."""
    return any(day in known.period for day in days)
