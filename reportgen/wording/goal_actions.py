"""What goals ask for: more, a decision, as much as now, or settings that say what the goal is."""

from reportgen.model.findings import GoalFinding, GoalStatus, LetterCheck, Unit
from reportgen.wording import front_early, goal_ends, goal_facts, goals, measures, numbers, projections
from reportgen.wording.calls import Action, Call
from reportgen.wording.draft import Draft

HARDLY = 0.10
"""Below this chance more of the same will hardly do: the plan or the target is to be decided anew."""


def behind(draft: Draft) -> list[Action]:
    """One for each open goal that is behind, the furthest first; while macros are too few, those on signals before all others."""
    early = front_early.why(draft) is not None
    ordered = sorted(goals.furthest_behind(draft), key=lambda goal: early and goal.tier != "micro")
    return [_behind(draft, goal) for goal in ordered]


def _behind(draft: Draft, goal: GoalFinding) -> Action:
    call, key, told = _asked(draft, goal)
    chance = projections.chance_text(draft, goal)
    number = [draft.say(f"action.{key}_number", **told), *([draft.say("action.chance", chance=chance)] if chance else [])]
    return Action(call, goal.label, draft.say(f"action.{key}", **told), draft.beside(number), goals.card_id(goal.key))


def _asked(draft: Draft, goal: GoalFinding) -> tuple[Call, str, dict[str, str]]:
    """Keep what is enough already, decide anew what can hardly be reached, else do more; with the message that says it and its words."""
    told = {
        "goal": draft.say("action.goal_of", goal=goal.label, owner=goal.owner) if goal.owner else goal.label,
        "deadline": draft.day(goal.period.last_day),
        "actual": goal_facts.value(draft, goal, goal.actual),
        "target": "" if goal.target is None else measures.target_value(draft, goal, goal.target),
    }
    rates, likely = goal_facts.run_rates(draft, goal), projections.probability(goal)
    required, recent = rates or ("", None)
    told |= {"required": required, "recent": recent or ""}
    hardly = likely is not None and likely < HARDLY
    if goal.at_most:
        return Call.FIX, "decide_below" if hardly else "keep_below", told
    if goal.unit is Unit.SHARE and goal.actual is not None and goal.target is not None and goal.actual >= goal.target:
        return Call.KEEP, "hold_rate", told
    if goal.unit is Unit.SHARE or rates is None:
        return Call.FIX, "decide_rate" if hardly else "raise_rate", told
    if recent is None:
        return Call.FIX, "catch_up_bare", told
    if recent == required or (goal.recent_per_day or 0) >= (goal.required_per_day or 0):
        return Call.KEEP, "hold", told
    return Call.FIX, "decide" if hardly else "catch_up", told


def unfinished(draft: Draft) -> list[Action]:
    """Goals that lack something their settings could say; a first goal where there is none, the next ones where all are settled."""
    found = draft.findings.goals
    if not found:
        what, number = draft.say("action.first_goal"), draft.say("action.first_goal_number")
        return [Action(Call.FIX, draft.say("action.goals"), what, number, "section-goals")]
    due = goal_ends.next_ones(draft)
    if due:
        call = Call.KEEP if goal_ends.ended(draft) is GoalStatus.ACHIEVED else Call.FIX
        return [Action(call, draft.say("action.goals"), draft.say("action.next_goals"), due, "section-goals")]
    baseline = [goal for goal in found if goal.target is None and goal.wanted_growth is not None]
    lacking = [(goal, gap) for goal in found if (gap := _first_gap(goal)) and goal not in baseline]
    return [*(_baseline(draft, goal) for goal in baseline), *(_letters(draft, goal, gap) for goal, gap in lacking)]


def _baseline(draft: Draft, goal: GoalFinding) -> Action:
    wanted = numbers.change(draft.voice.locale, goal.wanted_growth or 0.0)
    number = draft.say("action.baseline_number", wanted=wanted)
    return Action(Call.FIX, goal.label, draft.say("action.baseline", goal=goal.label), number, goals.card_id(goal.key))


def _letters(draft: Draft, goal: GoalFinding, gap: LetterCheck) -> Action:
    number = draft.say(f"reason.{gap.reason}" if gap.reason else f"smart.missing.{gap.letter}").rstrip(".。")
    return Action(Call.FIX, goal.label, draft.say("action.letters", goal=goal.label), number, goals.card_id(goal.key))


def _first_gap(goal: GoalFinding) -> LetterCheck | None:
    return next((check for check in goal.letters if not check.filled), None)
