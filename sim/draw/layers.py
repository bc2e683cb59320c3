"""Sites and flows for geographic information systems: GeoJSON, a GeoPackage, and their styles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from sim.draw.fonts import MapFont
from sim.draw.geojson import write_flows, write_sites
from sim.draw.qgis import style_flows, style_sites

GEOPACKAGE = "map.gpkg"
_LAYERS = ("sites", "flows")
_STYLES = "layer_styles"
"""Table of a GeoPackage in which QGIS looks for styles by itself."""
_ALWAYS = "1980-01-01T00:00:00.000Z"
"""Time that it says it was changed: equal plans give equal files."""


def write_layers(tables: Mapping[str, pd.DataFrame], folder: Path, font: MapFont) -> None:
    """Write sites and flows as GeoJSON with a style each, and both as one GeoPackage with theirs.

    Where nothing has a place there is no GeoPackage.

    The tables are those of the results, and the inputs terminals, modes, sinks and markets.
    """
    write_sites(tables, folder / "sites.geojson")
    write_flows(tables, folder / "flows.geojson")
    styles = {"sites": style_sites(tables, font), "flows": style_flows(tables, font)}
    for name, style in styles.items():
        (folder / f"{name}.qml").write_text(style, encoding="utf-8", newline="\n")
    _write_geopackage(folder, styles)


def _write_geopackage(folder: Path, styles: Mapping[str, str]) -> None:
    path = folder / GEOPACKAGE
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _ALWAYS})
    geometry = {}
    for name in _LAYERS:
        frame = gpd.read_file(folder / f"{name}.geojson", engine="pyogrio")
        if isinstance(frame, gpd.GeoDataFrame) and frame.geometry.notna().any():
            frame.to_file(path, layer=name, driver="GPKG", engine="pyogrio")
            geometry[name] = "geom"
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": name,
            "f_geometry_column": column,
            "styleName": name,
            "styleQML": styles[name],
            "styleSLD": "",
            "useAsDefault": True,
            "description": name,
            "owner": "",
            "ui": "",
            "update_time": _ALWAYS,
        }
        for name, column in geometry.items()
    ]
    if rows:
        pyogrio.write_dataframe(
            pd.DataFrame(rows),
            path,
            layer=_STYLES,
            driver="GPKG",
            append=True,
            layer_options={"FID": "id"},
        )
