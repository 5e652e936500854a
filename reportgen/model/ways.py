"""What the `metrics` room counts of the ways that people really took to a macro: always of a few visitors, never one person's way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Walk(StrEnum):
    """What a way's steps are: the declared funnel's, or parts of the site (page groups)."""

    STAGES = "stages"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class TakenWay:
    """Steps in the order in which each was first taken, at most six; `cut` where there were more. None: nothing but the macro.

    `visitors` took it; `from_channel` of them first came by `channel`, the channel of most, None where no channel has enough of them.
    """

    steps: tuple[str, ...]
    cut: bool
    visitors: int
    channel: str | None = None
    from_channel: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """Ways to one macro within its look-back, of its visitors that can be linked to a page view.

    `declared` are the keys of the funnel's steps before it. Of the `linked` visitors `whole` took them all in the declared order,
    `skipping` some of them in that order, `otherwise` some in another order, `none` none; steps at one instant stand in the declared
    order. `signalled` had any micro before. `ways` are the most frequent ones, of at least three visitors each.
    """

    linked: int = 0
    declared: tuple[str, ...] = ()
    whole: int = 0
    skipping: int = 0
    otherwise: int = 0
    none: int = 0
    signalled: int = 0
    ways: Mapping[Walk, tuple[TakenWay, ...]] = field(default_factory=dict)


NOTHING_TAKEN = Taken()


@dataclass(frozen=True, slots=True)
class Reading:
    """Views of a page group and the engaged time on them, all of them and those before the visitor's first macro."""

    views: int
    engagement_ms: int
    views_before: int
    engagement_ms_before: int
