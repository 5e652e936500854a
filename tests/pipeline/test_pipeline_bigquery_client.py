"""A report from GA4's tables through BigQuery's own client, over HTTP, to a server that runs each statement in DuckDB."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny
from bigquery_server import Server, serving
from fake_warehouse import DATASET, PROJECT, FakeWarehouse

from reportgen import pipeline

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("google") is None, reason="BigQuery's library is not installed (sh .ci/bootstrap engines)"),
]
ENGINE = f"engine: bigquery://{PROJECT}/{DATASET}?max_bytes=5000000000\n"
NATIVE = tiny.REPORT.replace("data/web/*", f"bigquery://{PROJECT}/{DATASET}/events_*") + ENGINE


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """BigQuery on loopback, for whoever is signed in."""
    import google.auth
    from google.auth.credentials import AnonymousCredentials

    with serving(FakeWarehouse()) as (found, place):
        monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", place)
        monkeypatch.setattr(google.auth, "default", lambda **_told: (AnonymousCredentials(), PROJECT))
        yield found


def board(folder: Path) -> str:
    ran = tiny.run("goals", "--month", "2026-10", within=folder)
    assert ran.code == 0, ran.err
    return ran.out


def test_files_through_bigquery_say_the_same(server: Server, tmp_path: Path) -> None:
    """Kept parts are sent, counted there, and nothing but them is left."""
    server.warehouse.events({"other": "select 1"})
    here = tiny.workspace(tmp_path / "here")
    there = tiny.workspace(tmp_path / "there", report=tiny.REPORT + ENGINE)
    found = [pipeline.analysed(pipeline.Workspace(each), pipeline.Request(month="2026-10"), lambda _text: None) for each in (here, there)]
    assert found[0].findings.goals == found[1].findings.goals
    assert found[0].findings.macros == found[1].findings.macros
    assert found[0].findings.micros == found[1].findings.micros
    assert set(server.limits) == {"5000000000"}
    left = server.warehouse.con.execute("select table_name from duckdb_tables() where table_name like '%scratch%'").fetchall()
    assert left == []


def test_what_would_be_scanned_is_asked_by_dry_runs(server: Server, tmp_path: Path) -> None:
    day = "select 1::bigint as event_timestamp, 'click' as event_name, {'category': 'mobile'} as device"
    server.warehouse.events({"events_20261001": day, "events_intraday_20261002": day})
    folder = tiny.workspace(tmp_path, report=NATIVE, september=None, web=None)
    ran = tiny.run("check", "--scan", within=folder)
    assert ran.code == 0, ran.err
    assert "scanning 1.2 MB of 2 tables of web, events_20261001 to events_intraday_20261002, as BigQuery estimates" in ran.out
    (estimated,) = server.warehouse.estimated
    assert "`device`.`category`" in estimated
    assert "`t0`.`geo`" not in estimated
    assert all("__TABLES__" in sql for sql in server.warehouse.asked)


def test_what_bigquery_refuses_ends_a_build_with_its_words(server: Server, tmp_path: Path) -> None:
    folder = tiny.workspace(tmp_path, report=NATIVE, september=None, web=None)
    server.refuse = "Access Denied: Table project:analytics_1.__TABLES__: User does not have permission"
    ran = tiny.run("build", within=folder)
    assert ran.code == 3
    assert re.search(r"config/report\.yaml:4:\d+: inputs\.web\.files: BigQuery refuses a query \(403 .*does not have permission", ran.err)
    assert not (folder / "site").exists()


def test_a_dataset_that_is_not_there_is_told(server: Server, tmp_path: Path) -> None:
    folder = tiny.workspace(tmp_path, report=tiny.REPORT + f"engine: bigquery://{PROJECT}/other\n")
    ran = tiny.run("check", within=folder)
    assert ran.code == 3
    assert re.search(rf"report\.yaml:11:\d+: engine: the dataset {PROJECT}\.other of BigQuery cannot be used \(404 ", ran.err)


def test_nobody_signed_in_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GOOGLE_APPLICATION_CREDENTIALS", "BIGQUERY_EMULATOR_HOST"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "nobody"))
    folder = tiny.workspace(tmp_path / "web", report=tiny.REPORT + ENGINE)
    ran = tiny.run("check", within=folder)
    assert ran.code == 3
    assert "engine: nobody is signed in to BigQuery (Your default credentials were not found." in ran.err
    assert "gcloud auth application-default login" in ran.err
