"""Attainability: the labels of statistics.md 1.7, the target's place in the plausible range, and the best window before."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.stats import Attainable, Daily, Futures, Method, Window, attainability, best_window, forecast_total

DAY = date(2026, 1, 5)


def evenly(days: int = 90) -> Futures:
    """Futures that land on 0, 1, ... 1000."""
    return Futures(Method.LEVEL, (days,), np.arange(1001.0)[:, None], adds=True)


@pytest.mark.parametrize(
    ("target", "label"),
    [
        (190, Attainable.WITHIN_REACH),
        (210, Attainable.REALISTIC),
        (690, Attainable.REALISTIC),
        (710, Attainable.STRETCH),
        (910, Attainable.VERY_AMBITIOUS),
        (985, Attainable.IMPLAUSIBLE),
        (2_000, Attainable.IMPLAUSIBLE),
    ],
)
def test_labels(target: float, label: Attainable) -> None:
    """statistics.md 1.7: 80, 30, 10 and 2 %."""
    assert attainability(evenly(), target).label is label
    assert attainability(evenly(), 1_000 - target, at_most=True).label is label


def test_place_in_the_plausible_range() -> None:
    found = attainability(evenly(), 300)
    assert found.plausible is not None
    assert (found.plausible.low, found.plausible.high, found.plausible.level) == (100, 900, 0.80)
    assert found.place == pytest.approx(0.25)
    assert attainability(evenly(), 300, at_most=True).place == pytest.approx(0.75)
    assert attainability(evenly(), 5).place == 0.0
    assert attainability(evenly(), 2_000).place == 1.0


def test_no_history_or_more_than_400_days_have_no_label() -> None:
    none = forecast_total(Daily(DAY, (9.0,) * 10), 90)
    for futures in (none, evenly(401)):
        found = attainability(futures, 100)
        assert (found.label, found.probability, found.plausible, found.place) == (Attainable.NO_HISTORY, None, None, None)
    assert attainability(evenly(400), 100).label is Attainable.WITHIN_REACH


def test_a_single_future_has_a_place() -> None:
    sure = Futures(Method.LEVEL, (9,), np.full((50, 1), 7.0), adds=True)
    assert (attainability(sure, 7).place, attainability(sure, 8).place) == (0.0, 1.0)


def test_best_window_is_the_earliest_largest() -> None:
    history = Daily(DAY, (1.0, 5.0, 5.0, 0.0, 5.0, 5.0))
    assert best_window(history, 2) == Window(10.0, DAY + timedelta(days=2))
    assert best_window(history, 2, at_most=True) == Window(5.0, DAY + timedelta(days=3))


def test_best_window_needs_its_days_recorded() -> None:
    assert best_window(Daily(DAY, (9.0, None, 9.0)), 2) is None
    assert best_window(Daily(DAY, (9.0,) * 5), 6) is None
    assert best_window(Daily(DAY, (9.0,) * 5), 0) is None
    hundred = (1.0,) * 50 + (None,) + (1.0,) * 49
    assert best_window(Daily(DAY, hundred), 100) == Window(99.0, DAY + timedelta(days=99))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60), st.integers(1, 60))
def test_best_window_is_the_best_of_all(values: list[float], days: int) -> None:
    found = best_window(Daily(DAY, tuple(values)), days)
    sums = [sum(values[i : i + days]) for i in range(len(values) - days + 1)]
    assert (found is None) == (not sums)
    if found is not None:
        assert found.total == pytest.approx(max(sums), abs=1e-6)
