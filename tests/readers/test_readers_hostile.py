"""Files with bytes put in, taken out and told twice: each is read, or refused with a sentence; nothing else happens."""

import io
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import DataError
from reportgen.model.settings import InputSettings
from reportgen.readers.files import exports_of
from reportgen.readers.opening import opened, tables


def zipped() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "at,what\n2026-10-01,x\n" * 9)
    return target.getvalue()


SEEDS = (
    b'# Report\r\n# 20261001-20261003\r\n\r\nDay Index,N\r\n10/1/26,5\r\n,5\r\n\r\nPage,N\r\n/a,5\r\n/b,"1,200"\r\nTotal,"1,205"\r\n',
    b'sep=;\n"A title"\n"Date";"Primary"\n"01.10.2026";"1.234"\n\nOther;N\nx;1\n',
    b'[{"a": 1, "b": [1, {"c": "x"}]},\n {"a": "two\\nlines"}]',
    zipped(),
)
PIECES = (
    b"\n",
    b"\r",
    b"\n\n",
    b'"',
    b",",
    b"#",
    b"\0",
    b"\xff",
    b"Total,",
    b"\xef\xbb\xbf",
    b"{",
    b"[",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"Nth day",
)
EDIT = st.tuples(st.integers(0, 10_000), st.integers(0, 40), st.sampled_from(PIECES))


def changed(seed: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    for place, gone, piece in edits:
        at = place % (len(seed) + 1)
        seed = seed[:at] + piece + seed[at + gone :]
    return seed


@pytest.mark.slow
@given(seed=st.sampled_from(SEEDS), edits=st.lists(EDIT, max_size=6))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_read_or_refused(seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    source = InputSettings(key="web", files=("data",))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "a.bin"
        file.write_bytes(changed(seed, edits))
        for way in (opened, tables):
            try:
                for export in exports_of(source, file, "data/a.bin"):
                    with way(export, Path(folder)):
                        pass
            except DataError as error:
                assert str(error).startswith("data/a.bin")
        assert [each.name for each in Path(folder).iterdir()] == ["a.bin"]
