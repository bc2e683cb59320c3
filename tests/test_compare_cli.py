"""`sim compare` as a user meets it: what is run, what is written, what is said, how it ends."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
import yaml

from sim.cli.given_runs import name_folder
from sim.cli.main import main
from sim.cli.project import create

pytestmark = pytest.mark.xdist_group("compare-cli")

PLAIN = ("--basemap", "none")
TABLES = {f"{name}.csv" for name in ("inputs", "kpis", "flows", "lines", "zones", "areas")}


def run_sim(*arguments: str | Path) -> int:
    """Run the command in this process; return its exit code."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An example project with results of all its scenarios; not to be changed."""
    project = tmp_path_factory.mktemp("solved") / "project"
    create(project)
    names = ("baseline", "closed-border", "more-grinding")
    assert run_sim("run", *(project / f"scenarios/{n}.yaml" for n in names), *PLAIN) == 0
    return project


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A fresh example project without results."""
    create(tmp_path / "project")
    return tmp_path / "project"


def test_folders_are_compared(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, summary and maps are written; figures, changes, inputs and paths are told last."""
    results = solved / "results"
    out = tmp_path / "out"
    assert run_sim("compare", results / "baseline", results / "closed-border", "--out", out) == 0
    folder = out / "compare-baseline-closed-border"
    pictures = {f"{name}.{kind}" for name in ("compare", "difference") for kind in ("png", "svg")}
    written = {"summary.json", "report.html", "results.xlsx", "manifest.json"}
    assert set(snapshot(folder)) == TABLES | pictures | written
    kpis = {row["name"]: row for row in read(folder / "kpis.csv")}
    summaries = [
        json.loads((results / n / "summary.json").read_text("utf-8"))
        for n in ("baseline", "closed-border")
    ]
    rates = [k["value"] for s in summaries for k in s["kpis"] if k["name"] == "utilization_rate"]
    row = kpis["utilization_rate"]
    assert float(row["closed-border:difference"]) == pytest.approx(rates[1] - rates[0])
    said = capsys.readouterr().out
    assert "−12.4 pp" in said
    assert "Delta steelworks → West cement works · gone" in said
    assert "Border rule any → any (any class, any purpose): new rule, closed" in said
    assert said.rstrip().endswith(str(folder))
    assert str(folder / "difference.png") in said


def test_scenarios_are_run_where_their_results_are_missing_or_stale(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing results are made; current ones are left alone; changed input makes them anew."""
    scenarios = [example / "scenarios" / f"{n}.yaml" for n in ("baseline", "closed-border")]
    assert run_sim("compare", *scenarios, *PLAIN) == 0
    results = example / "results"
    folder = results / "compare-baseline-closed-border"
    assert (folder / "kpis.csv").exists()
    times = {n: (results / n / "summary.json").stat().st_ino for n in ("baseline", "closed-border")}
    assert run_sim("compare", *scenarios, *PLAIN) == 0
    assert times == {n: (results / n / "summary.json").stat().st_ino for n in times}

    document = yaml.safe_load(scenarios[1].read_text(encoding="utf-8"))
    document["limits"] = [{"cap": "net_cost", "at": "0 million CNY/yr"}]
    scenarios[1].write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    assert run_sim("compare", *scenarios, *PLAIN) == 0
    assert (results / "baseline" / "summary.json").stat().st_ino == times["baseline"]
    assert (results / "closed-border" / "summary.json").stat().st_ino != times["closed-border"]
    told = {(r["key"], r["column"]): r for r in read(folder / "inputs.csv")}
    assert told["limits", "cap net_cost"]["closed-border:value"] == "0 MCNY/yr"
    assert "Cap on Net cost: none → 0 million CNY/yr" in capsys.readouterr().out


def test_everything_that_is_wrong_is_told_and_nothing_is_written(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing folder and a missing scenario: exit 2, both named, no scenario is run for them."""
    before = snapshot(example)
    scenario = example / "scenarios" / "baseline.yaml"
    code = run_sim("compare", scenario, example / "results" / "none", example / "no.yaml")
    assert code == 2
    said = capsys.readouterr().err.replace("\n", "")
    assert "there is no such results folder" in said
    assert "no.yaml" in said
    assert snapshot(example) == before


def test_a_scenario_without_a_plan_ends_with_3(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The other run's results stay, and no comparison is written."""
    path = example / "scenarios" / "closed-border.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    document["limits"] = [{"floor": "utilization_rate", "at": "99 %"}]
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    assert run_sim("compare", example / "scenarios" / "baseline.yaml", path, *PLAIN) == 3
    assert not list((example / "results").glob("compare-*"))
    assert not (example / "results" / "closed-border").exists()
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["baseline"], "a comparison takes 2 to 12 runs"),
        (["baseline", "baseline"], "this is the same run as"),
        (["baseline", "../results/baseline"], "this is the same run as"),
        (["baseline", "../scenarios"], "this is no complete results folder"),
        (["baseline", "../scenarios/baseline.yaml"], "this is the same run as"),
    ],
)
def test_arguments_that_make_no_comparison_are_refused(
    solved: Path, given: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One run, the same run twice, a folder of something else: exit 2, nothing written."""
    before = snapshot(solved)
    assert run_sim("compare", *(solved / "results" / name for name in given)) == 2
    assert said in capsys.readouterr().err.replace("\n", " ")
    assert snapshot(solved) == before


def test_a_failure_while_drawing_leaves_the_old_comparison(
    solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is replaced whole or not at all."""
    runs = [solved / "results" / n for n in ("baseline", "closed-border")]
    assert run_sim("compare", *runs, "--out", tmp_path, *PLAIN) == 0
    before = snapshot(tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr("sim.studies.compare.folder.save_comparison_maps", fail)
    assert run_sim("compare", *runs, "--out", tmp_path) == 1
    assert snapshot(tmp_path) == before


def test_the_same_runs_give_the_same_files(solved: Path, tmp_path: Path) -> None:
    """Twice the same folder, byte for byte."""
    runs = [solved / "results" / n for n in ("baseline", "closed-border", "more-grinding")]
    for name in ("one", "two"):
        assert run_sim("compare", *runs, "--out", tmp_path / name, *PLAIN) == 0
    one = snapshot(tmp_path / "one")
    assert one == snapshot(tmp_path / "two")
    assert set(one) == {
        f"compare-baseline-closed-border-more-grinding/{name}"
        for name in TABLES | {"summary.json", "report.html", "results.xlsx", "manifest.json"}
    }


def test_json_for_machines(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One JSON document on the output, also of an error."""
    runs = [solved / "results" / n for n in ("baseline", "more-grinding")]
    capsys.readouterr()
    assert run_sim("compare", *runs, "--out", tmp_path, "--json", *PLAIN) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["folder"] == str(tmp_path / "compare-baseline-more-grinding")
    assert told["summary"]["counts"]["inputs"] > 3
    assert run_sim("compare", runs[0], tmp_path / "none", "--json") == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["exit_code"] == 2
    assert error["problems"][0]["code"] == "no_results"


def test_chinese_output_is_chinese(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Figures in 万吨 and 亿元, and no English word but what is typed, and names."""
    runs = [solved / "results" / n for n in ("baseline", "closed-border", "more-grinding")]
    assert run_sim("compare", *runs, "--out", tmp_path, "--lang", "zh", *PLAIN) == 0
    said = capsys.readouterr().out
    body = said[: said.rindex("报告（浏览器打开）")]
    assert "万吨/年" in body
    assert "亿元/年" in body
    typed = r"baseline|closed-border|more-grinding|“--ensemble \d+”"
    assert not re.findall(r"[A-Za-z]{3,}", re.sub(typed, "", body))


def test_runs_of_one_name_get_names_of_their_own(
    solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same scenario run into two folders can be compared."""
    scenario = solved / "scenarios" / "baseline.yaml"
    assert run_sim("run", scenario, "--out", tmp_path / "later", *PLAIN) == 0
    runs = [solved / "results" / "baseline", tmp_path / "later" / "baseline"]
    assert run_sim("compare", *runs, "--out", tmp_path, *PLAIN) == 0
    folder = tmp_path / "compare-baseline-baseline.2"
    assert read(folder / "inputs.csv") == []
    assert {row["change"] for row in read(folder / "flows.csv")} == {"same"}
    said = capsys.readouterr().out
    assert "Example: today (baseline.2) against Example: today (baseline)" in said
    assert "no difference" in said


def test_long_names_make_a_folder_all_the_same() -> None:
    """Many long names give a name that a file system takes, different for different runs."""
    names = [f"scenario-{n}-{'x' * 50}" for n in range(12)]
    assert len(name_folder("compare", names)) <= 150
    assert name_folder("compare", names) != name_folder("compare", [*names[:-1], "other"])
    assert name_folder("compare", ["a", "b"]) == "compare-a-b"
