"""Ids that a spreadsheet has turned into numbers: `2.8E+18` stands for many, so that nobody can be told apart any more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from reportgen.engine import Embedded
from reportgen.errors import DataError, Place, Problem
from reportgen.readers.files import Opened
from reportgen.readers.sql import keyed

Records = Callable[[Opened], Iterable[tuple[int | None, Mapping[str, object]]]]
"""The records of a file, each with its line."""
IDS = ("event_id", "visitor", "user_id", "session_id", "click_id", "transaction_id")
SPOILED = "[0-9]([.,][0-9]+)?[eE][+][0-9]{2}"


def refuse(engine: Embedded, files: Sequence[Opened], staged: str, places: Mapping[str, tuple[str, ...]], records: Records) -> None:
    """Raise DataError for the first such id in the staged events of files. `places`: field of events -> the columns it is read from."""
    ids = [field for field in IDS if places.get(field) or (field == "session_id" and places.get("session"))]
    if not ids:
        return
    some = " or ".join(f"contains({field}, 'E+') or contains({field}, 'e+')" for field in ids)
    listed = ", ".join(f"'{field}'" for field in ids)
    found = engine.rows(
        f"select file, field, value from (select file, unnest([{listed}]) as field, unnest([{', '.join(ids)}]) as value from {staged} "
        f"where {some}) where regexp_matches(value, '(^|:){SPOILED}$') order by all limit 1"
    )
    for key, field, value in found:
        id = re.search(f"{SPOILED}$", str(value))
        columns = places.get(str(field)) or places["session"]
        if id is not None:
            raise _refused(keyed(files)[str(key)], records, columns, id[0])


def _refused(file: Opened, records: Records, columns: Sequence[str], id: str) -> DataError:
    places = ((line, column) for line, record in records(file) for column in columns if str(record.get(column)).strip() == id)
    line, column = next(places, (None, columns[0]))
    wrong = f"{id} in {column!r} is an id that a spreadsheet has rounded: different ones look the same now"
    right = "export it again without opening it in a spreadsheet, or format the column as text before"
    return DataError(Problem(Place(file.export.name, line), "", wrong, right))
