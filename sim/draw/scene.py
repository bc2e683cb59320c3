"""All that a map shows, gathered once and drawn into the map and into its windows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.draw import palette
from sim.draw.building import draw_rings
from sim.draw.canvas import View
from sim.draw.flows import Flows, choose_flows, list_goods
from sim.draw.fonts import MapFont
from sim.draw.ground import (
    draw_ground,
    list_lines,
    make_place_mark,
    make_port_mark,
    project_shapes,
)
from sim.draw.inset import Inset, list_guides, open_inset, plan_insets
from sim.draw.labels import Board, place_labels
from sim.draw.lettering import MOST, list_names
from sim.draw.marginalia import draw_north_arrow, draw_scale_bar, draw_zoom
from sim.draw.outlets import draw_outlets, list_outlets
from sim.draw.projection import Points, Projection
from sim.draw.sites import Sites, draw_plants, draw_zones, gather_sites, leave_out_unbuilt
from sim.draw.strokes import Band, Stroke, draw_flows, trace_flows
from sim.geo.basemap import Basemap
from sim.scenario.via import terminals_of


@dataclass(frozen=True)
class Scene:
    """Base map, sites and flows of one run, and how they are coloured."""

    basemap: Basemap
    sites: Sites
    flows: Flows
    colors: Mapping[str, str]
    """Mode of transport -> colour."""
    ports: Mapping[str, Points]
    """Terminal -> position in km, of the terminals that drawn flows use."""
    rivers: list[Points]
    """Lines that barges may follow, in km."""


@dataclass(frozen=True)
class Scale:
    """Sizes, shapes and colours that several maps share."""

    largest: float
    """kt/yr of the largest circle."""
    strongest: float
    """kt/yr of the widest arrow."""
    shapes: Mapping[str, str]
    """Technology family -> marker."""
    colors: Mapping[str, str]


def find_scale(scene: Scene) -> Scale:
    """Return the scale of a scene."""
    strongest = float(scene.flows.shown["amount"].max()) if len(scene.flows.shown) else 0.0
    return Scale(scene.sites.largest, strongest, scene.sites.shapes, scene.colors)


def find_load(scene: Scene, view: View) -> float:
    """Return the kt/yr of the fullest stretch of river, all flows of a kind together."""
    _, bands = trace_flows(
        scene.flows, view, scene.sites.list_radii(), scene.ports, scene.rivers, scene.colors
    )
    widths = [width for band in bands for _, width in band.stretches]
    return max(widths, default=0.0) / scene.flows.points_per_kt


def gather_scene(
    tables: Mapping[str, pd.DataFrame],
    basemap: Basemap,
    projection: Projection,
    scale: Scale | None = None,
) -> Scene:
    """Return the scene of the result tables, on a scale of its own when none is given."""
    strongest = scale.strongest if scale else None
    goods = list_goods(tables.get("line_outputs"))
    flows = choose_flows(tables["flows"], projection, goods, strongest)
    mediums = list_mediums(flows.shown, tables.get("modes"))
    sites = gather_sites(
        tables["zones"],
        leave_out_unbuilt(tables["lines"]),
        list_outlets(tables),
        projection,
        scale.largest if scale else None,
        scale.shapes if scale else None,
        tables.get("built"),
        tables.get("technologies"),
    )
    return Scene(
        basemap,
        sites,
        flows,
        scale.colors if scale else palette.pick_mode_colors(mediums),
        list_ports(flows, tables.get("terminals"), projection),
        list_lines(project_shapes(basemap.rivers, projection)),
    )


def list_mediums(flows: pd.DataFrame, modes: pd.DataFrame | None) -> dict[str, str]:
    """Return mode -> road, rail or water; without a table of modes, water where it has ports."""
    grouped = (flows["via"] != "").groupby(flows["mode"]).any()
    mediums = {str(mode): "water" if by else "road" for mode, by in grouped.items()}
    if modes is not None:
        known = zip(modes["id"].astype(str), modes["medium"].astype(str), strict=True)
        mediums |= {mode: medium for mode, medium in known if mode in mediums}
    return mediums


def list_ports(
    flows: Flows, terminals: pd.DataFrame | None, projection: Projection
) -> dict[str, Points]:
    """Return terminal -> position in km, of the terminals that drawn flows use."""
    if terminals is None:
        return {}
    used = {name for via in flows.shown["via"] for name in terminals_of(str(via))}
    return place_ports(terminals[terminals["id"].isin(used)], projection)


def place_ports(terminals: pd.DataFrame, projection: Projection) -> dict[str, Points]:
    """Return terminal -> position in km, of those that have coordinates."""
    known = terminals.dropna(subset=["lon", "lat"])
    points = projection.project(known["lon"].astype(float), known["lat"].astype(float))
    return {str(name): points[i] for i, name in enumerate(known["id"])}


Drawn = tuple[list[Stroke], list[Band]]
Draw = Callable[[Axes, View, Scene], Drawn]


def draw_scene(
    figure: Figure, ax: Axes, view: View, scene: Scene, font: MapFont, draw: Draw | None = None
) -> None:
    """Draw the map, its windows and its names; `draw` draws the data, `draw_data` by default."""
    draw = draw or draw_data
    drawn = draw(ax, view, scene)
    board = Board(ax)
    sites = list_positions(scene.sites)
    board.block(draw_scale_bar(ax, view, sites))
    board.block(draw_north_arrow(ax, view, font.texts, sites))
    fill_board(board, view, scene, *drawn)
    insets = plan_insets(sites, view, board)
    for inset in insets:
        draw_window(figure, ax, inset, scene, font, draw)
        for line in [*list_guides(ax, inset), np.asarray(inset.view.box.exterior.coords)]:
            board.shade(line, 1.0)
    outside = hide_sites(scene.sites, insets)
    write_names(ax, board, view, replace(scene, sites=outside), font)


def draw_window(
    figure: Figure, ax: Axes, inset: Inset, scene: Scene, font: MapFont, draw: Draw
) -> None:
    """Draw an enlarged part of the map."""
    window = open_inset(figure, ax, inset)
    drawn = draw(window, inset.view, scene)
    board = Board(window)
    board.block(draw_zoom(window, inset.view, inset.zoom, font.texts))
    fill_board(board, inset.view, scene, *drawn)
    write_names(window, board, inset.view, scene, font)


def draw_data(ax: Axes, view: View, scene: Scene) -> Drawn:
    """Draw ground, flows, circles and symbols; return what was drawn of the flows."""
    drawn = draw_ways(ax, view, scene)
    draw_zones(scene.sites, view, ax)
    draw_rings(scene.sites.rings, view, ax)
    draw_plants(scene.sites, view, ax)
    draw_outlets(scene.sites.outlets, view, ax)
    return drawn


def draw_ways(ax: Axes, view: View, scene: Scene) -> Drawn:
    """Draw ground, flows and ports; return what was drawn of the flows."""
    draw_ground(scene.basemap, view, ax)
    strokes, bands = trace_flows(
        scene.flows, view, scene.sites.list_radii(), scene.ports, scene.rivers, scene.colors
    )
    draw_flows(strokes, bands, view, ax)
    if scene.ports:
        _draw_mark(ax, make_port_mark(), np.array([scene.ports[p] for p in sorted(scene.ports)]))
    return strokes, bands


def fill_board(
    board: Board, view: View, scene: Scene, strokes: list[Stroke], bands: list[Band]
) -> None:
    """Take the room of circles and symbols on the board and shade the flows."""
    for zone in scene.sites.zones.to_dict("records"):
        board.block_disc(zone["x"], zone["y"], 0.92 * zone["size"] / 2)
    for site in [*scene.sites.plants.to_dict("records"), *scene.sites.outlets.to_dict("records")]:
        x = site["x"] + site["shift"] * view.km_per_point
        board.block_disc(x, site["y"], site["size"] / 2)
    for ring in scene.sites.rings.to_dict("records"):
        board.block_disc(ring["x"], ring["y"], ring["size"] / 2)
    for stroke in strokes:
        board.shade(stroke.line, stroke.width)
    for line, width in (stretch for band in bands for stretch in band.stretches):
        board.shade(line, width)


def write_names(
    ax: Axes,
    board: Board,
    view: View,
    scene: Scene,
    font: MapFont,
    most: Mapping[str, int] | None = None,
) -> None:
    """Write the names that find room; a town whose name finds none has no mark either.

    `most` bounds how many names of a kind are written; MOST when not given.
    """
    names = list_names(scene.sites, scene.basemap, view, font)
    towns = [
        placed.label.anchors[0]
        for placed in place_labels(ax, board, names, most or MOST)
        if placed.label.kind == "town"
    ]
    if towns:
        _draw_mark(ax, make_place_mark(), np.array(towns))


def list_positions(sites: Sites) -> Points:
    """Return the positions of all circles and symbols, in km."""
    parts = (sites.zones, sites.plants, sites.outlets)
    return np.vstack([part[["x", "y"]].to_numpy(float) for part in parts])


def hide_sites(sites: Sites, insets: list[Inset]) -> Sites:
    """Return the sites that no window shows: the others are named in their window."""

    def outside(part: pd.DataFrame) -> pd.DataFrame:
        for inset in insets:
            part = part[~inset.view.holds(part[["x", "y"]].to_numpy(float))]
        return part

    return replace(
        sites,
        zones=outside(sites.zones),
        plants=outside(sites.plants),
        outlets=outside(sites.outlets),
    )


def _draw_mark(ax: Axes, mark: Line2D, points: Points) -> None:
    mark.set_data(points[:, 0], points[:, 1])
    ax.add_line(mark)
