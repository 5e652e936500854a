"""BigQuery's own part of the engine's verbs, by a client that runs each statement in DuckDB."""

from collections.abc import Iterator

import pyarrow as pa
import pytest
from fake_warehouse import DATASET, PROJECT, FakeWarehouse

from reportgen.engine import BigQuery, embedded
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


def test_what_bigquery_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded() as inside:
        engine = BigQuery(Refusing(), PROJECT, DATASET, inside)
        with pytest.raises(SettingsError, match=r"engine: BigQuery refuses a query \(400 Query exceeded limit for bytes billed: 1000\."):
            engine.listed(PROJECT, DATASET)
        monkeypatch.setattr(Refusing, "said", "400 integer overflow: 9223372036854775807 + 1")
        with pytest.raises(DataError, match="the numbers of one column add up to more than"):
            engine.listed(PROJECT, DATASET)
