"""A shop whose buyers register what they bought: without having bought nobody counts, and the rate is on those who bought."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import tiny

from reportgen import pipeline, wording
from reportgen.model.document import Table
from reportgen.pipeline import Analysed, Request, Workspace
from reportgen.stats import Rate

pytestmark = pytest.mark.slow
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
  registered: {label: Product registered, tier: macro, match: register, only_after: order, rate_base: order, outcome: They are known to us.}
  look: {label: Product page, tier: micro, match: {event: page_view, page: /mug*}, supports: order}
"""
BUYERS, REGISTERED = 3 * 31, 31
"""In October, a day of which three buy and one registers afterwards."""


def events() -> Iterator[str]:
    """Each day of September and October eight come; three buy, one of them registers the next hour, one registers the hour before it
    buys and never after, and two register without ever having bought."""
    for place in range(61):
        day = date(2026, 9, 1) + timedelta(days=place)
        for number in range(8):
            who = f"v{place}-{number}"
            yield f"{day}T09:00:00Z,page_view,{who},/mug,,"
            if number < 3:
                yield f"{day}T10:00:00Z,purchase,{who},/thanks,30,o{who}"
            if number in (1, 3, 4):
                yield f"{day}T{8 + number % 3}:30:00Z,register,{who},/register,,"
            if number == 0:
                yield f"{day}T11:00:00Z,register,{who},/register,,"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    text = "at,event,who,page,amount,order\n" + "\n".join(events()) + "\n"
    files = {"config/report.yaml": REPORT, "config/conversions.yaml": RULES, "data/events.csv": text}
    folder = tiny.write(tmp_path_factory.mktemp("registered"), files)
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), lambda _text: None)


def test_only_those_who_bought_register(made: Analysed) -> None:  # checklist 003-9
    (found,) = [rule for rule in made.findings.macros if rule.key == "registered"]
    assert (found.converted.conversions, found.converted.converters) == (REGISTERED, REGISTERED)
    assert found.estimate.rate == Rate(REGISTERED, BUYERS)


def test_the_page_tells_the_rate_on_those_who_bought(made: Analysed) -> None:  # checklist 003-9
    (section,) = [section for section in wording.document(made.findings, made.settings).sections if section.id == "macro"]
    (table,) = [block for block in section.blocks if isinstance(block, Table) and block.id == "macros"]
    (row,) = [row.cells for row in table.rows if row.cells[0].text == "Product registered"]
    assert row[1].text == str(REGISTERED)
    assert (row[2].text, row[2].note) == ("33%", "31 of 93 with Order; 25% to 43%")
