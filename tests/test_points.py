"""Points of geographic files as tables: the recognition of workbooks, other systems converted."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, Polygon

import sim
from sim.errors import InputError
from sim.workbooks.gazetteer import nearest
from sim.workbooks.points import open_source
from tests.tiny_project import FILES, LIBRARY

WASTES = pd.DataFrame(
    {
        "企业名称": ["铁山铁矿", "江边电厂"],
        "固废种类": ["Tailings", "Slag"],
        "产生量（万吨/年）": [120.0, 50.5],
    }
)
LINES = pd.DataFrame(
    {"利用企业": ["江边水泥厂"], "利用工艺": ["Cement mill"], "产能（万吨）": [300.0]}
)
SPOTS = [Point(114.95, 30.1), Point(116.0, 29.7)]


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The library of the tiny project."""
    folder = tmp_path / "library"
    folder.mkdir()
    for name, text in FILES.items():
        if name.startswith(f"{LIBRARY}/"):
            (folder / Path(name).name).write_text(text, encoding="utf-8")
    return folder


def write(path: Path, epsg: int = 4326) -> Path:
    """A GeoPackage with a layer of wastes in a reference system, and one of lines."""
    wastes = gpd.GeoDataFrame(WASTES, geometry=SPOTS, crs=4326).to_crs(epsg)
    wastes.to_file(path, layer="固废产生", driver="GPKG")
    gpd.GeoDataFrame(LINES, geometry=SPOTS[:1], crs=4326).to_file(path, layer="产线", driver="GPKG")
    return path


def test_layers_are_read_as_the_sheets_of_a_workbook(tmp_path: Path, library: Path) -> None:
    """Names, wastes, capacities and places; the province of a site from its coordinates."""
    tables = sim.read_workbook(write(tmp_path / "p.gpkg"), library=library)
    zones = tables["zones"].set_index("name_zh")
    assert zones.loc["铁山铁矿", ["lon", "lat"]].astype(float).tolist() == [114.95, 30.1]
    assert zones.loc["江边电厂", "province"] == "Jiangxi"
    assert tables["generation"]["amount"].astype(float).tolist() == [1200.0, 505.0]
    assert tables["lines"]["capacity"].astype(float).tolist() == [3000.0]


@pytest.mark.parametrize("epsg", [4547, 3857])
def test_other_systems_are_converted_and_said(tmp_path: Path, epsg: int) -> None:
    """Gauss-Krüger of CGCS2000, and the web's Mercator: degrees in the end, and a note."""
    sheet = open_source(write(tmp_path / "p.gpkg", epsg))[0]
    assert sheet.rows[0] == ["企业名称", "固废种类", "产生量（万吨/年）", "lon", "lat"]
    assert sheet.rows[1][3:] == pytest.approx([114.95, 30.1], abs=1e-6)
    assert str(sheet.told[0]).startswith("coordinates converted from")


def test_a_shapefile_in_an_archive(tmp_path: Path) -> None:
    """The archive is what people pass on; headings are cut to what a Shapefile holds."""
    frame = gpd.GeoDataFrame({"name": ["矿"], "amount": [1.0]}, geometry=SPOTS[:1], crs=4326)
    frame.to_file(tmp_path / "a.shp", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in tmp_path.glob("a.[!z]*"):
            archive.write(part, part.name)
    (sheet,) = open_source(tmp_path / "a.zip")
    assert sheet.rows == [["name", "amount", "lon", "lat"], ["矿", 1.0, 114.95, 30.1]]


@pytest.mark.parametrize(("name", "driver"), [("a.kml", "KML"), ("a.geojson", "GeoJSON")])
def test_other_kinds(name: str, driver: str, tmp_path: Path) -> None:
    """KML gives names and places; GeoJSON all attributes."""
    frame = gpd.GeoDataFrame({"Name": ["Mine"]}, geometry=SPOTS[:1], crs=4326)
    frame.to_file(tmp_path / name, driver=driver)
    (sheet,) = open_source(tmp_path / name)
    heads = [str(head) for head in sheet.rows[0]]
    row = dict(zip(heads, sheet.rows[1], strict=True))
    assert (row["Name"], row["lon"], row["lat"]) == ("Mine", 114.95, 30.1)


def test_areas_give_a_point_within(tmp_path: Path) -> None:
    """A pond drawn as an area stands at a point inside it; coordinates in the attributes go."""
    area = Polygon([(114, 30), (115, 30), (115, 31), (114, 31)])
    frame = gpd.GeoDataFrame({"name": ["x"], "经度": [1.0]}, geometry=[area], crs=4326)
    frame.to_file(tmp_path / "a.gpkg", driver="GPKG")
    (sheet,) = open_source(tmp_path / "a.gpkg")
    assert sheet.rows == [["name", "lon", "lat"], ["x", 114.5, 30.5]]


def test_a_file_that_is_not_what_it_says(tmp_path: Path) -> None:
    """Refused before anything reads it: other content, and files that would have others read."""
    for name, content in (
        ("a.gpkg", b"PK\x03\x04"),
        ("a.kml", b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>"),
        ("a.geojson", b"<html>"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match="the file is no"):
            open_source(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("x.vrt", "<OGRVRTDataSource/>")
    with pytest.raises(InputError, match="the file is no ESRI Shapefile"):
        open_source(tmp_path / "a.zip")
    with pytest.raises(InputError, match="no file"):
        open_source(tmp_path / "none.gpkg")


def test_the_nearest_area_is_near() -> None:
    """Far from every place of the gazetteer nothing is guessed."""
    spot = nearest(114.95, 30.1)
    assert spot is not None
    assert spot.province == "湖北省"
    assert nearest(-122.3, 47.6) is None
    assert nearest(125.0, 25.0) is None
