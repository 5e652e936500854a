"""What is sent, to whom, through which server, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Security(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    """From the first byte on (SMTPS, usually port 465)."""
    NONE = "none"
    """Not at all: only for a server on the same machine."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. `user` and `password` come from the environment and stand in no file; `timeout` in seconds. `patience` is how long to
    wait for its word on a whole letter: who gives up too early sends it twice (RFC 5321, 4.5.3.2.6)."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = None
    timeout: float = 30.0
    patience: float = 600.0

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port}, {self.security})"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG that the HTML shows by its content id (`cid:NAME`)."""

    cid: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along. `kind` is its media type (`application/pdf`)."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and where answers and unsubscriptions go: `unsubscribe` is a `mailto:` or `https:` address."""

    address: str
    name: str
    reply_to: str | None = None
    unsubscribe: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """One report as mail, the same for everybody. `name` tells it from every other letter (client, period, edition): with it a recipient
    gets the same Message-ID each time."""

    name: str
    subject: str
    language: str
    html: str
    text: str
    written: datetime
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class Outcome(StrEnum):
    """What became of one letter to one recipient."""

    SENT = "sent"
    """The server took it."""
    DEFERRED = "deferred"
    """Refused for now, also after the last try: a later run tries again."""
    REFUSED = "refused"
    """Refused for good: the address or the letter has to change."""
    UNKNOWN = "unknown"
    """The way broke after the letter had gone out and before the server said that it took it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One recipient's outcome. `code` is the server's (250, 451, 550); None where it said nothing. `answer` its words in one line."""

    outcome: Outcome
    code: int | None
    answer: str
    tries: int = 1
