"""What charts share: an empty one with its heading, the style, saving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.draw_map import save_figure
from sim.draw.fonts import MapFont, pick_font
from sim.draw.sheet import Sheet
from sim.draw.style import drawing_style
from sim.say.texts import Texts

DPI = 150


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


def calm(ax: Axes, grid: Literal["both", "x"] = "both") -> None:
    """Give axes a pale grid behind what is drawn, and quiet ticks and frame."""
    ax.grid(axis=grid, color=palette.COUNTY_LINE, lw=0.6)
    ax.set_axisbelow(True)
    ax.tick_params(colors=palette.SOFT_INK, labelsize=9)
    for spine in ax.spines.values():
        spine.set_color(palette.FRAME)
