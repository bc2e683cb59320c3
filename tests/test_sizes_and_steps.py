"""What is built in whole steps, and by size classes: economies of scale."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from sim.checks import find_unusual
from sim.errors import InputError
from sim.loader import load_case, write_inputs
from sim.results.write import write_tables
from sim.verify.verify import verify
from tests.family_studies import BASE, used
from tests.seeds import some_of
from tests.study import Solved, csv, solve_study, write_study

COST = [{"minimize": "net_cost"}]
LINES = "id,plant,technology,capacity [kt/yr],status\n"
TWO = {
    **BASE,
    "parameters": "id,value\ndiscount_rate,0 %\n",
    "lines": LINES + "kiln,p,k,600,candidate\nworks,p,k,600,candidate\n",
}
"""Two plants that could be built; a tonne costs 50 to bring, 10 to fire, and brings 20: 40."""
KILN = [{"to": "200 kt/yr", "cost": "300 CNY/(t/yr)"}, {"cost": "200 CNY/(t/yr)"}]
WORKS = [{"to": "100 kt/yr", "cost": "220 CNY/(t/yr)"}, {"cost": "250 CNY/(t/yr)"}]


def entry(line: str, **keys: Any) -> dict[str, Any]:
    """An entry of `expand` for a line, paid off in 10 years."""
    return {"where": {"id": line}, "life": "10 yr", **keys}


def solve(folder: Path, expand: list[Any], at: float, tables: Any = TWO, **keys: Any) -> Solved:
    """Solve the study where so many kt/yr are to be used."""
    scenario = {
        "statuses": ["operating", "candidate"],
        "objective": COST,
        "limits": [used(at)],
        "expand": expand,
        **keys,
    }
    return solve_study(folder, tables, scenario)


def built(solved: Solved) -> dict[str, float]:
    """Line -> kt/yr, of what is built."""
    own = solved.plan.build
    some = own[own["amount_kt_yr"] > 0]
    return dict(zip(some["line"], some["amount_kt_yr"], strict=True))


def failed(solved: Solved, folder: Path) -> set[str]:
    """The checks that the written tables fail."""
    write_tables(solved.tables.all, folder)
    write_inputs(solved.case, folder)
    report = verify(folder, solved.case.scenario)
    return {check["name"] for check in report["checks"] if not check["passed"]}


@pytest.mark.parametrize(
    ("at", "plan", "annuity"),
    [
        (90, {"works": 90}, 1.98),
        (300, {"kiln": 300}, 6.0),
        (700, {"kiln": 600, "works": 100}, 14.2),
    ],
)
def test_a_small_plant_is_of_one_technology_a_large_one_of_another(
    at: float, plan: dict[str, float], annuity: float, tmp_path: Path
) -> None:
    """A kiln costs 30 a tonne and year up to 200 kt/yr and 20 beyond; works cost 22 up to 100 kt/yr
    and 25 beyond. 90 kt/yr: works, 1.98 million. 300: the kiln, 6.0 rather than 6.2 with both.
    700: the largest kiln and small works, 12.0 + 2.2."""
    tables = {**TWO, "generation": "zone,material,amount [kt/yr]\nz,w,800\n"}
    expand = [entry("kiln", scale=KILN), entry("works", scale=WORKS)]
    found = solve(tmp_path, expand, at, tables)
    assert built(found) == pytest.approx(plan)
    assert found.kpi("net_cost") == pytest.approx(at * 0.04 + annuity)
    assert found.kpi("investment") == pytest.approx(annuity * 10)
    table = found.tables["built"]
    assert table["annuity_MCNY_yr"].sum() == pytest.approx(annuity)
    assert failed(found, tmp_path) == set()
    openings = found.tables["openings"].query("open == 'yes'")
    assert set(zip(openings["id"], openings["option"], strict=True)) == {
        (line, "2" if line == "kiln" else "1") for line in plan
    }


def test_at_the_edge_of_two_classes_the_cheaper_one_holds(tmp_path: Path) -> None:
    """200 kt/yr of kiln cost 200 CNY, not 300, so that 180 kt/yr are built as 200: 4.0 for 5.4."""
    tables = {**TWO, "lines": LINES + "kiln,p,k,600,candidate\n"}
    found = solve(tmp_path, [entry("kiln", scale=KILN)], 180, tables)
    assert built(found) == pytest.approx({"kiln": 200})
    assert found.kpi("investment") == pytest.approx(40.0)
    assert failed(found, tmp_path) == set()


def test_what_is_built_in_steps_is_a_whole_number_of_them(tmp_path: Path) -> None:
    """For 130 kt/yr three steps of 50 are built. Of 350 kt more 20 want another step, for which
    there is no room below the 170 that may be built; the others want more room as well."""
    tables = {**TWO, "lines": LINES + "kiln,p,k,170,candidate\n"}
    plain = entry("kiln", cost="100 CNY/(t/yr)", step="50 kt/yr")
    found = solve(tmp_path, [plain], 130, tables)
    assert built(found) == pytest.approx({"kiln": 150})
    assert found.kpi("net_cost") == pytest.approx(130 * 0.04 + 1.5)
    assert failed(found, tmp_path) == set()
    assert "openings" not in found.tables.frames or found.tables["openings"].empty
    more = solve(tmp_path / "more", [plain], 130, tables, objective=[{"maximize": "net_utilized"}])
    assert built(more) == pytest.approx({"kiln": 150})
    reasons = more.tables["unused"].set_index("reason")["unused_kt_yr"]
    assert reasons.to_dict() == {"next_size": 20.0, "build_full+next_size": 330.0}


def test_written_sizes_are_held_against_the_input(tmp_path: Path) -> None:
    """A size between two steps, a class out of its range and a wrong price are each found."""
    expand = [entry("kiln", scale=KILN, step="50 kt/yr"), entry("works", scale=WORKS)]
    found = solve(tmp_path / "s", expand, 300)
    assert failed(found, tmp_path) == set()
    faults = [
        ("built.csv", "investment_MCNY", 1.0, "building"),
        ("built.csv", "built_kt_yr", 310.0, "building"),
        ("openings.csv", "option", "1", "openings"),
    ]
    for file, column, value, check in faults:
        path = tmp_path / file
        right = pd.read_csv(path, dtype={"option": str})
        wrong = right.copy()
        wrong[column] = wrong[column].astype(object)
        wrong.loc[(wrong.get("line", wrong.get("id")) == "kiln").to_numpy(), column] = value
        wrong.to_csv(path, index=False)
        names = {
            c["name"] for c in verify(tmp_path, found.case.scenario)["checks"] if not c["passed"]
        }
        assert check in names
        right.to_csv(path, index=False)


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"scale": KILN, "cost": "100 CNY/(t/yr)"}, "scale"),
        ({"scale": KILN[::-1]}, "scale"),
        ({"scale": [KILN[0], *WORKS[:1]]}, "scale"),
        ({"step": "0 kt/yr"}, "step"),
        ({"scale": [{"to": "5 km", "cost": "100 CNY/(t/yr)"}]}, "quantity"),
    ],
)
def test_sizes_that_make_no_sense_are_refused_at_their_line(
    keys: dict[str, Any], code: str, tmp_path: Path
) -> None:
    """Both a cost and classes, classes out of order, no step, a wrong unit."""
    path = write_study(
        tmp_path, TWO, {"statuses": ["candidate"], "expand": [entry("kiln", **keys)]}
    )
    with pytest.raises(InputError) as refused:
        load_case(path)
    (problem,) = refused.value.problems
    assert problem.code == code
    assert "study.yaml:" in problem.where


def test_sizes_without_effect_are_told(tmp_path: Path) -> None:
    """A step above what may be built, and classes that end below it."""
    scale = [{"to": "200 kt/yr", "cost": "300 CNY/(t/yr)"}]
    expand = [
        entry("kiln", scale=scale, up_to="400 kt/yr"),
        entry("works", cost="300 CNY/(t/yr)", step="700 kt/yr"),
    ]
    path = write_study(tmp_path, TWO, {"statuses": ["candidate"], "expand": expand})
    told = [str(problem) for problem in find_unusual(load_case(path))]
    assert any("last size class" in what for what in told)
    assert any("one 'step' is more" in what for what in told)


@pytest.mark.parametrize("seed", some_of(range(8), 3))
def test_sizes_are_those_of_enumeration(seed: int, tmp_path: Path) -> None:
    """On random regions no way to choose classes and steps is better than the one found."""
    random = np.random.default_rng(seed)
    tables, expand, region = random_region(random)
    at = 0.6 * sum(region["amounts"])
    found = solve(tmp_path, expand, at, tables)
    assert found.plan.stages[0].value == pytest.approx(enumerate_best(region, at), rel=1e-7)
    assert failed(found, tmp_path) == set()


@pytest.mark.parametrize("seed", some_of(range(3), 2))
def test_dearer_building_never_builds_more(seed: int, tmp_path: Path) -> None:
    """Where every class and step costs half as much again, no more is built in all."""
    random = np.random.default_rng(100 + seed)
    tables, expand, _ = random_region(random)
    scenario = {"objective": COST, "limits": []}
    tables["markets"] = "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,95\n"
    amounts = []
    for factor in (1.0, 1.5, 4.0):
        dearer = [_dearer(of, factor) for of in expand]
        found = solve(tmp_path / str(factor), dearer, 0.0, tables, **scenario)
        amounts.append(found.kpi("investment") / factor)
    assert amounts[0] >= amounts[1] - 1e-9 >= amounts[2] - 2e-9
    assert amounts[0] > 0


def _dearer(of: dict[str, Any], factor: float) -> dict[str, Any]:
    def times(cost: str) -> str:
        return f"{factor * float(cost.split(maxsplit=1)[0])} CNY/(t/yr)"

    more = dict(of)
    if "scale" in of:
        more["scale"] = [{**one, "cost": times(one["cost"])} for one in of["scale"]]
    else:
        more["cost"] = times(of["cost"])
    if "opening" in of:
        more["opening"] = f"{factor * float(of['opening'].split()[0])} million CNY"
    return more


def random_region(
    random: np.random.Generator,
) -> tuple[dict[str, str], list[dict[str, Any]], dict[str, Any]]:
    """Two zones and three plants: one by size classes, one in steps, one by both."""
    amounts = [float(random.integers(40, 120)) for _ in range(2)]
    ways = random.integers(5, 60, size=(2, 3)).astype(float)
    costs = [
        [(40.0, 500.0), (90.0, 380.0), (np.inf, 300.0)],
        [(np.inf, float(random.integers(200, 500)))],
        [(60.0, float(random.integers(300, 500))), (np.inf, float(random.integers(150, 300)))],
    ]
    steps = [0.0, float(random.integers(20, 45)), float(random.integers(15, 40))]
    opening = float(random.uniform(0.0, 4.0))
    expand = []
    for number, (classes, step) in enumerate(zip(costs, steps, strict=True)):
        keys: dict[str, Any] = {"step": f"{step} kt/yr"} if step else {}
        if len(classes) > 1:
            ends = [{} if end == np.inf else {"to": f"{end} kt/yr"} for end, _ in classes]
            costs_of = [f"{cost} CNY/(t/yr)" for _, cost in classes]
            keys["scale"] = [{**e, "cost": c} for e, c in zip(ends, costs_of, strict=True)]
        else:
            keys["cost"] = f"{classes[0][1]} CNY/(t/yr)"
        if number == 0:
            keys["opening"] = f"{opening} million CNY"
        expand.append(entry(f"l{number}", **keys))
    tables = {
        **TWO,
        "zones": csv("id,name_en,province", [(f"z{i}", f"Z{i}", "P") for i in range(2)]),
        "plants": csv("id,name_en,province", [(f"p{i}", f"P{i}", "Q") for i in range(3)]),
        "generation": csv(
            "zone,material,amount [kt/yr]", [(f"z{i}", "w", a) for i, a in enumerate(amounts)]
        ),
        "links": csv(
            "origin,destination,mode,cost [CNY/t]",
            [(f"z{i}", f"p{j}", "truck", ways[i, j]) for i in range(2) for j in range(3)],
        ),
        "lines": LINES + "".join(f"l{j},p{j},k,130,candidate\n" for j in range(3)),
    }
    region = {
        "amounts": amounts,
        "ways": ways,
        "costs": costs,
        "steps": steps,
        "openings": [opening, 0.0, 0.0],
    }
    return tables, expand, region


def enumerate_best(region: dict[str, Any], at: float) -> float:
    """The least cost of using so much, of all ways to choose classes and numbers of steps."""
    ways_of = []
    for classes, step, opening in zip(
        region["costs"], region["steps"], region["openings"], strict=True
    ):
        begin, ways = 0.0, [(0.0, 0.0, 0.0, 0.0)]
        for last, cost in classes:
            end = min(last, 130.0)
            sizes = [(begin, end)]
            if step:
                numbers = range(int(np.ceil(begin / step - 1e-9)), int(end / step + 1e-9) + 1)
                sizes = [(n * step, n * step) for n in numbers]
            ways += [(*size, cost, opening) for size in sizes if size[0] <= size[1]]
            begin = end
        ways_of.append(ways)
    found = (_least_cost(region, at, chosen) for chosen in itertools.product(*ways_of))
    return min(cost for cost in found if cost is not None)


def _least_cost(region: dict[str, Any], at: float, chosen: Any) -> float | None:
    """The least cost with these sizes: ship[z,p] (6), build[p] (3); million CNY."""
    cost = np.concatenate([(region["ways"] - 10.0).ravel(), [c / 10.0 for _, _, c, _ in chosen]])
    rows, upper = [], []
    for zone in range(2):
        rows.append([1.0 if i // 3 == zone and i < 6 else 0.0 for i in range(9)])
        upper.append(region["amounts"][zone])
    for plant in range(3):
        row = [1.0 if i < 6 and i % 3 == plant else 0.0 for i in range(9)]
        row[6 + plant] = -1.0
        rows.append(row)
        upper.append(0.0)
    rows.append([-1.0] * 6 + [0.0] * 3)
    upper.append(-at)
    bounds = [(0, None)] * 6 + [(low, high) for low, high, _, _ in chosen]
    found = linprog(cost, A_ub=rows, b_ub=upper, bounds=bounds)
    return found.fun * 1e-3 + sum(o for *_, o in chosen) / 10.0 if found.success else None
