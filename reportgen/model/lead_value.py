"""What a lead is worth, may cost and costs, and how full the pipeline is: as counted, and as found (checklist 002-5, 002-12 to 002-19)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from reportgen.model.settings import CapacitySpan, ContactDetail, Per
from reportgen.periods import Period
from reportgen.stats import Amount, Coverage, Headroom, Rate, RateEstimate


@dataclass(frozen=True, slots=True)
class LeadSlice:
    """People with a lead, by the channel of their first visit and, of values that the settings name, the first `by` parameter of their
    first lead (else empty).

    `matured`: of those whose first lead was in a month old enough, the ones with a strictly later customer conversion within the window of
    the ladder. `recent`: those whose first lead was in the days of the costs.
    """

    channel: str
    item: str
    matured: Rate
    recent: int


@dataclass(frozen=True, slots=True)
class Records:
    """A CRM's records by their id: `open` ones were opened and neither won nor lost, `old` of them longer ago than the window.

    `matured`: of those opened since the data begin and in a month old enough, the ones won within the window.
    """

    open: int
    old: int
    matured: Rate


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """All that is counted of leads. `window`: days within which a lead becomes a customer (0 without a customer's rule); `grown`: leads
    before this day are old enough.

    `span`: the year up to as_of as far as costs are told, None without any; `spent` by channel in it, in micro-units. `opened`: leads of
    the period as far as seen, or records opened in it, by the contact details that are there (`email+name`; empty: none is known).
    `young`: people without a customer conversion whose first lead is no older than the window.
    """

    window: int
    grown: date
    slices: tuple[LeadSlice, ...] = ()
    young: int = 0
    span: Period | None = None
    spent: Mapping[str, int] = field(default_factory=dict)
    opened: Mapping[str, int] = field(default_factory=dict)
    records: Records | None = None


@dataclass(frozen=True, slots=True)
class WorthFinding:
    """A lifetime value and what follows from it, in units of the report's currency.

    `value` is that of one customer or lead (`per`) within `months` (None: at no known time); `only` the parameter and the values it holds
    for, None for all leads. `rate` is the one that made it a lead's (None for a lead's own), `own_rate` whether of these leads alone.
    `worth` of a lead, and the `most` it may cost; with fewer than ten customers only their upper ends may be told (`bound`).
    `multiple`: times its cost that a lead brings back.
    """

    months: int | None
    value: float
    per: Per
    source: str
    day: date
    only: tuple[str, tuple[str, ...]] | None
    rate: RateEstimate | None
    own_rate: bool
    worth: Amount | None
    most: Amount | None
    bound: bool
    multiple: float | None


@dataclass(frozen=True, slots=True)
class ChannelCost:
    """A channel that costs money: what was spent in units, its leads, and what one cost beside the most it may cost. `headroom` is None
    where fewer than ten leads or customers stand behind either."""

    channel: str
    spent: float
    leads: int
    cost: Amount | None
    most: Amount | None
    own_rate: bool
    headroom: Headroom | None


@dataclass(frozen=True, slots=True)
class CostFinding:
    """What leads cost in `span`: of all `channels` that cost money together. `others`: leads by channels without costs."""

    span: Period
    spent: float
    leads: int
    others: int
    cost: Amount | None
    headroom: Headroom | None
    payback: int | None
    channels: tuple[ChannelCost, ...]


@dataclass(frozen=True, slots=True)
class PipelineFinding:
    """Open leads against what is left of a goal. `records`: they are a CRM's, else people whose lead is young enough.

    `old` of them are older than the window. `left` customers of the goal `goal` by `deadline` (None without a goal that is running), for a
    goal on value at the customers' mean value `mean`. `coverage` is by the open ones that are not old, as the rate is of those who become
    customers within the window; None with fewer than ten customers behind it.
    """

    records: bool
    open: int
    old: int
    rate: RateEstimate
    goal: str | None
    deadline: date | None
    left: float | None
    mean: float | None
    coverage: Coverage | None


@dataclass(frozen=True, slots=True)
class HandedFinding:
    """Leads of the period beside the `room` for them in it, for a capacity of `leads` per `per`."""

    n: int
    room: float
    leads: float
    per: CapacitySpan


@dataclass(frozen=True, slots=True)
class ReadyFinding:
    """Leads of the period with every one of `details`."""

    details: tuple[ContactDetail, ...]
    ready: Rate


@dataclass(frozen=True, slots=True)
class LeadValueFinding:
    """The value of a lead. `rate` of leads that become customers within `window` days, from months old enough, is None without a
    customer's rule; `by_records`: of a CRM's records, as none of them names a visitor. `wanted`: further leads before ten customers stand
    behind it (None while there is none).

    `worths` in the order of time, the general ones first; `told` is the place of the one the report speaks of: the longest for all leads.
    `form`: filled-in forms that were followed by a lead, likewise.
    """

    lead: str
    customer: str | None
    window: int
    grown: date
    margin: float
    required_return: float
    rate: RateEstimate | None
    by_records: bool
    enough: bool
    wanted: int | None
    worths: tuple[WorthFinding, ...]
    told: int | None
    cost: CostFinding | None
    form: RateEstimate | None
    form_rule: str | None
    form_window: int
    pipeline: PipelineFinding | None
    handed: HandedFinding | None
    ready: ReadyFinding | None
