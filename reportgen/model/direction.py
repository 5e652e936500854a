"""Which way a text runs, by the letters in it (Unicode's bidirectional classes, UAX 9)."""

import unicodedata

BLOCKS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""What Unicode keeps for scripts from right to left (Hebrew, Arabic, Syriac, Thaana, N'Ko and others), with their marks and signs: for a
class of a regular expression."""
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = frozenset({"R", "AL"}), frozenset({"L", "EN"})


def has_right_to_left(text: str) -> bool:
    """Whether any letter of it is written from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


def has_left_to_right(text: str) -> bool:
    """Whether it has a letter that is written from left to right, or a digit (0-9), as numbers are everywhere."""
    return any(unicodedata.bidirectional(letter) in _LEFT_TO_RIGHT for letter in text)
