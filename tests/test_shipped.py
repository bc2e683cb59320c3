"""The shipped scenarios: they run, verify, and stand in the order that their rules imply."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from sim.checks import check_case
from sim.cli.main import main
from sim.loader import load_case
from sim.network import Network, build_network
from sim.results.credit import tabulate_wastes
from sim.results.kpis import compute_kpis
from sim.results.tables import OPTIONAL, TABLE_NAMES
from sim.results.write import write_tables
from sim.solve import Plan, Session
from sim.studies.run.run import plan_case
from sim.studies.solve_case import Clock, be_silent
from tests.seeds import some_of

SCENARIOS = (
    "baseline",
    "closed-borders",
    "open-borders",
    "nameplate",
    "practice",
    "no-placeholders",
    "legacy-drawdown",
    "tight-budget",
    "solid-waste-binder",
    "no-province-worse-off",
    "balanced",
)
TARGETS = {
    ".": ("reach-90", "slag-mills"),
    "handan-changzhi-anyang": ("reach-80", "room-to-grow", "best-under-budget"),
}
"""Folder -> its scenarios that build: solved in tests/test_target_shipped.py; `slag-mills`, what it
opens settled, in tests/test_target_page.py."""
YEARS = ("towards-2040",)
"""Scenarios over several years: planned in tests/test_years.py."""
FAIR = ("no-province-worse-off", "balanced")
TAIHANG = "handan-changzhi-anyang"
OFTEN = ("baseline", "tight-budget", "taihang-baseline")
"""Scenarios that are always run to the end: both regions, and a limit that binds. The others of the
first region are solved, and run to the end by `make test-all`; of the second they are solved."""
RUNS = (*OFTEN, *(name for name in SCENARIOS if name not in OFTEN))
SOME = some_of(RUNS, len(OFTEN))


class Results(dict[str, Path]):
    """Name of a shipped scenario -> its results folder; each is run when first asked for."""

    def __init__(self, root: Path, out: Path) -> None:
        super().__init__()
        self._scenarios, self._out = root / "scenarios", out

    def __missing__(self, name: str) -> Path:
        """Run a scenario to the end; return its folder."""
        file = f"{TAIHANG}/baseline" if name == "taihang-baseline" else name
        path = str(self._scenarios / f"{file}.yaml")
        main(["run", path, "--out", str(self._out), "--basemap", "none", "--json"])
        self[name] = self._out / name
        return self[name]


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> Results:
    """Return the results of shipped scenarios."""
    return Results(project_root, tmp_path_factory.mktemp("results"))


@cache
def solved(root: Path, name: str, region: str = TAIHANG) -> tuple[Network, Plan]:
    """Return network and plan of a scenario, solved once."""
    path = root / "scenarios" / region / f"{name}.yaml"
    network = build_network(load_case(path))
    return network, Session(network).solve()


def figures(root: Path, name: str) -> dict[str, float]:
    """Return the figures of a scenario of the first region, as they are before they are written."""
    network, plan = solved(root, name, ".")
    return compute_kpis(network, plan, tabulate_wastes(network, plan))


def rate(root: Path, name: str, region: str = TAIHANG) -> float:
    """Return the net utilization rate of a scenario."""
    return solved(root, name, region)[1].stages[0].value


def kpis(folder: Path) -> dict[str, float]:
    """Return the figures of a results folder."""
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return {row["name"]: row["value"] for row in summary["kpis"]}


@pytest.mark.parametrize("folder", [".", TAIHANG])
def test_every_scenario_file_is_covered(project_root: Path, folder: str) -> None:
    """No scenario is shipped without being solved here; regions differ in what is built alone."""
    shipped_names = {path.stem for path in (project_root / "scenarios" / folder).glob("*.yaml")}
    over_years = YEARS if folder == "." else ()
    assert shipped_names == {*SCENARIOS, *TARGETS[folder], *over_years}


def test_scenario_names_are_unique(project_root: Path) -> None:
    """Results go to a folder of the scenario's name: no two scenarios share one."""
    paths = sorted((project_root / "scenarios").glob("**/*.yaml"))
    names = [yaml.safe_load(path.read_text(encoding="utf-8"))["name"] for path in paths]
    assert len(set(names)) == len(names) >= 2 * len(SCENARIOS)


@pytest.mark.xdist_group("shipped")
class TestShipped:
    """One worker runs all scenarios once."""

    @pytest.mark.parametrize("name", SOME)
    def test_results_are_complete_and_verified(self, shipped: dict[str, Path], name: str) -> None:
        """Each run writes all tables, and every check of the written tables passed."""
        folder = shipped[name]
        for table in {*TABLE_NAMES} - {*OPTIONAL}:
            assert (folder / f"{table}.csv").stat().st_size > 0
        report = json.loads((folder / "verification.json").read_text(encoding="utf-8"))
        assert report["passed"]
        assert all(check["passed"] for check in report["checks"])
        compared = {check["name"]: check["compared"] for check in report["checks"]}
        for check in ("zone_balance", "plant_balance", "recipe_shares", "quality", "kpis"):
            assert compared[check] > 10

    @pytest.mark.parametrize("name", SOME)
    def test_mass_balances_to_a_millionth(self, shipped: dict[str, Path], name: str) -> None:
        """What zones generate and reclaim leaves them, and what enters the region is accounted."""
        folder = shipped[name]
        flows = pd.read_csv(folder / "flows.csv")
        zones = pd.read_csv(folder / "zones.csv")
        left = flows.loc[flows["origin_kind"] == "zone"].groupby("origin")["amount_kt_yr"].sum()
        arises = (zones["generation_kt_yr"] + zones["legacy_used_kt_yr"]).set_axis(zones["zone"])
        difference = (arises - left.reindex(arises.index).fillna(0.0)).abs()
        assert (difference <= 1e-6 * arises.clip(lower=1.0)).all()

    @pytest.mark.parametrize("name", SOME)
    def test_areas_add_up(self, shipped: dict[str, Path], name: str) -> None:
        """Provinces, cities and materials each add up to the region."""
        areas = pd.read_csv(shipped[name] / "areas.csv")
        total = areas.loc[areas["level"] == "region"].iloc[0]
        for level in ("province", "city", "material", "family", "industry"):
            part = areas[areas["level"] == level]
            for column in ("generation_kt_yr", "net_utilized_kt_yr", "unused_kt_yr"):
                assert part[column].sum() == pytest.approx(total[column], rel=1e-9)

    def test_looser_rules_give_better_rates(
        self, shipped: dict[str, Path], project_root: Path
    ) -> None:
        """Closed <= today <= open borders; fewer plants and less money never help."""
        rates = {
            name: kpis(shipped[name])["utilization_rate"]
            if name in OFTEN
            else rate(project_root, name, ".")
            for name in SCENARIOS
            if name not in FAIR
        }
        assert rates["closed-borders"] < rates["baseline"] - 0.01
        assert rates["baseline"] <= rates["open-borders"] + 1e-9
        assert rates["no-placeholders"] < rates["baseline"] - 0.01
        assert rates["tight-budget"] < rates["baseline"] - 0.01
        assert rates["nameplate"] > rates["baseline"] + 0.01
        assert rates["practice"] < rates["baseline"] - 0.01
        assert rates["solid-waste-binder"] > rates["baseline"] + 1e-4
        assert rates["legacy-drawdown"] > rates["baseline"]

    def test_closed_borders_carry_no_waste(
        self, shipped: dict[str, Path], project_root: Path
    ) -> None:
        """With borders closed no waste or residue crosses, while products still may."""
        assert figures(project_root, "closed-borders")["cross_border"] == 0.0
        assert kpis(shipped["baseline"])["cross_border"] > 1000.0

    @pytest.mark.thorough
    def test_no_province_is_worse_off_than_alone(self, shipped: dict[str, Path]) -> None:
        """With the floors each province has what it utilizes alone; without, one has less.

        Alone is never more than with closed borders, where products still cross.
        """

        def utilized(name: str) -> pd.Series:
            areas = pd.read_csv(shipped[name] / "areas.csv")
            chosen = areas[areas["level"] == "province"].set_index("area")
            return chosen["net_utilized_kt_yr"]

        closed, fair, today = (
            utilized(n) for n in ("closed-borders", "no-province-worse-off", "baseline")
        )
        summary = json.loads((shipped[FAIR[0]] / "summary.json").read_text("utf-8"))
        rows = summary["price_of_fairness"]["areas"]
        alone = pd.Series({row["area"]: row["alone_kt_yr"] for row in rows})
        assert (fair >= alone * (1 - 1e-6)).all()
        assert (alone <= closed * (1 + 1e-6)).all()
        assert (today < alone - 100).any()

    @pytest.mark.thorough
    def test_balance_lifts_the_last_province(self, shipped: dict[str, Path]) -> None:
        """No plan of the others has a higher least rate; the price is that to the baseline."""
        least = {name: kpis(shipped[name])["least_rate"] for name in ("baseline", *FAIR)}
        assert least["balanced"] > least["no-province-worse-off"] > least["baseline"] + 0.01
        summary = json.loads((shipped["balanced"] / "summary.json").read_text("utf-8"))
        price, before = summary["price_of_fairness"], kpis(shipped["baseline"])
        after = kpis(shipped["balanced"])
        due = after["net_cost"] - before["net_cost"]
        assert price["net_cost_MCNY_yr"] == pytest.approx(due, rel=1e-6)
        points = 100 * (before["utilization_rate"] - after["utilization_rate"])
        assert price["rate_points"] == pytest.approx(points, abs=1e-6)

    def test_budget_binds(self, shipped: dict[str, Path]) -> None:
        """The budget is spent to the last, and a price says what more money is worth."""
        told = kpis(shipped["tight-budget"])
        assert told["logistics_cost"] == pytest.approx(700.0, rel=1e-6)
        prices = pd.read_csv(shipped["tight-budget"] / "prices.csv")
        cap = prices[prices["constraint"] == "limit_cap"].iloc[0]
        assert cap["utilization_rate_pp_per_unit"] > 0

    def test_old_stock_is_used_as_far_as_its_crusher_goes(self, project_root: Path) -> None:
        """Old rock fills its crusher beside fresh rock, and counts below the line too."""
        told = figures(project_root, "legacy-drawdown")
        assert told["legacy_used"] == pytest.approx(3000.0 * 1.137 - 165.0, rel=1e-9)
        base = told["generation"] + told["legacy_used"]
        assert told["utilization_rate"] == pytest.approx(told["net_utilized"] / base)

    @pytest.mark.parametrize("name", ["baseline", "taihang-baseline"])
    def test_reserved_lines_take_own_waste_only(self, shipped: dict[str, Path], name: str) -> None:
        """Lines reserved for zones (own-mine backfill) receive no waste from elsewhere."""
        folder = shipped[name]
        inputs = pd.read_csv(folder / "line_inputs.csv", keep_default_na=False)
        reserved = pd.read_csv(folder / "inputs" / "lines.csv", keep_default_na=False)
        owners: dict[str, Any] = {
            row["id"]: {zone.strip() for zone in str(row["only_zones"]).split(";")}
            for _, row in reserved.iterrows()
            if row["only_zones"]
        }
        taken = inputs[inputs["line"].isin(owners) & (inputs["source"] == "zone")]
        assert len(taken) >= 5
        assert all(row.producer in owners[row.line] for row in taken.itertuples())

    def test_gangue_is_what_binds(self, shipped: dict[str, Path]) -> None:
        """Coal gangue is more than half of what stays unused, for want of lines and demand."""
        unused = pd.read_csv(shipped["taihang-baseline"] / "unused.csv")
        gangue = unused[unused["material"] == "coal_gangue"]
        assert gangue["unused_kt_yr"].sum() > 0.5 * unused["unused_kt_yr"].sum()
        assert set(gangue["reason"]) <= {"line_full", "market_full", "line_full+market_full"}

    def test_resolved_scenario_gives_the_same_results(
        self, shipped: dict[str, Path], tmp_path: Path
    ) -> None:
        """The scenario written with the results runs by itself and gives equal tables.

        Rows without a part are told at the files that were read, the library's among them.
        """
        first = shipped["tight-budget"]
        case = load_case(first / "scenario.resolved.yaml")
        check_case(case)
        write_tables(plan_case(case, Clock(be_silent)), tmp_path)
        for table in sorted({*TABLE_NAMES} - {"unused_rows", *OPTIONAL}):
            again = tmp_path / f"{table}.csv"
            assert (first / f"{table}.csv").read_bytes() == again.read_bytes()


# Mt/yr in core and neighbours, summed from the trackers by hand: gangue 0.14 t per t of raw-coal
# capacity (core 139.78, Hebi 5.56 Mt/yr; Global Coal Mine Tracker, April 2024) and 3.7 Mt published
# for Zhangzi; slag 0.32 t per t hot metal and 0.12 t per t steel (Global Iron and Steel Tracker,
# December 2025); ash 410 and gypsum 80 t per MW (WRI power plants, 13,830 and 4,320 MW); tailings
# 0.525 and rock 0.165 t per t ore (Global Iron Ore Mines Tracker, August 2025; 3.26 Mt ore).
TAIHANG_MT = {
    "coal_gangue": (23.27, 0.78),
    "bf_slag": (16.95, 2.24),
    "bof_slag": (7.14, 0.91),
    "fly_ash": (5.67, 1.77),
    "fgd_gypsum": (1.11, 0.35),
    "fe_tail": (1.71, 0.0),
    "waste_rock": (0.54, 0.0),
}


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.xdist_group("taihang")
class TestTaihang:
    """The second region: the same form, the same rules, no waterway."""

    def test_generation_adds_up_to_the_trackers(self, project_root: Path) -> None:
        """Each waste, and all together, sum to what activity times factor gives."""
        folder = project_root / "geodata" / TAIHANG
        role = {row["id"]: row["role"] for row in read_rows(folder / "zones.csv")}
        sums = {material: {"core": 0.0, "neighbour": 0.0} for material in TAIHANG_MT}
        for row in read_rows(folder / "generation.csv"):
            sums[row["material"]][role[row["zone"]]] += float(row["amount [kt/yr]"]) / 1000
        for material, (core, neighbours) in TAIHANG_MT.items():
            assert sums[material]["core"] == pytest.approx(core, abs=0.006), material
            assert sums[material]["neighbour"] == pytest.approx(neighbours, abs=0.006), material
        assert sum(part["core"] for part in sums.values()) == pytest.approx(56.4, abs=0.05)
        assert sum(part["neighbour"] for part in sums.values()) == pytest.approx(6.0, abs=0.05)

    def test_places_are_rounded(self, project_root: Path) -> None:
        """Sites are given to about a kilometre, and lie in the window of the base map."""
        for table in ("zones", "plants", "terminals", "places"):
            for row in read_rows(project_root / "geodata" / TAIHANG / f"{table}.csv"):
                lon, lat = float(row["lon"]), float(row["lat"])
                assert (lon, lat) == (round(lon, 2), round(lat, 2)), row["id"]
                assert 111.2 < lon < 116.3, row["id"]
                assert 34.6 < lat < 37.9, row["id"]

    def test_there_is_no_waterway(self, project_root: Path) -> None:
        """All is offered by road, rail or on site; no route of any kind takes to water."""
        network, _ = solved(project_root, "baseline")
        modes = set(network.routes["mode"])
        assert {"truck", "rail"} <= modes
        assert "barge" not in modes
        assert not set(network.routes["distance_method"]) & {"chainage", "crossing"}
        assert set(network.excluded["mode"]) <= {"truck", "rail", ""}

    @pytest.mark.thorough
    def test_looser_rules_give_better_rates(self, project_root: Path) -> None:
        """Closed <= today <= open borders; fewer plants and less money never help."""
        rates = {name: rate(project_root, name) for name in SCENARIOS if name not in FAIR}
        assert rates["closed-borders"] < rates["baseline"] - 1e-4
        assert rates["baseline"] <= rates["open-borders"] + 1e-9
        assert rates["no-placeholders"] < rates["baseline"] - 0.1
        assert rates["tight-budget"] < rates["baseline"] - 0.01
        assert rates["nameplate"] > rates["baseline"] + 0.01
        assert rates["practice"] < rates["baseline"] - 0.01
        assert rates["solid-waste-binder"] > rates["baseline"] + 0.005
        assert rates["legacy-drawdown"] > rates["baseline"] + 0.01

    def test_closed_borders_carry_no_waste(self, project_root: Path) -> None:
        """With borders closed no waste or residue crosses; today some does."""
        for name, some in (("closed-borders", False), ("baseline", True)):
            network, plan = solved(project_root, name)
            ship = plan.ship.join(network.routes, on="route")
            moves = ship[ship["cross_border"].astype(bool) & (ship["role"] != "sale")]
            kinds = moves["material"].map(network.materials["kind"])
            waste = moves.loc[kinds.isin(["waste", "residue"]), "amount_kt_yr"].sum()
            assert bool(waste > 1) is some, name

    def test_budget_binds(self, project_root: Path) -> None:
        """The budget is spent to the last."""
        rows = solved(project_root, "tight-budget")[1].rows
        cap = rows[rows["constraint"] == "limit_cap"].iloc[0]
        assert cap["upper"] == pytest.approx(900.0)
        assert cap["value"] == pytest.approx(900.0, rel=1e-6)

    def test_old_stock_is_used_as_demanded(self, project_root: Path) -> None:
        """Old rock goes to its limit; old gangue only as far as the scenario demands it."""
        reclaimed = solved(project_root, "legacy-drawdown")[1].reclaim
        by_zone = reclaimed.groupby("zone")["amount_kt_yr"].sum()
        assert by_zone["fushan_dump"] == pytest.approx(0.012 * 270_000, rel=1e-6)
        assert by_zone["zhangzi_coal"] == pytest.approx(600.0, rel=1e-6)
