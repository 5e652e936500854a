"""The goal board for the terminal."""

import unicodedata
from collections.abc import Sequence

from reportgen.model.document import GoalLine
from reportgen.model.findings import Findings, GoalFinding
from reportgen.wording import catalogue, goal_facts, goals
from reportgen.wording.draft import Speech

_MARKS = {"check": "✓", "up": "↑", "right": "→", "down": "↓", "cross": "✗", "clock": "…", "dash": "–", "question": "?"}


def board(findings: Findings, *, plan: bool = False) -> str:
    """The goals as aligned lines of plain text, one a goal, without colour: status first, then what it rests on.

    `plan` adds what each goal needs from here, beside what the last four weeks brought.
    """
    voice = catalogue.voice(findings.locale, findings.currency)
    speech = Speech(voice, findings)
    heading = voice.say("board.heading", site=findings.site, as_of=findings.as_of)
    found = goals.board(speech)
    if found is None:
        return "\n".join([heading, "", voice.say("board.none")])
    names = ("status", "goal", "actual", "target", "progress", "due", "owner")
    rows = [tuple(voice.say(f"goals.column_{name}") for name in names), *(_row(voice, line) for line in found.lines)]
    if plan:
        needs = [
            tuple(voice.say(f"goals.fact.{name}") for name in ("required", "recent")),
            *(_need(speech, goal) for goal in findings.goals),
        ]
        rows = [(*row, *need) for row, need in zip(rows, needs, strict=True)]
    lines = _aligned(rows)
    return "\n".join([heading, "", *lines, *(["", *found.notes] if found.notes else [])])


def _row(voice: catalogue.Voice, line: GoalLine) -> tuple[str, ...]:
    none = voice.say("number.none")
    status = f"{_MARKS[line.badge.icon]} {line.badge.text}"
    return (status, _printable(line.label), line.actual, line.target, line.progress or none, line.due, _printable(line.owner or none))


def _need(speech: Speech, goal: GoalFinding) -> tuple[str, str]:
    """What the goal needs from here and what the last four weeks brought; dashes where neither applies."""
    none = speech.say("number.none")
    rates = goal_facts.run_rates(speech, goal)
    if rates is None or goal.status in goal_facts.CLOSED:
        return none, none
    return rates[0], rates[1] or none


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(text + " " * (wide - width(text)) for text, wide in zip(row, widths, strict=True)).rstrip() for row in rows]


def width(text: str) -> int:
    """Terminal columns of a text: wide East Asian characters and emoji take two, marks none."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _printable(text: str) -> str:
    """A label without control characters, which a terminal would obey."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
