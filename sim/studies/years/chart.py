"""The chart of a plan over several years: where the waste goes, and what is built when."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.draw import palette
from sim.draw.chart import DPI, calm, save_chart
from sim.draw.fonts import MapFont
from sim.draw.sheet import Sheet
from sim.say.texts import Texts
from sim.studies.years.study import YearsFound
from sim.studies.years.tables import tabulate_capacity, tabulate_years, targets

SIZE = (13.0, 6.8)
FATES = (
    ("net_utilized_kt_yr", "#0c5c74", "years_utilized"),
    ("residues_disposed_kt_yr", "#d9b35c", "years_residues"),
    ("unused_kt_yr", "#a3243b", "years_unused"),
)
"""Columns of the years, colours and words: together they are all that is generated and dug up."""
KINDS = (
    *("#2166c4", "#0c5c74", "#d99a2b", "#8a4fa8", "#4d7c4d"),
    *("#b0457a", "#7a5c46", "#8cc7c0", "#9a9a9a"),
)
"""Colours of the technologies that most is built of; the last is all others."""
_WIDTH = 0.86
"""Of the years that a bar stands for."""
_GOAL = "#f2f0e6"
"""A target, on the dark of what is utilized."""


def save_years(found: YearsFound, folder: Path, texts: Texts) -> str:
    """Write `years.png` and `years.svg`; return what to tell the user, or nothing."""
    return save_chart("years", lambda font: draw_years(found, font), folder, texts)


def draw_years(found: YearsFound, font: MapFont) -> Figure:
    """Return the chart: left the fates of the waste and the rate, right what is built."""
    texts = font.texts
    figure = Sheet(figsize=SIZE, dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    years = tabulate_years(found)
    _draw_fates(figure.add_axes((0.07, 0.10, 0.40, 0.62)), years, targets(found), texts)
    _draw_built(figure.add_axes((0.57, 0.10, 0.41, 0.62)), found, texts)
    title = texts.of(found.over.case.scenario.title)
    figure.text(
        0.07, 0.945, texts.say("years_title"), fontsize=14, weight="bold", color=palette.INK
    )
    figure.text(0.07, 0.905, title, fontsize=10, color=palette.SOFT_INK)
    return figure


def _places(years: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return middle and width of the bar of each year: as wide as the years it stands for."""
    spans = years["years"].to_numpy(float)
    return years["year"].to_numpy(float) + spans / 2, spans * _WIDTH


def _draw_fates(ax: Axes, years: pd.DataFrame, goals: dict[int, float], texts: Texts) -> None:
    middle, width = _places(years)
    scale = texts.scale("kt/yr")
    bottom = np.zeros(len(years))
    for column, colour, key in FATES:
        amounts = years[column].fillna(0.0).to_numpy(float) / scale.size
        ax.bar(middle, amounts, width, bottom, color=colour, label=texts.say(key))
        bottom += amounts
    for x, height, rate in zip(middle, bottom, years["utilization_rate_pct"], strict=True):
        said = texts.close_figure(rate / 100.0, "")
        ax.annotate(
            said,
            (x, height),
            (0, 4),
            textcoords="offset points",
            ha="center",
            fontsize=9.5,
            weight="bold",
            color=palette.INK,
        )
    due = [
        (x, w, goals[year] * total)
        for x, w, year, total in zip(middle, width, years["year"], bottom, strict=True)
        if year in goals
    ]
    for n, (x, w, height) in enumerate(due):
        label = texts.say("years_target") if n == 0 else None
        ends = [x - w / 2, x + w / 2]
        ax.plot(ends, [height, height], color=palette.INK, lw=3.4, label=label)
        ax.plot(ends, [height, height], color=_GOAL, lw=1.6, ls="--")
    ax.set_ylim(0.0, float(bottom.max()) * 1.10)
    words = texts.say("frontier_axis", name=texts.say("years_fates"), unit=scale.unit)
    _finish(ax, years, words, columns=4)


def _draw_built(ax: Axes, found: YearsFound, texts: Texts) -> None:
    years, capacity = tabulate_years(found), tabulate_capacity(found)
    middle, width = _places(years)
    scale = texts.scale("kt/yr")
    names = f"technology_name_{texts.language}"
    order = capacity.groupby(names)["built_kt_yr"].max().sort_values(ascending=False, kind="stable")
    shown = list(order.index[: len(KINDS) - 1])
    kinds = [(name, capacity[capacity[names] == name]) for name in shown]
    if len(order) > len(shown):
        kinds.append((texts.say("years_others"), capacity[~capacity[names].isin(shown)]))
    bottom = np.zeros(len(years))
    for (name, of), colour in zip(kinds, KINDS, strict=False):
        amounts = of.groupby("year")["built_kt_yr"].sum().reindex(years["year"], fill_value=0.0)
        heights = amounts.to_numpy(float) / scale.size
        ax.bar(middle, heights, width, bottom, color=colour, label=str(name))
        bottom += heights
    if not len(capacity):
        ax.text(0.5, 0.5, texts.say("years_nothing_built"), transform=ax.transAxes, ha="center")
    words = texts.say("frontier_axis", name=texts.say("years_built"), unit=scale.unit)
    ax.set_ylim(0.0, max(float(bottom.max(initial=0.0)) * 1.10, 1e-9))
    _finish(ax, years, words, columns=2)


def _finish(ax: Axes, years: pd.DataFrame, words: str, *, columns: int) -> None:
    """Name the axes, and what is drawn above them: `columns` entries a row."""
    ends = [*years["year"], int(years["year"].iloc[-1] + years["years"].iloc[-1])]
    ax.set_xticks(ends, [str(year) for year in ends])
    ax.set_ylabel(words, color=palette.INK)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    calm(ax)
    ax.grid(visible=False, axis="x")
    handles, _ = ax.get_legend_handles_labels()
    if handles:
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=columns,
            fontsize=8.5,
            labelcolor=palette.INK,
            frameon=False,
        )
