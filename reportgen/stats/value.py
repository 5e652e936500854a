"""What a micro is worth: the value that goes along with one, and the part above comparable visitors (statistics 3.4, Value of a micro)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from reportgen.stats.bridge import Link
from reportgen.stats.measures import Interval, Rate
from reportgen.stats.referee import LEVEL

Floats = NDArray[np.float64]

PRIOR_VISITORS = 10
PRIOR_ORDERS = 3
MIN_ORDERS = 5
DRAWS = 2_000
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Orders:
    """Values of macros as their number, sum and sum of squares, in any unit of money; refunds below zero."""

    n: int
    total: float
    squares: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Orders":
        return cls(len(values), sum(values), sum(value * value for value in values))

    @property
    def mean(self) -> float | None:
        """None without any."""
        return self.total / self.n if self.n else None

    @property
    def deviations(self) -> float:
        """Sum of squared deviations from the mean."""
        return max(self.squares - self.total * self.total / self.n, 0.0) if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Worth:
    """`value` of one micro in the unit of the order values, with its interval; `chance` 0-1 is the shrunken share with the macro.

    `above`: the part of it above visitors alike in channel, visit and page, 0 unless the link is marked, below 0 if the macro is rarer
    after the micro; `above_interval` None where there is no odds ratio to tell.
    """

    chance: float
    order: float
    value: float
    interval: Interval
    above: float
    above_interval: Interval | None


def worth_at(seen: Rate, site: Rate, order: float, link: Link | None = None) -> Worth | None:
    """Value of a micro where one macro is worth `order`, from settings and so without an error of its own.

    `seen`: visitors with the macro within the horizon, of visitors with the micro at least that long ago; shrunken by ten visitors at the
    rate of the `site`. None without anybody in either.
    """
    chance = _chance(seen, site)
    if chance is None:
        return None
    from scipy.special import betaincinv

    ends = sorted(float(betaincinv(*chance, q)) * order for q in _ends())
    drawn = np.random.default_rng(SEED).beta(*chance, DRAWS) * order
    return _worth(chance, order, Interval(ends[0], ends[1], LEVEL), drawn, link)


def worth(seen: Rate, site: Rate, own: Orders, orders: Orders, link: Link | None = None) -> Worth | None:
    """Value of a micro from recorded order values: `own` of macros after it, `orders` of all macros of the site.

    The mean order is `own` with three pseudo-orders at the site's mean, its error that of Student's t with own.n + 2 degrees of freedom and
    the standard deviation of own and pseudo-orders together; 2,000 draws, seeded. A mean above 0 is not drawn below it. None where
    `worth_at` has none, or with fewer than five orders on the site.
    """
    chance = _chance(seen, site)
    if chance is None or orders.n < MIN_ORDERS or orders.mean is None:
        return None
    held = own.n + PRIOR_ORDERS
    mean = (own.total + PRIOR_ORDERS * orders.mean) / held
    rng = np.random.default_rng(SEED)
    values = mean + _deviation(own, orders, orders.mean) / sqrt(held) * rng.standard_t(held - 1, DRAWS)
    drawn = rng.beta(*chance, DRAWS) * (np.maximum(values, 0.0) if mean > 0 else values)
    return _worth(chance, mean, _interval(drawn), drawn, link)


def _deviation(own: Orders, orders: Orders, middle: float) -> float:
    """Standard deviation of own orders and pseudo-orders: these lie around the site's mean as its orders do."""
    apart = own.n * PRIOR_ORDERS / (own.n + PRIOR_ORDERS) * ((own.mean if own.mean is not None else middle) - middle) ** 2
    variance = orders.deviations / (orders.n - 1)
    return sqrt((own.deviations + PRIOR_ORDERS * variance + apart) / (own.n + PRIOR_ORDERS))


def _chance(seen: Rate, site: Rate) -> tuple[float, float] | None:
    """a, b of the Beta; a hair of both where the site's rate is 0 or 1."""
    if not seen.of or site.value is None:
        return None
    prior = PRIOR_VISITORS * min(max(site.value, 1e-9), 1 - 1e-9)
    return seen.n + prior, seen.of - seen.n + PRIOR_VISITORS - prior


def _worth(chance: tuple[float, float], order: float, interval: Interval, drawn: Floats, link: Link | None) -> Worth:
    share = chance[0] / sum(chance)
    value = share * order
    if link is None or not link.marked or not link.odds_ratio or link.log_se is None:
        return Worth(share, order, value, interval, 0.0, None)
    ratios = link.odds_ratio * np.exp(link.log_se * np.random.default_rng(SEED + 1).standard_normal(DRAWS))
    return Worth(share, order, value, interval, value * (1 - 1 / link.odds_ratio), _interval(drawn * (1 - 1 / ratios)))


def _interval(drawn: Floats) -> Interval:
    low, high = np.quantile(drawn, _ends())
    return Interval(float(low), float(high), LEVEL)


def _ends() -> tuple[float, float]:
    return (1 - LEVEL) / 2, (1 + LEVEL) / 2
