"""Every export of a workspace as a kept part: read once, then found again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from reportgen import activity, readers
from reportgen.engine import Embedded, Engine, batches, locked
from reportgen.errors import DataError, Place, Problem
from reportgen.model.settings import InputSettings, Settings
from reportgen.model.tracking import TrackingPlan
from reportgen.pipeline.ask import Progress, Workspace
from reportgen.pipeline.gathered import Gathered
from reportgen.pipeline.tables import Looked, gather_tables, look
from reportgen.settings import is_anothers

BATCH_BYTES = 256 << 20
MEGABYTE = 1_000_000
PACKED = 12
"""How much more a packed export (gzip, Parquet) weighs when it is unpacked, roughly."""


def gather(engine: Engine, workspace: Workspace, settings: Settings, progress: Progress) -> tuple[Gathered, ...]:
    """The kept parts of all exports of the settings' inputs; exports that are new, changed, or fall under changed rules are read.

    The same bytes under two names of one input are one export. Raises DataError, also for an export of another client, and OutputError;
    parts made before that stay.
    """
    store = activity.Store(engine.store or workspace.kept)
    hashes = _Hashes(workspace.kept.parent / "files.json")
    files, native = _looked(engine, store, hashes, workspace, settings)
    for line in _told(files, native, settings):
        progress(line)
    read = _read(engine, store, settings, [each for each in files if each.part is None], progress)
    hashes.save()
    tables = (each for looked in native for each in gather_tables(engine, store, settings, looked, progress))
    places = {source.key: place for place, source in enumerate(settings.report.inputs)}
    every = [*(each.gathered(read) for each in files), *tables]
    return tuple(sorted(every, key=lambda each: places[each.export.input.key]))


def to_scan(engine: Engine, workspace: Workspace, settings: Settings) -> tuple[str, ...]:
    """What a build would scan, a line for all files and one for each input of tables; no events are read. Raises DataError as `gather`."""
    hashes = _Hashes(workspace.kept.parent / "files.json")
    found = _looked(engine, activity.Store(engine.store or workspace.kept), hashes, workspace, settings)
    hashes.save()
    return _told(*found, settings)


def _looked(
    engine: Engine, store: activity.Store, hashes: _Hashes, workspace: Workspace, settings: Settings
) -> tuple[Sequence[_Found], Sequence[Looked]]:
    """Every export by its content, and every input of tables as it stands; which of them are kept already."""
    digests = {source.key: activity.digest(settings, source, engine.version) for source in settings.report.inputs}
    found: dict[str, _Found] = {}
    for export in readers.find(workspace.folder, settings.report.inputs):
        check_own(workspace, f"inputs.{export.input.key}.files", export.file, export.name)
        sha256 = hashes.of(export)
        key = store.key(f"{sha256}{readers.told_by_name(export)}", digests[export.input.key])
        found.setdefault(key, _Found(export, key, sha256, store.load(key)))
    native = [look(engine, store, settings, source) for source in settings.report.inputs if source.tables]
    return tuple(found.values()), native


def _told(files: Sequence[_Found], native: Sequence[Looked], settings: Settings) -> tuple[str, ...]:
    """What is going to be scanned."""
    lines = [each.scanned for each in native]
    if len(native) < len(settings.report.inputs):
        lines.insert(0, _scanned([each for each in files if each.part is None], [each.part for each in files if each.part]))
    return tuple(lines)


def _scanned(new: Sequence[_Found], kept: Sequence[activity.Part]) -> str:
    """What a build is going to scan, by the sizes of files."""
    files = [file for part in kept for name in part.tables if (file := part.folder / f"{name}.parquet").is_file()]
    packed, stored = sum(readers.size(each.export) for each in new), sum(file.stat().st_size for file in files)
    return f"scanning {packed / MEGABYTE:,.1f} MB of {len(new)} exports, and {stored / MEGABYTE:,.1f} MB kept of {len(kept)} others"


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


@dataclass(frozen=True, slots=True)
class _Batch:
    """Exports of one input to read in one go, with all that this takes: it may be done on another machine."""

    store: activity.Store
    settings: Settings
    found: tuple[_Found, ...]


def _read(engine: Engine, store: activity.Store, settings: Settings, new: Sequence[_Found], progress: Progress) -> dict[str, activity.Part]:
    """Read exports batch by batch and keep their parts; key -> part."""
    work = [_Batch(store, settings, tuple(found)) for found in _batches(new, engine.tasks)]
    made = engine.spread(_kept, work)
    kept: dict[str, activity.Part] = {}
    for batch in work:
        progress(f"reading {batch.found[0].export.name}" + (f" and {len(batch.found) - 1} more" if len(batch.found) > 1 else ""))
        kept |= next(made)
    return kept


def _kept(engine: Embedded, batch: _Batch) -> dict[str, activity.Part]:
    """The parts of a batch, saved; key -> part."""
    store, settings = batch.store, batch.settings
    if batch.found[0].export.input.outside:
        return {each.key: _totals(engine, store, each) for each in batch.found}
    kept: dict[str, activity.Part] = {}
    keys = {each.export: each.key for each in batch.found}
    wanted = readers.Wanted(activity.wanted_params(settings), settings.report.site.zone)
    for staged, exports in readers.read(engine, list(keys), wanted):
        parts = activity.keep(engine, store, {file: keys[export] for file, export in exports.items()}, staged, settings)
        kept |= {part.key: part for part in parts.values()}
    return kept


def _totals(engine: Embedded, store: activity.Store, new: _Found) -> activity.Part:
    with readers.read_totals(engine, new.export) as staged:
        return activity.keep_totals(engine, store, new.key, staged)


def _batches(new: Sequence[_Found], tasks: int) -> Iterator[list[_Found]]:
    """Exports of one input in batches that an engine takes in one go without much memory: by their bytes, packed ones weighed more. Where
    tasks share the work, each is to have some of it."""
    most = min(BATCH_BYTES, sum(map(_weight, new)) // tasks + 1)
    for _, same in groupby(new, key=lambda each: each.export.input.key):
        yield from batches(same, _weight, most)


def _weight(each: _Found) -> int:
    packed = each.export.member is None and each.export.file.suffix in (".gz", ".parquet")
    return readers.size(each.export) * (PACKED if packed else 1)


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
        with suppress(OSError), locked(self._file.parent):
            unfinished = self._file.with_suffix(".unfinished")
            unfinished.write_text(json.dumps({**self._known, **self._used}, indent=0, sort_keys=True), "utf-8")
            unfinished.replace(self._file)
