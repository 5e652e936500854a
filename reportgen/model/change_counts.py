"""What the `metrics` room counts around dated notes, and of the age of content and campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reportgen.periods import Period

MAIN = "main"
ACTED = "acted"
"""Names of what is counted of a window's visitors: the macro asked for, and any macro or pipeline signal."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Some days of some visitors: distinct `visitors`, `sessions` (those without a visitor too), and how many of the visitors did what
    is `done`, by its name. Sessions are 0 where visitors are those of a page."""

    visitors: int = 0
    sessions: int = 0
    done: Mapping[str, int] = field(default_factory=dict)


class Subject(StrEnum):
    """What a dated note is about."""

    RULE = "rule"
    PAGE = "page"
    CAMPAIGN = "campaign"
    SITE = "site"


class Cut(StrEnum):
    """What left a note's windows shorter than they should be: the report's as-of day, the data's first day, or another note."""

    AS_OF = "as_of"
    DATA = "data"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class NoteCounts:
    """Equal windows before and after a dated note; `note` is its place in the settings.

    `before` and `after` are whole weeks of the same length, None where not even one fits; `days` were compared on each side, days
    missing on one of them left out of both. `rule` is counted as `done["main"]`. `complete` is the last day of a full window after.
    """

    note: int
    subject: Subject
    rule: str | None
    before: Period | None
    after: Period | None
    days: int
    cut: Cut | None
    complete: date
    was: Seen = Seen()
    now: Seen = Seen()


class FreshKind(StrEnum):
    """What can age: a page of the content groups, a campaign, an item of a micro's first `by` parameter."""

    PAGE = "page"
    CAMPAIGN = "campaign"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Aged:
    """One page, campaign or item (of `rule`): the first day it was seen, its visitors and what they did in the first days and in the
    last ones. `first` and `last` are those days; they do not overlap, `first` is None where they would.

    Of pages and campaigns `done["acted"]` counts visitors who went on; of an item `visitors` are all of the site and `done["main"]`
    those who took it. `at_start`: it was there as the data began, so that its true age is not known.
    """

    kind: FreshKind
    name: str
    rule: str | None
    first_day: date
    at_start: bool
    first: Period | None
    last: Period
    was: Seen = Seen()
    now: Seen = Seen()


@dataclass(frozen=True, slots=True)
class Freshness:
    """The most visited of each kind, and how many more there are. `data_begin`: the first day with data."""

    aged: tuple[Aged, ...] = ()
    more: Mapping[FreshKind, int] = field(default_factory=dict)
    data_begin: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """`notes` are the dated notes of the last 90 days, the most recent first; `more_notes` of them were not counted."""

    notes: tuple[NoteCounts, ...] = ()
    more_notes: int = 0
    freshness: Freshness = Freshness()


NO_CHANGE = ChangeCounts()
