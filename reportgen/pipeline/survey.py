"""A first workspace from exports alone: what they contain, and rules proposed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen import readers, settings
from reportgen.engine import connect
from reportgen.errors import DataError, Place, Problem
from reportgen.model.settings import InputSettings
from reportgen.pipeline.ask import Progress


def scaffolded(folder: Path, exports: Sequence[Path], progress: Progress) -> tuple[Path, ...]:
    """Write a workspace's config/ and workflow files; with exports, propose rules (and the columns of a table) from them. Exports whose
    headers fit a preset become inputs of it.

    Raises UsageError when there is already one, DataError for an export that cannot be read.
    """
    if not exports:
        return settings.scaffold(folder, settings.propose(()))
    found = _sorted_out(folder, exports)
    seen: dict[str, settings.SeenEvent] = {}
    columns: dict[str, str] = {}
    with connect() as engine:
        for file in found.events:
            progress(f"looking at {file.name}")
            survey = readers.survey(engine, file)
            columns |= survey.columns
            for event in survey.events:
                seen[event.name] = _more(seen.get(event.name), event)
    conversions = settings.propose(tuple(seen.values()))
    return settings.scaffold(folder, conversions, files=found.named, columns=columns, presets=found.presets)


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Exports of events, how the settings name them, and the names of those that fit a preset, by preset."""

    events: tuple[Path, ...]
    named: tuple[str, ...]
    presets: Mapping[str, tuple[str, ...]]


def _sorted_out(folder: Path, exports: Sequence[Path]) -> _Sorted:
    """Each export as what it is; a folder in which all files are alike by its own name."""
    recognise, known = readers.recognised(folder), settings.known_presets(folder).every
    events: list[Path] = []
    named: list[str] = []
    presets: dict[str, tuple[str, ...]] = {}
    for export in exports:
        if not export.exists():
            raise DataError(Problem(Place(str(export)), "", "there is no such file", "name an export, a folder or several with --from"))
        files = sorted(file for file in export.rglob("*") if file.is_file()) if export.is_dir() else [export]
        kinds: dict[str | None, list[Path]] = {}
        for file in files:
            found = recognise(InputSettings(key="web", files=(str(file.resolve()),)), known)
            kinds.setdefault(found[0] if len(found) == 1 else None, []).append(file)
        for kind, own in kinds.items():
            shown = [_relative(folder, file) for file in (own if len(kinds) > 1 else [export])]
            if kind is None:
                events += own
                named += shown
            else:
                presets[kind] = (*presets.get(kind, ()), *shown)
    return _Sorted(tuple(events), tuple(named), presets)


def _more(known: settings.SeenEvent | None, event: readers.Seen) -> settings.SeenEvent:
    """An event of one more file. Visitors are the most of any file: the same people come again."""
    rows, visitors, params = (known.rows, known.visitors, dict(known.params)) if known else (0, 0, {})
    merged = {name: tuple(dict.fromkeys((*params.get(name, ()), *event.params.get(name, ()))))[:20] for name in {**params, **event.params}}
    has_amount = event.has_amount or (known.has_amount if known else False)
    return settings.SeenEvent(event.name, rows + event.rows, max(visitors, event.visitors), merged, has_amount)


def _relative(folder: Path, file: Path) -> str:
    """How the workspace's settings name the export: from the workspace when it lies inside, else in full."""
    place, base = file.resolve(), folder.resolve()
    shown = place.relative_to(base).as_posix() if place.is_relative_to(base) else place.as_posix()
    return f"{shown}/*" if file.is_dir() else shown
