"""Letters in the order in which they stand on paper, for what draws them one by one from left to right (WeasyPrint in SVG).

A part of Unicode's bidirectional algorithm (UAX 9) that labels need: one line, the direction of its first letter, numbers with their signs,
names set apart by isolates, mirrored brackets, marks behind their letter; and Arabic letters in the shape that their neighbours give them.
"""

import re
import unicodedata
from functools import cache

from reportgen.model.direction import BLOCKS, has_right_to_left

_ISOLATED = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069")
_PIECE = re.compile(
    r"(?P<number>[+\-−±]?[€$£¥₪]?\d+(?:[.,:/ \u202f\xa0]\d+)*[%€$£¥₪]?)"
    rf"|(?P<right>[{BLOCKS}]+)|(?P<left>[^\W\d_]+)|."
)
_HELD = 0xF0000
"""Private characters stand for isolated pieces while the rest is put in order."""
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def visual(text: str) -> str:
    """The text as it stands on the line, from left to right; itself where no letter of it is written from right to left."""
    if not has_right_to_left(text):
        return text
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(visual(found[1]))
        return chr(_HELD + len(held) - 1)

    while _ISOLATED.search(text):
        text = _ISOLATED.sub(hold, text)
    told = _ordered(_shaped(text))
    for place in reversed(range(len(held))):
        told = told.replace(chr(_HELD + place), held[place])
    return told


def _ordered(text: str) -> str:
    """Pieces in runs of one direction each; runs in the direction of the first letter."""
    pieces = [(found[0], found.lastgroup) for found in _PIECE.finditer(text)]
    base = next((kind for _, kind in pieces if kind in ("left", "right")), "left")
    ways = _ways([kind for _, kind in pieces], base)
    runs: list[tuple[str, list[str]]] = []
    for (piece, kind), way in zip(pieces, ways, strict=True):
        shown = _backwards(piece).translate(_MIRRORED) if way == "right" and kind != "number" else piece
        if not runs or runs[-1][0] != way:
            runs.append((way, []))
        runs[-1][1].append(shown)
    lines = ["".join(reversed(run) if way == "right" else run) for way, run in runs]
    return "".join(reversed(lines) if base == "right" else lines)


def _ways(kinds: list[str | None], base: str) -> list[str]:
    """Numbers go along with the letters before them; anything else with its neighbours where these agree, else with the whole."""
    strong: list[str | None] = []
    last = base
    for kind in kinds:
        last = kind if kind in ("left", "right") else last
        strong.append(last if kind is not None else None)
    ways: list[str] = []
    for place, way in enumerate(strong):
        after = next((each for each in strong[place:] if each), base)
        before = ways[-1] if ways else base
        ways.append(way or (before if before == after else base))
    return ways


def _backwards(piece: str) -> str:
    """From its last letter to its first, marks behind the letter that they belong to (rule L3)."""
    return "".join(letter + marks for letter, marks in reversed(_letters(piece)))


def _shaped(text: str) -> str:
    """Arabic letters as their neighbours shape them (Unicode's presentation forms B), lam and alef as the one sign that they always are."""
    forms, letters = _forms(), _letters(text)
    joins = [forms.get(letter, {}) for letter, _ in letters]
    shaped = []
    for place, (letter, marks) in enumerate(letters):
        before = place > 0 and "initial" in joins[place - 1] and "final" in joins[place]
        after = place + 1 < len(letters) and "initial" in joins[place] and "final" in joins[place + 1]
        form = "medial" if before and after else "final" if before else "initial" if after else "isolated"
        shaped.append(joins[place].get(form, letter) + marks)
    return "".join(shaped)


def _letters(text: str) -> list[tuple[str, str]]:
    """Each letter, or lam and alef, with the marks on it."""
    found: list[tuple[str, str]] = []
    for sign in text:
        letter, marks = found[-1] if found else ("", "")
        if letter and unicodedata.combining(sign):
            found[-1] = (letter, marks + sign)
        elif letter and letter + sign in _forms():
            found[-1] = (letter + sign, marks)
        else:
            found.append((sign, ""))
    return found


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter, or lam and alef -> form -> the sign of that form."""
    found: dict[str, dict[str, str]] = {}
    for code in range(0xFE80, 0xFEFD):
        form, *letters = unicodedata.decomposition(chr(code)).split()
        found.setdefault("".join(chr(int(letter, 16)) for letter in letters), {})[form.strip("<>")] = chr(code)
    return found
