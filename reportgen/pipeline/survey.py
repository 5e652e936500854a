"""A first workspace from exports alone: what they contain, and rules proposed from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Any

from reportgen import readers, settings
from reportgen.engine import Embedded, embedded
from reportgen.errors import DataError, Place, Problem
from reportgen.model.settings import CostTable, CounterTable, InputSettings
from reportgen.pipeline.ask import Progress, Workspace
from reportgen.pipeline.chosen import loaded


@dataclass(frozen=True, slots=True)
class Scaffolded:
    """The files of a new workspace, and what is wrong with each export that it leaves out."""

    files: tuple[Path, ...]
    left_out: tuple[Problem, ...] = ()


def scaffolded(folder: Path, exports: Sequence[Path], progress: Progress) -> Scaffolded:
    """Write a workspace's config/ and workflow files; with exports, propose rules from their events, an input for each kind of them (of
    events, of a preset that their headers fit, of totals or costs by a guessed mapping), and leave out what none of these reads.

    Raises UsageError when there is already one, DataError for an export that is not there, and where none can be read.
    """
    if not exports:
        return Scaffolded(settings.scaffold(folder, settings.propose(())))
    by_preset, others = _sorted_out(folder, exports)
    looked = _Looked()
    with embedded() as engine:
        for file in others:
            progress(f"looking at {file.name}")
            _look(looked, engine, file)
    if not by_preset and not looked.events and not looked.totals and looked.wrong:
        raise DataError(looked.wrong[0])
    inputs = [
        *_inputs("web", [(files, {"columns": dict(columns)}) for columns, files in looked.events.items()], folder, exports),
        *(settings.NewInput(name, _named(folder, files, exports), preset=name) for name, files in by_preset.items()),
        *_inputs("", [(files, {"totals": mapping}) for (mapping, _), files in looked.totals.items()], folder, exports),
    ]
    conversions = settings.propose(tuple(looked.seen.values()), totals=not looked.events)
    files = settings.scaffold(folder, conversions, inputs=inputs, left_out=[str(each) for each in looked.wrong])
    return Scaffolded(files, tuple(looked.wrong))


def new_workflows(folder: Path) -> Scaffolded:
    """Write the workflow files of a workspace over those that it has, in the zone of its settings (of its first client, where there are
    clients). Raises as `settings.load`."""
    first = next(iter(settings.clients(folder)), None)
    site = loaded(Workspace(folder, first)).settings.report.site
    return Scaffolded(settings.scaffold_workflows(folder, name=site.name, zone=site.zone))


@dataclass(slots=True)
class _Looked:
    """What is in exports that no preset knows: events by their guessed columns, totals by mapping and folder, and what cannot be read."""

    seen: dict[str, settings.SeenEvent] = field(default_factory=dict)
    events: dict[tuple[tuple[str, str], ...], list[Path]] = field(default_factory=dict)
    totals: dict[tuple[CounterTable | CostTable, Path], list[Path]] = field(default_factory=dict)
    wrong: list[Problem] = field(default_factory=list)


def _look(looked: _Looked, engine: Embedded, file: Path) -> None:
    """Add what one export holds."""
    try:
        survey = readers.survey(engine, file)
    except DataError as error:
        mapping = _guessed(file)
        if mapping is None:
            looked.wrong.append(error.problem)
        else:
            looked.totals.setdefault((mapping, file.parent), []).append(file)
        return
    looked.events.setdefault(tuple(survey.columns.items()), []).append(file)
    for event in survey.events:
        looked.seen[event.name] = _more(looked.seen.get(event.name), event)


def _guessed(file: Path) -> CounterTable | CostTable | None:
    """The mapping of totals that seems to fit, None also where the file cannot be opened: looking for events has said why."""
    try:
        return readers.guessed_totals(file)
    except DataError:
        return None


def _inputs(
    first: str, found: Sequence[tuple[list[Path], Mapping[str, Any]]], folder: Path, exports: Sequence[Path]
) -> Iterator[settings.NewInput]:
    """An input for each kind of files: the first under this key, others by the name of their first file, or of its folder where several
    have that name."""
    names = [_key(files[0].name.split(".")[0]) for files, _ in found]
    taken: set[str] = set()
    for place, (files, read) in enumerate(found):
        name = names[place] if names.count(names[place]) == 1 else _key(f"{files[0].parent.name}_{names[place]}")
        key = first if first and place == 0 else name
        key = next(each for each in chain([key], (f"{key}_{number}" for number in count(2))) if each not in taken)
        taken.add(key)
        yield settings.NewInput(key, _named(folder, files, exports), **read)


def _key(name: str) -> str:
    """A name as settings have them, such as `daily_users`."""
    key = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
    return key if key[:1].isalpha() else f"file_{key}".strip("_")


def _sorted_out(folder: Path, exports: Sequence[Path]) -> tuple[Mapping[str, list[Path]], list[Path]]:
    """The files that fit a preset, by preset, and all others."""
    recognise, known = readers.recognised(folder), settings.known_presets(folder).every
    presets: dict[str, list[Path]] = {}
    others: list[Path] = []
    for export in exports:
        if not export.exists():
            raise DataError(Problem(Place(str(export)), "", "there is no such file", "name an export, a folder or several with --from"))
        for file in _files(export):
            found = recognise(InputSettings(key="web", files=(str(file.resolve()),)), known)
            (presets.setdefault(found[0], []) if len(found) == 1 else others).append(file)
    return presets, others


def _files(export: Path) -> list[Path]:
    return sorted(file for file in export.rglob("*") if file.is_file()) if export.is_dir() else [export]


def _named(folder: Path, files: Sequence[Path], exports: Sequence[Path]) -> tuple[str, ...]:
    """How settings name the files: a folder that was given and of which all files are among them by its own name."""
    own = set(files)
    whole = [export for export in exports if export.is_dir() and own.issuperset(_files(export))]
    inside = {file for export in whole for file in _files(export)}
    return tuple(_relative(folder, each) for each in (*whole, *(file for file in files if file not in inside)))


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
