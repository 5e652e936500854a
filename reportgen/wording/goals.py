"""Goals in words: the board, one card each, and the section that holds the cards."""

from itertools import groupby

from reportgen.model.document import Block, GoalBoard, GoalCard, GoalLine, Paragraph, Section, SmartLetter, Subheading
from reportgen.model.findings import Basis, CombinedFinding, GoalFinding, GoalStatus, Letter, LetterCheck, Unit
from reportgen.model.reasons import GoalReason, LetterFill, PathBasis
from reportgen.model.settings import Goal
from reportgen.stats import DRAWS
from reportgen.wording import (
    combined,
    goal_ends,
    goal_facts,
    goal_figures,
    goal_history,
    goal_remarks,
    measures,
    numbers,
    plain,
    projections,
)
from reportgen.wording.badges import badge
from reportgen.wording.draft import Draft, Speech

GOOD = frozenset({GoalStatus.ACHIEVED, GoalStatus.AHEAD, GoalStatus.ON_TRACK})
BEHIND = frozenset({GoalStatus.MISSED, GoalStatus.OFF_TRACK, GoalStatus.AT_RISK})
"""What is called behind, on the front page, in the mail's subject and on an agency's page alike."""
_JUDGED = frozenset({GoalStatus.AHEAD, GoalStatus.ON_TRACK, GoalStatus.AT_RISK, GoalStatus.OFF_TRACK})
_TIERS = ("macro", "micro", "context")


ATTENTION = (
    GoalStatus.OFF_TRACK,
    GoalStatus.AT_RISK,
    GoalStatus.MISSED,
    GoalStatus.NOT_COMPARABLE,
    GoalStatus.ON_TRACK,
    GoalStatus.AHEAD,
    GoalStatus.RAMPING,
    GoalStatus.NOT_ENOUGH_DATA,
    GoalStatus.ACHIEVED,
    GoalStatus.NOT_STARTED,
)
"""Which statuses need somebody first."""


def board(draft: Speech, *, signals_first: bool = False) -> GoalBoard | None:
    """The goal board of the front page, what needs attention first (of goals on signals first of all if `signals_first`); None without
    goals."""
    goals, whole = draft.findings.goals, draft.findings.combined
    if not goals and not whole:
        return None
    every: list[GoalFinding | CombinedFinding] = [*goals, *whole]
    found = sorted(every, key=lambda goal: (signals_first and _tier(goal) != "micro", *_attention(goal)))
    columns = ("goal", "status", "chart", "actual", "target", "progress", "due", "probability")
    caption = draft.say("front.board", as_of=draft.findings.as_of)
    lines = tuple(line(draft, goal) if isinstance(goal, GoalFinding) else combined.line(draft, goal) for goal in found)
    more = tuple(draft.say("front.board_more", n=n) for n in range(1, len(lines) + 1))
    return GoalBoard("board", caption, lines, tuple(draft.say(f"goals.column_{name}") for name in columns), more, _pace_note(draft))


def _tier(goal: GoalFinding | CombinedFinding) -> str | None:
    return goal.tier if isinstance(goal, GoalFinding) else None


def _attention(goal: GoalFinding | CombinedFinding) -> tuple[int, bool, float]:
    """Its place by status; among those alike the ones made of others last, and the least likely first."""
    if isinstance(goal, CombinedFinding):
        return ATTENTION.index(goal.status), True, goal.probability[0] if goal.probability else 1.0
    likely = projections.probability(goal)
    return ATTENTION.index(goal.status), False, 1.0 if likely is None else likely


def _pace_note(draft: Speech) -> tuple[str, ...]:
    """Which of the open goals are judged by pace alone; none where none is."""
    judged = [goal for goal in draft.findings.goals if goal.status in _JUDGED]
    by_pace = [goal.label for goal in judged if goal.basis is Basis.PACE]
    if not by_pace:
        return ()
    if len(by_pace) == len(judged):
        return (draft.say("goals.pace_basis"),)
    return (draft.say("goals.pace_basis_some", goals=draft.listed(by_pace)),)


def _basis(draft: Speech, goal: GoalFinding) -> str | None:
    """What an open goal's status rests on."""
    return draft.say(f"goals.basis.{goal.basis}") if goal.status in _JUDGED else None


def line(draft: Speech, goal: GoalFinding) -> GoalLine:
    """One goal in one line."""
    return GoalLine(
        id=card_id(goal.key),
        label=goal.label,
        owner=goal.owner,
        badge=badge(draft, goal.status),
        actual=goal_facts.value(draft, goal, goal.actual),
        target=goal_facts.target(draft, goal),
        progress=goal_facts.progress(draft, goal),
        due=draft.day(goal.period.last_day),
        probability=goal_facts.probability(draft, goal),
        chart=goal_figures.bullet_id(goal) if goal_figures.has_bullet(goal) else None,
    )


def card_id(key: str) -> str:
    return f"goal-{key}"


def section(draft: Draft) -> Section:
    """One card each, grouped by tier, macro first."""
    kicker = draft.say("goals.kicker")
    if not draft.findings.goals:
        return Section("goals", kicker, draft.say("goals.none_heading"), draft.say("goals.none"), ())
    return Section("goals", kicker, goal_ends.heading(draft) or _heading(draft), goal_ends.lead(draft) or _lead(draft), _cards(draft))


def _cards(draft: Draft) -> tuple[Block, ...]:
    ordered = sorted(draft.findings.goals, key=lambda goal: _TIERS.index(goal.tier) if goal.tier in _TIERS else len(_TIERS))
    blocks: list[Block] = []
    for tier, goals in groupby(ordered, key=lambda goal: goal.tier if goal.tier in _TIERS else "context"):
        blocks.append(Subheading(f"goals-{tier}", draft.say(f"goals.{tier}")))
        blocks.extend(card(draft, goal) for goal in goals)
    if draft.findings.combined:
        blocks.append(Subheading("goals-combined", draft.say("goals.combined")))
        blocks.extend(combined.card(draft, goal) for goal in draft.findings.combined)
    blocks.extend(Paragraph(text, "note") for text in _shared_notes(draft))
    # 000-7: both tiers want a goal; a tier without one is said here, not only by `check`.
    blocks.extend(
        Paragraph(draft.say(f"goals.no_{tier}"), "note") for tier in ("macro", "micro") if all(one.tier != tier for one in ordered)
    )
    return tuple(blocks)


def card(draft: Draft, goal: GoalFinding) -> GoalCard:
    """One goal, whole."""
    steps = goal_history.steps(draft, goal)
    given = measures.settings_of(draft, goal)
    tier = goal.tier if goal.tier in _TIERS else "context"
    return GoalCard(
        id=card_id(goal.key),
        label=goal.label,
        owner=goal.owner,
        tier=draft.say(f"goals.tier_{tier}"),
        badge=badge(draft, goal.status),
        sentence=sentence(draft, goal),
        letters=tuple(_letter(draft, goal, given, check) for check in goal.letters),
        facts=goal_facts.facts(draft, goal),
        figure=goal_figures.path(draft, goal),
        note=goal.note,
        metric=_measured(draft, goal, given),
        footnotes=_footnotes(draft, goal),
        basis=_basis(draft, goal),
        remarks=goal_remarks.remarks(draft, goal),
        history=goal_history.history(draft, goal),
        tables=(steps,) if steps else (),
    )


def _measured(draft: Draft, goal: GoalFinding, given: Goal | None) -> str:
    """The metric and who is responsible, then the same in plain words."""
    said = plain.of_goal(draft, given) if given else None
    return draft.together([_responsibility(draft, goal, given), *([said] if said else [])])


def sentence(draft: Draft, goal: GoalFinding) -> str:
    """Where the goal stands, in one to three sentences."""
    why = draft.say(f"reason.{goal.reason}") if goal.reason else None
    parts = [standing(draft, goal), *([why] if why else []), *_untracked(draft, goal), *goal_facts.need(draft, goal)]
    return draft.together(parts)


def _untracked(draft: Draft, goal: GoalFinding) -> tuple[str, ...]:
    """How many of the reported days have no data, where more might have come on them: of totals that were missed, and of limits kept."""
    more_matters = goal.status is (GoalStatus.ACHIEVED if goal.at_most else GoalStatus.MISSED)
    if goal.progress is None or not more_matters:
        return ()
    gone = sum(day in goal.period and day <= goal.as_of for day in draft.findings.ledger.missing_days)
    return (draft.say("goals.sentence.untracked", n=gone),) if gone else ()


def standing(draft: Draft, goal: GoalFinding) -> str:
    """What there is so far, and where it ends as things go; without a projection, how that compares with the path."""
    outlook = projections.outlook(draft, goal)
    so_far = _so_far(draft, goal)
    return draft.together([so_far, outlook]) if outlook else so_far


def _so_far(draft: Draft, goal: GoalFinding) -> str:
    if goal.status is GoalStatus.NOT_STARTED:
        return draft.say("goals.sentence.not_started", begin=goal.period.begin)
    if goal.status is GoalStatus.NOT_COMPARABLE or goal.target is None:
        return draft.say("goals.sentence.not_comparable")
    if goal.status is GoalStatus.NOT_ENOUGH_DATA or goal.actual is None:
        return draft.say("goals.sentence.not_enough_data")
    told = {"actual": goal_facts.value(draft, goal, goal.actual), "target": measures.target_value(draft, goal, goal.target)}
    if goal.reason == GoalReason.OUT_OF_REACH:
        return draft.say("goals.sentence.level", **told)
    if goal.status in (GoalStatus.ACHIEVED, GoalStatus.MISSED):
        return draft.say(f"goals.sentence.{goal.status}{'_at_most' if goal.at_most else ''}", **told)
    return _on_the_way(draft, goal, told)


def _on_the_way(draft: Draft, goal: GoalFinding, told: dict[str, str]) -> str:
    told_later = projections.probability(goal) is not None
    expected = None if goal.expected is None or told_later else draft.about(goal.unit, goal.expected)
    if goal.wanted_growth is not None and goal.growth is not None:
        return _growing(draft, goal, told, expected)
    if goal.at_most:
        return _under_a_limit(draft, goal, told)
    if goal.progress is None:
        ends = _range_of(draft, goal)
        return draft.say("goals.sentence.level_range", **told, **ends) if ends else draft.say("goals.sentence.level", **told)
    if expected is None or goal.pace is None or goal.status is GoalStatus.RAMPING:
        return draft.say("goals.sentence.total_bare", **told)
    pace = numbers.percent(draft.voice.locale, goal.pace, 0)
    return draft.say("goals.sentence.total", **told, expected=expected, as_of=goal.as_of, pace=pace)


def _growing(draft: Draft, goal: GoalFinding, told: dict[str, str], expected: str | None) -> str:
    assert goal.growth is not None
    assert goal.wanted_growth is not None
    growth = {
        "growth": numbers.change(draft.voice.locale, goal.growth),
        "wanted": numbers.change(draft.voice.locale, goal.wanted_growth),
    }
    if expected is None or goal.progress is None or goal.at_most:
        return draft.say("goals.sentence.growth", **growth)
    return draft.say("goals.sentence.growth_total", **growth, **told, expected=expected, as_of=goal.as_of)


def _under_a_limit(draft: Draft, goal: GoalFinding, told: dict[str, str]) -> str:
    ends = _range_of(draft, goal)
    if ends:
        return draft.say("goals.sentence.ceiling_range", **told, **ends)
    if goal.progress is None:
        return draft.say("goals.sentence.ceiling_level", **told)
    time = numbers.percent(draft.voice.locale, goal.elapsed_days / goal.total_days, 0)
    return draft.say("goals.sentence.ceiling", **told, time=time)


def _range_of(draft: Draft, goal: GoalFinding) -> dict[str, str] | None:
    if goal.unit is not Unit.SHARE or goal.estimate is None or goal.estimate.interval is None:
        return None
    interval = goal.estimate.interval
    return {"level": draft.level(interval), "low": draft.bound(interval.low), "high": draft.bound(interval.high)}


def _letter(draft: Draft, goal: GoalFinding, given: Goal | None, check: LetterCheck) -> SmartLetter:
    name = draft.say(f"smart.{check.letter}")
    if not check.filled:
        return SmartLetter(
            check.letter, name, False, draft.say(f"reason.{check.reason}" if check.reason else f"smart.missing.{check.letter}")
        )
    return SmartLetter(check.letter, name, True, _filling(draft, goal, given, check))


def _filling(draft: Draft, goal: GoalFinding, given: Goal | None, check: LetterCheck) -> str:
    if check.letter is Letter.T:
        return draft.say("smart.time", begin=draft.day(goal.period.begin), deadline=draft.day(goal.period.last_day))
    if check.filled_by is LetterFill.MACRO:
        return draft.say("smart.macro")
    if given and check.letter is Letter.M:
        metric, target = measures.goal_metric(draft, given), measures.target(draft, given, goal)
        return draft.say("smart.measured", metric=metric, target=target)
    if given and check.letter is Letter.R and check.filled_by is LetterFill.SUPPORTS:
        return draft.say("smart.supports", rules=draft.listed(draft.rule_label(key) for key in goal.supports))
    if given and given.baseline and check.letter is Letter.A and check.filled_by is not LetterFill.WORDS:
        return draft.say("smart.baseline", baseline=measures.baseline(draft, given.baseline, goal))
    return check.text or draft.say(f"smart.{check.letter}")


def _responsibility(draft: Draft, goal: GoalFinding, given: Goal | None) -> str:
    """The owner's sentence: who is responsible for what, by when."""
    if given is None:
        return goal.metric_text
    told = {
        "metric": measures.goal_metric(draft, given),
        "target": measures.target(draft, given, goal),
        "deadline": draft.say("goals.deadline", day=goal.period.last_day),
    }
    return draft.say("goals.responsible", owner=goal.owner, **told) if goal.owner else draft.say("goals.plain", **told)


def _footnotes(draft: Draft, goal: GoalFinding) -> tuple[str, ...]:
    notes = []
    if goal.path_basis and goal_figures.has_path(goal) and _one_basis(draft) is None:
        notes.append(draft.say(f"reason.{goal.path_basis}"))
    if goal.baseline is not None and goal.baseline_recorded is not None and goal.baseline_recorded < 0.99:
        notes.append(draft.say("goals.baseline_estimated", share=numbers.share(draft.voice.locale, goal.baseline_recorded, digits=0)))
    return (*notes, *projections.footnotes(draft, goal))


def _one_basis(draft: Draft) -> PathBasis | None:
    """What every drawn path follows; None where goals differ, or no path is drawn."""
    found = {goal.path_basis for goal in draft.findings.goals if goal_figures.has_path(goal) and goal.path_basis}
    return next(iter(found)) if len(found) == 1 else None


def _shared_notes(draft: Draft) -> tuple[str, ...]:
    """What holds for all cards, said once under them."""
    basis, goals = _one_basis(draft), draft.findings.goals
    notes = [draft.say(f"reason.{basis}")] if basis else []
    if any(map(projections.of, goals)):
        notes.append(draft.say("goals.forecast_how", draws=DRAWS))
    if any(goal.plan for goal in goals):
        notes.append(draft.say("goals.plan_usual"))
    return (*notes, *_pace_note(draft))


def _heading(draft: Draft) -> str:
    goals = draft.findings.goals
    judged = [goal for goal in goals if goal.status in GOOD | BEHIND]
    good = [goal for goal in judged if goal.status in GOOD]
    if not judged:
        return draft.say("goals.heading_unknown", n=len(goals))
    if not good:
        return draft.say("goals.heading_none_good", n=len(judged))
    if len(good) == len(goals):
        return draft.say("goals.heading_good", n=len(goals))
    return draft.say("goals.heading_some", good=len(good), n=len(goals))


def _lead(draft: Draft) -> str:
    worst = furthest_behind(draft)
    if worst:
        return draft.say("goals.lead_behind", label=worst[0].label, sentence=standing(draft, worst[0]))
    missed = [goal.label for goal in draft.findings.goals if goal.status is GoalStatus.MISSED]
    if missed:
        return draft.say("goals.lead_missed", labels=draft.listed(missed))
    judged = any(goal.status in GOOD for goal in draft.findings.goals)
    return draft.say("goals.lead_fine" if judged else "goals.lead_unknown")


def furthest_behind(draft: Draft) -> tuple[GoalFinding, ...]:
    """Goals that are still open and behind, the worst first: off track before at risk, then by chance, then by pace."""
    rank = {GoalStatus.OFF_TRACK: 0, GoalStatus.AT_RISK: 1}
    behind = [goal for goal in draft.findings.goals if goal.status in rank]

    def place(goal: GoalFinding) -> tuple[int, float, float, str]:
        chance = projections.probability(goal)
        return rank[goal.status], 1.0 if chance is None else chance, 1.0 if goal.pace is None else goal.pace, goal.key

    return tuple(sorted(behind, key=place))
