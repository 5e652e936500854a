"""Unusual days: what stands out, what must not, and runs of zeros."""

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.stats import Daily, silence_probability, unusual_days
from tests.calibration import real

MONDAY = date(2025, 1, 6)
WEEKDAYS = np.array((1.15, 1.2, 1.15, 1.1, 1.0, 0.65, 0.75))


def site(rng: np.random.Generator, days: int, mean: float = 150.0, noise: float = 0.15) -> list[float]:
    """Visits with weekdays and 15 % noise from day to day."""
    usual = mean * WEEKDAYS[np.arange(days) % 7] * np.exp(rng.normal(0, noise, days))
    return [float(n) for n in rng.poisson(usual)]


def found(values: list[float]) -> list[tuple[int, bool]]:
    return [((one.day - MONDAY).days, one.high) for one in unusual_days(Daily(MONDAY, tuple(values)))]


def test_a_spike_and_a_loss() -> None:
    values = site(np.random.default_rng(1), 200)
    values[120], values[150], values[151] = 900.0, 20.0, 0.0
    assert found(values) == [(120, True), (150, False), (151, False)]
    (spike, *_) = unusual_days(Daily(MONDAY, tuple(values)))
    assert spike.usual == pytest.approx(150 * WEEKDAYS[120 % 7], rel=0.15)
    assert spike.probability < 0.001


def test_weekends_are_not_unusual() -> None:
    """A tenth of the visits on Saturdays and Sundays, every week."""
    values = [400.0 if day % 7 < 5 else 40.0 for day in range(140)]
    assert found(values) == []
    values[133 - 2] = 400.0  # a Saturday like a Friday
    assert (131 % 7, found(values)) == (5, [(131, True)])


def test_closed_on_sundays() -> None:
    values = [400.0 if day % 7 < 6 else 0.0 for day in range(140)]
    assert found(values) == []


def test_less_than_double_is_not_unusual() -> None:
    """However unlikely by counting alone: 190 of 100 on days without any noise."""
    values = [100.0] * 100
    values[90] = 190.0
    assert found(values) == []
    values[90] = 201.0
    assert found(values) == [(90, True)]


def test_too_little_to_tell() -> None:
    assert found([]) == []
    assert found([0.0] * 120) == []
    assert found([100.0] * 46 + [900.0]) == []
    assert found([100.0] * 47 + [900.0]) == [(47, True)]
    assert found([15.0] * 100 + [300.0]) == []  # fewer than 20 a day


def test_missing_days_are_neither_unusual_nor_zero() -> None:
    values: list[float | None] = list(site(np.random.default_rng(2), 200))
    for day in (60, 61, 100, 150):
        values[day] = None
    daily = Daily(MONDAY, tuple(values))
    assert unusual_days(daily) == ()
    spiked = [*values[:199], 5_000.0]
    assert [one.day for one in unusual_days(Daily(MONDAY, tuple(spiked)))] == [MONDAY + timedelta(days=199)]


@given(st.lists(st.one_of(st.none(), st.floats(-50, 5_000)), max_size=120))
@settings(max_examples=60)
def test_what_is_found_is_outside_half_to_twice(values: list[float | None]) -> None:
    for one in unusual_days(Daily(MONDAY, tuple(values))):
        assert one.usual >= 20
        assert not 0.5 * one.usual <= one.count <= 2 * one.usual
        assert 0 <= one.probability < 0.001


def test_later_days_change_nothing_before_them() -> None:
    values = site(np.random.default_rng(3), 160)
    values[100] = 900.0
    assert [one for one in found(values) if one[0] < 130] == found(values[:130])


def test_a_run_has_the_chance_of_its_weekdays() -> None:
    """Poisson by hand: 8 weeks of 10 on weekdays and 2 at weekends, drawn to their mean by two weeks."""
    before = [(day % 7, 10 if day % 7 < 5 else 2) for day in range(56)]
    mean = 54 / 7
    weekend = (8 * 2 + 2 * mean) / 10
    assert silence_probability(before, [5, 6]) == pytest.approx(math.exp(-2 * weekend))
    assert silence_probability(before, [0]) == pytest.approx(math.exp(-(8 * 10 + 2 * mean) / 10))
    assert silence_probability([], [0]) == 1.0


def test_what_comes_in_bursts_is_silent_more_easily() -> None:
    """Three rows at a time: variance 3 x mean, so P(0) is 3 ** -(mean / 2), not math.exp(-mean)."""
    before = [(day % 7, 6 * (day // 7 % 2)) for day in range(56)]
    phi = 56 * 9 / 3 / 49
    assert silence_probability(before, [0]) == pytest.approx(max(phi ** (-3 / (phi - 1)), 4.5 / 9))


@given(st.lists(st.integers(0, 500), max_size=56), st.lists(st.integers(0, 6), max_size=9))
def test_a_run_of_zeros_is_never_impossible_or_certain_of_busy_days(counts: list[int], weekdays: list[int]) -> None:
    assert 0 <= silence_probability([(at % 7, count) for at, count in enumerate(counts)], weekdays) <= 1


@pytest.mark.slow
def test_natural_flags_and_losses() -> None:
    """statistics.md 6: hardly a flag on clean days; three days with 80 or 100 % lost are found in at least .81 and all of the series."""
    rng = np.random.default_rng(4)
    flags, seen = 0, {0.2: 0, 0.0: 0}
    for _ in range(100):
        values = site(rng, 200)
        flags += len(found(values))
        for kept in seen:
            lost = [*values[:190], *(float(rng.binomial(int(n), kept)) for n in values[190:193])]
            seen[kept] += any(day >= 190 for day, _ in found(lost))
    assert flags / (100 * 150) < 0.005
    assert seen[0.2] >= 81
    assert seen[0.0] == 100


def test_the_same_time_a_year_before_makes_a_day_usual() -> None:
    """Quiet at each turn of the year: told the first time, not again; a loss at another time is told, and so is a rush at that one."""
    values = site(np.random.default_rng(5), 800)
    for first in (150, 150 + 366):
        values[first : first + 4] = [30.0] * 4
    values[600] = 10.0
    days = [day for day, _ in found(values)]
    assert (set(range(150, 154)) <= set(days), 600 in days) == (True, True)
    assert set(days).isdisjoint(range(516, 520))
    values[518] = 900.0
    assert (518, True) in found(values)


@pytest.mark.samples
def test_a_university_site(samples: Path) -> None:
    """Six years of page loads: no day stands out but those of the first Christmas, to which the others are compared."""
    days = [one.day for one in unusual_days(dict(real.counts(samples))["university site, page loads"])]
    assert (days[0], days[-1], len(days)) == (date(2014, 12, 21), date(2015, 1, 1), 10)
