"""Site-local days and hours of UTC microseconds, by integer arithmetic that every engine has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue

SECOND = 1_000_000
HOUR = 3600 * SECOND
DAY = 24 * HOUR


def midnight(day: int, zone: str) -> int:
    """UTC microseconds at which a site-local day (as a day number) begins."""
    begin = datetime(1970, 1, 1, tzinfo=ZoneInfo(zone)) + timedelta(days=day)
    return int(begin.timestamp()) * SECOND


def shifts(zone: str, low: int, high: int) -> list[tuple[int, int]]:
    """The zone's offsets between two UTC microseconds: (from when, offset), the first valid from `low`. All in microseconds."""
    info = ZoneInfo(zone)

    def offset(moment: int) -> int:
        utc = datetime.fromtimestamp(moment // SECOND, UTC)
        return int((utc.astimezone(info).utcoffset() or timedelta()).total_seconds()) * SECOND

    found = [(low, offset(low))]
    moment = low
    while moment < high:
        later = min(moment + DAY, high)
        if offset(later) != found[-1][1]:
            found.append((_change(offset, moment, later), offset(later)))
        moment = later
    return found


def _change(offset: Callable[[int], int], low: int, high: int) -> int:
    """The second in (low, high] from which the offset differs from that at `low`."""
    before = offset(low)
    first, last = low // SECOND, high // SECOND
    while last - first > 1:
        middle = (first + last) // 2
        if offset(middle * SECOND) == before:
            first = middle
        else:
            last = middle
    return last * SECOND


def local(time: IntegerValue, zone: str, low: int, high: int) -> IntegerValue:
    """Site-local microseconds of UTC ones that lie in [low, high]."""
    import ibis

    offsets = shifts(zone, low, high)
    if len(offsets) == 1:
        return time + offsets[0][1]
    branches = [(time < start, before) for (start, _), (_, before) in zip(offsets[1:], offsets, strict=False)]
    return time + ibis.cases(*branches, else_=offsets[-1][1])
