"""The folder of kept parts when builds die in it, or are at work in it at the same time."""

import fcntl
import os
import time
from pathlib import Path
from typing import cast

import pytest

from reportgen.activity.store import Part, Store
from reportgen.engine import Engine, aside, embedded
from reportgen.engine.aside import machine
from reportgen.errors import OutputError

NO_ENGINE = cast("Engine", None)
"""Parts without tables need none."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "parts")


def save(store: Store, rows: int) -> None:
    part = Part("a-part", store.folder / "a-part", "web", "csv", rows, rows, 0, (), None, None, tables=())
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
    dead, living = (store.folder / f".unfinished-{name}{machine()}" for name in ("dead", "living"))
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


def test_what_another_machine_writes_is_left_for_a_week(store: Store) -> None:
    """Its locks are not seen here where the folder is a network drive."""
    writing, left = store.folder / ".unfinished-1-aaaaaaaa", store.folder / ".unfinished-2-aaaaaaaa"
    for folder, days in ((writing, 6), (left, 8)):
        folder.mkdir(parents=True)
        os.utime(folder, (0, time.time() - days * 86_400))
    save(store, 1)
    assert {path.name for path in store.folder.iterdir()} == {"a-part", writing.name}


def test_a_machine_that_does_not_tell_its_starts_has_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    machine.cache_clear()
    told = machine()
    monkeypatch.setattr(aside, "BOOT", tmp_path / "none")
    machine.cache_clear()
    assert (len(machine()), machine() == told) == (len(told), False)
    machine.cache_clear()


@pytest.mark.parametrize(("damage", "whole"), [(None, 1), (b"", None), (b"PAR1 half a ta", None), ("gone", None)])
def test_a_part_that_has_lost_a_table_is_made_anew(store: Store, damage: bytes | str | None, whole: int | None) -> None:
    """A copy or a cache of a continuous build that was cut off."""
    with embedded() as engine:
        part = Part("a-part", store.folder / "a-part", "web", "csv", 1, 1, 0, (), None, None, tables=("pages",))
        pages = {"pages": engine.memtable([{"n": 1}], {"n": "int64"})}
        store.save(engine, part, pages, {"pages": {"n": "int64"}})
    file = part.folder / "pages.parquet"
    if damage == "gone":
        file.unlink()
    elif isinstance(damage, bytes):
        file.write_bytes(damage)
    assert rows(store) == whole


@pytest.mark.parametrize("mode", [0o700, 0o775])
def test_others_may_read_what_they_may_read_of_the_folder(store: Store, mode: int) -> None:
    store.folder.mkdir()
    store.folder.chmod(mode)
    save(store, 1)
    assert (store.folder / "a-part").stat().st_mode & 0o777 == mode


def test_a_store_that_is_no_folder(store: Store) -> None:
    store.folder.write_text("a file", "utf-8")
    with pytest.raises(OutputError, match="parts: cannot write"):
        save(store, 1)
