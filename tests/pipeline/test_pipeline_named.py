"""Metrics by formula from the settings to the report's words: a table, the scoreboard, a definition, a goal, a file, and `explain`."""

from pathlib import Path

import pytest
import tiny

from reportgen import archive, pipeline, wording
from reportgen.model.document import DefinitionList, Table
from reportgen.pipeline import Analysed, Request, Workspace

pytestmark = pytest.mark.slow
REPORT = (
    tiny.REPORT
    + """\
  ads: {files: data/costs.csv, costs: {date: month, grain: month, amount: cost, of_channel: Organic Search}}
  shop:
    files: data/shop.csv
    platform: Shop counter
    counters:
      date: Month
      grain: month
      measures: {people: {column: People, kind: flow}, takings: {column: Takings, kind: flow, unit: money}}
metrics:
  cost_per_contact: {label: Cost per contact, formula: cost / conversions(contact), why: What a talk costs us.}
  with_tax: {label: With tax, formula: cost_per_contact * 1.19}
  contact_share: {label: Share who contact us, formula: converters(contact) / visitors}
  unengaged: {label: Visits without engagement, formula: 1 - engaged_sessions / sessions}
  in_the_shop: {label: Shop visits for each site visitor, formula: counter(shop.people) / visitors}
  takings: {label: Takings, formula: counter(shop.takings), front: true}
  email: {label: Cost of e-mail, formula: 'cost[channel: Email] / conversions(contact)[channel: Email]'}
"""
)
GOAL = """\
  lead_cost:
    label: Cost per contact
    owner: Jonas
    strategy: Spend where it counts
    metric: cost_per_contact
    attainable: As in September
    target: {at_most: 60}
    from: 2026-09-01
    by: 2026-12-31
"""
FILES = {
    "data/costs.csv": "month,cost\n2026-09,300\n2026-10,310\n",
    "data/shop.csv": "Month,People,Takings\n2026-09,300,15000\n2026-10,341,17980.75\n",
}


def silent(_text: str) -> None:
    """Progress is for people."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.write(tiny.workspace(tmp_path_factory.mktemp("named"), report=REPORT, goals=tiny.GOALS + GOAL), FILES)


@pytest.fixture(scope="module")
def made(folder: Path) -> Analysed:
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), silent)


def contacts(made: Analysed) -> int:
    return next(rule for rule in made.findings.macros if rule.key == "contact").converted.conversions


# checklist 001-19 001-3
def test_values_are_those_of_their_parts(made: Analysed) -> None:
    found = {one.key: one for one in made.findings.named}
    traffic, n = made.findings.context.traffic, contacts(made)
    assert found["cost_per_contact"].value == pytest.approx(310 / n)
    assert found["cost_per_contact"].previous == pytest.approx(300 / n, rel=0.5)
    assert found["with_tax"].value == pytest.approx(310 * 1.19 / n)
    assert found["contact_share"].value == next(rule for rule in made.findings.macros if rule.key == "contact").estimate.rate.value
    assert found["unengaged"].value == pytest.approx(1 - traffic.engaged_sessions / traffic.sessions)
    assert found["in_the_shop"].value == pytest.approx(341 / traffic.visitors)
    assert found["in_the_shop"].beside == ("Shop counter",)
    assert found["takings"].value == pytest.approx(17980.75)
    assert (found["email"].value, found["email"].reason) == (None, "nothing_below")


def test_the_report_shows_them_once_and_links_each_to_its_definition(made: Analysed) -> None:
    document = wording.document(made.findings, made.settings)
    context = next(section for section in document.sections if section.id == "context")
    (table,) = (block for block in context.blocks if isinstance(block, Table) and block.id == "named")
    assert [row.cells[0].text for row in table.rows] == [one.label for one in made.settings.named]
    listed = next(block for section in document.sections for block in section.blocks if isinstance(block, DefinitionList))
    items = {item.id: item for item in listed.items}
    assert {row.cells[0].definition for row in table.rows} <= set(items)
    spent = items["definition-metric_cost_per_contact"]
    assert (spent.formula, spent.text) == ("cost / conversions(contact)", "Cost per Contact. What a talk costs us.")
    assert "not the same people" in items["definition-metric_in_the_shop"].text


# checklist 001-1
def test_revenue_from_a_counter_stands_on_the_scoreboard(made: Analysed) -> None:
    document = wording.document(made.findings, made.settings)
    scores = [score for block in document.front if hasattr(block, "scores") for score in block.scores]
    assert [(score.label, score.text) for score in scores if score.label == "Takings"] == [("Takings", "€17,981")]


def test_a_goal_on_it_has_its_path_and_its_unit(made: Analysed) -> None:
    goal = next(goal for goal in made.findings.goals if goal.key == "lead_cost")
    assert goal.unit == "money"
    assert goal.actual is not None
    assert goal.actual > 0
    assert goal.status is not None
    document = wording.document(made.findings, made.settings)
    assert "Cost per contact" in str(next(section for section in document.sections if section.id == "goals"))


def test_explain_knows_it_by_its_own_name(folder: Path) -> None:
    said = tiny.run("explain", "cost_per_contact", "--month", "2026-10", within=folder)
    assert said.code == 0
    assert "Formula: cost / conversions(contact)" in said.out
    assert "310 / " in said.out
    assert "-- sum(cost)" in said.out


def test_they_are_in_the_data(made: Analysed) -> None:
    lines = archive.tables(made.findings)["data/metrics.csv"].decode().splitlines()
    assert lines[0] == "key,label,formula,value,n,of,low,high,previous,year_before,known,reason"
    assert len(lines) == 8
    assert lines[-1].endswith("nothing_below")
    assert b'"cost_per_contact"' in archive.report_json(made.findings)


def test_a_workspace_without_any_shows_nothing_of_it(tmp_path: Path) -> None:
    plain = pipeline.analysed(Workspace(tiny.workspace(tmp_path)), Request(month="2026-10"), silent)
    document = wording.document(plain.findings, plain.settings)
    assert "data/metrics.csv" not in archive.tables(plain.findings)
    assert not any(isinstance(block, Table) and block.id == "named" for section in document.sections for block in section.blocks)
