"""The report's sentences, read as a person reads them."""

from dataclasses import is_dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from wording_fixture import (
    change,
    estimate,
    estimate_of_nobody,
    goal,
    healthy_findings,
    healthy_settings,
    letters,
    rule,
    tiny_findings,
    tiny_settings,
)

from reportgen import wording
from reportgen.model.charts import ColumnChart, ForestChart, PathChart, RateChart, SparkChart
from reportgen.model.counts import Converted, Traffic
from reportgen.model.document import (
    ActionItem,
    ActionList,
    DefinitionList,
    Document,
    Figure,
    GoalBoard,
    GoalCard,
    IndexEntry,
    Mark,
    Paragraph,
    Scoreboard,
    Section,
    Table,
    Tone,
)
from reportgen.model.findings import DataStatus, Definition, Findings, GoalStatus, Ledger, LedgerEntry, RuleFinding, Severity
from reportgen.model.reasons import GoalReason, LedgerMessage, LetterReason
from reportgen.model.settings import Brand, BusinessType, SectionName, Settings, Value
from reportgen.quality.remarks import REASONS
from reportgen.stats import Interval, Rate, RateChange, Verdict
from tests.every import every


@pytest.fixture
def document(healthy: Findings, settings: Settings) -> Document:
    return wording.document(healthy, settings)


@pytest.fixture
def empty(tiny: Findings, small_settings: Settings) -> Document:
    return wording.document(tiny, small_settings)


def section(document: Document, name: str) -> Section:
    return next(found for found in document.sections if found.id == name)


def table(found: Section, name: str) -> Table:
    return next(block for block in found.blocks if isinstance(block, Table) and block.id == name)


def paragraphs(found: Section) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Paragraph)]


def asked(document: Document) -> tuple[ActionItem, ...]:
    return next((block.items for block in document.front if isinstance(block, ActionList)), ())


def card(document: Document, key: str) -> GoalCard:
    return next(block for block in section(document, "goals").blocks if isinstance(block, GoalCard) and block.id == f"goal-{key}")


def figure(found: Section, name: str) -> Figure:
    return next(block for block in found.blocks if isinstance(block, Figure) and block.id == name)


def told(findings: Findings, **goal_facts: object) -> str:
    """The card's sentence of the second goal with other facts."""
    changed = replace(findings.goals[1], **goal_facts)  # type: ignore[arg-type]
    document = wording.document(replace(findings, goals=(changed,)), healthy_settings())
    return card(document, changed.key).sentence


# --- the front page ------------------------------------------------------------------------------------------------


def test_three_sentences(document: Document) -> None:
    assert document.sentences == (
        "Of 7 goals, 1 is achieved, 2 are on track, 1 is at risk, 1 is off track, 1 cannot be compared, and 1 has not started.",
        "Quote request moved most clearly: its rate rose from 0.66% to 1.4% since September 2026 "
        "(95% range of the change +0.2 to +1.2 points).",
        "What to do: fix 4 things and keep one thing going. Most urgent: the data.",
    )


def test_many_statuses_are_told_in_three_groups(healthy: Findings) -> None:
    first = healthy.goals[0]
    goals = tuple(replace(first, key=f"goal_{status}", status=status, projection=None, history=(), steps=()) for status in GoalStatus)
    document = wording.document(replace(healthy, goals=goals), healthy_settings())
    assert document.sentences[0].startswith("Of 10 goals, 3 are reached or on course, 3 are missed or behind, and 4 cannot be judged yet.")


def test_three_sentences_of_an_empty_month(empty: Document) -> None:
    assert empty.sentences == (
        "No goals are set yet: the report shows what happened, not yet whether it is enough.",
        "There is no data for this period, so nothing can be said about what moved.",
        "One thing to fix: the data.",
    )


def test_what_is_known_about_the_data_stands_at_the_top(document: Document, empty: Document) -> None:
    assert (document.status.text, document.status_note) == ("Data incomplete", "3 days of this period have no data.")
    assert empty.status.text == "No data"
    assert (document.period, document.zone, document.edition) == ("October 2026", "Days and months in Europe/Berlin", "Edition 1")


def test_an_early_look_says_how_far_the_data_goes(healthy: Findings, settings: Settings) -> None:
    early = wording.document(replace(healthy, as_of=date(2026, 10, 11)), settings)
    assert early.status_note == "The data ends on October 11, 2026; the period runs to October 31, 2026."


def test_scoreboard_has_the_bottom_line_first(document: Document) -> None:
    """checklist 000-18, 001-1"""
    board = next(block for block in document.front if isinstance(block, Scoreboard))
    assert [score.label for score in board.scores] == ["Value", "Contact", "Quote request", "Any macro conversion"]
    value, contact, quote, people = board.scores
    assert (value.text, value.note, value.change) == ("€75,600", "from Quote request €75,600", "€34,200 before (+121%)")
    assert contact.note == "3.1% of visitors (96 of 3,080; 95% range 2.6% to 3.8%)"
    assert contact.change == "rate 2.9% before, no clear change"
    assert (quote.change, quote.tone) == ("rate up from 0.66% to 1.4%", Tone.GOOD)
    assert people.note == "126 of 3,080 visitors; 95% range 3.4% to 4.8%; each counted once"  # checklist 001-11


def test_estimated_and_real_money_are_never_added_up(healthy: Findings, settings: Settings) -> None:
    """A request's fixed value and the order that follows it are the same money."""
    contact = replace(healthy.macros[0], converted=replace(healthy.macros[0].converted, amount=9_600_000_000))
    both = replace(healthy, macros=(contact, healthy.macros[1]))

    def bottom_line(*, fixed: tuple[str, ...]) -> tuple[str, str]:
        rules = tuple(one.model_copy(update={"value": Value(fixed=100)}) if one.key in fixed else one for one in settings.rules)
        found = wording.document(both, settings.model_copy(update={"rules": rules})).front[0]
        assert isinstance(found, Scoreboard)
        return found.scores[0].label, found.scores[0].text

    assert bottom_line(fixed=("contact",)) == ("Value", "€75,600")
    assert bottom_line(fixed=("contact", "quote_request")) == ("Estimated value", "€85,200")
    assert bottom_line(fixed=()) == ("Value", "€85,200")


def front_sentence(findings: Findings, settings: Settings) -> str:
    return wording.document(findings, settings).sentences[1]


def still(rule: RuleFinding) -> RuleFinding:
    return replace(rule, against_previous=replace(rule.against_previous, verdict=Verdict.NOT_ENOUGH_DATA))


def test_what_moved_prefers_macros_then_the_year_then_pipeline_signals(healthy: Findings, settings: Settings) -> None:
    calm = replace(healthy, macros=tuple(map(still, healthy.macros)))
    moved = replace(calm.macros[0].against_previous, verdict=Verdict.DOWN, interval=Interval(-0.02, -0.01, 0.95))
    pipeline = tuple(
        replace(rule, against_previous=replace(moved, verdict=Verdict.UP)) if rule.key == "pricing_view" else rule for rule in calm.micros
    )
    assert front_sentence(calm, settings).startswith("No macro conversion moved clearly since September 2026. Of the signals, Newsletter")
    assert "Of the signals, Pricing page rose" in front_sentence(replace(calm, micros=pipeline), settings)
    yearly = (replace(calm.macros[0], against_year=moved), *calm.macros[1:])
    assert "Against October 2025, Contact fell" in front_sentence(replace(calm, micros=pipeline, macros=yearly), settings)
    assert front_sentence(replace(calm, micros=()), settings) == "No conversion rate moved clearly since September 2026."


def test_dated_notes_keep_one_number_on_every_chart(document: Document) -> None:
    marked = [
        note
        for block in every_figure(document)
        if isinstance(block.chart, PathChart | RateChart | ColumnChart)
        for note in block.chart.notes
    ]
    assert marked and len({(note.day, note.text) for note in marked}) == len({note.number for note in marked})
    assert len(document.notes) == len({note.number for note in marked})
    assert document.notes[0].startswith("1 · ")


def every_figure(document: Document) -> list[Figure]:
    found = [block.figure if isinstance(block, GoalCard) else block for part in document.sections for block in part.blocks]
    return [figure for figure in found if isinstance(figure, Figure)]


def test_conversions_per_visitor_stand_under_their_count_where_some_had_several(healthy: Findings, settings: Settings) -> None:
    """Where each had one, the rate beside it says the same."""
    once = next(rule for rule in healthy.macros if rule.label == "Contact")
    counted = replace(once.converted, conversions=once.converted.conversions + 60)
    several = replace(once, converted=counted)

    def note(contact: RuleFinding) -> str | None:
        told = wording.document(replace(healthy, macros=tuple(contact if rule is once else rule for rule in healthy.macros)), settings)
        return table(section(told, "macro"), "macros").rows[0].cells[1].note

    assert note(once) == "3 without a known visitor"
    assert note(several) == "0.052 per visitor; 3 without a known visitor"


@pytest.mark.parametrize(
    ("kind", "words"),
    [(BusinessType.LEAD, "lives on leads"), (BusinessType.PURCHASE, "A shop sees"), (BusinessType.BOTH, "Orders and forms")],
)
def test_what_the_site_cannot_see_is_said(healthy: Findings, settings: Settings, kind: BusinessType, words: str) -> None:
    """checklist 000-22"""
    chosen = settings.model_copy(update={"report": settings.report.model_copy(update={"business_type": kind})})
    assert any(words in text for text in paragraphs(section(wording.document(healthy, chosen), "macro")))


def test_actions_go_from_data_to_goals(document: Document) -> None:
    also = [block.text for block in document.front if isinstance(block, Paragraph)]
    assert also == ["The data did not pass one of its checks: the numbers may still change."]
    assert [(item.badge.text, item.text, item.number, item.href) for item in asked(document)] == [
        (
            "Fix",
            "Mend the data first –",
            "Chat was not seen for 6 days in a row; before, 4.2 a day were counted. Check its tag",
            "section-quality",
        ),
        (
            "Fix",
            "Bring Quote requests (Jonas) from 2.5 a week up to 5.3 a week –",
            "120 by Dec 31, 2026 takes that",
            "goal-quotes",
        ),
        (
            "Fix",
            "Bring Organic blog traffic (Megan) from 217 a week up to 251 a week –",
            "11,500 by Dec 31, 2026 takes that",
            "goal-megan_blog",
        ),
        ("Fix", "Give the goal Chats a usable baseline –", "without one, +20% is no number to reach", "goal-chat"),
        ("Keep", "Keep Email going –", "Contact: 5.4% of its visitors against 2.6% of all others", "section-channels"),
    ]


def test_nothing_to_do_is_said(healthy: Findings, settings: Settings) -> None:
    calm = replace(healthy, goals=healthy.goals[4:5], ledger=replace(healthy.ledger, entries=()))
    assert wording.document(calm, settings).sentences[2] == "Keep going, and set the next goals."
    assert wording.document(calm, settings).sentences[0] == "The one goal, Accepted proposals: achieved."
    open_yet = replace(calm, goals=(replace(calm.goals[0], status=GoalStatus.AHEAD),))
    assert wording.document(open_yet, settings).sentences[2] == "Keep going: nothing in these numbers asks for a change."


def test_goals_that_lack_a_letter_are_to_be_completed(healthy: Findings, settings: Settings) -> None:
    lacking = replace(healthy.goals[4], status=GoalStatus.AHEAD, letters=letters(R=LetterReason.SUPPORTS_NOTHING))
    found = wording.document(replace(healthy, goals=(lacking,), ledger=replace(healthy.ledger, entries=())), settings)
    (item, *_) = asked(found)
    assert (item.text, item.number) == (
        "Complete the goal Accepted proposals –",
        "Say which macro conversion or goal it supports (supports or relevant)",
    )


def test_what_moved_when_nothing_can_be_compared(healthy: Findings, settings: Settings) -> None:
    not_over = RateChange(Rate(5, 100), Rate(6, 90), Verdict.NOT_COMPARABLE, reason="change_period_not_over")
    still = tuple(replace(one, against_previous=not_over) for one in healthy.macros)
    micros = tuple(replace(one, against_previous=not_over) for one in healthy.micros)
    sentences = wording.document(replace(healthy, macros=still, micros=micros), settings).sentences
    assert sentences[1] == "This period is not compared with September 2026. One of the two periods is not over in the data."
    alone = wording.document(replace(healthy, previous=None), settings).sentences
    assert alone[1] == "There is no earlier period to compare with."


def test_what_moved_with_few_conversions(healthy: Findings, settings: Settings) -> None:
    """Works at tiny n."""  # checklist 003-15
    few = (rule("contact", "Contact", "macro", (3, 90), (2, 80), (0, 70), primary=True),)
    found = wording.document(replace(healthy, macros=few, micros=()), settings)
    assert "Too few conversions to compare rates with September 2026; Contact: 3 now, 2 then." in found.sentences
    text = paragraphs(section(found, "macro"))
    assert (
        "Since September 2026: conversions, 3 after 2. Too few visitors to compare rates: that takes thirty on each side, five of them "
        "with a conversion. Since October 2025: conversions, 3 after 0. Too few visitors to compare rates: that takes thirty on each "
        "side, five of them with a conversion."
    ) in text


# --- goals ---------------------------------------------------------------------------------------------------------


def test_goal_board_one_line_a_goal(document: Document) -> None:
    """What needs attention stands first."""
    board = next(block for block in document.front if isinstance(block, GoalBoard))
    assert len(board.columns) == 8
    lines = [(line.label, line.badge.text, line.actual, line.target, line.progress) for line in board.lines]
    assert lines == [
        ("Quote requests", "Off track", "74", "120", "62%"),
        ("Organic blog traffic", "At risk", "9,310", "11,500", "+10%, target\N{NO-BREAK SPACE}+15%"),
        ("Chats", "Not comparable", "12", "–", None),
        ("Contact rate", "On track", "3.1%", "3%", None),
        ("Bounce rate", "On track", "38.0%", "at most 40%", None),
        ("Accepted proposals", "Achieved", "€130,400", "€120,000", "109%"),
        ("Newsletter list", "Not started", "–", "50", None),
    ]
    assert board.notes == ("Statuses rest on the pace so far, not on a forecast.",)


def test_megans_card(document: Document) -> None:
    """checklist 000-6"""
    megan = card(document, "megan_blog")
    assert megan.metric == (
        "Sessions (channel Organic Search and landing page /blog/*): +15% on 2025 by December 31, 2026. Megan is responsible. "
        "In plain words: how often people came; the brackets say which count."
    )
    assert megan.sentence == (
        "+10% so far on the same days of the baseline; +15% is wanted. That is 9,310 of 11,500; 9,580 were expected by October 31, 2026. "
        "To reach the target takes 251 a week from here; the last four weeks brought 217 a week."
    )
    facts = {fact.label: (fact.text, fact.note) for fact in megan.facts}
    assert facts["Baseline"] == ("10,000", "estimated: 90% of its days are recorded")
    assert facts["Target"] == ("11,500", "+15% on 2025")
    assert facts["Pace"] == ("97%", None)
    assert facts["Deadline"] == ("Dec 31, 2026", "61 days left")
    assert megan.note == "Two guides a month until Christmas."


def test_every_letter_is_filled_or_says_what_is_missing(document: Document) -> None:
    """checklist 000-5"""
    filled = {letter.letter: letter.text for letter in card(document, "megan_blog").letters}
    assert filled == {
        "S": "Be found by people who need software",
        "M": "Sessions (channel Organic Search and landing page /blog/*), +15% on 2025",
        "A": "Compared with 2025",
        "R": "Supports Quote request",
        "T": "Jan 1, 2026 to Dec 31, 2026",
    }
    missing = [(letter.letter, letter.text) for letter in card(document, "chat").letters if not letter.filled]
    assert missing == [
        ("S", "Say which aim of the business it serves (strategy)."),
        ("R", "Say which macro conversion or goal it supports (supports or relevant)."),
    ]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {},
            "74 of 120 so far; 100 were expected by October 31, 2026. That is a pace of 74%. "
            "To reach the target takes 5.3 a week from here; the last four weeks brought 2.5 a week.",
        ),
        (
            {"required_per_day": 0.1, "recent_per_day": None},
            "74 of 120 so far; 100 were expected by October 31, 2026. That is a pace of 74%. "
            "To reach the target takes 3 a month from here.",
        ),
        (
            {"at_most": True, "actual": 31.0, "target": 40.0, "progress": 0.775, "required_per_day": None},
            "31 so far, at most 40 is allowed; 83% of the time is gone.",
        ),
        (
            {"status": GoalStatus.MISSED, "reason": GoalReason.NOT_MET_AT_DEADLINE},
            "Not reached: 74 against a target of 120. The time is over. 3 of its days have no data; what happened on them is not counted.",
        ),
        (
            {"status": GoalStatus.MISSED, "at_most": True, "target": 70.0, "reason": GoalReason.LIMIT_EXCEEDED},
            "Not kept: 74 against at most 70. The limit was passed before the deadline.",
        ),
        (
            {"status": GoalStatus.NOT_ENOUGH_DATA, "reason": GoalReason.STALE},
            "There is not enough data to judge this goal yet. The newest data is more than seven days old.",
        ),
        (
            {"status": GoalStatus.NOT_COMPARABLE, "target": None, "reason": GoalReason.NO_BASELINE},
            "The target cannot be turned into a number yet. There is nothing to compare it with: name a baseline.",
        ),
        ({"status": GoalStatus.NOT_STARTED}, "Starts on January 1, 2026."),
    ],
)
def test_where_a_goal_stands(healthy: Findings, facts: dict[str, object], sentence: str) -> None:
    assert told(healthy, **facts) == sentence


def test_rate_goals_keep_their_range(document: Document) -> None:
    assert card(document, "contact_rate").sentence == (
        "3.1% so far (95% range 2.9% to 3.3%), 3% is wanted. To reach the target, the rest of the time needs a rate of 2.5%."
    )
    assert card(document, "bounce").sentence == "38.0% so far (95% range 37% to 39%), at most 40% is allowed."


def test_goals_are_grouped_by_tier_and_a_tier_without_one_is_named(document: Document, healthy: Findings, settings: Settings) -> None:
    """checklist 000-7"""
    goals = section(document, "goals")
    assert [block.text for block in goals.blocks if type(block).__name__ == "Subheading"] == [
        "On macro conversions",
        "On micro conversions",
        "On other metrics",
    ]
    only = section(wording.document(replace(healthy, goals=healthy.goals[:1]), settings), "goals")
    assert paragraphs(only)[-2:] == ["No goal is set on a macro conversion yet.", "No goal is set on a micro conversion yet."]


def test_what_holds_for_all_cards_is_said_once(document: Document) -> None:
    """The shape of the paths and the basis of the statuses stand under the cards, not in each of them."""
    goals = section(document, "goals")
    shared = "The path to the target allows for the usual shape of the week."
    cards = [block for block in goals.blocks if isinstance(block, GoalCard)]
    assert paragraphs(goals).count(shared) + sum(card.footnotes.count(shared) for card in cards) == 1
    assert paragraphs(goals).count("Statuses rest on the pace so far, not on a forecast.") == 1


def test_missed_goals_are_named_where_none_is_behind(healthy: Findings, settings: Settings) -> None:
    missed = replace(healthy.goals[4], status=GoalStatus.MISSED)
    made = section(wording.document(replace(healthy, goals=(missed,)), settings), "goals")
    assert made.lead == "Not reached: Accepted proposals."


def test_goal_headings_state_the_finding(document: Document, empty: Document) -> None:
    goals = section(document, "goals")
    assert goals.heading == "3 of 7 goals are on track or better"
    assert goals.lead == (
        "Furthest behind: Quote requests. 74 of 120 so far; 100 were expected by October 31, 2026. That is a pace of 74%."
    )
    assert section(empty, "goals").lead == "No goals are set. A goal names an owner, a metric, a target and a deadline."


def test_the_path_chart_speaks_of_the_same_numbers(document: Document) -> None:
    """checklist 001-18"""
    found = card(document, "quotes").figure
    assert found is not None
    assert isinstance(found.chart, PathChart)
    assert found.chart.words.title == "Quote requests: behind its path"
    assert found.chart.words.labels["actual"] == "So far 74"
    assert found.chart.words.labels["target"] == "Target 120"
    assert [note.text for note in found.chart.notes] == ["New pricing page"]
    assert found.notes == document.notes[:1]
    assert max(found.chart.words.ticks) >= 120
    assert found.data is not None
    assert [row.cells[1].mark for row in found.data.rows][-2:] == [Mark.NOT_YET, Mark.NOT_YET]


# --- macros and micros ---------------------------------------------------------------------------------------------


def test_macro_section_says_outcome_rate_and_changes(document: Document) -> None:
    """checklist 001-10, 003-8 (n of N beside every rate), 003-12 (the outcome sentence)"""
    macro = section(document, "macro")
    assert macro.heading == "Contact: 3.1%, no clear change"
    assert macro.lead == "126 of 3,080 visitors made at least one macro conversion: 4.1% (95% range 3.4% to 4.8%)."
    texts = paragraphs(macro)
    assert "Wanted outcome: A first talk about a project." in texts
    assert (
        "Since September 2026: 3.1% after 2.9%. Not enough data to tell: with 3,080 visitors a change smaller than ±46% would not show. "
        "Since October 2025: 3.1% after 2.8%. Not enough data to tell: with 3,080 visitors a change smaller than ±46% would not show."
    ) in texts
    assert "Benchmark: 2% (Trade survey, February 1, 2026)." in texts
    rows = {row.cells[0].text: row for row in table(macro, "macros").rows}
    assert rows["Contact"].cells[2].note == "96 of 3,080; 2.6% to 3.8%"
    assert rows["Quote request"].cells[3].text == "up 0.71 points"
    assert rows["Quote request"].cells[3].note == "+0.2 to +1.2 points"
    assert rows["Contact"].cells[3].mark is Mark.NOT_ENOUGH
    assert rows["Any macro conversion"].cells[5].text == "€75,600"


def test_what_would_be_enough_is_said(document: Document) -> None:
    assert "About 15,000 visitors in each period would be enough to see a change of ±20%." in paragraphs(section(document, "macro"))


def test_macros_by_month_week_and_day(document: Document) -> None:
    """checklist 001-23"""
    macro = section(document, "macro")
    by_month, by_day = figure(macro, "rate-contact").chart, figure(macro, "columns-contact").chart
    assert isinstance(by_month, RateChart)
    assert isinstance(by_day, ColumnChart)
    assert (len(by_month.days), by_month.current) == (13, 12)
    assert len(by_day.days) == 31
    assert [index for index, value in enumerate(by_day.values) if value is None] == [11, 12, 13]
    weeks = table(macro, "by-week")
    assert [column.label for column in weeks.columns] == ["Week", "Contact", "Quote request", "Any macro conversion"]
    assert (by_month.words.labels["missing"], by_day.words.labels["partial"]) == ("no data", "partial")
    assert all(low is not None and value is not None and low <= value for low, value in zip(by_month.low, by_month.values, strict=True))


def test_days_with_one_each_are_told_and_not_drawn(healthy: Findings, settings: Settings) -> None:
    """Columns all as high as each other say less than the sentence."""

    def drawn(counts: dict[int, int]) -> tuple[bool, list[str]]:
        days = replace(healthy.days, converted={"contact": tuple(Converted(counts.get(n, 0), 0) for n in range(1, 32))})
        macro = section(wording.document(replace(healthy, days=days), settings), "macro")
        figures = [block.id for block in macro.blocks if isinstance(block, Figure)]
        return "columns-contact" in figures, [text for text in paragraphs(macro) if text.startswith("Contact:")]

    assert drawn({2: 1, 4: 1, 27: 1}) == (False, ["Contact: 3 in October 2026, one each on Oct 2, Oct 4, and Oct 27."])
    assert drawn({9: 1}) == (False, ["Contact: one in October 2026, on Oct 9."])
    assert drawn({2: 1, 4: 2}) == (True, [])
    assert drawn(dict.fromkeys(range(1, 12), 1)) == (True, [])
    assert drawn({}) == (False, [])


def test_items_of_a_macro(document: Document) -> None:
    """checklist 003-16"""
    items = table(section(document, "macro"), "items-quote_request-service")
    assert [[cell.text for cell in row.cells] for row in items.rows] == [
        ["Design", "25", "0.78%", "€45,000"],
        ["not set", "17", "0.52%", "€0"],
    ]


def test_all_micros_in_one_table_engagement_before_pipeline(document: Document) -> None:
    """checklist 000-16, 001-9, 002-11, 003-14"""
    micro = section(document, "micro")
    rows = table(micro, "micros").rows
    assert [(row.group, row.cells[0].text) for row in rows] == [
        ("Engagement: Staying in touch", "Newsletter sign-up"),
        ("Pipeline: Considering", "Second order"),
        ("Pipeline: Ready to talk", "Pricing page"),
        ("No stage set", "Social follow"),
    ]
    assert micro.heading == "Newsletter sign-up: the signal rose from 2.1% to 3.9% of visitors"
    assert micro.lead == "One of 4 signals changed clearly since September 2026; a signal shows interest, not yet success."
    assert rows[3].cells[0].note == "supports nothing yet; proxy: a follow on the network itself"  # checklist 004-11
    assert rows[2].cells[0].note == "supports Quote request; weight 3"  # checklist 003-5
    assert "One signal supports no macro conversion yet: Social follow." in paragraphs(micro)
    assert rows[1].cells[3].note == "nobody yet with Quote request"


def test_both_tiers_are_there_at_zero(empty: Document) -> None:
    """checklist 001-2"""
    macros, micros = table(section(empty, "macro"), "macros"), table(section(empty, "micro"), "micros")
    assert [[cell.text for cell in row.cells[:2]] for row in macros.rows] == [["Order", "3"]]
    assert macros.rows[0].cells[2].mark is Mark.MISSING
    assert micros.rows[0].cells[1].text == "0"
    assert section(empty, "macro").lead == (
        "There were no visitors in this period, so there is no rate; every macro conversion is listed all the same."
    )


def test_no_macros_and_no_micros_is_one_line(tiny: Findings, small_settings: Settings) -> None:
    bare = wording.document(replace(tiny, macros=(), micros=()), small_settings)
    assert (section(bare, "macro").blocks, section(bare, "micro").blocks) == ((), ())
    assert section(bare, "micro").lead == ("No micro conversion is configured: the report cannot say yet which small steps show interest.")


# --- channels, pages, context --------------------------------------------------------------------------------------


def test_channels_with_marks_and_totals(document: Document) -> None:
    """checklist 001-25, 004-22"""
    channels = section(document, "channels")
    assert channels.heading == "Email stands above the other channels for Contact"
    assert channels.lead == "Email: 5.4% of its visitors against 2.6% of all others (Contact)."
    rows = table(channels, "by-channel").rows
    assert rows[2].cells[3].note == "above the others; 30 of 560; 3.8% to 7.5%"
    assert (rows[3].cells[0].note, rows[3].muted) == ("too few to rank", True)
    assert [cell.text for cell in rows[4].cells[:3]] == ["All visitors", "3,080", "4,200"]
    assert sum(row.cells[1].sort for row in rows[:4]) == rows[4].cells[1].sort  # type: ignore[misc]
    assert not any("Tactic" in text for text in paragraphs(channels))  # nobody has any


def test_conversions_without_a_visitor_have_a_row_of_their_own(healthy: Findings, settings: Settings) -> None:
    nobody = replace(healthy.breakdowns[0].slices[3], value="(none)", traffic=Traffic(), rankable=False)
    nobody = replace(nobody, converted={"contact": Converted(2, 0, 2)}, estimates={"contact": estimate_of_nobody()})
    channels = replace(healthy.breakdowns[0], slices=(*healthy.breakdowns[0].slices, nobody))
    found = wording.document(replace(healthy, breakdowns=(channels,)), settings)
    cells = table(section(found, "channels"), "by-channel").rows[4].cells
    assert [cell.text for cell in cells] == ["no known visitor", "0", "0", "2", "0"]


def test_offline_facts_months_after_the_visit_have_no_rate_of_nought(healthy: Findings, settings: Settings) -> None:
    """Seven proposals accepted beside "0 %" would say that nobody accepted one."""
    later = replace(healthy.macros[0], converted=Converted(7, 0, 7, None))
    found = wording.document(replace(healthy, macros=(later, *healthy.macros[1:])), settings)
    board = next(block for block in found.front if isinstance(block, Scoreboard) and block.id == "scoreboard")
    assert "none by a visitor of this period, so no rate" in [score.note for score in board.scores]
    rate = table(section(found, "macro"), "macros").rows[0].cells[2]
    assert (rate.text, rate.mark, rate.note) == ("", Mark.NOT_COMPARABLE, "none by a visitor of this period, so no rate")


def test_the_section_speaks_of_a_macro_that_has_rates_by_channel(healthy: Findings, settings: Settings) -> None:
    first = replace(healthy.macros[0], rate_base="quote_request")
    slices = tuple(
        replace(one, estimates={"quote_request": one.estimates["quote_request"]}, marked={}) for one in healthy.breakdowns[0].slices
    )
    channels = replace(healthy.breakdowns[0], slices=slices)
    found = section(wording.document(replace(healthy, macros=(first, healthy.macros[1]), breakdowns=(channels,)), settings), "channels")
    assert found.heading == "Quote request: no channel stands apart from the others"
    assert [column.note for column in table(found, "by-channel").columns[3:]] == ["conversions", "rate"]
    assert table(found, "by-channel").rows[0].cells[3].text == "40"


def test_the_forest_ranks_what_can_be_ranked(document: Document) -> None:
    chart = figure(section(document, "channels"), "forest-contact").chart
    assert isinstance(chart, ForestChart)
    assert [(row.label, row.note, row.strong) for row in chart.rows] == [
        ("Email", "30 of 560", True),
        ("Organic Search", "40 of 1,500", False),
        ("Direct", "26 of 1,000", False),
    ]
    assert chart.words.labels == {"reference": "all visitors 3.1%"}


def test_the_home_page_is_called_so(healthy: Findings, settings: Settings) -> None:
    pages = section(wording.document(replace(healthy, pages=(replace(healthy.pages[0], page="/"),)), settings), "pages")
    assert pages.heading == "Most visitors saw the home page (/)"
    assert pages.lead == "Seen most: the home page (/), by 2,100 visitors; 1,900 sessions began and 1,500 ended there."


def test_a_macro_with_too_few_for_rates_is_headed_by_its_counts(healthy: Findings, settings: Settings) -> None:
    few = (rule("contact", "Contact", "macro", (3, 90), (2, 80), (0, 70), primary=True),)
    found = section(wording.document(replace(healthy, macros=few, micros=()), settings), "macro")
    assert found.heading == "Contact: 6 conversions, after 2 in September 2026"


def test_pages_and_what_their_visitors_went_on_to(document: Document) -> None:
    """checklist 001-14, 001-17"""
    pages = section(document, "pages")
    assert pages.lead == "Seen most: /blog/one, by 2,100 visitors; 1,900 sessions began and 1,500 ended there."
    first = table(pages, "page-list").rows[0]
    assert [cell.text for cell in first.cells] == ["/blog/one", "4,000", "2,100", "0.2 s", "1,900", "1,500", "2.9%", "0.95%"]
    assert first.cells[6].note == "60 of 2,100"
    assert table(pages, "page-list").more == "One further page is in the data files."
    assert table(pages, "by-landing_page").rows[0].cells[3].note == "60 of 2,000; 2.3% to 3.8%"


def test_context_is_an_appendix_without_colour(document: Document) -> None:
    """checklist 000-3, 000-4"""
    context = section(document, "context")
    assert context.appendix
    rows = table(context, "traffic").rows
    assert {cell.tone for row in rows for cell in row.cells} == {Tone.NEUTRAL}
    assert [row.cells[0].text for row in rows] == ["Visitors", "Sessions", "Page views", "Bounce rate"]
    assert rows[3].cells[0].note == "1 − engaged sessions / sessions, the definition of Google Analytics 4"
    assert rows[3].cells[1].text == "38.1%"
    assert rows[0].cells[1:3][1].note == "−0.8% to +15%"


# --- quality and method --------------------------------------------------------------------------------------------


def test_the_ledger_in_words(document: Document) -> None:
    """checklist 001-7"""
    quality = section(document, "quality")
    assert quality.heading == "One thing in the data needs mending"
    rows = table(quality, "ledger").rows
    assert [(row.cells[0].text, row.cells[1].text, row.cells[3].text) for row in rows] == [
        ("Gate", "Chat was not seen for 6 days in a row; before, 4.2 a day were counted. Check its tag.", "Oct 20, 2026"),
        ("Warning", "3 of 31 days of the period have no data.", "Oct 12\u2009–\u200914, 2026"),
        ("Note", "4 suspected bots with 9 sessions (14.7% of events) are left out of every number.", ""),
    ]
    rejected = table(quality, "rejected").rows[0].cells
    assert [cell.text for cell in rejected] == ["cannot be read", "3", '{"event_name": "page_']
    assert rejected[2].note == "data/ga4/2026-10.ndjson.gz, line 412"
    assert table(quality, "bots").notes == (
        "Suspected bots are left out of every number: 4 visitors and 9 sessions. "
        "With them there would be 3,084 visitors and 4,209 sessions.",
    )


def alike(message: LedgerMessage, *facts: dict[str, str | int | float]) -> tuple[LedgerEntry, ...]:
    return tuple(LedgerEntry("kind", Severity.NOTE, message, each) for each in facts)


def test_lines_that_say_the_same_of_several_things_are_one(tiny: Findings, small_settings: Settings) -> None:
    entries = (
        *alike(LedgerMessage.EVENT_WITHOUT_RULE, {"event": "view_item", "rows": 5_877}, {"event": "chat_open", "rows": 1}),
        *alike(
            LedgerMessage.SETTINGS_WARNING,
            {"place": "", "path": "goals.a", "advice": "no_owner"},
            {"place": "", "path": "goals.a", "advice": "late_ramp", "day": "2027-01-04"},
        ),
        *alike(LedgerMessage.UNMATCHED_OFFLINE, {"input": "crm", "rule": "x", "label": "Won", "rows": 2, "of": 9}),
        *alike(LedgerMessage.EMPTY_FILE, {"input": "web", "file": "a.csv"}, {"input": "web", "file": "b.csv"}),
    )
    ledger = Ledger(DataStatus.COMPLETE, entries, tiny.ledger.profile, ())
    found = section(wording.document(replace(tiny, ledger=ledger), small_settings), "quality")
    shown = table(found, "ledger")
    assert [row.cells[1].text for row in shown.rows] == [
        "2 events are used by no conversion rule (in brackets, their rows): view_item (5,877) and chat_open (1).",
        "2 pieces of advice on the settings. goals.a: nobody owns this goal; write `owner:` with a name. "
        "goals.a: a ramp that ends on Jan 4, 2027, after the deadline: the goal would never be judged on its way; write fewer `weeks`.",
        "crm: 2 of 9 facts counted as Won belong to nobody seen on the site; they count beside people.",
        "a.csv has no usable row.",
        "b.csv has no usable row.",
    ]
    assert [column.label for column in shown.columns] == ["Weight", "What", "Touches"]  # no line has days of its own
    assert found.lead == "In the ledger: 7 notes. Of 0 rows read, 0 were accepted."


FACTS: dict[LedgerMessage, dict[str, str | int | float]] = {
    LedgerMessage.NO_DATA: {},
    LedgerMessage.PERIOD_NOT_OVER: {"days_left": 1},
    LedgerMessage.DATA_BEGINS_LATE: {"missing": 4},
    LedgerMessage.LAST_DAY_LOW: {"rows": 12, "usual": 480.0},
    LedgerMessage.STALE: {"days_since": 9},
    LedgerMessage.MISSING_DAYS: {"missing": 1, "of": 31, "allowed": 2},
    LedgerMessage.MISSING_DAYS_PREVIOUS: {"missing": 2, "of": 30},
    LedgerMessage.MISSING_DAYS_YEAR: {"missing": 2, "of": 31},
    LedgerMessage.REJECTED_ROWS: {
        "input": "web", "file": "a.csv", "reason": "bad_time", "rows": 3, "of": 300, "share": 0.01, "example": "x", "line": 4,
    },
    LedgerMessage.REJECTED_TOO_MANY: {"rows": 60, "of": 1_000, "share": 0.06, "allowed": 0.01},
    LedgerMessage.EMPTY_FILE: {"input": "web", "file": "a.csv"},
    LedgerMessage.AMOUNTS_LOST: {"file": "a.csv", "rows": 2},
    LedgerMessage.TOTALS_REPEATED: {"input": "social", "rows": 3},
    LedgerMessage.TOTALS_RESTATED: {"input": "social", "rows": 1},
    LedgerMessage.COSTS_WITHOUT_RATE: {"currency": "USD", "rows": 2},
    LedgerMessage.REPEATS_IN_FILES: {"rows": 10, "of": 1_000, "share": 0.01},
    LedgerMessage.REPEATS_ACROSS_FILES: {"rows": 2},
    LedgerMessage.REPEATED_TRANSACTIONS: {"rule": "order", "label": "Order", "rows": 1},
    LedgerMessage.RULE_SILENT: {"rule": "chat", "label": "Chat", "run": 6, "usual": 4.2},
    LedgerMessage.TRACKING_NEVER_SEEN: {"events": 2, "names": "a, b"},
    LedgerMessage.TRACKING_UNDEFINED: {"events": 1, "names": "chat_open"},
    LedgerMessage.RULE_UNDEFINED: {"rule": "chat", "label": "Chat", "names": "chat_started"},
    LedgerMessage.RULE_NEVER_SEEN: {"rule": "chat", "label": "Chat"},
    LedgerMessage.EVENT_WITHOUT_RULE: {"event": "scroll", "rows": 1_200},
    LedgerMessage.MORE_EVENTS_WITHOUT_RULE: {"events": 1, "rows": 20},
    LedgerMessage.VISITOR_MISSING: {"share": 0.6, "usual": 0.02},
    LedgerMessage.SESSION_MISSING: {"share": 0.6, "usual": 0.02},
    LedgerMessage.SOURCE_MISSING: {"share": 0.6, "usual": 0.02},
    LedgerMessage.PAGE_MISSING: {"share": 0.6, "usual": 0.02},
    LedgerMessage.BOTS_EXCLUDED: {"visitors": 1, "sessions": 9, "events": 3_100, "share": 0.02},
    LedgerMessage.BOTS_INCLUDED: {"visitors": 4, "sessions": 9, "events": 3_100, "share": 0.02},
    LedgerMessage.UNNAMED_SESSIONS: {"sessions": 15, "of": 4_200, "share": 15 / 4_200},
    LedgerMessage.UNMATCHED_CONVERSIONS: {"rule": "order", "label": "Order", "unmatched": 3, "of": 45},
    LedgerMessage.UNMATCHED_OFFLINE: {"input": "crm", "rule": "order", "label": "Order", "rows": 3, "of": 45},
    LedgerMessage.ORDER_UNKNOWN: {"rule": "order", "label": "Registration", "base": "Order", "rows": 1},
    LedgerMessage.BEFORE_FIRST: {"rule": "order", "label": "Order", "base": "Contact", "rows": 1},
    LedgerMessage.UNKNOWN_CURRENCY: {"currency": "SEK", "rows": 2},
    LedgerMessage.ALL_LOST: {"run": 3, "counted": 310, "usual": 1_500},
    LedgerMessage.EVENT_LOST: {"event": "scroll", "run": 1, "usual": 40.0},
    LedgerMessage.EVENT_LOW: {"event": "scroll", "run": 4, "counted": 20, "usual": 160},
    LedgerMessage.INPUT_SILENT: {"input": "app", "run": 2, "usual": 310.5},
    LedgerMessage.TAG_TWICE: {"event": "page_view", "ratio": 1.96, "run": 5},
    LedgerMessage.ALL_TWICE: {"event": "", "ratio": 2.04, "run": 5},
    LedgerMessage.REPEATS_MANY: {"rows": 60, "of": 3_000, "share": 0.02},
    LedgerMessage.HOURS_SHIFTED: {"input": "web", "shift": "+2", "hours": 2},
    LedgerMessage.COLUMN_RENAMED: {"input": "web", "file": "b.csv", "column": "client", "now": "visitor"},
    LedgerMessage.COLUMNS_GONE: {"input": "web", "file": "b.csv", "columns": 1, "names": "page"},
    LedgerMessage.COLUMNS_NEW: {"input": "web", "file": "b.csv", "columns": 6, "names": "a, b, c, d, + 2"},
    LedgerMessage.DAYS_GREW: {"input": "web", "days": 2, "file": "b.csv", "was": 110, "now": 200},
    LedgerMessage.DAYS_SHRANK: {"input": "web", "days": 1, "file": "b.csv", "was": 200, "now": 110},
    LedgerMessage.DAYS_PROVISIONAL: {"input": "web", "days": 3, "window": 3},
    LedgerMessage.FIRST_VISITS_UP: {"share": 0.85, "usual": 0.6},
    LedgerMessage.MACROS_WITHOUT_VIEW: {"share": 0.3, "usual": 0.01},
    LedgerMessage.VISITORS_FELL: {"visitors": 350, "usual": 700.0},
    LedgerMessage.CHANNEL_SWALLOWS: {"channel": "Direct", "share": 0.4, "usual": 0.2, "loser": "Organic Search"},
    LedgerMessage.OWN_REFERRALS: {"host": "firm.example", "sessions": 42, "of": 3_100, "share": 42 / 3_100},
    LedgerMessage.OWN_HOST_UNLISTED: {"host": "pay.firm.example", "sessions": 42, "of": 3_100, "share": 42 / 3_100},
    LedgerMessage.SOURCES_HIDDEN: {"mark": "<Other>", "sessions": 210, "of": 3_100, "share": 210 / 3_100},
    LedgerMessage.OTHER_ROWS: {"input": "ga", "label": "Views", "share": 0.3},
    LedgerMessage.RULE_PROXY: {"rule": "map", "label": "Directions", "proxy": "a walk to the shop"},
    LedgerMessage.MANY_MACROS: {"macros": 3, "answer": "two firms in one"},
    LedgerMessage.SETTINGS_WARNING: {"place": "config/goals.yaml:3:5", "path": "goals.megan", "advice": "no_owner"},
    **{told.message: {"input": "web", "file": "a.csv", "files": 1, "rows": 2, "line": 7} for told in REASONS.values()},
}  # fmt: skip
SAID = {
    LedgerMessage.AMOUNTS_LOST: "2 rows of a.csv have an amount that is no number; they count without it.",
    LedgerMessage.NO_DATA: "No day of the period has any data.",
    LedgerMessage.PERIOD_NOT_OVER: "The data was read as of Oct 12, 2026; one day of the period is still to come.",
    LedgerMessage.DATA_BEGINS_LATE: "The data begins on Oct 12, 2026: 4 days of the period lie before it.",
    LedgerMessage.LAST_DAY_LOW: "The newest day, Oct 12, 2026, has 12 rows where 480 are usual: more are likely to come.",
    LedgerMessage.MISSING_DAYS: "One of 31 days of the period has no data.",
    LedgerMessage.REJECTED_ROWS: "3 of 300 rows of a.csv were rejected (1.0%): a time that is none.",
    LedgerMessage.REJECTED_TOO_MANY: "60 of 1,000 rows were rejected in all (6.0%), more than the 1.0% that the settings allow.",
    LedgerMessage.MORE_EVENTS_WITHOUT_RULE: "One further event is used by no conversion rule (20 rows).",
    LedgerMessage.TRACKING_NEVER_SEEN: "The container defines 2 events that have not come since the data begin on Oct 12, 2026: a, b.",
    LedgerMessage.TRACKING_UNDEFINED: "chat_open is in the data, and no tag of the container defines it.",
    LedgerMessage.SOURCE_MISSING: "From Oct 12, 2026 on, 60.0% of rows lack a source (2.0% before).",
    LedgerMessage.BOTS_EXCLUDED: "One suspected bot with 9 sessions (2.0% of events) is left out of every number.",
    LedgerMessage.UNMATCHED_CONVERSIONS: "Order: 3 of 45 conversions have no visitor seen in the period; they stand in no rate.",
    LedgerMessage.ALL_LOST: "From Oct 12, 2026 on, 310 rows were recorded in 3 days where 1,500 would be usual.",
    LedgerMessage.EVENT_LOST: "The event scroll did not come for one day; before, 40 a day did: its tag may be broken.",
    LedgerMessage.TAG_TWICE: "For 5 days from Oct 12, 2026 on, the event page_view came 2 times as often for each visitor as before: "
    "its tag may fire twice.",
    LedgerMessage.COLUMNS_NEW: "web: from b.csv on (Oct 12, 2026), 6 columns are new: a, b, c, d, + 2.",
    LedgerMessage.DAYS_PROVISIONAL: "web: 3 days of the period may still grow; days are complete after 3.",
    LedgerMessage.CHANNEL_SWALLOWS: "From Oct 12, 2026 on, Direct has 40.0% of sessions (20.0% before), while Organic Search fell: "
    "sources may be getting lost.",
    LedgerMessage.RULE_PROXY: "Directions is a proxy: a walk to the shop.",
    LedgerMessage.SETTINGS_WARNING: "Settings, config/goals.yaml:3:5: goals.megan: nobody owns this goal; write `owner:` with a name.",
}


@pytest.mark.parametrize("message", list(LedgerMessage))
def test_every_ledger_entry_can_be_said(tiny: Findings, small_settings: Settings, message: LedgerMessage) -> None:
    entry = LedgerEntry("kind", Severity.WARNING, message, FACTS[message], (date(2026, 10, 12),))
    ledger = Ledger(DataStatus.COMPLETE, (entry,), tiny.ledger.profile, ())
    said = table(section(wording.document(replace(tiny, ledger=ledger), small_settings), "quality"), "ledger").rows[0].cells[1].text
    assert said == SAID.get(message, said)
    assert said.endswith(".")
    assert "{" not in said


def test_method_defines_every_metric_with_its_counts(document: Document) -> None:
    """checklist 003-8"""
    items = next(block for block in section(document, "method").blocks if type(block).__name__ == "DefinitionList").items  # type: ignore[union-attr]
    found = {item.id: (item.term, item.text, item.counts) for item in items}
    assert found == {
        "definition-visitors": ("Visitors", "Different visitors with at least one session in the period.", "3,080"),
        "definition-rate_any_macro": (
            "Rate of Any macro conversion",
            "Visitors with at least one macro conversion, each counted once, divided by all visitors of the period.",
            "126 of 3,080 = 4.1%",
        ),
        "definition-rate_contact": (
            "Rate of Contact",
            "Visitors who did it at least once in the period, divided by all visitors of the period.",
            "96 of 3,080 = 3.1%",
        ),
        "definition-rate_upsell": (
            "Rate of Second order",
            "Visitors who did it at least once in the period, divided by all visitors of the period.",
            "0 of 0",
        ),
        "definition-conversions_contact": ("Conversions of Contact", "Every conversion counts.", "99"),
        "definition-value_quote_request": ("Value of Quote request", "The amounts of all its conversions, added up.", "75,600"),
        "definition-goal_quotes": ("Goal: Quote requests", "Conversions of Quote request, from Jan 1, 2026 up to Oct 31, 2026.", "74"),
    }


def test_a_goal_that_has_not_begun_is_defined_from_its_first_day(healthy: Findings, settings: Settings) -> None:
    (goal, *others), later = settings.goals, date(2027, 1, 1)
    begun_later = settings.model_copy(update={"goals": (goal.model_copy(update={"begin": later}), *others)})
    found = (Definition(f"goal_{goal.key}", goal.label, "n", "SELECT 1", 0.0, None),)
    made = section(wording.document(replace(healthy, definitions=found), begun_later), "method")
    (item,) = next(block for block in made.blocks if isinstance(block, DefinitionList)).items
    assert item.text.endswith(", from Jan 1, 2027 on; it has not begun.")


def test_rules_counted_alike_share_a_query(healthy: Findings, settings: Settings) -> None:
    counted = [Definition(f"conversions_{key}", key, "n", f"SELECT 1 WHERE rule IN ('{key}')", 1.0, None) for key in ("contact", "chat")]
    made = section(wording.document(replace(healthy, definitions=tuple(counted)), settings), "method")
    listed = next(block for block in made.blocks if isinstance(block, DefinitionList))
    assert [query.sql for query in listed.queries] == ["SELECT 1 WHERE rule IN (:key)"]
    assert [item.query for item in listed.items] == ["Query 1"] * 2
    assert [query.label for query in listed.queries] == ["Query 1, where :key is the key in a metric's formula"]


# --- the document as a whole ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("findings", "settings"), [(healthy_findings(), healthy_settings()), (tiny_findings(), tiny_settings())], ids=["healthy", "tiny"]
)
def test_references_meet_and_ids_are_unique(findings: Findings, settings: Settings) -> None:
    document = wording.document(findings, settings)
    everything = [value for value in every(object, document) if is_dataclass(value)]
    ids = [value.id for value in everything if hasattr(value, "id") and type(value).__name__ not in ("GoalLine",)]
    assert sorted(ids) == sorted(set(ids))
    small = {one.id for one in document.charts}
    assert {value.chart for value in everything if isinstance(getattr(value, "chart", None), str)} <= small
    assert {value.definition for value in everything if getattr(value, "definition", None)} <= set(ids)
    assert {line.id for value in everything if isinstance(value, GoalBoard) for line in value.lines} <= set(ids)


def test_without_the_method_section_nothing_links_to_it(healthy: Findings, settings: Settings) -> None:
    sections = (SectionName.GOALS, SectionName.CHANNELS)
    bare = settings.model_copy(update={"report": settings.report.model_copy(update={"sections": sections})})
    document = wording.document(healthy, bare)
    assert [found.id for found in document.sections] == ["goals", "macro", "micro", "channels", "quality"]
    assert [value for value in every(object, document) if getattr(value, "definition", None)] == []


def test_sections_stand_in_the_order_of_the_settings(healthy: Findings, settings: Settings, document: Document) -> None:
    """Outside counters stand there only where they are asked for, or an input has some."""
    usual = [name.value for name in SectionName if name not in (SectionName.FRONT, SectionName.COUNTERS)]
    assert [found.id for found in document.sections] == usual
    assert usual[:5] == ["goals", "macro", "micro", "bridge", "funnel"]
    turned = tuple(reversed(SectionName))
    report = settings.report.model_copy(update={"sections": turned})
    found = wording.document(healthy, settings.model_copy(update={"report": report}))
    assert [one.id for one in found.sections] == [name.value for name in turned if name is not SectionName.FRONT]


def test_contents_group_the_sections_under_attract_convert_and_retain(document: Document, healthy: Findings, settings: Settings) -> None:
    # checklist 004-25
    assert [group.label for group in document.contents] == ["Where we stand", "Convert", "Attract", "Behind the numbers"]
    grouped = {group.label: tuple(document.sections[place].id for place in group.sections) for group in document.contents}
    assert grouped["Convert"] == ("macro", "micro", "bridge", "funnel")
    assert grouped["Attract"] == ("channels", "pages")
    report = settings.report.model_copy(update={"sections": (SectionName.COUNTERS,)})
    asked = wording.document(healthy, settings.model_copy(update={"report": report}))
    (kept,) = [group.sections for group in asked.contents if group.label == "Retain"]
    assert [asked.sections[place].id for place in kept] == ["counters"]
    for made in (document, asked):
        assert sorted(place for group in made.contents for place in group.sections) == list(range(len(made.sections)))


def test_every_section_opens_with_a_sentence(document: Document, empty: Document) -> None:
    for found in (*document.sections, *empty.sections):
        assert found.lead is not None
        assert found.lead.endswith((".", ")."))
        assert not found.heading.endswith(".")


def test_another_locale_changes_numbers_not_english(settings: Settings) -> None:
    found = wording.document(healthy_findings("da"), settings)
    assert found.language == "en"
    assert (
        section(found, "macro").lead
        == "126 of 3.080 visitors made at least one macro conversion: 4,1\xa0% (95\xa0% range 3,4\xa0% to 4,8\xa0%)."
    )


def test_the_goal_board_in_the_terminal(healthy: Findings, tiny: Findings) -> None:
    lines = wording.board(healthy).splitlines()
    assert lines[0] == "Northlight Studio: goals on October 31, 2026"
    assert lines[2].split() == ["Status", "Goal", "So", "far", "Target", "Progress", "Deadline", "Owner"]
    assert lines[3] == "↓ Off track       Quote requests        74        120          62%                Dec 31, 2026  Jonas"
    assert wording.board(tiny).splitlines()[-1] == "No goals are set."


def test_the_board_with_a_plan(healthy: Findings) -> None:
    lines = wording.board(healthy, plan=True).splitlines()
    assert lines[2].endswith("Owner  Needed from here  Last four weeks")
    assert lines[3].endswith("Jonas  5.3 a week        2.5 a week")
    assert lines[7].endswith("–      –                 –")


@pytest.mark.parametrize("locale", ["en", "de", "ja"])
def test_gates_are_told_in_english_as_the_commands_that_say_them(healthy: Findings, settings: Settings, locale: str) -> None:
    said = "Chat was not seen for 6 days in a row; before, 4.2 a day were counted. Check its tag."
    assert wording.gates(replace(healthy, locale=locale), settings) == (said,)


def test_the_ledger_in_the_terminal(healthy: Findings, settings: Settings) -> None:
    assert wording.ledger_text(healthy, settings).splitlines() == [
        "Northlight Studio: October 2026: Data incomplete",
        "✗ Chat was not seen for 6 days in a row; before, 4.2 a day were counted. Check its tag.",
        "! 3 of 31 days of the period have no data.",
        "· 4 suspected bots with 9 sessions (14.7% of events) are left out of every number.",
    ]


def test_the_words_around_reports(healthy: Findings) -> None:
    voice = wording.voice("en", "EUR")
    assert wording.title(healthy) == "October 2026"
    assert wording.note(voice, 2, date(2026, 10, 31)) == "Edition 2, as of October 31, 2026"
    assert [(link.text, link.href) for link in wording.links(healthy, "../", pdf=False)] == [
        ("Findings as data", "report.json"),
        ("All reports", "../index.html"),
    ]
    badge, marks = wording.marks(healthy)
    assert (badge.text, marks[1].label, marks[1].badge.text) == ("Data incomplete", "Quote requests", "Off track")
    assert wording.archive_page(healthy, (), Brand()).lead is None


def entries(findings: Findings, *months: tuple[str, float | None]) -> tuple[IndexEntry, ...]:
    """Archive entries of these months, the newest first, in which every goal was so far of its target."""
    badge, marks = wording.marks(findings)
    return tuple(
        IndexEntry(key, key, f"{key}/index.html", badge, goals=tuple(replace(mark, share=share) for mark in marks), updated=f"{key}-01")
        for key, share in months
    )


def test_goals_over_time_run_from_the_first_month_to_the_newest(healthy: Findings) -> None:
    """checklist 001-18: a range that is no month is none of the line; a month without a share is a gap; one month is no line."""
    ranged = ("2026-09-01_2026-09-15", 0.9)
    page = wording.archive_page(healthy, entries(healthy, ("2026-10", 0.4), ranged, ("2026-09", None), ("2026-08", 0.2)), Brand())
    assert {trend.label for trend in page.trends} == {goal.label for goal in (*healthy.goals, *healthy.combined)}
    chart = page.trends[0].figure.chart
    assert isinstance(chart, SparkChart)
    assert chart.values == (0.2, None, 0.4)
    assert page.trends[0].said == "74 of 120"
    assert page.updated == "2026-10-01"
    assert wording.archive_page(healthy, entries(healthy, ("2026-10", 0.4)), Brand()).trends == ()


def test_the_goals_of_the_archive_stand_as_on_the_board_those_behind_first(healthy: Findings) -> None:
    page = wording.archive_page(healthy, entries(healthy, ("2026-10", 0.4), ("2026-09", 0.2)), Brand())
    statuses = [goal.badge.text for goal in page.entries[0].goals]
    assert statuses == [trend.badge.text for trend in page.trends]
    assert (statuses[0], statuses[-1]) == ("Off track", "Not started")
    assert statuses.index("At risk") < statuses.index("On track") < statuses.index("Achieved")


def test_a_feed_knows_its_entries_for_good() -> None:
    assert wording.entry_id("Northlight", "2026-10") == wording.entry_id("Northlight", "2026-10")
    assert len({wording.entry_id(site, key) for site in ("A", "B") for key in ("2026-10", "2026-09")}) == 4
    assert wording.updated(date(2026, 10, 31), 2) == "2026-10-31T00:00:02Z"


def test_the_board_stays_aligned_and_prints_no_control_characters(healthy: Findings) -> None:
    strange = replace(healthy, goals=(replace(healthy.goals[0], label="漢字の目標"), replace(healthy.goals[1], label="red\x1b[31m")))
    lines = wording.board(strange).splitlines()
    assert "\x1b" not in "".join(lines)
    assert lines[3].startswith("↓ Off track  red\ufffd[31m  ")
    assert lines[4].startswith("! At risk    漢字の目標 ")


def test_explain_a_metric(healthy: Findings) -> None:
    assert wording.explain(healthy.definitions[2], healthy) == (
        "Rate of Contact\n\nFormula: converters(contact) / visitors\nIn October 2026: 96 of 3,080 = 3.1%\n\nQuery:\nSELECT 3"
    )
    assert "nothing to divide by" in wording.explain(healthy.definitions[3], healthy)


def test_the_room_reads_no_clock() -> None:
    code = "".join(file.read_text("utf-8") for file in Path(wording.__file__).parent.glob("*.py"))
    assert "now(" not in code
    assert "today()" not in code


def test_estimates_and_changes_of_the_fixture_fit(healthy: Findings) -> None:
    """The fixture's numbers are those of `stats`, so the sentences above rest on real intervals."""
    assert healthy.macros[0].estimate == estimate(96, 3_080)
    assert healthy.macros[1].against_previous == change((19, 2_890), (42, 3_080))
    assert goal("x", "X", "macro", GoalStatus.AHEAD).total_days == 365
