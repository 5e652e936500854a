"""Rules as findings: the rate of people, its changes, and when nothing may be compared."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from reportgen.insights import Insights
from reportgen.model.counts import Converted, Traffic
from reportgen.model.findings import RuleFinding
from reportgen.model.reasons import ChangeReason
from reportgen.model.settings import Benchmark, ConversionRule, Match, Tier
from reportgen.stats import Rate, Verdict

Make = Callable[..., Any]


def quote(found: Insights) -> RuleFinding:
    return found.macros[0]


def people(n: int, conversions: int | None = None, amount: int | None = None) -> Converted:
    return Converted(conversions=n if conversions is None else conversions, converters=n, amount=amount)


def test_rate_is_people_who_did_it_of_all_people(site: Make) -> None:
    """60 people asked for 75 quotes, 3 of them beside people: the rate is 60 of 1,000 visitors."""  # checklist 003-8 001-10
    found = quote(site(current={"quote": Converted(conversions=75, converters=60, unmatched=3)}).find())
    assert found.estimate.rate == Rate(60, 1_000)
    assert found.converted.conversions == 75
    assert found.estimate.interval is not None
    assert found.estimate.interval.low < 0.06 < found.estimate.interval.high


def test_any_macro_counts_people_once(site: Make) -> None:
    """40 asked for a quote, 30 bought, 10 of them did both: 60 people, not 70."""  # checklist 001-11
    found = site(current={"quote": people(40), "buy": people(30), "any_macro": people(60, conversions=70)}).find()
    assert found.any_macro.estimate.rate == Rate(60, 1_000)
    assert (found.any_macro.key, found.any_macro.tier) == ("any_macro", "macro")
    assert [macro.estimate.rate.n for macro in found.macros] == [40, 30]


def test_every_rule_is_found_even_at_zero(site: Make) -> None:
    found = site().find()  # checklist 001-2
    assert [rule.key for rule in (*found.macros, *found.micros)] == ["quote", "buy", "download"]
    assert found.micros[0].estimate.rate == Rate(0, 1_000)
    assert found.micros[0].against_previous.verdict is Verdict.COUNTS_ONLY


def test_a_rise_against_both_periods(site: Make) -> None:
    found = quote(
        site(
            current={"quote": people(90)}, previous={"quote": people(50)}, year={"quote": people(20)}, weekly={"quote": [12, 13] * 13}
        ).find()
    )
    assert found.against_previous.verdict is Verdict.UP
    assert (found.against_previous.before, found.against_previous.after) == (Rate(50, 1_000), Rate(90, 1_000))
    assert found.against_previous.relative == pytest.approx(0.8)
    assert found.against_year.before == Rate(20, 800)
    assert found.against_year.verdict is Verdict.UP
    assert found.count_against_previous.verdict is Verdict.UP
    assert found.estimate.phi == 1
    assert not found.estimate.phi_assumed


def test_a_restless_history_silences_the_same_rise(site: Make) -> None:
    """Weeks of 2 and 30 of 250: 25 whole ones end before October, and only they are counted."""
    weeks = [2, 30] * 12 + [2]
    found = quote(site(current={"quote": people(90)}, previous={"quote": people(50)}, weekly={"quote": [*weeks, 90, 90, 90, 90]}).find())
    mean = sum(weeks) / 25
    p = mean / 250
    assert found.estimate.phi == pytest.approx(sum((w - mean) ** 2 for w in weeks) / (mean * (1 - p)) / 24)
    assert found.against_previous.verdict is Verdict.NOT_ENOUGH_DATA
    assert found.against_previous.detectable is not None
    assert found.count_against_previous.verdict is Verdict.NOT_ENOUGH_DATA


def test_money_changes_without_a_verdict(site: Make) -> None:
    found = quote(site(current={"quote": people(9, amount=3_000_000)}, previous={"quote": people(8, amount=2_000_000)}).find())
    assert found.amount_against_previous is not None
    assert found.amount_against_previous.relative == pytest.approx(0.5)
    assert found.amount_against_previous.interval is None
    assert found.amount_against_year is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"previous": None}, ChangeReason.NO_EARLIER_PERIOD),
        ({"as_of": date(2026, 10, 30)}, ChangeReason.PERIOD_NOT_OVER),
        ({"first_day": date(2026, 9, 2)}, ChangeReason.NOT_RECORDED_FROM_START),
        ({"missing": frozenset(date(2026, 10, d) for d in (3, 4, 5, 6))}, ChangeReason.DAYS_MISSING),
        ({"missing": frozenset(date(2026, 9, d) for d in (3, 14, 15, 26))}, ChangeReason.DAYS_MISSING),
    ],
)
def test_partial_periods_are_never_compared(site: Make, changes: dict[str, object], reason: ChangeReason) -> None:
    numbers = {"current": {"quote": people(90, amount=9)}, "previous": {"quote": people(50, amount=5)}}
    found = quote(site(**(numbers | changes)).find())
    for change in (found.against_previous, found.count_against_previous, found.amount_against_previous):
        assert change is not None
        assert (change.verdict, change.reason) == (Verdict.NOT_COMPARABLE, reason)
        assert change.relative is None
    assert found.against_previous.after == Rate(90, 1_000)


def test_a_lost_day_spoils_counts_but_not_rates(site: Make) -> None:
    numbers = {"current": {"quote": people(90)}, "previous": {"quote": people(50)}}
    found = quote(site(**numbers, missing=frozenset({date(2026, 10, 7)})).find())
    assert found.count_against_previous.reason == ChangeReason.DAYS_MISSING
    assert found.against_previous.verdict is Verdict.UP


def test_a_quiet_sunday_on_a_tiny_site_is_no_hole(site: Make) -> None:
    """Thirty sessions in October: a day without any is chance, ten days in a row are not (e^-13)."""
    tiny = {
        "traffic": Traffic(25, 30),
        "previous_traffic": Traffic(25, 30),
        "current": {"quote": people(9)},
        "previous": {"quote": people(6)},
    }
    sundays = frozenset(date(2026, 10, d) for d in (4, 11, 18, 25))
    assert quote(site(**tiny, missing=sundays).find()).count_against_previous.verdict is Verdict.NOT_ENOUGH_DATA
    outage = frozenset(date(2026, 10, 1) + timedelta(days=i) for i in range(10))
    assert quote(site(**tiny, missing=outage).find()).count_against_previous.reason == ChangeReason.DAYS_MISSING


def test_a_rate_on_purchasers(site: Make) -> None:
    """Of 30 purchasers 12 registered."""  # checklist 003-9
    register = ConversionRule(
        key="register", label="Registered", tier=Tier.MICRO, match=(Match(event=("register",)),), rate_base="buy", only_after="buy"
    )
    found = site(rules=(register,), current={"register": people(15)}, bases={"register": Rate(12, 30)}).find().micros[0]
    assert found.estimate.rate == Rate(12, 30)
    assert found.rate_base == "buy"
    assert found.estimate.phi_assumed


def test_items_most_first(site: Make) -> None:
    items = {("download", "asset"): {"price list": people(3), "e-book": people(20, conversions=25), "atlas": people(3)}}
    found = site(current={"download": people(24)}, items=items).find().micros[0]  # checklist 000-10 001-15
    assert [item.value for item in found.items["asset"]] == ["e-book", "atlas", "price list"]
    assert found.items["asset"][0].estimate.rate == Rate(20, 1_000)
    assert site().find().micros[0].items == {"asset": ()}


def test_what_the_settings_say_is_carried_along(site: Make) -> None:
    benchmark = Benchmark(rate=0.02, source="Trade body", date=date(2026, 1, 1))
    macro = ConversionRule(
        key="quote", label="Quote", tier=Tier.MACRO, match=(Match(event=("q",)),), outcome="They call us", primary=True, benchmark=benchmark
    )
    lead = ConversionRule(
        key="read", label="Read", tier=Tier.MICRO, match=(Match(page=("/blog/*",)),), supports=("quote",), weight=2.0, proxy="interest"
    )
    found = site(rules=(macro, lead)).find()
    assert (found.macros[0].outcome, found.macros[0].primary) == ("They call us", True)
    assert (found.macros[0].benchmark, found.macros[0].benchmark_source, found.macros[0].benchmark_day) == (
        0.02,
        "Trade body",
        date(2026, 1, 1),
    )  # checklist 002-9
    assert (found.micros[0].weight, found.micros[0].proxy, found.micros[0].orphan) == (2.0, "interest", False)  # checklist 003-5
    assert not found.macros[0].orphan
    assert site().find().micros[0].orphan  # checklist 002-11


def test_hidden_rules_are_not_listed(site: Make) -> None:
    hidden = ConversionRule(key="base", label="Base", tier=Tier.MICRO, match=(Match(event=("x",)),), hidden=True)
    assert site(rules=(hidden,)).find().micros == ()
