"""A drawing as SVG text: small, the same bytes every time, without ids, so that any number of them can stand in one page."""

import io
import re
from dataclasses import replace
from typing import Literal
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG

from reportgen.charts import fonts
from reportgen.charts.canvas import PX_PER_INCH
from reportgen.charts.drawing import canvas, kind
from reportgen.charts.look import PLACEHOLDER, TOKEN, Look
from reportgen.charts.outline import outline
from reportgen.charts.visual import visual
from reportgen.model.charts import Chart

Target = Literal["html", "pdf"]
SPACE = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
KEPT = (
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-opacity",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "opacity",
)
"""What of a shape's style is kept; all else is matplotlib's own bookkeeping."""
USUAL = {"fill": "none", "stroke-linecap": "round", "stroke-linejoin": "round"}
"""What most shapes have is told once, for the whole drawing."""


def svgs(chart: Chart, look: Look) -> dict[Target, str]:
    """The chart for the page and for print, drawn once."""
    drawing = ElementTree.fromstring(_matplotlib_svg(chart, look))  # noqa: S314 - our own text, a moment old
    targets: tuple[Target, ...] = ("html", "pdf")
    return {target: _written(drawing, kind(chart), look, target) for target in targets}


def png(chart: Chart, look: Look, *, scale: float = 2.0) -> bytes:
    """The chart as a picture on the look's paper, `scale` pixels for each CSS px; the same bytes every time."""
    stream = io.BytesIO()
    with mpl.rc_context(), fonts.quiet():
        mpl.rcdefaults()
        figure = canvas(chart, look).figure
        figure.set_dpi(PX_PER_INCH * scale)
        figure.patch.set(visible=True, facecolor=look.paper)
        FigureCanvasAgg(figure).print_png(stream, metadata={"Software": None})  # type: ignore[no-untyped-call]
    return stream.getvalue()


def svg(chart: Chart, look: Look, target: Target) -> str:
    """The chart as an `<svg>` element without prologue and ids, its text as text.

    "html" is for putting into a page: colours are `var(--TOKEN)` of the page, the font is the page's. "pdf" is for an image in print:
    colours and font are those of `look`. Neither carries a title: the page says the takeaway above and the alternative text beside it.
    """
    return svgs(chart, look)[target]


def _written(drawing: ElementTree.Element, kind: str, look: Look, target: Target) -> str:
    """matplotlib's drawing as an element of ours, in the colours of the target."""
    colors = {placeholder: f"var(--{name})" if target == "html" else getattr(look, name) for placeholder, name in TOKEN.items()}
    width, height = (_number(drawing.attrib[name].removesuffix("pt")) for name in ("width", "height"))
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": SPACE[1:-1],
            "class": f"chart chart-{kind}",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
            # Anchors turn round in a right-to-left page; places in a chart do not. Texts still run their own way.
            "style": "direction:ltr",
            **USUAL,
            **({} if target == "html" else {"font-family": look.font}),
        },
    )
    for group in drawing.iter(f"{SPACE}g"):
        for shape in group:
            if shape.tag in (f"{SPACE}path", f"{SPACE}text"):
                root.append(_plain(shape, group.attrib["id"], colors))
    if target == "pdf":
        for text in root.iter("text"):
            text.text = visual(text.text or "")
    return ElementTree.tostring(root, encoding="unicode")


def _matplotlib_svg(chart: Chart, look: Look) -> bytes:
    stream = io.BytesIO()
    with mpl.rc_context(), fonts.quiet():
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "reportgen", "path.simplify": True})
        FigureCanvasSVG(canvas(chart, replace(PLACEHOLDER, face=look.face)).figure).print_svg(stream, metadata={"Date": None})  # type: ignore[no-untyped-call]
    return stream.getvalue()


def _plain(shape: ElementTree.Element, name: str, colors: dict[str, str]) -> ElementTree.Element:
    """A path or text with its class and paint, and nothing else."""
    style = dict(part.split(": ", 1) for part in shape.attrib.get("style", "").split("; ") if ": " in part)
    paint = {key: colors.get(value, _number(value)) for key, value in style.items() if key in KEPT}
    given = {"class": f"c-{name}"}  # prefixed, so that no rule of the page means it by chance
    if shape.tag == f"{SPACE}path":
        given["d"] = outline(shape.attrib["d"].split())
        paint = _unusual(paint)
    else:
        given |= {key: _number(shape.attrib[key]) for key in ("x", "y")}
        given |= {key: style[key] for key in ("font-size", "font-weight", "text-anchor") if key in style}
    given["style"] = ";".join(f"{key}:{value}" for key, value in paint.items())
    plain = ElementTree.Element(shape.tag.removeprefix(SPACE), given)
    plain.text = shape.text if shape.tag == f"{SPACE}text" else None
    return plain


def _unusual(paint: dict[str, str]) -> dict[str, str]:
    """What of a path's paint is not told for the whole drawing. matplotlib leaves out a cap that is SVG's own default."""
    whole = {"stroke-linecap": "butt", **paint} if "stroke" in paint else paint
    return {key: value for key, value in whole.items() if USUAL.get(key) != value}


def _number(text: str) -> str:
    """A number in px with at most one decimal, so that no machine's last digit shows; any other text as it is."""
    return re.sub(NUMBER, lambda found: f"{float(found[0]):.1f}".rstrip("0").rstrip("."), text)
