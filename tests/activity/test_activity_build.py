"""One build of a small firm's exports: every visitor of `small_firm` is one story, told again here."""

from datetime import date
from pathlib import Path

import pytest
from exports_world import Built, Exports, micros
from small_firm import CRM, firm, write

from reportgen.engine import Engine
from reportgen.model.counts import BotCounts
from reportgen.model.settings import Bots
from reportgen.periods import day_number

MILLION = 1_000_000


@pytest.fixture(scope="module")
def written(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    return write(Exports(engine, tmp_path_factory.mktemp("firm")))


@pytest.fixture(scope="module")
def built(written: Exports) -> Built:
    return written.build(firm())


def sessions(built: Built, visitor: str, *columns: str) -> list[tuple[object, ...]]:
    found = sorted((row for row in built.sessions if row["visitor"] == f"web:{visitor}"), key=lambda row: row["start"])
    return [tuple(row[name] for name in columns) for row in found]


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def test_thirty_minutes_without_an_event_begin_a_new_session(built: Built) -> None:
    began = micros("2026-10-05T08:00:00"), micros("2026-10-05T08:59:59")
    assert sessions(built, "gap", "session", "events", "visit_number") == [(f"~{began[0]}", 2, 1), (f"~{began[1]}", 1, 2)]


def test_a_session_goes_on_over_a_files_edge(built: Built) -> None:
    first, second = f"~{micros('2026-10-05T11:58:00')}", f"~{micros('2026-10-05T12:50:00')}"
    assert sessions(built, "edge", "session", "events", "page_views", "landing_page", "exit_page", "engaged") == [
        (first, 3, 2, "/", "/on", True),
        (second, 1, 1, "/new", "/new", False),
    ]
    assert {row["session"] for row in built.pages if row["visitor"] == "web:edge"} == {first, second}
    assert ("web:edge", first) in built.converted("each", "visitor", "session")


def test_a_session_over_midnight_is_a_row_a_day_and_one_visit(built: Built) -> None:
    assert sessions(built, "night", "session", "day", "visit_number", "landing_page", "engaged") == [
        ("7", day("2026-10-06"), 1, "/late", True),
        ("7", day("2026-10-07"), 1, "/late", True),
    ]


def test_a_tools_session_id_is_one_visitors_own(built: Built) -> None:
    assert sessions(built, "other", "session", "events", "engaged") == [("7", 2, False)]


def test_days_are_the_sites_even_when_they_have_25_hours(built: Built) -> None:
    assert sessions(built, "autumn", "day") == [(day("2026-10-25"),), (day("2026-10-25"),), (day("2026-10-26"),)]


def test_visits_are_numbered_in_time_whatever_the_rows_order(built: Built) -> None:
    assert sessions(built, "back", "session", "visit_number") == [("1", 1), ("2", 2), ("3", 3)]


def test_rows_without_a_visitor_stand_beside_people(built: Built) -> None:
    nameless = [row for row in built.sessions if row["visitor"] is None]
    assert [(row["session"], row["visit_number"]) for row in nameless] == [("5", None)]
    assert {profile.day.isoformat(): profile.no_visitor for profile in built.facts.days if profile.no_visitor} == {"2026-10-05": 2}


def test_an_identical_row_is_removed_and_counted(built: Built) -> None:
    assert sessions(built, "twice", "events") == [(1,)]
    assert [(part.input, part.repeated, part.rows - part.accepted) for part in built.parts] == [("web", 1, 1), ("web", 0, 0), ("crm", 0, 0)]


def test_counting_by_event_session_and_visitor(built: Built) -> None:
    mine = {key: [row for row in built.converted(key, "visitor") if row == "web:count"] for key in ("each", "each_session", "each_visitor")}
    assert {key: len(found) for key, found in mine.items()} == {"each": 3, "each_session": 2, "each_visitor": 1}


def test_only_after_counts_from_the_same_moment_on(built: Built) -> None:
    def times(rule: str) -> list[str]:
        return [
            text
            for visitor, time in built.converted(rule, "visitor", "time")
            for text in ("09:00", "10:00", "10:30", "11:00")
            if time == micros(f"2026-10-05T{text}:00") and visitor == "web:after"
        ]

    assert (times("first"), times("then"), times("third")) == (["10:00"], ["10:00", "11:00"], ["10:30"])
    assert "web:never" not in built.converted("then", "visitor")


def test_engaged_time_on_pages_adds_up_within_one_session(built: Built) -> None:
    assert built.converted("readers", "visitor", "session", "time") == [("web:reader", "1", micros("2026-10-05T09:01:00"))]
    assert built.converted("stayed", "visitor") == ["web:reader"]
    assert built.converted("blog_view", "visitor").count("web:skimmer") == 2


def test_repeated_transactions_count_once_and_each_refund_stands_apart(built: Built) -> None:
    assert built.converted("order", "transaction_id", "amount", "by_1") == [
        ("T1", 10_500_000, "mug"),
        ("T2", 1_500_000, None),
        ("T3", None, None),
        ("T4", None, None),
        ("T1", -10_000_000, None),
        ("T1", -500_000, None),
    ]
    assert built.facts.repeated_transactions == {"deal": 1, "fixed_deal": 1, "order": 1}
    assert built.facts.unknown_currency == {"GBP": 1}


def test_offline_facts_find_their_visitor(built: Built) -> None:
    assert built.converted("deal", "transaction_id", "visitor", "amount") == [
        ("D1", "web:back", 100 * MILLION),
        ("D2", "web:linked", 50 * MILLION),
        ("D3", "web:clicker", None),
        ("D4", None, 5 * MILLION),
        ("D5", "web:first_to_be_linked", 5 * MILLION),
        ("D6", "web:linked_at_last", 5 * MILLION),
    ]
    assert set(built.converted("deal", "session", "offline", "platform")) == {(None, True, "crm")}
    assert [(each.input, each.rule, each.nameless, each.unseen) for each in built.facts.offline] == [
        ("crm", "deal", 1, 0),
        ("crm", "fixed_deal", 1, 0),
    ]


def test_times_without_an_offset_are_in_the_sites_zone(built: Built) -> None:
    assert built.converted("deal", "time")[0] == micros("2026-10-08T10:00:00+02:00")


def test_a_fixed_value_replaces_every_amount(built: Built) -> None:
    assert set(built.converted("fixed_deal", "amount")) == {250 * MILLION}


def test_offline_facts_make_no_visit(built: Built) -> None:
    assert max(row["day"] for row in built.sessions if row["visitor"] == "web:back") == day("2026-10-07")


# checklist 001-7
def test_each_kind_of_bot_is_marked_and_left_out(built: Built) -> None:
    visitors = {row["visitor"] for row in built.sessions}
    assert not {f"web:bot_{kind}" for kind in ("busy", "quick", "awake")} & visitors
    assert {f"web:human_{kind}" for kind in ("busy", "quick", "awake")} <= visitors
    assert built.facts.bots == (
        BotCounts("all_hours", 1, 20, 20),
        BotCounts("fast_views", 1, 1, 30),
        BotCounts("many_events", 1, 1, 302),
    )
    assert "web:bot_busy" not in built.converted("each", "visitor")
    assert not any(row["visitor"] and row["visitor"].startswith("web:bot") for row in built.pages)


@pytest.mark.slow
def test_bots_count_where_the_settings_include_them(built: Built, written: Exports) -> None:
    included = written.build(firm(Bots.INCLUDE))
    assert {row["bot"] for row in included.sessions} == {None, "all_hours", "fast_views", "many_events"}
    assert "web:bot_busy" in included.converted("each", "visitor")
    assert included.facts.bots == built.facts.bots
    assert included.parts == built.parts


@pytest.mark.slow
def test_nothing_after_as_of_is_visible(written: Exports) -> None:
    before = written.build(firm(), date(2026, 10, 8))
    assert sessions(before, "linked_at_last", "day") == []
    assert [visitor for deal, visitor in before.converted("deal", "transaction_id", "visitor") if deal == "D6"] == [None]
    earlier = written.build(firm(), date(2026, 10, 5))
    assert sessions(earlier, "back", "visit_number") == [(1,)]
    assert earlier.converted("each_session", "visitor").count("web:count") == 1
    assert earlier.converted("deal", "visitor") == []
    assert max(row["day"] for row in (*earlier.sessions, *earlier.pages, *earlier.conversions)) == day("2026-10-05")
    assert max(profile.day for profile in earlier.facts.days) == date(2026, 10, 5)


@pytest.mark.slow
def test_the_order_of_rows_does_not_matter(written: Exports, built: Built, tmp_path: Path) -> None:
    backwards = Exports(written.engine, tmp_path)
    for name in ("web/a.ndjson", "web/b.ndjson"):
        lines = (written.folder / "data" / name).read_bytes().splitlines(keepends=True)
        backwards.put(name, b"".join(lines[::-1]))
    header, *deals = CRM.splitlines(keepends=True)
    found = backwards.put("crm.csv", header + "".join(deals[::-1])).build(firm())
    assert (found.sessions, found.pages, found.conversions) == (built.sessions, built.pages, built.conversions)
    assert found.facts == built.facts


def test_kept_parts_are_found_again_and_equal(written: Exports, built: Built) -> None:
    kept = {file: file.read_bytes() for file in written.store.folder.rglob("*.*")}
    assert written.gather(firm()) == built.parts
    assert {file: file.read_bytes() for file in written.store.folder.rglob("*.*")} == kept
