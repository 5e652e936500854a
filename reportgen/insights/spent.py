"""What campaigns cost beside what their visitors did: now, and in the period before."""

from reportgen.insights.comparison import Side
from reportgen.insights.rules import ANY_MACRO, visitor_rate
from reportgen.model.change_findings import SpentFinding
from reportgen.model.counts import Counts, Dimension, PeriodCounts
from reportgen.stats import Rate


def spent(counts: Counts, previous: Side) -> tuple[SpentFinding, ...]:
    """Campaigns with costs in the period, the dearest first; empty without any. The period before only where it can be compared."""
    costs = counts.outside.costs
    if costs is None:
        return ()
    before = previous.counts if not previous.reason else None
    return tuple(
        SpentFinding(
            campaign=one.value,
            spent=one.current,
            spent_before=one.previous if before else None,
            now=_rate(counts.current, one.value),
            before=_rate(before, one.value) if before and one.previous is not None else None,
        )
        for one in sorted(costs.campaigns, key=lambda one: (-one.current, one.value))
        if one.current > 0
    )


def _rate(period: PeriodCounts, campaign: str) -> Rate:
    """Visitors of the campaign with any macro, by its name without regard to case; 0 of 0 where nobody came by it."""
    own = [one for one in period.by.get(Dimension.CAMPAIGN, ()) if one.value.casefold() == campaign.casefold()]
    return sum((visitor_rate(one, ANY_MACRO) for one in own), Rate(0, 0))
