"""The pictures that settings name (logos): where they lie, and whether they may stand in a page.

An SVG may draw and do nothing else: no script, no handler, no address but its own parts and pictures within it. A PNG is whole, sharp
enough and not huge.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from reportgen.settings.clients import is_anothers

MOST_BYTES = 256 << 10
"""The picture stands in every page."""
MOST_PIXELS = 4000
LEAST_HEIGHT = 80
"""Pixels of a PNG from top to bottom: a page shows it 40 high, and screens have two pixels for each."""
PNG = b"\x89PNG\r\n\x1a\n"
SVG = "http://www.w3.org/2000/svg"
DRAWN = frozenset({
    "svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "textPath", "image", "switch", "view", "linearGradient", "radialGradient", "stop", "pattern",
    "clipPath", "mask", "marker", "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
    "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR",
    "feGaussianBlur", "feImage", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting",
    "feSpotLight", "feTile", "feTurbulence",
})  # fmt: skip
"""The elements of SVG that only draw."""
ALIVE = (
    "http://www.w3.org/1999/xhtml",
    "http://www.w3.org/1998/Math/MathML",
    "http://www.w3.org/2001/xml-events",
    "http://www.w3.org/2001/XInclude",
)
"""Namespaces whose elements do more than describe."""
WITHIN = re.compile(r"#|data:image/(png|jpe?g|gif|webp);base64,", re.IGNORECASE)
PLAIN_SVG = "save it as plain SVG, with texts as paths"


def located(workspace: Path, client: str | None, name: str) -> Path | None:
    """The file of this name in the client's folder, else in the workspace; None where there is none, and for a way out of both or into
    another client's folder."""
    base = workspace.resolve()
    for folder in (base / "clients" / client if client else base, base):
        file = (folder / name).resolve()
        if file.is_file() and file.is_relative_to(folder) and not is_anothers(workspace, client, file):
            return file
    return None


def fault(workspace: Path, client: str | None, name: str, kinds: Sequence[str] = (".svg", ".png")) -> tuple[str, str] | None:
    """What is wrong with a picture, and what would be right; None for a good one."""
    kind = PurePosixPath(name).suffix.lower()
    shown = " or ".join(each.removeprefix(".").upper() for each in kinds)
    if kind not in kinds:
        return f"`{name}` is no {shown}", f"give a {' or '.join(kinds)} file"
    file = located(workspace, client, name)
    if file is None:
        where = f"clients/{client}/ or from the workspace" if client else "the workspace"
        return f"there is no file `{name}`", f"name an image by its path from {where}"
    content = file.read_bytes()
    if len(content) > MOST_BYTES:
        return f"`{name}` has {len(content) >> 10} KB, and every page carries it", f"make it smaller than {MOST_BYTES >> 10} KB"
    found = _svg(content) if kind == ".svg" else _png(content)
    return (f"`{name}` {found[0]}", found[1]) if found else None


def _png(content: bytes) -> tuple[str, str] | None:
    if not content.startswith(PNG):
        return "is no PNG, whatever its name", "save it as PNG"
    try:
        chunks = list(_chunks(content))
    except (ValueError, struct.error):
        return "is cut off or damaged", "save or copy it again"
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or b"IDAT" not in names or names[-1:] != [b"IEND"]:
        return "is cut off or damaged", "save or copy it again"
    width, height = struct.unpack(">II", chunks[0][1][:8])
    if not 0 < max(width, height) <= MOST_PIXELS:
        return f"is {width} x {height} pixels", f"make it {MOST_PIXELS} at most each way"
    if height < LEAST_HEIGHT:
        return f"is {height} pixels high and would look blurred", f"save it at {LEAST_HEIGHT} or more, or give an SVG"
    return None


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and data of each chunk up to IEND. Raises ValueError or struct.error for a damaged file (PNG 3rd edition, section 5)."""
    at, name = len(PNG), b""
    while name != b"IEND":
        size, name = struct.unpack(">I4s", content[at : at + 8])
        data = content[at + 8 : at + 8 + size]
        (check,) = struct.unpack(">I", content[at + 8 + size : at + 12 + size])
        if len(data) != size or zlib.crc32(name + data) != check:
            raise ValueError(name)
        yield name, data
        at += size + 12


def _svg(content: bytes) -> tuple[str, str] | None:
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    parser.StartDoctypeDeclHandler = reading.doctype
    parser.ProcessingInstructionHandler = reading.instruction
    reading.parser = parser
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return f"is no SVG that can be read (line {error.lineno}: {expat.ErrorString(error.code)})", PLAIN_SVG
    except _RefusedError as error:
        return f"holds {error} (line {parser.CurrentLineNumber}), and a logo may only draw", PLAIN_SVG
    return None if reading.sized else ("says neither its size nor a viewBox", "save it again with a viewBox")


class _RefusedError(Exception):
    """Something that a logo may not hold."""


@dataclass
class _Reading:
    """What is known while an SVG is read: the open elements, and the CSS of the open `style`."""

    parser: expat.XMLParserType | None = None
    open: list[str] = field(default_factory=list)
    css: str = ""
    sized: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if not self.open:
            if (space, local) != (SVG, "svg"):
                raise _RefusedError(f"<{local}> and no <svg> of {SVG}")
            self.sized = "viewBox" in attributes or {"width", "height"} <= attributes.keys()
        if space in ALIVE or (space in (SVG, "") and local not in DRAWN):
            raise _RefusedError(f"<{local}>")
        self.open.append(local)
        for long, value in attributes.items():
            _check(long.rpartition(" ")[2], value)

    def end(self, _name: str) -> None:
        if self.open.pop() == "style":
            _check_css(self.css)
            self.css = ""

    def text(self, text: str) -> None:
        if self.open and self.open[-1] == "style":
            self.css += text

    def doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        if has_subset:
            raise _RefusedError("entities of its own")

    def instruction(self, target: str, _data: str) -> None:
        raise _RefusedError(f"<?{target}?>")


def _check(name: str, value: str) -> None:
    if name.lower().startswith("on"):
        raise _RefusedError(f"`{name}`")
    if name == "base":
        raise _RefusedError("`xml:base`")
    if name in ("href", "src") and not WITHIN.match(value.strip()):
        raise _RefusedError(f"the address `{value.strip()[:40]}`")
    _check_css(value)


def _check_css(css: str) -> None:
    """No rule may fetch. An escape could hide one; so could a comment, and what looks like one within a string."""
    if "\\" in css:
        raise _RefusedError("an escape in its CSS")
    for told in (css.lower(), re.sub(r"/\*.*?\*/", "", css.lower(), flags=re.DOTALL)):
        if "@import" in told or re.search(r"\b(image|image-set|src|cross-fade|expression)\s*\(|javascript:", told):
            raise _RefusedError("CSS that fetches or runs")
        for found in re.findall(r"url\(\s*[\"']?\s*([^)\"']*)", told):
            if not WITHIN.match(found):
                raise _RefusedError(f"the address `{found[:40]}`")
