"""BigQuery: the same expressions where the events already are.

Tables of events are read natively, and never leave; their kept parts lie in the dataset of the address, in tables `reportgen_NAME` with a
column `part`. Exports that are files are read by an embedded engine here, and their kept parts are sent there once. What one build makes on
the way stands in tables `reportgen_scratch_...`, dropped at its end and gone after a day whatever happens.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from reportgen.engine.batching import batches
from reportgen.engine.connection import Embedded, embedded, too_large
from reportgen.engine.given import fields, given
from reportgen.engine.protocol import Job, Made
from reportgen.engine.where import Address, refused
from reportgen.errors import SettingsError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from ibis.expr.types import IntegerValue, StringValue, Table, Value

DIALECT = "bigquery"
RELEASE = "bigquery-1"
"""What native parts are made with; to be raised when the engine's own part of making them changes."""
PREFIX = "reportgen_"
PARTS = f"{PREFIX}parts"
SCRATCH = f"{PREFIX}scratch_"
SENT_BYTES = 64 << 20
"""So much of kept files is sent in one go."""
TYPES = {"string": "STRING", "int64": "INT64", "boolean": "BOOL", "float64": "FLOAT64"}
TASKS = 1000
MASK = 2**63 - 1
EXPIRES = "options (expiration_timestamp = timestamp_add(current_timestamp(), interval 1 day))"
"""What is said of a scratch table: it goes even where nobody lives to drop it."""
ABORTED = "concurrent update"
PAUSES = (1, 2, 4, 8, 16, 32)
"""Seconds before a transaction that was aborted for another one is asked again."""


class Warehouse(Protocol):
    """What is asked of BigQuery's client. Table names are `PROJECT.DATASET.NAME`."""

    def query(self, sql: str) -> pa.Table:
        """Run a query or script; its rows."""

    def estimate(self, sql: str) -> int:
        """The bytes that a query would scan, by a dry run."""

    def columns(self, sql: str) -> frozenset[str]:
        """The columns of a query's rows and the fields within them, by their dotted names, by a dry run."""

    def load(self, table: str, rows: pa.Table) -> None:
        """Add these rows to a table that is there."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of a dataset: its rows and bytes, and when it last changed (milliseconds since 1970)."""

    name: str
    rows: int
    bytes: int
    changed: int


class BigQuery:
    """A dataset in which expressions run (`protocol.Maker`), and an embedded engine for exports that are files here."""

    store: Path | None = None
    tasks = TASKS

    def __init__(self, warehouse: Warehouse, project: str, dataset: str, inside: Embedded) -> None:
        self.warehouse = warehouse
        self.version = inside.version
        self._project = project
        self._dataset = dataset
        self._inside = inside
        self._run = secrets.token_hex(6)
        self._tables = 0
        self._living: set[str] = set()
        self._sent: set[str] | None = None

    def run(self, expression: Table) -> pd.DataFrame:
        """Run one expression that returns counts, as a small frame of the types that the expression says."""
        found = self._asked(self.query(expression)).cast(expression.schema().to_pyarrow())
        frame: pd.DataFrame = found.to_pandas()
        return frame

    def many(self, expressions: Mapping[str, Table]) -> dict[str, pd.DataFrame]:
        """Run several expressions; name -> frame."""
        return {name: self.run(expression) for name, expression in expressions.items()}

    def query(self, expression: Table) -> str:
        """BigQuery's query text of an expression."""
        import ibis

        return str(ibis.to_sql(expression, dialect=DIALECT))

    def scalar(self, expression: Any) -> int:
        """Run an expression that is one whole number; null is 0."""
        (row,) = self._asked(self.query(expression.as_table())).to_pylist()
        (value,) = row.values()
        return 0 if value is None else int(value)

    def memtable(self, rows: Sequence[Mapping[str, object]], schema: Mapping[str, str]) -> Table:
        """A small table of given rows, loaded into a scratch table."""
        name = self._scratch()
        self._load(name, given(rows, schema), schema)
        return self._table(name, schema)

    def cache(self, expression: Table, name: str = "kept") -> Table:
        """Run an expression once and keep its rows in a scratch table. Its columns get plain names there."""
        schema = {column: str(kind) for column, kind in expression.schema().items()}
        plain = {column: f"c{place}" for place, column in enumerate(schema)}
        scratch = self._scratch()
        self._asked(
            f"create table {self._quoted(scratch)} {EXPIRES} as "
            + self.query(expression.select(**{short: expression[column] for column, short in plain.items()}))
        )
        table = self._table(scratch, {plain[column]: kind for column, kind in schema.items()})
        return table.select(**{column: table[short] for column, short in plain.items()})

    def drop(self, *tables: Table) -> None:
        """Forget tables made by `cache` or `memtable`."""
        from ibis.expr.operations import UnboundTable

        for table in tables:
            for found in table.op().find(UnboundTable):
                self._drop(found.name)

    def portions(self, events: Table, whose: Value, rows: int) -> Iterator[Table]:
        """One: a warehouse orders what it likes."""
        yield events

    def take_out(self, staged: Table, rows: Table) -> None:
        """Delete from a cached table the rows whose `row` is in another table."""
        from ibis.expr.operations import Project, UnboundTable

        (table,) = staged.op().find(UnboundTable)
        (project,) = staged.op().find(Project)
        column = project.values["row"].name
        self._asked(f"delete from {self._quoted(table.name)} where `{column}` in (select `row` from ({self.query(rows)}))")

    def read_kept(self, files: Iterable[Path], schema: Mapping[str, str]) -> Table:
        """The rows of kept parts, with each one's name in `part`; those that were made here are sent first, once."""
        paths = list(files)
        if not paths:
            return self.memtable([], {**schema, "part": "string"})
        kept = paths[0].stem
        self._send([file for file in paths if f"{file.parent.name}/{kept}" not in self._known()], kept, schema)
        table = self._table(PREFIX + kept, {**schema, "part": "string"})
        return table.filter(table.part.isin([file.parent.name for file in paths]))

    def spread(self, work: Callable[[Embedded, Job], Made], jobs: Sequence[Job]) -> Iterator[Made]:
        """What the embedded engine beside it makes of each job: files are here, and not in BigQuery."""
        return self._inside.spread(work, jobs)

    def hashed(self, text: StringValue) -> IntegerValue:
        """A text's fingerprint, 63 bits."""
        number: IntegerValue = text.hash().cast("int64") & MASK
        return number

    def listed(self, project: str, dataset: str) -> tuple[Listed, ...]:
        """The tables of a dataset, in name order."""
        found = self._asked(
            f"select table_id, row_count, size_bytes, last_modified_time from `{project}.{dataset}.__TABLES__` order by table_id"
        )
        return tuple(Listed(*row.values()) for row in found.to_pylist())

    def estimate(self, expression: Table) -> int:
        """The bytes that an expression would scan."""
        sql = self.query(expression)
        with _told():
            return self.warehouse.estimate(sql)

    def columns(self, project: str, dataset: str, name: str) -> frozenset[str]:
        """The columns of a table or of all that a wildcard names, and the fields within them, by their dotted names."""
        with _told():
            return self.warehouse.columns(f"select * from `{project}.{dataset}.{name}`")

    def kept(self) -> tuple[dict[str, dict[str, Any]], int]:
        """What is known of each part that was made here, key -> facts, and the bytes of all kept tables. Nothing is made for it."""
        tables = {each.name: each.bytes for each in self.listed(self._project, self._dataset) if each.name.startswith(PREFIX)}
        if PARTS not in tables:
            return {}, 0
        found = self._asked(f"select part, facts from {self._quoted(PARTS)} where kept = 'facts'").to_pylist()
        whole = sum(size for name, size in tables.items() if not name.startswith(SCRATCH))
        return {row["part"]: json.loads(row["facts"]) for row in found}, whole

    def keep(
        self,
        keys: Mapping[str, str],
        facts: Mapping[str, Mapping[str, Any]],
        tables: Mapping[str, Table],
        schemas: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Keep the parts of native tables, all or none: `tables` have a column `file`, `keys` say which part it is, `facts` what it is."""
        parts = ", ".join(_text(key) for key in keys.values())
        script = ["begin transaction"]
        for name, schema in schemas.items():
            part = tables[name].file.cases(*keys.items(), else_=None)
            rows = tables[name].select(**{column: tables[name][column].cast(kind) for column, kind in schema.items()}, part=part)
            self._asked(f"create table if not exists {self._quoted(PREFIX + name)} ({_columns(schema)}, part STRING) cluster by part")
            script.append(f"delete from {self._quoted(PREFIX + name)} where part in ({parts})")
            script.append(
                f"insert into {self._quoted(PREFIX + name)} ({', '.join(f'`{c}`' for c in (*schema, 'part'))}) {self.query(rows)}"
            )
        script.append(f"delete from {self._quoted(PARTS)} where part in ({parts})")
        told: list[tuple[str, str, str | None]] = [(keys[file], "facts", json.dumps(facts[file], sort_keys=True)) for file in keys]
        told += [(key, name, None) for key in keys.values() for name in schemas]
        script.append(f"insert into {self._quoted(PARTS)} (part, kept, facts) values {', '.join(_row(each) for each in told)}")
        self._known()
        self._together([*script, "commit transaction"])
        self._sent = None

    def close(self) -> None:
        """Drop what this build made on the way."""
        for name in sorted(self._living):
            with suppress(Exception):
                self._drop(name)

    def _send(self, files: Sequence[Path], kept: str, schema: Mapping[str, str]) -> None:
        """Kept parts made here, into the dataset: so many at a time as memory takes, loaded aside, then added whole or not at all."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = fields(schema)
        for some in batches(files, _bytes, SENT_BYTES):
            read = [(file.parent.name, pq.read_table(file).cast(columns)) for file in some]
            rows = pa.concat_tables([table.append_column("part", pa.array([part] * len(table), pa.string())) for part, table in read])
            self._add([part for part, _ in read], kept, rows, schema)

    def _add(self, parts: Sequence[str], kept: str, rows: pa.Table, schema: Mapping[str, str]) -> None:
        aside = self._scratch()
        self._load(aside, rows, {**schema, "part": "string"})
        names = ", ".join(f"`{name}`" for name in (*schema, "part"))
        self._asked(f"create table if not exists {self._quoted(PREFIX + kept)} ({_columns(schema)}, part STRING) cluster by part")
        script = (
            "begin transaction",
            f"delete from {self._quoted(PREFIX + kept)} where part in ({', '.join(_text(part) for part in parts)})",
            f"insert into {self._quoted(PREFIX + kept)} ({names}) select {names} from {self._quoted(aside)}",
            f"insert into {self._quoted(PARTS)} (part, kept, facts) values {', '.join(_row((part, kept, None)) for part in parts)}",
            "commit transaction",
        )
        self._together(script)
        self._drop(aside)
        self._known().update(f"{part}/{kept}" for part in parts)

    def _known(self) -> set[str]:
        """Which kept tables of which parts are in the dataset: `PART/TABLE`."""
        if self._sent is None:
            self._asked(f"create table if not exists {self._quoted(PARTS)} (part STRING, kept STRING, facts STRING) cluster by part")
            found = self._asked(f"select part, kept from {self._quoted(PARTS)}").to_pylist()
            self._sent = {f"{row['part']}/{row['kept']}" for row in found}
        return self._sent

    def _asked(self, sql: str) -> pa.Table:
        with _told():
            return self.warehouse.query(sql)

    def _together(self, script: Sequence[str]) -> None:
        """Run a transaction. One that another client's has run into is aborted by BigQuery, and asked again: one of them always ends."""
        for pause in (*PAUSES, None):
            try:
                self._asked(";\n".join(script) + ";")
            except SettingsError as error:
                if pause is None or ABORTED not in str(error):
                    raise
                time.sleep(pause)
            else:
                return

    def _load(self, name: str, rows: pa.Table, schema: Mapping[str, str]) -> None:
        self._asked(f"create table {self._quoted(name)} ({_columns(schema)}) {EXPIRES}")
        with _told():
            self.warehouse.load(self._full(name), rows)

    def _scratch(self) -> str:
        self._tables += 1
        name = f"{SCRATCH}{self._run}_{self._tables}"
        self._living.add(name)
        return name

    def _drop(self, name: str) -> None:
        self._living.discard(name)
        self._asked(f"drop table if exists {self._quoted(name)}")

    def _full(self, name: str) -> str:
        return f"{self._project}.{self._dataset}.{name}"

    def _quoted(self, name: str) -> str:
        return f"`{self._full(name)}`"

    def _table(self, name: str, schema: Mapping[str, str]) -> Table:
        import ibis

        return ibis.table(schema, name=name, catalog=self._project, database=self._dataset)


@contextmanager
def dataset(told: Address, memory: str | None) -> Iterator[BigQuery]:
    """BigQuery at an address. Raises SettingsError where its library is not installed, nobody is signed in, or the dataset is not there."""
    project, _, name = told.where.rpartition("/")
    warehouse = google(project, name, told.options.get("location"), int(told.options.get("max_bytes", 0)))
    with embedded(memory) as inside:
        engine = BigQuery(warehouse, project, name, inside)
        try:
            yield engine
        finally:
            engine.close()


def google(project: str, dataset: str, location: str | None, most: int) -> Warehouse:
    """BigQuery's own client. Raises as `dataset`."""
    try:
        from reportgen.engine.google import Google
    except ImportError as error:
        raise refused("BigQuery's library is not installed", "install it with `pip install 'reportgen[bigquery]'`") from error
    return Google(project, dataset, location, most)


@contextmanager
def _told() -> Iterator[None]:
    """What BigQuery refuses, and what does not reach it, as an error that a user can mend: DataError for a sum beyond 64 bits, else
    SettingsError."""
    try:
        yield
    except Exception as error:
        if re.search("integer overflow|int64 overflow", str(error), re.IGNORECASE):
            raise too_large() from error
        if type(error).__module__.partition(".")[0] in ("google", "requests"):
            said = str(error).partition("\n")[0]
            raise refused(f"BigQuery refuses a query ({said})", "look at the query on its own page of jobs") from error
        raise


def _bytes(file: Path) -> int:
    return file.stat().st_size


def _columns(schema: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {TYPES[kind]}" for name, kind in schema.items())


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _row(values: Iterable[str | None]) -> str:
    return f"({', '.join('null' if value is None else _text(value) for value in values)})"
