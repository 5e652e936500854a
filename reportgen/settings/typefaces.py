"""The font that settings name: where its files lie, whether pages, PDF and charts can be set in it, and what is in it.

The only module that reads font files; it knows them by what OpenType says of them (ISO/IEC 14496-22), not by their names.
"""

from __future__ import annotations

import io
import string
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from reportgen.model.settings import BrandFont
from reportgen.model.typeface import FontFile, Typeface
from reportgen.settings.pictures import located

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

MOST_BYTES = 1 << 20
"""Every report carries it."""
SIGNATURES = {".woff2": (b"wOF2",), ".otf": (b"OTTO", b"\0\1\0\0"), ".ttf": (b"\0\1\0\0", b"true", b"OTTO")}
WEIGHTS = {"regular": 400, "semibold": 600, "bold": 700}
NEEDED = string.ascii_letters + string.digits + " .,%()-"
"""What every report has, whatever its language."""
OUTLINES = ("glyf", "CFF ", "CFF2")
MEASURED = string.ascii_lowercase + string.digits
INTER = 0.5526
"""Mean advance of `MEASURED` in the shipped Inter Regular, in em."""
LEAST, MOST = 0.88, 1.12
"""How far a font is set smaller or larger; beyond that its own character would be lost."""
STATIC = "give the family's static files, one for each weight"


def faults(workspace: Path, client: str | None, font: BrandFont) -> Mapping[str, tuple[str, str]]:
    """Option -> what is wrong with its file, and what would be right; empty for a good font."""
    named = _named(font)
    told = {option: fault(workspace, client, name) for option, name in named.items()}
    found = {option: wrong for option, wrong in told.items() if wrong}
    return found or _misplaced({option: _weight(_content(workspace, client, name)) for option, name in named.items()})


def fault(workspace: Path, client: str | None, name: str) -> tuple[str, str] | None:
    """What is wrong with one file, and what would be right; None for a good one."""
    kind = PurePosixPath(name).suffix.lower()
    if kind not in SIGNATURES:
        return f"`{name}` is no WOFF2, OTF or TTF", "give a .woff2, .otf or .ttf file"
    file = located(workspace, client, name)
    if file is None:
        where = f"clients/{client}/ or from the workspace" if client else "the workspace"
        return f"there is no file `{name}`", f"name a font by its path from {where}"
    content = file.read_bytes()
    if not content.startswith(SIGNATURES[kind]):
        return f"`{name}` is no {kind[1:].upper()}, whatever its name", "save it as WOFF2, OTF or TTF under that name"
    if len(content) > MOST_BYTES:
        return f"`{name}` has {len(content) >> 10} KB, and every report carries it", f"make it smaller than {MOST_BYTES >> 10} KB"
    told = _unfit(content)
    return (f"`{name}` {told[0]}", told[1]) if told else None


def typeface(workspace: Path, client: str | None, font: BrandFont) -> Typeface:
    """The font as its users need it; `faults` has found nothing wrong with it."""
    own = {option: _file(workspace, client, name, WEIGHTS[option]) for option, name in _named(font).items()}
    regular = _opened(own["regular"].plain)
    files = (own["regular"], own.get("semibold") or replace(own["bold"], weight=WEIGHTS["semibold"]), own["bold"])
    return Typeface(files, _scale(regular), frozenset(map(chr, regular.getBestCmap())), _is_tabular(regular))


def _file(workspace: Path, client: str | None, name: str, weight: int) -> FontFile:
    content = _content(workspace, client, name)
    return FontFile(weight, f"own-{weight}{PurePosixPath(name).suffix.lower()}", content, _plain(content))


def _named(font: BrandFont) -> dict[str, str]:
    """Option -> path of the files that are named, lightest first."""
    every = {"regular": font.regular, "semibold": font.semibold, "bold": font.bold}
    return {option: name for option, name in every.items() if name is not None}


def _content(workspace: Path, client: str | None, name: str) -> bytes:
    file = located(workspace, client, name)
    if file is None:
        raise FileNotFoundError(name)
    return file.read_bytes()


def _misplaced(weights: Mapping[str, int]) -> Mapping[str, tuple[str, str]]:
    """Files in each other's place: a heavier option that is the lighter font."""
    return {
        heavier: (f"is lighter ({weights[heavier]}) than `{lighter}` ({weights[lighter]})", "exchange the two files")
        for lighter, heavier in pairwise(weights)
        if weights[heavier] < weights[lighter]
    }


def _unfit(content: bytes) -> tuple[str, str] | None:
    try:
        font = _opened(content)
        tables = set(font.keys())
        for tag in font.reader.keys():  # noqa: SIM118 - a reader of tables is no mapping
            font.reader[tag]
        letters = {chr(code) for code in font.getBestCmap() or ()}
        _scale(font)
    except Exception:  # a damaged font fails in any way whatever
        return "is cut off or damaged", "save or copy it again"
    if "fvar" in tables:
        return "is a variable font, which charts cannot be drawn with", STATIC
    if not tables & set(OUTLINES):
        return "has no outlines", "give a font that can be drawn at any size"
    if lacking := "".join(sign for sign in NEEDED if sign not in letters):
        return f"has no `{lacking[:10].strip() or 'space'}`", "give a font for texts: letters, figures and marks"
    return None


def _opened(content: bytes) -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False)


def _plain(content: bytes) -> bytes:
    """The font as OTF or TTF: itself, or a WOFF2 unpacked."""
    if not content.startswith(SIGNATURES[".woff2"]):
        return content
    font = _opened(content)
    font.flavor = None
    unpacked = io.BytesIO()
    font.save(unpacked)
    return unpacked.getvalue()


def _weight(content: bytes) -> int:
    """What the font says of its own weight, 1-1000; 400 where it says nothing."""
    font = _opened(content)
    return int(font["OS/2"].usWeightClass) if "OS/2" in font else 400


def _scale(font: TTFont) -> float:
    names, advances = font.getBestCmap(), font["hmtx"]
    wide = [advances[names[ord(sign)]][0] for sign in MEASURED if ord(sign) in names]
    mean = sum(wide) / max(len(wide), 1) / font["head"].unitsPerEm
    return round(min(MOST, max(LEAST, INTER / mean)), 3) if mean else 1.0


def _is_tabular(font: TTFont) -> bool:
    names, advances = font.getBestCmap(), font["hmtx"]
    if len({advances[names[ord(figure)]][0] for figure in string.digits}) == 1:
        return True
    with suppress(AttributeError, KeyError):
        return any(record.FeatureTag == "tnum" for record in font["GSUB"].table.FeatureList.FeatureRecord)
    return False
