"""Site-local days and the moments they begin: the only place in the simulation that knows the zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from reportgen import periods

MICROS = 1_000_000
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Clock:
    """Midnights of consecutive site-local days, UTC microseconds; the last one ends the last day.

    A day with a change to or from summer time is 23 or 25 hours long.
    """

    first: date
    midnights: Ints

    @property
    def days(self) -> int:
        return len(self.midnights) - 1

    @property
    def first_number(self) -> int:
        return periods.day_number(self.first)

    def index(self, day: date) -> int:
        """Which of the clock's days this is; may lie outside."""
        return (day - self.first).days

    def dates(self) -> list[date]:
        """Every day of the clock."""
        return [self.first + timedelta(days=number) for number in range(self.days)]

    def moment(self, day: Ints, share: Floats) -> Ints:
        """UTC microseconds at a share (0-1) of each day's own length."""
        begin = self.midnights[day]
        length = self.midnights[day + 1] - begin
        return begin + (share * length).astype(np.int64)

    def day_of(self, time: Ints) -> Ints:
        """Index of the site-local day of each UTC time."""
        return np.searchsorted(self.midnights, time, side="right") - 1


def clock(first: date, end: date, zone: str) -> Clock:
    """The days `[first, end)` of a zone."""
    place = ZoneInfo(zone)
    days = [first + timedelta(days=number) for number in range((end - first).days + 1)]
    seconds = [int(datetime(day.year, day.month, day.day, tzinfo=place).timestamp()) for day in days]
    return Clock(first, np.array(seconds, dtype=np.int64) * MICROS)
