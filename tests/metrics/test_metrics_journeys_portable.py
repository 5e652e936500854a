"""The expressions of journeys also compile for other engines, and keep the house rules."""

import ibis
import pandas as pd
import pytest
from ibis.expr import operations as ops
from ibis.expr.types import Table
from journeys_world import FIRM, Event, Outside, Ways, at, counted, way
from metrics_world import load, rule, settings

from reportgen.engine import Embedded, connect
from reportgen.metrics.journeys.find import valued
from reportgen.metrics.journeys.lead_value import channel_costs
from reportgen.model.tables import COSTS

pytestmark = pytest.mark.slow

BANNED = (
    ops.CountDistinct,
    ops.ApproxCountDistinct,
    ops.Median,
    ops.Quantile,
    ops.ArrayCollect,
    ops.GroupConcat,
    ops.BitOr,
    ops.First,
    ops.Last,
    ops.Mean,
)


OPENED = rule("opened", "micro", by=["asset", "has"], hidden=True)
WORTH = {"value": 9, "per": "customer", "source": "Accounts", "date": "2026-01-15"}
VALUED = settings(
    *FIRM.rules,
    OPENED,
    lead_value={
        "lead": "download",
        "customer": "buy",
        "lifetime": [WORTH, {**WORTH, "for": {"asset": ["a"]}}],
        "ready": ["name"],
        "pipeline": {"opened": "opened", "lost": "quote"},
    },
)


class Recorder(Embedded):
    """An engine that remembers what it was asked."""

    asked: list[Table]

    def run(self, expression: Table) -> pd.DataFrame:
        self.asked.append(expression)
        return super().run(expression)

    def cache(self, expression: Table, name: str = "kept") -> Table:
        self.asked.append(expression)
        return super().cache(expression, name)


@pytest.fixture(scope="module")
def asked() -> list[Table]:
    ways = Ways([way("ann", "/", "chat", "/pricing", "quote", "buy=3")], [Outside("ann", Event(at(80), rule="buy"))])
    with connect() as engine:
        recorder = Recorder.__new__(Recorder)
        recorder.__dict__.update(engine.__dict__)
        recorder.asked = []
        counted(recorder, lambda world: load(recorder, world), ways)
        counted(recorder, lambda world: load(recorder, world), ways, VALUED, parts=[valued])
        recorder.asked.append(channel_costs(recorder.memtable([], COSTS), 20_000))
        return recorder.asked


@pytest.mark.parametrize("dialect", ["bigquery", "pyspark"])
def test_every_expression_compiles(asked: list[Table], dialect: str) -> None:
    assert len(asked) > 14
    for expression in asked:
        assert str(ibis.to_sql(expression, dialect=dialect)).startswith(("SELECT", "WITH"))


def test_uniques_are_counted_in_two_steps_and_only_whole_numbers_are_summed(asked: list[Table]) -> None:
    for expression in asked:
        assert not expression.op().find(BANNED)
        assert all(found.arg.dtype.is_integer() for found in expression.op().find(ops.Sum))
