"""Which period a request means: judged before anything is read."""

from dataclasses import replace
from datetime import date

import pytest

from reportgen.errors import DataError, ReportgenError, UsageError
from reportgen.periods import Period
from reportgen.pipeline import Request
from reportgen.pipeline.ask import named_period, reported_period

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("request_", "period"),
    [
        (Request(), None),
        (Request(month="2026-10"), OCTOBER),
        (Request(month="last", today=date(2026, 11, 2)), OCTOBER),
        (Request(month="last", today=date(2026, 10, 31)), SEPTEMBER),
        (Request(month="last", today=date(2027, 1, 1)), Period(date(2026, 12, 1), date(2027, 1, 1))),
        (Request(begin=date(2026, 10, 1), last=date(2026, 10, 31)), OCTOBER),
        (Request(begin=date(2026, 9, 5), last=date(2026, 9, 5)), Period(date(2026, 9, 5), date(2026, 9, 6))),
    ],
)
def test_what_is_named(request_: Request, period: Period | None) -> None:
    assert named_period(request_) == period


def test_only_month_last_looks_at_the_clock() -> None:
    for request in (Request(month="2026-10"), Request(begin=date(2026, 10, 1), last=date(2026, 10, 4)), Request()):
        assert named_period(request) == named_period(replace(request, today=date(2031, 1, 1)))


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        (Request(month="2026-13"), "--month 2026-13: write a month such as 2026-10, or last"),
        (Request(month="october"), "--month october: write a month"),
        (Request(month="last"), "--month last needs a clock"),
        (Request(month="2026-10", begin=date(2026, 10, 1)), "name two periods"),
        (Request(begin=date(2026, 10, 1)), "--from and --to go together"),
        (Request(last=date(2026, 10, 1)), "--from and --to go together"),
        (Request(begin=date(2026, 10, 2), last=date(2026, 10, 1)), "--from 2026-10-02 is after --to 2026-10-01; swap them"),
    ],
)
def test_what_cannot_be_meant(request_: Request, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence) as caught:
        named_period(request_)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("first", "newest", "period"),
    [
        (date(2026, 9, 1), date(2026, 10, 31), OCTOBER),
        (date(2026, 9, 1), date(2026, 10, 30), SEPTEMBER),
        (date(2026, 9, 30), date(2026, 10, 1), SEPTEMBER),
        (date(2026, 10, 4), date(2026, 10, 4), OCTOBER),
    ],
)
def test_without_a_name_it_is_the_last_complete_month(first: date, newest: date, period: Period) -> None:
    """The newest month where none is complete: one day of data is reported all the same."""
    assert reported_period(None, first, newest) == period


@pytest.mark.parametrize(
    ("named", "first", "sentence"),
    [
        (Period(date(2026, 8, 1), date(2026, 9, 1)), date(2026, 9, 1), "2026-08 is before the data: the first day with data is 2026-09-01"),
        (None, None, "the exports hold no usable row"),
    ],
)
def test_what_the_data_cannot_answer(named: Period | None, first: date | None, sentence: str) -> None:
    with pytest.raises(ReportgenError, match=sentence) as caught:
        reported_period(named, first, first)
    assert isinstance(caught.value, DataError)
    assert caught.value.exit_code == 4


def test_a_named_period_needs_no_data() -> None:
    assert reported_period(OCTOBER, None, None) == OCTOBER
