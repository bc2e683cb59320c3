"""The difference map: what the last run of a comparison has more and less than the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.canvas import View, fit_view, list_places, open_sheet
from sim.draw.flows import WIDEST, Flows, lay_flows, list_goods, merge_flows
from sim.draw.fonts import MapFont
from sim.draw.ground import list_lines, project_shapes
from sim.draw.labels import measure_width
from sim.draw.marginalia import draw_heading, draw_notes, list_notes
from sim.draw.outlets import draw_outlets, list_outlets
from sim.draw.paper import Paper
from sim.draw.scene import Drawn, Scene, draw_scene, draw_ways, find_load, list_ports
from sim.draw.sites import Sites, gather_sites
from sim.draw.sized import open_sized
from sim.geo.basemap import Basemap
from sim.say.figures import NOTHING, write_percent
from sim.say.texts import Texts
from sim.studies.compare.map_legend import (
    Change,
    draw_difference_legend,
    list_difference_sections,
    measure_square,
)
from sim.studies.compare.sentences import short_titles, write_change, write_known
from sim.studies.compare.study import Comparison

Tables = Mapping[str, pd.DataFrame]
_LIMITS = (5.0, 10.0, 20.0, 50.0)
"""Percentage points at the ends of the scale of colours."""
_LONGEST_TITLE = 100
"""Half-width characters."""
_WIDEST_BAND = 18.0
"""Points; the fullest stretch of river."""
MORE, LESS = "more", "less"
COLORS = {MORE: palette.MORE, LESS: palette.LESS}


def frame_difference(tables: Sequence[Tables]) -> View:
    """Return the view that holds the sites of all runs.

    Raises
    ------
    MapError
        No zone or plant of any run has coordinates.
    """
    return fit_view(list_places(*tables))


def subtract_flows(first: Tables, last: Tables) -> pd.DataFrame:
    """Return the connections of waste that differ, as `merge_flows` does.

    `amount` is the size of the change in kt/yr; `mode` says which way it goes, more or less.
    """
    goods = {g for part in (first, last) for g in list_goods(part.get("line_outputs"))}
    before, after = (merge_flows(part["flows"], goods) for part in (first, last))
    both = pd.concat([before.assign(amount=-before["amount"]), after], ignore_index=True)
    keys = [c for c in both.columns if c != "amount"]
    summed = both.groupby(keys, dropna=False, sort=True)["amount"].sum().reset_index()
    summed = summed[summed["amount"].abs() > NOTHING]
    way = np.where(summed["amount"] > 0, MORE, LESS)
    changed = summed.assign(mode=way, amount=summed["amount"].abs(), disposal=False)
    order = ["amount", "origin", "destination", "mode", "via"]
    return changed.sort_values(order, ascending=[False, True, True, True, True])


def gather_change(
    comparison: Comparison,
    tables: Sequence[Tables],
    basemap: Basemap,
    view: View,
    *,
    crossings: bool = False,
) -> Change:
    """Return what is drawn of the difference between the last run and the first.

    With `crossings` these are the flows across province borders, and the sites at their ends.
    """
    changed = subtract_flows(tables[0], tables[-1])
    if crossings:
        changed = changed[changed["cross_border"]]
    flows = lay_flows(changed, view.projection)
    terminals = pd.concat([part["terminals"] for part in tables]).drop_duplicates("id")
    sites, largest = _gather_sites(comparison, tables, view)
    if crossings:
        sites = sites.keep({*changed["origin"], *changed["destination"]})
    limit, clipped = find_limit(sites.zones["rate"])
    scene = Scene(
        basemap,
        sites,
        flows,
        COLORS,
        list_ports(flows, terminals, view.projection),
        list_lines(project_shapes(basemap.rivers, view.projection)),
    )
    load = find_load(scene, view) * WIDEST / _WIDEST_BAND
    if len(flows.shown) and load > float(flows.shown["amount"].max()):
        scene = replace(scene, flows=lay_flows(changed, view.projection, load))
    return Change(scene, limit, clipped, largest)


def _gather_sites(
    comparison: Comparison, tables: Sequence[Tables], view: View
) -> tuple[Sites, float]:
    """Return circles and squares, those that change most first, and the largest change."""
    first, last = comparison.names[0], comparison.names[-1]
    zones = comparison.zones
    generation = zones[[f"{run}:generation_kt_yr" for run in (first, last)]].max(axis=1)
    circles = zones[["zone", "name_en", "name_zh", "lon", "lat"]].assign(
        generation_kt_yr=generation,
        utilization_rate_pct=zones[f"{last}:difference:utilization_rate_pct"],
    )
    lines = comparison.lines
    squares = lines[["plant", "plant_name_en", "plant_name_zh", "lon", "lat"]].assign(
        family="",
        uptake_kt_yr=lines[f"{last}:difference:uptake_kt_yr"],
        activity_kt_yr=0.0,
        available_kt_yr=0.0,
    )
    outlets = pd.concat([list_outlets(part) for part in (tables[-1], tables[0])])
    outlets = outlets.drop_duplicates("outlet", ignore_index=True)
    sites = gather_sites(circles, squares, outlets, view.projection)
    change = zones.set_index("zone")[f"{last}:difference:net_utilized_kt_yr"].abs()
    weight = sites.zones["zone"].map(change)
    placed = sites.zones.assign(change=weight).sort_values(
        ["change", "zone"], ascending=[False, True], ignore_index=True
    )
    plants = sites.plants.assign(change=sites.plants["amount"].round(6))
    sizes = plants["change"].abs()
    largest = float(sizes.max()) if len(sizes) else 0.0
    plants = plants.assign(size=measure_square(sizes.to_numpy(float), largest), amount=sizes)
    return replace(sites, zones=placed, plants=plants), largest


def find_limit(points: pd.Series) -> tuple[float, bool]:
    """Return the points at the ends of the scale of colours, and whether some are beyond.

    >>> find_limit(pd.Series([-3.0, 4.0])), find_limit(pd.Series([80.0]))
    ((5.0, False), (50.0, True))
    """
    largest = float(points.abs().max()) if points.notna().any() else 0.0
    limit = next((step for step in _LIMITS if largest <= step), _LIMITS[-1])
    return limit, largest > limit


def draw_difference(
    comparison: Comparison,
    tables: Sequence[Tables],
    view: View,
    font: MapFont,
    basemap: Basemap,
    *,
    crossings: bool = False,
    paper: Paper | None = None,
) -> Figure:
    """Return the map of what the last run has more and less than the first.

    With `crossings` it shows only what crosses province borders. `paper` is the size in print;
    None: for the screen.
    """
    texts = font.texts
    change = gather_change(comparison, tables, basemap, view, crossings=crossings)
    title = _write_title(comparison, texts)
    if crossings:
        title = texts.say("transfers_map", title=title)
    figures = write_kpi_changes(comparison, texts)
    caption = write_change_caption(change.scene.flows, texts)
    if paper is None:
        figure, ax, panel = open_sheet(view)
        draw_difference_legend(panel, font, change, comparison)
        draw_heading(figure, title, figures)
        draw_notes(figure, basemap, caption, texts)
    else:
        figure, ax, view = open_sized(
            paper,
            list_places(*tables),
            font,
            list_difference_sections(change, comparison),
            ((title, 15.0, "bold"), (figures, 10.0, "normal")),
            list_notes(basemap, caption, texts),
            results=1,
        )
    draw_scene(figure, ax, view, change.scene, font, partial(draw_change, limit=change.limit))
    return figure


def _write_title(comparison: Comparison, texts: Texts) -> str:
    """Return which run is held against which, by their names where the titles are long."""
    first, last = comparison.names[0], comparison.names[-1]
    titles = short_titles(comparison, texts)
    title = texts.say("compare_map_title", other=titles[last], first=titles[first])
    if measure_width(title) <= _LONGEST_TITLE:
        return title
    return texts.say("compare_map_title", other=last, first=first)


def draw_change(ax: Axes, view: View, scene: Scene, *, limit: float) -> Drawn:
    """Draw ground, changed flows, circles and squares; return what was drawn of the flows."""
    drawn = draw_ways(ax, view, scene)
    _draw_circles(ax, scene.sites.zones, limit)
    _draw_squares(ax, scene.sites.plants)
    draw_outlets(scene.sites.outlets, view, ax)
    return drawn


def _draw_circles(ax: Axes, zones: pd.DataFrame, limit: float) -> None:
    ordered = zones.sort_values(["size", "zone"], ascending=[False, True])
    single = ordered["rate"].isna()
    both = ordered[~single]
    ax.scatter(
        both["x"],
        both["y"],
        s=both["size"] ** 2,
        c=both["rate"],
        cmap=palette.CHANGE,
        norm=Normalize(-limit, limit),
        edgecolors=palette.INK,
        linewidths=0.7,
        zorder=5,
    )
    one = ordered[single]
    ax.scatter(
        one["x"],
        one["y"],
        s=one["size"] ** 2,
        facecolors=palette.LAND,
        edgecolors=palette.INK,
        linewidths=1.1,
        linestyles=(0, (2, 1.5)),
        zorder=5,
    )


def _draw_squares(ax: Axes, plants: pd.DataFrame) -> None:
    ordered = plants.sort_values(["size", "plant"], ascending=[False, True])
    for chosen, face in (
        (ordered["change"] == 0, palette.PAPER),
        (ordered["change"] < 0, palette.LESS),
        (ordered["change"] > 0, palette.MORE),
    ):
        part = ordered[chosen]
        ax.scatter(
            part["x"],
            part["y"],
            s=part["size"] ** 2,
            marker="s",
            facecolors=face,
            edgecolors=palette.SOFT_INK if face == palette.PAPER else palette.PAPER,
            linewidths=0.8,
            zorder=6,
        )


def write_kpi_changes(comparison: Comparison, texts: Texts) -> str:
    """Return the line under the title: how rate, border crossings and cost change."""
    before, after = comparison.runs[0].kpis(), comparison.runs[-1].kpis()
    known = [name for name in before if name in after]
    parts = []
    if "utilization_rate" in known:
        ends = (before["utilization_rate"], after["utilization_rate"])
        parts.append(
            texts.say(
                "compare_kpi_rate",
                before=write_known(ends[0], "", texts),
                after=write_known(ends[1], "", texts),
                change=write_change(ends[1] - ends[0], "", texts),
            )
        )
    for name, key, unit in (
        ("cross_border", "compare_kpi_crossing", "kt/yr"),
        ("net_cost", "compare_kpi_cost", "MCNY/yr"),
    ):
        if name in known:
            change = write_change(after[name] - before[name], unit, texts)
            parts.append(texts.say(key, change=change))
    return "  ·  ".join(parts)


def write_change_caption(flows: Flows, texts: Texts) -> str:
    """Return how much of what changes has an arrow."""
    count, amount = len(flows.shown), texts.amount(flows.total)
    if not flows.count:
        return texts.say("compare_shown_none")
    if count == flows.count:
        return texts.say("compare_shown_all", count=count, amount=amount)
    share = write_percent(100 * flows.drawn / flows.total, 0)
    return texts.say(
        "compare_shown_part", count=count, total=flows.count, share=share, amount=amount
    )
