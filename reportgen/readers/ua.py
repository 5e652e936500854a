"""Universal Analytics' export to BigQuery (`ga_sessions_`): a record a visit, its hits nested; NDJSON or Parquet.

Source: the documented schema of the export. A hit becomes the event that GA4 would call it (a page view, a screen view, an event by its
action), and one more for what it did in the shop (`add_to_cart`, `purchase`), since one hit may be both. Quirks: `hits.time` is in
milliseconds since `visitStartTime`; money comes in micro-units; visitor ids are longer than whole numbers hold, so they stay texts; a visit
over midnight is two records with one `visitId`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from reportgen.activity import Staged
from reportgen.engine import Embedded
from reportgen.model.counts import RejectedRows
from reportgen.readers.files import Opened
from reportgen.readers.shape import Shape, fields_of, repeated, shape_of, staged_events
from reportgen.readers.sql import Wanted, file_key, literal, masked, name, no_tokens, path_of, plausible

NAME = "ua"
NEEDED = ("fullVisitorId", "visitStartTime", "hits")

DIMENSIONS = "struct(index varchar, value varchar)[]"
HIT = (
    "struct(hitNumber varchar, time varchar, type varchar, "
    "page struct(pagePath varchar, hostname varchar, pageTitle varchar), appInfo struct(screenName varchar), "
    "eventInfo struct(eventCategory varchar, eventAction varchar, eventLabel varchar, eventValue varchar), "
    "eCommerceAction struct(action_type varchar), "
    '"transaction" struct(transactionId varchar, transactionRevenue varchar, localTransactionRevenue varchar, currencyCode varchar), '
    "refund struct(refundAmount varchar, localRefundAmount varchar), "
    "product struct(productSKU varchar, v2ProductName varchar, v2ProductCategory varchar)[], "
    f"customDimensions {DIMENSIONS}, dataSource varchar)[]"
)
COLUMNS = {
    "fullVisitorId": "varchar",
    "visitId": "varchar",
    "visitStartTime": "varchar",
    "userId": "varchar",
    "channelGrouping": "varchar",
    "trafficSource": "struct(campaign varchar, source varchar, medium varchar, adContent varchar, adwordsClickInfo struct(gclId varchar))",
    "device": "struct(deviceCategory varchar)",
    "geoNetwork": "struct(country varchar)",
    "customDimensions": DIMENSIONS,
    "hits": HIT,
}
"""The documented columns that are used, as JSON is read."""
SHOP = {
    "1": "select_item",
    "2": "view_item",
    "3": "add_to_cart",
    "4": "remove_from_cart",
    "5": "begin_checkout",
    "6": "purchase",
    "7": "refund",
}
"""`eCommerceAction.action_type` by GA4's names."""
KINDS = {"PAGE": "page_view", "APPVIEW": "screen_view", "SOCIAL": "social", "TRANSACTION": "purchase", "EXCEPTION": "exception"}
"""`hits.type` by GA4's names; an EVENT is called by its action, items and timings are no events."""
PARAMS = {
    "event_category": "eventInfo.eventCategory",
    "event_action": "eventInfo.eventAction",
    "event_label": "eventInfo.eventLabel",
    "event_value": "eventInfo.eventValue",
    "page_title": "page.pageTitle",
    "hostname": "page.hostname",
}
FIRST_PRODUCT = {"item_id": "productSKU", "item_name": "v2ProductName", "item_category": "v2ProductCategory"}
TOKENS = ("not available in demo dataset", "(none)")


def identify(file: Opened, columns: tuple[str, ...]) -> bool:
    """True when the records are visits with nested hits, and no mapping says otherwise."""
    return file.export.input.columns is None and all(column in columns for column in NEEDED)


def layout(engine: Embedded, file: Opened) -> Shape:
    """How the file is read. JSON is read into the documented columns; Parquet tells its own."""
    return shape_of(engine, file, COLUMNS)


def read(engine: Embedded, files: Sequence[Opened], shape: Shape, wanted: Wanted) -> Staged:
    """Stage files of one shape, a row an event. Rejected: records that cannot be read, visits without a hit, times that are none."""
    return staged_events(engine, files, _flat(files, shape, wanted), NAME, _rejected)


def params(engine: Embedded, file: Opened) -> tuple[str, ...]:
    """The parameters that rules may name beside custom dimensions."""
    return (*PARAMS, *FIRST_PRODUCT)


def _flat(files: Sequence[Opened], shape: Shape, wanted: Wanted) -> str:
    """Visits -> hits, each with the time to the next -> events, as EVENTS wants them."""
    hits, item, kind = shape.items("hits")
    item = item.replace("item", "hit", 1)
    visits = (
        f"select *, case when len({hits}) > 0 then {hits} else [null] end as each_hit from {shape.source([file.path for file in files])}"
    )
    together = "unnest(each_hit) as hit, unnest(each_hit[2:]) as later, unnest(range(len(each_hit))) as place"
    placed = f"select *, {together} from ({visits})"
    fields = {field: _field(item, kind, field) for field in ("type", "eventInfo.eventAction", "eCommerceAction.action_type")}
    own = " ".join(f"when {literal(of)} then {literal(event)}" for of, event in KINDS.items())
    action = f"coalesce({no_tokens(fields['eventInfo.eventAction'], files[0].export.input.missing)}, 'event')"
    plain = f"case {fields['type']} {own} when 'EVENT' then {action} end"
    shop = " ".join(f"when {literal(of)} then {literal(event)}" for of, event in SHOP.items())
    bought = f"case {fields['eCommerceAction.action_type']} {shop} end"
    named = f"select *, {plain} as plain, {bought} as bought from ({placed})"
    turns = (
        "list_filter(list_distinct([{'turn': 0, 'named': plain}, {'turn': 1, 'named': nullif(bought, plain)}]), x -> x.named is not null)"
    )
    events = f"select *, unnest(case when hit is null then [{{'turn': 0, 'named': null}}] else {turns} end) as done from ({named})"
    columns = _columns(files, shape, item, kind, wanted)
    return f"select {', '.join(f'{sql} as {name(column)}' for column, sql in columns.items())} from ({events})"


def _field(item: str, kind: str, path: str) -> str:
    """A hit's nested field as text; null where the file lacks it."""
    for field in path.split("."):
        kind = fields_of(kind).get(field, "")
        if not kind:
            return "null::varchar"
    nested = ".".join(name(field) for field in path.split("."))
    return f"{item}.{nested}::varchar"


def _columns(files: Sequence[Opened], shape: Shape, item: str, kind: str, wanted: Wanted) -> dict[str, str]:
    source = files[0].export.input
    missing = (*source.missing, *TOKENS)

    def visit(path: str) -> str:
        return no_tokens(shape.get(path), missing)

    def hit(path: str) -> str:
        return no_tokens(_field(item, kind, path), missing)

    begun = f"try_cast({shape.get('visitStartTime')} as bigint)"
    since, later = (_field(base, kind, "time") for base in (item, item.replace("hit", "later", 1)))
    time = plausible(f"({begun} * 1000000 + try_cast({since} as bigint) * 1000)")
    money = "done.named in ('purchase', 'refund')"
    local, own = "localTransactionRevenue", "transactionRevenue"
    paid = f"coalesce({hit(f'transaction.{local}')}, {hit(f'transaction.{own}')})"
    back = f"coalesce({hit('refund.localRefundAmount')}, {hit('refund.refundAmount')}, {paid})"
    number = f"coalesce(try_cast({_field(item, kind, 'hitNumber')} as bigint), place)"
    page = f"coalesce({hit('page.pagePath')}, {hit('appInfo.screenName')})"
    return {
        "file": file_key(files),
        "refused_time": f"case when {time} is null or done.named is null then {shape.get('visitStartTime')} end",
        "input": literal(source.key),
        "event_id": "null::varchar",
        "event_time": time,
        "seq": f"{number} * 2 + done.turn",
        "visitor": f"{literal((source.identity or source.key) + ':')} || {visit('fullVisitorId')}",
        "user_id": visit("userId"),
        "click_id": visit("trafficSource.adwordsClickInfo.gclId"),
        "session_id": visit("visitId"),
        "event_name": "done.named",
        "page": path_of(page),
        "source": visit("trafficSource.source"),
        "medium": no_tokens(shape.get("trafficSource.medium"), source.missing),
        "campaign": visit("trafficSource.campaign"),
        "content": visit("trafficSource.adContent"),
        "channel": visit("channelGrouping"),
        **{f"first_{column}": "null::varchar" for column in ("source", "medium", "campaign")},
        "device": visit("device.deviceCategory"),
        "country": visit("geoNetwork.country"),
        "platform": f"lower({hit('dataSource')})",
        "amount": f"case when done.named = 'refund' then -abs(try_cast({back} as bigint)) when {money} then try_cast({paid} as bigint) end",
        "currency": f"case when {money} and {hit(f'transaction.{local}')} is not null then {hit('transaction.currencyCode')} end",
        "transaction_id": f"case when {money} then {hit('transaction.transactionId')} end",
        "engagement_ms": f"case when done.turn = 0 then greatest(try_cast({later} as bigint) - try_cast({since} as bigint), 0) end",
        "engaged": "null::boolean",
        "row_hash": f"(hash({shape.get('fullVisitorId')}, {shape.get('visitId')}, {begun}, {number}, {since}, done.named) >> 1)::bigint",
        **{f"param:{param}": _param(shape, item, kind, param, missing) for param in wanted.params},
    }


def _param(shape: Shape, item: str, kind: str, param: str, missing: Sequence[str]) -> str:
    """A hit's field by GA4's name, the first product's, or a custom dimension: `dimension4` of the hit, else of the visit."""
    if param in PARAMS:
        return no_tokens(_field(item, kind, PARAMS[param]), missing)
    if param in FIRST_PRODUCT:
        return no_tokens(_first(fields_of(kind).get("product", ""), f"{item}.product", FIRST_PRODUCT[param]), missing)
    if param.startswith("dimension") and param.removeprefix("dimension").isdigit():
        number = param.removeprefix("dimension")
        both = [_dimension(fields_of(kind).get("customDimensions", ""), f"{item}.customDimensions", number)]
        both.append(_dimension(shape.columns.get("customDimensions", ""), "customDimensions", number))
        return no_tokens(f"coalesce({', '.join(both)})", missing)
    return "null::varchar"


def _first(kind: str, column: str, field: str) -> str:
    listed, item, inner = repeated(column, kind)
    return f"list_transform({listed}[1:1], item -> {item}.{field}::varchar)[1]" if field in fields_of(inner) else "null::varchar"


def _dimension(kind: str, column: str, number: str) -> str:
    listed, item, inner = repeated(column, kind)
    if not {"index", "value"} <= set(fields_of(inner)):
        return "null::varchar"
    own = f'list_filter({listed}, item -> {item}."index"::varchar = {literal(number)})'
    return f'list_transform({own}, item -> {item}."value"::varchar)[1]'


def _rejected(file: Opened, reason: str, rows: int, example: object) -> RejectedRows:
    """The count with the start of such a visit, and its line."""
    time = "" if example is None else str(example)
    if not file.parquet:
        with file.path.open("rb") as handle:
            for number, line in enumerate(handle, 1):
                if line.strip() and _fits(line, time):
                    return RejectedRows(reason, rows, time[:120] or masked(line.decode("utf-8", "replace").strip()), number)
    return RejectedRows(reason, rows, time[:120], None)


def _fits(line: bytes, time: str) -> bool:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return not time
    found = record.get("visitStartTime") if isinstance(record, dict) else None
    return ("" if found is None else str(found)) == time
