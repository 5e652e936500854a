"""What a browser sorts the tables by: days and numbers by their values, whatever their words."""

import re

import pytest
from wording_fixture import healthy_findings, healthy_settings

from reportgen import wording
from reportgen.model.document import Document, Table
from tests.every import every

NUMBER = re.compile(r"^[+\u2212<>€$]?\d|\b20\d\d\b")


@pytest.fixture(scope="module")
def document() -> Document:
    return wording.document(healthy_findings(), healthy_settings())


NAMES = frozenset({"ledger", "files"})
"""Tables whose words tell of days and numbers in passing."""


def test_no_day_and_no_number_is_sorted_by_its_words(document: Document) -> None:
    """31 Aug would come after 30 Sept, and 9 after 10."""
    found = [table for table in every(Table, document) if table.id not in NAMES]
    assert len(found) > 15
    for table in found:
        for column, cells in zip(table.columns, zip(*(row.cells for row in table.rows), strict=True), strict=True):
            told = any(cell.sort is not None for cell in cells)
            assert told or not any(NUMBER.search(cell.text) for cell in cells), (table.id, column.label)


def test_days_of_a_goals_path_are_sorted_as_days(document: Document) -> None:
    path = next(table for table in every(Table, document) if table.id == "path-quotes-data")
    days = [row.cells[0].sort for row in path.rows]
    assert days == sorted(days, key=str) and days[0] == "2026-01-31"  # type: ignore[arg-type]


def test_totals_are_marked_and_rows_that_stand_out_are_not(document: Document) -> None:
    """The page's script leaves totals where they are; a strong link is sorted like any other."""
    by_channel = next(table for table in every(Table, document) if table.id == "by-channel")
    assert [row.cells[0].text for row in by_channel.rows if row.total] == ["All visitors"]
    macros = next(table for table in every(Table, document) if table.id == "macros")
    assert [(row.cells[0].text, row.strong) for row in macros.rows if row.total] == [("Any macro conversion", False)]
    assert any(row.strong and not row.total for row in macros.rows)
