"""From a case to the network: a table of contents of what takes part."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.network import lines as line_tables
from sim.network.borders import list_quotas
from sim.network.chains import transform
from sim.network.credit import credit_levels, credit_tag, zone_areas
from sim.network.expansions import list_closures, list_expansions, list_sizes
from sim.network.formula import ACTIVITY
from sim.network.haulage import build_haulage, read_carbon_price, read_parameter
from sim.network.large.generation import EVERY_ROUTE, Generation
from sim.network.left_out import list_left_out
from sim.network.lots import Lot, build_contents, own_producers, tabulate_lots
from sim.network.purchases import list_purchases, purchasable
from sim.network.routes import EXCLUDED_COLUMNS, STORE, Nodes, RouteSet, build_routes
from sim.network.spread import spread
from sim.network.switches import switch_tables
from sim.network.types import Network
from sim.rules.joins import join
from sim.rules.metric import Level
from sim.scenario.records import records


def build_network(case: Case, generation: Generation = EVERY_ROUTE) -> Network:
    """Return all tables the programme is made of.

    `generation`: whether routes may stay implicit. InputError: it takes more memory than there is.
    """
    nodes, own = select_nodes(case), own_producers(case)
    supply, supply_lots = list_supply(case, nodes, own)
    lines, expansions, closures = list_capacity(case, nodes.plants)
    runs = line_tables.list_runs(case, lines)
    shares = line_tables.list_shares(case, runs)
    begun = supply_lots | {Lot(m) for m in purchasable(case)}
    flow = transform(case, lines, runs, shares, begun, own)
    lots = tabulate_lots(flow.lots | supply_lots, list_rows(case, "materials"))
    contents = build_contents(case, lots)
    uses, refused = _split_uses(case, flow.uses, contents)
    haulage = build_haulage(case)
    parts = case, haulage, nodes, lots, supply, uses, flow.makes
    large = generation.begin(*parts)
    candidates, route_set = large or (None, build_routes(*parts, refused))
    purchases, sinks = list_purchases(case, uses), list_sinks(nodes, route_set.routes)
    reached = candidates.reached() if candidates else set()
    uses = keep_reachable(uses, route_set.routes, flow.makes, purchases, reached)
    makes = keep_possible(flow.makes, uses)
    sizes = list_sizes(case, expansions, discount_rate(case))
    moved = route_set.routes, supply, lines, expansions, shares, uses, makes
    return Network(
        scenario=case.scenario,
        periods=(case.scenario.year,),
        materials=list_rows(case, "materials"),
        lots=lots,
        contents=contents,
        supply=supply,
        zones=nodes.zones,
        plants=nodes.plants,
        lines=lines,
        expansions=expansions,
        closures=closures,
        runs=runs,
        shares=shares,
        uses=uses,
        groups=line_tables.list_groups(case, runs),
        makes=makes,
        rules=line_tables.list_rules(case, uses, contents),
        formulas=list_rows(case, "quality"),
        purchases=purchases,
        relays=list_relays(route_set.routes, flow.makes, purchases, reached),
        routes=route_set.routes,
        excluded=_all_excluded(case, lines, supply, route_set, whole=large is None),
        quotas=list_quotas(case),
        sinks=sinks,
        markets=list_markets(nodes),
        terminals=list_rows(case, "terminals"),
        links=haulage.limited,
        areas=zone_areas(case),
        carbon_price_CNY_t=read_carbon_price(case),
        haulage=haulage,
        reference=case.reference,
        candidates=candidates,
        **switch_tables(case, sizes, sinks, haulage.limited, *moved),
    )


def _all_excluded(
    case: Case, lines: pd.DataFrame, supply: pd.DataFrame, route_set: RouteSet, *, whole: bool
) -> pd.DataFrame:
    """Return every candidate that is not in the programme, with the rule that took it out.

    Unless the `whole` of them is known: then those that were looked at.
    """
    if not whole:
        return route_set.excluded
    key = ["origin", "destination", "material"]
    known = pd.concat([route_set.routes[key], route_set.excluded[key]])
    left_out = list_left_out(case, lines, supply, known)
    frames = [f for f in (route_set.excluded, left_out) if len(f)] or [route_set.excluded]
    return pd.concat(frames).sort_values(EXCLUDED_COLUMNS, ignore_index=True)


def select_nodes(case: Case) -> Nodes:
    """Return the zones and plants of the roles that take part, all sinks and markets."""

    def take(name: str) -> pd.DataFrame:
        frame = case.tables[name]
        if "role" in frame:
            frame = frame[frame["role"].isin(case.scenario.roles)]
        return frame.set_index("id").sort_index()

    return Nodes(take("zones"), take("plants"), take("sinks"), take("markets"))


def list_rows(case: Case, table: str) -> pd.DataFrame:
    """Return a table by its ids."""
    return case.tables[table].set_index("id").sort_index()


def list_capacity(
    case: Case, plants: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the lines of these plants that are switched on, what may be built, what may close."""
    rate = discount_rate(case)
    expansions = list_expansions(case, plants, rate)
    lines = line_tables.select_lines(case, plants, rate, expansions["line"].tolist())
    return lines, expansions, list_closures(case, lines, expansions)


def discount_rate(case: Case) -> float:
    """Return the rate by which capital is paid off, 1/yr."""
    return read_parameter(case, "discount_rate", "", 0.06)


def may_build(case: Case) -> bool:
    """Return whether capacity may be built at any line."""
    return not list_capacity(case, select_nodes(case).plants)[1].empty


def has_waste(case: Case, level: Level | None = None) -> bool:
    """Return whether any waste arises or may be reclaimed, so that rates are defined.

    With a level: whether waste arises in an area of it that has a name, so that areas have rates.
    """
    supply = list_supply(case, select_nodes(case), {})[0]
    if level is None:
        return not supply.empty
    area_of = zone_areas(case)[level]
    return any(area_of[zone] for zone in supply.loc[supply["generation_kt_yr"] > 0, "zone"])


def list_supply(
    case: Case, nodes: Nodes, own: dict[str, frozenset[str]]
) -> tuple[pd.DataFrame, set[Lot]]:
    """Return zone x lot with what arises and what old stock may be reclaimed in a year."""
    generation = case.tables["generation"][["zone", "material", "amount", "stored_max"]]
    legacy = case.tables["legacy"][["zone", "material", "stock", "yearly_limit", "reclaim_cost"]]
    supply = generation.merge(legacy, on=["zone", "material"], how="outer")
    supply = supply[supply["zone"].isin(nodes.zones.index)].reset_index(drop=True)
    levels, areas = credit_levels(case.scenario), zone_areas(case)
    lots = [
        Lot(
            row.material,
            row.zone if row.zone in own.get(row.material, ()) else "",
            credit=credit_tag(levels, areas, row.zone, row.material),
        )
        for row in records(supply)
    ]
    limit = supply["stock"].astype(float) * supply["yearly_limit"].astype(float)
    frame = pd.DataFrame(
        {
            "zone": supply["zone"],
            "lot": pd.Series([lot.name for lot in lots], dtype=object),
            "material": supply["material"],
            "generation_kt_yr": supply["amount"].astype(float).fillna(0.0),
            "stock_kt": supply["stock"].astype(float).fillna(0.0),
            "legacy_limit_kt_yr": limit.fillna(0.0),
            "stored_max": supply["stored_max"].astype(float),
            "reclaim_CNY_t": supply["reclaim_cost"].astype(float).fillna(0.0),
        }
    )
    frame = frame[(frame["generation_kt_yr"] > 0) | (frame["legacy_limit_kt_yr"] > 0)]
    kept = {lot for lot, on in zip(lots, supply.index.isin(frame.index), strict=True) if on}
    return frame.sort_values(["zone", "lot"], ignore_index=True), kept


def list_sinks(nodes: Nodes, routes: pd.DataFrame) -> pd.DataFrame:
    """Return explicit sinks and the implicit store of every node that may keep its waste."""
    explicit = nodes.sinks.assign(implicit=False, owner=nodes.sinks["owner_zone"])
    explicit["owner"] = explicit["owner"].fillna(nodes.sinks["owner_plant"])
    stores = sorted({d for d in routes["destination"] if str(d).startswith(STORE)})
    owners = [s.removeprefix(STORE) for s in stores]
    homes = pd.concat([nodes.zones, nodes.plants]).reindex(
        columns=["name_en", "name_zh", "city", "province", "lon", "lat"]
    )
    implicit = homes.loc[owners].set_axis(stores).assign(implicit=True, owner=owners)
    columns = ["name_en", "name_zh", "city", "province", "lon", "lat", "implicit", "owner"]
    both = pd.concat(
        [f for f in (explicit.reindex(columns=columns), implicit) if len(f)]
        or [explicit.reindex(columns=columns)]
    )
    both["capacity_kt_yr"] = nodes.sinks["capacity"].astype(float).reindex(both.index)
    both.index.name = "sink"
    return both


def list_markets(nodes: Nodes) -> pd.DataFrame:
    """Return the markets with units in the column names."""
    return nodes.markets.rename(
        columns={
            "min": "min_kt_yr",
            "max": "max_kt_yr",
            "group_max": "group_max_kt_yr",
            "price": "price_CNY_t",
        }
    ).rename_axis("market")


def _split_uses(
    case: Case, uses: pd.DataFrame, contents: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the uses that are allowed, and those of lots that quality keeps from a plant."""
    allowed, refused = line_tables.refuse_lots(case, uses, contents)
    return allowed, _only_refused(refused, allowed)


def _only_refused(refused: pd.DataFrame, uses: pd.DataFrame) -> pd.DataFrame:
    """Keep refusals of lots that no recipe of the plant takes."""
    taken = set(zip(uses["plant"], uses["lot"], strict=True))
    keep = [k not in taken for k in zip(refused["plant"], refused["lot"], strict=True)]
    return refused[np.array(keep, dtype=bool)]


def keep_reachable(
    uses: pd.DataFrame,
    routes: pd.DataFrame,
    makes: pd.DataFrame,
    purchases: pd.DataFrame,
    reached: set[tuple[str, str]],
) -> pd.DataFrame:
    """Keep uses of lots that come to the plant from a zone or from outside, along whole chains.

    A line that makes what it takes is no source of it: nothing would come of nothing.
    """
    into = routes[routes["destination_kind"] == "plant"]
    from_zone = into[into["origin_kind"] == "zone"]
    begun = {
        *reached,
        *zip(from_zone["destination"].tolist(), from_zone["lot"].tolist(), strict=True),
        *zip(purchases["plant"], purchases["lot"], strict=True),
    }
    following: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    between = into.loc[into["origin_kind"] == "plant", ["origin", "destination", "lot"]]
    for way in records(between):
        following[way.origin, way.lot].add((way.destination, way.lot))
    inputs: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for use in records(uses):
        inputs[use.line, use.recipe].append((use.plant, use.lot))
    for made in records(makes):
        spot = made.plant, made.lot
        if made.per != ACTIVITY:
            following[made.plant, made.per].add(spot)
        elif taken := inputs[made.line, made.recipe]:
            for place in taken:
                following[place].add(spot)
        else:
            begun.add(spot)
    have = spread(begun, following)
    keep = [k in have for k in zip(uses["plant"].tolist(), uses["lot"].tolist(), strict=True)]
    return uses[np.array(keep, dtype=bool)].reset_index(drop=True)


def list_relays(
    routes: pd.DataFrame,
    makes: pd.DataFrame,
    purchases: pd.DataFrame,
    reached: set[tuple[str, str]],
) -> pd.DataFrame:
    """Return plant x lot of what may arrive or be bought there and may also leave.

    `reached` are the plants and lots that routes yet to be written down may lead to.
    """
    key = ["plant", "lot"]
    into, out = routes["destination_kind"] == "plant", routes["origin_kind"] == "plant"
    arriving = routes.loc[into, ["destination", "lot"]].set_axis(key, axis=1)
    leaving = routes.loc[out, ["origin", "lot"]].set_axis(key, axis=1)
    coming = pd.DataFrame(sorted(reached), columns=key)
    received = pd.concat([arriving, purchases[key], coming]).drop_duplicates()
    sent = pd.concat([leaving, makes[key]] if reached else [leaving]).drop_duplicates()
    return join(sent, received, key).sort_values(key, ignore_index=True)


def keep_possible(makes: pd.DataFrame, uses: pd.DataFrame) -> pd.DataFrame:
    """Keep makes whose input lot the line can use."""
    used = set(zip(uses["line"], uses["recipe"], uses["lot"], strict=True))
    keep = [
        per == "activity" or (line, recipe, per) in used
        for line, recipe, per in zip(makes["line"], makes["recipe"], makes["per"], strict=True)
    ]
    return makes[np.array(keep, dtype=bool)].reset_index(drop=True)
