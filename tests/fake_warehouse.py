"""BigQuery's client as a fake: what it is asked, in BigQuery's words, is said in DuckDB's and run there."""

from collections.abc import Iterable, Iterator, Mapping

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

PROJECT, DATASET = "project", "analytics_1"
DRY_RUN = 1_234_567
KEPT = 1_000_000
"""Bytes of each table of reportgen's own."""
MACROS = ("farm_fingerprint(told) as (hash(told) >> 1)::bigint", "ieee_divide(n, of_) as n::double / of_::double")
"""What the translation leaves as it is."""


class FakeWarehouse:
    """A project of one dataset in memory. `asked` is every statement in BigQuery's words, `estimated` every dry run."""

    def __init__(self) -> None:
        self.con = duckdb.connect(config={"threads": 1})
        self.con.execute(f"attach ':memory:' as {PROJECT}; create schema {PROJECT}.{DATASET}")
        for macro in MACROS:
            self.con.execute(f"create macro {macro}")
        self.asked: list[str] = []
        self.estimated: list[str] = []

    def query(self, sql: str) -> pa.Table:
        self.asked.append(sql)
        found = pa.table({})
        for statement in sqlglot.parse(sql, read="bigquery"):
            if statement is not None:
                found = self.con.execute(said(statement)).to_arrow_table()
        return found

    def estimate(self, sql: str) -> int:
        sqlglot.parse_one(sql, read="bigquery")
        self.estimated.append(sql)
        return DRY_RUN

    def columns(self, sql: str) -> frozenset[str]:
        (statement,) = sqlglot.parse(sql, read="bigquery")
        assert statement is not None
        return frozenset(_names(self.con.execute(f"{said(statement)} limit 0").to_arrow_table().schema))

    def load(self, table: str, rows: pa.Table) -> None:
        self.con.register("given", rows)
        self.con.execute(f"insert into {table} from given")
        self.con.unregister("given")

    def events(self, tables: Mapping[str, str]) -> None:
        """Tables of events by name, as queries; and the wildcard over them, as BigQuery has it."""
        every = " union all by name ".join(
            f"select *, '{name.removeprefix('events_')}' as _TABLE_SUFFIX from ({query})" for name, query in tables.items()
        )
        place = f"{PROJECT}.{DATASET}"
        self.con.execute(f'create or replace view {place}."events_*" as {every}')
        rows = ", ".join(
            f"('{name}', (select count(*) from ({query})), 1000::bigint, 1790000000000::bigint)" for name, query in tables.items()
        )
        given = f"select * from (values {rows}) t(table_id, row_count, size_bytes, last_modified_time)"
        kept = f"select table_name, estimated_size, {KEPT}::bigint, 0::bigint from duckdb_tables() where table_name like 'reportgen%'"
        self.con.execute(f"create or replace view {place}.__TABLES__ as {given} union all {kept}")


def _names(fields: Iterable[pa.Field], above: str = "") -> Iterator[str]:
    for field in fields:
        yield above + field.name
        kind = field.type.value_type if pa.types.is_list(field.type) else field.type
        if pa.types.is_struct(kind):
            yield from _names(kind.fields, f"{above}{field.name}.")


def said(statement: exp.Expression) -> str:
    """A statement of BigQuery in DuckDB's words, without what only a warehouse on disk has. There offsets begin with 0, here with 1."""
    plain = statement.copy()
    for found in list(plain.find_all(exp.Property)):
        found.pop()
    for found in list(plain.find_all(exp.Properties)):
        found.pop()
    for pad in plain.find_all(exp.Pad):
        pad.set("expression", exp.cast(pad.expression, "int"))
    offsets = {found.args["offset"].name for found in plain.find_all(exp.Unnest) if found.args.get("offset")}
    for column in [found for found in plain.find_all(exp.Column) if found.name in offsets]:
        column.replace(exp.paren(exp.Sub(this=column.copy(), expression=exp.Literal.number(1))))
    return str(plain.sql(dialect="duckdb"))
