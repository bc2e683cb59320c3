"""Geographic files that are damaged, of another encoding, of several shapes or with lists."""

from __future__ import annotations

import json
import warnings
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from sim.errors import InputError
from sim.workbooks.points import open_source


def _write(path: Path, spot: str = "[114.5, 30.5]", **attributes: object) -> Path:
    """Write one point as GeoJSON, its coordinates as they are given."""
    text = json.dumps(attributes, ensure_ascii=False)
    point = f'{{"type": "Point", "coordinates": {spot}}}'
    feature = f'{{"type": "Feature", "properties": {text}, "geometry": {point}}}'
    path.write_text(f'{{"type": "FeatureCollection", "features": [{feature}]}}', encoding="utf-8")
    return path


def test_an_archive_cut_short_is_damaged(tmp_path: Path) -> None:
    """What begins as an archive and does not end as one is told by name."""
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    with pytest.raises(InputError, match=r"a\.zip: the file cannot be read .*BadZipFile"):
        open_source(tmp_path / "a.zip")


def test_text_of_another_encoding_is_told(tmp_path: Path) -> None:
    """GeoJSON is UTF-8; GB 18030 is refused with what to do."""
    path = _write(tmp_path / "a.geojson", name="甲冶炼厂")
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(InputError, match="its text is not UTF-8"):
        open_source(path)


def test_a_list_is_its_items(tmp_path: Path) -> None:
    """An attribute that holds several values is text."""
    (sheet,) = open_source(_write(tmp_path / "a.geojson", name=["甲", "乙"], code=[1, 2]))
    assert sheet.rows[1] == ["甲, 乙", "1, 2", 114.5, 30.5]


@pytest.mark.parametrize("spot", ["[NaN, 30]", "[]"])
def test_a_point_without_a_place_is_blank_and_quiet(tmp_path: Path, spot: str) -> None:
    """No warning of a library reaches the reader: the missing place is told where it is needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (sheet,) = open_source(_write(tmp_path / "a.geojson", spot, name="x"))
    assert sheet.rows[1][0] == "x"
    assert sheet.rows[1][1] is None


def test_all_shapes_of_an_archive_are_read(tmp_path: Path) -> None:
    """Each Shapefile is a layer; what a Mac adds is none."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in ("wastes", "lines"):
            frame = gpd.GeoDataFrame({"name": [name]}, geometry=[Point(114.5, 30.5)], crs=4326)
            frame.to_file(tmp_path / f"{name}.shp")
            archive.writestr(f"__MACOSX/._{name}.shp", b"\0\5\x16\7")
            for part in tmp_path.glob(f"{name}.*"):
                archive.write(part, part.name)
    sheets = {sheet.name: sheet.rows[1] for sheet in open_source(tmp_path / "a.zip")}
    assert sheets == {
        "wastes": ["wastes", 114.5, 30.5],
        "lines": ["lines", 114.5, 30.5],
    }
