"""Metrics by formula: what has a value, a range and a change, and what has none and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from reportgen.insights.comparison import Comparisons
from reportgen.insights.named import named
from reportgen.model.counts import Measured, NamedCounts
from reportgen.model.named_findings import NamedFinding, NamedReason, Shown
from reportgen.model.quantity import COUNT, MONEY, PEOPLE, RATIO, Quantity
from reportgen.model.reasons import ChangeReason
from reportgen.model.settings import InputSettings, Metric, Named, ReportSettings, Settings, Site
from reportgen.periods import month, of
from reportgen.stats import RateChange, ValueChange, Verdict

OCTOBER, SEPTEMBER, LAST_YEAR = (month(text) for text in ("2026-10", "2026-09", "2025-10"))
SALES = (480.0, 510.0, 530.0, 470.0, 500.0, 520.0, 490.0, 505.0, 495.0)
CONVERSIONS, VISITORS = {"kind": "conversions", "rule": "quote"}, {"kind": "visitors", "add": "distinct"}
COST, LIKES = {"kind": "cost"}, {"kind": "counter", "counter": "page.new"}

Sides = tuple[float, float | None]


def ratio(numerator: dict[str, Any], denominator: dict[str, Any], quantity: Quantity) -> dict[str, Any]:
    return {"kind": "ratio", "numerator": numerator, "denominator": denominator, "quantity": quantity}


COST_EACH = ratio(COST, CONVERSIONS, MONEY.by(COUNT))
RATE = {"kind": "rate", "rule": "quote", "quantity": RATIO}


def weeks(*sides: Sides) -> tuple[Measured, ...]:
    first = OCTOBER.end - timedelta(weeks=len(sides))
    return tuple(
        Measured(of(first + timedelta(weeks=n), first + timedelta(weeks=n, days=6)), above, below) for n, (above, below) in enumerate(sides)
    )


def counted(now: Sides, before: Sides, known: tuple[float, float, float] = (1.0, 1.0, 0.0), week: tuple[Sides, ...] = ()) -> NamedCounts:
    sides = (Measured(OCTOBER, *now), Measured(SEPTEMBER, *before), Measured(LAST_YEAR, 0.0, 0.0))
    return NamedCounts(*sides, known, weeks(*week))


Tell = Callable[[dict[str, Any], NamedCounts], NamedFinding]


@pytest.fixture
def told(site: Callable[..., Any]) -> Tell:
    """What is found of one metric."""

    def one(metric: dict[str, Any], counts: NamedCounts) -> NamedFinding:
        own = Named("own", "Own", "a / b", Metric.model_validate(metric | {"named": "own"}))
        inputs = (InputSettings(key="web", files=("x",)), InputSettings(key="page", files=("p",), platform="Facebook"))
        chosen = Settings(report=ReportSettings(site=Site(name="S", zone="UTC"), inputs=inputs), rules=(), named=(own,))
        whole = replace(site().counts(), named={"own": counts})
        return named(chosen, whole, Comparisons.of(whole))[0]

    return one


SPENT = tuple((sale, 25.0) for sale in SALES)


def test_a_ratio_has_its_range_and_its_change(told: Tell) -> None:
    found = told(COST_EACH, counted((2500, 100), (2000, 100), week=SPENT))
    assert (found.value, found.previous, found.year_before, found.shown) == (25, 20, None, Shown.MONEY)
    assert found.interval is not None
    assert found.interval.low < 25 < found.interval.high
    change = found.against_previous
    assert isinstance(change, ValueChange)
    assert (change.relative, change.verdict) == (0.25, Verdict.UP)
    assert found.against_year is None


@pytest.mark.parametrize(
    "counts",
    [
        counted((2500, 100), (2000, 100), week=SPENT[:7]),
        counted((225, 9), (180, 9), week=SPENT),
    ],
    ids=["seven weeks", "nine to divide by"],
)
def test_without_enough_to_go_by_there_is_no_range_and_nothing_is_called(told: Tell, counts: NamedCounts) -> None:
    found = told(COST_EACH, counts)
    assert found.value == 25
    assert found.interval is None
    assert isinstance(found.against_previous, ValueChange)
    assert (found.against_previous.interval, found.against_previous.verdict) == (None, Verdict.COUNTS_ONLY)


def test_numbers_told_by_the_month_have_no_range(told: Tell) -> None:
    monthly = ratio(LIKES | {"grain": "month"}, CONVERSIONS, RATIO)
    assert told(monthly, counted((2500, 100), (2000, 100), week=SPENT)).interval is None


def test_undefined_is_none_with_its_reason(told: Tell) -> None:
    empty = told(COST_EACH, counted((50, 0), (20, 5)))
    assert (empty.value, empty.reason, empty.against_previous) == (None, NamedReason.NOTHING_BELOW, None)
    untold = told(COST_EACH, counted((0, 0), (20, 5), (0.0, 1.0, 0.0)))
    assert (untold.value, untold.reason) == (None, NamedReason.NOT_TOLD)


def test_people_among_people_are_a_rate_with_a_rates_range(told: Tell) -> None:
    """Wilson's interval of 42 of 1400 (statistics.md, golden): 2.2 % to 4.0 %; the weeks stray no more than chance."""
    found = told(RATE, counted((42, 1400), (60, 1500), week=((10, 350.0), (11, 350.0)) * 5))
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == (pytest.approx(0.0222704, abs=1e-6), pytest.approx(0.0403018, abs=1e-6))
    assert isinstance(found.against_previous, RateChange)
    assert found.against_previous.difference == pytest.approx(-0.01)
    assert (found.shown, found.known) == (Shown.SHARE, 1.0)


def test_costs_that_miss_days_are_not_compared(told: Tell) -> None:
    found = told(COST_EACH, counted((2500, 100), (2000, 100), (1.0, 0.5, 0.0), SPENT))
    assert isinstance(found.against_previous, ValueChange)
    assert (found.against_previous.verdict, found.against_previous.reason) == (Verdict.NOT_COMPARABLE, ChangeReason.DAYS_MISSING)


def test_a_count_is_compared_as_counts_are(told: Tell) -> None:
    steady = tuple((float(n), None) for n in (24, 26, 25, 25, 24, 26, 25, 25))
    found = told(CONVERSIONS | {"quantity": COUNT}, counted((150, None), (100, None), week=steady))
    assert isinstance(found.against_previous, ValueChange)
    assert (found.against_previous.verdict, found.shown) == (Verdict.UP, Shown.COUNT)


@pytest.mark.parametrize(
    ("numerator", "denominator", "beside"),
    [
        (LIKES, VISITORS, ("Facebook",)),
        (COST, LIKES, ()),
        (COST, VISITORS, ()),
        (LIKES, LIKES | {"counter": "shop.people"}, ("Facebook", "shop")),
    ],
)
def test_totals_beside_people_of_another_source_are_named(
    told: Tell, numerator: dict[str, Any], denominator: dict[str, Any], beside: tuple[str, ...]
) -> None:
    found = told(ratio(numerator, denominator, RATIO), counted((10, 20), (10, 20)))
    assert found.beside == beside


@pytest.mark.parametrize(
    ("numerator", "quantity", "shown"),
    [
        (CONVERSIONS, COUNT.by(PEOPLE), Shown.NUMBER),
        (LIKES, RATIO, Shown.SHARE),
        (COST, RATIO, Shown.TIMES),
        (COST, MONEY.by(PEOPLE), Shown.MONEY),
    ],
)
def test_units_decide_how_it_is_written(told: Tell, numerator: dict[str, Any], quantity: Quantity, shown: Shown) -> None:
    assert told(ratio(numerator, VISITORS, quantity), counted((10, 20), (10, 20))).shown is shown


def test_a_ratio_above_one_is_no_share(told: Tell) -> None:
    """Page views by sessions: 2.5, not 250 %."""
    views = ratio({"kind": "page_views"}, {"kind": "sessions"}, RATIO)
    assert told(views, counted((50, 20), (10, 20))).shown is Shown.NUMBER
    assert told(views, counted((10, 20), (50, 20))).shown is Shown.NUMBER, "as in the period before it"
    assert told(views, counted((10, 20), (10, 20))).shown is Shown.SHARE


def test_a_period_that_is_not_over_is_not_compared(site: Callable[..., Any]) -> None:
    whole = replace(site(as_of=date(2026, 10, 20)).counts(), named={"own": counted((42, 1400), (60, 1500))})
    own = Named("own", "Own", "a / b", Metric.model_validate(RATE))
    report = ReportSettings(site=Site(name="S", zone="UTC"), inputs=(InputSettings(key="web", files=("x",)),))
    found = named(Settings(report=report, rules=(), named=(own,)), whole, Comparisons.of(whole))[0]
    assert isinstance(found.against_previous, ValueChange)
    assert found.against_previous.reason is ChangeReason.PERIOD_NOT_OVER
