"""Which texts of a page are set apart for their direction (HTML's `bdi`: https://html.spec.whatwg.org/#the-dir-attribute)."""

import pytest

from reportgen.render.sides import crosses

SIGN_UP = "הרשמה לעלון"


@pytest.mark.parametrize(
    ("text", "direction", "apart"),
    [
        ("Newsletter", "ltr", False),
        (SIGN_UP, "ltr", True),
        (f"\u2068{SIGN_UP}\u2069\u200e was not seen for 10 days", "ltr", False),
        (f"\u2068{SIGN_UP}\u2069\u200e / {SIGN_UP}", "ltr", True),
        ("Newsletter", "rtl", True),
        ("", "rtl", False),
    ],
)
def test_a_text_is_set_apart_for_letters_that_are_not_yet(text: str, direction: str, apart: bool) -> None:
    """A sentence that begins with a name from right to left still runs from left to right."""
    assert crosses(text, direction) is apart
