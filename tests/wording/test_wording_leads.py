"""Hot leads, signals together, chances, lags and leading signals in words."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import inf

import pytest
from wording_draft import draft

from reportgen.model.charts import LagChart
from reportgen.model.document import Block, Code, Figure, Paragraph, Section, Subheading, Table
from reportgen.model.findings import Findings
from reportgen.model.journeys import Unit
from reportgen.model.journeys_findings import BridgeFinding, JourneyFindings
from reportgen.model.lead_findings import (
    ChanceGroup,
    GoalProposal,
    HotLeads,
    IntentLevel,
    LagCurve,
    Landing,
    LeadFindings,
    LeadingFinding,
    LeadScore,
    MacroLeads,
    RankedGroup,
)
from reportgen.model.settings import Settings
from reportgen.periods import Period
from reportgen.stats import (
    Candidate,
    Dispersion,
    Leading,
    Link,
    Pace,
    Rate,
    RateEstimate,
    ScoreBin,
    ScoreQuality,
    Stratum,
    bridges,
    estimate_rate,
)
from reportgen.stats.measures import Interval
from reportgen.wording import journeys

Told = Callable[..., Section]
ONE = Dispersion(1.0, True, inf)
HOT, EVEN, FEW = bridges([Candidate((Stratum(4_000, 200, 1_000, d1),)) for d1 in (100, 55)] + [Candidate((Stratum(4_000, 200, 40, 2),))])
JOURNEYS = JourneyFindings(
    Unit.PAGE_VIEW, 10_000, (BridgeFinding("quote_request", True, 400, 30, Rate(200, 200), 0, (), (), 400),), (), (), ()
)


def rate(n: int, of: int) -> RateEstimate:
    return estimate_rate(Rate(n, of), ONE)


def level(micros: int, standing: int, said: RateEstimate, happened: RateEstimate) -> IntentLevel:
    return IntentLevel(micros, micros == 3, said, happened, standing, HOT if micros else None)


LEVELS = (
    level(0, 9_000, rate(9, 40_000), rate(9, 40_000)),
    level(1, 60, rate(6, 300), rate(5, 310)),
    level(3, 20, rate(5, 90), rate(0, 0)),
)


def hot(**more: object) -> HotLeads:
    values: dict[str, object] = {
        "micros": ("pricing_view", "newsletter_signup"),
        "at_least": 1,
        "within": 30,
        "declared": True,
        "all_of": False,
        "visitors": 900,
        "standing": 80,
        "hot": rate(24, 400),
        "others": rate(18, 80_000),
        "link": HOT,
        "levels": LEVELS,
        "clearest": 1,
        "stretches": 12,
        "days": 30,
        **more,
    }
    return HotLeads(**values)  # type: ignore[arg-type]


QUALITY = ScoreQuality(0.912, (ScoreBin(0.15, Rate(60, 400)), ScoreBin(0.004, Rate(20, 4_000))), 8.25)
SCORE = LeadScore(80, 40, QUALITY, (ChanceGroup(50, 0.15), ChanceGroup(900, 0.004)), ())
RANKED = LeadScore(9, 40, None, (), (RankedGroup(0, 2, 16), RankedGroup(4, 0, 300)))
CURVES = (
    LagCurve(None, ((0, 0.1), (200, 0.5), (395, 1.0)), 90, 200, 300, 400, 9_000, 150),
    LagCurve("pricing_view", ((0, 0.4), (6, 0.5), (250, 1.0)), 0, 6, 29, 400, 900, 70),
)
LED = Leading("pricing_view", True, 0.31, 0.001, 0.004, 67, False)
PROPOSAL = GoalProposal(
    "more_pricing_view",
    "pricing_view",
    "quote_request",
    "Aylin",
    None,
    0.1,
    Period(date(2026, 8, 1), date(2026, 11, 1)),
    Period(date(2026, 11, 1), date(2027, 2, 1)),
)
PACE = Pace(61.0, Interval(44.0, 82.0, 0.8), 9)
LANDING = Landing("pricing_view", PACE, date(2026, 12, 31), "quotes", 400.0, 500.0)
LEADS = LeadingFinding("quote_request", 94, 52, (LED,), "pricing_view", LANDING, PROPOSAL, has_goal=False)
QUIET = LeadingFinding("quote_request", 94, 52, (replace(LED, leads=False), replace(LED, key="chat", leads=False)), None, None, None, False)


@pytest.fixture
def told(healthy: Findings, settings: Settings) -> Told:
    """The section's blocks for one macro's leads and what runs ahead of it."""

    def make(leading: LeadingFinding = QUIET, locale: str | None = None, **macro: object) -> Section:
        values: dict[str, object] = {"macro": "quote_request", "hot": hot(), "score": None, "curves": (), **macro}
        found = LeadFindings((MacroLeads(**values),), (leading,))  # type: ignore[arg-type]
        given = replace(healthy, journeys=JOURNEYS, leads=found, locale=locale or healthy.locale)
        return journeys.section(draft(given, settings))

    return make


def paragraphs(section: Section) -> list[str]:
    return [block.text for block in section.blocks if isinstance(block, Paragraph)]


def headings(section: Section) -> dict[str, str]:
    return {block.id: block.text for block in section.blocks if isinstance(block, Subheading)}


def block(section: Section, name: str) -> Block | None:
    return next((one for one in section.blocks if getattr(one, "id", None) == name), None)


def rows(section: Section, name: str) -> list[list[str]]:
    found = block(section, name)
    assert isinstance(found, Table)
    return [[" / ".join(filter(None, (cell.text, cell.note))) for cell in row.cells] for row in found.rows]


def test_hot_leads_are_a_number_with_what_followed_and_a_fair_comparison(told: Told) -> None:
    # checklist 003-6
    section = told()
    assert headings(section)["hot-quote_request"] == "Quote request: 80 visitors are hot leads today"
    assert paragraphs(section)[0] == (
        "A hot lead has had at least one of Pricing page and Newsletter sign-up within 30 days. Quote request within the next 30 days: "
        "6.0% (24 of 400; 4.1% to 8.8%) of hot leads, against 0.022% (18 of 80,000; 0.014% to 0.036%) of all other visitors. "
        "Hot leads were here lately, most others were not; held against visitors from the same first channel, at the same session and page "
        "number, the odds ratio is 3.2 (95% range 2.4 to 4.3)."
    )


def test_the_usual_rule_is_said_to_be_one(told: Told) -> None:
    assert "name no rule, so this is the usual one: two different signals" in paragraphs(told(hot=hot(declared=False)))[0]
    assert paragraphs(told(hot=hot(all_of=True, at_least=2)))[0].startswith("A hot lead has had all of Pricing page and Newsletter sign-up")


@pytest.mark.parametrize(
    ("link", "heading", "flag"),
    [
        (EVEN, "Quote request: the hot-lead rule tells no more than comparable sessions", "The range of the odds ratio takes in 1:"),
        (FEW, "Quote request: too little data to tell whether hot leads are hot", "it takes about 300 more such macro conversions."),
    ],
)
def test_a_rule_without_evidence_is_flagged(told: Told, link: Link, heading: str, flag: str) -> None:
    # checklist 003-6
    section = told(hot=hot(link=link))
    assert headings(section)["hot-quote_request"] == heading
    warned = [block.text for block in section.blocks if isinstance(block, Paragraph) and block.style == "warning"]
    assert len(warned) == 1 and flag in warned[0]


def test_signals_together_are_a_table_of_what_was_said_and_what_happened(told: Told) -> None:
    # checklist 004-14
    section = told()
    assert rows(section, "signals-quote_request") == [
        ["none", "9,000", "0.022% / 9 of 40,000; 0.012% to 0.043%", "0.022% / 9 of 40,000; 0.012% to 0.043%", ""],
        ["1", "60", "2.0% / 6 of 300; 0.92% to 4.3%", "1.6% / 5 of 310; 0.69% to 3.7%", "3.2 / 2.4 to 4.3"],
        ["3 or more", "20", "5.6% / 5 of 90; 2.4% to 12%", "", "3.2 / 2.4 to 4.3"],
    ]
    found = block(section, "signals-quote_request")
    assert isinstance(found, Table) and "12 stretches of 30 days" in found.notes[0]


def test_signals_are_counted_beside_macros(told: Told) -> None:
    # checklist 004-6
    assert any(text.startswith("Signals come more often than macro conversions: ") for text in paragraphs(told()))


def test_a_score_is_told_with_how_far_it_can_be_believed(told: Told) -> None:
    section = told(score=SCORE)
    (said,) = (text for text in paragraphs(section) if "score" in text)
    assert "it put the right one first in 9 of 10 cases; a coin would in half of them." in said
    assert "The 9.1% with the highest chance had 60 of the 80 conversions." in said
    assert rows(section, "score-quote_request") == [
        ["9.1% with the highest chance", "15%", "15% / 60 of 400; 12% to 19%", "50 / about 7.5"],
        ["next 91%", "0.40%", "0.50% / 20 of 4,000; 0.32% to 0.77%", "900 / about 3.6"],
    ]


def test_too_few_macros_give_an_order_and_no_chance(told: Told) -> None:
    section = told(score=RANKED)
    assert "Quote request: 9 conversions to learn from; chances for single visitors take 40." in paragraphs(section)
    assert rows(section, "ranking-quote_request") == [["in the last 3 days", "2", "16"], ["30 days ago or more", "0", "300"]]
    nothing = told(score=replace(RANKED, ranked=(RankedGroup(0, 0, 16),)))
    assert block(nothing, "ranking-quote_request") is None
    only = told(hot=None, score=RANKED)
    assert headings(only)["hot-quote_request"] == "Quote request: who may go on next"


def test_a_lag_curve_has_its_half_as_title_and_its_numbers_as_a_table(told: Told) -> None:
    # checklist 000-9, 002-1
    figure = block(told(curves=CURVES), "lag-quote_request")
    assert isinstance(figure, Figure) and isinstance(figure.chart, LagChart) and figure.data is not None
    assert figure.chart.words.title == "Pricing page before Quote request: of those who go on within 400 days, half have by day 6"
    assert [(line.label, line.strong) for line in figure.chart.lines] == [
        ("Pricing page: half by day 6", True),
        ("First seen: half by day 200", False),
    ]
    assert figure.chart.marks[182] == "6 months"
    last = [cell.text for cell in figure.data.rows[-1].cells]
    assert last == ["by day 400", "100%", "100%"]
    half_a_year = next(row for row in figure.data.rows if row.cells[0].text == "by day 182")
    assert [cell.text for cell in half_a_year.cells] == ["by day 182", "50%", "10%"]
    alone = block(told(curves=CURVES[:1]), "lag-quote_request")
    assert isinstance(alone, Figure) and isinstance(alone.chart, LagChart)
    assert alone.chart.words.title == "Quote request: of those who have it within 400 days of being first seen, half do by day 200"
    assert alone.chart.lines[0].strong
    assert block(told(), "lag-quote_request") is None


def test_no_leading_signal_is_one_line(told: Told) -> None:
    # checklist 001-16 (silence where it has no skill)
    section = told()
    assert headings(section)["leading"] == "No signal runs ahead of the macro conversions"
    assert (
        "Quote request: over 94 weeks none of 2 signals tells more of the next week than macro conversions and visitors do by themselves, "
        "so nothing is said of where their pace lands."
    ) in paragraphs(section)
    short = told(replace(QUIET, tested=(), weeks=31))
    assert "Quote request: whether a signal runs ahead takes 52 full weeks in a row; 31 are known." in paragraphs(short)


def test_a_leading_signal_says_where_its_pace_lands_and_gives_a_goal(told: Told) -> None:
    # checklist 001-16, 001-21
    section = told(LEADS)
    assert headings(section)["leading"] == "Pricing page runs a week ahead of: Quote request"
    (said,) = (text for text in paragraphs(section) if text.startswith("Pricing page of one week"))
    assert "it takes 31% of the squared error away, over 67 weeks that the forecast had not seen." in said
    assert "it lands at about 461 (80% range 444 to 482) on Dec 31, 2026; 400 so far. The target is 500." in said
    assert "a season that both share can look the same" in said
    code = block(section, "goal-more_pricing_view")
    assert isinstance(code, Code)
    assert code.text == (
        "  more_pricing_view:\n"
        '    label: "More: Pricing page"\n'
        '    owner: "Aylin"\n'
        "    metric: {conversions: pricing_view}\n"
        "    baseline: {from: 2026-08-01, to: 2026-10-31}\n"
        "    target: +10%\n"
        "    supports: quote_request\n"
        "    from: 2026-11-01\n"
        "    by: 2027-01-31\n"
    )
    free = told(replace(LEADS, landing=replace(LANDING, goal=None), proposal=None, has_goal=True))
    assert any(
        "it comes to about 61 (80% range 44 to 82) until Dec 31, 2026. A goal is on Pricing page already." in t for t in paragraphs(free)
    )
    assert not [one for one in free.blocks if isinstance(one, Code)]


def test_every_text_is_from_the_catalogue_and_claims_no_cause(told: Told) -> None:
    pseudo = told(LEADS, "xx", score=SCORE, curves=CURVES)
    assert all("⟦" in text for text in (*paragraphs(pseudo), *headings(pseudo).values()))
    causal = re.compile(r"\b(causes?|drives?|because of|due to|leads? to|sales?)\b", re.IGNORECASE)
    assert not [text for text in paragraphs(told(LEADS, score=SCORE)) if causal.search(text)]
