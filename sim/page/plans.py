"""The plans of edits: found once, remembered under their key."""

from __future__ import annotations

import gc
import time
from collections import OrderedDict
from collections.abc import Generator, Hashable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sim.errors import InfeasibleError, InputError
from sim.loader.case import Case
from sim.loader.load import Loaded
from sim.network import Network
from sim.page.base import Base
from sim.page.edits import apply
from sim.page.edits.edit import Edit, Overlay
from sim.page.keep import keep
from sim.page.programmes import MOVED, PlanView, Programme
from sim.page.standing import let_stand
from sim.processes.machine import give_back_memory
from sim.report.safe import embed_json
from sim.results.summary_file import Summary
from sim.results.tabulate import PlanTables
from sim.solve import Plan
from sim.studies.sweep.bounds import OtherStructureError, structure_of

KEPT = 16
"""Plans that are remembered."""
WARM = 3
"""Programmes that are kept inside the solver."""


Told = Generator[str, None, "Planned"]
"""Yields the names of steps, returns the plan."""


@dataclass(frozen=True)
class Planned:
    """An optimal plan with its tables."""

    key: str
    loaded: Loaded
    view: PlanView
    overlay: Overlay
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def frames(self) -> PlanTables:
        """Return its tables, each made when it is asked for."""
        return self.view.frames

    @property
    def summary(self) -> Summary:
        """Return what the summary of a run says of the plan."""
        return self.view.summary

    @property
    def case(self) -> Case:
        """Return the scenario with the edits."""
        return self.view.case

    @property
    def network(self) -> Network:
        """Return what may flow, be used and be made."""
        return self.view.network

    @property
    def plan(self) -> Plan:
        """Return the plan by itself."""
        return self.view.plan


_PROGRAMMES: OrderedDict[Hashable, Programme] = OrderedDict()
_PLANS: OrderedDict[str, Planned] = OrderedDict()


def key_of(base: Base, edits: Sequence[Edit]) -> str:
    """Return what tells plans apart: the files read, and the edits that are on, in order.

    Ids of edits count: plants that are added, and problems, are called by them.
    """
    stated = [edit.model_dump(exclude={"on", "name"}, by_alias=True) for edit in edits if edit.on]
    content = embed_json([base.file_key, stated])
    return sha256(content.encode()).hexdigest()[:16]


def find_plan(base: Base, edits: Sequence[Edit]) -> Told:
    """Yield the names of steps; return the plan of a scenario with edits.

    Raises
    ------
    InputError, InfeasibleError, UnboundedError, SolverLimitError
    """
    key = key_of(base, edits)
    known = _PLANS.get(key)
    if known is None:
        overlay, loaded = apply(base.loaded, edits)
        known = yield from _solve(key, overlay, base, loaded)
    keep(_PLANS, key, known, KEPT)
    return known


def remembered(base: Base, edits: Sequence[Edit]) -> Planned | None:
    """Return the plan of edits if it was found before."""
    return _PLANS.get(key_of(base, edits))


def _solve(key: str, overlay: Overlay, base: Base, varied: Loaded) -> Told:
    """Yield the names of steps; return the plan. Its programme is kept for others like it."""
    began = time.perf_counter()
    structure: tuple[Hashable, ...] = (
        base.file_key,
        structure_of(base.loaded, varied, MOVED),
        _shape(varied),
    )
    programme = yield from _open(structure, base, varied)
    built = time.perf_counter()
    yield "solve"
    view = None
    while view is None:
        try:
            view = programme.plan(varied)
        except OtherStructureError as error:
            # All that lack the same rows share a programme.
            structure = *structure, error.rows or key
            programme = yield from _open(structure, base, varied)
    seconds = {"network": built - began, "solve": time.perf_counter() - built}
    return Planned(key, varied, view, overlay, seconds)


def _open(
    structure: tuple[Hashable, ...], base: Base, varied: Loaded
) -> Generator[str, None, Programme]:
    """Yield the names of steps; return the programme of a structure, kept or new."""
    programme = _PROGRAMMES.get(structure)
    is_known = programme is not None
    if programme is None:
        yield "model"
        programme = _build(base, varied)
    keep(_PROGRAMMES, structure, programme, WARM)
    if not is_known:
        _clear_memory()
    return programme


def _build(base: Base, varied: Loaded) -> Programme:
    """Return a programme that serves a scenario, and others with more of the base's lines on."""
    standing = let_stand(base.loaded, varied)
    try:
        return Programme(standing)
    except (InputError, InfeasibleError):
        if standing is varied:
            raise
    return Programme(varied)


def _clear_memory() -> None:
    """Give back what nobody uses any more, and have all that is kept not looked at again.

    Else Python goes through every row and name of a programme time and again while it tabulates
    plans, which takes as long as a plan.
    """
    gc.unfreeze()
    gc.collect()
    give_back_memory()
    gc.freeze()


def _shape(varied: Loaded) -> tuple[Hashable, ...]:
    """Return the limits of a scenario without their amounts."""
    limits = varied.scenario.limits
    return tuple((limit.metric, limit.cap is None, tuple(limit.asked.items())) for limit in limits)
