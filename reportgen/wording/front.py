"""The front page: three or four sentences, the scoreboard with the bottom line first, the goal board."""

from collections.abc import Sequence

from reportgen.model.document import Block, Paragraph, Score, Scoreboard, Subheading, Tone
from reportgen.model.findings import DataStatus, GoalFinding, GoalStatus, RuleFinding
from reportgen.stats import CLEAR
from reportgen.stats.measures import Verdict
from reportgen.wording import changes, figures, goal_history, goals, journeys, macro, micro, numbers, projections
from reportgen.wording.actions import actions
from reportgen.wording.draft import ANY_MACRO, Draft

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


def sentences(draft: Draft) -> tuple[str, ...]:
    """Where the goals stand, what moved most, the clearest link from a micro to a macro where there is one, what to do."""
    link = journeys.front_sentence(draft)
    return goal_sentence(draft), moved_sentence(draft), *([link] if link else []), actions(draft)[0]


def goal_sentence(draft: Draft) -> str:
    """How many goals have which status."""
    found = draft.findings.goals
    if not found:
        return draft.say("front.goals_none")
    if len(found) == 1:
        return _one_goal(draft, found[0])
    parts = draft.listed(_counted(draft, found))
    return draft.together([draft.say("front.goals_many", n=len(found), parts=parts), *_most_at_risk(draft), *_missed_steps(draft)])


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


def _one_goal(draft: Draft, goal: GoalFinding) -> str:
    chance, was = projections.chance_text(draft, goal), goal_history.was(draft, goal)
    told = {"label": goal.label, "status": draft.say(f"front.one.{goal.status}")}
    first = draft.say("front.goals_one_chance", **told, chance=chance) if chance else draft.say("front.goals_one", **told)
    return draft.together([first, *([was] if was else []), *_missed_steps(draft)])


def _most_at_risk(draft: Draft) -> tuple[str, ...]:
    """The open goal that is furthest behind, with its chance and how it stood at the look before."""
    worst = goals.furthest_behind(draft)
    chance = projections.chance_text(draft, worst[0]) if worst else None
    if chance is None:
        return ()
    was = goal_history.was(draft, worst[0])
    return (draft.say("front.most_at_risk", label=worst[0].label, chance=chance), *([was] if was else []))


def _missed_steps(draft: Draft) -> tuple[str, ...]:
    """The first milestone, or month's or quarter's target, that was missed in the reported period."""
    return tuple(sentence for goal in draft.findings.goals for sentence in goal_history.just_missed(draft, goal))[:1]


def moved_sentence(draft: Draft) -> str:
    """What moved: a macro since the period before, else since the year before, else a signal, pipeline before engagement; or why
    there is nothing to tell."""
    findings = draft.findings
    if findings.status is DataStatus.EMPTY or draft.is_empty:
        return draft.say("front.moved_empty")
    if findings.previous is None:
        return draft.say("front.moved_no_previous")
    clear = micro.moved(findings.macros)
    if clear:
        change = clear[0].against_previous
        return changes.moved(draft, draft.label(clear[0]), change, findings.previous, f"front.moved_rate_{change.verdict}")
    compared = any(rule.against_previous.verdict is Verdict.NOT_ENOUGH_DATA for rule in findings.macros)
    told = draft.say("front.moved_no_macro", since=draft.span(findings.previous)) if compared else None
    further = _yearly(draft) or _signal(draft)
    if further:
        return draft.together([told, further] if told else [further])
    return _nothing_moved(draft, draft.span(findings.previous))


def _yearly(draft: Draft) -> str | None:
    """The macro that changed most clearly since the year before."""
    year = draft.findings.year_before
    found = [rule for rule in draft.findings.macros if rule.against_year.verdict in CLEAR]
    if year is None or not found:
        return None
    most = max(found, key=lambda rule: abs(rule.against_year.relative or 0.0))
    return changes.moved(draft, draft.label(most), most.against_year, year, f"front.year_rate_{most.against_year.verdict}")


def _signal(draft: Draft) -> str | None:
    """The micro that changed most clearly since the period before: pipeline stages come before engagement."""
    previous = draft.findings.previous
    clear = micro.moved_signals(draft)
    if previous is None or not clear:
        return None
    change = clear[0].against_previous
    return changes.moved(draft, draft.label(clear[0]), change, previous, f"front.signal_rate_{change.verdict}")


def _nothing_moved(draft: Draft, since: str) -> str:
    rules = (*draft.findings.macros, *draft.findings.micros)
    verdicts = {rule.against_previous.verdict for rule in rules}
    if Verdict.NOT_ENOUGH_DATA in verdicts:
        return draft.say("front.moved_nothing", since=since)
    counted = next((rule for rule in rules if rule.against_previous.verdict is Verdict.COUNTS_ONLY), None)
    if counted:
        change = counted.count_against_previous
        return draft.say("front.moved_counts", since=since, label=draft.label(counted), after=change.after, before=change.before)
    reason = next((rule.against_previous.reason for rule in rules if rule.against_previous.reason), None)
    why = changes.reason(draft, reason)
    return (
        draft.say("front.moved_not_comparable", since=since, reason=why)
        if why
        else draft.say("front.moved_not_comparable_bare", since=since)
    )


def blocks(draft: Draft) -> tuple[Block, ...]:
    """The scoreboard, the goal board, and what else is worth doing."""
    found: list[Block] = [scoreboard(draft)]
    board = goals.board(draft)
    found.append(board if board else Paragraph(draft.say("goals.none"), "note"))
    more = actions(draft)[1:]
    if more:
        found.append(Subheading("also", draft.say("front.more_actions")))
        found.extend(Paragraph(text) for text in more)
    return tuple(found)


def scoreboard(draft: Draft) -> Scoreboard:
    """The bottom line, each macro, and the people behind all of them counted once."""
    macros = sorted(draft.findings.macros, key=lambda rule: not rule.primary)
    scores = [*_value(draft), *(_score(draft, rule) for rule in macros)]
    if len(macros) > 1:
        scores.append(_any_macro(draft))
    previous = draft.findings.previous
    caption = draft.say("front.scoreboard", period=draft.period)
    if previous is not None:
        caption = draft.say("front.scoreboard_against", period=draft.period, since=draft.span(previous))
    return Scoreboard("scoreboard", caption, tuple(scores))


def _value(draft: Draft) -> tuple[Score, ...]:
    """The bottom line; none where no macro says a value."""
    valued, estimated = macro.bottom_line(draft)
    if not valued:
        return ()
    total = sum(rule.converted.amount or 0 for rule in valued)
    said = [(draft.label(rule), draft.money(rule.converted.amount or 0)) for rule in valued]
    parts = draft.listed(draft.say("front.value_part", label=label, value=value) for label, value in said)
    note = draft.say("front.value_note", parts=parts)
    return (
        Score(
            draft.say("front.value_estimated" if estimated else "front.value"),
            draft.money(total),
            note,
            _value_change(draft, valued, total),
            Tone.NEUTRAL,
        ),
    )


def _value_change(draft: Draft, valued: Sequence[RuleFinding], total: int) -> str | None:
    against = [rule.amount_against_previous for rule in valued]
    previous = draft.findings.previous
    if previous is None or any(one is None or one.verdict is Verdict.NOT_COMPARABLE for one in against):
        return None
    before = sum(one.before for one in against if one)
    if before <= 0:
        return draft.say("front.score_value_none") if before == 0 else None
    if before == total:
        return draft.say("front.score_value_unchanged")
    return draft.say("front.score_value", before=draft.money(before), change=numbers.change(draft.voice.locale, total / before - 1))


def _score(draft: Draft, rule: RuleFinding) -> Score:
    change, tone = _rate_change(draft, rule)
    chart = figures.spark_id(rule.key) if figures.has_spark(draft.findings, rule.key) else None
    counted = draft.count(rule.converted.conversions)
    definition = draft.definition(f"rate_{rule.key}")
    return Score(draft.label(rule), counted, _score_note(draft, rule), change, tone, chart, definition)


def _score_note(draft: Draft, rule: RuleFinding) -> str:
    estimate = rule.estimate
    if estimate.interval is None:
        return draft.say("front.score_note_none")
    if changes.nobody_seen(rule):
        return draft.say("cell.nobody_seen")
    told = {
        "rate": changes.rate_text(draft, estimate.rate),
        "n": draft.count(estimate.rate.n),
        "of": draft.count(estimate.rate.of),
        "level": draft.level(estimate.interval),
        "low": draft.bound(estimate.interval.low),
        "high": draft.bound(estimate.interval.high),
    }
    if rule.rate_base:
        return draft.say("front.score_note_base", **told, base=draft.rule_label(rule.rate_base))
    return draft.say("front.score_note", **told)


def _rate_change(draft: Draft, rule: RuleFinding) -> tuple[str | None, Tone]:
    change, previous = rule.against_previous, draft.findings.previous
    if previous is None or change.verdict is Verdict.NOT_COMPARABLE:
        return None, Tone.NEUTRAL
    if change.verdict in CLEAR:
        told = {"before": changes.rate_text(draft, change.before), "after": changes.rate_text(draft, change.after)}
        tone = Tone.GOOD if change.verdict is Verdict.UP else Tone.BAD
        return draft.say(f"front.score_{change.verdict}", **told), tone
    if change.verdict is Verdict.COUNTS_ONLY:
        return draft.say("front.score_counts", before=rule.count_against_previous.before), Tone.NEUTRAL
    return draft.say("front.score_no_change"), Tone.NEUTRAL


def _any_macro(draft: Draft) -> Score:
    rule = draft.findings.any_macro
    change, tone = _rate_change(draft, rule)
    label = draft.say("front.any_macro")
    estimate = rule.estimate
    if estimate.interval is None:
        return Score(label, draft.say("number.none"), draft.say("front.score_note_none"), change, tone)
    ends = {"low": draft.bound(estimate.interval.low), "high": draft.bound(estimate.interval.high)}
    note = draft.say("front.any_note", n=estimate.rate.n, of=estimate.rate.of, level=draft.level(estimate.interval), **ends)
    return Score(label, changes.rate_text(draft, estimate.rate), note, change, tone, definition=draft.definition(f"rate_{ANY_MACRO}"))
