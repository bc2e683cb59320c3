"""Solving the points of a study: each is a pure function of its settings, warm where it can be.

In its last digits a point solved warm depends on the points before it. So points are solved in
blocks, which begin from one state: a block of points is a pure function to the last bit.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.checks import check_case
from sim.errors import SimError
from sim.loader.change.variant_levels import read_levels
from sim.loader.change.variants import Study, vary, vary_case
from sim.loader.load import Loaded
from sim.network import build_network
from sim.results.names import Names
from sim.rules.families import FAMILIES
from sim.say.message import listed, message
from sim.say.texts import BOTH, Texts
from sim.solve import RowName, Session
from sim.solve.figures import Figures, FigureSolver
from sim.studies.fairness import with_floors
from sim.studies.solve_case import Clock, be_silent
from sim.studies.sweep.bounds import (
    Bounds,
    OtherStructureError,
    RightHandSides,
    Shifts,
    is_right_hand_side,
    structure_of,
)
from sim.studies.sweep.points import Point

LIMITS = frozenset(family.name for family in FAMILIES.values() if family.is_limit)
"""Constraints that a planner can move: those that a point may report as binding."""
OPTIMAL = "optimal"
_KEPT = 3
"""Programmes of other structures than the scenario's own kept at a time."""
_LONGEST_WALK = 5000
"""Points up to which near ones are looked for."""


@dataclass(frozen=True)
class PointResult:
    """What became of a point."""

    point: Point
    status: str
    """optimal, or the kind of error: infeasible, invalid_input, unbounded, solver_limit."""
    reason: str
    """Why there is no plan; empty when there is one."""
    metrics: dict[str, float]
    """Metric -> value in its canonical unit; empty without a plan."""
    binding: tuple[str, ...]
    """Limits whose value is at the limit, as `constraint|index`."""
    seconds: float
    is_warm: bool
    """Whether a programme at hand was solved again, rather than a new one built."""
    reason_zh: str = ""
    """The reason in Chinese."""


@dataclass(frozen=True)
class _Programme:
    """A programme inside the solver, and how variants of it are read."""

    solver: FigureSolver
    right_hand_sides: RightHandSides


class PointSolver:
    """Solves points of one study. The result of a block does not depend on earlier ones.

    Programmes are kept only to save time; a worker can have a solver of its own.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self._own: _Programme | None = None
        self._kept: OrderedDict[Hashable, _Programme] = OrderedDict()
        self._own_structure = structure_of(study.loaded, study.loaded)
        self._names: Names | None = None
        self._built = 0

    def solve_block(self, points: Sequence[Point]) -> list[PointResult]:
        """Return what becomes of points that are solved one after the other from the start.

        From the start: of the programme of the scenario itself, solved as it is; others anew.
        """
        self._kept.clear()
        if self._own is not None:
            self._own.solver.restart()
        return [self.solve(point) for point in points]

    def solve(self, point: Point) -> PointResult:
        """Return the figures of a point, or why it has none."""
        began = time.perf_counter()
        before = self._built
        status, reasons, metrics, binding = OPTIMAL, ("", ""), {}, tuple[str, ...]()
        try:
            figures = self._figures(point)
            metrics = figures.metrics
            binding = tuple(sorted(map(self._cause, figures.at_limit)))
        except SimError as error:
            status = error.exit_code.name.lower()
            english, chinese = (describe(error, texts) for texts in BOTH)
            reasons = english, chinese
        seconds, is_warm = time.perf_counter() - began, self._built == before
        reason, reason_zh = reasons
        return PointResult(point, status, reason, metrics, binding, seconds, is_warm, reason_zh)

    def _cause(self, row: RowName) -> str:
        """Return a row as it stands in tables; every programme of a study has the same periods."""
        assert self._names is not None
        return self._names.cause(row)

    def _figures(self, point: Point) -> Figures:
        varied = vary(self.study, point.settings)
        if varied.scenario.no_worse_off is not None:
            return self._build(varied).solver.solve({}, {})
        programme = self._find(structure_of(self.study.loaded, varied), varied)
        old = self.study.loaded.tables
        touched = {table for table, rows in varied.tables.items() if rows is not old[table]}
        bounds: Bounds = {}
        shifts: Shifts = {}
        try:
            bounds, shifts = programme.right_hand_sides.read(varied, touched)
        except OtherStructureError:
            programme = self._build(varied)
        return programme.solver.solve(bounds, shifts)

    def _find(self, structure: Hashable, varied: Loaded) -> _Programme:
        """Return the programme of a structure, built if it is not at hand."""
        if structure == self._own_structure:
            if self._own is None:
                self._own = self._build(self.study.loaded)
                self._own.solver.open()
            return self._own
        if structure in self._kept:
            self._kept.move_to_end(structure)
            return self._kept[structure]
        self._kept[structure] = self._build(varied)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return self._kept[structure]

    def _build(self, varied: Loaded) -> _Programme:
        self._built += 1
        case = vary_case(self.study, varied)
        check_case(case)
        case = with_floors(case, Clock(be_silent))
        network = build_network(case)
        if self._names is None:
            self._names = Names(network, case.tables["areas"])
        session = Session(network)
        solver = FigureSolver(session, self.study.sweep.metrics, LIMITS)
        return _Programme(solver, RightHandSides(varied, network, session))


def name_limits(study: Study) -> Names:
    """Return the names of the limits of a study's scenario."""
    return Names(build_network(study.case), study.case.tables["areas"])


def describe(error: SimError, texts: Texts) -> str:
    """Return an error on one line."""
    first = error.problems[:1]
    more = len(error.problems) - len(first)
    rest = [message("count_more", count=more)] if more else []
    said = [texts.tell(problem) for problem in first]
    text = texts.tell(listed([error.message, *said, *rest], "list_semicolon"))
    return " ".join(text.split())


def solving_order(study: Study, points: list[Point]) -> list[Point]:
    """Return the points so that those of one programme, and near ones, follow each other."""
    parameters = study.sweep.parameters
    if study.sweep.kind == "sampled":
        points = _walk(study, points)
    built = [i for i, p in enumerate(parameters) if not is_right_hand_side(p)]
    groups = [tuple(repr(point.value(i)) for i in built) for point in points]
    rank = {group: n for n, group in reversed(list(enumerate(groups)))}
    order = sorted(range(len(points)), key=lambda i: (rank[groups[i]], i))
    return [points[i] for i in order]


def _walk(study: Study, points: list[Point]) -> list[Point]:
    """Return the points each followed by the nearest one left; many are taken as they come."""
    if len(points) > _LONGEST_WALK:
        return points
    columns = []
    for i, parameter in enumerate(study.sweep.parameters):
        level = read_levels(study.loaded, parameter)
        numbers = [level.number(point.value(i)) or 0.0 for point in points]
        columns.append(np.asarray(numbers) / (np.ptp(numbers) or 1.0))
    places = np.stack(columns, axis=1)
    left = np.ones(len(points), dtype=bool)
    walk = [0]
    for _ in range(len(points) - 1):
        left[walk[-1]] = False
        away = ((places - places[walk[-1]]) ** 2).sum(axis=1)
        walk.append(int(np.where(left, away, np.inf).argmin()))
    return [points[i] for i in walk]
