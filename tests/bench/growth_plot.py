"""The drawing of `growth.py`: CPU and memory by size, dots where it was measured, dashes where it was not."""

import io
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import matplotlib as mpl
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reportgen import shipped
from reportgen.engine import memory
from reportgen.render.palette import palette
from tests.bench.race.measure import Taken

FONT = shipped.folder("templates") / "fonts" / "Inter-Regular.otf"
STYLE = {"font.family": "Inter", "font.size": 9, "svg.fonttype": "path", "svg.hashsalt": "growth", "text.parse_math": False}
WIDTH, HEIGHT = 6.4, 2.1
"""Inches of the whole, so narrow that it can be read on a phone, and of a row."""


@dataclass(frozen=True, slots=True)
class Series:
    """What each size took."""

    name: str
    sizes: Mapping[int, Taken]


@dataclass(frozen=True, slots=True)
class Axis:
    """One kind of size, up to the largest that is drawn."""

    name: str
    most: int
    series: Sequence[Series]


def line(kind: str, what: str, sizes: Mapping[int, Taken]) -> tuple[float, float] | None:
    """What is there without any, and what each one adds: least squares; None for a single point. The memory of a batch follows from as many
    clients as run at a time: more of them add nothing to it, and fewer say nothing of it. Nor do events that do not fit into memory say
    what each takes that does."""
    least = (os.cpu_count() or 1) if (kind, what) == ("clients", "peak") else 0
    points = {size: getattr(one, what) for size, one in sizes.items() if size >= least and fits(kind, one)}
    if len(points) < 2:
        return None
    each, constant = np.polyfit(list(points), list(points.values()), 1)
    return float(constant), float(each)


def fits(kind: str, one: Taken) -> bool:
    """Whether nothing had to be cut into portions and spilled to disk."""
    return one.peak < limit(kind, "peak")


def limit(kind: str, what: str) -> float:
    """MB that the engine takes at most, whatever the number of events: beyond that it spills to disk."""
    found = memory.share() if (kind, what) == ("events", "peak") else None
    return found / 2**20 if found else math.inf


def svg(axes: Sequence[Axis]) -> str:
    """A row an axis: CPU beside memory. The same numbers are the same bytes."""
    font_manager.fontManager.addfont(FONT)
    colors = palette(None).print
    with mpl.rc_context({**STYLE, **dict.fromkeys(("axes.edgecolor", "xtick.color", "ytick.color"), colors["muted"])}):
        figure = Figure(figsize=(WIDTH, HEIGHT * len(axes)), layout="constrained", facecolor=colors["paper"])
        grid = figure.subplots(len(axes), 2, squeeze=False)
        for row, axis in zip(grid, axes, strict=True):
            for plot, what, unit in zip(row, ("cpu", "peak"), ("CPU s", "peak memory, MB"), strict=True):
                _panel(plot, axis, what, unit, colors)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return drawn.getvalue()


def _panel(plot: Axes, axis: Axis, what: str, unit: str, colors: Mapping[str, str]) -> None:
    scale, name = (1e6, "million events") if axis.name == "events" else (1, axis.name)
    most = max(axis.most, *(max(series.sizes) for series in axis.series))
    for series, color in zip(axis.series, (colors["brand"], colors["warn"]), strict=False):
        sizes = np.array(sorted(series.sizes))
        values = np.array([getattr(series.sizes[size], what) for size in sizes])
        plot.plot(sizes / scale, values, "o", color=color, markersize=4, label=series.name, clip_on=False)
        if fit := line(axis.name, what, series.sizes):
            constant, each = fit
            last = max(size for size, one in series.sizes.items() if fits(axis.name, one))
            for ends, style in (((sizes[0], last), "-"), ((last, max(most, last)), "--")):
                along = np.geomspace(*ends, 60)
                drawn = constant + np.minimum(each * along, limit(axis.name, what))
                plot.plot(along / scale, drawn, style, color=color, linewidth=1)
    if axis.name == "events":
        plot.set_xscale("log")
        plot.set_yscale("log")
        for side in (plot.xaxis, plot.yaxis):
            side.set_major_formatter(lambda value, _place: f"{value:,g}")
    else:
        plot.set_xlim(left=0)
        plot.set_ylim(bottom=0)
        plot.yaxis.set_major_formatter(lambda value, _place: f"{value:,g}")
    plot.set_xlabel(name, color=colors["ink"])
    plot.set_title(unit, loc="left", color=colors["ink"], fontsize=9)
    plot.grid(color=colors["grid"], linewidth=0.6)
    plot.set_axisbelow(True)
    plot.spines[["top", "right"]].set_visible(False)
    if len(axis.series) > 1:
        plot.legend(frameon=False, fontsize=8)
