"""The engine's door: small tables, kept files, what cannot be written, and nothing left behind."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from reportgen.engine import Engine, connect, embedded
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
    folder = tmp_path / "it's a part"
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


def test_what_does_not_fit_into_memory_comes_in_shares() -> None:
    """Every row in one of them, and all of one visitor in the same."""
    rows = [{"name": f"v{number % 97}", "n": number, "yes": None} for number in range(500)]
    with connect(memory="100MB") as small:
        events = small.memtable(rows, SCHEMA)
        whole = [values(small, share) for share in small.shares(events, events.name, 50_000)]
        several = [values(small, share) for share in small.shares(events, events.name, 490_000)]
        nothing = [values(small, share) for share in small.shares(events.filter(events.n < 0), events.name, 490_000)]
    assert [len(share) for share in whole] == [500]
    assert len(several) == 5
    assert sorted(row for share in several for row in share) == sorted(whole[0])
    assert sum(len({name for name, *_ in share}) for share in several) == 97
    assert nothing == [[]]


def test_what_needs_too_much_memory_is_tried_by_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(memory="100MB") as small:
        small.backend.raw_sql("set threads = 2")
        asked, threads = [], lambda: small.rows("select current_setting('threads')")[0][0]

        def full(query: object) -> object:
            asked.append(threads())
            if threads() != 1:
                raise duckdb.OutOfMemoryException("full")
            return make(query)

        make = small.backend.to_pyarrow
        monkeypatch.setattr(small.backend, "to_pyarrow", full)
        assert small.scalar(small.memtable(ROWS, SCHEMA).count()) == 2
        assert (asked, threads()) == ([2, 1], 2)
        monkeypatch.setattr(small.backend, "to_pyarrow", lambda _query: 1 / 0 if threads() == 2 else None)
        with pytest.raises(ZeroDivisionError):
            small.run(small.memtable(ROWS, SCHEMA))
