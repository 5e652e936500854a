"""What a lead is worth, what it may cost and what it costs (statistics 1.8; checklist 002-12 to 002-14), and how full the pipeline is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, exp, sqrt
from statistics import NormalDist

from reportgen.stats.measures import Interval, Rate, RateEstimate
from reportgen.stats.referee import LEVEL

MIN_BEHIND = 10
"""Customers behind a rate, or leads behind a cost, from which on a judgement may rest on it (statistics 1.8)."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in whole units of money, or a multiple, never below 0; `interval` None where it has no error of its own."""

    value: float
    interval: Interval | None = None

    @property
    def low(self) -> float:
        return self.interval.low if self.interval else self.value

    @property
    def high(self) -> float:
        return self.interval.high if self.interval else self.value

    def times(self, factor: float) -> "Amount":
        """`factor` times as much, the interval with it. Raises ValueError for a factor below 0."""
        if factor < 0:
            raise ValueError(f"an amount is not multiplied by {factor}")
        ends = self.interval
        return Amount(self.value * factor, Interval(ends.low * factor, ends.high * factor, ends.level) if ends else None)


class Room(StrEnum):
    """What a lead costs beside what it may cost: less, more, or not to be told from it."""

    ROOM = "room"
    TOO_DEAR = "too_dear"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Headroom:
    """`value`: what a lead may cost less what it does, below 0 where it costs more; the verdict asks for intervals that do not meet."""

    value: float
    verdict: Room


@dataclass(frozen=True, slots=True)
class Coverage:
    """`needed` leads for what is left of a target, with its interval, and how many times over those that are open cover them."""

    needed: Amount
    times: Amount


def lead_worth(value: float, rate: RateEstimate | None) -> Amount | None:
    """Value of one lead. With a `rate` of leads that become customers, `value` is a customer's and is multiplied by it, once; without,
    `value` is a lead's already. None where the rate has nobody behind it."""
    if rate is None:
        return Amount(value)
    if rate.rate.value is None:
        return None
    return Amount(rate.rate.value, rate.interval).times(value)


def affordable(worth: Amount, margin: float, required_return: float) -> Amount:
    """The most that a lead may cost: its worth x margin / required return. Raises ValueError for a margin outside 0-1 and for a required
    return of 0 or less."""
    if not 0 <= margin <= 1 or required_return <= 0:
        raise ValueError(f"no cost can be allowed at a margin of {margin} and a return of {required_return}")
    return worth.times(margin / required_return)


def cost_each(spent: float, n: int, phi: float = 1.0) -> Amount | None:
    """What one of `n` leads cost, with the interval of their number as an overdispersed Poisson count: exp(ln(c) +- z sqrt(phi / n)).

    None without any; no interval where nothing was spent.
    """
    if n <= 0:
        return None
    each = spent / n
    reach = exp(NormalDist().inv_cdf((1 + LEVEL) / 2) * sqrt(phi / n))
    return Amount(each, Interval(each / reach, each * reach, LEVEL) if each else None)


def headroom(most: Amount, cost: Amount) -> Headroom:
    """What a lead may cost beside what it does."""
    verdict = Room.ROOM if most.low > cost.high else Room.TOO_DEAR if most.high < cost.low else Room.UNCLEAR
    return Headroom(most.value - cost.value, verdict)


def return_multiple(worth: float, cost: float) -> float | None:
    """How many times its cost a lead brings back; None where it costs nothing. 100 -> 2,000 is 20 times."""
    return worth / cost if cost > 0 else None


def payback(cost: float, dated: Sequence[tuple[int, float]], margin: float) -> int | None:
    """The first of the months by which the value of a lead, times margin, has come to its cost; None where none of them says so.

    Nothing is read between two dated values: they do not say when in between the money came.
    """
    return next((months for months, worth in sorted(dated) if worth * margin >= cost), None)


def leads_wanted(rate: Rate) -> int | None:
    """Further leads before ten of them are customers at this rate; 0 where they are, None while there is no customer."""
    if rate.n >= MIN_BEHIND:
        return 0
    return ceil((MIN_BEHIND - rate.n) * rate.of / rate.n) if rate.n else None


def coverage(open_leads: int, left: float, rate: RateEstimate) -> Coverage | None:
    """How far open leads cover the `left` customers of a target at the rate of leads that become customers.

    None where nothing is left, or nobody became a customer.
    """
    share, ends = rate.rate.value, rate.interval
    if left <= 0 or not share or ends is None or ends.low <= 0:
        return None
    needed = Amount(left / share, Interval(left / ends.high, left / ends.low, ends.level))
    return Coverage(needed, Amount(share, ends).times(open_leads / left))
