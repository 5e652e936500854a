"""`manifest.json`: what one edition of one period's report is made of, beside its files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from reportgen.errors import DataError, Place, Problem, SchemaTooNewError
from reportgen.model.document import Badge, GoalMark
from reportgen.model.tables import MANIFEST_SCHEMA
from reportgen.periods import Period

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Input:
    """One export as it was read: its name in the workspace, the SHA-256 of its bytes in hex, the rows accepted."""

    file: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class About:
    """What a builder says about a report: where it stands and what it was made from.

    `key` names the period's folder (`2026-10`), `title` says it in words. `badge` (the data status) and `goals` are printed on the
    archive page. `settings` is the settings' digest, `version` reportgen's, `override` the reason given for passing a gate, `sentences`
    those of the front page. `empty`: no day of the period had data.
    """

    key: str
    title: str
    period: Period
    as_of: date
    badge: Badge
    goals: tuple[GoalMark, ...]
    inputs: tuple[Input, ...]
    settings: str
    version: str
    override: str | None = None
    sentences: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """One edition, whole. `digest` identifies its facts and data; `files` maps each file's name to its SHA-256 in hex."""

    schema: int
    edition: int
    digest: str
    about: About
    files: Mapping[str, str]


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)


def fingerprint(content: bytes) -> str:
    """SHA-256 in hex."""
    return sha256(content).hexdigest()


def digest(facts: bytes, data: Mapping[str, bytes]) -> str:
    """What decides whether there is anything new: the findings and the data files, whatever the pages look like.

    SHA-256 in hex over the parts' own fingerprints, so that no two different sets of files run together.
    """
    parts = {"": fingerprint(facts)} | {name: fingerprint(content) for name, content in data.items()}
    return fingerprint(json.dumps(parts, sort_keys=True).encode())


def encode(manifest: Manifest) -> bytes:
    """The file's bytes: sorted keys, no clock, the same for the same record."""
    plain = _adapter().dump_python(manifest, mode="json")
    return (json.dumps(plain, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def load(folder: Path) -> Manifest | None:
    """The manifest in a period's folder; None where there is none.

    Raises SchemaTooNewError for one written by a newer reportgen, DataError for a file that is no manifest or cannot be read.
    """
    file = folder / NAME
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise DataError(Problem(Place(str(file)), "", f"cannot be read: {error.strerror}", "make it readable")) from error
    try:
        plain = json.loads(content)
        schema = plain.get("schema") if isinstance(plain, dict) else None
        if isinstance(schema, int) and schema > MANIFEST_SCHEMA:
            raise SchemaTooNewError(file, schema, MANIFEST_SCHEMA)
        return _adapter().validate_json(content)
    except (ValueError, ValidationError):
        right = "restore it, or remove its folder and build the period again"
        raise DataError(Problem(Place(str(file)), "", "this is not the manifest of a report", right)) from None


def schema() -> dict[str, object]:
    """The JSON Schema of `manifest.json`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema(mode="serialization")}
