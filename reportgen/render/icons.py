"""The shapes beside status words and in cells without a number: each different in grey print, none alone."""

DISC = '<circle cx="8" cy="8" r="7.5" style="fill:{ink}"/>'
RING = '<circle cx="8" cy="8" r="6.75" style="fill:none;stroke:{ink};stroke-width:1.5"/>'
ON_DISC = '<path d="{path}" style="fill:none;stroke:{ground};stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round"/>'
LINE = '<path d="{path}" style="fill:none;stroke:{ink};stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round"/>'
FILL = '<path d="{path}" style="fill:{ink}"/>'
DOT = "M{} 8a1.3 1.3 0 1 1 2.6 0 1.3 1.3 0 1 1-2.6 0z"

SHAPES: dict[str, tuple[tuple[str, str], ...]] = {
    "check": ((DISC, ""), (ON_DISC, "M4.6 8.3 7 10.7 11.5 5.6")),
    "up": ((DISC, ""), (ON_DISC, "M8 11.6V4.6M4.9 7.6 8 4.5l3.1 3.1")),
    "right": ((DISC, ""), (ON_DISC, "M4.4 8h7M8.4 4.9 11.5 8l-3.1 3.1")),
    "down": ((DISC, ""), (ON_DISC, "M8 4.4v7M4.9 8.4 8 11.5l3.1-3.1")),
    "cross": ((DISC, ""), (ON_DISC, "M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2")),
    "clock": ((RING, ""), (LINE, "M8 4.4V8l2.5 1.7")),
    "dash": ((RING, ""), (LINE, "M5 8h6")),
    "question": (
        (RING, ""),
        (LINE, "M6.1 6.3a1.9 1.9 0 1 1 2.9 1.6c-.7.4-1 .7-1 1.4"),
        (FILL, "M7.1 11.5a.9.9 0 1 1 1.8 0 .9.9 0 1 1-1.8 0z"),
    ),
    "warn": (
        (FILL, "M7 1.6a1.2 1.2 0 0 1 2 0l6.3 11.2a1.2 1.2 0 0 1-1 1.8H1.7a1.2 1.2 0 0 1-1-1.8z"),
        (ON_DISC, "M8 5.8v3.6M8 12v.1"),
    ),
    "good": ((FILL, "M8 3l6 10H2z"),),
    "bad": ((FILL, "M8 13 2 3h12z"),),
    "missing": ((LINE, "M3 8h10"),),
    "not_comparable": ((LINE, "M3.5 6h9M3.5 10h9M10.7 3 5.3 13"),),
    "not_yet": ((FILL, DOT.format(2)), (FILL, DOT.format(6.7)), (FILL, DOT.format(11.4))),
    "not_enough": ((RING, ""), (FILL, "M8 8V3.2A4.8 4.8 0 0 1 12.8 8z")),
}


def icon(name: str, *, ink: str, ground: str) -> str:
    """The shape as an SVG file of 16 by 16 units in two colours (any CSS value). KeyError when there is no such shape."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" width="16" height="16">{_drawn(name, ink, ground)}</svg>'


def sheet() -> str:
    """Every shape once, for a page that shows them by `used`: in the colour of the text around each, on the page's paper."""
    shapes = (f'<symbol id="icon-{name}" viewBox="0 0 16 16">{_drawn(name, "currentColor", "var(--paper)")}</symbol>' for name in SHAPES)
    return f'<svg class="icons" width="0" height="0" aria-hidden="true">{"".join(shapes)}</svg>'


def used(name: str) -> str:
    """The shape where it is shown, in a page that has the `sheet`; decoration, so readers of the page aloud pass it over. KeyError when
    there is no such shape."""
    _ = SHAPES[name]
    return f'<svg class="icon" aria-hidden="true"><use href="#icon-{name}"/></svg>'


def _drawn(name: str, ink: str, ground: str) -> str:
    return "".join(part.format(path=path, ink=ink, ground=ground) for part, path in SHAPES[name])
