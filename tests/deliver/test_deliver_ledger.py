"""The ledger of sending when it is cut short, damaged, of another key, newer, held, or cannot be written: nobody is mailed twice."""

import errno
import fcntl
import json
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from post import LETTER, NOW, SENDER, Post, recipients, running

from reportgen import deliver
from reportgen.deliver import Addressed, Office, ledger
from reportgen.errors import DataError, DeliveryError, OutputError, SchemaTooNewError
from reportgen.model.delivery import Outcome, Security, Server
from reportgen.model.tables import LEDGER_SCHEMA

KEY, OTHER_KEY = "a secret of twenty characters", "another secret of some characters"
FIRST, SECOND, THIRD = "anna@firm.example", "ben@firm.example", "cleo@firm.example"
ADDRESSED = Addressed(LETTER, SENDER, (FIRST, SECOND, THIRD), ("firm.example",), "", "2026-10", 1)
NOWHERE = Server("127.0.0.1", 9, Security.NONE)
"""Nobody listens there: a test that needs no mail to arrive shows that none is even tried."""


def now() -> datetime:
    return NOW


def office(folder: Path, server: Server = NOWHERE, key: str = KEY) -> Office:
    return Office(server, deliver.opened(folder / "deliveries.jsonl", key), now, lambda _seconds: None, lambda: None)


def send(post: Post, folder: Path, addressed: Addressed = ADDRESSED, key: str = KEY) -> list[Outcome | None]:
    with running(post) as server:
        return [told.delivery.outcome if told.delivery else None for told in deliver.send(addressed, office(folder, server, key))]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The ledger after two of three got the first edition and the third was refused for good."""
    folder = tmp_path_factory.mktemp("ledger")
    assert send(Post(answers=["250 OK", "250 OK", "550 no such user"]), folder) == [Outcome.SENT, Outcome.SENT, Outcome.REFUSED]
    return (folder / "deliveries.jsonl").read_bytes()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deliveries.jsonl"


def owed(folder: Path, addressed: Addressed = ADDRESSED) -> list[str]:
    """Who has not got the edition, by a ledger that may be read."""
    held = office(folder).ledger
    states = held.states_of(addressed.client, addressed.period, addressed.edition)
    keys = {one: held.sending(addressed.client, addressed.period, addressed.edition, one) for one in addressed.recipients}
    return [one for one, key in keys.items() if states.get(key) is not ledger.State.SENT]


def test_the_ledger_may_be_cut_at_no_byte_without_notice(file: Path, written: bytes) -> None:
    """Within any line: refused with its number. At a line's end: whoever was begun is in doubt, nobody that has it is asked again."""
    before_the_last_two = len(b"".join(written.splitlines(keepends=True)[:4]))
    for size in range(before_the_last_two, len(written)):
        file.write_bytes(written[:size])
        whole = written[:size].count(b"\n") + written[:size].endswith(b"}")
        if not written[:size].endswith((b"\n", b"}")):
            with pytest.raises(DataError, match=rf"deliveries\.jsonl:{whole + 1}: this line is cut short; restore the file"):
                deliver.send(ADDRESSED, office(file.parent))
        elif whole % 2:
            with pytest.raises(DeliveryError, match="may have got this edition"):
                deliver.send(ADDRESSED, office(file.parent))
        else:
            assert owed(file.parent) == [FIRST, SECOND, THIRD][min(whole // 2, 2) :]


def test_a_half_line_taken_out_goes_on_where_the_run_died(file: Path, written: bytes) -> None:
    """As the message says: the letter of a half first line never went out; of a half second one nobody knows."""
    *before, _last = written.splitlines(keepends=True)
    file.write_bytes(b"".join(before))
    with pytest.raises(DeliveryError, match=r"c…@firm\.example may have got this edition"):
        deliver.send(ADDRESSED, office(file.parent))
    file.write_bytes(b"".join(before[:-1]))
    post = Post()
    assert send(post, file.parent) == [None, None, Outcome.SENT]
    assert recipients(post.taken) == [THIRD]


@pytest.mark.parametrize("missing", range(5))
def test_a_line_missing_in_the_middle_is_noticed(file: Path, written: bytes, missing: int) -> None:
    lines = written.splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:missing] + lines[missing + 1 :]))
    with pytest.raises(DataError, match=rf"deliveries\.jsonl:{missing + 1}: the line before this one is missing.*twice"):
        deliver.send(ADDRESSED, office(file.parent))


def test_a_line_that_somebody_changed_is_noticed(file: Path, written: bytes) -> None:
    file.write_bytes(written.replace(b'"state": "sent"', b'"state": "failed"', 1))
    with pytest.raises(DataError, match=r"deliveries\.jsonl:3: the line before this one is missing, or is not as it was written"):
        deliver.send(ADDRESSED, office(file.parent))


@pytest.mark.parametrize(
    "garbage",
    [b"\x00" * 40, b"\xff\xfe\n", b"<<<<<<< HEAD\n", b"[]\n", b"7\n", b'{"schema": "1"}\n', b'{"schema": 1, "state": "sent"}\n'],
    ids=["zeros", "no text", "a conflict", "a list", "a number", "a schema in words", "half of its fields"],
)
@pytest.mark.parametrize("place", [0, 3, 6])
def test_garbage_stops_everything(file: Path, written: bytes, garbage: bytes, place: int) -> None:
    lines = written.splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:place], garbage, *lines[place:]]))
    with pytest.raises(DataError, match=rf"deliveries\.jsonl:{place + 1}: this is no line of the ledger of sending; restore"):
        deliver.send(ADDRESSED, office(file.parent))


def test_a_newer_ledger_is_refused(file: Path, written: bytes) -> None:
    file.write_bytes(written + json.dumps({"schema": LEDGER_SCHEMA + 1, "new": "shape"}).encode() + b"\n")
    with pytest.raises(SchemaTooNewError, match=f"schema {LEDGER_SCHEMA + 1} is newer"):
        deliver.send(ADDRESSED, office(file.parent))


@pytest.mark.parametrize(
    "changed",
    [lambda text: text.replace(b"\n", b"\r\n"), lambda text: text.rstrip(b"\n"), lambda text: text.replace(b"\n", b"\n\n")],
    ids=["two-character ends", "no last end", "empty lines"],
)
def test_other_line_ends_change_nothing(file: Path, written: bytes, changed: Callable[[bytes], bytes]) -> None:
    """An editor or a version control that writes other line ends, drops the last one or adds empty lines."""
    file.write_bytes(changed(written))
    post = Post()
    assert send(post, file.parent) == [None, None, Outcome.SENT]
    assert send(post, file.parent) == [None, None, None]
    assert recipients(post.taken) == [THIRD]


def test_two_ledgers_of_one_beginning_may_be_joined(tmp_path: Path, written: bytes) -> None:
    """As two runs in two clones leave them, and a union merge brings them together: what either knows holds."""
    mine, theirs = (shutil.copytree(tmp_path, tmp_path.with_name(name)) for name in ("mine", "theirs"))
    for folder, period in ((mine, "2026-10"), (theirs, "2026-09")):
        (folder / "deliveries.jsonl").write_bytes(written)
        send(Post(), folder, replace(ADDRESSED, period=period))
    added = (theirs / "deliveries.jsonl").read_bytes().removeprefix(written)
    with (mine / "deliveries.jsonl").open("ab") as joined:
        joined.write(added)
    assert owed(mine) == []
    assert owed(mine, replace(ADDRESSED, period="2026-09")) == []


def test_with_another_key_nobody_is_mailed_again(file: Path, written: bytes) -> None:
    """Nobody would be known under it; the next edition may have a new key."""
    file.write_bytes(written)
    with pytest.raises(DeliveryError, match="who got edition 1 of 2026-10 was noted with another REPORTGEN_LEDGER_KEY; set the key"):
        deliver.send(ADDRESSED, office(file.parent, key=OTHER_KEY))
    with pytest.raises(DeliveryError, match="another REPORTGEN_LEDGER_KEY"):
        deliver.settle(ADDRESSED, office(file.parent, key=OTHER_KEY), arrived=True)
    assert file.read_bytes() == written
    post = Post()
    assert send(post, file.parent, replace(ADDRESSED, edition=2), key=OTHER_KEY) == [Outcome.SENT] * 3
    assert send(post, file.parent, replace(ADDRESSED, edition=2), key=OTHER_KEY) == [None] * 3
    assert send(Post(), file.parent) == [None, None, Outcome.SENT]


def test_the_ledger_says_nothing_of_its_key(written: bytes) -> None:
    assert KEY.encode() not in written
    assert len({json.loads(line)["key"] for line in written.splitlines()}) == 1


@pytest.mark.parametrize("key", [None, "", "short"])
def test_a_ledger_needs_a_key(file: Path, key: str | None) -> None:
    with pytest.raises(DeliveryError, match="REPORTGEN_LEDGER_KEY"):
        ledger.opened(file, key)


def test_two_runs_at_once_are_one_too_many(file: Path) -> None:
    held = deliver.opened(file, KEY)
    with held.held(), pytest.raises(DeliveryError, match="another `send` is at work"):
        deliver.send(ADDRESSED, office(file.parent))


def test_a_file_system_without_locks_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_handle: object, _operation: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OutputError, match=r"deliveries\.jsonl: cannot write: this file system has no locks") as caught:
        deliver.send(ADDRESSED, office(file.parent))
    assert caught.value.exit_code == 2


@contextmanager
def no_file_beyond(n_bytes: int) -> Iterator[None]:
    """As on a full disk: a write beyond is cut off, the next refused. (Python lets SIGXFSZ pass.)"""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("room", [0, 1, 100])
def test_no_room_for_the_first_line_sends_nothing_and_leaves_no_half_line(file: Path, written: bytes, room: int) -> None:
    file.write_bytes(written)
    with no_file_beyond(len(written) + room), pytest.raises(OutputError, match="cannot write"):
        deliver.send(ADDRESSED, office(file.parent))
    assert file.read_bytes() == written


def test_no_room_for_the_second_line_leaves_the_letter_in_doubt(file: Path) -> None:
    """It arrived, but nothing can be written of it: nobody else gets one, and the next run asks."""
    post = Post()
    with no_file_beyond(500), pytest.raises(OutputError, match="cannot write"):
        send(post, file.parent)
    assert recipients(post.taken) == [FIRST]
    assert file.read_bytes().count(b"\n") == 1
    with pytest.raises(DeliveryError, match="may have got this edition"):
        send(post, file.parent)
    deliver.settle(ADDRESSED, office(file.parent), arrived=True)
    assert send(post, file.parent) == [None, Outcome.SENT, Outcome.SENT]


def test_a_ledger_that_may_not_be_written_sends_nothing(file: Path, written: bytes) -> None:
    file.write_bytes(written)
    file.chmod(0o444)
    me = os.geteuid()
    file.parent.chmod(0o755)
    if me == 0:
        os.seteuid(65534)  # root may write anywhere
    try:
        with pytest.raises((OutputError, DataError)):
            deliver.send(ADDRESSED, office(file.parent))
    finally:
        os.seteuid(me)
    assert file.read_bytes() == written
