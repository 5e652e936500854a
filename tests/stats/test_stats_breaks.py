"""Breaks in a share, doubled counts, lost counts and moved hours: found where they are, and hardly where they are not."""

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import t as student

from reportgen.stats import Daily, Rate, doubled, hour_shift, losses, share_break, without_largest

MONDAY = date(2025, 1, 6)
DAY_SHAPE = (2, 1, 1, 1, 1, 2, 5, 12, 25, 36, 40, 38, 32, 36, 40, 38, 34, 27, 20, 18, 18, 16, 11, 5)


def weeks(*shares: tuple[int, int], of: int = 1000) -> list[Rate]:
    """(number of weeks, n of 1,000) in a row."""
    return [Rate(n, of) for number, n in shares for _ in range(number)]


def test_a_break_is_tested_as_the_quasi_binomial_test_says() -> None:
    """phi (0 + 4 x 1.5) / (25 + 4) is under 1, so 1; p of 3,000 at 30 % against 26,000 at 20 % by hand."""
    found = share_break(weeks((26, 200), (1, 200), (3, 300)), 26)
    assert found is not None
    assert (found.at, found.before, found.after) == (27, Rate(5200, 26000), Rate(900, 3000))
    pooled = 6100 / 29000
    z = 0.1 / (pooled * (1 - pooled) * (1 / 3000 + 1 / 26000)) ** 0.5
    assert found.p_value == pytest.approx(float(2 * student.sf(z, 29)))


def test_neither_little_nor_slow_nor_unsure_changes_are_breaks() -> None:
    assert share_break(weeks((26, 200), (4, 240)), 26) is None
    drifting = [Rate(200 + 6 * week, 1000) for week in range(30)]
    assert share_break(drifting, 26) is None
    assert share_break(weeks((26, 4), (4, 6), of=20), 26) is None
    assert share_break(weeks((7, 200), (4, 400)), 7) is None
    assert share_break(weeks((26, 0), (4, 0)), 26) is None


def test_a_tag_that_fires_twice() -> None:
    visitors = [30] * 70
    counts: list[int | None] = [60] * 70
    counts[50:55] = [115, 120, 125, None, 122]
    (found,) = doubled(counts, visitors)
    assert (found.begin, found.end, found.usual) == (50, 55, 2.0)
    assert found.ratio == pytest.approx((115 + 120 + 125 + 122) / 240)


@pytest.mark.parametrize(
    ("now", "usual"), [([120, 120], 60), ([120, 180, 120], 60), ([100, 100, 100], 60), ([20, 20, 20], 10), ([60, 60, 60], 60)]
)
def test_two_days_a_rush_and_small_numbers_are_no_doubling(now: list[int], usual: int) -> None:
    counts: list[int | None] = [usual] * 50
    assert doubled([*counts, *now, usual, usual], [30] * (52 + len(now))) == ()


def test_losses_are_runs_of_three_days() -> None:
    values: list[float | None] = [100.0] * 120
    values[80:84] = [10.0, None, 20.0, 30.0]
    values[100:102] = [0.0, 0.0]
    (loss,) = losses(Daily(MONDAY, tuple(values)))
    assert loss.days == tuple(MONDAY + timedelta(days=at) for at in (80, 82, 83))
    assert (loss.count, loss.usual, loss.lasting) == (60.0, 300.0, False)
    assert losses(Daily(MONDAY, (*values[:100], 10.0, 10.0, 10.0)))[-1].lasting


def test_the_same_weeks_a_year_ago_make_a_quiet_time_usual() -> None:
    rng = np.random.default_rng(3)
    values = [float(n) for n in rng.poisson(200, 600)]
    values[100:107] = [60.0] * 7
    values[462:469] = [60.0] * 7
    (loss,) = losses(Daily(MONDAY, tuple(values)))
    assert loss.days[0] == MONDAY + timedelta(days=100)
    values[500:504] = [60.0] * 4
    assert len(losses(Daily(MONDAY, tuple(values)))) == 2


def test_small_counts_are_left_to_the_run_of_zeros() -> None:
    assert losses(Daily(MONDAY, (*[10.0] * 100, 0.0, 0.0, 0.0))) == ()


@pytest.mark.parametrize("shift", [-8, -2, 1, 2, 12])
def test_a_shift_of_the_hours_is_found(shift: int) -> None:
    now = np.roll(np.array(DAY_SHAPE) * 3, shift)
    found = hour_shift([20 * n for n in DAY_SHAPE], now.tolist())
    assert found is not None
    assert found.hours == shift


def test_hours_as_before_and_few_rows_are_no_shift() -> None:
    """At most one of 300 weeks of 1,500 rows is called (statistics.md 8: 0 to .7 %)."""
    rng = np.random.default_rng(4)
    share = np.array(DAY_SHAPE) / sum(DAY_SHAPE)
    called = [hour_shift(rng.multinomial(20_000, share).tolist(), rng.multinomial(1_500, share).tolist()) for _ in range(300)]
    assert sum(one is not None for one in called) <= 1
    assert hour_shift(DAY_SHAPE, [0] * 23 + [49]) is None


def test_the_largest_day_of_an_hour_is_left_out() -> None:
    quiet, busy = [1.0] * 24, [1.0] * 23 + [500.0]
    assert without_largest([quiet, quiet, busy]) == pytest.approx((3.0,) * 24)
    assert without_largest([busy]) == (0.0,) * 24
