"""From micro to macro in words: who went on, beside whom; never why, and nothing from too little."""

import re
from dataclasses import replace
from datetime import date

import pytest

from reportgen import wording
from reportgen.model.charts import ForestChart
from reportgen.model.document import Cell, Document, Figure, Mark, Paragraph, Section, Subheading, Table, Tone
from reportgen.model.findings import Findings
from reportgen.model.journeys import Unit
from reportgen.model.journeys_findings import BridgeFinding, CohortFinding, Edge, JourneyFindings, LinkFinding, TypicalLag
from reportgen.model.settings import Settings
from reportgen.periods import Period
from reportgen.stats import Assist, Candidate, Link, Rate, Stratum, Wait, bridges, lag, maturity, worth_at
from reportgen.stats.measures import Interval
from tests.every import texts

STRATA = {
    "pricing_view": Stratum(4_000, 200, 1_000, 100),
    "newsletter_signup": Stratum(4_000, 200, 1_000, 51),
    "social_follow": Stratum(4_000, 200, 40, 2),
    "upsell": Stratum(4_000, 200, 1_000, 30),
}
WAITS = (*(Wait(day, happened=True) for day in range(28)), Wait(60, happened=False, count=900))


def link_of(micro: str, link: Link, **more: object) -> LinkFinding:
    assist = Assist(Rate(link.observed, 200), Interval(0.3, 0.6), 0.25)
    values: dict[str, object] = {"item": None, "assist": assist, **more}
    return LinkFinding(
        micro=micro,
        visitors=900,
        link=link,
        vanity=link.vanity,
        fewer=link.fewer,
        needed=link.more_needed,
        **values,  # type: ignore[arg-type]
    )


def journeys(**more: object) -> JourneyFindings:
    judged = dict(zip(STRATA, bridges([Candidate((stratum,)) for stratum in STRATA.values()]), strict=True))
    strong = judged["pricing_view"]
    value = worth_at(Rate(18, 240), Rate(200, 10_000), 2_000.0, strong)
    items = (link_of("pricing_view", strong, item="/pricing<b>"),)
    curve = lag(WAITS, 60)
    assert curve is not None
    found = [
        link_of(
            "pricing_view",
            strong,
            worth=value,
            matured=Rate(18, 240),
            lag=TypicalLag(5, 13, 27, 60, 120),
            items=items,
            few_items=2,
        ),
        *(link_of(key, link) for key, link in judged.items() if key != "pricing_view"),
    ]
    october = Period(date(2026, 10, 1), date(2026, 11, 1))
    cohort = CohortFinding(october, Rate(9, 2_000), Rate(9, 2_000), immature=True, maturity=maturity(curve, [(10, 2_000)]))
    quote = BridgeFinding("quote_request", True, 60, 30, Rate(180, 200), 4, tuple(found), (cohort,), 60)
    contact = BridgeFinding("contact", False, 30, 30, Rate(70, 100), 0, tuple(link_of(key, judged[key]) for key in STRATA), (), 30)
    edges = (
        Edge("pricing_view", "quote_request", ("quotes",)),
        Edge("newsletter_signup", "pricing_view", ()),
        Edge("upsell", "contact", ("contact_rate",)),
    )
    values: dict[str, object] = {"bridges": (quote, contact), "edges": edges, "orphans": ("social_follow",), "unlinkable": (), **more}
    return JourneyFindings(Unit.PAGE_VIEW, 10_000, **values)  # type: ignore[arg-type]


@pytest.fixture
def document(healthy: Findings, settings: Settings) -> Document:
    return wording.document(replace(healthy, journeys=journeys()), settings)


@pytest.fixture
def bridge(document: Document) -> Section:
    return section(document, "bridge")


def section(document: Document, name: str) -> Section:
    return next(found for found in document.sections if found.id == name)


def table(found: Section, name: str) -> Table:
    return next(block for block in found.blocks if isinstance(block, Table) and block.id == name)


def cells(found: Table, first: str) -> tuple[Cell, ...]:
    return next(row.cells for row in found.rows if row.cells[0].text == first)


def test_the_finding_opens_the_section(bridge: Section) -> None:
    # checklist 000-19
    assert bridge.heading == "One signal goes along with more macro conversions: Pricing page"
    assert bridge.lead == (
        "Quote request: 100 visitors had Pricing page before it; among visitors from the same first channel, at the same session and page "
        "number, 50 would be expected (odds ratio 3.2, 95% range 2.4 to 4.3). This shows who converts, not why."
    )


def test_the_caveat_stands_once(document: Document) -> None:
    # checklist 004-14
    said = texts(section(document, "bridge"))
    assert sum(text.count("not why") for text in said) == 1
    assert sum(text.count("In isolation no signal is a reliable sign") for text in said) == 1


def test_links_are_sorted_from_the_clearest_on(document: Document) -> None:
    """By their letters `no link shown` would come before `strong`; too little data comes last whichever way."""
    found = table(section(document, "bridge"), "links-quote_request")
    by_link = sorted({(row.cells[3].sort, row.cells[3].text) for row in found.rows if row.cells[3].sort is not None})  # type: ignore[type-var]
    assert [text for _, text in by_link] == ["strong", "suggestive", "no link shown"]
    assert all(row.cells[3].sort is None for row in found.rows if row.cells[3].mark is Mark.NOT_ENOUGH)
    assert not any(row.total for row in found.rows)


def test_a_strong_link_has_everything(bridge: Section) -> None:
    # checklist 000-23, 002-1, 003-4
    found = table(bridge, "links-quote_request")
    name, observed, ratio, label, value, lagged = cells(found, "Pricing page")
    assert name.note == "2 more values have too little data"
    assert (observed.text, observed.note) == ("100", "50")
    assert (ratio.text, ratio.note) == ("3.2", "2.4 to 4.3")
    assert (label.text, label.tone) == ("strong", Tone.GOOD)
    assert value.text == "€150"
    assert value.note is not None
    assert value.note.startswith("€88 to €220; above others €100 (")
    assert (lagged.text, lagged.note) == ("13 days", "5 to 27")


def test_its_values_stand_below_it(bridge: Section) -> None:
    # checklist 002-7
    rows = table(bridge, "links-quote_request").rows
    assert [row.cells[0].text for row in rows if row.sub] == ["/pricing<b>"]
    assert rows[0].cells[0].text == "Pricing page"
    assert rows[1].sub


def test_labels_are_words(bridge: Section) -> None:
    found = table(bridge, "links-quote_request")
    vain, fewer, few = (cells(found, name)[3] for name in ("Newsletter sign-up", "Second order", "Social follow"))
    assert (vain.text, vain.note) == ("no link shown", None)
    assert (fewer.text, fewer.note) == ("suggestive", "fewer than expected")
    assert (few.text, few.note, few.mark) == ("not enough data", "takes about 300 more", Mark.NOT_ENOUGH)
    assert cells(found, "Social follow")[2] == Cell("", mark=Mark.NOT_ENOUGH, tone=Tone.MUTED)
    assert cells(found, "Social follow")[0].note == "orphan: supports nothing yet"
    assert "Not enough data: how many more" in found.notes[0] and "Vanity:" not in found.notes[0]


def test_vanity_is_said(healthy: Findings, settings: Settings) -> None:
    (plain,) = bridges([Candidate((Stratum(400_000, 2_000, 100_000, 505),))])
    found = journeys()
    only = replace(found.bridges[0], links=(link_of("pricing_view", plain),))
    told = section(wording.document(replace(healthy, journeys=replace(found, bridges=(only,))), settings), "bridge")
    assert cells(table(told, "links-quote_request"), "Pricing page")[3].note == "vanity"
    explained = table(told, "links-quote_request").notes[0]
    assert "Vanity: plenty of data, and no link worth the name." in explained and "Not enough data:" not in explained
    assert told.heading == "No signal goes along clearly with more macro conversions"
    assert next(block.text for block in told.blocks if isinstance(block, Subheading)) == "Quote request: no signal stands out"


def test_too_few_macros_are_no_finding(healthy: Findings, settings: Settings) -> None:
    (few,) = bridges([Candidate((Stratum(400, 4, 100, 4),))])
    found = journeys()
    only = replace(found.bridges[0], links=(link_of("pricing_view", few),))
    told = wording.document(replace(healthy, journeys=replace(found, bridges=(only,))), settings)
    assert section(told, "bridge").heading == "Too few macro conversions to tell which signals go along with them"
    assert len(told.sentences) == 3
    assert not [block for block in section(told, "bridge").blocks if isinstance(block, Figure)]


def test_the_chart_is_about_one(bridge: Section) -> None:
    (figure,) = [block for block in bridge.blocks if isinstance(block, Figure)]
    chart = figure.chart
    assert isinstance(chart, ForestChart)
    assert chart.logarithmic
    assert chart.reference == 1
    assert [row.label for row in chart.rows] == ["Pricing page", "Newsletter sign-up", "Second order"]
    assert [row.strong for row in chart.rows] == [True, False, False]
    assert chart.words.title == "Highest: Pricing page, 3.2 (95% range 2.4 to 4.3)"
    assert 1.0 in chart.words.ticks
    assert min(chart.words.ticks) <= chart.rows[-1].low
    assert max(chart.words.ticks) >= chart.rows[0].high


def test_what_is_still_to_come(bridge: Section) -> None:
    # checklist 000-9
    said = [block.text for block in bridge.blocks if isinstance(block, Paragraph)]
    (still,) = [text for text in said if "still to come" in text]
    start = r"Quote request: 6\d% of what visitors first seen in October 2026 bring within 60 days is still to come"
    assert re.fullmatch(start + r" \(95% range \d+% to \d+%\)\.", still)
    cohorts = table(bridge, "cohorts-quote_request")
    month, visitors, same, so_far, coming = cells(cohorts, "October 2026")
    assert (month.note, visitors.text, same.text, so_far.text) == (None, "2,000", "0.45%", "0.45%")
    assert cohorts.notes[0].endswith("Every month is still open: none has been followed for 60 days.")
    assert coming.text.startswith("6")


def test_macros_outside_the_comparison(bridge: Section) -> None:
    found = {block.text: block.style for block in bridge.blocks if isinstance(block, Paragraph)}
    few = "Quote request: 20 of 200 visitors (10.0%) have no page view in the 30 days before it and stay out of the comparison."
    many = (
        "Contact: 30 of 100 visitors (30.0%) have no page view in the 30 days before it and stay out of the comparison. "
        "That is so many that the comparison may not hold for all."
    )
    assert found[few] == "note"
    assert found[many] == "warning"
    assert found["4 more conversions name no visitor and cannot be linked."] == "note"


def test_other_macros_are_shorter(bridge: Section) -> None:
    assert len(table(bridge, "links-contact").columns) == 4
    assert len(table(bridge, "links-quote_request").columns) == 6


def test_the_map(healthy: Findings, settings: Settings, bridge: Section) -> None:
    # checklist 002-11
    found = table(bridge, "micro-map")
    rows = [tuple(cell.text for cell in row.cells) for row in found.rows]
    assert rows == [
        ("Pricing page", "Quote request", "strong", "Quote requests"),
        ("Newsletter sign-up", "Pricing page", "no macro conversion, so not measured", "no goal"),
        ("Second order", "Contact", "suggestive", "Contact rate"),
        ("Social follow", "orphan: supports nothing yet", "", ""),
    ]
    assert found.rows[0].cells[2].note == "3.2 (2.4 to 4.3)"
    nobody = wording.document(replace(healthy, journeys=journeys(unlinkable=("pricing_view",))), settings)
    assert cells(table(section(nobody, "bridge"), "micro-map"), "Pricing page")[2].text == "cannot be linked"
    assert "Pricing page names no visitor, so what followed cannot be told." in texts(section(nobody, "bridge"))


def test_each_micro_says_what_it_is_worth_or_that_nothing_is_measured(document: Document) -> None:
    # checklist 000-23
    found = table(section(document, "micro"), "micro-links")
    assert [cell.text for cell in cells(found, "Pricing page")[:3]] == ["Pricing page", "Quote request", "strong"]
    value = cells(found, "Pricing page")[5]
    assert (value.text, value.note) == ("€150", "€88 to €220; 240 visitors")
    assert cells(found, "Newsletter sign-up")[5].text == "no measured connection"
    assert cells(found, "Second order")[5].text == "no measured connection"
    assert cells(found, "Social follow")[5].mark is Mark.NOT_ENOUGH


def test_the_front_page_says_the_clearest_in_a_sentence(document: Document) -> None:
    assert len(document.sentences) == 4
    assert document.sentences[2] == (
        "Visitors with Pricing page went on to Quote request about 3.2 times as often as comparable visitors (95% range 2.4 to 4.3)."
    )


def test_no_cause_and_no_success_in_any_text(document: Document) -> None:
    causal = re.compile(
        r"\b(causes?|caused|drives?|drove|because of|lift from|thanks to|due to|leads? to|led to|sales?|sold)\b", re.IGNORECASE
    )
    assert [text for text in texts(section(document, "bridge")) if causal.search(text)] == []


def test_without_journeys_one_line(healthy: Findings, settings: Settings) -> None:
    found = section(wording.document(healthy, settings), "bridge")
    assert found.blocks == ()
    assert found.heading == "No signal can be held against a macro conversion yet"


def test_sessions_stand_in_for_page_views(healthy: Findings, settings: Settings) -> None:
    found = replace(journeys(), unit=Unit.SESSION)
    lead = section(wording.document(replace(healthy, journeys=found), settings), "bridge").lead
    assert lead is not None
    assert "at the same session," in lead


def test_ids_are_unique_and_every_text_is_from_the_catalogue(healthy: Findings, settings: Settings, document: Document) -> None:
    ids = [block.id for found in document.sections for block in found.blocks if not isinstance(block, Paragraph)]
    assert len(ids) == len(set(ids))
    pseudo = wording.document(replace(healthy, locale="xx", journeys=journeys()), settings)
    said = [block.text for block in section(pseudo, "bridge").blocks if isinstance(block, Paragraph | Subheading)]
    assert all("⟦" in text for text in said)
