"""`sim compare --ensemble` and `sim run --ensemble`: folders, resuming, and what the pages say."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim.cli.main import main
from sim.rules.metrics import METRICS
from sim.scenario.sweep import metric_column
from sim.studies.ensemble import work
from tests.study import write_study
from tests.sweep_studies import write_project
from tests.test_ensemble import STUDY
from tools.blocks import ROOT, read

TABLES = (
    "ensemble",
    "ensemble_draws",
    "ensemble_factors",
    "ensemble_convergence",
    "ensemble_ranks",
    "ensemble_leans",
    "ensemble_learning",
)


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """Run the command line, and return what it printed."""
    with suppress(SystemExit):
        main([str(argument) for argument in arguments])
    return capsys.readouterr().out


def columns_told() -> dict[str, set[str]]:
    """Table -> the columns that docs/studies.md describes."""
    body = re.split(r"^## ", read(ROOT / "docs" / "studies.md"), flags=re.MULTILINE)
    (section,) = [part for part in body if part.startswith("Ensemble")]
    rows = [line.split(" | ", 1) for line in section.splitlines() if line.startswith("| `")]
    return {name.strip("| `"): set(re.findall(r"`([^`]+)`", text)) for name, text in rows}


def test_comparison_with_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with the tables of the ensemble, every column of which is described."""
    scenarios = write_project(tmp_path / "project")
    given = [scenarios / "baseline.yaml", scenarios / "more-grinding.yaml"]
    said = ["--basemap", "none", "--ensemble", "20", "--workers", "1"]
    printed = run(capsys, "compare", *given, *said)
    folder = scenarios.parent / "results" / "compare-baseline-more-grinding"
    assert {p.name for p in folder.glob("ensemble*")} == {
        *(f"{name}.csv" for name in TABLES),
        "ensemble.json",
        "ensemble.png",
        "ensemble.svg",
    }
    assert not list(folder.parent.glob(".*.part"))
    told = columns_told()
    metrics = {metric_column(name) for name in METRICS}
    for name in TABLES:
        found = set(pd.read_csv(folder / f"{name}.csv", nrows=0).columns) - metrics
        assert found <= told[f"{name}.csv"], name
    assert "90 % of draws between" in printed
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Does it hold? 20 draws of the inputs" in page
    assert re.search(r"(sure|likely|open), \d+ %", page)
    about = json.loads((folder / "ensemble.json").read_text())
    assert [one["plans"] for one in about["scenarios"]] == [20, 20]
    table = pd.read_csv(folder / "ensemble.csv", keep_default_na=False)
    gain = table.query("against == 'baseline' and metric == 'utilization_rate'").iloc[0]
    runs = pd.read_csv(folder / "kpis.csv").set_index("name")
    column = "more-grinding:difference"
    assert float(gain["typical"]) == pytest.approx(100.0 * runs.loc["utilization_rate", column])


def test_interrupted_draws_are_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stopped after the first block, then asked again: only the rest is solved, the same comes."""
    asked = {"draws": 8, "correlation": 1}
    path = write_study(tmp_path / "a", STUDY, {"ensemble": asked})
    whole = tmp_path / "whole"
    arguments = ["run", path, "--basemap", "none", "--ensemble", "8", "--workers", "1", "--json"]
    run(capsys, *arguments, "--out", whole)
    solved: list[Any] = []
    solve = work.solve_blocks

    def stopped(job: Any, blocks: Any, crew: Any) -> Any:
        for found in solve(job, blocks, crew):
            yield found
            solved.append(found)
            raise KeyboardInterrupt

    monkeypatch.setattr(work, "solve_blocks", stopped)
    again = tmp_path / "again"
    with pytest.raises((SystemExit, KeyboardInterrupt)):
        main([str(a) for a in [*arguments, "--out", again]])
    assert (again / ".ensemble-study.part" / "tasks.jsonl").exists()

    def counted(job: Any, blocks: Any, crew: Any) -> Any:
        solved.extend(blocks)
        return solve(job, blocks, crew)

    solved.clear()
    monkeypatch.setattr(work, "solve_blocks", counted)
    run(capsys, *arguments, "--out", again)
    assert len(solved) == 2
    one, other = (folder / "ensemble-study" / "ensemble_draws.csv" for folder in (whole, again))
    assert one.read_bytes() == other.read_bytes()


def test_chinese_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same in Chinese."""
    path = write_study(tmp_path, STUDY)
    said = ["--basemap", "none", "--ensemble", "4", "--workers", "1", "--lang", "zh"]
    printed = run(capsys, "run", path, *said)
    assert "结论是否成立：4 次抽样" in printed
    assert "90 % 的抽样介于" in printed
