"""The report as a tagged PDF: the same templates, laid out on paper by WeasyPrint, which only this module knows."""

import contextlib
import gc
import io
import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from types import ModuleType
from typing import Any, cast

from reportgen import errors
from reportgen.model.document import Document, GoalBoard
from reportgen.model.settings import Paper
from reportgen.render import front, layout, tagging
from reportgen.render.fetching import Shelf
from reportgen.render.packing import packed
from reportgen.render.pages import print_html
from reportgen.render.palette import palette
from reportgen.render.templates import Shell, folders

READ, KEPT = "pdf/ua-1", "pdf/a-3a"
"""What the PDF is made for: to be read by everybody (ISO 14289-1), or to be kept with its numbers inside (ISO 19005-3, level A)."""

RELATIONS = {".csv": "Data", ".json": "Alternative"}
"""What an attached file is to the report: the data behind its pictures, or the same findings in another form."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """How the PDF is made: its paper, and the files attached (name -> content). Always PDF/UA-1, with any it is PDF/A-3a too.

    `undrawn` are signs that no font of this machine has: they are left out, for a box in their place is no PDF/UA and covers what follows.
    """

    paper: Paper = Paper.A4
    attached: Mapping[str, bytes] = field(default_factory=dict)
    undrawn: str = ""


def pdf(document: Document, figures: Mapping[str, str], shell: Shell | None = None, sheet: Sheet | None = None) -> bytes:
    """The report's PDF, the same bytes for the same document, drawings, attached files and fonts.

    `figures`: id -> standalone SVG for every figure of the document; a missing one is a KeyError. Raises PdfUnavailableError where
    Pango is missing and TemplateFaultError where a template asks for something it may not read.
    """
    shell, sheet = shell or Shell(), sheet or Sheet()
    without = str.maketrans("", "", sheet.undrawn)
    shelf = Shelf(
        figures={figure.id: figures[figure.id].translate(without) for figure in layout.figures(document)},
        colors=palette(document.brand_color, shell.highlight).print,
        folders=folders(shell),
        logo=shell.logo,
        own={one.name: one.content for one in shell.typeface.files} if shell.typeface else {},
    )

    def page(fits: int | None, *, alone: bool = False) -> str:
        return print_html(document, shell, sheet.paper, fits, alone=alone).translate(without)

    n = next((len(block.lines) for block in document.front if isinstance(block, GoalBoard)), 0)
    return _lay_out(page, n, shelf, sheet, datetime.fromisoformat(document.created))


def ready() -> None:
    """Import ahead of time what prints. Raises PdfUnavailableError where Pango is missing."""
    _weasyprint()


def _lay_out(page: Callable[..., str], n: int, shelf: Shelf, sheet: Sheet, made: datetime) -> bytes:
    """The PDF of what `page` says, with as many of the goal board's `n` lines as its first page has room for. Thousands of small boxes live
    until the end: collecting garbage among them doubles the time."""
    weasyprint = _weasyprint()
    html = partial(weasyprint.HTML, base_url=shelf.folders[0].as_uri() + "/", url_fetcher=_fetcher(weasyprint, shelf))
    try:
        with _no_collection(), _open_profile():
            fits = _fitting(weasyprint, html(string=page(None, alone=True)), n, sheet.paper) if n else None
            attached = [_attachment(weasyprint, name, content, made) for name, content in sorted(sheet.attached.items())]
            made_of = {"pdf_variant": KEPT if attached else READ, "attachments": attached or None}
            return packed(cast(bytes, html(string=page(fits)).write_pdf(finisher=tagging.mend, **made_of)))
    except weasyprint.urls.FatalURLFetchingError as error:
        raise errors.TemplateFaultError("report.html.j2", None, str(error.__cause__)) from error


def _fitting(weasyprint: ModuleType, alone: Any, n: int, paper: Paper) -> int:
    """How many of the goal board's `n` lines fit, by the front `alone`."""
    laid = alone.render(stylesheets=[weasyprint.CSS(string=front.alone(paper))])
    return front.fitting(laid.pages[0]._page_box, n)


def _attachment(weasyprint: ModuleType, name: str, content: bytes, made: datetime) -> object:
    """A file in the PDF, dated as the report is: two runs make the same bytes."""
    path = PurePosixPath(name)
    return weasyprint.Attachment(
        string=content,
        name=path.name,
        description=name,
        created=made,
        modified=made,
        relationship=RELATIONS.get(path.suffix, "Unspecified"),
    )


def _fetcher(weasyprint: ModuleType, shelf: Shelf) -> object:
    """A fetcher that reads from the shelf alone. A refusal ends the PDF: a page must not lose a picture in silence."""

    class ShelfFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined]
        def fetch(self, url: str, headers: object = None) -> object:
            found = shelf.find(url)
            return weasyprint.urls.URLFetcherResponse(url, io.BytesIO(found.content), {"Content-Type": found.media_type})

    return ShelfFetcher(fail_on_errors=True)


def _weasyprint() -> ModuleType:
    """WeasyPrint, imported when first needed: it takes a second, and prints a banner where Pango is missing."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            import weasyprint
            import weasyprint.urls
    except OSError as error:
        raise errors.PdfUnavailableError from error
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return cast(ModuleType, weasyprint)


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextlib.contextmanager
def _open_profile() -> Iterator[None]:
    """PDF/A names the colours that are meant; WeasyPrint leaves it to Python to close the file that says them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
