"""The report as a tagged PDF (PDF/UA-1): the same templates, laid out on A4 by WeasyPrint, which only this module knows."""

import contextlib
import gc
import io
import logging
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import cast

from reportgen import errors
from reportgen.model.document import Document
from reportgen.render import layout
from reportgen.render.fetching import Shelf
from reportgen.render.pages import print_html
from reportgen.render.palette import palette
from reportgen.render.templates import Shell, folders

VARIANT = "pdf/ua-1"


def pdf(document: Document, figures: Mapping[str, str], shell: Shell | None = None) -> bytes:
    """The report's PDF, the same bytes for the same document, drawings and fonts.

    `figures`: id -> standalone SVG for every figure of the document; a missing one is a KeyError. Raises PdfUnavailableError where
    Pango is missing and TemplateFaultError where a template asks for something it may not read.
    """
    shell = shell or Shell()
    shelf = Shelf(
        figures={figure.id: figures[figure.id] for figure in layout.figures(document)},
        colors=palette(document.brand_color).print,
        folders=folders(shell),
        logo=shell.logo,
    )
    return _lay_out(print_html(document, shell), shelf)


def ready() -> None:
    """Import ahead of time what prints. Raises PdfUnavailableError where Pango is missing."""
    _weasyprint()


def _lay_out(page: str, shelf: Shelf) -> bytes:
    """Thousands of small boxes live until the end: collecting garbage among them doubles the time."""
    weasyprint = _weasyprint()
    try:
        with _no_collection():
            made = weasyprint.HTML(string=page, base_url=shelf.folders[0].as_uri() + "/", url_fetcher=_fetcher(weasyprint, shelf))
            return cast(bytes, made.write_pdf(pdf_variant=VARIANT))
    except weasyprint.urls.FatalURLFetchingError as error:
        raise errors.TemplateFaultError("report.html.j2", None, str(error.__cause__)) from error


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
