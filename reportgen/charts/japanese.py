"""The machine's font for Japanese: whole CJK fonts are too large to ship."""

import re
from functools import cache
from pathlib import Path

from matplotlib.font_manager import findSystemFonts

_LETTER = r"\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef"
LETTERS = re.compile(f"[{_LETTER}]")
"""Kana, Han, Hangul and full-width marks: neither of the shipped fonts has any of them."""

_OPENING, _CLOSING = "（「『【", "、。，．・：；！？）」』】〜～ーゝ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…"
_PIECE = re.compile(rf"[{_OPENING}]*(?:[^\s{_LETTER}]+|\S)[{_CLOSING}]*\s*|\s+")
"""What no line breaks: a Latin word, or one letter, with the brackets before it and the marks after it (JIS X 4051)."""

FILES = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKjp-Regular.otf", "NotoSansCJKjp-Bold.otf"),
    ("NotoSansJP-Regular.otf", "NotoSansJP-Bold.otf"),
    ("NotoSansJP-Regular.ttf", "NotoSansJP-Bold.ttf"),
    ("ヒラギノ角ゴシック W3.ttc", "ヒラギノ角ゴシック W6.ttc"),
    ("YuGothR.ttc", "YuGothB.ttc"),
    ("meiryo.ttc", "meiryob.ttc"),
    ("ipaexg.ttf", "ipaexg.ttf"),
    ("ipag.ttf", "ipag.ttf"),
    ("VL-Gothic-Regular.ttf", "VL-Gothic-Regular.ttf"),
    ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"),
)
"""Regular and bold, the best first. Of a collection the first face is drawn, which is the Japanese one."""


def pieces(text: str) -> list[str]:
    """The text in pieces between which a line may break; together they are the text. Latin words end with the space after them."""
    return _PIECE.findall(text)


@cache
def font() -> tuple[Path, Path] | None:
    """Regular and bold of the best font that this machine has; None where it has none of those we know.

    The folders are looked through afresh: matplotlib's own list is older than a font installed today.
    """
    found = {file.name: file for file in sorted(map(Path, findSystemFonts()))}
    return next(((found[regular], found[bold]) for regular, bold in FILES if regular in found and bold in found), None)


def draws_japanese() -> bool:
    """Whether this machine has a font for Japanese that charts and the PDF know by name."""
    return font() is not None
