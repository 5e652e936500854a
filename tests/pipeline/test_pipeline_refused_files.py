"""Files that would spoil a report are refused by the command, with the place and what would be right, and nothing is written; what may be
incomplete is warned of."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import tiny
from tiny import REPORT

EVENTS = "at,what,who\n2026-10-01T10:00:00Z,generate_lead,ann\n2026-10-02T10:00:00Z,file_download,ben\n"
TABLE = "  more: {files: data/more, columns: {time: at, event: what, visitor: who}}\n"


def zipped(files: Mapping[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


REFUSED = {
    "cut": ("a.zip", zipped({"a.csv": EVENTS * 99})[:-40], "data/more/a.zip: the zip is damaged or cut off (File is not a zip file)"),
    "outside": (
        "a.zip",
        zipped({"../../a.csv": EVENTS}),
        "data/more/a.zip: the zip holds a path outside it: '../../a.csv'; make the zip again",
    ),
    "bomb": ("a.zip", zipped({"a.csv": EVENTS + "0" * (16 << 20)}), "data/more/a.zip/a.csv: it unpacks to more than 100 times its size"),
    "rounded ids": (
        "a.csv",
        EVENTS.replace("ben", "2.8E+18").encode(),
        "data/more/a.csv:3: 2.8E+18 in 'who' is an id that a spreadsheet has",
    ),
    "two orders": (
        "a.csv",
        EVENTS.replace("2026-10-01T10:00:00Z", "31/10/2026 10:00").replace("2026-10-02T10:00:00Z", "10/30/2026 10:00").encode(),
        "data/more/a.csv: inputs.more.columns: dates in two orders: 31/10/2026 has the day first, 10/30/2026 the month; export it again",
    ),
    "either order": (
        "a.csv",
        EVENTS.replace("2026-10-01T10:00:00Z", "01/10/2026 10:00").replace("2026-10-02T10:00:00Z", "02/10/2026 10:00").encode(),
        "data/more/a.csv: inputs.more.columns: `01/10/2026` can be read in two ways: 2026-10-01 or 2026-01-10; write `date_order:",
    ),
    "cut array": (
        "a.json",
        b'[{"at": 1, "what": "x"},\n{"at": 2',
        "data/more/a.json:2: the JSON array breaks off; export or copy it again",
    ),
    "a hole": ("a.csv", EVENTS.encode() + bytes(4096), "data/more/a.csv:4: a hole: many NUL bytes in a row"),
}
"""File, its bytes, and what is said."""


def workspace(folder: Path, name: str, content: bytes) -> Path:
    return tiny.write(tiny.workspace(folder, report=REPORT.replace("inputs:\n", f"inputs:\n{TABLE}")), {f"data/more/{name}": content})


def left(folder: Path) -> dict[str, bytes]:
    """What stands in a workspace but for kept parts of other files, which are whole ones."""
    files = tiny.tree(folder)
    assert [name for name in files if "unfinished" in name] == []
    return {name: content for name, content in files.items() if not name.startswith(".reportgen/")}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_would_spoil_the_report_is_refused(tmp_path: Path, kind: str) -> None:
    # checklist 001-7
    name, content, sentence = REFUSED[kind]
    folder = workspace(tmp_path, name, content)
    before = left(folder)
    ran = tiny.run("build", within=folder)
    assert (ran.code, ran.out) == (4, ""), ran.err
    assert sentence in ran.err
    assert left(folder) == before


def test_a_broken_file_of_plausible_is_refused(tmp_path: Path) -> None:
    """In a folder of its own, and in the archive that users get."""
    broken = {"imported_devices_20261001_20261031.csv": "date,device,visitors,bounces\n2026-10-01,Mobile,4,1\n"}
    report = REPORT.replace("inputs:\n", "inputs:\n  more: {files: data/more, preset: plausible}\n")
    for name, content in ({"export.zip": zipped(broken)} | {name: text.encode() for name, text in broken.items()}).items():
        folder = tiny.write(tiny.workspace(tmp_path / name, report=report), {f"data/more/{name}": content})
        before = left(folder)
        ran = tiny.run("build", within=folder)
        assert (ran.code, ran.out) == (4, ""), ran.err
        assert f"data/more/{name}" in ran.err
        assert "inputs.more: the file is none of its 11 tables, nearest to `imported_devices` (the file has no column 'visits'" in ran.err
        assert left(folder) == before


@pytest.mark.slow
def test_a_table_cut_where_a_spreadsheet_ends_is_warned_of(tmp_path: Path) -> None:
    rows = "at,what,who\n" + "2026-10-01T10:00:00Z,page_view,ann\n" * 1_048_575
    folder = workspace(tmp_path, "a.csv", rows.encode())
    ran = tiny.run("check", within=folder)
    assert ran.code == 0, ran.err
    assert "! data/more/a.csv has as many lines as a spreadsheet can hold: more may be missing." in ran.out
