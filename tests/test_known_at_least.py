"""Figures known in part say so where they are written; what is not known at all is a dash."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from tests.test_blank_figures import UNKNOWN, add, heard, write
from tests.test_lengths_in_tables import COST_ONLY, FAR, STUDY
from tests.test_terminal_links import LINK


def test_a_run_says_at_least(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two ways, one of them without a length: transport work is at least what the other one has."""
    study = write(tmp_path, STUDY)
    said = heard(capsys, "run", study, "--basemap", "none")
    folder = tmp_path / "results" / "study"
    rows = {row["name"]: row for row in json.loads((folder / "summary.json").read_text())["kpis"]}
    assert rows["transport_work"]["at_least"] is True
    assert "at_least" not in rows["net_utilized"]
    assert "at_least" not in rows["net_cost"]
    assert "≥ " in said
    page = (folder / "report.html").read_text("utf-8")
    assert "≥ 1.5 million t·km/yr" in page
    assert main(["run", str(study), "--basemap", "none", "--lang", "zh"]) in (0, None)
    assert "≥ " in capsys.readouterr().out


def test_what_is_known_says_nothing(tmp_path: Path) -> None:
    """With every length stated no figure is marked."""
    links = LINK + COST_ONLY.replace(",,30", ",5,30") + FAR
    case = sim.load(write(tmp_path, {**STUDY, "links": links}))
    assert not any(row.get("at_least") for row in case.run().summary["kpis"])


def test_an_axis_of_which_nothing_is_known_has_a_dash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No length of any way is known: points have no transport work, on screen and in CSV."""
    study = write(tmp_path, UNKNOWN)
    said = heard(capsys, "frontier", study, "--x", "transport_work", "--y", "net_utilized")
    table = pd.read_csv(
        tmp_path / "results" / "frontier-study-net_utilized-transport_work" / "frontier.csv"
    )
    assert table["x_transport_work_Mt_km_yr"].isna().all()
    assert re.search(r" 1 – ", said)


def test_a_comparison_marks_them_and_tells_no_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At least 1.5 million t·km against 1.5 that are known: by how much they differ is not."""
    study = write(tmp_path, STUDY)
    to = {"table": "links", "where": {"origin": "z"}, "set": {"km": "5 km"}}
    said = heard(capsys, "compare", study, add(study, "known", change=[to]), "--basemap", "none")
    assert "Transport work, million t·km/yr ≥ 1.5 2.0 –" in said
    folder = tmp_path / "results" / "compare-study-known"
    kpis = pd.read_csv(folder / "kpis.csv").set_index("name")
    assert kpis.loc["transport_work", "study:at_least"]
    assert not kpis.loc["transport_work", "known:at_least"]
    assert pd.isna(kpis.loc["transport_work", "known:difference"])
    assert kpis.loc["net_utilized", "known:difference"] == 0
    assert "≥ 1.5 million t·km/yr" in (folder / "report.html").read_text("utf-8")
