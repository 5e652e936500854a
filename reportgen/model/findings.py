"""What the report says, as data, before any drawing: the records that become `report.json`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reportgen.model.change_findings import ChangeFindings
from reportgen.model.channel_findings import ChannelFindings
from reportgen.model.commentary import Remark
from reportgen.model.counts import Converted, Dimension, PageCounts, Profile, Series, Traffic
from reportgen.model.editions import Since
from reportgen.model.funnel_findings import FunnelFindings
from reportgen.model.interest import InterestFinding
from reportgen.model.journeys_findings import JourneyFindings
from reportgen.model.lead_findings import LeadFindings
from reportgen.model.lead_value import LeadValueFinding
from reportgen.model.named_findings import NamedFinding
from reportgen.model.outside_findings import OutsideFindings
from reportgen.model.reasons import LetterFill, PathBasis, Touch
from reportgen.model.settings import Combine
from reportgen.model.stated_findings import StatedFinding
from reportgen.model.tier_findings import TierFindings
from reportgen.model.tracking import TrackingFinding
from reportgen.model.way_findings import WayFindings
from reportgen.periods import Period
from reportgen.stats import Attainable, Method, Trend
from reportgen.stats.measures import CountChange, Interval, RateChange, RateEstimate


class DataStatus(StrEnum):
    """Complete; partial: the period is not over in the data or days are missing; provisional: late rows are still expected."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    PROVISIONAL = "provisional"
    EMPTY = "empty"


class GoalStatus(StrEnum):
    """Tried in this order (statistics, Settled)."""

    NOT_STARTED = "not_started"
    NOT_COMPARABLE = "not_comparable"
    NOT_ENOUGH_DATA = "not_enough_data"
    RAMPING = "ramping"
    ACHIEVED = "achieved"
    MISSED = "missed"
    AHEAD = "ahead"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class Basis(StrEnum):
    PACE = "pace"
    PROJECTION = "projection"


class Letter(StrEnum):
    """The five letters of SMART."""

    S = "S"
    M = "M"
    A = "A"
    R = "R"
    T = "T"


@dataclass(frozen=True, slots=True)
class LetterCheck:
    """One letter: what fills it (`text`: the settings' own words, names or numbers; `filled_by`: what kind of filling that is),
    or the `reason` (a `LetterReason`) why it is missing."""

    letter: Letter
    filled: bool
    text: str | None
    reason: str | None
    filled_by: LetterFill | None = None


class Unit(StrEnum):
    """How a goal's numbers are written."""

    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class FanDay:
    """The middle 80 % of the futures on one coming day."""

    day: date
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the goal will land (statistics 1.3): median, 80 % and 95 % interval, chance of meeting the target (0-1).

    `reached`: the day by which half of the futures have come to the target (passed a limit), `reached_early` and `reached_late` the same
    for 10 and 90 % of them; None where they do not by the deadline, and for rates and ratios. `method`, `weeks` of history and weekly
    `drift` (share) are for the footnote. `scaled` (1 for none): by how much weekly numbers were scaled to the goal's own.
    """

    value: float
    interval: Interval
    probability: float | None
    method: Method
    wide: Interval | None = None
    reached: date | None = None
    reached_early: date | None = None
    reached_late: date | None = None
    fan: tuple[FanDay, ...] = ()
    weeks: int = 0
    drift: float | None = None
    scaled: float = 1.0


@dataclass(frozen=True, slots=True)
class PastLook:
    """How a goal stood on an earlier day, by what held then: one at each month's end, and the as-of day. `version_target`: the target
    of that day's version."""

    day: date
    status: GoalStatus
    basis: Basis
    probability: float | None
    actual: float | None
    expected: float | None
    version_target: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone (the total by its day), or the target of one month or quarter (what its days alone bring).

    `actual` is None before it begins; `reached` None while it is open.
    """

    label: str | None
    period: Period
    cumulative: bool
    target: float
    actual: float | None
    reached: bool | None


@dataclass(frozen=True, slots=True)
class SameAge:
    """An earlier campaign at the age that the new one has now."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Ramping:
    """A new campaign's first weeks: `week` of `weeks` (above it when they are over), its own number since its `begin`, and earlier
    campaigns at the same age."""

    begin: date
    week: int
    weeks: int
    value: float | None
    earlier: tuple[SameAge, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Whether the target was ever attainable (statistics 1.7): judged from the history before the goal's first day.

    `probability` and the `plausible` range (80 %) if all went on as before; `place` of the target in that range (0 its worse end or
    before, 1 its better end or beyond). `before`: what as many days before the goal brought; `best`: the best as many days in history,
    ended on `best_last`. `proposed`: targets with a chance of about 60 and of 30 %, rounded to two figures; none without a plausible range,
    nor where it happened too rarely before, `events` times. `reason` (a `PlanReason`): why the range or the proposals are missing, where it
    is not for want of history.
    """

    label: Attainable
    probability: float | None = None
    plausible: Interval | None = None
    place: float | None = None
    before: float | None = None
    best: float | None = None
    best_last: date | None = None
    proposed: tuple[float, float] | None = None
    events: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A change of the goal: from this day on another target or other thresholds held. `target` is the one before."""

    day: date
    target: float | None
    why: str | None


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One day of the path chart: actual and expected, both cumulative for totals. None where missing or still to come."""

    day: date
    actual: float | None
    expected: float | None


@dataclass(frozen=True, slots=True)
class GoalFinding:
    """One goal as it stands at `as_of`.

    `target` is absolute (a relative one resolved on the baseline; None where that cannot be). `progress` is actual / target for
    totals (the share of the allowance used where `at_most`); (actual - baseline) / (target - baseline) for a measure of the
    last month; else None.
    `growth` and `wanted_growth` belong to relative targets: growth to date on like-for-like days, 0.1 for +10 %. `pace` is actual /
    expected.
    `required_per_day` is (target - actual) / days left; `recent_per_day` the last 28 recorded days' mean. `reason` is a message key.
    `estimate` holds the interval for rate goals. `baseline` is over the whole baseline, estimated from its recorded days where
    `baseline_recorded` (share of days, 0-1) is under 0.99. `expected` and the path follow `path_basis`. `required_rate` (share) is
    what the rest of the period needs for a rate goal; `allowance` the numerator that an at-most ratio allows for its denominator
    so far. Money in units of the report's currency.
    """

    key: str
    label: str
    owner: str | None
    tier: str
    unit: Unit
    at_most: bool
    period: Period
    as_of: date
    status: GoalStatus
    basis: Basis
    reason: str | None
    letters: tuple[LetterCheck, ...]
    actual: float | None
    target: float | None
    baseline: float | None
    baseline_recorded: float | None
    progress: float | None
    growth: float | None
    wanted_growth: float | None
    expected: float | None
    pace: float | None
    elapsed_days: int
    total_days: int
    required_per_day: float | None
    recent_per_day: float | None
    estimate: RateEstimate | None
    projection: Projection | None
    path: tuple[PathPoint, ...]
    metric_text: str
    strategy: str | None
    supports: tuple[str, ...]
    note: str | None
    path_basis: PathBasis | None = None
    required_rate: float | None = None
    allowance: float | None = None
    trend: Trend | None = None
    history: tuple[PastLook, ...] = ()
    steps: tuple[Step, ...] = ()
    ramp: Ramping | None = None
    plan: Plan | None = None
    changes: tuple[VersionChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PartFinding:
    """A goal in a combined one. `weight` counts in weighted goals; `guards`: it only has to hold."""

    key: str
    label: str
    status: GoalStatus
    weight: float
    guards: bool


@dataclass(frozen=True, slots=True)
class CombinedFinding:
    """A goal made of others. Its status follows from theirs, its own `reason` says how.

    `probability`: bounds (low, high) of the chance, from the parts' alone, which may go together or against each other (Fréchet);
    None where a part has none. `score` and `expected` (shares of the parts' targets) belong to weighted goals; `target` is theirs.
    """

    key: str
    label: str
    owner: str | None
    combine: Combine
    parts: tuple[PartFinding, ...]
    status: GoalStatus
    reason: str | None
    deadline: date
    probability: tuple[float, float] | None
    score: float | None
    expected: float | None
    target: float
    note: str | None


@dataclass(frozen=True, slots=True)
class SliceFinding:
    """One value of a dimension: its visitors, and its rate against all others.

    `marked` after correction for many comparisons (Benjamini-Hochberg, q <= .10): +1 above the rest, -1 below, 0 otherwise.
    `shrunken` is the empirical-Bayes estimate used for ranking only, and has no entry for a rule with too little to rank by;
    `rankable` False: none has an entry. Rules with a `rate_base` have no rate by slice.
    `shares`: of all converters of a rule those of this slice, with the interval of that share.
    """

    value: str
    traffic: Traffic
    converted: Mapping[str, Converted]
    estimates: Mapping[str, RateEstimate]
    marked: Mapping[str, int]
    shrunken: Mapping[str, float]
    rankable: bool
    shares: Mapping[str, RateEstimate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BreakdownFinding:
    """A dimension's slices, most visitors first; they add up to the total of the period."""

    dimension: Dimension
    slices: tuple[SliceFinding, ...]


@dataclass(frozen=True, slots=True)
class ItemFinding:
    """One value of a rule's `by` parameter (an asset, an item, a chat channel)."""

    value: str
    converted: Converted
    estimate: RateEstimate


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """One conversion rule (or `any_macro`) in the period. `benchmark_cost` is what one costs others, in units of the report's currency."""

    key: str
    label: str
    tier: str
    stage: str | None
    primary: bool
    outcome: str | None
    supports: tuple[str, ...]
    proxy: str | None
    weight: float | None
    orphan: bool
    rate_base: str | None
    converted: Converted
    estimate: RateEstimate
    against_previous: RateChange
    against_year: RateChange
    count_against_previous: CountChange
    count_against_year: CountChange
    amount_against_previous: CountChange | None
    amount_against_year: CountChange | None
    benchmark: float | None
    benchmark_source: str | None
    items: Mapping[str, tuple[ItemFinding, ...]]
    benchmark_day: date | None = None
    benchmark_cost: float | None = None


@dataclass(frozen=True, slots=True)
class ContextFinding:
    """Visits, visitors and bounce rate: uncoloured context (checklist 000-3, 000-4). Bounce is 1 - engaged sessions / sessions."""

    traffic: Traffic
    previous: Traffic | None
    year_before: Traffic | None
    visitors_against_previous: CountChange
    visitors_against_year: CountChange
    sessions_against_previous: CountChange
    sessions_against_year: CountChange
    bounce: RateEstimate
    engaged_against_previous: RateChange


class Severity(StrEnum):
    """What a line of the ledger does: it is told, it is told on the front page too, or it stops `--strict` and every `send`."""

    NOTE = "note"
    WARNING = "warning"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One thing known about the data or the settings: `message` is a message key, `facts` its placeholders.

    `kind` is the check that found it; `example` a row or day that shows it, as it stands in the data; `touches` the figures that it
    makes doubtful: keys of rules, or of `Touch`.
    """

    kind: str
    severity: Severity
    message: str
    facts: Mapping[str, str | int | float]
    days: tuple[date, ...] = ()
    example: str | None = None
    touches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The data-quality page: what is known to be wrong, worst first, and the profile it rests on."""

    status: DataStatus
    entries: tuple[LedgerEntry, ...]
    profile: Profile
    missing_days: tuple[date, ...]

    @property
    def gates(self) -> tuple[LedgerEntry, ...]:
        """What stops a strict build and every `send`, unless it is let through with a reason."""
        return tuple(entry for entry in self.entries if entry.severity is Severity.GATE)

    @property
    def warnings(self) -> tuple[LedgerEntry, ...]:
        """What the front page tells as well."""
        return tuple(entry for entry in self.entries if entry.severity is Severity.WARNING)

    def incomplete(self, rule: str) -> bool:
        """Whether a gate, or a warning on this very rule, says that not all of its conversions may be in the data (statistics 8)."""
        doubted = {key for entry in self.gates for key in entry.touches} | (
            {key for entry in self.warnings for key in entry.touches} & {rule}
        )
        return not doubted.isdisjoint((rule, Touch.ALL, Touch.CONVERSIONS))


@dataclass(frozen=True, slots=True)
class Definition:
    """How one metric is computed, from the record that computed it."""

    key: str
    label: str
    formula: str
    query: str
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True, slots=True)
class Findings:
    """The whole report as data."""

    schema: int
    site: str
    zone: str
    locale: str
    currency: str
    period: Period
    as_of: date
    edition: int
    status: DataStatus
    previous: Period | None
    year_before: Period | None
    goals: tuple[GoalFinding, ...]
    macros: tuple[RuleFinding, ...]
    any_macro: RuleFinding
    micros: tuple[RuleFinding, ...]
    breakdowns: tuple[BreakdownFinding, ...]
    pages: tuple[PageCounts, ...]
    context: ContextFinding
    days: Series
    weeks: Series
    months: Series
    ledger: Ledger
    definitions: tuple[Definition, ...]
    combined: tuple[CombinedFinding, ...] = ()
    journeys: JourneyFindings | None = None
    leads: LeadFindings | None = None
    ways: WayFindings | None = None
    interest: InterestFinding | None = None
    channels: ChannelFindings | None = None
    funnels: FunnelFindings | None = None
    change: ChangeFindings | None = None
    outside: OutsideFindings | None = None
    named: tuple[NamedFinding, ...] = ()
    lead_value: LeadValueFinding | None = None
    stated: tuple[StatedFinding, ...] = ()
    tracking: TrackingFinding | None = None
    tiers: TierFindings | None = None
    since: Since | None = None
    """What the edition before said otherwise; None for a first edition. It says nothing of the period, so it decides no edition."""
    override: str | None = None
    """Why this report goes out though the data did not pass a gate, in the words of who let it through."""
    commentary: tuple[Remark, ...] = ()
    """What the team has written about the period."""
