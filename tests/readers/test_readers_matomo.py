"""Matomo's visits log: visits with actions as XML, and a visit a row as UTF-16 CSV."""

import pytest
from exports_world import Exports, Row, micros, rule, settings

from reportgen.errors import DataError

BEGUN = "2026-10-01T10:00:00"
SECONDS = micros(BEGUN) // 1_000_000


def fields(**values: object) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items())


def visit(*actions: str, **facts: object) -> str:
    rows = "".join(f"<row>{action}</row>" for action in actions)
    details = f"<actionDetails>{rows}</actionDetails>" if actions else "<actionDetails />"
    return f"<row>{fields(idSite=1, **facts)}{details}</row>"


def log(*visits: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8" ?>\n<result>{"".join(visits)}</result>\n'


SHARED = {"idVisit": 7, "fingerprint": "14db763aafccd039", "siteCurrency": "USD", "deviceType": "Desktop", "country": "France"}
VISIT = visit(
    fields(type="action", url="http://firm.example/a?x=1", timeSpent=30),
    fields(type="download", url="http://firm.example/guide.pdf", timeSpent=5),
    fields(type="event", eventCategory="Form", eventAction="Sent", eventName="quote", eventValue=3),
    fields(type="ecommerceOrder", orderId="O1", revenue="1111.11"),
    fields(type="goal", goalName="all", revenue=5),
    firstActionTimestamp=SECONDS, referrerType="search", referrerName="Google", **SHARED,
)  # fmt: skip
ASKING = settings(rule("sent", {"event": ["Sent"], "params": {"event_category": ["Form"]}}, by=["event_label"]))


@pytest.fixture
def found(exports: Exports) -> list[Row]:
    return exports.put("log.xml", log(VISIT)).events(ASKING)


def test_actions_follow_one_another_by_the_time_spent(found: list[Row]) -> None:
    assert [(row["event_name"], row["page"], (row["event_time"] - micros(BEGUN)) // 1_000_000) for row in found] == [
        ("page_view", "/a", 0),
        ("file_download", "/guide.pdf", 30),
        ("Sent", None, 35),
        ("goal", None, 35),
        ("purchase", None, 35),
    ]
    assert sum(row["engagement_ms"] or 0 for row in found) == 35_000


def test_the_visit_is_on_every_action(found: list[Row]) -> None:
    names = ("visitor", "session_id", "source", "medium", "device", "country")
    assert {tuple(row[name] for name in names) for row in found} == {
        ("web:14db763aafccd039", "7", "Google", "organic", "desktop", "France")
    }


def test_orders_goals_and_events_have_their_facts(found: list[Row]) -> None:
    by_name = {row["event_name"]: row for row in found}
    assert (by_name["purchase"]["amount"], by_name["purchase"]["transaction_id"]) == (1_111_110_000, "O1")
    assert by_name["goal"]["amount"] == 5_000_000
    assert (by_name["Sent"]["param:event_category"], by_name["Sent"]["param:event_label"]) == ("Form", "quote")


@pytest.mark.parametrize(
    ("facts", "origin"),
    [
        ({"referrerType": "direct", "referrerName": "Direct Entry"}, (None, None, None)),
        ({"referrerType": "website", "referrerName": "blog.example"}, ("blog.example", "referral", None)),
        ({"referrerType": "campaign", "referrerName": "june"}, (None, "campaign", "june")),
        (
            {"referrerType": "campaign", "referrerName": "june", "campaignSource": "news", "campaignMedium": "email"},
            ("news", "email", "june"),
        ),
    ],
)
def test_where_a_visit_came_from(exports: Exports, facts: Row, origin: tuple[str | None, ...]) -> None:
    exports.put("log.xml", log(visit(fields(type="action", url="http://a.example/"), firstActionTimestamp=SECONDS, **SHARED, **facts)))
    (row,) = exports.events(ASKING)
    assert (row["source"], row["medium"], row["campaign"]) == origin


def test_an_action_has_its_own_time_where_the_log_says_it(exports: Exports) -> None:
    exports.put("log.xml", log(visit(fields(type="action", timestamp=SECONDS + 9), lastActionTimestamp=SECONDS + 60, **SHARED)))
    assert [row["event_time"] for row in exports.events(ASKING)] == [micros(BEGUN) + 9_000_000]


def test_actions_without_any_time_are_counted(exports: Exports) -> None:
    (part,) = exports.put("log.xml", log(visit(fields(type="action"), fields(type="action"), **SHARED))).gather(ASKING)
    assert [(each.reason, each.rows) for each in part.rejected] == [("no_time", 2)]


def test_a_visit_a_row_in_utf_16(exports: Exports) -> None:
    header = "idSite,idVisit,fingerprint,lastActionTimestamp,visitDuration,referrerType,referrerName,siteCurrency"
    rows = f"1,2,14db,{SECONDS + 271},271,direct,Direct Entry,USD\n1,3,e16c,{SECONDS},0,website,blog.example,USD\n"
    found = exports.put("log.csv", f"{header}\n{rows}".encode("utf-16")).events(ASKING)
    assert [(row["event_name"], row["visitor"], row["event_time"], row["engagement_ms"], row["source"]) for row in found] == [
        ("visit", "web:14db", micros(BEGUN), 271_000, None),
        ("visit", "web:e16c", micros(BEGUN), None, "blog.example"),
    ]


def test_xml_that_breaks_off_is_refused_with_its_line(exports: Exports) -> None:
    whole = log(VISIT, VISIT.replace("7", "8"))
    with pytest.raises(DataError, match=r"data/log\.xml:2: the XML breaks off"):
        exports.put("log.xml", whole[: len(whole) // 2]).events(ASKING)
