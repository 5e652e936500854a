"""What a table of records or members says, as settings map it, and the SQL that unfolds a row with several dates into an event a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.activity import hashed_space
from reportgen.model.settings import DateOrder, InputSettings, RecordColumns
from reportgen.readers.events import Mapped, Rows
from reportgen.readers.sql import literal, name, no_tokens
from reportgen.readers.written import day

OPEN = "open"
"""The meaning of stages that are no event."""
FILE, EVENT, TIME, HAS, USER = "fact_file", "fact_event", "fact_time", "has", "fact_user"
IDS = ("visitor", "user_id", "click_id")
DAY_BY_NUMBERS = "^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}([ T,]|$)"
CLOCKS = "['%I:%M %p', '%I:%M:%S %p']"


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a table keeps what. `dates`: event -> column; `ids`: field of EVENTS -> column; `hashed` holds salted hashes of user ids;
    `transaction` the record's own number. `params`: parameter -> column. `path` is that of the settings."""

    path: str
    dates: Mapping[str, str]
    ids: Mapping[str, str]
    transaction: str | None = None
    hashed: str | None = None
    amount: str | None = None
    currency: str | None = None
    amount_at: tuple[str, ...] = ()
    stage: str | None = None
    stages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    closed: str | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    has: Mapping[str, str] = field(default_factory=dict)
    date_order: DateOrder | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the settings name."""
        single = (self.transaction, self.hashed, self.amount, self.currency, self.stage, self.closed)
        several = (*self.dates.values(), *self.ids.values(), *self.params.values(), *self.has.values())
        return tuple(dict.fromkeys(column for column in (*single, *several) if column))

    @property
    def told(self) -> Mapping[str, tuple[str, ...]]:
        """The events that only a stage tells, by the stages that mean them; none without a closing date."""
        if not self.stage or not self.closed:
            return {}
        return {meaning: stages for meaning, stages in self.stages.items() if meaning != OPEN and meaning not in self.dates}

    @property
    def date_columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.dates.values(), *([self.closed] if self.told and self.closed else []))))

    @property
    def mapped(self) -> Mapped:
        """Where an unfolded row keeps what."""
        places = {"time": (TIME,), "event": (EVENT,), **{kind: (column,) for kind, column in self.ids.items()}}
        single = {"transaction_id": self.transaction, "amount": self.amount, "currency": self.currency, "user_id": self.hashed and USER}
        return Mapped({**places, **{kind: (column,) for kind, column in single.items() if column}})


def plan(source: InputSettings) -> Plan:
    """What the settings of an input of records or members say."""
    path = f"inputs.{source.key}"
    if source.records is not None:
        return _of_records(source.records, f"{path}.records")
    asked = source.members
    assert asked is not None, "this is asked for records and members only"
    return Plan(
        f"{path}.members",
        {"list_joined": asked.joined, **({"list_left": asked.left} if asked.left else {})},
        {kind: column for kind in ("visitor", "user_id") if (column := getattr(asked, kind))},
        hashed=asked.hashed,
        params={"list": asked.list_} if asked.list_ else {},
        date_order=asked.date_order,
    )


def _of_records(asked: RecordColumns, path: str) -> Plan:
    params = {param: column for param in ("stated", "convinced", "stage") if (column := getattr(asked, param))}
    return Plan(
        path,
        asked.dates,
        {kind: column for kind in IDS if (column := getattr(asked, kind))},
        transaction=asked.id,
        amount=asked.amount,
        currency=asked.currency,
        amount_at=asked.amount_at,
        stage=asked.stage,
        stages=asked.stages,
        closed=asked.closed,
        params=params,
        has=asked.has,
        date_order=asked.date_order,
    )


def said(column: str, missing: Sequence[str]) -> str:
    """A column's text; null where it says nothing."""
    return no_tokens(f"trim({name(column)}::varchar)", missing)


def any_of(text: str, listed: Sequence[str]) -> str:
    """Whether a text is one of these, however they are capitalised."""
    return f"lower({text}) in ({', '.join(literal(each.lower()) for each in listed)})"


def head(text: str) -> str:
    """A time's date as it is written."""
    return f"regexp_extract({text}, '^[^ T,]+')"


def iso(text: str, order: DateOrder) -> str:
    """A time as people's tables write it, with its date as 2026-10-31; what cannot be read so stays as it is."""
    rest = f"regexp_replace({text}, '^[^ T,]+,?', '')"
    halves = f"coalesce(' ' || strftime(try_strptime(upper(trim({rest})), {CLOCKS}), '%H:%M:%S'), {rest})"
    plain = f"try_cast({text} as timestamp) is null and try_cast({text} as timestamptz) is null"
    by_numbers, in_words = (f"strftime(date '1970-01-01' + {day(part, order)}::integer, '%Y-%m-%d')" for part in (head(text), text))
    return (
        f"(case when regexp_matches({text}, '{DAY_BY_NUMBERS}') then coalesce({by_numbers} || {halves}, {text}) "
        f"when {plain} and not regexp_full_match({text}, '[0-9.]+') then coalesce({in_words}, {text}) "
        f"when regexp_full_match({text}, '[0-9]{{8}}') then coalesce({in_words}, {text}) else {text} end)"
    )


def unfolded(table: Rows, asked: Plan, params: Sequence[str], source: InputSettings, order: DateOrder) -> str:
    """A query with a row an event of each of the table's rows (one without an event for those without a date). `params` are wanted.

    Only what the events need comes out, so that no contact detail goes any further.
    """
    listed = ", ".join(f"{{'event': {event}, 'time': {time}}}" for event, time in _dated(asked, source.missing, order))
    dated = f"list_filter([{listed}], lambda pair: pair.time is not null and pair.event is not null)"
    nothing = "[{'event': null::varchar, 'time': null::varchar}]"
    each = (
        f"select *, unnest(case when len({dated}) > 0 then {dated} else {nothing} end) as fact, {table.file} as {FILE} from {table.query}"
    )
    result = {FILE: FILE, EVENT: "fact.event", TIME: "fact.time", **_kept(asked, table.columns, params, source)}
    return f"select {', '.join(f'{sql} as {name(column)}' for column, sql in result.items())} from ({each})"


def kept_columns(asked: Plan, columns: Sequence[str], params: Sequence[str], source: InputSettings) -> tuple[str, ...]:
    """The columns of `unfolded` that an event is made of."""
    return (EVENT, TIME, *_kept(asked, columns, params, source))


def _kept(asked: Plan, columns: Sequence[str], params: Sequence[str], source: InputSettings) -> dict[str, str]:
    missing = source.missing
    own = {param: column for param, column in asked.params.items() if param in params}
    plain = [column for column in (asked.transaction, *asked.ids.values()) if column]
    plain += [param for param in params if param in columns and param not in own]
    kept = {column: f"{name(column)}::varchar" for column in plain if column not in asked.has.values()}
    kept |= {param: said(column, missing) for param, column in own.items()}
    if HAS in params and asked.has:
        kept[HAS] = _filled(asked.has, missing)
    if asked.hashed:
        kept[USER] = f"{literal(hashed_space(source.key))} || lower({said(asked.hashed, missing)})"
    carries = f"fact.event in ({', '.join(literal(event) for event in asked.amount_at)})"
    money = [column for column in (asked.amount, asked.currency) if column]
    return kept | {column: f"case when {carries} then {name(column)}::varchar end" for column in money}


def _dated(asked: Plan, missing: Sequence[str], order: DateOrder) -> list[tuple[str, str]]:
    """Each event's name and its date as SQL: those of columns, and the one that the stage tells."""
    found = [(literal(event), iso(said(column, missing), order)) for event, column in asked.dates.items()]
    if asked.told and asked.stage and asked.closed:
        stage = said(asked.stage, missing)
        means = " ".join(f"when {any_of(stage, stages)} then {literal(meaning)}" for meaning, stages in asked.told.items())
        found.append((f"(case {means} end)", iso(said(asked.closed, missing), order)))
    return found


def _filled(has: Mapping[str, str], missing: Sequence[str]) -> str:
    """Which of the columns hold anything, their names sorted and joined by `+`; null for none."""
    each = ", ".join(f"case when {said(has[what], missing)} is not null then {literal(what)} end" for what in sorted(has))
    return f"nullif(concat_ws('+', {each}), '')"
