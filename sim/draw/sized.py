"""A map in the size it is printed in: letters stay readable, and the legend finds its room."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.canvas import View, Window, fit_view, show_view, view_window
from sim.draw.fonts import MapFont
from sim.draw.labels import measure_width
from sim.draw.layout import Layout, column_width, fits, plan_sheet, room_of, size_of
from sim.draw.legend import Section
from sim.draw.panel import Panel, open_panel
from sim.draw.paper import Paper
from sim.draw.projection import Points
from sim.draw.sheet import Sheet
from sim.say.lines import break_lines

_POINTS = 72.0
_LEAD = 1.3
_LETTER = 0.56
"""Of the size of letters: what a half-width one takes."""
_RIM = 0.08
"""Inches free above and below the lines of a sheet."""
_BETWEEN = "  ·  "
Line = tuple[str, float, str]
"""Text, size and weight."""


def break_texts(texts: Sequence[Line], paper: Paper) -> list[Line]:
    """Return texts of a sheet as lines that fit between its edges."""
    room = room_of(paper)
    return [
        (line, size, weight)
        for text, size, weight in texts
        if text
        for line in _break(text, room, size)
    ]


def _break(text: str, room: float, size: float) -> list[str]:
    """Return the lines of a text; one of several figures is broken between them."""
    lines: list[str] = []
    for part in text.split(_BETWEEN):
        longer = f"{lines[-1]}{_BETWEEN}{part}" if lines else part
        if lines and _measure(longer, size) <= room:
            lines[-1] = longer
        else:
            lines += break_lines(part, room, lambda piece: _measure(piece, size))
    return lines


def _measure(text: str, size: float) -> float:
    return _LETTER * size * measure_width(text)


def deep_of(lines: Sequence[Line]) -> float:
    """Return the inches that lines take, with some room around."""
    return sum(size for _, size, _ in lines) * _LEAD / _POINTS + 2 * _RIM


def measure_sections(sections: Sequence[Section], font: MapFont, paper: Paper) -> list[float]:
    """Return the points that each part of a legend takes in a column."""
    width = column_width(paper)
    figure = Figure(figsize=(width / _POINTS, 40.0))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(0, width)
    heights = []
    for section in sections:
        panel = Panel(ax, font, 0.0, width)
        section(panel)
        heights.append(-panel.top)
    return heights


def outer_window(places: Points, paper: Paper) -> Window:
    """Return west, south, east, north of all that a map on a paper may show."""
    boxes = [(0.0, 0.0, wide, tall) for wide in (0.5, 1.0) for tall in (0.25, 0.9)]
    windows = [view_window(fit_view(places, box, size_of(paper))) for box in boxes]
    west, south, east, north = zip(*windows, strict=True)
    return min(west), min(south), max(east), max(north)


def open_sized(
    paper: Paper,
    places: Points,
    font: MapFont,
    sections: Sequence[Section],
    head: Sequence[Line],
    foot: Sequence[Line],
    *,
    results: int,
) -> tuple[Figure, Axes, View]:
    """Return a sheet with title, notes and legend, its map axes, and what they show.

    Where the legend finds no room, its first parts, which tell `results`, are left out.
    """
    heights = measure_sections(sections, font, paper)
    above, below = break_texts(head, paper), break_texts(foot, paper)
    if not fits(paper, heights, deep_of(above), deep_of(below)):
        sections, heights = sections[results:], heights[results:]
    layout, columns = plan_sheet(paper, heights, deep_of(above), deep_of(below))
    view = fit_view(places, layout.map_box, layout.size)
    figure = Sheet(figsize=layout.size, dpi=layout.dpi, facecolor=palette.PAPER)
    figure.zoom = layout.zoom
    FigureCanvasAgg(figure)
    ax = figure.add_axes(layout.map_box)
    show_view(ax, view)
    _fill_columns(figure, layout, font, sections, columns)
    write_lines(figure, above, layout.map_box[0], layout.size[1] - _RIM)
    write_lines(figure, below, layout.map_box[0], deep_of(below) - _RIM)
    return figure, ax, view


def _fill_columns(
    figure: Figure,
    layout: Layout,
    font: MapFont,
    sections: Sequence[Section],
    columns: Sequence[int],
) -> None:
    for number, box in enumerate(layout.panels):
        ax = figure.add_axes(box)
        ax.set_xlim(0, box[2] * layout.size[0] * _POINTS)
        ax.set_ylim(0, box[3] * layout.size[1] * _POINTS)
        ax.set_axis_off()
        panel = open_panel(ax, font)
        panel.top += 4
        for section, column in zip(sections, columns, strict=True):
            if column == number:
                section(panel)
        panel.fit()


def write_lines(
    figure: Figure, lines: Sequence[Line], left: float, top: float, color: str = palette.INK
) -> None:
    """Write lines from a share of the width, and from a height in inches downwards."""
    height = figure.get_size_inches()[1]
    y = top
    for text, size, weight in lines:
        y -= size * _LEAD / _POINTS
        figure.text(
            left,
            (y + 0.3 * size / _POINTS) / height,
            text,
            fontsize=size,
            weight=weight,
            color=color,
            va="baseline",
        )
