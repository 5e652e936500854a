"""Universal Analytics: visits with nested hits, as JSON (whole numbers as texts) and as Parquet, become events by GA4's names."""

from typing import Any

import pytest
from exports_world import Exports, Row, micros, rule, settings

from reportgen.readers import ua

BEGUN = "2016-11-01T06:59:00"
"""In the last minute of October for a site in California."""


def visit(*hits: Row, **facts: Any) -> Row:
    start = micros(BEGUN) // 1_000_000
    return {"fullVisitorId": "9876543210987654321", "visitId": str(start), "visitStartTime": str(start), "hits": list(hits), **facts}


def hit(number: int, after: int, kind: str = "PAGE", **facts: Any) -> Row:
    return {"hitNumber": str(number), "time": str(after * 1000), "type": kind, **facts}


ORDER = {"transactionId": "T1", "transactionRevenue": "17960000", "currencyCode": "USD"}
VISIT = visit(
    hit(1, 0, page={"pagePath": "/home?a=1"}),
    hit(2, 30, "EVENT", eventInfo={"eventCategory": "Downloads", "eventAction": "Brochure", "eventLabel": "spring"}),
    hit(3, 45, eCommerceAction={"action_type": "2"}, page={"pagePath": "/mug"}, product=[{"productSKU": "M1", "v2ProductName": "Mug"}]),
    hit(4, 120, eCommerceAction={"action_type": "6"}, page={"pagePath": "/done"}, transaction=ORDER),
    hit(5, 121, "TRANSACTION", transaction=ORDER),
    hit(6, 122, "ITEM"),
    channelGrouping="Organic Search",
    trafficSource={"source": "google", "medium": "organic", "campaign": "(not set)", "adwordsClickInfo": {"gclId": "G1"}},
    device={"deviceCategory": "mobile"},
    geoNetwork={"country": "Chile"},
    customDimensions=[{"index": "4", "value": "member"}],
)
ASKING = settings(rule("buy", {"event": ["purchase"], "params": {"event_label": ["*"]}}, by=["item_name", "dimension4"]))


@pytest.fixture
def found(exports: Exports) -> list[Row]:
    return exports.put("ua.ndjson", [VISIT]).events(ASKING)


def test_a_hit_is_an_event_and_what_it_did_in_the_shop_another(found: list[Row]) -> None:
    shown = [(row["event_name"], row["page"], (row["event_time"] - micros(BEGUN)) // 1_000_000) for row in found]
    assert shown == [
        ("page_view", "/home", 0),
        ("Brochure", None, 30),
        ("page_view", "/mug", 45),
        ("view_item", "/mug", 45),
        ("page_view", "/done", 120),
        ("purchase", "/done", 120),
        ("purchase", None, 121),
    ]
    assert [row["param:event_label"] for row in found if row["event_name"] == "Brochure"] == ["spring"]
    assert [row["param:item_name"] for row in found if row["event_name"] == "view_item"] == ["Mug"]
    assert {row["param:dimension4"] for row in found} == {"member"}


def test_ids_longer_than_whole_numbers_stay_exact_and_money_is_in_micro_units(found: list[Row]) -> None:
    assert {row["visitor"] for row in found} == {"web:9876543210987654321"}
    orders = [(row["transaction_id"], row["amount"], row["currency"]) for row in found if row["event_name"] == "purchase"]
    assert orders == [("T1", 17_960_000, None)] * 2
    assert all(row["amount"] is None and row["transaction_id"] is None for row in found if row["event_name"] != "purchase")


def test_the_visit_says_where_it_came_from(found: list[Row]) -> None:
    names = ("channel", "source", "medium", "campaign", "click_id", "device", "country")
    assert {tuple(row[name] for name in names) for row in found} == {("Organic Search", "google", "organic", None, "G1", "mobile", "Chile")}


def test_time_on_a_page_is_the_time_to_the_next_hit(found: list[Row]) -> None:
    assert sum(row["engagement_ms"] or 0 for row in found) == 122_000
    assert next(row["engagement_ms"] for row in found) == 30_000


@pytest.mark.slow
def test_a_visit_over_midnight_is_two_records_of_one_visit(exports: Exports) -> None:
    late = {**visit(hit(7, 0, page={"pagePath": "/after"})), "visitStartTime": str(micros("2016-11-01T07:00:30") // 1_000_000)}
    built = exports.put("ua.ndjson", [VISIT, late]).build(settings(rule("buy", {"event": ["purchase"]}), zone="America/Los_Angeles"))
    assert len({row["session"] for row in built.sessions}) == 1
    assert len({row["day"] for row in built.sessions}) == 2


@pytest.mark.slow
def test_the_order_counts_once(exports: Exports) -> None:
    built = exports.put("ua.ndjson", [VISIT]).build(settings(rule("buy", {"event": ["purchase"]}), currency="USD"))
    assert built.converted("buy", "amount", "transaction_id") == [(17_960_000, "T1")]


def test_parquet_reads_as_json_does(exports: Exports, found: list[Row]) -> None:
    source = exports.folder / "data" / "ua.ndjson"
    columns = ", ".join(f"{column}: '{kind}'" for column, kind in ua.COLUMNS.items())
    exports.put_parquet("ua.parquet", f"select * from read_json('{source}', format = 'newline_delimited', columns = {{{columns}}})")
    source.unlink()
    compared = [{key: value for key, value in row.items() if key != "row"} for row in exports.events(ASKING)]
    assert compared == [{key: value for key, value in row.items() if key != "row"} for row in found]


def test_what_cannot_be_read_is_counted_with_its_line(exports: Exports) -> None:
    good = '{"fullVisitorId": "1", "visitStartTime": "1477983540", "hits": [{"hitNumber": "1", "time": "0", "type": "PAGE"}]}'
    bad = '{"fullVisitorId": "2", "visitStartTime": "soon", "hits": [{"hitNumber": "1", "time": "0", "type": "PAGE"}]}'
    empty = '{"fullVisitorId": "3", "visitStartTime": "1477983541", "hits": []}'
    (part,) = exports.put("ua.ndjson", f"{good}\nnot json\n{bad}\n{empty}\n").gather(settings(rule("buy")))
    assert part.accepted == 1
    assert sorted((each.reason, each.rows, each.line) for each in part.rejected) == [
        ("bad_time", 1, 3),
        ("no_event_name", 1, 4),
        ("unreadable", 1, 2),
    ]
