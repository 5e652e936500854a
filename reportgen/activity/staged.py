"""What this room wants from a reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputSettings

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Staged:
    """One export in the engine: `events` with the columns of `model.tables.EVENTS` and the wanted parameters.

    `rows` counts every record of the file; those refused are in `rejected`, by reason and with an example.
    """

    source: InputSettings
    events: Table
    format: str
    rows: int
    rejected: tuple[RejectedRows, ...]
