"""What the report says of the metrics by formula."""

from dataclasses import dataclass
from enum import StrEnum

from reportgen.model.counts import Measured
from reportgen.model.quantity import Quantity
from reportgen.stats.measures import Interval, RateChange, ValueChange


class NamedReason(StrEnum):
    """Why a metric has no value; a message key."""

    NOT_TOLD = "not_told"
    """None of the period's days is known to all its parts."""
    NOTHING_BELOW = "nothing_below"
    """It would divide by zero."""


class Shown(StrEnum):
    """How its numbers are written; `times`: money by money, how many times as much."""

    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    NUMBER = "number"
    TIMES = "times"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class NamedFinding:
    """One metric by formula in the period.

    `value` is None with a `reason`; `known` the share of the period's days on which all its parts are known, 0-1 (1 without
    a part from outside the site). `interval` is None where
    nothing says how far chance moves it: sums of money, fewer than eight weeks, less than ten to divide by. The changes are None where
    there is nothing to compare with; of a share of people or sessions they are changes of a rate. `beside` are platforms whose totals
    stand in one formula with people or totals of another source: not the same people. `daily_people`: a counter of each day's people is in
    it, added up over days.
    """

    key: str
    label: str
    formula: str
    quantity: Quantity
    shown: Shown
    front: bool
    why: str | None
    owner: str | None
    now: Measured
    value: float | None
    reason: NamedReason | None
    known: float
    interval: Interval | None
    previous: float | None
    year_before: float | None
    against_previous: RateChange | ValueChange | None
    against_year: RateChange | ValueChange | None
    beside: tuple[str, ...] = ()
    daily_people: bool = False
