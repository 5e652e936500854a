"""Texts that run against their page: set apart, so that neither mixes up the other (Unicode's UAX 9)."""

import re

from reportgen.model.direction import has_right_to_left

_PIECE = re.compile("\u2068[^\u2068\u2069]*\u2069")
"""What the words have set apart themselves: a name within a sentence."""


def crosses(text: str, direction: str) -> bool:
    """Whether the text has to be set apart on a page that runs in `direction` (`ltr` or `rtl`).

    From right to left everything does: a sign before a number would move to its end. From left to right only letters of such a script do,
    but those of a piece that is set apart already: `<bdi>` around a sentence that begins with one would turn the whole sentence round, as
    HTML looks for its first letter within such pieces, too.
    """
    return bool(text) and (direction == "rtl" or has_right_to_left(_PIECE.sub("", text)))
