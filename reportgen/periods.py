"""Time as the report counts it: half-open stretches of site-local days."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

EPOCH = date(1970, 1, 1)


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
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.begin <= day < self.end


def day_number(day: date) -> int:
    """Days since 1970-01-01: how kept tables write a site-local day."""
    return (day - EPOCH).days


def day_date(number: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=number)
