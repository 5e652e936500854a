"""The tag tree of a PDF, mended before the file is written: what WeasyPrint leaves for readers by ear to stumble over.

Running heads become artifacts instead of content, elements that hold nothing go, every header cell says whether it heads a row or a
column, every footnote is a note, every link says its words instead of its address, and links are printed as they are shown (ISO 14289-1:
7.1, 7.5, 7.9, 7.18.1, 7.18.5).
What the file says about itself stays plain text, as it must in one that is kept (ISO 19005).
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

from reportgen.render import declaring

PRINT = 1 << 2
"""An annotation's flag: it is there on paper too (ISO 32000-1, 12.5.3)."""

DROPPED = frozenset({"/P", "/Span", "/Div", "/NonStruct", "/LBody", "/LI", "/L"})
"""Kinds of elements that say nothing when they are empty. An empty cell of a table does: its place."""

SCOPES = {"/THead": "/Column", "/TBody": "/Row"}
"""What a header cell heads, by the part of the table it stands in."""

Element = Any
"""WeasyPrint's and pydyf's objects carry no types of their own."""


def mend(document: Element, pdf: Element) -> None:
    """Mend the tag tree of `pdf`, laid out as `document`: a finisher of WeasyPrint's `write_pdf`."""
    _word_links(document)
    for made in pdf.objects:
        if isinstance(made, dict) and made.get("Type") == "/Annot":
            made["F"] = PRINT
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    kept = {each.number for top in root["K"] for each in _pruned(pdf, _at(pdf, top))}
    _scope(pdf, _at(pdf, root["K"][0]), None)
    _mark_artifacts(pdf, _at(pdf, root["ParentTree"])["Nums"], kept)
    _name_notes(document, pdf, _at(pdf, root["K"][0]))
    described = _at(pdf, pdf.catalog["Metadata"])
    described.compress, described.stream = False, [declaring.readable(b"".join(described.stream))]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    _end_clearly(pdf)


def _end_clearly(pdf: Element) -> None:
    """Give each packed drawing whose last byte would be the end of a line another one: readers could not tell it from the line's end that
    closes a stream (ISO 32000-1, 7.3.8.1), and so not its length. That byte is the lowest of the checksum of what is packed (RFC 1950)."""
    for made in pdf.objects:
        if isinstance(made, pydyf.Stream) and made.compress and "Length1" not in made.extra and "Params" not in made.extra:
            plain = pydyf.Stream(made.stream).data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
            if zlib.adler32(plain) % 256 in b"\r\n":
                made.stream.append(b"")


def _at(pdf: Element, reference: bytes) -> Element:
    return pdf.objects[int(reference.split()[0])]


def _children(pdf: Element, element: Element) -> Iterator[Element]:
    """The elements right below one; its marked content and its annotations are none."""
    found = (_at(pdf, kid) for kid in element["K"] if isinstance(kid, bytes))
    return (each for each in found if each.get("Type") == "/StructElem")


def _word_links(document: Element) -> None:
    for page in document.pages:
        for box in page._page_box.descendants():
            annotation = getattr(box, "link_annotation", None)
            if annotation is not None and "Contents" in annotation:
                annotation["Contents"] = pydyf.String(" ".join("".join(box.element.itertext()).split()))


def _pruned(pdf: Element, element: Element) -> Iterator[Element]:
    """Drop what is empty below an element; itself and all that stays below it."""
    empty = set()
    for child in _children(pdf, element):
        yield from _pruned(pdf, child)
        if not child["K"] and child["S"] in DROPPED:
            empty.add(child.reference)
    element["K"][:] = [kid for kid in element["K"] if kid not in empty]
    if element["K"] or element["S"] not in DROPPED:
        yield element


def _scope(pdf: Element, element: Element, scope: str | None) -> None:
    scope = SCOPES.get(element["S"], scope)
    if element["S"] == "/TH" and scope is not None:
        element["A"]["Scope"] = scope
    for child in _children(pdf, element):
        _scope(pdf, child, scope)


def _name_notes(document: Element, pdf: Element, top: Element) -> None:
    """Footnotes stand last on their page; each is a note with a name of its own (ISO 14289-1, 7.9)."""
    for place, page in enumerate(document.pages):
        if any(type(child).__name__ == "FootnoteAreaBox" and child.children for child in page._page_box.children):
            areas = [each for each in _children(pdf, top) if each["Pg"] == pdf.page_references[place]]
            for note in _children(pdf, areas[-1]):
                note["S"] = "/Note"
                note["ID"] = pydyf.String(f"note-{note.number}")


def _mark_artifacts(pdf: Element, nums: Element, kept: set[int]) -> None:
    """Marked content that no element of the tree has is a running head: say so on its page, and forget its element."""
    for place, page in enumerate(pdf.pages["Kids"][::3]):
        owners = nums[2 * place + 1]
        astray = {mcid for mcid, owner in enumerate(owners) if int(owner.split()[0]) not in kept}
        for mcid in astray:
            _at(pdf, owners[mcid]).clear()
            owners[mcid] = "null"
        _retag(_at(pdf, pdf.objects[page]["Contents"]).stream, astray)


def _retag(stream: list[Element], astray: set[int]) -> None:
    for place, said in enumerate(stream):
        if isinstance(said, Mapping) and said.get("MCID") in astray:
            stream[place - 1] = "/Artifact"
            stream[place] = pydyf.Dictionary({"Type": "/Pagination"})
