"""What the report says of change: why rates and counts moved, days that stand out, what followed dated notes, what ages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reportgen.model.change_counts import Cut, FreshKind, Subject
from reportgen.periods import Period
from reportgen.stats import CountChange, Rate, RateChange


class Against(StrEnum):
    """Which earlier period."""

    PREVIOUS = "previous"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartFinding:
    """A channel's parts of the change of a macro's rate, in shares (0.01 is one point): `mix` by its share of the visitors, `rate` by
    its own rate. `shown`: its own rate moved by more than noise (q < .10 over all channels). `shifted`: its share of the visitors moved
    by five points or more."""

    channel: str
    before: Rate
    after: Rate
    mix: float
    rate: float
    shown: bool
    shifted: bool = False


@dataclass(frozen=True, slots=True)
class SplitFinding:
    """One macro's change against one earlier period, split exactly: the rate into the `parts`, and the number of visitors who converted
    into `visitors` (how many came) + `mix` (by which channels) + `rate` (the channels' own rates). Channels with most behind them first."""

    macro: str
    against: Against
    since: Period
    total: RateChange
    parts: tuple[PartFinding, ...]
    visitors: float
    mix: float
    rate: float

    @property
    def mixed(self) -> float:
        """The part of the rate's change that goes along with the mix of channels, in shares."""
        return sum(part.mix for part in self.parts)

    @property
    def rated(self) -> float:
        """The part of the rate's change that goes along with the channels' own rates, in shares."""
        return sum(part.rate for part in self.parts)


@dataclass(frozen=True, slots=True)
class OddDay:
    """A day that stands out. `metric` is `sessions` or a rule; `usual` what the weeks before let expect; `notes` fall on that day."""

    metric: str
    day: date
    count: float
    usual: float
    notes: tuple[str, ...] = ()

    @property
    def high(self) -> bool:
        return self.count > self.usual


@dataclass(frozen=True, slots=True)
class UnusualFinding:
    """Days of the period that stand out, in order. `watched`: metrics with enough a day to tell; `lowest` and `highest` sessions of a
    recorded day. `year`: sessions on each day of the last 53 weeks (None: missing), `odd` those of them that stand out."""

    days: tuple[OddDay, ...]
    watched: tuple[str, ...]
    lowest: int
    highest: int
    begin: date
    year: tuple[int | None, ...] = ()
    odd: tuple[OddDay, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteFinding:
    """A dated note and what was counted as many days before and after it.

    `count` are visits for the site, visitors for a page or a campaign, None for a rule; `rate` that of `rule`, `acted` visitors who went
    on to any macro or pipeline signal (of a page or campaign). `early`: the window after is still short of 28 days; all are None
    without a whole week on both sides.
    """

    day: date
    until: date | None
    text: str
    subject: Subject
    about: str | None
    rule: str | None
    before: Period | None
    after: Period | None
    days: int
    cut: Cut | None
    early: bool
    complete: date
    count: CountChange | None = None
    rate: RateChange | None = None
    acted: RateChange | None = None


class Age(StrEnum):
    """How something old stands now: too young to compare, gone, its rate fallen or risen by more than noise, or nothing shown."""

    FRESH = "fresh"
    GONE = "gone"
    AGEING = "ageing"
    RISING = "rising"
    HOLDING = "holding"
    NOT_ENOUGH_DATA = "not_enough_data"


@dataclass(frozen=True, slots=True)
class FreshFinding:
    """One page, campaign or item: its age in days at as_of (at least that where `at_start`), and its rate in its first days beside its
    last ones. `change` is None for what is too young, and for what nobody saw any more. `visitors`: of its last days; of an item those
    who took it."""

    kind: FreshKind
    name: str
    rule: str | None
    first_day: date
    at_start: bool
    days: int
    age: Age
    visitors: int
    rate: Rate
    change: RateChange | None


@dataclass(frozen=True, slots=True)
class FreshnessFinding:
    """What can age, each kind by its visitors. `begin` is the data's first day, `window` the days compared."""

    aged: tuple[FreshFinding, ...]
    more: Mapping[FreshKind, int]
    begin: date
    window: int


@dataclass(frozen=True, slots=True)
class SpentFinding:
    """What a campaign cost in the period and in the one before (None: not comparable), in micro-units, beside its visitors and those of
    them with any macro. Visitors count under the campaign of their first session in the period."""

    campaign: str
    spent: int
    spent_before: int | None
    now: Rate
    before: Rate | None


@dataclass(frozen=True, slots=True)
class ChangeFindings:
    """Everything about change. `more_notes`: dated notes of the last 90 days that are not told. `spent`: campaigns with costs in the
    period, the dearest first."""

    splits: tuple[SplitFinding, ...]
    unusual: UnusualFinding | None
    notes: tuple[NoteFinding, ...]
    more_notes: int
    freshness: FreshnessFinding | None
    spent: tuple[SpentFinding, ...] = ()
