"""What the report says of the ways to macros: the ones people took, what they saw before, and by which channels they came."""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.ways import Reading, Taken
from reportgen.stats import Assist, Link


@dataclass(frozen=True, slots=True)
class PagesBefore:
    """Views of a page group before a macro, judged as a micro is and beside the other page groups. `visitors` viewed one of its pages.

    `own_micro` is the micro that a view of the very same pages fulfils, whose link tells the same; None for most.
    """

    group: str
    visitors: int
    link: Link
    assist: Assist
    own_micro: str | None


@dataclass(frozen=True, slots=True)
class Touch:
    """The channel that most of a macro's conversions have at one end of their path: `n` of `of` with any visit within the look-back."""

    channel: str
    n: int
    of: int


@dataclass(frozen=True, slots=True)
class WayFinding:
    """Ways to one macro over all data.

    `seasoned` visitors were first seen a look-back or more after the data begin. `unseen`: its visitors without a page view within the
    `lookback` days before it; `unnamed` conversions name nobody. `first` and `last` touch (not direct, unless all are) over all its
    conversions; None without any visit.
    """

    macro: str
    primary: bool
    lookback: int
    taken: Taken
    pages: tuple[PagesBefore, ...]
    first: Touch | None
    last: Touch | None
    seasoned: int
    unseen: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class WayFindings:
    """Primary macros first; `reading` is by page group, in the order of the settings."""

    ways: tuple[WayFinding, ...]
    reading: Mapping[str, Reading]
