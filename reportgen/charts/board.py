"""The goal board as one picture: a row a goal with its status, its bar, its numbers and its chance."""

from reportgen.charts import fonts
from reportgen.charts.canvas import LABEL, SMALL, STRONG, Canvas, Ink, Spot, Type
from reportgen.charts.geometry import Anchor
from reportgen.charts.look import Look
from reportgen.charts.size import BOARD_ROW, BOARD_WIDTH
from reportgen.charts.small import put_bullet
from reportgen.model.charts import BoardChart, BoardRow

HEAD = 24.0
GOAL, STATUS, BAR, BAR_END, NUMBERS, CHANCE = 0.0, 194.0, 288.0, 378.0, 516.0, BOARD_WIDTH
GAP = 8.0
BASELINE = 21.0
"""From a row's top to its texts' baseline; of two lines the first is as far above it as the second is below."""
LINE = 13.5


def board(chart: BoardChart, look: Look) -> Canvas:
    """Goals from top to bottom, thin rules between them; the count of those left out below."""
    more = chart.words.labels.get("more")
    rows = len(chart.rows)
    canvas = Canvas(BOARD_WIDTH, HEAD + rows * BOARD_ROW + (HEAD if more else 2.0), look)
    for name, right in (("numbers", NUMBERS), ("chance", CHANCE)):
        if head := chart.words.labels.get(name):
            canvas.text("head", head, Spot(right, 15.0, Anchor.END), SMALL)
    for place, row in enumerate(chart.rows):
        _row(canvas, row, HEAD + place * BOARD_ROW)
    bottom = HEAD + rows * BOARD_ROW
    canvas.line("rule", [(0.0, bottom), (canvas.width, bottom)], Ink("grid"))
    if more:
        canvas.text("more", more, Spot(0.0, bottom + 17.0), SMALL)
    return canvas


def _row(canvas: Canvas, row: BoardRow, top: float) -> None:
    canvas.line("rule", [(0.0, top), (canvas.width, top)], Ink("grid"))
    _lines(canvas, "goal", row.label, Spot(GOAL, top + BASELINE), STRONG, room=STATUS - GOAL - GAP)
    _lines(canvas, "status", row.status, Spot(STATUS, top + BASELINE), Type(12.0, row.token, fonts.STRONG), room=BAR - STATUS - GAP)
    if row.bullet is not None:
        put_bullet(canvas, row.bullet, BAR, BAR_END, top + 6.0)
    _lines(canvas, "numbers", row.numbers, Spot(NUMBERS, top + BASELINE, Anchor.END), LABEL, room=NUMBERS - BAR_END - GAP)
    if row.chance is not None:
        _lines(canvas, "chance", row.chance, Spot(CHANCE, top + BASELINE, Anchor.END), LABEL, room=CHANCE - NUMBERS - GAP)


def _lines(canvas: Canvas, name: str, text: str, spot: Spot, style: Type, *, room: float) -> None:
    """The text in one line, else in two; the second ends with an ellipsis where that is not enough."""
    lines = _broken(text, style, room)
    for place, line in enumerate(lines):
        y = spot.y + (place - (len(lines) - 1) / 2) * LINE
        canvas.text(name, fonts.fit(line, room, style.size, style.weight), Spot(spot.x, y, spot.anchor), style)


def _broken(text: str, style: Type, room: float) -> list[str]:
    words, fitting = text.split(" "), 0
    while fitting < len(words) and fonts.width(" ".join(words[: fitting + 1]), style.size, style.weight) <= room:
        fitting += 1
    return [text] if fitting in (0, len(words)) else [" ".join(words[:fitting]), " ".join(words[fitting:])]
