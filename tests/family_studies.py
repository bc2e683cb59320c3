"""A small study for every family of limits in which it binds, and what its cell says there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

BASE = {
    "areas": "id,level,name_en,parent\nP,province,P,\nQ,province,Q,\n",
    "zones": "id,name_en,province\nz,Zone,P\n",
    "plants": "id,name_en,province\np,Plant,Q\n",
    "materials": "id,name_en,kind,waste_class,purchase_price [CNY/t]\n"
    "w,Waste,waste,general_I,\nv,Other waste,waste,general_I,\nc,Clay,virgin,,100\n"
    "b,Brick,product,,\nh,Tile,product,,\nt,Tails,residue,general_I,\n",
    "modes": "id,name_en,medium\ntruck,Truck,road\n",
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,50\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,500\n",
    "technologies": "id,name_en\nk,Kiln\n",
    "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,10\n",
    "inputs": "recipe,material,min,max\nq,w,1,1\n",
    "yields": "recipe,material,per,amount\nq,b,activity,1\n",
    "markets": "id,name_en,product,price [CNY/t]\nm,Bricks wanted,b,20\n",
    "lines": "id,plant,technology,capacity [kt/yr]\nl,p,k,200\n",
}
"""500 kt of waste, and a line that fires 200 kt of it."""
RATE = [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]
OLD_STOCK = "zone,material,stock [kt],yearly_limit [1/yr]\nz,w,400,0.05\n"
MIXED = "recipe,group,materials,min,max\nq,all,w; v; c,1,1\n"
SCARCE = "zone,material,amount [kt/yr]\nz,w,500\nz,v,20\n"
CAPEX = {"technologies": "id,name_en,capex [CNY/(t/yr)]\nk,Kiln,400\n"}
TWO_RECIPES = {
    "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,10\ntile,k,Tiles,10\n",
    "inputs": "recipe,material,min,max\nq,w,1,1\ntile,c,1,1\n",
    "yields": "recipe,material,per,amount\nq,b,activity,1\ntile,h,activity,0.2\n",
    "markets": "id,name_en,product,price [CNY/t],min [kt/yr]\nm,Bricks wanted,b,20,0\n"
    "tiles,Tiles wanted,h,500,{owed}\n",
}
"""The line can make tiles of clay instead of taking waste: 0.2 kt of a kt of its capacity."""


@dataclass(frozen=True)
class Bound:
    """A study in which a family binds."""

    loose: str
    """What to write into the cell instead: then it binds no more, or less."""
    beyond: dict[str, Any]
    """A limit that the family forbids: together they have no plan."""
    tables: dict[str, str] = field(default_factory=dict)
    scenario: dict[str, Any] = field(default_factory=dict)
    tight: str = ""
    """What stands in the cell, where a sweep is to write that."""


def used(amount: int) -> dict[str, Any]:
    """A floor under what is utilized net."""
    return {"floor": "net_utilized", "at": f"{amount} kt/yr"}


BOUND: dict[str, Bound] = {
    "legacy_limit": Bound(
        "8 %/yr",
        {"floor": "legacy_used", "at": "30 kt/yr"},
        {"legacy": OLD_STOCK, "generation": "zone,material,amount [kt/yr]\nz,w,100\n"},
        {"objective": [{"maximize": "legacy_used"}]},
        "5 %/yr",
    ),
    "recipe_min": Bound(
        "0.1",
        used(110),
        {
            "inputs": "recipe,material,min,max\nq,w,0,1\nq,v,0.2,1\n",
            "generation": SCARCE,
            "groups": MIXED.replace("; c", ""),
        },
        tight="0.2",
    ),
    "recipe_max": Bound(
        "0.4",
        used(30),
        {
            "inputs": "recipe,material,min,max\nq,w,0,0.1\nq,c,0,1\n",
            "groups": MIXED.replace("; v", ""),
        },
        tight="0.1",
    ),
    "group_min": Bound(
        "0.1",
        used(110),
        {
            "inputs": "recipe,material,min,max\nq,w,0,1\nq,v,0,1\n",
            "generation": SCARCE,
            "groups": MIXED.replace("; c", "") + "q,more,v,0.2,1\n",
        },
        tight="0.2",
    ),
    "group_max": Bound(
        "0.4",
        used(30),
        {
            "inputs": "recipe,material,min,max\nq,w,0,1\nq,c,0,1\n",
            "groups": MIXED.replace("; v", "") + "q,more,w,0,0.1\n",
        },
        tight="0.1",
    ),
    "quality": Bound(
        "S <= 0.015*mass",
        used(30),
        {
            "inputs": "recipe,material,min,max\nq,w,0,1\nq,c,0,1\n",
            "groups": MIXED.replace("; v", ""),
            "composition": "material,property,value\nw,S,2 %\nc,S,0 %\n",
            "quality": "id,recipes,name_en,formula\nsulphur,q,Sulphur,S <= 0.002*mass\n",
        },
        tight="S <= 0.002*mass",
    ),
    "line_capacity": Bound("300 kt/yr", used(210), tight="200 kt/yr"),
    "line_min_load": Bound(
        "20 %",
        used(280),
        {
            "generation": "zone,material,amount [kt/yr]\nz,w,500\nz,v,100\n",
            "technologies": "id,name_en\nk,Kiln\nd,Dryer\n",
            "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,10\ndry,d,Dry,10\n",
            "inputs": "recipe,material,min,max\nq,w,0,1\nq,v,0.25,1\ndry,w,0,1\ndry,v,0.8,1\n",
            "groups": MIXED.replace("; c", "") + "dry,all,w; v,1,1\n",
            "yields": "recipe,material,per,amount\nq,b,activity,1\ndry,b,activity,1\n",
            "lines": "id,plant,technology,capacity [kt/yr],min_load\nl,p,k,400,0\nd,p,d,100,60 %\n",
        },
        tight="60 %",
    ),
    "line_least_if_open": Bound(
        "20 %",
        used(280),
        {
            "generation": "zone,material,amount [kt/yr]\nz,w,500\nz,v,100\n",
            "technologies": "id,name_en\nk,Kiln\nd,Dryer\n",
            "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,10\ndry,d,Dry,10\n",
            "inputs": "recipe,material,min,max\nq,w,0,1\nq,v,0.25,1\ndry,w,0,1\ndry,v,0.8,1\n",
            "groups": MIXED.replace("; c", "") + "dry,all,w; v,1,1\n",
            "yields": "recipe,material,per,amount\nq,b,activity,1\ndry,b,activity,1\n",
            "lines": "id,plant,technology,capacity [kt/yr],min_load,if_used\n"
            "l,p,k,400,0,\nd,p,d,100,60 %,true\n",
        },
        {"choose": [{"exactly": 1, "of": "lines", "where": {"id": "d"}}]},
        "60 %",
    ),
    "build_max": Bound(
        "400 kt/yr",
        used(210),
        {**CAPEX, "lines": "id,plant,technology,capacity [kt/yr],status\nl,p,k,80,operating\n"},
        {"expand": [{"where": {"id": "l"}, "up_to": "100 kt/yr"}]},
        "100 kt/yr",
    ),
    "replacement": Bound(
        "40 %",
        used(290),
        {
            "technologies": "id,name_en,capex [CNY/(t/yr)]\nk,Kiln,400\no,Old kiln,\n",
            "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,10\nold,o,Burn,10\n",
            "inputs": "recipe,material,min,max\nq,w,1,1\nold,c,1,1\n",
            "yields": "recipe,material,per,amount\nq,b,activity,1\nold,h,activity,1\n",
            "lines": "id,plant,technology,capacity [kt/yr],status\n"
            "l,p,o,200,operating\nn,p,k,900,candidate\n",
        },
        {
            "statuses": ["operating", "candidate"],
            "expand": [{"where": {"id": "n"}, "closes": {"ratio": "80 %", "where": {"id": "l"}}}],
        },
        "80 %",
    ),
    "market_max": Bound(
        "150 kt/yr",
        used(110),
        {"markets": "id,name_en,product,price [CNY/t],max [kt/yr]\nm,Bricks wanted,b,20,100\n"},
        tight="100 kt/yr",
    ),
    "market_min": Bound(
        "4 kt/yr",
        used(160),
        {**TWO_RECIPES, "markets": TWO_RECIPES["markets"].format(owed=10)},
        tight="10 kt/yr",
    ),
    "market_group_max": Bound(
        "150 kt/yr",
        used(110),
        {
            "markets": "id,name_en,product,price [CNY/t],group,group_max [kt/yr]\n"
            "m,Bricks wanted,b,20,all,100\n"
        },
        tight="100 kt/yr",
    ),
    "sink_capacity": Bound(
        "15 kt/yr",
        used(60),
        {
            "yields": "recipe,material,per,amount\nq,b,activity,0.9\nq,t,w,0.1\n",
            "sinks": "id,name_en,kind,owner_plant,capacity [kt/yr]\ntip,Tip,landfill,p,5\n",
        },
        tight="5 kt/yr",
    ),
    "border_quota": Bound(
        "150 kt/yr",
        used(110),
        scenario={
            "borders": [{"from": "any", "to": "any", "rule": "filing", "quota": "100 kt/yr"}]
        },
        tight="100 kt/yr",
    ),
    "terminal_capacity": Bound(
        "150 kt/yr",
        used(110),
        {
            "modes": "id,name_en,medium\ntruck,Truck,road\nbarge,Barge,water\n",
            "terminals": "id,name_en,mode,chainage [km],capacity [kt/yr]\n"
            "A,Port A,barge,0,100\nB,Port B,barge,50,\n",
            "links": "origin,destination,mode,cost [CNY/t]\n"
            "z,A,truck,5\nA,B,barge,5\nB,p,truck,5\n",
        },
        tight="100 kt/yr",
    ),
    "link_capacity": Bound(
        "150 kt/yr",
        used(110),
        {"links": "origin,destination,mode,cost [CNY/t],capacity [kt/yr]\nz,p,truck,50,100\n"},
        tight="100 kt/yr",
    ),
    "purchase_max": Bound(
        "150 kt/yr",
        used(60),
        {
            "inputs": "recipe,material,min,max\nq,w,0.2,0.5\nq,c,0.5,1\n",
            "groups": MIXED.replace("; v", ""),
            "purchases": "plant,material,price [CNY/t],max [kt/yr]\np,c,90,50\n",
        },
        tight="50 kt/yr",
    ),
    "stored_max": Bound(
        "60 %",
        used(160),
        {
            "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,10\nmix,k,Mix,10\n",
            "inputs": "recipe,material,min,max\nq,w,1,1\nmix,v,0.5,0.5\nmix,c,0.5,0.5\n",
            "yields": "recipe,material,per,amount\nq,b,activity,1\nmix,b,activity,1\n",
            "generation": "zone,material,amount [kt/yr],stored_max\nz,w,500,\nz,v,100,50 %\n",
        },
        tight="50 %",
    ),
    "limit_cap": Bound(
        "6 million CNY/yr",
        used(110),
        scenario={"limits": [{"cap": "net_cost", "at": "4 million CNY/yr"}]},
        tight="4 million CNY/yr",
    ),
    "limit_floor": Bound(
        "2 million CNY/yr",
        used(160),
        {**TWO_RECIPES, "markets": TWO_RECIPES["markets"].format(owed=0)},
        {"limits": [{"floor": "revenue", "at": "8 million CNY/yr"}]},
        "8 million CNY/yr",
    ),
}
"""Family -> study. Every family of limits has one: a test holds it."""
