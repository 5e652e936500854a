"""Run by test_deliver_killed: send one letter to four, again and again, each time in a process of its own that dies at the asked step.

Arguments: the server's port and a folder with the ledger, whose kept copy is `kept.jsonl`. Each line of stdin is a step (0: live to
the end), each line of stdout how it ended: `killed`, `done`, or the class of the error and its text. A step is a change of the disk, or
a move on the way to the server, everything being said in two halves.
"""

import os
import shutil
import signal
import smtplib
import socket
import sys
from datetime import datetime
from itertools import count
from pathlib import Path

from post import LETTER, NOW, SENDER

from reportgen import deliver
from reportgen.deliver import Addressed, Office
from reportgen.model.delivery import Security, Server

KEY = "a secret of twenty characters"
RECIPIENTS = ("anna@firm.example", "ben@firm.example", "cleo@firm.example", "dora@firm.example")
ADDRESSED = Addressed(LETTER, SENDER, RECIPIENTS, ("firm.example",), "", "2026-10", 1)
STEP = "reportgen.step"


def now() -> datetime:
    return NOW


def office(port: int, folder: Path) -> Office:
    file = folder / "deliveries.jsonl"

    def keep() -> None:
        """As a push would: what the ledger says is safe elsewhere before a mail goes out."""
        shutil.copyfile(file, folder / "kept.new")
        (folder / "kept.new").replace(folder / "kept.jsonl")

    return Office(Server("127.0.0.1", port, Security.NONE, timeout=20.0), deliver.opened(file, KEY), now, lambda _seconds: None, keep)


def with_steps() -> None:
    """Have the way to the server say each of its moves."""
    reply = smtplib.SMTP.getreply

    def send(self: smtplib.SMTP, text: str | bytes) -> None:
        content = text.encode("ascii") if isinstance(text, str) else text
        assert self.sock is not None
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in (content[: len(content) // 2], content[len(content) // 2 :]):
            sys.audit(STEP)
            self.sock.sendall(part)

    def getreply(self: smtplib.SMTP) -> tuple[int, bytes]:
        sys.audit(STEP)
        found = reply(self)
        sys.audit(STEP)
        return found

    smtplib.SMTP.send = send  # type: ignore[method-assign]
    smtplib.SMTP.getreply = getreply  # type: ignore[method-assign]


def die_at(step: int) -> None:
    steps = count(1)

    def watch(event: str, args: tuple[object, ...]) -> None:
        changes = event in (STEP, "os.rename", "socket.connect") or (event == "open" and args[1] not in ("r", "rb", None))
        if changes and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def main() -> None:
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    with_steps()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            die_at(int(line))
            try:
                deliver.send(ADDRESSED, office(port, folder))
                said = "done"
            except Exception as error:
                said = f"{type(error).__name__}: {error}"
            print(said, flush=True)
            os._exit(0)
        if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            print("killed", flush=True)


if __name__ == "__main__":
    main()
