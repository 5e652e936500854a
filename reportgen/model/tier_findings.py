"""What the report says of both tiers together, and of how soon each macro follows the first visit and what one is worth."""

from dataclasses import dataclass

from reportgen.model.journeys_findings import TypicalLag
from reportgen.model.settings import Journey
from reportgen.stats import Rate, RateEstimate


@dataclass(frozen=True, slots=True)
class WayFinding:
    """A macro's way to revenue: `journey` and `expected` days from the first visit as the settings say them, `horizon` in days, and the
    `lag` from the first visit as counted, None under twenty macros. `value` is the fixed one of the settings, in units of the report's
    currency, with its `source`; `leads_to` are the macros that this one supports."""

    macro: str
    journey: Journey
    horizon: int
    expected: int | None
    lag: TypicalLag | None
    value: float | None
    source: str | None
    leads_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TierFindings:
    """Visitors of the period who were engaged, gave any signal, had any macro, each of all visitors and counted once; `both`: of
    those with a macro, the ones with a signal in it too. `ways`: a macro each, primary ones first."""

    engaged: RateEstimate
    micro: RateEstimate
    macro: RateEstimate
    both: Rate
    ways: tuple[WayFinding, ...]
