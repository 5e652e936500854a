"""What the ledger watches: every row once by day, hour and event, and days that a later file tells again."""

from datetime import date

import pytest
from exports_world import Exports, Row, ga4, rule, seen, settings

from reportgen import activity
from reportgen.model.settings import Settings
from reportgen.model.watch import NO_WATCH, MacroDay, VisitDay, Watch
from reportgen.periods import day_number

AS_OF = date(2026, 10, 31)
FIRM = settings(
    rule("lead"),
    rule("stay", {"engagement": 60}),
    rule("sign", tier="micro"),
    site={"name": "Firm", "zone": "Europe/Berlin", "domains": ["firm.example"]},
)


def october(day: int) -> date:
    return date(2026, 10, day)


def watched(exports: Exports, chosen: Settings = FIRM, as_of: date = AS_OF) -> Watch:
    """The watch of all exports, by their files' names."""
    parts = exports.gather(chosen)
    tables, _ = activity.view(exports.engine, parts, chosen, day_number(as_of))
    names = [f"file {place}" for place in range(1, len(parts) + 1)]
    return activity.watch(exports.engine, list(zip(names, parts, strict=True)), tables, chosen, day_number(as_of))


def came(source: str, medium: str, visitor: str) -> Row:
    params = {"source": source, "medium": medium}
    return seen("/", "2026-10-05T10:00:00", visitor, 1, params=params)


def test_rows_by_hour_event_and_visit_and_referrals_from_the_site_itself(exports: Exports) -> None:
    """Hours and days are the site's: 22:30 UTC is half past midnight in Berlin's summer."""
    rows = [
        came("www.firm.example", "referral", "a"),
        ga4("lead", "2026-10-05T10:01:00", "a", 1),
        seen("/", "2026-10-05T22:30:00", "a", 2),
        ga4("lead", "2026-10-05T08:00:00", "b", 1),
        seen("/", "2026-11-05T10:00:00", "a", 3),
        came("pay.firm.example", "referral", "c"),
        came("ourfirm.example", "referral", "d"),
        came("firm.example", "email", "e"),
    ]
    found = watched(exports.put("a.ndjson", rows))
    assert {day: {hour: n for hour, n in enumerate(hours) if n} for day, hours in found.hours["web"].items()} == {
        october(5): {10: 1, 12: 5},
        october(6): {0: 1},
    }
    assert found.events == {"lead": {october(5): 2}, "page_view": {october(5): 4, october(6): 1}}
    assert found.visits == {october(5): VisitDay(5, 5, 5, 6), october(6): VisitDay(1, 1, 0, 1)}
    assert found.macros == {october(5): MacroDay(2, 1)}
    assert found.channels["Direct"] == {october(5): 2, october(6): 1}
    assert found.own == {"firm.example": {october(5): 1}, "pay.firm.example": {october(5): 1}}
    assert found.retold == ()


def days(last: int, *late: str) -> list[Row]:
    """Two visitors a day up to that one, and on the last day those of `late` instead."""
    whole = [(day, visitor) for day in range(1, last) for visitor in "ab"]
    return [seen("/", f"2026-10-{day:02}T10:00:00", visitor, day) for day, visitor in [*whole, *((last, one) for one in late)]]


@pytest.mark.slow
def test_days_told_again_count_once_and_say_how_they_grew(exports: Exports) -> None:
    """An export up to 5 October, cut off on that day, and one up to the 8th."""
    exports.put("1.ndjson", days(5, "a")).put("2.ndjson", days(8, "a", "b"))
    found = watched(exports)
    assert [(one.day, one.earlier, one.was, one.now, one.newest) for one in found.retold] == [
        (october(day), "file 1", 2 if day < 5 else 1, 2, 6 - day) for day in range(1, 6)
    ]
    assert [sum(hours) for hours in found.hours["web"].values()] == [2] * 8
    assert found.events["page_view"] == {october(day): 2 for day in range(1, 9)}
    _, facts = activity.view(exports.engine, exports.gather(FIRM), FIRM, day_number(AS_OF))
    assert [day.rows for day in facts.days] == [2] * 8
    assert (facts.events, facts.repeated_across_files) == ({"page_view": 16}, 9)


@pytest.mark.slow
def test_shards_of_a_day_are_not_told_again(exports: Exports) -> None:
    """Each visitor stands in one of two files: nothing is left out."""
    exports.put("1.ndjson", [seen("/", "2026-10-05T10:00:00", "a", 1)]).put("2.ndjson", [seen("/", "2026-10-05T10:00:00", "b", 1)])
    found = watched(exports)
    assert (found.retold, found.events["page_view"]) == ((), {october(5): 2})


@pytest.mark.slow
def test_offline_inputs_are_not_watched(exports: Exports) -> None:
    crm = {"key": "crm", "files": ["data/crm.csv"], "offline": True, "columns": {"time": "when", "event": "what"}}
    chosen = settings(rule("deal"), inputs=[crm])
    assert watched(exports.put("crm.csv", "when,what\n2026-10-05 10:00:00,deal\n"), chosen) == NO_WATCH
