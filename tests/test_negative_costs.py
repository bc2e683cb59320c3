"""Costs below zero: hauls, sinks and recipes that pay, markets that are paid. Nothing runs away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import InputError
from sim.loader import load_case, write_inputs
from sim.results.write import write_tables
from sim.verify.verify import verify
from tests.family_studies import BASE
from tests.study import solve_study, write_study

COST = [{"minimize": "net_cost"}]
PAYING = {
    **BASE,
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,-5\nz,tip,truck,-3\n",
    "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,-12\n",
    "markets": "id,name_en,product,price [CNY/t]\nm,Bricks taken,b,-2\n",
    "sinks": "id,name_en,kind,province,fee [CNY/t]\ntip,Pit to fill,landfill,P,-4\n",
}
"""Haul to the plant pays 5, firing 12, bricks cost 2 to get rid of; the pit pays 3 + 4."""


def test_what_pays_is_done_as_far_as_it_goes(tmp_path: Path) -> None:
    """200 kt fired earn 15 a tonne, the other 300 kt fill the pit at 7: 5.1 million in all."""
    done = solve_study(tmp_path, PAYING, {"objective": COST})
    assert done.kpi("net_cost") == pytest.approx(-(200 * 15 + 300 * 7) * 1e-3)
    assert done.flow("z", "tip") == pytest.approx(300)
    folder = tmp_path / "written"
    folder.mkdir()
    write_tables(done.tables.all, folder)
    write_inputs(done.case, folder)
    report = verify(folder, done.case.scenario)
    assert report["passed"], [c for c in report["checks"] if not c["passed"]]


def test_bricks_that_cost_money_are_not_made_for_nothing(tmp_path: Path) -> None:
    """Where firing earns 1 and a brick costs 2 to get rid of, nothing is fired."""
    recipes = PAYING["recipes"].replace("-12", "-1")
    links = PAYING["links"].replace("z,p,truck,-5", "z,p,truck,0")
    tables = {**PAYING, "recipes": recipes, "links": links}
    done = solve_study(tmp_path, tables, {"objective": COST})
    assert done.flow("z", "p") == pytest.approx(0)


def test_every_column_is_bounded_whatever_is_paid(tmp_path: Path) -> None:
    """Zones, capacities and shares bound all that moves, so no price makes a plan run away."""
    done = solve_study(tmp_path, PAYING, {"objective": COST})
    session = done.session
    for column in range(len(session.arrays.column_names)):
        weights = np.zeros(len(session.arrays.column_names))
        weights[column] = 1.0
        session.engine.reset()
        session.engine.aim(weights, maximize=True)
        assert session.engine.run().columns[column] <= 500


def test_a_link_of_a_terminal_does_not_pay(tmp_path: Path) -> None:
    """Going to and fro between terminals must not earn."""
    more = {
        "modes": "id,name_en,medium\ntruck,Truck,road\nrail,Rail,rail\n",
        "terminals": "id,name_en,mode\na,A,rail\nb,B,rail\n",
        "links": "origin,destination,mode,cost [CNY/t]\nz,a,truck,1\na,b,rail,-5\nb,p,truck,1\n",
    }
    path = write_study(tmp_path, {**PAYING, **more, "sinks": "id,name_en,kind\n"})
    with pytest.raises(InputError) as caught:
        load_case(path)
    (problem,) = caught.value.problems
    assert problem.where == "geodata/study/links.csv:3"
    assert problem.code == "link_end"
