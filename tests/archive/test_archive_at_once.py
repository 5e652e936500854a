"""Writers and readers of one site at the same time: they take turns, and nothing is mixed."""

import errno
import fcntl
import time
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from interrupted import publish, report

from reportgen import archive, periods
from reportgen.errors import BusyError, OutputError


def publish_month(site: Path, month: str) -> None:
    about, facts, files = report("first")
    entry = replace(about, key=month, period=periods.month(month))
    archive.publish(site, entry, archive.edition_for(site, month, facts, {}), files)


def index(site: Path) -> dict[str, bytes]:
    """The page over all periods, slowly."""
    keys = [entry.about.key for entry in archive.entries(site)]
    time.sleep(0.01)
    return {"index.html": " ".join(keys).encode()}


def test_the_pages_over_all_periods_never_tell_of_fewer(tmp_path: Path) -> None:
    """Each build of a month of its own; whichever page is placed last knows of all of them."""
    months = [f"2026-{number:02}" for number in range(1, 9)]

    def build(month: str) -> None:
        publish_month(tmp_path, month)
        archive.renew(tmp_path, lambda: index(tmp_path))

    threads = [Thread(target=build, args=(month,)) for month in months]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "index.html").read_text("utf-8").split() == sorted(months, reverse=True)


def test_a_writer_waits_for_a_reader(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    done = Event()

    def build() -> None:
        publish(tmp_path, "second")
        done.set()

    writer = Thread(target=build)
    with archive.reading(tmp_path), archive.reading(tmp_path):
        writer.start()
        assert not done.wait(0.1)
        assert (tmp_path / "2026-10/index.html").read_text("utf-8") == "index.html first"
    writer.join()
    assert (tmp_path / "2026-10/index.html").read_text("utf-8") == "index.html second"


def test_two_builds_of_the_very_same_are_one_edition(tmp_path: Path) -> None:
    publish(tmp_path, "first")
    about, facts, files = report("second")
    data = {name: content for name, content in files.items() if name.startswith("data/")}
    mine = archive.edition_for(tmp_path, about.key, facts, data)
    publish(tmp_path, "second")
    done = archive.publish(tmp_path, about, mine, files)
    assert (done.edition, done.changed) == (2, False)


def test_a_second_command_over_all_is_refused(tmp_path: Path) -> None:
    with (
        archive.alone(tmp_path, "build --all"),
        pytest.raises(BusyError, match="another `build --all` is at work on") as caught,
        archive.alone(tmp_path, "build --all"),
    ):
        pytest.fail("two at once")
    assert caught.value.exit_code == 2
    with archive.alone(tmp_path, "build --all"):
        pass


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with archive.reading(tmp_path / "nowhere"):
        pass
    with pytest.raises(OutputError, match="nowhere"), archive.alone(tmp_path / "nowhere", "build --all"):
        pytest.fail("nothing to be alone with")


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS])
def test_a_file_system_without_locks_is_refused_for_writing_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    publish(tmp_path, "first")

    def refuse(_handle: object, _operation: int) -> None:
        raise OSError(code, "in the system's own words")

    monkeypatch.setattr(fcntl, "flock", refuse)
    for write in (lambda: publish(tmp_path, "second"), lambda: archive.place(tmp_path, {"index.html": b""})):
        with pytest.raises(OutputError, match="cannot write: this file system has no locks, and without them two runs could mix"):
            write()
    with pytest.raises(OutputError, match="no locks"), archive.alone(tmp_path, "build --all"):
        pytest.fail("not alone")
    with archive.reading(tmp_path):
        assert archive.entries(tmp_path)[0].edition == 1
