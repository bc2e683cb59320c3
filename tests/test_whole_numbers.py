"""What is open is whole to the last digit, so that later stages find the plan of earlier ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.study import solve_study

TABLES = {
    "materials": "id,name_en,kind,waste_class\nw,Waste,waste,general_I\nb,Brick,product,\n",
    "technologies": "id,name_en,capex [CNY/(t/yr)],life [yr]\nn,Works,300,10\n",
    "recipes": "id,technology,name_en,cost [CNY/t]\nr,n,Press,5\n",
    "inputs": "recipe,material,min,max\nr,w,1,1\n",
    "yields": "recipe,material,per,amount\nr,b,activity,1\n",
    "modes": "id,name_en,medium\ntruck,Truck,road\n",
    "parameters": "id,value\ndiscount_rate,0.05\n",
    "areas": "id,level,name_en,parent\nP,province,P,\nQ,province,Q,\n",
    "zones": "id,name_en,province\nz0,Z0,P\nz1,Z1,P\nz2,Z2,P\n",
    "generation": "zone,material,amount [kt/yr]\nz0,w,94\nz1,w,178\nz2,w,102\n",
    "plants": "id,name_en,province\np0,P0,Q\n",
    "lines": """\
id,plant,technology,capacity [kt/yr],status,availability,min_load,if_used,fixed_cost [MCNY/yr]
l0,p0,n,71,operating,0.9,0.0,true,1.5
l1,p0,n,58,operating,0.8,0.6,true,1.5
""",
    "links": """\
origin,destination,mode,cost [CNY/t]
z0,p0,truck,28
z1,p0,truck,55
z2,p0,truck,10
""",
    "markets": "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,70\n",
}


def test_what_is_begun_costs_all_of_its_opening(tmp_path: Path) -> None:
    """A millionth less than open would save 6 CNY that no plan of the next stage could save.

    The floor takes 168.8 kt/yr: l0 has 63.9 and grows by 0.9 x (1 - 0.5) of what is built, l1 has
    46.4 and grows by 0.8. Solved by another solver as well: 32.1444 million CNY up front.
    """
    scenario = {
        "objective": [{"minimize": "investment"}, {"minimize": "net_cost"}],
        "limits": [{"floor": "net_utilized", "at": "168.8 kt/yr"}],
        "expand": [
            {
                "where": {"id": "l0"},
                "up_to": "53 kt/yr",
                "cost": "250 CNY/(t/yr)",
                "life": "15 yr",
                "at_least": "28.67 kt/yr",
                "closes": {"ratio": 0.5, "where": {"id": "l0"}},
            },
            {
                "where": {"id": "l1"},
                "up_to": "44 kt/yr",
                "opening": "6 million CNY",
                "at_least": "26.69 kt/yr",
            },
        ],
    }
    found = solve_study(tmp_path / "s", TABLES, scenario)
    assert [stage.value for stage in found.plan.stages] == pytest.approx([32.1444444, -1.3480148])
