"""The shipped scenarios: they run, verify, and stand in the order that their rules imply."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.cli.main import main
from sim.results.tables import TABLE_NAMES

SCENARIOS = (
    "baseline", "closed-borders", "open-borders", "nameplate", "no-placeholders",
    "legacy-drawdown", "tight-budget", "solid-waste-binder",
)  # fmt: skip


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, project_root: Path) -> dict[str, Path]:
    """Run every shipped scenario once; return name -> results folder."""
    out = tmp_path_factory.mktemp("results")
    paths = [str(project_root / "scenarios" / f"{name}.yaml") for name in SCENARIOS]
    main(["run", *paths, "--out", str(out), "--basemap", "none", "--json"])
    return {name: out / name for name in SCENARIOS}


def kpis(folder: Path) -> dict[str, float]:
    """Return the figures of a results folder."""
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return {row["name"]: row["value"] for row in summary["kpis"]}


def test_every_scenario_file_is_covered(project_root: Path) -> None:
    """No scenario is shipped without being run here."""
    shipped_names = {path.stem for path in (project_root / "scenarios").glob("*.yaml")}
    assert shipped_names == set(SCENARIOS)


@pytest.mark.xdist_group("shipped")
class TestShipped:
    """One worker runs all scenarios once."""

    @pytest.mark.parametrize("name", SCENARIOS)
    def test_results_are_complete_and_verified(self, shipped: dict[str, Path], name: str) -> None:
        """Each run writes all tables, and every check of the written tables passed."""
        folder = shipped[name]
        for table in TABLE_NAMES:
            assert (folder / f"{table}.csv").stat().st_size > 0
        report = json.loads((folder / "verification.json").read_text(encoding="utf-8"))
        assert report["passed"]
        assert all(check["passed"] for check in report["checks"])
        compared = {check["name"]: check["compared"] for check in report["checks"]}
        for check in ("zone_balance", "plant_balance", "recipe_shares", "quality", "kpis"):
            assert compared[check] > 10

    @pytest.mark.parametrize("name", SCENARIOS)
    def test_mass_balances_to_a_millionth(self, shipped: dict[str, Path], name: str) -> None:
        """What zones generate and reclaim leaves them, and what enters the region is accounted."""
        folder = shipped[name]
        flows = pd.read_csv(folder / "flows.csv")
        zones = pd.read_csv(folder / "zones.csv")
        left = flows.loc[flows["origin_kind"] == "zone"].groupby("origin")["amount_kt_yr"].sum()
        arises = (zones["generation_kt_yr"] + zones["legacy_used_kt_yr"]).set_axis(zones["zone"])
        difference = (arises - left.reindex(arises.index).fillna(0.0)).abs()
        assert (difference <= 1e-6 * arises.clip(lower=1.0)).all()

    @pytest.mark.parametrize("name", SCENARIOS)
    def test_areas_add_up(self, shipped: dict[str, Path], name: str) -> None:
        """Provinces, cities and materials each add up to the region."""
        areas = pd.read_csv(shipped[name] / "areas.csv")
        total = areas.loc[areas["level"] == "region"].iloc[0]
        for level in ("province", "city", "material", "family", "industry"):
            part = areas[areas["level"] == level]
            for column in ("generation_kt_yr", "net_utilized_kt_yr", "unused_kt_yr"):
                assert part[column].sum() == pytest.approx(total[column], rel=1e-9)

    def test_looser_rules_give_better_rates(self, shipped: dict[str, Path]) -> None:
        """Closed <= today <= open borders; fewer plants and less money never help."""
        rate = {name: kpis(shipped[name])["utilization_rate"] for name in SCENARIOS}
        assert rate["closed-borders"] < rate["baseline"] - 0.01
        assert rate["baseline"] <= rate["open-borders"] + 1e-9
        assert rate["no-placeholders"] < rate["baseline"] - 0.01
        assert rate["tight-budget"] < rate["baseline"] - 0.01
        assert rate["nameplate"] > rate["baseline"] + 0.01
        assert rate["solid-waste-binder"] > rate["baseline"] + 1e-4
        assert rate["legacy-drawdown"] > rate["baseline"]

    def test_closed_borders_carry_no_waste(self, shipped: dict[str, Path]) -> None:
        """With borders closed no waste or residue crosses, while products still may."""
        assert kpis(shipped["closed-borders"])["cross_border"] == 0.0
        assert kpis(shipped["baseline"])["cross_border"] > 1000.0

    def test_budget_binds(self, shipped: dict[str, Path]) -> None:
        """The budget is spent to the last, and a price says what more money is worth."""
        figures = kpis(shipped["tight-budget"])
        assert figures["logistics_cost"] == pytest.approx(700.0, rel=1e-6)
        prices = pd.read_csv(shipped["tight-budget"] / "prices.csv")
        cap = prices[prices["constraint"] == "limit_cap"].iloc[0]
        assert cap["utilization_rate_pp_per_unit"] > 0

    def test_old_stock_is_used_up_to_its_limit(self, shipped: dict[str, Path]) -> None:
        """Old rock whose net yield beats the rate is taken, and counts below the line too."""
        figures = kpis(shipped["legacy-drawdown"])
        assert figures["legacy_used"] == pytest.approx(3700.0, rel=1e-9)
        base = figures["generation"] + figures["legacy_used"]
        assert figures["utilization_rate"] == pytest.approx(figures["net_utilized"] / base)

    def test_own_mine_backfill_takes_own_tailings_only(self, shipped: dict[str, Path]) -> None:
        """Lines reserved for a zone receive no waste or residue from elsewhere."""
        folder = shipped["baseline"]
        inputs = pd.read_csv(folder / "line_inputs.csv", keep_default_na=False)
        reserved = pd.read_csv(folder / "inputs" / "lines.csv", keep_default_na=False)
        owners: dict[str, Any] = {
            row["id"]: set(str(row["only_zones"]).split(";"))
            for _, row in reserved.iterrows()
            if row["only_zones"]
        }
        taken = inputs[inputs["line"].isin(owners) & (inputs["source"] == "zone")]
        assert len(taken) >= 5
        assert all(row.producer in owners[row.line] for row in taken.itertuples())


def test_resolved_scenario_gives_the_same_results(tmp_path: Path, project_root: Path) -> None:
    """The scenario written with the results runs by itself and gives equal tables."""
    path = project_root / "scenarios" / "tight-budget.yaml"
    main(["run", str(path), "--out", str(tmp_path / "a"), "--basemap", "none", "--json"])
    resolved = tmp_path / "a" / "tight-budget" / "scenario.resolved.yaml"
    main(["run", str(resolved), "--out", str(tmp_path / "b"), "--basemap", "none", "--json"])
    for table in TABLE_NAMES:
        first = (tmp_path / "a" / "tight-budget" / f"{table}.csv").read_text(encoding="utf-8")
        second = (tmp_path / "b" / "tight-budget" / f"{table}.csv").read_text(encoding="utf-8")
        assert first == second
