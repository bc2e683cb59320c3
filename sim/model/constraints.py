"""Every constraint of `docs/formulation.md` as a family of rows, straight from the tables.

`tests/oracle_model/` states the same rows as formulas; a test holds the two together.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.model.columns import KEYS, Columns, locate
from sim.model.rows import Rows
from sim.network import Network

LINE_USE = ["line", "recipe", "material"]


def balances(n: Network, c: Columns) -> list[Rows]:
    """Return zone_balance, legacy_limit, legacy_used_first, plant_balance, shipped_own."""
    ship = c.block("ship")
    leaving = n.routes[["origin", "lot"]]
    from_zone = (n.routes["origin_kind"] == "zone").to_numpy()
    used = (n.routes["role"] == "utilization").to_numpy()
    old = n.supply[n.supply["legacy_limit_kt_yr"] > 0]
    generation = n.supply["generation_kt_yr"]
    reclaim, dug = c.block("reclaim"), c.keys["reclaim"]
    return [
        Rows("zone_balance", n.supply[["zone", "lot"]], generation, generation)
        .add(1.0, ship[from_zone], leaving[from_zone])
        .add(-1.0, reclaim, dug),
        Rows("legacy_limit", dug, upper=old["legacy_limit_kt_yr"]).add(1.0, reclaim, dug),
        Rows("legacy_used_first", dug, upper=0.0)
        .add(1.0, reclaim, dug)
        .add(-1.0, ship[used], leaving[used]),
        _plant_balance(n, c),
        _shipped_own(n, c),
    ]


def _plant_balance(n: Network, c: Columns) -> Rows:
    """arrived + made + bought - used - shipped on = 0."""
    key = ["plant", "lot"]
    ship = c.block("ship")
    into = (n.routes["destination_kind"] == "plant").to_numpy()
    out = (n.routes["origin_kind"] == "plant").to_numpy()
    arrived = n.routes.loc[into, ["destination", "lot"]].set_axis(key, axis=1)
    sent = n.routes.loc[out, ["origin", "lot"]].set_axis(key, axis=1)
    rows = pd.concat([arrived, sent, n.uses[key], n.makes[key]]).drop_duplicates()
    return (
        Rows("plant_balance", rows.reset_index(drop=True), 0.0, 0.0)
        .add(1.0, ship[into], arrived)
        .add(n.makes["amount"], makers(n, c), n.makes[key])
        .add(1.0, c.block("buy"), n.purchases[key])
        .add(-1.0, c.block("use"), n.uses[key])
        .add(-1.0, ship[out], sent)
    )


def _shipped_own(n: Network, c: Columns) -> Rows:
    """shipped on - made <= 0: what arrives or is bought is for the lines of the plant."""
    key = ["plant", "lot"]
    out = (n.routes["origin_kind"] == "plant").to_numpy()
    sent = n.routes.loc[out, ["origin", "lot"]].set_axis(key, axis=1)
    return (
        Rows("shipped_own", n.relays, upper=0.0)
        .add(1.0, c.block("ship")[out], sent)
        .add(-n.makes["amount"], makers(n, c), n.makes[key])
    )


def makers(n: Network, c: Columns) -> np.ndarray:
    """Return the column that each row of table `makes` is made in proportion to."""
    by_activity = (n.makes["per"] == "activity").to_numpy()
    act = c.find("act", n.makes[["line", "recipe"]])
    use = c.find("use", n.makes[["line", "recipe", "per"]])
    return np.where(by_activity, act, use)


def recipes(n: Network, c: Columns) -> list[Rows]:
    """Return recipe_min, recipe_max, group_min, group_max."""
    members = n.groups[["line", "recipe", "group", "materials"]].explode("materials")
    members = members.rename(columns={"materials": "material"}).dropna()
    uses = n.uses[LINE_USE].assign(column=c.block("use"))
    grouped = members.merge(uses, on=LINE_USE)
    group = ["line", "recipe", "group"]
    return [
        *_shares("recipe", n.shares, LINE_USE, uses, c),
        *_shares("group", n.groups, group, grouped, c),
    ]


def _shares(
    name: str, frame: pd.DataFrame, key: list[str], uses: pd.DataFrame, c: Columns
) -> list[Rows]:
    """min x act <= sum of use <= max x act; a least share of 0 gives no row."""
    used = uses["column"].to_numpy(np.int64)
    inside = locate(uses[key].drop_duplicates(), frame[key]) >= 0
    at_least = frame[frame["min"] > 0]
    at_most = frame[inside & frame["max"].notna().to_numpy()]
    low = Rows(f"{name}_min", at_least[key], lower=0.0).add(1.0, used, uses[key])
    high = Rows(f"{name}_max", at_most[key], upper=0.0).add(1.0, used, uses[key])
    low.add(-at_least["min"], c.find("act", at_least[["line", "recipe"]]), at_least[key])
    high.add(-at_most["max"], c.find("act", at_most[["line", "recipe"]]), at_most[key])
    return [low, high]


def quality(n: Network, c: Columns) -> list[Rows]:
    """Return quality: sum of coefficient x use + coefficient x act <= | >= | == 0."""
    key = ["line", "recipe", "rule"]
    heads = n.rules.drop_duplicates(key)
    sense = heads["sense"].to_numpy()
    lower = np.where(sense == "<=", -np.inf, 0.0)
    upper = np.where(sense == ">=", np.inf, 0.0)
    of_activity = (n.rules["lot"] == "").to_numpy()
    act = c.find("act", n.rules[["line", "recipe"]])
    use = c.find("use", n.rules[["line", "recipe", "lot"]])
    column = np.where(of_activity, act, use)
    return [Rows("quality", heads[key], lower, upper).add(
        n.rules["coefficient"], column, n.rules[key]
    )]  # fmt: skip


def capacities(n: Network, c: Columns) -> list[Rows]:
    """Return line_capacity, line_min_load: min load <= sum of act <= capacity x availability."""
    lines = n.lines.reset_index()
    loaded = lines[lines["min_load_kt_yr"] > 0]
    act, at = c.block("act"), n.runs[["line"]]
    return [
        Rows("line_capacity", lines[["line"]], upper=lines["available_kt_yr"]).add(1.0, act, at),
        Rows("line_min_load", loaded[["line"]], lower=loaded["min_load_kt_yr"]).add(1.0, act, at),
    ]


def markets(n: Network, c: Columns) -> list[Rows]:
    """Return market_max, market_min, market_group_max: bounds on what is sold."""
    sale = (n.routes["role"] == "sale").to_numpy()
    sold = c.block("ship")[sale]
    into = n.routes.loc[sale, ["destination"]].set_axis(["market"], axis=1)
    table = n.markets.reset_index()
    bounded = table[table["max_kt_yr"].notna()]
    owed = table[table["min_kt_yr"] > 0]
    grouped = table[table["group"].notna() & table["group_max_kt_yr"].notna()]
    together = grouped.groupby("group", sort=True)["group_max_kt_yr"].min().reset_index()
    group = into.assign(group=into["market"].map(grouped.set_index("market")["group"]))
    in_group = group["group"].notna().to_numpy()
    return [
        Rows("market_max", bounded[["market"]], upper=bounded["max_kt_yr"].astype(float))
        .add(1.0, sold, into).only_with_terms(more=n.grows),
        Rows("market_min", owed[["market"]], lower=owed["min_kt_yr"].astype(float))
        .add(1.0, sold, into),
        Rows("market_group_max", together[["group"]],
             upper=together["group_max_kt_yr"].astype(float))
        .add(1.0, sold[in_group], group.loc[in_group, ["group"]]).only_with_terms(more=n.grows),
    ]  # fmt: skip


def passages(n: Network, c: Columns) -> list[Rows]:
    """Return sink_capacity, border_quota, terminal_capacity: bounds on what goes through."""
    ship = c.block("ship")
    sinks = n.sinks["capacity_kt_yr"].dropna().astype(float).rename_axis("at").reset_index()
    quotas = n.quotas["amount_kt_yr"].astype(float).rename_axis("at").reset_index()
    ports = n.terminals["capacity"].dropna().astype(float).rename_axis("at").reset_index()
    into = (n.routes["destination_kind"] == "sink").to_numpy()
    return [
        Rows("sink_capacity", sinks[["at"]], upper=sinks["capacity_kt_yr"])
        .add(1.0, ship[into], n.routes.loc[into, ["destination"]]).only_with_terms(more=n.grows),
        Rows("border_quota", quotas[["at"]], upper=quotas["amount_kt_yr"])
        .add(1.0, ship, n.routes[["quota"]]).only_with_terms(more=n.grows),
        Rows("terminal_capacity", ports[["at"]], upper=ports["capacity"])
        .add(1.0, ship, n.routes[["board"]])
        .add(1.0, ship, n.routes[["alight"]]).only_with_terms(more=n.grows),
    ]  # fmt: skip


def changes(n: Network, c: Columns) -> list[Rows]:
    """Return change_more, change_less: change >= |sum of ship - reference|."""
    if not c.with_change:
        return []
    key = KEYS["change"]
    due = c.keys["change"].merge(reference_flows(n), on=key, how="left")["due"].fillna(0.0)
    moved = n.routes["role"].isin(["utilization", "chain"]).to_numpy()
    ship, change = c.block("ship")[moved], c.block("change")
    return [
        Rows("change_more", c.keys["change"], lower=-due)
        .add(1.0, change, c.keys["change"]).add(-1.0, ship, c.flows),
        Rows("change_less", c.keys["change"], lower=due)
        .add(1.0, change, c.keys["change"]).add(1.0, ship, c.flows),
    ]  # fmt: skip


def reference_flows(n: Network) -> pd.DataFrame:
    """Return origin, destination, material and due (kt/yr) of the reference plan."""
    if n.reference is None:
        return pd.DataFrame(columns=[*KEYS["change"], "due"])
    flows = n.reference.groupby(KEYS["change"])["amount_kt_yr"].sum()
    return flows.rename("due").reset_index()


def all_families(n: Network, c: Columns) -> list[Rows]:
    """Return every family but the limits of the scenario, in the order of the formulation."""
    return [
        *balances(n, c), *recipes(n, c), *quality(n, c), *capacities(n, c), *markets(n, c),
        *passages(n, c), *changes(n, c),
    ]  # fmt: skip


def route_families(n: Network, c: Columns) -> list[Rows]:
    """Return the families that routes stand in, in the order of the formulation."""
    return [*balances(n, c), *markets(n, c), *passages(n, c), *changes(n, c)]
