"""Goals on metrics by formula: their unit, whether they fill up, what a forecast can follow, and how they are written."""

from datetime import date
from typing import Any

import pytest

from reportgen.goals import nature
from reportgen.model.findings import Unit
from reportgen.model.quantity import COUNT, MONEY, PEOPLE, RATIO, Quantity
from reportgen.model.settings import Goal, Metric

SALES, COST, VISITS = {"kind": "value", "rule": "sale"}, {"kind": "cost"}, {"kind": "sessions"}
ENGAGED, ONE = {"kind": "engaged_sessions"}, {"kind": "number"}
PROFIT = {"kind": "sum", "terms": [{"metric": SALES}, {"metric": COST, "weight": -1}]}
BOUNCED = {"kind": "sum", "terms": [{"metric": VISITS}, {"metric": ENGAGED, "weight": -1}]}
PRODUCT = {"kind": "product", "terms": [{"metric": VISITS}, {"metric": COST}]}


def over(numerator: dict[str, Any], denominator: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "ratio", "numerator": numerator, "denominator": denominator}


def metric(written: dict[str, Any], quantity: Quantity) -> Metric:
    return Metric.model_validate(written | {"named": "own", "quantity": quantity})


def goal(measured: Metric) -> Goal:
    days = {"begin": date(2026, 1, 1), "end": date(2027, 1, 1)}
    return Goal.model_validate({"key": "g", "label": "G", "metric": measured, "target": {"value": 1}, **days})


@pytest.mark.parametrize(
    ("written", "quantity", "unit", "fills", "forecast"),
    [
        (over(COST, VISITS), MONEY.by(COUNT), Unit.MONEY, False, True),
        (over(SALES, COST), RATIO, Unit.NUMBER, False, True),
        (over(BOUNCED, VISITS), RATIO, Unit.SHARE, False, True),
        (over({"kind": "page_views"}, VISITS), RATIO, Unit.NUMBER, False, True),
        (over(PROFIT, VISITS), MONEY.by(COUNT), Unit.MONEY, False, False),
        (over(VISITS, {"kind": "visitors"}), COUNT.by(PEOPLE), Unit.NUMBER, False, False),
        (PRODUCT, MONEY, Unit.MONEY, False, False),
        (PROFIT, MONEY, Unit.MONEY, True, True),
        (BOUNCED, COUNT, Unit.NUMBER, True, True),
        (ENGAGED, COUNT, Unit.COUNT, True, True),
    ],
)
def test_what_a_formula_comes_to_decides_how_its_goal_is_judged(
    written: dict[str, Any], quantity: Quantity, unit: Unit, fills: bool, forecast: bool
) -> None:
    own = metric(written, quantity)
    assert nature.unit(own) is unit
    assert (nature.is_total(goal(own)), nature.can_be_forecast(goal(own))) == (fills, forecast)


def test_it_is_written_with_its_signs_and_numbers() -> None:
    share = {"kind": "sum", "terms": [{"metric": ONE, "weight": 0.4}, {"metric": over(COST, SALES)}]}
    assert nature.text(metric(share, RATIO)) == "0.4 + ((cost) / (value: sale))"
    assert nature.text(metric(PRODUCT, MONEY)) == "(sessions) × (cost)"
