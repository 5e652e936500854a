"""The front page: three or four sentences, the scoreboard with the bottom line first, the goal board; the signals first while macros are
too few."""

from reportgen.model.document import Block, Paragraph
from reportgen.model.findings import DataStatus
from reportgen.stats import CLEAR
from reportgen.stats.measures import Verdict
from reportgen.wording import (
    actions,
    changes,
    counters_moved,
    editions,
    front_early,
    front_goals,
    front_scores,
    goals,
    journeys,
    ledger,
    micro,
)
from reportgen.wording.draft import Draft


def sentences(draft: Draft) -> tuple[str, ...]:
    """Where the goals stand, what moved most, the clearest link from a micro to a macro where there is one, what to do. While macros are
    too few: why the signals lead, how the goals on them stand where there are goals, which signal moved, what to do."""
    early, to_do = front_early.why(draft), actions.sentence(draft, actions.actions(draft))
    if early is not None:
        return *front_early.sentences(draft, early), moved_sentence(draft, early=True), to_do
    link = journeys.front_sentence(draft)
    return front_goals.sentence(draft, draft.findings.goals), moved_sentence(draft), *([link] if link else []), to_do


def moved_sentence(draft: Draft, *, early: bool = False) -> str:
    """What moved: a macro since the period before, else since the year before, else a signal, pipeline before engagement (first of all if
    `early`); or why there is nothing to tell."""
    findings = draft.findings
    if not draft.settings.report.has_people and (moved := counters_moved.sentence(draft)):
        return moved
    if findings.status is DataStatus.EMPTY or draft.is_empty:
        return draft.say("front.moved_empty")
    if findings.previous is None:
        return draft.say("front.moved_no_previous")
    signal = _signal(draft) if early else None
    if signal:
        return signal
    clear = micro.moved(findings.macros)
    if clear:
        change = clear[0].against_previous
        told = changes.moved(draft, draft.label(clear[0]), change, findings.previous, f"front.moved_rate_{change.verdict}")
        if draft.incomplete(clear[0]):
            return draft.together([told, draft.say("front.moved_incomplete")])
        return told
    compared = any(rule.against_previous.verdict is Verdict.NOT_ENOUGH_DATA for rule in findings.macros)
    opening = [draft.say("front.moved_no_macro", since=draft.span(findings.previous))] if compared else []
    further = _yearly(draft) or _signal(draft)
    if further:
        return draft.together([*opening, further])
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
    """The scoreboard, what to do, and the goal board; while macros are too few the signals and their goals come first."""
    early = front_early.why(draft) is not None
    scores, signals = front_scores.scoreboard(draft), front_early.signals(draft) if early else None
    doubt, since, lesser = ledger.front(draft), editions.front(draft), front_scores.demoted(draft)
    board = goals.board(draft, signals_first=early)
    told: Block = board if board else Paragraph(draft.say("goals.none"), "note")
    to_do = actions.block(draft, actions.actions(draft))
    front = [signals, told, scores, lesser, to_do] if early and board else [signals, scores, lesser, to_do, told]
    return tuple(block for block in (*front, doubt, since) if block is not None)
