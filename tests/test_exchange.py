"""A programme in other hands: the Pyomo model, MPS and LP files, and the plans that come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pyomo.environ as pyo
import pytest

from sim.errors import InputError, VerificationError
from sim.exchange import names_table, plan_from_values, solve_in_stages, to_pyomo, write_programme
from sim.exchange.files import Format
from sim.exchange.names import column_names, file_names, name_routes
from sim.loader import load_case, write_inputs
from sim.loader.case import Case
from sim.model import build_arrays
from sim.network import build_network
from sim.results.write import write_tables
from sim.rules.metrics import METRICS
from sim.solve import Session
from sim.studies.exchange import case_at_stage, case_to_pyomo, read_plan
from sim.verify.verify import verify
from tests.readable import name_of
from tests.seeds import some_of
from tests.tiny_project import make_project

EXACT = {"primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9}
BALANCED = """\
objective:
  - maximize: least_rate
  - maximize: utilization_rate
    slack: 1 %
  - minimize: net_cost
"""
DEFAULT = """\
objective:
  - maximize: utilization_rate
    slack: 0.2 %
  - minimize: net_cost
"""


def make_case(folder: Path, objective: str = DEFAULT) -> Case:
    """Return the tiny project, in which old stock may be used, with an objective."""
    path = make_project(folder)
    text = path.read_text(encoding="utf-8").replace(DEFAULT, objective)
    path.write_text(text, encoding="utf-8")
    return load_case(path)


def highs() -> Any:
    """Return HiGHS as Pyomo calls it, to the tolerances of this project."""
    solver = pyo.SolverFactory("appsi_highs")
    solver.highs_options = dict(EXACT)
    return solver


def own_values(case: Case) -> list[float]:
    """Return what this project's stages reach."""
    return [stage.value for stage in Session(build_network(case)).solve().stages]


def solve_file(path: Path) -> Any:
    """Return HiGHS after it has read and solved a file."""
    solver: Any = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    for name, value in EXACT.items():
        solver.setOptionValue(name, value)
    assert solver.readModel(str(path)) == highspy.HighsStatus.kOk
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return solver


def write_file(case: Case, kind: Format, stage: int, folder: Path) -> Path:
    """Return the file of a stage."""
    path = folder / f"stage{stage}.{kind}"
    path.write_text(write_programme(*case_at_stage(case, stage), kind), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return make_case(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def solved(tiny: Case) -> Any:
    """The Pyomo model of the tiny project, solved in stages."""
    model = case_to_pyomo(tiny)
    solve_in_stages(model, highs())
    return model


# -- the Pyomo model -------------------------------------------------------------------------------


def test_components_are_called_as_in_the_formulation(tiny: Case) -> None:
    """Variables and families under their names, routes by their ends, lot and way."""
    model = to_pyomo(build_arrays(build_network(tiny)))
    assert model.ship["z1", "p2", "slag#East", "water", 2025].name == (
        "ship[z1,p2,slag#East,water,2025]"
    )
    available = 120.0 * 0.9
    assert pyo.value(model.line_capacity["l1", 2025].upper) == pytest.approx(available)
    assert {"zone_balance", "plant_balance", "recipe_max", "limit_cap", "limit_floor"} <= {
        part.name for part in model.component_objects(pyo.Constraint)
    }
    assert [n for n in model.stage if model.stage[n].active] == [1]
    assert not model.tie_break.active


def test_rows_of_the_model_are_those_of_the_arrays(tiny: Case) -> None:
    """Every row has the terms and bounds of the arrays, and there is no other."""
    programme = build_arrays(build_network(tiny))
    model, arrays = to_pyomo(programme), programme.arrays
    names, matrix = column_names(programme), arrays.matrix.tocsr()
    rows = {name_of(row): row for row in model.component_data_objects(pyo.Constraint)}
    assert list(rows) == arrays.row_names
    for number, row in enumerate(rows.values()):
        part, terms = (
            matrix[[number]],
            zip(row.body.linear_vars, row.body.linear_coefs, strict=True),
        )
        due = {names[i]: v for i, v in zip(part.indices, part.data, strict=True)}
        assert {name_of(variable): size for variable, size in terms} == due
        assert (-np.inf if row.lb is None else row.lb) == arrays.lower[number]
        assert (np.inf if row.ub is None else row.ub) == arrays.upper[number]


def test_metrics_of_the_model_are_the_figures_of_the_plan(tiny: Case, solved: Any) -> None:
    """Each named expression has the value that the summary states."""
    tables = read_plan(tiny, solved).tables
    figures = {row["name"]: row["value"] for row in tables.summary["kpis"]}
    stated = [name for name in METRICS if hasattr(solved, name)]
    assert len(stated) >= 25
    for name in stated:
        assert pyo.value(getattr(solved, name)) == pytest.approx(figures[name], abs=1e-7), name
    rate = pyo.value(solved.utilization_rate_numerator / solved.utilization_rate_denominator)
    assert rate == pytest.approx(figures["utilization_rate"])


@pytest.mark.parametrize("objective", [DEFAULT, BALANCED], ids=["default", "least_rate"])
def test_stages_in_pyomo_reach_what_this_project_reaches(tmp_path: Path, objective: str) -> None:
    """Ordered stages, rates that old stock makes fractions, slacks: equal to 1e-9."""
    case = make_case(tmp_path, objective)
    found = solve_in_stages(case_to_pyomo(case), highs())
    assert found == pytest.approx(own_values(case), rel=1e-9)


def test_a_stage_alone_has_the_optimum_as_its_value(tiny: Case) -> None:
    """A model made for stage 2 keeps stage 1; its active objective is worth the optimum."""
    due = own_values(tiny)
    for stage, value in enumerate(due, start=1):
        model = case_to_pyomo(tiny, stage)
        highs().solve(model)
        assert pyo.value(model.stage[stage]) == pytest.approx(value, rel=1e-9)


def test_a_constraint_of_ones_own_holds_and_the_plan_is_verified(tiny: Case, solved: Any) -> None:
    """Without barges less is placed at more cost; the plan keeps every limit of the scenario."""
    free = read_plan(tiny, solved).tables
    model = case_to_pyomo(tiny)
    barges = [amount for index, amount in model.ship.items() if index[3] == "water"]
    assert sum(pyo.value(solved.ship[v.index()]) for v in barges) > 1.0
    model.no_barges = pyo.Constraint(expr=sum(barges) <= 0.0)
    values = solve_in_stages(model, highs())
    found = read_plan(tiny, model)
    tables = found.tables
    assert not (tables["flows"]["mode"] == "water").any()
    assert tables.summary["status"] == "given"
    assert len(found.report["checks"]) > 30
    before = [row["value"] for row in free.summary["objectives"]]
    assert values[1] > before[1] + 1e-3
    assert tables.summary["objectives"][1]["value"] == pytest.approx(values[1])
    assert tables["prices"].empty
    assert any("given, not solved here" in note["en"] for note in tables.summary["notes"])


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["mps", "lp"])
@pytest.mark.parametrize(
    "objective", some_of([BALANCED, DEFAULT], 1), ids=["least_rate", "default"]
)
def test_files_have_the_optimum_of_every_stage(
    tmp_path: Path, kind: Format, objective: str
) -> None:
    """HiGHS reads each stage back and finds what this project finds."""
    case = make_case(tmp_path, objective)
    for stage, due in enumerate(own_values(case), start=1):
        found = solve_file(write_file(case, kind, stage, tmp_path)).getObjectiveValue()
        assert found == pytest.approx(due, rel=1e-9)


def test_names_are_reversible(tiny: Case) -> None:
    """The names file says of each name of the file which row or column it is."""
    programme, stage = case_at_stage(tiny, 2)
    table = names_table(programme, stage)
    parts = [c for c in table.columns if c.startswith("index_")]
    meant = [
        (row["component"], tuple(row[c] for c in parts if row[c]))
        for row in table.to_dict("records")
    ]
    names = [*column_names(programme), *stage.row_names]
    assert meant == [(component, tuple(map(str, index))) for component, index in names]
    assert table["name"].is_unique
    assert table["name"].str.fullmatch(r"[A-Za-z][A-Za-z0-9_.]{0,219}").all()
    assert "stage_pin.1" in set(table["name"])


def test_names_are_told_apart_when_escaped_or_cut() -> None:
    """Signs become their numbers; equal and overlong names get a number at the end."""
    names: list[Any] = [("act", ("a-b", 1)), ("act", ("a_x2d_b", 1)), ("act", ("磨" * 60, 1))]
    first, second, third = file_names(names)
    assert (first, second) == ("act.a_x2d_b.1", "act.a_x2d_b.1.n2")
    assert third.startswith("act._x78e8__x78e8_")
    assert len(third) <= 220


def test_equal_ways_get_a_number(tiny: Case) -> None:
    """A second route of the same ends, lot and way is the second by its name."""
    network = build_network(tiny)
    twice = replace(network, routes=network.routes.iloc[[0, 0]].reset_index(drop=True))
    first, second = name_routes(twice).values()
    assert second == (*first[:3], f"{first[3]}#2")


# -- plans read back -------------------------------------------------------------------------------

HEADS = {
    "gurobi": "# Solution for model tiny\n# Objective value = 0.6\n",
    "scip": "solution status: optimal solution found\nobjective value:    0.6737\n",
    "cbc": "Optimal - objective value 0.6737\n",
    "cplex": '<?xml version = "1.0"?>\n<CPLEXSolution version="1.2">\n',
}


def write_solution(programme: Any, solved: Any, kind: str) -> str:
    """Return the values of a solved model as a solver would write them."""
    values = [
        (name, pyo.value(getattr(solved, component)[index if len(index) > 1 else index[0]]))
        for name, (component, index) in zip(
            file_names(column_names(programme)), column_names(programme), strict=True
        )
    ]
    moved = [(name, value) for name, value in values if value or kind == "gurobi"]
    lines = {
        "gurobi": [f"{name} {value!r}" for name, value in moved],
        "scip": [f"{name:<50} {value!r} \t(obj:0)" for name, value in moved],
        "cbc": [f"{n:>7} {name} {value!r} 0" for n, (name, value) in enumerate(moved)],
        "cplex": [
            f'  <variable name="{name}" index="{n}" value="{value!r}"/>'
            for n, (name, value) in enumerate(moved)
        ],
    }[kind]
    return HEADS[kind] + "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", HEADS)
def test_solution_files_are_read(tiny: Case, solved: Any, tmp_path: Path, kind: str) -> None:
    """Whatever solver wrote it, a solution gives the plan of the model itself."""
    programme = build_arrays(build_network(tiny))
    path = tmp_path / "x.sol"
    path.write_text(write_solution(programme, solved, kind), encoding="utf-8")
    found, due = plan_from_values(programme, path), plan_from_values(programme, solved)
    assert found.ship["amount_kt_yr"].tolist() == pytest.approx(due.ship["amount_kt_yr"].tolist())
    assert found.stages[1].value == pytest.approx(due.stages[1].value)
    assert not found.is_proven


def test_the_solution_that_highs_writes_is_read(tiny: Case, tmp_path: Path) -> None:
    """Rows and duals in the file are no variables; the last stage gives the whole plan."""
    solver = solve_file(write_file(tiny, "mps", 2, tmp_path))
    path = tmp_path / "stage2.sol"
    solver.writeSolution(str(path), 0)
    tables = read_plan(tiny, path).tables
    values = [row["value"] for row in tables.summary["objectives"]]
    assert values[1] == pytest.approx(own_values(tiny)[1], rel=1e-9)


def test_values_that_break_a_limit_are_refused_by_its_name(tiny: Case, solved: Any) -> None:
    """More than a line can run, less than what arises, and a negative amount."""
    programme = build_arrays(build_network(tiny))
    values = {
        name: pyo.value(getattr(solved, name[0])[name[1] if len(name[1]) > 1 else name[1][0]])
        for name in column_names(programme)
    }
    values["act", ("l1", "bake", 2025)] += 1.0
    values["buy", ("p2", "clinker", 2025)] = -5.0
    with pytest.raises(VerificationError) as refused:
        plan_from_values(programme, values)
    told = {str(problem.where): str(problem.what) for problem in refused.value.problems}
    assert "line_capacity[l1,2025]" in told
    assert "more than" in told["line_capacity[l1,2025]"]
    assert told["buy[p2,clinker,2025]"] == "it is negative: -5"
    assert "plant_balance[p1,brick,2025]" in told
    assert refused.value.exit_code == 5


def test_what_only_states_the_objective_need_not_be_given(tmp_path: Path) -> None:
    """The least rate and the change from a reference follow from what moves."""
    case = make_case(tmp_path, BALANCED)
    network = build_network(case)
    plan = Session(network).solve()
    flows = plan.ship.merge(network.routes, left_on="route", right_index=True)
    used = flows[flows["role"].isin(["utilization", "chain"]) & (flows["amount_kt_yr"] > 0)]
    kept = used[["role", "origin", "destination", "material", "amount_kt_yr"]].iloc[1:]
    programme = build_arrays(replace(network, reference=kept), with_change=True)
    moved = programme.columns.gather({v: getattr(plan, v) for v in ("ship", "act", "use", "buy")})
    moved += programme.columns.gather({"reclaim": plan.reclaim})
    found = plan_from_values(programme, moved)
    assert found.stages[0].value == pytest.approx(plan.stages[0].value, rel=1e-9)
    lost = float(used["amount_kt_yr"].iloc[0])
    assert found.change["amount_kt_yr"].sum() == pytest.approx(lost)


def test_a_given_plan_with_a_gap_fails(tiny: Case, solved: Any, tmp_path: Path) -> None:
    """Only a plan without gaps may pass as given: the word alone hides nothing."""
    tables = read_plan(tiny, solved).tables
    tables.summary["objectives"][0]["gap"] = 0.5
    write_tables(tables, tmp_path)
    write_inputs(tiny, tmp_path)
    report = verify(tmp_path, tiny.scenario)
    assert [check["name"] for check in report["checks"] if not check["passed"]] == ["duality_gap"]


def test_values_of_something_else_are_refused(tiny: Case, tmp_path: Path) -> None:
    """Unsolved models, foreign models and files, too few values and words are invalid input."""
    programme = build_arrays(build_network(tiny))
    foreign = pyo.ConcreteModel()
    file = tmp_path / "other.sol"
    file.write_text("x.1 5\nx.2 nan\n", encoding="utf-8")
    broken = {("act", ("l1", "bake", 2025)): float("nan")}
    for source, words in (
        (to_pyomo(programme), "no variable of the model has a value"),
        (tmp_path / "none.sol", "none.sol"),
        (foreign, "the model is of another scenario"),
        (file, "none of the names is a variable of this scenario; it has x.1, x.2"),
        ([1.0, 2.0], "there are 2 values"),
        (broken, "not a number"),
    ):
        with pytest.raises(InputError, match=words):
            plan_from_values(programme, source)


def test_names_of_ones_own_are_left_out_and_told(tiny: Case, solved: Any, tmp_path: Path) -> None:
    """A variable that the user added to the file is no part of the plan."""
    programme = build_arrays(build_network(tiny))
    path = tmp_path / "x.sol"
    text = write_solution(programme, solved, "gurobi") + "own.switch 1\n"
    path.write_text(text, encoding="utf-8")
    notes = [note["en"] for note in read_plan(tiny, path).tables.summary["notes"]]
    assert any(note.startswith("1 of the names given") and "own.switch" in note for note in notes)


# -- a shipped region ------------------------------------------------------------------------------


@pytest.mark.xdist_group("exchange_shipped")
def test_first_stage_of_a_shipped_region(project_root: Path, tmp_path: Path) -> None:
    """Pyomo and an MPS file both have the optimum that this project finds."""
    path = project_root / "scenarios" / "beijing-tianjin-hebei" / "baseline.yaml"
    case = load_case(path)
    session = Session(build_network(case))
    due = session.in_order(case.scenario.objective[:1], {}).stages[0].value
    found = solve_file(write_file(case, "mps", 1, tmp_path)).getObjectiveValue()
    assert found == pytest.approx(due, rel=1e-9)
    model = case_to_pyomo(case)
    highs().solve(model)
    assert pyo.value(model.stage[1]) == pytest.approx(due, rel=1e-9)
