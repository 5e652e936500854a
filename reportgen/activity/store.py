"""The kept parts on disk: a folder a part, written whole or not at all, keyed by what it was made from."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
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

UNFINISHED = ".unfinished-"


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
        """Write a part: into a temporary folder beside its place, then renamed, so that a part is there whole or not at all.

        Where another build has made it in the meantime, that one stays: it may be read already.
        """
        facts = {"schema": TABLE_SCHEMA, **_part().dump_python(part, mode="json", exclude={"key", "folder"})}
        try:
            with self._unfinished() as unfinished:
                for name, schema in schemas.items():
                    engine.write(tables[name], unfinished / f"{name}.parquet", schema)
                (unfinished / "part.json").write_text(json.dumps(facts, sort_keys=True), "utf-8")
                with _locked(self.folder):
                    if self.load(part.key) is None:
                        shutil.rmtree(part.folder, ignore_errors=True)
                        unfinished.rename(part.folder)
        except OSError as error:
            raise OutputError(self.folder, error.strerror or str(error)) from error

    @contextmanager
    def _unfinished(self) -> Iterator[Path]:
        """A folder to write into, gone afterwards. It is locked while its writer lives; those of dead ones are cleared."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as at_work:
            with _locked(self.folder):
                for left in filter(_is_left, self.folder.glob(f"{UNFINISHED}*")):
                    shutil.rmtree(left, ignore_errors=True)
                mine = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=self.folder))
                at_work.callback(shutil.rmtree, mine, ignore_errors=True)
                at_work.enter_context(_locked(mine))
            yield mine


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Alone in the folder; where a file system has no locks, it is done without."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_left(unfinished: Path) -> bool:
    """Whether its writer is dead: nobody holds its lock. False where that cannot be said."""
    try:
        with ExitStack() as opened:
            handle = os.open(unfinished, os.O_RDONLY)
            opened.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _facts(file: Path) -> dict[str, Any] | None:
    try:
        facts = json.loads(file.read_text("utf-8"))
    except ValueError:
        return None
    return facts if isinstance(facts, dict) and isinstance(facts.get("schema"), int) else None


def files(parts: Sequence[Part], name: str) -> list[Path]:
    """The Parquet files of one kept table over those of the parts that have it."""
    return [part.folder / f"{name}.parquet" for part in parts if name in part.tables]
