"""The front page of a young or small site: too few macros to judge a period by, so the signals lead, and it says why."""

from reportgen.model.document import Scoreboard
from reportgen.model.findings import DataStatus, GoalFinding, GoalStatus, RuleFinding
from reportgen.stats import CLEAR, MIN_MACROS, enough_macros
from reportgen.wording import front_goals, front_scores, micro
from reportgen.wording.draft import Draft

_MOST = 4
_DECIDED = frozenset({GoalStatus.ACHIEVED, GoalStatus.MISSED})
_CLOSED = _DECIDED | {GoalStatus.NOT_STARTED}


def why(draft: Draft) -> str | None:
    """Why the signals lead: no macro of the front page has enough conversions in the period and none of them changed clearly, or all goals
    on macros are still ramping up. None where they do not, or where there is no macro, or nothing was recorded."""
    findings = draft.findings
    if not findings.macros or findings.status is DataStatus.EMPTY or draft.is_empty:
        return None
    named = [rule for rule in findings.macros if rule.primary] or list(findings.macros)
    counts = [rule.converted.conversions for rule in named]
    told = any(rule.against_previous.verdict in CLEAR for rule in named)
    if not told and not any(map(enough_macros, counts)):
        key, labels = "front.early_few" if sum(counts) else "front.early_none", draft.listed(draft.label(rule) for rule in named)
        return draft.say(key, n=sum(counts), labels=labels, period=draft.period, enough=MIN_MACROS)
    open_goals = [goal for goal in findings.goals if goal.tier == "macro" and goal.status not in _CLOSED]
    if open_goals and all(goal.status is GoalStatus.RAMPING for goal in open_goals):
        return draft.say("front.early_ramping", n=len(open_goals))
    return None


def sentences(draft: Draft, reason: str) -> tuple[str, ...]:
    """The reason, and that signals move earlier where there are any; then how the goals on them stand, or without those all goals. Where a
    goal on a macro has been decided, first how all goals stand: that a month has few conversions takes nothing from it."""
    goals = _on_signals(draft)
    first = draft.together([reason, *([draft.say("front.early_signals")] if goals or _seen(draft) else [])])
    if any(goal.tier == "macro" and goal.status in _DECIDED for goal in draft.findings.goals):
        return front_goals.sentence(draft, draft.findings.goals), first
    if goals:
        return first, front_goals.sentence(draft, goals, "signal_goals")
    return (first, front_goals.sentence(draft, draft.findings.goals)) if draft.findings.goals else (first,)


def _on_signals(draft: Draft) -> tuple[GoalFinding, ...]:
    return tuple(goal for goal in draft.findings.goals if goal.tier == "micro")


def _seen(draft: Draft) -> list[RuleFinding]:
    """Signals that happened: those that moved, then the most frequent."""
    moved = micro.moved_signals(draft)
    others = sorted(draft.findings.micros, key=lambda rule: -rule.converted.conversions)
    return [rule for rule in (*moved, *(rule for rule in others if rule not in moved)) if rule.converted.conversions]


def signals(draft: Draft) -> Scoreboard | None:
    """At most four signals as scores; None where none happened."""
    shown = _seen(draft)[:_MOST]
    if not shown:
        return None
    previous = draft.findings.previous
    told = {"period": draft.period}
    caption = draft.say("front.signals_against", **told, since=draft.span(previous)) if previous else draft.say("front.signals", **told)
    return Scoreboard("signals", caption, tuple(front_scores.score(draft, rule) for rule in shown))
