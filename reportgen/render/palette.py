"""Colours of a page from the firm's one highlight colour, dark enough on paper and light enough at night."""

from collections.abc import Mapping
from dataclasses import dataclass

INK_BLUE = "#14507a"
READABLE = 4.5
"""The least contrast of text on its ground (WCAG 2.2, 1.4.3, level AA)."""
CLEAR = 6.5
"""The same for the highlight at night, where a colour only just readable looks dull."""

LIGHT = {
    "paper": "#fdfcfa",
    "raised": "#f5f3ee",
    "ink": "#1a1d21",
    "muted": "#5a616b",
    "grid": "#e2dfd8",
    "rule": "#c9c5bc",
    "good": "#17694a",
    "bad": "#a9341b",
    "warn": "#825300",
}
DARK = {
    "paper": "#15181c",
    "raised": "#1d2126",
    "ink": "#e9e7e2",
    "muted": "#a6adb6",
    "grid": "#2d3238",
    "rule": "#464c54",
    "good": "#6fcb9f",
    "bad": "#ff9d84",
    "warn": "#e8b75a",
}
PRINT = {**LIGHT, "paper": "#ffffff", "raised": "#f6f5f1"}


@dataclass(frozen=True, slots=True)
class Palette:
    """Token -> `#rrggbb`, for light screens, dark screens and print."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    print: Mapping[str, str]


def palette(brand: str | None) -> Palette:
    """The page's colours. `brand` is `#rrggbb`; it is darkened or lightened only as far as text in it needs."""
    color = brand or INK_BLUE
    return Palette(
        light={**LIGHT, "highlight": readable(color, LIGHT["raised"])},
        dark={**DARK, "highlight": readable(color, DARK["raised"], CLEAR)},
        print={**PRINT, "highlight": readable(color, PRINT["raised"])},
    )


def print_colors(brand: str | None) -> Mapping[str, str]:
    """Token -> colour on paper: what charts in the PDF are drawn with."""
    return palette(brand).print


def readable(color: str, ground: str, least: float = READABLE) -> str:
    """`color`, moved towards black or white in steps of 2 % until its contrast on `ground` is at least `least`."""
    red, green, blue = _channels(color)
    goal = 0.0 if _luminance(ground) > 0.18 else 1.0
    for step in range(51):
        share = step / 50
        mixed = _hex(red + (goal - red) * share, green + (goal - green) * share, blue + (goal - blue) * share)
        if contrast(mixed, ground) >= least:
            return mixed
    return _hex(goal, goal, goal)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1-21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(color: str) -> tuple[float, float, float]:
    return int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in (red, green, blue))


def _luminance(color: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
