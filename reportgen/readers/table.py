"""Tables of events: CSV (plain or gzip), NDJSON and Parquet, with a mapping of columns in settings."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.activity import FileRows, Staged
from reportgen.engine import Engine
from reportgen.errors import DataError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputColumns, InputSettings
from reportgen.readers.files import Opened, line_number
from reportgen.readers.sql import FILE, Wanted, by_file, literal, masked, micros, name, no_tokens, path_of

NAME = "table"
DELIMITERS = (",", ";", "\t", "|")


def identify(file: Opened, columns: tuple[str, ...]) -> bool:
    """True when the input says which column holds what, and the file has columns at all."""
    return file.export.input.columns is not None and bool(columns)


@dataclass(frozen=True, slots=True)
class Layout:
    """What files must share to be read in one go: kind, columns and delimiter."""

    kind: str
    columns: tuple[str, ...]
    delimiter: str


def layout(engine: Engine, file: Opened) -> Layout:
    """How the file is read. Raises DataError when a mapped column is not in it, or the header names one twice."""
    columns = column_names(engine, file)
    _check(file, columns)
    kind = "parquet" if file.parquet else "json" if _is_json(file) else "csv"
    return Layout(kind, columns, delimiter(file) if kind == "csv" else "")


def read(engine: Engine, files: Sequence[Opened], shape: Layout, wanted: Wanted) -> Staged:
    """Stage files of one layout. Rejected: rows cut short or too long, rows without a time that can be read or an event name."""
    source = files[0].export.input
    rows, broken = _stage(engine, files, shape)
    staged = engine.stage(_flat(source, rows, shape.columns, wanted))
    problem = (
        "case when record_empty then 'unreadable' when event_time is null and time_text is null then 'no_time' "
        "when event_time is null then 'bad_time' when event_name is null then 'no_event_name' end"
    )
    counts = engine.rows(f"select file, {problem} as reason, count(*), min(time_text) from {staged.get_name()} group by 1, 2 order by 1, 2")
    events = staged.filter(staged.event_name.notnull() & staged.event_time.notnull()).drop("time_text", "record_empty")
    found = by_file(files, counts, _rejected)
    whole = {
        path: FileRows(each.rows + sum(reason.rows for reason in broken.get(path, ())), (*broken.get(path, ()), *each.rejected))
        for path, each in found.items()
    }
    return Staged(source, events, NAME, whole)


def column_names(engine: Engine, file: Opened) -> tuple[str, ...]:
    """The columns of a file by looking at its beginning; empty when it is no table."""
    if file.parquet:
        path = literal(str(file.path))
        try:
            return tuple(str(row[0]) for row in engine.rows(f"describe select * from read_parquet({path})"))
        except Exception as error:
            raise DataError(Problem(file.export.place, "", f"the Parquet file cannot be read: {error}", "export it again")) from error
    if _is_json(file):
        return _json_keys(file)
    return tuple(next(csv.reader(io.StringIO(file.head), delimiter=delimiter(file)), ()))


def delimiter(file: Opened) -> str:
    """The delimiter that occurs most in the header line; a comma where none does."""
    header = file.head.partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def _is_json(file: Opened) -> bool:
    return file.head.lstrip()[:1] == "{"


def _json_keys(file: Opened) -> tuple[str, ...]:
    """Every key of the first 1,000 readable records, in order of appearance."""
    keys: dict[str, None] = {}
    for line in file.head.splitlines()[:1000]:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            keys.update(dict.fromkeys(record))
    return tuple(keys)


def _mapped(columns: InputColumns) -> dict[str, str]:
    return {field: value for field, value in columns.model_dump().items() if isinstance(value, str)}


def _check(file: Opened, columns: Sequence[str]) -> None:
    source = file.export.input
    if source.columns is None:
        return
    lacking = sorted({column for column in _mapped(source.columns).values() if column not in columns})
    if lacking and not _is_json(file):
        place = Place(file.export.name, None if file.parquet else 1)
        fields = ", ".join(repr(column) for column in lacking)
        raise DataError(
            Problem(place, f"inputs.{source.key}.columns", f"the file has no column {fields}", f"it has: {', '.join(columns) or 'none'}")
        )
    if len(set(columns)) < len(columns):
        double = next(column for column in columns if list(columns).count(column) > 1)
        raise DataError(Problem(Place(file.export.name, 1), "", f"the header names {double!r} twice", "rename one of the columns"))
    if source.columns.event is None and source.event is None:
        raise DataError(
            Problem(
                Place("config/report.yaml"),
                f"inputs.{source.key}",
                "nothing names the event",
                "map `columns.event` or give the input an `event`",
            )
        )


def _stage(engine: Engine, files: Sequence[Opened], shape: Layout) -> tuple[str, dict[str, tuple[RejectedRows, ...]]]:
    """SQL that reads the files as text columns, and the lines that the CSV form refuses, by path."""
    listed = f"[{', '.join(literal(str(file.path)) for file in files)}], filename = {literal(FILE)}"
    spec = ", ".join(f"{name(column)}: 'varchar'" for column in shape.columns)
    if shape.kind == "parquet":
        return f"read_parquet({listed})", {}
    if shape.kind == "json":
        return f"read_json({listed}, format = 'newline_delimited', ignore_errors = true, columns = {{{spec}}})", {}
    staged = engine.stage(
        f"select * from read_csv({listed}, header = true, auto_detect = false, delim = {literal(shape.delimiter)}, quote = '\"', "
        f"escape = '\"', columns = {{{spec}}}, nullstr = '', ignore_errors = true, store_rejects = true, rejects_limit = 0)"
    )
    return staged.get_name(), _csv_rejects(engine)


def _csv_rejects(engine: Engine) -> dict[str, tuple[RejectedRows, ...]]:
    """Lines that do not fit the header, by path and kind, from the engine's own account; which is then cleared for the next files."""
    found = engine.rows(
        "select file_path, lower(error_type), count(distinct line), min(line), arg_min(csv_line, line) "
        "from reject_errors join reject_scans using (scan_id, file_id) group by 1, 2 order by 1, 2"
    )
    for table in ("reject_errors", "reject_scans"):
        engine.rows(f"delete from {table} returning 1")
    broken: dict[str, tuple[RejectedRows, ...]] = {}
    for path, kind, rows, line, example in found:
        refused = RejectedRows(str(kind).replace(" ", "_"), int(str(rows)), masked(str(example or "")), int(str(line)))
        broken[str(path)] = (*broken.get(str(path), ()), refused)
    return broken


def _time(text: str, zone: str) -> str:
    """UTC microseconds of a time as text: epoch seconds, milli-, micro- or nanoseconds; ISO with an offset; without one in `zone`."""
    digits = f"regexp_full_match({text}, '[0-9]{{9,19}}')"
    epoch = (
        f"case when length({text}) <= 10 then {text}::bigint * 1000000 when length({text}) <= 13 then {text}::bigint * 1000 "
        f"when length({text}) <= 16 then {text}::bigint else {text}::bigint // 1000 end"
    )
    offset = f"regexp_matches({text}, '[0-9](Z|z|[+-][0-9]{{2}}:?[0-9]{{2}}| UTC)$') and strpos({text}, ':') > 0"
    naive = f"epoch_us(timezone({literal(zone)}, try_cast({text} as timestamp)))"
    return f"(case when {digits} then {epoch} when {offset} then epoch_us(try_cast({text} as timestamptz)) else {naive} end)"


def _flat(source: InputSettings, rows: str, columns: Sequence[str], wanted: Wanted) -> str:
    mapping: dict[str, str] = _mapped(source.columns) if source.columns else {}
    space = source.identity or source.key

    def text(field: str) -> str:
        column = mapping.get(field)
        if column is None or column not in columns:
            return "null::varchar"
        return no_tokens(f"trim({name(column)}::varchar)", source.missing)

    time = mapping["time"]
    event = text("event") if "event" in mapping else literal(source.event or "")
    flat = {
        "file": name(FILE),
        "time_text": f"{name(time)}::varchar",
        "record_empty": " and ".join(f"{name(column)} is null" for column in columns),
        "input": literal(source.key),
        "event_id": text("event_id"),
        "event_time": _time(text("time"), source.zone or wanted.zone),
        "seq": "0::bigint",
        "visitor": f"{literal(space + ':')} || {text('visitor')}",
        "user_id": text("user_id"),
        "click_id": text("click_id"),
        "session_id": text("session"),
        "event_name": event,
        "page": path_of(text("page")),
        **{
            field: text(field)
            for field in ("referrer", "source", "medium", "campaign", "content", "channel", "device", "country", "currency")
        },
        "platform": f"coalesce(lower({text('platform')}), {literal(source.platform) if source.platform else 'null'})",
        "first_source": "null::varchar",
        "first_medium": "null::varchar",
        "first_campaign": "null::varchar",
        "amount": f"case when {event} = 'refund' then -abs({micros(text('amount'))}) else {micros(text('amount'))} end",
        "transaction_id": text("transaction_id"),
        "engagement_ms": f"try_cast(round(try_cast({text('engagement_ms')} as double)) as bigint)",
        "engaged": "null::boolean",
        "row_hash": f"(hash({', '.join(name(column) for column in columns)}) >> 1)::bigint",
    }
    for param in wanted.params:
        value = no_tokens(f"trim({name(param)}::varchar)", source.missing) if param in columns else "null::varchar"
        flat[f"param:{param}"] = value
    return f"select {', '.join(f'{sql} as {name(column)}' for column, sql in flat.items())} from {rows}"


def _rejected(file: Opened, reason: str, rows: int, example: object) -> RejectedRows:
    text = "" if example is None else str(example)
    line = line_number(file.path, text) if text and not file.parquet else None
    return RejectedRows(reason, rows, text[:120], line)
