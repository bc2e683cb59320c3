"""Sinks and markets with coordinates stand on every map, in the page and in the GeoJSON.

Each has a symbol, a name, an entry in the legend, the flows that end there, and what it takes in.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.draw.canvas import MapError, fit_view, list_places, map_window
from sim.draw.draw_map import draw_map
from sim.draw.flows import merge_flows
from sim.draw.fonts import pick_font
from sim.draw.geojson import write_sites
from sim.draw.outlets import list_outlets
from sim.draw.sites import gather_sites
from sim.draw.style import drawing_style
from sim.geo.basemap import Basemap, load_basemap
from sim.say import say
from sim.say.texts import Texts
from sim.studies.compare.map_difference import draw_difference, frame_difference
from sim.studies.compare.map_panels import draw_panels, frame_panels
from sim.studies.compare.maps import list_tables
from sim.studies.compare.report import write_comparison_report
from sim.studies.compare.study import compare, read_run
from sim.studies.run.run import RunOptions, RunOutcome, run
from tests import located_study
from tests.report_page import Page
from tests.seeds import some_of

Tables = dict[str, pd.DataFrame]
LEGEND = ("outlets", "outlet_sink", "outlet_market", "outlets_fill")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> RunOutcome:
    return run(located_study.write(tmp_path_factory.mktemp("germany")), RunOptions())


@pytest.fixture
def tables(outcome: RunOutcome) -> Tables:
    """Result tables, and the input tables that maps read."""
    inputs = {
        name: pd.read_csv(outcome.folder / "inputs" / f"{name}.csv")
        for name in ("sinks", "markets", "terminals", "modes")
        if (outcome.folder / "inputs" / f"{name}.csv").exists()
    }
    plain = {n: t.rename(columns=lambda c: c.split(" [")[0]) for n, t in inputs.items()}
    return {**outcome.tables.frames, **plain}


def picture(tables: Tables, outcome: RunOutcome, root: Path, language: str = "en") -> Figure:
    ground: Basemap = load_basemap("schematic", map_window(tables), root)
    return draw_map(tables, outcome.tables.summary, texts=Texts(language), basemap=ground)  # type: ignore[arg-type]


def words_of(figure: Figure) -> set[str]:
    return {" ".join(t.get_text().split()) for ax in figure.axes for t in ax.texts}


def test_what_ends_where(tables: Tables) -> None:
    """The pond takes 5 kt, the tip the other 65 of tailings, the yard 56 and 40 of bricks."""
    outlets = list_outlets(tables).set_index("outlet")
    assert outlets["amount"].to_dict() == pytest.approx({"pond": 5.0, "tip": 65.0, "m1": 96.0})
    assert outlets["kind"].to_dict() == {"pond": "sink", "tip": "sink", "m1": "market"}
    assert outlets["hauled"].to_dict() == {"pond": False, "tip": True, "m1": True}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_map_shows_them(
    tables: Tables, outcome: RunOutcome, project_root: Path, language: str
) -> None:
    """Names on the map and all words in the legend, in both languages."""
    written = words_of(picture(tables, outcome, project_root, language))
    names = {
        "en": ("Mine pond", "Old tip", "Building yard"),
        "zh": ("矿山尾矿库", "老填埋场", "建材市场"),
    }
    assert set(names[language]) <= written
    assert {say(key, language) for key in LEGEND} <= written  # type: ignore[arg-type]


def test_a_region_without_them_has_no_such_legend(
    tables: Tables, outcome: RunOutcome, project_root: Path
) -> None:
    """Nor has one whose sinks and markets have no coordinates."""
    bare = {n: t.assign(lon=None, lat=None) for n, t in tables.items() if n in ("sinks", "markets")}
    written = words_of(picture({**tables, **bare}, outcome, project_root))
    assert not {say(key, "en") for key in LEGEND} & written


def test_the_window_holds_them(tables: Tables) -> None:
    """A tip far away is on the map; sinks alone make none."""
    far = tables["sinks"].assign(lon=20.0, lat=45.0)
    view = fit_view(list_places({**tables, "sinks": far}))
    assert view.holds(view.projection.project([20.0], [45.0])).all()
    bare = {n: tables[n].assign(lon=None, lat=None) for n in ("zones", "lines")}
    with pytest.raises(MapError):
        fit_view(list_places({**tables, **bare}))


def test_a_pond_stands_beside_its_mine(tables: Tables) -> None:
    """At one place the symbol of the pond is moved aside by the circle; the tip stands free."""
    plane = fit_view(list_places(tables)).projection
    sites = gather_sites(tables["zones"], tables["lines"], list_outlets(tables), plane)
    mine = sites.zones.set_index("zone").loc["z1"]
    pond, tip = (sites.outlets.set_index("outlet").loc[name] for name in ("pond", "tip"))
    assert (pond["x"], pond["y"]) == (mine["x"], mine["y"])
    assert pond["shift"] - pond["size"] / 2 > mine["size"] / 2
    assert tip["shift"] == 0
    kept = sites.keep({"z1", "tip"})
    assert (len(kept.zones), len(kept.plants), list(kept.outlets["outlet"])) == (1, 0, ["tip"])


def test_used_sinks_without_a_place_are_counted(tables: Tables) -> None:
    """Only those that something is hauled to: the store of a site is no place of its own."""
    plane = fit_view(list_places(tables)).projection
    sinks = tables["sinks"].assign(lon=None, lat=None)
    outlets = list_outlets({**tables, "sinks": sinks})
    assert gather_sites(tables["zones"], tables["lines"], outlets, plane).unplaced == 1


def test_residue_sold_to_a_place_has_an_arrow(tables: Tables) -> None:
    """A sale that is hauled moves waste as any flow does; a sale ex works moves nothing."""
    flows = tables["flows"]
    sold = flows[flows["role"] == "sale"].iloc[:1].assign(material="sludge")
    gate = sold.assign(mode="gate", destination="m9")
    merged = merge_flows(pd.concat([flows, sold, gate]), ["brick"])
    assert "m1" in set(merged["destination"])
    assert "m9" not in set(merged["destination"])


def test_geojson_has_them(tables: Tables, tmp_path: Path, outcome: RunOutcome) -> None:
    """Points of kind sink and market with what they take in; a market without a place is none."""
    features = json.loads((outcome.folder / "sites.geojson").read_text("utf-8"))["features"]
    found = {f["properties"]["id"]: f for f in features}
    pond = found["pond"]["properties"]
    assert (pond["kind"], pond["sink_kind"], pond["received_kt_yr"]) == ("sink", "pond", 5.0)
    assert (pond["capacity_kt_yr"], pond["fee_CNY_t"]) == (5.0, 1.0)
    assert found["tip"]["geometry"] == {"type": "Point", "coordinates": [10.2, 49.0]}
    yard = found["m1"]["properties"]
    assert (yard["kind"], yard["product"], yard["received_kt_yr"]) == ("market", "brick", 96.0)
    bare = {n: tables[n].assign(lon=float("nan"), lat=float("nan")) for n in ("sinks", "markets")}
    write_sites({**tables, **bare}, tmp_path / "sites.geojson")
    features = json.loads((tmp_path / "sites.geojson").read_text("utf-8"))["features"]
    found = {f["properties"]["id"]: f for f in features}
    assert found["tip"]["geometry"] is None
    assert "m1" not in found


@pytest.mark.parametrize("language", some_of(["zh", "en"], 1))
def test_the_page_has_them(outcome: RunOutcome, tmp_path: Path, language: str) -> None:
    """Symbol, amounts by material for the tooltip, and a layer in the panel."""
    scenario = located_study.write(tmp_path)
    folder = run(scenario, RunOptions(basemap="none", texts=Texts(language))).folder  # type: ignore[arg-type]
    page = Page((folder / "report.html").read_text("utf-8"))
    found = {o["name"]: o for o in page.data["maps"]["run"]["outlets"]}
    name, kind, brick = {
        "en": ("Building yard", "market", "Brick"),
        "zh": ("建材市场", "市场", "砖"),
    }[language]
    assert found[name]["kind"] == kind
    assert found[name]["parts"] == [[brick, 96.0]]
    assert len({o["symbol"] for o in found.values()}) == 2
    assert [e for e in page.all("input") if e.attributes.get("name") == "outlets"]
    zones = {z["name"]: z for z in page.data["maps"]["run"]["zones"]}
    pond = found[{"en": "Mine pond", "zh": "矿山尾矿库"}[language]]
    mine = zones[{"en": "North mine", "zh": "北矿"}[language]]
    assert (pond["x"], pond["y"]) == (mine["x"], mine["y"])
    assert pond["shift"] > 0


@pytest.mark.parametrize(
    "spots", some_of([located_study.AUSTRALIA, located_study.GERMANY, located_study.USA], 1)
)
def test_the_page_is_not_turned(tmp_path: Path, spots: located_study.Spots) -> None:
    """Both mines lie on one meridian: one stands over the other, the northern one above."""
    folder = run(located_study.write(tmp_path, spots), RunOptions(basemap="none")).folder
    page = Page((folder / "report.html").read_text("utf-8"))
    north, south = sorted(page.data["maps"]["run"]["zones"], key=lambda z: -z["y"])
    assert north["name"] == "North mine"
    left, right, bottom, top = page.data["maps"]["run"]["box"]
    assert abs(north["x"] - south["x"]) < 0.06 * (right - left)
    assert north["y"] - south["y"] > 0.5 * (top - bottom)


def test_over_the_date_line(tmp_path: Path) -> None:
    """Fiji fits on a map of 500 km, and a line over the date line is cut in two."""
    outcome = run(located_study.write(tmp_path, located_study.FIJI), RunOptions())
    page = Page((outcome.folder / "report.html").read_text("utf-8"))
    left, right, _, _ = page.data["maps"]["run"]["box"]
    assert right - left < 700
    lines = json.loads((outcome.folder / "flows.geojson").read_text("utf-8"))["features"]
    kinds = {f["geometry"]["type"] for f in lines}
    assert kinds == {"LineString", "MultiLineString"}
    for line in lines:
        geometry = line["geometry"]
        parts = geometry["coordinates"]
        for part in [parts] if geometry["type"] == "LineString" else parts:
            longitudes = [lon for lon, _ in part]
            assert max(longitudes) - min(longitudes) < 6


def test_maps_of_a_comparison_have_them(
    outcome: RunOutcome, tmp_path: Path, project_root: Path
) -> None:
    """Runs side by side and the map of differences: the same names and legend entries."""
    smaller = run(located_study.write(tmp_path, size=0.5), RunOptions(basemap="none")).folder
    runs = [read_run(outcome.folder, "whole"), read_run(smaller, "half")]
    tables, font = [list_tables(r) for r in runs], pick_font("en")
    view, frame = frame_difference(tables), frame_panels(tables)
    ground = load_basemap("schematic", map_window(tables[0]), project_root)
    with rc_context(drawing_style(font.family)):
        sheets = [
            draw_difference(compare(runs), tables, view, font, ground),
            draw_panels(compare(runs), tables, frame, font, ground),
        ]
    for sheet in sheets:
        assert {say(key, "en") for key in LEGEND} <= words_of(sheet)
    assert "Old tip" in words_of(sheets[0])
    page = Page(
        write_comparison_report(tmp_path, compare(runs), root=project_root).read_text("utf-8")
    )
    change = page.data["maps"]["difference"]
    assert change["change"]
    taken = {o["name"]: o["kt"] for o in change["outlets"]}
    assert taken == pytest.approx({"Mine pond": 2.5, "Old tip": 32.5, "Building yard": 48.0})
    assert not page.data["maps"]["run-0"]["change"]
