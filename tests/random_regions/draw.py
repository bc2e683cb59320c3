"""Random small regions as plain rows: the simulator reads them as files, the oracle as numbers.

Every region has wastes in two or three provinces, residues and what is made of them, terminals,
border rules, markets, sinks and old stock. No place has coordinates: all ways go over links, so
that what a way costs stands in the rows alone.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

UNITS = {
    "purchase_price": "CNY/t",
    "storage_cost": "CNY/t",
    "tax": "CNY/t",
    "cost": "CNY/t",
    "tariff": "CNY/t/km",
    "handling": "CNY/t",
    "fixed": "CNY/t",
    "minimum_charge": "CNY/t",
    "co2_km": "kg/t/km",
    "amount_kt": "kt/yr",
    "stock": "kt",
    "yearly_limit": "1/yr",
    "reclaim_cost": "CNY/t",
    "capacity": "kt/yr",
    "fee": "CNY/t",
    "min_kt": "kt/yr",
    "max_kt": "kt/yr",
    "group_max": "kt/yr",
    "price": "CNY/t",
    "km": "km",
    "capex": "CNY*yr/t",
    "life": "yr",
}
"""Column -> unit written in its heading; columns that are not here carry none."""
HEADINGS = {"co2_km": "co2", "amount_kt": "amount", "min_kt": "min", "max_kt": "max"}
"""Column -> its name in the file, where the file has one name for two units."""

OBJECTIVES = (
    ("utilization_rate", "net_cost"),
    ("utilization_rate", "net_cost"),
    ("net_cost",),
    ("net_cost",),
    ("utilization_rate",),
    ("net_utilized", "net_cost"),
    ("gross_utilization_rate", "logistics_cost"),
    ("utilization_rate", "transport_co2"),
    ("high_value_rate", "net_cost"),
    ("utilization_rate_without_fill", "gross_cost"),
    ("uptake", "handling_cost"),
    ("net_cost",),
    ("net_utilized", "transport_cost"),
    ("net_co2", "net_cost"),
    ("unused", "disposal_cost"),
    ("utilization_rate", "border_cost"),
    ("net_utilized", "transport_work"),
    ("residues_disposed", "net_cost"),
    ("utilization_rate", "cross_border", "net_cost"),
    ("net_utilized", "processing_cost"),
)
LARGER_IS_BETTER = ("rate", "utilized", "uptake", "without_fill")


@dataclass(frozen=True)
class Region:
    """A region and a scenario, before they are written to files."""

    tables: dict[str, list[Row]]
    scenario: dict[str, Any]

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table; none where it has none."""
        return self.tables.get(table, [])


def stage(metric: str) -> dict[str, str]:
    """Return the entry of `objective` that asks for the better end of a metric."""
    larger = any(metric.endswith(ending) for ending in LARGER_IS_BETTER)
    return {"maximize" if larger else "minimize": metric}


def draw_region(seed: int) -> Region:
    """Return the region of a seed."""
    rng = random.Random(seed)
    provinces = ["A", "B", "C"][: rng.randint(2, 3)]
    tables: dict[str, list[Row]] = {
        "areas": _areas(provinces),
        **_technology(rng),
        **_sites(rng, provinces),
        "modes": _modes(rng),
        "parameters": [
            {"id": "carbon_price", "value": f"{rng.choice([0, 50])} CNY/t"},
            {"id": "discount_rate", "value": rng.choice(["0 %", "8 %"])},
        ],
    }
    tables["links"] = _links(rng, tables)
    if rng.random() < 0.3:
        _tempt_to_relay(tables)
    scenario = {
        "tax_storage": rng.random() < 0.3,
        "objective": [stage(metric) for metric in rng.choice(OBJECTIVES)],
        "borders": _borders(rng, provinces),
        "limits": _limits(rng, provinces),
    }
    return Region(tables, scenario)


def _tempt_to_relay(tables: dict[str, list[Row]]) -> None:
    """Let a residue be worth much where a plant makes it, and be cheap to bring there."""
    first, last = tables["plants"][0], tables["plants"][-1]
    for row in tables["materials"]:
        if row["id"] == "r0":
            row["waste_class"] = "general_I"
    for line, (plant, technology) in zip(
        tables["lines"], [(first, "treat"), (last, "treat"), (last, "fine")], strict=False
    ):
        line |= {
            "plant": plant["id"],
            "technology": technology,
            "only_zones": None,
            "status": "operating",
        }
    for row in tables["markets"]:
        if row["id"] == "r0-out":
            row |= {"area": last["at"], "price": 150}
    pair = first["id"], last["id"]
    tables["links"] = [
        row for row in tables["links"] if (row["origin"], row["destination"]) != pair
    ]
    tables["links"].append(
        {
            "origin": pair[0],
            "destination": pair[1],
            "mode": "truck",
            "km": None,
            "cost": 1,
            "both_ways": "true",
        }
    )


def _areas(provinces: list[str]) -> list[Row]:
    rows = [{"id": p, "level": "province", "name_en": p, "parent": ""} for p in provinces]
    cities = [
        {"id": f"{p}-city", "level": "city", "name_en": f"{p} city", "parent": p} for p in provinces
    ]
    return rows + cities


def _technology(rng: random.Random) -> dict[str, list[Row]]:
    """Return materials, technologies, recipes and what they use and make."""
    share = lambda low, high: round(rng.uniform(low, high), 2)  # noqa: E731
    money = lambda high: rng.randint(0, high)  # noqa: E731
    classes = ["general_I"] * 3 + ["general_II"] * 2 + ["hazardous"]
    materials: list[Row] = [
        {
            "id": m,
            "name_en": m,
            "kind": kind,
            "waste_class": rng.choice(classes),
            "moisture": rng.choice([0, 0.1, 0.25]),
            "storage_cost": money(60),
            "tax": money(20),
            "purchase_price": None,
            "purchase_co2": 0,
            "displaced_co2": 0,
        }
        for m, kind in [
            ("w0", "waste"),
            ("w1", "waste"),
            ("w2", "waste"),
            ("r0", "residue"),
            ("r1", "residue"),
        ]
    ]
    for m, kind in [("i0", "intermediate"), ("v0", "virgin"), ("g0", "product"), ("g1", "product")]:
        materials.append(
            {
                "id": m,
                "name_en": m,
                "kind": kind,
                "waste_class": None,
                "moisture": 0,
                "storage_cost": None,
                "tax": None,
                "purchase_price": rng.randint(20, 90) if kind == "virgin" else None,
                "purchase_co2": 0.2 if kind == "virgin" else 0,
                "displaced_co2": share(0, 0.8) if kind == "product" else 0,
            }
        )
    counting = {
        "use": "product",
        "treat": "product",
        "fine": "product",
        "dry": "none",
        "brick": rng.choice(["product", "backfill", "restoration"]),
        "transfer": "none",
    }
    technologies: list[Row] = [
        {
            "id": t,
            "name_en": t,
            "counting": c,
            "capex": rng.randint(50, 400),
            "life": 15,
            "tier": "low" if c == "none" else rng.choice(["high", "medium", "low"]),
        }
        for t, c in counting.items()
    ]
    recipes: list[Row] = [
        {
            "id": f"{t}-1",
            "technology": t,
            "name_en": t,
            "cost": money(60),
            "process_co2": share(0, 0.3),
            "activity": "product" if t in ("use", "fine", "brick") else "feed",
        }
        for t in counting
    ]
    inputs: list[Row] = []

    def takes(recipe: str, material: str, low: float | None, high: float) -> None:
        inputs.append(
            {
                "recipe": recipe,
                "material": material,
                "min": low,
                "max": high,
                "co2": rng.choice([0, 0.1]),
            }
        )

    takes("use-1", "w0", rng.choice([None, 0.1]), share(0.3, 0.8))
    takes("use-1", "w1", None, share(0.2, 0.6))
    takes("use-1", "r0", None, share(0.1, 0.5))
    takes("use-1", "v0", share(0.0, 0.2), 0.9)
    takes("treat-1", "w0", None, 1)
    takes("treat-1", "w2", None, share(0.2, 1))
    takes("fine-1", "r0", share(0, 0.3), 0.9)
    takes("fine-1", "i0", None, share(0.3, 0.9))
    takes("fine-1", "v0", None, 0.5)
    takes("dry-1", "w1", 1, 1)
    takes("brick-1", "r1", 0.2, 1)
    takes("brick-1", "w2", None, 0.5)
    takes("brick-1", "v0", None, 0.8)
    takes("transfer-1", "r0", 1, 1)
    whole = {
        "use-1": "w0; w1; r0; v0",
        "treat-1": "w0; w2",
        "fine-1": "r0; i0; v0",
        "brick-1": "r1; w2; v0",
    }
    return {
        "materials": materials,
        "technologies": technologies,
        "recipes": recipes,
        "inputs": inputs,
        "groups": [
            {"recipe": r, "group": "all", "materials": ms, "min": 1, "max": 1}
            for r, ms in whole.items()
        ],
        "yields": _yields(rng),
        "quality": _quality(rng),
    }


def _yields(rng: random.Random) -> list[Row]:
    share = lambda low, high: round(rng.uniform(low, high), 2)  # noqa: E731
    made = [
        ("use-1", "g0", "activity", 1),
        ("treat-1", "r0", "w0", share(0.2, 0.7)),
        ("treat-1", "r0", "w2", share(0.1, 0.5)),
        ("treat-1", "i0", "activity", share(0.05, 0.2)),
        ("treat-1", "g1", "activity", 0.1),
        ("fine-1", "g1", "activity", 1),
        ("dry-1", "r1", "w1", share(0.5, 0.95)),
        ("brick-1", "g0", "activity", 0.95),
        ("brick-1", "r0", "r1", 0.04),
        ("transfer-1", "r0", "r0", 1),
    ]
    return [dict(zip(("recipe", "material", "per", "amount"), row, strict=True)) for row in made]


def _quality(rng: random.Random) -> list[Row]:
    limit = round(rng.uniform(0.01, 0.04), 4)
    rules = [
        {
            "id": "zinc",
            "recipes": "use-1",
            "materials": None,
            "scope": "blend",
            "formula": f"Zn <= {limit}*mass",
            "name_en": "Zinc",
            "property": "Zn",
            "limit": limit,
        }
    ]
    if rng.random() < 0.4:
        rules.append(
            {
                "id": "lead",
                "recipes": "treat-1",
                "materials": "w2",
                "scope": "lot",
                "formula": "Pb <= 0.02*mass",
                "name_en": "Lead",
                "property": "Pb",
                "limit": 0.02,
            }
        )
    return rules


def _place(rng: random.Random, provinces: list[str]) -> Row:
    """Return where a site is; some name their city only, and are in its province all the same."""
    province = rng.choice(provinces)
    return {"city": f"{province}-city", "province": rng.choice([province, None]), "at": province}


def _sites(rng: random.Random, provinces: list[str]) -> dict[str, list[Row]]:
    """Return zones, plants, lines, sinks, markets, terminals and what arises."""
    zones = [
        {"id": f"z{i}", "name_en": f"z{i}", **_place(rng, provinces)}
        for i in range(rng.randint(2, 4))
    ]
    plants = [
        {"id": f"p{i}", "name_en": f"p{i}", **_place(rng, provinces)}
        for i in range(rng.randint(2, 3))
    ]
    generation = [
        {"zone": z["id"], "material": m, "amount_kt": rng.randint(5, 90)}
        for z in zones
        for m in ("w0", "w1", "w2")
        if rng.random() < 0.6
    ] or [{"zone": "z0", "material": "w0", "amount_kt": 40}]
    legacy = [
        {
            "zone": z["id"],
            "material": "w0",
            "stock": rng.randint(50, 400),
            "yearly_limit": 0.1,
            "reclaim_cost": rng.randint(0, 15),
        }
        for z in zones
        if rng.random() < 0.25
    ]
    composition = [
        {"material": m, "producer": None, "property": prop, "value": round(rng.uniform(0, 0.06), 4)}
        for m in ("w0", "w1", "w2", "r0", "v0")
        for prop in ("Zn", "Pb")
    ]
    for material, producer in [("w0", "z0"), ("w2", "z1"), ("r0", "p0")]:
        if rng.random() < 0.5:
            composition += [
                {
                    "material": material,
                    "producer": producer,
                    "property": prop,
                    "value": round(rng.uniform(0, 0.06), 4),
                }
                for prop in ("Zn", "Pb")
            ]
    sinks = [
        {
            "id": "tip",
            "name_en": "Tip",
            "kind": "landfill",
            "owner_zone": None,
            "owner_plant": None,
            "accepts": rng.choice([None, "w0; r0"]),
            "capacity": None,
            "fee": rng.randint(0, 30),
            **_place(rng, provinces),
        }
    ]
    for owner in ["z0", *(p["id"] for p in plants)]:
        if rng.random() < 0.4:
            sinks.append(
                {
                    "id": f"own-{owner}",
                    "name_en": "Own",
                    "kind": "storage",
                    "accepts": None,
                    "owner_zone": owner if owner[0] == "z" else None,
                    "owner_plant": owner if owner[0] == "p" else None,
                    "capacity": rng.choice([None, 200]),
                    "fee": rng.randint(0, 20),
                    "city": None,
                    "province": None,
                    "at": "",
                }
            )
            home = next(site for site in zones + plants if site["id"] == owner)
            sinks[-1] |= {k: home[k] for k in ("city", "province", "at")}
    return {
        "zones": zones,
        "plants": plants,
        "generation": generation,
        "legacy": legacy,
        "composition": composition,
        "lines": _lines(rng, plants, zones),
        "sinks": sinks,
        "markets": _markets(rng, provinces),
        "terminals": [
            {
                "id": f"t{i}",
                "name_en": f"t{i}",
                "mode": "rail",
                "capacity": rng.choice([None, None, rng.randint(10, 60)]),
                "city": None,
                "province": provinces[0],
            }
            for i in range(rng.randint(0, 3))
        ],
    }


def _lines(rng: random.Random, plants: list[Row], zones: list[Row]) -> list[Row]:
    kinds = ["use", "treat", "fine", "dry", "brick", "transfer"]
    lines = []
    for number in range(rng.randint(8, 14)):
        kind = kinds[number] if number < len(kinds) else rng.choice(["treat", "treat", *kinds])
        lines.append(
            {
                "id": f"l{number}",
                "plant": rng.choice(plants)["id"],
                "technology": kind,
                "capacity": rng.randint(10, 120),
                "availability": rng.choice([1, 0.8, 0.65]),
                "min_load": 0.1 if rng.random() < 0.04 and kind != "transfer" else 0,
                "status": rng.choice(["operating"] * 4 + ["added", "planned"]),
                "only_zones": rng.choice(zones)["id"]
                if kind == "treat" and rng.random() < 0.3
                else None,
            }
        )
    return lines


def _markets(rng: random.Random, provinces: list[str]) -> list[Row]:
    def market(name: str, product: str, price: int, **more: Any) -> Row:
        row = {
            "id": name,
            "name_en": name,
            "product": product,
            "area": None,
            "group": None,
            "min_kt": None,
            "max_kt": None,
            "group_max": None,
            "price": price,
        }
        return {**row, **more}

    group_max = rng.randint(30, 150)
    markets = [
        market(
            "g0-all",
            "g0",
            rng.randint(20, 120),
            group="g0",
            group_max=group_max,
            max_kt=rng.choice([None, 80]),
        ),
        market(
            "g0-here",
            "g0",
            rng.randint(60, 160),
            area=rng.choice(provinces),
            group="g0",
            group_max=group_max,
            max_kt=rng.randint(5, 60),
        ),
        market("g1-all", "g1", rng.randint(20, 200)),
    ]
    if rng.random() < 0.7:
        markets.append(
            market(
                "r0-out",
                "r0",
                rng.randint(10, 90),
                area=rng.choice(provinces),
                max_kt=rng.randint(20, 90),
            )
        )
    if rng.random() < 0.3:
        markets.append(market("i0-out", "i0", rng.randint(1, 50)))
    if rng.random() < 0.1:
        markets[2]["min_kt"] = 2
    return markets


def _modes(rng: random.Random) -> list[Row]:
    def mode(name: str, medium: str, tariff: float | None, **more: Any) -> Row:
        row = {
            "id": name,
            "name_en": name,
            "medium": medium,
            "tariff": tariff,
            "handling": 0,
            "fixed": 0,
            "minimum_charge": 0,
            "co2_km": 0,
        }
        return {**row, **more}

    return [
        mode(
            "truck",
            "road",
            0.5,
            handling=rng.choice([0, 6]),
            fixed=rng.choice([0, 2]),
            minimum_charge=rng.choice([0, 9]),
            co2_km=0.08,
        ),
        mode("belt", "road", None, co2_km=0.01),
        mode(
            "rail",
            "rail",
            0.1,
            handling=rng.choice([4, 12]),
            fixed=rng.choice([0, 3]),
            minimum_charge=rng.choice([0, 15]),
            co2_km=0.02,
        ),
    ]


def _links(rng: random.Random, tables: dict[str, list[Row]]) -> list[Row]:
    """Return links between sites, to a sink, to terminals and between terminals."""
    links: list[Row] = []

    def link(origin: str, destination: str, mode: str, *, km: bool, cost: bool) -> None:
        near = origin[0] == destination[0] == "p"
        links.append(
            {
                "origin": origin,
                "destination": destination,
                "mode": mode,
                "km": rng.randint(1, 20 if near else 150) if km else None,
                "cost": rng.randint(0, 10 if near else 60) if cost else None,
                "both_ways": rng.choice(["true", "false"]) if origin[0] == "p" else "true",
            }
        )

    zones = [z["id"] for z in tables["zones"]]
    plants = [p["id"] for p in tables["plants"]]
    pairs = [
        *itertools.product(zones, plants),
        *itertools.combinations(plants, 2),
        *itertools.product(zones + plants, ["tip"]),
    ]
    for origin, destination in pairs:
        near = origin[0] == destination[0] == "p"
        if rng.random() < (0.85 if near else 0.7):
            by_cost = rng.random() < 0.4
            link(origin, destination, "truck", km=not by_cost or rng.random() < 0.5, cost=by_cost)
        if rng.random() < 0.2:
            link(origin, destination, "belt", km=rng.random() < 0.5, cost=True)
    terminals = [t["id"] for t in tables["terminals"]]
    for site in zones + plants:
        if terminals and rng.random() < 0.5:
            by_cost = rng.random() < 0.4
            link(site, rng.choice(terminals), "truck", km=not by_cost, cost=by_cost)
            links[-1]["both_ways"] = "true"
    for one, other in itertools.combinations(terminals, 2):
        by_cost = rng.random() < 0.4
        link(one, other, "rail", km=not by_cost or rng.random() < 0.5, cost=by_cost)
    return links


def _borders(rng: random.Random, provinces: list[str]) -> list[Row]:
    rules = []
    for _ in range(rng.randint(0, 4)):
        from_, to = rng.choice([["any", "any"], *itertools.permutations(provinces, 2)])
        rule = rng.choice(["open", "filing", "approval", "closed"])
        entry: Row = {
            "from": from_,
            "to": to,
            "rule": rule,
            "class": rng.choice(
                ["any", "general", "general_I"] + ["hazardous"] * (rule in ("approval", "closed"))
            ),
            "purpose": rng.choice(["any", "utilization", "disposal"]),
        }
        if rule != "closed":
            entry["surcharge"] = f"{rng.randint(0, 12)} CNY/t"
            if rule == "approval" or rng.random() < 0.3:
                entry["quota"] = f"{rng.randint(5, 60)} kt/yr"
            if rng.random() < 0.3:
                entry |= {"lead": "20 d", "lead_cost": "0.1 CNY/t/d"}
        rules.append(entry)
    return rules


def _limits(rng: random.Random, provinces: list[str]) -> list[Row]:
    """Return at most two limits; about as many bind as do not, and some leave no plan."""
    choices: list[Row] = [
        {"cap": "transport_work", "at": f"{rng.randint(1, 8)} million t*km/yr"},
        {"cap": "handling_cost", "at": f"{rng.randint(100, 900)} thousand CNY/yr"},
        {"cap": "logistics_cost", "at": f"{rng.randint(1, 6)} million CNY/yr"},
        {"cap": "cross_border", "at": f"{rng.randint(5, 60)} kt/yr"},
        {"floor": "utilization_rate", "at": f"{rng.randint(1, 25)} %"},
        {
            "floor": "utilization_rate",
            "province": rng.choice(provinces),
            "at": f"{rng.randint(1, 30)} %",
        },
        {
            "cap": "net_utilized",
            "province": rng.choice(provinces),
            "at": f"{rng.randint(5, 60)} kt/yr",
        },
        {"cap": "residues_disposed", "at": f"{rng.randint(0, 20)} kt/yr"},
    ]
    return rng.sample(choices, rng.choice([0, 0, 0, 0, 1, 1, 2]))
