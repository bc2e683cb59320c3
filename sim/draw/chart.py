"""What charts share: an empty one with its heading, the style, saving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.draw_map import save_figure
from sim.draw.fonts import MapFont, pick_font
from sim.draw.layout import LEAST_LETTER, ZOOM, size_of
from sim.draw.paper import Paper
from sim.draw.sheet import Sheet
from sim.draw.sized import break_texts, deep_of, write_lines
from sim.draw.style import drawing_style
from sim.say.texts import Texts

DPI = 150
EDGE = 0.12
"""Inches left free at the sides of a printed chart."""


def make_chart(draw: Callable[[MapFont], Figure], texts: Texts) -> Figure:
    """Return a chart as a figure; without a Chinese font a Chinese one is in English."""
    font = pick_font(texts.language)
    with rc_context(drawing_style(font.family)):
        return draw(font)


def save_chart(name: str, draw: Callable[[MapFont], Figure], folder: Path, texts: Texts) -> str:
    """Write a chart as PNG and SVG; return what to tell the user, or nothing."""
    font = pick_font(texts.language)
    with rc_context(drawing_style(font.family)):
        figure = draw(font)
        for suffix in ("png", "svg"):
            save_figure(figure, folder / f"{name}.{suffix}")
    return font.note


def open_chart(width: float, height: float, title: str, subtitle: str, note: str) -> Figure:
    """Return a figure (sizes in inches) with title, subtitle and a remark at the bottom."""
    figure = Sheet(figsize=(width, height), dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    x, top = 0.25 / width, 1.0 - 0.30 / height
    figure.text(x, top, title, fontsize=14, weight="bold", color=palette.INK, va="center")
    figure.text(x, top - 0.27 / height, subtitle, fontsize=9.5, color=palette.SOFT_INK, va="center")
    figure.text(x, 0.12 / height, note, fontsize=8, color=palette.SOFT_INK, va="bottom")
    return figure


@dataclass(frozen=True)
class Printed:
    """A chart in the width it is printed in, its letters of 7 points or more, and what is free."""

    figure: Figure
    width: float
    height: float
    """Inches, as it is drawn."""
    top: float
    """Inches that the heading takes."""
    bottom: float
    """Inches that the remark takes."""


def open_printed(paper: Paper, body: float, title: str, subtitle: str, note: str) -> Printed:
    """Return a figure as wide as a paper, as high as its body (inches) and its texts ask for."""
    width, _ = size_of(paper)
    head = break_texts([(title, 12.5, "bold"), (subtitle, 9.5, "normal")], paper)
    foot = break_texts([(note, LEAST_LETTER, "normal")], paper)
    top, bottom = deep_of(head), deep_of(foot)
    height = body + top + bottom
    figure = Sheet(figsize=(width, height), dpi=paper.dpi * ZOOM, facecolor=palette.PAPER)
    figure.zoom = ZOOM
    FigureCanvasAgg(figure)
    write_lines(figure, head, EDGE / width, height)
    write_lines(figure, foot, EDGE / width, bottom, palette.SOFT_INK)
    return Printed(figure, width, height, top, bottom)


def calm(ax: Axes, grid: Literal["both", "x"] = "both") -> None:
    """Give axes a pale grid behind what is drawn, and quiet ticks and frame."""
    ax.grid(axis=grid, color=palette.COUNTY_LINE, lw=0.6)
    ax.set_axisbelow(True)
    ax.tick_params(colors=palette.SOFT_INK, labelsize=9)
    for spine in ax.spines.values():
        spine.set_color(palette.FRAME)
