"""What the house needs of any engine: one protocol, which the embedded one, Spark and BigQuery fulfil."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import Table, Value

    from reportgen.engine.connection import Embedded

Job = TypeVar("Job")
Made = TypeVar("Made")


class Engine(Protocol):
    """A connection on which expressions run; tables made through it vanish with it.

    `version` names what kept parts are made with, wherever they are counted: hashes of rows are comparable only within one. `store` is
    where kept parts have to be, so that all of an engine's machines see them; None: where the workspace keeps them. `tasks`: into how many
    pieces work is cut at least; with more than one, nothing large is ordered as a whole.
    """

    version: str
    tasks: int

    @property
    def store(self) -> Path | None: ...

    def run(self, expression: Table) -> pd.DataFrame:
        """Run one expression that returns counts, never events, as a small frame. Raises DataError for a sum beyond 64 bits."""

    def many(self, expressions: Mapping[str, Table]) -> dict[str, pd.DataFrame]:
        """Run several expressions; name -> frame."""

    def query(self, expression: Table) -> str:
        """The engine's own query text of an expression."""

    def scalar(self, expression: object) -> int:
        """Run an expression that is one whole number; null is 0. Raises DataError as `run`."""

    def memtable(self, rows: Sequence[Mapping[str, object]], schema: Mapping[str, str]) -> Table:
        """A small table of given rows (periods, currencies) as an expression; may be empty."""

    def cache(self, expression: Table, name: str = "kept") -> Table:
        """Run an expression once and keep its rows as a temporary table. Raises DataError as `run`."""

    def drop(self, *tables: Table) -> None:
        """Forget tables made by `cache` or `memtable`."""

    def read_kept(self, files: Iterable[Path], schema: Mapping[str, str]) -> Table:
        """The rows of kept Parquet files, with the name of each one's folder in `part`; an empty table when there are none."""

    def spread(self, work: Callable[[Embedded, Job], Made], jobs: Sequence[Job]) -> Iterator[Made]:
        """What an embedded engine makes of each job: one after the other here, at once on a cluster's machines. In the jobs' order."""


class Maker(Engine, Protocol):
    """An engine that makes kept parts of events: the embedded one, and BigQuery of its own tables."""

    def take_out(self, staged: Table, rows: Table) -> None:
        """Delete from a staged table the rows whose `row` is in another table."""

    def portions(self, events: Table, whose: Value, rows: int) -> Iterator[Table]:
        """Events in portions, all of `whose` value alike in one, so that what orders a portion does not outgrow memory; one where they fit,
        `rows` being about how many they are. A portion is there until the next is asked for."""
