"""Tables of records: leads, deals, quotes or calls, a row each with several dates. Each date becomes an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.activity import Staged
from reportgen.engine import Engine
from reportgen.errors import DataError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import RecordColumns
from reportgen.readers import table
from reportgen.readers.events import Mapped, Rows, flat
from reportgen.readers.files import Opened
from reportgen.readers.sql import Wanted, by_file, file_key, literal, name, no_tokens, without_refused

NAME = "records"
OPEN = "open"
"""The meaning of stages that are no event."""
FILE, EVENT, TIME, HAS = "fact_file", "fact_event", "fact_time", "has"
OWN = {"stated": "stated", "convinced": "convinced", "stage": "stage"}
"""Parameter -> the option that names its column."""


def layout(engine: Engine, file: Opened) -> table.Layout:
    """How the file is read. Raises DataError when a mapped column is not in it, or the header names one twice."""
    shape = table.layout(engine, file)
    asked = _asked(file)
    if shape.kind == "json":
        return replace(shape, columns=tuple(dict.fromkeys((*shape.columns, *needed(asked)))))
    lacking = sorted(set(needed(asked)) - set(shape.columns))
    if lacking:
        fields = ", ".join(repr(column) for column in lacking)
        raise DataError(
            Problem(
                Place(file.export.name, None if file.parquet else 1),
                f"inputs.{file.export.input.key}.records",
                f"the file has no column {fields}",
                f"it has: {', '.join(shape.columns) or 'none'}",
            )
        )
    return shape


def needed(asked: RecordColumns) -> tuple[str, ...]:
    """Every column that the settings name."""
    single = (asked.id, asked.stage, asked.closed, asked.visitor, asked.user_id, asked.click_id, asked.amount, asked.currency)
    more = (asked.stated, asked.convinced, *asked.dates.values(), *asked.has.values())
    return tuple(dict.fromkeys(column for column in (*single, *more) if column))


def read(engine: Engine, files: Sequence[Opened], shape: table.Layout, wanted: Wanted) -> Staged:
    """Stage files of one layout, an event a date. Rejected: lines that do not fit the header, records without any date, dates that cannot
    be read. No example of a rejected line is kept: contact details may stand in it."""
    source, asked = files[0].export.input, _asked(files[0])
    rows, broken = table.staged_text(engine, files, shape)
    facts, columns = _facts(files, rows, shape, wanted)
    unfolded = engine.stage(facts)
    staged = engine.stage(flat(source, Rows(unfolded.get_name(), columns, FILE), wanted, _mapped(asked)))
    problem = "case when event_name is null then 'no_date' when event_time is null then 'bad_time' end"
    counts = engine.rows(f"select file, {problem} as reason, count(*), min(time_text) from {staged.get_name()} group by 1, 2 order by 1, 2")
    found = by_file(files, counts, lambda file, reason, rows, example: RejectedRows(reason, rows, str(example or "")[:120], None))
    lost = table.lost_amounts(engine, staged.get_name())
    whole = {
        key: replace(
            each,
            rows=each.rows + sum(reason.rows for reason in broken.get(key, ())),
            rejected=(*(replace(reason, example="") for reason in broken.get(key, ())), *each.rejected),
            lost_amounts=lost.get(key, 0),
        )
        for key, each in found.items()
    }
    return Staged(source, without_refused(engine, staged), NAME, whole)


def _asked(file: Opened) -> RecordColumns:
    asked = file.export.input.records
    assert asked is not None, "this reader is asked for records only"
    return asked


def _mapped(asked: RecordColumns) -> Mapped:
    """Where an unfolded record keeps what."""
    places = {"time": (TIME,), "event": (EVENT,), "transaction_id": (asked.id,)}
    places |= {field: (column,) for field in ("visitor", "user_id", "click_id", "amount", "currency") if (column := getattr(asked, field))}
    return Mapped(places)


def _facts(files: Sequence[Opened], rows: str, shape: table.Layout, wanted: Wanted) -> tuple[str, tuple[str, ...]]:
    """A query with a row an event of each record (one without an event for records without a date), and its columns.

    Only what the events need is in it, so that no contact detail goes further than this.
    """
    asked, missing = _asked(files[0]), files[0].export.input.missing
    private = set(asked.has.values())
    money = {asked.amount, asked.currency} - {None}
    own = {param: column for param, option in OWN.items() if param in wanted.params and (column := getattr(asked, option))}
    plain = [column for column in (asked.id, asked.visitor, asked.user_id, asked.click_id) if column]
    plain += [param for param in wanted.params if param in shape.columns and param not in own]
    kept = {column: f"{name(column)}::varchar" for column in plain if column not in private}
    kept |= {param: _said(column, missing) for param, column in own.items()}
    if HAS in wanted.params and asked.has:
        kept[HAS] = _filled(asked.has, missing)
    carries = f"{EVENT} in ({', '.join(literal(event) for event in asked.amount_at)})"
    paid = {column: f"case when {carries} then {name(str(column))}::varchar end" for column in sorted(str(each) for each in money)}
    pairs = ", ".join(f"{{'event': {event}, 'time': {time}}}" for event, time in _dated(asked, missing))
    dated = f"list_filter([{pairs}], lambda pair: pair.time is not null and pair.event is not null)"
    unfolded = (
        f"select *, unnest(case when len({dated}) > 0 then {dated} else [{{'event': null::varchar, 'time': null::varchar}}] end) as fact, "
        f"{file_key(files)} as {FILE} from {rows}"
    )
    named = f"select *, fact.event as {EVENT}, fact.time as {TIME} from ({unfolded})"
    result = {FILE: FILE, EVENT: EVENT, TIME: TIME, **kept, **paid}
    query = f"select {', '.join(f'{sql} as {name(column)}' for column, sql in result.items())} from ({named})"
    return query, tuple(column for column in result if column != FILE)


def _dated(asked: RecordColumns, missing: Sequence[str]) -> list[tuple[str, str]]:
    """Each event's name and its date as SQL: those of columns, and the one that the stage tells."""
    found = [(literal(event), _said(column, missing)) for event, column in asked.dates.items()]
    told = {meaning: stages for meaning, stages in asked.stages.items() if meaning != OPEN and meaning not in asked.dates}
    if asked.stage and asked.closed and told:
        stage = _said(asked.stage, missing)
        means = " ".join(f"when {_any(stage, stages)} then {literal(meaning)}" for meaning, stages in told.items())
        found.append((f"(case {means} end)", _said(asked.closed, missing)))
    return found


def _any(text: str, listed: Sequence[str]) -> str:
    return f"lower({text}) in ({', '.join(literal(each.lower()) for each in listed)})"


def _said(column: str, missing: Sequence[str]) -> str:
    return no_tokens(f"trim({name(column)}::varchar)", missing)


def _filled(has: Mapping[str, str], missing: Sequence[str]) -> str:
    """Which of the columns hold anything, their names sorted and joined by `+`; null for none."""
    each = ", ".join(f"case when {_said(has[what], missing)} is not null then {literal(what)} end" for what in sorted(has))
    return f"nullif(concat_ws('+', {each}), '')"
