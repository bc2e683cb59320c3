"""The chart of a target: how cost grows with it, and what each build adds."""

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
from sim.results.unchecked import name_technology
from sim.say.texts import Texts
from sim.studies.target.asked import NET_COST

SIZE = (13.0, 6.4)
DPI = 150
SHOWN = 20
"""Builds that the chart shows: those with the largest investment."""
_LINE = "#2166c4"
_CERTAIN = "#0c5c74"
_DEPENDS = "#d99a2b"
_TARGET = "#a3243b"
_NAME = 34
"""Characters of a name that stand beside a bar."""


def save_target(
    builds: pd.DataFrame,
    curve: pd.DataFrame,
    about: dict[str, Any],
    folder: Path,
    texts: Texts,
) -> str:
    """Write `target.png` and `target.svg`; return what to tell the user, or nothing."""
    return save_chart("target", lambda font: draw_target(builds, curve, about, font), folder, texts)


def draw_target(
    builds: pd.DataFrame, curve: pd.DataFrame, about: dict[str, Any], font: MapFont
) -> Figure:
    """Return the chart: left the curve of costs, right the investment of the builds."""
    texts = font.texts
    figure = Sheet(figsize=SIZE, dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    _draw_curve(figure.add_axes((0.07, 0.11, 0.36, 0.70)), curve, about, texts)
    _draw_builds(figure.add_axes((0.70, 0.11, 0.28, 0.70)), builds, texts)
    target, title = about["target"], texts.of(about["scenario"]["title"])
    at = texts.close_figure(target["at"], target["unit"])
    heading = texts.say("target_title", metric=texts.of(target), at=at)
    figure.text(0.07, 0.945, heading, fontsize=14, weight="bold", color=palette.INK)
    figure.text(0.07, 0.90, title, fontsize=10, color=palette.INK)
    return figure


def _draw_curve(ax: Axes, curve: pd.DataFrame, about: dict[str, Any], texts: Texts) -> None:
    target, money, plans = about["target"], about["minimize"], about["plans"]
    x, y = (texts.scale(one["unit"]) for one in (target, money))
    ax.plot(
        curve["target"] / x.size,
        curve["money"] / y.size,
        color=_LINE,
        lw=1.6,
        marker="o",
        ms=4,
        label=texts.say("target_curve"),
    )
    marks = [("plan", "*", 15, _TARGET, "target_way")]
    if money["metric"] == NET_COST:
        marks.insert(0, ("today", "s", 8, _DEPENDS, "target_today"))
    for name, shape, size, color, key in marks:
        at, cost = (plans[name][one["metric"]] for one in (target, money))
        if at is not None and cost is not None:
            point = x.of(at), y.of(cost)
            ax.plot(*point, shape, ms=size, color=color, ls="", label=texts.say(key), zorder=3)
    for axis, one, scale in ((ax.xaxis, target, x), (ax.yaxis, money, y)):
        text = texts.say("frontier_axis", name=texts.of(one), unit=scale.unit)
        axis.set_label_text(text, color=palette.INK)
    calm(ax)
    ax.ticklabel_format(axis="x", useOffset=False)
    ax.legend(loc="upper left", fontsize=8.5, labelcolor=palette.INK, edgecolor=palette.FRAME)


def _draw_builds(ax: Axes, builds: pd.DataFrame, texts: Texts) -> None:
    """Draw a bar a build, the largest on top, coloured by whether it is certain."""
    shown = builds[builds["step"].notna()].nlargest(SHOWN, "investment_MCNY").iloc[::-1]
    scale = texts.scale("MCNY")
    for certain, color, key in (
        (True, _CERTAIN, "target_certain"),
        (False, _DEPENDS, "target_depends"),
    ):
        of = shown["certain"].to_numpy(bool) == certain
        places = [n for n, is_of in enumerate(of) if is_of]
        values = (shown["investment_MCNY"] / scale.size).to_numpy()[of]
        if places:
            ax.barh(places, values, color=color, label=texts.say(key))
    names = [_shorten(name_build(row, texts)) for row in shown.to_dict("records")]
    ax.set_yticks(range(len(names)), names, fontsize=7.5)
    text = texts.say("frontier_axis", name=texts.say("target_investment"), unit=scale.unit)
    ax.xaxis.set_label_text(text, color=palette.INK)
    calm(ax)
    ax.ticklabel_format(axis="x", useOffset=False)
    ax.tick_params(axis="y", labelsize=7.5, length=0)
    if len(shown):
        ax.legend(loc="lower right", fontsize=8.5, labelcolor=palette.INK, edgecolor=palette.FRAME)


def name_build(row: Any, texts: Texts) -> str:
    """Return plant and technology of a build."""
    plant = (
        _text(row[f"plant_name_{texts.language}"]) or _text(row["plant_name_en"]) or row["plant"]
    )
    technology = name_technology(row, texts)
    return texts.say("alternatives_line", plant=plant, technology=technology)


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else ""


def _shorten(name: str) -> str:
    return name if len(name) <= 2 * _NAME else f"{name[: 2 * _NAME - 1]}…"
