"""Every export of a workspace as a kept part: read once, then found again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen import activity, readers
from reportgen.engine import Engine
from reportgen.model.settings import InputSettings, Settings
from reportgen.pipeline.ask import Progress, Workspace


@dataclass(frozen=True, slots=True)
class Gathered:
    """One export and its kept part. `read` is True when this build read the export."""

    export: readers.Export
    sha256: str
    bytes: int
    part: activity.Part
    read: bool


def gather(engine: Engine, workspace: Workspace, settings: Settings, progress: Progress) -> tuple[Gathered, ...]:
    """The kept parts of all exports of the settings' inputs; exports that are new, changed, or fall under changed rules are read.

    The same bytes under two names of one input are one export. Raises DataError and OutputError; parts made before that stay.
    """
    store = activity.Store(workspace.kept)
    exports = readers.find(workspace.folder, settings.report.inputs)
    hashes = _Hashes(workspace.kept.parent / "files.json")
    digests = {source.key: activity.digest(settings, source, engine.version) for source in settings.report.inputs}
    wanted = readers.Wanted(activity.wanted_params(settings), settings.report.site.zone)
    gathered: list[Gathered] = []
    known: set[str] = set()
    for position, export in enumerate(exports, 1):
        sha256 = hashes.of(export.file)
        key = store.key(sha256, digests[export.input.key])
        if key in known:
            continue
        known.add(key)
        part = store.load(key)
        if part is None:
            progress(f"reading {export.name} ({position} of {len(exports)})")
            read = activity.keep(engine, store, key, readers.read(engine, export, wanted), settings)
            gathered.append(Gathered(export, sha256, export.file.stat().st_size, read, True))
        else:
            gathered.append(Gathered(export, sha256, export.file.stat().st_size, part, False))
    hashes.save()
    return tuple(gathered)


def recorded_days(gathered: Sequence[Gathered], inputs: Sequence[InputSettings]) -> tuple[date | None, date | None]:
    """First and last site day with data of the online inputs; of all inputs when none is online."""
    offline = {source.key for source in inputs if source.offline}
    parts = [each.part for each in gathered if each.part.input not in offline] or [each.part for each in gathered]
    first = min((part.first_day for part in parts if part.first_day), default=None)
    return first, max((part.last_day for part in parts if part.last_day), default=None)


class _Hashes:
    """Content hashes remembered by size and time of change, so that an unchanged export is not even opened."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[str, list[object]] = {}
        with suppress(OSError, ValueError):
            found = json.loads(file.read_text("utf-8"))
            self._known = found if isinstance(found, dict) else {}
        self._used: dict[str, list[object]] = {}

    def of(self, file: Path) -> str:
        stat = file.stat()
        name, stamp = str(file.resolve()), [stat.st_size, stat.st_mtime_ns]
        entry = self._known.get(name)
        if entry is None or entry[:2] != stamp:
            entry = [*stamp, readers.content_hash(file)]
        self._used[name] = entry
        return str(entry[2])

    def save(self) -> None:
        """Remember for the next build; a folder that cannot be written only costs that build the hashing."""
        with suppress(OSError):
            unfinished = self._file.with_suffix(".unfinished")
            unfinished.write_text(json.dumps({**self._known, **self._used}, indent=0, sort_keys=True), "utf-8")
            unfinished.replace(self._file)
