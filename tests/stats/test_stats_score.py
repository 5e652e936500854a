"""The hot-lead score: its regression against statsmodels, its quality against pairs counted one by one, and the rule."""

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.stats import Bridge, LeadGroup, LeadProfile, Rate, Score, Stratum, hot_rule, judge_score, rank_leads, train_score
from reportgen.stats.ridge import logistic, poisson

CHANNELS = ("Organic", "Paid", "Email")
WEIGHTS = (0.9, 0.0, -0.4)


def test_the_ridge_is_the_one_of_statsmodels() -> None:
    """GLM.fit_regularized(L1_wt=0) maximises log-likelihood / rows - alpha x half the squares: alpha = 1 / rows is penalty 1."""
    rng = np.random.default_rng(1)
    columns = rng.integers(0, 2, (60, 3)).astype(float)
    n = rng.integers(20, 200, 60).astype(float)
    k = rng.binomial(n.astype(int), 1 / (1 + np.exp(2 - columns @ np.array([1.0, -0.5, 0.2])))).astype(float)
    rows = np.column_stack([np.ones(60), columns])
    for ours, model in (
        (logistic(columns, k, n), sm.GLM(np.column_stack([k, n - k]), rows, family=sm.families.Binomial())),
        (poisson(columns, k), sm.GLM(k, rows, family=sm.families.Poisson())),
    ):
        theirs = model.fit_regularized(alpha=np.array([0, 1, 1, 1]) / 60, L1_wt=0, maxiter=500, cnvrg_tol=1e-12)
        assert ours.coefficients == pytest.approx(theirs.params, abs=1e-4)


def made(rng: np.random.Generator, visitors: int, base: float = -5.0) -> tuple[LeadGroup, ...]:
    """Visitors whose chance depends on three micros, on how long ago they came and on how much they saw."""
    marks = rng.random((visitors, 3)) < 0.2
    recency, views, channel = (rng.integers(0, size, visitors) for size in (5, 5, 3))
    logit = base + marks @ np.array(WEIGHTS) - 0.6 * recency + 0.5 * views + 0.3 * channel
    macro = rng.random(visitors) < 1 / (1 + np.exp(-logit))
    counts: dict[LeadProfile, list[int]] = {}
    for row in zip(marks.tolist(), recency.tolist(), views.tolist(), channel.tolist(), macro.tolist(), strict=True):
        found = counts.setdefault(LeadProfile(tuple(row[0]), row[1], row[2], CHANNELS[row[3]]), [0, 0])
        found[0] += 1
        found[1] += row[4]
    return tuple(LeadGroup(profile, n, k) for profile, (n, k) in counts.items())


def test_a_score_on_visitors_it_has_not_seen() -> None:
    rng = np.random.default_rng(2)
    score = train_score(made(rng, 20_000))
    assert score is not None
    found = judge_score(score, made(rng, 20_000))
    assert found.auc is not None
    assert 0.7 < found.auc < 0.95
    assert found.lift is not None
    assert found.lift > 4
    assert sum(one.happened.of for one in found.bins) == 20_000
    assert [one.said for one in found.bins] == sorted((one.said for one in found.bins), reverse=True)
    for one in found.bins:
        assert one.happened.value is not None
        assert one.said == pytest.approx(one.happened.value, abs=4 * math.sqrt(one.said / one.happened.of) + 0.002)


def test_marks_are_weighed_as_they_were_made() -> None:
    score = train_score(made(np.random.default_rng(3), 60_000, base=-3.0))
    assert score is not None
    assert list(score.fit.coefficients[1:4]) == pytest.approx(WEIGHTS, abs=0.2)
    hot, cold = score.chances([LeadProfile((True, False, False), 0, 4, "Email"), LeadProfile((False, False, True), 4, 0, "Organic")])
    assert hot > 5 * cold
    assert 0 < score.chances([LeadProfile((False, False, False), 2, 2, "never seen before")])[0] < 1
    assert score.chances([]) == ()


def test_too_few_macros_for_a_score() -> None:
    profile = LeadProfile((True,), 0, 0, "Paid")
    assert train_score([LeadGroup(profile, 5_000, 39)]) is None
    assert train_score([LeadGroup(profile, 50, 50)]) is None
    assert train_score([]) is None
    assert train_score([LeadGroup(profile, 5_000, 40)]) is not None


def test_marks_have_one_order() -> None:
    with pytest.raises(ValueError, match="same marks"):
        train_score([LeadGroup(LeadProfile((True,), 0, 0, "Paid"), 500, 40), LeadGroup(LeadProfile((), 0, 0, "Paid"), 500, 40)])


@pytest.fixture(scope="module")
def score() -> Score:
    trained = train_score(made(np.random.default_rng(4), 3_000, base=-2.0))
    assert trained is not None
    return trained


@given(rows=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12))
@settings(max_examples=40)
def test_auc_is_the_share_of_pairs(score: Score, rows: list[tuple[int, int, int]]) -> None:
    groups = [LeadGroup(LeadProfile((False, False, False), recency, 2, "Paid"), n + k, k) for recency, n, k in rows]
    said = score.chances([one.profile for one in groups])
    pairs = sum(a.k * (b.n - b.k) for a in groups for b in groups)
    held = list(zip(said, groups, strict=True))
    won = sum(a.k * (b.n - b.k) * ((x > y) + (x == y) / 2) for x, a in held for y, b in held)
    found = judge_score(score, groups)
    assert (found.auc is None) == (pairs == 0)
    if found.auc is not None:
        assert found.auc == pytest.approx(won / pairs)
    assert sum((one.happened for one in found.bins), Rate(0, 0)) == Rate(sum(one.k for one in groups), sum(one.n for one in groups))


def test_everybody_alike() -> None:
    """One group cannot be told apart: AUC one half, and the top 2 % are all."""
    score = train_score([LeadGroup(LeadProfile((), 0, 0, "Paid"), 5_000, 100)])
    assert score is not None
    found = judge_score(score, [LeadGroup(LeadProfile((), 0, 0, "Paid"), 1_000, 20)])
    assert (found.auc, found.lift) == (0.5, 1.0)
    assert found.bins[0].said == pytest.approx(0.02, abs=1e-3)
    assert judge_score(score, []).bins == ()


def test_ranks_without_percentages() -> None:
    """Latest visit first, then marked micros; the second micro is not marked."""
    people = [
        LeadProfile((True, True, True), 3, 4, "Paid"),
        LeadProfile((False, True, False), 0, 0, "Paid"),
        LeadProfile((True, False, True), 0, 0, "Paid"),
        LeadProfile((True, True, False), 0, 4, "Paid"),
    ]
    assert rank_leads(people, (True, False, True)) == (2, 3, 1, 0)
    assert rank_leads([], ()) == ()


def after(ratio: float, n1: int, n: int = 60_000, base: float = 0.01) -> list[Stratum]:
    share = base * ratio / (1 - base + base * ratio)
    d1 = round(n1 * share)
    return [Stratum(n, round((n - n1) * base) + d1, n1, d1)]


def test_the_rule_is_the_surest_not_the_highest() -> None:
    """Odds x 4 on 300 rows have a lower end below odds x 3 on 12,000."""
    candidates = [after(1.4, 20_000), after(3.0, 12_000), after(4.0, 600), after(9.0, 40)]
    found = hot_rule(candidates)
    assert found is not None
    assert (found.chosen, found.link.bridge) == (1, Bridge.STRONG)
    assert found.link.interval is not None
    assert found.link.interval.level == pytest.approx(1 - 0.05 / 4)
    assert hot_rule([after(1.05, 12_000)]) is None
    assert hot_rule([]) is None
