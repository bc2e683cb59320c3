"""The charts of a study: responses, tornado, distributions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.draw_map import save_figure
from sim.draw.fonts import MapFont, pick_font
from sim.draw.sheet import Sheet
from sim.draw.style import drawing_style
from sim.say.texts import Texts
from sim.scenario.sweep import metric_column
from sim.studies.sweep.chart_panels import (
    Curve,
    draw_curves,
    draw_distribution,
    draw_swings,
)

DPI = 150
PANELS = 4
"""Metrics, or parameters, that a chart shows at most."""
BARS = 12
_INCH_HEAD = 0.95


@dataclass(frozen=True)
class StudyTables:
    """What the charts are drawn from."""

    title: str
    kind: str
    metrics: tuple[str, ...]
    axes: dict[str, tuple[str, str]]
    """Parameter -> kind of its values (range, factor, quantity, words) and their unit."""
    points: pd.DataFrame
    responses: pd.DataFrame
    swings: pd.DataFrame
    distributions: pd.DataFrame


def save_charts(tables: StudyTables, folder: Path, texts: Texts) -> tuple[list[str], str]:
    """Write the charts of a study; return their names, and what to tell the user, or nothing."""
    font = pick_font(texts.language)
    figures = draw_charts(tables, font)
    for name, figure in figures.items():
        save_figure(figure, folder / f"{name}.png")
    return [f"{name}.png" for name in figures], font.note


def draw_charts(tables: StudyTables, font: MapFont) -> dict[str, Figure]:
    """Return the charts that a study has points for: response, tornado, distribution."""
    draws = {
        "response": _draw_responses,
        "tornado": _draw_tornado,
        "distribution": _draw_distributions,
    }
    with rc_context(drawing_style(font.family)):
        figures = {name: draw(tables, font) for name, draw in draws.items()}
    return {name: figure for name, figure in figures.items() if figure is not None}


def _open(width: float, height: float, tables: StudyTables, title: str, note: str) -> Figure:
    """Return an empty figure with its heading; sizes in inches."""
    figure = Sheet(figsize=(width, height), dpi=DPI, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    top = 1.0 - 0.32 / height
    x = 0.25 / width
    figure.text(x, top, title, fontsize=14, weight="bold", color=palette.INK, va="center")
    figure.text(x, top - 0.28 / height, tables.title, fontsize=9.5, color=palette.INK, va="center")
    figure.text(x, top - 0.50 / height, note, fontsize=8.5, color=palette.SOFT_INK, va="center")
    return figure


def _arrange(figure: Figure, rows: int, columns: int) -> Any:
    """Return axes below the heading, one list per row."""
    height = figure.get_size_inches()[1]
    layout: Any = figure.subplots(rows, columns, squeeze=False)
    figure.set_layout_engine(
        "constrained", rect=(0, 0, 1, 1 - _INCH_HEAD / height), w_pad=0.12, h_pad=0.1
    )
    return layout


def _draw_responses(tables: StudyTables, font: MapFont) -> Figure | None:
    """Return curves: a row of panels per metric, a column per parameter."""
    curves = _list_curves(tables)
    if not curves:
        return None
    texts, metrics = font.texts, tables.metrics[:PANELS]
    width, height = max(7.0, 1.2 + 3.3 * len(curves)), _INCH_HEAD + 2.5 * len(metrics)
    note = texts.say("sweep_note_response", count=len(tables.points))
    if tables.kind == "one_at_a_time" and len(tables.axes) > PANELS:
        shown = {"shown": PANELS, "total": len(tables.axes)}
        note = f"{note} {texts.say('sweep_note_widest', **shown)}"
    figure = _open(width, height, tables, texts.say("sweep_title_response"), note)
    axes = _arrange(figure, len(metrics), len(curves))
    for row, metric in zip(axes, metrics, strict=True):
        lowest, highest = [], []
        for number, (ax, curve) in enumerate(zip(row, curves, strict=True)):
            draw_curves(ax, curve, metric, font, is_first=number == 0)
            low, high = ax.get_ylim()
            lowest.append(low)
            highest.append(high)
        for ax in row:
            ax.set_ylim(min(lowest), max(highest))
    return figure


def _list_curves(tables: StudyTables) -> list[Curve]:
    """Return one curve a parameter, or one bundle of curves for a grid of two."""
    names = list(tables.axes)
    metrics = [metric_column(metric) for metric in tables.metrics]
    if tables.kind == "one_at_a_time":
        first = tables.swings[tables.swings["metric"] == tables.metrics[0]]
        base = tables.responses[tables.responses["parameter"] == ""]
        return [
            Curve(name, *tables.axes[name], _values_of(tables.responses, name), base)
            for name in list(first["parameter"])[:PANELS]
        ]
    if tables.kind in ("grid", "list") and len(names) == 1:
        return [Curve(names[0], *tables.axes[names[0]], tables.responses, None)]
    if tables.kind == "grid" and len(names) == 2:
        frame = tables.points.rename(columns={names[0]: "value", names[1]: "line"})
        frame["number"] = tables.points["_number_0"]
        frame = frame[["value", "number", "line", *metrics]]
        return [Curve(names[0], *tables.axes[names[0]], frame, None, names[1])]
    return []


def _values_of(responses: pd.DataFrame, name: str) -> pd.DataFrame:
    return responses[responses["parameter"] == name]


def _draw_tornado(tables: StudyTables, font: MapFont) -> Figure | None:
    """Return the swings of up to four metrics, two panels a row."""
    if tables.swings.empty:
        return None
    metrics = tables.metrics[:PANELS]
    columns = min(2, len(metrics))
    rows = -(-len(metrics) // columns)
    bars = min(BARS, len(tables.axes))
    height = _INCH_HEAD + rows * (0.9 + 0.36 * bars)
    texts = font.texts
    note = texts.say("sweep_note_tornado")
    if len(tables.axes) > BARS:
        shown = {"shown": BARS, "total": len(tables.axes)}
        note = f"{note} {texts.say('sweep_note_widest', **shown)}"
    figure = _open(6.6 * columns + 0.4, height, tables, texts.say("sweep_title_tornado"), note)
    panels = _arrange(figure, rows, columns).ravel()
    for ax, metric in zip(panels, metrics, strict=False):
        draw_swings(ax, tables.swings[tables.swings["metric"] == metric].head(BARS), metric, font)
    for ax in panels[len(metrics) :]:
        ax.set_axis_off()
    return figure


def _draw_distributions(tables: StudyTables, font: MapFont) -> Figure | None:
    """Return the histograms of up to four metrics with their quantiles: sampled studies."""
    found = tables.distributions
    metrics = [m for m in tables.metrics if m in set(found["metric"])][:PANELS]
    if tables.kind != "sampled" or not metrics:
        return None
    columns = min(2, len(metrics))
    rows = -(-len(metrics) // columns)
    texts = font.texts
    solved = int(tables.points["status"].eq("optimal").sum())
    note = texts.say("sweep_note_sampled", solved=solved, count=len(tables.points))
    figure = _open(
        5.6 * columns + 0.4,
        _INCH_HEAD + 3.3 * rows,
        tables,
        texts.say("sweep_title_distribution"),
        note,
    )
    panels = _arrange(figure, rows, columns).ravel()
    for ax, metric in zip(panels, metrics, strict=False):
        quantiles = found[found["metric"] == metric].iloc[0]
        draw_distribution(
            ax, tables.points[metric_column(metric)].dropna(), quantiles, metric, font
        )
    for ax in panels[len(metrics) :]:
        ax.set_axis_off()
    return figure
