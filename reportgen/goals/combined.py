"""Goals made of others: all of them, any of them, a weighted score, or one that counts only while others hold."""

from collections.abc import Mapping, Sequence

from reportgen.goals.status import RANKS, Case, by_pace
from reportgen.model.findings import CombinedFinding, GoalFinding, GoalStatus, PartFinding
from reportgen.model.reasons import CombinedReason
from reportgen.model.settings import Combine, CombinedGoal, Settings

Decision = tuple[GoalStatus, CombinedReason | None]
UNKNOWN = frozenset({GoalStatus.NOT_COMPARABLE, GoalStatus.NOT_ENOUGH_DATA, GoalStatus.RAMPING})


def combine(settings: Settings, goals: Sequence[GoalFinding]) -> tuple[CombinedFinding, ...]:
    """Every combined goal, from the findings of its parts."""
    found = {goal.key: goal for goal in goals}
    return tuple(_finding(goal, found) for goal in settings.combined)


def _finding(goal: CombinedGoal, found: Mapping[str, GoalFinding]) -> CombinedFinding:
    parts = [found[part.goal] for part in goal.parts]
    score, expected = _score(goal, parts) if goal.combine is Combine.WEIGHTED else (None, None)
    status, reason = _decide(goal, parts, score, expected)
    guarded = goal.combine is Combine.GUARDED
    return CombinedFinding(
        key=goal.key,
        label=goal.label,
        owner=goal.owner,
        combine=goal.combine,
        parts=tuple(
            PartFinding(part.key, part.label, part.status, share.weight, guarded and place > 0)
            for place, (part, share) in enumerate(zip(parts, goal.parts, strict=True))
        ),
        status=status,
        reason=reason,
        deadline=max(part.period.last_day for part in parts),
        probability=_bounds(goal.combine, [_chance(part) for part in parts]),
        score=score,
        expected=expected,
        target=goal.target,
        note=goal.note,
    )


def _decide(goal: CombinedGoal, parts: Sequence[GoalFinding], score: float | None, expected: float | None) -> Decision:
    statuses = [part.status for part in parts]
    if all(status is GoalStatus.NOT_STARTED for status in statuses):
        return GoalStatus.NOT_STARTED, None
    if goal.combine is Combine.WEIGHTED:
        return _weighted(goal, parts, score, expected)
    if goal.combine is Combine.ANY_OF:
        return _any(statuses)
    if goal.combine is Combine.GUARDED:
        return _guarded(statuses[0], statuses[1:])
    return _all(statuses)


def _all(statuses: Sequence[GoalStatus]) -> Decision:
    if GoalStatus.MISSED in statuses:
        return GoalStatus.MISSED, CombinedReason.PART_MISSED
    if all(status is GoalStatus.ACHIEVED for status in statuses):
        return GoalStatus.ACHIEVED, CombinedReason.ALL_REACHED
    if any(status in UNKNOWN for status in statuses):
        return GoalStatus.NOT_ENOUGH_DATA, CombinedReason.PART_UNKNOWN
    worst = _worst(statuses)
    if worst is None:
        return GoalStatus.NOT_ENOUGH_DATA, CombinedReason.PART_UNKNOWN
    return worst, CombinedReason.WEAKEST


def _worst(statuses: Sequence[GoalStatus]) -> GoalStatus | None:
    """The word furthest behind among those still open; a part that has not begun says nothing. None where no part is open."""
    return min((status for status in statuses if status in RANKS), key=RANKS.index, default=None)


def _any(statuses: Sequence[GoalStatus]) -> Decision:
    if GoalStatus.ACHIEVED in statuses:
        return GoalStatus.ACHIEVED, CombinedReason.ONE_REACHED
    if all(status is GoalStatus.MISSED for status in statuses):
        return GoalStatus.MISSED, CombinedReason.ALL_MISSED
    best = max((status for status in statuses if status in RANKS), key=RANKS.index, default=None)
    if best is None:
        return GoalStatus.NOT_ENOUGH_DATA, CombinedReason.PART_UNKNOWN
    return best, CombinedReason.STRONGEST


def _guarded(aim: GoalStatus, guards: Sequence[GoalStatus]) -> Decision:
    """The aim's own word, as long as every guard holds; a missed aim stays missed, and one reached still waits for its guards."""
    if aim is GoalStatus.MISSED:
        return aim, None
    if GoalStatus.MISSED in guards:
        return GoalStatus.MISSED, CombinedReason.GUARD_BROKEN
    if GoalStatus.OFF_TRACK in guards:
        return GoalStatus.OFF_TRACK, CombinedReason.GUARD_BROKEN
    if any(status in UNKNOWN for status in guards):
        return GoalStatus.NOT_ENOUGH_DATA, CombinedReason.GUARD_UNKNOWN
    worst = _worst(guards)
    if aim is GoalStatus.ACHIEVED and worst is not None:
        return worst, CombinedReason.WEAKEST
    if aim is GoalStatus.ACHIEVED and GoalStatus.NOT_STARTED in guards:
        return GoalStatus.NOT_ENOUGH_DATA, CombinedReason.GUARD_UNKNOWN
    if aim in RANKS and worst is not None and RANKS.index(worst) < RANKS.index(aim):
        return worst, CombinedReason.WEAKEST
    return aim, None


def _weighted(goal: CombinedGoal, parts: Sequence[GoalFinding], score: float | None, expected: float | None) -> Decision:
    if score is None or expected is None or any(part.status in UNKNOWN for part in parts):
        return GoalStatus.NOT_ENOUGH_DATA, CombinedReason.PART_UNKNOWN
    if all(part.status in (GoalStatus.ACHIEVED, GoalStatus.MISSED) for part in parts):
        return (GoalStatus.ACHIEVED if score >= goal.target else GoalStatus.MISSED), CombinedReason.SCORE
    return by_pace(_pace(score, goal.target * expected)), CombinedReason.SCORE


def _pace(score: float, expected: float) -> Case:
    return Case(0.5, False, False, False, score, 1.0, expected, None, 1.0, 0, False, None)


def _score(goal: CombinedGoal, parts: Sequence[GoalFinding]) -> tuple[float | None, float | None]:
    """The weighted share of the targets reached, each at most whole, and what of it is due by now. None while a part has no number."""
    whole = sum(share.weight for share in goal.parts)
    reached = [_reached(part) for part in parts]
    due = [_due(part) for part in parts]
    if any(one is None for one in reached):
        return None, None
    weights = [share.weight / whole for share in goal.parts]
    score = sum(weight * (one or 0.0) for weight, one in zip(weights, reached, strict=True))
    return score, sum(weight * one for weight, one in zip(weights, due, strict=True))


def _reached(part: GoalFinding) -> float | None:
    """The part of its target that a goal has, 0-1; where less is better, how far it stays under it."""
    if part.status is GoalStatus.NOT_STARTED:
        return 0.0
    if part.actual is None or not part.target or part.target <= 0:
        return None
    if part.at_most:
        return 1.0 if part.actual <= part.target else max(part.target / part.actual, 0.0)
    return min(max(part.actual / part.target, 0.0), 1.0)


def _due(part: GoalFinding) -> float:
    if part.status is GoalStatus.NOT_STARTED:
        return 0.0
    if part.at_most or part.expected is None or not part.target:
        return 1.0
    return min(part.expected / part.target, 1.0)


def _chance(part: GoalFinding) -> float | None:
    settled = {GoalStatus.ACHIEVED: 1.0, GoalStatus.MISSED: 0.0}
    if part.status in settled:
        return settled[part.status]
    return part.projection.probability if part.projection else None


def _bounds(how: Combine, chances: Sequence[float | None]) -> tuple[float, float] | None:
    """The least and the most that the chance can be, whether the parts go together or against each other (Fréchet)."""
    known = [chance for chance in chances if chance is not None]
    if how is Combine.WEIGHTED or len(known) < len(chances):
        return None
    if how is Combine.ANY_OF:
        return max(known), min(sum(known), 1.0)
    least = min(known)
    return min(max(sum(known) - len(known) + 1, 0.0), least), least
