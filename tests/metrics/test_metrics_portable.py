"""Every expression that a report runs also compiles for other engines, and keeps the house rules."""

from datetime import date, timedelta

import ibis
import pandas as pd
import pytest
from ibis.expr import operations as ops
from ibis.expr.types import Table
from metrics_world import World, conversion, load, profile, rule, settings, view, visit

from reportgen import metrics, periods
from reportgen.engine import Embedded, connect
from reportgen.metrics import Ask
from reportgen.model.settings import Goal, MetricKind, Note

pytestmark = pytest.mark.slow

OCTOBER = periods.month("2026-10")
DAY = date(2026, 10, 5)
PARTS = {
    "channel": ["Email", "Organic*"],
    "campaign": ["spring_*_2026"],
    "landing_page": ["/blog/*"],
    "page": ["/shop/*/pay"],
    "platform": ["web"],
}

NOTES = tuple(
    Note.model_validate({"date": date(2026, 9, 7), "text": "Something happened"} | about)
    for about in ({}, {"rule": "care"}, {"page": "/shop/*"}, {"campaign": "spring_*"})
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


def all_goals() -> list[Goal]:
    """A goal for each kind of metric, with and without a scope."""
    made = (MetricKind.RATIO, MetricKind.SUM, MetricKind.PRODUCT, MetricKind.NUMBER, MetricKind.NAMED)
    plain = [kind for kind in MetricKind if kind not in made]
    metrics_ = [
        {"kind": kind, "rule": "quote", "scope": scope, "add": add}
        for kind in plain
        for scope in ({}, PARTS)
        for add in (("monthly", "distinct") if kind in (MetricKind.VISITORS, MetricKind.CONVERTERS) else ("monthly",))
    ]
    metrics_ += [
        {"kind": "ratio", "numerator": {"kind": "value", "rule": "quote"}, "denominator": {"kind": "conversions", "rule": "any_macro"}},
        {"kind": "rate", "rule": "care"},
    ]
    base = {"label": "G", "target": {"value": 1}, "baseline": {"kind": "same_period_last_year"}, "begin": DAY, "end": date(2027, 1, 1)}
    return [Goal.model_validate(base | {"key": f"g{number}", "metric": metric}) for number, metric in enumerate(metrics_)]


@pytest.fixture(scope="module")
def asked() -> list[Table]:
    world = World([visit("ann", DAY)], [view("ann", DAY, "/")], [conversion("ann", DAY, "quote")])
    rules = (rule("quote"), rule("purchase"), rule("care", "micro", rate_base="quote", by=["asset", "item"]))
    known = profile(*(date(2025, 9, 1) + timedelta(days=offset) for offset in range(430)))
    with connect() as engine:
        recorder = Recorder.__new__(Recorder)
        recorder.__dict__.update(engine.__dict__)
        recorder.asked = []
        chosen = settings(*rules, goals=all_goals(), page_groups={"blog": ["/blog/*"]}).model_copy(update={"notes": NOTES})
        metrics.count(recorder, load(recorder, world), chosen, Ask(OCTOBER, OCTOBER.last_day), known)
        return recorder.asked


@pytest.mark.parametrize("dialect", ["bigquery", "pyspark"])
def test_every_expression_compiles(asked: list[Table], dialect: str) -> None:
    """DuckDB, the embedded engine, has run each of them."""
    assert len(asked) > 40
    for expression in asked:
        text = str(ibis.to_sql(expression, dialect=dialect))
        assert text.startswith(("SELECT", "WITH"))


def test_uniques_are_counted_in_two_steps_and_only_whole_numbers_are_summed(asked: list[Table]) -> None:
    """`nunique` is approximate on some engines, and sums of floats differ by order."""
    banned = (
        ops.CountDistinct,
        ops.ApproxCountDistinct,
        ops.Median,
        ops.Quantile,
        ops.ArrayCollect,
        ops.BitOr,
        ops.First,
        ops.Last,
        ops.Mean,
    )
    for expression in asked:
        node = expression.op()
        assert not node.find(banned)
        assert all(found.arg.dtype.is_integer() for found in node.find(ops.Sum))
