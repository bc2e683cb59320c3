"""Links that state a cost and no length carry flows: on maps, in GeoJSON, page and comparison.

How far such a flow goes is not known: km and transport work are blank, never 0, and it is said.
"""

from __future__ import annotations

import json
import math
from pathlib import Path

import pandas as pd
import pytest

from sim.draw.canvas import map_window
from sim.draw.draw_map import draw_map
from sim.draw.flows import merge_flows
from sim.geo.basemap import load_basemap
from sim.results.tables import read_results
from sim.say import say
from sim.studies.compare.map_difference import subtract_flows
from sim.studies.compare.report import subtract_flows as subtract_for_page
from sim.studies.run.run import RunOptions, RunOutcome, run
from tests import located_study
from tests.report_page import Page


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> RunOutcome:
    folder = tmp_path_factory.mktemp("costs")
    return run(located_study.write(folder, links=located_study.COSTS), RunOptions())


MOVED = {
    ("p1", "tip"): 6.0,
    ("z1", "p1"): 50.0,
    ("z1", "tip"): 65.0,
    ("z2", "p1"): 20.0,
    ("z2", "p2"): 40.0,
}
"""kt/yr of waste and sludge, worked out by hand: the brick plant takes 30 kt of tailings."""


def test_the_distance_is_blank_and_the_amount_is_not(outcome: RunOutcome) -> None:
    """As written and read again; what stays on its site goes 0 km, and that is known."""
    flows = read_results(outcome.folder)["flows"]
    linked = flows[flows["mode"] == "road"]
    assert len(linked) == 8
    assert linked["km"].isna().all()
    assert linked["work_Mt_km_yr"].isna().all()
    assert linked["distance_uncertainty_pct"].isna().all()
    assert set(linked["distance_method"]) == {"cost only"}
    stored = flows[flows["mode"] == "onsite"]
    assert (stored["km"] == 0).all()
    header = (outcome.folder / "flows.csv").read_text("utf-8").splitlines()[0].split(",")
    text = pd.read_csv(outcome.folder / "flows.csv", dtype=str, keep_default_na=False)
    assert header == list(text.columns)
    assert set(text.loc[text["mode"] == "road", "km"]) == {""}


def test_it_is_said_that_distances_are_missing(outcome: RunOutcome) -> None:
    """In both languages, with the number of flows, in summary and page; what sums them is blank."""
    (note,) = outcome.tables.summary["notes"]
    assert note["en"].startswith("Flows over links that state a cost and no length: 8.")
    assert "有 8 条流向" in note["zh"]
    assert note["en"] in (outcome.folder / "report.html").read_text("utf-8")
    kpis = {kpi["name"]: kpi["value"] for kpi in outcome.tables.summary["kpis"]}
    assert kpis["transport_work"] is None
    assert json.loads((outcome.folder / "verification.json").read_text("utf-8"))["passed"]


def test_a_link_with_a_length_says_nothing(tmp_path: Path) -> None:
    """One length of 0 km and one of 30: both are known, and no note is due."""
    links = located_study.COSTS.replace(",,", ",30 km,")
    links = links.replace("z1,p1,road,30 km", "z1,p1,road,0 km")
    tables = run(located_study.write(tmp_path, links=links), RunOptions(basemap="none")).tables
    assert tables.summary["notes"] == []
    flows = tables["flows"].set_index(["origin", "destination", "material"])
    assert flows.loc[("z1", "p1", "tail"), "km"] == 0.0
    assert flows.loc[("z2", "p2", "slag"), "km"] == 30.0
    assert flows.loc[("z2", "p2", "slag"), "work_Mt_km_yr"] == pytest.approx(1.2)
    merged = merge_flows(tables["flows"], ["brick"])
    assert ("z1", "p1") in set(zip(merged["origin"], merged["destination"], strict=True))


def test_the_map_has_their_arrows(outcome: RunOutcome, project_root: Path) -> None:
    """Five connections with their tonnes; 'no waste is moved' stands nowhere."""
    tables = {**outcome.tables.frames}
    merged = merge_flows(tables["flows"], ["brick"])
    found = {(r["origin"], r["destination"]): r["amount"] for r in merged.to_dict("records")}
    assert found == pytest.approx(MOVED)
    ground = load_basemap("schematic", map_window(tables), project_root)
    figure = draw_map(tables, outcome.tables.summary, basemap=ground)
    written = [text.get_text() for text in figure.texts]
    assert not any(say("shown_none", "en") in text for text in written)
    caption = say("shown_all", "en", count=5, amount="181 kt/yr")
    assert caption in written


def test_geojson_has_their_lines(outcome: RunOutcome) -> None:
    """Eight lines, sales to the located market among them, with km null."""
    features = json.loads((outcome.folder / "flows.geojson").read_text("utf-8"))["features"]
    assert len(features) == 8
    assert all(f["properties"]["km"] is None for f in features)
    assert sum(f["properties"]["amount_kt_yr"] for f in features) == pytest.approx(277.0)
    ends = {f["geometry"]["coordinates"][-1][0] for f in features}
    assert ends == {9.9, 12.5, 10.2, 7.0}


def test_the_page_has_their_lines(outcome: RunOutcome) -> None:
    """The interactive map shows them, and its tooltip says that the distance is not known."""
    page = Page((outcome.folder / "report.html").read_text("utf-8"))
    flows = page.data["maps"]["run"]["flows"]
    assert len(flows) == 8
    assert all(flow["km"] is None for flow in flows)
    assert page.data["words"]["hover_no_km"] == "distance not known"


def test_a_comparison_tells_them_apart(outcome: RunOutcome) -> None:
    """A flow that is gone in the other run is a change of its whole amount, on map and page."""
    tables = {**outcome.tables.frames}
    fewer = {**tables, "flows": tables["flows"][tables["flows"]["destination"] != "p2"]}
    (row,) = subtract_flows(tables, fewer).to_dict("records")
    assert (row["origin"], row["destination"], row["mode"], row["amount"]) == (
        "z2",
        "p2",
        "less",
        40.0,
    )
    changed = subtract_for_page(fewer["flows"], tables["flows"])
    assert list(changed["amount_kt_yr"]) == [40.0]
    assert math.isnan(changed["km"].iloc[0])
