"""The ledger of sending: a line before each letter goes out and one after, so that nobody gets it twice, whatever happens in between.

Recipients stand in it as keyed hashes: who reads the file learns no address. Each line names the key it was written with (by a hash) and
the line that it was written `after` (by its fingerprint), so that a lost line, or a key under which nobody is known, stops a run instead
of sending everything again. Two ledgers of one beginning may be joined line by line: a line needs the one before it anywhere above.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import FileIO
from pathlib import Path

from reportgen.errors import DataError, DeliveryError, OutputError, Place, Problem, SchemaTooNewError, refusal
from reportgen.model.delivery import Delivery, Outcome
from reportgen.model.tables import LEDGER_SCHEMA

LEAST_KEY = 16
"""Characters that the key needs at least."""

PRINT = 16
"""Hex digits of a line's fingerprint, and of the key's."""

RESTORE = "restore the file from the last commit: without it somebody may get a report twice"


@dataclass(frozen=True, slots=True)
class Sending:
    """One letter to one recipient: what the ledger is keyed by. `recipient` is a keyed hash."""

    client: str
    period: str
    edition: int
    recipient: str


class State(StrEnum):
    """What the ledger knows of a sending."""

    STARTED = "started"
    """It was begun and no outcome was written: it may have arrived."""
    FAILED = "failed"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line says. `key` is a hash of the key that it was written with; `settled` whether a person said so, not a run."""

    sending: Sending
    state: State
    key: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Ledger:
    """The file. Lines are only ever added; each is on disk before the work goes on."""

    file: Path
    key: bytes

    def sending(self, client: str, period: str, edition: int, recipient: str) -> Sending:
        """The sending's key. The recipient's address counts in whatever case it is written; the ledgers of two clients do not tell that
        somebody is in both."""
        told = f"{client}\0{recipient.casefold()}"
        return Sending(client, period, edition, hmac.new(self.key, told.encode(), "sha256").hexdigest())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other run of this ledger away. Raises DeliveryError while one is at work."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle = self.file.open("ab")
        except OSError as error:
            raise OutputError(self.file, refusal(error)) from error
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise DeliveryError(f"another `send` is at work on {self.file.name}; wait for its end") from error
            except OSError as error:
                raise OutputError(self.file, refusal(error)) from error
            yield

    def states(self) -> Mapping[Sending, State]:
        """The last known state of every sending. Raises DataError for a damaged file, SchemaTooNewError for one of a newer reportgen."""
        return {line.sending: line.state for line in _lines(self.file)}

    def states_of(self, client: str, period: str, edition: int) -> Mapping[Sending, State]:
        """The last known state of an edition's sendings. Raises as `states`, and DeliveryError where another key wrote them down: whoever
        has the edition would not be known."""
        asked = (client, period, edition)
        lines = [line for line in _lines(self.file) if (line.sending.client, line.sending.period, line.sending.edition) == asked]
        if any(line.key != self._key for line in lines):
            right = "set the key that it was begun with; another one may be used from the next edition on"
            raise DeliveryError(
                f"who got edition {edition} of {period} was noted with another REPORTGEN_LEDGER_KEY; {right}; nothing was sent"
            )
        return {line.sending: line.state for line in lines}

    def begin(self, sending: Sending, now: datetime) -> None:
        """Note that the letter is about to go out."""
        self._add(sending, State.STARTED, now)

    def end(self, sending: Sending, told: Delivery, now: datetime) -> None:
        """Note what became of it. Of an unknown outcome nothing is noted: the line before says that it may have arrived."""
        if told.outcome is not Outcome.UNKNOWN:
            state = State.SENT if told.outcome is Outcome.SENT else State.FAILED
            self._add(sending, state, now, code=told.code, answer=told.answer, tries=told.tries)

    def settle(self, sending: Sending, state: State, now: datetime) -> None:
        """Note what a person found out about a sending that was begun and never ended."""
        self._add(sending, state, now, settled=True)

    def _add(self, sending: Sending, state: State, now: datetime, **more: object) -> None:
        fields = {
            "schema": LEDGER_SCHEMA,
            "key": self._key,
            "at": now.isoformat(timespec="seconds"),
            "client": sending.client,
            "period": sending.period,
            "edition": sending.edition,
            "recipient": sending.recipient,
            "state": state.value,
            **more,
        }
        try:
            before = _content(self.file)
            fields["after"] = next((_print(line) for line in reversed(_split(before)) if line), "")
            self._write(before, json.dumps(fields, ensure_ascii=False))
        except OSError as error:
            raise OutputError(self.file, refusal(error)) from error

    def _write(self, before: bytes, line: str) -> None:
        """Add a line and make it last; whole or, where the system refuses, not at all."""
        start = b"" if before.endswith(b"\n") or not before else b"\n"
        self.file.parent.mkdir(parents=True, exist_ok=True)
        with self.file.open("ab", buffering=0) as out:
            try:
                _write_all(out, start + line.encode() + b"\n")
                os.fsync(out.fileno())
            except OSError:
                with suppress(OSError):
                    out.truncate(len(before))
                raise

    @property
    def _key(self) -> str:
        return hmac.new(self.key, b"the ledger of sending", "sha256").hexdigest()[:PRINT]


def sent(file: Path, client: str, period: str, edition: int) -> int:
    """How many recipients have got an edition. Needs no key: they are counted, not named. Raises as `Ledger.states`."""
    states = Ledger(file, b"").states()
    return sum((each.client, each.period, each.edition, state) == (client, period, edition, State.SENT) for each, state in states.items())


def periods_sent(file: Path, client: str) -> frozenset[str]:
    """The periods of which anybody has got a report, or may have. Raises as `Ledger.states`."""
    states = Ledger(file, b"").states()
    return frozenset(each.period for each, state in states.items() if each.client == client and state is not State.FAILED)


def periods_left_open(file: Path, client: str) -> frozenset[str]:
    """The periods whose run died: with a sending that was begun and never ended, or settled by a person and nothing sent since. Raises as
    `Ledger.states`."""
    lines = [line for line in _lines(file) if line.sending.client == client]
    begun = {line.sending.period for line in {line.sending: line for line in lines}.values() if line.state is State.STARTED}
    return frozenset({*begun, *(line.sending.period for line in lines[-1:] if line.settled)})


def opened(file: Path, key: str | None) -> Ledger:
    """The ledger in this file. Raises DeliveryError without a key: an address hashed without one can be guessed."""
    if key is None or len(key) < LEAST_KEY:
        right = f"set REPORTGEN_LEDGER_KEY to a secret of {LEAST_KEY} characters or more, and keep it"
        raise DeliveryError(f"the ledger of sending needs a key; {right}: with another key nobody in it is known")
    return Ledger(file, key.encode())


def _lines(file: Path) -> Iterator[_Line]:
    """Every line of the file, each checked to be whole and to have the one before it. Raises as `Ledger.states`."""
    try:
        lines = _split(_content(file))
    except OSError as error:
        raise DataError(Problem(Place(file.name), "", f"cannot be read ({error})", RESTORE)) from error
    prints = {""}
    for number, line in enumerate(lines, start=1):
        if line:
            yield _read(file, number, line, prints)
            prints.add(_print(line))


def _read(file: Path, number: int, line: bytes, prints: Container[str]) -> _Line:
    place = Place(file.name, number)
    if line.startswith(b"{") and not line.endswith(b"}"):
        right = "restore the file from the last commit, or, where a run died while it wrote this line, take the half line out"
        raise DataError(Problem(place, "", "this line is cut short", right))
    try:
        fields = json.loads(line)
        if fields["schema"] > LEDGER_SCHEMA:
            raise SchemaTooNewError(file, fields["schema"], LEDGER_SCHEMA)
        sending = Sending(str(fields["client"]), str(fields["period"]), int(fields["edition"]), str(fields["recipient"]))
        found = _Line(sending, State(fields["state"]), str(fields["key"]), bool(fields.get("settled", False)))
        after = str(fields["after"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(Problem(place, "", "this is no line of the ledger of sending", RESTORE)) from error
    if after not in prints:
        raise DataError(Problem(place, "", "the line before this one is missing, or is not as it was written", RESTORE))
    return found


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""


def _split(content: bytes) -> list[bytes]:
    """Lines without their ends, be they of one system or the other; a file's last end begins no line."""
    return [line.removesuffix(b"\r") for line in content.removesuffix(b"\n").split(b"\n")]


def _print(line: bytes) -> str:
    return sha256(line).hexdigest()[:PRINT]


def _write_all(out: FileIO, content: bytes) -> None:
    while content:
        content = content[out.write(content) :]
