"""What the report says of steps and leaks: funnels, the ladder of macros, who was caught, and where people stop."""

from dataclasses import dataclass

from reportgen.model.journeys_findings import CohortFinding
from reportgen.periods import Period
from reportgen.stats import Gap, Interval, Rate, RateEstimate, StepChange


@dataclass(frozen=True, slots=True)
class StepTime:
    """How long a step takes, those still waiting counted as waiting.

    `share` (0-1) of `visitors` take it within `horizon` days, with its interval; of these half by day `half` and nine in ten by day
    `late`. `events` were seen.
    """

    share: float
    interval: Interval
    half: int
    late: int
    horizon: int
    visitors: int
    events: int


@dataclass(frozen=True, slots=True)
class StepFinding:
    """A step of a funnel.

    `reached` in order, within the funnel's age; `seen` at the step in the period, whatever they did before; `of_last` and `of_first`:
    those who reached it of those at the step before and at the first (None at the first step). `change` is of `of_last` against the weeks
    before. `time` from the step before, over all data (None under twenty). `skipped`: of the visitors with the last step in the period,
    those never seen here up to then (`skipped_ever` of all time); None at the last. `standing`: visitors whose furthest step in the last
    window this is.
    """

    key: str
    rules: tuple[str, ...]
    reached: int
    seen: int
    of_last: RateEstimate | None
    of_first: RateEstimate | None
    change: StepChange | None
    time: StepTime | None
    skipped: Rate | None
    skipped_ever: Rate | None
    standing: int


@dataclass(frozen=True, slots=True)
class ChannelChange:
    """A channel whose rate at `step` is unlike its own weeks before."""

    step: str
    channel: str
    change: StepChange


@dataclass(frozen=True, slots=True)
class ChannelGap:
    """A channel whose rate at `step` is unlike the other channels', over the period and the weeks before it."""

    step: str
    channel: str
    gap: Gap


@dataclass(frozen=True, slots=True)
class Abandoned:
    """Visitors with something in the cart and no purchase within the funnel's age: `estimate` of them, and its `change`."""

    step: str
    estimate: RateEstimate
    change: StepChange


@dataclass(frozen=True, slots=True)
class FunnelFinding:
    """A way to a macro in steps.

    `entered` in the period; the step rates are of the entrants of the period that are `age` days old, within `age` days; `still_open` are
    younger. `in_order`: of all visitors who ever had the last step, those who took every step in order within `window` days. `shared`: so
    many first steps are those of a funnel told before it. `unlike_before` and `unlike_others` hold only what is marked on evidence.
    """

    key: str
    macro: str
    primary: bool
    window: int
    age: int
    entered: int
    still_open: int
    steps: tuple[StepFinding, ...]
    in_order: Rate
    shared: int
    unlike_before: tuple[ChannelChange, ...]
    unlike_others: tuple[ChannelGap, ...]
    abandoned: Abandoned | None


@dataclass(frozen=True, slots=True)
class RungFinding:
    """From a rule to the macro that follows it: `so_far` of all its visitors went on within `window` days; `months` by the month of
    their first conversion of `before`, the oldest first."""

    before: str
    after: str
    window: int
    so_far: Rate
    time: StepTime | None
    months: tuple[CohortFinding, ...]


@dataclass(frozen=True, slots=True)
class CaughtFinding:
    """Visitors who took a step of a stage in `period`: those who went further within `days`, and how many of them to a macro."""

    stage: str
    days: int
    period: Period
    on: RateEstimate
    macros: int


@dataclass(frozen=True, slots=True)
class StallFinding:
    """A page, page group or path pattern: visitors who saw it in the period and took no further step within seven days.

    `lost`: visitors it loses, to rank by. `intent`: what it stands for is a conversion of the stage `intent`. `suggestions` are the
    settings' own words; empty for the shipped ones.
    """

    target: str
    is_group: bool
    intent: bool
    stopped: RateEstimate
    change: StepChange
    lost: float
    unlike_before: tuple[ChannelChange, ...]
    unlike_others: tuple[ChannelGap, ...]
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunnelFindings:
    """Primary macros' funnels first, the cart last; the ladder from its foot; stages in order; stalls by the visitors they lose."""

    funnels: tuple[FunnelFinding, ...]
    ladder: tuple[RungFinding, ...]
    caught: tuple[CaughtFinding, ...]
    stalls: tuple[StallFinding, ...]
