"""This project: from the tables of a case to the optimum, as `sim run` does it."""

from __future__ import annotations

import time

from benchmarks.scale.problem import Answer, Floats
from sim.loader.case import Case
from sim.network import Generation, build_network
from sim.solve import Session

HAULED = ("utilization", "chain", "disposal")


def first_optimum(case: Case) -> Answer:
    """Solve the only stage; among equal plans whichever comes."""
    session, modelled = begin(case)
    progress = session.in_order(session.network.scenario.objective, {})
    assert progress.optimum is not None
    flows = progress.optimum.columns[session.programme.columns.block("ship")]
    return answer(session, progress.stages[0].value, flows, modelled)


def unique_optimum(case: Case) -> Answer:
    """Solve the stage, least transport work and the names' weights: the plan of `sim run`."""
    session, modelled = begin(case)
    plan = session.solve()
    flows = plan.ship["amount_kt_yr"].to_numpy(float)
    return answer(session, plan.stages[0].value, flows, modelled)


def begin(case: Case) -> tuple[Session, float]:
    """Return the programme in the solver, and when it stood there."""
    session = Session(build_network(case, Generation()))
    return session, time.perf_counter()


def answer(session: Session, value: float, flows: Floats, modelled: float) -> Answer:
    """Return the answer; candidates are counted without listing them."""
    growth, routes = session.growth, session.network.routes
    listed = int(routes["role"].isin(HAULED).sum())
    return Answer(value, flows, modelled, growth.candidates if growth else listed)
