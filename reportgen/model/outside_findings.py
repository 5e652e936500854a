"""What the report says of totals and costs from outside the site."""

from dataclasses import dataclass

from reportgen.model.outside import CostCounts, CounterCounts
from reportgen.stats.measures import CountChange


@dataclass(frozen=True, slots=True)
class CounterFinding:
    """One counter. The changes belong to flows; a stock's are its own net changes. They have an interval only where single days were told
    for eight weeks before, and are None where a day of either period was not told."""

    counts: CounterCounts
    against_previous: CountChange | None
    against_year: CountChange | None


@dataclass(frozen=True, slots=True)
class OutsideFindings:
    """Every counter in the order of the settings, and the costs; None where no input has any."""

    counters: tuple[CounterFinding, ...]
    costs: CostCounts | None
