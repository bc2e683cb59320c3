"""This project: from the tables of a case to the plan that `sim run` writes."""

from __future__ import annotations

import time

from benchmarks.scale.problem import MTKM_PER_KT_KM, Answer
from sim.loader.case import Case
from sim.network import Generation, build_network
from sim.solve import Session

HAULED = ("utilization", "chain", "disposal")


def plan(case: Case) -> Answer:
    """Solve all stages, then least transport work, then the names' weights."""
    session = Session(build_network(case, Generation()))
    modelled = time.perf_counter()
    found = session.solve()
    growth, routes = session.growth, session.network.routes
    flows = found.ship["amount_kt_yr"].to_numpy(float)
    km = routes["km"].fillna(0.0).reindex(found.ship["route"]).to_numpy(float)
    work = MTKM_PER_KT_KM * float(flows @ km)
    stages = (*(stage.value for stage in found.stages), work)
    listed = int(routes["role"].isin(HAULED).sum())
    candidates = growth.candidates if growth else listed
    return Answer(stages, flows, modelled, candidates)
