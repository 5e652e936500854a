"""The engine's door: small tables, kept files, what cannot be written, and nothing left behind."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest
from ibis.expr.types import Table

from reportgen.engine import Embedded, Engine, connect, embedded, scratch_folder
from reportgen.engine.aside import SCRATCH
from reportgen.errors import DataError, OutputError, SettingsError

SCHEMA = {"name": "string", "n": "int64", "yes": "boolean"}
ROWS = [{"name": "a", "n": 2**53 + 1, "yes": True}, {"name": None, "n": None, "yes": None}]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with connect() as opened:
        yield opened


def values(engine: Engine, table: object) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in engine.backend.to_pyarrow(table).to_pylist()]


def test_kept_files_give_back_what_was_written_with_their_folder(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "it's a [part]"
    folder.mkdir()
    assert engine.write(engine.memtable(ROWS, SCHEMA), folder / "rows.parquet", SCHEMA) == 2
    found = engine.read_kept([folder / "rows.parquet"], SCHEMA)
    assert values(engine, found.order_by(found.name.desc(nulls_first=False))) == [
        ("a", 2**53 + 1, True, folder.name),
        (None, None, None, folder.name),
    ]


def test_no_kept_files_are_an_empty_table(engine: Engine) -> None:
    found = engine.read_kept([], SCHEMA)
    assert tuple(found.columns) == (*SCHEMA, "part")
    assert values(engine, found) == []
    assert engine.scalar(found.n.sum()) == 0


def test_own_tables_have_the_types_that_the_engine_says(engine: Engine) -> None:
    """Also where no row shows them; a sum that is declared a whole number is one, a share is not."""
    given = {**SCHEMA, "share": "float64"}
    kept = engine.memtable([], given)
    assert {name: str(kind) for name, kind in kept.schema().items()} == given
    summed = engine.cache(kept.group_by("name").aggregate(n=kept.n.sum(), share=kept.share.mean(), yes=kept.yes.any()))
    assert summed.schema() == engine.backend.table(summed.get_name().split(".")[-1], database=("temp", "main")).schema()
    assert {name: str(kind) for name, kind in summed.schema().items()} == given


def test_a_file_that_cannot_be_written(engine: Engine, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        engine.write(engine.memtable(ROWS, SCHEMA), tmp_path / "nowhere" / "rows.parquet", SCHEMA)


def test_cached_tables_can_be_dropped(engine: Engine) -> None:
    kept = engine.cache(engine.memtable(ROWS, SCHEMA))
    assert engine.scalar(kept.count()) == 2
    engine.drop(kept)
    assert engine.rows(f"select count(*) from duckdb_tables() where table_name = '{kept.get_name()}'") == [(0,)]


def test_scratch_is_emptied_also_when_a_build_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyError), connect(scratch=tmp_path):
        assert len(list(tmp_path.iterdir())) == 1
        raise KeyError
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys, pathlib
from reportgen.engine import embedded
with embedded(scratch=pathlib.Path(sys.argv[1])) as engine:
    (engine.scratch / "spilled").write_bytes(bytes(1000))
    os.kill(os.getpid(), 9)
"""


def test_what_a_killed_build_left_in_scratch_is_cleared_and_a_living_ones_stays(tmp_path: Path) -> None:
    """A build that the system ends for its memory leaves what it spilled: gigabytes, each time."""
    with embedded(scratch=tmp_path) as living:
        assert subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False).returncode == -9
        (dead,) = {*tmp_path.iterdir()} - {living.scratch}
        with embedded(scratch=tmp_path) as engine:
            assert {*tmp_path.iterdir()} == {living.scratch, engine.scratch}
        assert not dead.exists()


def test_many_at_once_keep_each_a_scratch_folder_of_their_own(tmp_path: Path) -> None:
    """Each looks for what dead ones have left while others begin."""

    def held(number: int) -> bool:
        with scratch_folder(tmp_path) as mine:
            (mine / "spilled").write_text(str(number))
            return (mine / "spilled").read_text() == str(number)

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(held, range(400)))
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_scratch_folder_is_left_alone(tmp_path: Path) -> None:
    """A pipe would never open, and a link leads elsewhere."""
    (tmp_path / "precious").mkdir()
    os.mkfifo(tmp_path / f"{SCRATCH}pipe")
    (tmp_path / f"{SCRATCH}link").symlink_to(tmp_path / "precious")
    before = {*tmp_path.iterdir()}
    with scratch_folder(tmp_path) as mine:
        assert {*tmp_path.iterdir()} == {*before, mine}


def test_another_engine_and_a_memory_that_is_no_size_are_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(SettingsError, match=r"engine: `trino://host` is no engine that this version runs on; write duckdb://, spark://HOST"),
        connect("trino://host"),
    ):
        pass
    with pytest.raises(SettingsError, match="memory: the engine refuses 'a lot'"), connect(memory="a lot", scratch=tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_memory_is_limited_and_queries_spill(tmp_path: Path) -> None:
    """Two hundred megabytes of rows sorted within fifty."""
    with connect(memory="50MB", scratch=tmp_path) as engine:
        engine.rows("set threads = 1")
        (found,) = engine.rows("select count(*) from (select distinct hash(i)::varchar || repeat('x', 80) from range(1000000) rows(i))")
        assert found == (1_000_000,)


def test_a_sum_that_no_whole_number_holds_is_told(engine: Engine) -> None:
    rows = engine.memtable([{"name": name, "n": 2**62, "yes": True} for name in "abc"], SCHEMA)
    told = "add up to more than 9,223,372,036,854"
    with pytest.raises(DataError, match=told):
        engine.run(rows.aggregate(n=rows.n.sum()))
    with pytest.raises(DataError, match=told):
        engine.scalar(rows.n.sum())
    with pytest.raises(DataError, match=told):
        engine.cache(rows.aggregate(n=rows.n.sum()))


def test_what_does_not_fit_into_memory_comes_in_portions(tmp_path: Path) -> None:
    """Every row in one of them, and all of one visitor in the same; wherever the folder for temporary files is."""
    rows = [{"name": f"v{number % 97}", "n": number, "yes": None} for number in range(500)]
    with connect(memory="100MB", scratch=tmp_path / "it's a [job]") as small:
        events = small.memtable(rows, SCHEMA)
        whole = [values(small, portion) for portion in small.portions(events, events.name, 50_000)]
        several = [values(small, portion) for portion in small.portions(events, events.name, 490_000)]
        nothing = [values(small, portion) for portion in small.portions(events.filter(events.n < 0), events.name, 490_000)]
    assert [len(portion) for portion in whole] == [500]
    assert len(several) == 5
    assert sorted(row for portion in several for row in portion) == sorted(whole[0])
    assert sum(len({name for name, *_ in portion}) for portion in several) == 97
    assert nothing == [[]]


def test_a_limit_beyond_what_the_engine_can_parse_is_none() -> None:
    with connect(memory="2000TB") as large:
        events = large.memtable(ROWS, SCHEMA)
        assert [values(large, portion) for portion in large.portions(events, events.name, 10**15)] == [values(large, events)]


def by_run(engine: Embedded, table: Table, _file: Path) -> int:
    return len(engine.run(table))


def by_scalar(engine: Embedded, table: Table, _file: Path) -> int:
    return engine.scalar(table.count())


def by_cache(engine: Embedded, table: Table, _file: Path) -> int:
    return len(values(engine, engine.cache(table)))


def by_stage(engine: Embedded, table: Table, _file: Path) -> int:
    return len(values(engine, engine.stage(engine.query(table))))


def by_taking_out(engine: Embedded, table: Table, _file: Path) -> int:
    staged = engine.stage(f"select * from ({engine.query(table)}) union all select 'b', 7, true")
    engine.take_out(staged, staged.filter(staged.n == 7).select("row"))
    return len(values(engine, staged))


def by_write(engine: Embedded, table: Table, file: Path) -> int:
    assert engine.write(table, file, SCHEMA) == 2
    return len(values(engine, engine.read_kept([file], SCHEMA)))


def by_portions(engine: Embedded, table: Table, _file: Path) -> int:
    return sum(len(values(engine, portion)) for portion in engine.portions(table, table.name, 490_000))


@pytest.mark.parametrize("asked", [by_run, by_scalar, by_cache, by_stage, by_taking_out, by_write, by_portions])
def test_what_needs_too_much_memory_is_tried_by_one_thread(
    asked: Callable[[Embedded, Table, Path], int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The first try leaves half of what it was to write."""
    with embedded(memory="100MB", scratch=tmp_path) as small:
        small.rows("set threads = 2")
        make, ask, tries = small.backend.raw_sql, small.backend.to_pyarrow, []

        def is_full() -> bool:
            tries.append(make("select current_setting('threads')").fetchall()[0][0])
            return tries[-1] != 1

        def making(query: object) -> object:
            if str(query).startswith(("create temp table", "copy", "delete")) and is_full():
                if to := re.search(r" to '([^']+)' ", str(query)):
                    half = Path(to[1]) if to[1].endswith(".parquet") else Path(to[1], "portion=0", "half.parquet")
                    half.parent.mkdir(parents=True, exist_ok=True)
                    half.write_bytes(b"half a fi")
                raise duckdb.OutOfMemoryException("full")
            return make(query)

        def asking(query: Table) -> object:
            if is_full():
                raise duckdb.OutOfMemoryException("full")
            return ask(query)

        table = small.memtable(ROWS, SCHEMA)
        tries.clear()
        monkeypatch.setattr(small.backend, "raw_sql", making)
        if asked in (by_run, by_scalar):
            monkeypatch.setattr(small.backend, "to_pyarrow", asking)
        assert asked(small, table, tmp_path / "rows.parquet") == 2
        assert tries in ([2, 1], [2, 1, 2, 1])
        assert make("select current_setting('threads')").fetchall() == [(2,)]


def test_a_disk_that_is_full_is_no_lack_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine says both in the same way. Nothing is tried again."""
    told = "Out of Memory Error: failed to offload data block of size 256.0 KiB (19 MiB/20 MiB used).\nThis limit was set by the "
    tries = []

    def full(_query: object) -> object:
        tries.append(1)
        raise duckdb.OutOfMemoryException(f"{told}'max_temp_directory_size' setting.")

    with pytest.raises(OutputError, match=r"cannot write: .*failed to offload data block"), embedded() as engine:
        table = engine.memtable(ROWS, SCHEMA)
        monkeypatch.setattr(engine.backend, "to_pyarrow", full)
        engine.run(table)
    assert tries == [1]
