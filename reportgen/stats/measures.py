"""Numbers with what they need to be honest: rates keep both counts, intervals keep their level."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Interval:
    """A confidence interval; `level` 0-1."""

    low: float
    high: float
    level: float = 0.95


@dataclass(frozen=True, slots=True)
class Rate:
    """`n` of `of`, usually visitors who converted of all visitors, same interval and filter (checklist 003-8)."""

    n: int
    of: int

    @property
    def value(self) -> float | None:
        """Share 0-1; None when there is nobody to divide by."""
        return self.n / self.of if self.of else None

    def __add__(self, other: "Rate") -> "Rate":
        return Rate(self.n + other.n, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more weekly counts vary than chance alone: `phi` >= 1, `assumed` when too few weeks were there to measure it.

    `df`: degrees of freedom behind phi, weeks - 1; infinite when assumed.
    """

    phi: float
    assumed: bool
    df: float


@dataclass(frozen=True, slots=True)
class RateEstimate:
    """A rate with its Wilson interval on n/phi.

    `interval` is None without a denominator. `phi` is the dispersion of the weekly counts, `phi_assumed` when fewer than eight
    usable weeks were there to measure it.
    """

    rate: Rate
    interval: Interval | None
    phi: float
    phi_assumed: bool


class Verdict(StrEnum):
    """What a comparison says."""

    UP = "up"
    DOWN = "down"
    NOT_ENOUGH_DATA = "not_enough_data"
    COUNTS_ONLY = "counts_only"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class RateChange:
    """A rate now against a rate before (statistics 2).

    `difference` is after minus before in shares (0.01 is one point), with its Newcombe interval; `relative` is difference / before.
    `detectable` is the smallest relative change that would show with 80 % power. COUNTS_ONLY: fewer than five conversions or thirty
    visitors on a side. NOT_COMPARABLE carries its `reason` as a message key.
    """

    before: Rate
    after: Rate
    verdict: Verdict
    difference: float | None = None
    interval: Interval | None = None
    relative: float | None = None
    p_value: float | None = None
    detectable: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CountChange:
    """A count (or an amount) now against before; the interval of the ratio after / before allows for dispersion `phi`."""

    before: int
    after: int
    verdict: Verdict
    relative: float | None = None
    interval: Interval | None = None
    reason: str | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A number that is no count (a ratio, an amount) now against before; `relative` is the change as a share, the interval that of
    after / before. None where they cannot be told; NOT_COMPARABLE carries its `reason` as a message key."""

    before: float | None
    after: float | None
    verdict: Verdict
    relative: float | None = None
    interval: Interval | None = None
    reason: str | None = None
    p_value: float | None = None
