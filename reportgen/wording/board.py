"""The goal board for the terminal."""

from collections.abc import Collection, Sequence

from reportgen.model.document import GoalLine
from reportgen.model.findings import Findings, GoalFinding
from reportgen.wording import catalogue, goal_facts, goal_remarks, goals
from reportgen.wording.draft import Speech
from reportgen.wording.widths import width

_PLAN = ("plan.label", "plan.column_range", "plan.column_proposed", "goals.fact.required", "goals.fact.recent")
_COLUMNS = ("status", "goal", "actual", "target", "progress", "probability", "due", "owner")
_MARKS = {"check": "✓", "up": "↑", "right": "→", "down": "↓", "cross": "✗", "warn": "!", "clock": "…", "dash": "–", "question": "?"}


def board(findings: Findings, *, plan: bool = False) -> str:
    """The goals as aligned lines of plain text, one a goal, without colour: status first, then what it rests on.

    `plan` adds whether each target was ever attainable, and what it needs from here beside what the last four weeks brought.
    """
    voice = catalogue.voice(findings.locale, findings.currency)
    speech = Speech(voice, findings)
    heading = voice.say("board.heading", site=findings.site, as_of=findings.as_of)
    found = goals.board(speech)
    if found is None:
        return "\n".join([heading, "", voice.say("board.none")])
    rows = _rows(voice, found.lines)
    if plan:
        none = (voice.say("number.none"),) * len(_PLAN)
        known = {goals.card_id(goal.key): _plan(speech, goal) for goal in findings.goals}
        plans = [known.get(line.id, none) for line in found.lines]
        rows = [(*row, *more) for row, more in zip(rows, [tuple(voice.say(key) for key in _PLAN), *plans], strict=True)]
    lines = _aligned(_without_empty(rows, {_COLUMNS.index("probability"), *range(len(_COLUMNS), len(rows[0]))}, voice.say("number.none")))
    notes = [*_made_of(speech, found.lines), *found.notes]
    return "\n".join([heading, "", *lines, *(["", *notes] if notes else [])])


def board_table(findings: Findings) -> tuple[tuple[str, ...], ...]:
    """The goals as rows of texts under their head; none without goals."""
    voice = catalogue.voice(findings.locale, findings.currency)
    found = goals.board(Speech(voice, findings))
    return tuple(_rows(voice, found.lines)) if found else ()


def _rows(voice: catalogue.Voice, lines: Sequence[GoalLine]) -> list[tuple[str, ...]]:
    return [tuple(voice.say(f"goals.column_{name}") for name in _COLUMNS), *(_row(voice, line) for line in lines)]


def _row(voice: catalogue.Voice, line: GoalLine) -> tuple[str, ...]:
    none = voice.say("number.none")
    status = f"{_MARKS[line.badge.icon]} {line.badge.text}"
    numbers = (line.actual, line.target, line.progress or none, line.probability or none, line.due)
    return (status, _printable(line.label), *numbers, _printable(line.owner or none))


def _without_empty(rows: Sequence[tuple[str, ...]], columns: Collection[int], none: str) -> list[list[str]]:
    """The rows without those of the columns that hold nothing but dashes under their head."""
    empty = {index for index in columns if all(row[index] == none for row in rows[1:])}
    return [[text for index, text in enumerate(row) if index not in empty] for row in rows]


def _made_of(speech: Speech, lines: Sequence[GoalLine]) -> list[str]:
    """What each combined goal is made of, under the table."""
    return [_printable(speech.say("number.headed", left=line.label, right=line.parts)) for line in lines if line.parts]


def _plan(speech: Speech, goal: GoalFinding) -> tuple[str, ...]:
    """In the order of `_PLAN`; a dash for what does not apply."""
    none, plan = speech.say("number.none"), goal.plan
    rates = None if goal.status in goal_facts.CLOSED else goal_facts.run_rates(speech, goal)
    needs = (rates[0], rates[1] or none) if rates else (none, none)
    if plan is None:
        return none, none, none, *needs
    ends = goal_remarks.plausible(speech, goal, plan.plausible) if plan.plausible else None
    proposed = goal_remarks.proposed(speech, goal, plan.proposed) if plan.proposed and goal_remarks.has_proposed(plan) else None
    return (
        goal_remarks.plan_word(speech, goal, plan),
        speech.say("number.range", low=ends[0], high=ends[1]) if ends else none,
        speech.say("plan.two", likely=proposed[0], bold=proposed[1]) if proposed else none,
        *needs,
    )


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=True)).rstrip() for row in rows]


def _printable(text: str) -> str:
    """A label without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
