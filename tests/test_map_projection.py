"""Maps of any part of the world: north is up, scale bar and north arrow are right where they are.

Angles are measured between a step due north on the ellipsoid and the upward direction of the map.
"""

from __future__ import annotations

import doctest
import math

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from pyproj import Geod, Transformer

from sim.draw import geojson, projection
from sim.draw.canvas import View, fit_view, open_sheet, view_window
from sim.draw.marginalia import draw_north_arrow, draw_scale_bar, find_north
from sim.geo import basemap
from sim.say.texts import Texts

GLOBE = Geod(ellps="WGS84")
REGIONS = {
    "germany": [(8.0, 53.4), (12.9, 48.2), (10.0, 51.0)],
    "usa": [(-119.5, 47.1), (-81.0, 27.9), (-95.0, 38.0)],
    "australia": [(117.0, -32.0), (150.8, -33.4), (131.0, -24.0)],
    "chile": [(-70.3, -18.5), (-72.9, -45.5)],
    "kenya": [(36.0, 1.5), (37.5, -1.5)],
    "fiji": [(177.4, -17.8), (-179.9, -16.8), (-178.8, -18.2)],
    "svalbard": [(12.0, 78.2), (25.0, 79.9)],
    "daye": [(114.9, 30.1), (117.4, 30.7), (116.0, 29.6)],
    "one site": [(10.0, 51.0)],
}


def view_of(name: str) -> View:
    return fit_view(np.array(REGIONS[name]))


def turned(view: View, x: float, y: float) -> float:
    """How far the map is turned at a place, in degrees, from a step of 100 m to the north."""
    ((lon, lat),) = view.projection.unproject(np.array([[x, y]]))
    lon2, lat2, _ = GLOBE.fwd(lon, lat, 0.0, 100.0)
    a, b = view.projection.project([lon, lon2], [lat, lat2])
    return math.degrees(math.atan2(b[0] - a[0], b[1] - a[1]))


@pytest.mark.parametrize("name", REGIONS)
def test_north_is_up_in_the_middle(name: str) -> None:
    """Everywhere on the globe, to a hundredth of a degree."""
    view = view_of(name)
    middle = ((view.left + view.right) / 2, (view.bottom + view.top) / 2)
    assert abs(turned(view, *middle)) < 0.01


@pytest.mark.parametrize("name", REGIONS)
def test_sites_are_turned_as_little_as_meridians_converge(name: str) -> None:
    """No site is turned by more than its meridian is against that of the middle."""
    view, places = view_of(name), np.array(REGIONS[name])
    points = view.projection.project(places[:, 0], places[:, 1])
    away = np.abs((places[:, 0] - view.projection.lon + 180) % 360 - 180)
    for (x, y), (_, lat), apart in zip(points, places, away, strict=True):
        widest = max(abs(lat), abs(view.projection.lat)) + 1.0
        assert abs(turned(view, x, y)) <= apart * math.sin(math.radians(widest)) + 0.01


def test_the_corners_of_a_country_are_turned_a_little() -> None:
    """Germany was turned by 55 degrees and the USA by 90 on a map about the middle of China."""
    for name, most in (("germany", 6.0), ("usa", 25.0), ("australia", 18.0), ("daye", 2.0)):
        view = view_of(name)
        corners = [(x, y) for x in (view.left, view.right) for y in (view.bottom, view.top)]
        assert max(abs(turned(view, *corner)) for corner in corners) < most, name


@pytest.mark.parametrize("name", REGIONS)
def test_areas_are_true(name: str) -> None:
    """A square degree takes as many square km of the map as of the ground, at a corner as well."""
    view = view_of(name)
    ((lon, lat),) = view.projection.unproject(np.array([[view.left, view.top]]))
    ring = [(lon, lat), (lon + 0.5, lat), (lon + 0.5, lat - 0.5), (lon, lat - 0.5)]
    fine = np.vstack(
        [np.linspace(a, b, 50) for a, b in zip(ring, ring[1:] + ring[:1], strict=True)]
    )
    x, y = view.projection.project(fine[:, 0], fine[:, 1]).T
    flat = abs(float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))) / 2
    true = abs(GLOBE.polygon_area_perimeter(fine[:, 0], fine[:, 1])[0]) / 1e6
    assert flat == pytest.approx(true, rel=1e-3)


@pytest.mark.parametrize("name", REGIONS)
def test_every_site_is_inside_with_a_margin(name: str) -> None:
    """And the map is no larger than it needs to be: a region over the date line stays small."""
    view, places = view_of(name), np.array(REGIONS[name])
    points = view.projection.project(places[:, 0], places[:, 1])
    assert view.holds(points).all()
    extent = np.ptp(points, axis=0)
    assert view.width <= max(30.1, 1.2 * extent[0]) or view.height <= max(30.1, 1.2 * extent[1])


def test_a_region_over_the_date_line_is_one_piece() -> None:
    """Fiji is 400 km across, and its window runs on over 180 degrees."""
    view = view_of("fiji")
    assert view.width < 500
    west, south, east, north = view_window(view)
    assert (east - west) < 6
    assert west < 180 < east or west < -180 < east
    parts = basemap.split_window((west, south, east, north))
    assert sum(part[2] - part[0] for part in parts) == pytest.approx(east - west)
    assert all(-180 <= part[0] < part[2] <= 180 for part in parts)


@pytest.mark.parametrize("name", REGIONS)
def test_the_scale_bar_is_true_where_it_stands(name: str) -> None:
    """Measured on the ellipsoid it is as long as it says, to a thousandth."""
    view = view_of(name)
    _, ax, _ = open_sheet(view)
    draw_scale_bar(ax, view, np.empty((0, 2)))
    bars = [p for p in ax.patches if isinstance(p, Rectangle)]
    ends = np.array(
        [
            [bars[0].get_x(), bars[0].get_y()],
            [bars[1].get_x() + bars[1].get_width(), bars[1].get_y()],
        ]
    )
    (lon0, lat0), (lon1, lat1) = view.projection.unproject(ends)
    metres = GLOBE.inv(lon0, lat0, lon1, lat1)[2]
    written = next(t.get_text() for t in ax.texts if t.get_text().endswith(" km"))
    assert metres == pytest.approx(1000 * float(written.removesuffix(" km")), rel=1e-3)


@pytest.mark.parametrize("name", REGIONS)
def test_the_north_arrow_points_north_where_it_stands(name: str) -> None:
    """Its tip lies due north of its foot."""
    view = view_of(name)
    _, ax, _ = open_sheet(view)
    draw_north_arrow(ax, view, Texts("en"), np.empty((0, 2)))
    tip, _, foot = next(p for p in ax.patches if isinstance(p, Polygon)).get_xy()[:3]
    angle = math.degrees(math.atan2(tip[0] - foot[0], tip[1] - foot[1]))
    assert angle == pytest.approx(turned(view, *foot), abs=0.5)


def test_arrow_and_bar_stand_where_no_site_is() -> None:
    """With a mine in each left corner both move to the right."""
    view = view_of("germany")
    _, ax, _ = open_sheet(view)
    corners = np.array(
        [
            [view.left + 0.03 * view.width, view.top - 0.05 * view.height],
            [view.left + 0.03 * view.width, view.bottom + 0.05 * view.height],
        ]
    )
    boxes = [draw_scale_bar(ax, view, corners), draw_north_arrow(ax, view, Texts("en"), corners)]
    middle = ax.transData.transform(((view.left + view.right) / 2, view.bottom))[0]
    sheet = ax.get_window_extent()
    for box in boxes:
        assert box.x0 > middle
        assert box.x1 <= sheet.x1 + 1
    free = [
        draw_scale_bar(ax, view, corners[:0]),
        draw_north_arrow(ax, view, Texts("en"), corners[:0]),
    ]
    assert all(box.x1 < middle for box in free)


def test_half_a_world_has_a_map() -> None:
    """Where a corner lies beyond the rim of the world, up is north and nothing fails."""
    view = fit_view(np.array([(-70.0, -50.0), (115.0, 60.0), (20.0, 0.0)]))
    figure = Figure()
    FigureCanvasAgg(figure)
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(view.left, view.right)
    ax.set_ylim(view.bottom, view.top)
    draw_scale_bar(ax, view, np.empty((0, 2)))
    draw_north_arrow(ax, view, Texts("en"), np.empty((0, 2)))
    assert np.isfinite(view_window(view)).all()
    np.testing.assert_allclose(find_north(view, 20_000.0, 20_000.0), np.eye(2))


def test_the_shipped_regions_look_as_before() -> None:
    """Against the conic projection that they had, no place moves by over 1 % of the width."""
    old = Transformer.from_crs(
        "EPSG:4326",
        "+proj=aea +lat_1=27 +lat_2=38 +lat_0=32 +lon_0=115 +datum=WGS84 +units=km",
        always_xy=True,
    )
    for window in ((114.0, 29.0, 118.0, 31.5), (112.0, 35.5, 115.5, 37.0)):
        lon, lat = (v.ravel() for v in np.meshgrid(window[::2], window[1::2]))
        view = fit_view(np.column_stack([lon, lat]))
        new = view.projection.project(lon, lat)
        before = np.column_stack(old.transform(lon, lat))
        shift = (new - new.mean(axis=0)) - (before - before.mean(axis=0))
        assert np.hypot(*shift.T).max() < 0.01 * view.width
        assert abs(turned(view, *new[0])) < 1.5


@pytest.mark.parametrize("module", [projection, geojson, basemap])
def test_the_examples_in_the_code_hold(module: object) -> None:
    """What the docstrings show is what the functions return."""
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0
