"""Times written as a country writes them, `31/10/2026 14:05` or `10/31/2026 2:05 PM`: one order for a file, or it is refused with both
readings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from reportgen.engine import Embedded
from reportgen.model.settings import DateOrder
from reportgen.readers import written
from reportgen.readers.files import Opened
from reportgen.readers.sql import name

BEGIN = r"[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}"
DOTTED = r"[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}"
MOST_LOOKED_AT = 200
"""Records that tell whether a file writes its times so."""


def is_ordered(records: Iterable[Mapping[str, object]], columns: Sequence[str]) -> bool:
    """Whether most of the times in these records begin with such a date."""
    times = [str(record[column]).strip() for record in records for column in columns if record.get(column)]
    found = sum(re.match(f"(?:{BEGIN}|{DOTTED})(?![0-9])", time) is not None for time in times)
    return 2 * found > len(times) > 0


def order(engine: Embedded, file: Opened, rows: str, columns: Sequence[str], said: DateOrder | None) -> DateOrder:
    """The order of the dates in these columns of a file's rows (SQL). Raises DataError for two orders in one file, and for dates that both
    orders allow, unless the settings say it."""
    texts = [f"regexp_extract(trim({name(column)}::varchar), '^{BEGIN}')" for column in columns]
    path = f"inputs.{file.export.input.key}.columns"
    return written.date_order(written.Cells(engine, rows, file, path), texts, said)


def as_iso(text: str, day_first: DateOrder) -> str:
    """SQL: such a time as a text with the year first; other texts as they are. Half a day is told by AM and PM."""
    turned = r"\3-\2-\1" if day_first is DateOrder.DAY_FIRST else r"\3-\1-\2"
    slashed = f"regexp_replace({text}, '^([0-9]{{1,2}})[/-]([0-9]{{1,2}})[/-]([0-9]{{4}}),? *', '{turned} ')"
    dotted = rf"regexp_replace({slashed}, '^([0-9]{{1,2}})[.]([0-9]{{1,2}})[.]([0-9]{{4}}),? *', '\3-\2-\1 ')"
    clock = f"try_strptime({dotted}, ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p'])::varchar"
    return f"coalesce(case when regexp_matches({text}, '[AaPp][Mm]$') then {clock} end, trim({dotted}))"
