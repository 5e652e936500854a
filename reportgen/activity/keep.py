"""Staged exports -> their kept parts: on disk, or in the engine whose own tables they are."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.activity.parts import SCHEMAS, Accepted, make
from reportgen.activity.staged import Staged
from reportgen.activity.store import Part, Store, facts_of
from reportgen.engine import BigQuery, Embedded
from reportgen.model.settings import Settings


def keep(engine: Embedded, store: Store, keys: Mapping[str, str], staged: Staged, settings: Settings) -> dict[str, Part]:
    """Make the kept tables of staged exports and save each file's part under its key; file -> part.

    `keys` are by the staged files' own keys. Raises OutputError when the store cannot be written;
    a part is there whole or not at all.
    """
    made = make(engine, staged, settings)
    parts = _parts(store, keys, staged, made.accepted)
    for file, part in parts.items():
        store.save(engine, part, {name: table.filter(table.file == file) for name, table in made.tables.items()})
    engine.drop(*made.scratch)
    return parts


def keep_native(engine: BigQuery, store: Store, keys: Mapping[str, str], staged: Staged, settings: Settings) -> dict[str, Part]:
    """As `keep`, of the engine's own tables: their parts stay in the engine, all of them or none."""
    made = make(engine, staged, settings)
    parts = _parts(store, keys, staged, made.accepted)
    engine.keep(keys, {file: facts_of(part) for file, part in parts.items()}, made.tables, SCHEMAS)
    engine.drop(*made.scratch)
    return parts


def _parts(store: Store, keys: Mapping[str, str], staged: Staged, accepted: Mapping[str, Accepted]) -> dict[str, Part]:
    parts: dict[str, Part] = {}
    for file, read in staged.files.items():
        kept = accepted.get(file)
        parts[file] = Part(
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
    return parts
