"""Texts that run against their page: set apart, so that neither mixes up the other (Unicode's UAX 9)."""

import re

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and the other scripts in the ranges that Unicode keeps for right to left."""


def crosses(text: str, direction: str) -> bool:
    """Whether the text has to be set apart on a page that runs in `direction` (`ltr` or `rtl`).

    From right to left everything does: a sign before a number would move to its end. From left to right only letters of such a script do.
    """
    return bool(text) and (direction == "rtl" or _RIGHT_TO_LEFT.search(text) is not None)
