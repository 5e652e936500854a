"""The GA4 export to BigQuery, as NDJSON (BigQuery's convention: integers as strings, nulls left out) or Parquet.

Source: the documented schema of the `events_` tables. Quirks: a parameter may stand in any of four typed slots, and the same
key in different ones; `ga_session_id` is unique only per user; a batch of events shares one timestamp; old exports have no collected
traffic source.
"""

from __future__ import annotations

import json

from reportgen.activity import Staged
from reportgen.engine import Engine
from reportgen.errors import DataError, Problem
from reportgen.model.counts import RejectedRows
from reportgen.readers.files import Opened, line_number
from reportgen.readers.sql import Wanted, literal, micros, name, no_tokens, path_of

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


def read(engine: Engine, file: Opened, wanted: Wanted) -> Staged:
    """Stage one file. Rows without a time or an event name are rejected; so are lines that are no JSON object."""
    staged = engine.stage(_flat(file, raw(engine, file), wanted))
    table = staged.get_name()
    problem = (
        "case when event_name is null and event_timestamp is null then 'unreadable' "
        "when event_name is null then 'no_event_name' when event_time is null then 'bad_time' end"
    )
    counts = engine.rows(f"select {problem} as reason, count(*), min(event_timestamp) from {table} group by 1 order by 1")
    rejected = tuple(_rejected(file, str(reason), int(str(rows)), example) for reason, rows, example in counts if reason is not None)
    events = staged.filter(staged.event_name.notnull() & staged.event_time.notnull()).drop("event_timestamp")
    return Staged(file.export.input, events, NAME, sum(int(str(rows)) for _, rows, _ in counts), rejected)


def raw(engine: Engine, file: Opened) -> str:
    """SQL that reads the file's records with just the documented columns that are used."""
    return _parquet(engine, file) if file.parquet else _ndjson(file)


def _ndjson(file: Opened) -> str:
    columns = ", ".join(f"{name(column)}: {literal(kind)}" for column, kind in COLUMNS.items())
    return (
        f"read_json({literal(str(file.path))}, format = 'newline_delimited', ignore_errors = true, "
        f"maximum_object_size = 67108864, columns = {{{columns}}})"
    )


def _parquet(engine: Engine, file: Opened) -> str:
    """The Parquet file with the columns of the JSON form; lists of BigQuery's older exports (`list.element`) are unwrapped."""
    path = literal(str(file.path))
    try:
        found = {str(row[0]): str(row[1]) for row in engine.rows(f"describe select * from read_parquet({path})")}
    except Exception as error:
        raise DataError(Problem(file.export.place, "", f"the Parquet file cannot be read: {error}", "export it again")) from error
    parts = []
    for column, kind in COLUMNS.items():
        parts.append(
            f"{_field(name(column), found[column], kind)} as {name(column)}" if column in found else f"null::{kind} as {name(column)}"
        )
    return f"(select {', '.join(parts)} from read_parquet({path}))"


def _field(expression: str, found: str, wanted: str) -> str:
    """A nested value with just the wanted fields, by name: fields that the file lacks are null."""
    if wanted.endswith("[]"):
        inner, unwrapped = wanted[:-2], found.upper().replace('"', "")
        if unwrapped.startswith("STRUCT(LIST "):
            element = f"list_transform({expression}.list, item -> item.element)"
            return f"list_transform({element}, item -> {_field('item', _inside(found, 'element'), inner)})"
        return f"list_transform({expression}, item -> {_field('item', found, inner)})"
    if wanted.startswith("struct("):
        fields = _fields(wanted)
        known = {field.lower(): kind for field, kind in _fields(found).items()}
        packed = ", ".join(
            f"{name(field)} := {_field(f'{expression}.{name(field)}', known[field], kind)}"
            if field in known
            else f"{name(field)} := null::{kind}"
            for field, kind in fields.items()
        )
        return f"(case when {expression} is null then null else struct_pack({packed}) end)"
    return f"{expression}::{wanted}"


def _inside(kind: str, field: str) -> str:
    inner = _fields(kind)
    return inner.get(field) or next((_inside(value, field) for value in inner.values() if "STRUCT" in value.upper()), "")


def _fields(kind: str) -> dict[str, str]:
    """`struct(a int, b struct(...))[]` -> its fields by name, one level deep."""
    start = kind.upper().find("STRUCT(")
    if start < 0:
        return {}
    fields: dict[str, str] = {}
    depth, part = 0, ""
    for letter in kind[start + len("STRUCT(") :]:
        if letter == ")" and depth == 0:
            break
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            _add(fields, part)
            part = ""
        else:
            part += letter
    _add(fields, part)
    return fields


def _add(fields: dict[str, str], part: str) -> None:
    field, _, kind = part.strip().partition(" ")
    if field:
        fields[field.strip('"')] = kind.strip()


PARAMETERS = (
    "ga_session_id",
    "page_location",
    "firebase_screen",
    "page_referrer",
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


def _flat(file: Opened, source: str, wanted: Wanted) -> str:
    """One row an event, as EVENTS wants it.

    In three steps, each reading the columns of the one below by name: slots of the parameters (each looked up once), texts
    without tokens, result. One flat expression would repeat the look-ups hundreds of times.
    """
    keys = tuple(dict.fromkeys((*PARAMETERS, *wanted.params)))
    slots = [f"list_filter(event_params, item -> item.key = {literal(key)})[1].value as {name('slot:' + key)}" for key in keys]
    tokens = file.export.input.missing
    texts = [f"{no_tokens(_text(key), tokens)} as {name('text:' + key)}" for key in keys]
    texts += [f"{_number(key)} as {name('number:' + key)}" for key in ("value", "engagement_time_msec")]
    texts += [f"{no_tokens(sql, tokens)} as {name('field:' + field)}" for field, sql in FIELDS.items()]
    columns = _columns(file, wanted)
    return (
        f"select {', '.join(f'{sql} as {name(column)}' for column, sql in columns.items())} "
        f"from (select *, {', '.join(texts)} from (select *, {', '.join(slots)} from {source}))"
    )


def _text(key: str) -> str:
    """A parameter as text, whichever slot holds it; a whole double without its `.0`."""
    slot = name("slot:" + key)
    double = f"coalesce({slot}.double_value, {slot}.float_value)"
    whole = f"case when {double} = trunc({double}) and abs({double}) < 1e15 then {double}::bigint::varchar else {double}::varchar end"
    return f"coalesce({slot}.string_value, {slot}.int_value, {whole})"


def _number(key: str) -> str:
    slot = name("slot:" + key)
    return (
        f"coalesce({slot}.double_value, {slot}.float_value, try_cast({slot}.int_value as double), try_cast({slot}.string_value as double))"
    )


def _columns(file: Opened, wanted: Wanted) -> dict[str, str]:
    source = file.export.input
    space = literal((source.identity or source.key) + ":")
    revenue = "case when event_name = 'refund' then ecommerce.refund_value else ecommerce.purchase_revenue end"
    sign = "case when event_name = 'refund' then -1 else 1 end"
    return {
        "event_timestamp": "event_timestamp",
        "input": literal(source.key),
        "event_id": "null::varchar",
        "event_time": "try_cast(event_timestamp as bigint)",
        "seq": "coalesce(try_cast(batch_ordering_id as bigint), 0) * 100000 + coalesce(try_cast(batch_event_index as bigint), 0)",
        "visitor": f'{space} || "field:user"',
        "user_id": '"field:linked"',
        "click_id": 'coalesce("field:tag_gclid", "text:gclid")',
        "session_id": '"text:ga_session_id"',
        "event_name": '"field:named"',
        "page": path_of('coalesce("text:page_location", "text:firebase_screen")'),
        "referrer": '"text:page_referrer"',
        **_origin(),
        "channel": "null::varchar",
        "first_source": "traffic_source.source",
        "first_medium": "traffic_source.medium",
        "first_campaign": "traffic_source.name",
        "device": '"field:device"',
        "country": '"field:country"',
        "platform": "lower(platform)",
        "amount": f'{micros(f"""coalesce({revenue}, "number:value")""")} * {sign}',
        "currency": '"text:currency"',
        "transaction_id": 'coalesce("field:order_id", "text:transaction_id")',
        "engagement_ms": 'try_cast("number:engagement_time_msec" as bigint)',
        "engaged": "\"text:session_engaged\" = '1'",
        "row_hash": "(hash(event_timestamp, event_name, user_pseudo_id, event_params, event_bundle_sequence_id, batch_page_id, "
        "batch_ordering_id, batch_event_index, ecommerce, items) >> 1)::bigint",
        **{f"param:{param}": _param(param, source.missing) for param in wanted.params},
    }


def _origin() -> dict[str, str]:
    """Where the visit came from: the first record that names a source gives all four columns, so that none are mixed.

    In order: the session's last click (cross-channel, Google Ads, manual), a Google click id, the tags collected with the event or
    its own parameters.
    """

    def field(key: str) -> str:
        return name("field:" + key)

    def either(tag: str) -> str:
        return f"coalesce({field('tag_' + tag)}, {name('text:' + tag)})"

    click = f"coalesce({field('tag_gclid')}, {name('text:gclid')}) is not null and coalesce({either('source')}, 'google') = 'google'"
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


def _param(param: str, tokens: tuple[str, ...]) -> str:
    """A wanted parameter; an item's field comes from the first item of the list where no parameter has it."""
    text = name("text:" + param)
    return f"coalesce({text}, {no_tokens(f'items[1].{param}', tokens)})" if param in ITEM_FIELDS else text


def _rejected(file: Opened, reason: str, rows: int, example: object) -> RejectedRows:
    """The count with an example: for unreadable lines the first line that is no JSON object."""
    if reason != "unreadable" or file.parquet:
        line = line_number(file.path, str(example)) if example is not None and not file.parquet else None
        return RejectedRows(reason, rows, "" if example is None else str(example)[:120], line)
    with file.path.open("rb") as handle:
        for number, text in enumerate(handle, 1):
            if text.strip() and not _is_object(text):
                return RejectedRows(reason, rows, text.decode("utf-8", "replace").strip()[:120], number)
    return RejectedRows(reason, rows, "", None)


def _is_object(text: bytes) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
