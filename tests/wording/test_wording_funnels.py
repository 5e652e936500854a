"""Steps and leaks in words: what is unlike before, what order leaves out, where people stop; never why, and no rate from a few."""

import re
from dataclasses import replace
from datetime import date
from math import inf

import pytest
from wording_draft import draft

from reportgen import periods
from reportgen.model.charts import FunnelChart
from reportgen.model.document import Cell, Document, Figure, Mark, Paragraph, Section, Subheading, Table, Tone
from reportgen.model.findings import Findings
from reportgen.model.funnel_findings import (
    Abandoned,
    CaughtFinding,
    ChannelChange,
    ChannelGap,
    FunnelFinding,
    FunnelFindings,
    RungFinding,
    StallFinding,
    StepFinding,
    StepTime,
)
from reportgen.model.journeys_findings import CohortFinding
from reportgen.model.settings import USUAL_STAGES, Settings, Stage
from reportgen.stats import Dispersion, Interval, Rate, RateEstimate, StepChange, channel_gaps, estimate_rate, lag, maturity, step_changes
from reportgen.stats import Wait as Waited
from reportgen.wording import funnel_steps, funnels
from tests.every import texts

WAITS = (*(Waited(day, happened=True) for day in range(28)), Waited(60, happened=False, count=172))
OCTOBER = periods.month("2026-10")


def estimate(n: int, of: int) -> RateEstimate:
    return estimate_rate(Rate(n, of), Dispersion(1.0, assumed=True, df=inf))


def change(n: int, of: int, before: tuple[int, int] = (30, 100)) -> StepChange:
    """A rate now against 24 weeks of `before` each."""
    return step_changes([([Rate(*before)] * 24, Rate(n, of))])[0]


def step(key: str, reached: int, seen: int, of: int | None = None, before: tuple[int, int] = (30, 100), **more: object) -> StepFinding:
    rates = {} if of is None else {"of_last": estimate(reached, of), "of_first": estimate(reached, 1_284)}
    values: dict[str, object] = {
        "of_last": None, "of_first": None, "change": None if of is None else change(reached, of, before),
        "time": None, "skipped": Rate(2, 7), "skipped_ever": Rate(45, 125), "standing": 1_712, **rates, **more,
    }  # fmt: skip
    return StepFinding(key=key, rules=(key,), reached=reached, seen=seen, **values)  # type: ignore[arg-type]


TIME = StepTime(0.49, Interval(0.48, 0.5), 0, 13, 180, 24_248, 11_800)
STEPS = (
    step("awareness", 1_284, 1_611),
    step("engagement", 390, 915, 1_284, time=TIME),
    step("consideration", 10, 518, 22),
    step("quote_request", 0, 42, 3, skipped=None, skipped_ever=None),
)


def funnel(steps: tuple[StepFinding, ...] = STEPS, **more: object) -> FunnelFinding:
    values: dict[str, object] = {
        "key": "quote_request", "macro": "quote_request", "primary": True, "window": 180, "age": 7, "entered": 1_611, "still_open": 327,
        "in_order": Rate(6, 125), "shared": 0, "unlike_before": (), "unlike_others": (), "abandoned": None, **more,
    }  # fmt: skip
    return FunnelFinding(steps=steps, **values)  # type: ignore[arg-type]


def stall(target: str, stopped: StepChange, **more: object) -> StallFinding:
    values: dict[str, object] = {
        "is_group": True, "intent": False, "lost": float(stopped.now.n), "unlike_before": (), "unlike_others": (), "suggestions": (),
        **more,
    }  # fmt: skip
    return StallFinding(target=target, stopped=estimate(stopped.now.n, stopped.now.of), change=stopped, **values)  # type: ignore[arg-type]


CAUGHT = tuple(
    CaughtFinding(stage, days, OCTOBER, estimate(n, of), macros)
    for stage, days, n, of, macros in (("engagement", 7, 81, 903, 6), ("engagement", 180, 204, 863, 47), ("intent", 7, 2, 9, 2))
)
STALLS = (stall("blog_posts", change(968, 1_292, (75, 100))), stall("pricing", change(756, 1_240, (52, 100)), intent=True))


def ladder() -> tuple[RungFinding, ...]:
    curve = lag(WAITS, 60)
    assert curve is not None
    months = (
        CohortFinding(periods.month("2026-08"), Rate(3, 100), Rate(28, 200), immature=False, maturity=maturity(curve, [(60, 200)])),
        CohortFinding(OCTOBER, Rate(1, 41), Rate(1, 41), immature=True, maturity=maturity(curve, [(10, 40)])),
    )
    time = StepTime(0.14, Interval(0.11, 0.17), 14, 25, 60, 200, 28)
    return (RungFinding("contact", "quote_request", 60, Rate(29, 241), time, months),)


def told(healthy: Findings, settings: Settings, *funnels: FunnelFinding, **more: object) -> Section:
    values: dict[str, object] = {"ladder": ladder(), "caught": CAUGHT, "stalls": STALLS, **more}
    found = FunnelFindings(funnels=funnels, **values)  # type: ignore[arg-type]
    return shown(healthy, settings, found)


def shown(healthy: Findings, settings: Settings, found: FunnelFindings | None) -> Section:
    """The section in a report that has it and what every report has."""
    return funnels.section(draft(replace(healthy, funnels=found), settings))


def section(document: Document) -> Section:
    return next(found for found in document.sections if found.id == "funnel")


def table(found: Section, name: str) -> Table:
    return next(block for block in found.blocks if isinstance(block, Table) and block.id == name)


def cells(found: Table, first: str) -> tuple[Cell, ...]:
    return next(row.cells for row in found.rows if row.cells[0].text == first)


@pytest.fixture
def found(healthy: Findings, settings: Settings) -> Section:
    return told(healthy, settings, funnel())


def test_the_section_opens_with_what_is_unlike_before_and_the_first_step(found: Section) -> None:
    # checklist 004-1
    assert found.heading == "More visitors than usual stop after Pricing"
    assert found.lead is not None
    assert found.lead.startswith(
        "Of 1,284 visitors who began with Getting to know us up to Oct 24, 2026, 30.4% (390) went on to Staying in touch"
    )
    assert "of 125 visitors with Quote request so far, 6 took every stage in its order within 180 days" in found.lead


def test_steps_show_both_counts_and_rates_only_from_thirty_visitors_on(found: Section) -> None:
    steps = table(found, "steps-quote_request")
    assert [cell.text for cell in cells(steps, "Staying in touch")[1:4]] == ["915", "390", "30.4%"]
    assert cells(steps, "Staying in touch")[3].note == "390 of 1,284; 28% to 33%"
    few = cells(steps, "Considering")[3]
    assert (few.text, few.mark, few.note) == ("", Mark.NOT_ENOUGH, "10 of 22; takes 8 more")
    assert cells(steps, "Considering")[4].mark is Mark.NOT_ENOUGH
    assert "327 visitors who began after Oct 24, 2026 are still open" in steps.notes[0]


def test_time_and_skipped_steps_stand_beside_each_other(found: Section) -> None:
    # checklist 004-2, 004-3, 003-18
    times = table(found, "times-quote_request")
    assert [cell.text for cell in cells(times, "Staying in touch")[1:]] == ["49%", "same day", "13 days", "36.0%", "1,712"]
    assert cells(times, "Staying in touch")[1].note == "11,800 of 24,248 so far; 48% to 50%"
    assert cells(times, "Considering")[1].mark is Mark.NOT_ENOUGH
    said = texts(found)
    assert (
        "2 of 7 visitors with Quote request in October 2026 never appeared at Considering before it; since the data begin, 45 of 125."
        " 1,712 visitors stand one step before Quote request: in the last 180 days, Considering was their furthest step."
    ) in said


@pytest.mark.parametrize(
    ("skipped", "said"),
    [
        (
            Rate(0, 7),
            "All 7 visitors with Quote request in October 2026 had appeared at Considering before it; since the data begin, 45 of",
        ),
        (Rate(0, 0), "Nobody had Quote request in October 2026; since the data begin, 45 of 125 never appeared at Considering before it."),
    ],
)
def test_customers_who_skipped_nothing_or_were_none(healthy: Findings, settings: Settings, skipped: Rate, said: str) -> None:
    steps = (*STEPS[:2], replace(STEPS[2], skipped=skipped), STEPS[3])
    assert any(said in text for text in texts(told(healthy, settings, funnel(steps))))


def test_none_who_took_every_stage_are_said_in_a_word(healthy: Findings, settings: Settings) -> None:
    (told,) = funnel_steps.in_order(draft(healthy, settings), funnel(in_order=Rate(0, 125)))
    assert "125 visitors" in told
    assert "none took every stage in its order within 180 days" in told


def test_a_fallen_step_is_the_heading_and_its_row_is_marked(healthy: Findings, settings: Settings) -> None:
    fallen = (STEPS[0], step("engagement", 200, 915, 1_284), *STEPS[2:])
    found = told(healthy, settings, funnel(fallen))
    assert found.heading == "Fewer visitors than usual go on to Staying in touch"
    usual = cells(table(found, "steps-quote_request"), "Staying in touch")[4]
    assert (usual.tone, usual.note) == (Tone.BAD, "fewer than usual")
    assert any(
        text.startswith("Fewer went on to Staying in touch: 15.6% (200 of 1,284) of those at the step before") for text in texts(found)
    )
    (chart,) = [block.chart for block in found.blocks if isinstance(block, Figure) and isinstance(block.chart, FunnelChart)]
    assert chart.words.title == "Fewer than usual go on to Staying in touch: 200 of 1,284 in order, while 915 were seen there"
    assert [row.marked for row in chart.rows] == [False, True, False, False]


def test_the_chart_shows_the_usual_range_as_visitors(found: Section) -> None:
    (chart,) = [block.chart for block in found.blocks if isinstance(block, Figure) and isinstance(block.chart, FunnelChart)]
    usual = STEPS[1].change.usual if STEPS[1].change else None
    assert usual is not None
    assert (chart.rows[1].low, chart.rows[1].high) == (usual.low * 1_284, usual.high * 1_284)
    assert (chart.rows[0].low, chart.rows[2].low) == (None, None)
    assert "Staying in touch: 390 in order, 915 in all." in chart.words.alt


def test_channels_are_named_only_on_evidence(healthy: Findings, settings: Settings) -> None:
    # checklist 004-18
    gap = channel_gaps([[(Rate(10, 300), Rate(300, 1_000))]])[0]
    fell = change(30, 300)
    channels = funnel(
        unlike_before=(ChannelChange("engagement", "Ads", fell),), unlike_others=(ChannelGap("engagement", "Direct", gap),) * 4
    )
    said = texts(told(healthy, settings, channels))
    assert any(text.startswith("Fewer by Ads went on to Staying in touch: 10.0% (30 of 300), where ") for text in said)
    assert (
        sum(text.startswith("Visitors by Direct go on to Staying in touch less often than the others: 3.3% (10 of 300)") for text in said)
        == 3
    )


def test_a_second_funnel_is_told_in_sentences(healthy: Findings, settings: Settings) -> None:
    contact = funnel(
        (*STEPS[:3], step("contact", 0, 28, 3, skipped=None, skipped_ever=None)), key="contact", macro="contact", primary=False, shared=3
    )
    found = told(healthy, settings, funnel(), contact)
    assert "The way to Contact: too few visitors to hold its steps against the weeks before" in texts(found)
    assert not [block for block in found.blocks if isinstance(block, Table) and block.id == "steps-contact"]


def test_the_cart_that_is_left_is_told_with_its_range(healthy: Findings, settings: Settings) -> None:
    # checklist 004-9
    left = change(270, 300, (70, 100))
    steps = (step("add_to_cart", 300, 400), step("purchase", 30, 40, 300, skipped=None, skipped_ever=None))
    cart = funnel(steps, key="cart", primary=False, abandoned=Abandoned("add_to_cart", estimate(270, 300), left))
    found = told(healthy, settings, cart)
    assert "90.0% of carts are left within 7 days, more than usual" in texts(found)
    told_of = next(text for text in texts(found) if text.startswith("Of 300 visitors with add_to_cart"))
    assert "90.0% (270; 86% to 93%) had no Quote request within 7 days" in told_of
    few = replace(cart, abandoned=Abandoned("add_to_cart", estimate(2, 3), change(2, 3)))
    assert "3 visitors had add_to_cart up to Oct 24, 2026; 2 had no Quote request within 7 days." in texts(told(healthy, settings, few))


def test_the_ladder_has_counts_rates_times_and_young_months(found: Section) -> None:
    # checklist 000-17, 004-21, 001-5
    assert "14% of visitors with Contact go on to Quote request within 60 days, half of them within 14 days" in texts(found)
    row = cells(table(found, "ladder-rungs"), "Contact → Quote request")
    assert [cell.text for cell in row[2:]] == ["12.0%", "14%", "14 days", "25 days"]
    months = table(found, "ladder-contact-quote_request")
    assert [row.cells[0].note for row in months.rows] == [None, "immature"]


def test_those_who_joined_stand_by_the_month_in_which_they_did(healthy: Findings, settings: Settings) -> None:
    # checklist 002-20
    joined = settings.micros[0]
    rules = tuple(rule.model_copy(update={"cohorts": rule.key == joined.key}) for rule in settings.rules)
    rung = replace(ladder()[0], before=joined.key)
    rungs = (*ladder(), rung, replace(rung, after="contact"))
    found = told(healthy, settings.model_copy(update={"rules": rules}), funnel(), ladder=rungs)
    said = texts(found)
    assert f"14% of visitors with {joined.label} go on to Quote request within 60 days, half of them within 14 days" in said
    assert f"To Contact, 29 of 241 visitors with {joined.label} went on within 60 days so far." in said
    assert [row.cells[0].note for row in table(found, f"ladder-{joined.key}-quote_request").rows] == [None, "immature"]
    assert len(table(found, "ladder-rungs").rows) == 1


def test_too_few_who_went_on_are_a_sentence_and_their_months_a_reference(healthy: Findings, settings: Settings) -> None:
    """A page of months in which one or none went on tells nothing: not printed, and no column of what cannot be said."""
    joined = settings.micros[0]
    rules = tuple(rule.model_copy(update={"cohorts": rule.key == joined.key}) for rule in settings.rules)
    rung = ladder()[0]
    months = tuple(replace(month, maturity=None) for month in rung.months)
    few = replace(rung, before=joined.key, time=None, so_far=Rate(3, 241), months=months)
    found = told(healthy, settings.model_copy(update={"rules": rules}), funnel(), ladder=(few,))
    months_of = table(found, f"ladder-{joined.key}-quote_request")
    assert months_of.details and [column.label for column in months_of.columns][-1] == "So far"
    before = found.blocks[found.blocks.index(months_of) - 1]
    assert isinstance(before, Paragraph)
    assert before.text == f"From {joined.label} to Quote request: 3 of 241 so far, too few to say how many will."


def test_who_was_caught_stands_by_stage_with_counts(found: Section) -> None:
    # checklist 002-15
    caught = table(found, "caught")
    assert [column.label for column in caught.columns[1:3]] == ["After 7 days", "After 180 days"]
    row = cells(caught, "Staying in touch")
    assert [(cell.text, cell.note) for cell in row[1:3]] == [("9.0%", "81 of 903; 7.3% to 11%"), ("23.6%", "204 of 863; 21% to 27%")]
    assert [cell.text for cell in row[3:]] == ["47", "659"]
    assert cells(caught, "Ready to talk")[1].note == "2 of 9; takes 21 more"
    assert "659 of 863 visitors at Staying in touch had gone no further 180 days later" in texts(found)


def test_stalls_come_with_the_three_suggestions_or_the_teams_own(healthy: Findings, settings: Settings, found: Section) -> None:
    # checklist 004-18
    said = texts(found)
    assert any(
        text.startswith("Of 1,240 visitors who saw Pricing, 61.0% took no further step within 7 days, more than usual") for text in said
    )
    assert [row.cells[0].text for row in table(found, "stalls").rows] == ["Blog posts", "Pricing"]
    assert cells(table(found, "stalls"), "Pricing")[2].tone is Tone.BAD
    # checklist 004-19
    shipped = next(text for text in said if text.startswith("What to look at on Pricing:"))
    assert [part in shipped for part in ("Revisit the price", "Clarify the value", "Make the call to action clearer")] == [True] * 3
    own = told(healthy, settings, funnel(), stalls=(replace(STALLS[1], suggestions=("Call them.", "Ask why.")),))
    assert "What to look at on Pricing: Call them. Ask why." in texts(own)
    other = texts(told(healthy, settings, funnel(), stalls=STALLS[:1]))
    assert any(text.startswith("What to look at on Blog posts: Clarify the value") for text in other)


def test_nothing_to_tell_is_one_line(healthy: Findings, settings: Settings) -> None:
    nothing = shown(healthy, settings, None)
    assert nothing.blocks == ()
    assert nothing.heading == "No step towards a macro conversion can be counted yet"


def test_steps_that_cannot_be_judged_are_not_called_as_usual(healthy: Findings, settings: Settings) -> None:
    """Pages that can be judged say nothing of them."""
    tiny = funnel((step("awareness", 3, 4), step("quote_request", 1, 2, 3, (1, 3), skipped=None, skipped_ever=None)))
    usual = stall("blog", change(300, 1_000))
    found = told(healthy, settings, tiny, ladder=(), caught=(), stalls=(usual,))
    assert found.heading == "No page loses more visitors than usual; the steps have too few to tell"
    assert told(healthy, settings, funnel(), stalls=(usual,)).heading == "No step loses more visitors than usual"


def test_tiny_numbers_say_how_many_more(healthy: Findings, settings: Settings) -> None:
    tiny = funnel((step("awareness", 3, 4), step("quote_request", 1, 2, 3, (1, 3), skipped=None, skipped_ever=None)))
    found = told(healthy, settings, tiny, ladder=(), caught=(), stalls=(stall("blog", change(2, 3, (1, 2))),))
    assert found.heading == "Too few visitors to tell whether a step loses more than usual"
    assert found.lead is not None
    assert "It takes 30 visitors, and 100 in the weeks before, to say what is usual." in found.lead
    assert not [block for block in found.blocks if isinstance(block, Figure)]
    caption = "Who never appeared at each step to Quote request, and who stands there now, all data to Oct 31, 2026"
    assert table(found, "times-quote_request").caption == caption
    nobody = funnel((step("awareness", 0, 0), step("quote_request", 0, 0, 0, (1, 3), skipped=None, skipped_ever=None)))
    assert "Nobody who began with" in str(told(healthy, settings, nobody).lead)


def test_no_cause_is_claimed_and_every_word_is_from_the_catalogue(healthy: Findings, settings: Settings, found: Section) -> None:
    causal = re.compile(r"\b(causes?|caused|drives?|driven|because|leads? to|due to)\b", re.IGNORECASE)
    assert [text for text in texts(found) if causal.search(text)] == []
    pseudo = told(replace(healthy, locale="xx"), settings, funnel())
    said = [block.text for block in pseudo.blocks if isinstance(block, Paragraph | Subheading)]
    assert all(text.startswith("⟦") and text.endswith("⟧") for text in (*said, pseudo.heading, str(pseudo.lead)))


def test_months_of_the_ladder_are_dated_from_the_data(found: Section) -> None:
    months = table(found, "ladder-contact-quote_request")
    assert [row.cells[0].sort for row in months.rows] == [date(2026, 8, 1).isoformat(), date(2026, 10, 1).isoformat()]


def test_the_usual_stages_are_called_in_the_reports_language(healthy: Findings, settings: Settings) -> None:
    """A firm that names no stages reads them in its own language; a stage of its own keeps its name."""
    own = Stage(key="intent", label="Ready to sign")
    report = settings.report.model_copy(update={"stages": (*USUAL_STAGES[:3], own)})
    stages = draft(replace(healthy, locale="de"), settings.model_copy(update={"report": report})).stages()
    assert stages == {
        "awareness": "Kennenlernen",
        "engagement": "In Kontakt bleiben",
        "consideration": "Abwägen",
        "intent": "Ready to sign",
    }
