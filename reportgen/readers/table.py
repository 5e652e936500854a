"""Tables of events: CSV (plain or gzip), NDJSON and Parquet, with a mapping of columns in settings."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from reportgen.activity import FileRows, Staged
from reportgen.engine import Embedded
from reportgen.errors import DataError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import DateOrder, InputColumns
from reportgen.readers import ordered, snowplow, spoiled
from reportgen.readers.events import Mapped, Rows, flat, known, needed
from reportgen.readers.files import Opened, damaged
from reportgen.readers.rejects import csv_rejects
from reportgen.readers.sql import (
    FILE,
    Wanted,
    by_file,
    file_key,
    keyed,
    literal,
    name,
    without_refused,
)

NAME = "table"
MOST_NAMED, MOST_NAME = 40, 60


def identify(file: Opened, columns: tuple[str, ...]) -> bool:
    """True when the input says which column holds what, and the file has columns at all."""
    return file.export.input.columns is not None and bool(columns)


@dataclass(frozen=True, slots=True)
class Layout:
    """What files must share to be read in one go: kind, columns and delimiter."""

    kind: str
    columns: tuple[str, ...]
    delimiter: str
    header: bool = True
    order: DateOrder | None = None
    """How dates such as 03/04/2026 are read, in a file that writes its times so."""


def layout(engine: Embedded, file: Opened) -> Layout:
    """How the file is read. Raises DataError when a mapped column is not in it, or the header names it twice for different things."""
    columns = column_names(engine, file)
    _check(file, columns)
    kind = "parquet" if file.parquet else "json" if _is_json(file) else "csv"
    bare = snowplow.bare(file.head)
    delimiter = "\t" if bare else file.delimiter
    shape = Layout(kind, columns, delimiter if kind == "csv" else "", header=not bare)
    source = file.export.input.columns
    return shape if source is None else dated(engine, file, shape, (source.time,), source.date_order)


def dated(engine: Embedded, file: Opened, shape: Layout, times: Sequence[str], said: DateOrder | None) -> Layout:
    """The layout with the order of the dates in these columns, for a text that writes them with slashes or dots. Raises DataError for two
    orders, and for dates that both allow."""
    first = (record for _, record in islice(records(file, shape), ordered.MOST_LOOKED_AT)) if shape.kind != "parquet" else ()
    if not ordered.is_ordered(first, times):
        return shape
    rows, _ = staged_text(engine, [file], shape)
    return replace(shape, order=ordered.order(engine, file, rows, [column for column in times if column in shape.columns], said))


def read(engine: Embedded, files: Sequence[Opened], shape: Layout, wanted: Wanted) -> Staged:
    """Stage files of one layout. Rejected: rows cut short or too long, rows without a time that can be read or an event name."""
    columns = files[0].export.input.columns
    assert columns is not None, "identify asks for a mapping"
    return read_mapped(engine, files, shape, wanted, mapped=_mapped(columns), format=NAME)


def read_mapped(engine: Embedded, files: Sequence[Opened], shape: Layout, wanted: Wanted, *, mapped: Mapped, format: str) -> Staged:
    """Stage files of one layout by a mapping, as `read` does."""
    source = files[0].export.input
    shape = shape if shape.kind != "json" else _with_rare(shape, mapped, wanted)
    staged = engine.stage(flat(source, Rows(text(engine, files, shape), shape.columns, file_key(files), shape.order), wanted, mapped))
    broken = _broken(engine, files, shape)
    problem = (
        "case when record_empty then 'unreadable' when event_time is null and time_text is null then 'no_time' "
        "when event_time is null then 'bad_time' when event_name is null then 'no_event_name' end"
    )
    counts = engine.rows(f"select file, {problem} as reason, count(*), min(time_text) from {staged.get_name()} group by 1, 2 order by 1, 2")
    spoiled.refuse(engine, files, staged.get_name(), mapped.places, lambda file: () if file.parquet else records(file, shape))
    found = by_file(files, counts, _rejected(shape, mapped))
    lost = lost_amounts(engine, staged.get_name())
    whole = {
        key: FileRows(
            each.rows + sum(reason.rows for reason in broken.get(key, ())), (*broken.get(key, ()), *each.rejected), lost.get(key, 0)
        )
        for key, each in found.items()
    }
    return Staged(source, without_refused(engine, staged), format, whole, has_ids="event_id" in mapped.places)


def lost_amounts(engine: Embedded, staged: str) -> dict[str, int]:
    """Usable rows whose amount says something that is no number, by file."""
    usable = "amount_text is not null and amount is null and event_time is not null and event_name is not null"
    return {str(file): int(str(rows)) for file, rows in engine.rows(f"select file, count(*) from {staged} where {usable} group by 1")}


def column_names(engine: Embedded, file: Opened) -> tuple[str, ...]:
    """The columns of a file by looking at its beginning; empty when it is no table."""
    if not file.parquet:
        return text_columns(file)
    path = literal(str(file.path))
    try:
        return tuple(str(row[0]) for row in engine.rows(f"describe select * from read_parquet({path})"))
    except Exception as error:
        raise damaged([file.export], [file.path], error) from error


def text_columns(file: Opened) -> tuple[str, ...]:
    """The columns of a text: those of its header, or the keys of its first records. Raises DataError for a JSON array of no records."""
    if file.head.lstrip()[:1] == "[":
        wrong = "this is a JSON array of something else than records"
        raise DataError(Problem(Place(file.export.name, 1), "", wrong, "write an array of records, or one record a line"))
    if _is_json(file):
        return _json_keys(file)
    return snowplow.COLUMNS if snowplow.bare(file.head) else file.columns


def some(columns: Sequence[str]) -> str:
    """The names of a file's columns for a message: the first ones, and none endless."""
    shown = ", ".join(column[:MOST_NAME] for column in columns[:MOST_NAMED])
    return f"{shown}, and {len(columns) - MOST_NAMED} more" if len(columns) > MOST_NAMED else shown or "none"


def _is_json(file: Opened) -> bool:
    return file.head.lstrip()[:1] == "{"


def _json_keys(file: Opened) -> tuple[str, ...]:
    """Every key of the first 1,000 readable records, in order of appearance. Raises DataError when none is readable."""
    keys: dict[str, None] = {}
    lines = file.head.split("\n")[:1000]
    for line in lines:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            keys.update(dict.fromkeys(record))
    if not keys and len(lines) > 1:
        wrong = f"none of the first {len(lines)} lines is a JSON record"
        raise DataError(Problem(Place(file.export.name, 1), "", wrong, "write one record a line (jq -c . does)"))
    return tuple(keys)


def _with_rare(shape: Layout, mapped: Mapped, wanted: Wanted) -> Layout:
    """Also the mapped columns and parameters that only later records have."""
    columns = dict.fromkeys((*shape.columns, *needed(mapped, shape.columns)))
    folded = {column.casefold() for column in columns}
    return replace(shape, columns=tuple(dict.fromkeys((*columns, *(param for param in wanted.params if param.casefold() not in folded)))))


def _mapped(columns: InputColumns) -> Mapped:
    named = {field: (value,) for field, value in columns.model_dump(exclude={"params", "date_order"}).items() if isinstance(value, str)}
    return Mapped(named, (columns.params,) if columns.params else ())


def _check(file: Opened, columns: Sequence[str]) -> None:
    source = file.export.input
    if source.columns is None:
        return
    named = _mapped(source.columns)
    refuse_unlike(file, needed(named, columns))
    always = (
        (source.columns.time, source.columns.event) if _is_json(file) else (*(place for (place,) in named.places.values()), *named.bags)
    )
    lacking = sorted({column for column in always if column is not None and not known(column, columns)})
    if lacking:
        wrong = f"the file has no column {', '.join(map(repr, lacking))}"
        raise DataError(Problem(file.header, f"inputs.{source.key}.columns", wrong, f"it has: {some(columns)}"))
    if source.columns.event is None and source.event is None:
        raise DataError(
            Problem(
                Place("config/report.yaml"),
                f"inputs.{source.key}",
                "nothing names the event",
                "map `columns.event` or give the input an `event`",
            )
        )


def refuse_unlike(file: Opened, mapped: Iterable[str]) -> None:
    """Raise DataError when one of these columns stands twice in the header for different things."""
    if double := next((column for column in mapped if column in file.ignored), None):
        wrong = f"the header names {double!r} twice, for different things"
        raise DataError(Problem(file.header, "", wrong, "rename one of the columns"))


def staged_text(engine: Embedded, files: Sequence[Opened], shape: Layout) -> tuple[str, dict[str, tuple[RejectedRows, ...]]]:
    """`text` for what reads it more than once, and the lines that the CSV form refuses, by file."""
    rows = text(engine, files, shape)
    if shape.kind != "csv":
        return rows, {}
    return engine.stage(f"select * from {rows}").get_name(), _broken(engine, files, shape)


def text(engine: Embedded, files: Sequence[Opened], shape: Layout) -> str:
    """SQL that reads the files as text columns. Raises DataError for records with two names, of their own or of the settings, that differ
    in capitals alone: the engine's names know none."""
    listed = f"[{', '.join(literal(str(file.path)) for file in files)}], filename = {literal(FILE)}"
    spec = ", ".join(f"{name(column)}: 'varchar'" for column in shape.columns)
    if shape.kind == "parquet":
        return _unnested(engine, f"read_parquet({listed})")
    if shape.kind == "json":
        _refuse_alike(files[0], shape.columns)
        return f"read_json({listed}, format = 'newline_delimited', ignore_errors = true, columns = {{{spec}}})"
    quote = "'\"'" if shape.header else "''"
    return (
        f"read_csv({listed}, header = {shape.header}, auto_detect = false, delim = {literal(shape.delimiter)}, "
        f"quote = {quote}, escape = {quote}, columns = {{{spec}}}, nullstr = '', "
        "ignore_errors = true, store_rejects = true, rejects_limit = 0)"
    )


def _broken(engine: Embedded, files: Sequence[Opened], shape: Layout) -> dict[str, tuple[RejectedRows, ...]]:
    """The lines that the CSV form refused while the files were read, by file."""
    if shape.kind != "csv":
        return {}
    rejects = csv_rejects(engine, files)
    return {key: rejects.get(str(file.path), ()) for key, file in keyed(files).items()}


def _refuse_alike(file: Opened, columns: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for column in columns:
        if (first := seen.setdefault(column.casefold(), column)) != column:
            wrong = f"{first!r} and {column!r} differ in capitals alone"
            right = "name columns in the settings as the file does; of two in the file rename one"
            raise DataError(Problem(Place(file.export.name), f"inputs.{file.export.input.key}", wrong, right))


def _unnested(engine: Embedded, rows: str) -> str:
    """Rows with nested columns as JSON texts."""
    kinds = ((str(row[0]), str(row[1])) for row in engine.rows(f"describe select * from {rows}"))
    nested = [column for column, kind in kinds if kind.startswith(("STRUCT", "MAP")) or kind.endswith("[]")]
    texts = ", ".join(f"to_json({name(column)})::varchar as {name(column)}" for column in nested)
    return f"(select * replace ({texts}) from {rows})" if nested else rows


def _rejected(shape: Layout, mapped: Mapped) -> Callable[[Opened, str, int, object], RejectedRows]:
    """Tells refused rows: their number, the time of one of them and its line. Parquet has no lines."""
    events = mapped.places.get("event", ())

    def told(file: Opened, reason: str, rows: int, example: object) -> RejectedRows:
        time, missing = "" if example is None else str(example), file.export.input.missing
        for line, record in () if file.parquet else records(file, shape):
            found = next((text for place in mapped.places["time"] if (text := _at(record, place))), "")
            named = (not events and not mapped.event) or any(_at(record, place).strip() not in missing for place in events)
            fits = {"unreadable": not any(record.values()), "no_event_name": found == time and not named}
            if fits.get(reason, found == time and any(record.values())):
                return RejectedRows(reason, rows, time[:120], line)
        return RejectedRows(reason, rows, time[:120], None)

    return told


def records(file: Opened, shape: Layout) -> Iterator[tuple[int | None, Mapping[str, object]]]:
    """The records of a text file as far as Python reads them too, each with the export's line it begins on."""
    with file.path.open(encoding="utf-8", errors="replace", newline="") as handle:
        if shape.kind == "json":
            for number, line in enumerate(handle, 1):
                if line.strip():
                    yield file.line(number), _record(line)
            return
        rows = csv.reader(handle, delimiter=shape.delimiter, quoting=csv.QUOTE_MINIMAL if shape.header else csv.QUOTE_NONE)
        begin = 1
        with suppress(csv.Error):
            for row in rows:
                if (begin > 1 or not shape.header) and row:
                    yield file.line(begin), dict(zip(shape.columns, row, strict=False))
                begin = rows.line_num + 1


def _record(line: str) -> Mapping[str, object]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _at(record: Mapping[str, object], place: str) -> str:
    """A column's text, or what stands at a path inside it."""
    if place in record or "." not in place:
        value = record.get(place)
        return "" if value is None else str(value)
    column, _, rest = place.partition(".")
    inner = record.get(column)
    inner = _record(inner) if isinstance(inner, str) else inner
    return _at(inner, rest) if isinstance(inner, Mapping) else ""
