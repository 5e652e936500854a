"""What this machine lacks to draw a report is said, with what to install."""

import pytest

from reportgen import charts
from reportgen.pipeline import letters

OLIVE, PARTY = "\U0001fad2", "\U0001f389"


def test_emoji_without_a_font_are_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "undrawn", lambda text: "".join(sign for sign in text if sign in (OLIVE, PARTY)))
    lacking = letters.lacking(f'{{"label": "Oil {OLIVE}{PARTY}"}}'.encode())
    assert [str(one) for one in letters.signs(lacking)] == [
        f"emoji: this machine has no font with {OLIVE} {PARTY}: the PDF leaves them out;"
        " install one: sudo apt-get install -y fonts-noto-color-emoji"
    ]
    assert letters.signs(letters.lacking("Öl und Brot".encode())) == ()


def test_plain_letters_ask_for_no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "undrawn", lambda text: pytest.fail("asked for a font"))
    assert letters.lacking(b"Oil and bread") == ""


def test_of_many_signs_five_are_named() -> None:
    assert "no font with A B C D E and 2 more:" in str(letters.signs("ABCDEFG")[0])
