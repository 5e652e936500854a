"""Counts kept from one command to the next: a period whose data and settings are as they were is not counted again.

Nothing is guessed: the name of a file is a digest of all that its counts depend on, the code that counts among it. A period depends on the
exports with rows up to the last day that it may see, so that a month more leaves those before as they are.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import reportgen
from reportgen import settings
from reportgen.model.counts import Counts
from reportgen.model.settings import Settings
from reportgen.model.tables import COUNTS_SCHEMA
from reportgen.periods import Period
from reportgen.pipeline import as_json
from reportgen.pipeline.gathered import Gathered

COUNTING = ("activity", "engine", "metrics", "model", "pipeline", "stats", "periods.py")
"""The rooms whose code makes counts."""
MOST = 100
"""So many periods are kept, those asked for last."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What one count depends on."""

    engine: str
    chosen: Settings
    gathered: Sequence[Gathered]
    period: Period
    as_of: date
    salts: Mapping[str, str]

    @property
    def key(self) -> str:
        """The digest of it all."""
        told = [(each.export.name, each.part) for each in self.gathered]
        seen = [(name, part.key) for name, part in told if part.first_day is not None and part.first_day <= self.as_of]
        days = [day.isoformat() for day in (self.period.begin, self.period.end, self.as_of)]
        facts = [COUNTS_SCHEMA, _code(), self.engine, settings.digest(self.chosen), seen, days, sorted(self.salts.items())]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def load(folder: Path, key: str) -> Counts | None:
    """The counts of this key, without `profile.files`; None where there are none, or a file is damaged."""
    file = _file(folder, key)
    try:
        found = as_json.loaded(gzip.decompress(file.read_bytes()).decode())
    except (OSError, EOFError, ValueError, zlib.error):
        return None
    with suppress(OSError):
        os.utime(file)
    return found if isinstance(found, Counts) else None


def save(folder: Path, key: str, counts: Counts) -> None:
    """Keep counts, without `profile.files`, and forget those not asked for longest. A folder that cannot be written only costs counting."""
    told = as_json.dumped(replace(counts, profile=replace(counts.profile, files=())))
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f".unfinished-{key}-{os.getpid()}"
        unfinished.write_bytes(gzip.compress(told.encode(), compresslevel=1, mtime=0))
        unfinished.replace(_file(folder, key))
        kept = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for old in kept[MOST:]:
            old.unlink(missing_ok=True)


def _file(folder: Path, key: str) -> Path:
    return folder / f"{key}.json.gz"


@cache
def _code() -> str:
    """The digest of the code that counts: another version counts anew."""
    home = Path(reportgen.__file__).parent
    files = [file for room in COUNTING for file in ([home / room] if room.endswith(".py") else (home / room).rglob("*.py"))]
    found = hashlib.sha256()
    for file in sorted(files):
        found.update(f"{file.relative_to(home)}\n".encode() + file.read_bytes())
    return found.hexdigest()
