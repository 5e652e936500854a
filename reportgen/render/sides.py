"""Texts that run against their page: set apart, so that neither mixes up the other (Unicode's UAX 9)."""

from reportgen.model.direction import has_right_to_left


def crosses(text: str, direction: str) -> bool:
    """Whether the text has to be set apart on a page that runs in `direction` (`ltr` or `rtl`).

    From right to left everything does: a sign before a number would move to its end. From left to right only letters of such a script do.
    """
    return bool(text) and (direction == "rtl" or has_right_to_left(text))
