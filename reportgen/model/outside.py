"""Totals and costs from outside the site: nobody stands behind them, so they are never joined with people or divided by them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from reportgen.model.settings import InputSettings, Metric, MetricKind
from reportgen.periods import Grain, Period


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A day's number that a later file tells otherwise, in units of its own: money in the file's currency. `of` names the counter, or the
    channel of a cost."""

    of: str
    day: date
    was: float
    now: float


@dataclass(frozen=True, slots=True)
class Restated:
    """What earlier files of an input said of days that a later file says again: `repeated` the same, `restated` another number, which
    counts. In rows of a day. `example` is the first of the restated ones, None without any."""

    input: str
    repeated: int
    restated: int
    example: OtherNumber | None = None


@dataclass(frozen=True, slots=True)
class UnratedAmount:
    """The first amount in a currency without a rate, in units of that currency."""

    day: date
    amount: float


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in a period: its sum in units, and on how many of its days anything was told. `days` 0: nothing is known."""

    period: Period
    total: float
    days: int


@dataclass(frozen=True, slots=True)
class Level:
    """A stock's last number up to the end of a period: `value` in units on `day`; `before` the last one before the period. Each None
    where there is none; `value` also where it was told before the period only."""

    period: Period
    value: float | None
    day: date | None
    before: float | None
    before_day: date | None

    @property
    def net(self) -> float | None:
        """The change from the last number before the period to the last one in it; numbers of a stock are never added up."""
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True, slots=True)
class CounterSlice:
    """One value of a counter's dimension (None for all of it), in the period, the one before and the one a year before: flows or levels."""

    value: str | None
    current: Flow | Level
    previous: Flow | Level | None
    year_before: Flow | Level | None


@dataclass(frozen=True, slots=True)
class CounterCounts:
    """One counter. `whole` is None for a stock, and for people, told by a dimension: their numbers do not add up over it (a person may be
    on two lists, or read two pages). `people`: a flow of different people a day, whose total over days is daily people added up. `slices`
    by size; `left_out` is how many smaller ones there are. `weekly` are the totals of the whole weeks before the period, where every day
    of them was told (flows told by day only): from them it is measured how far chance moves it. `months` up to the period, and its `weeks`
    (none where it is told by month), each as far as it was told."""

    input: str
    key: str
    label: str
    platform: str | None
    stock: bool
    grain: Grain
    dimension: tuple[str, ...]
    whole: CounterSlice | None
    slices: tuple[CounterSlice, ...] = ()
    left_out: int = 0
    weekly: tuple[float, ...] = ()
    people: bool = False
    months: tuple[Flow, ...] = ()
    weeks: tuple[Flow, ...] = ()


@dataclass(frozen=True, slots=True)
class CostSlice:
    """What was spent on a channel or campaign, in micro-units of the report's currency."""

    value: str
    current: int
    previous: int | None
    year_before: int | None


@dataclass(frozen=True, slots=True)
class CostCounts:
    """What was spent in the period; `days` of it lie between the first and the last day with any cost. An earlier period is None where
    costs begin within or after it. Channels and campaigns by amount."""

    current: int
    previous: int | None
    year_before: int | None
    days: int
    channels: tuple[CostSlice, ...]
    campaigns: tuple[CostSlice, ...]


@dataclass(frozen=True, slots=True)
class OutsideCounts:
    """All totals and costs of one report; `costs` is None where no input has any."""

    counters: tuple[CounterCounts, ...] = ()
    costs: CostCounts | None = None
    restated: tuple[Restated, ...] = ()
    unknown_currency: Mapping[str, int] = field(default_factory=dict)
    unrated: Mapping[str, UnratedAmount] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        """Whether anything is known of the period: a counter's number in it, or costs."""
        slices = [part for one in self.counters for part in (one.whole, *one.slices) if part]
        flows = (part.current for part in slices)
        return self.costs is not None or any(
            each.days > 0 if isinstance(each, Flow) else each.day is not None and each.day in each.period for each in flows
        )

    @property
    def told_throughout(self) -> bool:
        """Whether each flow that is told in the period is told on all of its days."""
        flows = (one.whole.current for one in self.counters if one.whole)
        return all(each.days in (0, each.period.days) for each in flows if isinstance(each, Flow))


NO_OUTSIDE = OutsideCounts()


OF_PEOPLE = frozenset({MetricKind.VISITORS, MetricKind.CONVERTERS, MetricKind.RATE})


def beside_people(inputs: Iterable[InputSettings], metric: Metric) -> tuple[str, ...]:
    """The platforms of a metric's counters, where it holds them against people of the site or against each other: they are not the same
    people, and whoever reads it is told so."""
    platforms = {one.key: one.platform or one.key for one in inputs}
    names = [(leaf.counter or "").partition(".")[0] for leaf in metric.leaves if leaf.kind is MetricKind.COUNTER]
    found = tuple(dict.fromkeys(platforms.get(name, name) for name in names))
    people = any(leaf.kind in OF_PEOPLE for leaf in metric.leaves)
    return found if found and (people or len(found) > 1) else ()
