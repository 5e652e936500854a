"""What the ledger watches day by day: small counts of one build's data that no other part of the report reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Hours = tuple[int, ...]
"""Rows in each of the 24 site-local hours of a day."""


@dataclass(frozen=True, slots=True)
class VisitDay:
    """Visits on one day, as the report counts them. `first`: those of visitors not seen before."""

    visitors: int = 0
    sessions: int = 0
    first: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class MacroDay:
    """Macro conversions on the site on one day, and those of a session without a page view up to them."""

    conversions: int = 0
    without_view: int = 0


@dataclass(frozen=True, slots=True)
class Retold:
    """A day of an input that a later file tells again: rows of the earlier and of the later file. `newest`: which day from the end of
    the earlier file it was, 1 for its last one."""

    input: str
    day: date
    earlier: str
    later: str
    was: int
    now: int
    newest: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Counts a day, of days up to the report's last one. Days without any row are left out of every mapping.

    `hours`: input of visits -> its days; `events`: event name -> rows a day, those with most rows; `channels`: channel -> sessions a day.
    `own`: host of the site or of a part of it -> sessions a day that name it as the referral they came by.
    `hidden`: a mark that a tool writes in place of a source it withholds -> sessions a day.
    """

    hours: Mapping[str, Mapping[date, Hours]] = field(default_factory=dict)
    events: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    visits: Mapping[date, VisitDay] = field(default_factory=dict)
    channels: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    macros: Mapping[date, MacroDay] = field(default_factory=dict)
    own: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    hidden: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    retold: tuple[Retold, ...] = ()


NO_WATCH = Watch()
