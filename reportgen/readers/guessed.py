"""What a table of totals or costs seems to hold, by its header and first rows: a mapping to check, for files that no preset knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from reportgen.engine import scratch_folder
from reportgen.model.settings import CostTable, CounterTable, InputSettings
from reportgen.readers import table
from reportgen.readers.files import Opened, exports_of
from reportgen.readers.opening import tables

MOST_ROWS = 500
"""Rows that are looked at, the first of the file."""
DAYS = frozenset({"date", "day", "datum", "tag", "jour", "fecha", "data", "ds", "month", "week", "report_date"})
NAMED: Mapping[str, frozenset[str]] = {
    "channel": frozenset({"channel", "source", "platform", "network", "kanal"}),
    "campaign": frozenset({"campaign", "campaign_name", "kampagne"}),
    "currency": frozenset({"currency", "currency_code", "währung"}),
}
SPENT = frozenset({"spend", "spent", "cost", "costs", "amount_spent", "ad_spend", "kosten"})
STANDING = re.compile(r"(followers|subscribers|members|fans|size|balance|total_.*|.*_total)")
NO_MEASURE = re.compile(r"(row|index|nr|no|number|id|year|month|week|weekday|hour|.*_id|day.?of.?week|.*latitude|.*longitude)")
NUMBER = re.compile(r"[-+]?\d[\d.,' \u00a0\u202f]*")
DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?|\d{8}|\d{1,2}([/.])\d{1,2}\2\d{4}|\d{4}/\d{2}/\d{2}")


def totals(file: Path) -> CounterTable | CostTable | None:
    """The mapping that seems to fit the file; None where it is not one table with a day, a number, and at most one row for each day and
    text. Costs may have several rows a day: reading them says which stand there twice.

    Raises DataError where it cannot be opened.
    """
    exports = tuple(exports_of(InputSettings(key="totals", files=(str(file),)), file, file.name))
    if len(exports) != 1:
        return None
    with scratch_folder() as scratch, tables(exports[0], scratch) as held:
        return _seen(held[0]) if len(held) == 1 and not held[0].parquet else None


def _seen(file: Opened) -> CounterTable | CostTable | None:
    columns = table.text_columns(file)
    shape = table.Layout("json" if file.head.lstrip()[:1] == "{" else "csv", columns, file.delimiter)
    rows = [record for _, record in islice(table.records(file, shape), MOST_ROWS)]
    cells = {column: [str(row.get(column) or "").strip() for row in rows] for column in columns}
    day = next((column for column in columns if plain(column) in DAYS and _all(DAY, cells[column])), None)
    if day is None:
        return None
    when = {"date": day, "grain": "month" if all(len(cell) == len("2026-10") for cell in cells[day]) else "day"}
    numeric = {plain(column): column for column in columns if column != day and _all(NUMBER, cells[column])}
    rest = [column for column in columns if column != day and column not in numeric.values()]
    if spent := next((column for key, column in numeric.items() if key in SPENT), None):
        told = {field: column for field, names in NAMED.items() if (column := next((each for each in rest if plain(each) in names), None))}
        return CostTable.model_validate({**when, "amount": spent, **told})
    measures = [_measure(key, column) for key, column in numeric.items() if key and not NO_MEASURE.fullmatch(key)]
    dimension = _dimension(cells[day], {column: cells[column] for column in rest})
    if not measures or dimension is None:
        return None
    return CounterTable.model_validate({**when, "dimension": dimension, "measures": measures})


def _measure(key: str, column: str) -> Mapping[str, str]:
    key = key if key[0].isalpha() else f"n_{key}"
    return {"key": key, "column": column, "kind": "stock" if STANDING.fullmatch(key) else "flow", "label": _label(column)}


def _label(column: str) -> str:
    """A column's name for readers: `Page.Loads` as `Page loads`."""
    words = re.sub(r"[._]+", " ", column).strip()
    return words[:1].upper() + words[1:].lower() if words else column


def _all(form: re.Pattern[str], cells: Sequence[str]) -> bool:
    """Whether all cells that say something have the form, and one does."""
    said = [cell for cell in cells if cell]
    return bool(said) and all(form.fullmatch(cell) for cell in said)


def _dimension(days: Sequence[str], texts: Mapping[str, Sequence[str]]) -> tuple[str, ...] | None:
    """The text that tells rows of one day apart: none where no day stands twice; None where no text does."""
    if len(set(days)) == len(days):
        return ()
    return next(((column,) for column, cells in texts.items() if len({*zip(days, cells, strict=True)}) == len(days)), None)


def plain(column: str) -> str:
    """A column's name as a key: lower case, with `_` for all that is no letter or digit."""
    return re.sub(r"[^a-z0-9]+", "_", column.lower()).strip("_")
