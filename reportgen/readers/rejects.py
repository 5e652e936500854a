"""Lines of a CSV file that do not fit its header, from the engine's own account."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen.engine import Embedded
from reportgen.model.counts import RejectedRows
from reportgen.readers.files import Opened
from reportgen.readers.plain import line_at
from reportgen.readers.sql import masked


def csv_rejects(engine: Embedded, files: Sequence[Opened]) -> dict[str, tuple[RejectedRows, ...]]:
    """The refused lines by path and kind, each kind with its first line; the account is cleared for the next files."""
    found = engine.rows(
        "with refused as (select file_path, line, min(lower(error_type)) as kind, min(line_byte_position) as start, "
        "min(csv_line) as example "
        "from reject_errors join reject_scans using (scan_id, file_id) group by 1, 2) "
        "select file_path, kind, count(*), min(start), arg_min(example, start) from refused group by 1, 2 order by 1, 2"
    )
    for table in ("reject_errors", "reject_scans"):
        engine.rows(f"delete from {table} returning 1")
    broken: dict[str, tuple[RejectedRows, ...]] = {}
    opened = {str(file.path): file for file in files}
    for path, kind, rows, start, example in found:
        text = str(example or "")
        above = len(text) - len(text.lstrip("\r\n"))
        line = line_at(Path(str(path)), int(str(start)) - 1 + above)
        refused = RejectedRows(str(kind).replace(" ", "_"), int(str(rows)), masked(text.strip("\r\n")), opened[str(path)].line(line))
        broken[str(path)] = (*broken.get(str(path), ()), refused)
    return broken
