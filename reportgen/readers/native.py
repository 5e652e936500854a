"""The GA4 export where BigQuery itself holds it: tables `events_YYYYMMDD`, and `events_intraday_YYYYMMDD` of days that are not final yet.

The same reading as `ga4`, as expressions over the documented nested columns, since nothing of the events leaves the engine. What differs is
the hash of a row (each engine has its own), by which alone rows of one moment, batch and name are ordered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from reportgen.activity import FileRows, Staged
from reportgen.engine import BigQuery
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputSettings
from reportgen.model.tables import EVENTS
from reportgen.readers import ga4
from reportgen.readers.sql import EARLIEST, LATEST, Wanted

if TYPE_CHECKING:
    from ibis.expr.datatypes import DataType
    from ibis.expr.types import IntegerValue, StringValue, StructValue, Table, Value

NAME = "ga4"
WILDCARD = "events_*"
FINAL, INTRADAY = re.compile(r"events_(\d{8})"), re.compile(r"events_intraday_(\d{8})")
SUFFIX = "_TABLE_SUFFIX"
"""The column in which BigQuery says what stands in the place of the `*`."""
VALUE = "struct<string_value: string, int_value: int64, float_value: float64, double_value: float64>"
CAMPAIGN = "struct<campaign_name: string, source: string, medium: string, content: string>"
SCHEMA = {
    "event_timestamp": "int64",
    "event_name": "string",
    "event_params": f"array<struct<key: string, value: {VALUE}>>",
    "event_bundle_sequence_id": "int64",
    "batch_page_id": "int64",
    "batch_ordering_id": "int64",
    "batch_event_index": "int64",
    "user_id": "string",
    "user_pseudo_id": "string",
    "device": "struct<category: string>",
    "geo": "struct<country: string>",
    "traffic_source": "struct<name: string, medium: string, source: string>",
    "collected_traffic_source": "struct<manual_campaign_name: string, manual_source: string, manual_medium: string, "
    "manual_content: string, gclid: string>",
    "session_traffic_source_last_click": "struct<"
    "cross_channel_campaign: struct<campaign_name: string, source: string, medium: string>, "
    "google_ads_campaign: struct<customer_id: string, campaign_name: string>, "
    f"manual_campaign: {CAMPAIGN}>",
    "platform": "string",
    "ecommerce": "struct<purchase_revenue: float64, refund_value: float64, transaction_id: string>",
    "items": "array<struct<item_id: string, item_name: string, item_category: string, price: float64, quantity: int64>>",
}
"""The documented columns that are read. Tables have those that were documented when the newest of them was made."""
Hashed = Callable[["StringValue"], "IntegerValue"]
"""An engine's own hash of a text: 63 bits, not negative."""
SEPARATOR = "\x1f"


def chosen(tables: Iterable[str]) -> tuple[str, ...]:
    """The tables of events to read, in the order of their days: the final one of each day, else that of the day as it goes on."""
    names = sorted(tables)
    final = {found[1]: name for name in names if (found := FINAL.fullmatch(name))}
    going_on = {found[1]: name for name in names if (found := INTRADAY.fullmatch(name))}
    return tuple(name for _, name in sorted({**going_on, **final}.items()))


def suffix(table: str) -> str:
    """What of a table's name stands in the place of the wildcard's `*`."""
    return table.removeprefix(WILDCARD.rstrip("*"))


def days(project: str, dataset: str, tables: Sequence[str], columns: Container[str]) -> Table:
    """The rows of some tables of events in one go, each with the key of its own in `file`. Where the tables have not all of the `columns`
    (and fields, `device.category`) that are read, those are null."""
    import ibis

    known = ibis.schema(SCHEMA)
    had = {name: found for name, kind in known.items() if (found := _had(name, kind, columns)) is not None}
    every = ibis.table({**had, SUFFIX: "string"}, name=WILDCARD, catalog=project, database=dataset)
    wanted = every.filter(every[SUFFIX].isin([suffix(table) for table in tables]))
    return wanted.select(**{name: _whole(wanted, name, kind, had.get(name)) for name, kind in known.items()}, file=wanted[SUFFIX])


def _had(name: str, kind: DataType, columns: Container[str]) -> DataType | None:
    """A column's or field's type without the fields that the tables have not; None where they have nothing of it."""
    import ibis.expr.datatypes as dt

    if name not in columns:
        return None
    if not kind.is_struct():
        return kind
    fields = {each: found for each, inner in kind.items() if (found := _had(f"{name}.{each}", inner, columns)) is not None}
    return dt.Struct(fields) if fields else None


def _whole(row: Table | StructValue, name: str, kind: DataType, had: DataType | None) -> Value:
    """A column or field with all the fields that are read of it, null where the tables have none."""
    import ibis

    if had is None:
        return ibis.null(kind)
    if had == kind:
        return row[name]
    return ibis.struct({each: _whole(row[name], each, inner, dict(had.items()).get(each)) for each, inner in kind.items()})


def _flat(nested: Table, missing: Sequence[str], params: Iterable[str]) -> Table:
    """Nested rows with `text:PARAMETER`, `field:NAME` and `click`. In steps that each read the columns of the one below by name, so that
    nothing is looked up twice."""
    import ibis

    def clean(text: StringValue) -> StringValue:
        return ibis.ifelse(text.isin(missing), ibis.null("string"), text) if missing else text

    def value_of(key: str) -> Value:
        return nested.event_params.filter(lambda each: each.key == key)[0]["value"]

    keys = tuple(dict.fromkeys((*ga4.PARAMETERS, *params)))
    fields = {f"raw:.{name}": _inside(nested, path) for name, path in ga4.FIELDS.items()}
    fields |= {f"raw:.{name}": nested["items"][0][name] for name in ga4.ITEM_FIELDS}
    picked = nested.mutate(**{f"value:{key}": value_of(key) for key in keys}, **fields)
    said = picked.mutate(**{f"raw:{key}": _said(picked[f"value:{key}"]) for key in keys})
    texts = {f"text:{key}": said[f"raw:{key}"] if key in ga4.MARKS else clean(said[f"raw:{key}"]) for key in keys}
    cleaned = said.mutate(**texts, **{f"field:{name}": clean(said[f"raw:.{name}"]) for name in (*ga4.FIELDS, *ga4.ITEM_FIELDS)})
    in_url = cleaned["raw:page_location"].re_extract("[?&]gclid=([^&#]+)", 1).nullif("")
    return cleaned.mutate(click=ibis.coalesce(cleaned["field:tag_gclid"], cleaned["text:gclid"], in_url))


def _inside(nested: Table, path: str) -> StringValue:
    column, *fields = path.split(".")
    value: Value = nested[column]
    for field in fields:
        value = value[field]
    text: StringValue = value.cast("string")
    return text


def _said(value: Value) -> StringValue:
    """A parameter's value as text, whichever slot holds it; a whole number without decimals."""
    import ibis

    double = ibis.coalesce(value["double_value"], value["float_value"])
    whole = (double == double.floor()) & (double.abs() < 1e15)
    number = ibis.ifelse(whole, double.cast("int64").cast("string"), double.cast("string"))
    text: StringValue = ibis.coalesce(value["string_value"], value["int_value"].cast("string"), number)
    return text


def events(nested: Table, source: InputSettings, wanted: Wanted, hashed: Hashed) -> Table:
    """Nested rows with `file` -> the columns of EVENTS, `file` and the wanted parameters. Rows without a name or a plausible time have
    null there."""
    import ibis

    flat = _flat(nested, source.missing, wanted.params)
    time, event = flat.event_timestamp, flat["field:named"]
    plausible = ibis.ifelse(time.between(EARLIEST, LATEST) & event.notnull(), time, ibis.null("int64"))
    refunded = flat.event_name == "refund"
    revenue = ibis.ifelse(refunded, flat.ecommerce.refund_value, flat.ecommerce.purchase_revenue)
    amount = (ibis.coalesce(revenue, flat["text:value"].try_cast("float64")) * 1_000_000).round().cast("int64")
    return flat.select(
        "file",
        input=ibis.literal(source.key),
        event_id=ibis.null("string"),
        event_time=plausible,
        seq=flat.batch_ordering_id.fill_null(0) * 100_000 + flat.batch_event_index.fill_null(0),
        visitor=ibis.literal((source.identity or source.key) + ":") + flat["field:user"],
        user_id=flat["field:linked"],
        click_id=flat.click,
        session_id=flat["text:ga_session_id"],
        event_name=event,
        page=_path(ibis.coalesce(flat["text:page_location"], flat["text:firebase_screen"])),
        **_origin(flat),
        channel=ibis.null("string"),
        first_source=flat.traffic_source.source,
        first_medium=flat.traffic_source.medium,
        first_campaign=flat.traffic_source["name"],
        device=flat["field:device"],
        country=flat["field:country"],
        platform=flat.platform.lower(),
        amount=ibis.ifelse(refunded, -amount, amount),
        currency=flat["text:currency"],
        transaction_id=ibis.coalesce(flat["field:order_id"], flat["text:transaction_id"]),
        engagement_ms=flat["text:engagement_time_msec"].try_cast("float64").round().cast("int64"),
        engaged=flat["text:session_engaged"] == "1",
        row_hash=hashed(_identity(flat)),
        **{f"param:{param}": _param(flat, param) for param in wanted.params},
    ).select("file", *EVENTS, *(f"param:{param}" for param in wanted.params))


def _path(url: StringValue) -> StringValue:
    """As `sql.path_of`."""
    path: StringValue = url.re_replace("(?s)[#?].*$", "").re_replace("^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*", "")
    return path.cases(("", "/"), else_=path)


def _param(flat: Table, param: str) -> StringValue:
    import ibis

    text: StringValue = flat[f"text:{param}"]
    return ibis.coalesce(text, flat[f"field:{param}"]) if param in ga4.ITEM_FIELDS else text


def _origin(flat: Table) -> Mapping[str, StringValue]:
    """The first record that names a source gives all four columns, as in `ga4`."""
    import ibis

    def field(key: str) -> StringValue:
        return flat[f"field:{key}"]

    def either(tag: str) -> StringValue:
        found: StringValue = ibis.coalesce(field(f"tag_{tag}"), flat[f"text:{tag}"])
        return found

    clicked = flat.click.notnull() & (either("source").fill_null("google") == "google")
    manual = ibis.coalesce(field("manual_content"), either("content"))
    records = (
        (field("cross_source").notnull(), field("cross_source"), field("cross_medium"), field("cross_campaign"), manual),
        (field("ads_customer").notnull(), ibis.literal("google"), ibis.literal("cpc"), field("ads_campaign"), manual),
        (field("manual_source").notnull(), field("manual_source"), field("manual_medium"), field("manual_campaign"), manual),
        (clicked, ibis.literal("google"), ibis.literal("cpc"), either("campaign"), either("content")),
    )
    return {
        column: ibis.cases(*((record[0], record[place]) for record in records), else_=either(column))
        for place, column in enumerate(("source", "medium", "campaign", "content"), 1)
    }


def _identity(flat: Table) -> StringValue:
    """All that makes a row the row it is, as one text: two rows equal in it are one row twice."""
    import ibis

    columns = [flat[name] for name in ("event_timestamp", "event_bundle_sequence_id", "event_name", "user_pseudo_id")]
    columns += [flat[name] for name in ("batch_page_id", "batch_ordering_id", "batch_event_index")]
    columns += [flat.ecommerce[name] for name in ("transaction_id", "purchase_revenue", "refund_value")]
    params = flat.event_params.map(lambda each: ibis.coalesce(each.key, "") + "=" + _said(each.value).fill_null(SEPARATOR))
    bought = flat["items"].map(
        lambda each: ibis.literal("|").join(
            [each[name].cast("string").fill_null("") for name in ("item_id", "item_name", "quantity", "price")]
        )
    )
    texts = [column.cast("string").fill_null("") for column in columns]
    texts += [listed.join(SEPARATOR).fill_null("") for listed in (params, bought)]
    whole: StringValue = ibis.literal(SEPARATOR).join(texts)
    return whole


def staged(engine: BigQuery, source: InputSettings, tables: Sequence[str], wanted: Wanted, columns: Container[str]) -> Staged:
    """Stage tables of one dataset, each a file by the end of its name. Rows without a time or an event name are rejected."""
    import ibis

    nested = _days(source, tables, columns)
    flat = events(nested, source, wanted, engine.hashed)
    known = engine.cache(flat.mutate(row=ibis.uuid().cast("string")), "staged")
    reason = ibis.cases((known.event_name.isnull(), "no_event_name"), (known.event_time.isnull(), "bad_time"), else_=ibis.null("string"))
    told = known.mutate(reason=reason)
    counted = engine.run(told.group_by("file", "reason").aggregate(rows=told.count()).order_by("file", "reason"))
    rows: dict[str, list[tuple[str | None, int]]] = {suffix(table): [] for table in tables}
    for file, why, n in zip(counted["file"], counted["reason"], counted["rows"], strict=True):
        rows[str(file)].append((str(why) if isinstance(why, str) else None, int(n)))
    refused = known.filter(known.event_name.isnull() | known.event_time.isnull())
    if any(why for each in rows.values() for why, _ in each):
        engine.take_out(known, refused)
    return Staged(source, known, NAME, {file: _told(found) for file, found in rows.items()})


def _told(found: Sequence[tuple[str | None, int]]) -> FileRows:
    refused = tuple(RejectedRows(why, n, "", None) for why, n in found if why)
    return FileRows(sum(n for _, n in found), refused)


def bytes_of(engine: BigQuery, source: InputSettings, tables: Sequence[str], wanted: Wanted, columns: Container[str]) -> int:
    """The bytes that reading these tables scans, by BigQuery's own dry run."""
    return engine.estimate(events(_days(source, tables, columns), source, wanted, engine.hashed))


def columns_of(engine: BigQuery, source: InputSettings) -> frozenset[str]:
    """The columns and fields that tables of events have, as `days` takes them."""
    return engine.columns(*_dataset(source), WILDCARD)


def _days(source: InputSettings, tables: Sequence[str], columns: Container[str]) -> Table:
    return days(*_dataset(source), tables, columns)


def _dataset(source: InputSettings) -> tuple[str, str]:
    assert source.tables is not None, "only inputs that name tables are read natively"
    return source.tables
