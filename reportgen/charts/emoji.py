"""The machine's font for emoji: neither of the shipped fonts has more than a few of them."""

import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import findSystemFonts, get_font

SIGNS = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
"""Symbols and pictographs: what people put into names."""
FILES = (
    "NotoColorEmoji.ttf",
    "NotoColorEmoji-Regular.ttf",
    "NotoEmoji-Regular.ttf",
    "NotoEmoji[wght].ttf",
    "Apple Color Emoji.ttc",
    "seguiemj.ttf",
    "TwitterColorEmoji-SVGinOT.ttf",
)
"""Fonts that have all of them."""


def undrawn(text: str) -> str:
    """The signs of a text that no font of this machine draws, each once and in order; empty where all are drawn."""
    signs = dict.fromkeys(SIGNS.findall(text))
    if not signs or _has_font():
        return ""
    return "".join(sign for sign in signs if ord(sign) not in _fallback())


@cache
def _has_font() -> bool:
    return any(Path(file).name in FILES for file in findSystemFonts())


@cache
def _fallback() -> frozenset[int]:
    """What the fallback of every text has: DejaVu Sans, which comes with matplotlib and with nearly every machine."""
    return frozenset(get_font(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf").get_charmap())
