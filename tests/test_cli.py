"""The command line as a user meets it: exit codes, what is written, and what is left alone."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.cli.main import main
from sim.cli.project import create
from sim.errors import UnboundedError
from sim.say.message import message
from tests.bad_cases import BAD_CASES, BadCase
from tests.forked import Streams, start
from tests.tiny_project import make_project


def run_sim(*arguments: str) -> int:
    """Run the command in this process; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Return a fresh example project."""
    create(tmp_path / "project")
    return tmp_path / "project"


def patch(example: Path, **keys: Any) -> str:
    """Set keys of the example's baseline; return the scenario's path."""
    path = example / "scenarios" / "baseline.yaml"
    document = {**yaml.safe_load(path.read_text(encoding="utf-8")), **keys}
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("case", BAD_CASES, ids=lambda case: case.name)
def test_bad_input_exits_2_and_writes_nothing(
    case: BadCase, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every kind of bad input ends `sim run` with 2, names file:line, and leaves no file behind."""
    project = tmp_path / "project"
    make_project(project)
    case.spoil(project)
    out = tmp_path / "results"
    start = str(project / case.start)
    assert run_sim("run", start, "--out", str(out), "--basemap", "none") == 2
    said = capsys.readouterr().err.replace("\n", " ")
    for where, *_ in case.problems:
        assert where.replace("{root}", str(project)) in said
    assert not out.exists()


def test_run_writes_results_and_says_where(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run prints the KPI block with units and ends with the folder of its results."""
    assert run_sim("run", patch(example)) == 0
    said = capsys.readouterr().out
    assert "Utilization rate (net)" in said
    assert "55.4 %" in said
    folder = example / "results" / "baseline"
    assert said.replace("\n", "").rstrip().endswith(str(folder))
    for name in (
        "summary.json",
        "verification.json",
        "manifest.json",
        "map.png",
        "map.svg",
        "sites.geojson",
        "flows.geojson",
        "scenario.resolved.yaml",
    ):
        assert (folder / name).stat().st_size > 0


def test_run_speaks_chinese(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --lang zh figures are in 万吨 and 亿元, and no English words are left in the block."""
    assert run_sim("run", patch(example), "--lang", "zh", "--basemap", "none") == 0
    said = capsys.readouterr().out
    assert "综合利用率（净）" in said
    assert "万吨/年" in said
    assert "亿元/年" in said
    assert "Utilization" not in said
    assert "CNY" not in said


@pytest.mark.usefixtures("undrawn")
def test_json_is_for_machines(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the output is one JSON document with status, figures and folder."""
    assert run_sim("run", patch(example), "--json", "--basemap", "none") == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["summary"]["status"] == "optimal"
    assert Path(answer["folder"]).is_dir()


def test_json_tells_errors_too(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A failing run gives machines the kind, the exit code and every problem."""
    path = patch(example, region="nowhere")
    assert run_sim("run", path, "--json") == 2
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["error"]["kind"] == "invalid_input"
    assert answer["error"]["exit_code"] == 2
    assert "nowhere" in answer["error"]["problems"][0]["what"]


@pytest.mark.usefixtures("undrawn")
def test_infeasible_ends_with_3_and_leaves_earlier_results(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No plan: exit 3, a plain sentence, and the results of the last good run untouched."""
    assert run_sim("run", patch(example), "--basemap", "none") == 0
    before = snapshot(example / "results")
    limits = [{"floor": "utilization_rate", "at": "99 %"}]
    assert run_sim("run", patch(example, limits=limits), "--basemap", "none") == 3
    assert "No plan" in capsys.readouterr().err
    assert snapshot(example / "results") == before


@pytest.mark.usefixtures("undrawn")
def test_unbounded_ends_with_6_and_leaves_earlier_results(
    example: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An objective without bound: exit 6, a plain sentence, earlier results untouched.

    Input bounds every flow, so the solver is made to say so.
    """
    assert run_sim("run", patch(example), "--basemap", "none") == 0
    before = snapshot(example / "results")

    def no_end(*_: object) -> None:
        raise UnboundedError(message("no_bound"))

    monkeypatch.setattr("sim.studies.run.run.solve_case", no_end)
    assert run_sim("run", patch(example), "--basemap", "none") == 6
    assert "without end" in capsys.readouterr().err
    assert snapshot(example / "results") == before


def test_trade_without_a_line_has_an_end(example: Path) -> None:
    """Clinker can be bought at 300 and sold at 400 without limit: what is bought is for lines."""
    markets = example / "geodata" / "two-provinces" / "markets.csv"
    text = markets.read_text(encoding="utf-8")
    assert "外运熟料,clinker,,900,600,1200,280" in text
    open_end = text.replace("外运熟料,clinker,,900,600,1200,280", "外运熟料,clinker,,,,,400")
    markets.write_text(open_end, encoding="utf-8")
    assert run_sim("run", patch(example), "--basemap", "none") == 0


def test_time_limit_ends_with_4(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A solver that may not work at all stops with its own exit code and leaves nothing."""
    path = patch(example, solver={"time_limit": "0 s"})
    assert run_sim("run", path, "--basemap", "none") == 4
    assert "stopped" in capsys.readouterr().err
    assert not (example / "results" / "baseline").exists()


def test_failing_verification_ends_with_5_and_keeps_nothing(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables that contradict the input are not kept: a tonne is lost on the way to the files."""
    import sim.studies.run.run  # noqa: PLC0415

    write = sim.studies.run.run.write_tables

    def lose_a_tonne(tables: Any, folder: Path) -> None:
        tables.frames["flows"].loc[0, "amount_kt_yr"] -= 1.0
        write(tables, folder)

    monkeypatch.setattr(sim.studies.run.run, "write_tables", lose_a_tonne)
    assert run_sim("run", patch(example), "--basemap", "none") == 5
    assert "contradict" in capsys.readouterr().err
    assert not (example / "results" / "baseline").exists()
    assert not list((example / "results").glob(".*"))


@pytest.mark.usefixtures("undrawn")
def test_several_scenarios_all_run_and_the_worst_is_told(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One bad scenario does not stop the others; the exit code is that of the bad one."""
    good = str(example / "scenarios" / "closed-border.yaml")
    missing = str(example / "scenarios" / "nosuch.yaml")
    assert run_sim("run", missing, good, "--basemap", "none") == 2
    assert (example / "results" / "closed-border" / "flows.csv").exists()
    assert "nosuch.yaml" in capsys.readouterr().err


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize(("order", "code"), [((0, 1), 3), ((1, 0), 2), ((0, 1, 2), 3)])
def test_the_exit_code_is_that_of_the_first_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], order: tuple[int, ...], code: int
) -> None:
    """Of a scenario without a plan, a missing one and a good one: the first that fails tells."""
    path = make_project(tmp_path)
    impossible = path.with_name("impossible.yaml")
    text = path.read_text(encoding="utf-8").replace("name: tiny", "name: impossible")
    assert "at: 900 m" in text
    impossible.write_text(text.replace("at: 900 m", "at: -900 m"), encoding="utf-8")
    files = (impossible, path.with_name("missing.yaml"), path)
    given = [str(files[number]) for number in order]
    assert run_sim("run", *given, "--basemap", "none", "--json") == code
    answers = json.loads(capsys.readouterr().out)
    ends = [answer.get("error", {"exit_code": 0})["exit_code"] for answer in answers]
    assert ends == [(3, 2, 0)[number] for number in order]


def test_check_accepts_good_and_writes_nothing(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`sim check` says what it found and leaves no file."""
    before = snapshot(example)
    names = ("baseline", "closed-border", "more-grinding")
    paths = [str(example / "scenarios" / f"{name}.yaml") for name in names]
    assert run_sim("check", *paths) == 0
    said = capsys.readouterr().out
    assert all(name in said for name in names)
    assert snapshot(example) == before


@pytest.mark.usefixtures("undrawn")
def test_new_makes_a_project_that_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`sim new` makes a project whose scenarios all run, offline."""
    folder = tmp_path / "mine"
    assert run_sim("new", str(folder)) == 0
    assert "sim run" in capsys.readouterr().out
    paths = [str(path) for path in sorted((folder / "scenarios").glob("*.yaml"))]
    assert len(paths) == 3
    assert run_sim("run", *paths, "--basemap", "none", "--json") == 0


def test_new_refuses_a_folder_with_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`sim new` never writes into a folder that holds something."""
    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    assert run_sim("new", str(tmp_path)) == 2
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["precious.txt"]


def test_schema_is_json_and_describes_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    """`sim schema` prints a JSON Schema whose top level knows the keys of a scenario."""
    assert run_sim("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert {"format", "name", "region", "extends", "objective", "change"} <= set(
        schema["properties"]
    )


@pytest.mark.parametrize("command", ["run", "check", "schema", "new"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each command explains itself and exits 0."""
    assert run_sim(command, "--help") == 0
    assert "Usage: sim" in capsys.readouterr().out


def test_unknown_option_exits_2(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong option is invalid input, and the message names it."""
    assert run_sim("run", "--nonsense", "x.yaml") == 2
    assert "--nonsense" in capsys.readouterr().err


def test_killed_run_harms_nothing(example: Path) -> None:
    """A run killed at any moment leaves earlier results as they were; the next one cleans up."""
    path = patch(example)
    began = time.monotonic()
    assert run_sim("run", path, "--basemap", "none") == 0
    whole = time.monotonic() - began
    before = snapshot(example / "results")
    for part in (0.2, 0.5, 0.8, 0.95):
        with (example / ".said").open("wb") as file:
            process = start(["run", path], Streams(file.fileno(), file.fileno()))
        time.sleep(part * whole)
        process.kill()
        process.join()
        kept = {k: v for k, v in snapshot(example / "results").items() if not k.startswith(".")}
        assert set(kept) >= set(before)
        assert kept["baseline/flows.csv"] == before["baseline/flows.csv"]
    assert run_sim("run", path, "--basemap", "none") == 0
    assert not list((example / "results").glob(".baseline*"))


def test_names_from_data_are_text(example: Path) -> None:
    """A zone called like markup or a formula stays text in CSV, SVG and GeoJSON."""
    zones = example / "geodata" / "two-provinces" / "zones.csv"
    text = zones.read_text(encoding="utf-8")
    text = text.replace("North mine,", "=HYPERLINK(1)<script>$x^2$,")
    zones.write_text(text, encoding="utf-8")
    assert run_sim("run", patch(example), "--basemap", "schematic") == 0
    folder = example / "results" / "baseline"
    assert "'=HYPERLINK" in (folder / "zones.csv").read_text(encoding="utf-8")
    assert "<script>" not in (folder / "map.svg").read_text(encoding="utf-8")
    sites = json.loads((folder / "sites.geojson").read_text(encoding="utf-8"))
    names = [feature["properties"].get("name_en", "") for feature in sites["features"]]
    assert any("=HYPERLINK(1)<script>$x^2$" in name for name in names)


def test_unwritable_output_is_told_plainly(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An output folder that cannot be made is the user's to mend: exit 2, the path, the reason."""
    target = example / "README.md" / "results"
    assert run_sim("run", patch(example), "--out", str(target), "--basemap", "none") == 2
    said = capsys.readouterr().err
    assert "README.md" in said
    assert "this is a file, and a folder is to be written" in said
