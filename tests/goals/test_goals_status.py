"""The status words, rule by rule (statistics.md, Settled and 1.5)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.goals.status import RANKS, Case, Decision, by_chance, decide
from reportgen.model.findings import Basis, GoalStatus
from reportgen.model.reasons import GoalReason
from reportgen.model.settings import Thresholds

HALFWAY = Case(
    elapsed=0.5,
    at_most=False,
    locks=True,
    refunds=False,
    actual=50.0,
    target=100.0,
    expected=50.0,
    blocked=None,
    recorded=1.0,
    stale_days=0,
    little_history=False,
    required_rate=None,
)


@pytest.mark.parametrize(
    ("changes", "status", "reason"),
    [
        ({"elapsed": 0.0, "actual": None}, GoalStatus.NOT_STARTED, None),
        ({"target": None, "blocked": GoalReason.BASELINE_ZERO}, GoalStatus.NOT_COMPARABLE, GoalReason.BASELINE_ZERO),
        ({"actual": None}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.NOTHING_RECORDED),
        ({"stale_days": None}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.NOTHING_RECORDED),
        ({"recorded": 0.49}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED),
        ({"recorded": 0.5}, GoalStatus.ON_TRACK, None),
        ({"stale_days": 8}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.STALE),
        ({"stale_days": 7}, GoalStatus.ON_TRACK, None),
        ({"elapsed": 1.0, "stale_days": 61}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.STALE),
        ({"little_history": True, "elapsed": 0.09}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.TOO_EARLY),
        ({"little_history": True, "elapsed": 0.10}, GoalStatus.ON_TRACK, None),
        # Locks: a total that only grows is settled as soon as it is there, whatever else is wrong with the data.
        ({"actual": 100.0, "recorded": 0.2, "stale_days": 30}, GoalStatus.ACHIEVED, GoalReason.REACHED),
        ({"actual": 100.0, "refunds": True}, GoalStatus.ACHIEVED, GoalReason.REACHED_SO_FAR),
        ({"actual": 100.0, "locks": False}, GoalStatus.AHEAD, None),
        ({"actual": 101.0, "at_most": True}, GoalStatus.MISSED, GoalReason.LIMIT_EXCEEDED),
        ({"actual": 100.0, "at_most": True}, GoalStatus.OFF_TRACK, None),
        # The end.
        ({"elapsed": 1.0, "actual": 100.0}, GoalStatus.ACHIEVED, GoalReason.MET_AT_DEADLINE),
        ({"elapsed": 1.0, "actual": 99.0}, GoalStatus.MISSED, GoalReason.NOT_MET_AT_DEADLINE),
        ({"elapsed": 1.0, "actual": 100.0, "at_most": True}, GoalStatus.ACHIEVED, GoalReason.MET_AT_DEADLINE),
        ({"elapsed": 1.0, "actual": 101.0, "at_most": True, "recorded": 0.3}, GoalStatus.MISSED, GoalReason.LIMIT_EXCEEDED),
        ({"elapsed": 1.0, "actual": 99.0, "recorded": 0.3}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED),
        ({"elapsed": 1.0, "actual": 100.0, "recorded": 0.3}, GoalStatus.ACHIEVED, GoalReason.MET_AT_DEADLINE),
        ({"elapsed": 1.0, "actual": 10.0, "recorded": 0.3, "at_most": True}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED),
        ({"elapsed": 1.0, "actual": 0.04, "target": 0.03, "locks": False}, GoalStatus.ACHIEVED, GoalReason.MET_AT_DEADLINE),
        # Out of reach.
        ({"required_rate": 1.01, "locks": False}, GoalStatus.MISSED, GoalReason.OUT_OF_REACH),
        ({"required_rate": 1.00, "locks": False}, GoalStatus.ON_TRACK, None),
        ({"required_rate": -0.1, "locks": False}, GoalStatus.ON_TRACK, None),
        ({"required_rate": -0.1, "locks": False, "at_most": True}, GoalStatus.MISSED, GoalReason.OUT_OF_REACH),
        # Inside a new campaign's weeks nothing is behind, and little is usual; what is settled or lacks data still says so.
        ({"ramping": True, "actual": 1.0}, GoalStatus.RAMPING, GoalReason.RAMPING),
        ({"ramping": True, "chance": 0.01}, GoalStatus.RAMPING, GoalReason.RAMPING),
        ({"ramping": True, "little_history": True, "elapsed": 0.05}, GoalStatus.RAMPING, GoalReason.RAMPING),
        ({"ramping": True, "required_rate": 1.2, "locks": False}, GoalStatus.RAMPING, GoalReason.RAMPING),
        ({"ramping": True, "actual": 100.0}, GoalStatus.ACHIEVED, GoalReason.REACHED),
        ({"ramping": True, "actual": 101.0, "at_most": True}, GoalStatus.MISSED, GoalReason.LIMIT_EXCEEDED),
        ({"ramping": True, "actual": 99.0, "elapsed": 1.0}, GoalStatus.MISSED, GoalReason.NOT_MET_AT_DEADLINE),
        ({"ramping": True, "recorded": 0.3}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED),
        ({"ramping": True, "actual": None}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.NOTHING_RECORDED),
        ({"ramping": True, "elapsed": 0.0}, GoalStatus.NOT_STARTED, None),
        # What is settled leaves no room for a chance.
        ({"actual": 100.0, "chance": 0.5}, GoalStatus.ACHIEVED, GoalReason.REACHED),
        ({"recorded": 0.3, "chance": 0.5}, GoalStatus.NOT_ENOUGH_DATA, GoalReason.HALF_RECORDED),
        # Pace.
        ({"actual": 55.0}, GoalStatus.AHEAD, None),
        ({"actual": 47.5}, GoalStatus.ON_TRACK, None),
        ({"actual": 40.0}, GoalStatus.AT_RISK, None),
        ({"actual": 39.9}, GoalStatus.OFF_TRACK, None),
        ({"actual": 45.0, "at_most": True}, GoalStatus.AHEAD, None),
        ({"actual": 52.0, "at_most": True}, GoalStatus.ON_TRACK, None),
        ({"actual": 62.0, "at_most": True}, GoalStatus.AT_RISK, None),
        ({"actual": 63.0, "at_most": True}, GoalStatus.OFF_TRACK, None),
        ({"actual": 0.0, "at_most": True}, GoalStatus.AHEAD, None),
        ({"actual": 0.0}, GoalStatus.OFF_TRACK, None),
    ],
)
def test_rules(changes: dict[str, object], status: GoalStatus, reason: GoalReason | None) -> None:
    assert decide(replace(HALFWAY, **changes)) == Decision(status, reason, Basis.PACE)


ORDER = [GoalStatus.MISSED, GoalStatus.OFF_TRACK, GoalStatus.AT_RISK, GoalStatus.ON_TRACK, GoalStatus.AHEAD, GoalStatus.ACHIEVED]


@given(st.floats(0, 200), st.floats(0, 200), st.booleans(), st.booleans())
def test_more_is_never_worse(a: float, b: float, at_most: bool, locks: bool) -> None:
    """And for an at-most goal, less never is."""
    low, high = sorted((a, b), reverse=at_most)
    worse, better = (decide(replace(HALFWAY, actual=value, at_most=at_most, locks=locks)).status for value in (low, high))
    assert ORDER.index(worse) <= ORDER.index(better)


S = GoalStatus


@pytest.mark.parametrize(
    ("chance", "status"),
    [
        (0.0, S.OFF_TRACK),
        (0.249, S.OFF_TRACK),
        (0.25, S.AT_RISK),
        (0.599, S.AT_RISK),
        (0.60, S.ON_TRACK),
        (0.899, S.ON_TRACK),
        (0.90, S.AHEAD),
        (1.0, S.AHEAD),
    ],
)
def test_a_chance_says_it_rather_than_the_pace(chance: float, status: GoalStatus) -> None:
    """Statistics 1.5, borders .25, .60 and .90; by pace HALFWAY is on track. At most: the chance is that of staying below."""
    for changes in ({}, {"at_most": True}, {"actual": 1.0}, {"little_history": True, "elapsed": 0.05}):
        assert decide(replace(HALFWAY, chance=chance, **changes)) == Decision(status, None, Basis.PROJECTION)


@pytest.mark.parametrize(
    ("before", "chance", "status"),
    [
        # Five points beyond the border left behind, upwards ...
        (S.OFF_TRACK, 0.299, S.OFF_TRACK),
        (S.OFF_TRACK, 0.30, S.AT_RISK),
        (S.AT_RISK, 0.649, S.AT_RISK),
        (S.AT_RISK, 0.65, S.ON_TRACK),
        (S.ON_TRACK, 0.949, S.ON_TRACK),
        (S.ON_TRACK, 0.951, S.AHEAD),
        # ... and downwards.
        (S.AHEAD, 0.85, S.AHEAD),
        (S.AHEAD, 0.849, S.ON_TRACK),
        (S.ON_TRACK, 0.56, S.ON_TRACK),
        (S.ON_TRACK, 0.549, S.AT_RISK),
        (S.AT_RISK, 0.20, S.AT_RISK),
        (S.AT_RISK, 0.199, S.OFF_TRACK),
        # Over two borders at once the first one alone decides whether the word goes, the chance where it goes to.
        (S.OFF_TRACK, 0.60, S.ON_TRACK),
        (S.OFF_TRACK, 0.91, S.AHEAD),
        (S.AHEAD, 0.59, S.AT_RISK),
        (S.AHEAD, 0.10, S.OFF_TRACK),
        # Nothing before that stood on a chance.
        (None, 0.61, S.ON_TRACK),
        (S.RAMPING, 0.61, S.ON_TRACK),
        (S.NOT_ENOUGH_DATA, 0.26, S.AT_RISK),
    ],
)
def test_the_word_of_the_look_before_is_left_only_well_beyond_its_border(before: S | None, chance: float, status: S) -> None:
    assert by_chance(chance, Thresholds(), before) is status


def test_the_borders_are_the_goals_own() -> None:
    own = Thresholds(ahead=0.8, on_track=0.5, at_risk=0.1)
    assert [by_chance(chance, own) for chance in (0.09, 0.1, 0.5, 0.8)] == list(RANKS)
    assert decide(replace(HALFWAY, chance=0.55, thresholds=own)).status is S.ON_TRACK


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from([None, *RANKS]))
def test_a_better_chance_is_never_worse_whatever_was_before(a: float, b: float, before: S | None) -> None:
    low, high = sorted((a, b))
    assert RANKS.index(by_chance(low, Thresholds(), before)) <= RANKS.index(by_chance(high, Thresholds(), before))


@given(st.floats(0, 1), st.sampled_from(RANKS))
def test_looking_twice_changes_nothing(chance: float, before: S) -> None:
    once = by_chance(chance, Thresholds(), before)
    assert by_chance(chance, Thresholds(), once) is once
    assert once in (before, by_chance(chance, Thresholds()))
