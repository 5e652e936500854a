"""Files that are no export, or an export that something went wrong with: each is read right, or refused by what it is."""

import pytest
from exports_world import Exports

from reportgen import readers
from reportgen.errors import DataError
from reportgen.model.settings import InputSettings
from reportgen.readers import Wanted
from reportgen.readers.reports import BrokenReportError, read

SOURCE = InputSettings.model_validate({"key": "web", "files": ["data"], "columns": {"time": "at", "event": "what", "visitor": "who"}})
ROW = "2026-10-01T10:00:00Z,x,ann"
RECORD = '{"at": "2026-10-01T10:00:00Z", "what": "x", "who": "ann"}'
DEEP = 20_000


def visitors(exports: Exports, name: str, content: str | bytes) -> list[object]:
    """Who is told of in a file."""
    exports.put(name, content)
    found: list[object] = []
    for staged, _ in readers.read(exports.engine, readers.find(exports.folder, (SOURCE,)), Wanted((), "UTC")):
        found += list(exports.engine.run(staged.events)["visitor"])
    return found


REFUSED = {
    "blanks alone": (b"\n \r\n\t\n", "data/a: the file is empty; export it again"),
    "a sign-in page": (b"\n<!DOCTYPE HTML><html><body>Sign in</body></html>", "data/a: this is a web page, not an export"),
    "a pdf": (b"%PDF-1.4\n%\xe2\xe3\n", "data/a: this is a PDF, not an export"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "data/a: this is a picture, not an export"),
    "a deep array": (b"[" + b'{"a":' * DEEP, "data/a:1: a record is nested too deeply"),
    "a deep record": (b'{"a":' * DEEP + b"\n" + b"{}\n", "data/a:1: none of the first 3 lines is a JSON record"),
    "a rounded id in json": (
        RECORD.replace('"ann"', "2.8E+18").encode(),
        "data/a:1: 2.8e+18 in 'who' is an id that a spreadsheet has rounded",
    ),
    "names alike": (RECORD.replace("}", ', "Who": "b"}').encode(), "data/a: inputs.web: 'who' and 'Who' differ in capitals alone"),
    "a name in capitals": (RECORD.replace("who", "WHO").encode(), "data/a: inputs.web: 'WHO' and 'who' differ in capitals alone"),
}
"""File's bytes, and what is said."""


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_export_is_called_what_it_is(exports: Exports, kind: str) -> None:
    # checklist 001-7
    content, sentence = REFUSED[kind]
    with pytest.raises(DataError) as caught:
        visitors(exports, "a", content)
    assert str(caught.value).startswith(sentence)


def test_a_report_of_an_api_nested_without_end_is_broken() -> None:
    with pytest.raises(BrokenReportError, match="nested too deeply"):
        read('{"metricHeaders": ' + "[" * DEEP)


@pytest.mark.parametrize("ends", [("\r\n", "\n", "\r\n"), ("\n", "\r\n", "\n"), ("\r\r\n", "\r\r\n", "\r\r\n")])
def test_lines_may_end_in_several_ways(exports: Exports, ends: tuple[str, str, str]) -> None:
    rows = ("at,what,who", ROW, ROW.replace("ann", "ben"))
    assert visitors(exports, "a.csv", "".join(map(str.__add__, rows, ends))) == ["web:ann", "web:ben"]


def test_a_return_within_a_line_is_a_blank(exports: Exports) -> None:
    assert visitors(exports, "a.csv", f"at,what,who\n{ROW}\rs\n") == ["web:ann s"]


def test_a_return_where_the_file_is_cut_into_blocks_ends_its_line(exports: Exports) -> None:
    """The CR is the last byte of a block of a megabyte, the LF the first of the next."""
    begin = f"at,what,who,note\n{ROW},"
    content = begin + "n" * ((1 << 20) - 1 - len(begin)) + f"\r\n{ROW.replace('ann', 'ben')},\n"
    assert visitors(exports, "a.csv", content) == ["web:ann", "web:ben"]
