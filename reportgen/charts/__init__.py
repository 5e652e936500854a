"""Charts: numbers and their words in, a Figure or an SVG out. matplotlib lives here and nowhere else.

`draw(chart, look)` returns a matplotlib Figure; `svg(chart, look, target)` the same drawing as text, for a page ("html", coloured by
the page's CSS variables) or for print ("pdf", with real colours); `svgs` is both, `png` a picture for mail.
`look(colors, face)` makes a Look of a page's colour tokens and of a firm's own font, if it has one. `draws_japanese()` says whether this
machine has a font for Japanese, `undrawn(text)` which of a text's emoji it has none for.
"""

from reportgen.charts.drawing import draw
from reportgen.charts.emoji import undrawn
from reportgen.charts.export import Target, png, svg, svgs
from reportgen.charts.fonts import Face
from reportgen.charts.japanese import draws_japanese
from reportgen.charts.look import Look, look

__all__ = ["Face", "Look", "Target", "draw", "draws_japanese", "look", "png", "svg", "svgs", "undrawn"]
