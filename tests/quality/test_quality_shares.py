"""Shares that broke: columns, first visits, channels, macros; the hours of the day; visits that come from the site itself."""

from datetime import date

import pytest
from quality_world import SPAN, day_profile, firm, made

from reportgen import quality
from reportgen.model.counts import Counts
from reportgen.model.findings import LedgerEntry, Severity
from reportgen.model.reasons import LedgerMessage as Say
from reportgen.model.reasons import Touch
from reportgen.model.settings import Settings
from reportgen.model.watch import MacroDay, VisitDay, Watch

BREAK = date(2026, 10, 11)
"""Weeks end on the report's last day: the third one from the end begins here."""
SINCE = tuple(day for day in SPAN if day >= BREAK)


def ledger(counts: Counts, chosen: Settings | None = None) -> dict[str, LedgerEntry]:
    return {line.message: line for line in quality.find(chosen or firm(), counts, ()).entries}


def visits(**later: int) -> dict[date, VisitDay]:
    """100 visitors a day with 60 first visits; other numbers from the break on."""
    usual = {"visitors": 100, "sessions": 100, "first": 60, "events": 400}
    return {day: VisitDay(**(usual | (later if day in SINCE else {}))) for day in SPAN}


def channels(direct: int, search: int) -> Watch:
    """20 direct sessions of 100 a day and 50 by search; other numbers from the break on."""
    before = {"Direct": 20, "Organic Search": 50, "Email": 30}
    now = before | {"Direct": direct, "Organic Search": search}
    return Watch(visits=visits(), channels={name: {day: (now if day in SINCE else before)[name] for day in SPAN} for name in before})


def test_a_column_that_gets_emptier_little_by_little_is_told_by_the_test() -> None:
    days = [day_profile(day, no_visitor=15 if day in SINCE else 3) for day in SPAN]
    line = ledger(made(days=days))[Say.VISITOR_MISSING]
    assert (line.days[0], line.facts["share"], line.facts["usual"]) == (BREAK, 0.15, pytest.approx(0.03))
    assert line.example == "2026-10-11: 315 / 2,100, 192 / 6,400 before"


def test_a_column_broken_on_a_day_is_told_once() -> None:
    days = [day_profile(day, no_visitor=80 if day in SINCE else 3) for day in SPAN]
    told = [line for line in quality.find(firm(), made(days=days), ()).entries if line.message == Say.VISITOR_MISSING]
    assert len(told) == 1


def test_a_column_that_most_rows_lack_anyway_is_not_judged_by_it() -> None:
    days = [day_profile(day, no_source=90 if day in SINCE else 70) for day in SPAN]
    assert ledger(made(days=days)) == {}


def test_visitors_who_are_no_longer_recognised() -> None:
    line = ledger(made(watch=Watch(visits=visits(first=85))))[Say.FIRST_VISITS_UP]
    assert (line.days[0], line.facts) == (BREAK, {"share": 0.85, "usual": 0.6})
    assert ledger(made(watch=Watch(visits=visits(first=40)))) == {}


def test_macros_without_a_page_view() -> None:
    macros = {day: MacroDay(5, 3 if day in SINCE else 0) for day in SPAN}
    line = ledger(made(watch=Watch(macros=macros)))[Say.MACROS_WITHOUT_VIEW]
    assert (line.facts, line.touches) == ({"share": 0.6, "usual": 0.0}, (Touch.PAGES, Touch.CONVERSIONS))


def test_fewer_visitors_with_as_many_macros() -> None:  # checklist 001-7
    macros = dict.fromkeys(SPAN, MacroDay(5))
    line = ledger(made(watch=Watch(visits=visits(visitors=50, sessions=50, first=30), macros=macros)))[Say.VISITORS_FELL]
    assert line.facts == {"visitors": 350, "usual": 700.0}
    both = {day: MacroDay(2 if day in SINCE else 5) for day in SPAN}
    assert Say.VISITORS_FELL not in ledger(made(watch=Watch(visits=visits(visitors=50, sessions=50, first=30), macros=both)))


def test_direct_takes_in_what_search_lost() -> None:
    line = ledger(made(watch=channels(direct=40, search=30)))[Say.CHANNEL_SWALLOWS]
    assert (line.days[0], line.touches) == (BREAK, (Touch.CHANNELS,))
    assert line.facts == {"channel": "Direct", "share": 0.4, "usual": 0.2, "loser": "Organic Search"}


def test_direct_that_only_grows_swallows_nobody() -> None:
    assert ledger(made(watch=channels(direct=40, search=50))) == {}


def hours(later: int) -> Watch:
    """Rows from 8 to 17, most in the morning; from the break on so many hours later. Some machine makes 500 in one hour of a day."""
    day_of = [0] * 8 + [9, 14, 16, 15, 10, 12, 13, 11, 8, 4] + [1] * 6
    moved = [day_of[(hour - later) % 24] for hour in range(24)]
    found = {day: tuple(moved if day in SINCE else day_of) for day in SPAN}
    busy = date(2026, 10, 20)
    found[busy] = tuple(n + 500 * (hour == 3) for hour, n in enumerate(found[busy]))
    return Watch(hours={"web": found})


@pytest.mark.parametrize(("later", "shift"), [(2, "+2"), (-8, "-8"), (0, None)])
def test_hours_that_moved(later: int, shift: str | None) -> None:
    line = ledger(made(watch=hours(later))).get(Say.HOURS_SHIFTED)
    assert (line.facts["shift"] if line else None) == shift
    assert line is None or (line.days[0], line.facts["hours"]) == (BREAK, abs(later))


def test_visits_that_come_from_the_site_itself() -> None:
    """A listed host counts as no source; one under the same name stands among the referrals."""
    own = {"firm.example": dict.fromkeys(SINCE, 2), "pay.firm.example": dict.fromkeys(SINCE, 10), "old.firm.example": {SINCE[0]: 9}}
    chosen = firm(site={"name": "Firm", "zone": "UTC", "domains": ["www.firm.example"]})
    lines = ledger(made(watch=Watch(visits=visits(), own=own)), chosen)
    assert {Say.OWN_REFERRALS, Say.OWN_HOST_UNLISTED} == set(lines)
    assert lines[Say.OWN_REFERRALS].facts == {"host": "firm.example", "sessions": 42, "of": 3100, "share": 42 / 3100}
    assert (lines[Say.OWN_REFERRALS].severity, lines[Say.OWN_HOST_UNLISTED].severity) == (Severity.NOTE, Severity.WARNING)
    assert lines[Say.OWN_HOST_UNLISTED].example == "2026-10-11: pay.firm.example / referral, 10"


def test_sources_that_the_tool_withholds() -> None:
    line = ledger(made(watch=Watch(visits=visits(), hidden={"<Other>": dict.fromkeys(SINCE, 10)})))[Say.SOURCES_HIDDEN]
    assert (line.severity, line.facts) == (Severity.WARNING, {"mark": "<Other>", "sessions": 210, "of": 3100, "share": 210 / 3100})
    assert line.example == "2026-10-11: <Other>, 10"
