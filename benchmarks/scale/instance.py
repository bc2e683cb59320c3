"""The instances: synthetic regions, and what of them a peer needs to know."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.scale.problem import Problem, Transport, save
from benchmarks.scale.recipes import read_recipes
from sim.geo.distance import RoadRules
from sim.loader.case import Case
from sim.network import build_network
from sim.network.access import ONSITE_KM
from sim.scenario.document import Scenario
from sim.synthetic import Size, make_case
from sim.synthetic.project import make_document


def make_instance(kind: str, routes: int, time_limit: float = 3600.0) -> Case:
    """Return a synthetic region of about so many routes, as `sim generate` writes it.

    Its stages are those of every shipped baseline: the highest rate, then the least net cost.
    """
    size = Size.of_routes(routes, kind)  # type: ignore[arg-type]
    document = make_document(size) | {
        "solver": {"threads": 1, "time_limit": f"{time_limit:g} s"},
    }
    return replace(make_case(size), scenario=Scenario.model_validate(document))


def read_problem(case: Case) -> Problem:
    """Return the instance as arrays, for solvers that know nothing of this project."""
    if set(case.tables["recipes"]["technology"]) == {"take1"}:
        return read_transport(case)
    return read_recipes(build_network(case))


def read_transport(case: Case) -> Transport:
    """Return a region of kind `transport` as arrays, from its tables alone."""
    tables = case.tables
    zones, plants = tables["zones"].set_index("id"), tables["plants"].set_index("id")
    materials, lines = tables["materials"].set_index("id"), tables["lines"]
    sources = tables["generation"]
    (truck,) = tables["modes"].to_dict("records")
    for name in ("crossings", "links", "places", "sinks", "legacy", "parameters", "quality"):
        if len(tables[name]):
            raise ValueError(f"a pure transport problem has no {name}")
    available = (lines["capacity"] * lines["availability"]).groupby(lines["plant"]).sum()
    facts = materials.loc[sources["material"]]
    return Transport(
        zone_at=zones[["lon", "lat"]].to_numpy(float),
        plant_at=plants[["lon", "lat"]].to_numpy(float),
        source_zone=zones.index.get_indexer(pd.Index(sources["zone"])).astype(np.int64),
        supply_kt=sources["amount"].to_numpy(float),
        wet=1.0 / (1.0 - facts["moisture"].to_numpy(float)),
        unused_CNY_t=facts["storage_cost"].to_numpy(float),
        capacity_kt=available.reindex(plants.index, fill_value=0.0).to_numpy(float),
        tariff=float(truck["tariff"]),
        minimum=float(truck["minimum_charge"]),
        handling=float(truck["handling"]) + float(truck["fixed"]),
        circuity=RoadRules.circuity,
        circuity_short=RoadRules.circuity_short,
        short_km=RoadRules.short_distance_km,
        onsite_km=ONSITE_KM,
    )


def main() -> None:
    """Write the instance of a kind and size (arguments) as arrays to a file (third argument)."""
    kind, routes, file = sys.argv[1:]
    case = make_instance(kind, int(routes))
    began = time.process_time()
    problem = read_problem(case)
    seconds = time.process_time() - began
    save(problem, Path(file))
    print(json.dumps({"candidates": problem.candidates, "listing_s": seconds}))


if __name__ == "__main__":
    main()
