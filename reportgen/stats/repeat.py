"""Buying again: the share who do, and the time to the second macro, with those who may still do so counted as waiting."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.stats.lag import Lag, Wait, lag
from reportgen.stats.measures import Rate


@dataclass(frozen=True, slots=True)
class Repeat:
    """`so_far`: buyers seen to buy again, of all buyers; too low by those who have not had the time.

    `curve`: share who do within so many days, allowing for that, None under 20 second purchases within the horizon. `half`: of those who
    come back within the horizon, half have by this day.
    """

    so_far: Rate
    curve: Lag | None
    half: int | None


def repeat(waits: Sequence[Wait], horizon: int) -> Repeat:
    """From (days from the first to the second purchase, or as long as seen without one) to the share who buy again."""
    again = sum(one.count for one in waits if one.happened)
    curve = lag(waits, horizon)
    return Repeat(Rate(again, sum(one.count for one in waits)), curve, curve.quantile(0.5) if curve else None)
