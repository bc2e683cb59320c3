"""Small multiples: one map per run, all on one scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.draw import palette
from sim.draw.canvas import View, Window, fit_view, list_places, show_view
from sim.draw.flows import WIDEST
from sim.draw.fonts import MapFont
from sim.draw.labels import Board, cut, measure_width
from sim.draw.legend import ROW, draw_keys
from sim.draw.marginalia import draw_heading, draw_north_arrow, draw_notes, draw_scale_bar
from sim.draw.panel import LEFT, SMALL, Panel, open_panel
from sim.draw.scene import (
    Scale,
    Scene,
    draw_data,
    fill_board,
    find_load,
    find_scale,
    gather_scene,
    list_mediums,
    list_positions,
    write_names,
)
from sim.draw.sheet import Sheet
from sim.geo.basemap import Basemap
from sim.say.figures import write_percent
from sim.studies.compare.map_legend import pick_color
from sim.studies.compare.sentences import pick_name, short_titles, write_change, write_known
from sim.studies.compare.study import ComparedRun, Comparison

Tables = Mapping[str, pd.DataFrame]
_POINTS = 72.0
_MARGIN, _GAP = 0.20, 0.30
_TOP, _BOTTOM, _HEAD = 1.16, 0.66, 0.88
"""Inches above the panels, below them, and of the texts over each map."""
_PANEL, _COLUMN = 3.45, 4.2
"""Inches that the legend and a column of rates take."""
_CELLS = ((8.0, 5.6), (6.9, 5.0))
"""Width and height of a map in inches; the smaller from three columns on."""
_WIDEST = 2900.0
"""Pixels."""
_MOST_DPI = 150.0
_NAMES = {"zone": 7, "plant": 0, "outlet": 0, "town": 16, "river": 2, "lake": 1}
_PROVINCES = 4
_LONGEST_TITLE = 92
"""Half-width characters."""
_WIDEST_BAND = 15.0
"""Points; the fullest stretch of river of any run."""
_TITLE_COLUMN = 7.6
"""Points of a half-width character of a panel's title."""
_LONGEST_NAME = 22
_FIGURE = 48.0
"""Points that a rate takes beside its bar."""


@dataclass(frozen=True)
class Layout:
    """Where the maps and the legend stand on the sheet, in shares of it."""

    size: tuple[float, float]
    """Inches."""
    dpi: float
    maps: tuple[Window, ...]
    panel: Window
    roomy: bool
    """Whether the legend has a cell of its own, with room beside it."""


@dataclass(frozen=True)
class Frame:
    """The sheet, and the window that every map shows."""

    layout: Layout
    view: View


def plan_layout(count: int) -> Layout:
    """Return the sheet for `count` maps; the legend takes a free cell, or a column of its own."""
    columns = count if count <= 2 else 2 if count <= 4 else 3 if count <= 9 else 4
    rows = math.ceil(count / columns)
    wide, tall = _CELLS[columns > 2]
    own = rows * columns == count
    width = 2 * _MARGIN + columns * wide + (columns - 1) * _GAP + own * (_GAP + _PANEL)
    height = _TOP + rows * (_HEAD + tall) + (rows - 1) * _GAP + _BOTTOM

    def place(cell: int, least_wide: float, least_tall: float) -> Window:
        row, column = divmod(cell, columns)
        left = _MARGIN + column * (wide + _GAP)
        bottom = height - _TOP - row * (_HEAD + tall + _GAP) - _HEAD - tall
        return left / width, bottom / height, least_wide / width, least_tall / height

    maps = tuple(place(cell, wide, tall) for cell in range(count))
    if own:
        left = width - _MARGIN - _PANEL
        deep = min(rows * (_HEAD + tall), 2 * (_HEAD + tall))
        panel = (left / width, 1 - (_TOP + deep) / height, _PANEL / width, deep / height)
    else:
        free = rows * columns - count
        panel = place(count, free * wide + (free - 1) * _GAP, tall + _HEAD)
    return Layout((width, height), min(_MOST_DPI, _WIDEST / width), maps, panel, not own)


def frame_panels(tables: Sequence[Tables]) -> Frame:
    """Return the sheet and the window that holds the sites of all runs.

    Raises
    ------
    MapError
        No zone or plant of any run has coordinates.
    """
    layout = plan_layout(len(tables))
    return Frame(layout, fit_view(list_places(*tables), layout.maps[0], layout.size))


def gather_scenes(tables: Sequence[Tables], basemap: Basemap, view: View) -> list[Scene]:
    """Return the scene of every run, all on the scale of the largest amounts."""
    own = [gather_scene(part, basemap, view.projection) for part in tables]
    scales = [find_scale(scene) for scene in own]
    modes = pd.concat([part["modes"] for part in tables]).drop_duplicates("id")
    mediums = list_mediums(pd.concat([scene.flows.shown for scene in own]), modes)
    shared = Scale(
        max(scale.largest for scale in scales),
        max(
            *(scale.strongest for scale in scales),
            *(find_load(scene, view) * WIDEST / _WIDEST_BAND for scene in own),
        ),
        dict(sorted((f, s) for scale in scales for f, s in scale.shapes.items())),
        palette.pick_mode_colors(mediums),
    )
    return [gather_scene(part, basemap, view.projection, shared) for part in tables]


def draw_panels(
    comparison: Comparison,
    tables: Sequence[Tables],
    frame: Frame,
    font: MapFont,
    basemap: Basemap,
) -> Figure:
    """Return the sheet with one map per run, its figures above it, and one legend for all."""
    layout, texts = frame.layout, font.texts
    figure = Sheet(figsize=layout.size, dpi=layout.dpi, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    scenes = gather_scenes(tables, basemap, frame.view)
    for number, (run, scene, box) in enumerate(
        zip(comparison.runs, scenes, layout.maps, strict=True)
    ):
        ax = figure.add_axes(box)
        show_view(ax, frame.view)
        _draw_panel(ax, frame.view, scene, font, first=number == 0)
        _write_head(figure, box, layout, comparison, run, font)
    _draw_legend(figure, layout, scenes, tables, font)
    if layout.roomy:
        _draw_rates(figure, layout, comparison, font)
    draw_heading(figure, _write_title(comparison, font), texts.say("compare_panel_line"))
    draw_notes(figure, basemap, texts.say("compare_panel_caption"), texts)
    return figure


def _write_title(comparison: Comparison, font: MapFont) -> str:
    """Return the net rates of the runs in one line, or how many runs there are."""
    texts = font.texts
    titles = short_titles(comparison, texts)
    rates = [
        f"{titles[run.name]} {write_known(run.kpis()['utilization_rate'], '', texts)}"
        for run in comparison.runs
        if "utilization_rate" in run.kpis()
    ]
    text = texts.say("compare_panel_rates", rates=" · ".join(rates))
    if len(rates) == len(comparison.runs) and measure_width(text) <= _LONGEST_TITLE:
        return text
    return texts.say("compare_panel_title", count=len(comparison.runs))


def _draw_panel(ax: Axes, view: View, scene: Scene, font: MapFont, *, first: bool) -> None:
    drawn = draw_data(ax, view, scene)
    board = Board(ax)
    if first:
        sites = list_positions(scene.sites)
        board.block(draw_scale_bar(ax, view, sites))
        board.block(draw_north_arrow(ax, view, font.texts, sites))
    fill_board(board, view, scene, *drawn)
    write_names(ax, board, view, scene, font, _NAMES)


def _write_head(
    figure: Figure,
    box: Window,
    layout: Layout,
    comparison: Comparison,
    run: ComparedRun,
    font: MapFont,
) -> None:
    """Write title, figures and differences of a run above its map."""
    texts = font.texts
    left, top = box[0], box[1] + box[3]
    inch = 1 / layout.size[1]
    wide = box[2] * layout.size[0] * _POINTS
    title = cut(run.title(texts), int(wide / _TITLE_COLUMN))
    figure.text(
        left, top + 0.70 * inch, title, fontsize=14, weight="bold", color=palette.INK, va="center"
    )
    x = left
    for text, color, weight in _list_figures(comparison, run, font):
        written = figure.text(
            x, top + 0.42 * inch, text, fontsize=11.5, color=color, weight=weight, va="center"
        )
        x += written.get_window_extent().width / (layout.size[0] * layout.dpi)
        if x > left + box[2]:
            written.remove()
            break
        x += 0.006
    figure.text(
        left,
        top + 0.16 * inch,
        _write_provinces(run, font),
        fontsize=10,
        color=palette.SOFT_INK,
        va="center",
    )


def _list_figures(
    comparison: Comparison, run: ComparedRun, font: MapFont
) -> list[tuple[str, str, str]]:
    """Return text, colour and weight of the parts of a panel's line of figures."""
    texts = font.texts
    kpis, first = run.kpis(), comparison.runs[0].kpis()
    parts = []
    if "utilization_rate" in kpis:
        rate = write_known(kpis["utilization_rate"], "", texts)
        parts.append((texts.say("compare_panel_rate", rate=rate), palette.INK, "bold"))
        if run is comparison.runs[0]:
            mark = f"({texts.say('compare_reference')})"
            parts.append((mark, palette.SOFT_INK, "normal"))
        elif "utilization_rate" in first:
            change = kpis["utilization_rate"] - first["utilization_rate"]
            parts.append((write_change(change, "", texts), pick_color(100 * change), "bold"))
    if "cross_border" in kpis:
        crossing = write_known(kpis["cross_border"], "kt/yr", texts)
        text = texts.say("compare_panel_crossing", amount=crossing)
        parts.append((f"·  {text}", palette.SOFT_INK, "normal"))
    if "net_cost" in kpis:
        key = "kpi_net_cost" if kpis["net_cost"] >= 0 else "kpi_net_gain"
        money = write_known(abs(kpis["net_cost"]), "MCNY/yr", texts)
        parts.append((f"·  {texts.say(key, money=money)}", palette.SOFT_INK, "normal"))
    return parts


def _write_provinces(run: ComparedRun, font: MapFont) -> str:
    """Return the net rates of the provinces, those that generate most first."""
    areas = run.table("areas")
    rows = areas[(areas["level"] == "province") & (areas["generation_kt_yr"] > 0)]
    rows = rows.sort_values("generation_kt_yr", ascending=False, kind="stable").head(_PROVINCES)
    parts = [
        f"{font.pick(row['name_en'], row['name_zh'])} "
        f"{write_percent(float(row['utilization_rate_pct']), 0)}"
        for row in rows.to_dict("records")
    ]
    return "  ·  ".join(parts)


def _draw_legend(
    figure: Figure,
    layout: Layout,
    scenes: Sequence[Scene],
    tables: Sequence[Tables],
    font: MapFont,
) -> None:
    """Explain all maps at once, in what occurs on any of them."""
    left, bottom, _, tall = layout.panel
    ax = _open_column(figure, layout, (left, bottom, _PANEL / layout.size[0], tall))
    first = scenes[0]
    union = replace(
        first,
        sites=replace(
            first.sites,
            zones=pd.concat([scene.sites.zones for scene in scenes]),
            plants=pd.concat([scene.sites.plants for scene in scenes]),
            outlets=pd.concat([scene.sites.outlets for scene in scenes]),
            rings=pd.concat([scene.sites.rings for scene in scenes]),
        ),
        flows=replace(first.flows, shown=pd.concat([scene.flows.shown for scene in scenes])),
        ports={name: at for scene in scenes for name, at in scene.ports.items()},
    )
    shared = {
        "lines": pd.concat([part["lines"] for part in tables]),
        "modes": pd.concat([part["modes"] for part in tables]).drop_duplicates("id"),
    }
    panel = open_panel(ax, font)
    draw_keys(panel, union, shared)
    panel.fit()


def _open_column(figure: Figure, layout: Layout, box: Window) -> Axes:
    """Return axes measured in points for texts and keys."""
    ax = figure.add_axes(box)
    ax.set_xlim(0, box[2] * layout.size[0] * _POINTS)
    ax.set_ylim(0, box[3] * layout.size[1] * _POINTS)
    ax.set_axis_off()
    return ax


def _draw_rates(figure: Figure, layout: Layout, comparison: Comparison, font: MapFont) -> None:
    """Draw the net rates of region and provinces in every run as bars, beside the legend."""
    areas = comparison.areas[comparison.areas["level"].isin(["region", "province"])]
    size = areas[[f"{name}:generation_kt_yr" for name in comparison.names]].max(axis=1)
    order = size[size > 0].sort_values(ascending=False, kind="stable").index
    titles = short_titles(comparison, font.texts)
    columns = _open_columns(figure, layout, font)
    panel = next(columns)
    panel.head("compare_rates")
    for row in areas.loc[order].to_dict("records"):
        if panel.top < (len(titles) + 1.5) * ROW:
            following = next(columns, None)
            if following is None:
                break
            panel = following
        _draw_area(panel, row, titles)


def _open_columns(figure: Figure, layout: Layout, font: MapFont) -> Iterator[Panel]:
    """Yield the columns that find room beside the legend."""
    left, bottom, wide, tall = layout.panel
    inch = 1 / layout.size[0]
    room = wide / inch - _PANEL - _GAP
    for n in range(max(1, int((room + _GAP) / (_COLUMN + _GAP)))):
        start = left + (_PANEL + _GAP + n * (_COLUMN + _GAP)) * inch
        box = (start, bottom, min(_COLUMN, room) * inch, tall)
        yield open_panel(_open_column(figure, layout, box), font)


def _draw_area(panel: Panel, row: Mapping[Any, Any], titles: Mapping[str, str]) -> None:
    texts = panel.font.texts
    panel.write(LEFT, panel.down(ROW / 2), pick_name(row, "name", texts, "area"), weight="bold")
    panel.down(ROW / 2)
    names = {run: cut(title, _LONGEST_NAME) for run, title in titles.items()}
    start = LEFT + 12 + 5.0 * max(measure_width(name) for name in names.values())
    room = panel.width - start - _FIGURE
    for run, name in names.items():
        y = panel.down(ROW / 2)
        rate = float(row[f"{run}:utilization_rate_pct"])
        panel.write(LEFT + 6, y, name, SMALL, color=palette.SOFT_INK)
        if not math.isnan(rate):
            shown = min(max(rate, 0.0), 100.0) / 100
            for share, face, edge in (
                (1.0, "none", palette.FRAME),
                (shown, palette.RATE(shown), palette.INK),
            ):
                bar = Rectangle((start, y - 4.5), room * share, 9, facecolor=face, linewidth=0.6)
                bar.set_edgecolor(edge)
                panel.ax.add_patch(bar)
        text = "–" if math.isnan(rate) else write_percent(rate)
        panel.write(start + room + 6, y, text, SMALL)
        panel.down(ROW / 2)
    panel.down(5)
