"""Exports of other tools, each in the shape that its documentation gives: what identifies it, and where each fact is read from."""

import json
from typing import Any

import pytest
from exports_world import Exports, Row, micros, rule, settings

from reportgen import readers
from reportgen.errors import DataError
from reportgen.readers import snowplow
from reportgen.readers.formats import reader_of
from reportgen.readers.opening import opened
from reportgen.readers.table import column_names

AT = "2026-10-01T10:00:00"
ASKING = settings(rule("buy", {"event": ["buy"], "params": {"plan": ["pro"]}}))


def shown(found: list[Row], *names: str) -> list[tuple[object, ...]]:
    return [tuple(row[name] for name in names) for row in found]


FACTS = ("event_name", "visitor", "session_id", "page", "source", "medium", "campaign", "amount", "param:plan")
VISITOR = 18_446_744_073_709_551_001
"""Longer than a signed whole number of 64 bits."""

MIXPANEL: list[dict[str, Any]] = [
    {
        "event": "$mp_web_page_view",
        "properties": {
            "time": 1790848800,
            "distinct_id": VISITOR,
            "$insert_id": "a1",
            "$current_url": "https://firm.example/pricing?x=1",
            "$referrer": "https://www.bing.com/",
        },
    },
    {"event": "buy", "properties": {"time": 1790848801, "distinct_id": VISITOR, "$insert_id": "a2", "plan": "pro", "amount": 12.5}},
]
AMPLITUDE: list[dict[str, Any]] = [
    {
        "event_type": "[Amplitude] Page Viewed",
        "event_time": "2026-10-01 10:00:00.000000",
        "amplitude_id": VISITOR,
        "session_id": -1,
        "$insert_id": "a1",
        "event_properties": {
            "[Amplitude] Page URL": "https://firm.example/pricing",
            "referrer": "https://www.bing.com/",
        },
        "user_properties": {},
    },
    {
        "event_type": "buy",
        "event_time": "2026-10-01 10:00:01.000000",
        "amplitude_id": VISITOR,
        "session_id": -1,
        "$insert_id": "a2",
        "event_properties": {"plan": "pro", "$revenue": 12.5},
        "user_properties": {},
    },
]
POSTHOG: list[dict[str, Any]] = [
    {
        "uuid": "a1",
        "event": "$pageview",
        "distinct_id": "d",
        "person_id": str(VISITOR),
        "timestamp": "2026-10-01T10:00:00.000000Z",
        "properties": {"$current_url": "https://firm.example/pricing", "$referrer": "https://www.bing.com/"},
    },
    {
        "uuid": "a2",
        "event": "buy",
        "distinct_id": "d",
        "person_id": str(VISITOR),
        "timestamp": "2026-10-01T10:00:01.000000Z",
        "properties": {"plan": "pro", "revenue": 12.5},
    },
]
SEGMENT: list[dict[str, Any]] = [
    {
        "type": "page",
        "messageId": "a1",
        "anonymousId": str(VISITOR),
        "timestamp": "2026-10-01T10:00:00.000Z",
        "properties": {"url": "https://firm.example/pricing"},
        "context": {"page": {"referrer": "https://www.bing.com/"}},
    },
    {
        "type": "track",
        "event": "buy",
        "messageId": "a2",
        "anonymousId": str(VISITOR),
        "timestamp": "2026-10-01T10:00:01.000Z",
        "properties": {"plan": "pro", "revenue": 12.5},
        "context": {},
    },
]
RECORDS = {"mixpanel": MIXPANEL, "amplitude": AMPLITUDE, "posthog": POSTHOG, "segment": SEGMENT}
EXPECTED = [
    ("page_view", f"web:{VISITOR}", None, "/pricing", "bing.com", "referral", None, None, None),
    ("buy", f"web:{VISITOR}", None, None, None, None, None, 12_500_000, "pro"),
]


def cells(records: list[dict[str, Any]]) -> str:
    """The same records as CSV with JSON in its cells, as warehouses and spreadsheets get them."""
    names = list(dict.fromkeys(name for record in records for name in record))

    def cell(value: object) -> str:
        text = json.dumps(value) if isinstance(value, dict) else "" if value is None else str(value)
        return '"' + text.replace('"', '""') + '"'

    return "\n".join([",".join(names), *(",".join(cell(record.get(name)) for name in names) for record in records)]) + "\n"


@pytest.mark.parametrize("tool", RECORDS)
@pytest.mark.parametrize("form", ["ndjson", "csv", "parquet"])
def test_each_tool_is_known_by_its_columns_in_every_form(exports: Exports, tool: str, form: str) -> None:
    records = RECORDS[tool]
    if form == "parquet":
        lines = "), (".join("'" + json.dumps(record).replace("'", "''") + "'" for record in records)
        fields = ", ".join(f'json_extract_string(j, \'$."{name}"\') as "{name}"' for name in dict.fromkeys(n for r in records for n in r))
        exports.put_parquet("tool.parquet", f"select {fields} from (values ({lines})) as one(j)")
    else:
        exports.put(f"tool.{form}", cells(records) if form == "csv" else records)
    with opened(*readers.find(exports.folder, ASKING.report.inputs), exports.engine.scratch) as file:
        assert tool == reader_of(exports.engine, file, column_names(exports.engine, file)).NAME
    found = exports.events(ASKING)
    assert [row["event_time"] for row in found] == [micros(AT), micros(AT) + 1_000_000]
    assert shown(found, *FACTS) == EXPECTED


@pytest.mark.parametrize("tool", ["mixpanel", *(pytest.param(tool, marks=pytest.mark.slow) for tool in RECORDS if tool != "mixpanel")])
def test_the_tools_own_id_of_an_event_tells_repeats(exports: Exports, tool: str) -> None:
    first, second = RECORDS[tool]
    exports.put("tool.ndjson", [first, second, {**second, "resent": True}])
    (part,) = exports.gather(ASKING)
    assert part.repeated == 1


UMAMI = """\
"website_id","session_id","visit_id","event_id","hostname","url_path","url_query","utm_source","referrer_domain","event_type","event_name","created_at"
"w","v1","s1","e1","firm.example","/","","","www.bing.com","1","","2026-10-01 10:00:00"
"w","v1","s1","e2","firm.example","/pricing","","","firm.example","1","\\N","2026-10-01 10:00:05"
"w","v1","s1","e3","firm.example","/pricing","","\\N","","2","buy","2026-10-01 10:00:09"
"""


def test_umami_has_page_views_and_events_of_a_name(exports: Exports) -> None:
    found = exports.put("umami.csv", UMAMI).events(ASKING)
    assert shown(found, "event_name", "visitor", "session_id", "page", "source", "medium") == [
        ("page_view", "web:v1", "s1", "/", "bing.com", "referral"),
        ("page_view", "web:v1", "s1", "/pricing", None, None),
        ("buy", "web:v1", "s1", "/pricing", None, None),
    ]


def canonical(**facts: str) -> str:
    """A row of the enriched stream."""
    return "\t".join(facts.get(column, "") for column in snowplow.COLUMNS)


STREAM = [
    canonical(
        app_id="site", platform="web", collector_tstamp="2026-10-01 10:00:02.000", derived_tstamp="2026-10-01 10:00:00.000",
        event="page_view", event_id="e1", domain_userid="u1", domain_sessionid="s1", page_url="https://firm.example/pricing",
        mkt_source="news", mkt_medium="email",
    ),
    canonical(app_id="site", collector_tstamp="2026-10-01 10:00:10.000", event="page_ping", event_id="e2", domain_userid="u1"),
    canonical(
        app_id="site", collector_tstamp="2026-10-01 10:00:11.000", event="struct", event_id="e3", domain_userid="u1", se_action='add "cart',
        se_value="3.5",
    ),
    canonical(
        app_id="site", collector_tstamp="2026-10-01 10:00:12.000", event="unstruct", event_id="e4", domain_userid="u1", event_name="buy",
        unstruct_event='{"schema":"iglu:x","data":{"schema":"iglu:y","data":{"plan":"pro","revenue":9}}}',
    ),
]  # fmt: skip


def test_snowplows_stream_has_no_header_and_no_quotes(exports: Exports) -> None:
    found = exports.put("part-1.tsv", "\n".join(STREAM) + "\n").events(ASKING)
    assert shown(found, "event_name", "session_id", "page", "source", "medium", "engagement_ms", "amount", "param:plan") == [
        ("page_view", "s1", "/pricing", "news", "email", None, None, None),
        ("page_ping", None, None, None, None, 10_000, None, None),
        ('add "cart', None, None, None, None, None, 3_500_000, None),
        ("buy", None, None, None, None, None, 9_000_000, "pro"),
    ]
    assert found[0]["event_time"] == micros(AT)


def test_snowplows_table_has_a_header(exports: Exports) -> None:
    header = "\t".join(snowplow.COLUMNS)
    found = exports.put("events.tsv", "\n".join([header, STREAM[0]]) + "\n").events(ASKING)
    assert shown(found, "event_name", "visitor") == [("page_view", "web:u1")]


def test_segments_warehouse_pages_name_no_event(exports: Exports) -> None:
    text = "id,anonymous_id,timestamp,context_library_name,context_page_url,context_campaign_source\n"
    found = exports.put("pages.csv", text + "m1,v1,2026-10-01 10:00:00+00,js,https://firm.example/a,news\n").events(ASKING)
    assert shown(found, "event_name", "visitor", "page", "source") == [("page_view", "web:v1", "/a", "news")]


def test_a_mapping_in_settings_wins_over_the_tool(exports: Exports) -> None:
    source = {"key": "web", "files": ["data"], "columns": {"time": "timestamp", "event": "event", "visitor": "distinct_id"}}
    found = exports.put("tool.ndjson", POSTHOG).events(settings(rule("buy"), inputs=[source]))
    assert {row["visitor"] for row in found} == {"web:d"}


def test_a_row_without_a_time_is_counted_with_its_line(exports: Exports) -> None:
    (part,) = exports.put("tool.ndjson", [*POSTHOG, {**POSTHOG[0], "uuid": "a3", "timestamp": "soon"}]).gather(ASKING)
    assert [(each.reason, each.rows, each.line) for each in part.rejected] == [("bad_time", 1, 3)]


def test_a_column_named_twice_is_refused(exports: Exports) -> None:
    exports.put("tool.csv", "event,properties,distinct_id,timestamp,event\nbuy,{},d,2026-10-01T10:00:00Z,x\n")
    with pytest.raises(DataError, match="names 'event' twice"):
        exports.events(ASKING)


@pytest.mark.parametrize("tool", RECORDS)
def test_a_survey_finds_the_tools_events_and_their_parameters(exports: Exports, tool: str) -> None:
    exports.put("tool.ndjson", RECORDS[tool])
    found = readers.survey(exports.engine, exports.folder / "data" / "tool.ndjson")
    assert [seen.name for seen in found.events] == ["buy", "page_view"]
    assert found.events[0].params["plan"] == ("pro",)
    assert not found.columns
