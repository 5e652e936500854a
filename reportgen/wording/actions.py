"""What to do: at most three sentences, made by readable rules, the most urgent first."""

from reportgen.model.findings import DataStatus, GoalFinding, GoalStatus, LetterCheck, Severity, Unit
from reportgen.model.settings import Combine
from reportgen.wording import change_actions, front_early, goal_facts, goals, lead_value, ledger_lines, measures, projections, protect
from reportgen.wording.draft import Draft

MOST = 3


def actions(draft: Draft) -> tuple[str, ...]:
    """One to three: mend the data, then goals that are behind, then what worked and fell, then leads that cost too much, then what the
    changes ask to stop or fix, then goals that cannot be judged; else keep going."""
    early = front_early.why(draft) is not None
    behind = sorted(goals.furthest_behind(draft), key=lambda goal: early and goal.tier != "micro")
    told = (_with_chance(draft, goal) for goal in behind)
    warned = [text for text in (protect.alarm(draft), lead_value.dear(draft)) if text]
    found = [*_data(draft), *told, *warned, *change_actions.urgent(draft), *_unfinished(draft)]
    return tuple(found[:MOST]) or (draft.say("action.wait" if early else "action.keep"),)


def _data(draft: Draft) -> list[str]:
    if draft.findings.status is DataStatus.EMPTY:
        return [draft.say("action.check_data", period=draft.period)]
    failures = [entry for entry in draft.findings.ledger.entries if entry.severity is Severity.GATE]
    return [draft.say("action.mend", what=ledger_lines.sentence(draft, entry)) for entry in failures[:1]]


def _with_chance(draft: Draft, goal: GoalFinding) -> str:
    chance = projections.chance_text(draft, goal)
    told = [_catch_up(draft, goal), *([draft.say("action.chance", chance=chance)] if chance else []), *_wholes(draft, goal)]
    return draft.together(told)


def _wholes(draft: Draft, goal: GoalFinding) -> list[str]:
    """The combined goals that are behind and hang on this one too."""
    behind = [whole for whole in draft.findings.combined if whole.status in (GoalStatus.OFF_TRACK, GoalStatus.AT_RISK)]
    labels = [whole.label for whole in behind if whole.combine is not Combine.ANY_OF and any(part.key == goal.key for part in whole.parts)]
    return [draft.say("action.wholes", n=len(labels), wholes=draft.listed(labels))] if labels else []


def _catch_up(draft: Draft, goal: GoalFinding) -> str:
    told = {
        "goal": draft.say("action.goal_of", goal=goal.label, owner=goal.owner) if goal.owner else goal.label,
        "deadline": draft.say("goals.deadline", day=goal.period.last_day),
    }
    actual = goal_facts.value(draft, goal, goal.actual)
    target = "" if goal.target is None else measures.target_value(draft, goal, goal.target)
    if goal.at_most:
        return draft.say("action.keep_below", **told, actual=actual, target=target)
    rates = goal_facts.run_rates(draft, goal)
    if rates and rates[1]:
        enough = (goal.recent_per_day or 0) >= (goal.required_per_day or 0)
        return draft.say("action.hold" if enough else "action.catch_up", **told, required=rates[0], recent=rates[1], target=target)
    if goal.unit is Unit.SHARE or rates is None:
        return draft.say("action.raise_rate", **told, actual=actual, target=target)
    return draft.say("action.catch_up_bare", **told, required=rates[0], target=target)


def _unfinished(draft: Draft) -> list[str]:
    """Goals that lack something their settings could say."""
    found = draft.findings.goals
    if not found:
        return [draft.say("action.first_goal")]
    baseline = [goal for goal in found if goal.target is None and goal.wanted_growth is not None]
    lacking = [(goal, gap) for goal in found if (gap := _first_gap(goal)) and goal not in baseline]
    texts = [draft.say("action.baseline", goal=goal.label) for goal in baseline]
    return texts + [draft.say("action.letters", goal=goal.label, what=_gap(draft, gap)) for goal, gap in lacking]


def _first_gap(goal: GoalFinding) -> LetterCheck | None:
    return next((check for check in goal.letters if not check.filled), None)


def _gap(draft: Draft, check: LetterCheck) -> str:
    return draft.say(f"reason.{check.reason}" if check.reason else f"smart.missing.{check.letter}")
