"""The pieces of SQL that readers share. All of it runs in the embedded engine, on one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.activity import FileRows
from reportgen.engine import Embedded
from reportgen.model.counts import RejectedRows
from reportgen.readers.files import Opened

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rules need beside the fixed columns: parameter names, each delivered as a text column `param:NAME`;
    and the site's zone, for times that name none."""

    params: tuple[str, ...] = ()
    zone: str = "UTC"


FILE = "reportgen_file"
"""The column in which the engine says which file a row is from."""


def keyed(files: Sequence[Opened]) -> dict[str, Opened]:
    """Files read in one go, by their keys in the staged table: short, since everything there is grouped by them."""
    return {str(place): file for place, file in enumerate(files)}


def file_key(files: Sequence[Opened]) -> str:
    """The key of the file that a row is from, as SQL."""
    paths = ", ".join(literal(str(file.path)) for file in files)
    return f"(list_position([{paths}], {name(FILE)}) - 1)::varchar" if len(files) > 1 else "'0'"


def by_file(
    files: Sequence[Opened],
    counts: Sequence[tuple[object, ...]],
    rejected: Callable[[Opened, str, int, object], RejectedRows],
) -> dict[str, FileRows]:
    """Rows of (file's key, reason or null, rows, example) -> what each file held, in file order."""
    found: dict[str, FileRows] = {}
    for key, file in keyed(files).items():
        own = [(reason, int(str(rows)), example) for of, reason, rows, example in counts if of == key]
        refused = tuple(rejected(file, str(reason), rows, example) for reason, rows, example in own if reason is not None)
        found[key] = FileRows(sum(rows for _, rows, _ in own), refused)
    return found


def without_refused(engine: Embedded, staged: Table) -> Table:
    """A staged table without the rows that no reader accepts."""
    refused = staged.filter(staged.event_name.isnull() | staged.event_time.isnull())
    if engine.scalar(refused.count()):
        engine.take_out(staged, refused)
    return staged


def masked(example: str) -> str:
    """An example row fit for a published report: every word is cut to three letters, so that no name, address or id is left."""
    return re.sub(r"\w{4,}", lambda found: found[0][:3] + "…", example)[:120]


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def name(column: str) -> str:
    """A column's name as SQL."""
    return '"' + column.replace('"', '""') + '"'


def no_tokens(expression: str, missing: Sequence[str]) -> str:
    """Text without the tokens that mean: no value. Not `in (...)`: the engine turns each into a join, dozens for one file."""
    tokens = ", ".join(literal(token) for token in missing)
    return f"(case when list_contains([{tokens}], {expression}) then null else {expression} end)" if tokens else expression


def path_of(url: str) -> str:
    """The path of a page address, without host, query and fragment; `/` for a bare host. A plain name stays as it is."""
    bare = f"split_part(split_part({url}, '#', 1), '?', 1)"
    path = f"regexp_replace({bare}, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*', '')"
    return f"(case when {path} = '' then '/' else {path} end)"


EARLIEST = 631_152_000_000_000
LATEST = 4_102_444_800_000_000
"""1990 and 2100 as UTC microseconds."""


def plausible(time: str) -> str:
    """UTC microseconds; null outside 1990-2100, so that one broken clock does not stretch every calendar."""
    return f"(case when {time} between {EARLIEST} and {LATEST} then {time} end)"


def micros(expression: str) -> str:
    """An amount in whole micro-units, rounded once; null where it is no number."""
    return f"try_cast(round(try_cast({expression} as double) * 1000000) as bigint)"
