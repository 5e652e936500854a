"""The exports have GA4's shape, in each of the shapes it has had, and both formats say the same."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reportgen.demo import files, firm, ga4, workspace
from reportgen.demo.world import World
from reportgen.periods import Period

pytestmark = pytest.mark.slow

EARLY, MIDDLE, LATE = date(2025, 6, 1), date(2025, 7, 1), date(2026, 3, 1)
SLOTS = ["string_value", "int_value", "float_value", "double_value"]


def month(world: World, begin: date) -> ga4.Columns:
    inside = world.days(world.events.time, Period(begin, ga4.month_after(begin)))
    return ga4.table(world.recorded, world.events.take(np.flatnonzero(inside)), begin)


def rows(columns: ga4.Columns) -> list[dict]:
    return [json.loads(line) for line in files.lines(columns)]


def params(row: dict) -> dict[str, dict]:
    return {param["key"]: param["value"] for param in row["event_params"]}


def without_nulls(value: object) -> object:
    """What BigQuery's JSON leaves of a record: no nulls, whole numbers as strings."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_nulls(one) for one in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


@pytest.fixture(scope="module")
def early(year: World) -> list[dict]:
    return rows(month(year, EARLY))


@pytest.fixture(scope="module")
def late(year: World) -> list[dict]:
    return rows(month(year, LATE))


def test_parquet_and_ndjson_hold_the_same_rows(year: World, late: list[dict]) -> None:
    table = pq.read_table(io.BytesIO(files.parquet(month(year, LATE))))
    assert [without_nulls(row) for row in table.slice(0, 3000).to_pylist()] == late[:3000]
    assert table.num_rows == len(late)


def test_parquet_has_the_exports_types(year: World) -> None:
    """Types as in Google's schema of the export; nested records stay nested."""
    schema = pq.read_schema(io.BytesIO(files.parquet(month(year, EARLY))))
    value = pa.struct(
        [("string_value", pa.string()), ("int_value", pa.int64()), ("float_value", pa.float64()), ("double_value", pa.float64())]
    )
    assert schema.field("event_params").type.value_type == pa.struct([("key", pa.string()), ("value", value)])
    assert schema.field("event_timestamp").type == pa.int64()
    assert schema.field("event_date").type == pa.string()
    assert schema.field("device").type.field("web_info").type.field("browser").type == pa.string()


def test_each_era_has_its_records_of_the_source(year: World) -> None:
    later = {"collected_traffic_source", "batch_event_index", "batch_ordering_id", "batch_page_id"}
    assert later.isdisjoint(month(year, EARLY))
    assert later <= set(month(year, MIDDLE))
    assert "session_traffic_source_last_click" not in month(year, MIDDLE)
    assert later | {"session_traffic_source_last_click"} <= set(month(year, LATE))


def test_every_parameter_fills_one_slot_and_keys_stand_once(early: list[dict], late: list[dict]) -> None:
    for row in (*early, *late):
        keys = [param["key"] for param in row["event_params"]]
        assert len(keys) == len(set(keys))
        assert all(len(param["value"]) == 1 and set(param["value"]) <= set(SLOTS) for param in row["event_params"])


def test_the_slot_of_a_parameter_differs_between_eras(early: list[dict], late: list[dict]) -> None:
    """`session_engaged` came as a number and comes as a text, as in real exports."""
    slots = {next(iter(params(row)["session_engaged"])) for row in early if "session_engaged" in params(row)}
    assert slots == {"int_value"}
    slots = {next(iter(params(row)["session_engaged"])) for row in late if "session_engaged" in params(row)}
    assert slots == {"string_value"}


def test_numbers_are_texts_in_json_and_times_are_microseconds(late: list[dict]) -> None:
    for row in late:
        assert isinstance(row["event_timestamp"], str)
        assert len(row["event_timestamp"]) == 16
    budgets = [value for row in late for key, value in params(row).items() if key == "budget"]
    assert budgets
    assert all(isinstance(value["double_value"], float) for value in budgets)


def test_event_date_is_the_day_in_the_propertys_zone(early: list[dict], late: list[dict]) -> None:
    zone = ZoneInfo(firm.ZONE)
    utc_differs = 0
    for row in (*early, *late):
        moment = datetime.fromtimestamp(int(row["event_timestamp"]) / 1e6, UTC)
        assert row["event_date"] == f"{moment.astimezone(zone):%Y%m%d}"
        utc_differs += row["event_date"] != f"{moment:%Y%m%d}"
    assert utc_differs > 100


def test_the_outage_leaves_no_rows_in_the_files_though_events_happened(year: World, tmp_path: Path) -> None:
    march = replace(year, period=Period(LATE, date(2026, 4, 1)))
    assert int(year.days(year.events.time, firm.OUTAGE).sum()) > 1000
    workspace.write_web(tmp_path, march)
    days = pq.read_table(tmp_path / "data/ga4/events_202603.parquet", columns=["event_date"])["event_date"].unique().to_pylist()
    assert sorted(days) == [f"202603{day:02}" for day in range(1, 32) if day not in (17, 18, 19)]


def sessions(found: list[dict]) -> Iterator[tuple[str, str, str]]:
    for row in found:
        values = params(row)
        if "ga_session_id" in values:
            yield row["user_pseudo_id"], values["ga_session_id"]["int_value"], values["ga_session_number"]["int_value"]


def test_a_session_has_one_number_and_people_without_consent_have_none(late: list[dict]) -> None:
    distinct = set(sessions(late))
    assert len(distinct) == len({(visitor, session) for visitor, session, _ in distinct})
    nobody = [row for row in late if row["privacy_info"]["analytics_storage"] == "No"]
    assert nobody
    assert all("user_pseudo_id" not in row and "ga_session_id" not in params(row) for row in nobody)


def test_the_source_of_a_session_is_told_once_and_clicks_carry_an_id(late: list[dict]) -> None:
    collected = [row["collected_traffic_source"] for row in late if "collected_traffic_source" in row]
    assert {one.get("manual_source") for one in collected} >= {"google", "newsletter", "linkedin.com", None}
    only_click = [one for one in collected if "manual_source" not in one]
    assert only_click
    assert all(one["gclid"].startswith("Cj0K") for one in only_click)
    opening = {"first_visit", "session_start", "page_view"}
    assert {row["event_name"] for row in late if "collected_traffic_source" in row} == opening


def test_the_app_stream_is_there_and_has_screens_instead_of_pages(late: list[dict]) -> None:
    app = [row for row in late if row["platform"] != "WEB"]
    assert {row["platform"] for row in app} == {"ANDROID", "IOS"}
    assert {row["event_name"] for row in app} >= {"first_open", "screen_view", "session_start"}
    assert all("page_location" not in params(row) for row in app)


def test_events_that_share_a_timestamp_are_numbered(late: list[dict]) -> None:
    seen = [
        (row.get("user_pseudo_id"), row["batch_page_id"], row["batch_ordering_id"], row["batch_event_index"])
        for row in late
        if "user_pseudo_id" in row
    ]
    assert len(seen) == len(set(seen))


def test_tokens_for_no_value_occur(late: list[dict]) -> None:
    assert any(row["geo"]["city"] == "(not set)" for row in late)
    assert all(row["geo"]["metro"] == "(not set)" for row in late)
