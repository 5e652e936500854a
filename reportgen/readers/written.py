"""Days and numbers as people's tables write them: SQL that reads them, and what they leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.engine import Embedded
from reportgen.errors import DataError, Place, Problem
from reportgen.model.settings import DateOrder, DecimalMark
from reportgen.readers.files import Opened
from reportgen.readers.sql import literal

SLASHED = "[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}"
YEARLESS = "[A-Z][a-z]{2,8}[.]? [0-9]{1,2}|[0-9]{1,2} [A-Z][a-z]{2,8}[.]?"
IN_WORDS = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%a, %b %d, %Y")
GROUPS = {DecimalMark.POINT: "[1-9][0-9]{0,2}(,[0-9]{3})+", DecimalMark.COMMA: "[1-9][0-9]{0,2}([.][0-9]{3})+"}
FRACTION = {DecimalMark.POINT: "[.][0-9]+", DecimalMark.COMMA: ",[0-9]+"}
OPEN = "[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}"
"""Numbers that both marks allow: 1,234 and 1.234."""
BLANKS = "[\\s\u00a0\u202f\u2009']"
MONTH = "[0-9]{4}-[0-9]{2}"
MILLION = 1_000_000
FIRST, LAST = 7_305, 47_482
"""1990-01-01 and 2100-01-01 as day numbers."""


@dataclass(frozen=True, slots=True)
class Cells:
    """A file's rows as a staged table of texts, and the setting that says how they are read."""

    engine: Embedded
    rows: str
    file: Opened
    path: str


def day(text: str, order: DateOrder) -> str:
    """The day number (days since 1970) of a date as text; null for what is none, and outside 1990-2099. Of a time its day counts."""
    slashed = "%d/%m/%Y" if order is DateOrder.DAY_FIRST else "%m/%d/%Y"
    words = ", ".join(literal(form) for form in IN_WORDS)
    found = (
        f"case when regexp_full_match({text}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}([T ][0-9].*)?') then try_cast(left({text}, 10) as date) "
        f"when regexp_full_match({text}, '[0-9]{{4}}/[0-9]{{1,2}}/[0-9]{{1,2}}') then try_strptime({text}, '%Y/%m/%d')::date "
        f"when regexp_full_match({text}, '[0-9]{{8}}') then try_strptime({text}, '%Y%m%d')::date "
        f"when regexp_full_match({text}, '{MONTH}') then try_cast({text} || '-01' as date) "
        f"when regexp_full_match({text}, '[0-9]{{1,2}}[.][0-9]{{1,2}}[.][0-9]{{4}}') then try_strptime({text}, '%d.%m.%Y')::date "
        f"when regexp_full_match({text}, '{SLASHED}') then try_strptime(replace({text}, '-', '/'), '{slashed}')::date "
        f"else try_strptime({text}, [{words}])::date end"
    )
    number = f"(({found}) - date '1970-01-01')"
    return f"(case when {number} between {FIRST} and {LAST - 1} then {number} end)::bigint"


def micros(text: str, mark: DecimalMark, *, divide_by: int = 1) -> str:
    """A number as text, divided by a divisor of a million, in whole micro-units, exactly (beyond six decimals rounded once); null for what
    is none or too large. Wide decimals cost some twenty times what narrow ones do: they are for the few numbers that need them."""
    grouped = f"[+-]?({GROUPS[mark]}|[0-9]+)({FRACTION[mark]})?"
    short = f"[+-]?[0-9]{{1,5}}({FRACTION[mark]})?"
    plain = f"replace({text}, ',', '')" if mark is DecimalMark.POINT else f"replace(replace({text}, '.', ''), ',', '.')"
    factor = MILLION // divide_by
    narrow, wide = (f"try_cast(try_cast({plain} as decimal({digits}, 6)) * {factor} as bigint)" for digits in (18, 28))
    return (
        f"(case when regexp_full_match({text}, '[0-9]{{1,12}}') then try_cast({text} as bigint) * {factor} "
        f"when regexp_full_match({text}, '{short}') then {narrow} when regexp_full_match({text}, '{grouped}') then {wide} end)"
    )


def bare(text: str, *, money: bool) -> str:
    """A number's text without blanks and with a plain minus; of money also without the currency's sign or code."""
    trimmed = f"replace(regexp_replace({text}, {literal(BLANKS)}, '', 'g'), '\u2212', '-')"
    return f"regexp_replace({trimmed}, '^[A-Z]{{3}}|[A-Z]{{3}}$|[$€£¥]', '', 'g')" if money else trimmed


def date_order(cells: Cells, texts: Sequence[str], said: DateOrder | None) -> DateOrder:
    """How the file's slashed dates are read: as the settings say, else as its other dates tell.

    Raises DataError for dates in both orders, for those that both orders allow, with both readings, and for days without a year.
    """
    if bare := next(filter(None, (_examples(cells, text, YEARLESS, {"one": "true"})["one"] for text in texts)), None):
        right = "write the month into the file's name, such as Overview_2026-10.csv, or the year into the column"
        raise DataError(Problem(Place(cells.file.export.name), cells.path, f"`{bare}` has no year", right))
    if said is not None:
        return said
    found: dict[str, str] = {}
    for text in texts:
        parts = f"regexp_split_to_array({text}, '[/-]')"
        one, two = (f"try_cast({parts}[{place}] as integer)" for place in (1, 2))
        forms: dict[str, str] = {
            DateOrder.DAY_FIRST: f"{one} > 12 and {two} <= 12",
            DateOrder.MONTH_FIRST: f"{two} > 12 and {one} <= 12",
            "open": f"{one} <= 12 and {two} <= 12 and {one} <> {two}",
        }
        found |= {form: shown for form, shown in _examples(cells, text, SLASHED, forms).items() if shown}
    place = Place(cells.file.export.name)
    if DateOrder.DAY_FIRST in found and DateOrder.MONTH_FIRST in found:
        wrong = f"dates in two orders: {found[DateOrder.DAY_FIRST]} has the day first, {found[DateOrder.MONTH_FIRST]} the month"
        raise DataError(Problem(place, cells.path, wrong, "export it again with one order, best as 2026-10-31"))
    if "open" in found and len(found) == 1:
        first, second, year = found["open"].replace("-", "/").split("/")
        both = f"{year}-{int(second):02}-{int(first):02} or {year}-{int(first):02}-{int(second):02}"
        wrong = f"`{found['open']}` can be read in two ways: {both}"
        raise DataError(Problem(place, cells.path, wrong, "write `date_order: day_first` or `date_order: month_first`"))
    return DateOrder.MONTH_FIRST if DateOrder.MONTH_FIRST in found else DateOrder.DAY_FIRST


def decimal_mark(cells: Cells, texts: Sequence[str], said: DecimalMark | None) -> DecimalMark:
    """How the file's numbers are read: as the settings say, else as its other numbers tell.

    Raises DataError for numbers with both marks, and for those that both marks allow, with both readings.
    """
    if said is not None:
        return said
    found: dict[str, str] = {}
    for text in texts:
        forms: dict[str, str] = {**{mark: _only(text, mark) for mark in DecimalMark}, "open": f"regexp_full_match({text}, '{OPEN}')"}
        found |= {form: shown for form, shown in _examples(cells, text, "[-+]?[0-9.,]*[.,][0-9.,]*", forms).items() if shown}
    place = Place(cells.file.export.name)
    if DecimalMark.POINT in found and DecimalMark.COMMA in found:
        wrong = f"numbers with two decimal marks: {found[DecimalMark.POINT]} and {found[DecimalMark.COMMA]}"
        raise DataError(Problem(place, cells.path, wrong, "export it again with one of them"))
    if "open" in found and len(found) == 1:
        plain = found["open"].replace(",", ".")
        wrong = f"`{found['open']}` can be read in two ways: {plain.replace('.', '')} or {plain}"
        marks = "point" if "," in found["open"] else "comma", "comma" if "," in found["open"] else "point"
        raise DataError(Problem(place, cells.path, wrong, f"write `decimal: {marks[0]}` or `decimal: {marks[1]}`"))
    return DecimalMark.COMMA if DecimalMark.COMMA in found else DecimalMark.POINT


def _only(text: str, mark: DecimalMark) -> str:
    """SQL: whether the number allows this mark alone."""
    number = f"[+-]?({GROUPS[mark]}|[0-9]+)({FRACTION[mark]})?"
    other = DecimalMark.COMMA if mark is DecimalMark.POINT else DecimalMark.POINT
    others = f"[+-]?({GROUPS[other]}|[0-9]+)({FRACTION[other]})?"
    return f"regexp_full_match({text}, '{number}') and not regexp_full_match({text}, '{others}')"


def _examples(cells: Cells, text: str, form: str, tests: Mapping[str, str]) -> dict[str, str]:
    """The first text, in order, of each test among those of the form; empty for none."""
    columns = ", ".join(f"min({text}) filter (where {test})" for test in tests.values())
    found = cells.engine.rows(f"select {columns} from {cells.rows} where regexp_full_match({text}, '{form}')")[0]
    return {key: "" if shown is None else str(shown) for key, shown in zip(tests, found, strict=True)}
