"""Visits, visitors and bounce rate beside the earlier periods."""

from collections.abc import Callable
from datetime import date
from typing import Any

from reportgen.model.counts import Traffic
from reportgen.model.reasons import ChangeReason
from reportgen.stats import Rate, Verdict

Make = Callable[..., Any]


def test_bounce_is_sessions_that_were_not_engaged(site: Make) -> None:
    found = site(traffic=Traffic(1_000, 1_500, 900, 4_000, 0)).find().context  # checklist 000-4
    assert found.bounce.rate == Rate(600, 1_500)
    assert found.engaged_against_previous.after == Rate(900, 1_500)


def test_visits_against_both_periods(site: Make) -> None:
    found = site(traffic=Traffic(1_400, 2_000, 900, 4_000, 0)).find().context  # checklist 000-3
    assert found.previous == Traffic(1_000, 1_500, 900, 4_000, 0)
    assert found.year_before == Traffic(800, 1_200, 700, 3_000, 0)
    assert (found.visitors_against_previous.before, found.visitors_against_previous.after) == (1_000, 1_400)
    assert found.visitors_against_previous.verdict is Verdict.UP
    assert found.sessions_against_year.verdict is Verdict.UP
    # 900 of 2,000 sessions against 900 of 1,500.
    assert found.engaged_against_previous.verdict is Verdict.DOWN


def test_an_empty_month_has_no_bounce_rate(site: Make) -> None:
    october = frozenset(date(2026, 10, day) for day in range(1, 32))
    found = site(traffic=Traffic(), missing=october).find().context
    assert found.bounce.interval is None
    assert found.visitors_against_previous.reason == ChangeReason.DAYS_MISSING


def test_without_an_earlier_period(site: Make) -> None:
    found = site(previous=None, year=None).find().context
    assert (found.previous, found.year_before) == (None, None)
    assert found.sessions_against_year.reason == ChangeReason.NO_EARLIER_PERIOD
