"""The GA4 export to BigQuery, as NDJSON (BigQuery's convention: integers as strings, nulls left out) or Parquet.

Source: the documented schema of the `events_` tables. Quirks: a parameter may stand in any of four typed slots, and the same
key in different ones; `ga_session_id` is unique only per user; a batch of events shares one timestamp; old exports have no collected
traffic source.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from reportgen.activity import Staged
from reportgen.engine import Embedded
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputSettings
from reportgen.readers.files import Opened
from reportgen.readers.shape import Shape, fields_of, shape_of, staged_events
from reportgen.readers.sql import Wanted, file_key, literal, masked, micros, name, no_tokens, path_of, plausible

NAME = "ga4"
NEEDED = ("event_name", "event_timestamp", "event_params")

PARAMS = "struct(key varchar, value struct(string_value varchar, int_value varchar, float_value double, double_value double))[]"
COLUMNS = {
    "event_timestamp": "varchar",
    "event_name": "varchar",
    "event_params": PARAMS,
    "event_bundle_sequence_id": "varchar",
    "batch_page_id": "varchar",
    "batch_ordering_id": "varchar",
    "batch_event_index": "varchar",
    "user_id": "varchar",
    "user_pseudo_id": "varchar",
    "device": "struct(category varchar)",
    "geo": "struct(country varchar)",
    "traffic_source": "struct(name varchar, medium varchar, source varchar)",
    "collected_traffic_source": "struct(manual_campaign_name varchar, manual_source varchar, manual_medium varchar, "
    "manual_content varchar, gclid varchar)",
    "session_traffic_source_last_click": "struct("
    "cross_channel_campaign struct(campaign_name varchar, source varchar, medium varchar), "
    "google_ads_campaign struct(customer_id varchar, campaign_name varchar), "
    "manual_campaign struct(campaign_name varchar, source varchar, medium varchar, content varchar))",
    "platform": "varchar",
    "ecommerce": "struct(purchase_revenue double, refund_value double, transaction_id varchar)",
    "items": "struct(item_id varchar, item_name varchar, item_category varchar, price double, quantity varchar, coupon varchar)[]",
}
"""The documented columns that are used, as JSON is read."""
BOOKKEEPING = frozenset(
    (
        "ga_session_id", "ga_session_number", "session_engaged", "engaged_session_event", "engagement_time_msec", "debug_mode",
        "page_location", "page_referrer", "page_title", "clean_event", "all_data", "entrances", "batch_ordering_id", "batch_page_id",
        "ignore_referrer", "synthetic_bundle", "source", "medium", "campaign",
    )
)  # fmt: skip
"""Parameters that GA4 adds to every event: no rule is about them."""
ITEM_FIELDS = ("item_id", "item_name", "item_category")


def identify(file: Opened, columns: tuple[str, ...]) -> bool:
    """True when the records carry an event name, a timestamp and parameters as GA4 nests them, and no mapping says otherwise."""
    return file.export.input.columns is None and all(column in columns for column in NEEDED)


def read(engine: Embedded, files: Sequence[Opened], shape: Shape, wanted: Wanted) -> Staged:
    """Stage files of one shape. Rows without a time or an event name are rejected; so are lines that are no JSON object."""
    return staged_events(engine, files, _flat(files, shape, wanted), NAME, _rejected)


def layout(engine: Embedded, file: Opened) -> Shape:
    """How the file is read. JSON is read into the documented columns; Parquet tells its own."""
    return shape_of(engine, file, COLUMNS)


def params(engine: Embedded, file: Opened) -> tuple[str, ...]:
    """The parameters of a GA4 export that the shipped rules could use; its own bookkeeping is left out."""
    shape = layout(engine, file)
    listed, item, _ = shape.items("event_params")
    rows = engine.rows(
        f"select distinct unnest(list_transform({listed}, item -> {item}.key)) as key from {shape.source([file.path])} order by 1"
    )
    return tuple(str(row[0]) for row in rows if row[0] is not None and str(row[0]) not in BOOKKEEPING)


PARAMETERS = (
    "ga_session_id",
    "page_location",
    "firebase_screen",
    "source",
    "medium",
    "campaign",
    "content",
    "gclid",
    "currency",
    "transaction_id",
    "session_engaged",
    "engagement_time_msec",
    "value",
)
MARKS = ("ga_session_id", "session_engaged", "engagement_time_msec", "value")
"""Parameters that GA4 writes itself: they never hold a token."""
CLICK_IN_URL = (
    """case when strpos("raw:page_location", 'gclid=') > 0 """
    """then nullif(regexp_extract("raw:page_location", '[?&]gclid=([^&#]+)', 1), '') end"""
)
CLICK = f'coalesce("field:tag_gclid", "text:gclid", {CLICK_IN_URL})'
"""A Google click id: as collected, as a parameter, or still in the page's address, where GA4 is known to call the click organic."""
LAST = "session_traffic_source_last_click"
COLLECTED = "collected_traffic_source"
FIELDS = {
    "cross_source": f"{LAST}.cross_channel_campaign.source",
    "cross_medium": f"{LAST}.cross_channel_campaign.medium",
    "cross_campaign": f"{LAST}.cross_channel_campaign.campaign_name",
    "ads_customer": f"{LAST}.google_ads_campaign.customer_id",
    "ads_campaign": f"{LAST}.google_ads_campaign.campaign_name",
    "manual_source": f"{LAST}.manual_campaign.source",
    "manual_medium": f"{LAST}.manual_campaign.medium",
    "manual_campaign": f"{LAST}.manual_campaign.campaign_name",
    "manual_content": f"{LAST}.manual_campaign.content",
    "tag_source": f"{COLLECTED}.manual_source",
    "tag_medium": f"{COLLECTED}.manual_medium",
    "tag_campaign": f"{COLLECTED}.manual_campaign_name",
    "tag_content": f"{COLLECTED}.manual_content",
    "tag_gclid": f"{COLLECTED}.gclid",
    "device": "device.category",
    "country": "geo.country",
    "order_id": "ecommerce.transaction_id",
    "user": "user_pseudo_id",
    "linked": "user_id",
    "named": "event_name",
}


def _flat(files: Sequence[Opened], shape: Shape, wanted: Wanted) -> str:
    """One row an event, as EVENTS wants it.

    In steps that each read the columns of the one below by name: the parameters as two lists (keys and texts), the wanted ones picked by
    position, then without tokens, then the click id, then the result. So nothing is looked up twice.
    """
    source = files[0].export.input
    tokens = source.missing
    keys = tuple(dict.fromkeys((*PARAMETERS, *wanted.params)))
    picked = [f"texts[list_position(keys, {literal(key)})] as {name('raw:' + key)}" for key in keys]
    picked += [f"{shape.get(path)} as {name('raw:.' + field)}" for field, path in FIELDS.items()]
    picked += [f"{_first_item(shape, field)} as {name('raw:.' + field)}" for field in ITEM_FIELDS]
    cleaned = [f"{name('raw:' + key) if key in MARKS else no_tokens(name('raw:' + key), tokens)} as {name('text:' + key)}" for key in keys]
    cleaned += [f"{no_tokens(name('raw:.' + field), tokens)} as {name('field:' + field)}" for field in (*FIELDS, *ITEM_FIELDS)]
    result = [f"{file_key(files)} as file"]
    result += [f"{sql} as {name(column)}" for column, sql in _columns(source, shape, wanted).items()]
    lists = f"select *, {_lists(shape)} from {shape.source([file.path for file in files])}"
    clean = f"select *, {', '.join(cleaned)} from (select *, {', '.join(picked)} from ({lists}))"
    return f"select {', '.join(result)} from (select *, {CLICK} as click from ({clean}))"


def _lists(shape: Shape) -> str:
    """The parameters' keys and texts (whichever slot holds the value; a whole double without its `.0`), in equal order."""
    params, item, kind = shape.items("event_params")
    slots = _slots(item, kind)
    double = slots["double"]
    whole = f"case when {double} = trunc({double}) and abs({double}) < 1e15 then {double}::bigint::varchar else {double}::varchar end"
    each = {"keys": f"{item}.key", "texts": f"coalesce({slots['text']}, {slots['integer']}, {whole})"}
    return ", ".join(f"list_transform({params}, item -> {sql}) as {column}" for column, sql in each.items())


def _slots(item: str, kind: str) -> dict[str, str]:
    """A parameter's typed slots as SQL; null where the file lacks one. Float and double count as one."""
    known = fields_of(fields_of(kind).get("value", ""))

    def slot(field: str, kind: str) -> str:
        return f"{item}.value.{field}::{kind}" if field in known else f"null::{kind}"

    double = f"coalesce({slot('double_value', 'double')}, {slot('float_value', 'double')})"
    return {"text": slot("string_value", "varchar"), "integer": slot("int_value", "varchar"), "double": double}


def _first_item(shape: Shape, field: str) -> str:
    items, item, kind = shape.items("items")
    return f"list_transform({items}[1:1], item -> {item}.{field}::varchar)[1]" if field in fields_of(kind) else "null::varchar"


def _columns(source: InputSettings, shape: Shape, wanted: Wanted) -> dict[str, str]:
    time, event = plausible("try_cast(event_timestamp as bigint)"), '"field:named"'
    space = literal((source.identity or source.key) + ":")
    refund, purchase = (shape.get(f"ecommerce.{field}", "double") for field in ("refund_value", "purchase_revenue"))
    revenue = f"case when event_name = 'refund' then {refund} else {purchase} end"
    sign = "case when event_name = 'refund' then -1 else 1 end"
    return {
        "refused_time": f"case when {time} is null or {event} is null then event_timestamp::varchar end",
        "input": literal(source.key),
        "event_id": "null::varchar",
        "event_time": time,
        "seq": f"coalesce(try_cast({shape.get('batch_ordering_id')} as bigint), 0) * 100000 "
        f"+ coalesce(try_cast({shape.get('batch_event_index')} as bigint), 0)",
        "visitor": f'{space} || "field:user"',
        "user_id": '"field:linked"',
        "click_id": "click",
        "session_id": '"text:ga_session_id"',
        "event_name": event,
        "page": path_of('coalesce("text:page_location", "text:firebase_screen")'),
        **_origin(),
        "channel": "null::varchar",
        "first_source": shape.get("traffic_source.source"),
        "first_medium": shape.get("traffic_source.medium"),
        "first_campaign": shape.get("traffic_source.name"),
        "device": '"field:device"',
        "country": '"field:country"',
        "platform": f"lower({shape.get('platform')})",
        "amount": f'{micros(f"""coalesce({revenue}, try_cast("text:value" as double))""")} * {sign}',
        "currency": '"text:currency"',
        "transaction_id": 'coalesce("field:order_id", "text:transaction_id")',
        "engagement_ms": 'try_cast(try_cast("text:engagement_time_msec" as double) as bigint)',
        "engaged": "\"text:session_engaged\" = '1'",
        "row_hash": _row_hash(shape),
        **{f"param:{param}": _param(param) for param in wanted.params},
    }


def _row_hash(shape: Shape) -> str:
    """A hash of what makes a row the row it is: two rows equal in all of these are one row twice, whichever format each is from."""
    items, item, kind = shape.items("items")
    fields = fields_of(kind)
    named = [f"{item}.{field}::varchar" for field in ("item_id", "item_name", "quantity") if field in fields]
    named += [f"{item}.price::double::varchar"] if "price" in fields else []
    bought = f"list_transform({items}, item -> concat_ws('|', {', '.join(named)}))" if named else "[]::varchar[]"
    identity = [
        *(f"try_cast({shape.get(column)} as bigint)" for column in ("event_timestamp", "event_bundle_sequence_id")),
        *(shape.get(column) for column in ("event_name", "user_pseudo_id")),
        *(shape.get(column) for column in ("batch_page_id", "batch_ordering_id", "batch_event_index", "ecommerce.transaction_id")),
        *(shape.get(f"ecommerce.{field}", "double") for field in ("purchase_revenue", "refund_value")),
        *(f"coalesce({listed}, [])" for listed in ("keys", "texts", bought)),
    ]
    return f"(hash({', '.join(identity)}) >> 1)::bigint"


def _origin() -> dict[str, str]:
    """Where the visit came from: the first record that names a source gives all four columns, so that none are mixed.

    In order: the session's last click (cross-channel, Google Ads, manual), a Google click id, the tags collected with the event or
    its own parameters.
    """

    def field(key: str) -> str:
        return name("field:" + key)

    def either(tag: str) -> str:
        return f"coalesce({field('tag_' + tag)}, {name('text:' + tag)})"

    click = f"click is not null and coalesce({either('source')}, 'google') = 'google'"
    manual = f"coalesce({field('manual_content')}, {either('content')})"
    records = (
        (f"{field('cross_source')} is not null", field("cross_source"), field("cross_medium"), field("cross_campaign"), manual),
        (f"{field('ads_customer')} is not null", "'google'", "'cpc'", field("ads_campaign"), manual),
        (f"{field('manual_source')} is not null", field("manual_source"), field("manual_medium"), field("manual_campaign"), manual),
        (click, "'google'", "'cpc'", either("campaign"), either("content")),
        ("true", either("source"), either("medium"), either("campaign"), either("content")),
    )
    return {
        column: "case " + " ".join(f"when {record[0]} then {record[place]}" for record in records) + " end"
        for place, column in enumerate(("source", "medium", "campaign", "content"), 1)
    }


def _param(param: str) -> str:
    """A wanted parameter; an item's field comes from the first item of the list where no parameter has it."""
    text = name("text:" + param)
    return f"coalesce({text}, {name('field:' + param)})" if param in ITEM_FIELDS else text


def _rejected(file: Opened, reason: str, rows: int, example: object) -> RejectedRows:
    """The count with an example and its line: the time of the row, or the beginning of a line that is no event at all."""
    time = "" if example is None else str(example)
    if file.parquet:
        return RejectedRows(reason, rows, time[:120], None)
    with file.path.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            if time.encode() in line and line.strip() and _reason(line, time, file.export.input.missing) == reason:
                shown = masked(line.decode("utf-8", "replace").strip()) if reason == "unreadable" else time[:120]
                return RejectedRows(reason, rows, shown, number)
    return RejectedRows(reason, rows, time[:120], None)


def _reason(line: bytes, time: str, missing: Sequence[str]) -> str | None:
    """Why a line is refused, if it is the one with this time."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return "unreadable"
    if not isinstance(record, dict):
        return "unreadable"
    found = record.get("event_timestamp")
    if record.get("event_name") in (None, *missing):
        return "unreadable" if found is None else "no_event_name"
    return "bad_time" if ("" if found is None else str(found)) == time else None
