"""Assists: macros whose visitor had the micro before, beside how many of them chance would give (statistics 3.4, Assist rate)."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.stats.bridge import Stratum
from reportgen.stats.measures import Interval, Rate
from reportgen.stats.rates import wilson


@dataclass(frozen=True, slots=True)
class Assist:
    """`rate`: macro visitors with the micro before their first macro, of all macro visitors; its Wilson interval, None without any.

    `by_chance`: the share, 0-1, that visits alike in stratum would give, None without risk rows that end in a macro.
    """

    rate: Rate
    interval: Interval | None
    by_chance: float | None


def assist(had_it: Rate, strata: Sequence[Stratum]) -> Assist:
    """The assist rate of macro visitors first seen long enough after the data begin, and E / macros over all strata.

    Here a stratum counts whose rows all have the micro (all its macros are expected to) or all have not.
    """
    macros = sum(one.d for one in strata)
    expected = sum(one.d * one.n1 / one.n for one in strata if one.n)
    return Assist(had_it, wilson((had_it,), 1.0)[0], expected / macros if macros else None)
