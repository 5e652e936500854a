"""Rows of a table of totals or costs, each judged: its days, its numbers, and what keeps it from counting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.engine import Embedded
from reportgen.model.settings import CostTable, CounterKind, CounterUnit, DecimalMark, InputSettings
from reportgen.periods import Grain, Period, day_number
from reportgen.readers import written
from reportgen.readers.files import Opened
from reportgen.readers.sql import literal, name, no_tokens
from reportgen.readers.totals.choose import Fit

BETWEEN = " · "
"""Between the values of several dimension columns."""
NOT_SET = "(not set)"
TWO_DAYS = "[0-9]{4}-[0-9]{2}-[0-9]{2}(, ?| - | – | to )[0-9]{4}-[0-9]{2}-[0-9]{2}"
MARK = "\x1f"
"""Between the cells of a row as one text."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A file's rows as staged texts: the table, its columns, whether the file's cells have types of their own, and the days that its name
    or first lines say."""

    rows: str
    columns: tuple[str, ...]
    typed: bool
    range: Period | None


@dataclass(frozen=True, slots=True)
class Within:
    """Where rows are: the file, the setting that says how it is read, its texts, and a row below the header that explains the columns."""

    file: Opened
    path: str
    raw: Raw
    explained: str | None


@dataclass(frozen=True, slots=True)
class _Read:
    """SQL: the day a row begins, the last day it says, and its numbers in micro-units; `dates` are the days in words of each text that
    says one, so that a day is read once however many rows are of it."""

    day: str
    until: str
    numbers: tuple[str, ...]
    dates: str


def judged(engine: Embedded, within: Within, fit: Fit) -> str:
    """Stage each row read: `line` of the raw row, its days (`day`, `last_day`), its numbers (`number_1` and so on), which `copy` of the
    same row it is, and its `problem`, null for none. Raises DataError for days and numbers that can be read in two ways."""
    texts = f"select * from ({_texts(within.file.export.input, fit, within.raw)})"
    staged = _staged(engine, texts + (f" where whole <> {literal(within.explained)}" if within.explained else ""))
    return _staged(engine, _judged(fit, _written(engine, within, fit, staged), within.raw, staged))


def _staged(engine: Embedded, query: str) -> str:
    return str(engine.stage(query).get_name())


def _texts(source: InputSettings, fit: Fit, raw: Raw) -> str:
    """Every row as texts: `whole`, what is mapped under its own name (null where it says nothing), numbers as `text_1` and so on, and
    `bare_1` without what stands around them."""

    def text(column: str | None) -> str:
        return no_tokens(f"trim({name(column)}::varchar)", source.missing) if column else "null::varchar"

    def joined(columns: Sequence[str]) -> str:
        return f" || {literal(BETWEEN)} || ".join(f"coalesce({text(column)}, {literal(NOT_SET)})" for column in columns) or "null::varchar"

    date = text(fit.day)
    cells = ", ".join(f"coalesce({name(column)}::varchar, '')" for column in raw.columns)
    whole = f"concat_ws(chr(31), {cells})"
    fields = {
        "line": '"row"',
        "whole": whole,
        "date_text": f"case when {_is_two(date)} then left({date}, 10) else {date} end",
        "until": f"coalesce({text(fit.until)}, case when {_is_two(date)} then right({date}, 10) end)",
        "currency": text(fit.currency) if fit.currency or not fit.of_currency else literal(fit.of_currency),
        "channel": text(fit.channel),
        "campaign": text(fit.campaign),
        "dimension": joined(fit.dimension),
        "person_dimension": joined((*fit.dimension, *fit.added_over)),
    }
    fields |= {f"text_{place}": text(column) for place, column in enumerate(fit.numbers, start=1)}
    bare = ", ".join(f"{written.bare(f'text_{place}', money=money)} as bare_{place}" for place, money in enumerate(fit.money, start=1))
    return f"select *, {bare} from (select {', '.join(f'{sql} as {field}' for field, sql in fields.items())} from {raw.rows})"


def _is_two(date: str) -> str:
    """SQL: whether a cell holds the first and the last day, as Matomo writes a week (`2026-09-28,2026-10-04`) and others with a dash."""
    return f"regexp_full_match({date}, '{TWO_DAYS}')"


def _written(engine: Embedded, within: Within, fit: Fit, texts: str) -> _Read:
    """How the file writes days and numbers. Columns that have a type of their own are told by the engine, with a point."""
    raw, cells = within.raw, written.Cells(engine, texts, within.file, within.path)
    order = written.date_order(cells, ("date_text", "until"), fit.table.date_order)
    said = fit.table.decimal or (DecimalMark.POINT if raw.typed else within.file.decimal)
    bare = [f"bare_{place}" for place in range(1, len(fit.numbers) + 1)]
    mark = written.decimal_mark(cells, bare, said)
    numbers = tuple(written.micros(text, mark, divide_by=by) for text, by in zip(bare, fit.divided_by, strict=True))
    said_days = f"select date_text as said from {texts} union select until from {texts}"
    dates = f"select said, {written.day('said', order)} as number from ({said_days}) where said is not null"
    return _Read("begun.number" if fit.day else _first_of(raw.range), "ended.number", numbers, dates)


def _first_of(days: Period | None) -> str:
    assert days is not None, "a table without a date fits only files with a range"
    return f"{day_number(days.begin)}::bigint"


def _judged(fit: Fit, found: _Read, raw: Raw, texts: str) -> str:
    numbers = ", ".join(f"{sql} as number_{place}" for place, sql in enumerate(found.numbers, start=1))
    places = range(1, len(found.numbers) + 1)
    problems = {
        "unreadable": "replace(whole, chr(31), '') = ''",
        "no_date": "date_text is null" if fit.day else "false",
        "bad_date": "day is null",
        "bad_until": "until is not null and (said_until is null or said_until < day)",
        "bad_number": " or ".join(f"(text_{place} is not null and number_{place} is null)" for place in places),
        "no_number": " and ".join(f"text_{place} is null" for place in places),
        "negative_cost": "number_1 < 0" if fit.is_cost else "false",
    }
    first = " ".join(f"when {test} then {literal(problem)}" for problem, test in problems.items())
    shown = f"case when own = 'bad_number' then {_first_unread(places)} when own = 'negative_cost' then text_1 else date_text end"
    return (
        f"with dates as ({found.dates}), "
        f"found as (select rows.*, {found.day} as day, {found.until} as said_until, {numbers} from {texts} rows "
        "left join dates begun on date_text = begun.said left join dates ended on until = ended.said), "
        f"begun as (select * replace ({_begin(fit)} as day) from found), "
        f"ended as (select *, coalesce(said_until, {_end(fit, raw.range)}) as last_day, case {first} end as own, "
        f"{'1' if fit.adds else 'row_number() over (partition by whole order by line)'} as copy from begun) "
        f"select *, {shown} as shown, case when own is not null then own {_later(fit)} end as problem from ended"
    )


def _later(fit: Fit) -> str:
    """SQL: what a row is refused for because of other rows."""
    if fit.is_cost:
        return "when copy > 1 then 'repeated_cost'"
    if fit.adds:
        return ""
    together = "partition by own is null, day, last_day, dimension, currency"
    return f"when min(whole) over ({together}) <> max(whole) over ({together}) then 'two_values'"


def _first_unread(places: Sequence[int]) -> str:
    return f"coalesce({', '.join(f'case when number_{place} is null then text_{place} end' for place in places)})"


def _is_month(fit: Fit) -> str:
    return "true" if fit.table.grain is Grain.MONTH else f"coalesce(regexp_full_match(date_text, '{written.MONTH}'), false)"


def _begin(fit: Fit) -> str:
    """SQL: the first day of what the row stands for."""
    if not fit.day:
        return "day"
    return f"case when {_is_month(fit)} then date_trunc('month', date '1970-01-01' + day::integer)::date - date '1970-01-01' else day end"


def _end(fit: Fit, days: Period | None) -> str:
    """SQL: the last day of what the row stands for."""
    if not fit.day:
        assert days is not None, "a table without a date fits only files with a range"
        return f"{day_number(days.last_day)}"
    month = "last_day(date '1970-01-01' + day::integer) - date '1970-01-01'"
    return f"case when {_is_month(fit)} then {month} else day + {6 if fit.table.grain is Grain.WEEK else 0} end"


def counters(source: InputSettings, fit: Fit, rows: str) -> str:
    """SQL: the rows of every measure, a day each. A stock stands on the last day of what its row is for; people of several days are left
    out, and those whose rows nothing tells apart."""
    return " union all ".join(_measure(source, fit, place, rows) for place in range(1, len(fit.numbers) + 1))


def _measure(source: InputSettings, fit: Fit, place: int, rows: str) -> str:
    measure, number = fit.measures[place - 1], f"number_{place}"
    dimension = "person_dimension" if measure.people else "dimension"
    currency = "upper(currency)" if measure.unit is CounterUnit.MONEY else "null::varchar"
    value = number if not fit.adds else f"max({number})" if measure.people else f"sum({number})::bigint"
    usable = f"problem is null and {number} is not null"
    usable += (" and day = last_day" if measure.people else "") + ("" if fit.adds else " and copy = 1")
    told = (
        f"select {'last_day' if measure.kind is CounterKind.STOCK else 'day'} as first, last_day as last, {literal(source.key)} as source, "
        f"{literal(source.platform) if source.platform else 'null::varchar'} as platform, {literal(measure.key)} as metric, "
        f"{literal(measure.kind.value)} as kind, {dimension} as dimension, {currency} as currency, {value} as value "
        f"from {rows} where {usable}"
    )
    if fit.adds:
        told += f" group by day, last_day, {dimension}, {currency}"
    return spread(told + (" having count(*) = 1" if fit.adds and measure.people else ""), "value")


def costs(source: InputSettings, fit: Fit, rows: str) -> str:
    """SQL: a row a day, channel, campaign and currency."""
    assert isinstance(fit.table, CostTable), "counters are read by `counters`"
    channel = f"coalesce(channel, {literal(fit.table.of_channel or NOT_SET)})"
    told = (
        f"select day as first, last_day as last, {literal(source.key)} as source, {channel} as channel, "
        f"coalesce(campaign, {literal(NOT_SET)}) as campaign, upper(currency) as currency, number_1 as amount "
        f"from {rows} where problem is null"
    )
    return f"select day, source, channel, campaign, currency, sum(amount)::bigint as amount from ({spread(told, 'amount')}) group by all"


def spread(sql: str, value: str) -> str:
    """Rows (`first`, `last`, a whole `value`) -> a row a day, the value spread evenly and exactly: what is left over goes to the first
    days."""
    days = "(last - first + 1)"
    quotient = f"(sign({value}) * (abs({value}) // {days}))"
    share = f"{quotient} + sign({value}) * (place < abs({value}) % {days})::bigint"
    return (
        f"select * exclude (first, last, {value}, place), (first + place)::bigint as day, ({share})::bigint as {value} "
        f"from (select *, unnest(range(last - first + 1)) as place from ({sql}))"
    )
