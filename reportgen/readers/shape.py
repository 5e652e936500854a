"""The nested columns of an export as its file has them: exports of different years lack different ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.readers.sql import FILE, literal, name


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
        kind = self.columns.get(column, "")
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
