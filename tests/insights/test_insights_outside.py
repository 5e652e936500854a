"""Changes of totals from outside the site: only of flows, only over days that were told, with a range only where chance is known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reportgen.insights.outside import outside
from reportgen.model.outside import CounterCounts, CounterSlice, Flow, Level, OutsideCounts
from reportgen.model.outside_findings import CounterFinding
from reportgen.model.settings import InputSettings, ReportSettings, Settings, Site
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
