"""Metrics by formula in words: one table, the scoreboard, and definitions, as a small firm's owner reads them."""

from dataclasses import replace

import pytest

from reportgen import wording
from reportgen.model.counts import Measured
from reportgen.model.document import Document, Scoreboard, Table
from reportgen.model.findings import Definition, Findings
from reportgen.model.named_findings import NamedFinding, NamedReason, Shown
from reportgen.model.quantity import COUNT, MONEY, PEOPLE, RATIO
from reportgen.model.settings import Metric, Named, Settings
from reportgen.periods import month
from reportgen.stats.measures import Interval, ValueChange, Verdict

OCTOBER = month("2026-10")
EACH = NamedFinding(
    key="each",
    label="Cost per contact",
    formula="cost / conversions(contact)",
    quantity=MONEY.by(COUNT),
    shown=Shown.MONEY,
    front=True,
    why="What a conversation costs.",
    owner="Jonas",
    now=Measured(OCTOBER, 2166.0, 29.0),
    value=74.69,
    reason=None,
    known=1.0,
    interval=Interval(47.09, 118.46),
    previous=47.55,
    year_before=None,
    against_previous=ValueChange(47.55, 74.69, Verdict.UP, 0.571, Interval(1.12, 2.21)),
    against_year=None,
)
COST_EACH = {"kind": "ratio", "numerator": {"kind": "cost"}, "denominator": {"kind": "conversions", "rule": "contact"}, "named": "each"}


def told(healthy: Findings, settings: Settings, one: NamedFinding, metric: dict[str, object] | None = None) -> Document:
    own = Named("each", one.label, one.formula, Metric.model_validate(metric or COST_EACH), why=one.why, owner=one.owner)
    known = Definition("metric_each", one.label, one.formula, "select 1", 2166.0, 29.0)
    findings = replace(healthy, named=(one,), definitions=(*healthy.definitions, known))
    return wording.document(findings, settings.model_copy(update={"named": (own,)}))


def table(document: Document) -> Table:
    (found,) = (block for section in document.sections for block in section.blocks if isinstance(block, Table) and block.id == "named")
    return found


def test_a_table_tells_value_parts_range_and_change(healthy: Findings, settings: Settings) -> None:
    found = table(told(healthy, settings, EACH))
    (row,) = found.rows
    assert (row.cells[0].text, row.cells[0].note) == ("Cost per contact", "Jonas")
    assert row.cells[0].definition == "definition-metric_each"
    assert (row.cells[1].text, row.cells[1].note) == ("€74.69", "€2,166 / 29; €47 to €120")
    assert (row.cells[2].text, row.cells[2].note) == ("+57%", "from €47.55; +12% to +120%")
    assert row.cells[3].note == "no earlier number"
    assert found.notes == (
        "Below each number what was divided by what, and its 95% range: how far single weeks of the last half year stray from it.",
    )


def test_the_scoreboard_shows_it_uncoloured(healthy: Findings, settings: Settings) -> None:
    board = next(block for block in told(healthy, settings, EACH).front if isinstance(block, Scoreboard))
    score = board.scores[-1]
    assert (score.label, score.text, score.tone.value) == ("Cost per contact", "€74.69", "neutral")
    assert score.change == "€47.55 before (+57%)"
    unclear = replace(EACH, against_previous=ValueChange(47.55, 74.69, Verdict.NOT_ENOUGH_DATA, 0.571, Interval(0.83, 3.0)))
    board = next(block for block in told(healthy, settings, unclear).front if isinstance(block, Scoreboard))
    assert board.scores[-1].change == "no clear change from €47.55"
    unmarked = next(block for block in told(healthy, settings, replace(EACH, front=False)).front if isinstance(block, Scoreboard))
    assert len(unmarked.scores) == len(board.scores) - 1


def test_what_is_unknown_partly_known_or_beside_people_is_said(healthy: Findings, settings: Settings) -> None:
    nothing = replace(EACH, value=None, reason=NamedReason.NOTHING_BELOW, interval=None, previous=None, against_previous=None)
    assert table(told(healthy, settings, nothing)).rows[0].cells[1].note == "nothing to divide by"
    half = replace(EACH, known=0.5, interval=None, beside=("Facebook",), daily_people=True)
    assert table(told(healthy, settings, half)).notes == (
        "A number without a range: nothing says how far chance alone moves it.",
        "Cost per contact: its parts are known on 50% of the days of October 2026; only these days count.",
        "Cost per contact holds totals of Facebook beside people or totals of another source: they are not the same people.",
        "Cost per contact adds up the people of each day: whoever came on two days counts twice.",
    )


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"shown": Shown.SHARE, "quantity": RATIO, "value": 0.0312, "now": Measured(OCTOBER, 39.0, 1250.0)}, "3.1%"),
        ({"shown": Shown.NUMBER, "quantity": COUNT.by(PEOPLE), "value": 1.42}, "1.4 per visitor"),
        ({"shown": Shown.NUMBER, "quantity": RATIO, "value": 4.2}, "4.2"),
        ({"shown": Shown.TIMES, "quantity": RATIO, "value": 4.2}, "4.2 times"),
        ({"shown": Shown.COUNT, "quantity": COUNT, "value": 1234.4, "now": Measured(OCTOBER, 1234.4)}, "1,234"),
    ],
)
def test_its_unit_decides_how_it_is_written(healthy: Findings, settings: Settings, changed: dict[str, object], text: str) -> None:
    one = replace(EACH, interval=None, against_previous=None, **changed)  # type: ignore[arg-type]
    assert table(told(healthy, settings, one)).rows[0].cells[1].text == text


def test_formulas_are_spelled_out(healthy: Findings, settings: Settings) -> None:
    sales = {"kind": "value", "rule": "contact"}
    profit = {"kind": "sum", "terms": [{"metric": sales}, {"metric": {"kind": "cost"}, "weight": -1.5}]}
    share = {
        "kind": "sum",
        "terms": [{"metric": {"kind": "number"}, "weight": 0.4}, {"metric": {"kind": "ratio", "numerator": profit, "denominator": sales}}],
    }
    words = table(told(healthy, settings, replace(EACH, owner=None), share)).rows[0].cells[0].note
    assert words == "0.4 + (Value of Contact − 1.5 × Cost) per Value of Contact"
    product = {"kind": "product", "terms": [{"metric": profit}, {"metric": {"kind": "engaged_sessions"}}]}
    words = table(told(healthy, settings, replace(EACH, owner=None), product)).rows[0].cells[0].note
    assert words == "(Value of Contact − 1.5 × Cost) × Engaged sessions"
