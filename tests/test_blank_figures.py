"""A figure of which nothing is known, in studies of several plans: blank, and it is told why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from sim.cli.main import main
from tests.study import write_study
from tests.test_lengths_in_tables import COST_ONLY, FAR, STUDY
from tests.test_terminal_links import LINK

UNKNOWN = {**STUDY, "links": LINK + COST_ONLY + "y,p,truck,,20,\n"}
"""No length of any way is known."""
OBJECTIVE = [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]
LINE = {"name": "load", "table": "lines", "where": {"id": "l"}, "scale": {"capacity": [0.3, 1]}}


def write(folder: Path, tables: dict[str, str], **keys: Any) -> Path:
    """Write a study."""
    return write_study(folder, tables, {"objective": OBJECTIVE, **keys})


def heard(capsys: pytest.CaptureFixture[str], *command: object) -> str:
    """Return what a command says."""
    assert main([*map(str, command)]) in (0, None)
    said = capsys.readouterr()
    return " ".join((said.out + said.err).split())


def add(study: Path, name: str, **keys: Any) -> Path:
    """Write a scenario beside a study that changes it, or nothing of it."""
    document = {"format": 1, "name": name, "title": {"en": name}, "extends": study.name, **keys}
    path = study.with_name(f"{name}.yaml")
    path.write_text(yaml.safe_dump(document), "utf-8")
    return path


def test_a_comparison_has_a_dash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown against 50 kt x 30 km and more: no change can be told; both unknown: neither."""
    study = write(tmp_path, UNKNOWN)
    to = {"table": "links", "where": {"origin": "y"}, "set": {"km": "30 km"}}
    known, same = add(study, "known", change=[to]), add(study, "same")
    said = heard(capsys, "compare", study, known, "--basemap", "none")
    assert "Transport work, million t·km/yr – ≥ 1.5 –" in said
    assert "CO2 from transport, kt/yr – ≥ 0.15 –" in said
    folder = tmp_path / "results" / "compare-study-known"
    kpis = pd.read_csv(folder / "kpis.csv")
    assert kpis.loc[kpis["name"] == "transport_work", "study:value"].isna().all()
    assert (folder / "report.html").exists()
    said = heard(capsys, "compare", study, same, "--basemap", "none")
    assert "Transport work, million t·km/yr – – –" in said


def test_alternatives_have_a_dash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The best plan and every other."""
    study = write(tmp_path, UNKNOWN)
    said = heard(capsys, "alternatives", study, "--number", 2)
    assert "best 100.0 % 4 million CNY/yr – 0 kt/yr" in said


def test_points_of_a_sweep_are_blank(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A capacity of 60 kt takes what is cheapest, from y; one of 200 kt all: nothing is known."""
    metrics = ["net_cost", "transport_work", "net_co2"]
    sweep = {"kind": "grid", "metrics": metrics, "parameters": [LINE]}
    study = write(tmp_path / "unknown", UNKNOWN, sweep=sweep)
    said = heard(capsys, "sweep", study)
    assert "scenarios/study.yaml:" in said
    assert "transport_work leaves out what is not known: of 4 routes 2" in said
    points = pd.read_csv(tmp_path / "unknown" / "results" / "sweep-study" / "points.csv")
    assert points[["transport_work_Mt_km_yr", "net_co2_kt_yr"]].isna().all(axis=None)
    assert list(points["net_cost_MCNY_yr"]) == pytest.approx([1.3, 4.0])


def test_points_known_in_part_have_what_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """60 kt: 50 from y over 30 km, at 15 yuan, and 10 from z; at least 1.5 Mt·km either way."""
    sweep = {"kind": "grid", "metrics": ["transport_work"], "parameters": [LINE]}
    study = write(tmp_path, STUDY, sweep=sweep)
    assert "of 4 routes 1 go over links" in heard(capsys, "sweep", study)
    points = pd.read_csv(tmp_path / "results" / "sweep-study" / "points.csv")
    assert list(points["transport_work_Mt_km_yr"]) == pytest.approx([1.5, 1.5])


def test_a_frontier_says_what_its_axis_leaves_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the options that ask for it; and nothing where every length is known."""
    axes = ("--x", "transport_work", "--y", "utilization_rate", "--no-check")
    said = heard(capsys, "frontier", write(tmp_path / "part", STUDY), *axes)
    assert "--x, --y: transport_work leaves out what is not known: of 4 routes 1" in said
    links = LINK + COST_ONLY.replace(",,30", ",5,30") + FAR
    said = heard(capsys, "frontier", write(tmp_path / "all", {**STUDY, "links": links}), *axes)
    assert "leaves out" not in said
