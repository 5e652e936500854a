"""Colours and font of a chart. A token's name is the page's CSS variable without its dashes."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from reportgen.charts.fonts import Face


@dataclass(frozen=True, slots=True)
class Look:
    """Colours as `#rrggbb`; `font` is the CSS font family of charts in print (on a page they take the page's own): no space
    after its commas, with which WeasyPrint takes a quoted name for another. `face` is the firm's own font, if it has one."""

    ink: str = "#1a1d21"
    muted: str = "#5a616b"
    grid: str = "#e2dfd8"
    paper: str = "#ffffff"
    highlight: str = "#14507a"
    good: str = "#17694a"
    bad: str = "#a9341b"
    warn: str = "#825300"
    font: str = "Inter,'DejaVu Sans','Noto Sans CJK JP','Noto Sans JP',IPAexGothic,'VL Gothic',sans-serif"
    face: Face | None = None


COLORS = tuple(field.name for field in fields(Look) if field.name not in ("font", "face"))
"""The colour tokens, in the order of the record."""


def look(colors: Mapping[str, str] | None = None, face: Face | None = None, family: str | None = None) -> Look:
    """A Look with the given tokens (`#rrggbb`); tokens that charts do not know are left aside, missing ones keep their default.

    `face` is the font that texts are measured in, `family` its name in print; letters that it lacks are set in the shipped one.
    """
    known: dict[str, Any] = {name: color for name, color in (colors or {}).items() if name in COLORS}
    colored = replace(Look(), **known)
    return replace(colored, face=face, font=f"{family},{colored.font}" if family else colored.font)


PLACEHOLDER = look({name: f"#{number:02x}c0de" for number, name in enumerate(COLORS, start=1)})
"""Colours that stand for their tokens until an export puts in the real ones."""

TOKEN = {color: name for name in COLORS if (color := getattr(PLACEHOLDER, name))}
"""Placeholder colour -> token."""
