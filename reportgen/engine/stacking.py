"""Tables on top of each other, however many."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ibis.expr.types import Table


def stacked(tables: Sequence[Table]) -> Table:
    """All rows of one or more tables with the same columns, as `union`. Halves are put together, so that a hundred tables nest seven deep:
    one upon the other they would nest a hundred deep, more than SQL's writers and readers follow."""
    if len(tables) == 1:
        return tables[0]
    half = len(tables) // 2
    return stacked(tables[:half]).union(stacked(tables[half:]))
