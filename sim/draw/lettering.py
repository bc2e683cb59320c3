"""The lettering of the map: which names could stand on it, and how much each matters."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from sim.draw import palette
from sim.draw.canvas import View
from sim.draw.fonts import MapFont
from sim.draw.ground import list_lines, project_shapes
from sim.draw.labels import Label, shorten
from sim.draw.outlets import COLORS
from sim.draw.projection import Points
from sim.draw.sites import Sites
from sim.geo.basemap import Basemap

MOST = {"zone": 26, "plant": 8, "outlet": 8}
"""How many names of a kind stand on a map or in a window."""
_TOWNS = {1: (14.0, "bold"), 2: (11.0, "bold"), 3: (9.0, "normal")}
_RIVER_SPOTS = 15


def list_names(sites: Sites, basemap: Basemap, view: View, font: MapFont) -> list[Label]:
    """Return every name that could stand on the map; the lowest priority is written first."""
    groups = {
        "town": _name_towns(basemap, view, font),
        "zone": _name_zones(sites, view, font),
        "plant": _name_plants(sites, view, font),
        "outlet": _name_outlets(sites, view, font),
        "river": _name_rivers(basemap, view, font),
        "lake": _name_lakes(basemap, view, font),
        "province": _name_provinces(basemap, view, font),
    }
    return [replace(label, kind=kind) for kind, labels in groups.items() for label in labels]


def _name_towns(basemap: Basemap, view: View, font: MapFont) -> list[Label]:
    labels = []
    for place in basemap.places.to_dict("records"):
        at = view.projection.project(place["geometry"].x, place["geometry"].y)
        name = font.pick(place["name_en"], place["name_zh"])
        if name and view.holds(at).all():
            size, weight = _TOWNS.get(int(place["rank"]), _TOWNS[3])
            order = (0.0 if place["rank"] < 3 else 3.0, float(place["rank"]))
            labels.append(
                Label(name, at, order, size, palette.PLACE_TEXT, weight, reach=2.5, rings=2)
            )
    return labels


def _name_zones(sites: Sites, view: View, font: MapFont) -> list[Label]:
    labels = []
    inside = sites.zones[view.holds(sites.zones[["x", "y"]].to_numpy(float))]
    for rank, zone in enumerate(inside.to_dict("records")):
        name = shorten(font.pick(zone["name_en"], zone["name_zh"]))
        at = np.array([[zone["x"], zone["y"]]])
        if name:
            labels.append(Label(name, at, (1.0, rank), 8.6, palette.INK, reach=zone["size"] / 2))
    return labels


def _name_plants(sites: Sites, view: View, font: MapFont) -> list[Label]:
    inside = sites.plants[view.holds(sites.plants[["x", "y"]].to_numpy(float))]
    busiest = inside.sort_values(["amount", "plant"], ascending=[False, True])
    busiest = busiest.drop_duplicates("plant")
    labels = []
    for rank, plant in enumerate(busiest.to_dict("records")):
        name = shorten(font.pick(plant["name_en"], plant["name_zh"]))
        at = np.array([[plant["x"], plant["y"]]])
        if name:
            reach = plant["size"] / 2 + abs(plant["shift"])
            labels.append(
                Label(name, at, (2.0, rank), 8.2, palette.SOFT_INK, style="italic", reach=reach)
            )
    return labels


def _name_outlets(sites: Sites, view: View, font: MapFont) -> list[Label]:
    labels = []
    inside = sites.outlets[view.holds(sites.outlets[["x", "y"]].to_numpy(float))]
    most = inside.sort_values(["amount", "outlet"], ascending=[False, True])
    for rank, outlet in enumerate(most.to_dict("records")):
        name = shorten(font.pick(outlet["name_en"], outlet["name_zh"]))
        at = np.array([[outlet["x"] + outlet["shift"] * view.km_per_point, outlet["y"]]])
        if name:
            color, reach = COLORS[outlet["kind"]], outlet["size"] / 2
            labels.append(Label(name, at, (2.5, rank), 8.2, color, style="italic", reach=reach))
    return labels


def _name_rivers(basemap: Basemap, view: View, font: MapFont) -> list[Label]:
    labels = []
    shapes = project_shapes(basemap.rivers, view.projection)
    for river, shape in zip(basemap.rivers.to_dict("records"), shapes, strict=True):
        spots = _spread_spots(shape, view)
        name = font.pick(river["name_en"], river["name_zh"])
        if name and len(spots):
            size = 11.0 if river["rank"] == 1 else 9.0
            labels.append(
                Label(
                    name,
                    spots,
                    (4.0, river["rank"]),
                    size,
                    palette.RIVER_TEXT,
                    "bold",
                    "italic",
                    most_cost=0.2,
                )
            )
    return labels


def _spread_spots(shape: shapely.geometry.base.BaseGeometry, view: View) -> Points:
    """Return points along a river inside the view, the middle ones first."""
    box = shapely.box(view.left, view.bottom, view.right, view.top)
    inside = shapely.intersection(shape, box)
    lines = [c for c in list_lines(gpd.GeoSeries([inside])) if len(c) > 1]
    if not lines:
        return np.empty((0, 2))
    longest = max((shapely.LineString(c) for c in lines), key=lambda line: line.length)
    middle = (_RIVER_SPOTS - 1) / 2
    order = sorted(range(_RIVER_SPOTS), key=lambda i: (abs(i - middle), i))
    shares = [(i + 1) / (_RIVER_SPOTS + 1) for i in order]
    return np.vstack([np.asarray(longest.interpolate(s, normalized=True).coords) for s in shares])


def _name_lakes(basemap: Basemap, view: View, font: MapFont) -> list[Label]:
    labels = []
    shapes = project_shapes(basemap.water, view.projection)
    for lake, shape in zip(basemap.water.to_dict("records"), shapes, strict=True):
        name = font.pick(lake["name_en"], lake["name_zh"])
        at = np.asarray(shape.representative_point().coords)
        if name and lake["rank"] <= 2 and view.holds(at).all():
            labels.append(
                Label(
                    name,
                    at,
                    (5.0, lake["rank"]),
                    8.6,
                    palette.RIVER_TEXT,
                    style="italic",
                    most_cost=0.2,
                )
            )
    return labels


def _name_provinces(basemap: Basemap, view: View, font: MapFont) -> list[Label]:
    """Return one large faint name per province, at whichever of its spots is free."""
    labels = []
    for (name_en, name_zh), group in basemap.province_names.groupby(["name_en", "name_zh"]):
        spots = view.projection.project(group.geometry.x, group.geometry.y)
        spots = spots[view.holds(spots)]
        name = font.pick(name_en, name_zh)
        if name and len(spots):
            middle = spots.mean(axis=0)
            spots = spots[np.argsort(np.hypot(*(spots - middle).T), kind="stable")]
            wide = " ".join(name.upper())
            labels.append(
                Label(
                    wide,
                    spots,
                    (6.0,),
                    15.0,
                    palette.PROVINCE_TEXT,
                    "bold",
                    most_cost=0.04,
                    pad=4.0,
                )
            )
    return labels
