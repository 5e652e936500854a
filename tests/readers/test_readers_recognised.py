"""Which preset an input's files fit, by their headers alone."""

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from reportgen import readers
from reportgen.model.settings import InputSettings, Preset
from reportgen.readers import opening
from reportgen.readers.files import Export, Opened

TILL = Preset.model_validate(
    {
        "key": "till",
        "title": "T",
        "of": "T",
        "platform": "Till",
        "counters": [
            {"date": "day", "measures": [{"key": "sales", "column": "sales", "kind": "flow"}]},
            {"date": "day", "dimension": "shop", "measures": [{"key": "people", "column": "people", "kind": "flow"}]},
        ],
        "costs": {"date": "day", "amount": "fee"},
    }
)
SHOP = TILL.model_copy(update={"key": "shop", "costs": ()})
KNOWN = {"till": TILL, "shop": SHOP}
Found = Callable[..., tuple[str, ...]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    def named(files: Mapping[str, str | bytes], known: Callable[[], Mapping[str, Preset]] = lambda: KNOWN) -> tuple[str, ...]:
        for name, content in files.items():
            (tmp_path / "data").mkdir(exist_ok=True)
            (tmp_path / "data" / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return readers.recognised(tmp_path)(InputSettings(key="web", files=("data",)), known)

    return named


def test_the_preset_that_reads_most_columns_is_named(found: Found) -> None:
    assert found({"a.csv": "day,sales,fee\n2026-10-01,3,1\n"}) == ("till",)


def test_presets_that_read_as_much_are_all_named(found: Found) -> None:
    assert found({"a.csv": "Day,Shop,People\n2026-10-01,x,3\n"}) == ("till", "shop")


def test_a_day_and_one_number_are_anybodys(found: Found) -> None:
    """`date,visits` is no sign of a vendor, so that nobody's name is put on it."""
    assert found({"a.csv": "day,sales\n2026-10-01,3\n"}) == ()


def test_one_strange_file_among_many_changes_nothing(found: Found) -> None:
    """Reading it says what is wrong with it."""
    sales = "day,sales,fee\n2026-10-01,3,1\n"
    assert found({"a.csv": sales, "b.csv": "day,sales,fee\n2026-10-02,3,1\n", "c.csv": "a,b\n1,2\n"}) == ("till",)
    assert found({"b.csv": "a,b\n1,2\n"}) == ()


@pytest.mark.parametrize(
    "content", ["a,b\n1,2\n", "", b"\xff\x00\x01", '{"a": 1}\n', "PAR1"], ids=["strange", "empty", "binary", "json", "parquet"]
)
def test_files_that_no_preset_knows_are_left_to_the_readers(found: Found, content: str | bytes) -> None:
    assert found({"a.csv": content}) == ()


def unasked() -> Mapping[str, Preset]:
    raise AssertionError("the presets were read")


def test_presets_are_not_even_read_where_a_reader_of_events_knows_the_files(found: Found) -> None:
    assert found({"a.ndjson": '{"event": "x", "properties": {"time": 1, "distinct_id": "a"}}\n'}, unasked) == ()


def test_of_files_that_a_reader_of_events_knows_the_first_alone_is_opened(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    room, opened = sys.modules["reportgen.readers.recognised"], []

    def tables(export: Export, scratch: Path) -> AbstractContextManager[tuple[Opened, ...]]:
        opened.append(export.name)
        return opening.tables(export, scratch)

    monkeypatch.setattr(room, "tables", tables)
    event = '{"event": "x", "properties": {"time": 1, "distinct_id": "a"}}\n'
    assert found({f"{day}.ndjson": event for day in range(3)}, unasked) == ()
    assert len(opened) == 1


def test_nor_for_a_large_file_or_none(found: Found, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert readers.recognised(tmp_path)(InputSettings(key="web", files=("none",)), unasked) == ()
    monkeypatch.setattr(sys.modules["reportgen.readers.recognised"], "MOST_BYTES", 10)
    assert found({"a.csv": "day,sales,fee\n2026-10-01,3,1\n"}, unasked) == ()
