"""Tables of records (leads, deals, quotes, calls: a row each with several dates) and lists of members. Each date becomes an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from reportgen.activity import Staged
from reportgen.engine import Embedded
from reportgen.errors import DataError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import DateOrder
from reportgen.readers import spoiled, table
from reportgen.readers.events import Rows, flat
from reportgen.readers.facts import FILE, Plan, any_of, head, kept_columns, plan, said, unfolded
from reportgen.readers.files import Opened
from reportgen.readers.sql import Wanted, by_file, file_key, keyed, literal, name, without_refused
from reportgen.readers.written import Cells, date_order

NAME = "records"
STAGED = ("unknown_stage", "closed_without_date")
"""Remarks whose example is a stage."""


@dataclass(frozen=True, slots=True)
class Records:
    """Files of one layout, as SQL that reads them: `rows`, and `file`, the key of the file that a row is from."""

    engine: Embedded
    files: Sequence[Opened]
    shape: table.Layout
    rows: str
    asked: Plan

    @property
    def file(self) -> str:
        return file_key(self.files)

    @property
    def missing(self) -> tuple[str, ...]:
        return self.files[0].export.input.missing

    def text(self, column: str) -> str:
        return said(column, self.missing)


def layout(engine: Embedded, file: Opened) -> table.Layout:
    """How the file is read. Raises DataError when a mapped column is not in it, or its header names it twice for different things."""
    shape = table.layout(engine, file)
    asked = plan(file.export.input)
    if shape.kind == "json":
        _refuse_undated(file, shape, asked)
        return replace(shape, columns=tuple(dict.fromkeys((*shape.columns, *asked.columns))))
    table.refuse_unlike(file, asked.columns)
    lacking = sorted(set(asked.columns) - set(shape.columns))
    if lacking:
        wrong = f"the file has no column {', '.join(map(repr, lacking))}"
        raise DataError(Problem(file.header, asked.path, wrong, f"it has: {table.some(shape.columns)}"))
    return shape


def read(engine: Embedded, files: Sequence[Opened], shape: table.Layout, wanted: Wanted) -> Staged:
    """Stage files of one layout, an event a date. Rejected: lines that do not fit the header, records without any date, dates that cannot
    be read. No example of a rejected line is kept: contact details may stand in it.

    Raises DataError for dates that can be read in two ways, for e-mail addresses as ids, and for ids that a spreadsheet has rounded.
    """
    source = files[0].export.input
    rows, broken = table.staged_text(engine, files, shape)
    records = Records(engine, files, shape, rows, plan(source))
    _refuse_addresses(records)
    _refuse_other_hashes(records)
    query = unfolded(Rows(rows, shape.columns, records.file), records.asked, wanted.params, source, _order(records))
    columns = kept_columns(records.asked, shape.columns, wanted.params, source)
    staged = engine.stage(flat(source, Rows(engine.stage(query).get_name(), columns, FILE), wanted, records.asked.mapped))
    told = partial(_told_records, shape)
    spoiled.refuse(engine, files, staged.get_name(), records.asked.mapped.places, told)
    problem = "case when event_name is null then 'no_date' when event_time is null then 'bad_time' end"
    counts = engine.rows(f"select file, {problem} as reason, count(*), min(time_text) from {staged.get_name()} group by 1, 2 order by 1, 2")
    found = by_file(files, counts, _rejected(records))
    lost = table.lost_amounts(engine, staged.get_name())
    remarks = _remarks(records, staged.get_name(), source.zone or wanted.zone)
    whole = {
        key: replace(
            each,
            rows=each.rows + sum(reason.rows for reason in broken.get(key, ())),
            rejected=(*(replace(reason, example="") for reason in broken.get(key, ())), *each.rejected),
            lost_amounts=lost.get(key, 0),
            remarks=remarks[key],
        )
        for key, each in found.items()
    }
    return Staged(source, without_refused(engine, staged), NAME, whole)


def _refuse_undated(file: Opened, shape: table.Layout, asked: Plan) -> None:
    """Raise DataError for JSON in whose first records none of the dates stands: a single one may be rare, but not all."""
    if not set(asked.date_columns) & set(shape.columns):
        wrong = f"none of the columns with dates is in the file: {', '.join(map(repr, asked.date_columns))}"
        raise DataError(Problem(file.export.place, asked.path, wrong, f"it has: {table.some(shape.columns)}"))


def _told_records(shape: table.Layout, file: Opened) -> Iterable[tuple[int | None, Mapping[str, object]]]:
    return () if file.parquet else table.records(file, shape)


def _order(records: Records) -> DateOrder:
    """How dates such as 03/04/2026 are read. Raises DataError where they leave it open."""
    cells = Cells(records.engine, records.rows, records.files[0], f"{records.asked.path}.date_order")
    return date_order(cells, [head(records.text(column)) for column in records.asked.date_columns], records.asked.date_order)


def _refuse_addresses(records: Records) -> None:
    """Raise DataError where an id is an e-mail address: ids are kept, and addresses are not."""
    ids = {"id": records.asked.transaction, "hash": records.asked.hashed, **records.asked.ids}
    for option, column in ids.items():
        if column is None:
            continue
        found = records.engine.rows(f"select min({records.file}) from {records.rows} where strpos({name(column)}::varchar, '@') > 0")[0][0]
        if found is None:
            continue
        file = keyed(records.files)[str(found)]
        line = _line(records, file, partial(_holds, column, "@"))
        wrong = f"the column {column!r} holds e-mail addresses, and these are kept nowhere"
        right = "export an id instead; a member list may give a salted hash (`hash`)"
        raise DataError(Problem(Place(file.export.name, line), f"{records.asked.path}.{option}", wrong, right))


def _refuse_other_hashes(records: Records) -> None:
    """Raise DataError for a hash that is no SHA-256 in hexadecimal digits: it would match nobody, and nobody would notice."""
    column = records.asked.hashed
    if column is None:
        return
    text = records.text(column)
    query = (
        f"select {records.file}, {text} from {records.rows} where not regexp_full_match({text}, '[0-9a-fA-F]{{64}}') order by all limit 1"
    )
    for key, found in records.engine.rows(query):
        file = keyed(records.files)[str(key)]
        wrong = f"a value of {column!r} is no SHA-256: that has 64 hexadecimal digits"
        right = "hash the salt followed by the user id with SHA-256, and write it in hexadecimal digits"
        place = Place(file.export.name, _line(records, file, partial(_is, column, str(found))))
        raise DataError(Problem(place, f"{records.asked.path}.hash", wrong, right))


def _rejected(records: Records) -> Callable[[Opened, str, int, object], RejectedRows]:
    """Tells refused rows: their number, a date that is none, and the line of one of them."""
    asked, missing = records.asked, records.missing

    def empty(record: Mapping[str, str]) -> bool:
        return all(record.get(column, "") in missing for column in asked.date_columns)

    def told(file: Opened, reason: str, rows: int, example: object) -> RejectedRows:
        text = "" if example is None else str(example)

        def same(record: Mapping[str, str]) -> bool:
            return any(record.get(column) == text for column in asked.date_columns)

        return RejectedRows(reason, rows, text[:40], _line(records, file, same if reason == "bad_time" else empty))

    return told


def _holds(column: str, part: str, record: Mapping[str, str]) -> bool:
    return part in record.get(column, "")


def _is(column: str, text: str, record: Mapping[str, str]) -> bool:
    return record.get(column) == text


def _line(records: Records, file: Opened, fits: Callable[[Mapping[str, str]], bool]) -> int | None:
    """The line of the first record that fits; None where the file has no lines."""
    if file.parquet:
        return None
    for line, record in table.records(file, records.shape):
        if fits({column: "" if value is None else str(value).strip() for column, value in record.items()}):
            return line
    return None


def _remarks(records: Records, staged: str, zone: str) -> dict[str, tuple[RejectedRows, ...]]:
    """What is remarkable about records that count, by file."""
    found: dict[str, list[RejectedRows]] = {key: [] for key in keyed(records.files)}
    for reason, rows in (
        ("unknown_stage", _unknown_stages(records)),
        ("closed_without_date", _without_date(records)),
        ("won_before_contact", _backwards(records, staged, zone)),
    ):
        for key, number, example in rows:
            line = (
                _line(records, keyed(records.files)[str(key)], partial(_staged, records, str(example), reason))
                if reason in STAGED
                else None
            )
            found[str(key)].append(RejectedRows(reason, int(str(number)), str(example or ""), line))
    return {key: tuple(remarks) for key, remarks in found.items()}


def _staged(records: Records, stage: str, reason: str, record: Mapping[str, str]) -> bool:
    """Whether a record stands at this stage, and lacks its closing date where that is what is remarkable."""
    asked = records.asked
    return record.get(asked.stage or "") == stage and (reason == "unknown_stage" or record.get(asked.closed or "", "") in records.missing)


def _unknown_stages(records: Records) -> list[tuple[object, ...]]:
    """Records whose stage the settings do not mention: file, rows, one of the stages."""
    asked = records.asked
    if not asked.stage or not asked.stages:
        return []
    stage = records.text(asked.stage)
    known = any_of(stage, [each for listed in asked.stages.values() for each in listed])
    return records.engine.rows(
        f"select {records.file}, count(*), min({stage}) from {records.rows} where {stage} is not null and not {known} group by 1 order by 1"
    )


def _without_date(records: Records) -> list[tuple[object, ...]]:
    """Records whose stage means an event, and whose closing date is empty: file, rows, one of the stages."""
    asked = records.asked
    if not asked.told or not asked.stage or not asked.closed:
        return []
    stage = records.text(asked.stage)
    means = any_of(stage, [each for listed in asked.told.values() for each in listed])
    return records.engine.rows(
        f"select {records.file}, count(*), min({stage}) from {records.rows} "
        f"where {means} and {records.text(asked.closed)} is null group by 1 order by 1"
    )


def _backwards(records: Records, staged: str, zone: str) -> list[tuple[object, ...]]:
    """Records with an event on a day before that of their first one, by the order of `dates`: file, rows, the days of one of them."""
    asked = records.asked
    if asked.transaction is None or len(asked.dates) + bool(asked.told) < 2:
        return []
    first = next(iter(asked.dates), None)
    if first is None:
        return []
    is_first = f"event_name = {literal(first)}"
    local = f"timezone({literal(zone)}, make_timestamptz(event_time))::date"
    each = (
        f"select file, transaction_id, min({local}) filter ({is_first}) as began, min({local}) filter (not {is_first}) as later, "
        f"arg_min(event_name, event_time) filter (not {is_first}) as event from {staged} where transaction_id is not null group by 1, 2"
    )
    shown = f"{literal(first + ' ')} || began || ', ' || event || ' ' || later"
    return records.engine.rows(f"select file, count(*), min({shown}) from ({each}) where later < began group by 1 order by 1")
