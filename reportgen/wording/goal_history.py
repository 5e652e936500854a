"""A goal's past: how it stood month by month, when it was changed, and its milestones."""

from collections.abc import Sequence

from reportgen.model.document import Cell, Column, History, Look, Mark, Row, Table, Tone
from reportgen.model.findings import Basis, GoalFinding, GoalStatus, PastLook, Step, VersionChange
from reportgen.wording import dates, goal_facts, measures
from reportgen.wording.badges import badge
from reportgen.wording.chances import chance
from reportgen.wording.draft import Draft, Speech

MOST = 12
"""Looks that fit in a row of a card."""
_TOLD = frozenset({GoalStatus.AHEAD, GoalStatus.ON_TRACK, GoalStatus.AT_RISK, GoalStatus.OFF_TRACK})


def history(draft: Draft, goal: GoalFinding) -> History | None:
    """The latest twelve looks in a row, all of them in the table. None while there is only one."""
    if len(goal.history) < 2:
        return None
    shown = goal.history[-MOST:]
    looks = tuple(_look(draft, goal, look, after) for after, look in zip([_before(goal, shown), *shown], shown, strict=False))
    changes = tuple(change(draft, goal, index) for index in range(len(goal.changes)))
    caption = draft.say("history.caption_chance" if any(look.chance for look in looks) else "history.caption")
    return History(caption, looks, changes, _table(draft, goal))


def _before(goal: GoalFinding, shown: Sequence[PastLook]) -> PastLook | None:
    first = goal.history.index(shown[0])
    return goal.history[first - 1] if first else None


def _look(draft: Draft, goal: GoalFinding, look: PastLook, before: PastLook | None) -> Look:
    since = before.day if before else goal.period.begin
    changed = [index for index, one in enumerate(goal.changes) if since < one.day <= look.day]
    is_target = any(_moved(goal, index) for index in changed)
    told = draft.say("history.new_target" if is_target else "history.new_thresholds") if changed else None
    return Look(_when(draft, goal, look), badge(draft, look.status), _chance(draft, look), told)


def _when(draft: Speech, goal: GoalFinding, look: PastLook) -> str:
    """The month, its year where looks span several; the day of a look inside a month."""
    calendar = draft.voice.calendar
    if not dates.ends_month(look.day):
        return dates.short_day(calendar, look.day)
    years = {one.day.year for one in goal.history[-MOST:]}
    return dates.short_month(calendar, look.day) if len(years) > 1 and look.day.month == 1 else dates.bare_month(calendar, look.day)


def _chance(draft: Speech, look: PastLook) -> str | None:
    return chance(draft, look.probability) if look.probability is not None and look.status in _TOLD else None


def was(draft: Speech, goal: GoalFinding) -> str | None:
    """`It was on track at the end of September.` where the status is another since the look before; else None."""
    if len(goal.history) < 2:
        return None
    before = goal.history[-2]
    if before.status is goal.status or before.status not in _TOLD:
        return None
    status = draft.say(f"front.one.{before.status}")
    if dates.ends_month(before.day):
        return draft.say("history.was_month", status=status, month=dates.full_month(draft.voice.calendar, before.day))
    return draft.say("history.was_day", status=status, day=before.day)


def change(draft: Draft, goal: GoalFinding, index: int) -> str:
    """One change of the goal: `Target raised from 450 to 500 on July 1, 2026: the board raised it.`"""
    one = goal.changes[index]
    after = _target_after(goal, index)
    told: dict[str, str] = {"day": dates.long_day(draft.voice.calendar, one.day)}
    key = "thresholds"
    if one.target is not None and after is not None and one.target != after:
        key = "raised" if after > one.target else "lowered"
        told |= {
            "before": measures.target_value(draft, goal, one.target),
            "after": measures.target_value(draft, goal, after),
        }
    if one.why:
        return draft.say(f"history.{key}_why", **told, why=one.why.rstrip(". "))
    return draft.say(f"history.{key}", **told)


def _moved(goal: GoalFinding, index: int) -> bool:
    before, after = goal.changes[index].target, _target_after(goal, index)
    return before is not None and after is not None and before != after


def _target_after(goal: GoalFinding, index: int) -> float | None:
    """The target that held from the change on: the one before the next change, else today's."""
    later: tuple[VersionChange, ...] = goal.changes[index + 1 :]
    return next((one.target for one in later if one.target is not None), goal.target)


def _table(draft: Draft, goal: GoalFinding) -> Table:
    names = ["day", "status", "chance", "actual", "expected", *(["target"] if goal.changes else [])]
    columns = tuple(Column(draft.say(f"history.column_{name}"), numeric=name not in ("day", "status")) for name in names)
    rows = tuple(Row(_cells(draft, goal, look, names)) for look in goal.history)
    return Table(f"history-{goal.key}", draft.say("history.table", label=goal.label), columns, rows)


def _cells(draft: Draft, goal: GoalFinding, look: PastLook, names: Sequence[str]) -> tuple[Cell, ...]:
    known, then = look.status in _TOLD, look.version_target
    cells = {
        "day": Cell(draft.day(look.day), sort=look.day.isoformat()),
        "status": Cell(badge(draft, look.status).text, note=draft.say("goals.basis.pace") if known and look.basis is Basis.PACE else None),
        "chance": _cell(_chance(draft, look), look.probability),
        "actual": _number(draft, goal, look.actual),
        "expected": _cell(None if look.expected is None else draft.about(goal.unit, look.expected), look.expected),
        "target": _cell(None if then is None else measures.target_value(draft, goal, then), then),
    }
    return tuple(cells[name] for name in names)


def _number(draft: Draft, goal: GoalFinding, number: float | None) -> Cell:
    return _cell(None if number is None else goal_facts.value(draft, goal, number), number)


def _cell(text: str | None, number: float | None) -> Cell:
    return Cell("", mark=Mark.MISSING) if text is None else Cell(text, sort=number)


def steps(draft: Draft, goal: GoalFinding) -> Table | None:
    """Milestones or the targets of months and quarters, one row each; None without any."""
    if not goal.steps:
        return None
    names = ("step", "target", "actual", "status")
    columns = tuple(Column(draft.say(f"steps.column_{name}"), numeric=name in ("target", "actual")) for name in names)
    rows = tuple(_step_row(draft, goal, step) for step in goal.steps)
    kind = "milestones" if goal.steps[0].cumulative else "targets"
    return Table(f"steps-{goal.key}", draft.say(f"steps.{kind}"), columns, rows)


def _step_row(draft: Draft, goal: GoalFinding, step: Step) -> Row:
    actual = Cell("", mark=Mark.NOT_YET) if step.actual is None else _number(draft, goal, step.actual)
    status = step_status(goal, step)
    tone = {"reached": Tone.GOOD, "missed": Tone.BAD}.get(status, Tone.NEUTRAL)
    target = Cell(measures.target_value(draft, goal, step.target), sort=step.target)
    due = draft.say("steps.by", day=draft.day(step.period.last_day)) if step.cumulative and step.label else None
    name = Cell(step_name(draft, step), note=due, sort=step.period.last_day.isoformat())
    return Row((name, target, actual, Cell(draft.say(f"steps.{status}"), tone=tone)))


def step_status(goal: GoalFinding, step: Step) -> str:
    """reached, missed, open or ahead (not begun)."""
    if step.reached is not None:
        return "reached" if step.reached else "missed"
    return "open" if step.period.begin <= goal.as_of else "to_come"


def step_name(draft: Speech, step: Step) -> str:
    """Its label; else the day of a milestone, the name of a month or quarter."""
    if step.label:
        return step.label
    if step.cumulative:
        return draft.say("steps.by", day=draft.day(step.period.last_day))
    return dates.stretch(draft.voice.calendar, step.period)


def just_missed(draft: Draft, goal: GoalFinding) -> tuple[str, ...]:
    """A sentence for each step that fell due in the reported period and was missed."""
    due = [step for step in goal.steps if step.reached is False and step.period.last_day in draft.findings.period]
    return tuple(
        draft.say(
            "steps.just_missed",
            goal=goal.label,
            step=step_name(draft, step),
            actual=goal_facts.value(draft, goal, step.actual),
            target=measures.target_value(draft, goal, step.target),
        )
        for step in due
    )
