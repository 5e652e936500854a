"""What leads cost, by the channels that cost money, beside what they may cost (statistics 1.8)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportgen import stats
from reportgen.model.lead_value import ChannelCost, CostFinding, LeadCounts, WorthFinding
from reportgen.stats import MIN_BEHIND, Amount, Headroom

MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class Basis:
    """The most that a lead may cost: `whole` of all leads; `of` those of a channel, and whether by its own rate. None where fewer than ten
    customers stand behind it."""

    whole: Amount | None
    of: Callable[[str], tuple[Amount | None, bool]]


def costs(found: LeadCounts, basis: Basis, general: Sequence[WorthFinding], margin: float, phi: float) -> CostFinding | None:
    """Costs against the leads of the channels that they were spent on; None where nothing was spent."""
    if found.span is None or not found.spent:
        return None
    leads: Counter[str] = Counter()
    for one in found.slices:
        leads[one.channel.casefold()] += one.recent
    channels = [_channel(channel, micro / MICRO, leads[channel.casefold()], basis, phi) for channel, micro in found.spent.items()]
    spent, n = sum(one.spent for one in channels), sum(one.leads for one in channels)
    cost = stats.cost_each(spent, n, phi)
    return CostFinding(
        span=found.span,
        spent=spent,
        leads=n,
        others=sum(leads.values()) - n,
        cost=cost,
        headroom=_headroom(basis.whole, cost, n),
        payback=_payback(general, cost, margin) if n >= MIN_BEHIND else None,
        channels=tuple(sorted(channels, key=lambda one: (-one.spent, one.channel))),
    )


def _channel(channel: str, spent: float, n: int, basis: Basis, phi: float) -> ChannelCost:
    most, own = basis.of(channel)
    cost = stats.cost_each(spent, n, phi)
    return ChannelCost(channel, spent, n, cost, most, own, _headroom(most, cost, n))


def _headroom(most: Amount | None, cost: Amount | None, n: int) -> Headroom | None:
    return stats.headroom(most, cost) if most is not None and cost is not None and n >= MIN_BEHIND else None


def _payback(general: Sequence[WorthFinding], cost: Amount | None, margin: float) -> int | None:
    dated = [(one.months, one.worth.value) for one in general if one.months is not None and one.worth is not None and not one.bound]
    return stats.payback(cost.value, dated, margin) if cost is not None else None
