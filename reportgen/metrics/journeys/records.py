"""Rows of counts -> the records' smaller parts."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from itertools import combinations_with_replacement
from typing import TypeVar

from reportgen.metrics.frames import Row
from reportgen.model.journeys import Place
from reportgen.stats import Orders, Wait

MICROS = 1_000_000
Key = TypeVar("Key", bound=Hashable)


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """The rows by key, in the order they came."""
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)


def place_of(row: Row) -> Place:
    return Place(row.text("channel"), row.number("visit"), row.number("step"))


def lags_of(rows: Iterable[Row]) -> tuple[Wait, ...]:
    """Rows (`lag`, `event`, `n`), added up where alike, in order."""
    counts: defaultdict[tuple[int, bool], int] = defaultdict(int)
    for row in rows:
        counts[row.number("lag"), bool(row.number("event"))] += row.number("n")
    return tuple(Wait(lag, event, n) for (lag, event), n in sorted(counts.items()))


def orders_of(row: Row) -> Orders:
    """From the aggregates of `ways.orders`: an amount has so many hundredths, of which a million units are 10**8."""
    sizes = {"millions": 10**8, "units": 100, "hundredths": 1}
    squares = sum(
        row.number(f"{one}_{other}") * sizes[one] * sizes[other] * (1 if one == other else 2)
        for one, other in combinations_with_replacement(sizes, 2)
    )
    return Orders(row.number("orders"), row.number("amount") / MICROS, squares / 10_000)
