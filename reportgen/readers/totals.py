"""Tables of totals and of costs: CSV (plain or gzip), NDJSON and Parquet, with a mapping of columns in settings. No people in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.activity import FileRows, StagedTotals
from reportgen.engine import Engine
from reportgen.errors import DataError, Place, Problem
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import CostColumns, CounterColumns, CounterKind, CounterMeasure, DecimalMark, InputSettings
from reportgen.periods import Grain
from reportgen.readers import table, written
from reportgen.readers.files import Opened
from reportgen.readers.sql import literal, name, no_tokens

BETWEEN = " · "
"""Between the values of several dimension columns."""
NOT_SET = "(not set)"
MARK = "\x1f"
"""Between the cells of a row as one text."""


def read(engine: Engine, file: Opened) -> StagedTotals:
    """Stage one file of an input that has `counters` or `costs`.

    Rejected: rows without a date or with one that is none, with a number that is none or without any; of counters, rows for the same date
    and dimension that differ; of costs, negative ones and rows that stand twice. Raises DataError for a column that is not there, and for
    dates and numbers that can be read in two ways.
    """
    source = file.export.input
    asked = source.outside
    assert asked is not None, "the caller asks for inputs of totals"
    shape = table.layout(engine, file)
    _check(file, asked, shape.columns)
    rows, broken = table.staged_text(engine, [file], shape)
    texts = engine.stage(_texts(source, asked, rows, shape.columns)).get_name()
    judged = engine.stage(_judged(asked, _written(engine, file, asked, texts, shape.kind), texts)).get_name()
    total, repeated = (
        int(str(number))
        for number in engine.rows(f"select count(*), count(*) filter (where copy > 1 and problem is null) from {judged}")[0]
    )
    lines = next(iter(broken.values()), ())
    refused = _rejected(engine, file, shape, judged)
    sql = _counters(source, asked, judged) if isinstance(asked, CounterColumns) else _costs(source, asked, judged)
    found = FileRows(total + sum(each.rows for each in lines), (*lines, *refused))
    return StagedTotals(source, engine.stage(sql), table.NAME, found, repeated)


def _measures(asked: CounterColumns | CostColumns) -> list[str]:
    """The columns that hold numbers."""
    return [measure.column for measure in asked.measures] if isinstance(asked, CounterColumns) else [asked.amount]


def _named(asked: CounterColumns | CostColumns) -> dict[str, str | None]:
    """The columns of texts, by what they are for."""
    if isinstance(asked, CounterColumns):
        return {"until": None, "currency": None, "channel": None, "campaign": None}
    return {"until": asked.until, "currency": asked.currency, "channel": asked.channel, "campaign": asked.campaign}


def _check(file: Opened, asked: CounterColumns | CostColumns, columns: Sequence[str]) -> None:
    dimension = asked.dimension if isinstance(asked, CounterColumns) else ()
    mapped = {asked.day, *dimension, *_measures(asked), *(column for column in _named(asked).values() if column is not None)}
    place = Place(file.export.name, None if file.parquet else 1)
    if lacking := sorted(mapped - set(columns)):
        wrong = f"the file has no column {', '.join(map(repr, lacking))}"
        raise DataError(Problem(place, _path(file.export.input), wrong, f"it has: {', '.join(columns) or 'none'}"))
    if double := next((column for column in columns if list(columns).count(column) > 1), None):
        raise DataError(Problem(place, "", f"the header names {double!r} twice", "rename one of the columns"))


def _path(source: InputSettings) -> str:
    return f"inputs.{source.key}.{'counters' if source.counters else 'costs'}"


def _texts(source: InputSettings, asked: CounterColumns | CostColumns, rows: str, columns: Sequence[str]) -> str:
    """Every row as texts: `whole`, what is mapped under its own name (null where it says nothing), numbers as `text_1` and so on."""

    def text(column: str) -> str:
        return no_tokens(f"trim({name(column)}::varchar)", source.missing)

    whole = " || chr(31) || ".join(f"coalesce({name(column)}::varchar, '')" for column in columns)
    dimension = asked.dimension if isinstance(asked, CounterColumns) else ()
    values = f" || {literal(BETWEEN)} || ".join(f"coalesce({text(column)}, {literal(NOT_SET)})" for column in dimension)
    fields = {"whole": whole, "date_text": text(asked.day), "dimension": values or "null::varchar"}
    fields |= {field: text(column) if column else "null::varchar" for field, column in _named(asked).items()}
    fields |= {f"text_{place}": text(column) for place, column in enumerate(_measures(asked), start=1)}
    return f"select {', '.join(f'{sql} as {field}' for field, sql in fields.items())} from {rows}"


@dataclass(frozen=True, slots=True)
class _Read:
    """SQL: the day a row begins, the last day it says, and its numbers in micro-units."""

    day: str
    until: str
    numbers: tuple[str, ...]


def _written(engine: Engine, file: Opened, asked: CounterColumns | CostColumns, texts: str, kind: str) -> _Read:
    """How the file writes days and numbers. Columns that have a type of their own are told by the engine, with a point."""
    cells, money = written.Cells(engine, texts, file, _path(file.export.input)), isinstance(asked, CostColumns)
    places = range(1, len(_measures(asked)) + 1)
    order = written.date_order(cells, ("date_text", "until"), asked.date_order)
    said = asked.decimal if kind == "csv" else asked.decimal or DecimalMark.POINT
    bare = [written.bare(f"text_{place}", money=money) for place in places]
    mark = written.decimal_mark(cells, bare, said)
    return _Read(written.day("date_text", order), written.day("until", order), tuple(written.micros(text, mark) for text in bare))


def _judged(asked: CounterColumns | CostColumns, found: _Read, texts: str) -> str:
    """Each row read: its days, its numbers (`number_1` and so on), which `copy` of the same row it is, and its `problem`, null for none."""
    numbers = ", ".join(f"{sql} as number_{place}" for place, sql in enumerate(found.numbers, start=1))
    places = range(1, len(found.numbers) + 1)
    unread = " or ".join(f"(text_{place} is not null and number_{place} is null)" for place in places)
    empty = " and ".join(f"text_{place} is null" for place in places)
    problems = {
        "unreadable": "replace(whole, chr(31), '') = ''",
        "no_date": "date_text is null",
        "bad_date": "day is null",
        "bad_until": "until is not null and (said_until is null or said_until < day)",
        "bad_number": unread,
        "no_number": empty,
        "negative_cost": "number_1 < 0" if isinstance(asked, CostColumns) else "false",
    }
    first = " ".join(f"when {test} then {literal(problem)}" for problem, test in problems.items())
    together = "partition by own is null, day, last_day, dimension"
    later = (
        f"min(whole) over ({together}) <> max(whole) over ({together}) then 'two_values'"
        if isinstance(asked, CounterColumns)
        else "copy > 1 then 'repeated_cost'"
    )
    shown = f"case when own = 'bad_number' then {_first_unread(places)} when own = 'negative_cost' then text_1 else date_text end"
    return (
        f"with found as (select *, {found.day} as day, {found.until} as said_until, {numbers} from {texts}), "
        f"begun as (select * replace ({_begin(asked.grain)} as day) from found), "
        f"ended as (select *, coalesce(said_until, {_end(asked.grain)}) as last_day, case {first} end as own, "
        "row_number() over (partition by whole) as copy from begun) "
        f"select *, {shown} as shown, case when own is not null then own when {later} end as problem from ended"
    )


def _first_unread(places: Sequence[int]) -> str:
    return f"coalesce({', '.join(f'case when number_{place} is null then text_{place} end' for place in places)})"


def _is_month(grain: Grain) -> str:
    return "true" if grain is Grain.MONTH else f"regexp_full_match(date_text, '{written.MONTH}')"


def _begin(grain: Grain) -> str:
    """SQL: the first day of what the row stands for."""
    return f"case when {_is_month(grain)} then date_trunc('month', date '1970-01-01' + day::integer)::date - date '1970-01-01' else day end"


def _end(grain: Grain) -> str:
    """SQL: the last day of what the row stands for."""
    month = "last_day(date '1970-01-01' + day::integer) - date '1970-01-01'"
    return f"case when {_is_month(grain)} then {month} else day + {6 if grain is Grain.WEEK else 0} end"


def _spread(sql: str, value: str) -> str:
    """Rows (`first`, `last`, a whole `value`) -> a row a day, the value spread evenly and exactly: what is left over goes to the first
    days."""
    days = "(last - first + 1)"
    quotient = f"(sign({value}) * (abs({value}) // {days}))"
    share = f"{quotient} + sign({value}) * (place < abs({value}) % {days})::bigint"
    return (
        f"select * exclude (first, last, {value}, place), (first + place)::bigint as day, ({share})::bigint as {value} "
        f"from (select *, unnest(range(last - first + 1)) as place from ({sql}))"
    )


def _counters(source: InputSettings, asked: CounterColumns, judged: str) -> str:
    """The rows of every measure, a day each. A stock stands on the last day of what its row is for."""
    return " union all ".join(_measure(source, measure, place, judged) for place, measure in enumerate(asked.measures, start=1))


def _measure(source: InputSettings, measure: CounterMeasure, place: int, judged: str) -> str:
    begin = "last_day" if measure.kind is CounterKind.STOCK else "day"
    rows = (
        f"select {begin} as first, last_day as last, {literal(source.key)} as source, "
        f"{literal(source.platform) if source.platform else 'null::varchar'} as platform, {literal(measure.key)} as metric, "
        f"{literal(measure.kind.value)} as kind, dimension, number_{place} as value "
        f"from {judged} where problem is null and copy = 1 and number_{place} is not null"
    )
    return _spread(rows, "value")


def _costs(source: InputSettings, asked: CostColumns, judged: str) -> str:
    """A row a day, channel, campaign and currency."""
    channel = f"coalesce(channel, {literal(asked.of_channel or NOT_SET)})"
    rows = (
        f"select day as first, last_day as last, {literal(source.key)} as source, {channel} as channel, "
        f"coalesce(campaign, {literal(NOT_SET)}) as campaign, upper(currency) as currency, number_1 as amount "
        f"from {judged} where problem is null"
    )
    summed = f"select day, source, channel, campaign, currency, sum(amount)::bigint as amount from ({_spread(rows, 'amount')})"
    return f"{summed} group by all"


def _rejected(engine: Engine, file: Opened, shape: table.Layout, judged: str) -> tuple[RejectedRows, ...]:
    """The refused rows by reason, each with an example and its line."""
    counts = engine.rows(
        f"select problem, count(*), arg_min(shown, whole), min(whole) from {judged} where problem is not null group by 1 order by 1"
    )
    return tuple(
        RejectedRows(str(reason), int(str(rows)), "" if shown is None else str(shown)[:120], _line(file, shape, str(whole), str(reason)))
        for reason, rows, shown, whole in counts
    )


def _line(file: Opened, shape: table.Layout, whole: str, reason: str) -> int | None:
    """The line of the row with these cells, of a row that stands twice the second one; Parquet has no lines."""
    seen = 0
    for line, record in () if file.parquet else table.records(file, shape):
        if MARK.join(_cell(record, column) for column in shape.columns) == whole:
            seen += 1
            if seen > 1 or reason != "repeated_cost":
                return line
    return None


def _cell(record: Mapping[str, object], column: str) -> str:
    value = record.get(column)
    return "" if value is None else str(value)
