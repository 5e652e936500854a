"""Colours of a page from the firm's one colour: dark enough on paper, light enough at night, and never taken for a status."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

INK_BLUE = "#14507a"
READABLE = 4.5
"""The least contrast of text on its ground (WCAG 2.2, 1.4.3, level AA)."""
CLEAR = 6.5
"""The same for the highlight at night, where a colour only just readable looks dull."""
APART = 0.115
"""The least distance (Oklab) of what stands for numbers from what stands for a judgement: a bar in the firm's red is no bad news. Red and
amber among the statuses are 0.1 apart, and have shapes and words of their own besides."""
STATUSES = ("good", "bad", "warn")

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
    """Token -> `#rrggbb`, for light screens, dark screens and print.

    `brand` is the firm's colour as far as text can be read in it, `highlight` the same for numbers and charts. `band` is the colour as the
    firm has it, for areas without words; None where it has none.
    """

    light: Mapping[str, str]
    dark: Mapping[str, str]
    print: Mapping[str, str]
    band: str | None = None


def palette(brand: str | None, highlight: str | None = None) -> Palette:
    """The page's colours. `brand` and `highlight` (by default the same) are `#rrggbb`; they are darkened or lightened only as far as text
    in them needs."""
    own = (brand or INK_BLUE, highlight or brand or INK_BLUE)
    return Palette(light=_with_brand(LIGHT, own), dark=_with_brand(DARK, own, CLEAR), print=_with_brand(PRINT, own), band=brand)


def _with_brand(colors: Mapping[str, str], own: tuple[str, str], least: float = READABLE) -> Mapping[str, str]:
    brand, highlight = (readable(color, colors["raised"], least) for color in own)
    return {**colors, "brand": brand, "highlight": apart(highlight, [colors[status] for status in STATUSES], colors["ink"])}


def print_colors(brand: str | None, highlight: str | None = None) -> Mapping[str, str]:
    """Token -> colour on paper: what charts in the PDF are drawn with."""
    return palette(brand, highlight).print


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


def apart(color: str, others: Sequence[str], ink: str) -> str:
    """`color`, moved towards `ink` in steps of 2 % until it is `APART` from each of `others`; `ink` itself where nothing before is."""
    for step in range(51):
        share = step / 50
        mixed = _hex(*(one + (two - one) * share for one, two in zip(_channels(color), _channels(ink), strict=True)))
        if all(distance(mixed, other) >= APART for other in others):
            return mixed
    return ink


def distance(one: str, other: str) -> float:
    """How unlike two `#rrggbb` colours look: their distance in Oklab (Ottosson 2020), where black and white are 1 apart."""
    return math.dist(_oklab(one), _oklab(other))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1-21 (WCAG 2.2, relative luminance)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(color: str) -> tuple[float, float, float]:
    return int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255


def _hex(red: float, green: float, blue: float) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in (red, green, blue))


def _luminance(color: str) -> float:
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(color: str) -> tuple[float, float, float]:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(color))
    return red, green, blue


def _oklab(color: str) -> tuple[float, float, float]:
    """Lightness and the two axes of colour, by the matrices of Ottosson, "A perceptual color space for image processing" (2020)."""
    red, green, blue = _linear(color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )
