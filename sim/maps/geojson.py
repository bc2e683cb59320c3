"""Sites and flows of a run as GeoJSON (RFC 7946), for any geographic information system."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

DECIMALS = 4
_ZONE = (
    "period",
    "name_en",
    "name_zh",
    "industry",
    "owner",
    "city",
    "county",
    "province",
    "basin",
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
    "county",
    "province",
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
_FLOW = (
    "period",
    "role",
    "origin",
    "origin_kind",
    "origin_name_en",
    "origin_name_zh",
    "origin_city",
    "origin_province",
    "destination",
    "destination_kind",
    "destination_name_en",
    "destination_name_zh",
    "destination_city",
    "destination_province",
    "material",
    "mode",
    "via",
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
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_sites(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write one point a zone and one a plant; `kind` tells them apart.

    Names stand in both languages, amounts carry their unit in the name, coordinates have four
    decimals. A site without coordinates is kept, with the geometry null. What the lines of a plant
    are is listed in one text, separated by semicolons; `load_pct` is that of the busiest line.
    """
    _write(path, [*_list_zones(tables["zones"]), *_list_plants(tables["lines"])])


def write_flows(tables: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write one line a flow between two places, as in `flows.csv`; the ports it uses are corners.

    Flows on site, sales, and flows whose ends have no coordinates have no line and are left out.
    The ports need the input table `terminals` among the tables.
    """
    ports = _locate_ports(tables.get("terminals"))
    _write(path, _list_flows(tables["flows"], ports))


def _list_zones(zones: pd.DataFrame) -> Iterable[str]:
    for row in zones.to_dict("records"):
        properties = {"kind": "zone", "id": row["zone"], **{c: row[c] for c in _ZONE if c in row}}
        yield _feature("Point", _locate(row["lon"], row["lat"]), properties)


def _list_plants(lines: pd.DataFrame) -> Iterable[str]:
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
        }
        yield _feature("Point", _locate(lon, lat), properties)


def _list_flows(flows: pd.DataFrame, ports: Mapping[str, list[float]]) -> Iterable[str]:
    for row in flows.to_dict("records"):
        ends = [_locate(row[f"{e}_lon"], row[f"{e}_lat"]) for e in ("origin", "destination")]
        if row["role"] == "sale" or not row["km"] > 0 or None in ends:
            continue
        between = [ports[p] for p in str(row["via"]).split(">") if p in ports]
        properties = {c: row[c] for c in _FLOW if c in row}
        yield _feature("LineString", [ends[0], *between, ends[1]], properties)


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
