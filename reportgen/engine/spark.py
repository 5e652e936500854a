"""Spark: the same expressions on a cluster's machines.

Exports are read by embedded engines, one a task, wherever Spark runs it; their kept parts lie in a folder that all machines see. What is
derived from parts runs in Spark. Each temporary table is written to that folder too, and never recomputed: a machine that is lost takes no
row with it, and none is numbered twice.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Generic

import reportgen
from reportgen.engine.aside import unfinished
from reportgen.engine.cluster import cluster
from reportgen.engine.connection import Embedded, embedded
from reportgen.engine.given import given
from reportgen.engine.memory import share
from reportgen.engine.protocol import Job, Made
from reportgen.engine.where import Address, refused
from reportgen.errors import OutputError, ReportgenError, refusal

if TYPE_CHECKING:
    import pandas as pd
    from ibis.backends.pyspark import Backend
    from ibis.expr.schema import Schema
    from ibis.expr.types import Table
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

AT_ONCE = 4
"""So many small queries are under way at the same time: most of each is waiting."""


class Spark:
    """A session of Spark and the folders it shares with its workers (`protocol.Engine`)."""

    def __init__(self, backend: Backend, store: Path, scratch: Path, memory: str | None) -> None:
        import duckdb

        self.backend = backend
        self.session = backend._session
        self.version = f"duckdb-{duckdb.__version__}"
        self.store = store
        self.tasks = max(2, self.session.sparkContext.defaultParallelism)
        self._scratch = scratch
        self._memory = memory
        self._tables = 0

    def run(self, expression: Table) -> pd.DataFrame:
        """Run one expression that returns counts, as a small frame of the types that the expression says."""
        found = self._asked(expression).toArrow().cast(expression.schema().to_pyarrow())
        frame: pd.DataFrame = found.to_pandas()
        return frame

    def many(self, expressions: Mapping[str, Table]) -> dict[str, pd.DataFrame]:
        """Run several expressions, some at the same time; name -> frame."""
        with ThreadPoolExecutor(AT_ONCE) as threads:
            return dict(zip(expressions, threads.map(self.run, expressions.values()), strict=True))

    def query(self, expression: Table) -> str:
        """Spark's query text of an expression."""
        import ibis

        return str(ibis.to_sql(expression, dialect=self.backend.name))

    def scalar(self, expression: object) -> int:
        """Run an expression that is one whole number; null is 0."""
        value = self.session.sql(self.backend.compile(expression)).collect()[0][0]
        return 0 if value is None else int(value)

    def memtable(self, rows: Sequence[Mapping[str, object]], schema: Mapping[str, str]) -> Table:
        """A small table of given rows: a file, so that Spark knows how small it is."""
        import ibis
        import pyarrow.parquet as pq

        folder = self._folder("rows")
        folder.mkdir()
        pq.write_table(given(rows, schema), folder / "rows.parquet")
        return self._view(folder, ibis.schema(schema))

    def cache(self, expression: Table, name: str = "kept") -> Table:
        """Run an expression once and keep its rows as files, of the types that the expression says."""
        known, folder = expression.schema(), self._folder(name)
        typed(self._asked(expression), known).write.parquet(f"file://{folder}")
        return self._view(folder, known)

    def drop(self, *tables: Table) -> None:
        """Forget tables made by `cache` or `memtable`, and their files."""
        for table in tables:
            name = table.get_name()
            self.session.catalog.dropTempView(name)
            shutil.rmtree(self._scratch / name, ignore_errors=True)

    def read_kept(self, files: Iterable[Path], schema: Mapping[str, str]) -> Table:
        """The rows of kept Parquet files, with the name of each one's folder in `part`."""
        import ibis

        paths = [_plain(file) for file in files]
        if not paths:
            return self.memtable([], {**schema, "part": "string"})
        self._tables += 1
        name = f"parts_{self._tables}"
        read = self.session.read.schema(_fields(ibis.schema(schema))).parquet(*paths)
        part = "regexp_extract(_metadata.file_path, '([^/]+)/[^/]*$', 1) as part"
        read.selectExpr(*(f"`{column}`" for column in schema), part).createTempView(name)
        return self._named(name, ibis.schema({**schema, "part": "string"}))

    def spread(self, work: Callable[[Embedded, Job], Made], jobs: Sequence[Job]) -> Iterator[Made]:
        """What an embedded engine on one of the cluster's machines makes of each job; tasks that are lost with theirs are done again."""
        if not jobs:
            return
        task = _Task(work, self._memory, int(self.session.conf.get("spark.task.cpus", "1") or 1), self._scratch, _versions())
        found = self.session.sparkContext.parallelize(jobs, len(jobs)).map(task).collect()
        for made, error in found:
            if error is not None:
                raise error
            yield made

    def _asked(self, expression: Table) -> DataFrame:
        return self.session.sql(self.backend.compile(expression))

    def _folder(self, stem: str) -> Path:
        self._tables += 1
        return self._scratch / f"{stem}_{self._tables}"

    def _view(self, folder: Path, schema: Schema) -> Table:
        self.session.read.schema(_fields(schema)).parquet(_plain(folder)).createTempView(folder.name)
        return self._named(folder.name, schema)

    def _named(self, name: str, schema: Schema) -> Table:
        """A view as an expression, of known types: Ibis' own way asks for them."""
        from ibis.expr.operations import DatabaseTable, Namespace

        return DatabaseTable(name, schema, self.backend, Namespace()).to_expr()


@contextmanager
def spark(told: Address, memory: str | None, kept: Path) -> Iterator[Spark]:
    """Spark at an address, with a folder for temporary tables beside the kept parts. `memory` limits each task's embedded engine; by
    default the machine's, shared among its cores.

    Raises as `cluster`, and OutputError where the folder cannot be written.
    """
    store = Path(told.options.get("store") or kept).absolute()
    if ":" in str(store):
        raise refused(
            f"Spark takes no colon in a folder's name, and kept parts are in `{store}`", "name another folder with `store=` in the address"
        )
    with ExitStack() as open_ones:
        found = open_ones.enter_context(cluster(told, store))
        try:
            scratch = open_ones.enter_context(unfinished(store, "spark-"))
        except OSError as error:
            raise OutputError(store, refusal(error)) from error
        import ibis

        scratch.chmod(0o777)
        with found.told():
            yield Spark(ibis.pyspark.connect(found.session), store, scratch, memory)


class _Task(Generic[Job, Made]):
    """What a worker does of each job: an embedded engine for it alone. An error that is the user's comes back as one."""

    def __init__(self, work: Callable[[Embedded, Job], Made], memory: str | None, threads: int, shared: Path, versions: str) -> None:
        self._work = work
        self._memory = memory
        self._threads = threads
        self._shared = shared
        self._versions = versions

    def __call__(self, job: Job) -> tuple[Made | None, ReportgenError | None]:
        try:
            self._check()
            with embedded(self._memory or _share(), threads=self._threads) as engine:
                return self._work(engine, job), None
        except ReportgenError as error:
            return None, error

    def _check(self) -> None:
        """Raises SettingsError on a worker that would make other parts than this machine, or make them where nobody finds them."""
        if (here := _versions()) != self._versions:
            right = "install the same versions there as here, and name their Python in PYSPARK_PYTHON"
            raise refused(f"a worker of Spark has {here}, and what builds has {self._versions}", right)
        if not self._shared.is_dir():
            right = (
                "name one that all of Spark's machines see under the same path, with `store=` in the address, and the exports on it, too"
            )
            raise refused(f"a worker of Spark does not see the folder `{self._shared.parent}`", right)


def _versions() -> str:
    import duckdb

    return f"reportgen {reportgen.__version__} and duckdb {duckdb.__version__}"


def _share() -> str | None:
    """The memory of an embedded engine on this machine, shared among as many tasks as it has cores."""
    found = share()
    return f"{found // (os.cpu_count() or 1) // 10**6}MB" if found else None


def _fields(schema: Schema) -> StructType:
    from ibis.backends.pyspark.datatypes import PySparkSchema

    return PySparkSchema.from_ibis(schema)


def typed(rows: DataFrame, schema: Schema) -> DataFrame:
    """Rows with the types that the expression says: Spark numbers rows, for one, in 32 bits."""
    from pyspark.sql.functions import col

    return rows.select(*(col(f"`{each.name}`").cast(each.dataType).alias(each.name) for each in _fields(schema).fields))


def _plain(path: Path) -> str:
    """A path as Spark takes it: on the machines' own file system, and no glob."""
    return "file://" + re.sub(r"([\[\]{}*?\\])", r"\\\1", str(path.absolute()))
