"""One staged export -> its kept part on disk."""

from __future__ import annotations

from reportgen.activity.parts import make
from reportgen.activity.staged import Staged
from reportgen.activity.store import Part, Store
from reportgen.engine import Engine
from reportgen.model.settings import Settings


def keep(engine: Engine, store: Store, key: str, staged: Staged, settings: Settings) -> Part:
    """Make the kept tables of a staged export and save them under `key`. The staged events are dropped.

    Raises OutputError when the store cannot be written; nothing half written stays behind.
    """
    made = make(engine, staged.events, staged.source, settings)
    part = Part(
        key=key,
        folder=store.folder / key,
        input=staged.source.key,
        format=staged.format,
        rows=staged.rows,
        accepted=made.accepted,
        repeated=made.repeated,
        rejected=staged.rejected,
        first_day=made.first_day,
        last_day=made.last_day,
    )
    store.save(engine, part, made)
    engine.drop(*made.scratch)
    return part
