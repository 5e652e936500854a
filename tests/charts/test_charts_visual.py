"""Letters in the order of the line. Expected orders: UAX 9's own rules, by hand; the shapes: Unicode's chart of presentation forms B."""

from dataclasses import replace

import pytest
from chart_samples import board
from hypothesis import given
from hypothesis import strategies as st

from reportgen import charts
from reportgen.charts.visual import visual


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("Order 12 (3%)", "Order 12 (3%)"),
        ("אבג", "גבא"),
        ("אבג דהו", "והד גבא"),
        ("אבג 1.53%", "1.53% גבא"),
        ("אבג −4.2% דהו", "והד −4.2% גבא"),
        ("Order אבג דהו done", "Order והד גבא done"),
        ("אבג (דה)", "(הד) גבא"),
        ("אבג: Megan Fox, דה", "הד ,Megan Fox :גבא"),
        ("So far: \u2068אבג 2\u2069, 7", "So far: 2 גבא, 7"),
        ("\u0628\u0628\u0628", "\ufe90\ufe92\ufe91"),  # beh at the end, in the middle, at the beginning
        ("\u062f\u0628", "\ufe8f\ufea9"),  # dal joins nothing after it
        ("\u0644\u0627", "\ufefb"),  # lam and alef are one sign
        ("\u0633\u0644\u064e\u0627\u0645", "\ufee1\ufefc\u064e\ufeb3"),  # salam: so they are with a mark between them
        ("\u05e9\u05b8\u05dc", "\u05dc\u05e9\u05b8"),  # a mark stands behind its letter
    ],
)
def test_the_order_on_the_line(written: str, seen: str) -> None:
    assert visual(written) == seen


def test_only_the_drawing_for_print_needs_it() -> None:
    """A browser puts letters in order by itself, WeasyPrint draws them in a picture one after the other."""
    chart = board()
    chart = replace(chart, rows=(replace(chart.rows[0], label="שולחן בגן"), *chart.rows[1:]))
    drawn = charts.svgs(chart, charts.look())
    assert ">שולחן בגן<" in drawn["html"]
    assert ">ןגב ןחלוש<" in drawn["pdf"]


@given(st.text("ab1 .,−%()אבג\u2068\u2069", max_size=20))
def test_no_letter_is_lost(text: str) -> None:
    """Whatever is written: its letters and digits, each once."""
    assert sorted(each for each in visual(text) if each.isalnum()) == sorted(each for each in text if each.isalnum())
