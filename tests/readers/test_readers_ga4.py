"""GA4 exports: where each fact of an event is read from, in every shape that BigQuery gives it."""

import json

import pytest
from exports_world import Exports, Row, ga4, micros, ndjson, param, rule, settings

from reportgen.engine import Engine
from reportgen.model.settings import Settings

NOON = "2026-10-01T12:00:00"


def asking(**report: object) -> Settings:
    return settings(rule("buy", {"event": ["buy"], "params": {"slot": ["1"]}}, by=["item_name", "size"]), **report)


@pytest.fixture(scope="module")
def read(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """Every quirk below as one event of one export; event name -> what the reader delivers."""
    exports = Exports(engine, tmp_path_factory.mktemp("ga4"))
    found = exports.put("all.ndjson", QUIRKS).events(asking())
    assert len({row["event_name"] for row in found}) == len(found) == len(QUIRKS)
    return {str(row["event_name"]): row for row in found}


def params(*pairs: Row) -> dict[str, list[Row]]:
    return {"event_params": list(pairs)}


def slots(key: str, **value: object) -> Row:
    """A parameter with all four slots, the others null, as BigQuery's own JSON has it."""
    empty = {"string_value": None, "int_value": None, "float_value": None, "double_value": None}
    return {"key": key, "value": empty | value}


LAST = "session_traffic_source_last_click"
QUIRKS = [
    ga4("string", NOON, **params(slots("slot", string_value="1"))),
    ga4("integer", NOON, **params(slots("slot", int_value="1"))),
    ga4("number", NOON, **params(slots("slot", int_value=1))),
    ga4("double", NOON, **params(slots("slot", double_value=1.0))),
    ga4("float", NOON, **params(slots("slot", float_value=1.0))),
    ga4("fraction", NOON, **params(slots("slot", double_value=0.5))),
    ga4("nothing", NOON, **params({"key": "slot", "value": {}}, {"key": "size"})),
    ga4("twice", NOON, **params(param("slot", "first"), param("slot", "second"))),
    ga4("no_params", NOON, event_params=None),
    ga4("exact_id", NOON, "0012345678.10", 9007199254740993),
    ga4("number_time", micros(NOON) + 1),
    ga4("nobody", NOON, None, None),
    ga4("engaged", NOON, params={"session_engaged": "1", "engagement_time_msec": 1500}),
    ga4("engaged_number", NOON, params={"session_engaged": 1, "engagement_time_msec": 1500.0}),
    ga4("not_engaged", NOON, params={"session_engaged": 0}),
    ga4("value_double", NOON, params={"value": 12.345678, "currency": "EUR"}),
    ga4("value_int", NOON, params={"value": 12}),
    ga4("value_text", NOON, params={"value": "12.5"}),
    ga4("value_words", NOON, params={"value": "a lot"}),
    ga4("revenue", NOON, params={"value": 1.5, "transaction_id": "P1"}, ecommerce={"purchase_revenue": 99.9, "transaction_id": "T1"}),
    ga4("order_token", NOON, params={"transaction_id": "P1"}, ecommerce={"transaction_id": "(not set)"}),
    ga4("refund", NOON, ecommerce={"refund_value": 20.0, "transaction_id": "T1"}),
    ga4("item", NOON, items=[{"item_id": "M1", "item_name": "Mug", "quantity": "2"}, {"item_name": "Cap"}]),
    ga4("item_param", NOON, params={"item_name": "Poster"}, items=[{"item_name": "Mug"}]),
    ga4("page", NOON, params={"page_location": "https://firm.example/blog/a?b=c#d", "page_referrer": "https://bing.com/"}),
    ga4("bare_host", NOON, params={"page_location": "https://firm.example"}),
    ga4("query_with_address", NOON, params={"page_location": "https://firm.example/?next=https://else.example/x"}),
    ga4("screen", NOON, params={"firebase_screen": "Home"}),
    ga4("place", NOON, device={"category": "mobile"}, geo={"country": "Chile", "city": "(not set)"}, platform="WEB"),
    ga4("tokens", NOON, device={"category": "<Other>"}, geo={"country": "(not set)"}, params={"size": "(data deleted)"}),
    ga4("by_param", NOON, params={"source": "news", "medium": "email", "campaign": "june", "content": "top"}),
    ga4("collected", NOON, params={"source": "news"}, collected_traffic_source={"manual_source": "ads", "manual_medium": "cpc"}),
    ga4("gclid_param", NOON, params={"gclid": "G1", "campaign": "brand"}),
    ga4("gclid", NOON, params={"source": "google", "medium": "organic"}, collected_traffic_source={"gclid": "G2"}),
    ga4(
        "gclid_in_url",
        NOON,
        params={"page_location": "https://firm.example/?a=1&gclid=G5#top", "source": "google", "medium": "organic"},
    ),
    ga4("gclid_of_others", NOON, params={"source": "bing", "medium": "cpc", "gclid": "G3"}),
    ga4(
        "last_click",
        NOON,
        params={"source": "news", "medium": "email"},
        collected_traffic_source={"manual_source": "ads", "gclid": "G4"},
        **{LAST: {"cross_channel_campaign": {"source": "duckduckgo", "medium": "organic"}, "manual_campaign": {"source": "x"}}},
    ),
    ga4("last_ads", NOON, **{LAST: {"google_ads_campaign": {"customer_id": "123-1", "campaign_name": "brand"}}}),
    ga4("last_manual", NOON, **{LAST: {"manual_campaign": {"source": "news", "medium": "email", "content": "top"}}}),
    ga4("last_not_set", NOON, params={"source": "news"}, **{LAST: {"manual_campaign": {"source": "(not set)", "medium": "(not set)"}}}),
    ga4("first_visit", NOON, traffic_source={"source": "t.co", "medium": "referral", "name": "(referral)"}),
    ga4("first_deleted", NOON, traffic_source={"source": "(data deleted)", "medium": "(data deleted)", "name": "<Other>"}),
    ga4("batch", NOON, batch_ordering_id="2", batch_event_index=3, event_bundle_sequence_id="-7"),
]  # fmt: skip


@pytest.mark.parametrize("name", ["string", "integer", "number", "double", "float"])
def test_a_parameter_in_any_slot_is_the_same_text(read: dict[str, Row], name: str) -> None:
    assert read[name]["param:slot"] == "1"


def test_parameters_without_a_value_or_twice(read: dict[str, Row]) -> None:
    assert (read["fraction"]["param:slot"], read["nothing"]["param:slot"], read["no_params"]["param:slot"]) == ("0.5", None, None)
    assert read["twice"]["param:slot"] == "first"


def test_ids_stay_exact(read: dict[str, Row]) -> None:
    assert (read["exact_id"]["visitor"], read["exact_id"]["session_id"]) == ("web:0012345678.10", "9007199254740993")
    assert (read["nobody"]["visitor"], read["nobody"]["session_id"]) == (None, None)


def test_times_are_microseconds_as_text_or_number(read: dict[str, Row]) -> None:
    assert (read["string"]["event_time"], read["number_time"]["event_time"]) == (micros(NOON), micros(NOON) + 1)


def test_engagement(read: dict[str, Row]) -> None:
    found = {name: (read[name]["engaged"], read[name]["engagement_ms"]) for name in ("engaged", "engaged_number", "not_engaged", "string")}
    assert found == {"engaged": (True, 1500), "engaged_number": (True, 1500), "not_engaged": (False, None), "string": (None, None)}


def test_money_is_whole_micro_units_and_a_refund_is_negative(read: dict[str, Row]) -> None:
    names = ("value_double", "value_int", "value_text", "value_words", "revenue", "refund")
    assert [read[name]["amount"] for name in names] == [12_345_678, 12_000_000, 12_500_000, None, 99_900_000, -20_000_000]
    assert read["value_double"]["currency"] == "EUR"
    assert [read[name]["transaction_id"] for name in ("revenue", "order_token", "refund")] == ["T1", "P1", "T1"]


def test_what_was_bought(read: dict[str, Row]) -> None:
    assert [read[name]["param:item_name"] for name in ("item", "item_param", "page")] == ["Mug", "Poster", None]


def test_pages_are_paths(read: dict[str, Row]) -> None:
    pages = {name: read[name]["page"] for name in ("page", "bare_host", "query_with_address", "screen", "place")}
    assert pages == {"page": "/blog/a", "bare_host": "/", "query_with_address": "/", "screen": "Home", "place": None}


def test_tokens_mean_no_value(read: dict[str, Row]) -> None:
    assert [read["place"][name] for name in ("device", "country", "platform")] == ["mobile", "Chile", "web"]
    assert [read["tokens"][name] for name in ("device", "country", "param:size")] == [None, None, None]


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("by_param", ("news", "email", "june", "top")),
        ("collected", ("ads", "cpc", None, None)),
        ("gclid_param", ("google", "cpc", "brand", None)),
        ("gclid", ("google", "cpc", None, None)),
        ("gclid_in_url", ("google", "cpc", None, None)),
        ("gclid_of_others", ("bing", "cpc", None, None)),
        ("last_click", ("duckduckgo", "organic", None, None)),
        ("last_ads", ("google", "cpc", "brand", None)),
        ("last_manual", ("news", "email", None, "top")),
        ("last_not_set", ("news", None, None, None)),
        ("first_visit", (None, None, None, None)),
    ],
)
def test_the_first_record_that_names_a_source_says_where_a_visit_came_from(
    read: dict[str, Row], name: str, origin: tuple[str | None, ...]
) -> None:
    assert tuple(read[name][field] for field in ("source", "medium", "campaign", "content")) == origin


def test_a_visitors_first_source_is_kept_apart(read: dict[str, Row]) -> None:
    assert [read["first_visit"][f"first_{field}"] for field in ("source", "medium", "campaign")] == ["t.co", "referral", "(referral)"]
    assert [read[name]["click_id"] for name in ("gclid", "gclid_in_url")] == ["G2", "G5"]


def test_a_batchs_order(read: dict[str, Row]) -> None:
    assert (read["batch"]["seq"], read["string"]["seq"]) == (200_003, 0)


def test_gzip_says_the_same(exports: Exports, read: dict[str, Row]) -> None:
    found = exports.put("all.ndjson.gz", QUIRKS).events(asking())
    plain = [{**row, "file": ""} for row in read.values()]
    assert sorted(json.dumps({**row, "file": ""}, default=str) for row in found) == sorted(json.dumps(row, default=str) for row in plain)


FLAT = """
select name as event_name, time as event_timestamp, visitor as user_pseudo_id,
  [{'key': 'ga_session_id', 'value': {'string_value': null::varchar, 'int_value': 7::bigint, 'double_value': null::double}},
   {'key': 'slot', 'value': {'string_value': null::varchar, 'int_value': null::bigint, 'double_value': 1.0::double}},
   {'key': 'value', 'value': {'string_value': null::varchar, 'int_value': null::bigint, 'double_value': 2.5::double}}] as event_params,
  [{'item_id': 'M1', 'item_name': 'Mug', 'price': 3.5::double, 'quantity': 2::bigint}] as items, {'country': 'Chile'} as geo
from (values ('buy', 1790000000000000, '007'), ('look', 1790000000000001, '1.10')) rows(name, time, visitor)
"""
WRAPPED = (
    f"select * replace ({{'list': list_transform(event_params, p -> {{'element': p}})}} as event_params, "
    f"{{'list': list_transform(items, i -> {{'element': i}})}} as items) from ({FLAT})"
)


def test_parquet_with_and_without_wrapped_lists(exports: Exports) -> None:
    """BigQuery wraps the elements of repeated fields unless asked not to (`parquet.enable_list_inference`)."""
    exports.put_parquet("flat/a.parquet", FLAT).put_parquet("wrapped/a.parquet", WRAPPED)

    def found(folder: str) -> list[Row]:
        rows = exports.events(asking(inputs=[{"key": "web", "files": [f"data/{folder}"]}]))
        return [{**row, "file": ""} for row in rows]

    flat = found("flat")
    assert flat == found("wrapped")
    assert [(row["visitor"], row["session_id"], row["param:slot"], row["amount"]) for row in flat] == [
        ("web:007", "7", "1", 2_500_000),
        ("web:1.10", "7", "1", 2_500_000),
    ]
    assert {(row["param:item_name"], row["country"], row["device"]) for row in flat} == {("Mug", "Chile", None)}


# checklist 001-7
def test_rows_that_are_no_event_are_counted_with_an_example_and_its_line(exports: Exports) -> None:
    good = ga4("buy", NOON)
    lines = [
        ndjson([good, {**ga4(None, NOON), "event_params": []}]),
        b'\n{"event_name": "cut off", "event_ti\n',
        b"null\n[1]\n",
        ndjson([{"note": "neither a name nor a time"}]),
        ndjson([ga4("buy", None), ga4("buy", 17), {**good, "event_timestamp": "soon"}, ga4("buy", 10**18), ga4("(not set)", NOON)]),
    ]
    exports.put("a.ndjson", b"\xef\xbb\xbf" + b"".join(lines))
    (part,) = exports.gather()
    found = {each.reason: (each.rows, each.line) for each in part.rejected}
    assert found == {"unreadable": (4, 4), "no_event_name": (2, 2), "bad_time": (4, 11)}
    assert (part.rows, part.accepted) == (11, 1)
    examples = {each.reason: each.example for each in part.rejected}
    assert examples["bad_time"] == "1000000000000000000"
    assert examples["unreadable"].startswith('{"')


def test_a_field_of_another_kind_is_no_value_and_loses_nothing_else(exports: Exports) -> None:
    odd = [
        ga4("one", NOON, device="mobile", geo=["Chile"]),
        ga4("two", NOON, ecommerce={"purchase_revenue": "lots"}),
        ga4("three", NOON, event_params="none"),
    ]
    found = exports.put("a.ndjson", odd).events()
    assert [row["event_name"] for row in found] == ["one", "three", "two"]
    assert {row["visitor"] for row in found} == {"web:11.22"}
    assert {row["session_id"] for row in found} == {"1", None}
