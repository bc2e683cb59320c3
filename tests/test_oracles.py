"""Optima computed by other means: network flow, vertex enumeration, Charnes-Cooper, a plain LP."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from scipy.optimize import linprog

from tests.seeds import some_of
from tests.study import MODES, Solved, csv, solve_study

SINGLE_WASTE = {
    "materials": "id,name_en,kind,waste_class,storage_cost [CNY/t]\n"
    "w,Waste,waste,general_I,0\ng,Good,product,,0\n",
    "technologies": "id,name_en,tier\nuse,Use,medium\n",
    "recipes": "id,technology,name_en,activity\nuse,use,Use,product\n",
    "inputs": "recipe,material,min,max\nuse,w,1,1\n",
    "yields": "recipe,material,per,amount\nuse,g,activity,1\n",
    "markets": "id,name_en,product,price [CNY/t]\nall,All,g,0\n",
    "modes": MODES,
}


def transport_study(
    folder: Path, supply: list[int], capacity: list[int], cost: dict[tuple[int, int], int]
) -> Solved:
    """Solve a pure transport study: one waste, explicit cost per link, no coordinates."""
    zones = [f"z{i}" for i in range(len(supply))]
    plants = [f"p{j}" for j in range(len(capacity))]
    tables = {
        **SINGLE_WASTE,
        "zones": csv("id,name_en", [(z, z) for z in zones]),
        "generation": csv(
            "zone,material,amount [kt/yr]",
            [(z, "w", s) for z, s in zip(zones, supply, strict=True)],
        ),
        "plants": csv("id,name_en", [(p, p) for p in plants]),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]",
            [(f"l{j}", p, "use", c) for j, (p, c) in enumerate(zip(plants, capacity, strict=True))],
        ),
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [(zones[i], plants[j], "truck", 1, c) for (i, j), c in sorted(cost.items())],
        ),
    }
    return solve_study(folder, tables)


def flow_oracle(
    supply: list[int], capacity: list[int], cost: dict[tuple[int, int], int]
) -> tuple[float, float]:
    """Return the largest tonnage and its least cost (thousand CNY) by network flow."""
    graph = nx.DiGraph()
    for i, amount in enumerate(supply):
        graph.add_edge("s", ("z", i), capacity=amount, weight=0)
    for j, amount in enumerate(capacity):
        graph.add_edge(("p", j), "t", capacity=amount, weight=0)
    for (i, j), weight in cost.items():
        graph.add_edge(("z", i), ("p", j), weight=weight)
    flow = nx.max_flow_min_cost(graph, "s", "t")
    return float(sum(flow["s"].values())), float(nx.cost_of_flow(graph, flow))


@pytest.mark.parametrize("seed", some_of(range(12), 4))
def test_single_waste_equals_min_cost_max_flow(tmp_path: Path, seed: int) -> None:
    """With one waste the two stages are max flow, then min cost: networkx must agree."""
    rng = random.Random(seed)
    supply = [rng.randint(5, 60) for _ in range(rng.randint(2, 6))]
    capacity = [rng.randint(5, 60) for _ in range(rng.randint(2, 5))]
    pairs = itertools.product(range(len(supply)), range(len(capacity)))
    cost = {pair: rng.randint(1, 90) for pair in pairs if rng.random() < 0.6} or {(0, 0): 7}
    solved = transport_study(tmp_path, supply, capacity, cost)
    amount, thousand_cny = flow_oracle(supply, capacity, cost)
    assert solved.kpi("net_utilized") == pytest.approx(amount, rel=1e-9)
    assert solved.kpi("net_cost") == pytest.approx(thousand_cny * 1e-3, rel=1e-9, abs=1e-9)
    assert solved.kpi("utilization_rate") == pytest.approx(amount / sum(supply), rel=1e-9)


def vertices(a: np.ndarray, b: np.ndarray) -> list[np.ndarray]:
    """Return all vertices of {x : a x <= b} by trying every square subsystem."""
    found = []
    for rows in itertools.combinations(range(len(a)), a.shape[1]):
        square = a[list(rows)]
        if abs(np.linalg.det(square)) > 1e-9:
            x = np.linalg.solve(square, b[list(rows)])
            if (a @ x <= b + 1e-7).all():
                found.append(x)
    return found


@pytest.mark.parametrize("seed", some_of(range(8), 3))
def test_two_input_recipe_equals_vertex_enumeration(tmp_path: Path, seed: int) -> None:
    """A line with two wastes, shares, a quality rule and a capacity: every vertex is tried."""
    rng = random.Random(100 + seed)
    lo = [round(rng.uniform(0.1, 0.4), 2) for _ in range(2)]
    hi = [round(x + rng.uniform(0.1, 0.5), 2) for x in lo]
    zinc = [round(rng.uniform(0.1, 1.0), 2) for _ in range(2)]
    limit = round(min(zinc) + rng.uniform(0.3, 0.8) * abs(zinc[0] - zinc[1]), 3)
    supply, capacity = [rng.randint(20, 120) for _ in range(2)], rng.randint(40, 200)
    tables = {
        "materials": "id,name_en,kind,waste_class\na,A,waste,general_I\nb,B,waste,general_I\n"
        "g,Good,product,\n",
        "technologies": "id,name_en\nuse,Use\n",
        "recipes": "id,technology,name_en,activity\nuse,use,Use,product\n",
        "inputs": csv(
            "recipe,material,min,max", [("use", m, lo[i], hi[i]) for i, m in enumerate("ab")]
        ),
        "yields": "recipe,material,per,amount\nuse,g,activity,1\n",
        "composition": csv(
            "material,property,value", [(m, "Zn", f"{zinc[i]} %") for i, m in enumerate("ab")]
        ),
        "quality": csv(
            "id,recipes,formula,name_en", [("zn", "use", f"Zn <= {limit / 100}*mass", "Zinc")]
        ),
        "markets": "id,name_en,product,price [CNY/t]\nall,All,g,0\n",
        "modes": MODES,
        "zones": "id,name_en\nz,Z\n",
        "generation": csv(
            "zone,material,amount [kt/yr]", [("z", m, supply[i]) for i, m in enumerate("ab")]
        ),
        "plants": "id,name_en\np,P\n",
        "lines": csv("id,plant,technology,capacity [kt/yr]", [("l", "p", "use", capacity)]),
        "links": "origin,destination,mode,km [km],cost [CNY/t]\nz,p,truck,1,1\n",
    }
    solved = solve_study(tmp_path, tables)
    # x = (a, b, act): shares, zinc, supplies, capacity, signs
    a = np.array(
        [
            [-1, 0, lo[0]],
            [1, 0, -hi[0]],
            [0, -1, lo[1]],
            [0, 1, -hi[1]],
            [zinc[0] - limit, zinc[1] - limit, 0],
            [1, 0, 0],
            [0, 1, 0],
            [0, 0, 1],
            [-1, 0, 0],
            [0, -1, 0],
            [0, 0, -1],
        ]
    )
    b = np.array([0, 0, 0, 0, 0, supply[0], supply[1], capacity, 0, 0, 0], dtype=float)
    best = max(x[0] + x[1] for x in vertices(a, b))
    assert solved.kpi("net_utilized") == pytest.approx(best, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("seed", some_of(range(8), 3))
def test_rate_with_old_stock_equals_charnes_cooper(tmp_path: Path, seed: int) -> None:
    """The fraction U/(G + S), with a residue that spoils part of U, against Charnes-Cooper.

    Old stock is worth reclaiming only while its net yield beats the rate itself, so the
    optimum lies inside, where maximizing U alone would be wrong.
    """
    rng = random.Random(200 + seed)
    generated, limit = rng.randint(50, 150), rng.randint(20, 120)
    good, poor = rng.randint(20, 90), rng.randint(20, 200)
    residue = round(rng.uniform(0.2, 0.8), 2)
    tables = {
        **SINGLE_WASTE,
        "materials": SINGLE_WASTE["materials"] + "r,Residue,residue,general_I,0\n",
        "technologies": "id,name_en\nuse,Use\nsort,Sort\n",
        "recipes": "id,technology,name_en,activity\nuse,use,Use,product\nsort,sort,Sort,feed\n",
        "inputs": "recipe,material,min,max\nuse,w,1,1\nsort,w,1,1\n",
        "yields": "recipe,material,per,amount\nuse,g,activity,1\n"
        f"sort,g,w,{1 - residue:.2f}\nsort,r,w,{residue}\n",
        "zones": "id,name_en\nz,Z\n",
        "generation": f"zone,material,amount [kt/yr]\nz,w,{generated}\n",
        "legacy": f"zone,material,stock [kt],yearly_limit [1/yr]\nz,w,{limit * 10},0.1\n",
        "plants": "id,name_en\np,P\n",
        "lines": f"id,plant,technology,capacity [kt/yr]\nfine,p,use,{good}\ncoarse,p,sort,{poor}\n",
        "links": "origin,destination,mode,km [km],cost [CNY/t]\nz,p,truck,1,1\n",
    }
    solved = solve_study(tmp_path, tables)
    # variables y = (use, sort, reclaim) * t, and t; maximize use + (1 - residue) sort
    rows = [
        ([1, 0, 0], good),
        ([0, 1, 0], poor),
        ([0, 0, 1], limit),
        ([1, 1, -1], generated),
        ([-1, -1, 1], 0),
    ]
    result = linprog(
        c=[-1, -(1 - residue), 0, 0],
        A_ub=[[*row, -bound] for row, bound in rows],
        b_ub=np.zeros(len(rows)),
        A_eq=[[0, 0, 1, generated]],
        b_eq=[1],
        bounds=[(0, None)] * 4,
    )
    assert result.success
    assert solved.kpi("utilization_rate") == pytest.approx(-result.fun, rel=1e-8)
    stage = solved.plan.stages[0]
    assert stage.value == pytest.approx(solved.kpi("utilization_rate"), rel=1e-8)


def test_maximizing_the_amount_would_not_maximize_the_rate(tmp_path: Path) -> None:
    """Reclaiming everything utilizes more tonnes at a lower rate: the fraction must refuse it."""
    tables = {
        **SINGLE_WASTE,
        "materials": SINGLE_WASTE["materials"] + "r,Residue,residue,general_I,0\n",
        "technologies": "id,name_en\nuse,Use\nsort,Sort\n",
        "recipes": "id,technology,name_en,activity\nuse,use,Use,product\nsort,sort,Sort,feed\n",
        "inputs": "recipe,material,min,max\nuse,w,1,1\nsort,w,1,1\n",
        "yields": "recipe,material,per,amount\nuse,g,activity,1\nsort,g,w,0.3\nsort,r,w,0.7\n",
        "zones": "id,name_en\nz,Z\n",
        "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
        "legacy": "zone,material,stock [kt],yearly_limit [1/yr]\nz,w,1000,0.1\n",
        "plants": "id,name_en\np,P\n",
        "lines": "id,plant,technology,capacity [kt/yr]\nfine,p,use,90\ncoarse,p,sort,500\n",
        "links": "origin,destination,mode,km [km],cost [CNY/t]\nz,p,truck,1,1\n",
    }
    by_rate = solve_study(tmp_path / "rate", tables)
    by_amount = solve_study(
        tmp_path / "amount", tables, {"objective": [{"maximize": "net_utilized"}]}
    )
    assert by_rate.kpi("utilization_rate") == pytest.approx(0.93)  # (90 + 0.3 x 10) / 100
    assert by_rate.kpi("legacy_used") == pytest.approx(0.0, abs=1e-9)
    assert by_amount.kpi("net_utilized") == pytest.approx(123.0)  # 90 + 0.3 x 110
    assert by_amount.kpi("utilization_rate") == pytest.approx(123.0 / 200.0)
    assert by_rate.kpi("utilization_rate") > by_amount.kpi("utilization_rate")
