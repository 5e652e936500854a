"""The folder of kept parts when builds die in it, or are at work in it at the same time."""

import fcntl
import os
from pathlib import Path
from typing import cast

import pytest

from reportgen.activity.store import Part, Store
from reportgen.engine import Engine
from reportgen.errors import OutputError

NO_ENGINE = cast("Engine", None)
"""Parts without tables need none."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "parts")


def save(store: Store, rows: int) -> None:
    part = Part("a-part", store.folder / "a-part", "web", "csv", rows, rows, 0, (), None, None)
    store.save(NO_ENGINE, part, {}, {})


def rows(store: Store) -> int | None:
    part = store.load("a-part")
    return part.rows if part else None


def test_a_part_that_another_build_has_made_stays(store: Store) -> None:
    """It may be read already."""
    save(store, 1)
    save(store, 2)
    assert rows(store) == 1
    assert [path.name for path in store.folder.iterdir()] == ["a-part"]


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_damaged_part_is_made_anew(store: Store, content: str) -> None:
    save(store, 1)
    (store.folder / "a-part/part.json").write_text(content, "utf-8")
    assert rows(store) is None
    save(store, 2)
    assert rows(store) == 2


def test_what_a_dead_build_left_is_cleared_and_a_living_ones_stays(store: Store) -> None:
    dead, living = store.folder / ".unfinished-dead", store.folder / ".unfinished-living"
    for folder in (dead, living):
        folder.mkdir(parents=True)
        (folder / "sessions.parquet").write_bytes(b"half a ta")
    handle = os.open(living, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    save(store, 1)
    assert {path.name for path in store.folder.iterdir()} == {"a-part", living.name}
    os.close(handle)
    (store.folder / "a-part/part.json").unlink()
    save(store, 1)
    assert {path.name for path in store.folder.iterdir()} == {"a-part"}


def test_a_store_that_is_no_folder(store: Store) -> None:
    store.folder.write_text("a file", "utf-8")
    with pytest.raises(OutputError, match="parts: cannot write"):
        save(store, 1)
