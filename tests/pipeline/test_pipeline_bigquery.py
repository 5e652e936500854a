"""BigQuery's own tables, by a client that runs every statement in DuckDB: what is read, kept and counted. BigQuery itself is not run."""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
import sqlglot
import tiny
from fake_warehouse import DATASET, DRY_RUN, KEPT, PROJECT, FakeWarehouse
from sqlglot import exp

from reportgen import archive, pipeline
from reportgen.engine import Embedded, bigquery
from reportgen.errors import DataError
from reportgen.model.findings import Findings

pytestmark = pytest.mark.slow

TABLES = f"bigquery://{PROJECT}/{DATASET}/events_*"
NATIVE = tiny.REPORT.replace("data/web/*", TABLES) + f"engine: bigquery://{PROJECT}/{DATASET}\n"
EVENTS = [*tiny.month_of_events(tiny.SEPTEMBER), *tiny.month_of_events(tiny.OCTOBER)]
KINDS = {
    "event_timestamp": "bigint",
    "event_name": "varchar",
    "event_params": "struct(key varchar, value struct(string_value varchar, int_value bigint, float_value double, double_value double))[]",
    "event_bundle_sequence_id": "bigint",
    "batch_page_id": "bigint",
    "batch_ordering_id": "bigint",
    "batch_event_index": "bigint",
    "user_id": "varchar",
    "user_pseudo_id": "varchar",
    "device": "struct(category varchar)",
    "geo": "struct(country varchar)",
    "traffic_source": "struct(name varchar, medium varchar, source varchar)",
    "collected_traffic_source": "struct(manual_campaign_name varchar, manual_source varchar, manual_medium varchar, "
    "manual_content varchar, gclid varchar)",
    "session_traffic_source_last_click": "struct(cross_channel_campaign struct("
    "campaign_name varchar, source varchar, medium varchar), google_ads_campaign struct(customer_id varchar, campaign_name varchar), "
    "manual_campaign struct(campaign_name varchar, source varchar, medium varchar, content varchar))",
    "platform": "varchar",
    "ecommerce": "struct(purchase_revenue double, refund_value double, transaction_id varchar)",
    "items": "struct(item_id varchar, item_name varchar, item_category varchar, price double, quantity bigint)[]",
}
"""The documented schema of GA4's tables, as far as it is read."""


def day_of(event: tiny.Event) -> str:
    return datetime.fromtimestamp(int(str(event["event_timestamp"])) / 1_000_000, UTC).strftime("%Y%m%d")


def by_day(events: Sequence[tiny.Event] = EVENTS) -> dict[str, list[tiny.Event]]:
    found: dict[str, list[tiny.Event]] = {}
    for each in events:
        found.setdefault(f"events_{day_of(each)}", []).append(each)
    return found


def read(file: Path) -> str:
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in KINDS.items())
    return f"select * from read_json('{file}', format = 'newline_delimited', columns = {{{columns}}})"


def web_of(files: Path) -> list[Path]:
    return sorted((files / "data" / "web").iterdir())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of one file a day."""
    folder = tiny.workspace(tmp_path_factory.mktemp("files"), september=None, web=None)
    return tiny.write(folder, {f"data/web/{name}.ndjson": tiny.ndjson(events) for name, events in by_day().items()})


@pytest.fixture(scope="module")
def warehouse(files: Path) -> Iterator[FakeWarehouse]:
    """The same days as tables, the last of them as the day goes on; and one that is final also has what it was before that."""
    found = FakeWarehouse()
    tables = {file.stem: read(file) for file in web_of(files)}
    tables["events_intraday_20261031"] = tables.pop("events_20261031")
    tables["events_intraday_20261030"] = f"{tables['events_20261030']} limit 1"
    tables["pseudonymous_users_20261001"] = tables["events_20261001"]
    found.events(tables)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bigquery, "google", lambda *told: found)
        yield found


def findings(folder: Path, said: list[str] | None = None) -> Findings:
    tell = (lambda _text: None) if said is None else said.append
    return pipeline.analysed(pipeline.Workspace(folder), pipeline.Request(month="2026-10"), tell).findings


def told(found: Findings) -> dict[str, object]:
    """The report's facts without the texts of queries and what a file has and a table has not."""
    plain = replace(found, definitions=tuple(replace(each, query="") for each in found.definitions))
    facts: dict[str, object] = json.loads(archive.report_json(plain))
    for file in facts["ledger"]["profile"]["files"]:  # type: ignore[index]
        for name in ("file", "bytes", "sha256", "columns"):
            del file[name]
    return facts


@pytest.fixture(scope="module")
def native(warehouse: FakeWarehouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.workspace(tmp_path_factory.mktemp("native"), report=NATIVE, september=None, web=None)


@pytest.fixture(scope="module")
def first(warehouse: FakeWarehouse, native: Path) -> tuple[Findings, list[str]]:
    said: list[str] = []
    return findings(native, said), said


def test_tables_and_files_say_the_same(first: tuple[Findings, list[str]], files: Path) -> None:
    assert told(first[0]) == told(findings(files))


def test_bytes_are_estimated_and_told_before_tables_are_read(first: tuple[Findings, list[str]], warehouse: FakeWarehouse) -> None:
    told = first[1].index(
        f"scanning {2 * DRY_RUN / 1_000_000:,.1f} MB of 61 tables of web, events_20260901 to events_intraday_20261031, "
        "as BigQuery estimates, and 0.0 MB kept in the dataset, several times; what that costs: cloud.google.com/bigquery/pricing"
    )
    assert told < first[1].index("reading events_20260901 to events_20261001")
    assert len(warehouse.estimated) == 2
    assert all("`project`.`analytics_1`.`events_*`" in sql for sql in warehouse.estimated)


def test_a_day_that_goes_on_is_read_until_its_table_is_final(first: tuple[Findings, list[str]], warehouse: FakeWarehouse) -> None:
    assert [file.file for file in first[0].ledger.profile.files if "intraday" in file.file] == ["events_intraday_20261031"]
    days = re.findall(r"'([a-z_]*\d{8})'", warehouse.estimated[1].partition("_TABLE_SUFFIX` IN (")[2].partition(")")[0])
    assert days[-2:] == ["20261030", "intraday_20261031"]


def test_nothing_is_read_twice_and_nothing_is_left_behind(
    first: tuple[Findings, list[str]], warehouse: FakeWarehouse, native: Path
) -> None:
    asked, estimated = len(warehouse.asked), len(warehouse.estimated)
    assert told(findings(native)) == told(first[0])
    assert len(warehouse.estimated) == estimated
    assert not any("events_*" in sql for sql in warehouse.asked[asked:])
    left = warehouse.con.execute("select table_name from duckdb_tables() where table_name like 'reportgen%'").fetchall()
    assert {str(name) for (name,) in left} == {
        f"reportgen_{name}" for name in ("parts", "sessions", "pages", "conversions", "identities", "profile")
    }


def test_a_check_tells_what_would_be_scanned_and_makes_nothing(
    first: tuple[Findings, list[str]], warehouse: FakeWarehouse, native: Path, tmp_path: Path
) -> None:
    asked = len(warehouse.asked)
    assert tiny.run("check", "--scan", within=native).out.splitlines() == [
        "scanning 0.0 MB of 0 exports, and 0.0 MB kept of 1 others",
        f"scanning no table of web, and {6 * KEPT / 1_000_000:,.1f} MB kept in the dataset, several times",
    ]
    other = tiny.workspace(tmp_path, report=NATIVE.replace("Europe/Berlin", "UTC"), september=None, web=None)
    assert "scanning 2.5 MB of 61 tables of web, events_20260901 to" in tiny.run("check", "--scan", within=other).out
    assert all(sql.startswith("select ") for sql in warehouse.asked[asked:])
    assert not (other / ".reportgen").exists()


def test_tables_from_before_a_column_was_documented_are_read(files: Path, tmp_path: Path) -> None:
    """Google's public sample of 2020 has neither of the later columns and fields."""
    tables = FakeWarehouse()
    late = ("batch_page_id", "batch_ordering_id", "batch_event_index", "collected_traffic_source", "session_traffic_source_last_click")
    shop = "struct_pack(purchase_revenue := ecommerce.purchase_revenue) as ecommerce"
    tables.events({file.stem: f"select * exclude ({', '.join(late)}) replace ({shop}) from ({read(file)})" for file in web_of(files)})
    folder = tiny.workspace(tmp_path, report=NATIVE, september=None, web=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bigquery, "google", lambda *told: tables)
        assert told(findings(folder)) == told(findings(files))


def test_a_dataset_of_events_that_cannot_be_read_is_told_at_its_input(tmp_path: Path) -> None:
    class Closed(FakeWarehouse):
        def query(self, sql: str) -> pa.Table:
            raise type("Forbidden", (Exception,), {"__module__": "google.api_core.exceptions"})("403 Access Denied: Dataset")

    folder = tiny.workspace(tmp_path, report=NATIVE, september=None, web=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bigquery, "google", lambda *told: Closed())
        ran = tiny.run("build", within=folder)
    assert ran.code == 3
    assert re.search(r"config/report\.yaml:\d+:\d+: inputs\.web\.files: BigQuery refuses a query \(403 Access Denied: Dataset\)", ran.err)
    assert not (folder / "site").exists()


def test_all_that_a_report_asks_is_plain_bigquery(first: tuple[Findings, list[str]], warehouse: FakeWarehouse) -> None:
    """It is parsed as such; BigQuery takes no record as the key of a minimum or of an order."""
    statements = [each for sql in warehouse.asked for each in sqlglot.parse(sql, read="bigquery") if each]
    assert len(statements) > 100
    assert not any(isinstance(key.this, exp.Struct) for each in statements for key in each.find_all(exp.Ordered))
    assert not any(isinstance(found.expression, exp.Struct) for each in statements for found in each.find_all(exp.ArgMin, exp.ArgMax))


def test_every_query_of_the_demos_report_compiles(demo_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The embedded engine has run each of them; two months ask all that many do."""
    asked: list[Any] = []

    def noted(name: str) -> None:
        work = getattr(Embedded, name)

        def told(engine: Embedded, expression: Any, *rest: object) -> object:
            asked.append(expression)
            return work(engine, expression, *rest)

        monkeypatch.setattr(Embedded, name, told)

    for name in ("run", "scalar", "cache"):
        noted(name)
    older = ("events_2025*", "events_20260[1-8]*")
    folder = Path(shutil.copytree(demo_workspace, tmp_path / "demo", ignore=shutil.ignore_patterns("site", ".reportgen", *older)))
    pipeline.analysed(pipeline.Workspace(folder), pipeline.Request(month="2026-10"), lambda _text: None)
    assert len(asked) > 200
    for expression in asked:
        assert sqlglot.parse_one(str(ibis.to_sql(expression, dialect="bigquery")), read="bigquery")


def test_a_dataset_without_events_is_told(warehouse: FakeWarehouse, tmp_path: Path) -> None:
    empty = FakeWarehouse()
    empty.events({"other": "select 1"})
    folder = tiny.workspace(tmp_path, report=NATIVE, september=None, web=None)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(DataError, match=r"project\.analytics_1 has no events; is it the dataset"):
        patch.setattr(bigquery, "google", lambda *told: empty)
        findings(folder)
