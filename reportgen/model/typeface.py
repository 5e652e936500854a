"""The firm's own font, as pages, PDF and charts use it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FontFile:
    """One weight of it: 400, 600 or 700. `name` is that of the file beside a page, `content` the firm's bytes, and `plain` the same font
    as OTF or TTF, which is what charts can be drawn with."""

    weight: int
    name: str
    content: bytes
    plain: bytes


@dataclass(frozen=True, slots=True)
class Typeface:
    """Its files by weight, lightest first; one weight may have the file of another.

    `scale`: how much larger (above 1) or smaller it is set, so that a line holds about as much as in the report's own font. `letters` are
    the characters it has; `tabular`: its figures are, or can be set, equally wide.
    """

    files: tuple[FontFile, ...]
    scale: float
    letters: frozenset[str]
    tabular: bool
