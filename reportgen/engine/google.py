"""BigQuery's own client, as far as it is asked."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from google.cloud import bigquery as library

from reportgen.engine.where import refused

if TYPE_CHECKING:
    import pyarrow as pa

REACHED = 30.0
"""Seconds in which BigQuery answers at all; from then on its client's own patience holds, which is ten minutes."""
KINDS = {"string": "STRING", "int64": "INT64", "bool": "BOOL", "double": "FLOAT64"}


class Google:
    """A `Warehouse`. `most` bytes may one query scan; 0 for no limit.

    Raises SettingsError where nobody is signed in, and where the dataset is not there or cannot be reached.
    """

    def __init__(self, project: str, dataset: str, location: str | None, most: int) -> None:
        self._most = most
        try:
            self._client = library.Client(project=project, location=location)
        except Exception as error:
            wrong = f"nobody is signed in to BigQuery ({_first_line(error)})"
            raise refused(wrong, "sign in with `gcloud auth application-default login`") from error
        try:
            self._client.get_dataset(f"{project}.{dataset}", retry=library.DEFAULT_RETRY.with_timeout(REACHED), timeout=REACHED)
        except Exception as error:
            right = "is it there, in this location, and may who is signed in read and write it?"
            raise refused(f"the dataset {project}.{dataset} of BigQuery cannot be used ({_first_line(error)})", right) from error

    def query(self, sql: str) -> pa.Table:
        """Run a query or script; its rows."""
        config = library.QueryJobConfig(**({"maximum_bytes_billed": self._most} if self._most else {}))
        return self._client.query(sql, job_config=config).result().to_arrow(create_bqstorage_client=False)

    def estimate(self, sql: str) -> int:
        """The bytes that a query would scan, by a dry run."""
        return int(self._tried(sql).total_bytes_processed)

    def columns(self, sql: str) -> frozenset[str]:
        """The columns of a query's rows and the fields within them, by a dry run."""
        return frozenset(_names(self._tried(sql).schema or ()))

    def load(self, table: str, rows: pa.Table) -> None:
        """Add these rows to a table that is there."""
        import pyarrow.parquet as pq

        packed = io.BytesIO()
        pq.write_table(rows, packed)
        size = packed.tell()
        packed.seek(0)
        fields = [library.SchemaField(field.name, KINDS[str(field.type)]) for field in rows.schema]
        config = library.LoadJobConfig(source_format="PARQUET", schema=fields, write_disposition="WRITE_APPEND")
        self._client.load_table_from_file(packed, table, size=size, job_config=config).result()

    def _tried(self, sql: str) -> Any:
        return self._client.query(sql, job_config=library.QueryJobConfig(dry_run=True, use_query_cache=False))


def _names(fields: Sequence[Any], above: str = "") -> Iterator[str]:
    for field in fields:
        yield above + field.name
        yield from _names(field.fields, f"{above}{field.name}.")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
