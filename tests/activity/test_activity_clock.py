"""Site-local days by integer arithmetic agree with the zone database, on days of 23 and 25 hours too."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from exports_world import micros
from hypothesis import given
from hypothesis import strategies as st

from reportgen.activity import clock
from reportgen.engine import Engine

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Pacific/Kiritimati", "Australia/Lord_Howe")
LOW, HIGH = micros("2010-01-01T00:00:00"), micros("2030-01-01T00:00:00")


def by_zone(moment: int, zone: str) -> int:
    """Local microseconds as the zone database has them."""
    local = datetime.fromtimestamp(moment // clock.SECOND, UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=UTC)
    return int(local.timestamp()) * clock.SECOND + moment % clock.SECOND


@given(st.sampled_from(ZONES), st.integers(LOW, HIGH), st.integers(0, 800 * clock.DAY), st.floats(0, 1))
def test_offsets_are_those_of_the_zone(zone: str, low: int, length: int, share: float) -> None:
    moment = low + int(length * share)
    shifts = clock.shifts(zone, low, low + length)
    offset = [offset for start, offset in shifts if start <= moment][-1]
    assert moment + offset == by_zone(moment, zone)
    assert all(before[0] < after[0] and before[1] != after[1] for before, after in pairwise(shifts))


@pytest.mark.parametrize(("zone", "day", "hours"), [("Europe/Berlin", "2026-03-29", 23), ("Europe/Berlin", "2026-10-25", 25),
                                                    ("Pacific/Kiritimati", "2026-05-05", 24)])  # fmt: skip
def test_each_hour_of_a_day_belongs_to_it(engine: Engine, zone: str, day: str, hours: int) -> None:
    number = micros(f"{day}T00:00:00") // clock.DAY
    begin = clock.midnight(number, zone)
    assert clock.midnight(number + 1, zone) - begin == hours * clock.HOUR
    moments = [begin - 1, *(begin + hour * clock.HOUR for hour in range(hours)), begin + hours * clock.HOUR - 1, begin + hours * clock.HOUR]
    table = engine.memtable([{"time": moment} for moment in moments], {"time": "int64"})
    found = engine.run(table.mutate(day=clock.local(table.time, zone, moments[0], moments[-1]) // clock.DAY).order_by("time"))["day"]
    assert found.tolist() == [number - 1, *[number] * (hours + 1), number + 1]
