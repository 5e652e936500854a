"""What is too much to be taken at once, in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], weigh: Callable[[Item], int], most: int) -> Iterator[list[Item]]:
    """Items in their order, as many at a time as weigh at most so much together; one that weighs more is a batch by itself."""
    batch: list[Item] = []
    weight = 0
    for item in items:
        own = weigh(item)
        if batch and weight + own > most:
            yield batch
            batch, weight = [], 0
        batch.append(item)
        weight += own
    if batch:
        yield batch
