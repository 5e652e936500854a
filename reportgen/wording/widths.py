"""How wide a text is, roughly."""

import unicodedata

HEAD = 40
"""As much of a long name as stands at the head of a narrow column; tables with a row for it name it whole."""


def width(text: str) -> int:
    """Terminal columns of a text: wide East Asian characters and emoji take two, marks none."""
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def head(name: str) -> str:
    """A name as it heads a column of numbers: a very long one cut after a word."""
    if width(name) <= HEAD:
        return name
    cut = name[:HEAD]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}\N{HORIZONTAL ELLIPSIS}"
