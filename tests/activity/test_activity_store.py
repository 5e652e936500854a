"""Kept parts on disk: named by what they depend on, written whole or not at all, and never read when newer than this version."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from exports_world import Exports, ga4, rule, seen, settings
from ibis.expr.types import Table

from reportgen.engine import Engine
from reportgen.errors import OutputError, SchemaTooNewError
from reportgen.model.settings import ConversionRule, Settings
from reportgen.model.tables import TABLE_SCHEMA

ROWS = [seen("/", "2026-10-01T10:00:00"), ga4("contact", "2026-10-01T10:01:00")]
WEB = {"key": "web", "files": ["data"]}


def chosen(*rules: ConversionRule, zone: str = "UTC", source: dict[str, object] | None = None, **report: object) -> Settings:
    return settings(*(rules or (rule("contact"),)), inputs=[WEB | (source or {})], zone=zone, **report)


SAME = {
    "label": chosen(rule("contact", label="Another name")),
    "tier": chosen(rule("contact", tier="micro")),
    "value": chosen(rule("contact", value={"fixed": 9})),
    "counting": chosen(rule("contact", counting="visitor")),
    "channels": chosen(channels=[{"channel": "Mine", "source": ["x"]}]),
    "currency": chosen(currency="USD"),
    "files": chosen(source={"files": ["data", "data/*.ndjson"]}),
    "optional": chosen(source={"optional": True}),
}
OTHER = {
    "rule": chosen(rule("contact", {"event": ["contact_us"]})),
    "parameters": chosen(rule("contact", {"event": ["contact"], "params": {"form": ["a"]}})),
    "breakdown": chosen(rule("contact", by=["form"])),
    "another rule": chosen(rule("contact"), rule("quote")),
    "page group": chosen(rule("contact", {"page": ["blog"]}), page_groups={"blog": ["/b*"]}),
    "page group's pages": chosen(rule("contact", {"page": ["blog"]}), page_groups={"blog": ["/c*"]}),
    "zone": chosen(zone="Europe/Berlin"),
    "input": chosen(source={"page_view_events": ["view"]}),
    "identity": chosen(source={"identity": "people"}),
    "missing": chosen(source={"missing": ["-"]}),
}


@pytest.fixture
def one(exports: Exports) -> Exports:
    return exports.put("a.ndjson", ROWS)


@pytest.fixture(scope="module")
def first(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """That export and its kept part, to look at only."""
    exports = Exports(engine, tmp_path_factory.mktemp("kept")).put("a.ndjson", ROWS)
    assert len(exports.gather(chosen())) == 1
    return exports


@pytest.fixture
def kept(first: Exports, tmp_path: Path) -> Exports:
    """A copy of it, to change."""
    return replace(first, folder=Path(shutil.copytree(first.folder, tmp_path / "kept")))


def key(exports: Exports, settings: Settings) -> str:
    (found,) = set(exports.keys(settings).values())
    return found


def tree(exports: Exports) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in exports.store.folder.rglob("*.*")}


def test_a_part_depends_on_what_changes_it_and_on_nothing_else(one: Exports) -> None:
    base = key(one, chosen())
    assert {name: key(one, each) for name, each in SAME.items()} == dict.fromkeys(SAME, base)
    others = [key(one, each) for each in OTHER.values()]
    assert len({base, *others}) == len(OTHER) + 1
    one.put("a.ndjson", ROWS[:1])
    assert key(one, chosen()) != base


def test_an_export_is_read_once(kept: Exports, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(kept)

    def fail(*_: object) -> None:
        pytest.fail("an export was read again")

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "stage", fail)
        (found,) = kept.gather(SAME["label"])
    assert tree(kept) == before
    (again,) = kept.gather(OTHER["zone"])
    assert again.key != found.key


@pytest.mark.slow
def test_a_part_is_whole_or_not_there(one: Exports, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stops the writing, at its first table or its last."""
    write = Engine.write
    for last in (1, 5):
        written: list[Path] = []

        def stop(
            engine: Engine, expression: Table, file: Path, schema: dict[str, str], last: int = last, written: list[Path] = written
        ) -> int:
            written.append(file)
            if len(written) == last:
                raise KeyboardInterrupt
            return write(engine, expression, file, schema)

        with monkeypatch.context() as patch:
            patch.setattr(Engine, "write", stop)
            with pytest.raises(KeyboardInterrupt):
                one.gather()
        assert list(one.store.folder.iterdir()) == []
    assert len(one.gather()) == 1
    assert [file.name[:1] for file in one.store.folder.iterdir()] != ["."]


def test_a_full_disk_is_said_in_a_sentence(one: Exports, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Engine.rows

    def full(engine: Engine, query: str) -> list[tuple[object, ...]]:
        if query.startswith("copy"):
            raise duckdb.IOException('IO Error: Could not write file "x": No space left on device')
        return rows(engine, query)

    monkeypatch.setattr(Engine, "rows", full)
    with pytest.raises(OutputError, match=r"cannot write: .*No space left on device; ") as caught:
        one.gather()
    assert caught.value.exit_code == 2
    assert list(one.store.folder.iterdir()) == []


def test_a_folder_that_cannot_be_made(one: Exports) -> None:
    (one.folder / ".reportgen").write_text("a file in its place")
    with pytest.raises(OutputError, match="cannot write: "):
        one.gather()


def test_a_part_of_a_newer_version_is_refused(kept: Exports) -> None:
    (part,) = kept.gather()
    file = part.folder / "part.json"
    facts = json.loads(file.read_text())
    file.write_text(json.dumps({**facts, "schema": 99, "unheard_of": True}))
    with pytest.raises(
        SchemaTooNewError, match=rf"part\.json: schema 99 is newer than this reportgen knows \({TABLE_SCHEMA}\); update reportgen"
    ) as caught:
        kept.gather()
    assert caught.value.exit_code == 4


@pytest.mark.slow
def test_a_damaged_part_is_made_again(kept: Exports) -> None:
    (part,) = kept.gather()
    file = part.folder / "part.json"
    for text in ("", "{", "[]", "{}"):
        file.write_text(text)
        assert kept.store.load(part.key) is None
    assert kept.gather() == (part,)
    assert kept.store.load(part.key) == part


def test_every_kept_table_has_its_declared_columns(kept: Exports) -> None:
    from reportgen.activity.parts import SCHEMAS

    (part,) = kept.gather()
    kinds = {"VARCHAR": "string", "BIGINT": "int64", "BOOLEAN": "boolean"}
    for name, schema in SCHEMAS.items():
        rows = kept.engine.rows(f"describe select * from read_parquet('{part.folder / name}.parquet')")
        assert {str(row[0]): kinds[str(row[1])] for row in rows} == schema
