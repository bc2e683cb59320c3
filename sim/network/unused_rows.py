"""Rows of the input tables that take no part in the network, each with its reason.

Of lines another account is given; parameters and statistics are read whatever the network is.
Rows of the shared library are stock, and are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.network import unused_ways as ways
from sim.network.formula import read_formula
from sim.network.taking_part import TakingPart, Unused, pick
from sim.network.types import Network
from sim.scenario.records import records
from sim.scenario.tables import TABLES

COLUMNS = ["table", "at", "row", "reason"]
NOT_READ = ("lines", "parameters", "statistics")
"""Tables that are not looked at."""


def list_unused_rows(case: Case, network: Network) -> pd.DataFrame:
    """Return COLUMNS: table, `file:line`, key of the row, and the reason, in order of the files."""
    facts = TakingPart(case, network)
    found = [
        (table, case.origin[table][i], _name(case.tables[table], table, i), reason)
        for table, find in _FINDERS.items()
        if len(case.tables[table])
        for i, reason in sorted(find(facts))
        if facts.is_own(case.origin[table][i])
    ]
    found.sort(key=lambda row: (row[0], int(row[1].rpartition(":")[2]), row[1]))
    return pd.DataFrame(found, columns=COLUMNS, dtype=object)


def _name(frame: pd.DataFrame, table: str, position: int) -> str:
    """Return the key of a row, its columns joined."""
    cells = (frame[column].iloc[position] for column in TABLES[table].key)
    return ", ".join(str(cell) for cell in cells if pd.notna(cell) and cell != "")


# -- places and what arises --------------------------------------------------------------------


def _zones(facts: TakingPart) -> Iterator[Unused]:
    zones = facts.table("zones")
    on = zones["id"].isin(facts.network.zones.index)
    yield from pick(~on, "role_off")
    yield from pick(on & ~zones["id"].isin(facts.network.supply["zone"]), "nothing_arises")


def _plants(facts: TakingPart) -> Iterator[Unused]:
    plants = facts.table("plants")["id"]
    on = plants.isin(facts.network.plants.index)
    yield from pick(~on, "role_off")
    yield from pick(on & ~plants.isin(facts.network.lines["plant"]), "no_line_on")


def _generation(facts: TakingPart) -> Iterator[Unused]:
    rows = facts.table("generation")
    on = rows["zone"].isin(facts.network.zones.index)
    yield from pick(~on, "role_off")
    yield from pick(on & (rows["amount"] <= 0), "is_zero")


def _legacy(facts: TakingPart) -> Iterator[Unused]:
    rows = facts.table("legacy")
    on = rows["zone"].isin(facts.network.zones.index)
    yield from pick(~on, "role_off")
    yield from pick(on & ~(rows["stock"] * rows["yearly_limit"] > 0), "is_zero")


def _purchases(facts: TakingPart) -> Iterator[Unused]:
    rows, bought = facts.table("purchases"), facts.network.purchases
    there = set(zip(bought["plant"], bought["lot"], strict=True))
    pairs = zip(rows["plant"], rows["material"], strict=True)
    used = np.array([pair in there for pair in pairs], dtype=bool)
    on = rows["plant"].isin(facts.network.plants.index)
    yield from pick(~on, "role_off")
    yield from pick(on & ~used, "not_used_there")


def _sinks(facts: TakingPart) -> Iterator[Unused]:
    yield from pick(~facts.table("sinks")["id"].isin(facts.destinations), "nothing_for_it")


def _markets(facts: TakingPart) -> Iterator[Unused]:
    markets = facts.table("markets")
    idle = ~markets["id"].isin(facts.destinations)
    made = markets["product"].isin(facts.network.makes["material"])
    yield from pick(idle & ~made, "not_made")
    yield from pick(idle & made, "no_maker_there")


def _areas(facts: TakingPart) -> Iterator[Unused]:
    case, named = facts.case, set(facts.table("areas")["parent"])
    for table in ("zones", "plants", "sinks", "markets", "terminals", "gate_prices", "grid"):
        for column in {"city", "province", "area"} & set(case.tables[table]):
            named |= set(case.tables[table][column])
    named |= {name for rule in case.scenario.borders for name in (rule.from_, rule.to)}
    named |= {name for limit in case.scenario.limits for name in limit.scope.values()}
    yield from pick(~facts.table("areas")["id"].isin(named), "no_place_there")


def _names(facts: TakingPart) -> Iterator[Unused]:
    tables = facts.case.tables

    @cache
    def texts(level: str) -> frozenset[str]:
        holders = ("materials",) if level == "family" else ("zones", "plants")
        return frozenset(
            t for name in holders if level in tables[name] for t in tables[name][level]
        )

    for i, row in enumerate(records(facts.table("names"))):
        if row.id not in texts(row.level):
            yield i, "names_nothing"


# -- materials and technologies ----------------------------------------------------------------


def _materials(facts: TakingPart) -> Iterator[Unused]:
    yield from pick(~facts.table("materials")["id"].isin(facts.materials), "material_absent")


def _technologies(facts: TakingPart) -> Iterator[Unused]:
    used = set(facts.network.lines["technology"])
    yield from pick(~facts.table("technologies")["id"].isin(used), "no_line_runs_it")


def _recipes(facts: TakingPart) -> Iterator[Unused]:
    yield from pick(~facts.table("recipes")["id"].isin(facts.runs), "no_line_runs_it")


def _inputs(facts: TakingPart) -> Iterator[Unused]:
    rows = facts.table("inputs")
    yield from _of_recipes(facts, rows, facts.taken, rows["max"] > 0)


def _groups(facts: TakingPart) -> Iterator[Unused]:
    yield from pick(~facts.table("groups")["recipe"].isin(facts.runs), "no_line_runs_it")


def _yields(facts: TakingPart) -> Iterator[Unused]:
    yield from _of_recipes(facts, facts.table("yields"), facts.made)


def _of_recipes(
    facts: TakingPart,
    rows: pd.DataFrame,
    there: Collection[tuple[str, str]],
    asked: pd.Series | bool = True,
) -> Iterator[Unused]:
    """Yield rows of recipes that no line runs, and asked ones of a material that is not there."""
    run = rows["recipe"].isin(facts.runs)
    pairs = zip(rows["recipe"], rows["material"], strict=True)
    absent = np.array([pair not in there for pair in pairs], dtype=bool)
    yield from pick(~run, "no_line_runs_it")
    yield from pick(run & asked & absent, "never_there")


def _quality(facts: TakingPart) -> Iterator[Unused]:
    taken: defaultdict[str, set[str]] = defaultdict(set)
    for recipe, material in facts.taken:
        taken[recipe].add(material)
    for i, row in enumerate(records(facts.table("quality"))):
        run = facts.runs.intersection(row.recipes)
        there = set().union(*(taken[recipe] for recipe in run))
        if not run:
            yield i, "no_line_runs_it"
        elif row.scope == "blend" and not (there & set(row.materials) if row.materials else there):
            yield i, "never_there"


def _composition(facts: TakingPart) -> Iterator[Unused]:
    lots = facts.network.lots
    apart = set(zip(lots["material"], lots["producer"], strict=True))
    quality = records(facts.table("quality"))
    rules = [rule for rule in quality if not facts.runs.isdisjoint(rule.recipes)]
    looked_at = {name for rule in rules for name in read_formula(rule.formula).coefficients}
    for i, row in enumerate(records(facts.table("composition"))):
        producer = row.producer if isinstance(row.producer, str) else ""
        if row.material not in facts.materials:
            yield i, "material_absent"
        elif producer and (row.material, producer) not in apart:
            yield i, "not_from_there"
        elif row.property not in looked_at:
            yield i, "no_rule_asks"


def _gate_prices(facts: TakingPart) -> Iterator[Unused]:
    rows = facts.table("gate_prices")
    keys = [
        (r.material, *(x if isinstance(x, str) else "" for x in (r.technology, r.province)))
        for r in records(rows)
    ]
    known, used = set(keys), set()
    for material, technology, province in _deliveries(facts):
        pairs = ((technology, province), (technology, ""), ("", province), ("", ""))
        best = next(((material, *p) for p in pairs if (material, *p) in known), None)
        used.add(best)
    yield from pick(np.array([key not in used for key in keys], dtype=bool), "no_delivery")


def _grid(facts: TakingPart) -> Iterator[Unused]:
    rows, plants = facts.table("grid"), facts.network.plants
    here = set(plants["province"].reindex(facts.network.lines["plant"]))
    yield from pick(~rows["province"].isin({"", *here}), "no_place_there")


def _deliveries(facts: TakingPart) -> set[tuple[str, str, str]]:
    """Return material, technology of the taker and province of the sender of all deliveries."""
    network = facts.network
    routes = network.routes[network.routes["destination_kind"] == "plant"]
    nodes = pd.concat([network.zones["province"], network.plants["province"]])
    nodes = nodes[~nodes.index.duplicated()].fillna("")
    senders = pd.DataFrame(
        {
            "lot": routes["lot"],
            "plant": routes["destination"],
            "province": nodes.reindex(routes["origin"]).to_numpy(),
        }
    ).drop_duplicates()
    uses = network.uses[["line", "lot", "plant", "material"]].drop_duplicates()
    both = senders.merge(uses, on=["lot", "plant"])
    technology = network.lines["technology"].reindex(both["line"])
    return set(zip(both["material"], technology, both["province"], strict=True))


_FINDERS: dict[str, Callable[[TakingPart], Iterator[Any]]] = {
    "zones": _zones,
    "plants": _plants,
    "generation": _generation,
    "legacy": _legacy,
    "purchases": _purchases,
    "sinks": _sinks,
    "markets": _markets,
    "areas": _areas,
    "names": _names,
    "materials": _materials,
    "technologies": _technologies,
    "recipes": _recipes,
    "inputs": _inputs,
    "groups": _groups,
    "yields": _yields,
    "quality": _quality,
    "composition": _composition,
    "gate_prices": _gate_prices,
    "grid": _grid,
    "modes": ways.unused_modes,
    "terminals": ways.unused_terminals,
    "crossings": ways.unused_crossings,
    "places": ways.unused_places,
    "links": ways.unused_links,
}
"""Table -> the function that yields its rows without a part."""
