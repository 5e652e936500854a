"""The one door to the engine: connect, read, run, keep, write.

Everything above speaks Ibis expressions; only this room and the readers know that DuckDB runs them by default.
Ibis is imported on first use: it costs half a second that `--help` must not pay.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportgen.engine.aside import locked, scratch_folder, unfinished
from reportgen.engine.batching import batches
from reportgen.engine.bigquery import RELEASE, BigQuery, Listed, dataset
from reportgen.engine.connection import Embedded, embedded
from reportgen.engine.memory import BESIDE
from reportgen.engine.protocol import Engine, Maker
from reportgen.engine.stacking import stacked
from reportgen.engine.where import EMBEDDED, Kind, address

__all__ = [
    "BESIDE",
    "RELEASE",
    "BigQuery",
    "Embedded",
    "Engine",
    "Kind",
    "Listed",
    "Maker",
    "address",
    "batches",
    "connect",
    "embedded",
    "locked",
    "scratch_folder",
    "stacked",
    "unfinished",
]


@contextmanager
def connect(url: str = EMBEDDED, memory: str | None = None, scratch: Path | None = None, *, kept: Path | None = None) -> Iterator[Engine]:
    """The engine of an address, for one build. `memory` limits every embedded engine that works for it; `kept` is where the workspace
    keeps its parts.

    Raises SettingsError for an address that names no engine, one that cannot be reached, and a missing extra; else as `embedded`.
    """
    told = address(url)
    if told.kind is Kind.SPARK:
        from reportgen.engine.spark import spark

        with spark(told, memory, kept or scratch or Path(tempfile.gettempdir())) as cluster:
            yield cluster
    elif told.kind is Kind.BIGQUERY:
        with dataset(told, memory) as warehouse:
            yield warehouse
    else:
        with embedded(memory, scratch) as inside:
            yield inside
