"""A plan solved from nothing, with reasons and prices: what details, files and settling need."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator
from dataclasses import dataclass

from sim.checks import check_case
from sim.loader.case import Case
from sim.loader.load import Loaded, make_case
from sim.network import Generation, Network, build_network
from sim.page.asked import Asked
from sim.page.edits import apply
from sim.page.edits.edit import Overlay
from sim.page.keep import keep
from sim.page.plans import key_of
from sim.results.tables import ResultTables
from sim.solve import Session
from sim.solve.plan import Plan
from sim.studies.fairness import load_with_floors
from sim.studies.run.run import plan_case
from sim.studies.solve_case import Clock, be_silent

KEPT = 6
"""Plans with findings that a process remembers."""


@dataclass(frozen=True)
class Found:
    """A scenario with edits, as `sim run` would tell of it."""

    overlay: Overlay
    loaded: Loaded
    """Its limits hold the floors of `no_worse_off`."""
    case: Case
    tables: ResultTables


@dataclass(frozen=True)
class Settled:
    """A plan solved from nothing, ties broken."""

    case: Case
    network: Network
    plan: Plan


_FOUND: OrderedDict[str, Found] = OrderedDict()


def read_case(asked: Asked) -> tuple[Overlay, Loaded, Case]:
    """Return what the edits add, and the scenario with them, checked.

    Raises
    ------
    InputError, InfeasibleError
    """
    overlay, loaded = apply(asked.base.loaded, asked.edits)
    case = make_case(loaded)
    check_case(case)
    return overlay, *load_with_floors(loaded, case, Clock(be_silent))


def settle_plan(asked: Asked) -> Generator[str, None, Settled]:
    """Yield the names of steps; return the plan as a run from nothing finds it.

    Raises
    ------
    SimError
    """
    yield "check"
    _, _, case = read_case(asked)
    yield "network"
    network = build_network(case, Generation())
    yield "model"
    session = Session(network)
    yield "solve"
    plan = session.solve()
    return Settled(case, session.network, plan)


def find_all(asked: Asked) -> Generator[str, None, Found]:
    """Yield the names of steps; return the plan with its reasons and prices.

    Raises
    ------
    SimError
    """
    key = key_of(asked.base, asked.edits)
    found = _FOUND.get(key)
    if found is None:
        yield "worth"
        overlay, loaded, case = read_case(asked)
        found = Found(overlay, loaded, case, plan_case(case, Clock(be_silent)))
    keep(_FOUND, key, found, KEPT)
    return found
