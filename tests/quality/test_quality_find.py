"""Every line of the ledger: when it comes, how grave it is, and what it says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from quality_world import AUGUST, OCTOBER, SPAN, day_profile, empty_period, export, firm, made, refused

from reportgen import periods, quality
from reportgen.errors import Place
from reportgen.model.advice import Advice, AdviceKind
from reportgen.model.counts import BotCounts, Converted, Counts, EarlyRows, OfflineRows, Traffic
from reportgen.model.findings import DataStatus, LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.settings import Settings

PLAIN = firm()


def october(day: int) -> date:
    return date(2026, 10, day)


def ledger(counts: Counts, chosen: Settings = PLAIN) -> dict[str, LedgerEntry]:
    return {line.message: line for line in quality.find(chosen, counts, ()).entries}


def without(*gone: date) -> list[object]:
    return [day_profile(day) for day in SPAN if day not in gone]


def test_a_healthy_month_has_an_empty_ledger_and_is_complete() -> None:
    found = quality.find(PLAIN, made(), ())
    assert (found.entries, found.status, found.missing_days) == ((), DataStatus.COMPLETE, ())
    assert found.gates == ()


def test_no_day_with_data_is_empty() -> None:
    found = quality.find(PLAIN, made(days=[day_profile(AUGUST)]), ())
    assert (found.status, len(found.missing_days)) == (DataStatus.EMPTY, 31)
    assert [line.message for line in found.entries if line.severity is Severity.GATE] == [Say.NO_DATA]


def test_a_month_that_is_not_over_is_partial() -> None:
    counts = made(days=[day_profile(day) for day in SPAN if day <= october(10)], as_of=october(10))
    found = quality.find(PLAIN, counts, ())
    assert (found.status, found.missing_days) == (DataStatus.PARTIAL, ())
    assert [(line.message, line.facts, line.days) for line in found.entries] == [(Say.PERIOD_NOT_OVER, {"days_left": 21}, (october(10),))]


@pytest.mark.parametrize(("gone", "severity"), [(2, Severity.WARNING), (3, Severity.GATE)])
def test_missing_days_are_named_and_more_than_the_gate_allows_fails(gone: int, severity: Severity) -> None:
    days = tuple(october(5) + timedelta(days=offset) for offset in range(gone))
    found = quality.find(PLAIN, made(days=without(*days)), ())
    assert (found.status, found.missing_days) == (DataStatus.PARTIAL, days)
    assert (found.entries[0].message, found.entries[0].severity, found.entries[0].days) == (Say.MISSING_DAYS, severity, days)
    assert found.entries[0].facts == {"missing": gone, "of": 31, "allowed": 2}
    assert found.entries[0].touches == ("all",)
    assert found.gates == (found.entries if severity is Severity.GATE else ())


def test_days_before_the_first_data_are_told_apart_from_missing_ones() -> None:
    lines = ledger(made(days=[day_profile(day) for day in SPAN if day >= october(3) and day != october(9)]))
    assert (lines[Say.DATA_BEGINS_LATE].facts, lines[Say.DATA_BEGINS_LATE].days) == ({"missing": 2}, (october(3),))
    assert lines[Say.MISSING_DAYS].days == (october(9),)
    assert lines[Say.MISSING_DAYS].severity is Severity.GATE


def test_missing_days_of_the_compared_periods_are_said() -> None:
    september, year = periods.month("2026-09"), periods.month("2025-10")
    compared = (empty_period(september), empty_period(year))
    lines = ledger(made(days=without(date(2026, 9, 9)), compared=compared))
    assert (lines[Say.MISSING_DAYS_PREVIOUS].facts, lines[Say.MISSING_DAYS_PREVIOUS].days) == (
        {"missing": 1, "of": 30},
        (date(2026, 9, 9),),
    )
    assert lines[Say.MISSING_DAYS_YEAR].facts == {"missing": 31, "of": 31}


@pytest.mark.parametrize(("last", "severity"), [(28, None), (27, Severity.WARNING), (23, Severity.GATE)])
def test_stale_data(last: int, severity: Severity | None) -> None:
    lines = ledger(made(days=[day_profile(day) for day in SPAN if day <= october(last)]))
    assert (lines[Say.STALE].severity if Say.STALE in lines else None) is severity
    if severity:
        assert (lines[Say.STALE].facts, lines[Say.STALE].days) == ({"days_since": 31 - last}, (october(last),))


def test_a_newest_day_with_half_its_usual_rows_makes_the_month_provisional() -> None:
    days = [day_profile(day, 49 if day == october(31) else 100) for day in SPAN]
    found = quality.find(PLAIN, made(days=days), ())
    assert found.status is DataStatus.PROVISIONAL
    assert (found.entries[0].message, found.entries[0].facts) == (Say.LAST_DAY_LOW, {"rows": 49, "usual": 100.0})


@pytest.mark.parametrize(("last", "usual", "file"), [(50, 100, {}), (3, 19, {}), (49, 100, {"last_day": date(2026, 11, 4)})])
def test_a_newest_day_as_usual_or_with_more_data_after_it_is_complete(last: int, usual: int, file: Mapping[str, object]) -> None:
    days = [day_profile(day, last if day == october(31) else usual) for day in SPAN]
    crm = export(input="crm", last_day=date(2026, 12, 24))
    assert quality.find(PLAIN, made(days=days, files=(export(**file), crm)), ()).status is DataStatus.COMPLETE


def test_rejected_rows_have_reason_and_place() -> None:
    lines = ledger(made(files=(export(rejected=(refused(5),)), export(file="b.csv", accepted=0))))
    assert lines[Say.REJECTED_ROWS].facts == {
        "input": "web",
        "file": "data/web.csv",
        "reason": "bad_time",
        "rows": 5,
        "of": 1000,
        "share": 0.005,
        "line": 12,
    }
    assert lines[Say.EMPTY_FILE].facts == {"input": "web", "file": "b.csv"}
    assert Say.REJECTED_TOO_MANY not in lines


@pytest.mark.parametrize(
    ("rows", "parts", "severity"),
    [
        (32_446, (4,), Severity.NOTE),
        (10_000, (9,), Severity.NOTE),
        (10_000, (10,), Severity.WARNING),
        (10_000, (6, 4), Severity.WARNING),
        (2, (1,), Severity.WARNING),
    ],
)
def test_rejected_rows_are_worth_the_front_page_from_one_in_a_thousand_of_a_file_on(
    rows: int, parts: tuple[int, ...], severity: Severity
) -> None:
    found = export(rows=rows, rejected=tuple(replace(refused(part), reason=f"reason_{part}") for part in parts))
    lines = quality.find(PLAIN, made(files=(found,)), ()).entries
    assert {line.severity for line in lines if line.message == Say.REJECTED_ROWS} == {severity}


def test_more_rejected_rows_than_the_gate_allows_fail() -> None:
    file = export(rejected=(refused(6), refused(5, "no_time")))
    found = quality.find(PLAIN, made(files=(file,)), ())
    assert found.entries[0].facts == {"rows": 11, "of": 1000, "share": 0.011, "allowed": 0.01}
    assert [line.message for line in found.gates] == [Say.REJECTED_TOO_MANY]
    assert Say.REJECTED_TOO_MANY not in ledger(made(files=(file,)), firm(gates={"max_rejected": 0.02}))


def test_repeats_are_counted_wherever_they_were() -> None:
    lines = ledger(made(files=(export(repeated=5),), repeated_across_files=7, repeated_transactions={"quote": 2}))
    assert (lines[Say.REPEATS_IN_FILES].facts, lines[Say.REPEATS_IN_FILES].severity) == (
        {"rows": 5, "of": 1000, "share": 0.005},
        Severity.NOTE,
    )
    assert lines[Say.REPEATS_ACROSS_FILES].facts == {"rows": 7}
    assert lines[Say.REPEATED_TRANSACTIONS].facts == {"rule": "quote", "label": "Quote", "rows": 2}


def test_more_than_half_a_percent_of_repeats_is_warned_of() -> None:
    line = ledger(made(files=(export(file="a.csv"), export(file="b.csv", repeated=11))))[Say.REPEATS_MANY]
    assert (line.severity, line.facts, line.example) == (Severity.WARNING, {"rows": 11, "of": 2000, "share": 0.0055}, "b.csv: 11 / 1,000")


def test_a_rule_that_never_matched_and_events_without_a_rule() -> None:  # checklist 001-7
    chosen = firm({"key": "quote"}, {"key": "video", "tier": "micro"})
    events = {f"e{number:02}": number for number in range(1, 24)} | {"form": 500, "session_start": 900}
    counts = made(conversions={"quote": [3] * 92, "video": [0] * 92}, events=events, matched_events=("form",))
    found = quality.find(chosen, counts, ()).entries
    assert [line.facts for line in found if line.message == Say.RULE_NEVER_SEEN] == [{"rule": "video", "label": "Video"}]
    unused = [line.facts["event"] for line in found if line.message == Say.EVENT_WITHOUT_RULE]
    assert (unused[0], unused[-1], len(unused)) == ("e23", "e04", 20)
    assert [line.facts for line in found if line.message == Say.MORE_EVENTS_WITHOUT_RULE] == [{"events": 3, "rows": 6}]


def test_a_macro_that_went_silent_fails() -> None:  # checklist 001-7
    lines = ledger(made(conversions={"quote": [3] * 87 + [0] * 5}))
    line = lines[Say.RULE_SILENT]
    assert (line.severity, line.days) == (Severity.GATE, SPAN[87:])
    assert line.facts == {"rule": "quote", "label": "Quote", "run": 5, "usual": 3.0}


def test_a_micro_or_a_macro_that_came_back_only_warns() -> None:
    assert ledger(made(conversions={"quote": [3] * 80 + [0] * 5 + [3] * 7}))[Say.RULE_SILENT].severity is Severity.WARNING
    chosen = firm({"key": "quote", "tier": "micro"})
    assert ledger(made(conversions={"quote": [3] * 87 + [0] * 5}), chosen)[Say.RULE_SILENT].severity is Severity.WARNING


def test_a_column_that_breaks_names_the_day() -> None:
    days = [day_profile(day, no_source=60 if day >= october(20) else 4, no_page=30) for day in SPAN]
    lines = ledger(made(days=days))
    assert set(lines) == {Say.SOURCE_MISSING}
    assert (lines[Say.SOURCE_MISSING].facts, lines[Say.SOURCE_MISSING].days[0]) == ({"share": 0.6, "usual": 0.04}, october(20))


@pytest.mark.parametrize(("sessions", "severity"), [(40, Severity.NOTE), (600, Severity.WARNING)])
def test_bots_are_counted_over_all_reasons(sessions: int, severity: Severity) -> None:
    """9,200 rows in all: 400 bot events are 4 %, 800 are 9 %."""
    events = 400 if severity is Severity.NOTE else 800
    bots = (BotCounts("many_events", 2, sessions, events), BotCounts("rapid_views", 1, 0, 0))
    found = quality.find(PLAIN, made(bots=bots), ()).entries
    assert (found[0].message, found[0].severity) == (Say.BOTS_EXCLUDED, severity)
    assert found[0].facts == {"visitors": 3, "sessions": sessions, "events": events, "share": events / 9200}
    assert len(found) == 1  # the part of each reason is in the profile, and in a table of its own
    assert Say.BOTS_INCLUDED in ledger(made(bots=bots), firm(bots="include"))


def test_what_stands_beside_people() -> None:
    current = empty_period(OCTOBER, traffic=Traffic(90, 100, unnamed_sessions=10), converted={"quote": Converted(5, 3, 2)})
    offline = (OfflineRows("crm", "quote", 9, 3, 1), OfflineRows("shop", "quote", 2))
    lines = ledger(made(current=current, offline=offline, unknown_currency={"CHF": 3}))
    assert (lines[Say.UNNAMED_SESSIONS].severity, lines[Say.UNNAMED_SESSIONS].facts["share"]) == (Severity.WARNING, 0.1)
    assert lines[Say.UNMATCHED_CONVERSIONS].facts == {"rule": "quote", "label": "Quote", "unmatched": 2, "of": 5}
    assert lines[Say.UNMATCHED_OFFLINE].facts == {"input": "crm", "rule": "quote", "label": "Quote", "rows": 4, "of": 9}
    assert lines[Say.UNKNOWN_CURRENCY].facts == {"currency": "CHF", "rows": 3}


def test_facts_whose_order_is_unknown_or_turned_round() -> None:
    """A registration that names nobody, and one dated before the quote that it is measured on."""
    chosen = firm({"key": "quote"}, {"key": "signed", "only_after": "quote"})
    early = EarlyRows("signed", "quote", 1, date(2026, 10, 2), date(2026, 10, 9))
    counted = {"quote": [3] * 92, "signed": [1] * 92}
    lines = ledger(made(conversions=counted, offline=(OfflineRows("crm", "signed", 5, 2, 1),), early=(early,)), chosen)
    assert lines[Say.ORDER_UNKNOWN].facts == {"rule": "signed", "label": "Signed", "base": "Quote", "rows": 2}
    assert lines[Say.BEFORE_FIRST].facts == {"rule": "signed", "label": "Signed", "base": "Quote", "rows": 1}
    assert lines[Say.BEFORE_FIRST].example == "signed 2026-10-02, quote 2026-10-09"


def test_settings_speak_in_the_ledger_too() -> None:  # checklist 001-8
    """Advice with its place, the reason for many macros, and what only stands in for the thing."""
    chosen = firm({"key": "a"}, {"key": "b"}, {"key": "c", "proxy": "a click on the map"}, many_macros="Three shops")
    counts = made(conversions={key: [3] * 92 for key in "abc"})
    advice = Advice(AdviceKind.ONE_MICRO, "conversions.a.journey", {"micro": "d", "macro": "a"}, Place("config/conversions.yaml", 3, 5))
    found = {line.message: line for line in quality.find(chosen, counts, (advice,)).entries}
    assert found[Say.MANY_MACROS].facts == {"macros": 3, "answer": "Three shops"}
    assert found[Say.RULE_PROXY].facts == {"rule": "c", "label": "C", "proxy": "a click on the map"}
    assert found[Say.SETTINGS_WARNING].facts == {
        "place": "config/conversions.yaml:3:5",
        "path": "conversions.a.journey",
        "advice": "one_micro",
        "micro": "d",
        "macro": "a",
    }
    assert found[Say.SETTINGS_WARNING].severity is Severity.NOTE  # it says nothing against the data


def test_the_worst_comes_first() -> None:
    counts = made(days=without(*(october(day) for day in range(5, 10))), files=(export(repeated=3, rejected=(refused(5),)),))
    severities = [line.severity for line in quality.find(PLAIN, counts, ()).entries]
    assert severities == [Severity.GATE, Severity.WARNING, Severity.NOTE]
