"""Where the goals stand, in a sentence or two: how many have which status, which is most at risk, and the goals made of others."""

from collections.abc import Sequence

from reportgen.model.findings import GoalFinding, GoalStatus
from reportgen.wording import goal_history, goals, projections
from reportgen.wording.draft import Draft

_TOLD_ORDER = (
    GoalStatus.ACHIEVED,
    GoalStatus.AHEAD,
    GoalStatus.ON_TRACK,
    GoalStatus.AT_RISK,
    GoalStatus.OFF_TRACK,
    GoalStatus.MISSED,
    GoalStatus.RAMPING,
    GoalStatus.NOT_ENOUGH_DATA,
    GoalStatus.NOT_COMPARABLE,
    GoalStatus.NOT_STARTED,
)

_MOST_STATUSES = 6
"""So many different status words are told one by one; more would be a list, not a sentence."""
_MOST_WHOLES = 3


def sentence(draft: Draft, found: Sequence[GoalFinding], called: str = "goals") -> str:
    """How many of these goals have which status, and how the ones made of others stand. `called` chooses the words: `goals`, or
    `signal_goals` for those on signals alone."""
    if not found:
        return draft.say("front.goals_none")
    if len(found) == 1:
        return draft.together([*_one_goal(draft, found[0], called), *_wholes(draft)])
    statuses = {goal.status for goal in found}
    if len(statuses) == 1:
        told = _alike(draft, statuses.pop(), len(found), called)
    else:
        told = draft.say(f"front.{called}_many", n=len(found), parts=draft.listed(_counted(draft, found)))
    return draft.together([told, *_most_at_risk(draft, found), *_missed_steps(found, draft), *_wholes(draft)])


def _alike(draft: Draft, status: GoalStatus, n: int, called: str) -> str:
    if status in (GoalStatus.ACHIEVED, GoalStatus.MISSED):
        return draft.say(f"front.{called}_all_{status}", n=n)
    return draft.say(f"front.{called}_all", n=n, status=draft.say(f"front.one.{status}"))


def _wholes(draft: Draft) -> tuple[str, ...]:
    """The combined goals by name; where these are many, only those that are behind."""
    found = draft.findings.combined
    if len(found) > _MOST_WHOLES:
        found = tuple(goal for goal in found if goal.status in goals.BEHIND)[:_MOST_WHOLES]
    if not found:
        return ()
    told = draft.listed(draft.say("front.whole", label=goal.label, status=draft.say(f"front.one.{goal.status}")) for goal in found)
    return (draft.say("front.wholes", n=len(found), goals=told),)


def _counted(draft: Draft, found: Sequence[GoalFinding]) -> list[str]:
    """How many goals have each status; where these are many, how many are well, behind, or not to be judged."""
    counts = [(status, sum(goal.status is status for goal in found)) for status in _TOLD_ORDER]
    told = [draft.say(f"front.count.{status}", n=n) for status, n in counts if n]
    if len(told) <= _MOST_STATUSES:
        return told
    groups = {"well": goals.GOOD, "behind": goals.BEHIND}
    sums = {name: sum(n for status, n in counts if status in group) for name, group in groups.items()}
    sums["unjudged"] = len(found) - sum(sums.values())
    return [draft.say(f"front.group.{name}", n=n) for name, n in sums.items() if n]


def _one_goal(draft: Draft, goal: GoalFinding, called: str) -> list[str]:
    chance, was = projections.chance_text(draft, goal), goal_history.was(draft, goal)
    told = {"label": goal.label, "status": draft.say(f"front.one.{goal.status}")}
    first = draft.say(f"front.{called}_one_chance", **told, chance=chance) if chance else draft.say(f"front.{called}_one", **told)
    return [first, *([was] if was else []), *_missed_steps((goal,), draft)]


def _most_at_risk(draft: Draft, found: Sequence[GoalFinding]) -> tuple[str, ...]:
    """The open goal that is furthest behind, with its chance and how it stood at the look before."""
    worst = [goal for goal in goals.furthest_behind(draft) if goal in found]
    chance = projections.chance_text(draft, worst[0]) if worst else None
    if chance is None:
        return ()
    was = goal_history.was(draft, worst[0])
    return (draft.say("front.most_at_risk", label=worst[0].label, chance=chance), *([was] if was else []))


def _missed_steps(found: Sequence[GoalFinding], draft: Draft) -> tuple[str, ...]:
    """The first milestone, or month's or quarter's target, that was missed in the reported period."""
    return tuple(sentence for goal in found for sentence in goal_history.just_missed(draft, goal))[:1]
