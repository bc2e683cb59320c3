"""Sites and flows of a run as GeoJSON (RFC 7946), for any geographic information system."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from sim.draw.flows import pick_hauled
from sim.draw.outlets import KINDS
from sim.scenario.via import terminals_of

DECIMALS = 4
_ZONE = (
    "period",
    "name_en",
    "name_zh",
    "industry",
    "industry_name_en",
    "industry_name_zh",
    "owner",
    "owner_name_en",
    "owner_name_zh",
    "city",
    "city_name_en",
    "city_name_zh",
    "county",
    "county_name_en",
    "county_name_zh",
    "province",
    "province_name_en",
    "province_name_zh",
    "basin",
    "basin_name_en",
    "basin_name_zh",
    "role",
    "generation_kt_yr",
    "legacy_used_kt_yr",
    "uptake_kt_yr",
    "net_utilized_kt_yr",
    "unused_kt_yr",
    "utilization_rate_pct",
    "gross_utilization_rate_pct",
)
_PLANT_FIRST = (
    "period",
    "plant_name_en",
    "plant_name_zh",
    "city",
    "city_name_en",
    "city_name_zh",
    "county",
    "county_name_en",
    "county_name_zh",
    "province",
    "province_name_en",
    "province_name_zh",
    "lon",
    "lat",
)
_PLANT_SUM = (
    "uptake_kt_yr",
    "net_utilized_kt_yr",
    "residues_made_kt_yr",
)
_PLANT_LIST = (
    "line",
    "technology_en",
    "technology_zh",
    "family",
    "status",
)
_BUILT = ("built_kt_yr", "closed_kt_yr", "investment_MCNY", "annuity_MCNY_yr")
_FLOW = (
    "period",
    "role",
    "origin",
    "origin_kind",
    "origin_name_en",
    "origin_name_zh",
    "origin_city",
    "origin_city_name_en",
    "origin_city_name_zh",
    "origin_province",
    "origin_province_name_en",
    "origin_province_name_zh",
    "destination",
    "destination_kind",
    "destination_name_en",
    "destination_name_zh",
    "destination_city",
    "destination_city_name_en",
    "destination_city_name_zh",
    "destination_province",
    "destination_province_name_en",
    "destination_province_name_zh",
    "material",
    "material_name_en",
    "material_name_zh",
    "mode",
    "mode_name_en",
    "mode_name_zh",
    "via",
    "via_name_en",
    "via_name_zh",
    "amount_kt_yr",
    "km",
    "cost_CNY_t",
    "cost_MCNY_yr",
    "co2_kg_t",
    "co2_kt_yr",
    "cross_border",
    "distance_method",
    "distance_uncertainty_pct",
)
_OUTLET = {
    "id": "id",
    "name_en": "name_en",
    "name_zh": "name_zh",
    "city": "city",
    "county": "county",
    "province": "province",
    "kind": "sink_kind",
    "capacity": "capacity_kt_yr",
    "fee": "fee_CNY_t",
    "product": "product",
    "area": "area",
    "max": "max_kt_yr",
    "price": "price_CNY_t",
}
"""Column of the input table -> what it is called here, with its unit."""
_HALF_TURN = 180.0
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_sites(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write one point per zone, plant, sink and located market; `kind` tells them apart.

    Names stand in both languages, amounts carry their unit in the name, coordinates have four
    decimals. A site without coordinates is kept, with the geometry null; a market without them is
    no site. What the lines of a plant are is listed in one text, separated by semicolons;
    `load_pct` is that of the busiest line. Where something may be built, plants tell what is built
    and closed there. Sinks and markets need their input tables.
    """
    zones = _list_zones(tables["zones"])
    plants = _list_plants(tables["lines"], tables.get("built"))
    _write(path, [*zones, *plants, *_list_outlets(tables)])


def write_flows(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write one line a hauled flow, as in `flows.csv`; the ports it uses are corners.

    What stays on its site or is sold ex works, and flows whose ends have no coordinates, have no
    line and are left out. A line over the date line is cut there, as the standard asks. The ports
    need the input table `terminals` among the tables.
    """
    ports = _locate_ports(tables.get("terminals"))
    _write(path, _list_flows(tables["flows"], ports))


def _list_zones(zones: pd.DataFrame) -> Iterable[str]:
    for row in zones.to_dict("records"):
        properties = {"kind": "zone", "id": row["zone"], **{c: row[c] for c in _ZONE if c in row}}
        yield _feature("Point", _locate(row["lon"], row["lat"]), properties)


def _list_plants(lines: pd.DataFrame, built: pd.DataFrame | None) -> Iterable[str]:
    changes = {} if built is None or built.empty else _sum_built(built)
    for plant, group in lines.groupby("plant", sort=True):
        first = group.iloc[0].to_dict()
        names = {c.removeprefix("plant_"): first[c] for c in _PLANT_FIRST if c in first}
        lon, lat = names.pop("lon"), names.pop("lat")
        properties = {
            "kind": "plant",
            "id": plant,
            **names,
            **{f"{c}s" if c == "line" else c: _join(group[c]) for c in _PLANT_LIST if c in group},
            **{c: group[c].sum() for c in _PLANT_SUM if c in group},
            "load_pct": group["load_pct"].max(),
            **changes.get(plant, {}),
        }
        yield _feature("Point", _locate(lon, lat), properties)


def _sum_built(built: pd.DataFrame) -> dict[Any, dict[str, float]]:
    """Return plant -> what is built and closed there, and what it costs."""
    sums = built.groupby("plant")[list(_BUILT)].sum()
    return dict(zip(sums.index, sums.to_dict("records"), strict=True))


def _list_outlets(tables: Mapping[str, pd.DataFrame]) -> Iterable[str]:
    """Yield sinks and located markets; with what each takes in."""
    received = tables["flows"].groupby("destination")["amount_kt_yr"].sum()
    for kind, name in KINDS.items():
        for row in tables[name].to_dict("records") if name in tables else []:
            spot = _locate(row["lon"], row["lat"])
            if kind == "market" and spot is None:
                continue
            amount = float(received.get(row["id"], 0.0))
            known = {new: row[old] for old, new in _OUTLET.items() if old in row}
            yield _feature("Point", spot, {"kind": kind, **known, "received_kt_yr": amount})


def _list_flows(flows: pd.DataFrame, ports: Mapping[str, list[float]]) -> Iterable[str]:
    for row in pick_hauled(flows).to_dict("records"):
        ends = [_locate(row[f"{e}_lon"], row[f"{e}_lat"]) for e in ("origin", "destination")]
        if ends[0] is None or ends[1] is None:
            continue
        between = [ports[p] for p in terminals_of(str(row["via"])) if p in ports]
        properties = {c: row[c] for c in _FLOW if c in row}
        parts = cut_at_date_line([ends[0], *between, ends[1]])
        if len(parts) == 1:
            yield _feature("LineString", parts[0], properties)
        else:
            yield _feature("MultiLineString", parts, properties)


def cut_at_date_line(corners: list[list[float]]) -> list[list[list[float]]]:
    """Return a line in parts that keep to one side of the date line.

    >>> cut_at_date_line([[178.0, -17.0], [-178.0, -18.0]])
    [[[178.0, -17.0], [180.0, -17.5]], [[-180.0, -17.5], [-178.0, -18.0]]]
    """
    parts = [[corners[0]]]
    for (x0, y0), (x1, y1) in pairwise(corners):
        if abs(x1 - x0) > _HALF_TURN:
            edge = math.copysign(_HALF_TURN, x0)
            share = (edge - x0) / (x1 + 2 * edge - x0)
            lat = round(y0 + share * (y1 - y0), DECIMALS)
            parts[-1].append([edge, lat])
            parts.append([[-edge, lat]])
        parts[-1].append([x1, y1])
    return parts


def _locate_ports(terminals: pd.DataFrame | None) -> dict[str, list[float]]:
    if terminals is None:
        return {}
    known = terminals.dropna(subset=["lon", "lat"])
    spots = {str(r["id"]): _locate(r["lon"], r["lat"]) for r in known.to_dict("records")}
    return {name: spot for name, spot in spots.items() if spot is not None}


def _locate(lon: Any, lat: Any) -> list[float] | None:
    """Return the position, or None when it is not known."""
    x, y = float(lon), float(lat)
    return None if math.isnan(x) or math.isnan(y) else [round(x, DECIMALS), round(y, DECIMALS)]


def _join(values: pd.Series) -> str | None:
    return "; ".join(dict.fromkeys(str(v) for v in values.dropna())) or None


def _clean(value: Any) -> Any:
    """Return the value as JSON knows it; what is missing becomes null."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    value = value.item() if hasattr(value, "item") else value
    return round(value, 6) if isinstance(value, float) else value


def _feature(kind: str, coordinates: object | None, properties: Mapping[str, Any]) -> str:
    """Return a feature as one line of text that is safe inside a web page too."""
    geometry = None if coordinates is None else {"type": kind, "coordinates": coordinates}
    clean = {name: _clean(value) for name, value in properties.items()}
    feature = {"type": "Feature", "properties": clean, "geometry": geometry}
    text = json.dumps(feature, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escaped in _UNSAFE.items():
        text = text.replace(character, escaped)
    return text


def _write(path: Path, features: Iterable[str]) -> None:
    body = ",\n".join(features)
    text = '{"type":"FeatureCollection","features":[\n' + body + "\n]}\n"
    path.write_text(text, encoding="utf-8", newline="\n")
