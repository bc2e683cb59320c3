"""The plans of edits: found once, remembered under their key."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sim.loader.case import Case
from sim.loader.load import Loaded
from sim.network import Generation, Network, build_network
from sim.page.base import Base, checked
from sim.page.edits import apply
from sim.page.edits.edit import Edit, Overlay
from sim.report.safe import embed_json
from sim.results.tables import ResultTables
from sim.results.tabulate import tabulate_plan
from sim.solve import Plan, Session

KEPT = 30
"""Plans that are remembered."""


@dataclass(frozen=True)
class Planned:
    """An optimal plan with its tables."""

    key: str
    loaded: Loaded
    case: Case
    network: Network
    plan: Plan
    tables: ResultTables
    overlay: Overlay
    seconds: dict[str, float] = field(default_factory=dict)


_PLANS: OrderedDict[str, Planned] = OrderedDict()


def key_of(base: Base, edits: Sequence[Edit]) -> str:
    """Return what tells plans apart: the files read, and the edits that are on, in order."""
    stated = [
        edit.model_dump(exclude={"id", "on", "name"}, by_alias=True) for edit in edits if edit.on
    ]
    content = embed_json([sorted(base.loaded.project.hashes.items()), base.loaded.file, stated])
    return sha256(content.encode()).hexdigest()[:16]


def find_plan(base: Base, edits: Sequence[Edit]) -> Iterator[str | Planned]:
    """Yield the names of steps, and last the plan of a scenario with edits.

    Raises
    ------
    InputError, InfeasibleError, UnboundedError, SolverLimitError
    """
    key = key_of(base, edits)
    known = _PLANS.get(key)
    if known is None:
        overlay, loaded = apply(base.loaded, edits)
        loaded, case = checked(loaded)
        for known in _solve(key, overlay, loaded, case):
            if isinstance(known, str):
                yield known
        assert isinstance(known, Planned)
        _PLANS[key] = known
        while len(_PLANS) > KEPT:
            _PLANS.popitem(last=False)
    _PLANS.move_to_end(key)
    yield known


def _solve(
    key: str, overlay: Overlay, loaded: Loaded, case: Case
) -> Iterator[str | Planned]:  # fmt: skip
    began = time.perf_counter()
    yield "network"
    network = build_network(case, Generation())
    yield "model"
    session = Session(network)
    built = time.perf_counter()
    yield "solve"
    plan = session.solve()
    solved = time.perf_counter()
    yield "tabulate"
    tables = tabulate_plan(case, session.network, plan)
    seconds = {
        "network": built - began, "solve": solved - built,
        "tables": time.perf_counter() - solved,
    }  # fmt: skip
    yield Planned(key, loaded, case, session.network, plan, tables, overlay, seconds)


def last(steps: Iterator[Any]) -> Any:
    """Return the last thing that is yielded."""
    found = None
    for found in steps:
        pass
    return found
