"""A workspace for each source of totals, from its files to the page; and one that has totals alone."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
import tiny
from vendor_files import BY_PRESET

from reportgen import pipeline, wording
from reportgen.model.document import Document, Section, Table
from reportgen.model.findings import DataStatus
from reportgen.model.outside import Flow
from reportgen.pipeline import Analysed, Request, Workspace
from reportgen.settings import presets

pytestmark = pytest.mark.slow
REPORT = """\
site: {name: Northlight, zone: Europe/Berlin}
currency: EUR
rates: {USD: 0.92, CHF: 1.05}
inputs:
"""
MAPPED = """\
  shops:
    files: data/shops.csv
    platform: Door counter and till
    about: shop
    counters:
      date: day
      dimension: shop
      measures:
        receipts: {column: receipts, kind: flow, label: Sales at the till, per: people, ratio: Visit rate}
        people: {column: counted, kind: flow, label: People in the shop}
  books:
    files: data/books.csv
    platform: Bookkeeping
    about: money
    counters:
      date: month
      grain: month
      currency: currency
      measures:
        revenue: {column: amount, kind: flow, unit: money, label: Revenue}
  chat:
    files: data/chat.csv
    platform: Chat tool
    about: chat
    counters:
      date: day
      dimension: channel
      measures:
        answers: {column: seconds, kind: flow, unit: seconds, hidden: true, per: conversations, ratio: Time to first answer}
        conversations: {column: conversations, kind: flow, label: Conversations}
  lists:
    files: data/lists.csv
    platform: Mail tool
    about: mail
    counters:
      date: day
      dimension: list
      measures:
        size: {column: size, kind: stock, label: People on the list}
        joined: {column: joined, kind: flow, label: Joined}
        gone: {column: gone, kind: flow, label: Left, leaves: joined}
"""
DAYS = [date(2026, 9, 1) + timedelta(days=n) for n in range(61)]
FILES = {
    "data/shops.csv": "day,shop,counted,receipts\n" + "".join(f"{day},Mitte,100,20\n{day},Altona,50,15\n" for day in DAYS),
    "data/books.csv": 'month,currency,amount\n2026-09,EUR,"10,000.00"\n2026-10,EUR,"12,000.75"\n2026-10,CHF,"2,000.00"\n',
    "data/chat.csv": "day,channel,conversations,seconds\n" + "".join(f"{day},website,2,240\n{day},messenger,1,900\n" for day in DAYS),
    "data/lists.csv": "day,list,size,joined,gone\n"
    + "".join(f"{day},News,{1000 + 2 * n},3,1\n{day},Clients,{90 + n},1,0\n" for n, day in enumerate(DAYS)),
}


def silent(_text: str) -> None:
    """Progress is for people."""


def analysed(folder: Path, report: str, files: Mapping[str, str | bytes]) -> Analysed:
    tiny.write(folder, {"config/report.yaml": report, "config/conversions.yaml": "conversions: {}\n", **files})
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), silent)


def document(made: Analysed) -> Document:
    return wording.document(made.findings, made.settings)


def counters(made: Analysed) -> Section:
    return next(section for section in document(made).sections if section.id == "counters")


def rows(section: Section, table: str) -> dict[str, list[tuple[str, str | None]]]:
    """First cell of each row -> the texts and notes of the others."""
    (chosen,) = (block for block in section.blocks if isinstance(block, Table) and block.id == table)
    return {row.cells[0].text: [(cell.text, cell.note) for cell in row.cells[1:]] for row in chosen.rows}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    return analysed(tmp_path_factory.mktemp("totals"), REPORT + MAPPED, FILES)


@pytest.mark.parametrize("name", sorted(BY_PRESET))
def test_each_vendors_files_make_a_page(tmp_path: Path, name: str) -> None:
    """No mapping in the settings: the files are recognised; the page names the platform and shows every number that is not hidden."""
    # checklist 001-4
    files = {f"data/{name}/{file}": content for file, content in BY_PRESET[name].files.items()}
    made = analysed(tmp_path, f"{REPORT}  vendor: data/{name}/*\n", files)
    preset, _ = presets.of(tmp_path).read(name)
    assert preset is not None
    section, outside = counters(made), made.findings.outside
    assert outside is not None
    told = {measure for measure, _ in BY_PRESET[name].told}
    labels = {measure.title for table in preset.counters for measure in table.measures if measure.key in told and not measure.hidden}
    shown = [cell for block in section.blocks if isinstance(block, Table) for row in block.rows for cell in row.cells]
    heads = {column.label for block in section.blocks if isinstance(block, Table) for column in block.columns}
    assert labels <= {cell.text for cell in shown} | heads
    assert all(one.counts.platform == preset.platform for one in outside.counters)
    assert any(preset.platform in (cell.note or "") for cell in shown)
    assert "cannot be linked to a conversion" in (section.lead or "")
    assert (outside.costs is not None) == bool(BY_PRESET[name].costs)
    assert made.findings.ledger.warnings == ()
    throughout = all(
        flow.days in (0, 31) for one in outside.counters if one.counts.whole and isinstance(flow := one.counts.whole.current, Flow)
    )
    assert made.findings.status is (DataStatus.COMPLETE if throughout else DataStatus.PARTIAL)
    assert throughout or document(made).status_note == "Some counters are not told on every day; each says on how many."


def test_a_workspace_with_totals_alone_says_what_it_knows_and_leaves_out_the_rest(made: Analysed) -> None:
    report = document(made)
    assert made.findings.status is DataStatus.COMPLETE
    assert [section.id for section in report.sections] == ["goals", "macro", "micro", "counters", "quality", "method"]
    assert "People on the list" not in report.sentences[1]
    assert [score.label for block in report.front if (scores := getattr(block, "scores", None)) for score in scores] == [
        "Revenue", "Sales at the till", "Conversations", "Joined",
    ]  # fmt: skip


def test_revenue_in_several_currencies_is_money_of_the_report(made: Analysed) -> None:
    """12,000.75 EUR and 2,000 CHF at 1.05."""
    # checklist 001-1
    flows = rows(counters(made), "counters-flows")
    assert flows["Revenue"][0] == ("€14,101", None)
    assert flows["Revenue"][1] == ("+41%", "from €10,000")


def test_the_visit_rate_of_each_shop_has_both_its_numbers(made: Analysed) -> None:
    """31 days of 20 of 100 in one shop, 15 of 50 in the other."""
    # checklist 002-2
    ratios = rows(counters(made), "counters-ratios")
    assert ratios["Visit rate"][0] == ("23.3%", "1,085 / 4,650")
    assert ratios["Mitte"][0] == ("20.0%", "620 / 3,100")
    assert ratios["Altona"][0] == ("30.0%", "465 / 1,550")
    assert ratios["Time to first answer"][0] == ("6.3 min", "9.8 h / 93")


def test_lists_stay_apart_and_their_net_is_computed(made: Analysed) -> None:
    """Sizes are never added up; those who came less those who left are."""
    # checklist 000-11 001-13
    section = counters(made)
    assert rows(section, "counters-of-lists-list")["News"] == [("1,120", "+62 net"), ("93", "before: 90"), ("31", "before: 30")]
    assert rows(section, "counters-flows")["Net: came less left"][0] == ("+93", None)
    assert "People on the list" not in rows(section, "counters-flows")


def test_what_joined_is_tabulated_by_month_and_week(made: Analysed) -> None:
    # checklist 001-13
    section = counters(made)
    assert [text for text, _ in rows(section, "counters-months")["Joined"]] == ["120", "124"]
    assert [text for text, _ in rows(section, "counters-weeks")["Joined"]] == ["16", "28", "28", "28", "24"]


def test_counters_stand_by_what_they_are_about(made: Analysed) -> None:
    """Money and the shop before what keeps people in touch."""
    # checklist 000-16
    (flows,) = (block for block in counters(made).blocks if isinstance(block, Table) and block.id == "counters-flows")
    groups = list(dict.fromkeys(row.group for row in flows.rows))
    assert groups == ["Orders and money", "In the shop", "Chat", "Mailing lists: people who stay in touch"]
