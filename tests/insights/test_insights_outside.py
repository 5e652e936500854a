"""Changes of totals from outside the site: only of flows, only over days that were told, with a range only where chance is known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reportgen.insights.outside import outside
from reportgen.model.outside import CounterCounts, CounterSlice, Flow, Level, OutsideCounts
from reportgen.model.outside_findings import CounterFinding, OutsideFindings, Quotient
from reportgen.model.settings import CounterUnit, InputSettings, ReportSettings, Settings, Site
from reportgen.periods import Grain, month
from reportgen.stats import Verdict

OCTOBER, SEPTEMBER, LAST_YEAR = (month(text) for text in ("2026-10", "2026-09", "2025-10"))
PAGE = {"date": "d", "measures": [{"key": "new", "column": "New", "kind": "flow"}]}
SETTINGS = Settings(
    report=ReportSettings(
        site=Site(name="S", zone="UTC"), inputs=(InputSettings.model_validate({"key": "page", "files": ["p"], "counters": PAGE}),)
    ),
    rules=(),
)
NO_YEAR = Flow(LAST_YEAR, 0.0, 0)
WEEKS = (28.0, 30.0, 33.0, 27.0, 31.0, 29.0, 34.0, 26.0)


def counter(now: Flow | Level, before: Flow | Level, weekly: tuple[float, ...] = WEEKS) -> CounterCounts:
    whole = CounterSlice(None, now, before, NO_YEAR)
    return CounterCounts("page", "new", "New", "Facebook", isinstance(now, Level), Grain.DAY, (), whole, weekly=weekly)


@pytest.fixture
def told(site: Callable[..., Any]) -> Callable[[CounterCounts], CounterFinding]:
    """What is found of one counter."""

    def one(counts: CounterCounts) -> CounterFinding:
        found = outside(SETTINGS, replace(site().counts(), outside=OutsideCounts((counts,))))
        assert found is not None
        return found.counters[0]

    return one


Tell = Callable[[CounterCounts], CounterFinding]


def test_a_flow_told_on_every_day_has_its_change_with_a_range(told: Tell) -> None:
    change = told(counter(Flow(OCTOBER, 180, 31), Flow(SEPTEMBER, 120, 30))).against_previous
    assert change is not None
    assert (change.before, change.after, change.relative, change.verdict) == (120, 180, 0.5, Verdict.UP)
    assert change.interval is not None
    assert change.interval.low < 1.5 < change.interval.high


def test_without_weeks_before_nobody_knows_how_far_chance_moves_it(told: Tell) -> None:
    change = told(counter(Flow(OCTOBER, 180, 31), Flow(SEPTEMBER, 120, 30), WEEKS[:7])).against_previous
    assert change is not None
    assert (change.relative, change.interval, change.verdict) == (0.5, None, Verdict.COUNTS_ONLY)


def test_missing_days_are_not_zero_so_nothing_is_compared(told: Tell) -> None:
    found = told(counter(Flow(OCTOBER, 180, 31), Flow(SEPTEMBER, 120, 29)))
    assert (found.against_previous, found.against_year) == (None, None)


def test_a_stock_has_its_net_change_and_no_other(told: Tell) -> None:
    levels = [Level(part, 4310.0, date(2026, 9, 30), 4200.0, date(2026, 9, 1)) for part in (OCTOBER, SEPTEMBER)]
    assert told(counter(levels[0], levels[1])).against_previous is None


LIST = {
    "date": "d",
    "measures": [
        {"key": "joined", "column": "J", "kind": "flow"},
        {"key": "gone", "column": "G", "kind": "flow", "leaves": "joined"},
        {"key": "wait", "column": "W", "kind": "flow", "unit": "seconds", "hidden": True, "per": "joined", "ratio": "Wait"},
        {"key": "money", "column": "M", "kind": "flow", "unit": "money"},
    ],
}
LISTS = Settings(
    report=ReportSettings(
        site=Site(name="S", zone="UTC"),
        inputs=(InputSettings.model_validate({"key": "list", "files": ["l"], "about": "mail", "counters": [LIST]}),),
    ),
    rules=(),
)


def flows(key: str, now: Flow, before: Flow, **by: float) -> CounterCounts:
    """A flow of the list's input, with values of a dimension."""
    slices = tuple(CounterSlice(value, Flow(OCTOBER, total, 31), NO_YEAR, NO_YEAR) for value, total in by.items())
    whole = CounterSlice(None, now, before, NO_YEAR)
    return CounterCounts("list", key, key, "Mail", False, Grain.DAY, ("list",) if by else (), whole, slices, weekly=WEEKS)


@pytest.fixture
def lists(site: Callable[..., Any]) -> OutsideFindings:
    counted = (
        flows("joined", Flow(OCTOBER, 60, 31), Flow(SEPTEMBER, 50, 30), News=40, Clients=20),
        flows("gone", Flow(OCTOBER, 25, 31), Flow(SEPTEMBER, 20, 29), News=24, Clients=1),
        flows("wait", Flow(OCTOBER, 7200, 31), Flow(SEPTEMBER, 0, 0)),
        flows("money", Flow(OCTOBER, 900, 31), Flow(SEPTEMBER, 600, 30)),
    )
    found = outside(LISTS, replace(site().counts(), outside=OutsideCounts(counted)))
    assert found is not None
    return found


def test_a_net_is_computed_where_both_flows_were_told_on_as_many_days(lists: OutsideFindings) -> None:
    """September's leavers lack a day, so there is no net for it."""
    joined = lists.counters[0]
    assert [(net.value, net.current, net.previous) for net in joined.net] == [(None, 35, None), ("News", 16, None), ("Clients", 19, None)]
    assert lists.counters[1].net == ()


def test_one_for_each_of_another_keeps_both_and_is_undefined_without_them(lists: OutsideFindings) -> None:
    (wait,) = lists.ratios
    assert (wait.label, wait.unit, wait.whole.current) == ("Wait", CounterUnit.SECONDS, Quotient(7200, 60))
    assert wait.whole.current is not None
    assert wait.whole.current.value == 120
    assert wait.whole.previous is None
    assert Quotient(3.0, 0.0).value is None


def test_what_is_hidden_is_counted_and_not_listed(lists: OutsideFindings) -> None:
    assert [one.counts.key for one in lists.counters] == ["joined", "gone", "money"]


def test_an_amount_has_no_range_whatever_the_weeks_before(lists: OutsideFindings) -> None:
    """A few large orders decide a sum of money."""
    change = lists.counters[2].against_previous
    assert change is not None
    assert (change.relative, change.interval, change.verdict) == (0.5, None, Verdict.COUNTS_ONLY)
