"""A first workspace from exports alone: what they contain, and rules proposed from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportgen import readers, settings
from reportgen.engine import connect
from reportgen.errors import DataError, Place, Problem
from reportgen.pipeline.ask import Progress


def scaffolded(folder: Path, exports: Sequence[Path], progress: Progress) -> tuple[Path, ...]:
    """Write a workspace's config/ and workflow files; with exports, propose rules (and the columns of a table) from them.

    Raises UsageError when there is already one, DataError for an export that cannot be read.
    """
    if not exports:
        return settings.scaffold(folder, settings.propose(()))
    seen: dict[str, settings.SeenEvent] = {}
    columns: dict[str, str] = {}
    with connect() as engine:
        for file in exports:
            if not file.exists():
                raise DataError(Problem(Place(str(file)), "", "there is no such file", "name an export, a folder or several with --from"))
            for each in sorted(file.rglob("*")) if file.is_dir() else [file]:
                if each.is_file():
                    progress(f"looking at {each.name}")
                    found = readers.survey(engine, each)
                    columns |= found.columns
                    for event in found.events:
                        seen[event.name] = _more(seen.get(event.name), event)
    files = tuple(_relative(folder, file) for file in exports)
    return settings.scaffold(folder, settings.propose(tuple(seen.values())), files=files, columns=columns)


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
