"""Funnels: rates from step to step, false alarms and power against the weeks before, and channels against the rest."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from statsmodels.stats.contingency_tables import StratifiedTable

from reportgen.stats import Rate, Verdict, channel_gaps, lost, shrink, step_changes, steps
from reportgen.stats.funnel import steady_dispersion


def test_steps_of_a_cart() -> None:
    """120 of 4,000: golden.json, wilson_120_4000."""
    cart = steps([4_000, 400, 200, 120])
    assert [step.reached for step in cart] == [4_000, 400, 200, 120]
    assert (cart[0].of_last, cart[0].of_first) == (None, None)
    last = cart[3]
    assert last.of_last is not None
    assert last.of_last.rate == Rate(120, 200)
    assert last.of_first is not None
    assert last.of_first.interval is not None
    assert (last.of_first.interval.low, last.of_first.interval.high) == pytest.approx((0.02514781236968596, 0.035754064322633436))


def test_funnels_without_anybody() -> None:
    assert steps([]) == ()
    empty = steps([0, 0])
    assert empty[1].of_last is not None
    assert empty[1].of_last.interval is None
    with pytest.raises(ValueError, match="cannot widen"):
        steps([10, 11])


def test_dispersion_is_drawn_to_one_and_a_half() -> None:
    """statistics.md 4: (chi-square + 4 x 1.5) / (df + 4), by hand on two weeks of 10 and 30 of 100."""
    found = steady_dispersion([Rate(10, 100), Rate(30, 100)])
    assert found.phi == pytest.approx((2 * 10**2 / (100 * 0.2 * 0.8) + 6) / 5)
    assert (found.df, found.assumed) == (5, False)
    assert (steady_dispersion([]).phi, steady_dispersion([Rate(0, 0), Rate(5, 50)]).phi) == (1.5, 1.5)


def history(weeks: int = 24, entrants: int = 500, share: float = 0.4) -> list[Rate]:
    return [Rate(round(entrants * share) + (-5 if week % 2 else 5), entrants) for week in range(weeks)]


def test_a_step_that_fell() -> None:
    (found,) = step_changes([(history(), Rate(640, 2_000))])
    assert (found.verdict, found.before) == (Verdict.DOWN, Rate(4_800, 12_000))
    assert found.relative == pytest.approx(-0.2)
    assert found.usual is not None
    assert found.usual.low < 0.4 < found.usual.high
    assert found.usual.low > 0.32
    assert found.interval is not None
    assert found.interval.low < -0.08 < found.interval.high < 0


def test_small_or_unclear_changes_are_not_called() -> None:
    tiny, unclear, no_now, no_before = step_changes(
        [
            (history(entrants=50_000), Rate(19_000, 50_000)),
            (history(), Rate(25, 70)),
            (history(), Rate(5, 29)),
            ([Rate(9, 99)], Rate(500, 1_000)),
        ]
    )
    assert tiny.p_value is not None
    assert tiny.p_value < 0.05
    assert (tiny.verdict, unclear.verdict) == (Verdict.NOT_ENOUGH_DATA, Verdict.NOT_ENOUGH_DATA)
    assert (no_now.verdict, no_before.verdict) == (Verdict.COUNTS_ONLY, Verdict.COUNTS_ONLY)
    assert (no_now.p_value, no_before.usual) == (None, None)
    assert step_changes([]) == ()


def test_only_the_last_24_weeks_count() -> None:
    (found,) = step_changes([([Rate(500, 500)] * 10 + history(), Rate(400, 1_000))])
    assert found.before.of == 24 * 500


def test_rare_steps_by_the_exact_test() -> None:
    (found,) = step_changes([([Rate(2, 200)] * 2, Rate(4, 40))])
    exact = float(fisher_exact(np.array([[4, 36], [4, 396]])).pvalue)
    assert found.p_value is not None
    assert found.p_value >= exact


def test_a_step_never_taken_or_always() -> None:
    never, always, began = step_changes([([Rate(0, 500)], Rate(0, 90)), ([Rate(500, 500)], Rate(90, 90)), ([Rate(0, 5_000)], Rate(60, 90))])
    assert (never.verdict, never.relative, never.p_value) == (Verdict.NOT_ENOUGH_DATA, None, 1.0)
    assert (always.verdict, always.relative) == (Verdict.NOT_ENOUGH_DATA, 0.0)
    assert (began.verdict, began.relative) == (Verdict.UP, None)


rates = st.integers(0, 3_000).flatmap(lambda of: st.integers(0, of).map(lambda n: Rate(n, of)))


@given(st.lists(st.tuples(st.lists(rates, max_size=6), rates), max_size=4))
@settings(max_examples=25)
def test_changes_are_numbers(cases: list[tuple[list[Rate], Rate]]) -> None:
    for one in step_changes(cases):
        for value in (one.relative, one.p_value, one.q_value, one.phi):
            assert value is None or math.isfinite(value)
        if one.usual is not None:
            assert 0 <= one.usual.low <= one.usual.high <= 1
        if one.q_value is not None and one.p_value is not None:
            assert one.p_value - 1e-12 <= one.q_value <= 1


def test_channels_within_their_months() -> None:
    """The pooled odds ratio is StratifiedTable's; its interval is wider by the dispersion between months."""
    months = [(Rate(20, 200), Rate(300, 1_800)), (Rate(31, 300), Rate(210, 1_400)), (Rate(15, 250), Rate(260, 1_500))]
    (found,) = channel_gaps([months])
    tables = [np.array([[a.n, a.of - a.n], [b.n, b.of - b.n]], dtype=float) for a, b in months]
    theirs = StratifiedTable(tables)
    assert found.odds_ratio == pytest.approx(theirs.oddsratio_pooled)
    assert found.interval is not None
    low, high = theirs.oddsratio_pooled_confint()
    assert found.interval.low < low < high < found.interval.high
    assert found.p_value is not None
    assert found.p_value > theirs.test_null_odds(correction=True).pvalue
    assert (found.channel, found.rest, found.verdict) == (Rate(66, 750), Rate(770, 4_700), Verdict.DOWN)


@given(st.lists(st.lists(st.tuples(rates, rates), max_size=5), max_size=4))
@settings(max_examples=25)
def test_gaps_are_numbers(cases: list[list[tuple[Rate, Rate]]]) -> None:
    for one in channel_gaps(cases):
        for value in (one.odds_ratio, one.p_value, one.q_value):
            assert value is None or math.isfinite(value)
        assert (one.q_value is None) == (one.verdict is Verdict.COUNTS_ONLY)


def test_most_lost_is_not_the_highest_share() -> None:
    exits = [Rate(3, 4), Rate(610, 1_000), Rate(900, 3_000)]
    found = lost(exits)
    assert sorted(range(3), key=lambda i: -found[i]) == [2, 1, 0]
    assert found == pytest.approx([share * one.of for share, one in zip(shrink(exits), exits, strict=True)])
    assert lost(exits[:2]) == (3.0, 610.0)
    assert lost([Rate(0, 0)]) == (0.0,)


def weeks_of(rng: np.random.Generator, entrants: int, odds: float = 1.0) -> tuple[list[Rate], Rate]:
    """24 weeks and a month of a step a third takes, weeks 5 % apart in odds; in the month the odds are `odds` times as high."""
    p = 1 / (1 + np.exp(-(math.log(0.5) + rng.normal(0, 0.05, 28))))
    p[24:] = p[24:] * odds / (1 - p[24:] + p[24:] * odds)
    n = rng.poisson(entrants / 4, 28)
    k = rng.binomial(n, p)
    return [Rate(int(x), int(y)) for x, y in zip(k[:24], n[:24], strict=True)], Rate(int(k[24:].sum()), int(n[24:].sum()))


@pytest.mark.slow
def test_false_alarms_and_power() -> None:
    """statistics.md 4: 32 tests a month, any false alarm in .02-.06 of months; a fall of the odds by 40 % is seen with enough entrants."""
    rng = np.random.default_rng(12)
    called = [
        any(one.verdict in {Verdict.UP, Verdict.DOWN} for one in step_changes([weeks_of(rng, 500) for _ in range(32)])) for _ in range(400)
    ]
    assert np.mean(called) <= 0.10
    seen = {
        entrants: np.mean(
            [
                step_changes([weeks_of(rng, entrants, 0.6), *(weeks_of(rng, entrants) for _ in range(7))])[0].verdict is Verdict.DOWN
                for _ in range(60)
            ]
        )
        for entrants in (60, 2_000)
    }
    assert seen[60] < 0.5
    assert seen[2_000] > 0.9
