"""An empty chart with its heading, as all charts of a run begin."""

from __future__ import annotations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.maps import palette

DPI = 150


def open_chart(width: float, height: float, title: str, subtitle: str, note: str) -> Figure:
    """Return a figure (sizes in inches) with title, subtitle and a remark at the bottom."""
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    x, top = 0.25 / width, 1.0 - 0.30 / height
    figure.text(x, top, title, fontsize=14, weight="bold", color=palette.INK, va="center")
    figure.text(
        x, top - 0.27 / height, subtitle, fontsize=9.5, color=palette.SOFT_INK, va="center"
    )  # fmt: skip
    figure.text(x, 0.12 / height, note, fontsize=8, color=palette.SOFT_INK, va="bottom")
    return figure
