"""Stages and limits of what is always 0, or not known of some routes, are told at their line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.cli.main import main
from sim.loader import load_case
from sim.network import build_network
from sim.results.goals import odd_goals
from sim.studies.run.run import RunOptions, run
from tests.study import solve_study, write_study
from tests.test_lengths_in_tables import COST_ONLY, FAR, STUDY
from tests.test_terminal_links import LINK

pytestmark = pytest.mark.usefixtures("undrawn")

KNOWN = {**STUDY, "links": LINK + COST_ONLY.replace(",,30", ",5,30") + FAR}
COST = {"minimize": "net_cost"}


def said(folder: Path, tables: dict[str, str], **keys: Any) -> list[str]:
    """Return what is told of the goals of a study."""
    case = load_case(write_study(folder, tables, keys))
    return [str(problem) for problem in odd_goals(case, build_network(case))]


@pytest.mark.parametrize(
    ("metric", "at"),
    [
        ("tax_cost", "1 million CNY/yr"),
        ("capex_cost", "1 million CNY/yr"),
        ("border_cost", "1 million CNY/yr"),
        ("carbon_cost", "1 million CNY/yr"),
        ("legacy_used", "5 kt/yr"),
        ("residues_disposed", "5 kt/yr"),
        ("process_co2", "5 kt/yr"),
        ("high_value_rate", "40 %"),
    ],
)
@pytest.mark.parametrize("verb", ["cap", "floor"])
def test_a_limit_of_what_is_always_0_is_told(
    tmp_path: Path, metric: str, at: str, verb: str
) -> None:
    """No tax on storage, no added line, no border rule, no carbon price, no old stock …"""
    (told,) = said(tmp_path, KNOWN, limits=[{verb: metric, "at": at}])
    assert told.startswith("scenarios/study.yaml:")
    assert f"{metric} is 0 here whatever the plan" in told


def test_a_stage_of_what_is_always_0_is_told(tmp_path: Path) -> None:
    """At the line of the stage, and of it alone."""
    path = write_study(tmp_path, KNOWN, {"objective": [COST, {"minimize": "tax_cost"}]})
    lines = path.read_text("utf-8").splitlines()
    case = load_case(path)
    (problem,) = odd_goals(case, build_network(case))
    line = int(str(problem.where).rpartition(":")[2])
    assert "tax_cost" in lines[line - 1]


@pytest.mark.parametrize(
    "limit",
    [
        {"cap": "uptake", "at": "5 kt/yr"},
        {"cap": "cross_border", "at": "5 kt/yr"},
        {"cap": "transport_work", "at": "5 Mt*km/yr"},
        {"cap": "transport_co2", "at": "5 kt/yr"},
        {"floor": "least_rate", "at": "5 %"},
    ],
)
def test_what_a_plan_can_move_is_taken_as_it_is(tmp_path: Path, limit: dict[str, str]) -> None:
    """Also where the limit does not bind."""
    assert said(tmp_path, KNOWN, limits=[limit]) == []


def test_with_the_tax_its_cap_is_taken_as_it_is(tmp_path: Path) -> None:
    """The tax of a tonne stored is 5 yuan once 'tax_storage' is true."""
    materials = "id,name_en,kind,waste_class,tax [CNY/t]\nw,Waste,waste,general_I,5\n"
    tables = {**KNOWN, "materials": materials}
    limits = [{"cap": "tax_cost", "at": "1 million CNY/yr"}]
    assert said(tmp_path / "on", tables, limits=limits, tax_storage=True) == []
    (told,) = said(tmp_path / "off", tables, limits=limits)
    assert "tax_cost is 0 here" in told


@pytest.mark.parametrize(
    "keys",
    [
        {"limits": [{"cap": "transport_work", "at": "5 Mt*km/yr"}]},
        {"limits": [{"cap": "transport_co2", "at": "5 kt/yr"}]},
        {"limits": [{"cap": "net_co2", "at": "5 kt/yr"}]},
        {"objective": [COST, {"minimize": "transport_work"}]},
        {"objective": [COST, {"maximize": "net_co2"}]},
    ],
)
def test_a_goal_of_what_is_not_known_is_told(tmp_path: Path, keys: dict[str, Any]) -> None:
    """One of the two ways to the plant has no length."""
    (told,) = said(tmp_path, STUDY, **keys)
    assert told.startswith("scenarios/study.yaml:")
    assert "leaves out what is not known: of 4 routes 1 go over links that state a cost" in told


def test_of_a_mode_that_emits_nothing_nothing_is_missed(tmp_path: Path) -> None:
    """Its CO2 is 0 whatever the length: a cap on it is one of nothing."""
    modes = STUDY["modes"].replace(",0.1\n", ",0\n")
    limits = [{"cap": "transport_co2", "at": "5 kt/yr"}]
    (told,) = said(tmp_path, {**STUDY, "modes": modes}, limits=limits)
    assert "transport_co2 is 0 here" in told


def test_money_misses_emissions_only_where_they_cost(tmp_path: Path) -> None:
    """With a carbon price the cost of a route whose emissions are not known is not known either."""
    assert said(tmp_path / "free", STUDY, objective=[COST]) == []
    priced = {**STUDY, "parameters": "id,value\ncarbon_price,60 CNY/t\n"}
    (told,) = said(tmp_path / "priced", priced, objective=[COST])
    assert "net_cost leaves out what is not known" in told


def test_where_nothing_arises_goals_are_not_told_one_by_one(tmp_path: Path) -> None:
    """It is said once that nothing arises."""
    generation = "zone,material,amount [kt/yr]\nz,w,0\n"
    limits = [{"cap": "uptake", "at": "5 kt/yr"}]
    assert said(tmp_path, {**KNOWN, "generation": generation}, limits=limits) == []


def test_check_and_run_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the terminal of `sim check`, and in the notes of a run, in both languages."""
    path = write_study(tmp_path, KNOWN, {"limits": [{"cap": "tax_cost", "at": "1 million CNY/yr"}]})
    assert main(["check", str(path)]) in (0, None)
    assert "tax_cost is 0 here whatever the plan" in " ".join(capsys.readouterr().out.split())
    notes = run(path, RunOptions(basemap="none")).tables.summary["notes"]
    (note,) = (note for note in notes if "tax_cost" in note["en"])
    assert note["en"].startswith("Odd: scenarios/study.yaml:")
    assert "tax_cost 在此恒为 0" in note["zh"]


def test_a_solved_study_knows_the_same(tmp_path: Path) -> None:
    """The note of flows and that of the goal stand side by side."""
    keys = {"objective": [{"maximize": "utilization_rate"}, {"minimize": "transport_work"}]}
    solved = solve_study(tmp_path, STUDY, keys)
    assert solved.plan.stages[1].value == pytest.approx(1.5)
