"""The bridge from micro to macro against statsmodels' StratifiedTable, the golden table, and made-up visits whose truth is known."""

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.contingency_tables import StratifiedTable

from reportgen.stats import Bridge, Candidate, Link, Rate, Stratum, bridge, bridges, false_discovery, heterogeneity
from reportgen.stats.bridge import dispersion_between

GOLDEN = (Stratum(1_400, 32, 400, 12), Stratum(1_400, 39, 200, 9), Stratum(150, 6, 50, 4))


@st.composite
def strata(draw: st.DrawFn, least: int = 0) -> Stratum:
    cells = draw(st.lists(st.integers(least, 400), min_size=4, max_size=4))
    return Stratum(sum(cells), cells[0] + cells[1], cells[0] + cells[2], cells[0])


def table(one: Stratum) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rest = one.n - one.n1
    return np.array([[one.d1, one.n1 - one.d1], [one.d - one.d1, rest - one.d + one.d1]], dtype=float)


def test_the_golden_strata() -> None:
    """golden.json: mh. Its Tarone p .543049 is Breslow's & Day's, uncorrected; corrected .5430560 (StratifiedTable, adjust=True)."""
    found = bridge(GOLDEN)
    assert (found.observed, found.macros) == (25, 77)
    assert found.interval is not None
    measured = (found.odds_ratio, found.log_se, found.interval.low, found.interval.high, found.expected, found.p_value)
    assert measured == pytest.approx((1.8084374855, 0.2538577864, 1.0995610804, 2.9743196602, 16.7142857143, 0.0265456186), abs=1e-7)
    assert norm.isf(found.p_value / 2) ** 2 == pytest.approx(4.92012353233245, abs=1e-6)
    assert found.differs_p == pytest.approx(0.5430490321621826, abs=1e-5)
    assert found.differs_p == pytest.approx(0.5430559513170676, abs=1e-9)


def test_strata_all_alike_do_not_differ() -> None:
    """Rounding leaves their chi-square a hair below 0."""
    assert bridge([Stratum(71, 64, 15, 14)] * 3).differs_p == pytest.approx(1)


@given(st.lists(strata(least=1), min_size=2, max_size=30))
@settings(max_examples=40)
def test_the_same_as_statsmodels(found: list[Stratum]) -> None:
    ours, theirs = bridge(found), StratifiedTable([table(one) for one in found])
    assert ours.odds_ratio == pytest.approx(theirs.oddsratio_pooled, rel=1e-9)
    assert ours.log_se == pytest.approx(theirs.logodds_pooled_se, rel=1e-9)
    assert ours.interval is not None
    assert (ours.interval.low, ours.interval.high) == pytest.approx(theirs.oddsratio_pooled_confint(), rel=1e-9)
    if abs(ours.observed - ours.expected) > 0.5:
        assert ours.p_value == pytest.approx(theirs.test_null_odds(correction=True).pvalue, abs=1e-9)
    if abs(theirs.oddsratio_pooled - 1) > 1e-4:  # statsmodels divides by 1 - OR
        assert ours.differs_p == pytest.approx(theirs.test_equal_odds(adjust=True).pvalue, abs=1e-6)


@given(st.lists(strata(), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_numbers_are_numbers_and_order_does_not_matter(found: list[Stratum], random: Random) -> None:
    ours = bridge(found)
    for value in (ours.odds_ratio, ours.log_se, ours.p_value, ours.q_value, ours.differs_p, ours.expected):
        assert value is None or math.isfinite(value)
    for p in (ours.p_value, ours.differs_p):
        assert p is None or 0 <= p <= 1
    if ours.interval is not None and ours.odds_ratio is not None:
        assert ours.interval.low <= ours.odds_ratio <= ours.interval.high
    shuffled = list(found)
    random.shuffle(shuffled)
    again = bridge(shuffled)
    assert (again.observed, again.macros, again.bridge) == (ours.observed, ours.macros, ours.bridge)
    assert again.expected == pytest.approx(ours.expected)


@given(st.lists(strata(least=1), min_size=1, max_size=8))
@settings(max_examples=30)
def test_having_it_or_not_mirrors(found: list[Stratum]) -> None:
    mirrored = bridge([Stratum(one.n, one.d, one.n - one.n1, one.d - one.d1) for one in found])
    ours = bridge(found)
    assert mirrored.odds_ratio is not None
    assert ours.odds_ratio is not None
    assert mirrored.odds_ratio * ours.odds_ratio == pytest.approx(1, rel=1e-9)
    assert mirrored.p_value == pytest.approx(ours.p_value, abs=1e-9)


@given(st.lists(strata(least=1), min_size=1, max_size=8), strata())
@settings(max_examples=40)
def test_a_stratum_without_one_side_changes_no_comparison(found: list[Stratum], more: Stratum) -> None:
    one_sided = Stratum(more.n, more.d, 0, 0)
    ours, wider = bridge(found), bridge([*found, one_sided])
    assert replace(wider, macros=0, bridge=ours.bridge, q_value=None) == replace(ours, macros=0, q_value=None)
    assert wider.macros == ours.macros + one_sided.d


def test_a_macro_that_never_happened() -> None:
    found = bridge([Stratum(5_000, 0, 800, 0), Stratum(900, 0, 300, 0)])
    assert found == Link(Bridge.NOT_ENOUGH_DATA, 0, 0, 0.0, None, None, None, 1.0, None, None)
    assert bridge([]).bridge is Bridge.NOT_ENOUGH_DATA


def test_a_micro_that_everyone_does() -> None:
    """Nobody is left to compare with; declared as an earlier step it is one."""
    everyone = [Stratum(5_000, 90, 5_000, 90)]
    plain, step = bridges([Candidate(everyone, Rate(90, 90)), Candidate(everyone, Rate(90, 90), declared_step=True)])
    assert (plain.bridge, plain.macros, plain.expected) == (Bridge.NOT_ENOUGH_DATA, 90, 0.0)
    assert step.bridge is Bridge.STRUCTURAL


def test_one_visitor_doing_everything() -> None:
    assert bridge([Stratum(1, 1, 1, 1), Stratum(1, 0, 0, 0)]).bridge is Bridge.NOT_ENOUGH_DATA
    assert bridge([Stratum(2, 1, 1, 1)]).p_value == 1.0  # one macro of two rows: half of it would be expected


def test_impossible_counts_are_refused() -> None:
    for counts in ((10, 11, 5, 2), (10, 5, 11, 2), (10, 5, 5, 6), (10, 9, 2, 0), (10, 5, 5, -1)):
        with pytest.raises(ValueError, match="no rows can count"):
            Stratum(*counts)


def odds(base: float, ratio: float, n: int = 100_000) -> tuple[Stratum, ...]:
    """Two strata of the rate `base`, a fifth of the rows after a micro whose odds are `ratio` times as high."""
    after = base * ratio / (1 - base + base * ratio)
    d1, d0 = round(n * 0.2 * after), round(n * 0.8 * base)
    return (Stratum(n, d0 + d1, n // 5, d1),) * 2


@pytest.mark.parametrize(
    ("ratio", "had_it", "declared", "label", "vanity"),
    [
        (2.0, Rate(500, 1_000), False, Bridge.STRONG, False),
        (1.15, Rate(500, 1_000), False, Bridge.SUGGESTIVE, False),
        (0.5, Rate(500, 1_000), False, Bridge.SUGGESTIVE, False),
        (1.0, Rate(500, 1_000), False, Bridge.NO_LINK_SHOWN, True),
        (4.0, Rate(990, 1_000), True, Bridge.STRUCTURAL, False),
        (4.0, Rate(990, 1_000), False, Bridge.STRONG, False),
        (4.0, Rate(900, 1_000), True, Bridge.STRONG, False),
    ],
)
def test_labels(ratio: float, had_it: Rate, declared: bool, label: Bridge, vanity: bool) -> None:
    """statistics.md, Settled: the words of the bridge."""
    (found,) = bridges([Candidate(odds(0.01, ratio), had_it, declared)])
    assert (found.bridge, found.vanity) == (label, vanity)
    assert found.fewer == (ratio < 1)
    assert found.marked == (label in {Bridge.STRONG, Bridge.SUGGESTIVE})


def test_too_little_is_neither_linked_nor_vain() -> None:
    few_macros, few_expected = bridge([Stratum(1_000, 19, 500, 15)]), bridge([Stratum(10_000, 40, 1_000, 15)])
    assert few_macros.p_value is not None
    assert few_macros.p_value < 0.05
    assert [few_macros.bridge, few_expected.bridge] == [Bridge.NOT_ENOUGH_DATA] * 2
    assert (few_macros.q_value, few_macros.vanity) == (None, False)


def test_how_many_more_would_be_enough() -> None:
    """8 macros with 1.6 expected after the micro: 25 macros would expect 5; with 40 of them, twenty are the bar."""
    few = bridge([Stratum(100, 8, 20, 3)])
    assert few.more_needed == 25 - 8
    assert bridge([Stratum(100, 8, 80, 7)]).more_needed == 20 - 8
    assert bridge([Stratum(100, 30, 50, 20)]).more_needed == 0
    assert bridge([Stratum(100, 8, 0, 0)]).more_needed is None


def test_micros_are_corrected_for_each_other_only_where_tested() -> None:
    good, thin, step = Candidate(odds(0.01, 1.1, 40_000)), Candidate([Stratum(50, 2, 9, 1)]), Candidate(odds(0.01, 9), Rate(99, 100), True)
    none = [Candidate(odds(0.01, ratio, 40_000)) for ratio in (0.99, 1.01, 1.02)]
    found = bridges([good, thin, step, *none])
    tested = (found[0], *found[3:])
    assert tuple(one.q_value for one in tested) == pytest.approx(false_discovery([one.p_value or 0.0 for one in tested]))
    assert (found[1].q_value, found[2].q_value) == (None, None)
    assert bridges([]) == ()


def test_nobody_without_it_had_the_macro() -> None:
    """No finite odds ratio, but surely more than expected."""
    (found,) = bridges([Candidate([Stratum(2_000, 60, 500, 60)])])
    assert (found.odds_ratio, found.interval, found.bridge) == (None, None, Bridge.SUGGESTIVE)
    (none,) = bridges([Candidate([Stratum(2_000, 60, 500, 0)])])
    assert (none.odds_ratio, none.interval, none.fewer) == (0.0, None, True)


def test_channels_that_differ() -> None:
    """Cochran's Q of two log odds ratios is their squared difference over its variance."""
    one, other = bridge(odds(0.02, 3.0, 20_000)), bridge(odds(0.02, 1.0, 20_000))
    assert one.odds_ratio and one.log_se and other.odds_ratio and other.log_se
    z = math.log(one.odds_ratio / other.odds_ratio) / math.hypot(one.log_se, other.log_se)
    assert heterogeneity([one, other]) == pytest.approx(math.erfc(abs(z) / math.sqrt(2)), rel=1e-6)
    assert heterogeneity([one, bridge([])]) is None
    chi_square, df = dispersion_between((*odds(0.02, 3.0, 20_000), *odds(0.02, 1.0, 20_000)), 1.7)
    assert df == 3
    assert chi_square > 30
    assert dispersion_between((), None) == (0.0, 0)


def drawn(rng: np.random.Generator, ratio: float, groups: int = 60) -> tuple[Stratum, ...]:
    """Strata of a hundred rows with their own rates; a micro more common where the macro is, which confounds it."""
    base = rng.uniform(0.002, 0.03, groups)
    n1 = rng.binomial(400, np.clip(base * 15, 0, 0.6))
    after = base * ratio / (1 - base + base * ratio)
    d1, d0 = rng.binomial(n1, after), rng.binomial(400 - n1, base)
    return tuple(Stratum(400, int(x + y), int(m), int(x)) for x, y, m in zip(d1, d0, n1, strict=True))


@pytest.mark.parametrize("runs", [60, pytest.param(600, marks=pytest.mark.slow)])
def test_a_confounded_micro_is_not_linked(runs: int) -> None:
    """No link in any stratum, and a naive odds ratio well above one: covered 95 %, called strong hardly ever."""
    rng = np.random.default_rng(7)
    found = [(bridge(made), made) for made in (drawn(rng, 1.0) for _ in range(runs))]
    covered = np.mean([one.interval is not None and one.interval.low <= 1 <= one.interval.high for one, _ in found])
    pooled = [bridge([Stratum(*(sum(getattr(s, name) for s in made) for name in ("n", "d", "n1", "d1")))]) for _, made in found]
    assert covered >= (0.88 if runs < 100 else 0.93)
    assert np.mean([one.bridge is Bridge.STRONG for one, _ in found]) <= 0.05
    assert np.median([one.odds_ratio or 0.0 for one in pooled]) > 1.25


@pytest.mark.slow
@pytest.mark.parametrize("ratio", [0.5, 1.5, 3.0])
def test_intervals_cover_and_odds_ratios_are_unbiased(ratio: float) -> None:
    rng = np.random.default_rng(8)
    found = [bridge(drawn(rng, ratio)) for _ in range(600)]
    covered = np.mean([one.interval is not None and one.interval.low <= ratio <= one.interval.high for one in found])
    assert 0.93 <= covered <= 0.97
    assert np.exp(np.mean([math.log(one.odds_ratio or 1) for one in found])) == pytest.approx(ratio, rel=0.05)
