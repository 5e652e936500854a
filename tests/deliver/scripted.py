"""A mail server that says what it is told to say, word by word: for answers that no real one can be brought to give."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from reportgen.model.delivery import Security, Server

USUAL = {"GREETING": "220 here", "EHLO": "250 here", "DATA": "354 go on", "QUIT": "221 bye"}
DROP, SILENT = "drop", "silent"


@dataclass
class Script:
    """The next answers to each verb, then the usual one; CONTENT is what follows a letter. `drop` closes the line, `silent` only waits."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    letters: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def answer(self, verb: str) -> str:
        waiting = self.answers.get(verb)
        return waiting.pop(0) if waiting else USUAL.get(verb, "250 OK")


class _Handler(socketserver.StreamRequestHandler):
    script: Script

    def handle(self) -> None:
        if not self._say("GREETING"):
            return
        while line := self.rfile.readline():
            verb = line.decode().split()[0].upper()
            self.script.asked.append(line.decode().strip())
            said = self._say(verb)
            if verb == "DATA" and said.startswith("354"):
                while self.rfile.readline() != b".\r\n":
                    pass
                self.script.letters += 1
                said = self._say("CONTENT")
            if not said or verb == "QUIT":
                return

    def _say(self, verb: str) -> str:
        """What was said; nothing where the line is to be closed."""
        answer = self.script.answer(verb)
        if answer == SILENT:
            self.script.over.wait(10)
        if answer in (DROP, SILENT):
            return ""
        if answer.startswith("late "):
            time.sleep(0.3)
            answer = answer.removeprefix("late ")
        self.wfile.write(answer.replace("\n", "\r\n").encode() + b"\r\n")
        return answer


class _Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def speaking(script: Script, security: Security = Security.NONE, timeout: float = 5.0) -> Iterator[Server]:
    """The server on a free port; whoever connects waits `timeout` seconds for a word, as long for the word on a letter."""
    handler = type("Handler", (_Handler,), {"script": script})
    with _Threads(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield Server("127.0.0.1", server.server_address[1], security, timeout=timeout, patience=max(timeout, 2.0))
        finally:
            script.over.set()
            server.shutdown()
            thread.join()
