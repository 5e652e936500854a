"""What the team writes about a period: `config/commentary/2026-10.md`, of the workspace or of the client alone."""

import re
from collections.abc import Iterator
from pathlib import Path

from reportgen.errors import Place, Problem, SettingsError
from reportgen.model.commentary import Remark
from reportgen.settings.nodes import UnreadableFileError, decoded

FOLDER = "commentary"
MOST_BYTES = 50_000
NAME = re.compile(r"\d{4}-\d{2}(-\d{2}_\d{4}-\d{2}-\d{2})?\.md")
HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#*)?[ \t]*")
FENCE = re.compile(r" {0,3}(```|~~~)")


def commentary(workspace: Path, client: str | None, key: str) -> tuple[Remark, ...]:
    """What is written about the period `key`, heading by heading; nothing without a file. A client's reports have the client's own alone.

    Raises SettingsError for a file that cannot be read or is longer than a commentary, and for one that no period would ever find.
    """
    shown = f"config/{FOLDER}" if client is None else f"clients/{client}/config/{FOLDER}"
    folder = workspace / shown
    if not folder.is_dir():
        return ()
    strays = [each.name for each in sorted(folder.iterdir()) if not each.name.startswith(".") and not NAME.fullmatch(each.name)]
    if strays:
        right = "name it by its period, as the site does: 2026-10.md or 2026-09-01_2026-09-15.md"
        raise SettingsError([Problem(Place(f"{shown}/{name}"), "", "is the commentary of no period", right) for name in strays])
    file = folder / f"{key}.md"
    return tuple(_remarks(_read(file, f"{shown}/{file.name}"))) if file.is_file() else ()


def _read(file: Path, shown: str) -> str:
    try:
        raw = file.read_bytes()
        if len(raw) > MOST_BYTES:
            wrong = f"is {len(raw):,} bytes long"
            raise SettingsError([Problem(Place(shown), "", wrong, f"a commentary has {MOST_BYTES:,} at most; link to the rest")])
        return decoded(raw, shown).replace("\r\n", "\n")
    except UnreadableFileError as error:
        raise SettingsError([error.problem]) from error
    except OSError as error:
        wrong = f"cannot be read: {error.strerror or error}"
        raise SettingsError([Problem(Place(shown), "", wrong, "check the file and its permissions")]) from error


def _remarks(text: str) -> Iterator[Remark]:
    """One a heading, and one for what stands before the first. What looks like a heading within a fence is none."""
    heading: str | None = None
    level, fence = 0, ""
    lines: list[str] = []
    for line in text.split("\n"):
        mark = FENCE.match(line)
        if mark:
            fence = "" if fence == mark[1] else fence or mark[1]
        found = None if fence else HEADING.fullmatch(line)
        if found is None:
            lines.append(line)
            continue
        yield from _remark(heading, level, lines)
        heading, level, lines = found[2], len(found[1]), []
    yield from _remark(heading, level, lines)


def _remark(heading: str | None, level: int, lines: list[str]) -> Iterator[Remark]:
    text = "\n".join(lines).strip("\n")
    if text or heading:
        yield Remark(heading, level, text)
