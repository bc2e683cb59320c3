"""The side panel: results by province, and everything that is needed to read the map."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle

from sim.draw import outlets, palette
from sim.draw.building import LARGEST as LARGEST_RING
from sim.draw.building import WAYS, draw_ring
from sim.draw.families import name_families
from sim.draw.flows import THINNEST, WIDEST, Flows, list_goods, read_flag
from sim.draw.fonts import MapFont
from sim.draw.ground import make_place_mark, make_port_mark
from sim.draw.labels import measure_width
from sim.draw.outlets import COLORS, KINDS, MARKERS
from sim.draw.panel import LEFT, SMALL, Panel, open_panel
from sim.draw.routes import make_path, shape_arrow
from sim.draw.scene import Scene
from sim.draw.sites import PLANT, Sites, measure_circle
from sim.draw.strokes import style_arrow
from sim.geo.basemap import Basemap
from sim.say.figures import round_nice, write_percent

PatchStyle = Mapping[str, Any]
"""Properties of a patch."""
GAP = 15.0
ROW = 15.5
SAMPLE = 28.0
_MOST_PROVINCES = 8
_PERCENTS = tuple(write_percent(percent, 0) for percent in (0, 25, 50, 75, 100))
_GRADIENT = np.linspace(0, 1, 256)[None, :]


Section = Callable[[Panel], None]
"""Draws a part of the legend that is not torn apart."""
RESULTS = 2
"""Parts at the beginning that tell results; the others explain the map."""


def draw_legend(ax: Axes, font: MapFont, scene: Scene, tables: Mapping[str, pd.DataFrame]) -> None:
    """Fill the side panel; what does not occur on the map is left out."""
    panel = open_panel(ax, font)
    for section in list_sections(font, scene, tables):
        section(panel)
    panel.fit()


def list_sections(font: MapFont, scene: Scene, tables: Mapping[str, pd.DataFrame]) -> list[Section]:
    """Return the parts of the legend in order: results, then the keys of what occurs."""
    names = name_provinces(tables.get("areas"), font)
    pairs = list_border_pairs(tables["flows"], list_goods(tables.get("line_outputs")))
    return [
        lambda panel: _draw_provinces(panel, tables.get("areas")),
        lambda panel: _draw_borders(panel, pairs, names),
        *list_keys(font, scene, tables),
    ]


def draw_keys(panel: Panel, scene: Scene, tables: Mapping[str, pd.DataFrame]) -> None:
    """Explain circles, symbols, arrows and base map."""
    for section in list_keys(panel.font, scene, tables):
        section(panel)


def list_keys(font: MapFont, scene: Scene, tables: Mapping[str, pd.DataFrame]) -> list[Section]:
    """Return what explains circles, symbols, arrows and base map, as far as they occur."""
    sites, flows = scene.sites, scene.flows
    sections: list[Section] = []
    if len(sites.zones):
        sections.append(lambda panel: _draw_zone_key(panel, sites))
    if len(sites.plants):
        families = name_families(tables["lines"], font)
        sections.append(lambda panel: _draw_plant_key(panel, sites, families))
    if len(sites.rings):
        sections.append(lambda panel: draw_ring_key(panel, sites))
    if len(sites.outlets):
        sections.append(lambda panel: draw_outlet_key(panel, sites))
    if len(flows.shown):
        modes = tables.get("modes")
        sections.append(lambda panel: _draw_flow_key(panel, flows, scene.colors, modes))
    sections.append(lambda panel: draw_ground_key(panel, scene.basemap, bool(scene.ports)))
    return sections


def name_provinces(areas: pd.DataFrame | None, font: MapFont) -> dict[str, str]:
    """Return the names of the provinces by their ids."""
    if areas is None:
        return {}
    rows = areas[areas["level"] == "province"].to_dict("records")
    return {str(row["area"]): font.pick(row["name_en"], row["name_zh"]) for row in rows}


def list_border_pairs(
    flows: pd.DataFrame, goods: Collection[str] = (), most: int = 4
) -> list[tuple[str, str, float]]:
    """Return the province pairs that send each other most waste: from, to, kt/yr."""
    crossing = flows[read_flag(flows["cross_border"]) & ~flows["material"].isin(list(goods))]
    crossing = crossing[(crossing["role"] != "sale") & (crossing["amount_kt_yr"] > 0)]
    sums = crossing.groupby(["origin_province", "destination_province"])["amount_kt_yr"].sum()
    order = sums.sort_index().sort_values(ascending=False, kind="stable").head(most)
    pairs = order.reset_index().to_dict("records")
    return [
        (str(p["origin_province"]), str(p["destination_province"]), float(p["amount_kt_yr"]))
        for p in pairs
    ]


def _draw_provinces(panel: Panel, areas: pd.DataFrame | None) -> None:
    if areas is None or not len(areas):
        return
    rows = areas[(areas["level"] == "province") & (areas["generation_kt_yr"] > 0)]
    rows = rows.sort_values("generation_kt_yr", ascending=False).head(_MOST_PROVINCES)
    if not len(rows):
        return
    panel.head("by_province")
    records = rows.to_dict("records")
    names = [panel.font.pick(row["name_en"], row["name_zh"]) for row in records]
    start = LEFT + 8 + 5.4 * max(measure_width(name) for name in names)
    room = panel.width - start - 118
    for name, row in zip(names, records, strict=True):
        y = panel.down(ROW / 2)
        rate = float(row["utilization_rate_pct"])
        shown = min(max(rate, 0.0), 100.0)
        color = palette.RATE(shown / 100)
        panel.write(LEFT, y, name)
        for share, face in ((1.0, "none"), (shown / 100, color)):
            bar = Rectangle((start, y - 4.5), room * share, 9, facecolor=face, linewidth=0.6)
            bar.set_edgecolor(palette.INK if face != "none" else palette.FRAME)
            panel.ax.add_patch(bar)
        amount = panel.font.texts.amount(float(row["generation_kt_yr"]))
        text = panel.font.texts.say("of", rate=write_percent(rate, 0), amount=amount)
        panel.write(start + room + 6, y, text, SMALL)
        panel.down(ROW / 2)
    panel.down(GAP - 4)


def _draw_borders(
    panel: Panel, pairs: list[tuple[str, str, float]], names: Mapping[str, str]
) -> None:
    if not pairs:
        return
    panel.head("borders")
    rows = [(f"{names.get(a, a)} → {names.get(b, b)}", amount) for a, b, amount in pairs]
    start = LEFT + 10 + 5.4 * max(measure_width(name) for name, _ in rows)
    for name, amount in rows:
        y = panel.down(ROW / 2)
        panel.write(LEFT, y, name)
        panel.write(start, y, panel.font.texts.amount(amount), SMALL)
        panel.down(ROW / 2)
    panel.down(GAP - 4)


def _draw_zone_key(panel: Panel, sites: Sites) -> None:
    panel.head("sources")
    panel.note("sources_size")
    draw_circles(panel, sites.largest)
    panel.note("rate")
    draw_ramp(panel, palette.RATE)
    panel.down(GAP)


def draw_circles(panel: Panel, largest: float) -> None:
    """Draw circles of round amounts, sized against the largest."""
    steps = list_steps(largest)
    sizes = measure_circle(np.array(steps), largest)
    y = panel.down(float(sizes.max()) / 2 + 1)
    x = LEFT
    for step, size in zip(steps, sizes, strict=True):
        x += float(size) / 2
        panel.ax.scatter(
            x, y, s=float(size) ** 2, facecolor=palette.LAND, edgecolors=palette.INK, linewidths=0.7
        )
        x += float(size) / 2 + 4
        text = panel.font.texts.amount(step, yearly=False)
        panel.write(x, y, text, SMALL)
        x += 5.2 * measure_width(text) + 8
    panel.down(float(sizes.max()) / 2 + 7)


def draw_ramp(panel: Panel, cmap: Colormap, ticks: Sequence[str] = _PERCENTS) -> None:
    """Draw a colour bar with evenly spaced ticks, from 0 to 100 % by default."""
    right, tall = panel.width - 30, 9.0
    y = panel.down(tall)
    panel.ax.imshow(
        _GRADIENT,
        extent=(LEFT, right, y, y + tall),
        cmap=cmap,
        aspect="auto",
        interpolation="bilinear",
    )
    frame = Rectangle(
        (LEFT, y), right - LEFT, tall, facecolor="none", edgecolor=palette.INK, linewidth=0.6
    )
    panel.ax.add_patch(frame)
    below = panel.down(SMALL / 2 + 3)
    for n, tick in enumerate(ticks):
        x = LEFT + (right - LEFT) * n / (len(ticks) - 1)
        panel.write(x, below, tick, SMALL, ha="center" if n else "left")
    panel.down(SMALL / 2)


def _draw_plant_key(panel: Panel, sites: Sites, names: Mapping[str, str]) -> None:
    panel.head("plants")
    half = panel.width / 2
    families = list(sites.shapes)
    for i, family in enumerate(families):
        if i % 2 == 0:
            panel.down(ROW)
        x, y = LEFT + 6 + (i % 2) * half, panel.top + ROW / 2
        panel.ax.scatter(
            x,
            y,
            s=PLANT**2,
            marker=sites.shapes[family],
            facecolor=palette.LOAD(0.45),
            edgecolors=palette.INK,
            linewidths=0.9,
        )
        panel.write(x + 10, y, names[family])
    panel.down(4)
    panel.note("load")
    draw_ramp(panel, palette.LOAD)
    panel.down(GAP)


def draw_ring_key(panel: Panel, sites: Sites) -> None:
    """Explain the rings around plants where capacity is built or closed."""
    panel.head("building")
    for way in WAYS:
        rings = sites.rings[sites.rings["way"] == way]
        if not len(rings):
            continue
        size = float(rings["size"].max())
        y = panel.down(size / 2 + 2)
        draw_ring(panel.ax, way, LEFT + LARGEST_RING / 2, y, size)
        amount = panel.font.texts.amount(float(rings["amount"].max()))
        panel.write(LEFT + LARGEST_RING + 8, y, panel.font.texts.say(f"ring_{way}", amount=amount))
        panel.down(size / 2 + 2)
    panel.down(GAP - 6)


def draw_outlet_key(panel: Panel, sites: Sites) -> None:
    """Explain the symbols of sinks and markets."""
    panel.head("outlets")
    here = set(sites.outlets["kind"])
    panel.down(ROW)
    for i, kind in enumerate(kind for kind in KINDS if kind in here):
        x, y = LEFT + 6 + i * panel.width / 2, panel.top + ROW / 2
        panel.ax.scatter(
            x,
            y,
            s=outlets.SIZE**2,
            marker=MARKERS[kind],
            facecolor=COLORS[kind],
            edgecolor=palette.INK,
            linewidths=0.9,
        )
        panel.write(x + 12, y, panel.font.texts.say(f"outlet_{kind}"))
    panel.down(4)
    panel.note("outlets_fill")
    panel.down(GAP - 4)


def draw_sample(panel: Panel, x: float, y: float, width: float, style: PatchStyle) -> None:
    """Draw an arrow of `width` points with its tail at x, y."""
    arrow = shape_arrow(np.array([[x, y], [x + SAMPLE, y]]), width, 1.0)
    panel.ax.add_patch(PathPatch(make_path(arrow), **style))


def draw_samples(panel: Panel, samples: Iterable[tuple[str, PatchStyle]]) -> None:
    """Draw named arrows, two a row."""
    for i, (name, style) in enumerate(samples):
        if i % 2 == 0:
            panel.down(ROW)
        x, y = LEFT + (i % 2) * panel.width / 2, panel.top + ROW / 2
        draw_sample(panel, x, y, 4.0, style)
        panel.write(x + SAMPLE + 6, y, name)
    panel.down(4)


def draw_widths(panel: Panel, flows: Flows, style_at: Callable[[float], PatchStyle]) -> None:
    """Draw arrows of round amounts in a row; `style_at` tells the style of one of a width."""
    y = panel.down(WIDEST / 2 + 3)
    for i, step in enumerate(list_steps(float(flows.shown["amount"].max()))):
        x, width = LEFT + i * panel.width / 3, max(THINNEST, step * flows.points_per_kt)
        draw_sample(panel, x, y, width, style_at(width))
        amount = panel.font.texts.amount(step, yearly=False)
        panel.write(x + SAMPLE + 5, y, amount, SMALL)
    panel.down(WIDEST / 2 + GAP)


def _draw_flow_key(
    panel: Panel, flows: Flows, colors: Mapping[str, str], modes: pd.DataFrame | None
) -> None:
    panel.head("flows")
    texts = panel.font.texts
    usual = flows.shown[~flows.shown["disposal"]]
    entries = [(name_mode(m, modes, panel.font), colors[m]) for m in sorted(usual["mode"].unique())]
    if flows.shown["disposal"].any():
        entries.append((texts.say("to_disposal"), palette.DISPOSAL))
    samples: list[tuple[str, PatchStyle]] = [
        (name, {"facecolor": color, "edgecolor": "none"}) for name, color in entries
    ]
    color = entries[0][1]
    for crosses in sorted(flows.shown["cross_border"].unique()):
        name = texts.say("cross_border" if crosses else "inside")
        samples.append((name, style_arrow(color, bool(crosses), 4.0)))
    draw_samples(panel, samples)
    panel.note("flows_width")
    draw_widths(panel, flows, lambda width: style_arrow(color, False, width))


def draw_ground_key(panel: Panel, basemap: Basemap, ports: bool) -> None:
    """Explain rivers, administrative lines and marks, as far as they occur."""
    entries: list[tuple[str, Line2D]] = []
    if len(basemap.rivers) or len(basemap.water):
        entries.append(("river", Line2D([], [], color=palette.RIVER, linewidth=2.8)))
    if len(basemap.provinces):
        dashes = (0, (7, 2, 1.5, 2))
        style = Line2D([], [], color=palette.PROVINCE_LINE, linewidth=1.2, linestyle=dashes)
        entries.append(("province_line", style))
    if basemap.lines is not None and len(basemap.lines):
        entries.append(("city_line", Line2D([], [], color=palette.CITY_LINE, linewidth=1.4)))
        entries.append(("county_line", Line2D([], [], color=palette.COUNTY_LINE, linewidth=1.2)))
    if len(basemap.places):
        entries.append(("place", make_place_mark()))
    if ports:
        entries.append(("port", make_port_mark()))
    if not entries:
        return
    panel.head("base")
    for i, (key, line) in enumerate(entries):
        if i % 2 == 0:
            panel.down(ROW)
        x, y = LEFT + (i % 2) * panel.width / 2, panel.top + ROW / 2
        line.set_data(*(([x + 8], [y]) if line.get_marker() != "None" else ([x, x + 26], [y, y])))
        panel.ax.add_line(line)
        panel.write(x + 32, y, panel.font.texts.say(key))


def name_mode(mode: str, modes: pd.DataFrame | None, font: MapFont) -> str:
    """Return what to call a mode of transport."""
    if modes is not None:
        for row in modes[modes["id"] == mode].to_dict("records"):
            return font.pick(row["name_en"], row["name_zh"]) or mode
    return mode.replace("_", " ").capitalize()


def list_steps(largest: float) -> Sequence[float]:
    """Return three round amounts for a size scale, the largest first.

    >>> list_steps(5800.0)
    [5000.0, 1000.0, 200.0]
    """
    top = round_nice(largest)
    return [top, round_nice(top / 5), round_nice(top / 25)]
