"""One thing to do: keep, fix, stop, or more data; what about, the number that asks for it, and where the report tells that number."""

from dataclasses import dataclass
from enum import StrEnum

from reportgen.model.document import Badge, Tone
from reportgen.wording.draft import Speech


class Call(StrEnum):
    """What to do, the most urgent first."""

    STOP = "stop"
    FIX = "fix"
    KEEP = "keep"
    MORE_DATA = "more_data"


URGENT = frozenset({Call.STOP, Call.FIX})
_SHAPES = {
    Call.STOP: (Tone.BAD, "cross"),
    Call.FIX: (Tone.WARN, "warn"),
    Call.KEEP: (Tone.GOOD, "check"),
    Call.MORE_DATA: (Tone.MUTED, "clock"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """What to do, and the number that asks for it. `about` is the thing in a word or two; `href` the id of the place that tells the
    number, None where the report has none. Neither `what` nor `number` ends with a full stop."""

    call: Call
    about: str
    what: str
    number: str
    href: str | None = None


def badge(draft: Speech, call: Call) -> Badge:
    """The call's word with its tone and a shape of its own."""
    tone, icon = _SHAPES[call]
    return Badge(draft.say(f"action.call.{call}"), tone, icon)
