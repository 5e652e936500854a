"""What a new edition says otherwise than the one before it."""

from collections.abc import Callable

from reportgen.model.document import Block, Cell, Column, Mark, Paragraph, Row, Subheading, Table
from reportgen.model.editions import InputMoved, Moved, Since, Source, Told
from reportgen.model.findings import Findings, GoalStatus
from reportgen.model.settings import Settings
from reportgen.wording import catalogue, numbers
from reportgen.wording.badges import badge
from reportgen.wording.draft import ANY_MACRO, Draft

MOST = 20
_IN_FRONT = 2
_FIRST = (Told.STATUS, Told.CONVERSIONS, Told.GOAL)
"""What the front page names first of all that moved."""


def blocks(draft: Draft) -> list[Block]:
    """For the section on changes: what changed beneath, and every number that moved."""
    since = draft.findings.since
    if since is None:
        return []
    heading = Subheading("since-edition", draft.say("edition.heading", n=since.edition))
    return [heading, Paragraph(draft.together(beneath(draft, since))), *([_table(draft, since)] if since.moved else [])]


def front(draft: Draft) -> Paragraph | None:
    """For the front page: that this edition replaces another, and what moved most; None for a first edition."""
    since = draft.findings.since
    if since is None:
        return None
    told = sorted(since.moved, key=lambda one: _FIRST.index(one.told) if one.told in _FIRST else len(_FIRST))
    shown = draft.listed(_step(draft, one) for one in told[:_IN_FRONT])
    what = draft.say("edition.moved", what=shown) if shown else draft.say(_still(since))
    return Paragraph(draft.together([draft.say("edition.replaces", n=since.edition), what, *beneath(draft, since)]), "note")


def replaced(findings: Findings, settings: Settings) -> str | None:
    """The front page's words on the edition before, for a terminal or a job summary; None for a first edition."""
    told = front(Draft(catalogue.voice(findings.locale, findings.currency), findings, settings))
    return told.text if told else None


def moved(findings: Findings, settings: Settings, since: Since) -> tuple[str, ...]:
    """A comparison for a terminal or a job summary: what changed beneath, then a line for each number that moves."""
    draft = Draft(catalogue.voice(findings.locale, findings.currency), findings, settings)
    told = [_line(draft, one) for one in since.moved] or [draft.say(_still(since))]
    return draft.together(beneath(draft, since)), *told


def _still(since: Since) -> str:
    """The message where no number is told."""
    return "edition.nothing" if since.readable else "edition.unreadable"


def beneath(draft: Draft, since: Since) -> list[str]:
    """What changed: the exports, input by input; the settings; what is written about the period; the program."""
    told: dict[Source, Callable[[], list[str]]] = {
        Source.DATA: lambda: [_input(draft, one) for one in since.inputs],
        Source.SETTINGS: lambda: [draft.say("edition.settings")],
        Source.COMMENTARY: lambda: [draft.say("edition.commentary")],
        Source.PROGRAM: lambda: [draft.say("edition.program")],
    }
    return [sentence for source in since.sources for sentence in told[source]()] or [draft.say("edition.none")]


def _input(draft: Draft, moved: InputMoved) -> str:
    parts = [draft.say(f"edition.files_{name}", n=n) for name in ("came", "changed", "gone") if (n := getattr(moved, name))]
    name = "edition.input_more" if moved.rows > 0 else "edition.input_fewer" if moved.rows < 0 else "edition.input"
    return draft.say(name, input=moved.input, files=draft.listed(parts), n=abs(moved.rows))


def _line(draft: Draft, moved: Moved) -> str:
    told = _step(draft, moved)
    return told if moved.between is None else draft.say("edition.step_split", step=told, between=_said(draft, moved, moved.between))


def _step(draft: Draft, moved: Moved) -> str:
    told = {"before": _said(draft, moved, moved.before), "after": _said(draft, moved, moved.after)}
    return draft.say("edition.step", what=_what(draft, moved), **told)


def _what(draft: Draft, moved: Moved) -> str:
    label = draft.rule_label(moved.key) if moved.key == ANY_MACRO else moved.label
    return draft.say(f"edition.told_{moved.told}", label=label)


def _said(draft: Draft, moved: Moved, value: float | str | None) -> str:
    if value is None:
        return draft.say("number.none")
    if isinstance(value, str):
        return badge(draft, GoalStatus(value)).text
    if moved.told is Told.VALUE:
        return draft.money(round(value))
    if moved.told is Told.GOAL:
        goal = next((goal for goal in draft.findings.goals if goal.key == moved.key), None)
        return numbers.amount(draft.voice.locale, value) if goal is None else draft.quantity(goal.unit, value)
    return draft.count(round(value))


def _table(draft: Draft, since: Since) -> Table:
    names = ("what", "before", *(("between",) if since.split else ()), "after")
    head = tuple(Column(draft.say(f"edition.column_{name}", n=since.edition), numeric=name != "what") for name in names)
    rows = tuple(Row(_cells(draft, one, split=since.split)) for one in since.moved[:MOST])
    left = len(since.moved) - len(rows)
    more = draft.say("edition.more", n=left) if left else None
    notes = (draft.say("edition.between_note"),) if since.split else ()
    return Table("since-edition", draft.say("edition.caption"), head, rows, notes, more=more)


def _cells(draft: Draft, moved: Moved, *, split: bool) -> tuple[Cell, ...]:
    values = (moved.before, *((moved.between,) if split else ()), moved.after)
    return (Cell(_what(draft, moved)), *(_cell(draft, moved, value) for value in values))


def _cell(draft: Draft, moved: Moved, value: float | str | None) -> Cell:
    return Cell("", mark=Mark.MISSING) if value is None else Cell(_said(draft, moved, value))
