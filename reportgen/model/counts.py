"""What the `metrics` room delivers: small tables of counts. Nothing here knows which engine ran."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reportgen.model.change_counts import NO_CHANGE, ChangeCounts
from reportgen.model.interest import NO_INTEREST, InterestCounts
from reportgen.model.journeys import NO_JOURNEYS, Journeys
from reportgen.model.outside import NO_OUTSIDE, OutsideCounts, UnratedAmount
from reportgen.model.stated import StatedCounts
from reportgen.model.watch import NO_WATCH, Watch
from reportgen.periods import Period
from reportgen.stats.measures import Rate


class Dimension(StrEnum):
    """By what a count can be broken down. Visitors count under their first session of the period."""

    CHANNEL = "channel"
    SOURCE = "source"
    CAMPAIGN = "campaign"
    TACTIC = "tactic"
    INITIATIVE = "initiative"
    DEVICE = "device"
    PLATFORM = "platform"
    COUNTRY = "country"
    LANDING_PAGE = "landing_page"


@dataclass(frozen=True, slots=True)
class Traffic:
    """Visits of one period (or one slice of it).

    `visitors` are distinct; `sessions` include those without a visitor id, of which there are `unnamed_sessions`.
    """

    visitors: int = 0
    sessions: int = 0
    engaged_sessions: int = 0
    page_views: int = 0
    unnamed_sessions: int = 0


@dataclass(frozen=True, slots=True)
class Converted:
    """Conversions of one rule in one period (or slice).

    `conversions` counts as the rule counts, `converters` are distinct visitors among those seen in the period (the rate's numerator),
    `unmatched` conversions stand beside people: no id, or no visit in the period. `amount` in micro-units; None when nothing says a value.
    """

    conversions: int = 0
    converters: int = 0
    unmatched: int = 0
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """One value of a dimension."""

    value: str
    traffic: Traffic
    converted: Mapping[str, Converted]


@dataclass(frozen=True, slots=True)
class MessageSlice:
    """Visitors of one channel who came by one message (the `content` of the session, such as utm_content); empty: none was named."""

    channel: str
    message: str
    traffic: Traffic
    converted: Mapping[str, Converted]


@dataclass(frozen=True, slots=True)
class TierCounts:
    """Distinct visitors of one period with an engaged session, with any listed micro, with any listed macro, and with both of these."""

    engaged: int = 0
    micro: int = 0
    macro: int = 0
    both: int = 0


@dataclass(frozen=True, slots=True)
class PeriodCounts:
    """Everything counted in one period.

    `converted` has every listed rule, and `any_macro`; `bases` the visitors who fulfilled a rule, for rates on them: rule -> Rate of
    converters among its `rate_base`'s converters. `by` has slices that add up to the total; `items` per rule and `by` parameter:
    value -> Converted. `recorded` is the share of its days with any data, 0-1; below 1 totals are counted short.
    `messages` and `tiers` belong to the reported period: messages add up to it, and are empty where nobody came by a named message.
    """

    period: Period
    traffic: Traffic
    converted: Mapping[str, Converted]
    bases: Mapping[str, Rate]
    by: Mapping[Dimension, tuple[Slice, ...]]
    items: Mapping[tuple[str, str], Mapping[str, Converted]]
    recorded: float = 1.0
    messages: tuple[MessageSlice, ...] = ()
    tiers: TierCounts = field(default_factory=TierCounts)


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of consecutive periods of one grain, first to last; clipped ones are marked `partial`, days without any data `missing`."""

    periods: tuple[Period, ...]
    partial: tuple[bool, ...]
    missing: tuple[bool, ...]
    traffic: tuple[Traffic, ...]
    converted: Mapping[str, tuple[Converted, ...]]


@dataclass(frozen=True, slots=True)
class PageCounts:
    """One page in the period: views, distinct visitors, engagement, where visits began and ended.

    `led_to`: rule -> visitors who viewed the page and later in the period fulfilled the rule.
    """

    page: str
    group: str | None
    views: int
    visitors: int
    engagement_ms: int
    landings: int
    exits: int
    led_to: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric over one period, as counts: `n` alone for totals, `n` / `of` for rates and ratios (`of` 0: no value).

    Money in units of the report's currency, as targets are written; it is summed in micro-units and divided once.
    """

    period: Period
    n: float
    of: float | None = None


@dataclass(frozen=True, slots=True)
class NamedCounts:
    """A metric by formula in the reported period as far as it may be seen, in the one before and in the one a year before.

    `known` are the shares of each one's days on which all its parts are known, 0-1. `weeks` are the whole weeks up to the last seen day
    in which every day is known, oldest first: from them it is measured how far chance moves it.
    """

    current: Measured
    previous: Measured
    year_before: Measured
    known: tuple[float, float, float]
    weeks: tuple[Measured, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalCounts:
    """What a goal needs. `to_date` over begin..as_of; `daily` each recorded or missing (None) day from the earliest of baseline, begin
    and the history that a forecast may use (160 weeks) up to as_of; `baseline` over the whole baseline; `baseline_to_date` over its
    like-for-like days; `recorded` shares of days with data, 0-1. `months` are the whole calendar months from the goal's begin or its
    baseline's on, first to last, for goals that measure the last month: where it is empty, goals add up `daily`, which only additive
    metrics allow. `last_recorded` is the newest day with data up to as_of.

    Daily numbers sum to `to_date` for every total: daily visitors are those first seen that day in the month (`add: monthly`) or in
    the period (`add: distinct`).

    `sides` belong to rates and ratios: numerator and denominator of each of those days; None where nothing was recorded. `pulse` belongs
    to visitors: the distinct ones of each of those days, whose ups and downs are not bent by the calendar. Both are empty elsewhere.
    `looks` are the goal's numbers from its begin to each month's end before as_of, first to last. `ages`: for a ramping campaign, each
    earlier campaign's numbers at its age, in the settings' order; `ramp` its own.

    Of a stock every number is the last one of its days, and `start` the last one before the goal's first day, else its first.
    """

    to_date: Measured | None
    daily: tuple[tuple[date, float | None], ...]
    baseline: Measured | None
    baseline_to_date: Measured | None
    recorded: float
    baseline_recorded: float
    last_recorded: date | None
    months: tuple[Measured, ...] = ()
    sides: tuple[tuple[float, float] | None, ...] = ()
    pulse: tuple[float | None, ...] = ()
    looks: tuple[Measured, ...] = ()
    ramp: Measured | None = None
    ages: tuple[Measured, ...] = ()
    start: float | None = None


@dataclass(frozen=True, slots=True)
class RejectedRows:
    """Rows a reader refused for one reason, with an example."""

    reason: str
    rows: int
    example: str
    line: int | None


@dataclass(frozen=True, slots=True)
class FileProfile:
    """What one export file held. `rows` read = accepted + rejected + repeated. `lost_amounts`: accepted rows whose amount is no number.
    `remarks`: rows that count though something about them is remarkable, and what is remarkable about the file as a whole (its `rows` 0).
    `columns`: the file's own header."""

    input: str
    file: str
    format: str
    sha256: str
    bytes: int
    rows: int
    accepted: int
    repeated: int
    rejected: tuple[RejectedRows, ...]
    first_day: date | None
    last_day: date | None
    lost_amounts: int = 0
    remarks: tuple[RejectedRows, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayProfile:
    """All inputs on one day: rows accepted, repeats, rows that lack a visitor, session, source or page."""

    day: date
    rows: int
    repeats: int
    no_visitor: int
    no_session: int
    no_source: int
    no_page: int


@dataclass(frozen=True, slots=True)
class BotCounts:
    """Sessions and events marked as bots, by reason."""

    reason: str
    visitors: int
    sessions: int
    events: int


@dataclass(frozen=True, slots=True)
class OfflineRows:
    """Facts of one offline input that fulfil one rule, up to as_of: `nameless` carry no id that leads to a visitor, `unseen` the id of one
    who was never seen on the site. Both count beside people."""

    input: str
    rule: str
    rows: int
    nameless: int = 0
    unseen: int = 0

    @property
    def unmatched(self) -> int:
        return self.nameless + self.unseen


@dataclass(frozen=True, slots=True)
class EarlyRows:
    """Offline conversions of `rule` dated before the same visitor's first conversion of `base`, and the days of the earliest of them."""

    rule: str
    base: str
    rows: int
    day: date
    base_day: date


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the data itself; feeds the ledger."""

    files: tuple[FileProfile, ...]
    days: tuple[DayProfile, ...]
    events: Mapping[str, int]
    repeated_across_files: int
    repeated_transactions: Mapping[str, int]
    bots: tuple[BotCounts, ...]
    unknown_currency: Mapping[str, int]
    matched_events: tuple[str, ...]
    offline: tuple[OfflineRows, ...] = ()
    early: tuple[EarlyRows, ...] = ()
    unrated: Mapping[str, UnratedAmount] = field(default_factory=dict)
    site_events: Mapping[str, int] = field(default_factory=dict)
    """Rows of each event of inputs with visits, where a tracking plan asks for them."""
    quiet: tuple[date, ...] = ()
    """Days without a row on a site so small that this is usual, in order: nothing is missing, nobody came."""

    @property
    def recorded(self) -> frozenset[date]:
        """The days that are known: those on which an input has an accepted row, and quiet ones."""
        return frozenset(day.day for day in self.days if day.rows > 0).union(self.quiet)


@dataclass(frozen=True, slots=True)
class Counts:
    """All that one report is made from."""

    as_of: date
    current: PeriodCounts
    previous: PeriodCounts | None
    year_before: PeriodCounts | None
    days: Series
    weeks: Series
    months: Series
    pages: tuple[PageCounts, ...]
    goals: Mapping[str, GoalCounts]
    profile: Profile
    journeys: Journeys = NO_JOURNEYS
    interest: InterestCounts = NO_INTEREST
    outside: OutsideCounts = NO_OUTSIDE
    change: ChangeCounts = NO_CHANGE
    named: Mapping[str, NamedCounts] = field(default_factory=dict)
    stated: Mapping[str, StatedCounts] = field(default_factory=dict)
    """Rule -> what people said at it."""
    watch: Watch = NO_WATCH
