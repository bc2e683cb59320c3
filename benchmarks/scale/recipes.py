"""The programme of a region with recipes, read by hand from the tables of its network.

`docs/formulation.md` says what it is. Written apart from `sim/model`, so that equal optima say
something about both.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from benchmarks.scale.problem import (
    MCNY_PER_KT,
    MTKM_PER_KT_KM,
    Family,
    Floats,
    Goal,
    Ints,
    Recipes,
    Sense,
    Term,
)
from sim.network import Network

HAULED = ("utilization", "chain", "disposal")
NODE_LOT = ["node", "lot"]
RUN = ["line", "recipe"]
Part = tuple[str, Ints | Sequence[int], pd.DataFrame, float | Floats]
"""Variable, its columns, the keys of their rows, coefficients."""


def read_recipes(network: Network) -> Recipes:
    """Return all columns and rows of a network whose routes are all listed.

    Raises
    ------
    ValueError
        The network has something that synthetic regions have not.
    """
    n = network
    refuse_others(n)
    old = n.supply["legacy_limit_kt_yr"] > 0
    sizes = {
        "ship": len(n.routes),
        "reclaim": int(old.sum()),
        "act": len(n.runs),
        "buy": len(n.purchases),
        "use": len(n.uses),
    }
    families = [*balances(n), *shares(n), *quality(n), *capacities(n)]
    return Recipes(
        sizes=sizes,
        goals=(rate(n), net_cost(n), transport_work(n)),
        upper={"reclaim": n.supply.loc[old, "legacy_limit_kt_yr"].to_numpy(float)},
        families=tuple(family for family in families if len(family.bound)),
        candidates=int(n.routes["role"].isin(HAULED).sum()),
    )


def rate(n: Network) -> Goal:
    """Return waste used less residues disposed of, over waste generated and dug up.

    Every line of a synthetic region counts as utilization, and no market buys waste.
    """
    lots, routes = n.lots, n.routes
    fresh = lots.index[lots["waste_like"] & lots["primary"]]
    residues = lots.index[lots["waste_like"] & ~lots["primary"]]
    disposed = (
        routes["lot"].isin(residues)
        & (routes["origin_kind"] == "plant")
        & (routes["destination_kind"] == "sink")
    )
    arising = n.supply["lot"].isin(fresh)
    dug = n.supply[n.supply["legacy_limit_kt_yr"] > 0]
    return Goal(
        "utilization_rate",
        "max",
        {"use": n.uses["lot"].isin(fresh).to_numpy(float), "ship": -disposed.to_numpy(float)},
        {"reclaim": dug["lot"].isin(fresh).to_numpy(float)},
        float(n.supply.loc[arising, "generation_kt_yr"].sum()),
    )


def net_cost(n: Network) -> Goal:
    """Return what moving, storing, digging up, processing and buying cost, less what is sold."""
    routes, dug = n.routes, n.supply[n.supply["legacy_limit_kt_yr"] > 0]
    paid = routes[["haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t"]]
    costs = {
        "ship": paid.sum(axis=1).to_numpy(float) - routes["price_CNY_t"].to_numpy(float),
        "reclaim": dug["reclaim_CNY_t"].to_numpy(float),
        "act": n.runs["cost_CNY_t"].to_numpy(float),
        "buy": n.purchases["price_CNY_t"].to_numpy(float),
    }
    return Goal("net_cost", "min", {name: MCNY_PER_KT * cost for name, cost in costs.items()})


def transport_work(n: Network) -> Goal:
    """Return the sum of all hauls, amount times km."""
    km = n.routes["km"].fillna(0.0).to_numpy(float)
    return Goal("transport_work", "min", {"ship": MTKM_PER_KT_KM * km})


def refuse_others(n: Network) -> None:
    """Raise ValueError for what is not stated here."""
    foreign = {
        "least loads": n.lines["min_load_kt_yr"].gt(0).any(),
        "investments": n.lines["capex_MCNY_yr"].gt(0).any(),
        "contracts": n.markets["min_kt_yr"].astype(float).gt(0).any(),
        "groups of markets": n.markets["group_max_kt_yr"].notna().any(),
        "a carbon price": n.carbon_price_CNY_t != 0,
        "limits": bool(n.scenario.limits),
        "lines that do not count": (n.lines["counting"] != "product").any(),
        "markets that buy waste": (
            n.lots["waste_like"].reindex(n.routes["lot"]).to_numpy(bool)
            & (n.routes["destination_kind"] == "market").to_numpy(bool)
        ).any(),
        "routes that are not listed": n.grows,
    }
    if found := [name for name, there in foreign.items() if there]:
        raise ValueError(f"not in this benchmark: {', '.join(found)}")


def balances(n: Network) -> list[Family]:
    """Return what leaves a zone is what arises there; what a plant gets it uses or sends on."""
    routes, supply = n.routes, n.supply
    old = supply[supply["legacy_limit_kt_yr"] > 0]
    dug = named(old, "zone", "lot")
    leaving, arriving = named(routes, "origin", "lot"), named(routes, "destination", "lot")
    from_zone = np.flatnonzero(routes["origin_kind"] == "zone")
    from_plant = np.flatnonzero(routes["origin_kind"] == "plant")
    to_plant = np.flatnonzero(routes["destination_kind"] == "plant")
    taken = np.flatnonzero(routes["role"] == "utilization")
    uses, makes = named(n.uses, "plant", "lot"), named(n.makes, "plant", "lot")
    by_activity = np.flatnonzero(n.makes["per"] == "activity")
    by_input = np.flatnonzero(n.makes["per"] != "activity")
    act = numbers(n.runs[RUN], n.makes.iloc[by_activity][RUN])
    use = numbers(n.uses[[*RUN, "lot"]], n.makes.iloc[by_input][[*RUN, "per"]])
    amount = n.makes["amount"].to_numpy(float)
    both = pd.concat(
        [arriving.iloc[to_plant], leaving.iloc[from_plant], uses, makes]
    ).drop_duplicates()
    zone_rows = named(supply, "zone", "lot")
    reclaim = np.arange(len(old))
    return [
        family(
            "zone_balance",
            "==",
            zone_rows,
            supply["generation_kt_yr"],
            [
                ("ship", from_zone, leaving.iloc[from_zone], 1.0),
                ("reclaim", reclaim, dug, -1.0),
            ],
        ),
        family(
            "legacy_used_first",
            "<=",
            dug,
            0.0,
            [
                ("reclaim", reclaim, dug, 1.0),
                ("ship", taken, leaving.iloc[taken], -1.0),
            ],
        ),
        family(
            "plant_balance",
            "==",
            both,
            0.0,
            [
                ("ship", to_plant, arriving.iloc[to_plant], 1.0),
                ("ship", from_plant, leaving.iloc[from_plant], -1.0),
                ("act", act, makes.iloc[by_activity], amount[by_activity]),
                ("use", use, makes.iloc[by_input], amount[by_input]),
                ("buy", np.arange(len(n.purchases)), named(n.purchases, "plant", "lot"), 1.0),
                ("use", np.arange(len(n.uses)), uses, -1.0),
            ],
        ),
        family(
            "shipped_own",
            "<=",
            n.relays,
            0.0,
            [
                ("ship", from_plant, leaving.iloc[from_plant], 1.0),
                ("act", act, makes.iloc[by_activity], -amount[by_activity]),
                ("use", use, makes.iloc[by_input], -amount[by_input]),
            ],
        ),
    ]


def shares(n: Network) -> list[Family]:
    """Return the bounds of inputs, and of groups of inputs, per unit of activity."""
    uses = n.uses[[*RUN, "material"]].assign(column=np.arange(len(n.uses)))
    members = n.groups[[*RUN, "group", "materials"]].explode("materials")
    grouped = members.rename(columns={"materials": "material"}).merge(uses, on=[*RUN, "material"])
    found = []
    for what, table, used in (("material", n.shares, uses), ("group", n.groups, grouped)):
        key = [*RUN, what]
        sides: tuple[tuple[str, Sense], ...] = (("min", ">="), ("max", "<="))
        for side, sense in sides:
            rows = table[table[side].notna() & (table[side] > 0)]
            found.append(
                family(
                    f"{what}_{side}",
                    sense,
                    rows[key],
                    0.0,
                    [
                        ("use", used["column"].to_numpy(), used[key], 1.0),
                        (
                            "act",
                            numbers(n.runs[RUN], rows[RUN]),
                            rows[key],
                            -rows[side].to_numpy(float),
                        ),
                    ],
                )
            )
    return found


def quality(n: Network) -> list[Family]:
    """Return the rules on what a recipe uses, by their sign."""
    found = []
    senses: tuple[Sense, ...] = ("<=", ">=", "==")
    for sense in senses:
        rules = n.rules[n.rules["sense"] == sense]
        key = [*RUN, "rule"]
        inputs, activity = rules[rules["lot"] != ""], rules[rules["lot"] == ""]
        found.append(
            family(
                f"quality_{senses.index(sense)}",
                sense,
                rules[key].drop_duplicates(),
                0.0,
                [
                    (
                        "use",
                        numbers(n.uses[[*RUN, "lot"]], inputs[[*RUN, "lot"]]),
                        inputs[key],
                        inputs["coefficient"].to_numpy(float),
                    ),
                    (
                        "act",
                        numbers(n.runs[RUN], activity[RUN]),
                        activity[key],
                        activity["coefficient"].to_numpy(float),
                    ),
                ],
            )
        )
    return found


def capacities(n: Network) -> list[Family]:
    """Return what lines, markets, landfills, borders and ports let through."""
    routes = n.routes
    every = np.arange(len(routes))

    def through(name: str, limits: pd.Series, *ends: str) -> Family:
        limits = limits.dropna().astype(float)
        parts: list[Part] = [("ship", every, routes[[end]], 1.0) for end in ends]
        return family(name, "<=", limits.index.to_frame(name="at"), limits, parts)

    lines = n.lines["available_kt_yr"]
    return [
        family(
            "line_capacity",
            "<=",
            lines.index.to_frame(name="line"),
            lines,
            [("act", np.arange(len(n.runs)), n.runs[["line"]], 1.0)],
        ),
        through("market_max", n.markets["max_kt_yr"], "destination"),
        through("sink_capacity", n.sinks["capacity_kt_yr"], "destination"),
        through("border_quota", n.quotas["amount_kt_yr"], "quota"),
        through("terminal_capacity", n.terminals["capacity"], "board", "alight"),
    ]


def family(
    name: str, sense: Sense, keys: pd.DataFrame, bound: float | pd.Series, parts: list[Part]
) -> Family:
    """Return the rows with these keys; parts whose key has no row are left out."""
    terms = []
    for variable, columns, of, coefficient in parts:
        rows = numbers(keys, of)
        there = rows >= 0
        sizes = np.broadcast_to(np.asarray(coefficient, dtype=float), len(rows))
        terms.append(Term(variable, np.asarray(columns)[there], rows[there], sizes[there]))
    bounds = np.broadcast_to(np.asarray(bound, dtype=float), len(keys)).copy()
    return without_empty(Family(name, sense, bounds, tuple(t for t in terms if len(t.rows))))


def without_empty(rows: Family) -> Family:
    """Return a family without the rows that nothing is in."""
    filled = np.zeros(len(rows.bound), dtype=bool)
    for term in rows.terms:
        filled[term.rows] = True
    place = np.cumsum(filled) - 1
    terms = tuple(Term(t.variable, t.columns, place[t.rows], t.coefficients) for t in rows.terms)
    return Family(rows.name, rows.sense, rows.bound[filled], terms)


def named(frame: pd.DataFrame, node: str, lot: str) -> pd.DataFrame:
    """Return node and lot of a table under these names."""
    return frame[[node, lot]].set_axis(NODE_LOT, axis=1)


def numbers(table: pd.DataFrame, keys: pd.DataFrame) -> Ints:
    """Return the position in a table of unique keys of each key; -1 where it is not there."""
    if not len(table) or not len(keys):
        return np.full(len(keys), -1, dtype=np.int64)
    known = pd.MultiIndex.from_frame(table)
    found = known.get_indexer(pd.MultiIndex.from_frame(keys.set_axis(table.columns, axis=1)))
    return found.astype(np.int64)
