"""What the interactive map shows: positions, lines and labels, as data for the page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.draw import palette
from sim.draw.flows import DISPOSAL, ENDS, list_goods, pick_hauled, read_flag
from sim.draw.outlets import COLORS, KINDS, SYMBOLS, list_outlets
from sim.draw.scene import list_mediums
from sim.draw.sites import Sites, gather_sites, leave_out_unbuilt
from sim.geo.basemap import Basemap, BasemapKind
from sim.report.building import describe_edges, mark_built
from sim.report.legs import Legs, list_xy
from sim.report.sheet import Sheet, shade_all, spread_sheet
from sim.results.known import number_keys, sum_rows
from sim.say.texts import Texts
from sim.scenario.via import terminals_of

_NAMED = 2
"""Technologies that stand for a family in Chinese."""
_SYMBOLS = {
    "s": "square",
    "^": "triangle-up",
    "D": "diamond",
    "p": "pentagon",
    "v": "triangle-down",
    "h": "hexagon",
    "P": "cross",
    "X": "x",
    "<": "triangle-left",
    ">": "triangle-right",
    "8": "octagon",
    "*": "star",
}
"""Symbol of the static map -> the same in Plotly."""
_OF_FLOW = [*ENDS, "via", "material", "mode", "amount_kt_yr", "km", "cross_border", "role"]
"""Columns of flows that are told."""
Escape = Callable[[object], str]


@dataclass(frozen=True)
class Atlas:
    """The interactive map."""

    data: dict[str, Any]
    """What the script of the page draws; every name in it went through `escape` of the sheet."""
    basemap: Basemap
    credit: str
    """Where what is drawn of the base map is from, and the projection."""
    footer: str
    """What has to stand under a map with boundaries."""
    modes: list[dict[str, Any]] = field(default_factory=list)
    """Modes of transport on the map: key, name, color."""
    families: list[dict[str, Any]] = field(default_factory=list)
    """Families of plants: key, name, symbol."""
    wastes: list[tuple[int, str]] = field(default_factory=list)
    goods: list[tuple[int, str]] = field(default_factory=list)
    """Materials that move: number and name."""
    outlets: list[dict[str, Any]] = field(default_factory=list)
    """Kinds of places where things end on the map: label, symbol, color."""
    edges: list[dict[str, str]] = field(default_factory=list)
    """What the edges of plants mean where capacity is built or closed: label, color."""
    unplaced: int = 0


def draw_atlas(
    frames: Mapping[str, pd.DataFrame],
    inputs: Mapping[str, pd.DataFrame],
    texts: Texts,
    *,
    root: Path,
    kind: BasemapKind,
    colors: Mapping[str, tuple[str, str]] | None = None,
    whole: pd.DataFrame | None = None,
) -> Atlas | None:
    """Return the interactive map of a run; None when no zone or plant has coordinates.

    Where the flows are changes, `colors` gives label and colour of each way they go, and `whole`
    the flows of the run that sinks and markets tell of.
    """
    sheet = spread_sheet(frames, inputs, texts, root=root, kind=kind)
    if sheet is None:
        return None
    return fill_sheet(sheet, frames, inputs, texts, colors=colors, whole=whole)


def fill_sheet(
    sheet: Sheet,
    frames: Mapping[str, pd.DataFrame],
    inputs: Mapping[str, pd.DataFrame],
    texts: Texts,
    *,
    colors: Mapping[str, tuple[str, str]] | None = None,
    whole: pd.DataFrame | None = None,
) -> Atlas:
    """Return the map of a run on a sheet of its sites; the other arguments as of `draw_atlas`."""
    taken = frames["flows"] if whole is None else whole
    ends = {name: inputs[name] for name in KINDS.values()}
    projection = sheet.view.projection
    sites = gather_sites(
        frames["zones"],
        leave_out_unbuilt(frames["lines"]),
        list_outlets({**ends, "flows": taken}),
        projection,
        built=frames.get("built"),
        technologies=inputs.get("technologies"),
    )
    moved = _pick_moved(frames["flows"])
    goods = list_goods(frames.get("line_outputs"))
    materials = _order_materials(moved, frames, goods)
    modes = _describe_modes(moved, inputs.get("modes"), texts, colors, sheet.escape)
    families = _describe_families(sites, frames["lines"], texts)
    plants = _list_plants(sites, frames["lines"], families, texts, sheet.escape)
    mark_built(plants, sites.rings, texts)
    data = {
        **sheet.ground,
        "modes": modes,
        "goods": [i for i, m in enumerate(materials) if m in goods],
        "materials": [sheet.escape(texts.name("materials", m)) for m in materials],
        "zones": _list_zones(sites, frames["wastes"], materials, texts, sheet.escape),
        "plants": plants,
        "families": [f["key"] for f in families],
        "outlets": _list_outlets(sites, taken, texts, sheet.escape),
        "change": colors is not None,
        **_list_flows(moved, sheet, materials, [m["key"] for m in modes], texts),
        "ports": _list_ports(moved, sheet, texts),
    }
    listed = [(i, texts.name("materials", m), m in goods) for i, m in enumerate(materials)]
    return Atlas(
        data,
        sheet.basemap,
        sheet.credit,
        texts.say("footer"),
        modes,
        families,
        wastes=[(i, name) for i, name, good in listed if not good],
        goods=[(i, name) for i, name, good in listed if good],
        outlets=_describe_outlets(sites, texts),
        edges=describe_edges(sites.rings, texts),
        unplaced=sites.unplaced,
    )


def _pick_moved(flows: pd.DataFrame) -> pd.DataFrame:
    """Return the flows between two places that both have coordinates."""
    moved = pick_hauled(flows).dropna(subset=[f"{end}_{c}" for end in ENDS for c in ("lon", "lat")])
    via = moved["via"].astype("string").fillna("").astype(str)
    return moved.assign(via=via, cross_border=read_flag(moved["cross_border"]))


def _order_materials(
    moved: pd.DataFrame, frames: Mapping[str, pd.DataFrame], goods: list[str]
) -> list[str]:
    """Return all materials of zones and flows, wastes first, each part the largest first."""
    generated = frames["wastes"].groupby("material")["generation_kt_yr"].sum()
    carried = moved.groupby("material")["amount_kt_yr"].sum()
    size = generated.add(carried, fill_value=0.0)
    order = sorted(size.index, key=lambda m: (m in goods, m not in generated, -size[m], m))
    return [str(m) for m in order]


def _describe_modes(
    moved: pd.DataFrame,
    table: pd.DataFrame | None,
    texts: Texts,
    given: Mapping[str, tuple[str, str]] | None,
    escape: Escape,
) -> list[dict[str, Any]]:
    if given is None:
        colors = palette.pick_mode_colors(list_mediums(moved, table))
        given = {mode: (texts.name("modes", mode), color) for mode, color in colors.items()}
    return [
        {
            "key": mode,
            "label": label,
            "name": escape(label),
            "color": color,
            "pale": palette.lighten(color, 0.35),
        }
        for mode, (label, color) in given.items()
    ]


def _describe_families(sites: Sites, lines: pd.DataFrame, texts: Texts) -> list[dict[str, Any]]:
    """Return the families with symbol and label: their names, in Chinese their technologies."""
    labels = {}
    taken: dict[str, dict[str, float]] = {}
    for given, technology, uptake in _rows(
        lines.assign(family=lines["family"].fillna("")), "family", "technology", "uptake_kt_yr"
    ):
        size = taken.setdefault(str(given).strip(), {})
        size[technology] = size.get(technology, 0.0) + uptake
    for key, size in taken.items():
        labels[key] = key.replace("_", " ").capitalize() or texts.say("other")
        if texts.language == "zh":
            largest = sorted(size, key=lambda t: (-size[t], t))
            known = [texts.name("technologies", t) for t in largest]
            labels[key] = "、".join(known[:_NAMED]) + ("等" if len(known) > _NAMED else "")
    return [
        {"key": family, "symbol": _SYMBOLS[marker], "label": labels[family]}
        for family, marker in sites.shapes.items()
    ]


def _describe_outlets(sites: Sites, texts: Texts) -> list[dict[str, Any]]:
    """Return the kinds of sinks and markets that are on the map, with symbol, colour and label."""
    here = set(sites.outlets["kind"])
    return [
        {"symbol": SYMBOLS[kind], "color": COLORS[kind], "label": texts.say(f"outlet_{kind}")}
        for kind in KINDS
        if kind in here
    ]


def _list_zones(
    sites: Sites, wastes: pd.DataFrame, materials: list[str], texts: Texts, escape: Escape
) -> list[dict[str, Any]]:
    """Return the circles, the largest first; `wastes` maps a material to generation and rate."""
    number = {m: i for i, m in enumerate(materials)}
    of_zone: dict[str, list[list[float | None]]] = {}
    for zone, material, *figures in _rows(
        wastes, "zone", "material", "generation_kt_yr", "utilization_rate_pct", "unused_kt_yr"
    ):
        part = [float(number[str(material)]), *map(_finite, figures)]
        of_zone.setdefault(str(zone), []).append(part)
    return [
        {
            "id": str(zone["zone"]),
            "name": escape(_name(zone, texts)),
            "x": round(zone["x"], 2),
            "y": round(zone["y"], 2),
            "kt": _finite(zone["amount"]),
            "rate": _finite(zone["rate"]),
            "wastes": sorted(of_zone.get(str(zone["zone"]), []), key=lambda w: -(w[1] or 0.0)),
        }
        for zone in sites.zones.to_dict("records")
    ]


def _list_plants(
    sites: Sites,
    lines: pd.DataFrame,
    families: list[dict[str, Any]],
    texts: Texts,
    escape: Escape,
) -> list[dict[str, Any]]:
    """Return one symbol per plant, of the family that takes in most, with all its lines."""
    number = {f["key"]: i for i, f in enumerate(families)}
    of_plant: dict[str, list[list[Any]]] = {}
    for line, plant_of, technology, uptake, load in _rows(
        lines, "line", "plant", "technology", "uptake_kt_yr", "load_pct"
    ):
        name = escape(texts.name("technologies", technology))
        of_plant.setdefault(str(plant_of), []).append(
            [name, _finite(uptake), _finite(load), str(line)]
        )
    ordered = sites.plants.sort_values(["amount", "family"], ascending=[False, True])
    found: dict[str, dict[str, Any]] = {}
    colors = shade_all(palette.LOAD, (ordered["load"] / 100).tolist())
    for plant, color in zip(ordered.to_dict("records"), colors, strict=True):
        key = str(plant["plant"])
        if key in found:
            found[key]["families"].append(number[plant["family"]])
            continue
        found[key] = {
            "id": key,
            "name": escape(_name(plant, texts)),
            "x": round(plant["x"], 2),
            "y": round(plant["y"], 2),
            "kt": _finite(plant["amount"]),
            "color": color,
            "symbol": families[number[plant["family"]]]["symbol"],
            "families": [number[plant["family"]]],
            "lines": sorted(of_plant[key], key=lambda part: -(part[1] or 0.0)),
        }
    return list(found.values())


def _list_outlets(
    sites: Sites, flows: pd.DataFrame, texts: Texts, escape: Escape
) -> list[dict[str, Any]]:
    """Return the sinks and markets; `parts` maps what each takes in to kt/yr, the largest first."""
    into = flows[flows["destination"].isin(sites.outlets["outlet"])]
    rows, firsts = number_keys(into, ["destination", "material"])
    sums = sum_rows(into["amount_kt_yr"].to_numpy(float), rows, len(firsts))
    taken = zip(
        *(into[c].to_numpy(object)[firsts] for c in ("destination", "material")), strict=True
    )
    parts: dict[str, list[list[Any]]] = {}
    for (outlet_of, material), kt in sorted(
        zip(taken, sums.tolist(), strict=True), key=lambda part: -part[1]
    ):
        name = escape(texts.name("materials", material))
        parts.setdefault(str(outlet_of), []).append([name, _finite(kt)])
    return [
        {
            "id": str(outlet["outlet"]),
            "name": escape(_name(outlet, texts)),
            "y": round(outlet["y"], 2),
            "x": round(outlet["x"], 2),
            "shift": round(outlet["shift"], 1),
            "kt": _finite(outlet["amount"]),
            "symbol": SYMBOLS[outlet["kind"]],
            "color": COLORS[outlet["kind"]],
            "kind": texts.say(f"outlet_{outlet['kind']}"),
            "parts": parts.get(str(outlet["outlet"]), []),
        }
        for outlet in sites.outlets.to_dict("records")
    ]


def _name(row: Mapping[Hashable, Any], texts: Texts) -> str:
    key = next((row[k] for k in ("zone", "plant", "outlet") if row.get(k)), "")
    return texts.pick(row, "name") or str(key)


def _list_flows(
    moved: pd.DataFrame,
    sheet: Sheet,
    materials: list[str],
    modes: list[str],
    texts: Texts,
) -> dict[str, Any]:
    """Return the lines of the map, and the flows that take them, the strongest first."""
    ordered = moved.sort_values(
        ["amount_kt_yr", "origin", "destination", "material"], ascending=[False, True, True, True]
    )
    project = sheet.view.projection.project
    corners = {end: project(ordered[f"{end}_lon"], ordered[f"{end}_lat"]) for end in ENDS}
    legs = Legs(sheet.ways)
    legs.survey(list(ordered["via"]))
    labels = {end: _label_ends(ordered, end, sheet, texts) for end in ENDS}
    number = {key: i for i, key in enumerate(materials)}
    way = {key: i for i, key in enumerate(modes)}
    flows = [
        {
            "legs": legs.trace(corners["origin"][i], corners["destination"][i], via),
            "m": number[str(material)],
            "t": way[str(mode)],
            "kt": _finite(kt),
            "km": _finite(km, 1),
            "cross": bool(cross),
            "out": role in DISPOSAL,
            "from": labels["origin"][start],
            "to": labels["destination"][end],
            "from_id": str(start),
            "to_id": str(end),
        }
        for i, (start, end, via, material, mode, kt, km, cross, role) in enumerate(
            _rows(ordered, *_OF_FLOW)
        )
    ]
    return {"legs": legs.lines, "flows": flows}


def _label_ends(moved: pd.DataFrame, end: str, sheet: Sheet, texts: Texts) -> dict[str, str]:
    """Return what the places are called that flows begin, or end, at."""
    columns = [end, f"{end}_name_en", f"{end}_name_zh"]
    first = {row[0]: row for row in reversed(list(_rows(moved, *columns)))}
    return {
        str(key): sheet.escape(
            texts.pick(dict(zip(columns, row, strict=True)), f"{end}_name") or key
        )
        for key, row in first.items()
    }


def _list_ports(moved: pd.DataFrame, sheet: Sheet, texts: Texts) -> dict[str, Any]:
    ports = sheet.ways.ports
    used = sorted({name for via in moved["via"] for name in terminals_of(via) if name in ports})
    x, y = list_xy(np.array([ports[name] for name in used]).reshape(-1, 2))
    return {"x": x, "y": y, "name": [sheet.escape(texts.name("terminals", name)) for name in used]}


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Return the cells of some columns, row by row."""
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _finite(value: Any, digits: int = 6) -> float | None:
    """Return a number for JSON: some digits after the point, None when missing."""
    number = float(value)
    return round(number, digits) if isfinite(number) else None
