"""Routes: every way a lot may take from where it arises to a plant, market or sink."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.loader.case import Case
from sim.network.borders import Flow, Passage, crosses, find_rule, passage
from sim.network.exclusions import BEATEN, BORDER_CLOSED, OUT_OF_REACH, QUALITY_REFUSED
from sim.network.figures import OF_WAYS, WAY_FIGURES, per_dry_tonne
from sim.network.haulage import GATE, ONSITE, Haulage
from sim.network.lots import WASTE_LIKE
from sim.rules.joins import cross, join
from sim.rules.rows import locate

STORE = "store:"
KEY = ["origin", "destination", "lot"]
OF_BORDERS = ["border_CNY_t", "surcharge_CNY_t", "quota", "cross_border"]
"""Columns of routes that border rules decide on."""
EXCLUDED_COLUMNS = ["origin", "destination", "material", "mode", "reason", "detail"]


@dataclass(frozen=True)
class Nodes:
    """Zones, plants, sinks and markets that take part, by id."""

    zones: pd.DataFrame
    plants: pd.DataFrame
    sinks: pd.DataFrame
    markets: pd.DataFrame

    def areas(self) -> pd.DataFrame:
        """Return province and city of every zone, plant and sink."""
        columns = ["province", "city"]
        frames = [self.zones, self.plants, self.sinks.reindex(columns=columns)]
        return pd.concat([frame[columns] for frame in frames])


@dataclass(frozen=True)
class RouteSet:
    """Routes that are in the programme, and candidates that are not, with the reason."""

    routes: pd.DataFrame
    excluded: pd.DataFrame


def build_routes(
    case: Case,
    haulage: Haulage,
    nodes: Nodes,
    lots: pd.DataFrame,
    supply: pd.DataFrame,
    uses: pd.DataFrame,
    makes: pd.DataFrame,
    refused: pd.DataFrame,
) -> RouteSet:
    """Return all routes of all lots, priced, with closed, far and dominated ones set apart."""
    made = makes[["plant", "lot"]].drop_duplicates()
    pairs = pd.concat(
        [
            _to_plants(taken_lots(uses), supply, made, lots),
            _to_open_sinks(case, nodes, lots, supply, made),
        ],
        ignore_index=True,
    )
    haul, left_out = haul_pairs(case, haulage, nodes, lots, pairs)
    fixed = fixed_routes(case, haulage, nodes, lots, supply, made)
    routes = pd.concat([f for f in (haul, *fixed) if len(f)] or [haul], ignore_index=True)
    routes = finish_routes(routes, lots, case, nodes)
    excluded = pd.concat(
        [f for f in (left_out, _refusals(supply, refused, lots)) if len(f)]
        or [pd.DataFrame(columns=EXCLUDED_COLUMNS)],
        ignore_index=True,
    )
    excluded = excluded[EXCLUDED_COLUMNS].drop_duplicates()
    return RouteSet(routes, excluded.sort_values(EXCLUDED_COLUMNS, ignore_index=True))


def haul_pairs(
    case: Case, haulage: Haulage, nodes: Nodes, lots: pd.DataFrame, pairs: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the routes of pairs by every mode, not yet finished, and those left out, why."""
    haul, far = _price_ways(haulage, pairs, lots)
    far = far.assign(detail=_modes_off(case))
    haul, closed = _apply_borders(case, nodes, haul, lots)
    haul, dominated = _drop_dominated(haul, lots)
    frames = [f for f in (far, closed, dominated) if len(f)]
    return haul, pd.concat(frames or [far], ignore_index=True)


def fixed_routes(
    case: Case,
    haulage: Haulage,
    nodes: Nodes,
    lots: pd.DataFrame,
    supply: pd.DataFrame,
    made: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the routes to own stores, and the sales."""
    return (
        _own_stores(case, nodes, lots, supply, made),
        _sales(case, nodes, lots, made, haulage),
    )


def taken_lots(uses: pd.DataFrame) -> pd.DataFrame:
    """Return plant x lot of what lines take."""
    return uses[["plant", "lot"]].drop_duplicates()


def _modes_off(case: Case) -> str:
    """Return the modes of transport that are switched off, in words; blank when all are on."""
    on = case.scenario.modes
    off = [] if on is None else sorted(set(case.tables["modes"]["id"]) - set(on))
    return f"modes switched off: {', '.join(off)}" if off else ""


def sources_of(supply: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Return every (origin, origin_kind, lot) that something can leave from."""
    zones = supply[["zone", "lot"]].rename(columns={"zone": "origin"}).assign(origin_kind="zone")
    plants = made.rename(columns={"plant": "origin"}).assign(origin_kind="plant")
    return pd.concat([zones, plants], ignore_index=True)


def _to_plants(
    taken: pd.DataFrame, supply: pd.DataFrame, made: pd.DataFrame, lots: pd.DataFrame
) -> pd.DataFrame:
    pairs = join(sources_of(supply, made), taken, "lot")
    pairs = pairs[pairs["origin"] != pairs["plant"]].rename(columns={"plant": "destination"})
    role = np.where(pairs["origin_kind"] == "zone", "utilization", "chain")
    return pairs.assign(destination_kind="plant", role=role, fee_CNY_t=0.0)


def _accepts(sinks: pd.DataFrame, lots: pd.DataFrame) -> pd.DataFrame:
    """Return sink x lot for every waste-like lot a sink takes."""
    waste = lots[lots["waste_like"]].reset_index()[["lot", "material"]]
    pairs = cross(sinks.rename_axis("sink").reset_index(), waste)
    ok = [not a or m in a for a, m in zip(pairs["accepts"], pairs["material"], strict=True)]
    return pairs[np.array(ok, dtype=bool)]


def sink_takers(nodes: Nodes, lots: pd.DataFrame) -> pd.DataFrame:
    """Return sinks that are open to all x lots they accept: destination, lot, fee_CNY_t."""
    sinks = nodes.sinks[nodes.sinks["owner_zone"].isna() & nodes.sinks["owner_plant"].isna()]
    pairs = _accepts(sinks, lots).rename(columns={"sink": "destination", "fee": "fee_CNY_t"})
    return pairs[["destination", "lot", "fee_CNY_t"]]


def _to_open_sinks(
    case: Case, nodes: Nodes, lots: pd.DataFrame, supply: pd.DataFrame, made: pd.DataFrame
) -> pd.DataFrame:
    pairs = join(sink_takers(nodes, lots), sources_of(supply, made), "lot")
    columns = ["origin", "origin_kind", "destination", "lot", "fee_CNY_t"]
    return pairs[columns].assign(destination_kind="sink", role="disposal")


def _price_ways(
    haulage: Haulage, pairs: pd.DataFrame, lots: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join the ways of each pair; pairs without any way are set apart as out of reach."""
    ways = haulage.ways(pairs)
    found = _fitting(join(pairs, ways, KEY[:2]), lots)
    missing = locate(found[KEY].drop_duplicates(), pairs[KEY]) < 0
    return found, _exclude(pairs[missing], lots, OUT_OF_REACH, "")


def _fitting(ways: pd.DataFrame, lots: pd.DataFrame) -> pd.DataFrame:
    """Return the ways that are for their lot: those of its material, else those for all."""
    own = ways["material"] == ways["lot"].map(lots["material"])
    if ways["material"].ne("").any():
        by = [ways[column] for column in (*KEY, "mode")]
        own |= ways["material"].eq("") & ~own.groupby(by).transform("any")
    else:
        own |= True
    return ways[own].drop(columns="material")


def _exclude(
    frame: pd.DataFrame, lots: pd.DataFrame, reason: str, detail: str | pd.Series[str]
) -> pd.DataFrame:
    material = lots["material"].reindex(frame["lot"]).to_numpy()
    mode = frame["mode"].fillna("") if "mode" in frame else ""
    return frame[["origin", "destination"]].assign(
        material=material, mode=mode, reason=reason, detail=detail
    )


def _apply_borders(
    case: Case, nodes: Nodes, routes: pd.DataFrame, lots: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Add cost of crossing, quota and cross_border; set closed routes apart."""
    material = lots["material"].reindex(routes["lot"]).to_numpy()
    looks, number = look_at_borders(case, nodes, routes.assign(material=material))
    facts = pass_borders(case, looks).take(number)
    facts.index = routes.index
    is_open = facts["open"].to_numpy(bool)
    closed = _exclude(routes[~is_open], lots, BORDER_CLOSED, facts["rule"][~is_open])
    routes = routes.join(facts.drop(columns=["open", "rule"]))
    return routes[is_open].reset_index(drop=True), closed


def look_at_borders(
    case: Case, nodes: Nodes, routes: pd.DataFrame
) -> tuple[pd.DataFrame, NDArray[Any]]:
    """Return all that border rules look at in routes, once each, and its number for every route.

    Of routes origin, destination, material and role are read.
    """
    looks = _border_looks(case, nodes, routes)
    number = looks.groupby(list(looks.columns), sort=False).ngroup().to_numpy(np.int64)
    return looks.drop_duplicates(), number


def pass_borders(case: Case, looks: pd.DataFrame) -> pd.DataFrame:
    """Return what the border rules of a case make of what they look at.

    open, rule, border_CNY_t, surcharge_CNY_t, quota, cross_border.
    """
    passed = (_passage_of(case, row) for row in looks.itertuples(index=False))
    rows = [
        (p.open, p.rule, p.cost_CNY_t, p.surcharge_CNY_t, p.quota, crossing)
        for p, crossing in passed
    ]
    return pd.DataFrame(rows, columns=["open", "rule", *OF_BORDERS])


def _border_looks(case: Case, nodes: Nodes, routes: pd.DataFrame) -> pd.DataFrame:
    """Return what border rules look at in each route; materials that are no waste have no class."""
    materials = case.tables["materials"].set_index("id")
    areas = nodes.areas()
    ends = {
        f"{end}_{column}": areas[column].reindex(routes[end]).fillna("").to_numpy()
        for end in ("origin", "destination")
        for column in ("province", "city")
    }
    material = routes["material"].to_numpy()
    bound = materials["kind"].isin(WASTE_LIKE).reindex(material).to_numpy(bool)
    waste_class = materials["waste_class"].reindex(material).fillna("").to_numpy()
    purpose = np.where(routes["role"] == "disposal", "disposal", "utilization")
    return pd.DataFrame(
        {
            **ends,
            "material": material,
            "waste_class": waste_class,
            "purpose": purpose,
            "bound": bound,
        }
    )


def find_rules(case: Case, looks: pd.DataFrame) -> list[int]:
    """Return the place of the border rule that holds for what is looked at; -1 where none does."""
    rules, looked = case.scenario.borders, looks.itertuples(index=False)
    return [find_rule(rules, _flow_of(look)) if look.bound else -1 for look in looked]


def _flow_of(look: Any) -> Flow:
    return Flow(
        (look.origin_province, look.origin_city),
        (look.destination_province, look.destination_city),
        look.material,
        look.waste_class,
        look.purpose,
    )


def _passage_of(case: Case, look: Any) -> tuple[Passage, bool]:
    flow = _flow_of(look)
    open_to_all = Passage(True)
    return (passage(case.scenario.borders, flow) if look.bound else open_to_all), crosses(flow)


def _drop_dominated(routes: pd.DataFrame, lots: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Set apart ways that an unlimited way of the same pair beats in every figure."""
    beaten = routes["beaten"].to_numpy(bool)
    dropped = _exclude(routes[beaten], lots, BEATEN, "")
    return routes[~beaten].reset_index(drop=True), dropped


def _own_stores(
    case: Case, nodes: Nodes, lots: pd.DataFrame, supply: pd.DataFrame, made: pd.DataFrame
) -> pd.DataFrame:
    """Return the routes to a node's own sinks, or to its implicit store where it has none."""
    waste = lots.index[lots["waste_like"]]
    sources = sources_of(supply, made)
    sources = sources[sources["lot"].isin(waste)]
    own = nodes.sinks[nodes.sinks["owner_zone"].notna() | nodes.sinks["owner_plant"].notna()]
    pairs = _accepts(own, lots)
    pairs["origin"] = pairs["owner_zone"].where(pairs["owner_zone"].notna(), pairs["owner_plant"])
    pairs = join(pairs, sources, ["origin", "lot"]).rename(
        columns={"sink": "destination", "fee": "fee_CNY_t"}
    )
    have = set(zip(pairs["origin"], pairs["lot"], strict=True))
    stored = [k in have for k in zip(sources["origin"], sources["lot"], strict=True)]
    rest = sources[~np.array(stored, dtype=bool)]
    cost = case.tables["materials"].set_index("id")["storage_cost"]
    implicit = rest.assign(
        destination=STORE + rest["origin"],
        fee_CNY_t=cost.reindex(lots["material"].reindex(rest["lot"])).to_numpy(float),
    )
    columns = ["origin", "origin_kind", "destination", "lot", "fee_CNY_t"]
    both = pd.concat([pairs[columns], implicit[columns]], ignore_index=True)
    return both.assign(
        destination_kind="sink", role="storage", mode=ONSITE, km=0.0, distance_method="onsite"
    )


def _sales(
    case: Case, nodes: Nodes, lots: pd.DataFrame, made: pd.DataFrame, haulage: Haulage
) -> pd.DataFrame:
    """Return the sales of made lots: ex works in the market's area, or hauled to its place.

    A market without a place is reached over links alone where its row says `hauled`. Otherwise it
    buys at the gate; a link beside it is wanted only where more cost may be.
    """
    product = lots["material"].reindex(made["lot"]).to_numpy()
    markets = nodes.markets.rename_axis("market").reset_index()
    pairs = join(made.assign(product=product), markets, "product")
    area = nodes.plants[["province", "city"]].reindex(pairs["plant"])
    inside = (pairs["area"].to_numpy() == "") | np.any(
        [pairs["area"].to_numpy() == area[c].to_numpy() for c in ("province", "city")], axis=0
    )
    pairs = pairs.rename(columns={"plant": "origin", "market": "destination"})
    pairs = pairs.assign(origin_kind="plant", destination_kind="market", role="sale", fee_CNY_t=0.0)
    columns = [
        "origin",
        "origin_kind",
        "destination",
        "destination_kind",
        "lot",
        "role",
        "fee_CNY_t",
    ]
    pairs = pairs[inside]
    ends = ["origin", "destination"]
    linked = locate(haulage.links[ends].drop_duplicates(), pairs[ends]) >= 0
    placed = pairs["lon"].notna() | pairs["hauled"].astype(bool)
    beside = linked & ~placed & (not haulage.drops)
    sales = [pairs.loc[~placed, columns].assign(mode=GATE, km=0.0, distance_method="gate")]
    if len(hauled := pairs.loc[placed | beside, columns]):
        sales.append(_price_ways(haulage, hauled, lots)[0])
    both: pd.DataFrame = pd.concat([f for f in sales if len(f)] or sales[:1])
    return both.reset_index(drop=True)


_NUMBERS = [*WAY_FIGURES, "border_CNY_t", "surcharge_CNY_t", "fee_CNY_t"]


def finish_routes(
    routes: pd.DataFrame, lots: pd.DataFrame, case: Case, nodes: Nodes
) -> pd.DataFrame:
    """Bring costs to dry tonnes, add prices and taxes, sort, and number the routes."""
    for column in _NUMBERS:
        routes[column] = routes.get(column, _column(routes, np.nan)).astype(float).fillna(0.0)
    for column in ("via", "board", "alight", "quota", "over"):
        routes[column] = routes.get(column, _column(routes, "")).astype(object).fillna("")
    routes["way"] = routes.get("way", _column(routes, None)).fillna(routes["mode"])
    routes["cross_border"] = routes.get("cross_border", _column(routes, False)).eq(True)
    material = lots["material"].reindex(routes["lot"]).to_numpy()
    facts = case.tables["materials"].set_index("id").loc[material]
    wet = 1.0 / (1.0 - facts["moisture"].to_numpy(float))
    is_sale = (routes["role"] == "sale").to_numpy()
    to_sink = routes["destination_kind"].eq("sink").to_numpy()
    price = nodes.markets["price"].reindex(routes["destination"]).astype(float).to_numpy()
    figures = per_dry_tonne({c: routes[c].to_numpy(float) for c in WAY_FIGURES}, wet)
    routes = routes.assign(
        **figures,
        material=material,
        price_CNY_t=np.where(is_sale, np.nan_to_num(price), 0.0),
        displaced_t_t=np.where(is_sale, facts["displaced_co2"].to_numpy(float), 0.0),
        tax_CNY_t=np.where(to_sink & case.scenario.tax_storage, facts["tax"].to_numpy(float), 0.0),
    ).drop(columns=[*(c for c in WAY_FIGURES if c not in OF_WAYS), "beaten"], errors="ignore")
    routes = routes.sort_values([*KEY, "way"], ignore_index=True)
    routes.index.name = "route"
    return routes


def _column(routes: pd.DataFrame, value: object) -> pd.Series[Any]:
    return pd.Series(value, index=routes.index, dtype=object)


def _refusals(supply: pd.DataFrame, refused: pd.DataFrame, lots: pd.DataFrame) -> pd.DataFrame:
    """Return candidates that a lot-scope quality rule took out."""
    pairs = join(
        supply[["zone", "lot"]], refused[["lot", "plant", "rule"]].drop_duplicates(), "lot"
    )
    return pairs.rename(
        columns={"zone": "origin", "plant": "destination", "rule": "detail"}
    ).assign(
        material=lots["material"].reindex(pairs["lot"]).to_numpy(),
        mode="",
        reason=QUALITY_REFUSED,
    )[EXCLUDED_COLUMNS]
