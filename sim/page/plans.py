"""The plans of edits: found once, remembered under their key."""

from __future__ import annotations

import gc
import time
from collections import OrderedDict
from collections.abc import Generator, Sequence
from contextlib import suppress
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
from sim.page.programmes import PlanView, Programme
from sim.page.standing import let_stand
from sim.processes.machine import give_back_memory
from sim.report.safe import embed_json
from sim.results.summary_file import Summary
from sim.results.tabulate import PlanTables
from sim.solve import Plan
from sim.studies.sweep.bounds import OtherStructureError

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


_PROGRAMMES: OrderedDict[tuple[str, str], Programme] = OrderedDict()
"""Files read, and the plan that it was built for -> a programme."""
_PLANS: OrderedDict[str, Planned] = OrderedDict()
_untidy = False
"""Whether programmes were made since memory was last given back."""


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
    yield "solve"
    view, built = _replan(base, varied), began
    if view is None:
        yield "model"
        made = _build(base, varied)
        built = time.perf_counter()
        yield "solve"
        view = _plan_first(made, varied, base, key)
    seconds = {"network": built - began, "solve": time.perf_counter() - built}
    return Planned(key, varied, view, overlay, seconds)


def _replan(base: Base, varied: Loaded) -> PlanView | None:
    """Return the plan by a programme that is kept; None where none serves."""
    for key, programme in reversed([*_PROGRAMMES.items()]):
        if key[0] == base.file_key and programme.serves(varied):
            with suppress(OtherStructureError):
                view = programme.plan(varied)
                _PROGRAMMES.move_to_end(key)
                return view
    return None


def _plan_first(made: Programme, varied: Loaded, base: Base, key: str) -> PlanView:
    """Return the first plan of a programme, and keep it; one of its own where that is needed."""
    try:
        view = made.plan(varied)
    except OtherStructureError:
        made = Programme(varied)
        view = made.plan(varied)
    _keep(made, base, key)
    return view


def _keep(made: Programme, base: Base, key: str) -> None:
    """Keep a programme for others that it serves, or that are like it."""
    global _untidy  # noqa: PLW0603 - a process tidies up when nobody waits
    keep(_PROGRAMMES, (base.file_key, key), made, WARM)
    _untidy = True
    # What is kept is not looked at again: else Python goes through every row and name of a
    # programme time and again while it tabulates plans, which takes as long as a plan.
    gc.freeze()


def _build(base: Base, varied: Loaded) -> Programme:
    """Return a programme that serves a scenario, and others with more of the base's lines on.

    The kept one that it is like is kept on: the next will be like that too.
    """
    standing = let_stand(base.loaded, varied)
    keys = [key for key in reversed(_PROGRAMMES) if key[0] == base.file_key]
    kin = [_PROGRAMMES[key] for key in keys]
    try:
        made = Programme(standing, kin)
    except (InputError, InfeasibleError):
        if standing is varied:
            raise
        made = Programme(varied, kin)
    if made.like is not None:
        _PROGRAMMES.move_to_end(keys[made.like])
    return made


def tidy_up() -> None:
    """Give back what nobody uses any more, where there may be something; for a quiet moment."""
    global _untidy  # noqa: PLW0603
    if _untidy:
        gc.unfreeze()
        gc.collect()
        give_back_memory()
        gc.freeze()
        _untidy = False
