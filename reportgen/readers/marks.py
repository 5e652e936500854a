"""Which decimal mark a file writes, told by cells that allow only one: shares, amounts with a sign, long fractions; or by its language."""

from __future__ import annotations

import re

from reportgen.model.settings import DecimalMark
from reportgen.readers import preambles

MOST_LINES = 200
HEADERS = {"day index": DecimalMark.POINT, "tagesindex": DecimalMark.COMMA}
"""Columns of Universal Analytics by which its language is known, where no cell tells."""


def decimal_of(head: str, delimiter: str) -> DecimalMark | None:
    """The mark of a table, from its first lines; None where no cell tells, or cells tell both."""
    rows = [preambles.cells(line, delimiter) for line in head.split("\n", MOST_LINES)[:MOST_LINES]]
    found = {mark for row in rows for cell in row if (mark := _mark(cell.strip())) is not None}
    told = {HEADERS[column] for cell in (rows or [[]])[0] if (column := cell.strip().lower()) in HEADERS}
    return next(iter(found or told)) if len(found or told) == 1 else None


def _mark(cell: str) -> DecimalMark | None:
    for mark, thousands in ((DecimalMark.POINT, ","), (DecimalMark.COMMA, ".")):
        point = re.escape("." if mark is DecimalMark.POINT else ",")
        whole = f"-?[0-9]+(?:{re.escape(thousands)}[0-9]{{3}})*"
        forms = (rf"{whole}{point}[0-9]{{1,2}}\s?%", rf"[$£€¥]\s?{whole}{point}[0-9]{{2}}", rf"{whole}{point}[0-9]{{2}}\s?[€£]")
        if any(re.fullmatch(form, cell) for form in (*forms, rf"{whole}{point}[0-9]{{4,}}")):
            return mark
    return None
