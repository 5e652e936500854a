"""Rows of any table as events: which column, or which place inside a nested one, holds what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.model.settings import DateOrder, InputSettings
from reportgen.model.tables import OWN_BITS
from reportgen.readers.ordered import as_iso
from reportgen.readers.sql import Wanted, literal, micros, name, no_tokens, path_of, plausible

Texts = Callable[[str], str]
"""The SQL of a field's text, by the field's name; null where nothing holds it."""
TEXTS = ("campaign", "content", "channel", "device", "country", "currency")


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where a table keeps what.

    `places`: field of EVENTS (and `time`, `referrer`, `host`) -> columns, or paths into nested ones such as `properties.plan`; the first
    that has a value counts, and `nothing` says which further texts of a field mean: no value. `bags` are nested columns that hold
    parameters by name. `event`: SQL of the event's name, where no column just says it, `aliases` its names here; `engagement` its engaged
    milliseconds likewise. `zone` of times without an offset, where the format fixes it.
    """

    places: Mapping[str, tuple[str, ...]]
    bags: tuple[str, ...] = ()
    event: Callable[[Texts], str] | None = None
    engagement: Callable[[Texts], str] | None = None
    zone: str | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    nothing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """A table's rows in the engine: SQL that reads them as texts, their columns, SQL of the key of the file that each is from, and the
    order of their dates, where they are written with slashes or dots."""

    query: str
    columns: Sequence[str]
    file: str
    order: DateOrder | None = None


def flat(source: InputSettings, rows: Rows, wanted: Wanted, mapped: Mapped) -> str:
    """A query with one row an event as EVENTS wants it, and beside it what tells why a row is refused: `time_text`, `amount_text`,
    `record_empty`."""
    columns = rows.columns

    def text(of: str) -> str:
        return _text(mapped.places.get(of, ()), columns, (*source.missing, *mapped.nothing.get(of, ())))

    named = mapped.event(text) if mapped.event else text("event") if "event" in mapped.places else literal(source.event or "")
    event = _renamed(named, mapped.aliases)
    amount = _money(text("amount"))
    engaged = mapped.engagement(text) if mapped.engagement else text("engagement_ms")
    result = {
        "file": rows.file,
        "time_text": _text(mapped.places["time"], columns, (), trim=False),
        "amount_text": text("amount"),
        "record_empty": " and ".join(f"{name(column)} is null" for column in columns),
        "input": literal(source.key),
        "event_id": text("event_id"),
        "event_time": plausible(
            _time(as_iso(text("time"), rows.order) if rows.order else text("time"), source.zone or mapped.zone or wanted.zone)
        ),
        "seq": "0::bigint",
        "visitor": f"{literal((source.identity or source.key) + ':')} || {text('visitor')}",
        "user_id": text("user_id"),
        "click_id": text("click_id"),
        "session_id": text("session"),
        "event_name": event,
        "page": path_of(text("page")),
        **_origin(text, mapped),
        **{of: text(of) for of in TEXTS},
        "platform": f"coalesce(lower({text('platform')}), {literal(source.platform) if source.platform else 'null'})",
        "first_source": "null::varchar",
        "first_medium": "null::varchar",
        "first_campaign": "null::varchar",
        "amount": f"case when {event} = 'refund' then -abs({amount}) else {amount} end",
        "transaction_id": text("transaction_id"),
        "engagement_ms": f"try_cast(round(try_cast({engaged} as double)) as bigint)",
        "engaged": "null::boolean",
        "row_hash": _row_hash(columns, text("event_id") if "event_id" in mapped.places else None),
    }
    for param in wanted.params:
        held = [_inside(bag, param) for bag in mapped.bags if known(bag, columns)]
        result[f"param:{param}"] = _first([*([f"{name(param)}::varchar"] if param in columns else []), *held], source.missing)
    return f"select {', '.join(f'{sql} as {name(column)}' for column, sql in result.items())} from {rows.query}"


def needed(mapped: Mapped, columns: Sequence[str]) -> tuple[str, ...]:
    """Every column that a mapping reads: those of the table, and the beginnings of paths into others."""
    places = [place for listed in mapped.places.values() for place in listed]
    return tuple(dict.fromkeys(place if place in columns else place.partition(".")[0] for place in (*places, *mapped.bags)))


def known(place: str, columns: Sequence[str]) -> bool:
    """Whether a column, or the column that a path begins in, is there."""
    return place in columns or place.partition(".")[0] in columns


def _text(places: Sequence[str], columns: Sequence[str], missing: Sequence[str], *, trim: bool = True) -> str:
    """The first of these places with a value, as text; null where the table has none of them."""
    return _first([_at(place, columns) for place in places if known(place, columns)], missing, trim=trim)


def _first(found: Sequence[str], missing: Sequence[str], *, trim: bool = True) -> str:
    texts = [no_tokens(f"trim({each})" if trim else each, missing) for each in found]
    return f"coalesce({', '.join(texts)})" if len(texts) > 1 else next(iter(texts), "null::varchar")


def _at(place: str, columns: Sequence[str]) -> str:
    if place in columns:
        return f"{name(place)}::varchar"
    outside, _, last = place.rpartition(".")
    return _inside(outside, last)


def _inside(place: str, key: str) -> str:
    """What stands under a key of a nested column, or of what is nested in it."""
    column, *within = place.split(".")
    steps = "".join(f'."{step}"' for step in (*within, key))
    nested = f"case when json_valid({name(column)}::varchar) then {name(column)}::varchar end"
    return f"json_extract_string({nested}, {literal('$' + steps)})"


def _renamed(event: str, aliases: Mapping[str, str]) -> str:
    if not aliases:
        return event
    return f"case {event} " + " ".join(f"when {literal(old)} then {literal(new)}" for old, new in aliases.items()) + f" else {event} end"


def _origin(text: Texts, mapped: Mapped) -> dict[str, str]:
    """Source and medium; a visit that names neither, nor a campaign or channel, comes from the other site that referred it."""
    source, medium = text("source"), text("medium")
    if "referrer" not in mapped.places:
        return {"source": source, "medium": medium}
    own = f"coalesce({_host(text('host'))}, {_host(text('page'), bare=False)}, '')"
    referred = f"nullif({_host(text('referrer'))}, {own})"
    untold = f"coalesce({source}, {medium}, {text('campaign')}, {text('channel')}) is null and {referred} is not null"
    return {
        "source": f"case when {untold} then {referred} else {source} end",
        "medium": f"case when {untold} then 'referral' else {medium} end",
    }


def _host(url: str, *, bare: bool = True) -> str:
    """The host of an address, lower case and without `www.`; of a bare text too, where it is a host's name."""
    begin = "^([a-zA-Z][a-zA-Z0-9+.-]*:)?//" if not bare else "^(([a-zA-Z][a-zA-Z0-9+.-]*:)?//)?"
    group = 2 if not bare else 3
    return f"nullif(regexp_replace(lower(regexp_extract({url}, '{begin}([^/?#:@]+[.][^/?#:@]+)', {group})), '^www[.]', ''), '')"


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


def _row_hash(columns: Sequence[str], event_id: str | None) -> str:
    """A hash of all columns as text, whatever their order; the event id alone decides all but the lowest where there is one."""
    whole = f"(hash({', '.join(f'{name(column)}::varchar' for column in sorted(columns))}) >> 1)::bigint"
    if event_id is None:
        return whole
    own = 1 << OWN_BITS
    return f"(case when {event_id} is null then {whole} else (hash({event_id}) >> {OWN_BITS + 1})::bigint * {own} + {whole} % {own} end)"
