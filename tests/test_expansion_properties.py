"""What holds of capacity that is built in any region: its optimum, its price, and its cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.loader import load_case
from sim.network import build_network
from sim.solve import Plan, Session
from tests.random_regions.building import STATUSES, draw_building
from tests.random_regions.compare import solve_both
from tests.random_regions.draw import Row
from tests.random_regions.files import write_region
from tests.seeds import some_of

CHEAPEST = [{"minimize": "net_cost"}]
DEAR = 60
"""CNY/t that storing costs more, so that building pays."""


@pytest.mark.parametrize("seed", some_of(range(12), 4))
def test_every_stage_reaches_what_the_oracle_reaches(tmp_path: Path, seed: int) -> None:
    """Bounds, costs, least loads and replacement give the optimum of a programme of its own."""
    both = solve_both(tmp_path, draw_building(seed))
    assert both.agree(), both


def solve(folder: Path, seed: int, costs: Row) -> tuple[Session, Plan]:
    """Solve a drawn region for least cost, its lines free to grow at `costs`, CNY per t/yr."""
    region = draw_building(seed)
    for row in region.rows("materials"):
        if row["storage_cost"] is not None:
            row["storage_cost"] += DEAR
    expand = [
        {"where": {"id": line}, "up_to": "60 kt/yr", "cost": f"{cost} CNY/(t/yr)"}
        for line, cost in costs.items()
    ]
    more = {"statuses": STATUSES, "expand": expand, "objective": CHEAPEST, "limits": []}
    session = Session(build_network(load_case(write_region(folder, region, **more))))
    return session, session.solve()


def costs_of(seed: int, **others: float) -> Row:
    """What each line of a region costs."""
    lines = draw_building(seed).rows("lines")
    return {line["id"]: 8.0 + 3 * at for at, line in enumerate(lines)} | others


@pytest.mark.parametrize("seed", some_of([0, 4, 5, 7, 13, 14], 2))
def test_built_capacity_is_worth_what_it_costs_a_year(tmp_path: Path, seed: int) -> None:
    """Complementary slackness: a line that is built, and not to its bound, is worth its annuity."""
    session, plan = solve(tmp_path, seed, costs_of(seed))
    duals = {
        (row.constraint, row.index[0]): row.dual_1
        for row in plan.rows.itertuples()
        if row.constraint in ("line_capacity", "line_min_load", "built_capacity", "built_min_load")
    }
    network = session.network.expansions.set_index("line")
    amount = plan.build.set_index("line")["amount_kt_yr"]
    between = 0
    for line, row in network.iterrows():
        # million CNY per kt/yr of nameplate; a dual is the change of the cost per kt/yr available.
        capacity = duals.get(("line_capacity", line), 0.0) + duals.get(
            ("built_capacity", line), 0.0
        )
        least = duals.get(("line_min_load", line), 0.0) + duals.get(("built_min_load", line), 0.0)
        worth = -(row["availability"] * capacity + row["least"] * least)
        annuity = row["annuity_CNY_t"] * 1e-3
        if 1e-6 < amount[line] < row["up_to_kt_yr"] - 1e-6:
            assert worth == pytest.approx(annuity, abs=1e-9)
            between += 1
        elif amount[line] <= 1e-6:
            assert worth <= annuity + 1e-9
        else:
            assert worth >= annuity - 1e-9
    assert between


@pytest.mark.parametrize("seed", some_of([5, 0, 6, 13], 1))
def test_what_costs_more_is_never_built_more(tmp_path: Path, seed: int) -> None:
    """Raising the cost of one line builds no more of it; raising all builds for no more money."""
    costs = costs_of(seed)
    _, plan = solve(tmp_path / "as-it-is", seed, costs)
    built = plan.build.set_index("line")["amount_kt_yr"]
    line = str(built.idxmax())
    assert built[line] > 0
    previous, spent = built[line], sum(built[name] * costs[name] for name in built.index)
    for number, factor in enumerate((1.5, 4.0)):
        _, dearer = solve(tmp_path / f"one-{number}", seed, {**costs, line: factor * costs[line]})
        now = dearer.build.set_index("line")["amount_kt_yr"]
        assert now[line] <= previous + 1e-7
        _, all_dearer = solve(
            tmp_path / f"all-{number}", seed, {name: factor * c for name, c in costs.items()}
        )
        everywhere = all_dearer.build.set_index("line")["amount_kt_yr"]
        money = sum(everywhere[name] * costs[name] for name in everywhere.index)
        assert money <= spent + 1e-6
        previous, spent = now[line], money
