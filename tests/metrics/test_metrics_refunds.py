"""A refund takes money back and is no conversion."""

from datetime import date

import pytest
from metrics_world import Loader, World, conversion, profile, rule, settings, visit

from reportgen import metrics, periods
from reportgen.engine import Engine
from reportgen.model.counts import Converted

pytestmark = pytest.mark.usefixtures("people_only", "totals_only")

OCTOBER = periods.month("2026-10")
FIRST = date(2026, 10, 5)
GOALS = [
    {
        "key": key,
        "label": key,
        "metric": {"kind": kind, "rule": "purchase"},
        "target": {"value": 1},
        "begin": "2026-10-01",
        "end": "2026-11-01",
    }
    for key, kind in (("orders", "conversions"), ("money", "value"), ("buyers", "converters"))
]


def test_refunds_subtract_from_the_value_and_count_as_nothing(engine: Engine, tables: Loader) -> None:
    world = World(
        sessions=[visit("web:ann", FIRST), visit("web:bob", FIRST)],
        conversions=[
            conversion("web:ann", FIRST, "purchase", amount=30_000_000),
            conversion("web:ann", FIRST, "purchase", second=9, amount=-10_000_000),
            conversion("web:bob", FIRST, "purchase", amount=-5_000_000),
        ],
    )
    counts = metrics.count(
        engine, tables(world), settings(rule("purchase"), goals=GOALS), metrics.Ask(OCTOBER, OCTOBER.last_day), profile(FIRST)
    )
    # one order of 30, 15 of it (and of an earlier order) refunded: bob bought nothing this month
    assert counts.current.converted["purchase"] == Converted(conversions=1, converters=1, unmatched=0, amount=15_000_000)
    to_date = {key: goal.to_date.n for key, goal in counts.goals.items() if goal.to_date}
    assert to_date == {"orders": 1, "money": 15, "buyers": 1}
