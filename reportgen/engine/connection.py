"""The embedded engine: DuckDB in the process, with the verbs of every engine and those that readers of files need."""

from __future__ import annotations

import glob
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.engine.aside import scratch_folder
from reportgen.engine.given import given
from reportgen.engine.memory import share
from reportgen.engine.memory import threads as shared_threads
from reportgen.errors import DataError, OutputError, Place, Problem, SettingsError

if TYPE_CHECKING:
    import pandas as pd
    from ibis.backends.duckdb import Backend
    from ibis.expr.datatypes import DataType
    from ibis.expr.types import Table, Value

    from reportgen.engine.protocol import Job, Made

MOST_SUM = 2**63 // 1_000_000
ORDERED_BYTES = 1000
"""What an event takes while a session's events are ordered and summed up, roughly: that cannot be spilled."""
WAITING = 4
"""Of the events that fit, one in so many waits in memory to be sorted into portions, and one for the files of these."""
LEAST_WAITING = 2048
DISK_FULL = "max_temp_directory_size"
"""Stands in what the engine says when it has no disk to spill to, which it calls a lack of memory, too."""


class Embedded:
    """An open connection (`protocol.Engine`) and `scratch`, a folder for what does not fit into memory. `version` names the library and its
    release."""

    store: Path | None = None
    tasks = 1

    def __init__(self, backend: Backend, scratch: Path) -> None:
        import duckdb

        self.backend = backend
        self.version = f"duckdb-{duckdb.__version__}"
        self.scratch = scratch
        self._tables = 0
        self._staged: list[str] = []
        self._types: dict[str, DataType] = {}

    def run(self, expression: Table) -> pd.DataFrame:
        """Run one expression that returns counts, never events, as a small frame. Raises DataError for a sum beyond 64 bits."""
        with _sums_told():
            frame: pd.DataFrame = self._alone_if_need_be(lambda: self.backend.to_pyarrow(expression)).to_pandas()
        return frame

    def many(self, expressions: Mapping[str, Table]) -> dict[str, pd.DataFrame]:
        """Run several expressions; name -> frame."""
        return {name: self.run(expression) for name, expression in expressions.items()}

    def query(self, expression: Table) -> str:
        """The engine's own query text of an expression."""
        import ibis

        return str(ibis.to_sql(expression, dialect=self.backend.name))

    def scalar(self, expression: object) -> int:
        """Run an expression that is one whole number; null is 0. Raises DataError as `run`."""
        with _sums_told():
            value = self._alone_if_need_be(lambda: self.backend.to_pyarrow(expression)).as_py()
        return 0 if value is None else int(value)

    def memtable(self, rows: Sequence[Mapping[str, object]], schema: Mapping[str, str]) -> Table:
        """A small table of given rows (periods, currencies) as an expression; may be empty."""
        table = self._name("rows")
        self.backend.con.register(f"{table}_given", given(rows, schema))
        self.backend.raw_sql(f"create temp table {table} as from {table}_given")
        self.backend.con.unregister(f"{table}_given")
        return self._temporary(table)

    def cache(self, expression: Table, name: str = "kept") -> Table:
        """Run an expression once and keep its rows as a temporary table. Raises DataError as `run`."""
        table = self._name(name)
        whole = [column for column, kind in expression.schema().items() if kind.is_int64()]
        typed = f"* replace ({', '.join(_whole(column) for column in whole)})" if whole else "*"
        query = f"create temp table {table} as select {typed} from ({self.backend.compile(expression)})"
        with _sums_told():
            self._alone_if_need_be(lambda: self.backend.raw_sql(query))
        return self._temporary(table)

    def drop(self, *tables: Table) -> None:
        """Forget tables made by `cache` or `memtable`, to give their memory back."""
        for table in tables:
            self.backend.raw_sql(f"drop table if exists {table.get_name()}")

    def stage(self, query: str) -> Table:
        """Run a reader's own query over a file once, into a temporary table, until `drop_staged`. Embedded engine only.

        A column `row` beside the query's own numbers the rows.
        """
        name = self._name("staged")
        self._alone_if_need_be(lambda: self.backend.raw_sql(f"create temp table {name}_rows as {query}"))
        self.backend.raw_sql(f'create temp view {name} as select *, rowid as "row" from {name}_rows')
        self._staged.append(name)
        return self._temporary(name)

    def take_out(self, staged: Table, rows: Table) -> None:
        """Delete from a staged table the rows whose `row` is in another table. Cheaper than leaving them out of every expression."""
        name = staged.get_name()
        query = f'delete from {name}_rows where rowid in (select "row" from ({self.backend.compile(rows)}))'
        self._alone_if_need_be(lambda: self.backend.raw_sql(query))

    def portions(self, events: Table, whose: Value, rows: int) -> Iterator[Table]:
        """As many as the memory limit asks for, written to the scratch folder in one pass."""
        limit, threads = self.rows("select try(parse_formatted_bytes(current_setting('memory_limit'))), current_setting('threads')")[0]
        fit = int(str(limit)) // ORDERED_BYTES if limit is not None else rows  # of thousands of TB, which it cannot parse, all fit
        count = -(-rows // max(fit, 1))
        if count <= 1:
            yield events
            return
        name = self._name("portions")
        folder = self.scratch / name
        cut = self.backend.compile(events.mutate(portion=(whose.hash() % count).abs()))
        each, group = (max(fit // WAITING // by, LEAST_WAITING) for by in (int(str(threads)), count))
        self.backend.raw_sql(f"set partitioned_write_flush_threshold = {each}")
        options = f"format parquet, partition_by (portion), compression lz4, row_group_size {group}"

        def write() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            self.backend.raw_sql(f"copy ({cut}) to {_quoted(folder)} ({options})")

        self._alone_if_need_be(write)
        parts = sorted(folder.iterdir())
        if not parts:
            yield events
            return
        for part in parts:
            files = _quoted(f"{glob.escape(str(part))}/*")
            self.backend.raw_sql(f"create or replace temp view {name} as from read_parquet({files}, hive_partitioning = false)")
            yield self._temporary(name)
            shutil.rmtree(part)
        self.backend.raw_sql(f"drop view {name}")

    def drop_staged(self) -> None:
        """Forget all staged events: the only tables that grow with the exports."""
        while self._staged:
            name = self._staged.pop()
            self.backend.raw_sql(f"drop view temp.{name}")
            self.backend.raw_sql(f"drop table temp.{name}_rows")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Run a reader's own small query (a file's schema, an example row)."""
        result: list[tuple[object, ...]] = self.backend.raw_sql(query).fetchall()
        return result

    def read_kept(self, files: Iterable[Path], schema: Mapping[str, str]) -> Table:
        """The rows of kept Parquet files, with the name of each one's folder in `part`; an empty table when there are none."""
        import ibis

        paths = [str(file) for file in files]
        if not paths:
            return self.memtable([], {**schema, "part": "string"})
        table = self.backend.read_parquet(paths, table_name=self._name("parts"), filename=True)
        return table.select(
            **{name: table[name].cast(kind) for name, kind in schema.items()}, part=ibis._["filename"].re_extract("([^/]+)/[^/]*$", 1)
        )

    def write(self, expression: Table, file: Path, schema: Mapping[str, str]) -> int:
        """Write an expression's rows to a Parquet file with exactly these columns and types; returns how many rows.

        Raises OutputError when the disk does not take it.
        """
        import duckdb

        types = {"string": "varchar", "int64": "bigint", "boolean": "boolean"}
        columns = ", ".join(f'"{name}"::{types[kind]} as "{name}"' for name, kind in schema.items())
        query = f"copy (select {columns} from ({self.backend.compile(expression)})) to {_quoted(file)}"
        try:
            written = self._alone_if_need_be(lambda: self.rows(f"{query} (format parquet, compression zstd, compression_level 1)"))
            return int(str(written[0][0]))
        except duckdb.IOException as error:
            raise OutputError(file.parent, _first_line(error)) from error

    def spread(self, work: Callable[[Embedded, Job], Made], jobs: Sequence[Job]) -> Iterator[Made]:
        """What this engine makes of each job, one after the other."""
        for job in jobs:
            yield work(self, job)

    def _alone_if_need_be(self, work: Callable[[], Any]) -> Any:
        """What the engine makes of it; by one thread where several at once need more memory than there is."""
        import duckdb

        try:
            return work()
        except duckdb.OutOfMemoryException as error:
            if DISK_FULL in str(error):
                raise
            threads = self.rows("select current_setting('threads')")[0][0]
            self.backend.raw_sql("set threads = 1")
            try:
                return work()
            finally:
                self.backend.raw_sql(f"set threads = {threads}")

    def _temporary(self, name: str) -> Table:
        """A temporary table or view as an expression. Ibis' own way reads each column's type anew, which takes longer than most queries."""
        import ibis
        from ibis.expr.operations import DatabaseTable, Namespace

        types = {str(column): self._type(str(kind)) for column, kind, *_ in self.rows(f"describe temp.main.{name}")}
        table = DatabaseTable(name, ibis.schema(types), self.backend, Namespace(catalog="temp", database="main"))
        return table.to_expr()

    def _type(self, written: str) -> DataType:
        if written not in self._types:
            self._types[written] = self.backend.compiler.type_mapper.from_string(written)
        return self._types[written]

    def _name(self, stem: str) -> str:
        self._tables += 1
        return f"{stem}_{self._tables}"


@contextmanager
def embedded(memory: str | None = None, scratch: Path | None = None, threads: int | None = None) -> Iterator[Embedded]:
    """An embedded engine. `memory` limits it (`2GB`; by default as `memory.share`); beyond that it spills to a folder of its own within
    `scratch`, by default the system's for temporary files. What killed builds have left there is cleared. `threads`: by default as
    `memory.threads`.

    Raises SettingsError for a limit that it refuses or that does not suffice; OutputError when the scratch folder cannot take what does
    not fit into memory.
    """
    with scratch_folder(scratch) as folder:
        yield from _connected(memory, threads, folder)


def _connected(memory: str | None, threads: int | None, folder: Path) -> Iterator[Embedded]:
    import duckdb
    import ibis

    options: dict[str, str | int | bool] = {
        "temp_directory": str(folder),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if limit := memory or _default():
        options["memory_limit"] = limit
    if each := threads or shared_threads():
        options["threads"] = each
    try:
        backend = ibis.duckdb.connect(**options)
    except Exception as error:
        refused = Problem(Place("config/report.yaml"), "memory", f"the engine refuses {memory!r}: {error}", "write a size such as 2GB")
        raise SettingsError([refused]) from error
    backend.raw_sql("set enable_progress_bar = false")
    engine = Embedded(backend, folder)
    try:
        yield engine
    except duckdb.OutOfMemoryException as error:
        if DISK_FULL in str(error):
            raise OutputError(folder, _first_line(error)) from error
        full = Problem(
            Place("config/report.yaml"),
            "memory",
            f"the engine ran out of it ({_first_line(error)})",
            f"allow more than {limit}, such as 16GB",
        )
        raise SettingsError([full]) from error
    except duckdb.IOException as error:
        raise OutputError(folder, _first_line(error)) from error
    finally:
        backend.disconnect()


def _default() -> str | None:
    """The limit where the settings name none."""
    found = share()
    return f"{found // 10**6}MB" if found else None


@contextmanager
def _sums_told() -> Iterator[None]:
    """A sum that no whole number of 64 bits holds, as DataError. Numbers are kept in millionths."""
    import duckdb
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowInvalid, duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        if not any(said in str(error).lower() for said in ("out of bounds", "out of range")):
            raise
        raise too_large() from error


def too_large() -> DataError:
    """What is said of numbers that do not add up in 64 bits."""
    wrong = f"the numbers of one column add up to more than {MOST_SUM:,}: they are ids, or of another unit than the column says"
    return DataError(Problem(None, "", wrong, "look for them in the counters, costs and amounts that are mapped, and map another column"))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _quoted(path: Path | str) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _whole(column: str) -> str:
    """A column as the whole number that its sum is declared to be: the engine's own sums are wider."""
    return f'"{column}"::bigint as "{column}"'
