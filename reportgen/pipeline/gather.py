"""Every export of a workspace as a kept part: read once, then found again."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen import activity, readers
from reportgen.engine import Engine
from reportgen.errors import DataError, Place, Problem
from reportgen.model.settings import InputSettings, Settings
from reportgen.model.tracking import TrackingPlan
from reportgen.pipeline.ask import Progress, Workspace
from reportgen.settings import is_anothers

BATCH_BYTES = 256 << 20
PACKED = 12
"""How much more a packed export (gzip, Parquet) weighs when it is unpacked, roughly."""


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

    The same bytes under two names of one input are one export. Raises DataError, also for an export of another client, and OutputError;
    parts made before that stay.
    """
    store = activity.Store(workspace.kept)
    hashes = _Hashes(workspace.kept.parent / "files.json")
    digests = {source.key: activity.digest(settings, source, engine.version) for source in settings.report.inputs}
    found: dict[str, _Found] = {}
    for export in readers.find(workspace.folder, settings.report.inputs):
        check_own(workspace, f"inputs.{export.input.key}.files", export.file, export.name)
        sha256 = hashes.of(export)
        key = store.key(f"{sha256}{readers.told_by_name(export)}", digests[export.input.key])
        found.setdefault(key, _Found(export, key, sha256, store.load(key)))
    new = [each for each in found.values() if each.part is None]
    read = _read(engine, store, settings, new, progress)
    hashes.save()
    return tuple(each.gathered(read) for each in found.values())


def tracking_plan(workspace: Workspace, settings: Settings) -> TrackingPlan | None:
    """The plan that the settings name, None without one. Raises DataError as its reader, and for one of another client."""
    plan = readers.tracking_plan(workspace.folder, settings.report.tracking_plan)
    for container in plan.containers if plan else ():
        check_own(workspace, "tracking_plan", workspace.folder / container.file, container.file)
    return plan


def check_own(workspace: Workspace, option: str, file: Path, shown: str) -> None:
    """Raises DataError for a file that lies in another client's folder, whatever way the settings take to it."""
    if is_anothers(workspace.folder, workspace.client, file):
        right = f"name files of clients/{workspace.client}/, of the workspace's own folders, or with {{client}} in place of the name"
        raise DataError(Problem(Place("config/report.yaml"), option, f"`{shown}` is in another client's folder", right))


@dataclass(frozen=True, slots=True)
class _Found:
    """An export by its key, and its part where it is kept already."""

    export: readers.Export
    key: str
    sha256: str
    part: activity.Part | None

    def gathered(self, read: Mapping[str, activity.Part]) -> Gathered:
        part = self.part or read[self.key]
        return Gathered(self.export, self.sha256, readers.size(self.export), part, self.part is None)


def _read(engine: Engine, store: activity.Store, settings: Settings, new: Sequence[_Found], progress: Progress) -> dict[str, activity.Part]:
    """Read exports batch by batch and keep their parts; key -> part."""
    wanted = readers.Wanted(activity.wanted_params(settings), settings.report.site.zone)
    kept: dict[str, activity.Part] = {}
    for batch in _batches(new):
        progress(f"reading {batch[0].export.name}" + (f" and {len(batch) - 1} more" if len(batch) > 1 else ""))
        if batch[0].export.input.outside:
            kept |= {each.key: _totals(engine, store, each) for each in batch}
            continue
        keys = {each.export: each.key for each in batch}
        for staged, exports in readers.read(engine, [each.export for each in batch], wanted):
            parts = activity.keep(engine, store, {file: keys[export] for file, export in exports.items()}, staged, settings)
            kept |= {part.key: part for part in parts.values()}
    return kept


def _totals(engine: Engine, store: activity.Store, new: _Found) -> activity.Part:
    with readers.read_totals(engine, new.export) as staged:
        return activity.keep_totals(engine, store, new.key, staged)


def _batches(new: Sequence[_Found]) -> Iterator[list[_Found]]:
    """Exports of one input in batches that an engine takes in one go without much memory: by their bytes, packed ones weighed more."""
    batch: list[_Found] = []
    weight = 0
    for each in new:
        packed = each.export.member is None and each.export.file.suffix in (".gz", ".parquet")
        own = readers.size(each.export) * (PACKED if packed else 1)
        if batch and (weight + own > BATCH_BYTES or each.export.input.key != batch[0].export.input.key):
            yield batch
            batch, weight = [], 0
        batch.append(each)
        weight += own
    if batch:
        yield batch


def recorded_days(gathered: Sequence[Gathered], inputs: Sequence[InputSettings]) -> tuple[date | None, date | None]:
    """First and last site day with data of the online inputs; of all inputs when none is online."""
    beside = {source.key for source in inputs if source.offline or source.outside}
    parts = [each.part for each in gathered if each.part.input not in beside] or [each.part for each in gathered]
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

    def of(self, export: readers.Export) -> str:
        stat = export.file.stat()
        name, stamp = f"{export.file.resolve()}{'/' + export.member if export.member else ''}", [stat.st_size, stat.st_mtime_ns]
        entry = self._known.get(name)
        if entry is None or entry[:2] != stamp:
            entry = [*stamp, readers.content_hash(export)]
        self._used[name] = entry
        return str(entry[2])

    def save(self) -> None:
        """Remember for the next build; a folder that cannot be written only costs that build the hashing."""
        with suppress(OSError), ExitStack() as alone:
            handle = os.open(self._file.parent, os.O_RDONLY)
            alone.callback(os.close, handle)
            fcntl.flock(handle, fcntl.LOCK_EX)
            unfinished = self._file.with_suffix(".unfinished")
            unfinished.write_text(json.dumps({**self._known, **self._used}, indent=0, sort_keys=True), "utf-8")
            unfinished.replace(self._file)
