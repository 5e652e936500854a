"""Forecasts of totals, rates and ratios: reference series end to end, the ladder, odd series, and what must hold for any.

Golden numbers: statistics.md section 9 (golden_daily.csv, golden_daily_large.csv).
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.stats import (
    Daily,
    Futures,
    Method,
    Rate,
    fan,
    forecast_rate,
    forecast_ratio,
    forecast_total,
    landing,
    probability,
    shape,
    sparse,
)
from reportgen.stats.dice import Dice

DAY = date(2026, 1, 5)
NEW_YEAR = date(2026, 1, 1)
TO_NEW_YEAR = 184


def series(values: Sequence[float | None], begin: date = DAY) -> Daily:
    return Daily(begin, tuple(None if value is None else float(value) for value in values))


def median(futures: Futures) -> float:
    return float(np.median(futures.draws[:, -1]))


def poisson(mean: float, days: int, seed: int = 1) -> Daily:
    return series(np.random.default_rng(seed).poisson(mean, days).tolist())


@pytest.mark.parametrize(
    ("name", "target", "known", "landing_at"),
    [
        ("quote_requests", 120.0, (66.0, 53.63), (147.0, 110.0, 208.0, 0.82)),
        ("organic_visits", 18_765.7, (7_757.0, 8_317.5), (17_407.0, 16_155.0, 18_715.0, 0.093)),
    ],
)
def test_daily_reference_end_to_end(
    name: str, target: float, known: tuple[float, float], landing_at: tuple[float, ...], request: pytest.FixtureRequest
) -> None:
    """statistics.md 9: half a year before the deadline, so far and expected so far, median, 80 % interval and probability.

    Monte Carlo within 1 % of quantiles and .01 of probabilities.
    """
    daily: Daily = request.getfixturevalue(name)
    so_far = daily.since(NEW_YEAR).total
    assert (so_far, target * shape(daily, NEW_YEAR, 365).by(181)) == pytest.approx(known, abs=0.02)
    futures = forecast_total(daily, TO_NEW_YEAR, draws=20_000)
    assert (futures.method, futures.weeks, futures.steps[-2:]) == (Method.SEASON, 86, (182, TO_NEW_YEAR))
    found = landing(futures, so_far, target)
    assert found is not None
    assert (found.median, found.likely.low, found.likely.high) == pytest.approx(landing_at[:3], rel=0.01)
    assert found.probability == pytest.approx(landing_at[3], abs=0.01)


def test_the_reports_4000_draws_say_the_same(quote_requests: Daily) -> None:
    found = landing(forecast_total(quote_requests, TO_NEW_YEAR), 66, 120)
    assert found is not None
    assert found.median == pytest.approx(147, rel=0.015)
    assert found.probability == pytest.approx(0.82, abs=0.015)
    assert found.reached is not None
    assert found.reached.early == pytest.approx(71, abs=4)
    assert found.reached.median == pytest.approx(121, abs=6)
    assert found.reached.late is None


def test_the_same_numbers_each_time(quote_requests: Daily) -> None:
    first, second = (forecast_total(quote_requests, 60).draws for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize(
    ("values", "method"),
    [
        ([], Method.NONE),
        ([5], Method.NONE),
        ([None] * 60, Method.NONE),
        ([0] * 200, Method.NONE),
        ([9] * 13, Method.NONE),
        ([9] * 14, Method.LEVEL),
        ([0] * 100 + [1] * 4, Method.NONE),
        (([1] + [0] * 9) * 12, Method.SPARSE),
        ([0] * 200 + [3] * 5, Method.SPARSE),
        ([3] * 363, Method.LEVEL),
        ([3] * 364, Method.SEASON),
        (([1] + [0] * 9) * 50, Method.SPARSE),
        ([3, None, None, None, None] * 20, Method.NONE),
    ],
)
def test_ladder(values: list[float | None], method: Method) -> None:
    """statistics.md 1.3: none, sparse, level, season, by recorded days, events and the last 91 days; no usable week is none."""
    futures = forecast_total(series(values), 30)
    assert futures.method is method
    if method is Method.NONE:
        assert (futures.steps, futures.draws.size) == ((), 0)
        assert landing(futures, 3.0, 10.0) is None
        assert probability(futures, 3.0, 10.0) is None
        assert fan(futures, 3.0) == ()
    else:
        assert futures.draws.shape == (4_000, 5)
        assert futures.steps == (7, 14, 21, 28, 30)
        assert futures.drift is not None


def test_no_days_left_adds_nothing() -> None:
    futures = forecast_total(poisson(5, 60), 0)
    assert (futures.steps, float(futures.draws.sum())) == ((0,), 0.0)
    found = landing(futures, 40.0, 40.0)
    assert found is not None
    assert (found.median, found.probability, found.likely.low, found.wide.high) == (40.0, 1.0, 40.0, 40.0)
    assert probability(futures, 40.0, 41.0) == 0.0


def test_a_target_already_passed_is_sure() -> None:
    found = landing(forecast_total(poisson(5, 60), 30), 100.0, 90.0)
    assert found is not None
    assert found.probability == 1.0
    assert found.reached is not None
    assert (found.reached.early, found.reached.median, found.reached.late) == (0, 0, 0)


def test_at_most_turns_the_question_round() -> None:
    futures = forecast_total(poisson(5, 60), 30)
    at_least, at_most = probability(futures, 10.0, 160.5), probability(futures, 10.0, 160.5, at_most=True)
    assert at_least is not None
    assert at_most is not None
    assert at_least + at_most == pytest.approx(1.0)
    assert probability(futures, 200.0, 160.5, at_most=True) == 0.0
    passed = landing(futures, 10.0, 60.0, at_most=True)
    assert passed is not None
    assert passed.reached is not None
    assert passed.reached.early is not None
    assert passed.reached.late is not None
    assert 0 < passed.reached.early < passed.reached.late < 30


def test_a_missing_day_is_not_a_zero() -> None:
    known = [10.0] * 70
    missing = [None if day % 7 == 3 else value for day, value in enumerate(known)]
    zero = [0.0 if day % 7 == 3 else value for day, value in enumerate(known)]
    whole, gaps, less = (median(forecast_total(series(values), 28)) for values in (known, missing, zero))
    assert gaps == pytest.approx(whole, rel=0.001)
    assert less == pytest.approx(whole * 6 / 7, rel=0.01)


def test_an_outage_inside_widens_and_does_not_lower() -> None:
    values: list[float | None] = list(poisson(20, 200).values)
    broken = [None if 120 <= day < 180 else value for day, value in enumerate(values)]
    whole, gap = forecast_total(series(values), 60), forecast_total(series(broken), 60)
    assert gap.weeks == whole.weeks - 9
    assert median(gap) == pytest.approx(median(whole), rel=0.1)
    assert float(np.std(gap.draws[:, -1])) > float(np.std(whole.draws[:, -1]))


def test_an_outage_at_the_end_widens() -> None:
    values: list[float | None] = list(poisson(20, 200).values)
    whole, cut = forecast_total(series(values), 60), forecast_total(series([*values[:172], *[None] * 28]), 60)
    assert float(np.std(cut.draws[:, -1])) > float(np.std(whole.draws[:, -1]))


@pytest.mark.parametrize("level", [1.0, 4.5, 1_000_000.0])
def test_constants_and_huge_counts(level: float) -> None:
    futures = forecast_total(series([level] * 200), 70)
    assert median(futures) == pytest.approx(70 * level, rel=0.05)
    assert np.isfinite(futures.draws).all()


def test_refunds_count_as_nothing_in_a_week_and_money_is_counted_in_orders() -> None:
    rng = np.random.default_rng(3)
    takings = [float(n) * 80 if n else 0.0 for n in rng.poisson(2, 200)]
    takings[50] = -400.0
    takings[57:64] = [-10.0] * 7
    futures = forecast_total(series(takings), 60, money=True, unit=80.0)
    assert float(futures.draws.min()) >= 0.0
    assert median(futures) == pytest.approx(60 * 160, rel=0.35)
    unknown = forecast_total(series(takings), 60, money=True)
    assert median(unknown) == pytest.approx(median(futures), rel=0.1)


def test_an_amount_in_another_currency_is_the_same_forecast() -> None:
    takings = [float(n) * 80 for n in np.random.default_rng(3).poisson(2, 200)]
    euro, cent = (forecast_total(series([value * per for value in takings]), 60, money=True) for per in (1.0, 100.0))
    assert cent.draws == pytest.approx(euro.draws * 100)


def test_the_last_part_of_a_week_takes_its_weekdays_share() -> None:
    """statistics.md 1.3, step 6: shops that sell on Mondays only sell all of a week on its first day."""
    mondays = series([70.0 if day % 7 == 0 else 0.0 for day in range(70 * 7)])
    monday, week = forecast_total(mondays, 8), forecast_total(mondays, 14)
    share = float(np.median(np.diff(monday.draws, axis=1)) / np.median(np.diff(week.draws, axis=1)))
    assert share == pytest.approx((70 * 70 + 80) / (70 * 10 + 80) / 7, rel=0.02)


@pytest.mark.parametrize("days", [5, 60, 400])
def test_the_end_alone_is_the_end_of_the_way(days: int) -> None:
    """So that an earlier look at a goal, made again, says what was said."""
    (x, n), rare, spend = shares(0.004, 200, 500), poisson(0.1, 300), poisson(30, 500)
    for whole, end in (
        (forecast_total(n, days), forecast_total(n, days, ends=True)),
        (forecast_total(rare, days), forecast_total(rare, days, ends=True)),
        (forecast_rate(x, n, days, begin=x.end), forecast_rate(x, n, days, begin=x.end, ends=True)),
        (forecast_ratio(spend, n, days, begin=n.end), forecast_ratio(spend, n, days, begin=n.end, ends=True)),
    ):
        assert whole.method is end.method is not Method.NONE
        assert end.steps == (days,)
        assert np.array_equal(whole.draws[:, -1:], end.draws)


def test_a_leap_day_is_a_day() -> None:
    history = poisson(12, 500)
    before_leap = Daily(date(2028, 2, 29) - timedelta(days=500), history.values)
    futures = forecast_total(before_leap, 366)
    assert futures.steps[-1] == 366
    assert len(shape(before_leap, date(2028, 2, 29), 366).weights) == 366
    assert median(futures) == pytest.approx(12 * 366, rel=0.15)


@given(
    mean=st.floats(0.3, 300),
    days=st.integers(20, 120),
    ahead=st.integers(1, 60),
    targets=st.lists(st.floats(0, 20_000), min_size=2, max_size=5),
    seed=st.integers(0, 99),
)
@settings(max_examples=25)
def test_intervals_nest_and_probabilities_fall_with_the_target(mean: float, days: int, ahead: int, targets: list[float], seed: int) -> None:
    futures = forecast_total(poisson(mean, days, seed), ahead, draws=500)
    if futures.method is Method.NONE:
        return
    found = [landing(futures, 5.0, target) for target in sorted(targets)]
    kept = [one for one in found if one is not None]
    assert len(kept) == len(targets)
    one = kept[0]
    assert 5.0 <= one.wide.low <= one.likely.low <= one.median <= one.likely.high <= one.wide.high
    met = [each.probability for each in kept]
    assert met == sorted(met, reverse=True)
    points = fan(futures, 5.0)
    assert [point.days for point in points] == list(futures.steps)
    assert all(a.median <= b.median + 1e-9 for a, b in pairwise(points))
    assert points[-1].median == pytest.approx(one.median)


@given(factor=st.floats(2, 50), seed=st.integers(0, 99))
@settings(max_examples=10)
def test_a_larger_unit_scales_the_forecast(factor: float, seed: int) -> None:
    """ln(w + 0.5) is nearly a logarithm for large weeks."""
    small = poisson(200, 100, seed)
    large = Daily(small.begin, tuple(None if value is None else value * factor for value in small.values))
    one, other = (forecast_total(history, 60, draws=1_000) for history in (small, large))
    assert median(other) == pytest.approx(median(one) * factor, rel=0.02)


@given(st.lists(st.one_of(st.none(), st.floats(-1e4, 1e6)), max_size=90), st.integers(0, 40))
@settings(max_examples=40)
def test_anything_is_answered(values: list[float | None], ahead: int) -> None:
    for money in (False, True):
        futures = forecast_total(series(values), ahead, money=money, draws=200)
        assert np.isfinite(futures.draws).all()
        assert (futures.draws >= 0).all()


def test_sparse_dispersion_is_held_between_chance_and_six() -> None:
    """statistics.md 1.3, ladder: half of clip(variance / mean, 1, 6) and half of 1.5."""
    assert sparse.overdispersion(series([0] * 56)) == pytest.approx(1.25)
    assert sparse.overdispersion(series([1, 0, 0, 0, 0, 0, 0] * 8)) == pytest.approx(1.25)
    assert sparse.overdispersion(series([0] * 50 + [60] * 6)) == pytest.approx(3.75)


def test_sparse_forecast_keeps_the_rate_of_the_last_56_days() -> None:
    history = series(([1] + [0] * 6) * 30)
    futures = forecast_total(history, 70, draws=20_000)
    assert futures.method is Method.SPARSE
    mean = float(futures.draws[:, -1].mean())
    drifts = np.cumsum((0.12 * 0.98 ** np.arange(10)) ** 2)
    assert mean == pytest.approx(8.5 / 8 * float(np.exp(drifts / 2).sum()), rel=0.02)


def test_sparse_sums_fall_to_the_weeks_as_weeks_by_themselves_do() -> None:
    """Mean and spread of each week, and of all together, are those of weeks drawn one by one."""
    history = series(([1] + [0] * 6) * 30)
    found = [sparse.futures(history, 8, 1.0, Dice(20_000), ends=ends) for ends in (None, False)]
    alone, spread = (each for each in found if each is not None)
    assert spread.mean(axis=1) == pytest.approx(alone.mean(axis=1), rel=0.05)
    assert spread.std(axis=1) == pytest.approx(alone.std(axis=1), rel=0.05)
    assert float(spread.sum(axis=0).std()) == pytest.approx(float(alone.sum(axis=0).std()), rel=0.03)


def test_sparse_without_a_recorded_day_in_56_is_none() -> None:
    assert forecast_total(series([*([1, 0, 0, 0, 0] * 20), *[None] * 60]), 30).method is Method.NONE


def shares(p: float, visitors: int, days: int, seed: int = 5) -> tuple[Daily, Daily]:
    rng = np.random.default_rng(seed)
    n = rng.poisson(visitors, days)
    return series(rng.binomial(n, p).tolist()), series(n.tolist())


def test_a_rate_stays_where_it_is() -> None:
    x, n = shares(0.05, 200, 200)
    futures = forecast_rate(x, n, 90, begin=x.end - timedelta(days=90))
    assert (futures.method, futures.adds, futures.steps[-1]) == (Method.LEVEL, False, 90)
    found = landing(futures, 0.0, 0.04)
    assert found is not None
    assert found.median == pytest.approx(0.05, rel=0.1)
    assert found.likely.low < 0.05 < found.likely.high
    assert (found.probability > 0.9, found.reached) == (True, None)


def test_a_rate_is_scaled_by_the_actual_one_over_the_pooled_one() -> None:
    """statistics.md, Settled: daily visitors count some visitors twice, so the pooled rate is not the actual one."""
    x, n = shares(0.05, 200, 200)
    begin = x.end - timedelta(days=90)
    pooled = x.since(begin).total / n.since(begin).total
    plain = forecast_rate(x, n, 30, begin=begin)
    scaled = forecast_rate(x, n, 30, begin=begin, actual=Rate(800, 10_000))
    assert scaled.draws == pytest.approx(plain.draws * 0.08 / pooled)
    assert forecast_rate(x, n, 30, begin=begin, actual=Rate(0, 0)).draws == pytest.approx(plain.draws)


def test_a_rate_with_no_days_left_is_the_actual_one() -> None:
    x, n = shares(0.05, 200, 200)
    futures = forecast_rate(x, n, 0, begin=x.end - timedelta(days=90), actual=Rate(80, 1_000))
    assert futures.draws == pytest.approx(0.08)


def test_most_of_a_rates_period_behind_holds_it() -> None:
    x, n = shares(0.05, 200, 400)
    early, late = (float(np.std(forecast_rate(x, n, 30, begin=x.end - timedelta(days=days)).draws[:, -1])) for days in (0, 360))
    assert late < early / 4


def test_a_rate_needs_conversions_and_weeks_with_visitors() -> None:
    x, n = shares(0.05, 200, 200)
    assert forecast_rate(series([0] * 200), n, 30, begin=x.begin).method is Method.NONE
    assert forecast_rate(x.before(x.begin), n, 30, begin=x.begin).method is Method.NONE
    few = series([1 if day % 10 == 0 else 0 for day in range(200)])
    assert forecast_rate(few, few, 30, begin=few.begin).method is Method.NONE


def test_everybody_converting_is_a_rate_of_one() -> None:
    _, n = shares(0.5, 100, 100)
    futures = forecast_rate(n, n, 30, begin=n.begin)
    assert float(futures.draws.max()) <= 1.0
    assert median(futures) > 0.999


def test_a_cost_per_lead_stays_where_it_is() -> None:
    rng = np.random.default_rng(8)
    leads = rng.poisson(5, 200)
    spend = series((leads * 40.0 + rng.normal(0, 20, 200)).clip(1).tolist())
    futures = forecast_ratio(spend, series(leads.tolist()), 60, begin=spend.end - timedelta(days=60), money=True)
    assert (futures.method, futures.adds) == (Method.LEVEL, False)
    found = landing(futures, 0.0, 60.0, at_most=True)
    assert found is not None
    assert found.median == pytest.approx(40, rel=0.05)
    assert found.probability > 0.95


def test_a_planned_denominator_replaces_the_forecast_one() -> None:
    rng = np.random.default_rng(8)
    spend = series([100.0] * 200)
    leads = series(rng.poisson(4, 200).tolist())
    plain, more = (
        forecast_ratio(leads, spend, 60, begin=spend.end, den_money=True, planned_den=planned) for planned in (6_000.0, 60_000.0)
    )
    assert median(plain) == pytest.approx(0.04, rel=0.1)
    assert median(more) == pytest.approx(median(plain), rel=0.03)
    done = forecast_ratio(leads, spend, 60, begin=spend.end - timedelta(days=100), den_money=True, planned_den=0.0)
    assert done.draws == pytest.approx(leads.last(100).total / 10_000)


def test_few_leads_do_not_make_a_lead_dear() -> None:
    """Three leads a week at 40 each: their chance is not a price's, and must not be paid twice."""
    rng = np.random.default_rng(11)
    landings = []
    for _ in range(12):
        leads = series(rng.poisson(3 / 7, 364).tolist())
        spend = series([40 * 3 / 7] * 364)
        landings.append(median(forecast_ratio(spend, leads, 91, begin=spend.end, money=True)))
    assert float(np.median(landings)) == pytest.approx(40, rel=0.12)


def test_a_ratio_needs_weeks_with_a_denominator() -> None:
    for money in (False, True):
        assert forecast_ratio(series([9] * 60), series([0] * 60), 30, begin=DAY, money=money).method is Method.NONE


def outcomes(rng: np.random.Generator, mean: float, days: int, ahead: int) -> tuple[Daily, float]:
    """A series with the model's own kind of drift and noise, and what its next days add."""
    drift, noise = 0.11 * np.exp(0.5 * rng.standard_normal()), 0.25 * np.exp(0.8 * rng.standard_normal())
    weeks = (days + ahead) // 7
    level = np.log(7 * mean) + np.cumsum(drift * rng.standard_normal(weeks)) + noise * rng.standard_normal(weeks)
    counts = rng.poisson(np.exp(np.repeat(level, 7)) / 7).astype(float)
    return series(counts[:days].tolist()), float(counts[days:].sum())


def coverage(runs: int, mean: float) -> tuple[float, float]:
    rng = np.random.default_rng(4)
    covered = np.zeros(2)
    for _ in range(runs):
        history, came = outcomes(rng, mean, 182, 56)
        found = landing(forecast_total(history, 56, draws=1_000), 0.0, 0.0)
        if found is not None:
            covered += [found.likely.low <= came <= found.likely.high, found.wide.low <= came <= found.wide.high]
    share80, share95 = covered / runs
    return float(share80), float(share95)


def test_intervals_cover_series_of_the_models_kind() -> None:
    """A few only: three standard errors of 80 % and 95 % of 120."""
    share80, share95 = coverage(120, 20.0)
    assert 0.69 < share80 < 0.91
    assert share95 > 0.88


@pytest.mark.slow
@pytest.mark.parametrize("mean", [1.0, 20.0, 1_000.0])
def test_intervals_cover_what_they_claim(mean: float) -> None:
    """statistics.md 1.3: 80 % intervals cover 75-85 %, 95 % ones 92-97 %; `make calibration` asks more of them."""
    share80, share95 = coverage(800, mean)
    assert 0.75 < share80 < 0.87
    assert 0.92 < share95 < 0.98
