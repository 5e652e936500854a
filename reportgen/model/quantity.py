"""What a number is counted in: people, a count, money, seconds, one of these for each of another, or a plain ratio."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Base(StrEnum):
    """People are counted once, however often they come; a count counts each time."""

    PEOPLE = "people"
    COUNT = "count"
    MONEY = "money"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class Quantity:
    """`over` per `under`, each sorted, nothing in both; both empty for a ratio, which is a plain number."""

    over: tuple[Base, ...] = ()
    under: tuple[Base, ...] = ()

    @property
    def is_ratio(self) -> bool:
        """Whether it is a plain number, such as people by people."""
        return not self.over and not self.under

    @property
    def is_readable(self) -> bool:
        """Whether people have a word for it: one thing, one thing for each of another, or a ratio. Not money times visitors."""
        return self.is_ratio or (len(self.over) == 1 and len(self.under) <= 1)

    def times(self, other: "Quantity") -> "Quantity":
        """The quantity of a product; what stands above and below cancels."""
        return _cancelled((*self.over, *other.over), (*self.under, *other.under))

    def by(self, other: "Quantity") -> "Quantity":
        """The quantity of a quotient."""
        return self.times(Quantity(other.under, other.over))


RATIO = Quantity()
PEOPLE, COUNT, MONEY, SECONDS = (Quantity((base,)) for base in Base)


def _cancelled(over: Iterable[Base], under: Iterable[Base]) -> Quantity:
    above, below = sorted(over), sorted(under)
    for base in Base:
        both = min(above.count(base), below.count(base))
        for _ in range(both):
            above.remove(base)
            below.remove(base)
    return Quantity(tuple(above), tuple(below))
