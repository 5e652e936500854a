"""How wide a text is set, before anything is drawn."""

from functools import lru_cache
from unicodedata import east_asian_width

EM = 0.525
"""The width of a character of common text, in em; lengths are counted in it."""
_NARROW, _WIDE, _FULL = 0.57, 1.65, 1.9
_DIGIT, _UPPER, _OTHER = 1.18, 1.3, 1.08
"""Mean advances of the report's font by kind of letter, from the `hmtx` table of Inter Regular 4 (tabular figures), over `EM`."""
_WIDTHS = {
    **dict.fromkeys("ijlftrI.,;:'’|!()/- \u00a0\u202f", _NARROW),
    **dict.fromkeys("mwMW%@—", _WIDE),
    **dict.fromkeys("0123456789", _DIGIT),
}


@lru_cache(maxsize=16_384)
def length(text: str) -> float:
    """The text's length in characters of common text. Letters of full width (Japanese, emoji) take about two. Columns ask for the same
    texts and words many times."""
    return sum(_WIDTHS.get(letter) or _width(letter) for letter in text)


def _width(letter: str) -> float:
    if letter.isascii() or east_asian_width(letter) not in "WF":
        return _UPPER if letter.isupper() else _OTHER
    return _FULL
