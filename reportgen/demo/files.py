"""Export files: Arrow columns as Parquet or as BigQuery's NDJSON, the same bytes each time."""

import gzip
import io
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from reportgen.errors import OutputError


def parquet(columns: Mapping[str, pa.Array]) -> bytes:
    """One Parquet file of these columns."""
    sink = io.BytesIO()
    table = pa.table({name: _decoded(column) for name, column in columns.items()})
    pq.write_table(table, sink, compression="zstd", store_schema=False)
    return sink.getvalue()


def ndjson_gz(lines: Sequence[str]) -> bytes:
    """Gzipped lines, without a time in the header."""
    return gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=5, mtime=0)


def lines(columns: Mapping[str, pa.Array]) -> list[str]:
    """A JSON object a row as BigQuery exports it: whole numbers as strings, nulls left out."""
    return [text or "{}" for text in _objects(list(columns), [_texts(column) for column in columns.values()])]


def write(path: Path, content: bytes) -> None:
    """Put a whole file in place, or raise OutputError and leave what was there."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(content)
        fresh.replace(path)
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error


def _decoded(column: pa.Array) -> pa.Array:
    """Plain values all the way down; Parquet makes its own dictionaries.

    Given nested Arrow dictionaries the Parquet writer leaves bytes undefined, and two runs differ (seen with pyarrow 26).
    """
    if isinstance(column, pa.DictionaryArray):
        return column.dictionary.take(column.indices)
    if isinstance(column, pa.ListArray):
        return pa.ListArray.from_arrays(column.offsets, _decoded(column.values))
    if isinstance(column, pa.StructArray):
        names = [field.name for field in column.type]
        return pa.StructArray.from_arrays([_decoded(column.field(name)) for name in names], names=names)
    return column


def _texts(array: pa.Array) -> list[str | None]:
    """Each value's JSON, None for null."""
    if isinstance(array, pa.DictionaryArray):
        values = [*_texts(array.dictionary), None]
        return [values[index] for index in array.indices.fill_null(-1).to_pylist()]
    if pa.types.is_struct(array.type):
        names = [field.name for field in array.type]
        objects = _objects(names, [_texts(array.field(name)) for name in names])
        return [text if valid else None for text, valid in zip(objects, array.is_valid().to_pylist(), strict=True)]
    if pa.types.is_list(array.type):
        values = _texts(array.values)
        ends = np.asarray(array.offsets).tolist()
        return ["[" + ",".join(value or "{}" for value in values[begin:end]) + "]" for begin, end in pairwise(ends)]
    if pa.types.is_integer(array.type):
        return [None if value is None else f'"{value}"' for value in array.to_pylist()]
    return [None if value is None else json.dumps(value, ensure_ascii=False) for value in array.to_pylist()]


def _objects(names: Sequence[str], fields: Sequence[list[str | None]]) -> list[str]:
    """JSON objects from the texts of their fields, row by row."""
    size = len(fields[0]) if fields else 0
    members = []
    for name, texts in zip(names, fields, strict=True):
        head = f'"{name}":'
        member = [text and head + text for text in texts]
        if any(member):
            members.append(member)
    if not members:
        return ["{}"] * size
    return ["{" + ",".join(filter(None, row)) + "}" for row in zip(*members, strict=True)]
