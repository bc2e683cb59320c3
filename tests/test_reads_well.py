"""What is printed adds up on sight, names what to open, and is short before it is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.cli.main import main
from sim.cli.project import create
from sim.loader import load_case
from sim.network import build_network
from sim.report.places import list_matrix
from sim.results.tables import read_results
from sim.rules.metrics import HEADLINE
from sim.say import WORDS
from sim.say.texts import EN
from sim.solve import Session
from sim.studies.alternatives.study import EXACT, RANDOM_STARTS, find_alternatives
from tests.study import solve_file


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project."""
    return create(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def results(scenario: Path) -> Path:
    """Results of the example, run without a map."""
    main(["run", str(scenario), "--basemap", "none"])
    return scenario.parent.parent / "results" / "baseline"


def test_what_is_generated_adds_up_in_what_is_printed(results: Path) -> None:
    """Net utilized, unused and residues disposed of are all that arises, and all are printed."""
    kpis = {kpi["name"]: kpi["value"] for kpi in read_results(results).summary["kpis"]}
    parts = ("net_utilized", "unused", "residues_disposed")
    assert {"generation", *parts} <= set(HEADLINE)
    assert kpis["residues_disposed"] > 0
    assert sum(kpis[part] for part in parts) == pytest.approx(kpis["generation"])


def test_the_report_is_named(
    results: Path, scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run and a comparison say where the page for a browser is."""
    other = scenario.parent / "closed-border.yaml"
    main(["run", str(scenario), "--basemap", "none"])
    assert f"Report, for a browser: {results / 'report.html'}" in capsys.readouterr().out
    main(["compare", str(scenario), str(other), "--basemap", "none", "--lang", "zh"])
    told = capsys.readouterr().out
    page = results.parent / "compare-baseline-closed-border" / "report.html"
    assert page.exists()
    assert f"报告（浏览器打开）：{page}" in told


def test_matrix_and_map_call_two_things_by_two_names(results: Path) -> None:
    """The matrix counts waste of zones, the map residues too: their heads say so."""
    tables = read_results(results)
    crossing = tables["transfers"].query("level == 'province' and origin != destination")
    of_zones = crossing.loc[crossing["role"] == "utilization", "amount_kt_yr"].sum()
    matrix = list_matrix(tables["flows"], EN)
    assert matrix is not None
    assert crossing["amount_kt_yr"].sum() >= of_zones > 0
    assert WORDS["borders"] != WORDS["report_matrix"]
    assert "residues" in WORDS["report_matrix_note"][0]
    assert "二次渣" in WORDS["report_matrix_note"][1]


def test_explain_is_short_before_it_is_whole(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five limits and how many more there are; `--all` lists every one."""
    main(["explain", str(scenario)])
    short = capsys.readouterr().out.splitlines()
    main(["explain", str(scenario), "--all"])
    whole = capsys.readouterr().out.splitlines()
    (more,) = re.findall(r"and (\d+) more \(sim explain --all", short[-1])
    assert len(short) == 2 + 5 + 1
    assert len(whole) == 2 + 5 + int(more)
    assert short[:-1] == whole[: len(short) - 1]


def test_alternatives_show_flows_of_the_best_plan(
    scenario: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No row has nothing in the best plan; amounts of a table are in one unit, in its title."""
    main(["alternatives", str(scenario), "-n", "1", "--slack", "5 %"])
    told = capsys.readouterr().out
    flows = told.partition("Largest flows of the best plan, kt/yr\n")[2].partition("Largest lines")
    rows = [line for line in flows[0].splitlines() if re.search(r"\d of \d", line)]
    assert rows
    pattern = re.compile(r"([\d.]+) +([\d.]+) to ([\d.]+) +\d of")
    for row in rows:
        shown = pattern.search(row.replace(",", ""))
        assert shown, row
        best, low, high = map(float, shown.groups())
        assert best > 0
        assert low <= best <= high


def test_alternatives_tell_how_far_they_are(scenario: Path) -> None:
    """Starts of each plan and ranges are counted, from none to the last."""
    session, told = Session(build_network(load_case(scenario))), []
    find_alternatives(session, 2, "5 %", report=lambda *step: told.append(step))
    plans = [(done, count) for step, done, count in told if step == "plan"]
    assert plans == [(n, 2 * (1 + RANDOM_STARTS)) for n in range(2 * (1 + RANDOM_STARTS))]
    for name in ("flows", "lines"):
        ranges = [(done, count) for step, done, count in told if step == name]
        assert 0 < len(ranges) <= EXACT
        assert ranges == [(n, len(ranges)) for n in range(len(ranges))]


def test_additions_mark_placeholders(tmp_path: Path) -> None:
    """A line that nobody has checked to exist is told as such, whatever its plant is called."""
    path = create(tmp_path)
    lines = path.parent.parent / "geodata" / "two-provinces" / "lines.csv"
    lines.write_text(
        lines.read_text(encoding="utf-8").replace(
            "brick-line,brickworks,brickworks,400,80 %,operating",
            "brick-line,brickworks,brickworks,400,80 %,placeholder",
        ),
        encoding="utf-8",
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}statuses: [operating, placeholder]\n", encoding="utf-8")
    first, *others = solve_file(path).tables.summary["additions"]
    assert first["name_en"].endswith("(brick-line) [placeholder]")
    assert first["name_zh"].endswith("［占位］")
    assert not any("placeholder" in row["name_en"] for row in others)
