"""What an export contains, before any settings: event names, their parameters, and which column seems to hold what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reportgen.activity import Staged
from reportgen.engine import Embedded
from reportgen.errors import DataError, Place, Problem
from reportgen.model.settings import InputColumns, InputSettings
from reportgen.readers import table
from reportgen.readers.files import exports_of
from reportgen.readers.formats import READERS
from reportgen.readers.opening import opened
from reportgen.readers.sql import Wanted, name

GUESSES: Mapping[str, tuple[str, ...]] = {
    "time": ("timestamp", "time", "event_time", "datetime", "date", "created_at", "ts", "occurred_at"),
    "event": ("event", "event_name", "event_type", "action", "name", "activity"),
    "event_id": ("event_id", "insert_id", "message_id", "uuid"),
    "visitor": ("visitor_id", "client_id", "anonymous_id", "user_pseudo_id", "distinct_id", "user_id", "visitor", "user", "customer_id"),
    "session": ("session_id", "session", "visit_id"),
    "page": ("page", "page_location", "url", "page_url", "path"),
    "referrer": ("referrer", "page_referrer"),
    "source": ("source", "utm_source"),
    "medium": ("medium", "utm_medium"),
    "campaign": ("campaign", "utm_campaign", "campaign_name"),
    "content": ("content", "utm_content"),
    "channel": ("channel", "acquisition_channel", "channel_group"),
    "device": ("device", "device_category"),
    "country": ("country",),
    "platform": ("platform",),
    "amount": ("amount", "value", "revenue", "price", "total"),
    "currency": ("currency",),
    "transaction_id": ("transaction_id", "order_id"),
}
MOST_VALUES = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """One event name: its rows, its visitors, its parameters with some of their values, whether any row carries money."""

    name: str
    rows: int
    visitors: int
    params: Mapping[str, tuple[str, ...]]
    has_amount: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """The events of one export; `columns` is the guessed mapping of a table, empty for formats that need none."""

    events: tuple[Seen, ...]
    columns: Mapping[str, str]


def survey(engine: Embedded, file: Path) -> Survey:
    """Look into one export. Raises DataError when it is neither a known format nor a table with a time and an event."""
    source = InputSettings(key="web", files=(str(file),))
    export, *more = exports_of(source, file, file.name)
    if more:
        right = f"unpack it and give the one with the events, such as {export.member}"
        raise DataError(Problem(Place(file.name), "", f"the zip holds {len(more) + 1} files", right))
    with opened(export, engine.scratch) as found:
        names = table.column_names(engine, found)
        reader = next((reader for reader in READERS if reader.identify(found, names)), None)
        if reader is not None:
            params = reader.params(engine, found)
            return Survey(_events(engine, reader.read(engine, [found], reader.layout(engine, found), Wanted(params))), {})
        columns = _guess(names)
        if "time" not in columns or "event" not in columns:
            raise DataError(
                Problem(
                    export.place,
                    "",
                    f"no format is known by these columns: {', '.join(names[:12]) or 'none'}",
                    "a table needs a column for the time and one for the event, named for instance timestamp and event; "
                    "deals and totals have an input of their own (`records:`, `counters:`, `costs:`)",
                )
            )
        mapped = replace(export, input=source.model_copy(update={"columns": InputColumns.model_validate(columns)}))
        rest = tuple(column for column in names if column not in columns.values())
        again = replace(found, export=mapped)
        staged = table.read(engine, [again], table.layout(engine, again), Wanted(rest))
        return Survey(_events(engine, staged), columns)


def _guess(names: tuple[str, ...]) -> dict[str, str]:
    """Column name for each field, by the usual names; each column is used once."""
    free = {column.lower(): column for column in reversed(names)}
    return {field: free.pop(usual) for field, words in GUESSES.items() if (usual := next((word for word in words if word in free), None))}


def _events(engine: Embedded, read: Staged) -> tuple[Seen, ...]:
    staged = engine.cache(read.events, "surveyed").get_name()
    columns = [str(row[0]) for row in engine.rows(f"describe {staged}")]
    params = [column.removeprefix("param:") for column in columns if column.startswith("param:")]
    counted = engine.rows(
        "select event_name, count(*), count(distinct visitor), count(amount) "
        f"from {staged} where event_name is not null group by 1 order by 1"
    )
    values = {param: _values(engine, staged, param) for param in params}
    return tuple(
        Seen(
            str(event),
            int(str(rows)),
            int(str(visitors)),
            {param: values[param][str(event)] for param in params if str(event) in values[param]},
            bool(amounts),
        )
        for event, rows, visitors, amounts in counted
    )


def _values(engine: Embedded, staged: str, param: str) -> dict[str, tuple[str, ...]]:
    """Event name -> some values of the parameter, in order."""
    column = name(f"param:{param}")
    rows = engine.rows(
        f"select distinct event_name, {column} from {staged} where {column} is not null and event_name is not null order by 1, 2"
    )
    found: dict[str, list[str]] = {}
    for event, value in rows:
        known = found.setdefault(str(event), [])
        if len(known) < MOST_VALUES:
            known.append(str(value))
    return {event: tuple(known) for event, known in found.items()}
