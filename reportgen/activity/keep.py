"""Staged exports -> their kept parts on disk."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.activity.parts import make
from reportgen.activity.staged import Staged
from reportgen.activity.store import Part, Store
from reportgen.engine import Engine
from reportgen.model.settings import Settings


def keep(engine: Engine, store: Store, keys: Mapping[str, str], staged: Staged, settings: Settings) -> dict[str, Part]:
    """Make the kept tables of staged exports and save each file's part under its key; file -> part.

    `keys` are by the staged files' own keys. Raises OutputError when the store cannot be written;
    a part is there whole or not at all.
    """
    made = make(engine, staged, settings)
    parts: dict[str, Part] = {}
    for file, read in staged.files.items():
        kept = made.accepted.get(file)
        part = Part(
            key=keys[file],
            folder=store.folder / keys[file],
            input=staged.source.key,
            format=staged.format,
            rows=read.rows,
            accepted=kept.rows if kept else 0,
            repeated=kept.repeated if kept else 0,
            rejected=read.rejected,
            first_day=kept.first_day if kept else None,
            last_day=kept.last_day if kept else None,
            lost_amounts=read.lost_amounts,
            remarks=read.remarks,
            columns=read.columns,
        )
        store.save(engine, part, {name: table.filter(table.file == file) for name, table in made.tables.items()})
        parts[file] = part
    engine.drop(*made.scratch)
    return parts
