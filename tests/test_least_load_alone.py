"""Coalitions that cannot meet a least load or keep a contract: what they are worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.cli.main import main
from sim.errors import InfeasibleError
from sim.loader import load_case
from sim.studies.fairness import stand_alone
from sim.studies.synergy.study import Asked, study_synergy
from tests.provinces import region
from tests.study import write_study


def write(folder: Path, min_load: float = 0.5, **tables: str) -> Path:
    """Write two provinces: 80 kt/yr of slag in A, 20 in B, and one line of 100 kt/yr, in B."""
    found = region({("A", "slag"): 80.0, ("B", "slag"): 20.0}, {"B": 100.0})
    lines = f"id,plant,technology,capacity [kt/yr],min_load\nline_B,plant_B,use,100,{min_load}\n"
    return write_study(folder, {**found, "lines": lines, **tables})


def test_the_line_stands_still_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """B has 20 kt for a line that runs at 50 or not at all: alone it uses nothing, with A 100.

    Without the least load it would use 20 alone: 60 and 40 by Shapley; with it 50 and 50, for
    neither can do anything without the other.
    """
    path = write(tmp_path)
    assert main(["synergy", str(path)]) in (0, None)
    said = " ".join(capsys.readouterr().out.split())
    folder = tmp_path / "results" / "study-synergy"
    coalitions = pd.read_csv(folder / "coalitions.csv").set_index("coalition")
    assert list(coalitions["net_utilized_kt_yr"]) == pytest.approx([0.0, 0.0, 100.0])
    assert list(coalitions["unmet"].fillna("")) == ["", "line_min_load|line_B", ""]
    players = pd.read_csv(folder / "players.csv").set_index("player")
    for division in ("shapley", "nucleolus", "per_capita_nucleolus", "scrb"):
        assert list(players[f"{division}_kt_yr"]) == pytest.approx([50.0, 50.0])
    about = json.loads((folder / "synergy.json").read_text("utf-8"))
    assert about["unmet"] == {"B": ["line_min_load|line_B"]}
    assert all(check["passed"] for check in about["checks"].values())
    assert "B-land cannot keep without the others: Least load of" in said
    assert "that line stands still" in said


def test_without_a_least_load_nothing_is_said(tmp_path: Path) -> None:
    """The same region: B alone uses its 20 kt."""
    found = study_synergy(load_case(write(tmp_path, 0.0)), Asked())
    valuation = found.valuations["net_utilized"]
    assert valuation.values[0b10] == pytest.approx(20.0)
    assert list(valuation.divisions["shapley"].payoff) == pytest.approx([40.0, 60.0])
    assert not valuation.missed


def test_a_contract_that_cannot_be_kept_is_void(tmp_path: Path) -> None:
    """30 kt/yr are promised, and B has 20: alone it sells what it can."""
    markets = (
        "id,name_en,product,area,min [kt/yr],max [kt/yr],price [CNY/t]\nall,All,g,B,30,200,0\n"
    )
    found = study_synergy(load_case(write(tmp_path, 0.0, markets=markets)), Asked())
    valuation = found.valuations["net_utilized"]
    assert valuation.values[0b10] == pytest.approx(20.0)
    (row,) = valuation.missed[0b10]
    assert found.production.arrays.row_names[row][0] == "market_min"


def test_one_of_two_lines_runs(tmp_path: Path) -> None:
    """60 kt for two lines that run at 50 or not at all: one stands still, the other runs."""
    tables: dict[str, Any] = region({("A", "slag"): 60.0, ("B", "slag"): 60.0}, {"A": 100.0})
    tables["lines"] = (
        "id,plant,technology,capacity [kt/yr],min_load\n"
        "one,plant_A,use,100,0.5\ntwo,plant_A,use,100,0.5\n"
    )
    found = study_synergy(load_case(write_study(tmp_path, tables)), Asked())
    valuation = found.valuations["net_utilized"]
    assert valuation.values[0b01] == pytest.approx(60.0)
    assert len(valuation.missed[0b01]) == 1
    assert valuation.values[0b11] == pytest.approx(120.0)


def test_all_together_have_to_keep_everything(tmp_path: Path) -> None:
    """What nobody can meet is no plan at all, and it is said whose."""
    tables = region({("A", "slag"): 30.0, ("B", "slag"): 10.0}, {"B": 100.0})
    tables["lines"] = "id,plant,technology,capacity [kt/yr],min_load\nl,plant_B,use,100,0.5\n"
    with pytest.raises(InfeasibleError, match=r"No plan for A \+ B alone"):
        study_synergy(load_case(write_study(tmp_path, tables)), Asked())


def test_floors_of_standing_alone_know_it(tmp_path: Path) -> None:
    """No province has to fare worse than alone; alone, B's line stands still."""
    assert stand_alone(load_case(write(tmp_path)), "province") == pytest.approx({"A": 0, "B": 0})
