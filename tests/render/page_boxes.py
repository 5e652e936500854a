"""What stands where on a PDF's pages, measured on the boxes that were drawn: in millimetres from the page's upper left corner."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest

from reportgen.model.document import Document
from reportgen.render import Sheet, Shell, pdf, tagging

MM = 96 / 25.4
SLACK = 0.4
"""How far a letter's ink may stand out of its line, in mm."""

APART, SECTIONS_APART, NOTES_APART = 8.0, 20.0, 6.0
"""The most space that stands above a card, above a section and above the footnotes, in mm."""

HEADINGS = frozenset({"h1", "h2", "h3", "caption", "figcaption", "thead"})
LEADING = HEADINGS | {"opening", "commentary"}
"""What stays with what follows it."""

WHOLE = frozenset({"card", "score", "scoreboard", "figure"})
"""Classes and elements that stay on one page."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line's text or a picture. `above` are the elements it stands in, the innermost first; `made` says that no element's own text it is
    (a bullet, a page number)."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str
    above: tuple[Any, ...]
    made: bool

    def within(self, names: frozenset[str]) -> Any | None:
        """The innermost element of such a tag or class that it stands in."""
        return next((each for each in self.above if names & {each.tag, *(each.get("class") or "").split()}), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number, the place inside its margins, what stands there in reading order, its footnotes, its running heads by side."""

    number: int
    left: float
    top: float
    right: float
    bottom: float
    pieces: tuple[Piece, ...]
    footnotes: tuple[Piece, ...]
    heads: Mapping[str, str]

    @property
    def filled(self) -> float:
        """How far down it goes, as a share of its height."""
        return (max((each.bottom for each in self.pieces), default=self.top) - self.top) / (self.bottom - self.top)


def drawn(document: Document, figures: Mapping[str, str], shell: Shell | None = None, sheet: Sheet | None = None) -> tuple[Page, ...]:
    """The pages of a report as they are drawn into its PDF."""
    kept = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tagging, "mend", lambda laid, made: kept.append(laid))
        pdf(document, figures, shell, sheet)
    return tuple(_page(number, each._page_box) for number, each in enumerate(kept[0].pages, start=1))


def _page(number: int, box: Any) -> Page:
    flow, *others = box.children
    margins = [each for each in others if type(each).__name__ == "MarginBox"]
    notes = [each for each in others if each not in margins]
    left, top = box.content_box_x() / MM, box.content_box_y() / MM
    return Page(
        number,
        left,
        top,
        left + box.width / MM,
        top + box.height / MM,
        tuple(_pieces(number, flow, ())),
        tuple(piece for each in notes for piece in _pieces(number, each, ())),
        {each.at_keyword: " ".join(piece.text for piece in _pieces(number, each, ())) for each in margins},
    )


def _pieces(number: int, box: Any, above: tuple[Any, ...]) -> Iterator[Piece]:
    box = getattr(box, "_box", box)
    if box.element is not None and (not above or above[0] is not box.element):
        above = (box.element, *above)
    kind = type(box).__name__
    if kind == "TextBox" and box.text.strip():
        size = box.style["font_size"]
        base = box.position_y + box.baseline
        place = (box.position_x, base - 0.72 * size, box.position_x + box.width, base + 0.2 * size)
        yield Piece(number, *(each / MM for each in place), box.text, above, "::" in (box.element_tag or ""))
    elif "Replaced" in kind:
        x, y = box.content_box_x(), box.content_box_y()
        yield Piece(number, x / MM, y / MM, (x + box.width) / MM, (y + box.height) / MM, "", above, False)
    for child in getattr(box, "children", ()):
        yield from _pieces(number, child, above)


def faults(found: Sequence[Page]) -> list[str]:
    """Everything that a page should not show."""
    checks: tuple[Callable[[Sequence[Page]], Iterator[str]], ...] = (lonely, split, outside, overlapping, orphans, alone, headless)
    return [fault for check in checks for fault in check(found)]


def lonely(found: Sequence[Page]) -> Iterator[str]:
    """A heading, a caption or a table's head as the last thing on a page."""
    for page in found[:-1]:
        if page.pieces and page.pieces[-1].within(HEADINGS) is not None and page.pieces[-1].within(frozenset({"tbody"})) is None:
            yield f"page {page.number} ends with {page.pieces[-1].text!r}"


def split(found: Sequence[Page]) -> Iterator[str]:
    """A card, a picture or the scoreboard on two pages, where one has room for it."""
    places = defaultdict(list)
    for page in found:
        for piece in page.pieces:
            whole = piece.within(WHOLE)
            if whole is not None:
                places[whole].append(piece)
    room = min(page.bottom - page.top for page in found)
    for element, pieces in places.items():
        on = sorted({piece.page for piece in pieces})
        tall = sum(_height([piece for piece in pieces if piece.page == page]) for page in on)
        if len(on) > 1 and tall < room:
            yield f"{element.get('id')} is split over pages {on}"


def _height(pieces: Sequence[Piece]) -> float:
    return max(piece.bottom for piece in pieces) - min(piece.top for piece in pieces)


def outside(found: Sequence[Page]) -> Iterator[str]:
    """Text or a picture over a margin."""
    for page in found:
        for piece in (*page.pieces, *page.footnotes):
            if piece.left < page.left - SLACK or piece.right > page.right + SLACK or piece.bottom > page.bottom + SLACK:
                yield f"page {page.number}: {piece.text or piece.above[0].get('alt')!r} stands outside the margins"


def overlapping(found: Sequence[Page]) -> Iterator[str]:
    """Text on text, or on a picture."""
    for page in found:
        placed = sorted((*page.pieces, *page.footnotes), key=lambda piece: piece.top)
        for place, one in enumerate(placed):
            for other in placed[place + 1 :]:
                if other.top > one.bottom - SLACK:
                    break
                if min(one.right, other.right) - max(one.left, other.left) > SLACK and min(one.bottom, other.bottom) - other.top > SLACK:
                    yield f"page {page.number}: {one.text!r} and {other.text!r} overlap"


def orphans(found: Sequence[Page]) -> Iterator[str]:
    """One row of a table alone, apart from the others."""
    for table, rows in _rows(found).items():
        on = Counter(page for page, _ in rows.values())
        ends = [on[min(on)], on[max(on)]] if len(on) > 1 else []
        if len(rows) > 2 and 1 in ends:
            yield f"{table.get('id')} has one row alone on page {min(on) if ends[0] == 1 else max(on)}"


def _rows(found: Sequence[Page]) -> dict[Any, dict[Any, tuple[int, Piece]]]:
    """Every table's rows below its head, with the page that each begins on."""
    tables: dict[Any, dict[Any, tuple[int, Piece]]] = defaultdict(dict)
    for page in found:
        for piece in page.pieces:
            table, row = piece.within(frozenset({"table"})), piece.within(frozenset({"tr"}))
            if table is not None and row is not None and piece.within(frozenset({"tbody"})) is not None:
                tables[table].setdefault(row, (page.number, piece))
    return tables


def alone(found: Sequence[Page]) -> Iterator[str]:
    """The first or last line of a longer paragraph by itself."""
    lines: dict[Any, dict[int, set[float]]] = defaultdict(lambda: defaultdict(set))
    for page in found:
        for piece in page.pieces:
            if piece.above and piece.above[0].tag == "p" and not piece.made:
                lines[piece.above[0]][page.number].add(round(piece.top, 1))
    for element, on in lines.items():
        counts = [len(on[page]) for page in sorted(on)]
        if len(counts) > 1 and 1 in (counts[0], counts[-1]):
            yield f"a line of {''.join(element.itertext())[:60]!r} stands alone, pages {sorted(on)}"


def headless(found: Sequence[Page]) -> Iterator[str]:
    """A table that goes on over the page without its head."""
    for table, rows in _rows(found).items():
        if next(table.iter("thead"), None) is None:
            continue
        for number in sorted({page for page, _ in rows.values()}):
            inside = [piece for piece in found[number - 1].pieces if piece.within(frozenset({"table"})) is table]
            if inside and not any(piece.within(frozenset({"thead"})) is not None for piece in inside):
                yield f"{table.get('id')} has no head on page {number}"


def gaps(found: Sequence[Page], share: float) -> Iterator[str]:
    """A page that ends above this share of its height although what comes next would have fitted."""
    for page, after in pairwise(found[1:]):  # the front page is a page of its own
        if page.filled >= share or (page.right - page.left) != (after.right - after.left):
            continue
        tall, room = _unit(after), page.bottom - (page.top + page.filled * (page.bottom - page.top))
        if tall is None or tall + _apart(after) < room:
            yield f"page {page.number} is {page.filled:.0%} full; what follows is {tall or 0:.0f} mm tall and has {room:.0f}"


def _apart(page: Page) -> float:
    """What the first thing on a page needs besides its height: space above it, and the page's footnotes."""
    above = SECTIONS_APART if page.pieces[0].within(frozenset({"opening"})) is not None else APART
    return above + (_height(page.footnotes) + NOTES_APART if page.footnotes else 0.0)


def distant(found: Sequence[Page]) -> Iterator[str]:
    """A footnote on another page than the word that it explains."""
    for page in found:
        calls = sum(piece.made and piece.text.strip() in set("*†‡§¶‖") for piece in page.pieces)
        notes = sum(piece.made for piece in page.footnotes)
        if calls != notes:
            yield f"page {page.number} has {notes} notes for {calls} words"


def _unit(page: Page) -> float | None:
    """The height of the first thing on a page that stays whole, with what leads to it; None where it may break."""
    first = next((piece for piece in page.pieces if piece.within(LEADING) is None or piece.within(WHOLE) is not None), None)
    whole = first.within(WHOLE) if first else None
    if whole is None:
        return None
    return max(piece.bottom for piece in page.pieces if piece.within(WHOLE) is whole) - page.pieces[0].top
