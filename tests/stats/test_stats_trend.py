"""Trend verdicts: reference series, the rules of statistics.md 1.6, and false alarms.

Golden numbers: statistics.md section 9 (golden_daily.csv, golden_daily_large.csv), which leave the year in.
"""

import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from reportgen.stats import Daily, Trend, TrendVerdict, trend

DAY = date(2025, 1, 6)


def series(values: Sequence[float | None]) -> Daily:
    return Daily(DAY, tuple(values))


def poisson(means: Sequence[float], seed: int = 1) -> Daily:
    return series([float(n) for n in np.random.default_rng(seed).poisson(means)])


def bounds(found: Trend) -> tuple[float, float, float]:
    assert found.change is not None
    assert found.wide is not None
    return found.change, found.wide.low, found.wide.high


def test_reference(quote_requests: Daily, organic_visits: Daily) -> None:
    """statistics.md 9: "no clear trend" (-6 %, 95 % -49 to +72); "stagnating" (+5.9 %, -4.9 to +17.0), by Monte Carlo."""
    few, many = (trend(daily, season=False) for daily in (quote_requests, organic_visits))
    assert (few.verdict, many.verdict) == (TrendVerdict.NO_CLEAR_TREND, TrendVerdict.STAGNATING)
    assert bounds(few) == pytest.approx((-0.06, -0.49, 0.72), abs=0.015)
    assert bounds(many) == pytest.approx((0.059, -0.049, 0.170), abs=0.002)
    assert (few.weeks, few.seasonal) == (13, False)


def test_change_is_that_of_statsmodels_smoother() -> None:
    """At one pair of the grid: smoothed states, and their covariance by statistics.md 1.6, Cov = P_n Prod J."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    from reportgen.stats import kalman, level
    from reportgen.stats.trend import _change

    z = np.log(np.random.default_rng(5).poisson(40, 20) + 0.5)
    model = UnobservedComponents(z, "llevel")
    model.ssm.initialize_known(np.array([z[:8].mean()]), np.array([[4.0]]))
    pair = 25
    model.update(np.array([kalman.NOISE[pair] ** 2, kalman.DRIFT[pair] ** 2]))
    found = model.ssm.smooth()
    smoothed, spread, filtered = found.smoothed_state[0], found.smoothed_state_cov[0, 0], found.filtered_state_cov[0, 0]
    gains = filtered / (filtered + kalman.DRIFT[pair] ** 2)
    shared = filtered[-1] * math.prod(gains[-14:-1])
    change = _change(z, 13, level.AMOUNTS)
    assert change.mean[pair] == pytest.approx(smoothed[-1] - smoothed[-14], abs=1e-8)
    assert change.sd[pair] ** 2 == pytest.approx(spread[-1] + spread[-14] - 2 * shared, abs=1e-8)


def test_growth_fall_and_rest_have_their_words() -> None:
    up = poisson([30 * math.exp(0.05 * day / 7) for day in range(182)])
    down = poisson([100 * math.exp(-0.05 * day / 7) for day in range(182)])
    rest = poisson([60.0] * 182)
    assert trend(up).verdict is TrendVerdict.PROGRESSING
    assert trend(down).verdict is TrendVerdict.REGRESSING
    found = trend(rest)
    assert found.verdict is TrendVerdict.STAGNATING
    assert found.likely is not None
    assert -0.33 <= found.likely.low <= found.likely.high <= 0.5


def test_lower_is_better_turns_the_word_and_not_the_numbers() -> None:
    down = poisson([100 * math.exp(-0.05 * day / 7) for day in range(182)])
    plain, turned = trend(down), trend(down, lower_is_better=True)
    assert turned.verdict is TrendVerdict.PROGRESSING
    assert bounds(turned) == bounds(plain)


def test_wild_weeks_have_no_clear_trend() -> None:
    wild = np.repeat(20 * np.exp(0.9 * np.random.default_rng(4).standard_normal(26)), 7)
    found = trend(poisson(wild.tolist()))
    assert found.verdict is TrendVerdict.NO_CLEAR_TREND
    assert found.detectable is not None
    assert found.detectable > 0.5


@pytest.mark.parametrize("values", [(), (5.0,) * 55, (0.0,) * 200, (5.0, None, None, None, 5.0, 5.0, 5.0) * 20])
def test_not_enough_data(values: tuple[float | None, ...]) -> None:
    """Fewer than eight recorded weeks, or nothing in them."""
    found = trend(series(values))
    assert found.verdict is TrendVerdict.NOT_ENOUGH_DATA
    assert (found.change, found.wide, found.detectable) == (None, None, None)


def test_eight_weeks_are_enough_and_look_back_seven() -> None:
    found = trend(poisson([60.0] * 56))
    assert found.verdict is not TrendVerdict.NOT_ENOUGH_DATA
    assert found.weeks == 7


def test_a_longer_look_back_sees_slower_growth() -> None:
    """statistics.md 1.6: +-3 % a week is seldom called in 13 weeks, mostly in 26."""
    slow = poisson([40 * math.exp(0.03 * day / 7) for day in range(182)], seed=3)
    found = trend(slow, weeks=26)
    assert found.weeks == 25
    assert found.verdict is TrendVerdict.PROGRESSING


def test_an_outage_inside_is_skipped() -> None:
    values: list[float | None] = list(poisson([60.0] * 182).values)
    values[90:111] = [None] * 21
    assert trend(series(values)).verdict is TrendVerdict.STAGNATING


def test_christmas_is_not_progress() -> None:
    """statistics.md 1.6: with a year of history the yearly pattern comes out first."""
    days = [DAY.toordinal() + day for day in range(3 * 364)]
    peak = date(2027, 12, 28).toordinal()
    history = poisson([60 * math.exp(0.6 * math.cos(2 * math.pi * (day - peak) / 365.25)) for day in days]).before(date(2027, 12, 20))
    assert trend(history, season=False).verdict is TrendVerdict.PROGRESSING
    found = trend(history)
    assert (found.verdict, found.seasonal) == (TrendVerdict.STAGNATING, True)


def test_a_rates_change_is_that_of_the_rate() -> None:
    """From 40 % to 60 %: +50 % of the rate, where the odds go up by 125 %."""
    rng = np.random.default_rng(6)
    shares = np.repeat([0.4, 0.6], 91)
    n = rng.poisson(2_000, 182)
    found = trend(series(rng.binomial(n, shares).astype(float).tolist()), over=series(n.astype(float).tolist()), weeks=20)
    assert found.verdict is TrendVerdict.PROGRESSING
    assert found.change == pytest.approx(0.5, abs=0.04)
    assert found.detectable is not None
    assert found.detectable < 0.2


def test_a_ratios_change() -> None:
    spend, leads = series([100.0] * 182), poisson([40 * math.exp(-0.06 * day / 7) for day in range(182)])
    found = trend(spend, over=leads, ratio=True, money=True, lower_is_better=True)
    assert found.verdict is TrendVerdict.REGRESSING
    assert found.change is not None
    assert found.change > 0.3


def test_a_currency_does_not_matter() -> None:
    takings = poisson([3.0] * 182)
    euro, cent = (trend(series([value * per for value in takings.values if value is not None]), money=True) for per in (80.0, 8_000.0))
    assert bounds(cent) == pytest.approx(bounds(euro))


@pytest.mark.slow
@pytest.mark.parametrize(("mean", "sticky", "spread", "most"), [(8.0, 0.0, 0.0, 0.05), (50.0, 0.5, 0.2, 0.05), (50.0, 0.7, 0.2, 0.08)])
def test_false_alarms_are_few(mean: float, sticky: float, spread: float, most: float) -> None:
    """statistics.md 1.6: nothing changes, 26 weeks; Poisson 1.6 %, day-to-day correlation .5 4.0 %, .7 7.2 %."""
    rng = np.random.default_rng(9)
    alarms, runs = 0, 400
    for _ in range(runs):
        noise = spread * rng.standard_normal(182)
        for day in range(1, 182):
            noise[day] = sticky * noise[day - 1] + math.sqrt(1 - sticky**2) * noise[day]
        found = trend(poisson((mean * np.exp(noise)).tolist(), seed=int(rng.integers(1 << 30))))
        alarms += found.verdict in (TrendVerdict.PROGRESSING, TrendVerdict.REGRESSING)
    assert alarms / runs <= most + 2 * math.sqrt(most * (1 - most) / runs)
