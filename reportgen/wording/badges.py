"""Status words of goals, each with a tone and a shape of its own."""

from reportgen.model.document import Badge, Tone
from reportgen.model.findings import GoalStatus
from reportgen.wording.draft import Speech

SHAPES = {
    GoalStatus.NOT_STARTED: (Tone.MUTED, "clock"),
    GoalStatus.NOT_COMPARABLE: (Tone.MUTED, "question"),
    GoalStatus.NOT_ENOUGH_DATA: (Tone.MUTED, "question"),
    GoalStatus.RAMPING: (Tone.NEUTRAL, "clock"),
    GoalStatus.ACHIEVED: (Tone.GOOD, "check"),
    GoalStatus.MISSED: (Tone.BAD, "cross"),
    GoalStatus.AHEAD: (Tone.GOOD, "up"),
    GoalStatus.ON_TRACK: (Tone.GOOD, "right"),
    GoalStatus.AT_RISK: (Tone.WARN, "warn"),
    GoalStatus.OFF_TRACK: (Tone.BAD, "down"),
}


def badge(draft: Speech, status: GoalStatus) -> Badge:
    """A goal's status word with its tone and icon."""
    tone, icon = SHAPES[status]
    return Badge(draft.say(f"status_word.{status}"), tone, icon)
