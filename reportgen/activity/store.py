"""The kept parts on disk: a folder a part, written whole or not at all, keyed by what it was made from."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from reportgen.activity.parts import SCHEMAS
from reportgen.engine import Engine
from reportgen.errors import OutputError, SchemaTooNewError
from reportgen.model.counts import RejectedRows
from reportgen.model.tables import TABLE_SCHEMA

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True, slots=True)
class Part:
    """One kept part: whose it is and what was found while it was made. `first_day` and `last_day` are site days of accepted rows."""

    key: str
    folder: Path
    input: str
    format: str
    rows: int
    accepted: int
    repeated: int
    rejected: tuple[RejectedRows, ...]
    first_day: date | None
    last_day: date | None
    lost_amounts: int = 0
    remarks: tuple[RejectedRows, ...] = ()
    columns: tuple[str, ...] = ()
    tables: tuple[str, ...] = tuple(SCHEMAS)
    """The kept tables it has."""


@cache
def _part() -> TypeAdapter[Part]:
    return TypeAdapter(Part)


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of kept parts of one workspace. It may be deleted at any time: the next build reads the exports again."""

    folder: Path

    def key(self, content: str, digest: str) -> str:
        """The part's name: a hash of the file's content hash and of the digest of rules, schema and engine."""
        return hashlib.sha256(f"{content} {digest}".encode()).hexdigest()[:32]

    def load(self, key: str) -> Part | None:
        """The part with this key; None for none or a damaged one. Raises SchemaTooNewError for one that a newer version wrote."""
        file = self.folder / key / "part.json"
        if not file.is_file():
            return None
        facts = _facts(file)
        if facts is None:
            return None
        schema = facts.pop("schema")
        if schema > TABLE_SCHEMA:
            raise SchemaTooNewError(file, schema, TABLE_SCHEMA)
        return _part().validate_python({**facts, "key": key, "folder": file.parent})

    def save(self, engine: Engine, part: Part, tables: Mapping[str, Table], schemas: Mapping[str, Mapping[str, str]] = SCHEMAS) -> None:
        """Write a part: into a temporary folder beside its place, then renamed, so that a part is there whole or not at all."""
        facts = {"schema": TABLE_SCHEMA, **_part().dump_python(part, mode="json", exclude={"key", "folder"})}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=self.folder))
            try:
                for name, schema in schemas.items():
                    engine.write(tables[name], unfinished / f"{name}.parquet", schema)
                (unfinished / "part.json").write_text(json.dumps(facts, sort_keys=True), "utf-8")
                shutil.rmtree(part.folder, ignore_errors=True)
                unfinished.rename(part.folder)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        except OSError as error:
            raise OutputError(self.folder, error.strerror or str(error)) from error


def _facts(file: Path) -> dict[str, Any] | None:
    try:
        facts = json.loads(file.read_text("utf-8"))
    except ValueError:
        return None
    return facts if isinstance(facts, dict) and isinstance(facts.get("schema"), int) else None


def files(parts: Sequence[Part], name: str) -> list[Path]:
    """The Parquet files of one kept table over those of the parts that have it."""
    return [part.folder / f"{name}.parquet" for part in parts if name in part.tables]
