"""BigQuery's own part of the engine's verbs, by a client that runs each statement in DuckDB."""

from collections.abc import Iterator
from contextlib import nullcontext

import pyarrow as pa
import pytest
from fake_warehouse import DATASET, PROJECT, FakeWarehouse

from reportgen.engine import BigQuery, bigquery, embedded
from reportgen.errors import DataError, SettingsError

ROWS = [{"name": "it's \\", "n": 2**53 + 1, "yes": True}, {"name": None, "n": None, "yes": None}]
SCHEMA = {"name": "string", "n": "int64", "yes": "boolean"}


@pytest.fixture(scope="module")
def warehouse() -> FakeWarehouse:
    return FakeWarehouse()


@pytest.fixture(scope="module")
def engine(warehouse: FakeWarehouse) -> Iterator[BigQuery]:
    with embedded() as inside:
        yield BigQuery(warehouse, PROJECT, DATASET, inside)


def tables(warehouse: FakeWarehouse) -> set[str]:
    return {str(name) for (name,) in warehouse.con.execute("select table_name from duckdb_tables()").fetchall()}


def test_rows_come_back_as_they_were_given(engine: BigQuery) -> None:
    table = engine.memtable(ROWS, SCHEMA)
    found = engine.run(table.order_by(table.n))
    assert {name: str(kind) for name, kind in table.schema().items()} == SCHEMA
    assert found["name"].tolist()[0] == "it's \\"
    assert engine.scalar(table.n.sum()) == 2**53 + 1
    assert engine.scalar(table.filter(table.n < 0).n.sum()) == 0
    engine.drop(table)


def test_a_cached_table_keeps_names_that_bigquery_does_not_take(engine: BigQuery, warehouse: FakeWarehouse) -> None:
    table = engine.memtable(ROWS, SCHEMA)
    kept = engine.cache(table.select(**{"param:name": table.name, "row": table.n}))
    assert kept.columns == ("param:name", "row")
    made = next(sql for sql in reversed(warehouse.asked) if sql.startswith("create table"))
    assert "interval 1 day" in made
    assert "AS `c0`" in made
    engine.take_out(kept, kept.filter(kept["param:name"].notnull()).select("row"))
    assert engine.scalar(kept.count()) == 1
    before = tables(warehouse)
    engine.drop(kept, table)
    assert len(before - tables(warehouse)) == 2


def test_every_table_on_the_way_expires_by_itself(engine: BigQuery, warehouse: FakeWarehouse) -> None:
    """A build that is killed drops none."""
    before = len(warehouse.asked)
    engine.drop(engine.cache(engine.memtable(ROWS, SCHEMA)))
    made = [sql for sql in warehouse.asked[before:] if sql.startswith("create table")]
    assert len(made) == 2
    assert all("interval 1 day" in sql for sql in made)


def test_nothing_of_a_build_is_left_behind(warehouse: FakeWarehouse) -> None:
    before = tables(warehouse)
    with embedded() as inside:
        engine = BigQuery(warehouse, PROJECT, DATASET, inside)
        engine.cache(engine.memtable(ROWS, SCHEMA))
        assert len(tables(warehouse) - before) == 2
        engine.close()
    assert tables(warehouse) == before


class Refusing(FakeWarehouse):
    """A warehouse that refuses every query, in its library's own words."""

    said = "400 Query exceeded limit for bytes billed: 1000. 10485760 or higher required."

    def query(self, sql: str) -> pa.Table:
        raise type("BadRequest", (Exception,), {"__module__": "google.api_core.exceptions"})(f"{self.said}\nLocation: EU")


class Busy(FakeWarehouse):
    """A warehouse in which other clients' transactions come first, so many times."""

    left = 2

    def query(self, sql: str) -> pa.Table:
        if sql.startswith("begin transaction") and self.left:
            self.left -= 1
            said = "400 Transaction is aborted due to concurrent update against table project:analytics_1.reportgen_parts."
            raise type("BadRequest", (Exception,), {"__module__": "google.api_core.exceptions"})(said)
        return super().query(sql)


@pytest.mark.parametrize("pauses", [2, 1])
def test_a_transaction_that_another_clients_ran_into_is_asked_again(pauses: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bigquery, "PAUSES", (0,) * pauses)
    with embedded() as inside:
        busy = Busy()
        engine = BigQuery(busy, PROJECT, DATASET, inside)
        rows = {"facts": engine.memtable([{"n": 1, "file": "a"}], {"n": "int64", "file": "string"})}
        with nullcontext() if pauses == 2 else pytest.raises(SettingsError, match="concurrent update"):
            engine.keep({"a": "key"}, {"a": {}}, rows, {"facts": {"n": "int64"}})
        (kept,) = busy.con.execute(f"select list(part) from {PROJECT}.{DATASET}.reportgen_facts").fetchall()
        assert kept == ((["key"],) if pauses == 2 else (None,))


def test_what_bigquery_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded() as inside:
        engine = BigQuery(Refusing(), PROJECT, DATASET, inside)
        with pytest.raises(SettingsError, match=r"engine: BigQuery refuses a query \(400 Query exceeded limit for bytes billed: 1000\."):
            engine.listed(PROJECT, DATASET)
        monkeypatch.setattr(Refusing, "said", "400 integer overflow: 9223372036854775807 + 1")
        with pytest.raises(DataError, match="the numbers of one column add up to more than"):
            engine.listed(PROJECT, DATASET)
