"""A JSON array of records as one record a line, in blocks, so that no array is held in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO

BLOCK = 1 << 20
LONGEST = 64 << 20
"""Letters that one record may have."""
NEAR_END = 32
"""What is wrong so close to the end of what was read may only be cut."""
DECODER = json.JSONDecoder()
SPACE = " \t\r\n"


class BrokenArrayError(ValueError):
    """What is wrong with an array, and on which line."""

    def __init__(self, wrong: str, line: int) -> None:
        super().__init__(wrong)
        self.line = line


def is_array(head: str) -> bool:
    """Whether a text begins as an array of records (or an empty one)."""
    inner = head.lstrip()
    return inner[:1] == "[" and inner[1:].lstrip()[:1] in ("{", "]", "")


def write(source: Path, out: IO[str]) -> None:
    """Write each record of an array on a line of its own. Numbers keep every digit.

    Raises BrokenArrayError for an array that breaks off, goes on after its end, or holds something else than records.
    """
    with source.open(encoding="utf-8") as handle:
        for record in _records(_Text(handle)):
            out.write(record + "\n")


class _Text:
    """A window over a text that grows at its end and is cut at its beginning."""

    def __init__(self, handle: IO[str]) -> None:
        self.handle = handle
        self.text = ""
        self.at = 0
        self.lines = 1

    @property
    def line(self) -> int:
        """The line of the place reached."""
        return self.lines + self.text.count("\n", 0, self.at)

    def more(self) -> bool:
        """Read on; False at the end."""
        block = self.handle.read(BLOCK)
        self.lines += self.text.count("\n", 0, self.at)
        self.text, self.at = self.text[self.at :] + block, 0
        return bool(block)

    def next(self) -> str:
        """The next letter that is no space, empty at the end; the place stands on it."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in SPACE:
                self.at += 1
            if self.at < len(self.text) or not self.more():
                return self.text[self.at : self.at + 1]


def _records(text: _Text) -> Iterator[str]:
    text.next()
    text.at += 1
    if text.next() == "]":
        return
    while True:
        yield _record(text)
        following = text.next()
        text.at += 1
        if following == "]":
            break
        if following != ",":
            wrong = f"{following!r} where a comma belongs" if following else "the JSON array breaks off"
            raise BrokenArrayError(wrong, text.line)
    if text.next():
        raise BrokenArrayError("something follows after the end of the JSON array", text.line)


def _record(text: _Text) -> str:
    """One record on one line, otherwise as it was written."""
    if text.next() != "{":
        wrong = "the JSON array holds something else than records" if text.next() else "the JSON array breaks off"
        raise BrokenArrayError(wrong, text.line)
    while True:
        try:
            _, end = DECODER.raw_decode(text.text, text.at)
        except RecursionError as error:
            raise BrokenArrayError("a record is nested too deeply", text.line) from error
        except json.JSONDecodeError as error:
            line = text.line + text.text.count("\n", text.at, error.pos)
            cut = len(text.text) - error.pos < NEAR_END or error.msg.startswith("Unterminated")
            if cut and len(text.text) < LONGEST and text.more():
                continue
            raise BrokenArrayError("the JSON array breaks off" if cut else f"the JSON is damaged ({error.msg})", line) from error
        record = text.text[text.at : end]
        text.at = end
        return record.replace("\r", " ").replace("\n", " ")
