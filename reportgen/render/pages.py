"""A report and its archive as HTML: templates filled with final words and finished drawings."""

import html as html_text
from collections.abc import Mapping
from urllib.parse import quote

from markupsafe import Markup

from reportgen.model.document import Archive, Block, Cover, Document
from reportgen.model.settings import Paper
from reportgen.render import footnotes, inline, layout, markdown, sorting
from reportgen.render.icons import sheet, used
from reportgen.render.lines import breakable, held_together
from reportgen.render.palette import palette
from reportgen.render.sides import crosses
from reportgen.render.templates import FAMILY, OWN, Shell, fill, fonts, own_fonts, own_picture


def html(document: Document, figures: Mapping[str, str], shell: Shell | None = None) -> str:
    """The report's page. `figures`: id -> inline SVG for every figure of the document; a missing one is a KeyError."""
    shell = shell or Shell()
    drawn = {figure.id: Markup(figures[figure.id]) for figure in layout.figures(document)}  # noqa: S704 - drawn by `charts`
    values: dict[str, object] = {"media": "html", "fits": None, "alone": False, "drawings": drawn}
    return breakable(held_together(fill("report.html.j2", shell, {**values, **_report(document, shell, OWN), **_screen(shell)})))


def print_html(document: Document, shell: Shell, paper: Paper = Paper.A4, fits: int | None = None, *, alone: bool = False) -> str:
    """The same page as the PDF step reads it: pictures and fonts through the private scheme of `render.fetching`. The goal board has its
    first `fits` lines, None for all; `alone`: the front without what follows it."""
    values: dict[str, object] = {
        "media": "pdf",
        "fits": fits,
        "alone": alone,
        "noted": footnotes.printer(document),
        "paper": paper.value,
        "drawings": {},
        "icon": _printed_icon,
        "lone_icon": _lone_printed_icon,
        "assets": "reportgen:fonts/",
        "logo": "reportgen:logo" if shell.logo else None,
        "logo_dark": None,
        "image": lambda name: _in_its_folder(shell, name),
    }
    return held_together(fill("report.html.j2", shell, {**values, **_report(document, shell, "reportgen:own/")}))


def index(archive: Archive, figures: Mapping[str, str], shell: Shell | None = None) -> str:
    """The archive page: the goals over time, and every published period, newest first; also the page over one period's editions. `figures`:
    id -> inline SVG of every trend."""
    shell = shell or Shell(root="")
    values = {
        "media": "html",
        "archive": archive,
        "labels": archive.labels,
        "drawings": {trend.figure.id: Markup(figures[trend.figure.id]) for trend in archive.trends},  # noqa: S704 - drawn by `charts`
        "small": {trend.figure.id: trend.figure for trend in archive.trends},
    }
    values |= {**_common(archive.brand_color, shell, f"{shell.root}assets/"), **_screen(shell)}
    return held_together(fill("index.html.j2", shell, values))


def feed(archive: Archive, shell: Shell | None = None) -> str:
    """The site's Atom feed (RFC 4287): an entry a period, its addresses relative to the feed's own."""
    return fill("feed.xml.j2", shell or Shell(root=""), {"archive": archive, "labels": archive.labels})


def cover(cover: Cover, shell: Shell | None = None) -> str:
    """An agency's page over all its clients."""
    shell = shell or Shell(root="")
    values = {"media": "html", "cover": cover, "labels": cover.labels}
    return fill("cover.html.j2", shell, {**values, **_common(None, shell, f"{shell.root}assets/"), **_screen(shell)})


def redirect(target: str, labels: Mapping[str, str], *, language: str = "en", direction: str = "ltr", shell: Shell | None = None) -> str:
    """The page of `latest/`: goes to `target`, a relative address, and links to it."""
    values = {"target": target, "labels": labels, "language": language, "direction": direction}
    return fill("redirect.html.j2", shell or Shell(), values)


def _report(document: Document, shell: Shell, fonts_at: str) -> dict[str, object]:
    return {
        "document": document,
        "labels": document.labels,
        "small": {figure.id: figure for figure in document.charts},
        "definitions": layout.definitions(document),
        "second_halves": layout.second_halves(document),
        "lying": layout.lying(document),
        "setting": layout.setting,
        "held": layout.held,
        "coded": inline.coded,
        "kind": kind,
        "code": code,
        "crosses": crosses,
        "orders": sorting.orders,
        "markdown": markdown.html,
        **_common(document.brand_color, shell, fonts_at),
    }


def _common(brand_color: str | None, shell: Shell, fonts_at: str) -> dict[str, object]:
    """`fonts_at` is where the firm's own font files lie."""
    return {
        "palette": palette(brand_color, shell.highlight),
        "fonts": fonts(shell),
        "own_fonts": own_fonts(shell, fonts_at),
        "family": FAMILY,
        "scale": shell.typeface.scale if shell.typeface else 1,
        "links": shell.links,
    }


def _screen(shell: Shell) -> dict[str, object]:
    assets = f"{shell.root}assets/"
    return {
        "icon": _screen_icon,
        "lone_icon": _lone_screen_icon,
        "noted": footnotes.plain,
        "icons": Markup(sheet()),  # noqa: S704 - our own shapes
        "assets": assets,
        "root": shell.root,
        "logo": shell.logo.address if shell.logo else None,
        "logo_dark": shell.logo_dark.address if shell.logo_dark else None,
        "image": lambda name: own_picture(shell, name).address,
    }


def _in_its_folder(shell: Shell, name: str) -> str:
    """The address of a template's own picture on paper: the PDF reads it where it lies."""
    own_picture(shell, name)
    return quote(name)


def kind(block: Block) -> str:
    """The block's partial in `templates/parts/`: its class name in lower case."""
    return type(block).__name__.lower()


def code(text: str) -> Markup:
    """Text between tags: quotation marks may stand there as they are, and a query is full of them."""
    return Markup(html_text.escape(text, quote=False))  # noqa: S704 - escaped


def _screen_icon(name: str, tone: str, text: str) -> Markup:
    """A shape before its words, in the colour of the text around it."""
    return Markup('{}<span class="word">{}</span>').format(_inline(name), text)


def _lone_screen_icon(name: str, tone: str, alt: str) -> Markup:
    """A shape alone, with what it says for those who do not see it."""
    return Markup('{}<span class="hidden">{} </span>').format(_inline(name), alt)


def _printed_icon(name: str, tone: str, text: str) -> Markup:
    """A shape as the words' background, so that a tagged PDF takes it as decoration: inline SVG would inherit no colour there."""
    return Markup('<span class="word shaped" style="background-image:url(reportgen:icon/{}/{})">{}</span>').format(name, tone, text)


def _lone_printed_icon(name: str, tone: str, alt: str) -> Markup:
    return Markup('<img src="reportgen:icon/{}/{}" alt="{}">').format(name, tone, alt)


def _inline(name: str) -> Markup:
    return Markup(used(name))  # noqa: S704 - our own shapes
