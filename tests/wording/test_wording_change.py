"""What changed and why in words: what goes along with what, never a cause, and nothing from noise."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from wording_draft import draft

from reportgen import wording
from reportgen.model.change_counts import Cut, FreshKind, Subject
from reportgen.model.change_findings import (
    Against,
    Age,
    ChangeFindings,
    FreshFinding,
    FreshnessFinding,
    NoteFinding,
    OddDay,
    PartFinding,
    SpentFinding,
    SplitFinding,
    UnusualFinding,
)
from reportgen.model.charts import CalendarChart, WaterfallChart
from reportgen.model.document import ActionList, Block, Cell, Document, Figure, Mark, Section, Subheading, Table, Tone
from reportgen.model.findings import Findings
from reportgen.model.settings import Settings
from reportgen.periods import Period
from reportgen.stats import Dispersion, Moved, Rate, compare_counts, compare_rates, split
from reportgen.wording import change as chapter
from tests.every import texts

EVEN = Dispersion(1.0, assumed=False, df=25)
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))
GOLDEN = (("Organic Search", 4_000, 80, 4_200, 88), ("Paid Search", 2_000, 50, 3_600, 72), ("Email", 500, 30, 450, 29))
QUIET = (("Organic Search", 4_000, 80, 4_200, 88), ("Email", 500, 30, 500, 29))
MOVED = (("Organic Search", 4_000, 80, 4_000, 82), ("Email", 2_000, 160, 2_000, 80))


def splitting(channels: Sequence[tuple[str, int, int, int, int]], against: Against = Against.PREVIOUS) -> SplitFinding:
    moved = [Moved(name, Rate(k0, n0), Rate(k1, n1)) for name, n0, k0, n1, k1 in channels]
    found = split(moved)
    assert found is not None
    counted = {one.name: one for one in moved}
    parts = []
    for part in found.parts:
        one = counted[part.name]
        shift = one.after.of / found.after.of - one.before.of / found.before.of
        parts.append(PartFinding(part.name, one.before, one.after, part.mix, part.rate, part.shown, shifted=abs(shift) >= 0.05))
    total = compare_rates(found.before, found.after, EVEN)
    return SplitFinding("quote_request", against, SEPTEMBER, total, tuple(parts), found.visitors, found.mix, found.rate)


def note(day: date, text: str, **more: object) -> NoteFinding:
    values: dict[str, object] = {"until": None, "subject": Subject.SITE, "about": None, "rule": "quote_request", "days": 28, "cut": None}
    windows = {"before": Period(day - timedelta(days=28), day), "after": Period(day, day + timedelta(days=28))}
    values |= {**windows, "early": False, "complete": day + timedelta(days=27), **more}
    return NoteFinding(day=day, text=text, **values)  # type: ignore[arg-type]


FELL = compare_rates(Rate(90, 2_000), Rate(40, 2_000), EVEN)
NOTES = (
    note(
        date(2026, 10, 20),
        "New <b>page</b>",
        subject=Subject.PAGE,
        about="/new",
        days=0,
        before=None,
        after=None,
        early=True,
        cut=Cut.AS_OF,
    ),
    note(date(2026, 9, 1), "Longer forms", count=compare_counts(2_400, 2_500, 1.0), rate=FELL),
)


def fresh(name: str, age: Age, was: tuple[int, int] | None, now: tuple[int, int], **more: object) -> FreshFinding:
    change = compare_rates(Rate(*was), Rate(*now), EVEN) if was else None
    values: dict[str, object] = {"kind": FreshKind.PAGE, "rule": None, "at_start": False, "days": 300, **more}
    return FreshFinding(name=name, first_day=date(2026, 1, 5), age=age, visitors=now[1], rate=Rate(*now), change=change, **values)  # type: ignore[arg-type]


FRESH = FreshnessFinding(
    (
        fresh("/blog/old", Age.AGEING, (120, 400), (40, 400), at_start=True),
        fresh("/blog/same", Age.HOLDING, (120, 400), (118, 400)),
        fresh("/blog/maybe", Age.HOLDING, (60, 400), (40, 400)),
        fresh("autumn", Age.FRESH, None, (9, 80), kind=FreshKind.CAMPAIGN, days=20),
        fresh("Guide", Age.GONE, None, (0, 2_000), kind=FreshKind.ITEM, rule="upsell"),
    ),
    {FreshKind.PAGE: 3},
    date(2025, 6, 1),
    30,
)
YEAR = tuple(None if at in (100, 101) else 80 for at in range(371))
DAYS = (OddDay("sessions", date(2026, 10, 8), 240.0, 81.0, ("Trade fair",)), OddDay("sessions", date(2026, 10, 21), 9.0, 81.0))
UNUSUAL = UnusualFinding(DAYS, ("sessions", "pricing_view"), 9, 240, date(2025, 10, 26), YEAR, DAYS)


def changing(**more: object) -> ChangeFindings:
    values: dict[str, object] = {"splits": (splitting(GOLDEN),), "unusual": UNUSUAL, "notes": NOTES, "more_notes": 2, "freshness": FRESH}
    return ChangeFindings(**{**values, **more})  # type: ignore[arg-type]


def section(findings: Findings, settings: Settings, **more: object) -> Section:
    return chapter.section(draft(replace(findings, change=changing(**more)), settings))


def part(document: Document) -> Section:
    return next(found for found in document.sections if found.id == "change")


def table(found: Section, name: str) -> Table:
    shown = [block.data if isinstance(block, Figure) else block for block in found.blocks]
    return next(block for block in shown if isinstance(block, Table) and block.id == name)


def cells(found: Table, first: str) -> tuple[Cell, ...]:
    return next(row.cells for row in found.rows if row.cells[0].text == first)


def headings(found: Section) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Subheading)]


def figure(found: Section, name: str) -> Figure | None:
    return next((block for block in found.blocks if isinstance(block, Figure) and block.id == name), None)


@pytest.fixture
def change(healthy: Findings, settings: Settings) -> Section:
    return section(healthy, settings)


def test_the_split_opens_the_section(change: Section) -> None:
    assert change.heading == "Visitors came by other channels than in September 2026; no rate moved by more than noise"
    assert change.lead is not None
    assert change.lead.startswith("Quote request: 189 of 8,250 visitors (2.3%), after 160 of 6,500 (2.5%) in September 2026.")
    assert "Of the change of +29, +4" in change.lead
    assert change.lead.endswith("where no channel moved by more than noise.")
    assert "Paid Search went from 31% to 44% of all visitors." in " ".join(texts(change.blocks))


def test_the_three_parts_add_up_to_the_change(change: Section) -> None:
    assert change.lead is not None
    whole, *parts = (float(found.replace("−", "-")) for found in re.findall(r"[+−]\d+(?:\.\d)?", change.lead))
    assert sum(parts) == pytest.approx(whole, abs=0.15)


def test_a_rate_is_said_only_where_it_beats_noise(healthy: Findings, settings: Settings) -> None:
    found = section(healthy, settings, splits=(splitting(MOVED),))
    assert found.heading == "Quote request: the rate of Email moved by more than noise"
    assert "Email: from 8.0% (160 of 2,000) to 4.0% (80 of 2,000)." in " ".join(texts(found.blocks))
    told = table(found, "split-quote_request-previous")
    assert cells(told, "Email")[5].note is None
    assert (cells(told, "Organic Search")[5].note, cells(told, "Organic Search")[5].tone) == ("within noise", Tone.MUTED)
    chart = figure(found, "waterfall-quote_request-previous")
    assert chart is not None and isinstance(chart.chart, WaterfallChart)
    assert [row.label for row in chart.chart.rows if row.shown] == ["Email: its own rate"]
    assert "within noise" not in chart.chart.words.title


def test_the_steps_lead_from_rate_to_rate(change: Section) -> None:
    chart = figure(change, "waterfall-quote_request-previous")
    assert chart is not None and isinstance(chart.chart, WaterfallChart)
    first, *steps, last = chart.chart.rows
    assert (first.label, last.label) == ("September 2026", "October 2026")
    assert first.end + sum(step.end - step.begin for step in steps) == pytest.approx(last.end)
    assert last.end == pytest.approx(189 / 8_250)


def test_noise_alone_is_a_sentence_and_no_chart(healthy: Findings, settings: Settings) -> None:
    found = section(healthy, settings, splits=(splitting(QUIET),))
    assert figure(found, "waterfall-quote_request-previous") is None
    assert table(found, "split-quote_request-previous").details
    assert found.heading == "2 days of October 2026 stood out"


def test_unusual_days_have_what_is_usual_and_their_note(change: Section) -> None:
    told = table(change, "unusual-days")
    assert [cell.text for cell in cells(told, "Oct 8, 2026")] == ["Oct 8, 2026", "sessions", "240", "81", "Trade fair"]
    assert cells(told, "Oct 8, 2026")[2].note == "unusually high"
    assert cells(told, "Oct 8, 2026")[0].sort == "2026-10-08"
    assert cells(told, "Oct 21, 2026")[4].text == "none: note it if you know what happened"
    chart = figure(change, "calendar")
    assert chart is not None and isinstance(chart.chart, CalendarChart)
    assert chart.chart.words.title == "2 days since Oct 26, 2025 stand out by their sessions. 2 have no data."
    assert (chart.chart.marks.count(1), chart.chart.marks.count(-1), chart.chart.values.count(None)) == (1, 1, 2)
    plain = [value for value, mark in zip(chart.chart.values, chart.chart.marks, strict=True) if value is not None and not mark]
    assert (chart.chart.words.labels["least"], chart.chart.words.labels["most"]) == ("0", f"{max(plain):.0f}")


def test_a_year_without_anything_odd_has_no_calendar(healthy: Findings, settings: Settings) -> None:
    quiet = UnusualFinding((), ("sessions",), 60, 90, date(2025, 10, 26), (80,) * 371, ())
    found = section(healthy, settings, unusual=quiet)
    assert figure(found, "calendar") is None
    assert "No day of October 2026 stood out" in headings(found)
    gone = section(healthy, settings, unusual=replace(quiet, year=(80,) * 369 + (None, None)))
    assert figure(gone, "calendar") is None
    assert "No day since Oct 26, 2025 stands out by its sessions. 2 have no data." in texts(gone)
    assert "Too few sessions a day to tell an unusual one" in headings(section(healthy, settings, unusual=replace(quiet, watched=())))


def test_notes_stand_with_what_was_counted_around_them(change: Section) -> None:
    # checklist 003-20
    told = table(change, "dated-notes")
    assert "One of 2 dated notes was followed by a clear change" in headings(change)
    assert told.rows[0].group == "Oct 20, 2026: New <b>page</b>"
    assert (told.rows[0].cells[0].text, told.rows[0].cells[1].mark) == ("too early to tell: full on Nov 16, 2026", Mark.NOT_YET)
    visits, rate = (row.cells for row in told.rows[1:])
    assert [cell.text for cell in visits] == ["Sessions", "2,400", "2,500", "no clear change"]
    assert (visits[0].note or "").replace("\u2009", " ") == "28 days each: Aug 4 – 31, 2026 / Sep 1 – 28, 2026."
    assert [cell.text for cell in rate] == ["Quote request, of visitors", "4.5%", "2.0%", "down 2.5 points"]
    assert (rate[1].note, rate[3].note, rate[3].tone) == ("90 of 2,000", "−3.6 to −1.4 points", Tone.BAD)
    assert told.more == "2 more notes of the last 90 days are not shown."
    assert "What follows a note need not come from it." in told.notes[0]


def test_new_visitors_of_something_new_are_no_change(healthy: Findings, settings: Settings) -> None:
    nobody = compare_rates(Rate(0, 0), Rate(9, 80), EVEN)
    new = note(date(2026, 9, 1), "Campaign", subject=Subject.CAMPAIGN, about="autumn", count=compare_counts(0, 80, 1.0), rate=nobody)
    found = section(healthy, settings, notes=(new,))
    assert "One dated note: no clear change after it" in headings(found)
    assert [row.cells[3].text for row in table(found, "dated-notes").rows] == ["new", "nothing to compare"]


def test_ages_are_told_with_their_first_and_last_days(change: Section) -> None:
    # checklist 002-16
    told = table(change, "freshness")
    assert "One thing does less than in its first 30 days: /blog/old" in headings(change)
    assert [cell.text for cell in cells(told, "/blog/old")] == ["/blog/old", "over 10 months", "30.0%", "10.0%", "down 20 points"]
    assert cells(told, "/blog/old")[4].tone is Tone.BAD
    assert (cells(told, "/blog/same")[4].text, cells(told, "/blog/same")[4].tone) == ("no clear change", Tone.MUTED)
    assert cells(told, "/blog/maybe")[4].text == "not clear among so many"
    assert cells(told, "/blog/same")[1].note == "first seen Jan 5, 2026"
    assert cells(told, "autumn")[4].text == "too young to compare"
    assert (cells(told, "Guide")[4].text, cells(told, "Guide")[0].note) == ("not used any more", "Second order")
    assert [row.group for row in told.rows] == ["Pages", "Pages", "Pages", "Campaigns", "Assets"]
    assert "it was there when the data begin (Jun 1, 2025)" in told.notes[0]
    assert told.more == "Not shown: 3 more pages."


def test_costs_are_told_a_visitor_and_a_conversion_only_from_enough(healthy: Findings, settings: Settings) -> None:
    # checklist 002-16
    spent = (
        SpentFinding("spring", 400_000_000, 200_000_000, Rate(8, 200), Rate(5, 100)),
        SpentFinding("search", 100_000_000, 90_000_000, Rate(2, 50), Rate(0, 45)),
    )
    found = section(healthy, settings, spent=spent)
    assert "2 campaigns cost €500: €2 a visitor, after €2" in headings(found)
    told = table(found, "campaign-costs")
    assert [cell.text for cell in cells(told, "spring")] == ["spring", "€400", "200", "€2", "8", "€50"]
    assert [cell.note for cell in cells(told, "spring")[1:]] == ["€200 before", "100 before", "€2 before", "5 before", "€40 before"]
    assert (cells(told, "search")[5].text, cells(told, "search")[5].mark) == ("", Mark.NOT_ENOUGH)
    nobody = (replace(spent[0], now=Rate(0, 0), spent_before=None, before=None),)
    assert "One campaign cost €400; nobody came by it" in headings(section(healthy, settings, spent=nobody))


def test_each_finding_asks_for_one_thing_at_most(change: Section) -> None:
    # checklist 001-26
    told = [[cell.text for cell in row.cells] for row in table(change, "change-actions").rows]
    assert [row[0] for row in told] == ["Stop", "Fix", "Need more data", "Need more data"]
    assert told[0][1:] == ["Stop or undo what was changed: Sep 1, 2026: Longer forms", "Quote request: 4.5% before, 2.0% after"]
    assert told[1][1:] == ["Renew /blog/old", "30.0% in its first days, 10.0% now"]
    assert all(re.search(r"\d", row[2]) for row in told)
    assert "2 things to fix or stop" in headings(change)


def test_a_channel_that_fell_is_to_be_fixed_and_the_front_page_says_so(healthy: Findings, settings: Settings) -> None:
    found = replace(healthy, goals=(), change=changing(splits=(splitting(MOVED),), notes=(), freshness=None))
    document = wording.document(found, settings)
    told = table(part(document), "change-actions").rows
    assert [cell.text for cell in told[0].cells] == [
        "Fix",
        "Look at Email, whose visitors convert less (Quote request)",
        "8.0% to 4.0% since September 2026",
    ]
    told = next(block for block in document.front if isinstance(block, ActionList)).items
    assert (told[1].text, told[1].number) == (
        "Look at Email, whose visitors convert less (Quote request) –",
        "8.0% to 4.0% since September 2026",
    )
    assert "Keep Email going –" not in [item.text for item in told]


def test_an_outage_waits_for_nothing(healthy: Findings, settings: Settings) -> None:
    over = note(date(2026, 10, 17), "Outage", until=date(2026, 10, 19), early=True, cut=Cut.AS_OF, days=7, rate=FELL)
    told = section(healthy, settings, notes=(over,), freshness=None, splits=())
    assert not [block for block in told.blocks if isinstance(block, Table) and block.id == "change-actions"]


def test_nothing_to_compare_is_one_line(healthy: Findings, settings: Settings) -> None:
    for found in (None, ChangeFindings((), None, (), 0, None)):
        told = part(wording.document(replace(healthy, change=found), settings))
        assert (told.heading, told.blocks) == ("Nothing can be compared yet", ())


def test_no_cause_is_claimed(change: Section) -> None:
    said = " ".join(texts(change)).lower()
    assert not re.findall(r"\b(because|caus\w+|drove|drives|led to|due to|thanks to|impact\w*|result\w* in)\b", said)


def test_every_statement_comes_from_the_catalogue(healthy: Findings, settings: Settings) -> None:
    """In the pseudo-language its messages stand out."""
    found: Sequence[Block] = section(replace(healthy, locale="xx"), settings).blocks
    assert all(text.startswith("⟦") for text in (block.text for block in found if isinstance(block, Subheading)))
