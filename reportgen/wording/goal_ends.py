"""Where goals end together, all achieved or all missed: the section's heading and first sentence, and what the next ones are asked for."""

from reportgen.model.findings import GoalFinding, GoalStatus
from reportgen.model.reasons import GoalReason
from reportgen.stats import Attainable
from reportgen.wording import numbers
from reportgen.wording.draft import Draft


def ended(draft: Draft) -> GoalStatus | None:
    """Achieved or missed, where every goal is; None where they differ, or one is still open."""
    statuses = {goal.status for goal in draft.findings.goals}
    return statuses.pop() if statuses in ({GoalStatus.ACHIEVED}, {GoalStatus.MISSED}) else None


def heading(draft: Draft) -> str | None:
    status = ended(draft)
    return None if status is None else draft.say(f"goals.heading_{status}", n=len(draft.findings.goals))


def lead(draft: Draft) -> str | None:
    """What the ends tell of the next ones: which were reached early or without change; which came closest or asked for too much."""
    status, goals = ended(draft), draft.findings.goals
    if status is None:
        return None
    if status is GoalStatus.ACHIEVED:
        early = [goal.label for goal in goals if goal.elapsed_days < goal.total_days]
        said = [draft.say("goals.lead_early", labels=draft.listed(early))] if early and len(goals) > 1 else []
        return draft.together([*said, *_labelled(draft, Attainable.WITHIN_REACH)]) or draft.say("goals.lead_achieved")
    closest = _closest(draft)
    return draft.together([*([closest] if closest else []), *_labelled(draft, Attainable.IMPLAUSIBLE)]) or None


def _labelled(draft: Draft, label: Attainable) -> tuple[str, ...]:
    labels = [goal.label for goal in _planned(draft, label)]
    return (draft.say(f"goals.lead_{label}", labels=draft.listed(labels)),) if labels else ()


def _planned(draft: Draft, label: Attainable) -> list[GoalFinding]:
    return [goal for goal in draft.findings.goals if goal.plan is not None and goal.plan.label is label]


def _closest(draft: Draft) -> str | None:
    """Of several totals the one with the largest share of its target."""
    totals = [(goal.progress, goal.label) for goal in draft.findings.goals if goal.progress is not None and not goal.at_most]
    if len(totals) < 2:
        return None
    progress, label = max(totals)
    return draft.say("goals.lead_closest", label=label, share=numbers.percent(draft.voice.locale, progress, 0))


def next_ones(draft: Draft) -> str | None:
    """Why the next goals are due: all are over or can no longer change, and what their targets were like. None while one is open."""
    goals = draft.findings.goals
    if not goals or not all(_settled(draft, goal) for goal in goals):
        return None
    last = max(goal.period.last_day for goal in goals)
    over = last <= draft.findings.as_of
    key = "achieved" if ended(draft) is GoalStatus.ACHIEVED else "number" if over else "settled"
    told = [draft.say(f"action.next_goals_{key}", n=len(goals), day=draft.day(last))]
    for status, label in ((GoalStatus.ACHIEVED, Attainable.WITHIN_REACH), (GoalStatus.MISSED, Attainable.IMPLAUSIBLE)):
        n = len(_planned(draft, label)) if ended(draft) is status else 0
        told += [draft.say(f"action.next_goals_{label}", n=n)] if n else []
    return draft.beside(told)


def _settled(draft: Draft, goal: GoalFinding) -> bool:
    """Over, or nothing that still comes can change its status."""
    if goal.period.last_day <= draft.findings.as_of:
        return True
    return goal.status in (GoalStatus.ACHIEVED, GoalStatus.MISSED) and goal.reason != GoalReason.REACHED_SO_FAR
