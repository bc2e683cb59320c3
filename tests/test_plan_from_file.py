"""`sim run --plan`: the plan of another solver, read from its file into the usual results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import highspy
import pandas as pd
import pytest

from sim.cli.run import run
from sim.errors import InputError, VerificationError
from sim.exchange import names_table, write_programme
from sim.loader import load_case
from sim.say.texts import EN, ZH
from sim.solve import Session
from sim.studies.exchange import case_at_stage, run_plan
from sim.studies.run.run import RunOptions
from sim.studies.solve_case import Clock, be_silent
from tests.tiny_project import make_project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the tiny scenario; beside it what HiGHS writes of its second stage."""
    scenario = make_project(tmp_path_factory.mktemp("given"))
    programme, linear = case_at_stage(load_case(scenario), 2)
    file = scenario.parent / "tiny.mps"
    file.write_text(write_programme(programme, linear, "mps"), encoding="utf-8")
    names_table(programme, linear).to_csv(scenario.parent / "tiny.names.csv", index=False)
    solver: Any = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.readModel(str(file))
    solver.run()
    solver.writeSolution(str(scenario.parent / "tiny.sol"), 0)
    return scenario


def read(scenario: Path, file: Path, out: Path) -> dict[str, Any]:
    """Return the summary that is written for a plan; no map is drawn."""
    options = RunOptions(out, EN, "none")
    run_plan(scenario, file, options, Clock(be_silent))
    summary = (out / "tiny" / "summary.json").read_text(encoding="utf-8")
    return dict(json.loads(summary))


def spoilt(project: Path, folder: Path, old: str, new: str) -> tuple[Path, int]:
    """Return the file of HiGHS with a text in it replaced, and the line where it stands."""
    text = (project.parent / "tiny.sol").read_text(encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    path = folder / "spoilt.sol"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path, line


def test_the_plan_of_highs_becomes_a_results_folder(project: Path, tmp_path: Path) -> None:
    """It has the value of the last stage, every table, a passed verification and a page."""
    told: list[str] = []
    clock = Clock(be_silent, told.append)
    file = project.parent / "tiny.sol"
    outcome = run_plan(project, file, RunOptions(tmp_path, ZH, "none"), clock)
    due = Session(case_at_stage(load_case(project), 2)[0].network).solve()
    summary = json.loads((tmp_path / "tiny" / "summary.json").read_text(encoding="utf-8"))
    assert summary["status"] == "given"
    assert summary["objectives"][1]["value"] == pytest.approx(due.stages[1].value, rel=1e-7)
    report = json.loads((tmp_path / "tiny" / "verification.json").read_text(encoding="utf-8"))
    assert report["passed"]
    assert outcome.tables.summary["verified_checks"] == len(report["checks"])
    assert (tmp_path / "tiny" / "report.html").exists()
    assert told[0].startswith("本方案由外部给出")


def test_values_in_the_table_of_names_are_read(project: Path, tmp_path: Path) -> None:
    """`value` beside the columns of NAME.names.csv gives the same plan; rows are no variables."""
    text = (project.parent / "tiny.sol").read_text(encoding="utf-8")
    _, _, columns = text.partition("# Rows")[0].partition("# Columns 24\n")
    values = dict(line.split() for line in columns.splitlines())
    table = pd.read_csv(project.parent / "tiny.names.csv")
    table["value"] = [
        values[name] if kind == "column" else "-"
        for kind, name in zip(table["kind"], table["name"], strict=True)
    ]
    table.to_csv(tmp_path / "plan.csv", index=False)
    found = read(project, tmp_path / "plan.csv", tmp_path / "csv")
    due = read(project, project.parent / "tiny.sol", tmp_path / "sol")
    assert found["kpis"] == due["kpis"]


BROKEN = {
    "another name": (
        "act.l1.bake.2025 ",
        "act.l9.bake.2025 ",
        "'act.l9.bake.2025' is no variable of this scenario",
    ),
    "no value": ("act.l1.bake.2025 108", "act.l1.bake.2025", "the value of 'act.l1.bake.2025'"),
    "no number": ("act.l1.bake.2025 ", "act.l1.bake.2025 many", "is 'many108', not a number"),
    "nan": ("act.l1.bake.2025 108", "act.l1.bake.2025 nan", "is 'nan', not a number"),
    "twice": (
        "act.l2.blend.2025 ",
        "act.l1.bake.2025 ",
        "'act.l1.bake.2025' has a value already",
    ),
    "cut off": ("# Columns 24", "# Columns 240", "240 columns are announced"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_with_its_line(project: Path, tmp_path: Path, kind: str) -> None:
    """Nothing is written, and the line is named."""
    old, new, words = BROKEN[kind]
    path, line = spoilt(project, tmp_path, old, new)
    with pytest.raises(InputError) as refused:
        read(project, path, tmp_path / "out")
    (problem,) = refused.value.problems
    assert str(problem.where) == f"{path}:{line}"
    assert words in str(problem.what)
    assert not (tmp_path / "out" / "tiny").exists()


def test_a_plan_that_breaks_a_limit_is_refused_by_its_name(project: Path, tmp_path: Path) -> None:
    """A line that runs more than it can: exit code 5, nothing written."""
    path, _ = spoilt(project, tmp_path, "act.l1.bake.2025 108", "act.l1.bake.2025 109")
    with pytest.raises(VerificationError) as refused:
        read(project, path, tmp_path / "out")
    told = {str(problem.where): str(problem.what) for problem in refused.value.problems}
    assert told["line_capacity[l1,2025]"] == "it comes to 109, more than 108"
    assert not (tmp_path / "out" / "tiny").exists()


def test_a_table_without_its_columns_is_refused(project: Path, tmp_path: Path) -> None:
    """A CSV file must say what is the name and what the value."""
    path = tmp_path / "plan.csv"
    path.write_text("variable,amount\nact.l1.bake.2025,1\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read(project, path, tmp_path / "out")
    (problem,) = refused.value.problems
    assert str(problem.where) == f"{path}:1"
    assert "'name' and 'value'" in str(problem.what)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--alternatives", "2"], "“--plan”"),
        (["other.yaml"], "一个方案只属于一个情景，而现有 2 个情景"),
    ],
)
def test_a_plan_belongs_to_one_scenario(
    project: Path, capsys: pytest.CaptureFixture[str], more: list[str], words: str
) -> None:
    """It goes with no second scenario, and with nothing that solves."""
    arguments = [str(project), "--plan", "x.sol", "--lang", "zh", *more]
    with pytest.raises(SystemExit) as ended:
        run.main(arguments, standalone_mode=False)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err
