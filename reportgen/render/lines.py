"""Where a line must not end, such as between a number and what it counts, and where a long word of a table may."""

import re

NO_BREAK = "\N{NO-BREAK SPACE}"
JOINER = "\N{WORD JOINER}"
_COUNTED = re.compile(r"(?<=\d)(?<!\b(?:19|20)\d\d)([%‰]?) (?=[^\W\d_]{3,14}(?!\w))")
"""`214 visitors`, `31 octobre`; no year, after which a sentence goes on, no small word, and none that is long enough for its own line."""
_DAY_FIRST = re.compile(r"\b(\d{1,2}\.|1er) (?=[^\W\d_])")
"""`31. Dezember`, `1er octobre`."""
_DAY_LAST = re.compile(r"(?<=[^\W\d_]) (?=\d{1,2}, \d{4}\b)")
"""`October 31, 2026`."""
_OF_MONTH = re.compile(r"\b(\d{1,2}) de (?=[^\W\d_])")
"""`31 de octubre`."""
_SIGNED = re.compile(r"(\N{MINUS SIGN})(?=[^\s\w])")
"""`−$37`: a minus before the sign of a currency."""
_TEXT = re.compile(r"<(style|script|svg|code|pre|title)\b.*?</\1>|(?<=>)[^<>]*\d[^<>]*(?=<)", re.DOTALL)
"""What stands between two tags and has a digit; first what is not set in lines, or is somebody's own text to be copied."""

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_CELL = re.compile(r"<(svg|code)\b.*?</\1>|(?<=>)[^<>]*[^\s<>]{17}[^<>]*(?=<)", re.DOTALL)
_LONG = re.compile(r"[^\s<>&;\u2e80-\U0002ffff]{17,}")
"""Words that no column of a phone holds; Chinese and Japanese end their lines anywhere."""
_PIECE = re.compile(r".{3,14}(?:[/_:=?-]|[.,](?=\D))(?=.)|.{13}[^\W_](?=[^\W_]{3})")
"""The beginning of a long word up to where it may end a line: after a sign between its parts, else between two letters."""


def unbroken(text: str) -> str:
    """The text with no-break spaces or a word joiner there; the year of a date may stand on the next line."""
    text = _SIGNED.sub(rf"\1{JOINER}", _COUNTED.sub(rf"\1{NO_BREAK}", text))
    return _OF_MONTH.sub(rf"\1{NO_BREAK}de{NO_BREAK}", _DAY_LAST.sub(NO_BREAK, _DAY_FIRST.sub(rf"\1{NO_BREAK}", text)))


def held_together(page: str) -> str:
    """The page with every text between its tags `unbroken`; attributes, code, drawings and style sheets stay as they are."""
    return _TEXT.sub(lambda found: found[0] if found[1] else unbroken(found[0]), page)


def breakable(page: str) -> str:
    """The page with `<wbr>` in the long words of its tables, so that none widens its column at the cost of all others."""
    return _TABLE.sub(lambda table: _CELL.sub(lambda cell: cell[0] if cell[1] else _LONG.sub(_broken, cell[0]), table[0]), page)


def _broken(word: re.Match[str]) -> str:
    return _PIECE.sub(lambda piece: f"{piece[0]}<wbr>", word[0])
