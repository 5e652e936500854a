"""What derives a build's tables from kept parts also compiles for other engines, as far as they can say it."""

from collections.abc import Iterator
from pathlib import Path

import ibis
import pandas as pd
import pytest
from exports_world import Exports
from ibis.config import Config
from ibis.expr import operations as ops
from ibis.expr.types import Table
from small_firm import firm, write

from reportgen import activity
from reportgen.engine import Embedded, connect
from reportgen.periods import day_number

pytestmark = pytest.mark.slow

LATEST = day_number(pd.Timestamp("2026-12-31").date())


class SparkOptions(Config):
    """As Ibis declares them where Spark's library is installed."""

    treat_nan_as_null: bool = False


class Recorder(Embedded):
    """An engine that remembers what it was asked."""

    asked: list[Table]

    def run(self, expression: Table) -> pd.DataFrame:
        self.asked.append(expression)
        return super().run(expression)

    def cache(self, expression: Table, name: str = "kept") -> Table:
        self.asked.append(expression)
        return super().cache(expression, name)

    def write(self, expression: Table, file: Path, schema: dict[str, str]) -> int:  # type: ignore[override]
        self.asked.append(expression)
        return super().write(expression, file, schema)


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with connect() as engine:
        found = Recorder.__new__(Recorder)
        found.__dict__.update(engine.__dict__)
        found.asked = []
        yield found


@pytest.fixture(scope="module")
def asked(recorder: Recorder, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Table]]:
    """The expressions of keeping parts and of one view of them, files that repeat each other among them."""
    exports = write(Exports(recorder, tmp_path_factory.mktemp("firm")))
    first = (exports.folder / "data" / "web" / "b.ndjson").read_bytes()
    exports.put("web/c.ndjson", first + first.replace(b"edge", b"more"))
    chosen = firm()
    parts = exports.gather(chosen)
    keeping, recorder.asked = recorder.asked, []
    tables, _ = activity.view(recorder, parts, chosen, LATEST, {"crm": "salt"})
    activity.watch(recorder, [(part.key, part) for part in parts], tables, chosen, LATEST)
    return {"keep": keeping, "view": recorder.asked}


@pytest.mark.parametrize("stage", ["keep", "view"])
@pytest.mark.parametrize("dialect", ["pyspark", "bigquery"])
def test_every_expression_compiles(asked: dict[str, list[Table]], stage: str, dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB, the embedded engine, has run each of them. Spark's own options are there only where its library is."""
    monkeypatch.setattr(ibis.options, "pyspark", SparkOptions())
    assert len(asked[stage]) > 10
    for expression in asked[stage]:
        assert str(ibis.to_sql(expression, dialect=dialect)).startswith(("SELECT", "WITH"))


@pytest.mark.parametrize("stage", ["keep", "view"])
def test_uniques_are_counted_in_two_steps_and_only_whole_numbers_are_summed(asked: dict[str, list[Table]], stage: str) -> None:
    banned = (ops.CountDistinct, ops.ApproxCountDistinct, ops.Median, ops.Quantile, ops.ArrayCollect, ops.BitOr, ops.First, ops.Last)
    for expression in asked[stage]:
        assert not expression.op().find(banned)
        assert all(found.arg.dtype.is_integer() or found.arg.dtype.is_boolean() for found in expression.op().find(ops.Sum))


def test_a_view_orders_by_plain_columns(asked: dict[str, list[Table]]) -> None:
    """BigQuery's MIN_BY and MAX_BY take no record as their key; parts, which only the embedded engine makes, may have one."""
    keys = [found.key for expression in asked["view"] for found in expression.op().find((ops.ArgMin, ops.ArgMax))]
    assert keys
    assert not any(key.dtype.is_struct() for key in keys)
