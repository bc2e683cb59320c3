"""The chart of a trade-off: optimal plans, their ends and the knee."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.chart import calm, save_chart
from sim.draw.fonts import MapFont
from sim.draw.sheet import Sheet
from sim.say.figures import write_percent
from sim.say.texts import Texts

SIZE = (9.0, 6.0)
DPI = 160
_LINE = "#2166c4"
_END = "#0c5c74"
_KNEE = "#a3243b"


def write_slope_unit(y_unit: str, x_unit: str, texts: Texts) -> str:
    """Return the unit of a slope: `pp per million CNY/yr`."""
    y, x = unit_words(y_unit, texts), unit_words(x_unit, texts)
    return texts.say("frontier_price_unit", y=y, x=x)


def unit_words(unit: str, texts: Texts) -> str:
    """Return the unit of a difference: per cent points for a rate."""
    return texts.scale(unit).unit if unit else texts.say("frontier_points_unit")


def write_change(slope: float, y_unit: str, x_unit: str, texts: Texts) -> str:
    """Return the change of y for one unit of x more, one per cent point of a rate."""
    return f"{write_bare_slope(slope, y_unit, x_unit, texts)} {unit_words(y_unit, texts)}"


def write_bare_slope(slope: float, y_unit: str, x_unit: str, texts: Texts) -> str:
    """Return a slope in the planner's units, with its sign."""
    y, x = texts.scale(y_unit), texts.scale(x_unit)
    return f"{slope / y.size * x.size:+,.3g}"


def save_frontier(points: pd.DataFrame, about: dict[str, Any], folder: Path, texts: Texts) -> str:
    """Write `frontier.png` and `frontier.svg`; return what to tell the user, or nothing.

    `points` has the columns point, x, y, is_end, is_knee in canonical units; `about` is the
    content of `frontier.json`.
    """
    return save_chart("frontier", lambda font: draw_frontier(points, about, font), folder, texts)


def draw_frontier(points: pd.DataFrame, about: dict[str, Any], font: MapFont) -> Figure:
    """Return the chart of a frontier."""
    texts = font.texts
    figure = Sheet(figsize=SIZE, dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0.11, 0.12, 0.86, 0.72))
    of_x, of_y = (texts.scale(about[axis]["unit"]) for axis in ("x", "y"))
    x, y = points["x"] / of_x.size, points["y"] / of_y.size
    ax.plot(x, y, color=_LINE, lw=1.6, marker="o", ms=4, zorder=2, label=texts.say("frontier_line"))
    _mark(ax, points, about, texts)
    for axis, name, unit in ((ax.xaxis, "x", of_x.unit), (ax.yaxis, "y", of_y.unit)):
        label = texts.say("frontier_axis", name=texts.of(about[name]), unit=unit)
        axis.set_label_text(label, color=palette.INK)
    calm(ax)
    ax.ticklabel_format(useOffset=False)
    legend = ax.legend(loc="best", frameon=True, fontsize=9, labelcolor=palette.INK)
    legend.get_frame().set_edgecolor(palette.FRAME)
    _write_heading(figure, about, texts)
    return figure


def _mark(ax: Axes, points: pd.DataFrame, about: dict[str, Any], texts: Texts) -> None:
    """Set off the ends and the knee, with their figures in the legend."""
    of_x, of_y = (texts.scale(about[axis]["unit"]) for axis in ("x", "y"))
    written = {axis: texts.close_figures(points[axis], about[axis]["unit"]) for axis in ("x", "y")}
    rows: list[dict[str, Any]] = points.to_dict("records")  # type: ignore[assignment]
    marks = [(0, "x", "s", _END), (len(rows) - 1, "y", "D", _END)][: len(rows)]
    labels = [texts.say("frontier_best", name=texts.of(about[axis])) for _, axis, _, _ in marks]
    for knee in (number for number, row in enumerate(rows) if row["is_knee"]):
        marks.append((knee, "", "*", _KNEE))
        labels.append(texts.say("frontier_knee"))
    for (number, _, shape, color), label in zip(marks, labels, strict=True):
        row, figures = rows[number], [written[axis][number] for axis in ("x", "y")]
        size = 15 if shape == "*" else 8
        text = f"{label}: {', '.join(figures)}"
        ax.plot(
            of_x.of(row["x"]),
            of_y.of(row["y"]),
            shape,
            color=color,
            ms=size,
            zorder=3,
            ls="",
            label=text,
        )


def _write_heading(figure: Figure, about: dict[str, Any], texts: Texts) -> None:
    names = {axis: texts.of(about[axis]) for axis in ("x", "y")}
    title = texts.say("frontier_title", **names)
    figure.text(0.11, 0.94, title, fontsize=14, weight="bold", color=palette.INK)
    figure.text(0.11, 0.895, texts.of(about["scenario"]["title"]), fontsize=10, color=palette.INK)
    error = write_percent(100.0 * about["error"], 2)
    note = texts.say("frontier_note", count=about["points"], error=error)
    figure.text(0.11, 0.86, note, fontsize=8.5, color=palette.SOFT_INK)
