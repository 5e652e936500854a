"""Why a rate or a count moved: exactly split into the mix of groups and their own rates (statistics 5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations, product

from reportgen.stats.many import false_discovery
from reportgen.stats.measures import Dispersion, Rate
from reportgen.stats.rates import assumed_dispersion, difference_p_value
from reportgen.stats.referee import comparable, stands_out

FACTORS = ("visitors", "mix", "rate")


@dataclass(frozen=True, slots=True)
class Moved:
    """One group (such as a channel) before and after; nobody on a side: it is new or has vanished."""

    name: str
    before: Rate
    after: Rate


@dataclass(frozen=True, slots=True)
class Part:
    """A group's parts of the change of the total rate, in shares (0.0001 is a basis point): `mix` by its share, `rate` by its own rate.

    `shown`: its own rate moved by more than noise.
    """

    name: str
    mix: float
    rate: float
    shown: bool


@dataclass(frozen=True, slots=True)
class Split:
    """The change of a total rate as parts that add up to it, and that of the count as `visitors` + `mix` + `rate`."""

    before: Rate
    after: Rate
    parts: tuple[Part, ...]
    visitors: float
    mix: float
    rate: float


def split(groups: Sequence[Moved], spreads: Sequence[Dispersion] = ()) -> Split | None:
    """Kitagawa's (1955) symmetric split of the rate, and Shapley's of the count over (visitors, mix, rate).

    None without visitors on a side.
    mix_k = (w1 - w0)((r0 + r1) / 2 - R), rate_k = (r1 - r0)(w0 + w1) / 2 with w the group's share of visitors and R the mean of both total
    rates. A new or vanished group has the other side's rate on both: all of it is mix. A group's rate is `shown` where the quasi-binomial
    test corrected for all groups has q < .10; `spreads`: dispersion of each group, assumed where not given.
    """
    before, after = (sum((getattr(one, side) for one in groups), Rate(0, 0)) for side in ("before", "after"))
    if not before.of or not after.of:
        return None
    present = [one for one in groups if one.before.of or one.after.of]
    middle = (before.n / before.of + after.n / after.of) / 2
    shown = dict(zip((one.name for one in groups), _shown(groups, spreads), strict=True))
    parts = []
    for one in present:
        w0, w1 = one.before.of / before.of, one.after.of / after.of
        r0, r1 = _rates(one)
        parts.append(Part(one.name, (w1 - w0) * ((r0 + r1) / 2 - middle), (r1 - r0) * (w0 + w1) / 2, shown[one.name]))
    return Split(before, after, tuple(parts), *_shapley(present, before.of, after.of))


def _rates(one: Moved) -> tuple[float, float]:
    """Both rates, a missing one as the other."""
    r0, r1 = one.before.value, one.after.value
    known = next(rate for rate in (r0, r1) if rate is not None)
    return known if r0 is None else r0, known if r1 is None else r1


def _shapley(groups: Sequence[Moved], n0: int, n1: int) -> tuple[float, float, float]:
    """Each factor's change of the count, averaged over the 3! orders in which they can be changed."""
    shares = [(one.before.of / n0, one.after.of / n1) for one in groups]
    rates = [_rates(one) for one in groups]

    def count(after: frozenset[str]) -> float:
        w, r = "mix" in after, "rate" in after
        return (n1 if "visitors" in after else n0) * sum(share[w] * rate[r] for share, rate in zip(shares, rates, strict=True))

    counts = {which: count(which) for which in _subsets()}
    gains = dict.fromkeys(FACTORS, 0.0)
    orders = list(permutations(FACTORS))
    for order in orders:
        for place, factor in enumerate(order):
            gains[factor] += counts[frozenset(order[: place + 1])] - counts[frozenset(order[:place])]
    visitors, mix, rate = (gains[factor] / len(orders) for factor in FACTORS)
    return visitors, mix, rate


def _subsets() -> list[frozenset[str]]:
    return [frozenset(name for name, kept in zip(FACTORS, mask, strict=True) if kept) for mask in product((False, True), repeat=3)]


def _shown(groups: Sequence[Moved], spreads: Sequence[Dispersion]) -> list[bool]:
    noise = list(spreads) or [assumed_dispersion(one.after.of) for one in groups]
    tested = [i for i, one in enumerate(groups) if _enough(one)]
    p_values = [difference_p_value(groups[i].before, groups[i].after, noise[i]) for i in tested]
    q_values = dict(zip(tested, false_discovery(p_values), strict=True))
    return [stands_out(q_values.get(i)) for i in range(len(groups))]


def _enough(one: Moved) -> bool:
    return comparable(one.before, one.after)
