"""Small tables of given rows, as every engine takes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


def given(rows: Sequence[Mapping[str, object]], schema: Mapping[str, str]) -> pa.Table:
    """The rows, of which there may be none, as columns of the schema's types (`string`, `int64`, `boolean`, `float64`)."""
    import pyarrow as pa

    return pa.table([pa.array([row[field.name] for row in rows], field.type) for field in fields(schema)], list(schema))


def fields(schema: Mapping[str, str]) -> pa.Schema:
    """Columns and their types as Arrow has them."""
    import ibis

    found: pa.Schema = ibis.schema(schema).to_pyarrow()
    return found
