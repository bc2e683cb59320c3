"""Small regions of three provinces: a zone a waste, a plant each, every pair linked."""

from __future__ import annotations

import itertools

from tests.study import MODES, csv

PROVINCES = ("A", "B", "C")
WASTES = {"slag": "general_I", "ash": "general_II"}
AREAS = "id,level,name_en,name_zh,parent\n" + "".join(
    f"{p},province,{p}-land,{p}省,\n{p.lower()}1,city,{p}-town,{p}市,{p}\n" for p in PROVINCES
)
USE = {
    "materials": "id,name_en,name_zh,kind,waste_class,storage_cost [CNY/t]\n"
    "slag,Slag,渣,waste,general_I,0\nash,Ash,灰,waste,general_II,0\n"
    "acid,Acid sludge,酸泥,waste,hazardous,0\ng,Good,产品,product,,0\n",
    "technologies": "id,name_en,tier\nuse,Use,medium\n",
    "recipes": "id,technology,name_en,activity\nuse,use,Use,product\n",
    "inputs": "recipe,material,min,max\nuse,slag,0,1\nuse,ash,0,1\nuse,acid,0,1\n",
    "groups": "recipe,group,materials,min,max\nuse,all,slag; ash; acid,1,1\n",
    "yields": "recipe,material,per,amount\nuse,g,activity,1\n",
    "markets": "id,name_en,product,price [CNY/t]\nall,All,g,0\n",
    "modes": MODES,
    "areas": AREAS,
}


def region(supply: dict[tuple[str, str], float], capacity: dict[str, float]) -> dict[str, str]:
    """Return tables: a zone a province and waste, a plant a province, every pair linked."""
    zones = [f"{p}_{w}" for p, w in supply]
    return {
        **USE,
        "zones": csv(
            "id,name_en,city,province",
            [(z, z, f"{p.lower()}1", p) for z, (p, _) in zip(zones, supply, strict=True)],
        ),
        "generation": csv(
            "zone,material,amount [kt/yr]",
            [(z, w, kt) for z, ((_, w), kt) in zip(zones, supply.items(), strict=True)],
        ),
        "plants": csv(
            "id,name_en,city,province", [(f"plant_{p}", p, f"{p.lower()}1", p) for p in capacity]
        ),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]",
            [(f"line_{p}", f"plant_{p}", "use", kt) for p, kt in capacity.items()],
        ),
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [
                (z, f"plant_{p}", "truck", 10, 5 + i)
                for i, (z, p) in enumerate(itertools.product(zones, capacity))
            ],
        ),
    }
