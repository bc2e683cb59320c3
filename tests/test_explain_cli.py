"""`sim explain` as a user meets it, and what an infeasible `sim run` says and leaves alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from sim.cli.main import main
from sim.cli.project import create
from sim.rules.families import FAMILIES
from sim.say.texts import EN, ZH

pytestmark = pytest.mark.usefixtures("undrawn")

CONFLICT = {
    "limits": [
        {"floor": "utilization_rate", "province": "Eastland", "at": "80 %"},
        {"cap": "logistics_cost", "at": "55 million CNY/yr"},
    ]
}
CODE = re.compile(r"^\s*(limits|borders|change):$|- \{.*\}")
PLACE = re.compile(r"[\w./-]+\.(yaml|csv):\d+")


def run_sim(*arguments: str) -> int:
    """Run the command in this process; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def project(tmp_path: Path, **keys: Any) -> str:
    """Make the example project with other keys in its baseline; return the scenario's path."""
    path = create(tmp_path / "project")
    document = {**yaml.safe_load(path.read_text(encoding="utf-8")), **keys}
    path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return str(path)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def entry_line(path: str, text: str) -> int:
    """Return the number of the line that holds a text."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if text in line)


def test_conflict_and_ways_out_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Limits stand with file:line and value, ways out with figures and YAML; nothing is written."""
    path = project(tmp_path, **CONFLICT)
    before = snapshot(tmp_path)
    assert run_sim("explain", path) == 0
    said = capsys.readouterr().out
    at = f"scenarios/baseline.yaml:{entry_line(path, 'floor: utilization_rate')}"
    assert f"{at}: Floor under Utilization rate (net), Eastland: 80 %" in said
    assert "Capacity of East brick works – brick works (brick-line): 400 kt/yr × 80 %" in said
    found = re.search(r"Eastland from 80 % to ([\d.]+ %)", said)
    assert found
    entry = f"- {{floor: utilization_rate, province: Eastland, at: {found[1]}}}"
    assert f"{entry}  # instead of {at}" in said
    assert snapshot(tmp_path) == before


def test_chinese_holds_no_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """But for YAML, places and ids, every word is Chinese, and amounts are in 万吨 and 亿元."""
    ids = {"brick-line", "cement-mill", "grinding-mill", "cement-kiln", "flotation-line"}
    quota = {
        "from": "any",
        "to": "any",
        "purpose": "utilization",
        "rule": "approval",
        "quota": "100 kt/yr",
    }
    floor = {"floor": "utilization_rate", "at": "50 %"}
    cases: dict[str, Mapping[str, Any]] = {
        "conflict": CONFLICT,
        "quota": {"borders": [quota], "limits": [floor]},
    }
    for name, keys in cases.items():
        assert run_sim("explain", project(tmp_path / name, **keys), "--lang", "zh") == 0
        said = capsys.readouterr().out
        bare = PLACE.sub("", "\n".join(CODE.sub("", line) for line in said.splitlines()))
        words = set(re.findall(r"[A-Za-z][\w-]+", bare))
        assert words <= ids, name
        assert "none" not in said.lower()
        if name == "quota":
            assert "10 万吨/年" in said
            assert "各省→各省（全部固废）配额" in said


def test_english_holds_no_chinese(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names and areas given in Chinese are said in English."""
    limits = [{"floor": "utilization_rate", "province": "东省", "at": "80 %"}]
    assert run_sim("explain", project(tmp_path, limits=limits)) == 0
    assert not re.search(r"[\u4e00-\u9fff]", capsys.readouterr().out)


def test_infeasible_run_explains_and_leaves_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An infeasible run ends with 3, explains on stderr, and leaves earlier results untouched."""
    path = project(tmp_path)
    assert run_sim("run", path, "--basemap", "none", "--json") == 0
    before = snapshot(tmp_path / "project" / "results")
    assert "baseline/flows.csv" in before
    document = yaml.safe_load(Path(path).read_text(encoding="utf-8")) | CONFLICT
    Path(path).write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
    capsys.readouterr()
    assert run_sim("run", path, "--basemap", "none") == 3
    heard = capsys.readouterr()
    assert "No plan exists" in heard.err
    assert f"scenarios/baseline.yaml:{entry_line(path, 'floor: utilization_rate')}" in heard.err
    assert "lower the floor under Utilization rate (net), Eastland from 80 % to" in heard.err
    assert heard.out == ""
    assert snapshot(tmp_path / "project" / "results") == before


def test_infeasible_run_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the limits of the conflict and the ways out are problems of the error."""
    path = project(tmp_path, **CONFLICT)
    assert run_sim("run", path, "--basemap", "none", "--json") == 3
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["error"]["exit_code"] == 3
    problems = answer["error"]["problems"]
    floor = next(p for p in problems if p["code"] == "conflict" and "Floor" in p["what"])
    line = entry_line(path, "floor: utilization_rate")
    assert floor["where"] == f"scenarios/baseline.yaml:{line}"
    assert any(p["code"] == "way_out_1" and p["hint"].startswith("- {") for p in problems)
    assert not (tmp_path / "project" / "results" / "baseline").exists()


def test_json_holds_conflict_and_ways(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`sim explain --json` gives limits and edits with values, places and entries to write."""
    path = project(tmp_path, **CONFLICT)
    assert run_sim("explain", path, "--json") == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["status"] == "infeasible"
    floor = next(limit for limit in answer["conflict"] if limit["constraint"] == "limit_floor")
    assert (floor["value"], floor["unit"]) == (0.8, "")
    edit = answer["ways_out"][0]["edits"][0]
    assert yaml.safe_load(edit["yaml"]) == [edit["entry"]]
    assert edit["instead_of"] == edit["limit"]["at"]
    assert answer["ways_out"][0]["zh"] != answer["ways_out"][0]["en"]


def test_feasible_scenario_says_what_binds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a feasible scenario the binding limits are told with their worth and line."""
    path = project(tmp_path)
    assert run_sim("explain", path) == 0
    said = capsys.readouterr().out
    assert re.search(r"two-provinces/lines\.csv:5: Capacity of East brick works.*One more", said)
    assert run_sim("explain", path, "--json") == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["status"] == "feasible"
    assert answer["conflict"] == answer["ways_out"] == []
    assert all(row["at"] for row in answer["binding"])


def test_several_scenarios_and_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Invalid input ends with 2 as everywhere; the other scenarios are explained."""
    path = project(tmp_path, **CONFLICT)
    missing = str(Path(path).with_name("nosuch.yaml"))
    assert run_sim("explain", missing, path) == 2
    heard = capsys.readouterr()
    assert "nosuch.yaml" in heard.err
    assert "cannot hold together" in heard.out


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (12345.6, "kt/yr", "12.3456 Mt/yr", "1,234.56 万吨/年"),
        (920.5, "kt/yr", "920.5 kt/yr", "92.05 万吨/年"),
        (712.5, "MCNY/yr", "712.5 million CNY/yr", "7.125 亿元/年"),
        (800.0, "Mt*km/yr", "800 million t·km/yr", "8 亿吨公里/年"),
        (0.5423, "", "54.23 %", "54.23 %"),
        (0.012, "1/yr", "1.2 %/yr", "1.2 %/年"),
    ],
)
def test_figures_keep_all_digits(value: float, unit: str, en: str, zh: str) -> None:
    """What is proposed is said exactly, in the units of the language."""
    assert (EN.exact(value, unit), ZH.exact(value, unit)) == (en, zh)


def test_every_limit_has_a_sentence_for_its_edit() -> None:
    """Each constraint that can give has words for giving, and no other has."""
    for family in FAMILIES.values():
        assert (family.edit is None) == (family.conflict is None), family.name
