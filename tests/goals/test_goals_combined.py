"""Goals made of others: what follows from their parts' words, the bounds of their chance, and weighted scores worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from goals_world import BY_30_JUNE, QUOTES, SESSIONS, at_most, counted, everything, filled, found, make_goal, make_settings
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen import goals
from reportgen.model.findings import CombinedFinding, GoalFinding, GoalStatus, Projection
from reportgen.model.reasons import CombinedReason
from reportgen.model.settings import Combine, CombinedGoal, CombinedPart
from reportgen.periods import Period
from reportgen.stats import Interval, Method

S, R = GoalStatus, CombinedReason
NEW, NO_BASE, NO_DATA, RAMP = S.NOT_STARTED, S.NOT_COMPARABLE, S.NOT_ENOUGH_DATA, S.RAMPING
WON, LOST, AHEAD, ON, RISK, OFF = S.ACHIEVED, S.MISSED, S.AHEAD, S.ON_TRACK, S.AT_RISK, S.OFF_TRACK
ANY = found(make_goal(), filled(date(2026, 1, 1), BY_30_JUNE, lambda _day: 0.0))
LANDING = Projection(50.0, Interval(40, 60, 0.8), 0.5, Method.LEVEL)


def part(status: GoalStatus, chance: float | None = None, key: str = "p", **more: object) -> GoalFinding:
    made = None if chance is None else replace(LANDING, probability=chance)
    return replace(ANY, key=key, label=key.title(), status=status, projection=made, **more)  # type: ignore[arg-type]


def combined(how: Combine, parts: Sequence[GoalFinding], weights: Sequence[float] = (), **more: object) -> CombinedFinding:
    parts = [replace(each, key=f"p{place}") for place, each in enumerate(parts)]
    shares = weights or [1.0] * len(parts)
    held = tuple(CombinedPart(goal=each.key, weight=weight) for each, weight in zip(parts, shares, strict=True))
    goal = CombinedGoal.model_validate({"key": "c", "label": "C", "combine": how, "parts": held} | more)
    some = [make_goal(key=each.key) for each in parts]
    return goals.combine(make_settings(*some, combined=[goal]), parts)[0]


RULES: list[tuple[Combine, list[GoalStatus], GoalStatus, CombinedReason | None]] = [
    # All of them: as far as the one furthest behind; one missed loses all, one unknown hides all.
    (Combine.ALL_OF, [WON, WON], WON, R.ALL_REACHED),
    (Combine.ALL_OF, [WON, LOST], LOST, R.PART_MISSED),
    (Combine.ALL_OF, [NO_DATA, LOST], LOST, R.PART_MISSED),
    (Combine.ALL_OF, [NEW, LOST], LOST, R.PART_MISSED),
    (Combine.ALL_OF, [AHEAD, ON], ON, R.WEAKEST),
    (Combine.ALL_OF, [WON, RISK, AHEAD], RISK, R.WEAKEST),
    (Combine.ALL_OF, [OFF, RISK], OFF, R.WEAKEST),
    (Combine.ALL_OF, [NEW, ON], ON, R.WEAKEST),
    (Combine.ALL_OF, [ON, NO_DATA], NO_DATA, R.PART_UNKNOWN),
    (Combine.ALL_OF, [ON, NO_BASE], NO_DATA, R.PART_UNKNOWN),
    (Combine.ALL_OF, [OFF, RAMP], NO_DATA, R.PART_UNKNOWN),
    (Combine.ALL_OF, [WON, NEW], NO_DATA, R.PART_UNKNOWN),
    (Combine.ALL_OF, [NEW, NEW], NEW, None),
    # Any of them: as far as the one furthest ahead; one reached is enough.
    (Combine.ANY_OF, [WON, LOST], WON, R.ONE_REACHED),
    (Combine.ANY_OF, [NO_DATA, WON], WON, R.ONE_REACHED),
    (Combine.ANY_OF, [LOST, LOST], LOST, R.ALL_MISSED),
    (Combine.ANY_OF, [LOST, OFF], OFF, R.STRONGEST),
    (Combine.ANY_OF, [RISK, AHEAD], AHEAD, R.STRONGEST),
    (Combine.ANY_OF, [RISK, NO_DATA], RISK, R.STRONGEST),
    (Combine.ANY_OF, [RISK, NEW], RISK, R.STRONGEST),
    (Combine.ANY_OF, [LOST, NEW], NO_DATA, R.PART_UNKNOWN),
    (Combine.ANY_OF, [LOST, RAMP], NO_DATA, R.PART_UNKNOWN),
    (Combine.ANY_OF, [NEW, NEW], NEW, None),
    # One that counts only while the others hold.
    (Combine.GUARDED, [ON, AHEAD], ON, None),
    (Combine.GUARDED, [ON, WON], ON, None),
    (Combine.GUARDED, [ON, NEW], ON, None),
    (Combine.GUARDED, [WON, WON], WON, None),
    (Combine.GUARDED, [AHEAD, RISK], RISK, R.WEAKEST),
    (Combine.GUARDED, [RISK, ON], RISK, None),
    (Combine.GUARDED, [WON, ON], ON, R.WEAKEST),
    (Combine.GUARDED, [WON, AHEAD, RISK], RISK, R.WEAKEST),
    (Combine.GUARDED, [WON, NEW], NO_DATA, R.GUARD_UNKNOWN),
    (Combine.GUARDED, [AHEAD, LOST], LOST, R.GUARD_BROKEN),
    (Combine.GUARDED, [WON, LOST], LOST, R.GUARD_BROKEN),
    (Combine.GUARDED, [AHEAD, OFF], OFF, R.GUARD_BROKEN),
    (Combine.GUARDED, [WON, OFF], OFF, R.GUARD_BROKEN),
    (Combine.GUARDED, [NO_DATA, OFF], OFF, R.GUARD_BROKEN),
    (Combine.GUARDED, [ON, NO_DATA], NO_DATA, R.GUARD_UNKNOWN),
    (Combine.GUARDED, [ON, RAMP], NO_DATA, R.GUARD_UNKNOWN),
    (Combine.GUARDED, [NO_DATA, ON], NO_DATA, None),
    (Combine.GUARDED, [RAMP, RISK], RAMP, None),
    (Combine.GUARDED, [NEW, ON], NEW, None),
    (Combine.GUARDED, [NEW, NEW], NEW, None),
    # A missed aim stays missed, however its guards stand.
    (Combine.GUARDED, [LOST, ON], LOST, None),
    (Combine.GUARDED, [LOST, OFF], LOST, None),
    (Combine.GUARDED, [LOST, NO_DATA], LOST, None),
]


@pytest.mark.parametrize(("how", "parts", "status", "reason"), RULES, ids=lambda value: getattr(value, "value", None))
def test_what_follows_from_the_parts(how: Combine, parts: list[GoalStatus], status: GoalStatus, reason: CombinedReason | None) -> None:
    made = combined(how, [part(each) for each in parts])
    assert (made.status, made.reason) == (status, reason)
    assert [each.status for each in made.parts] == parts
    assert [each.guards for each in made.parts] == [how is Combine.GUARDED and place > 0 for place in range(len(parts))]


@given(st.lists(st.sampled_from(list(S)), min_size=2, max_size=4), st.sampled_from([Combine.ALL_OF, Combine.ANY_OF]))
def test_the_order_of_parts_does_not_matter(statuses: list[GoalStatus], how: Combine) -> None:
    one, other = (combined(how, [part(each) for each in some]) for some in (statuses, statuses[::-1]))
    assert (one.status, one.reason) == (other.status, other.reason)


# --- chance ---------------------------------------------------------------------------------------------------------------

CHANCES = st.lists(st.floats(0, 1), min_size=2, max_size=5)


def bounds(how: Combine, parts: Sequence[GoalFinding]) -> tuple[float, float]:
    found = combined(how, parts).probability
    assert found is not None
    return found


@given(CHANCES, st.sampled_from([Combine.ALL_OF, Combine.ANY_OF, Combine.GUARDED]))
@example([1.0, 1.0, 0.1], Combine.ALL_OF)
@example([1.0, 0.1], Combine.ALL_OF)
def test_the_chance_lies_within_what_the_parts_allow(chances: list[float], how: Combine) -> None:
    """Fréchet: if the parts go together as much as they can, or against each other; independent parts lie between."""
    low, high = bounds(how, [part(ON, chance) for chance in chances])
    assert 0 <= low <= high <= 1
    together, none = 1.0, 1.0
    for chance in chances:
        together, none = together * chance, none * (1 - chance)
    independent = 1 - none if how is Combine.ANY_OF else together
    assert low - 1e-9 <= independent <= high + 1e-9
    assert (low if how is Combine.ANY_OF else high) == (max(chances) if how is Combine.ANY_OF else min(chances))


@given(CHANCES, st.sampled_from([Combine.ALL_OF, Combine.ANY_OF]))
def test_another_part_makes_all_less_likely_and_any_more(chances: list[float], how: Combine) -> None:
    fewer, more = (bounds(how, [part(ON, chance) for chance in some]) for some in (chances[:-1], chances))
    if how is Combine.ALL_OF:
        assert more[0] <= fewer[0] + 1e-9 and more[1] <= fewer[1]
    else:
        assert more[0] >= fewer[0] and more[1] >= fewer[1] - 1e-9


def test_settled_parts_are_certain() -> None:
    assert bounds(Combine.ALL_OF, [part(WON), part(ON, 0.7)]) == (pytest.approx(0.7), 0.7)
    assert bounds(Combine.ALL_OF, [part(LOST), part(ON, 0.7)]) == (0, 0)
    assert bounds(Combine.ANY_OF, [part(LOST), part(ON, 0.7)]) == (0.7, 0.7)
    assert bounds(Combine.ANY_OF, [part(WON), part(ON, 0.7)]) == (1, 1)
    assert bounds(Combine.ALL_OF, [part(ON, 0.7), part(ON, 0.6)]) == (pytest.approx(0.3), 0.6)


def test_a_part_without_a_chance_leaves_none() -> None:
    for how in (Combine.ALL_OF, Combine.ANY_OF, Combine.GUARDED):
        assert combined(how, [part(ON, 0.7), part(ON)]).probability is None
    assert combined(Combine.WEIGHTED, [part(ON, 0.7), part(ON, 0.7)]).probability is None


# --- weighted -------------------------------------------------------------------------------------------------------------


def weighted(parts: Sequence[GoalFinding], weights: Sequence[float], target: float = 0.9) -> CombinedFinding:
    return combined(Combine.WEIGHTED, parts, weights, target=target)


def going(actual: float | None, target: float | None, expected: float | None, status: GoalStatus = ON, **more: object) -> GoalFinding:
    return part(status, actual=actual, target=target, expected=expected, **more)


def test_a_score_by_hand() -> None:
    """60 of 100 (50 due) at weight 2 and 30 of 40 (32 due) at weight 1: (2 x .6 + .75) / 3 = .65, due (2 x .5 + .8) / 3 = .6 of all,
    .54 of the 90 % wanted: 1.2 times the pace, ahead."""
    made = weighted([going(60, 100, 50), going(30, 40, 32)], [2, 1])
    assert (made.score, made.expected, made.target) == (pytest.approx(0.65), pytest.approx(0.6), 0.9)
    assert (made.status, made.reason) == (AHEAD, R.SCORE)


@pytest.mark.parametrize(("actual", "status"), [(49.6, AHEAD), (49.4, ON), (42.8, ON), (42.7, RISK), (36.1, RISK), (35.9, OFF)])
def test_a_score_has_the_paces_borders(actual: float, status: GoalStatus) -> None:
    """45 due of 50 x 90 %: 1.10, .95 and .80 of it."""
    assert weighted([going(actual, 100, 50), going(actual, 100, 50)], [1, 1]).status is status


def test_more_than_a_whole_target_does_not_make_up_for_another() -> None:
    made = weighted([going(300, 100, 50), going(0, 100, 50)], [1, 1])
    assert made.score == 0.5


def test_an_allowance_counts_whole_until_it_is_exceeded() -> None:
    inside = weighted([going(30, 40, 32, at_most=True), going(50, 100, 50)], [1, 1])
    assert (inside.score, inside.expected) == (0.75, 0.75)
    beyond = weighted([going(80, 40, 32, at_most=True), going(50, 100, 50)], [1, 1])
    assert beyond.score == 0.5


def test_a_part_to_come_brings_nothing_and_owes_nothing() -> None:
    made = weighted([going(50, 100, 50), going(None, 100, None, NEW)], [1, 1], target=1.0)
    assert (made.score, made.expected, made.status) == (0.25, 0.25, ON)


def test_when_all_is_settled_the_score_decides() -> None:
    won, lost = going(100, 100, 100, WON), going(85, 100, 100, LOST)
    assert weighted([won, lost], [1, 1]).status is WON
    assert weighted([won, lost], [1, 2], target=0.95).status is LOST
    assert weighted([won, lost], [1, 1]).reason is R.SCORE


@pytest.mark.parametrize("status", [NO_DATA, NO_BASE, RAMP])
def test_a_part_that_cannot_be_judged_leaves_no_score_to_judge(status: GoalStatus) -> None:
    """Not even at the deadline, where what is known of it may be half of what came."""
    unknown = going(None if status is NO_BASE else 40, None if status is NO_BASE else 100, 50, status, elapsed_days=365)
    made = weighted([going(100, 100, 100, WON, elapsed_days=365), unknown], [1, 1])
    assert (made.status, made.reason) == (NO_DATA, R.PART_UNKNOWN)
    assert (made.score is None) == (status is NO_BASE)


# --- through the door -----------------------------------------------------------------------------------------------------


def test_a_combined_goal_of_found_goals() -> None:
    """Sessions up while contacts stay under their limit: the label, weights and the later deadline of its parts."""
    aim = make_goal(SESSIONS, 300, key="aim", end=date(2026, 10, 1))
    guard = make_goal(QUOTES, at_most(900), key="guard")
    daily = filled(date(2025, 1, 1), BY_30_JUNE, lambda _day: 2.0)
    whole = CombinedGoal(
        key="both",
        label="Both",
        owner="Aylin",
        combine=Combine.GUARDED,
        parts=(CombinedPart(goal="aim"), CombinedPart(goal="guard", weight=3)),
        note="Her words",
    )
    settings = make_settings(aim, guard, combined=[whole])
    single = goals.find(settings, everything(BY_30_JUNE, {each.key: counted(each, daily) for each in (aim, guard)}))
    made = goals.combine(settings, single)[0]
    assert (made.label, made.owner, made.note, made.deadline) == ("Both", "Aylin", "Her words", date(2026, 12, 31))
    assert [(each.key, each.weight, each.guards) for each in made.parts] == [("aim", 1, False), ("guard", 3, True)]
    assert (made.status, made.reason) == (AHEAD, R.WEAKEST)
    assert single[0].status is WON
    assert made.probability == (single[1].projection.probability,) * 2 if single[1].projection else None
    assert goals.combine(make_settings(aim), single) == ()


def test_the_deadline_is_the_last_parts() -> None:
    early = part(ON, period=Period(date(2026, 1, 1), date(2026, 7, 1)))
    assert combined(Combine.ALL_OF, [early, part(ON)]).deadline == date(2026, 12, 31)
