"""Everything that can go wrong for a reason a user can mend: one base, a sentence each.

Constructors take facts and build the message; errors are raised low and caught once, in `cli`,
which turns `exit_code` into the process's. Anything else that escapes is a bug (exit 1).
"""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands. Lines and columns count from 1; None where unknown."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong (or, as a warning, unwise), where it stands and what would be right.

    `path` is the dotted way to the setting (`goals.megan_blog.target`), empty for data files.
    """

    place: Place | None
    path: str
    wrong: str
    right: str = ""

    def __str__(self) -> str:
        parts = [str(self.place)] if self.place else []
        if self.path:
            parts.append(self.path)
        sentence = f"{self.wrong}; {self.right}" if self.right else self.wrong
        return ": ".join([*parts, sentence])


class ReportgenError(Exception):
    """Base of every error a user can mend. Its text is a full sentence for that user."""

    exit_code = 1

    def __reduce__(self) -> tuple[object, ...]:
        """An error comes whole out of another process, whatever its constructor takes."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[ReportgenError], args: tuple[object, ...], facts: dict[str, object]) -> ReportgenError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(facts)
    return error


class UsageError(ReportgenError):
    """The command was called in a way that cannot work (exit 2)."""

    exit_code = 2


class SettingsError(ReportgenError):
    """The workspace's settings are wrong (exit 3): all problems at once, each placed."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class DataError(ReportgenError):
    """An export cannot be read as what it should be (exit 4)."""

    exit_code = 4

    def __init__(self, problem: Problem | str) -> None:
        self.problem = problem if isinstance(problem, Problem) else Problem(None, "", problem)
        super().__init__(str(self.problem))


class SchemaTooNewError(DataError):
    """A file was written by a newer reportgen than this one (exit 4)."""

    def __init__(self, file: Path, found: int, known: int) -> None:
        super().__init__(Problem(Place(str(file)), "", f"schema {found} is newer than this reportgen knows ({known})", "update reportgen"))


class GateStoppedError(ReportgenError):
    """A goal, a quality gate or a missing approval stopped the command (exit 5): a build after its report was written, a `send` before
    anything went out."""

    exit_code = 5


class DeliveryError(ReportgenError):
    """The report was not mailed, or not to everybody (exit 6)."""

    exit_code = 6


class OutputError(ReportgenError):
    """The result could not be written: a read-only folder, a full disk (exit 2)."""

    exit_code = 2

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: cannot write: {reason}; free space, make it writable, or choose another folder")


def refusal(error: OSError) -> str:
    """Why the system would not write, in a reader's words."""
    words = {
        errno.ENOSPC: "the disk is full",
        errno.EROFS: "the folder is read-only",
        errno.EACCES: "the folder is read-only",
        errno.EEXIST: "it is no folder",
        errno.ENOTDIR: "a part of this path is no folder",
        errno.EISDIR: "it is a folder",
        **dict.fromkeys((errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS), "this file system has no locks, and without them two runs could mix"),
    }
    return words.get(error.errno or 0, error.strerror or str(error))


class InTheWayError(OutputError):
    """Something that reportgen did not write stands where a report belongs; it is left alone (exit 2)."""

    def __init__(self, path: Path, what: str) -> None:
        ReportgenError.__init__(self, f"{path}: {what}, and it is in the report's way; move it, or choose another folder with --out")


class BusyError(OutputError):
    """Another run of the same command is at work on this folder (exit 2)."""

    def __init__(self, path: Path, command: str) -> None:
        ReportgenError.__init__(self, f"another `{command}` is at work on {path}; wait for its end")


class TemplateFaultError(SettingsError):
    """A workspace's own template cannot be used (exit 3)."""

    def __init__(self, file: str, line: int | None, wrong: str) -> None:
        super().__init__([Problem(Place(file, line), "", f"the template cannot be used: {wrong}", "compare it with the shipped one")])


class PdfUnavailableError(ReportgenError):
    """The PDF's system libraries are missing; the HTML is written all the same."""

    exit_code = 2

    def __init__(self) -> None:
        super().__init__(
            "the PDF needs Pango: sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
            " (the HTML report was written)"
        )
