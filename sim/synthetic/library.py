"""The library of a synthetic region: materials, technologies, recipes, quality, modes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.synthetic.size import TAKEN, Dice, Size

Rows = list[dict[str, Any]]
Tables = dict[str, pd.DataFrame]
BASE, FILLER, SETTER = "V1", "V2", "V3"
"""Bought: the base of burning, the filler of forming, the setter of blending."""
HALF, BLEND, BODY, METAL, GOOD = "I1", "G1", "G2", "G3", "G0"
"""Made: the half product, blended, formed and separated goods; the only good of pure transport."""
LIMITED = "metal"
"""Property that a quality rule limits."""
VARIANTS = 4
"""Technologies of each sort, each taking other wastes."""
SORTS = {
    "burn": ("Burning", "煅烧"),
    "blend": ("Blending", "混合"),
    "form": ("Forming", "成型"),
    "part": ("Separating", "分离"),
    "take": ("Taking", "接收"),
}
SHARES = {"burn": 0.15, "blend": 0.35, "form": 0.8}
"""Sort -> largest share of one waste."""


def waste_names(size: Size) -> list[str]:
    """Return the ids of the wastes.

    >>> waste_names(Size(1, 1, wastes=2))
    ['W01', 'W02']
    """
    return [f"W{n + 1:02}" for n in range(size.wastes)]


def residue_names(size: Size) -> list[str]:
    """Return the ids of the residues: one for each separating technology."""
    return [f"R{n + 1}" for n in range(_variants("part", size))]


def technologies_of(size: Size) -> list[str]:
    """Return the ids of the technologies."""
    if size.kind == "transport":
        return ["take1"]
    sorts = ("burn", "blend", "form", "part")
    return [f"{sort}{n + 1}" for sort in sorts for n in range(_variants(sort, size))]


def _variants(sort: str, size: Size) -> int:
    return 1 if sort == "take" else min(VARIANTS, size.wastes)


def make_library(size: Size) -> Tables:
    """Return the tables of the library."""
    takes = {t: _taken(size, t) for t in technologies_of(size)}
    tables: dict[str, Rows] = {
        "materials": _materials(size),
        "technologies": [_technology(t) for t in takes],
        "recipes": [_recipe(t) for t in takes],
        "inputs": [row for t, wastes in takes.items() for row in _inputs(t, wastes)],
        "groups": [row for t, wastes in takes.items() for row in _groups(t, wastes)],
        "yields": [row for t, wastes in takes.items() for row in _yields(t, wastes)],
        "modes": _modes(size),
    }
    if size.kind == "recipes":
        tables["composition"] = _composition(size)
        burning = tuple(t for t in takes if t.startswith("burn"))
        tables["quality"] = [
            {
                "id": "metal_limit",
                "recipes": burning,
                "scope": "blend",
                "formula": f"{LIMITED} <= 300e-6*mass",
                "name_en": "Metal in the feed",
                "name_zh": "原料含金属",
            }
        ]
    return {name: pd.DataFrame(rows) for name, rows in tables.items()}


def sort_of(technology: str) -> str:
    """Return the sort of a technology: burn, blend, form, part or take."""
    return technology.rstrip("0123456789")


def _taken(size: Size, technology: str) -> list[str]:
    """Return the wastes and residues a technology takes."""
    sort, wastes = sort_of(technology), waste_names(size)
    if sort == "take":
        return wastes
    if sort == "part":
        return [wastes[int(technology[4:]) - 1]]
    dice = Dice(size.seed, f"takes {technology}")
    most = max(2, round(TAKEN * len(wastes)))
    found = [wastes[i] for i in dice.subset(len(wastes), min(most, len(wastes)))]
    return [*found, *residue_names(size)] if sort != "blend" else found


def _materials(size: Size) -> Rows:
    wastes = waste_names(size)
    dice = Dice(size.seed, "materials")
    moisture, fee = dice.between(0, 0.2, len(wastes)), dice.between(5, 30, len(wastes), 1)
    rows = [
        _material(w, f"Waste {w[1:]}", f"固废{w[1:]}", "waste")
        | {
            "waste_class": "general_I" if n % 3 else "general_II",
            "family": f"f{n % 5}",
            "moisture": moisture[n],
            "storage_cost": fee[n],
        }
        for n, w in enumerate(wastes)
    ]
    if size.kind == "transport":
        return [*rows, _material(GOOD, "Good", "产品", "product")]
    rows += [
        _material(r, f"Residue {r[1:]}", f"二次渣{r[1:]}", "residue")
        | {
            "waste_class": "general_II",
            "family": "residue",
            "moisture": 0.1,
            "storage_cost": 25.0,
        }
        for r in residue_names(size)
    ]
    return [
        *rows,
        _bought(BASE, "Base rock", "基料", "virgin", price=35.0, co2=0.005),
        _bought(FILLER, "Filler", "填料", "virgin", price=25.0, co2=0.004),
        _bought(SETTER, "Setter", "调凝料", "virgin", price=90.0, co2=0.03),
        _bought(HALF, "Half product", "中间产品", "intermediate", price=320.0, co2=0.85),
        _material(BLEND, "Blended good", "混合产品", "product") | {"displaced_co2": 0.7},
        _material(BODY, "Formed good", "成型产品", "product") | {"displaced_co2": 0.1},
        _material(METAL, "Metal concentrate", "金属精料", "product") | {"displaced_co2": 0.0},
    ]


def _material(name: str, en: str, zh: str, kind: str) -> dict[str, Any]:
    return {"id": name, "name_en": en, "name_zh": zh, "kind": kind}


def _bought(name: str, en: str, zh: str, kind: str, *, price: float, co2: float) -> dict[str, Any]:
    return _material(name, en, zh, kind) | {"purchase_price": price, "purchase_co2": co2}


def _technology(technology: str) -> dict[str, Any]:
    sort, number = sort_of(technology), technology[4:]
    tier = {"part": "high", "burn": "low"}.get(sort, "medium")
    en, zh = SORTS[sort]
    return {
        "id": technology,
        "name_en": f"{en} {number}",
        "name_zh": f"{zh}{number}",
        "family": sort,
        "tier": tier,
        "counting": "product",
        "capex": 200.0,
        "life": 20.0,
    }


def _recipe(technology: str) -> dict[str, Any]:
    sort = sort_of(technology)
    en, zh = SORTS[sort]
    cost = {"burn": 190.0, "blend": 45.0, "form": 60.0, "part": 60.0, "take": 0.0}[sort]
    co2 = {"burn": 0.3, "take": 0.0}.get(sort, 0.02)
    return {
        "id": technology,
        "technology": technology,
        "name_en": en,
        "name_zh": zh,
        "activity": "feed" if sort == "part" else "product",
        "cost": cost,
        "process_co2": co2,
    }


def _inputs(technology: str, wastes: list[str]) -> Rows:
    sort = sort_of(technology)
    if sort in ("part", "take"):
        rows = [(w, 1.0 if sort == "part" else 0.0, 1.0) for w in wastes]
    else:
        base = {
            "burn": [(BASE, 1.1, 1.5)],
            "blend": [(HALF, 0.5, 0.92), (SETTER, 0.03, 0.06)],
            "form": [(FILLER, 0.0, 0.5)],
        }[sort]
        rows = [*base, *((w, 0.0, SHARES[sort]) for w in wastes)]
    return [{"recipe": technology, "material": m, "min": a, "max": b} for m, a, b in rows]


def _groups(technology: str, wastes: list[str]) -> Rows:
    sort = sort_of(technology)
    if sort == "part":
        return []
    own = {"burn": (BASE,), "blend": (HALF, SETTER), "form": (FILLER,)}.get(sort, ())
    low, high = (1.5, 1.6) if sort == "burn" else (1.0, 1.0)
    return [
        {
            "recipe": technology,
            "group": "all",
            "materials": (*own, *wastes),
            "min": low,
            "max": high,
        }
    ]


def _yields(technology: str, wastes: list[str]) -> Rows:
    sort = sort_of(technology)
    if sort == "part":
        made = [(METAL, wastes[0], 0.05), (f"R{technology[4:]}", wastes[0], 0.92)]
    else:
        good = {"burn": HALF, "blend": BLEND, "form": BODY, "take": GOOD}[sort]
        made = [(good, "activity", 1.0)]
    return [{"recipe": technology, "material": m, "per": p, "amount": a} for m, p, a in made]


def _composition(size: Size) -> Rows:
    wastes = waste_names(size)
    amount = Dice(size.seed, "composition").between(0, 2400, len(wastes), 0)
    typical = dict(zip(wastes, amount.tolist(), strict=True))
    typical |= dict.fromkeys(residue_names(size), 900.0) | {BASE: 60.0}
    return [{"material": m, "property": LIMITED, "value": v * 1e-6} for m, v in typical.items()]


def _modes(size: Size) -> Rows:
    truck = {
        "id": "truck",
        "name_en": "Truck",
        "name_zh": "汽车",
        "medium": "road",
        "tariff": 0.35,
        "handling": 7.0,
        "minimum_charge": 8.0,
        "co2": 0.078,
    }
    barge = {
        "id": "barge",
        "name_en": "Barge",
        "name_zh": "船运",
        "medium": "water",
        "tariff": 0.04,
        "handling": 18.0,
        "co2": 0.015,
        "reach_min": 60.0,
        "access_reach": 40.0,
    }
    return [truck] if size.kind == "transport" else [truck, barge]


def spread(values: np.ndarray, total: float, digits: int = 1) -> np.ndarray:
    """Return the values scaled to a total, rounded, none of them zero."""
    scaled: np.ndarray = np.round(values / values.sum() * total, digits) + 10.0**-digits
    return scaled
