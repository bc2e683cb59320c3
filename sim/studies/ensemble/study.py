"""Solving draws: all uncertain inputs of a scenario at once, one plan a draw.

A draw starts from the bases that the scenario's own plan ended with, in a solver of its own: it is
a pure function of the study and its number, to the last bit, whoever solves it and when.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sim import __version__
from sim.checks import check_case
from sim.errors import SimError
from sim.loader.case import Case
from sim.loader.change.ranges import Mover
from sim.loader.load import Loaded, make_case
from sim.network import Network, build_network, liken
from sim.results.write import describe_run
from sim.rules.metrics import HEADLINE, METRICS
from sim.say.texts import BOTH
from sim.scenario.document import Scenario
from sim.scenario.ensemble import Ensemble
from sim.solve import Session
from sim.solve.akin import go_on_from
from sim.solve.figures import read_metrics
from sim.studies.ensemble.factors import Floats, Moving, draw_positions, read_dependence
from sim.studies.fairness import with_floors
from sim.studies.solve_case import Clock, be_silent
from sim.studies.sweep.bounds import RIGHT_HAND_SIDES
from sim.studies.sweep.study import OPTIMAL, describe
from sim.workers import Job

TYPICAL = 0
"""Number of the draw in which every cell has its typical value."""
_KEPT = {
    **RIGHT_HAND_SIDES,
    "generation": frozenset({"amount"}),
    "markets": RIGHT_HAND_SIDES["markets"] | {"price"},
}
"""Table -> columns that can move while the network stays made of the same routes and chains."""
Found = dict[str, Any]
"""What becomes of a draw, as JSON holds it: status and reason, or is_built and metrics."""


@dataclass(frozen=True)
class Member:
    """A scenario of an ensemble."""

    name: str
    case: Case
    moving: tuple[Moving, ...]
    """Its cells that are drawn."""


@dataclass(frozen=True)
class EnsembleStudy:
    """Scenarios under the same draws; the first one is the reference."""

    members: tuple[Member, ...]
    asked: Ensemble
    """Draws, seed and dependence, as the first scenario says them."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios, the reference first."""
        return tuple(member.name for member in self.members)

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Return what is recorded of each plan: the key figures, and what scenarios ask for."""
        asked = {m for one in self.members for m in one.case.scenario.metrics}
        told = [name for name in HEADLINE if name in METRICS]
        return (*told, *(name for name in METRICS if name in asked and name not in told))

    @cached_property
    def key(self) -> str:
        """Return a hash of all that the figures depend on."""
        scenarios = [
            [member.name, member.case.scenario.model_dump(mode="json", exclude=_UNASKED)]
            for member in self.members
        ]
        moving = [
            [[one.own, one.factor, one.correlation] for one in member.moving]
            for member in self.members
        ]
        inputs = [describe_run(member.case.inputs) for member in self.members]
        asked = self.asked.model_dump(mode="json")
        content = [__version__, scenarios, inputs, moving, asked]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @property
    def job(self) -> Job:
        """Return the solving of draws as a job for workers."""
        return Job(f"ensemble-{self.key}", EnsembleSolver, self, EnsembleSolver.solve)


_UNASKED = {"name", "title", "description", "sweep", "ensemble"}


@dataclass(frozen=True)
class DrawTask:
    """Draws, each of all scenarios."""

    draws: tuple[int, ...]
    """TYPICAL, or the number of a draw from 1."""


def plan_study(scenarios: Sequence[tuple[str, Loaded]], draws: int | None = None) -> EnsembleStudy:
    """Return the study of scenarios under their names; `draws` instead of what the first says.

    Raises
    ------
    InputError
        An entry of the first scenario's `ensemble` picks no row.
    """
    _, first = scenarios[0]
    asked = first.scenario.ensemble or Ensemble()
    if draws is not None:
        asked = asked.model_copy(update={"draws": draws})
    dependence = read_dependence(first)
    members = tuple(
        Member(name, make_case(loaded), tuple(dependence.list_moving(loaded)))
        for name, loaded in scenarios
    )
    return EnsembleStudy(members, asked)


class EnsembleSolver:
    """Solves draws of one study; what a task gives does not depend on earlier ones."""

    def __init__(self, study: EnsembleStudy) -> None:
        self._bases: list[_Base] = []
        self._typical: list[Found] = []
        kin: list[_Made] = []
        for member in study.members:
            base = _Base(study, member)
            self._typical.append(base.solve(TYPICAL, kin))
            self._bases.append(base)

    def solve(self, task: DrawTask) -> list[list[Found]]:
        """Return what becomes of each draw of a task, scenario by scenario."""
        return [self._typical if draw == TYPICAL else self._draw(draw) for draw in task.draws]

    def _draw(self, draw: int) -> list[Found]:
        kin: list[_Made] = []
        return [base.solve(draw, kin) for base in self._bases]


@dataclass(frozen=True)
class _Made:
    """The network of one scenario in a draw, of which others may be made."""

    base: _Base
    case: Case
    network: Network


class _Base:
    """A scenario as it is, solved, and what is made of it."""

    def __init__(self, study: EnsembleStudy, member: Member) -> None:
        self._study, self._case, self._moving = study, member.case, member.moving
        self._mover = Mover(member.case, [one.cell for one in member.moving])
        self._positions = draw_positions(member.moving, study.asked)
        self._may_liken = all(c <= _KEPT.get(t, set()) for t, c in self._mover.columns.items())
        self._session: Session | None = None
        self._akin: dict[int, bool] = {}

    def solve(self, draw: int, kin: list[_Made]) -> Found:
        """Return what becomes of a draw; `kin` are the scenarios before it, and it is added."""
        try:
            return self._figures(draw, kin)
        except SimError as error:
            reason, reason_zh = (describe(error, texts) for texts in BOTH)
            status = error.exit_code.name.lower()
            return {"status": status, "reason": reason, "reason_zh": reason_zh, "metrics": {}}

    def _figures(self, draw: int, kin: list[_Made]) -> Found:
        own = next((made for made in kin if self._has_the_tables_of(made.base)), None)
        case = self._move(draw) if own is None else replace(self._case, tables=own.case.tables)
        if own is None and draw != TYPICAL:
            check_case(case, self._case)
        case = with_floors(case, Clock(be_silent))
        likened = self._liken(case) if own is None else liken(own.network, own.case, case)
        network = likened or build_network(case)
        kin.append(_Made(self, case, network))
        session = Session(network)
        if draw == TYPICAL:
            self._session = session
        elif self._session is not None:
            go_on_from(session, self._session)
        progress = session.search(case.scenario.objective, {}, session.form)
        assert progress.optimum is not None
        forms = {m: session.form(m) for m in self._study.metrics if _is_told(m, session)}
        values = read_metrics(session, progress.optimum.columns, forms)
        return {
            "status": OPTIMAL,
            "is_built": likened is None,
            "metrics": {m: None if math.isnan(value) else value for m, value in values.items()},
        }

    def _move(self, draw: int) -> Case:
        """Return the case of a draw."""
        if draw == TYPICAL:
            return self._case
        positions: Floats = self._positions[draw - 1]
        return self._mover.move(positions)

    def _has_the_tables_of(self, other: _Base) -> bool:
        """Return whether another scenario has the same tables, drawn alike: in all its draws."""
        if id(other) not in self._akin:
            same = [one.parts for one in self._moving] == [one.parts for one in other._moving]
            tables = self._case.tables.items()
            alike = same and all(frame.equals(other._case.tables[t]) for t, frame in tables)
            self._akin[id(other)] = alike
        return self._akin[id(other)]

    def _liken(self, case: Case) -> Network | None:
        """Return the network of a draw made of the scenario's own, where that is possible."""
        if self._session is None or not self._may_liken:
            return None
        return liken(self._session.network, self._case, case)


def _is_told(metric: str, session: Session) -> bool:
    """Return whether the inputs have what a metric is about."""
    spec, network = METRICS[metric], session.network
    asked: Scenario = network.scenario
    if spec.needs_reference or spec.level is not None:
        return metric in asked.metrics
    return not spec.needs or len(getattr(network, spec.needs)) > 0
