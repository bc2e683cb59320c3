"""Pictures: a figure by candidates, log-log, one line a solver, one panel a kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator

from benchmarks.scale.peers import SOLVERS
from benchmarks.scale.table import Results

COLOURS = {
    "ours": "#0b5c8c",
    "linopy": "#c8553d",
    "linopy_ipm": "#e39a86",
    "pulp": "#7a6a9b",
    "pyomo": "#b08a1e",
    "ortools": "#4d7c4d",
}
PANELS = {"transport": "Pure transport", "recipes": "Recipes, residues, quality, quotas, ports"}
TITLES = {
    "from_tables_s": "Processor time from the tables to the plan: rate, cost, transport work",
    "peak_mb": "Peak memory of the process",
}
INK, FAINT = "#333333", "#c9c9c9"
LEAST_GAP = 0.054
"""Between labels, as a share of the panel's height."""


def draw(results: Results, figure: str, file: Path) -> None:
    """Write the picture of a figure: from_tables_s or peak_mb."""
    kinds = results.kinds()
    style: dict[Any, Any] = {
        "font.size": 10,
        "axes.edgecolor": FAINT,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "font.family": "DejaVu Sans",
    }
    with plt.rc_context(style):
        fig, panels = plt.subplots(
            1,
            len(kinds),
            figsize=(5.6 * len(kinds), 4.5),
            sharex=True,
            sharey=True,
            squeeze=False,
            layout="constrained",
        )
        for ax, kind in zip(panels[0], kinds, strict=True):
            draw_panel(ax, results, kind, figure)
        fig.draw_without_rendering()
        for ax in panels[0]:
            place_labels(ax)
        fig.suptitle(TITLES[figure], x=0.01, ha="left", fontsize=13, fontweight="bold")
        fig.savefig(file, dpi=120, metadata={"Software": None})
        plt.close(fig)


def draw_panel(ax: Axes, results: Results, kind: str, figure: str) -> None:
    """Draw the lines of one kind; each bears its name as its label."""
    ax.set_xscale("log")
    ax.set_yscale("log")
    for name in reversed(results.solvers(kind)):
        series = results.series(kind, name, figure)
        if series:
            x, y = zip(*series, strict=True)
            ours = not SOLVERS[name].library
            ax.plot(
                x,
                y,
                color=COLOURS[name],
                marker="o",
                markersize=4.5 if ours else 3.5,
                linewidth=2.2 if ours else 1.4,
                label=SOLVERS[name].title,
                zorder=3 if ours else 2,
            )
    ax.set_title(PANELS[kind], loc="left", fontsize=10.5)
    ax.set_xlabel("candidate routes")
    ax.grid(True, which="major", color="#ececec", linewidth=0.8)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(which="both", length=0)
    ax.minorticks_off()
    ax.xaxis.set_major_formatter(FuncFormatter(short))
    as_text = seconds if figure != "peak_mb" else megabytes
    ax.yaxis.set_major_locator(LogLocator(subs=(1.0,) if figure != "peak_mb" else (1.0, 2.0, 5.0)))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: as_text(value)))


def place_labels(ax: Axes) -> None:
    """Write the name of each line behind its last point, far enough from its neighbours."""
    to_axes = ax.transData + ax.transAxes.inverted()
    ends = []
    for line in ax.get_lines():
        x, y = (float(np.asarray(values)[-1]) for values in line.get_data())
        ends.append((float(to_axes.transform((x, y))[1]), x, y, line))
    ends.sort(key=lambda end: end[:2])
    heights = spread([end[0] for end in ends], 0.0, 1.0)
    for (_, x, y, line), height in zip(ends, heights, strict=True):
        ax.annotate(
            str(line.get_label()),
            (x, y),
            xytext=(1.03, height),
            textcoords="axes fraction",
            va="center",
            fontsize=9,
            color=line.get_color(),
            arrowprops={
                "arrowstyle": "-",
                "color": line.get_color(),
                "linewidth": 0.6,
                "alpha": 0.55,
                "shrinkB": 4,
                "relpos": (0.0, 0.5),
            },
        )


def spread(heights: Sequence[float], low: float, high: float) -> list[float]:
    """Return rising heights moved apart to the least gap, and kept within the panel.

    >>> [round(h, 3) for h in spread([0.5, 0.5, 0.9], 0.0, 1.0)]
    [0.473, 0.527, 0.9]
    """
    placed = list(heights)
    for _ in range(100):
        for i in range(1, len(placed)):
            short_of = LEAST_GAP - (placed[i] - placed[i - 1])
            if short_of > 0:
                placed[i - 1] -= short_of / 2
                placed[i] += short_of / 2
        placed = [min(max(h, low), high) for h in placed]
    return placed


def short(value: float, _: object = None) -> str:
    """Return a number of routes: 1,000, 10,000, 1 M for a million.

    >>> short(1e4), short(1e7)
    ('10,000', '10 M')
    """
    return f"{value / 1e6:g} M" if value >= 1e6 else f"{value:,.0f}"


def seconds(value: float) -> str:
    """Return a time with its unit.

    >>> seconds(0.01), seconds(100.0)
    ('10 ms', '100 s')
    """
    return f"{1000 * value:g} ms" if value < 1 else f"{value:g} s"


def megabytes(value: float) -> str:
    """Return a memory with its unit.

    >>> megabytes(100.0), megabytes(10000.0)
    ('100 MB', '10 GB')
    """
    return f"{value / 1000:g} GB" if value >= 1000 else f"{value:g} MB"
