"""What the report says of totals and costs from outside the site."""

from dataclasses import dataclass

from reportgen.model.outside import CostCounts, CounterCounts
from reportgen.model.settings import About, CounterUnit
from reportgen.stats.measures import CountChange


@dataclass(frozen=True, slots=True)
class NetSlice:
    """Those who came less those who left, for one value of the dimension (None for all of it): in the period, the one before and the one a
    year before. None where one of the two flows was not told."""

    value: str | None
    current: float | None
    previous: float | None
    year_before: float | None


@dataclass(frozen=True, slots=True)
class CounterFinding:
    """One counter. The changes belong to flows; a stock's are its own net changes. They have an interval only where single days were told
    for eight weeks before, and are None where a day of either period was not told. `unit` of its numbers, money in the report's currency.
    `net` of a flow of those who came, where those who left are told too: all of it first, then each value of the dimension."""

    counts: CounterCounts
    against_previous: CountChange | None
    against_year: CountChange | None
    about: About | None = None
    unit: CounterUnit = CounterUnit.COUNT
    net: tuple[NetSlice, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotient:
    """`n` for each of `of`, both in their units, over days on which both were told."""

    n: float
    of: float

    @property
    def value(self) -> float | None:
        """None with nothing to divide by."""
        return self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class RatioSlice:
    """One value of the dimension (None for all of it), in the period, the one before and the one a year before. None where one of the two
    numbers was not told on the same number of days as the other."""

    value: str | None
    current: Quotient | None
    previous: Quotient | None
    year_before: Quotient | None


@dataclass(frozen=True, slots=True)
class CounterRatio:
    """One counter for each of another one of the same table, such as sales for each person counted in the shop. The same people need not
    be behind both. `label` None: named by the two. `whole` before the values of the dimension; None where it is told by none."""

    input: str
    key: str
    label: str | None
    platform: str | None
    numerator: str
    denominator: str
    unit: CounterUnit
    per_unit: CounterUnit
    about: About | None
    whole: RatioSlice
    slices: tuple[RatioSlice, ...]


@dataclass(frozen=True, slots=True)
class OutsideFindings:
    """Every counter in the order of the settings, what one comes to for each of another, and the costs; None where no input has any."""

    counters: tuple[CounterFinding, ...]
    costs: CostCounts | None
    ratios: tuple[CounterRatio, ...] = ()
