"""Exports in a ZIP archive: read as if they lay in a folder; archives that are cut, unsafe or no exports are refused by name."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from exports_world import Exports, ga4, ndjson, rule, settings

from reportgen import readers
from reportgen.errors import DataError
from reportgen.model.settings import InputSettings

FIRST = ndjson([ga4("contact", "2026-10-01T10:00:00")])
SECOND = ndjson([ga4("contact", "2026-10-02T10:00:00")])
WEB = InputSettings(key="web", files=("data",))


def packed(files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 10, 31, 12, 0, 0)), content, compression)
    return target.getvalue()


def test_each_file_of_an_archive_is_an_export(exports: Exports) -> None:
    inside = {"web/": b"", "web/b.ndjson": SECOND, "web/a.ndjson": FIRST, "web/.hidden": b"x", "__MACOSX/web/._a.ndjson": b"x"}
    exports.put("october.zip", packed(inside))
    names = [export.name for export in readers.find(exports.folder, (WEB,))]
    assert names == ["data/october.zip/web/a.ndjson", "data/october.zip/web/b.ndjson"]
    assert len(exports.events()) == 2


def test_packing_again_changes_no_hash(exports: Exports, tmp_path: Path) -> None:
    exports.put("one.zip", packed({"a.ndjson": FIRST})).put("plain/a.ndjson", FIRST)
    exports.put("other.zip", packed({"a.ndjson": FIRST}, zipfile.ZIP_STORED))
    hashes = {readers.content_hash(export) for export in readers.find(exports.folder, (WEB,))}
    assert len(hashes) == 1


def test_an_archive_of_archives_text_in_utf_16_and_gzip(exports: Exports) -> None:
    import gzip

    exports.put(
        "a.zip",
        packed({"a.ndjson.gz": gzip.compress(FIRST), "b.ndjson": "\ufeff".encode("utf-16-le") + SECOND.decode().encode("utf-16-le")}),
    )
    assert len(exports.events()) == 2
    exports.put("a.zip", packed({"inner.zip": packed({"a.ndjson": FIRST})}))
    with pytest.raises(DataError, match=r"data/a\.zip/inner\.zip: a zip within a zip; unpack the outer one"):
        exports.events()


def linked(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        link = zipfile.ZipInfo(name)
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return target.getvalue()


def locked() -> bytes:
    data = bytearray(packed({"a.csv": "at,what\n"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def damaged() -> bytes:
    data = bytearray(packed({"a.ndjson": FIRST}, zipfile.ZIP_STORED))
    data[60] ^= 255
    return bytes(data)


def dishonest() -> bytes:
    """A bomb whose header says that it is small."""
    data = bytearray(packed({"a.csv": b"0" * (16 << 20)}))
    for start in (data.index(b"PK\x03\x04") + 22, data.index(b"PK\x01\x02") + 24):
        data[start : start + 4] = (1 << 20).to_bytes(4, "little")
    return bytes(data)


WHOLE = packed({"a.ndjson": FIRST * 50})
UNSAFE = {
    "cut": (WHOLE[:-30], "data/a.zip: the zip is damaged or cut off"),
    "half": (WHOLE[: len(WHOLE) // 2], "data/a.zip: the zip is damaged or cut off"),
    "damaged": (damaged(), "data/a.zip/a.ndjson: the zip is damaged here"),
    "upwards": (packed({"../a.csv": "x"}), "data/a.zip: the zip holds a path outside it: '../a.csv'; make the zip again"),
    "in the middle": (packed({"web/../../a.csv": "x"}), "the zip holds a path outside it: 'web/../../a.csv'"),
    "absolute": (packed({"/etc/a.csv": "x"}), "the zip holds a path outside it: '/etc/a.csv'"),
    "windows": (packed({"..\\a.csv": "x"}), "the zip holds a path outside it"),
    "drive": (packed({"C:\\a.csv": "x"}), "the zip holds a path outside it"),
    "link": (linked("a.csv"), "the zip holds a link instead of a file: 'a.csv'"),
    "bomb": (packed({"a.csv": b"0" * (16 << 20)}), "data/a.zip/a.csv: it unpacks to more than 100 times its size"),
    "password": (locked(), "data/a.zip: 'a.csv' asks for a password; make the zip again without one"),
    "nothing": (packed({}), "data/a.zip: the zip is empty"),
    "many": (packed({f"{number}.csv": "" for number in range(1_001)}), "the zip holds 1001 files, more than 1000"),
    "workbook": (packed({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "data/a.zip: this is a workbook, not an export"),
}


@pytest.mark.parametrize("kind", UNSAFE)
def test_what_is_cut_or_unsafe_is_refused(exports: Exports, kind: str) -> None:
    content, message = UNSAFE[kind]
    before = {path for path in exports.folder.rglob("*") if path.is_file()} | {exports.folder / "data" / "a.zip"}
    exports.put("a.zip", content)
    with pytest.raises(DataError) as caught:
        exports.gather(settings(rule("contact")))
    assert message in str(caught.value)
    assert {path for path in exports.folder.rglob("*") if path.is_file()} == before


def test_a_size_that_the_archive_lies_about_is_counted_as_it_comes(exports: Exports) -> None:
    exports.put("a.zip", dishonest())
    with pytest.raises(DataError, match=r"data/a\.zip/a\.csv: (it unpacks to more than 100 times|the zip is damaged here)"):
        exports.gather(settings(rule("contact")))
