"""A small shop from its events to the report: the cart has its funnel ready, and what is left in it is told."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import tiny

from reportgen import pipeline

REPORT = """\
site: {name: Corner shop, zone: UTC}
currency: EUR
inputs:
  shop:
    files: data/events.csv
    columns: {time: at, event: event, visitor: who, page: page, amount: amount, transaction_id: order}
"""
RULES = """\
conversions:
  order: {label: Order, tier: macro, primary: true, match: purchase, outcome: They order.}
  cart: {label: Added to the cart, tier: micro, match: add_to_cart, supports: order}
  checkout: {label: Checkout begun, tier: micro, match: begin_checkout, supports: order}
"""
FIRST, LAST = date(2026, 5, 1), date(2026, 10, 31)


def events() -> Iterator[str]:
    """Six visitors a day fill a cart; three of them order the next day, in October one."""
    for place in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=place)
        buyers = 1 if day.month == 10 else 3
        for number in range(6):
            who = f"v{place}-{number}"
            yield f"{day}T09:00:00Z,page_view,{who},/shop,,"
            yield f"{day}T09:01:00Z,add_to_cart,{who},/shop,,"
            if number < buyers and day < LAST:
                after = day + timedelta(days=1)
                yield f"{after}T10:00:00Z,begin_checkout,{who},/checkout,,"
                yield f"{after}T10:05:00Z,purchase,{who},/checkout,30,o{who}"


@pytest.mark.slow
def test_a_shop_reads_how_many_carts_are_left(tmp_path: Path) -> None:
    # checklist 004-9
    text = "at,event,who,page,amount,order\n" + "\n".join(events()) + "\n"
    tiny.write(tmp_path, {"config/report.yaml": REPORT, "config/conversions.yaml": RULES, "data/events.csv": text})
    with tiny.undrawn():
        built = pipeline.build(pipeline.Workspace(tmp_path), pipeline.Request(), tmp_path / "site", lambda _text: None)
    found = json.loads((tmp_path / "site" / "2026-10" / "report.json").read_bytes())["funnels"]
    assert built is not None
    (cart,) = [funnel for funnel in found["funnels"] if funnel["key"] == "cart"]
    assert [step["reached"] for step in cart["steps"]] == [6 * 24, 24, 24]
    assert cart["abandoned"]["estimate"]["rate"] == {"n": 5 * 24, "of": 6 * 24}
    assert cart["abandoned"]["change"]["verdict"] == "up"
    assert cart["abandoned"]["change"]["usual"]["high"] < 5 / 6
    assert cart["still_open"] == 6 * 7
