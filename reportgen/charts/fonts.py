"""The fonts of charts, the shipped ones and a firm's own, and how wide a text is in them."""

import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontEntry, FontProperties, fontManager
from matplotlib.textpath import text_to_path

from reportgen import shipped
from reportgen.charts import japanese

REGULAR, STRONG = 400, 600
FAMILIES = ("reportgen text", "reportgen fallback")
"""Names of our own, so that a machine's other Inter or DejaVu is never measured in place of the shipped one."""

JAPANESE = "reportgen japanese"

FOREIGN = re.compile("[\u0530-\u1dff\u2c00-\U0010ffff]")
"""Letters beyond Latin, Greek and Cyrillic, and emoji: a firm's font seldom has them, and the fonts that do are not its size."""

BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
UNDRAWABLE = ("Cc", "Cs", "Co", "Cn")
"""Unicode categories that an SVG cannot hold or no font draws: controls, lone surrogates, private use, unassigned."""


@cache
def _register() -> None:
    own = shipped.folder("templates") / "fonts"
    bundled = Path(mpl.get_data_path()) / "fonts" / "ttf"
    files = (
        (own / "Inter-Regular.otf", FAMILIES[0], REGULAR),
        (own / "Inter-SemiBold.otf", FAMILIES[0], STRONG),
        (bundled / "DejaVuSans.ttf", FAMILIES[1], REGULAR),
        (bundled / "DejaVuSans-Bold.ttf", FAMILIES[1], STRONG),
    )
    fontManager.ttflist.extend(FontEntry(fname=str(file), name=name, weight=weight) for file, name, weight in files)


@dataclass(frozen=True, slots=True)
class Face:
    """A firm's own font as OTF or TTF files, in the two weights of charts. `scale`: how much larger than the shipped one it is set."""

    regular: Path
    strong: Path
    scale: float = 1.0


_face: ContextVar[Face | None] = ContextVar("face", default=None)


@contextmanager
def faced(face: Face | None) -> Iterator[None]:
    """Texts are measured and set in this font while the block runs; None is the shipped one."""
    before = _face.set(face)
    try:
        yield
    finally:
        _face.reset(before)


def properties(text: str, size: float, weight: int) -> FontProperties:
    """The chart's font at `size` px: the firm's own where it has one, then Inter, DejaVu Sans for the scripts it lacks, and the machine's
    for Japanese letters."""
    face = _face.get()
    scale = face.scale if face and not FOREIGN.search(text) else 1.0
    return _properties(face, size * scale, weight, japanese.LETTERS.search(text) is not None)


@cache
def _register_own(face: Face) -> str:
    """The name under which matplotlib knows the font: one of its own for each pair of files."""
    name = f"reportgen own {sha256(f'{face.regular}|{face.strong}'.encode()).hexdigest()[:16]}"
    files = ((face.regular, REGULAR), (face.strong, STRONG))
    fontManager.ttflist.extend(FontEntry(fname=str(file), name=name, weight=weight) for file, weight in files)
    return name


@cache
def _register_japanese() -> bool:
    """Whether the machine has a font for Japanese."""
    files = japanese.font() or ()
    fontManager.ttflist.extend(
        FontEntry(fname=str(file), name=JAPANESE, weight=weight) for file, weight in zip(files, (REGULAR, STRONG), strict=False)
    )
    return bool(files)


@lru_cache(maxsize=64)
def _properties(face: Face | None, size: float, weight: int, is_japanese: bool) -> FontProperties:
    _register()
    own = (_register_own(face),) if face else ()
    further = (JAPANESE,) if is_japanese and _register_japanese() else ()
    return FontProperties(family=(*own, *FAMILIES, *further), size=size, weight=weight)


@contextmanager
def quiet() -> Iterator[None]:
    """No warning for signs that neither font has (emoji): the reader's own fonts draw them."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"(?s)Glyph .* missing from")
        warnings.filterwarnings("ignore", message=r"(?s)Matplotlib currently does not support")
        yield


def clean(text: str) -> str:
    """`text` on one line, without characters that an SVG may not hold. Non-breaking and narrow spaces stay."""
    line = BREAKS.sub(" ", text)
    return "".join(sign for sign in line if unicodedata.category(sign) not in UNDRAWABLE).strip(" ")


def width(text: str, size: float, weight: int = REGULAR) -> float:
    """Width of a line of text in px."""
    return _width(_face.get(), text, size, weight)


@lru_cache(maxsize=4096)
def _width(_face: Face | None, text: str, size: float, weight: int) -> float:
    if not text:
        return 0.0
    with quiet():
        return float(text_to_path.get_text_width_height_descent(text, properties(text, size, weight), ismath=False)[0])


def fit(text: str, room: float, size: float, weight: int = REGULAR) -> str:
    """`text`, cut with an ellipsis where it is wider than `room` px; empty when not even one letter fits."""
    whole = clean(text)
    if width(whole, size, weight) <= room:
        return whole
    low, high = 0, len(whole)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(_cut(whole, middle), size, weight) <= room else (low, middle - 1)
    return _cut(whole, low) if low else ""


def _cut(text: str, length: int) -> str:
    """The first `length` characters and an ellipsis, never ending in a space, a half sign or half an emoji."""
    start = text[:length]
    while start and (start[-1].isspace() or start[-1] == "\u200d"):
        start = start[:-1]
    return f"{start}…"
