"""Maps: what stands on the sheet, that it can be read, and that it is the same every time."""

import doctest
import io
import json
import re
import string
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.text import Text
from pyproj import Geod

from sim.draw import fonts, labels, legend, palette
from sim.draw.canvas import (
    MapError,
    fit_view,
    list_places,
    map_window,
    open_sheet,
)
from sim.draw.draw_map import MapWarning, draw_map, save_figure, save_map
from sim.draw.flows import choose_flows, list_goods, merge_flows
from sim.draw.geojson import write_flows, write_sites
from sim.draw.inset import find_crowds
from sim.draw.labels import Board, Label, place_labels
from sim.draw.outlets import list_outlets
from sim.draw.routes import bend_arc, cut_river, find_course, shape_arrow, trim
from sim.draw.sites import SHAPES, Sites, assign_shapes, gather_sites
from sim.draw.strokes import list_chevrons, trace_flows
from sim.geo.basemap import Basemap, load_basemap
from sim.say import WORDS
from sim.say import figures as numbers
from sim.say.texts import EN, ZH

Tables = dict[str, pd.DataFrame]

EVIL = "<script>$x$"

ZONES = f"""
zone,name_en,name_zh,province,lon,lat,generation_kt_yr,uptake_kt_yr,utilization_rate_pct
z1,Copper mine,铜矿,Hubei,115.00,30.10,4000,1000,25
z2,{EVIL},冶炼厂,Hubei,115.10,30.20,1000,900,90
z3,Power station (unit 1),电厂,Anhui,117.05,30.50,250,250,100
z4,Nowhere,无坐标,Anhui,,,100,0,0
"""
LINES = """
line,plant,plant_name_en,plant_name_zh,province,lon,lat,technology_zh,family,available_kt_yr,activity_kt_yr,uptake_kt_yr
l1,p1,Mill A,甲粉磨站,Hubei,115.30,30.00,粉磨,grinding,1000,500,400
l2,p1,Mill A,甲粉磨站,Hubei,115.30,30.00,窑,burning,2000,1500,300
l3,p2,Yard B,乙料场,Anhui,117.40,30.70,粉磨,grinding,800,800,700
"""
FLOWS = """
role,origin,destination,origin_province,destination_province,origin_lon,origin_lat,destination_lon,destination_lat,material,mode,via,amount_kt_yr,km,cross_border
utilization,z1,p1,Hubei,Hubei,115.00,30.10,115.30,30.00,tail,truck,,300,40,False
utilization,z1,p1,Hubei,Hubei,115.00,30.10,115.30,30.00,rock,truck,,100,40,False
utilization,z2,p2,Hubei,Anhui,115.10,30.20,117.40,30.70,slag,barge,t1>t2,600,350,True
utilization,z3,p2,Anhui,Anhui,117.05,30.50,117.40,30.70,ash,truck,,250,50,False
utilization,z2,p1,Hubei,Hubei,115.10,30.20,115.30,30.00,slag,truck,,1,30,False
utilization,z1,p1,Hubei,Hubei,115.00,30.10,115.30,30.00,tail,onsite,,5000,0,False
sale,p1,m1,Hubei,Hubei,115.30,30.00,,,powder,gate,,9000,0,False
"""
AREAS = """
level,area,name_en,name_zh,generation_kt_yr,utilization_rate_pct
region,,Region,全区,5350,40
province,Hubei,Hubei,湖北,5000,38
province,Anhui,Anhui,安徽,350,71
"""
TERMINALS = """
id,name_en,name_zh,lon,lat
t1,Port one,一号港,115.09,30.21
t2,Port two,二号港,117.47,30.71
"""
MODES = """
id,name_en,name_zh,medium
truck,Truck,公路,road
barge,River barge,水运,water
"""
SUMMARY = {
    "period": "2025",
    "scenario": {"name": "tiny", "title": {"en": "A tiny plan", "zh": "小方案"}},
    "kpis": [
        {"name": "utilization_rate", "value": 0.713, "unit": ""},
        {"name": "gross_utilization_rate", "value": 0.88, "unit": ""},
        {"name": "generation", "value": 5350.0, "unit": "kt/yr"},
        {"name": "net_cost", "value": 250.0, "unit": "MCNY/yr"},
    ],
}
MODE_COLORS = {"barge": "#0000ff", "truck": "#ff0000"}
CHINESE = fonts.find_chinese_font()
needs_chinese_font = pytest.mark.skipif(CHINESE is None, reason="no Chinese font here")


def read(text: str) -> pd.DataFrame:
    frame = pd.read_csv(io.StringIO(text.strip()), dtype={"via": "str"})
    return frame.assign(period="2025")


def make_tables() -> Tables:
    texts = {"zones": ZONES, "lines": LINES, "flows": FLOWS, "areas": AREAS}
    return {name: read(text) for name, text in texts.items()} | {
        "terminals": read(TERMINALS),
        "modes": read(MODES),
    }


PLANE = fit_view(list_places(make_tables())).projection


def place(tables: Tables) -> Sites:
    return gather_sites(tables["zones"], tables["lines"], list_outlets(tables), PLANE)


@pytest.fixture
def tables() -> Tables:
    return make_tables()


@pytest.fixture(scope="module")
def ground(project_root: Path) -> Basemap:
    return load_basemap("natural-earth", map_window(make_tables()), project_root)


@pytest.fixture(scope="module")
def english(ground: Basemap) -> Figure:
    return draw_map(make_tables(), SUMMARY, texts=EN, basemap=ground)


@pytest.fixture(scope="module")
def chinese(ground: Basemap) -> Figure:
    return draw_map(make_tables(), SUMMARY, texts=ZH, basemap=ground)


def texts_of(figure: Figure) -> list[str]:
    """Everything that is written on the sheet, line breaks as spaces."""
    found = [t for t in figure.findobj(Text) if isinstance(t, Text) and t.get_text().strip()]
    return [" ".join(t.get_text().split()) for t in found]


def names_of(figure: Figure) -> list[Text]:
    """The names that were placed on the map and in its windows."""
    kinds = {"town", "zone", "plant", "river", "lake", "province"}
    return [t for axes in figure.axes for t in axes.texts if t.get_label() in kinds]


def crowd(count: int) -> Tables:
    """Tables with many sites close together and a few far away."""
    turn = np.linspace(0, 6 * np.pi, count)
    near = pd.DataFrame(
        {
            "lon": 115.0 + 0.008 * turn * np.cos(turn),
            "lat": 30.1 + 0.008 * turn * np.sin(turn),
        }
    )
    far = pd.DataFrame({"lon": [117.8, 116.2], "lat": [31.1, 29.3]})
    spots = pd.concat([near, far], ignore_index=True)
    n = len(spots)
    zones = spots.assign(
        zone=[f"z{i:03}" for i in range(n)],
        name_en=[f"Mine number {i}" for i in range(n)],
        name_zh=[f"第{i}矿山" for i in range(n)],
        generation_kt_yr=np.linspace(2000, 50, n),
        utilization_rate_pct=np.linspace(0, 100, n),
    )
    empty = make_tables()
    return {"zones": zones, "lines": empty["lines"].iloc[:1], "flows": empty["flows"].iloc[:1]}


def test_font_that_writes_all_words_is_found() -> None:
    """Line breaks in sentences are no glyphs: they keep no font from being chosen."""
    complete = "Noto Sans CJK SC"
    installed = {font.name for font in fonts.font_manager.fontManager.ttflist}
    assert (CHINESE is not None and CHINESE[0] == complete) or complete not in installed


def test_the_heading_tells_the_result(english: Figure) -> None:
    """Title, both rates, generation and cost stand above the map."""
    found = texts_of(english)
    assert "A tiny plan" in found
    line = next(text for text in found if "Utilization 71.3 % net" in text)
    assert "(88.0 % gross)" in line
    assert "5.35 Mt/yr generated" in line
    assert "net cost 250 million CNY/yr" in line


def test_a_title_of_ones_own_replaces_that_of_the_scenario(tables: Tables, ground: Basemap) -> None:
    """What the caller writes wins."""
    figure = draw_map(tables, SUMMARY, basemap=ground, title="For the board")
    assert "For the board" in texts_of(figure)
    assert "A tiny plan" not in texts_of(figure)


def test_the_legend_is_complete(english: Figure) -> None:
    """Sizes, colours, symbols, modes, widths and lines are all explained."""
    panel = english.axes[1]
    found = [t.get_text() for t in panel.texts]
    for key in ("sources", "sources_size", "rate", "plants", "load", "flows", "flows_width"):
        assert WORDS[key][0] in found, key
    for word in ("Truck", "River barge", "Grinding", "Burning", "between provinces", "2 Mt"):
        assert word in found, word
    assert {"river, lake", "province line", "port or station used"} <= set(found)
    assert "38 % of 5 Mt/yr" in found
    assert "Hubei → Anhui" in found


def test_the_legend_leaves_out_what_is_not_on_the_map(tables: Tables, project_root: Path) -> None:
    """No province line in the schematic, no ports without barges, no border without crossing."""
    tables["flows"] = tables["flows"][tables["flows"]["mode"] == "truck"]
    ground = load_basemap("schematic", map_window(tables), project_root)
    figure = draw_map(tables, SUMMARY, basemap=ground)
    found = {t.get_text() for t in figure.axes[1].texts}
    assert not {"province line", "port or station used", "between provinces"} & found
    assert "River barge" not in found


def test_the_legend_stays_inside_its_panel(english: Figure, chinese: Figure) -> None:
    """No entry runs out of the sheet."""
    for figure in (english, chinese):
        sheet = figure.bbox
        for text in figure.axes[1].texts:
            box = text.get_window_extent()
            assert box.x1 < sheet.x1, text.get_text()
            assert box.y0 > sheet.y0, text.get_text()


def test_a_long_legend_is_squeezed_into_its_panel(tables: Tables, ground: Basemap) -> None:
    """With many provinces and families every entry still stands in the panel, none on another."""
    province = tables["areas"].iloc[[1]]
    more = [province.assign(area=f"P{i}", name_en=f"Province {i}") for i in range(6)]
    tables["areas"] = pd.concat([tables["areas"], *more], ignore_index=True)
    line = tables["lines"].iloc[[0]]
    families = [line.assign(line=f"f{i}", plant=f"f{i}", family=f"family {i}") for i in range(10)]
    tables["lines"] = pd.concat([tables["lines"], *families], ignore_index=True)
    panel = draw_map(tables, SUMMARY, basemap=ground).axes[1]
    boxes = [text.get_window_extent() for text in panel.texts if text.get_text()]
    assert min(box.y0 for box in boxes) >= panel.get_window_extent().y0
    for i, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:i])


def test_the_scale_bar_has_the_length_it_says(english: Figure) -> None:
    """The bar, measured on the ellipsoid, is as long as the number at its end."""
    ax = english.axes[0]
    bars = [p for p in ax.patches if str(p.get_gid()).startswith("scale-bar")]
    assert all(isinstance(bar, Rectangle) for bar in bars)
    left = min(bar.get_x() for bar in bars)
    right = max(bar.get_x() + bar.get_width() for bar in bars)
    (lon0, lat0), (lon1, lat1) = PLANE.unproject(
        np.array([[left, bars[0].get_y()], [right, bars[0].get_y()]])
    )
    metres = Geod(ellps="WGS84").inv(lon0, lat0, lon1, lat1)[2]
    written = next(t.get_text() for t in ax.texts if t.get_text().endswith(" km"))
    assert metres == pytest.approx(1000 * float(written.removesuffix(" km")), rel=0.01)


def test_north_is_marked(english: Figure, chinese: Figure) -> None:
    """The arrow carries the letter of the language."""
    assert "N" in texts_of(english)
    assert "北" in texts_of(chinese) or CHINESE is None


def test_names_do_not_overlap(english: Figure, chinese: Figure) -> None:
    """No two names touch, and none stands on a symbol of the legend or the scale bar."""
    for figure in (english, chinese):
        boxes = [text.get_window_extent() for text in names_of(figure)]
        assert len(boxes) > 8
        areas = [shapely.box(*box.extents) for box in boxes]
        tree = shapely.STRtree(areas)
        first, second = tree.query(areas, predicate="intersects")
        assert (first == second).all()


def test_names_do_not_overlap_in_a_crowd(project_root: Path) -> None:
    """Forty mines in one place: a window opens, some names are dropped, none overlap."""
    tables = crowd(40)
    ground = load_basemap("schematic", map_window(tables), project_root)
    figure = draw_map(tables, SUMMARY, basemap=ground)
    assert len(figure.axes) == 3
    for axes in (figure.axes[0], figure.axes[2]):
        boxes = [t.get_window_extent() for t in names_of(figure) if t.axes is axes]
        areas = [shapely.box(*box.extents) for box in boxes]
        first, second = shapely.STRtree(areas).query(areas, predicate="intersects")
        assert (first == second).all()
        assert all(axes.get_window_extent().contains(*box.min) for box in boxes)
        assert all(axes.get_window_extent().contains(*box.max) for box in boxes)
    shown = {t.get_text() for t in names_of(figure) if t.get_label() == "zone"}
    assert {"Mine number 40", "Mine number 41"} < shown
    assert 6 < len(shown) < 42
    outside = [t for t in names_of(figure) if t.axes is figure.axes[0]]
    window = figure.axes[2].get_window_extent()
    assert not any(window.overlaps(t.get_window_extent()) for t in outside)


def test_the_more_important_name_keeps_the_place() -> None:
    """Where only one of two names fits, the one of lower priority number is written."""
    view = fit_view(np.transpose([[115.0, 116.0], [30.0, 30.5]]))
    _, ax, _ = open_sheet(view)
    at = np.array([[(view.left + view.right) / 2, (view.bottom + view.top) / 2]])
    twins = [Label("second", at, (2.0,), 10.0), Label("first", at, (1.0,), 10.0)]
    placed = place_labels(ax, Board(ax), twins)
    assert [p.text.get_text() for p in placed] == ["first"]


def test_far_names_are_tied_to_their_symbols_without_a_tangle() -> None:
    """Where a crowd leaves no room beside a symbol, a line leads to its name and crosses none."""
    view = fit_view(np.transpose([[115.0, 116.0], [30.0, 30.5]]))
    _, ax, _ = open_sheet(view)
    board = Board(ax)
    x, y = (view.left + view.right) / 2, (view.bottom + view.top) / 2
    spots = [(x + 7 * i * view.km_per_point, y + 5 * (i % 3) * view.km_per_point) for i in range(9)]
    for spot in spots:
        board.block_disc(*spot, 6.0)
    names = [
        Label(f"Mine number {i}", np.array([s]), (i,), 9.0, reach=6.0) for i, s in enumerate(spots)
    ]
    placed = place_labels(ax, board, names)
    assert len(placed) >= 5
    assert board.ties
    assert len(ax.lines) == len(board.ties)
    for i, tie in enumerate(board.ties):
        assert not any(tie.intersects(other) for other in board.ties[:i])
        assert sum(tie.distance(name) < 0.01 for name in board.names) == 1


def test_a_name_makes_room_for_a_symbol() -> None:
    """A name beside its own symbol does not cover a neighbouring one."""
    view = fit_view(np.transpose([[115.0, 116.0], [30.0, 30.5]]))
    _, ax, _ = open_sheet(view)
    x, y = (view.left + view.right) / 2, (view.bottom + view.top) / 2
    board = Board(ax)
    board.block_disc(x, y, 5.0)
    board.block_disc(x + 25 * view.km_per_point, y, 12.0)
    (placed,) = place_labels(
        ax, board, [Label("Mine", np.array([[x, y]]), (1.0,), 10.0, reach=5.0)]
    )
    box = placed.text.get_window_extent()
    other = ax.transData.transform((x + 25 * view.km_per_point, y))
    radius = 12.0 * ax.figure.dpi / 72
    assert shapely.Point(other).distance(shapely.box(*box.extents)) >= radius - 0.5


@needs_chinese_font
def test_chinese_has_a_glyph_for_every_character(chinese: Figure, tmp_path: Path) -> None:
    """Drawing raises no 'Glyph missing', and the words are Chinese."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chinese.savefig(tmp_path / "map.png", dpi=40)
    found = texts_of(chinese)
    assert "小方案" in found
    assert any("535 万吨/年" in text and "2.5 亿元/年" in text for text in found)
    assert any("铜矿" in text for text in found)
    assert "水运" in found


def test_without_a_chinese_font_the_map_is_english(
    tables: Tables, ground: Basemap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """English words and names instead of empty boxes, and one warning that says why."""
    monkeypatch.setattr(fonts, "find_chinese_font", lambda: None)
    with pytest.warns(MapWarning, match="fonts-noto-cjk"):
        figure = draw_map(tables, SUMMARY, texts=ZH, basemap=ground)
    written = "".join(texts_of(figure))
    assert "A tiny plan" in written
    assert not re.search("[\u4e00-\u9fff]", written)


def test_saving_passes_the_note_on(
    tables: Tables, project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller of save_map learns about the missing font without a warning."""
    monkeypatch.setattr(fonts, "find_chinese_font", lambda: None)
    saved = save_map(tables, SUMMARY, tmp_path, texts=ZH, root=project_root, kind="schematic")
    assert [path.name for path in saved.files] == ["map.png", "map.svg"]
    assert all(path.stat().st_size > 10_000 for path in saved.files)
    assert saved.notes[0].startswith("未找到中文字体")


def test_a_name_is_text_and_nothing_else(english: Figure, tmp_path: Path) -> None:
    """A name with markup and dollar signs is shown as written, and the SVG stays well-formed."""
    assert EVIL in texts_of(english)
    save_figure(english, tmp_path / "map.svg")
    svg = (tmp_path / "map.svg").read_text(encoding="utf-8")
    root = ET.fromstring(svg)
    assert root.tag.endswith("}svg")
    assert not [e for e in root.iter() if str(e.tag).endswith("script")]
    assert "<script" not in svg.replace(f"<!-- {EVIL} -->", "")


def test_the_same_tables_give_the_same_svg(project_root: Path, tmp_path: Path) -> None:
    """Neither the hour nor the order of the rows changes a byte."""
    written = []
    for seed in (1, 2):
        shuffled = {
            name: table.sample(frac=1, random_state=seed) for name, table in make_tables().items()
        }
        folder = tmp_path / str(seed)
        folder.mkdir()
        save_map(shuffled, SUMMARY, folder, root=project_root, kind="natural-earth")
        written.append((folder / "map.svg").read_bytes())
    assert written[0] == written[1]
    assert b"<dc:date>" not in written[0]


def test_only_maps_with_administrative_lines_carry_the_footer(
    tables: Tables, project_root: Path, english: Figure, chinese: Figure
) -> None:
    """The fixed sentence stands under such a map, and under no other."""
    assert any("not for boundary purposes" in text for text in texts_of(english))
    if CHINESE is not None:
        assert "示意图，不作为划界依据；未经地图审核，公开发布前请送审" in texts_of(chinese)
    schematic = load_basemap("schematic", map_window(tables), project_root)
    figure = draw_map(tables, SUMMARY, basemap=schematic)
    assert not any("boundary" in text for text in texts_of(figure))
    assert any("Natural Earth" in text for text in texts_of(figure))


def test_without_coordinates_there_is_no_map(
    tables: Tables, ground: Basemap, project_root: Path, tmp_path: Path
) -> None:
    """Drawing is refused; saving says so and writes nothing."""
    for name in ("zones", "lines"):
        tables[name] = tables[name].assign(lon=np.nan, lat=np.nan)
    with pytest.raises(MapError):
        draw_map(tables, SUMMARY, basemap=ground)
    saved = save_map(tables, SUMMARY, tmp_path, root=project_root)
    assert saved.files == ()
    assert "no zone or plant has coordinates" in saved.notes[0]
    assert not list(tmp_path.iterdir())


def test_a_run_that_moves_nothing_has_a_map(tables: Tables, ground: Basemap) -> None:
    """No flows, no areas, no plants: the zones are still shown."""
    bare = {name: tables[name].iloc[:0] for name in ("flows", "lines", "areas")}
    figure = draw_map(
        {"zones": tables["zones"], **bare}, {"scenario": {"name": "x"}}, basemap=ground
    )
    assert any("No waste is moved" in text for text in texts_of(figure))
    assert "Copper mine" in texts_of(figure)


def test_sites_left_out_are_counted(english: Figure) -> None:
    """The caption tells how much has an arrow and how many sites have no place."""
    caption = next(text for text in texts_of(english) if text.startswith("Arrows"))
    assert "the 3 largest of 4 connections of waste, 100 % of the 1.25 Mt/yr moved" in caption
    assert caption.endswith("not on the map: 1.")


def test_flows_are_merged_over_materials(tables: Tables) -> None:
    """One row an origin, destination and mode; no sales, nothing that stays on site."""
    merged = merge_flows(tables["flows"])
    assert dict(zip(merged["origin"] + merged["destination"], merged["amount"], strict=True)) == {
        "z2p2": 600.0,
        "z1p1": 400.0,
        "z3p2": 250.0,
        "z2p1": 1.0,
    }


def test_weak_flows_have_no_arrow_but_count(tables: Tables) -> None:
    """One kilotonne of 1,251 is below half a per cent: not drawn, but in the total."""
    flows = choose_flows(tables["flows"], PLANE)
    assert list(flows.shown["amount"]) == [250.0, 400.0, 600.0]
    assert flows.total == 1251.0
    assert flows.drawn == 1250.0
    assert flows.count == 4


def test_the_width_of_an_arrow_is_its_amount(tables: Tables) -> None:
    """Twice the tonnage, twice the width."""
    shown = choose_flows(tables["flows"], PLANE).shown
    np.testing.assert_allclose(shown["width"] / shown["amount"], 10.0 / 600.0)


def test_crossing_a_border_shows(english: Figure) -> None:
    """The arrow between provinces has a dark casing and its full colour, the others have not."""
    arrows = [p for p in english.axes[0].patches if isinstance(p, PathPatch)]
    colors = palette.pick_mode_colors({"truck": "road", "barge": "water"})
    light = [p for p in arrows if to_hex(p.get_edgecolor()) == palette.LAND]
    cased = [p for p in arrows if to_hex(p.get_edgecolor()) == palette.CASING]
    truck = palette.lighten(colors["truck"], 0.35)
    assert [to_hex(p.get_facecolor()) for p in light] == [truck, truck]
    assert [to_hex(p.get_facecolor()) for p in cased] == [colors["barge"]] * 3


@pytest.fixture
def ports() -> dict[str, np.ndarray]:
    return {"t1": PLANE.project(115.1, 30.2)[0], "t2": PLANE.project(117.4, 30.7)[0]}


def test_a_barge_follows_the_river_between_its_ports(tables: Tables, ports) -> None:
    """A band runs over the bend of the river, and road legs join both ends to it."""
    flows = choose_flows(tables["flows"], PLANE)
    bend = PLANE.project(116.2, 29.75)[0]
    river = np.vstack([ports["t1"], bend, ports["t2"]])
    view = fit_view(list_places(tables))
    strokes, (band,) = trace_flows(flows, view, {}, ports, [river], MODE_COLORS)
    ((line, width),) = band.stretches
    assert shapely.LineString(line).distance(shapely.Point(bend)) < 1
    assert width == pytest.approx(10.0)
    assert band.cross_border
    legs = [stroke for stroke in strokes if stroke.color == MODE_COLORS["barge"]]
    assert [leg.head for leg in legs] == [False, True]
    np.testing.assert_allclose(legs[0].line[0], PLANE.project(115.10, 30.20)[0])
    np.testing.assert_allclose(legs[1].line[-1], PLANE.project(117.40, 30.70)[0])


def test_without_a_river_a_barge_goes_straight(tables: Tables, ports) -> None:
    """Where the base map has no river between the ports, one arrow joins the four points."""
    flows = choose_flows(tables["flows"], PLANE)
    view = fit_view(list_places(tables))
    strokes, bands = trace_flows(flows, view, {}, ports, [], MODE_COLORS)
    assert bands == []
    assert len([s for s in strokes if s.color == MODE_COLORS["barge"]]) == 1
    assert all(stroke.head for stroke in strokes)


def test_a_river_far_from_the_ports_is_not_followed() -> None:
    """Nor is one whose way between the ports is several times too long."""
    start, end = np.array([0.0, 0.0]), np.array([100.0, 0.0])
    far = np.array([[0.0, 100.0], [50.0, 120.0], [100.0, 100.0]])
    long = np.array([[0.0, 0.0], [50.0, 300.0], [100.0, 0.0]])
    near = np.array([[-10.0, 1.0], [110.0, 1.0]])
    assert find_course([far, long], start, end) is None
    course = find_course([far, long, near], end, start)
    assert course is not None
    assert (course.river, course.start, course.end) == (2, 110.0, 10.0)
    assert not course.downstream


def test_loads_add_up_along_the_river(tables: Tables) -> None:
    """Where two barges share the river its band is as wide as both; each way has its own band."""
    row = tables["flows"].iloc[[2]]
    spots = {"t1": 10.0, "t2": 60.0, "t3": 90.0}
    trips = [("a", "b", "t1>t3", 600.0), ("a", "c", "t1>t2", 300.0), ("c", "a", "t2>t1", 150.0)]
    rows = [
        row.assign(origin=o, destination=d, via=via, amount_kt_yr=kt) for o, d, via, kt in trips
    ]
    flows = choose_flows(pd.concat(rows), PLANE)
    river = np.column_stack([np.linspace(0, 100, 21), np.zeros(21)])
    ports = {name: np.array([km, 0.0]) for name, km in spots.items()}
    view = fit_view(list_places(tables))
    _, bands = trace_flows(flows, view, {}, ports, [river], MODE_COLORS)
    loads = sorted([round(width / 10 * 600) for _, width in b.stretches] for b in bands)
    assert loads == [[150], [900, 600]]
    (back,) = [b for b in bands if len(b.stretches) == 1]
    assert back.stretches[0][0][0, 0] == pytest.approx(60.0)
    sides = {round(float(b.stretches[0][0][:, 1].mean()), 3) for b in bands}
    assert len(sides) == 2


def test_marks_on_a_band_point_the_way_it_flows() -> None:
    """Each triangle has its tip ahead, the way the goods go."""
    line = np.array([[200.0, 0.0], [0.0, 0.0]])
    marks = list_chevrons(line, 5.0, 1.0)
    assert len(marks) >= 2
    for mark in marks:
        low, _, high, _ = mark.bounds
        assert mark.centroid.x > low + 0.6 * (high - low)


def test_lanes_on_a_river_lie_side_by_side() -> None:
    """An offset shifts the course to the left of the way the river was drawn."""
    river = np.column_stack([np.linspace(0, 100, 21), np.zeros(21)])
    assert cut_river(river, 10.0, 90.0, 2.0)[:, 1] == pytest.approx(2.0)
    np.testing.assert_allclose(cut_river(river, 90.0, 10.0)[[0, -1], 0], [10.0, 90.0])


def test_goods_are_not_waste(tables: Tables) -> None:
    """What lines make as goods gets no arrow and no place among the border crossings."""
    outputs = pd.DataFrame({"material": ["slag", "rest"], "kind": ["intermediate", "residue"]})
    goods = list_goods(outputs)
    assert goods == ["slag"]
    assert "z2" not in set(merge_flows(tables["flows"], goods)["origin"])
    assert legend.list_border_pairs(tables["flows"]) == [("Hubei", "Anhui", 600.0)]
    assert legend.list_border_pairs(tables["flows"], goods) == []


def test_there_and_back_do_not_cover_each_other() -> None:
    """Arcs of opposite direction lean to different sides."""
    a, b = np.array([0.0, 0.0]), np.array([100.0, 0.0])
    assert bend_arc(a, b)[12, 1] > 5
    assert bend_arc(b, a)[12, 1] < -5


def test_an_arrow_starts_and_ends_beside_its_symbols() -> None:
    """Trimming takes the radii of both ends off; a line that is too short keeps a stub."""
    line = np.array([[0.0, 0.0], [100.0, 0.0]])
    np.testing.assert_allclose(trim(line, 10.0, 20.0)[[0, -1], 0], [10.0, 80.0])
    stub = trim(line, 90.0, 90.0)
    assert stub[-1, 0] - stub[0, 0] == pytest.approx(25.0)


@pytest.mark.parametrize("length", [0.5, 5.0, 200.0])
def test_an_arrow_is_one_piece_that_ends_at_its_tip(length: float) -> None:
    """Short and long arrows alike have a head, and nothing beyond the end of the line."""
    arrow = shape_arrow(np.array([[0.0, 0.0], [length, 0.0]]), 6.0, 0.4)
    assert arrow.is_valid
    assert arrow.bounds[2] == pytest.approx(length)
    assert arrow.area > 0


def test_shapes_follow_the_families() -> None:
    """Each family has a marker of its own, the same whatever comes later."""
    few = assign_shapes(["a", "b", "a"])
    many = assign_shapes(["a", "b", "c", "d"])
    assert few == {"a": SHAPES[0], "b": SHAPES[1]}
    assert len(set(many.values())) == 4


def test_a_plant_of_two_families_has_two_symbols(tables: Tables) -> None:
    """They stand side by side, each with the load of its own lines."""
    plants = place(tables).plants
    mill = plants[plants["plant"] == "p1"].set_index("family")
    assert mill["load"].to_dict() == {"burning": 75.0, "grinding": 50.0}
    assert mill["shift"].sum() == 0
    assert mill["shift"].abs().min() > 0


def test_circles_are_sized_by_area(tables: Tables) -> None:
    """Four times the waste, twice the diameter."""
    zones = place(tables).zones.set_index("zone")
    assert zones.loc["z1", "size"] == pytest.approx(2 * zones.loc["z2", "size"])


def test_a_crowd_is_where_most_sites_are() -> None:
    """Twelve sites together are a crowd; a few scattered ones are not."""
    view = fit_view(np.transpose([[114.0, 118.0], [29.0, 31.0]]))
    x, y = (view.left + view.right) / 2, (view.bottom + view.top) / 2
    dense = np.column_stack([x + np.arange(12) * 0.5, np.full(12, y)])
    loose = np.column_stack([np.linspace(view.left, view.right, 9), np.full(9, view.top)])
    (found,) = find_crowds(np.vstack([loose, dense]), view)
    assert len(found) == 12
    assert find_crowds(loose, view) == []


def test_the_window_holds_every_site_with_a_margin(tables: Tables) -> None:
    """What is asked of the base map reaches beyond the outermost sites."""
    west, south, east, north = map_window(tables)
    assert west < 114.95
    assert east > 117.45
    assert south < 29.95
    assert north > 30.75


def test_other_periods_are_not_drawn(tables: Tables, ground: Basemap) -> None:
    """Of tables with several years the map shows the one of the summary."""
    later = tables["zones"].assign(period="2030", name_en="Later mine", zone="z9")
    tables["zones"] = pd.concat([tables["zones"], later])
    found = texts_of(draw_map(tables, SUMMARY, basemap=ground))
    assert "Copper mine" in found
    assert "Later mine" not in found


def load_features(path: Path) -> list[dict]:
    text = path.read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    assert len(text.splitlines()) == len(features) + 2
    return features


def test_sites_as_geojson(tables: Tables, tmp_path: Path) -> None:
    """Zones and plants with both names, units in the names, and no place where none is known."""
    tables["lines"] = tables["lines"].assign(load_pct=[50.0, 75.0, 100.0], technology_en="x")
    write_sites(tables, tmp_path / "sites.geojson")
    features = {f["properties"]["id"]: f for f in load_features(tmp_path / "sites.geojson")}
    assert set(features) == {"z1", "z2", "z3", "z4", "p1", "p2"}
    assert features["z1"]["geometry"] == {"type": "Point", "coordinates": [115.0, 30.1]}
    assert features["z4"]["geometry"] is None
    assert features["z2"]["properties"]["name_en"] == EVIL
    assert features["z2"]["properties"]["generation_kt_yr"] == 1000
    mill = features["p1"]["properties"]
    assert (mill["name_en"], mill["name_zh"]) == ("Mill A", "甲粉磨站")
    assert (mill["lines"], mill["family"], mill["load_pct"]) == (
        "l1; l2",
        "grinding; burning",
        75.0,
    )
    assert mill["uptake_kt_yr"] == 700


def test_geojson_is_safe_in_a_web_page(tables: Tables, tmp_path: Path) -> None:
    """Markup in a name is escaped, missing numbers are null, and coordinates have four decimals."""
    tables["lines"] = tables["lines"].assign(load_pct=np.nan)
    tables["zones"]["lon"] += 0.123456789
    write_sites(tables, tmp_path / "sites.geojson")
    text = (tmp_path / "sites.geojson").read_text(encoding="utf-8")
    assert "<" not in text
    assert "NaN" not in text
    assert "115.1235" in text
    assert "115.12345" not in text


def test_flows_as_geojson(tables: Tables, tmp_path: Path) -> None:
    """One line a flow between two places, over its ports; sales and on-site use have none."""
    write_flows(tables, tmp_path / "flows.geojson")
    features = load_features(tmp_path / "flows.geojson")
    assert len(features) == 5
    barge = next(f for f in features if f["properties"]["mode"] == "barge")
    assert barge["geometry"]["type"] == "LineString"
    assert barge["geometry"]["coordinates"] == [
        [115.1, 30.2],
        [115.09, 30.21],
        [117.47, 30.71],
        [117.4, 30.7],
    ]
    assert barge["properties"]["amount_kt_yr"] == 600
    assert barge["properties"]["cross_border"] is True


def test_every_word_has_both_languages() -> None:
    """English and Chinese say the same: neither is empty, and both fill in the same values."""
    for key, (en, zh) in WORDS.items():
        fields = [{f for _, f, _, _ in string.Formatter().parse(text) if f} for text in (en, zh)]
        assert en, key
        assert zh, key
        assert fields[0] == fields[1], key


@pytest.mark.parametrize("module", [numbers, labels, legend])
def test_the_examples_in_the_code_hold(module: ModuleType) -> None:
    """What the docstrings show is what the functions return."""
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("mediums", "different"),
    [({"a": "road", "b": "water", "c": "rail"}, 3), ({"a": "road", "b": "road"}, 2)],
)
def test_modes_have_colours_of_their_own(mediums: Mapping[str, str], different: int) -> None:
    """No two modes share a colour."""
    assert len(set(palette.pick_mode_colors(dict(mediums)).values())) == different
