"""Totals and costs from outside the site, from their files to the report's words: kept once, restated openly, never linked to people."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import tiny

from reportgen import pipeline, readers, wording
from reportgen.model.document import Section, Table
from reportgen.model.findings import Findings
from reportgen.model.outside import Level
from reportgen.pipeline import Analysed, Request, Workspace

pytestmark = pytest.mark.slow
INPUTS = """\
  facebook:
    files: data/social/*.csv
    platform: Facebook
    counters:
      date: Date
      measures:
        likes: {column: Likes, kind: stock, label: Page likes}
        new: {column: New, kind: flow, label: New likes}
  tiktok:
    files: data/tiktok.csv
    platform: TikTok
    counters: {date: Date, dimension: Video, measures: {views: {column: Views, kind: flow, label: Video views}}}
  shop:
    files: data/shop.csv
    platform: Shop counter
    counters: {date: Month, measures: {people: {column: People, kind: flow, label: People in the shop}}}
  ads:
    files: data/costs.csv
    costs: {date: month, amount: cost, currency: currency, of_channel: Direct}
"""
GOALS = """\
  likes:
    label: Page likes
    owner: Megan
    strategy: Be found
    metric: {counter: facebook.likes}
    attainable: Two a day
    target: 4200
    supports: contact
    from: 2026-09-01
    by: 2026-12-31
  lead_cost:
    label: Cost per contact
    owner: Jonas
    strategy: Spend where it counts
    metric: {ratio: {of: cost, to: {conversions: contact}}}
    attainable: As in September
    target: {at_most: 60}
    from: 2026-09-01
    by: 2026-12-31
"""


def days(begin: date, n: int) -> list[date]:
    return [begin + timedelta(days=each) for each in range(n)]


def likes(begin: date, n: int, *, more: int = 0) -> str:
    """4,000 on 1 September and two more each day; `more` on the first day told."""
    first = date(2026, 9, 1)
    rows = [(day, 4000 + 2 * (day - first).days + (more if day == begin else 0), 3) for day in days(begin, n)]
    return "Date,Likes,New\n" + "".join(f"{day},{level},{new}\n" for day, level, new in rows)


FILES = {
    "data/social/2026-09.csv": likes(date(2026, 9, 1), 30),
    "data/social/2026-10.csv": likes(date(2026, 9, 29), 33, more=1),
    "data/tiktok.csv": "Date,Video,Views\n" + "".join(f"{day},cat,10\n{day},dog,30\n" for day in days(date(2026, 10, 1), 31)),
    "data/shop.csv": "Month,People\n2026-09,300\n2026-10,341\n",
    "data/costs.csv": "month,cost,currency\n2026-09,300,EUR\n2026-10,310,EUR\n2026-10,310,CHF\n",
}


def silent(_text: str) -> None:
    """Progress is for people."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tiny.workspace(tmp_path_factory.mktemp("outside"), report=tiny.REPORT + INPUTS, goals=tiny.GOALS + GOALS)
    return tiny.write(made, FILES)


@pytest.fixture(scope="module")
def made(folder: Path) -> Analysed:
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), silent)


@pytest.fixture(scope="module")
def found(made: Analysed) -> Findings:
    return made.findings


@pytest.fixture(scope="module")
def section(made: Analysed) -> Section:
    document = wording.document(made.findings, made.settings)
    return next(section for section in document.sections if section.id == "counters")


def cells(section: Section, table: str) -> list[list[tuple[str, str | None]]]:
    (chosen,) = (block for block in section.blocks if isinstance(block, Table) and block.id == table)
    return [[(cell.text, cell.note) for cell in row.cells] for row in chosen.rows]


def test_files_of_totals_are_read_once(folder: Path, made: Analysed, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("an export was read again")

    assert all(each.read for each in made.gathered)
    monkeypatch.setattr(readers, "read_totals", refuse)
    again = pipeline.analysed(Workspace(folder), Request(month="2026-10"), silent)
    assert again.findings.outside == made.findings.outside
    assert not any(each.read for each in again.gathered)


def test_they_make_no_day_look_recorded(found: Findings) -> None:
    """The web export decides which days are known, whatever other files say."""
    assert {day.day for day in found.ledger.profile.days} <= set(days(date(2026, 9, 1), 61))
    assert found.context.traffic.visitors > 0


def test_what_a_later_file_says_again_counts_and_is_said(found: Findings) -> None:
    said = {entry.message: entry.facts for entry in found.ledger.entries if entry.kind in ("totals", "money")}
    assert said == {
        "totals_repeated": {"input": "facebook", "rows": 3},
        "totals_restated": {"input": "facebook", "rows": 1},
        "costs_without_rate": {"currency": "CHF", "rows": 31},
    }
    examples = {entry.message: entry.example for entry in found.ledger.entries if entry.example}
    assert examples["totals_restated"] == "2026-09-29 likes: 4,056 → 4,057"
    assert examples["costs_without_rate"] == "2026-10-01: 10.00 CHF"


def test_stocks_and_flows_stand_apart_and_each_names_its_platform(section: Section) -> None:
    """31 days with 2 more each; 40 views a day; 341 people in October."""
    # checklist 000-2 000-13 000-14 001-12 002-2
    assert section.heading == "Page likes rose by 62 to 4,120"
    assert section.lead is not None
    assert "cannot be linked to a conversion (no people behind them)" in section.lead
    assert "not people-level" in section.lead
    (stock,) = cells(section, "counters-stocks")
    assert stock[0] == ("Page likes", "Facebook, told by day")
    assert [text for text, _ in stock[1:3]] == ["4,120", "+62"]
    flows = {row[0][0]: row for row in cells(section, "counters-flows")}
    assert flows["New likes"][1] == ("93", None)
    assert (flows["Video views"][1][0], flows["dog"][1][0], flows["cat"][1][0]) == ("1,240", "930", "310")
    assert flows["Video views"][0][1] == "TikTok, told by day"
    assert flows["People in the shop"][1][0] == "341"
    assert flows["People in the shop"][2] == ("+14%", "from 300")
    assert flows["Video views"][2] == ("", "not told")


def test_goals_on_a_stock_and_on_costs(found: Findings) -> None:
    goals = {goal.key: goal for goal in found.goals}
    whole = found.outside.counters[0].counts.whole if found.outside else None
    assert whole is not None
    assert isinstance(whole.current, Level)
    assert goals["likes"].actual == whole.current.value == 4120
    assert (goals["likes"].baseline, goals["likes"].progress) == (4000, 120 / 200)
    contacts = sum(month.converted["contact"][place].conversions for month in (found.months,) for place in range(len(month.periods)))
    assert goals["lead_cost"].actual == pytest.approx(610 / contacts)


def test_cost_per_conversion_by_channel(made: Analysed) -> None:
    # checklist 001-3
    table = next(
        block
        for section in wording.document(made.findings, made.settings).sections
        if section.id == "channels"
        for block in section.blocks
        if isinstance(block, Table) and block.id == "costs"
    )
    assert [cell.text for cell in table.rows[0].cells][:2] == ["Direct", "€310"]
