"""The status words, rule by rule (statistics.md, Settled and 1.5)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.goals.status import Case, decide
from reportgen.model.findings import GoalStatus
from reportgen.model.reasons import GoalReason

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
    assert decide(replace(HALFWAY, **changes)) == (status, reason)


ORDER = [GoalStatus.MISSED, GoalStatus.OFF_TRACK, GoalStatus.AT_RISK, GoalStatus.ON_TRACK, GoalStatus.AHEAD, GoalStatus.ACHIEVED]


@given(st.floats(0, 200), st.floats(0, 200), st.booleans(), st.booleans())
def test_more_is_never_worse(a: float, b: float, at_most: bool, locks: bool) -> None:
    """And for an at-most goal, less never is."""
    low, high = sorted((a, b), reverse=at_most)
    worse, better = (decide(replace(HALFWAY, actual=value, at_most=at_most, locks=locks))[0] for value in (low, high))
    assert ORDER.index(worse) <= ORDER.index(better)
