"""Large regions: which routes are written down from the start, and what the others are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from sim.errors import InputError, Problem
from sim.loader.case import Case
from sim.network.haulage import Haulage
from sim.network.large.candidates import BLOCK, Candidates, LocatedPool
from sim.network.large.hauls import MOST_WAYS, Hauls
from sim.network.large.pools import Pool, find_borders, list_pools
from sim.network.routes import (
    Nodes,
    RouteSet,
    finish_routes,
    fixed_routes,
    haul_pairs,
    sink_takers,
    sources_of,
    taken_lots,
)
from sim.network.switches import has_switches
from sim.processes.machine import GIGABYTE, bytes_here, bytes_of_listed, bytes_of_routes
from sim.rules.amounts import CARRIED, LIMITED, amount_of
from sim.say.message import Message, Sayable, message
from sim.scenario.records import records


@dataclass(frozen=True)
class Generation:
    """When routes are generated, and how."""

    above: int = 50_000
    """Pairs of origin and destination from which on a region counts as large."""
    each: int = 5
    """Routes to begin with, of every origin and of every destination of a lot."""
    block: int = BLOCK
    """Pairs that are priced together."""
    lists_all: bool = False
    """Whether every route is written down, however large the region is."""

    def begin(
        self,
        case: Case,
        haulage: Haulage,
        nodes: Nodes,
        lots: pd.DataFrame,
        supply: pd.DataFrame,
        uses: pd.DataFrame,
        makes: pd.DataFrame,
    ) -> tuple[Candidates, RouteSet] | None:
        """Return the candidates and the routes to begin with; None where all are to be listed."""
        if _most_pairs(nodes, supply, uses, makes) <= self.above:
            return None
        pools = pools_of(nodes, lots, supply, uses, makes)
        pairs = sum(pool.pairs for pool in pools)
        if pairs <= self.above:
            return None
        needs_all = _what_needs_all(case, haulage)
        if needs_all is None and self.lists_all:
            where = case.file or case.scenario.name
            needs_all = Problem(
                where, message("all_routes_study"), message("all_routes_study_hint")
            )
        if needs_all is not None:
            refuse_beyond_memory(case, pairs, needs_all)
            return None
        refuse_beyond_memory(case, pairs)
        candidates = build_candidates(case, haulage, nodes, lots, pools, self.block)
        routes = begin_routes(case, haulage, nodes, lots, supply, makes, candidates, self.each)
        return candidates, routes


EVERY_ROUTE = Generation(lists_all=True)
"""For studies that look at every route."""


def _most_pairs(nodes: Nodes, supply: pd.DataFrame, uses: pd.DataFrame, makes: pd.DataFrame) -> int:
    """Return more pairs than there are: every origin of a lot with all that take it, and sinks."""
    origins = Counter([*supply["lot"], *makes["lot"]])
    takers = Counter(lot for _, lot in {*zip(uses["plant"], uses["lot"], strict=True)})
    return sum(many * (takers[lot] + len(nodes.sinks)) for lot, many in origins.items())


def _what_needs_all(case: Case, haulage: Haulage) -> Problem | None:
    """Return what of a scenario asks for every route to be written down, and where it stands."""
    limits = zip(case.scenario.limits, case.limits_at, strict=True)
    asked = [(limit.metric, at) for limit, at in limits]
    asked += [(stage.metric, case.file or case.scenario.name) for stage in case.scenario.objective]
    for metric, at in asked:
        if amount_of(metric) == CARRIED:
            hint = message("all_routes_metric_hint", metric=CARRIED)
            return Problem(at, message("all_routes_metric", metric=CARRIED), hint)
        if LIMITED[metric].needs_reference:
            free = message("all_routes_metric_hint", metric=metric)
            return Problem(at, message("all_routes_metric", metric=metric), free)
    if has_switches(case):
        where = [*case.choose_at, case.file or case.scenario.name][0]
        return Problem(where, message("all_routes_choices"), message("all_routes_choices_hint"))
    if haulage.limits_ways_by_terminals:
        places = case.places("links", "capacity")
        first = min(places[number] for number in haulage.limited.index)
        return Problem(first, message("all_routes_links"), message("all_routes_links_hint"))
    if len(haulage.way_names) > MOST_WAYS:
        what = message("all_routes_modes", count=len(haulage.way_names), most=MOST_WAYS)
        return Problem(case.file or case.scenario.name, what, message("all_routes_modes_hint"))
    return None


def refuse_beyond_memory(case: Case, pairs: int, needs_all: Problem | None = None) -> None:
    """Refuse a region of more pairs than the memory of this machine holds.

    `needs_all` says why every route is written down, where one is: that takes far more.

    Raises
    ------
    InputError
    """
    need = bytes_of_routes(pairs) if needs_all is None else bytes_of_listed(pairs)
    have = bytes_here()
    if have is None or need <= have:
        return
    what = message(
        "region_too_large",
        routes=f"{pairs:,}",
        need=f"{need / GIGABYTE:,.0f}",
        have=f"{have / GIGABYTE:,.0f}",
    )
    where: str | Message = case.scenario.region or case.scenario.tables or case.scenario.name
    hint: Sayable = message("region_too_large_hint")
    if needs_all is not None:
        where, hint = needs_all.where, needs_all.hint or hint
        what = message("all_routes", why=needs_all.what, what=what)
    raise InputError([Problem(where, what, hint, "too_large")])


def pools_of(
    nodes: Nodes,
    lots: pd.DataFrame,
    supply: pd.DataFrame,
    uses: pd.DataFrame,
    makes: pd.DataFrame,
) -> list[Pool]:
    """Return the pools of all lots."""
    sources = sources_of(supply, makes[["plant", "lot"]].drop_duplicates())
    of_zones = sources[sources["origin_kind"] == "zone"]
    of_plants = sources[sources["origin_kind"] == "plant"]
    plants = taken_lots(uses).rename(columns={"plant": "destination"})
    plants = plants.assign(destination_kind="plant", fee_CNY_t=0.0)
    sinks = sink_takers(nodes, lots).assign(destination_kind="sink")
    return list_pools(
        [
            ("utilization", of_zones, plants),
            ("chain", of_plants, plants),
            ("disposal", sources, sinks),
        ]
    )


def build_candidates(
    case: Case,
    haulage: Haulage,
    nodes: Nodes,
    lots: pd.DataFrame,
    pools: list[Pool],
    block: int,
) -> Candidates:
    """Return the candidates of the pools."""
    origins = sorted({node for pool in pools for node in pool.origins})
    destinations = sorted({node for pool in pools for node in pool.destinations})
    hauls = Hauls(haulage, origins, destinations)
    start, end = pd.Index(origins), pd.Index(destinations)
    materials = {row.id: row for row in records(case.tables["materials"])}
    located: list[LocatedPool] = []
    for pool in pools:
        lot = lots.loc[pool.lot]
        material = materials[lot["material"]]
        borders = find_borders(
            pool,
            nodes.areas(),
            case.scenario.borders,
            material.id,
            _text(material.waste_class),
            bound=bool(lot["waste_like"]),
        )
        tax = float(material.tax) if case.scenario.tax_storage else 0.0
        taxed = tax if pool.destination_kind == "sink" else 0.0
        located.append(
            LocatedPool(
                pool,
                borders,
                start.get_indexer(pd.Index(pool.origins)),
                end.get_indexer(pd.Index(pool.destinations)),
                1.0 / (1.0 - float(material.moisture)),
                taxed,
            )
        )

    def write(pairs: pd.DataFrame) -> pd.DataFrame:
        haul, _ = haul_pairs(case, haulage, nodes, lots, pairs)
        return finish_routes(haul, lots, case, nodes)

    return Candidates(located, hauls, write, block)


def begin_routes(
    case: Case,
    haulage: Haulage,
    nodes: Nodes,
    lots: pd.DataFrame,
    supply: pd.DataFrame,
    makes: pd.DataFrame,
    candidates: Candidates,
    each: int,
) -> RouteSet:
    """Return the routes to begin with: stores, sales, and the cheapest hauls.

    What is left out is listed only where a waste has no haul at all.
    """
    made = makes[["plant", "lot"]].drop_duplicates()
    haul, _ = haul_pairs(case, haulage, nodes, lots, candidates.first(each))
    fixed = fixed_routes(case, haulage, nodes, lots, supply, made)
    routes = pd.concat([f for f in (haul, *fixed) if len(f)] or [haul], ignore_index=True)
    routes = finish_routes(routes, lots, case, nodes)
    used = routes[routes["role"] == "utilization"]
    have = set(zip(used["origin"], used["lot"], strict=True))
    picked = [
        (number, [i for i, o in enumerate(s.pool.origins) if (o, s.pool.lot) not in have])
        for number, s in enumerate(candidates.pools)
        if s.pool.role == "utilization"
    ]
    hopeless = candidates.all_pairs(picked)
    _, left_out = haul_pairs(case, haulage, nodes, lots, hopeless)
    return RouteSet(routes, left_out)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
