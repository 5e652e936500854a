"""What a lead may cost and whether there are enough of them, in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from reportgen.model.document import Mark, Paragraph, Subheading, Table
from reportgen.model.findings import Findings
from reportgen.model.lead_value import (
    ChannelCost,
    CostFinding,
    HandedFinding,
    LeadValueFinding,
    PipelineFinding,
    ReadyFinding,
    WorthFinding,
)
from reportgen.model.outside import CostCounts, CostSlice
from reportgen.model.outside_findings import OutsideFindings
from reportgen.model.settings import CapacitySpan, ContactDetail, Per, Settings
from reportgen.periods import Period
from reportgen.stats import (
    Dispersion,
    Rate,
    RateEstimate,
    affordable,
    cost_each,
    coverage,
    estimate_rate,
    headroom,
    lead_worth,
    return_multiple,
)
from reportgen.wording import catalogue, costs, lead_pipeline, lead_value
from reportgen.wording.calls import Call
from reportgen.wording.draft import Draft

Told = Callable[[LeadValueFinding | None], Draft]
PLAIN = Dispersion(1.0, assumed=True, df=float("inf"))
SPAN = Period(date(2025, 11, 1), date(2026, 11, 1))


@pytest.fixture
def told(healthy: Findings, settings: Settings) -> Told:
    """A draft with a lead's value."""
    return lambda found: Draft(catalogue.voice("en", "EUR"), replace(healthy, lead_value=found), settings)


def worth(value: float, months: int | None, rate: RateEstimate | None, **more: object) -> WorthFinding:
    each = lead_worth(value, rate)
    known: dict[str, object] = {
        "months": months,
        "value": value,
        "per": Per.CUSTOMER if rate else Per.LEAD,
        "source": "Accounts",
        "day": date(2026, 1, 15),
        "only": None,
        "rate": rate,
        "own_rate": True,
        "worth": each,
        "most": affordable(each, 0.3, 3.0) if each else None,
        "bound": rate is not None and rate.rate.n < 10,
        "multiple": return_multiple(each.value, 200) if each and (rate is None or rate.rate.n >= 10) else None,
    }
    return WorthFinding(**{**known, **more})  # type: ignore[arg-type]


def cost(spent: float, leads: int, most: WorthFinding, *channels: ChannelCost) -> CostFinding:
    each = cost_each(spent, leads)
    room = headroom(most.most, each) if most.most and each and leads >= 10 and not most.bound else None
    return CostFinding(SPAN, spent, leads, 30, each, room, 12 if room else None, channels)


SIXTY = Rate(60, 400)


def finding(rate: Rate | None = SIXTY, *, spent: float = 9_000, leads: int = 60, **more: object) -> LeadValueFinding:
    estimate = estimate_rate(rate, PLAIN) if rate else None
    worths = (worth(8_000, 12, estimate), worth(20_000, 60, estimate))
    known: dict[str, object] = {
        "lead": "contact",
        "customer": "quote_request" if rate else None,
        "window": 180,
        "grown": date(2026, 5, 1),
        "margin": 0.3,
        "required_return": 3.0,
        "rate": estimate,
        "by_records": False,
        "enough": rate is None or rate.n >= 10,
        "wanted": None if rate is None or not rate.n else max(0, 10 - rate.n) * rate.of // rate.n,
        "worths": worths,
        "told": 1,
        "cost": cost(spent, leads, worths[1]) if spent else None,
        **dict.fromkeys(("form", "form_rule", "pipeline", "handed", "ready")),
        "form_window": 30,
    }
    return LeadValueFinding(**{**known, **more})  # type: ignore[arg-type]


def heading(draft: Draft) -> str:
    (first,) = [block.text for block in lead_value.blocks(draft) if isinstance(block, Subheading)]
    return first


def texts(draft: Draft) -> str:
    return " ".join(block.text for block in lead_value.blocks(draft) if isinstance(block, Paragraph))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (finding(), "Contact: by advertising one costs €150, and what it brings within 5 years allows up to €300"),
        (
            finding(spent=60_000),
            "Contact: by advertising one costs €1,000, more than the €300 that it allows by what it brings within 5 years",
        ),
        (finding(spent=18_000), "Contact: by advertising one costs €300, too near to call to the €300 that it allows within 5 years"),
        (finding(spent=0), "Contact: by what one brings within 5 years you could pay up to €300 for it"),
        (finding(leads=4), "Contact: by what one brings within 5 years you could pay up to €300 for it"),
        (finding(Rate(3, 90)), "Contact: more than €190 for one would be too much; too few customers tell more"),
        (finding(Rate(0, 0)), "Contact: what one may cost cannot be told yet"),
    ],
)
def test_the_statement(told: Told, found: LeadValueFinding, said: str) -> None:
    # checklist 002-13
    assert heading(told(found)) == said


def test_what_it_rests_on_is_said_with_its_counts(told: Told) -> None:
    said = texts(told(finding()))
    assert "60 went on to Quote request within 180 days: 15.0% (95% range 12% to 19%)" in said
    assert "30% of its worth is left after the work is paid, and it is to bring back 3 times its cost" in said
    assert "€9,000 was spent on channels that brought 60 visitors with a first Contact, €150 each (€120 to €190)." in said
    assert "30 more came by channels without costs" in said
    assert texts(told(finding(by_records=True))).startswith(
        "Of 400 records before May 1, 2026, 60 went on to Quote request within 180 days"
    )


def test_few_customers_are_said_with_how_many_would_be_enough(told: Told) -> None:
    draft = told(finding(Rate(4, 80)))
    assert "About 120 more leads at this rate would give the 10 customers" in texts(draft)
    (table,) = [block for block in lead_value.blocks(draft) if isinstance(block, Table)]
    assert all(row.cells[3].mark is Mark.NOT_ENOUGH and row.cells[3].text.startswith("at most €") for row in table.rows)
    assert "None of them is a customer yet; 10 customers would be enough" in texts(told(finding(Rate(0, 80))))


def test_a_value_has_its_source_its_multiple_and_whose_it_is(told: Told) -> None:
    # checklist 002-12, 002-14
    own = finding(None, worths=(worth(2_000, 12, None), worth(10_000, 60, None)))
    (table,) = [block for block in lead_value.blocks(told(own)) if isinstance(block, Table)]
    assert [(row.cells[0].text, row.cells[0].note, row.cells[1].text, row.cells[1].note, row.cells[4].text) for row in table.rows] == [
        ("1 year", "Accounts, Jan 15, 2026", "€2,000", "a lead", "10 ×"),
        ("5 years", "Accounts, Jan 15, 2026", "€10,000", "a lead", "50 ×"),
    ]
    assert table.notes == (
        "Stated values are a lead's; no share of customers is applied to them."
        " Were the one for 5 years a fifth lower or higher, a lead might cost up to €800 or €1,200.",
    )
    assert "so no share of customers is applied" in texts(told(own))


def test_channels_are_called_on_evidence_only(told: Told) -> None:
    most = worth(20_000, 60, estimate_rate(Rate(60, 400), PLAIN)).most
    assert most is not None
    parts = [("Paid Search", 50_000.0, 50), ("Paid Social", 900.0, 9)]
    channels = []
    for name, spent, leads in parts:
        each = cost_each(spent, leads)
        assert each is not None
        channels.append(
            ChannelCost(name, spent, leads, each, most, own_rate=leads > 9, headroom=headroom(most, each) if leads > 9 else None)
        )
    found = finding(spent=50_900)
    assert found.cost is not None
    draft = told(replace(found, cost=replace(found.cost, channels=tuple(channels))))
    table = [block for block in lead_value.blocks(draft) if isinstance(block, Table)][-1]
    assert [row.cells[5].text for row in table.rows] == ["no, too dear", "too few to say"]
    assert [row.cells[1].sort for row in table.rows] == [each.spent for each in channels]
    (asked,) = lead_value.dear(draft)
    assert asked.what == "Spend less on advertising for each Contact, first on Paid Search"
    assert (asked.call, asked.number) == (Call.FIX, "one costs €850 and may cost €300")
    assert lead_value.dear(told(finding())) == []
    assert lead_value.dear(told(finding(spent=18_000))) == []


def pipeline(open_leads: int, left: float | None = 6.0, deadline: date = date(2027, 12, 31), *, old: int = 0) -> PipelineFinding:
    rate = estimate_rate(Rate(60, 400), PLAIN)
    covered = coverage(open_leads - old, left, rate) if left else None
    goal = "quotes" if left is not None else None
    return PipelineFinding(
        records=True, open=open_leads, old=old, rate=rate, goal=goal, deadline=deadline, left=left, mean=None, coverage=covered
    )


@pytest.mark.parametrize(
    ("found", "statement", "said"),
    [
        (
            pipeline(90),
            "There are open leads enough",
            "takes 40 of them (32 to 51). 2.2 times as many have been open for no longer than that (1.8 to 2.8).",
        ),
        (pipeline(10, old=2), "There are too few open leads", "2 of them are older than 180 days: close them"),
        (pipeline(40), "may or may not be enough", "1 times as many have been open for no longer than that (0.79 to 1.3)"),
        (pipeline(90, deadline=date(2026, 12, 31)), "if they decided in time", "61 days are left, and a lead may take up to 180 days"),
        (pipeline(90, 0.0), "needs no further lead", "is reached already"),
        (pipeline(90, None), "90 leads are open", "No goal on customers or their value is running"),
    ],
)
def test_open_leads_beside_a_goal(told: Told, found: PipelineFinding, statement: str, said: str) -> None:
    # checklist 002-5
    heading, text = lead_pipeline.blocks(told(finding(pipeline=found)))
    assert isinstance(heading, Subheading) and isinstance(text, Paragraph)
    assert statement in heading.text
    assert said in text.text


def test_leads_handed_over_and_ready_ones(told: Told) -> None:
    # checklist 002-18, 002-19
    every = (ContactDetail.NAME, ContactDetail.EMAIL, ContactDetail.PHONE)
    more = {"handed": HandedFinding(60, 45.0, 45.0, CapacitySpan.MONTH), "ready": ReadyFinding(every, Rate(20, 60))}
    _, handed, ready = lead_pipeline.blocks(told(finding(**more)))
    assert isinstance(handed, Paragraph) and isinstance(ready, Paragraph)
    assert handed.text == "60 leads were handed over in October 2026, more than the 45 that the team can take: 133% of it."
    assert (
        "20 of 60 leads of October 2026 have all that a first call needs (name, e-mail address, and telephone number): 33%." in ready.text
    )


def test_nothing_is_said_without_the_setting(told: Told) -> None:
    assert (lead_value.blocks(told(None)), lead_pipeline.blocks(told(None)), lead_value.dear(told(None))) == ([], [], [])


def test_what_others_pay_stands_below_what_was_paid(healthy: Findings, settings: Settings) -> None:
    # checklist 001-3
    spent = CostCounts(900_000_000, None, None, 31, (CostSlice("Organic Search", 900_000_000, None, None),), ())
    macros = [replace(rule, benchmark_cost=45.0, benchmark_source="Survey", benchmark_day=date(2026, 2, 1)) for rule in healthy.macros]
    found = replace(healthy, outside=OutsideFindings((), spent), macros=tuple(macros))
    table = costs.table(Draft(catalogue.voice("en", "EUR"), found, settings))
    assert table is not None
    assert [(cell.text, cell.note) for cell in table.rows[-1].cells[:3]] == [
        ("Benchmark", None),
        ("", None),
        ("€45", "Survey, Feb 1, 2026"),
    ]
    plain = costs.table(Draft(catalogue.voice("en", "EUR"), replace(found, macros=healthy.macros), settings))
    assert plain is not None
    assert len(plain.rows) == len(table.rows) - 1
