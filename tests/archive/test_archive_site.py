"""Editions of a period in a site: numbered ahead, kept for good, published once."""

import json
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interrupted import publish, report

from reportgen import archive
from reportgen.archive import manifest
from reportgen.errors import DataError, OutputError, ReportgenError, SchemaTooNewError
from reportgen.model.tables import MANIFEST_SCHEMA
from reportgen.periods import Period


def times(folder: Path) -> dict[Path, int]:
    """When each file and folder below was last written, in nanoseconds."""
    return {file: file.stat().st_mtime_ns for file in folder.rglob("*")}


def test_the_first_edition(tmp_path: Path) -> None:
    edition = archive.edition_for(tmp_path / "site", "2026-10", b"facts", {})
    assert (edition.number, edition.changed, edition.kept) == (1, True, frozenset())
    assert not (tmp_path / "site").exists()
    done = publish(tmp_path / "site", "first")
    assert (done.folder, done.edition, done.changed) == (tmp_path / "site" / "2026-10", 1, True)
    assert (done.folder / "data" / "days.csv").read_text() == "data/days.csv first"


def test_the_same_findings_are_no_new_edition(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    before = times(tmp_path / "2026-10")
    assert not publish(tmp_path, "first").changed
    assert times(tmp_path / "2026-10") == before


def test_other_pages_of_the_same_findings_are_not_written(tmp_path: Path) -> None:
    """New templates or another PDF library do not touch an edition that is out."""
    publish(tmp_path, "first")
    about, facts, files = report("first")
    edition = archive.edition_for(tmp_path, about.key, facts, {"data/days.csv": files["data/days.csv"]})
    archive.publish(tmp_path, about, edition, {**files, "report.pdf": b"drawn anew", "index.html": b"new look"})
    assert (tmp_path / "2026-10" / "report.pdf").read_text() == "report.pdf first"
    assert (tmp_path / "2026-10" / "index.html").read_text() == "index.html first"


def test_a_file_the_edition_lacks_is_added(tmp_path: Path) -> None:
    """The PDF could not be made at first; it joins the edition later, and nothing else changes."""
    about, facts, files = report("first")
    pdf = files.pop("report.pdf")
    archive.publish(tmp_path, about, archive.edition_for(tmp_path, about.key, facts, {}), files)
    page = (tmp_path / "2026-10" / "index.html").stat()
    again = archive.edition_for(tmp_path, about.key, facts, {})
    assert again.kept == {"index.html", "report.json", "data/days.csv"}
    done = archive.publish(tmp_path, about, again, {**files, "report.pdf": pdf})
    assert (done.edition, done.changed) == (1, True)
    (entry,) = archive.entries(tmp_path)
    assert entry.files["report.pdf"] == manifest.fingerprint(pdf)
    assert (tmp_path / "2026-10" / "index.html").stat().st_mtime_ns == page.st_mtime_ns
    assert not (tmp_path / "2026-10" / "editions").exists()


def test_earlier_editions_are_kept_as_they_were(tmp_path: Path) -> None:
    for word in ("first", "second", "third"):
        publish(tmp_path, word)
    folder = tmp_path / "2026-10"
    for number, word in ((1, "first"), (2, "second")):
        earlier = folder / "editions" / str(number)
        record = manifest.load(earlier)
        assert record is not None
        assert (record.edition, record.about.title) == (number, f"October {word}")
        for name, content in report(word)[2].items():
            assert (earlier / name).read_bytes() == content
        assert not (earlier / "editions").exists()
    assert (folder / "index.html").read_text() == "index.html third"
    assert publish(tmp_path, "first").edition == 4


def test_no_temporary_folder_stays(tmp_path: Path) -> None:
    (tmp_path / ".2026-10.reportgen-new").mkdir()
    (tmp_path / ".2026-10.reportgen-new" / "index.html").write_text("half a pa")
    publish(tmp_path, "first")
    publish(tmp_path, "second")
    assert [path.name for path in tmp_path.iterdir()] == ["2026-10"]


@given(st.dictionaries(st.text(max_size=8), st.binary(max_size=8), max_size=4), st.dictionaries(st.text(max_size=8), st.binary(max_size=8)))
def test_the_digest_tells_different_data_apart(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    same = one == other
    assert (manifest.digest(b"facts", one) == manifest.digest(b"facts", other)) is same
    shuffled = dict(reversed(one.items()))
    assert manifest.digest(b"facts", one) == manifest.digest(b"facts", shuffled)


def test_pages_over_all_periods_are_written_when_they_differ(tmp_path: Path) -> None:
    pages = {"index.html": b"archive", "latest/index.html": b"to 2026-10", "assets/font.woff2": b"font"}
    assert set(archive.place(tmp_path, pages)) == set(pages)
    before = times(tmp_path)
    assert archive.place(tmp_path, pages) == ()
    assert times(tmp_path) == before
    assert archive.place(tmp_path, {**pages, "latest/index.html": b"to 2026-11"}) == ("latest/index.html",)
    assert (tmp_path / "latest" / "index.html").read_bytes() == b"to 2026-11"


def test_entries_begin_with_the_newest_period(tmp_path: Path) -> None:
    about, facts, files = report("first")
    begins = {"2026-09": (9, 30), "2026-10": (10, 31), "2026-10-17_2026-10-31": (10, 15), "2025-12": (12, 31)}
    for key, (month, days) in begins.items():
        begin = date(2025 if key == "2025-12" else 2026, month, 17 if "_" in key else 1)
        entry = replace(about, key=key, period=Period(begin, begin + timedelta(days=days)))
        archive.publish(tmp_path, entry, archive.edition_for(tmp_path, key, facts, {}), files)
    (tmp_path / "assets").mkdir()
    found = archive.entries(tmp_path)
    assert [entry.about.key for entry in found] == ["2026-10", "2026-10-17_2026-10-31", "2026-09", "2025-12"]
    assert found[0].about == about
    assert archive.entries(tmp_path / "nowhere") == ()


def test_the_manifest_says_what_it_is_made_of(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    plain = json.loads((tmp_path / "2026-10" / "manifest.json").read_bytes())
    assert (plain["schema"], plain["edition"], plain["about"]["settings"]) == (MANIFEST_SCHEMA, 1, "settings")
    assert plain["about"]["period"] == {"begin": "2026-10-01", "end": "2026-11-01"}
    assert set(plain["files"]) == set(report("first")[2])
    assert set(archive.schema()["required"]) == set(plain)  # type: ignore[call-overload]


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    file = tmp_path / "2026-10" / "manifest.json"
    plain = json.loads(file.read_text()) | {"schema": MANIFEST_SCHEMA + 1, "edition": {"new": "shape"}}
    file.write_text(json.dumps(plain))
    with pytest.raises(SchemaTooNewError, match=f"schema {MANIFEST_SCHEMA + 1} is newer") as caught:
        archive.edition_for(tmp_path, "2026-10", b"facts", {})
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("content", [b"", b"[]", b'{"schema": 1}', b'{"schema": "1"}', b"\xff\xfe"])
def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "2026-10").mkdir()
    (tmp_path / "2026-10" / "manifest.json").write_bytes(content)
    with pytest.raises(DataError, match="this is not the manifest of a report"):
        archive.entries(tmp_path)


@pytest.mark.parametrize(
    "name", ["../escape.html", "/etc/escape", "data/../../escape", "a\\b", "", "manifest.json", "editions/1/index.html"]
)
def test_names_that_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    about, facts, _files = report("first")
    edition = archive.edition_for(tmp_path, about.key, facts, {})
    with pytest.raises(OutputError, match="the name"):
        archive.publish(tmp_path, about, edition, {name: b""})
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_is_no_period_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a period's key"):
        archive.edition_for(tmp_path, "../2026-10", b"", {})


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Root may write anywhere, so be nobody for a moment."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(me)


def test_a_read_only_folder(tmp_path: Path) -> None:
    about, facts, files = report("first")
    edition = archive.edition_for(tmp_path / "site", about.key, facts, {})
    tmp_path.chmod(0o555)
    with an_ordinary_user(), pytest.raises(OutputError, match="cannot write: the folder is read-only") as caught:
        archive.publish(tmp_path / "site", about, edition, files)
    assert caught.value.exit_code == 2
    tmp_path.chmod(0o755)
    assert list(tmp_path.iterdir()) == []


def test_a_manifest_that_may_not_be_read(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    (tmp_path / "2026-10" / "manifest.json").chmod(0)
    with an_ordinary_user(), pytest.raises(DataError, match=r"manifest\.json: cannot be read: Permission denied"):
        archive.edition_for(tmp_path, "2026-10", b"facts", {})


def test_a_file_in_the_folders_place(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("not a folder")
    with pytest.raises(OutputError, match="site: cannot write"):
        publish(tmp_path / "site", "first")


@contextmanager
def room_for(n_bytes: int) -> Iterator[None]:
    """No file may grow beyond this, as on a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, old)


def test_no_room_for_the_files(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    with room_for(20), pytest.raises(OutputError, match="cannot write"):
        publish(tmp_path, "a second report whose files are too long")
    assert publish(tmp_path, "first").changed is False
    assert [path.name for path in tmp_path.iterdir()] == ["2026-10"]


def test_an_edition_numbered_before_another_was_published_is_refused(tmp_path: Path) -> None:
    about, facts, files = report("mine")
    mine = archive.edition_for(tmp_path, about.key, facts, {})
    publish(tmp_path, "theirs")
    with pytest.raises(OutputError, match="another build published this period in the meantime"):
        archive.publish(tmp_path, about, mine, files)
    assert (tmp_path / "2026-10" / "index.html").read_text() == "index.html theirs"


def test_builds_at_the_same_time_take_turns(tmp_path: Path) -> None:
    done: list[int] = []

    def build(word: str) -> None:
        with suppress(ReportgenError):
            done.append(publish(tmp_path, word).edition)

    threads = [Thread(target=build, args=(f"by {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(1, len(done) + 1))
    (entry,) = archive.entries(tmp_path)
    assert entry.edition == len(done)
    kept = [*(tmp_path / "2026-10").rglob("manifest.json")]
    assert len(kept) == len(done)
