"""The weekly local level against reference numbers and against statsmodels.

Golden numbers: statistics.md section 9 and golden.json (engine_weekly22, engine_total26wk).
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from reportgen.stats import Daily, forecast_total, kalman, landing, level, links

WEEKS = (21, 25, 18, 30, 27, 24, 29, 33, 28, 31, 26, 35, 30, 34, 38, 29, 36, 33, 41, 37, 35, 40)
DAY = date(2026, 1, 5)


def by_day(weeks: tuple[int, ...]) -> Daily:
    """Each week on its Mondays: their share in a week does not matter to whole weeks."""
    return Daily(DAY, tuple(float(week) if day == 0 else 0.0 for week in weeks for day in range(7)))


def test_posterior_reference() -> None:
    """golden.json, engine_weekly22: level 3.650388 (38.49), drift .086293, noise .111330, to 1e-5."""
    known = level.fit(links.log_amounts(np.array(WEEKS, dtype=float)), level.AMOUNTS, seasonal=False)
    assert known.mean == pytest.approx(3.650388177043664, abs=1e-5)
    assert (known.drift, known.noise) == pytest.approx((0.08629329935223176, 0.11132952381629699), abs=1e-5)
    assert (known.weeks, known.seasonal) == (22, False)
    assert known.weight.sum() == pytest.approx(1.0)


def models(z: kalman.Floats, terms: kalman.Floats) -> Any:
    """statsmodels' model, with the two settings statistics.md 1.3 asks for, and no short cut once the filter has settled."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    model = UnobservedComponents(z, "llevel", exog=terms if terms.size else None, mle_regression=False)
    spread = [4.0, *((0.25 / k) ** 2 for k in (1, 1, 2, 2, 3, 3))][: 1 + terms.shape[1]]
    start = np.zeros(len(spread))
    start[0] = np.nanmean(z[:8])
    model.ssm.initialize_known(start, np.diag(spread))
    model.ssm.loglikelihood_burn = 0
    model.ssm.tolerance = 0
    return model


@pytest.mark.parametrize("seasonal", [False, True])
@pytest.mark.parametrize("gaps", [(), (20, 21, 40)])
def test_one_pass_is_statsmodels_filter(seasonal: bool, gaps: tuple[int, ...]) -> None:
    """statistics.md 1.3: UnobservedComponents(z, 'llevel', exog=X, mle_regression=False), filtered and smoothed, at every pair."""
    z = links.log_amounts(np.random.default_rng(7).poisson(30, 60).astype(float))
    z[list(gaps)] = np.nan
    terms = kalman.yearly(level.week_middles(60)) if seasonal else np.empty((60, 0))
    passed = kalman.filtered(z, seasonal=seasonal)
    model = models(z, terms)
    for pair in (0, 13, 25, 47):
        model.update(np.array([kalman.NOISE[pair] ** 2, kalman.DRIFT[pair] ** 2]))
        found = model.ssm.smooth()
        assert passed.loglike[pair] == pytest.approx(found.llf, abs=1e-8)
        assert passed.state[:, pair] == pytest.approx(found.filtered_state[:, -1], abs=1e-8)
        assert passed.cov[:, :, pair] == pytest.approx(found.filtered_state_cov[:, :, -1], abs=1e-8)
        assert passed.levels[:, pair] == pytest.approx(found.filtered_state[0], abs=1e-8)
        assert passed.variances[:, pair] == pytest.approx(found.filtered_state_cov[0, 0], abs=1e-8)


def test_log_likelihood_reference() -> None:
    """golden.json, engine_weekly22: llf .7509510 at drift .11 and noise .25, statsmodels with loglikelihood_burn = 0."""
    z = links.log_amounts(np.array(WEEKS, dtype=float))
    model = models(z, np.empty((22, 0)))
    model.update(np.array([0.25**2, 0.11**2]))
    assert model.ssm.filter().llf == pytest.approx(0.7509510490003157, abs=1e-9)


def test_half_a_year_ahead_reference() -> None:
    """golden.json, engine_total26wk, by Monte Carlo: quantiles within 2 %, probabilities within .01."""
    futures = forecast_total(by_day(WEEKS), 182, draws=20_000)
    found = landing(futures, 0.0, 900)
    assert found is not None
    assert (found.wide.low, found.likely.low, found.median, found.likely.high, found.wide.high) == pytest.approx(
        (607.075, 732.888, 996.968, 1387.174, 1733.777), rel=0.02
    )
    reached = [float((futures.draws[:, -1] >= target).mean()) for target in (900, 1100, 1300)]
    assert reached == pytest.approx([0.66927, 0.341065, 0.146535], abs=0.01)


def test_a_year_ahead_reference() -> None:
    """statistics.md 9: 52 weeks 1369 / 1997 / 2986, P(>= 1500) .839, P(>= 2200) .368, P(>= 3500) .045."""
    futures = forecast_total(by_day(WEEKS), 364, draws=20_000)
    final = futures.draws[:, -1]
    assert np.quantile(final, (0.1, 0.5, 0.9)) == pytest.approx((1369, 1997, 2986), rel=0.02)
    assert [float((final >= target).mean()) for target in (1500, 2200, 3500)] == pytest.approx([0.839, 0.368, 0.045], abs=0.01)


def test_yearly_terms_reference(organic_visits: Daily) -> None:
    """statistics.md 9, golden_daily_large: level 5.7947, b .1658 -.0841 -.0037 .0157 -.0214 .0027 by an independent 7-state filter."""
    totals = level.week_totals(level.week_days(organic_visits))
    known = level.fit(links.log_amounts(totals), level.AMOUNTS, seasonal=True)
    assert known.mean == pytest.approx(5.7947, abs=1e-4)
    assert known.season == pytest.approx((0.1658, -0.0841, -0.0037, 0.0157, -0.0214, 0.0027), abs=6e-5)


def test_weeks_end_with_the_last_day_and_are_whole() -> None:
    days = level.week_days(Daily(DAY, tuple(float(i) for i in range(17))))
    assert days[:, 0].tolist() == [3.0, 10.0]
    assert days[-1, -1] == 16.0


def test_a_short_week_is_scaled_and_a_shorter_one_missing() -> None:
    """statistics.md 1.3, step 1: five or six recorded days x 7/k, fewer none."""
    full = (1.0,) * 7
    values = (*full, None, None, *(2.0,) * 5, None, None, None, *(2.0,) * 4, *full)
    totals = level.week_totals(level.week_days(Daily(DAY, values)))
    assert totals[[0, 1, 3]].tolist() == [7.0, 14.0, 7.0]
    assert np.isnan(totals[2])


def test_only_the_last_160_weeks_count() -> None:
    long = Daily(DAY, (500.0,) * 700 + (3.0,) * 1120)
    assert level.week_days(long).shape == (160, 7)
    short = long.last(1120)
    assert np.array_equal(forecast_total(long, 60).draws, forecast_total(short, 60).draws)


def test_leading_missing_days_change_nothing() -> None:
    values = tuple(float(3 + i % 4) for i in range(100))
    late = Daily(DAY, values)
    early = Daily(DAY - timedelta(days=40), (None,) * 40 + values)
    assert np.array_equal(forecast_total(late, 60).draws, forecast_total(early, 60).draws)
