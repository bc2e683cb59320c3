"""Links that cost something if anything goes over them, and how many may be open."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from sim.errors import InputError
from sim.loader import load_case
from tests.family_studies import BASE, used
from tests.seeds import some_of
from tests.study import csv, solve_study, write_study
from tests.test_sizes_and_steps import failed

COST = [{"minimize": "net_cost"}]
LINKS = "origin,destination,mode,cost [CNY/t],fixed_cost\n"
PLANTS = {
    **BASE,
    "plants": "id,name_en,province\np,Plant,Q\nq,Other plant,Q\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,k,500\nm,q,k,500\n",
}
"""A tonne costs 10 to fire and brings 20."""


def solve(folder: Path, links: str, at: float, **keys: Any) -> Any:
    """Solve the study with these links where so much is to be used."""
    tables = {**PLANTS, "links": LINKS + links}
    return solve_study(folder, tables, {"objective": COST, "limits": [used(at)], **keys})


def opened(solved: Any) -> set[str]:
    """The links that are open."""
    on = solved.plan.on
    return set(on.loc[on["amount_kt_yr"] > 0, "id"])


def test_a_conveyor_pays_from_some_amount_on(tmp_path: Path) -> None:
    """30 CNY/t by road, or 10 by a conveyor that costs 2 million a year: worth it above 100 kt."""
    links = "z,p,truck,30,\nz,q,truck,10,2 million CNY/yr\n"
    small = solve(tmp_path / "small", links, 90)
    assert opened(small) == set()
    assert small.kpi("net_cost") == pytest.approx(90 * 0.02)
    assert failed(small, tmp_path) == set()
    large = solve(tmp_path / "large", links, 110)
    assert opened(large) == {"z > q > truck"}
    assert large.kpi("fixed_cost") == pytest.approx(2.0)
    assert large.kpi("net_cost") == pytest.approx(2.0)
    assert failed(large, tmp_path) == set()
    (row,) = large.tables["openings"].to_dict("records")
    assert (row["kind"], row["id"], row["used_kt_yr"]) == ("links", "z > q > truck", 110.0)
    assert row["name_en"] == "Zone to Other plant (Truck)"
    assert row["turned_net_cost_change_MCNY_yr"] == pytest.approx(110 * 0.02 - 2.0)
    assert "costs 0.2 million CNY/yr more" in row["sentence_en"]
    actors = large.tables["actors"]
    fixed = actors[actors["item"] == "fixed"]
    assert set(fixed["kind"]) >= {"carrier"}


def test_so_many_links_are_open_as_the_scenario_says(tmp_path: Path) -> None:
    """At most one of two links of 200 kt/yr: the cheaper; `exactly` two opens both."""
    tables = {
        **PLANTS,
        "links": "origin,destination,mode,cost [CNY/t],capacity [kt/yr]\n"
        "z,p,truck,30,200\nz,q,truck,20,200\n",
    }
    most = {"objective": [{"maximize": "net_utilized"}]}
    one = solve_study(tmp_path / "1", tables, {**most, "choose": [{"at_most": 1, "of": "links"}]})
    assert one.kpi("net_utilized") == pytest.approx(200.0)
    assert failed(one, tmp_path) == set()
    where = {"destination": "q"}
    none = [{"at_most": 0, "of": "links", "where": where}]
    away = solve_study(tmp_path / "0", tables, {**most, "choose": none})
    assert away.flow("z", "p") == pytest.approx(200.0)
    assert away.flow("z", "q") == 0.0
    assert "not_open" in set(away.tables["unused"]["reason"])
    two = [{"exactly": 2, "of": "links"}]
    both = solve_study(tmp_path / "2", tables, {"objective": COST, "choose": two})
    assert opened(both) == {"z > p > truck", "z > q > truck"}


def test_what_is_chosen_of_nothing_is_told_in_its_own_words(tmp_path: Path) -> None:
    """The hint speaks of `choose`, not of a change that would do nothing."""
    choose = [{"at_most": 1, "of": "lines", "where": {"id": "l", "plant": "q"}}]
    path = write_study(tmp_path, PLANTS, {"choose": choose})
    with pytest.raises(InputError) as refused:
        load_case(path)
    (problem,) = refused.value.problems
    assert problem.code == "no_match"
    assert "nothing to choose among" in problem.hint.say("en")
    assert "没有可供选择的对象" in problem.hint.say("zh")


def test_rows_of_a_link_state_its_fixed_cost_alike(tmp_path: Path) -> None:
    """Rows for two materials of one link with different fixed costs are refused at the second."""
    links = (
        "origin,destination,mode,cost [CNY/t],fixed_cost,material\n"
        "z,p,truck,30,1 million CNY/yr,w\nz,p,truck,20,,v\n"
    )
    path = write_study(tmp_path, {**PLANTS, "links": links}, {})
    with pytest.raises(InputError) as refused:
        load_case(path)
    assert {problem.code for problem in refused.value.problems} == {"differs"}


@pytest.mark.parametrize("seed", some_of(range(6), 3))
def test_links_opened_are_those_of_enumeration(seed: int, tmp_path: Path) -> None:
    """On random regions no set of open links costs less."""
    random = np.random.default_rng(seed)
    amounts = random.integers(20, 90, size=2).astype(float)
    cost = random.integers(5, 60, size=(2, 2)).astype(float)
    fixed = random.uniform(0.1, 2.5, size=(2, 2)).round(3)
    pairs = list(itertools.product(range(2), range(2)))
    rows = [
        (f"z{i}", f"p{j}", "truck", cost[i, j], f"{fixed[i, j]} million CNY/yr") for i, j in pairs
    ]
    tables = {
        **PLANTS,
        "zones": csv("id,name_en,province", [(f"z{i}", f"Z{i}", "P") for i in range(2)]),
        "plants": csv("id,name_en,province", [(f"p{i}", f"P{i}", "Q") for i in range(2)]),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]", [(f"l{i}", f"p{i}", "k", 70) for i in range(2)]
        ),
        "generation": csv(
            "zone,material,amount [kt/yr]", [(f"z{i}", "w", a) for i, a in enumerate(amounts)]
        ),
        "links": csv(LINKS.strip(), rows),
    }
    at = min(0.8 * amounts.sum(), 130.0)
    found = solve_study(tmp_path, tables, {"objective": COST, "limits": [used(at)]})
    best = min(
        _cost_of(some, amounts, cost, fixed, at)
        for size in range(5)
        for some in itertools.combinations(pairs, size)
    )
    assert found.plan.stages[0].value == pytest.approx(best, rel=1e-7)
    assert failed(found, tmp_path) == set()


def _cost_of(some: Any, amounts: Any, cost: Any, fixed: Any, at: float) -> float:
    """The least cost over some links, million CNY; infinite where they carry too little."""
    if not some:
        return np.inf
    rows = [[float(i == zone) for i, _ in some] for zone in range(2)]
    rows += [[float(j == plant) for _, j in some] for plant in range(2)]
    rows.append([-1.0] * len(some))
    upper = [*amounts, 70.0, 70.0, -at]
    plan = linprog([cost[pair] - 10.0 for pair in some], A_ub=rows, b_ub=upper)
    return plan.fun * 1e-3 + sum(fixed[pair] for pair in some) if plan.success else np.inf
