"""Tables of events: CSV (plain or gzip), NDJSON and Parquet, with a mapping of columns in settings."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from reportgen.activity import FileRows, Staged
from reportgen.engine import Engine
from reportgen.errors import DataError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputColumns, InputSettings
from reportgen.readers.files import Opened, damaged, line_at
from reportgen.readers.sql import (
    FILE,
    Wanted,
    by_file,
    file_key,
    keyed,
    literal,
    masked,
    micros,
    name,
    no_tokens,
    path_of,
    plausible,
    without_refused,
)

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
    shape = shape if shape.kind != "json" else _with_rare(shape, source, wanted)
    rows, broken = _stage(engine, files, shape)
    staged = engine.stage(_flat(source, file_key(files), rows, shape.columns, wanted))
    problem = (
        "case when record_empty then 'unreadable' when event_time is null and time_text is null then 'no_time' "
        "when event_time is null then 'bad_time' when event_name is null then 'no_event_name' end"
    )
    counts = engine.rows(f"select file, {problem} as reason, count(*), min(time_text) from {staged.get_name()} group by 1, 2 order by 1, 2")
    found = by_file(files, counts, partial(_rejected, shape))
    lost = _lost_amounts(engine, staged.get_name())
    whole = {
        key: FileRows(
            each.rows + sum(reason.rows for reason in broken.get(key, ())), (*broken.get(key, ()), *each.rejected), lost.get(key, 0)
        )
        for key, each in found.items()
    }
    return Staged(source, without_refused(engine, staged), NAME, whole)


def _lost_amounts(engine: Engine, staged: str) -> dict[str, int]:
    """Usable rows whose amount says something that is no number, by file."""
    usable = "amount_text is not null and amount is null and event_time is not null and event_name is not null"
    return {str(file): int(str(rows)) for file, rows in engine.rows(f"select file, count(*) from {staged} where {usable} group by 1")}


def column_names(engine: Engine, file: Opened) -> tuple[str, ...]:
    """The columns of a file by looking at its beginning; empty when it is no table."""
    if file.head.lstrip()[:1] == "[":
        right = "write one record a line (jq -c '.[]' does)"
        raise DataError(Problem(Place(file.export.name, 1), "", "this is a JSON array, not one record a line", right))
    if file.parquet:
        path = literal(str(file.path))
        try:
            return tuple(str(row[0]) for row in engine.rows(f"describe select * from read_parquet({path})"))
        except Exception as error:
            raise damaged([file.export], [file.path], error) from error
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
    """Every key of the first 1,000 readable records, in order of appearance. Raises DataError when none is readable."""
    keys: dict[str, None] = {}
    lines = file.head.split("\n")[:1000]
    for line in lines:
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            keys.update(dict.fromkeys(record))
    if not keys and len(lines) > 1:
        wrong = f"none of the first {len(lines)} lines is a JSON record"
        raise DataError(Problem(Place(file.export.name, 1), "", wrong, "write one record a line (jq -c . does)"))
    return tuple(keys)


def _with_rare(shape: Layout, source: InputSettings, wanted: Wanted) -> Layout:
    """Also the mapped columns and parameters that only later records have."""
    mapped = _mapped(source.columns).values() if source.columns else ()
    return replace(shape, columns=tuple(dict.fromkeys((*shape.columns, *mapped, *wanted.params))))


def _mapped(columns: InputColumns) -> dict[str, str]:
    return {field: value for field, value in columns.model_dump().items() if isinstance(value, str)}


def _check(file: Opened, columns: Sequence[str]) -> None:
    source = file.export.input
    if source.columns is None:
        return
    mapped = (source.columns.time, source.columns.event) if _is_json(file) else _mapped(source.columns).values()
    lacking = sorted({column for column in mapped if column is not None and column not in columns})
    if lacking:
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
    """SQL that reads the files as text columns, and the lines that the CSV form refuses, by file."""
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
    rejects = _csv_rejects(engine)
    return staged.get_name(), {key: rejects.get(str(file.path), ()) for key, file in keyed(files).items()}


def _csv_rejects(engine: Engine) -> dict[str, tuple[RejectedRows, ...]]:
    """Lines that do not fit the header, by path and kind, from the engine's own account; which is then cleared for the next files."""
    found = engine.rows(
        "with refused as (select file_path, line, min(lower(error_type)) as kind, min(line_byte_position) as start, "
        "min(csv_line) as example "
        "from reject_errors join reject_scans using (scan_id, file_id) group by 1, 2) "
        "select file_path, kind, count(*), min(start), arg_min(example, start) from refused group by 1, 2 order by 1, 2"
    )
    for table in ("reject_errors", "reject_scans"):
        engine.rows(f"delete from {table} returning 1")
    broken: dict[str, tuple[RejectedRows, ...]] = {}
    for path, kind, rows, start, example in found:
        text = str(example or "")
        above = len(text) - len(text.lstrip("\r\n"))
        line = line_at(Path(str(path)), int(str(start)) - 1 + above)
        refused = RejectedRows(str(kind).replace(" ", "_"), int(str(rows)), masked(text.strip("\r\n")), line)
        broken[str(path)] = (*broken.get(str(path), ()), refused)
    return broken


def _time(text: str, zone: str) -> str:
    """UTC microseconds of a time as text: epoch seconds, milli-, micro- or nanoseconds; ISO with an offset; without one in `zone`."""
    digits, fraction = (f"regexp_full_match({text}, '{form}')" for form in ("[0-9]{9,19}", "[0-9]{9,10}[.][0-9]+"))
    epoch = (
        f"case when length({text}) <= 10 then {text}::bigint * 1000000 when length({text}) <= 13 then {text}::bigint * 1000 "
        f"when length({text}) <= 16 then {text}::bigint else {text}::bigint // 1000 end"
    )
    offset = f"regexp_matches({text}, '[0-9](Z|z|[+-][0-9]{{2}}(:?[0-9]{{2}})?| UTC)$') and strpos({text}, ':') > 0"
    zoned = f"epoch_us(try_cast(upper({text}) as timestamptz))"
    naive = f"epoch_us(timezone({literal(zone)}, try_cast({text} as timestamp)))"
    seconds = f"round({text}::double * 1000000)::bigint"
    return f"(case when {digits} then {epoch} when {fraction} then {seconds} when {offset} then {zoned} else {naive} end)"


def _money(text: str) -> str:
    """An amount as people export it: `1,234.50`, `1.234,50`, `12,50`, `$ 12`, beside plain numbers; null where it is none of them."""
    bare = f"regexp_replace({text}, '[^0-9,.+-]', '', 'g')"
    groups = f"case when regexp_full_match({bare}, '[+-]?[0-9]{{1,3}}(,[0-9]{{3}})+([.][0-9]+)?') then replace({bare}, ',', '')"
    comma = f"when regexp_full_match({bare}, '[+-]?[0-9.]*[0-9],[0-9]{{1,2}}') then replace(replace({bare}, '.', ''), ',', '.')"
    worded = f"{groups} {comma} when regexp_full_match({bare}, '[+-]?[0-9]+([.][0-9]+)?') then {bare} end"
    return f"coalesce({micros(text)}, {micros(worded)})"


def _flat(source: InputSettings, file: str, rows: str, columns: Sequence[str], wanted: Wanted) -> str:
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
        "file": file,
        "time_text": f"{name(time)}::varchar",
        "amount_text": text("amount"),
        "record_empty": " and ".join(f"{name(column)} is null" for column in columns),
        "input": literal(source.key),
        "event_id": text("event_id"),
        "event_time": plausible(_time(text("time"), source.zone or wanted.zone)),
        "seq": "0::bigint",
        "visitor": f"{literal(space + ':')} || {text('visitor')}",
        "user_id": text("user_id"),
        "click_id": text("click_id"),
        "session_id": text("session"),
        "event_name": event,
        "page": path_of(text("page")),
        **{field: text(field) for field in ("source", "medium", "campaign", "content", "channel", "device", "country", "currency")},
        "platform": f"coalesce(lower({text('platform')}), {literal(source.platform) if source.platform else 'null'})",
        "first_source": "null::varchar",
        "first_medium": "null::varchar",
        "first_campaign": "null::varchar",
        "amount": f"case when {event} = 'refund' then -abs({_money(text('amount'))}) else {_money(text('amount'))} end",
        "transaction_id": text("transaction_id"),
        "engagement_ms": f"try_cast(round(try_cast({text('engagement_ms')} as double)) as bigint)",
        "engaged": "null::boolean",
        "row_hash": _row_hash(columns, text("event_id") if "event_id" in mapping else None),
    }
    for param in wanted.params:
        value = no_tokens(f"trim({name(param)}::varchar)", source.missing) if param in columns else "null::varchar"
        flat[f"param:{param}"] = value
    return f"select {', '.join(f'{sql} as {name(column)}' for column, sql in flat.items())} from {rows}"


def _row_hash(columns: Sequence[str], event_id: str | None) -> str:
    """A hash of all columns as text, whatever their order; the event id alone decides all but the lowest 16 bits where there is one."""
    whole = f"(hash({', '.join(f'{name(column)}::varchar' for column in sorted(columns))}) >> 1)::bigint"
    if event_id is None:
        return whole
    return f"(case when {event_id} is null then {whole} else (hash({event_id}) >> 17)::bigint * 65536 + {whole} % 65536 end)"


def _rejected(shape: Layout, file: Opened, reason: str, rows: int, example: object) -> RejectedRows:
    """The count with the time of one such row and its line; Parquet has no lines."""
    time = "" if example is None else str(example)
    columns = file.export.input.columns
    assert columns is not None, "identify asks for a mapping"
    for line, record in () if file.parquet else _records(file, shape):
        found = _text(record.get(columns.time))
        named = columns.event is None or _text(record.get(columns.event)).strip() not in file.export.input.missing
        fits = {"unreadable": not any(record.values()), "no_event_name": found == time and not named}
        if fits.get(reason, found == time and any(record.values())):
            return RejectedRows(reason, rows, time[:120], line)
    return RejectedRows(reason, rows, time[:120], None)


def _records(file: Opened, shape: Layout) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The records of a text file as far as Python reads them too, each with the line it begins on."""
    with file.path.open(encoding="utf-8", errors="replace", newline="") as handle:
        if shape.kind == "json":
            for number, line in enumerate(handle, 1):
                if line.strip():
                    yield number, _record(line)
            return
        rows = csv.reader(handle, delimiter=shape.delimiter)
        begin = 1
        with suppress(csv.Error):
            for row in rows:
                if begin > 1 and row:
                    yield begin, dict(zip(shape.columns, row, strict=False))
                begin = rows.line_num + 1


def _record(line: str) -> Mapping[str, object]:
    try:
        record = json.loads(line)
    except ValueError:
        return {}
    return record if isinstance(record, dict) else {}


def _text(value: object) -> str:
    return "" if value is None else str(value)
