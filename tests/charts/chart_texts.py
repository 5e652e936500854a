"""Reading an SVG back: its texts and where they stand."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from reportgen.charts import fonts
from reportgen.charts.geometry import Anchor, Box, text_box

SPACE = "{http://www.w3.org/2000/svg}"
ANCHORS = {"start": Anchor.START, "middle": Anchor.MIDDLE, "end": Anchor.END}


@dataclass(frozen=True)
class Set:
    name: str
    text: str
    box: Box


def texts(svg: str) -> list[Set]:
    found = []
    for element in ElementTree.fromstring(svg).iter(f"{SPACE}text"):
        at = element.attrib
        size, weight = float(at["font-size"].removesuffix("px")), int(at.get("font-weight", "400"))
        wide = fonts.width(element.text or "", size, weight)
        box = text_box(float(at["x"]), float(at["y"]), wide, size, ANCHORS[at.get("text-anchor", "start")])
        found.append(Set(at["class"].removeprefix("c-"), element.text or "", box))
    return found


def named(svg: str, name: str) -> list[str]:
    """The texts of one class."""
    return [found.text for found in texts(svg) if found.name == name]


def shapes(svg: str, name: str) -> list[str]:
    """The outlines of one class of paths, in absolute numbers."""
    paths = ElementTree.fromstring(svg).iter(f"{SPACE}path")
    return [absolute(element.attrib["d"]) for element in paths if element.attrib["class"] == f"c-{name}"]


def absolute(way: str) -> str:
    """An outline of M, l, h, v, c and z with a letter at each command and every point in px from the sheet's corner."""
    told, at, start = [], (0.0, 0.0), (0.0, 0.0)
    for letter, given in re.findall(r"([Mlhvcz])([^A-Za-z]*)", way):
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", given)]
        if letter == "z":
            told, at = [*told, "z"], start
            continue
        if letter in "hv":
            numbers = [part for number in numbers for part in ((number, 0.0) if letter == "h" else (0.0, number))]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if letter == "M":
            at = start = points[0]
            told.append(f"M {at[0]:g} {at[1]:g}")
            continue
        size = 3 if letter == "c" else 1
        for place in range(0, len(points), size):
            moved = [(round(at[0] + x, 1), round(at[1] + y, 1)) for x, y in points[place : place + size]]
            told.append(f"{'C' if letter == 'c' else 'L'} " + " ".join(f"{x:g} {y:g}" for x, y in moved))
            at = moved[-1]
    return " ".join(told)
