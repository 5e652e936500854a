"""What this room wants from a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model.counts import RejectedRows
from reportgen.model.settings import InputSettings

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class FileRows:
    """One export file: `rows` counts every record of it; those refused are in `rejected`, by reason and with an example.

    `lost_amounts` are accepted rows whose amount is no number. `remarks` are rows that count though something about them is
    remarkable, and what is remarkable about the file as a whole; `columns` its own header.
    """

    rows: int
    rejected: tuple[RejectedRows, ...]
    lost_amounts: int = 0
    remarks: tuple[RejectedRows, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Staged:
    """Exports of one input and one layout in the engine, read in one go: a month of daily files costs little more than one file.

    `events` is a staged table with the columns of `model.tables.EVENTS`, the wanted parameters, and `file`: the key of `files` that
    a row is from. Keeping its parts takes repeated rows out of it. `has_ids`: rows may carry an event id, which then tells repeats.
    """

    source: InputSettings
    events: Table
    format: str
    files: Mapping[str, FileRows]
    has_ids: bool = False
