"""The picture of cooperation: what it adds, who has what alone and together, who pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.draw import palette
from sim.draw.chart import save_chart
from sim.draw.fonts import MapFont
from sim.draw.sheet import Sheet
from sim.say.figures import (
    write_cell,
    write_percent,
)
from sim.say.texts import Texts

DPI = 150
WIDTH = 12.0
MOST_PLAYERS = 12
_ALONE, _JOINT, _OPEN = "#b7bbc2", "#0c5c74", "#e0a458"
_SHAPLEY, _NUCLEOLUS = "#2166c4", "#7a5c46"
_UNIT = {"kt_yr": "kt/yr", "MCNY_yr": "MCNY/yr"}
_ROW, _GAP, _HEAD, _STRIP = 0.42, 1.0, 1.15, 1.25
"""Inches: a player, what a panel has beside its rows, the heading, the bars of the whole."""
_LEFT, _MIDDLE, _RIGHT = 1.75, 1.75, 0.45
_BAR = 0.36
_LARGE = 10_000.0
"""kt/yr from which tonnages are written in Mt/yr."""
_LITTLE = 0.005
"""What bars do not show, in the unit of their axis."""
_TOLD, _LONGEST = 2, 26
"""Payments named in the picture, and the longest line that has room there."""


MEASURES = {"net_utilized": "used", "net_benefit": "earned"}
"""Measure -> its short name among the words."""


@dataclass(frozen=True)
class Worth:
    """Writes the values of the two measures of cooperation."""

    texts: Texts

    def sum(self, measure: str, value: float) -> str:
        """Return a value that a small difference is taken of: hundredths of 亿元 stay.

        >>> [Worth(Texts(of)).sum("net_benefit", 10468.94) for of in ("en", "zh")]
        ['10,469 million CNY/yr', '104.69 亿元/年']
        """
        if measure == "net_utilized":
            return self.texts.amount(value)
        if self.texts.language == "zh":
            return self.texts.close_figure(value, "MCNY/yr")
        return self.texts.money(value)

    def ends(self, measure: str, values: Sequence[float]) -> list[str]:
        """Return values of a measure with as many digits as tell them apart.

        >>> Worth(Texts("en")).ends("net_utilized", [46123.1, 46081.0])
        ['46.12 Mt/yr', '46.08 Mt/yr']
        """
        unit = "kt/yr" if measure == "net_utilized" else "MCNY/yr"
        return self.texts.figures(values, unit, lambda value, _: self.sum(measure, value))


def save_synergy(players: pd.DataFrame, about: dict[str, Any], folder: Path, texts: Texts) -> str:
    """Write `synergy.png` and `synergy.svg`; return what to tell the user, or nothing.

    `players` is the table players.csv, `about` the content of `synergy.json`.
    """
    return save_chart("synergy", lambda font: draw_synergy(players, about, font), folder, texts)


def draw_synergy(players: pd.DataFrame, about: dict[str, Any], font: MapFont) -> Figure:
    """Return the picture: two bars of the whole, and four panels of players."""
    texts = font.texts
    shown = _most_concerned(players)
    panel = _GAP + _ROW * len(shown)
    height = _HEAD + _STRIP + 2 * panel + 0.1
    figure = Sheet(figsize=(WIDTH, height), dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    _write_heading(figure, players, shown, about, texts)
    strip = figure.add_axes(
        (
            _LEFT / WIDTH,
            (height - _HEAD - _STRIP + 0.35) / height,
            (WIDTH - _LEFT - _RIGHT) / WIDTH,
            (_STRIP - 0.35) / height,
        )
    )
    _draw_whole(strip, about, texts)
    width = (WIDTH - _LEFT - _MIDDLE - _RIGHT) / 2
    names = [font.pick(r["name_en"], r["name_zh"]) for _, r in shown.iterrows()]
    for number, draw in enumerate((_draw_used, _draw_gains, _draw_earned, _draw_payments)):
        row, column = divmod(number, 2)
        left = _LEFT + column * (width + _MIDDLE)
        bottom = (1 - row) * panel + 0.55
        ax = figure.add_axes(
            (left / WIDTH, bottom / height, width / WIDTH, (panel - _GAP) / height)
        )
        draw(ax, shown, about, texts)
        _name_rows(ax, names)
    return figure


def _most_concerned(players: pd.DataFrame) -> pd.DataFrame:
    """Return the players with most at stake, in the order of the table."""
    stake = (
        players["payment_MCNY_yr"].abs()
        + (players["shapley_MCNY_yr"] - players["alone_MCNY_yr"]).abs()
    )
    keep = stake.sort_values(ascending=False, kind="stable").index[:MOST_PLAYERS]
    return players.loc[sorted(keep)].reset_index(drop=True)


def _write_heading(
    figure: Figure,
    players: pd.DataFrame,
    shown: pd.DataFrame,
    about: dict[str, Any],
    texts: Texts,
) -> None:
    height = float(figure.get_size_inches()[1])
    count = texts.say(f"synergy_level_{about['level']}", count=len(players))
    note = texts.say("synergy_note")
    if len(shown) < len(players):
        more = texts.say("synergy_shown", shown=len(shown), count=len(players))
        note = f"{note} {more}"
    title = texts.say("synergy_title")
    lines = (
        (0.32, title, 15.0, "bold", palette.INK),
        (
            0.60,
            f"{texts.of(about['scenario']['title'])} · {count}",
            10.0,
            "normal",
            palette.INK,
        ),
        (0.82, note, 8.5, "normal", palette.SOFT_INK),
    )
    for down, text, size, weight, color in lines:
        figure.text(
            0.25 / WIDTH,
            1 - down / height,
            text,
            fontsize=size,
            weight=weight,
            color=color,
            va="center",
        )


def _draw_whole(ax: Axes, about: dict[str, Any], texts: Texts) -> None:
    """Draw what cooperation adds in each measure, and how much of it today's rules allow."""
    for row, (measure, key) in enumerate(MEASURES.items()):
        found = about["measures"][measure]
        share = found["realized_share"]
        ends = [found["sum_alone"], found["together"]]
        alone, together = Worth(texts).ends(measure, ends)
        ax.text(
            0.0,
            row - 0.36,
            texts.say(f"synergy_bar_{key}", alone=alone, together=together),
            fontsize=9.5,
            color=palette.INK,
            va="center",
        )
        if share is None:
            ax.text(
                0.01,
                row + 0.08,
                texts.say("synergy_bar_nothing"),
                fontsize=9,
                color=palette.SOFT_INK,
                va="center",
            )
            continue
        today = min(max(share, 0.0), 1.0)
        ax.barh(row + 0.08, today * 0.62, 0.44, color=_JOINT)
        ax.barh(row + 0.08, (1 - today) * 0.62, 0.44, left=today * 0.62, color=_OPEN)
        more = texts.say(
            "synergy_bar_label",
            more=Worth(texts).sum(measure, found["synergy"]),
            share=write_percent(100 * share, 0),
        )
        ax.text(0.63, row + 0.08, more, fontsize=10, weight="bold", color=palette.INK, va="center")
    ax.set(xlim=(0, 1), ylim=(1.4, -0.6))
    ax.set_axis_off()
    keys = [
        Patch(color=color, label=texts.say(f"synergy_bar_{name}"))
        for color, name in ((_JOINT, "today"), (_OPEN, "open"))
    ]
    ax.legend(
        handles=keys,
        loc="upper right",
        ncols=2,
        fontsize=8.5,
        frameon=False,
        bbox_to_anchor=(1.0, 1.22),
        handlelength=1.2,
        labelcolor=palette.INK,
    )


def _draw_used(ax: Axes, shown: pd.DataFrame, _about: dict[str, Any], texts: Texts) -> None:
    _draw_pairs(ax, shown, "kt_yr", "synergy_panel_used", texts)


def _draw_earned(ax: Axes, shown: pd.DataFrame, _about: dict[str, Any], texts: Texts) -> None:
    _draw_pairs(ax, shown, "MCNY_yr", "synergy_panel_earned", texts)


def _draw_pairs(ax: Axes, shown: pd.DataFrame, unit: str, key: str, texts: Texts) -> None:
    """Draw each player alone and in the joint plan."""
    most = shown[[f"alone_{unit}", f"joint_{unit}"]].abs().to_numpy(float).max()
    scale = texts.scale(_UNIT[unit])
    if most >= _LARGE:
        scale = texts.scale_of_row(most, _UNIT[unit])
    labels = [texts.say(f"synergy_legend_{name}") for name in ("alone", "joint")]
    values = [shown[f"alone_{unit}"] / scale.size, shown[f"joint_{unit}"] / scale.size]
    _draw_groups(ax, values, labels, (_ALONE, _JOINT), signed=False)
    _head(ax, texts.say(key, unit=scale.unit), len(labels))


def _draw_gains(ax: Axes, shown: pd.DataFrame, about: dict[str, Any], texts: Texts) -> None:
    """Draw what each division gives a player beyond being alone."""
    scale = texts.scale("MCNY/yr")
    divisions = about["measures"]["net_benefit"]["divisions"]
    drawn = [name for name in ("shapley", "nucleolus", "owen") if name in divisions][:2]
    values = [(shown[f"{n}_MCNY_yr"] - shown["alone_MCNY_yr"]) / scale.size for n in drawn]
    labels = [
        f"{texts.say(f'synergy_{n}')} ({_core(divisions[n]['in_core'], texts)})" for n in drawn
    ]
    _draw_groups(ax, values, labels, (_SHAPLEY, _NUCLEOLUS), signed=True)
    _head(ax, texts.say("synergy_panel_gain", unit=scale.unit), len(labels))


def _core(in_core: bool, texts: Texts) -> str:
    return texts.say("synergy_in_core" if in_core else "synergy_not_in_core")


def _draw_payments(ax: Axes, shown: pd.DataFrame, about: dict[str, Any], texts: Texts) -> None:
    """Draw what each player receives or pays in all, and name the largest payments."""
    scale = texts.scale("MCNY/yr")
    values = shown["payment_MCNY_yr"] / scale.size
    colors = [palette.MORE if v >= 0 else palette.LESS for v in values]
    rows = np.arange(len(values))
    ax.barh(rows, values, 1.5 * _BAR, color=colors)
    _label_bars(ax, rows, values, signed=True)
    handles = [
        Patch(color=c, label=texts.say(f"synergy_{n}"))
        for c, n in ((palette.MORE, "receives"), (palette.LESS, "gives"))
    ]
    _head(ax, texts.say("synergy_panel_payment", unit=scale.unit), 2, handles)
    named = {p["id"]: texts.of(p) or p["en"] for p in about["players"]}
    told = [
        f"{named[p['from']]} → {named[p['to']]}  {_write(scale.of(p['amount_MCNY_yr']))}"
        for p in about["payments"][:_TOLD]
    ]
    ax.text(
        1.0,
        1.02,
        "\n".join(line for line in told if len(line) <= _LONGEST),
        transform=ax.transAxes,
        ha="right",
        va="bottom",
        fontsize=8.5,
        color=palette.INK,
        linespacing=1.3,
    )


# -- parts of a panel --------------------------------------------------------------------------


def _draw_groups(
    ax: Axes,
    values: Sequence[pd.Series[float]],
    labels: Sequence[str],
    colors: Sequence[str],
    *,
    signed: bool,
) -> None:
    """Draw bars side by side for each player, with their figures."""
    rows = np.arange(len(values[0]))
    for number, (series, label, color) in enumerate(zip(values, labels, colors, strict=False)):
        at = rows + (number - (len(values) - 1) / 2) * _BAR
        ax.barh(at, series, _BAR * 0.92, color=color, label=label)
        _label_bars(ax, at, series, signed=signed)


def _label_bars(
    ax: Axes, rows: Sequence[float] | np.ndarray, values: pd.Series[float], *, signed: bool
) -> None:
    for row, value in zip(rows, values, strict=True):
        text = _write(float(value), signed=signed)
        left = value < 0 and text != "0"
        ax.annotate(
            text,
            (value, row),
            (-3 if left else 3, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=8,
            color=palette.INK,
        )


def _write(value: float, *, signed: bool = False) -> str:
    """Return a figure with three digits that count."""
    return write_cell(value, _LITTLE, signed=signed)


def _head(ax: Axes, title: str, columns: int, handles: Sequence[Patch] | None = None) -> None:
    """Write the title and the key over a panel, and make the axes calm."""
    ax.set_title(title, loc="left", fontsize=10.5, weight="bold", color=palette.INK, pad=19)
    more = {"handles": handles} if handles is not None else {}
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(-0.01, 1.0),
        ncols=columns,
        fontsize=8.5,
        frameon=False,
        borderaxespad=0.0,
        handlelength=1.2,
        columnspacing=1.4,
        labelcolor=palette.INK,
        **more,
    )
    ax.grid(axis="x", color=palette.COUNTY_LINE, lw=0.6)
    ax.set_axisbelow(True)
    ax.axvline(0.0, color=palette.SOFT_INK, lw=0.8)
    ax.tick_params(colors=palette.SOFT_INK, labelsize=8.5)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.10g}"))
    ax.margins(x=0.16)
    low, high = ax.get_xlim()
    ax.set_xlim(min(low, 0.0), max(high, 0.0))
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(palette.FRAME)


def _name_rows(ax: Axes, names: Sequence[str]) -> None:
    ax.set_yticks(range(len(names)), [_cut(name) for name in names])
    ax.tick_params(axis="y", length=0, labelcolor=palette.INK, labelsize=9.5)
    ax.set_ylim(len(names) - 0.5, -0.5)


def _cut(name: str, most: int = 20) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
