"""The side panel of a difference map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.draw import palette
from sim.draw.fonts import MapFont
from sim.draw.labels import measure_width
from sim.draw.legend import (
    GAP,
    ROW,
    Section,
    draw_circles,
    draw_ground_key,
    draw_outlet_key,
    draw_ramp,
    draw_samples,
    draw_widths,
    list_steps,
)
from sim.draw.panel import LEFT, SMALL, Panel, open_panel
from sim.draw.scene import Scene
from sim.draw.sites import Numbers
from sim.draw.strokes import style_arrow
from sim.say.figures import write_percent
from sim.studies.compare.sentences import pick_name, write_change
from sim.studies.compare.study import Comparison

LARGEST_SQUARE, SMALLEST_SQUARE = 24.0, 4.0
"""Points."""
_MOST_PROVINCES = 8
_RATES = 76.0
"""Points that two rates and the arrow between them take."""


@dataclass(frozen=True)
class Change:
    """What is drawn of a difference.

    The scene's circles are coloured by the change of their rate (points), its plants sized by
    the change of their uptake, its flows by the size of their change.
    """

    scene: Scene
    limit: float
    """Points at the ends of the scale of colours."""
    clipped: bool
    """Whether some changes are larger."""
    largest: float
    """kt/yr of the largest square."""


def measure_square(amounts: Numbers, largest: float) -> Numbers:
    """Return sides in points whose squares are as the amounts."""
    if largest <= 0:
        return np.full(len(amounts), SMALLEST_SQUARE)
    sides: Numbers = np.maximum(SMALLEST_SQUARE, LARGEST_SQUARE * np.sqrt(amounts / largest))
    return sides


def pick_color(points: float) -> str:
    """Return the colour of a change of a rate; of none the colour of text."""
    if round(abs(points), 1) == 0:
        return palette.INK
    return palette.MORE if points > 0 else palette.LESS


def draw_difference_legend(ax: Axes, font: MapFont, change: Change, comparison: Comparison) -> None:
    """Fill the side panel; what does not occur on the map is left out."""
    panel = open_panel(ax, font)
    for section in list_difference_sections(change, comparison):
        section(panel)
    panel.fit()


def list_difference_sections(change: Change, comparison: Comparison) -> list[Section]:
    """Return the parts of the legend in order: results, then the keys of what occurs."""
    scene = change.scene
    sections: list[Section] = [lambda panel: _draw_provinces(panel, comparison)]
    if len(scene.sites.zones):
        sections.append(lambda panel: _draw_zone_key(panel, change))
    if change.largest > 0:
        sections.append(lambda panel: _draw_plant_key(panel, change))
    if len(scene.sites.outlets):
        sections.append(lambda panel: draw_outlet_key(panel, scene.sites))
    if len(scene.flows.shown):
        sections.append(lambda panel: _draw_flow_key(panel, change))
    sections.append(lambda panel: draw_ground_key(panel, scene.basemap, bool(scene.ports)))
    return sections


def _draw_provinces(panel: Panel, comparison: Comparison) -> None:
    """Draw how the rate of each province changes: bars to the left are less, to the right more."""
    first, last = comparison.names[0], comparison.names[-1]
    rows = comparison.areas[comparison.areas["level"] == "province"]
    size = rows[[f"{run}:generation_kt_yr" for run in (first, last)]].max(axis=1)
    rows = rows.loc[size[size > 0].sort_values(ascending=False, kind="stable").index]
    records = rows.head(_MOST_PROVINCES).to_dict("records")
    if not records:
        return
    panel.head("compare_by_province")
    texts = panel.font.texts
    names = [pick_name(row, "name", texts, "area") for row in records]
    start = LEFT + 8 + 5.4 * max(measure_width(name) for name in names)
    room = max(30.0, panel.width - start - _RATES - 66)
    middle = start + _RATES + room / 2
    changes = [float(row[f"{last}:difference:utilization_rate_pct"]) for row in records]
    widest = max((abs(c) for c in changes if not pd.isna(c)), default=0.0) or 1.0
    for name, row, points in zip(names, records, changes, strict=True):
        y = panel.down(ROW / 2)
        ends = [row[f"{run}:utilization_rate_pct"] for run in (first, last)]
        rates = ["–" if pd.isna(end) else write_percent(float(end), 0) for end in ends]
        panel.write(LEFT, y, name)
        panel.write(start, y, " → ".join(rates), SMALL)
        if not pd.isna(points):
            long = points / widest * room / 2
            color = pick_color(points)
            panel.ax.add_patch(Rectangle((middle, y - 4.5), long, 9, facecolor=color))
            text = write_change(points / 100, "", texts).split(" ")[0]
            panel.write(panel.width - 4, y, text, SMALL, ha="right", color=color, weight="bold")
            panel.ax.plot([middle, middle], [y - 6, y + 6], color=palette.INK, linewidth=0.7)
        panel.down(ROW / 2)
    panel.down(GAP - 4)


def _draw_zone_key(panel: Panel, change: Change) -> None:
    panel.head("compare_zones")
    panel.note("compare_zones_size")
    zones = change.scene.sites.zones
    draw_circles(panel, change.scene.sites.largest)
    if zones["rate"].notna().any():
        _draw_scale(panel, change)
    if zones["rate"].isna().any():
        y = panel.down(ROW)
        panel.ax.scatter(
            LEFT + 8,
            y,
            s=110,
            facecolors=palette.LAND,
            edgecolors=palette.INK,
            linewidths=1.1,
            linestyles=(0, (2, 1.5)),
        )
        panel.write(LEFT + 22, y, panel.font.texts.say("compare_zone_single"))
    panel.down(GAP)


def _draw_scale(panel: Panel, change: Change) -> None:
    """Draw the colours of changed rates with their points."""
    panel.note("compare_zones_color")
    limit = change.limit
    ticks = [f"−{limit:g}", f"−{limit / 2:g}", "0", f"+{limit / 2:g}", f"+{limit:g}"]
    if change.clipped:
        ticks[0], ticks[-1] = f"≤ {ticks[0]}", f"≥ {ticks[-1]}"
    draw_ramp(panel, palette.CHANGE, ticks)


def _draw_plant_key(panel: Panel, change: Change) -> None:
    panel.head("compare_plants")
    texts = panel.font.texts
    y = panel.down(ROW / 2)
    entries = [("compare_less", palette.LESS, 10.0), ("compare_more", palette.MORE, 10.0)]
    for n, (key, face, side) in enumerate(entries):
        x = LEFT + 6 + n * panel.width / 2
        panel.ax.scatter(x, y, s=side**2, marker="s", facecolors=face, edgecolors=palette.PAPER)
        panel.write(x + 12, y, texts.say(key))
    panel.down(ROW / 2 + 2)
    panel.note("compare_plants_size")
    steps = list_steps(change.largest)
    sides = measure_square(np.array(steps), change.largest)
    y = panel.down(float(sides.max()) / 2 + 2)
    x = LEFT
    for step, side in zip(steps, sides, strict=True):
        x += float(side) / 2
        panel.ax.scatter(
            x,
            y,
            s=float(side) ** 2,
            marker="s",
            facecolors=palette.PAPER,
            edgecolors=palette.INK,
            linewidths=0.8,
        )
        x += float(side) / 2 + 4
        text = texts.amount(step, yearly=False)
        panel.write(x, y, text, SMALL)
        x += 5.2 * measure_width(text) + 8
    panel.down(float(sides.max()) / 2 + GAP)


def _draw_flow_key(panel: Panel, change: Change) -> None:
    panel.head("compare_arrows")
    texts, flows = panel.font.texts, change.scene.flows
    colors = change.scene.colors
    samples = [
        (texts.say(f"compare_{way}"), {"facecolor": colors[way], "edgecolor": "none"})
        for way in sorted(flows.shown["mode"].unique())
    ]
    samples += [
        (
            texts.say("cross_border" if crosses else "inside"),
            style_arrow(colors[_pick_way(flows.shown)], bool(crosses), 4.0),
        )
        for crosses in sorted(flows.shown["cross_border"].unique())
    ]
    draw_samples(panel, samples)
    panel.note("compare_arrows_width")
    look = {"facecolor": palette.SOFT_INK, "edgecolor": "none"}
    draw_widths(panel, flows, lambda _width: look)


def _pick_way(shown: pd.DataFrame) -> str:
    """Return the way most of the shown changes go: the colour of samples."""
    return str(shown.groupby("mode")["amount"].sum().idxmax())
