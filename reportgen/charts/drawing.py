"""The kinds of charts and who draws them."""

import matplotlib as mpl
from matplotlib.figure import Figure

from reportgen.charts import fonts
from reportgen.charts.board import board
from reportgen.charts.calendar import calendar
from reportgen.charts.canvas import Canvas
from reportgen.charts.columns import columns
from reportgen.charts.forest import forest
from reportgen.charts.funnel import funnel
from reportgen.charts.lag import lag
from reportgen.charts.look import Look
from reportgen.charts.path import path
from reportgen.charts.rate import rate
from reportgen.charts.small import bullet, spark
from reportgen.charts.waterfall import waterfall
from reportgen.model.charts import (
    BoardChart,
    BulletChart,
    CalendarChart,
    Chart,
    ColumnChart,
    ForestChart,
    FunnelChart,
    LagChart,
    PathChart,
    RateChart,
    SparkChart,
    WaterfallChart,
)


def draw(chart: Chart, look: Look) -> Figure:
    """The chart as a Figure of its kind's size: one SVG unit, point and CSS px are the same. Nothing global is touched."""
    with mpl.rc_context():
        mpl.rcdefaults()
        return canvas(chart, look).figure


def kind(chart: Chart) -> str:
    """The kind's name, as in the class of its SVG."""
    return {
        BulletChart: "bullet",
        BoardChart: "board",
        PathChart: "path",
        RateChart: "rate",
        ColumnChart: "columns",
        SparkChart: "spark",
        ForestChart: "forest",
        WaterfallChart: "waterfall",
        CalendarChart: "calendar",
        FunnelChart: "funnel",
        LagChart: "lag",
    }[type(chart)]


def canvas(chart: Chart, look: Look) -> Canvas:
    """The chart on its canvas, inside whatever matplotlib settings are in force."""
    with fonts.quiet(), fonts.faced(look.face):
        match chart:
            case BulletChart():
                return bullet(chart, look)
            case BoardChart():
                return board(chart, look)
            case PathChart():
                return path(chart, look)
            case RateChart():
                return rate(chart, look)
            case ColumnChart():
                return columns(chart, look)
            case SparkChart():
                return spark(chart, look)
            case ForestChart():
                return forest(chart, look)
            case WaterfallChart():
                return waterfall(chart, look)
            case CalendarChart():
                return calendar(chart, look)
            case FunnelChart():
                return funnel(chart, look)
            case LagChart():
                return lag(chart, look)
