"""Channels and campaigns in words: a leader only with evidence, sums that add up, and the alarm."""

import re
from dataclasses import replace
from datetime import date

import pytest
from wording_draft import draft

from reportgen import wording
from reportgen.model.channel_findings import (
    AttributionFinding,
    ChannelFindings,
    ChannelLink,
    ComparisonFinding,
    Duel,
    Kind,
    LinkSpread,
    MessageCell,
    MessageFinding,
    Middle,
    ProtectFinding,
    Protection,
    RepeatFinding,
    RepeatMonth,
    Watched,
    Within,
)
from reportgen.model.counts import Dimension
from reportgen.model.document import ActionList, Cell, Mark, Paragraph, Section, Subheading, Table, Tone
from reportgen.model.findings import Findings
from reportgen.model.settings import BusinessType, Settings
from reportgen.periods import Period, month
from reportgen.stats import (
    Dispersion,
    Interval,
    Rate,
    Stratum,
    TouchPath,
    attribute,
    bridge,
    compare_counts,
    compare_rates,
    estimate_rate,
    more_visitors,
)
from reportgen.wording import channels as chapter

PLAIN = Dispersion(1.0, assumed=True, df=float("inf"))
SEPTEMBER = month("2026-09")
CAUSAL = re.compile(r"\b(caus\w+|driv\w+|because|due to|thanks to|leads? to)\b", re.IGNORECASE)


def duel(rule: str, one: Rate, other: Rate, leads: int = 0) -> Duel:
    return Duel(rule, compare_rates(other, one, PLAIN), leads, None if leads else more_visitors(one, other))


FEW = duel("contact", Rate(1, 500), Rate(2, 500))
COMPARED = ComparisonFinding(Dimension.CAMPAIGN, "A", "B", FEW, duel("pricing_view", Rate(60, 500), Rate(85, 500), leads=-1))
PATHS = (TouchPath(("Email", "Direct"), 12), TouchPath(("Search", "Email"), 10), TouchPath((), 3))
CREDITED = AttributionFinding(
    macro="contact",
    primary=True,
    ever=False,
    since=None,
    lookback=30,
    total=25,
    attribution=attribute(PATHS),
    unnamed=2,
    value=None,
    assists={"Direct": 12, "Email": 0, "Search": 10},
    visits=Middle(1, 2, 4),
    days=Middle(0, 6, 28),
)


def message_cell(n: int, of: int, *, told: bool = True, marked: int = 0) -> MessageCell:
    return MessageCell(Rate(n, of), estimate_rate(Rate(n, of), PLAIN) if told else None, marked)


MATRIX = MessageFinding(
    rule="pricing_view",
    macro="contact",
    channels=("Email", "(other)"),
    messages=("hero <b>", "(other)", ""),
    rows=(
        (message_cell(60, 400, marked=1), message_cell(0, 0, told=False)),
        (message_cell(2, 12, told=False), message_cell(0, 0, told=False)),
        (message_cell(5, 100), message_cell(50, 900)),
    ),
    message_totals=(message_cell(60, 400), message_cell(2, 12, told=False), message_cell(55, 1_000)),
    channel_totals=(message_cell(67, 512), message_cell(50, 900)),
    total=estimate_rate(Rate(117, 1_412), PLAIN),
)


def watched(
    value: str, protection: Protection, before: int, after: int, kind: Kind = Kind.CHANNEL, since: Period | None = SEPTEMBER
) -> Watched:
    rate = compare_rates(Rate(before, 1_000), Rate(after, 1_000), PLAIN)
    return Watched(kind, value, protection, since, rate, compare_counts(before, after, 1.0))


WORKS = ProtectFinding(
    declared=False, watched=(watched("Email", Protection.HOLDS, 90, 88), watched("Search", Protection.TOO_FEW, 9, 7)), gains=()
)
ALARM = ProtectFinding(
    declared=True,
    watched=(watched("Email", Protection.FALLEN, 90, 40), watched("contact", Protection.NOT_COMPARABLE, 0, 7, Kind.RULE, None)),
    gains=(watched("pricing_view", Protection.HOLDS, 150, 300, Kind.RULE),),
)
AGAIN = RepeatFinding(
    macro="contact",
    so_far=Rate(40, 120),
    curve=(Within(30, 0.375, Interval(0.28, 0.48)), Within(90, 0.4, Interval(0.3, 0.5))),
    days=Middle(5, 8, 10),
    window=30,
    cohorts=(RepeatMonth(SEPTEMBER, Rate(40, 100), Rate(38, 100)), RepeatMonth(month("2026-10"), Rate(0, 20), None)),
    often={1: 80, 2: 40},
)
SAME = ChannelLink("Email", bridge((Stratum(4_000, 200, 1_000, 100),))), ChannelLink("Search", bridge((Stratum(4_000, 200, 1_000, 55),)))


def channels(**more: object) -> ChannelFindings:
    whole = ChannelFindings(
        (CREDITED,), (COMPARED,), (LinkSpread("contact", "pricing_view", SAME, 0.4, differs=False),), MATRIX, WORKS, (AGAIN,)
    )
    return replace(whole, **more)  # type: ignore[arg-type]


def section(findings: Findings, settings: Settings, name: str = "channels", **more: object) -> Section:
    told = replace(findings, channels=channels(**more))
    if name == "channels":
        return chapter.section(draft(told, settings))
    return next(one for one in wording.document(told, settings).sections if one.id == name)


def texts(found: Section) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Paragraph | Subheading)]


def table(found: Section, name: str) -> Table:
    return next(block for block in found.blocks if isinstance(block, Table) and block.id == name)


def test_customers_are_too_few_and_a_signal_leads(healthy: Findings, settings: Settings) -> None:
    found = section(healthy, settings)  # checklist 004-15
    assert "Not enough conversions to say which leads; on a signal, B leads A" in texts(found)
    told = "A against B: not enough conversions to say. On Pricing page, a signal for Contact, B leads by 0.63 to 9.4 points (95% range)."
    assert told in texts(found)
    cells = table(found, "compare").rows[0].cells
    assert [cell.text for cell in cells] == ["A / B", "not enough conversions to say", "B by 0.63 to 9.4 points", "11,000 more"]
    assert (cells[1].note, cells[1].mark) == ("1 of 500 / 2 of 500", Mark.NOT_ENOUGH)
    assert {cell.tone for cell in cells} <= {Tone.NEUTRAL, Tone.MUTED}


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (replace(COMPARED, micro=None), "A against B: not enough conversions to say. No signal supports Contact to fall back on."),
        (
            replace(COMPARED, micro=duel("pricing_view", Rate(60, 500), Rate(62, 500))),
            "A against B: not enough conversions to say. On Pricing page, a signal for Contact, neither leads clearly.",
        ),
        (
            replace(COMPARED, macro=duel("contact", Rate(60, 500), Rate(20, 500), leads=1), micro=None),
            "A leads B on Contact by 4.7 to 11 points (95% range).",
        ),
    ],
)
def test_every_outcome_of_a_comparison_is_said(healthy: Findings, settings: Settings, one: ComparisonFinding, said: str) -> None:
    assert said in texts(section(healthy, settings, comparisons=(one,)))


def test_attribution_adds_up_to_the_total_or_says_why(healthy: Findings, settings: Settings) -> None:
    found = section(healthy, settings)
    rows = table(found, "attribution-contact").rows
    assert [row.cells[0].text for row in rows] == [
        "Email",
        "Direct",
        "Search",
        "With a session before",
        "No known session in the 30 days before",
        "All",
    ]
    assert rows[4].cells[0].note == "2 of them name no visitor"
    for column in (1, 2, 3):
        numbers = [row.cells[column].sort for row in rows]
        assert sum(numbers[:3]) == numbers[3]  # type: ignore[arg-type]
        assert numbers[3] + numbers[4] == numbers[5] == 25  # type: ignore[operator]
    direct = rows[1].cells
    assert (direct[4].text, direct[4].note, direct[5].text) == ("0 to 6", "depends on the rule", "12")
    told = (
        "Half of them came after 2 sessions or more, the first of them at least 6 days before (middle half: 1 to 4 sessions, 0 to 28 days)."
    )
    assert told in texts(found)


def test_too_few_in_the_period_are_told_since_the_data_begin(healthy: Findings, settings: Settings) -> None:
    ever = replace(CREDITED, ever=True, since=date(2025, 1, 1))
    told = texts(section(healthy, settings, attributions=(ever,)))
    assert any(text.startswith("Too few conversions of October 2026 have a known session before them to share out") for text in told)


def test_messages_are_withheld_where_they_are_few(healthy: Findings, settings: Settings) -> None:  # checklist 004-5
    found = section(healthy, settings)
    assert "Email: hero <b> stands above the channel's other messages (Pricing page)" in texts(found)
    assert "Contact is too rare to give each message a rate, so this is Pricing page, a signal that supports it." in texts(found)
    shown = table(found, "messages")
    assert [row.cells[0].text for row in shown.rows] == ["hero <b>", "Other messages", "No message named", "All visitors"]
    good, few, none = shown.rows[0].cells[1], shown.rows[1].cells[1], shown.rows[0].cells[2]
    assert (good.text, good.note, good.tone) == ("15.0%", "above the others; 60 of 400", Tone.GOOD)
    assert (few.text, few.note, few.mark) == ("too few", "2 of 12", Mark.NOT_ENOUGH)
    assert none.text == "–"
    assert shown.rows[3].cells[3].note == "117 of 1,412"


def test_what_works_is_said_to_work_only_with_evidence(healthy: Findings, settings: Settings) -> None:
    found = section(healthy, settings)
    assert "What works has not fallen, as far as can be told" in texts(found)
    checks = [row.cells[4] for row in table(found, "protect").rows]
    assert [(cell.text, cell.tone) for cell in checks] == [("still working", Tone.NEUTRAL), ("too few to say", Tone.MUTED)]


def test_what_works_is_not_told_without_anything_to_compare_it_with(healthy: Findings, settings: Settings) -> None:
    """The first month, or one with days without data: nothing can be said to have fallen or not."""
    silent = replace(WORKS, watched=tuple(replace(one, protection=Protection.NOT_COMPARABLE) for one in WORKS.watched))
    found = section(healthy, settings, protect=silent)
    assert not [block for block in found.blocks if getattr(block, "id", "") in ("protect", "what-works")]


def test_the_alarm_is_a_warning(healthy: Findings, settings: Settings) -> None:  # checklist 002-17
    found = section(healthy, settings, protect=ALARM)
    assert "What worked has fallen while something else rose: Email" in texts(found)
    warnings = [block.text for block in found.blocks if isinstance(block, Paragraph) and block.style == "warning"]
    assert warnings == [
        "Do not neglect what works: Email fell from 90 to 40 since September 2026 (visitors with any macro), while Pricing page rose."
    ]
    checks = [row.cells[4] for row in table(found, "protect").rows]
    assert [(cell.text, cell.tone) for cell in checks] == [("fallen", Tone.WARN), ("nothing to compare with", Tone.MUTED)]
    alone = replace(ALARM, gains=())
    assert any("Nothing else rose" in text for text in texts(section(healthy, settings, protect=alone)))


def test_links_differ_between_channels_or_not(healthy: Findings, settings: Settings) -> None:
    same = "The one signal that could be compared goes along with Contact about as much in each channel, as far as can be told."
    assert same in texts(section(healthy, settings))
    differing = (LinkSpread("contact", "pricing_view", SAME, 0.01, differs=True),)
    found = section(healthy, settings, links=differing)
    assert "One signal means more in some channels than in others: Pricing page" in texts(found)
    assert [row.cells[0].text for row in table(found, "spread-contact-pricing_view").rows] == ["Email", "Search"]


def test_who_comes_back(healthy: Findings, settings: Settings) -> None:  # checklist 003-11
    sells = settings.model_copy(update={"report": settings.report.model_copy(update={"business_type": BusinessType.PURCHASE})})
    found = section(healthy, sells, "macro")
    assert "Contact again: 40.0% within 90 days" in texts(found)
    told = next(text for text in texts(found) if text.startswith("40 of 120"))
    assert "Allowing for those who may still come back, 40.0% do within 90 days (95% range 30% to 50%)." in told
    assert "half do by day 8 (middle half: day 5 to 10)" in told
    assert [row.cells[1].note for row in table(found, "repeat-curve-contact").rows] == ["28% to 48%", "30% to 50%"]
    months = table(found, "repeat-contact")
    assert months.details
    assert [row.cells[3].text for row in months.rows] == ["not yet", "38.0%"]
    assert months.notes[0].endswith("80 had it once. 40 had it 2 times.")


def test_a_firm_that_does_not_sell_is_told_in_a_sentence(healthy: Findings, settings: Settings) -> None:
    lead = settings.model_copy(update={"report": settings.report.model_copy(update={"business_type": BusinessType.LEAD})})
    found = section(healthy, lead, "macro")
    assert any(text.startswith("40 of 120 visitors with Contact have had it again so far") for text in texts(found))
    assert not any(isinstance(block, Table) and block.id == "repeat-curve-contact" for block in found.blocks)


def test_one_who_came_back_has_it_again(healthy: Findings, settings: Settings) -> None:
    told = texts(section(healthy, settings, "macro", repeats=(replace(AGAIN, so_far=Rate(1, 149)),)))
    assert any(text.startswith("One of 149 visitors with Contact has had it again so far") for text in told)


def test_marks_are_explained_only_where_there_are_some(healthy: Findings, settings: Settings) -> None:
    def explained(**values: object) -> bool:
        slices = tuple(replace(one, **values) for one in healthy.breakdowns[0].slices)  # type: ignore[arg-type]
        found = section(replace(healthy, breakdowns=(replace(healthy.breakdowns[0], slices=slices),)), settings)
        return any(text.startswith("Marks are set after correction") for text in texts(found))

    assert explained(rankable=True, marked={"contact": 1})
    assert not explained(rankable=True, marked={"contact": 0})
    assert not explained(rankable=False, marked={})


def test_the_same_groups_under_other_names_are_one_table(healthy: Findings, settings: Settings) -> None:
    tactics = replace(healthy.breakdowns[0], dimension=Dimension.TACTIC)
    renamed = tuple(replace(one, value=f"Plan {place}") for place, one in enumerate(tactics.slices))
    initiatives = replace(tactics, dimension=Dimension.INITIATIVE, slices=renamed)
    found = section(replace(healthy, breakdowns=(tactics, initiatives)), settings)
    assert [block.id for block in found.blocks if isinstance(block, Table) and block.id.startswith("by-")] == ["by-tactic"]
    assert any(text.startswith("Initiative: the same groups of visitors as by tactic: Plan 0 (Organic Search)") for text in texts(found))
    fewer = replace(initiatives, slices=renamed[1:])
    found = section(replace(healthy, breakdowns=(tactics, fewer)), settings)
    assert [block.id for block in found.blocks if isinstance(block, Table) and block.id.startswith("by-")] == ["by-tactic", "by-initiative"]


def test_platforms_split_and_combined(healthy: Findings, settings: Settings) -> None:  # checklist 003-2
    first = healthy.breakdowns[0]
    platforms = replace(first, dimension=Dimension.PLATFORM, slices=first.slices[:2])
    found = section(replace(healthy, breakdowns=(first, platforms)), settings)
    shown = table(found, "platform-split")
    assert [column.label for column in shown.columns] == ["Conversion", "Organic Search", "Direct", "All platforms"]
    contact = next(row for row in shown.rows if row.cells[0].text == "Contact")
    assert [cell.note for cell in contact.cells[1:]] == ["40 of 1,500", "26 of 1,000", "96 of 3,080"]


def test_no_cause_and_every_text_from_the_catalogue(healthy: Findings, settings: Settings) -> None:
    found = section(replace(healthy, locale="xx"), settings, protect=ALARM)
    for text in texts(found):
        assert text.startswith("⟦"), text
    plain = section(healthy, settings, protect=ALARM)
    cells = [cell for block in plain.blocks if isinstance(block, Table) for row in block.rows for cell in row.cells]
    assert not any(CAUSAL.search(text) for text in [*texts(plain), *(cell.note or "" for cell in cells if isinstance(cell, Cell))])
    ids = [block.id for block in plain.blocks if isinstance(block, Table | Subheading)]
    assert len(ids) == len(set(ids))


def test_the_alarm_is_worth_doing_on_the_front_page(healthy: Findings, settings: Settings) -> None:
    """After the data and the goals that are behind."""
    document = wording.document(replace(healthy, goals=(), channels=channels(protect=ALARM)), settings)
    told = next(block for block in document.front if isinstance(block, ActionList)).items
    asked = next(item for item in told if item.text == "Look after Email again –")
    assert (asked.badge.text, asked.href) == ("Fix", "section-channels")
    assert re.fullmatch(r"visitors with any macro: \d+ to \d+ since .*, while .* rose", asked.number)
