"""What a lead may cost, what it costs, and whether open leads are enough: by hand, and at the edges."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from leads_world import rule, settings

from reportgen.insights import lead_value
from reportgen.model.findings import Basis, GoalFinding, GoalStatus, Unit
from reportgen.model.journeys import Cohort, Journeys, MacroJourney, Rung, Windows
from reportgen.model.lead_value import LeadCounts, LeadSlice, LeadValueFinding, Records
from reportgen.model.settings import ConversionRule, Goal, Metric, MetricKind, Scope, Settings, Target, Tier
from reportgen.periods import Period
from reportgen.stats import Orders, Rate, Room, Wait

RULES: tuple[ConversionRule, ...] = (
    rule("quote", Tier.MACRO, by=("service",)),
    rule("buy", Tier.MACRO, rate_base="quote"),
    rule("contact"),
    rule("opened", by=("has",), hidden=True),
)
YEAR = {"after": 12, "value": 2_000.0, "per": "customer", "source": "Accounts", "date": "2026-01-15"}
SPAN = Period(date(2025, 11, 1), date(2026, 11, 1))
SLICES = (
    LeadSlice("Email", "", Rate(30, 200), 150),
    LeadSlice("Paid Search", "Web", Rate(15, 100), 40),
    LeadSlice("Paid Social", "", Rate(5, 100), 5),
)
COUNTED = LeadCounts(30, date(2026, 10, 1), SLICES, 12, SPAN, {"Paid Search": 4_000_000_000, "Paid Social": 900_000_000})
Made = Callable[..., LeadValueFinding]


def firm(**more: object) -> Settings:
    return settings(rules=RULES, lead_value={"lead": "quote", "customer": "buy", "lifetime": (YEAR,), "margin": 0.6, **more})


FIRM = firm()
EVERYBODY = Scope()


def goal(kind: MetricKind = MetricKind.CONVERSIONS, scope: Scope = EVERYBODY, target: float = 20.0) -> Goal:
    return Goal(
        key="deals",
        label="Deals",
        metric=Metric(kind=kind, rule="buy", scope=scope),
        target=Target(value=target),
        begin=date(2026, 1, 1),
        end=date(2027, 1, 1),
    )


def standing(actual: float, target: float) -> GoalFinding:
    told: dict[str, Any] = dict.fromkeys(GoalFinding.__dataclass_fields__)
    told |= {"key": "deals", "actual": actual, "target": target, "period": Period(date(2026, 1, 1), date(2027, 1, 1))}
    return GoalFinding(**told | {"unit": Unit.COUNT, "status": GoalStatus.ON_TRACK, "basis": Basis.PACE})


@pytest.fixture
def found(site: Callable[..., Any]) -> Made:
    """The finding of some counts, settings and goals."""

    def one(counted: LeadCounts = COUNTED, firm: Settings = FIRM, goals: tuple[GoalFinding, ...] = (), **ways: object) -> LeadValueFinding:
        counts = replace(site().counts(), journeys=replace(Journeys(lead_value=counted), **ways))  # type: ignore[arg-type]
        told = lead_value(firm, counts, goals)
        assert told is not None
        return told

    return one


def test_the_rate_is_applied_once_and_the_cost_is_of_the_channels_that_cost(found: Made) -> None:
    # checklist 002-13: 50 of 400 x 2,000 = 250 a lead; x 0.6 / 3 = 50; 4,900 for 45 leads = 108.89
    told = found()
    (worth,) = told.worths
    assert told.rate is not None
    assert told.rate.rate == Rate(50, 400)
    assert worth.worth is not None and worth.most is not None
    assert (worth.worth.value, worth.most.value) == (pytest.approx(250), pytest.approx(50))
    assert told.cost is not None and told.cost.cost is not None and told.cost.headroom is not None
    assert (told.cost.leads, told.cost.others, told.cost.cost.value) == (45, 150, pytest.approx(4_900 / 45))
    assert told.cost.headroom.verdict is Room.TOO_DEAR
    assert worth.multiple == pytest.approx(250 / (4_900 / 45))
    assert told.cost.payback == 12


def test_a_hundred_for_a_lead_of_two_and_ten_thousand(found: Made) -> None:
    # checklist 002-14
    lead = {**YEAR, "per": "lead"}
    asked = firm(lifetime=({**lead, "after": 60, "value": 10_000.0}, lead), customer=None, margin=1.0)
    told = found(replace(COUNTED, spent={"Paid Search": 4_000_000_000}), asked)
    assert told.rate is None
    assert [(one.months, one.multiple) for one in told.worths] == [(12, 20.0), (60, 100.0)]
    assert [one.most.value for one in told.worths if one.most] == [pytest.approx(2_000 / 3), pytest.approx(10_000 / 3)]
    assert told.told == 1


def test_a_channel_is_judged_by_its_own_customers_where_there_are_ten(found: Made) -> None:
    told = found().cost
    assert told is not None
    search, social = told.channels
    assert search.most is not None and social.most is not None
    assert (search.channel, search.own_rate, search.most.value) == ("Paid Search", True, pytest.approx(0.15 * 2_000 * 0.2))
    assert (social.own_rate, social.most.value, social.headroom) == (False, pytest.approx(50), None)


def test_values_of_some_leads_go_before_the_general_one(found: Made) -> None:
    # checklist 002-12
    web = {**YEAR, "value": 6_000.0, "for": {"service": ("web",)}}
    search = {**YEAR, "value": 9_000.0, "for": {"channel": ("paid search",)}}
    told = found(firm=firm(lifetime=(search, web, YEAR)))
    assert [one.only for one in told.worths] == [None, ("channel", ("paid search",)), ("service", ("web",))]
    assert [one.worth.value for one in told.worths if one.worth] == [250, pytest.approx(0.15 * 9_000), pytest.approx(0.15 * 6_000)]
    assert told.cost is not None
    assert [one.most.value for one in told.cost.channels if one.most] == [pytest.approx(0.15 * 9_000 * 0.2), pytest.approx(50)]


def test_few_customers_give_a_bound_and_how_many_leads_would_be_enough(found: Made) -> None:
    few = replace(COUNTED, slices=(LeadSlice("Paid Search", "", Rate(4, 80), 40),))
    told = found(few)
    assert (told.enough, told.wanted, told.worths[0].bound, told.worths[0].multiple) == (False, 120, True, None)
    assert told.cost is not None
    assert (told.cost.headroom, told.cost.payback) == (None, None)
    nobody = found(replace(COUNTED, slices=(LeadSlice("Paid Search", "", Rate(0, 80), 40),)))
    assert nobody.wanted is None
    assert nobody.worths[0].most is not None
    assert nobody.worths[0].most.value == 0 < nobody.worths[0].most.high


def test_no_lead_is_old_enough_and_nothing_was_spent(found: Made) -> None:
    told = found(LeadCounts(30, date(2026, 10, 1), (LeadSlice("Email", "", Rate(0, 0), 3),)))
    assert (told.worths[0].worth, told.cost, told.enough) == (None, None, False)


def test_another_currency_is_converted_once(found: Made) -> None:
    asked = settings(
        rules=RULES,
        rates={"USD": 0.5},
        lead_value={"lead": "quote", "customer": "buy", "lifetime": ({**YEAR, "currency": "USD"},)},
    )
    assert found(firm=asked).worths[0].value == 1_000


def with_goal(one: Goal, **more: object) -> Settings:
    return firm(**more).model_copy(update={"goals": (one,)})


def test_open_records_against_what_a_goal_lacks(found: Made) -> None:
    # checklist 002-5: 5 customers at 50 of 400 are 40 leads; 100 are open, 20 of them too old
    counted = replace(COUNTED, records=Records(open=100, old=20, matured=Rate(50, 400)))
    asked = with_goal(goal(), pipeline={"opened": "opened"})
    told = found(counted, asked, (standing(15, 20),)).pipeline
    assert told is not None and told.coverage is not None
    assert (told.records, told.open, told.old, told.left) == (True, 100, 20, 5)
    assert (told.coverage.needed.value, told.coverage.times.value) == (pytest.approx(40), pytest.approx(2))


def test_records_that_name_nobody_stand_in_for_visitors(found: Made) -> None:
    counted = LeadCounts(30, date(2026, 10, 1), records=Records(open=9, old=0, matured=Rate(50, 400)))
    lead = found(counted, firm(lead="opened", pipeline={"opened": "opened"}))
    assert lead.rate is not None and lead.worths[0].worth is not None
    assert (lead.by_records, lead.rate.rate, lead.worths[0].worth.value) == (True, Rate(50, 400), 250)
    other = found(counted, firm(pipeline={"opened": "opened"}))
    assert other.rate is not None
    assert (other.by_records, other.rate.rate) == (False, Rate(0, 0))


def test_a_goal_on_value_is_counted_in_customers_of_the_mean_value(found: Made) -> None:
    journey = MacroJourney(Windows(30, 30, 30), orders=Orders(4, 8_000.0, 0.0))
    told = found(COUNTED, with_goal(goal(MetricKind.VALUE)), (standing(10_000, 20_000),), macros={"buy": journey}).pipeline
    assert told is not None
    assert (told.open, told.left, told.mean) == (12, 5, 2_000)


@pytest.mark.parametrize("one", [goal(scope=Scope(channel=("Email",))), goal(MetricKind.RATE)])
def test_a_goal_on_other_things_says_nothing_of_the_pipeline(found: Made, one: Goal) -> None:
    told = found(COUNTED, with_goal(one), (standing(15, 20),)).pipeline
    assert told is not None
    assert (told.goal, told.left, told.coverage) == (None, None, None)


@pytest.mark.parametrize(("per", "room"), [("month", 300), ("quarter", 100), ("year", 25), ("week", 300 * 31 / 7)])
def test_leads_against_what_the_team_can_take(found: Made, per: str, room: float) -> None:
    # checklist 002-19
    told = found(replace(COUNTED, opened={"": 7, "email": 3}), firm(capacity={"leads": 300, "per": per})).handed
    assert told is not None
    assert (told.n, told.room) == (10, pytest.approx(room))


def test_ready_leads_have_every_detail(found: Made) -> None:
    # checklist 002-18
    asked = firm(pipeline={"opened": "opened"}, ready=("name", "phone"))
    opened: Mapping[str, int] = {"": 2, "email+name": 3, "email+name+phone": 4, "name+phone": 1}
    told = found(replace(COUNTED, opened=opened), asked).ready
    assert told is not None
    assert told.ready == Rate(5, 10)
    assert found(COUNTED, asked).ready is None


def test_a_form_before_the_lead_is_followed_in_months_old_enough(found: Made) -> None:
    # checklist 002-5
    months = (
        Cohort("2026-09", 50, 1, (Wait(2, happened=True, count=8), Wait(30, happened=False, count=42))),
        Cohort("2026-10", 60, 1, (Wait(2, happened=True, count=1), Wait(9, happened=False, count=59))),
    )
    told = found(firm=firm(form="contact"), rungs=(Rung("contact", "quote", 30, months),)).form
    assert told is not None
    assert told.rate == Rate(8, 50)


def test_nothing_is_said_without_the_setting(site: Callable[..., Any]) -> None:
    assert lead_value(settings(rules=RULES), site().counts(), ()) is None
