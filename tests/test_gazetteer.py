"""Counties of the shipped regions stand at points of their own, and say where those are from."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from sim.workbooks.gazetteer import find, place_of


@pytest.mark.parametrize(
    ("county", "within", "lon", "lat"),
    [
        ("瑞昌市", "九江市", 115.68, 29.67),
        ("柴桑区", "九江市", 115.887, 29.608),
        ("庐山市", "九江市", 116.041, 29.447),
        ("峰峰矿区", "邯郸市", 114.213, 36.419),
        ("上党区", "长治市", 113.044, 36.046),
        ("任泽区", "邢台市", 114.681, 37.129),
        ("西青区", "天津市", 117.0, 39.138),
    ],
)
def test_a_county_known_by_its_seat_or_former_name(
    county: str, within: str, lon: float, lat: float
) -> None:
    """It is not placed at its city, which may be 20 km away."""
    (spot,) = find(county, "county", within)
    assert place_of(spot) is spot
    assert (spot.lon, spot.lat) == (lon, lat)


def test_the_source_of_a_point_is_told() -> None:
    """GeoNames wants to be named, and is not named for what it does not hold."""
    (ruichang,), (daye,) = find("瑞昌市"), find("大冶市")
    assert "GeoNames" in daye.source
    assert "GeoNames" not in ruichang.source
    assert "places_added.csv" in ruichang.source


def test_a_town_of_the_same_name_elsewhere_has_no_part_in_it() -> None:
    """One county alone is placed by the towns of the base maps."""
    text = (files("sim.workbooks") / "gazetteer.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["name"] for row in rows if row["source"]] == ["瑞昌市"]
    assert {row["source"] for row in rows} == {"", "own"}
