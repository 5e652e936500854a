"""The kept parts on disk: a folder a part, written whole or not at all, keyed by what it was made from."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from reportgen.activity.parts import SCHEMAS
from reportgen.engine import Embedded, locked, unfinished
from reportgen.errors import OutputError, SchemaTooNewError
from reportgen.model.counts import RejectedRows
from reportgen.model.tables import PARQUET, TABLE_SCHEMA

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
        """The part with this key; None for none, or one that is damaged or has lost a table.

        Raises SchemaTooNewError for one that a newer version wrote.
        """
        file = self.folder / key / "part.json"
        if not file.is_file():
            return None
        facts = _facts(file)
        if facts is None:
            return None
        part = self.part(key, facts)
        return part if all(_is_whole(part.folder / f"{name}.parquet") for name in part.tables) else None

    def part(self, key: str, facts: Mapping[str, Any]) -> Part:
        """The part of a key that these facts tell of. Raises SchemaTooNewError for one that a newer version wrote."""
        known = dict(facts)
        schema, folder = known.pop("schema"), self.folder / key
        if schema > TABLE_SCHEMA:
            raise SchemaTooNewError(folder / "part.json", schema, TABLE_SCHEMA)
        return _part().validate_python({**known, "key": key, "folder": folder})

    def save(self, engine: Embedded, part: Part, tables: Mapping[str, Table], schemas: Mapping[str, Mapping[str, str]] = SCHEMAS) -> None:
        """Write a part: into a temporary folder beside its place, then renamed, so that a part is there whole or not at all.

        Where another build has made it in the meantime, that one stays: it may be read already.
        """
        facts = facts_of(part)
        try:
            with unfinished(self.folder) as aside:
                for name, schema in schemas.items():
                    engine.write(tables[name], aside / f"{name}.parquet", schema)
                (aside / "part.json").write_text(json.dumps(facts, sort_keys=True), "utf-8")
                with suppress(OSError):
                    aside.chmod(self.folder.stat().st_mode)
                with locked(self.folder):
                    if self.load(part.key) is None:
                        shutil.rmtree(part.folder, ignore_errors=True)
                        aside.rename(part.folder)
        except OSError as error:
            raise OutputError(self.folder, error.strerror or str(error)) from error


def facts_of(part: Part) -> dict[str, Any]:
    """What is written down of a part beside its tables."""
    return {"schema": TABLE_SCHEMA, **_part().dump_python(part, mode="json", exclude={"key", "folder"})}


def _facts(file: Path) -> dict[str, Any] | None:
    try:
        facts = json.loads(file.read_text("utf-8"))
    except ValueError:
        return None
    return facts if isinstance(facts, dict) and isinstance(facts.get("schema"), int) else None


def _is_whole(file: Path) -> bool:
    """Whether a Parquet file begins and ends as one: not where a copy or a cache was cut off."""
    try:
        with file.open("rb") as stream:
            if stream.read(len(PARQUET)) != PARQUET:
                return False
            stream.seek(-len(PARQUET), os.SEEK_END)
            return stream.read() == PARQUET
    except FileNotFoundError:
        return False


def files(parts: Sequence[Part], name: str) -> list[Path]:
    """The Parquet files of one kept table over those of the parts that have it."""
    return [part.folder / f"{name}.parquet" for part in parts if name in part.tables]
