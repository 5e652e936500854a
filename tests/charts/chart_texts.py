"""Reading an SVG back: its texts and where they stand."""

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
    """The outlines of one class of paths."""
    return [element.attrib["d"] for element in ElementTree.fromstring(svg).iter(f"{SPACE}path") if element.attrib["class"] == f"c-{name}"]
