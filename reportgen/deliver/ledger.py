"""The ledger of sending: a line before each letter goes out and one after, so that nobody gets it twice, whatever happens in between.

Recipients stand in it as keyed hashes: who reads the file learns no address.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from reportgen.errors import DataError, DeliveryError, OutputError, Place, Problem, SchemaTooNewError
from reportgen.model.delivery import Delivery, Outcome
from reportgen.model.tables import LEDGER_SCHEMA

LEAST_KEY = 16
"""Characters that the key needs at least."""


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
class Ledger:
    """The file. Lines are only ever added; each is on disk before the work goes on."""

    file: Path
    key: bytes

    def sending(self, client: str, period: str, edition: int, recipient: str) -> Sending:
        """The sending's key. The recipient's address counts in whatever case it is written."""
        return Sending(client, period, edition, hmac.new(self.key, recipient.casefold().encode(), "sha256").hexdigest())

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other run of this ledger away. Raises DeliveryError while one is at work."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle = self.file.open("ab")
        except OSError as error:
            raise OutputError(self.file, error.strerror or str(error)) from error
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise DeliveryError(f"another `send` is at work on {self.file.name}; wait for its end") from error
            yield

    def states(self) -> Mapping[Sending, State]:
        """The last known state of every sending. Raises DataError for a damaged file, SchemaTooNewError for one of a newer reportgen."""
        found: dict[Sending, State] = {}
        try:
            lines = self.file.read_text("utf-8").split("\n") if self.file.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            raise DataError(Problem(Place(self.file.name), "", f"cannot be read ({error})", "restore it from the last commit")) from error
        for number, line in enumerate(lines, start=1):
            if line and not _is_torn(line):
                sending, state = _read(self.file, number, line)
                found[sending] = state
        return found

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
            "at": now.isoformat(timespec="seconds"),
            "client": sending.client,
            "period": sending.period,
            "edition": sending.edition,
            "recipient": sending.recipient,
            "state": state.value,
            **more,
        }
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            torn = self._torn()
            with self.file.open("a", encoding="utf-8", newline="\n") as out:
                out.write(("\n" if torn else "") + json.dumps(fields, ensure_ascii=False) + "\n")
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise OutputError(self.file, error.strerror or str(error)) from error

    def _torn(self) -> bool:
        """Whether a dead writer left half a line."""
        if not self.file.exists() or not self.file.stat().st_size:
            return False
        with self.file.open("rb") as handle:
            handle.seek(-1, os.SEEK_END)
            return handle.read(1) != b"\n"


def sent(file: Path, client: str, period: str, edition: int) -> int:
    """How many recipients have got an edition. Needs no key: they are counted, not named. Raises as `Ledger.states`."""
    states = Ledger(file, b"").states()
    return sum((each.client, each.period, each.edition, state) == (client, period, edition, State.SENT) for each, state in states.items())


def periods_sent(file: Path, client: str) -> frozenset[str]:
    """The periods of which anybody has got a report, or may have. Raises as `Ledger.states`."""
    states = Ledger(file, b"").states()
    return frozenset(each.period for each, state in states.items() if each.client == client and state is not State.FAILED)


def opened(file: Path, key: str | None) -> Ledger:
    """The ledger in this file. Raises DeliveryError without a key: an address hashed without one can be guessed."""
    if key is None or len(key) < LEAST_KEY:
        right = f"set REPORTGEN_LEDGER_KEY to a secret of {LEAST_KEY} characters or more, and keep it"
        raise DeliveryError(f"the ledger of sending needs a key; {right}: with another key nobody in it is known")
    return Ledger(file, key.encode())


def _is_torn(line: str) -> bool:
    """Whether a writer died within this line. Nothing is lost with it: before a letter goes out its line is whole on disk, and an outcome
    that was not written leaves it begun."""
    return line.startswith("{") and not line.endswith("}")


def _read(file: Path, number: int, line: str) -> tuple[Sending, State]:
    try:
        fields = json.loads(line)
        if fields["schema"] > LEDGER_SCHEMA:
            raise SchemaTooNewError(file, fields["schema"], LEDGER_SCHEMA)
        sending = Sending(str(fields["client"]), str(fields["period"]), int(fields["edition"]), str(fields["recipient"]))
        return sending, State(fields["state"])
    except (ValueError, KeyError, TypeError) as error:
        right = "restore the file from the last commit: without it somebody may get a report twice"
        raise DataError(Problem(Place(file.name, number), "", "this is no line of the ledger of sending", right)) from error
