"""Advice on the settings: what is allowed and yet unwise. The words are in the catalogue of `wording`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from reportgen.errors import Place


class AdviceKind(StrEnum):
    """What is unwise; after each the facts that its sentences may use. Days are ISO 8601."""

    MANY_MACROS = "many_macros"
    """`n`: more macro conversions than can be kept in view, and nothing says why."""
    NO_PRIMARY = "no_primary"
    """`n`: many macro conversions, none of them primary."""
    MANY_PRIMARY = "many_primary"
    """`n`, `primary`: many macro conversions, too many of them primary."""
    NO_OUTCOME = "no_outcome"
    """A macro conversion that does not say what is wanted of it."""
    LAG_BEYOND = "lag_beyond"
    """`expected`, `horizon` (days), `write` (YAML): a conversion expected later than visitors are followed."""
    NO_MICRO = "no_micro"
    """`macro`: nothing leads to a macro of a long journey."""
    ONE_MICRO = "one_micro"
    """`micro`, `macro`: only one micro leads to a macro of a long journey."""
    EMPTY_STAGE = "empty_stage"
    """`stages`: keys of stages at which no micro leads to a macro of a long journey."""
    ORPHAN = "orphan"
    """A micro conversion that leads to no macro."""
    NO_MACRO_GOAL = "no_macro_goal"
    NO_MICRO_GOAL = "no_micro_goal"
    NO_OWNER = "no_owner"
    NO_STRATEGY = "no_strategy"
    """S of SMART."""
    NOT_ATTAINABLE = "not_attainable"
    """A of SMART."""
    NOT_RELEVANT = "not_relevant"
    """R of SMART."""
    LATE_RAMP = "late_ramp"
    """`day`: the ramp's last day, after the goal's deadline."""
    NO_REASON = "no_reason"
    """A goal that was changed without a word."""
    OLD_BENCHMARK = "old_benchmark"
    """`day`: when it was found."""
    OLD_LIFETIME = "old_lifetime"
    """`day`: when the value was found."""


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that is unwise: the dotted path of its option, the facts, and where it stands (None where that is not known)."""

    kind: AdviceKind
    path: str
    facts: Mapping[str, str | int] = field(default_factory=dict)
    place: Place | None = None
