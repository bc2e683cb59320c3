"""Sites and flows for QGIS: a GeoPackage with Chinese names, and styles that load at once."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pyogrio
import pytest

from sim.cli.project import create
from sim.draw.fonts import pick_font
from sim.draw.layers import write_layers
from sim.draw.qgis import _SHAPES, style_sites
from sim.draw.sites import shape_families
from sim.loader import load_case
from sim.studies.run.drawing import _list_frames
from sim.studies.run.run import plan_case
from sim.studies.solve_case import Clock, be_silent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is written of the example's baseline, in Chinese, twice."""
    root = tmp_path_factory.mktemp("layers") / "example"
    create(root)
    case = load_case(root / "scenarios/baseline.yaml")
    frames = _list_frames(plan_case(case, Clock(be_silent)), case.tables)
    for name in ("once", "again"):
        (root / name).mkdir()
        write_layers(frames, root / name, pick_font("zh"))
    return root / "once"


def test_layers_have_places_and_chinese_names(folder: Path) -> None:
    """Points and lines in WGS 84, cities, provinces and materials in Chinese beside their ids."""
    path = folder / "map.gpkg"
    assert dict(pyogrio.list_layers(path)) == {
        "sites": "Point",
        "flows": "LineString",
        "layer_styles": None,
    }
    sites = pyogrio.read_dataframe(path, layer="sites")
    assert sites.crs == "EPSG:4326"
    assert {"西部水泥厂", "南矿"} <= set(sites["name_zh"])
    assert {"西港", "东港"} <= set(sites["city_name_zh"])
    flows = pyogrio.read_dataframe(path, layer="flows")
    drawn = json.loads((folder / "flows.geojson").read_text(encoding="utf-8"))["features"]
    assert len(flows) == len(drawn)
    assert "熟料" in set(flows["material_name_zh"])
    assert set(flows["mode_name_zh"]) <= {"汽车", "船运", "铁路"}


def test_styles_are_found_by_themselves(folder: Path) -> None:
    """QGIS takes those of the table `layer_styles` that are the default, and `.qml` of GeoJSON."""
    with sqlite3.connect(folder / "map.gpkg") as book:
        query = "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault FROM layer_styles"
        rows = book.execute(query).fetchall()
    assert [row[0] for row in rows] == ["sites", "flows"]
    assert [(row[1], row[3]) for row in rows] == [("geom", 1)] * 2
    for name, _, style, _ in rows:
        assert (folder / f"{name}.qml").read_text(encoding="utf-8") == style


def test_one_symbol_a_technology_family(folder: Path) -> None:
    """Each family has a shape of its own, the one of the map; legends are in Chinese."""
    style = ElementTree.parse(folder / "sites.qml")
    categories = {c.get("value"): c for c in style.iter("category")}
    features = json.loads((folder / "sites.geojson").read_text(encoding="utf-8"))["features"]
    families = [f["properties"].get("family") for f in features]
    assert {f.split(";")[0] for f in families if f} <= categories.keys()
    shapes = {}
    for symbol in style.iter("symbol"):
        look = symbol.findall("layer/Option/Option")
        options = {option.get("name"): option.get("value") for option in look}
        shapes[symbol.get("name")] = (options["name"], options.get("angle"))
    known = [c for value, c in categories.items() if value not in ("zone", "sink", "market")]
    assert len({shapes[c.get("symbol")] for c in known}) == len(known)
    library = pd.read_csv(folder.parent / "scenarios/library/technologies.csv")
    drawn = {family: _SHAPES[m] for family, m in shape_families(categories, library).items()}
    for family in categories.keys() - {"zone", "sink", "market"}:
        name, angle = shapes[categories[family].get("symbol")]
        assert (name, int(angle or 0)) == drawn[family]
    assert categories["cement"].get("label") == "水泥窑、水泥粉磨"
    aliases = {a.get("field"): a.get("name") for a in style.iter("alias")}
    assert aliases["generation_kt_yr"] == "产生量"


def test_flows_are_coloured_by_mode(folder: Path) -> None:
    """Of each mode of transport a colour, the width by tonnage."""
    style = ElementTree.parse(folder / "flows.qml")
    flows = pyogrio.read_dataframe(folder / "map.gpkg", layer="flows")
    assert set(flows["mode"]) <= {c.get("value") for c in style.iter("category")}
    assert 'sqrt("amount_kt_yr"' in (folder / "flows.qml").read_text(encoding="utf-8").replace(
        "&quot;", '"'
    )


def test_equal_plans_give_equal_files(folder: Path) -> None:
    """No time of day stands in any of them."""
    for path in folder.iterdir():
        assert path.read_bytes() == (folder.parent / "again" / path.name).read_bytes(), path.name


def test_without_places_there_is_no_geopackage(tmp_path: Path) -> None:
    """Tables without coordinates give GeoJSON without geometry, and nothing to draw in QGIS."""
    root = tmp_path / "example"
    create(root)
    case = load_case(root / "scenarios/baseline.yaml")
    frames = _list_frames(plan_case(case, Clock(be_silent)), case.tables)
    for table, columns in (("zones", ("lon", "lat")), ("lines", ("lon", "lat"))):
        frames[table] = frames[table].assign(**dict.fromkeys(columns, float("nan")))
    places = [c for c in frames["flows"] if c.endswith(("_lon", "_lat"))]
    frames["flows"] = frames["flows"].assign(**dict.fromkeys(places, float("nan")))
    for table in ("sinks", "markets"):
        frames[table] = frames[table].assign(lon=float("nan"), lat=float("nan"))
    write_layers(frames, tmp_path, pick_font("en"))
    assert not (tmp_path / "map.gpkg").exists()
    assert (tmp_path / "sites.geojson").exists()


def test_a_family_has_its_symbol_whichever_others_are_there() -> None:
    """Of two families that the library has, a run with the last alone shows it as its maps do."""
    library = pd.DataFrame({"family": ["brick", "slag"]})
    zones = pd.DataFrame({"generation_kt_yr": [1.0], "utilization_rate_pct": [50.0]})
    lines = pd.DataFrame({"family": ["slag"], "technology_zh": ["矿渣微粉"]})
    tables = {"zones": zones, "lines": lines, "technologies": library}
    shape, _ = _SHAPES[shape_families(["slag"], library)["slag"]]
    assert f'value="{shape}"' in style_sites(tables, pick_font("en"))
    assert shape != _SHAPES[shape_families(["slag"], None)["slag"]][0]
