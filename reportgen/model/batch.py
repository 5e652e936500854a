"""What became of each client in an agency's run over all of them."""

from dataclasses import dataclass
from enum import StrEnum

from reportgen.model.document import IndexEntry


class Trouble(StrEnum):
    """Why a client needs a person, worst first."""

    FAILED = "failed"
    """There is no new report: the settings, the data or the program stopped it."""
    STOPPED = "stopped"
    """The report is there, and a gate holds it back."""
    BEHIND = "behind"
    """A goal is behind: at risk, off track or missed."""
    UNSENT = "unsent"
    """Mail is set up, and not everybody has got the newest edition."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a client's command ended: its exit code, and the sentence that it ended with, None where it did what it should."""

    code: int
    said: str | None


@dataclass(frozen=True, slots=True)
class ClientDone:
    """One client. `error` is the sentence that its build ended with, None where there is a new report; `stopped` the sentence of a gate;
    `held` why the last `send` did not reach everybody. `newest` is its newest report. `sent` of `readers` have got that edition; both None
    where no mail is set up."""

    client: str
    error: str | None
    stopped: str | None
    newest: IndexEntry | None
    held: str | None = None
    sent: int | None = None
    readers: int | None = None
