"""Emoji: which signs of a text no font of the machine draws."""

import pytest
from matplotlib.font_manager import findSystemFonts

from reportgen.charts import emoji

OLIVE, PARTY, TICK = "\U0001fad2", "\U0001f389", "\u2714"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a font for emoji."""
    monkeypatch.setattr(emoji, "_has_font", lambda: False)


@pytest.mark.usefixtures("bare")
def test_signs_that_the_fallback_lacks_are_named_once_and_in_order() -> None:
    """DejaVu Sans 2.37 has the heavy check mark, and neither the olive nor the party popper."""
    assert emoji.undrawn(f"Order {PARTY}{OLIVE} {TICK} {PARTY} שולחן") == PARTY + OLIVE
    assert emoji.undrawn("Order → شكرا") == ""


def test_a_machine_with_a_font_draws_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emoji, "findSystemFonts", lambda: [*findSystemFonts()[:1], "/fonts/NotoColorEmoji.ttf"])
    emoji._has_font.cache_clear()
    assert emoji.undrawn(OLIVE) == ""
    emoji._has_font.cache_clear()
