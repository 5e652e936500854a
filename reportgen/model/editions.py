"""What a period's new edition says otherwise than the one before it, and where that comes from."""

from dataclasses import dataclass
from enum import StrEnum


class Told(StrEnum):
    """What kind of number an edition tells."""

    VISITORS = "visitors"
    SESSIONS = "sessions"
    CONVERSIONS = "conversions"
    CONVERTERS = "converters"
    VALUE = "value"
    """In micro-units of the report's currency."""
    GOAL = "goal"
    """A goal's number so far, in its own unit."""
    STATUS = "status"
    """A goal's status word."""


class Source(StrEnum):
    """What an edition's numbers are made from."""

    DATA = "data"
    SETTINGS = "settings"
    COMMENTARY = "commentary"
    """What the team has written about the period."""
    PROGRAM = "program"
    """reportgen itself: another version or schema."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One number or status that differs. `key` is the rule's or goal's, empty for people; None: not told by that edition. `between` is what
    the old settings say of the new data, where both changed and the old ones are known: the part from `before` to it is the data's."""

    told: Told
    key: str
    label: str
    before: float | str | None
    after: float | str | None
    between: float | str | None = None


@dataclass(frozen=True, slots=True)
class InputMoved:
    """One input whose exports changed: how many files came, went and changed, and how many more rows were accepted (negative: fewer)."""

    input: str
    came: int
    gone: int
    changed: int
    rows: int


@dataclass(frozen=True, slots=True)
class Since:
    """The edition before, what changed beneath it, and what moved; `split`: `between` is known. Not `readable`: another version of
    reportgen wrote that edition's findings, so that nothing is known of what moved."""

    edition: int
    sources: tuple[Source, ...]
    inputs: tuple[InputMoved, ...]
    moved: tuple[Moved, ...]
    split: bool = False
    readable: bool = True
