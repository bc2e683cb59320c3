"""A search that has found a plan never ends without one, and is never told what is no number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.model.tight import tighten
from tests.family_studies import BASE
from tests.study import solve_study

MOST = [{"maximize": "net_utilized"}, {"minimize": "net_cost"}]
SCALE = [
    {"to": "67 kt/yr", "cost": "146 CNY/(t/yr)"},
    {"to": "70 kt/yr", "cost": "490 CNY/(t/yr)"},
    {"cost": "380 CNY/(t/yr)"},
]


def test_the_plan_of_one_stage_is_one_of_the_next(tmp_path: Path) -> None:
    """107 kt/yr of waste and a kiln of up to 114 kt/yr by size classes.

    A tonne costs 13 to bring and 5 to fire, and half a brick of it brings 40; each t/yr of the last
    class costs 380 / 15 a year: 107 x (13 + 5 - 40 + 25.333) thousand CNY. The row that keeps the
    cost is so near to the best plan that presolve once saw none left.
    """
    tables = {
        **BASE,
        "parameters": "id,value\ndiscount_rate,0\n",
        "generation": "zone,material,amount [kt/yr]\nz,w,107\n",
        "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,13\n",
        "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,5\n",
        "yields": "recipe,material,per,amount\nq,b,activity,0.5\n",
        "markets": "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,80\n",
        "lines": "id,plant,technology,capacity [kt/yr],status\nl,p,k,114,candidate\n",
    }
    scenario = {
        "statuses": ["candidate"],
        "objective": MOST,
        "expand": [{"where": {"id": "l"}, "life": "15 yr", "scale": SCALE}],
    }
    found = solve_study(tmp_path, tables, scenario)
    assert found.kpi("net_utilized") == pytest.approx(107.0)
    assert found.kpi("net_cost") == pytest.approx(0.107 * (13 + 5 - 40 + 380 / 15))


def test_a_route_for_what_never_comes_carries_nothing(tmp_path: Path) -> None:
    """A station that may pass on two wastes, and only one comes: rows of the other are numbers.

    x passes on 80 of w; y the other 20 and all 50 of v.
    """
    tables = {
        **BASE,
        "plants": "id,name_en,province\np,Plant,Q\ns,Station,P\nt,Other station,P\n",
        "generation": "zone,material,amount [kt/yr]\nz,w,100\nz,v,50\n",
        "technologies": "id,name_en,counting\nk,Kiln,\npass,Passing on,none\n",
        "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,10\nr,k,Fire other,10\n"
        "xw,pass,Pass,1\nxv,pass,Pass other,1\n",
        "inputs": "recipe,material,min,max\nq,w,1,1\nr,v,1,1\nxw,w,1,1\nxv,v,1,1\n",
        "yields": "recipe,material,per,amount\nq,b,activity,1\nr,b,activity,1\nxw,w,w,1\n"
        "xv,v,v,1\n",
        "lines": "id,plant,technology,capacity [kt/yr],fixed_cost\n"
        "l,p,k,200,1 million CNY/yr\nx,s,pass,80,\ny,t,pass,80,\n",
        "links": "origin,destination,mode,material,cost [CNY/t]\n"
        "z,s,truck,w,10\nz,t,truck,v,10\nz,t,truck,w,10\ns,p,truck,,10\nt,p,truck,,10\n",
    }
    found = solve_study(tmp_path, tables, {"objective": MOST})
    assert found.kpi("net_utilized") == pytest.approx(150.0)
    assert np.isfinite(tighten(found.session.programme).matrix.data).all()
