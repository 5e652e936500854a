"""Formats that are tables whose columns are known: each is a mapping, in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportgen.activity import Staged
from reportgen.engine import Embedded
from reportgen.readers import table
from reportgen.readers.events import Mapped, needed
from reportgen.readers.files import Opened
from reportgen.readers.sql import Wanted, literal, name

SURVEYED = 10_000
"""Records in which parameters are looked for."""


@dataclass(frozen=True, eq=False)
class Vendor:
    """A reader by mapping. `known`: whether a file with these columns is such an export."""

    NAME: str
    known: Callable[[tuple[str, ...]], bool]
    mapped: Mapped

    def identify(self, file: Opened, columns: tuple[str, ...]) -> bool:
        """True when the columns are this format's, and no mapping says otherwise."""
        return file.export.input.columns is None and self.known(columns)

    def layout(self, engine: Embedded, file: Opened) -> table.Layout:
        """How the file is read. Raises DataError when its header names one of the format's columns twice for different things."""
        table.refuse_unlike(file, needed(self.mapped, file.columns))
        return table.layout(engine, file)

    def read(self, engine: Embedded, files: Sequence[Opened], shape: table.Layout, wanted: Wanted) -> Staged:
        """Stage files of one layout, as `table.read` does."""
        return table.read_mapped(engine, files, shape, wanted, mapped=self.mapped, format=self.NAME)

    def params(self, engine: Embedded, file: Opened) -> tuple[str, ...]:
        """The names of what the parameter columns hold in the first records, and the columns that are no field."""
        shape = self.layout(engine, file)
        rows, _ = table.staged_text(engine, [file], shape)
        found = dict.fromkeys(column for column in shape.columns if column not in needed(self.mapped, shape.columns))
        for bag in self.mapped.bags:
            column, _, path = bag.partition(".")
            if column in shape.columns:
                within = f"json_keys({name(column)}::varchar, {literal('.'.join(('$', path)) if path else '$')})"
                first = f"(select * from {rows} limit {SURVEYED}) where json_valid({name(column)}::varchar)"
                found |= {str(row[0]): None for row in engine.rows(f"select distinct unnest({within}) as key from {first} order by 1")}
        return tuple(found)
