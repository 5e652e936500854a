"""The nested columns of an export as its file has them: exports of different years lack different ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.activity import Staged
from reportgen.engine import Embedded
from reportgen.model.counts import RejectedRows
from reportgen.readers.files import Opened
from reportgen.readers.sql import FILE, by_file, literal, name, without_refused

Told = Callable[[Opened, str, int, object], RejectedRows]
"""Tells refused rows of a file: why, how many, and what one of them says."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How records are read: SQL of a reader for a list of paths, and the columns' types; exports of different years lack different
    ones."""

    parquet: bool
    types: tuple[tuple[str, str], ...]

    @property
    def columns(self) -> Mapping[str, str]:
        return dict(self.types)

    def source(self, paths: Sequence[Path]) -> str:
        listed = f"[{', '.join(literal(str(path)) for path in paths)}], filename = {literal(FILE)}"
        if self.parquet:
            return f"read_parquet({listed})"
        columns = ", ".join(f"{name(column)}: {literal(kind)}" for column, kind in self.types)
        return f"read_json({listed}, format = 'newline_delimited', ignore_errors = true, columns = {{{columns}}})"

    def has(self, path: str) -> bool:
        """Whether a nested field such as `geo.country` is there."""
        column, *fields = path.split(".")
        kind = self.columns.get(column, "")
        for field in fields:
            kind = fields_of(kind).get(field, "")
        return bool(kind)

    def get(self, path: str, kind: str = "varchar") -> str:
        """A nested field as SQL; null where the file lacks it."""
        return f"{path}::{kind}" if self.has(path) else f"null::{kind}"

    def items(self, column: str) -> tuple[str, str, str]:
        """A repeated record: its list, and how a lambda's `item` and its type are reached. BigQuery's older Parquet exports wrap
        each element (`list.element`)."""
        return repeated(column, self.columns.get(column, ""))


def shape_of(engine: Embedded, file: Opened, columns: Mapping[str, str]) -> Shape:
    """How a file is read: JSON into these columns, Parquet into its own."""
    if not file.parquet:
        return Shape(False, tuple(columns.items()))
    found = engine.rows(f"describe select * from read_parquet({literal(str(file.path))})")
    return Shape(True, tuple((str(row[0]), str(row[1])) for row in found))


def staged_events(engine: Embedded, files: Sequence[Opened], query: str, format: str, rejected: Told) -> Staged:
    """Stage a query over nested exports that has `refused_time` beside the columns of EVENTS. Rejected: records that cannot be read, and
    rows without an event name or a time."""
    staged = engine.stage(query)
    problem = (
        "case when event_name is null and refused_time is null then 'unreadable' "
        "when event_name is null then 'no_event_name' when event_time is null then 'bad_time' end"
    )
    counts = engine.rows(
        f"select file, {problem} as reason, count(*), min(refused_time) from {staged.get_name()} group by 1, 2 order by 1, 2"
    )
    return Staged(files[0].export.input, without_refused(engine, staged), format, by_file(files, counts, rejected))


def repeated(column: str, kind: str) -> tuple[str, str, str]:
    """A repeated record of any depth, as `Shape.items` gives it."""
    inner = fields_of(kind)
    if "list" in inner:
        return f"{column}.list", "item.element", fields_of(inner["list"]).get("element", "")
    return column, "item", kind


def fields_of(kind: str) -> dict[str, str]:
    """`struct(a int, b struct(...))[]` -> its fields by name, one level deep."""
    start = kind.upper().find("STRUCT(")
    if start < 0:
        return {}
    fields: dict[str, str] = {}
    depth, part = 0, ""
    for letter in kind[start + len("STRUCT(") :]:
        if letter == ")" and depth == 0:
            break
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            _add(fields, part)
            part = ""
        else:
            part += letter
    _add(fields, part)
    return fields


def _add(fields: dict[str, str], part: str) -> None:
    field, _, kind = part.strip().partition(" ")
    if field:
        fields[field.strip('"')] = kind.strip()
