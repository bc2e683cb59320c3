"""A small study with places anywhere in the world: two mines, two plants, two sinks, a market.

With the amounts of `tables()`, in kt/yr: the brick plant takes 70 and the mill 40 of the 180 that
arise; a fifth of the tailings burnt is left as sludge. The pond of the first mine takes 5 of what
is unused, the open tip the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.study import write_study

Spots = Sequence[tuple[float, float]]
"""Longitude and latitude of both mines, both plants, pond, tip and market."""
GERMANY: Spots = [
    (10.0, 53.4),
    (10.0, 48.2),
    (9.9, 52.0),
    (12.5, 51.2),
    (10.0, 53.4),
    (10.2, 49.0),
    (7.0, 50.9),
]
USA: Spots = [
    (-95.0, 47.1),
    (-95.0, 29.9),
    (-104.9, 39.7),
    (-87.6, 41.8),
    (-95.0, 47.1),
    (-97.0, 31.5),
    (-74.1, 40.7),
]
AUSTRALIA: Spots = [
    (131.0, -18.0),
    (131.0, -34.0),
    (138.6, -34.9),
    (145.0, -37.8),
    (131.0, -18.0),
    (127.0, -24.0),
    (153.0, -27.4),
]
FIJI: Spots = [
    (177.4, -17.8),
    (-179.9, -16.8),
    (178.4, -18.1),
    (179.4, -16.4),
    (177.4, -17.8),
    (-178.8, -18.2),
    (-179.3, -17.3),
]
COSTS = """\
origin,destination,mode,km,cost [CNY/t]
z1,p1,road,,4
z1,p2,road,,8
z2,p1,road,,8
z2,p2,road,,3
z1,tip,road,,9
z2,tip,road,,5
p1,tip,road,,6
p1,m1,road,,5
p2,m1,road,,5
"""
"""Links that state their cost and no length."""
SCENARIO: dict[str, Any] = {
    "title": {"en": "A plan", "zh": "方案"},
    "objective": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}],
    "borders": [
        {"from": "any", "to": "any", "class": "general", "rule": "open"},
        {"from": "any", "to": "any", "class": "general", "purpose": "disposal", "rule": "open"},
    ],
}


def tables(
    spots: Spots = GERMANY, *, size: float = 1.0, links: str | None = None
) -> dict[str, str]:
    """Return the tables of the study, amounts times `size`; with `links` roads have no tariff."""
    z1, z2, p1, p2, pond, tip, market = (f"{lon},{lat}" for lon, lat in spots)
    found = {
        "materials": "id,name_en,name_zh,kind,waste_class,storage_cost [CNY/t]\n"
        "slag,Slag,矿渣,waste,general_I,20\ntail,Tailings,尾矿,waste,general_I,15\n"
        "sludge,Sludge,污泥,residue,general_II,30\nbrick,Brick,砖,product,,\n",
        "technologies": "id,name_en,name_zh,family,tier,counting\n"
        "works,Brickworks,砖厂,brick,low,product\nmill,Mill,磨机,mill,medium,product\n",
        "recipes": "id,technology,name_en,name_zh,activity,cost [CNY/t]\n"
        "bake,works,Bake,烧砖,feed,30\ngrind,mill,Grind,粉磨,feed,20\n",
        "inputs": "recipe,material,min,max\nbake,tail,0,1\nbake,slag,0,1\ngrind,slag,1,1\n",
        "groups": "recipe,group,materials,min,max\nbake,all,tail; slag,1,1\n",
        "yields": "recipe,material,per,amount\n"
        "bake,brick,activity,0.8\nbake,sludge,tail,0.2\ngrind,brick,activity,1\n",
        "modes": "id,name_en,name_zh,medium,tariff [CNY/t/km],co2 [kg/t/km]\n"
        f"road,Truck,公路,road,{'' if links else 0.5},0.1\n",
        "areas": "id,level,name_en,name_zh,parent\nE,province,East,东省,\nW,province,West,西省,\n",
        "zones": "id,name_en,name_zh,province,lon,lat\n"
        f"z1,North mine,北矿,E,{z1}\nz2,South smelter,南冶炼厂,W,{z2}\n",
        "generation": "zone,material,amount [kt/yr]\n"
        f"z1,tail,{100 * size}\nz1,slag,{20 * size}\nz2,slag,{60 * size}\n",
        "plants": "id,name_en,name_zh,province,lon,lat\n"
        f"p1,Brick plant,砖厂,E,{p1}\np2,Mill plant,粉磨站,W,{p2}\n",
        "lines": "id,plant,technology,capacity [kt/yr],status\n"
        f"l1,p1,works,{70 * size},operating\nl2,p2,mill,{40 * size},operating\n",
        "sinks": "id,name_en,name_zh,province,lon,lat,kind,owner_zone,capacity [kt/yr],"
        "fee [CNY/t]\n"
        f"pond,Mine pond,矿山尾矿库,E,{pond},pond,z1,{5 * size},1\n"
        f"tip,Old tip,老填埋场,W,{tip},landfill,,{500 * size},2\n",
        "markets": "id,name_en,name_zh,product,price [CNY/t],lon,lat\n"
        f"m1,Building yard,建材市场,brick,100,{market}\n",
    }
    return found if links is None else {**found, "links": links}


def write(folder: Path, spots: Spots = GERMANY, **options: Any) -> Path:
    """Write the study and return its scenario file; options as `tables` takes them."""
    return write_study(folder, tables(spots, **options), SCENARIO)
