"""The coarse region: it agrees with the published sums, runs, and orders its scenarios rightly."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from sim.checks import check_case
from sim.cli.main import main
from sim.loader import load_case
from sim.loader.case import Case
from sim.network import build_network
from sim.solve import Plan, Session
from tools.blocks import ROOT, read
from tools.build_province_level import PICTURE, SCENARIOS

REGION = ROOT / "geodata" / "beijing-tianjin-hebei"
FOLDER = ROOT / "scenarios" / "beijing-tianjin-hebei"

pytestmark = pytest.mark.xdist_group("province_level")


def table(name: str) -> pd.DataFrame:
    """A table of the region, heads without units."""
    frame = pd.read_csv(REGION / f"{name}.csv")
    return frame.rename(columns=lambda head: str(head).split(" [")[0])


@pytest.fixture(scope="module")
def cases() -> dict[str, Case]:
    """Every scenario of the region, loaded and checked."""
    found = {path.stem: load_case(path) for path in sorted(FOLDER.glob("*.yaml"))}
    for case in found.values():
        check_case(case)
    return found


@pytest.fixture(scope="module")
def plans(cases: Mapping[str, Case]) -> dict[str, dict[str, float]]:
    """Stage values of the scenarios that are solved here: metric -> value."""

    def solve(case: Case) -> Plan:
        return Session(build_network(case)).solve()

    chosen = ("closed-borders", "self-supporting", "target-800")
    return {
        name: {stage.metric: stage.value for stage in solve(cases[name]).stages} for name in chosen
    }


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results folder of the baseline, run through the command line."""
    out = tmp_path_factory.mktemp("bth")
    arguments = ["run", str(FOLDER / "baseline.yaml"), "--out", str(out), "--basemap", "none"]
    main([*arguments, "--json"])
    return out / "bth-baseline"


def test_scenarios_are_those_of_the_page(cases: Mapping[str, Case]) -> None:
    """Each file is named as its scenario, stands on the page, and takes this region."""
    assert set(cases) == set(SCENARIOS)
    for name, case in cases.items():
        assert case.scenario.name == f"bth-{name}"
        assert case.scenario.region == REGION.name


def test_committed_map_is_small() -> None:
    """The picture of the page stays below 600 kB."""
    assert 0 < PICTURE.stat().st_size < 600_000


def test_generation_is_the_published_total() -> None:
    """All rows add up to the 2,370 Mt of 2014, and Hebei and Shanxi without rock to theirs."""
    generation, statistics = table("generation"), table("statistics")
    group = statistics[statistics["level"] == "group"].set_index("year")
    assert generation["amount"].sum() == pytest.approx(group.loc[2014, "generation"], rel=1e-9)
    province = table("zones").set_index("id")["province"]
    plain = generation[generation["material"] != "waste_rock"]
    sums = plain.groupby(plain["zone"].map(province))["amount"].sum()
    published = statistics[(statistics["level"] == "province") & statistics["generation"].notna()]
    assert set(published["area"]) == {"Hebei", "Shanxi"}
    for row in published.itertuples():
        assert sums[row.area] == pytest.approx(row.generation, rel=1e-9)


def test_target_is_the_published_one(cases: Mapping[str, Case]) -> None:
    """The floor of the target scenario is the 800 Mt/yr of the plan."""
    statistics = table("statistics").set_index("year")
    (floor,) = cases["target-800"].scenario.limits
    assert floor.amount == statistics.loc[2022, "utilization"]


def test_readmes_count_the_region() -> None:
    """Generators, plants and provinces are as many as the READMEs say."""
    zones, plants, areas = (len(table(name)) for name in ("zones", "plants", "areas"))
    english = " ".join(read(ROOT / "README.md").split())
    assert f"{zones} generators, {plants} plants, {areas} provinces" in english
    chinese = read(ROOT / "README.zh.md")
    assert f"{zones} 个产生源、{plants} 个利用设施、{areas} 个省" in chinese


@pytest.mark.parametrize(
    "name", ["zones", "generation", "plants", "lines", "markets", "terminals", "links"]
)
def test_what_is_assumed_says_so(name: str) -> None:
    """Nothing but the statistics counts as published, and every assumption has its reason."""
    frame = table(name)
    assert set(frame["confidence"]) == {"assumed"}
    assert frame["note"].str.len().min() > 10


def test_baseline_is_verified(results: Path) -> None:
    """The written tables pass every check; provinces add up; nothing floats inland."""
    report = json.loads((results / "verification.json").read_text(encoding="utf-8"))
    assert report["passed"]
    areas = pd.read_csv(results / "areas.csv")
    whole = areas[areas["level"] == "region"].iloc[0]
    provinces = areas[areas["level"] == "province"]
    assert len(provinces) == 7
    for column in ("generation_kt_yr", "net_utilized_kt_yr", "unused_kt_yr"):
        assert provinces[column].sum() == pytest.approx(whole[column], rel=1e-9)
    modes = set(pd.read_csv(results / "flows.csv")["mode"])
    assert modes <= {"truck", "rail", "onsite", "gate"}


def test_scenarios_stand_in_order(plans: Mapping[str, Mapping[str, float]], results: Path) -> None:
    """Borders cost utilization, and the target costs money: its floor binds from below."""
    summary = json.loads((results / "summary.json").read_text(encoding="utf-8"))
    today = {kpi["name"]: kpi["value"] for kpi in summary["kpis"]}
    assert plans["closed-borders"]["utilization_rate"] < today["utilization_rate"] - 0.005
    free, bound = (plans[n]["net_cost"] for n in ("self-supporting", "target-800"))
    assert free + 100.0 < bound < today["net_cost"]
