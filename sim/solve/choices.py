"""What to open: the stages in order as mixed-integer programmes, then the programme so settled.

Every stage is solved with its switches as whole numbers and kept for the next by a row. Choices
that are as good in every stage are told apart by fixed weights of their names. What is found is
written into the rows of the programme: from there on it is a linear programme like any other, with
faces and duals, and its prices hold with the choices made.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csc_array

from sim.errors import InfeasibleError
from sim.model import Programme
from sim.model.areas import PER_CENT
from sim.model.arrays import NONE, Name
from sim.model.tight import tighten
from sim.scenario.document import Stage
from sim.scenario.settings import Solver
from sim.solve.arrays import Arrays, Floats
from sim.solve.balance import LeastRate
from sim.solve.forms import Form
from sim.solve.keeping import Keep, find_extent, keep_metric
from sim.solve.mixed import MixedEngine, Search
from sim.solve.plan import Choosing
from sim.solve.stages import keep_within, slack_of, solve_form

SAME = 1e-8
"""Choices count as equally good within this share of the value of a stage."""
ROOM = 11.0
"""How many times its capacity what is open may run where limits give."""
OPEN = frozenset({"line_open", "sink_open", "link_open", "build_open", "size_open"})
"""Families that let things run only if they are open."""
LEAST = frozenset({"line_least_if_open", "build_least", "size_least"})
"""Families that ask for something only if it is open."""
FIXED = frozenset({"size_most", "build_step"})
"""Families that say how much is built, by what is chosen."""
SWITCH = "switch"
"""The family that says what is open, once it is settled."""
STEPS = "step_most"
"""The family that says in how many steps something is built, once it is settled."""
Held = tuple[Form, Keep]
"""A metric, and where it is kept."""
Bounds = Mapping[Name, tuple[float, float]]


@dataclass(frozen=True)
class Choice:
    """What to open."""

    values: Floats
    """The whole number of every column that is one; of no meaning for the others."""
    how: Choosing


class Chooser:
    """The programme with its switches, in a solver of its own."""

    def __init__(self, programme: Programme, settings: Solver) -> None:
        arrays = programme.arrays
        self._whole, self._size = arrays.integer, arrays.size
        self._rows = {name: row for row, name in enumerate(arrays.row_names)}
        self._engine = MixedEngine(tighten(programme), settings)

    def tell(self, tell: Callable[[Search], None]) -> None:
        """Have it told how far searches have come."""
        self._engine.tell = tell

    def choose(
        self,
        stages: Sequence[Stage],
        form_of: Callable[[str], Form],
        bounds: Bounds,
        keep: Sequence[Held],
        weights: Floats,
    ) -> Choice:
        """Return what is open in the best plan: stages in order, then by weights of the names.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        search, rates = _Search(self._engine), dict[str, float]()
        self._confine(bounds, keep)
        for stage in _that_count(stages, form_of):
            form, maximize = form_of(stage.metric), stage.maximize is not None
            optimum, value, _ = solve_form(
                self._engine, stage.metric, form, rates, maximize=maximize
            )
            search.note(stage, form, value, optimum.columns)
            if self._engine.is_best_found:
                return search.end(optimum.columns)
            value = self._settled(stage, form, rates, optimum.columns, value)
            given = slack_of(stage, value) + self._tolerance(form, value)
            at = value - given if maximize else value + given
            keep_within(self._engine, form, at, maximize=maximize, columns=optimum.columns)
            self._engine.has_plan = True
            self._engine.start_at(optimum.columns)
        self._engine.aim(np.where(self._whole, weights, 0.0), maximize=False)
        return search.end(self._engine.run().columns)

    def furthest(self, direction: Floats, keep: Sequence[Held], *, maximize: bool) -> Choice:
        """Return what is open in a plan that goes furthest in a direction of the columns.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        search = _Search(self._engine)
        self._confine({}, keep)
        self._engine.aim(direction, maximize=maximize)
        return search.end(self._engine.run().columns)

    def extent(
        self, directions: Iterable[Floats], keep: Sequence[Held]
    ) -> list[tuple[float, float]]:
        """Return the least and the largest value of each sum of columns, whatever is open.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        self._confine({}, keep)
        return find_extent(self._engine, directions)

    def _settled(
        self, stage: Stage, form: Form, rates: dict[str, float], columns: Floats, value: float
    ) -> float:
        """Return the value of a stage with what is open settled to the last digit.

        A search takes a millionth less than open for open, and saves a millionth of its cost:
        no plan of the next stage would be as good. Where rounding leaves none, the value stays.
        """
        maximize = stage.maximize is not None
        self._engine.fix_whole(columns)
        try:
            with suppress(InfeasibleError):
                _, value, _ = solve_form(self._engine, stage.metric, form, rates, maximize=maximize)
        finally:
            self._engine.free_whole()
        return value

    def _confine(self, bounds: Bounds, keep: Sequence[Held]) -> None:
        self._engine.reset()
        for row, (lower, upper) in bounds.items():
            self._engine.bound_row(self._rows[row], lower, upper)
        for form, held in keep:
            keep_metric(self._engine, form, held)

    def _tolerance(self, form: Form, value: float) -> float:
        """Return by how much choices may differ in a stage and count as equally good."""
        return SAME * (1.0 if form.below is not None else max(self._size, abs(value)))


def open_chooser(programme: Programme) -> Chooser | None:
    """Return what finds out what to open; None where there is nothing to open or not."""
    settings = programme.network.scenario.solver
    return Chooser(programme, settings) if programme.arrays.integer.any() else None


def _that_count(stages: Sequence[Stage], form_of: Callable[[str], Form]) -> Sequence[Stage]:
    """Return the stages without a last one in which every plan is as good as another."""
    is_idle = len(stages) > 1 and not form_of(stages[-1].metric).vector.any()
    return stages[:-1] if is_idle else stages


class _Search:
    """What is noted while it is searched for what to open."""

    def __init__(self, engine: MixedEngine) -> None:
        self._engine, self._began = engine, time.perf_counter()
        self._bounds: list[float] = []
        self._reached: list[tuple[str, float]] = []
        self._gap, self._nodes = 0.0, 0

    def note(self, stage: Stage, form: Form, value: float, columns: Floats) -> None:
        """Note how a stage ended: what no plan can do better than, and the gap to it."""
        maximize = stage.maximize is not None
        self._reached.append((stage.metric, value))
        unit = PER_CENT if isinstance(form, LeastRate) and maximize else form.base(columns) or 1.0
        missed = self._engine.missed() / unit
        self._bounds.append(value + missed if maximize else value - missed)
        if missed > SAME * abs(value):
            self._gap = max(self._gap, missed / abs(value) if value else math.inf)
        self._nodes += max(0, int(self._engine.highs.getInfo().mip_node_count))

    def end(self, columns: Floats) -> Choice:
        """Return what is open, and how it was found."""
        seconds = time.perf_counter() - self._began
        is_cut_short = self._engine.is_best_found
        bounds, reached = tuple(self._bounds), tuple(self._reached)
        how = Choosing(self._gap, bounds, self._nodes, seconds, is_cut_short, reached)
        return Choice(np.round(columns), how)


def settle(arrays: Arrays, values: Floats) -> Arrays:
    """Return the programme with its choices made: what is open stands in its rows.

    What is open runs as far as its capacity, what is closed stands still, and a switch is what it
    was chosen to be.
    """
    chosen = np.where(arrays.integer, values, 0.0)
    matrix, lower, upper = arrays.matrix.tocsr(copy=True), arrays.lower.copy(), arrays.upper.copy()
    for row, (family, _) in enumerate(arrays.row_names):
        start, end = matrix.indptr[row : row + 2]
        columns, sizes = matrix.indices[start:end], matrix.data[start:end]
        part = float(sizes @ chosen[columns])
        if family in (SWITCH, STEPS):
            lower[row] = upper[row] = part
        elif family in OPEN or family in LEAST or family in FIXED:
            lower[row], upper[row] = lower[row] - part, upper[row] - part
            sizes[arrays.integer[columns]] = 0.0
            if family not in FIXED and (part != 0.0) == (family in OPEN):
                lower[row], upper[row] = -np.inf, np.inf
    settled = csc_array(matrix)
    settled.eliminate_zeros()
    return replace(arrays, matrix=_narrow(settled), lower=lower, upper=upper, integer=NONE)


def relax(arrays: Arrays) -> Arrays:
    """Return the programme with switches of any size between 0 and 1."""
    return replace(arrays, integer=NONE)


def loosen(arrays: Arrays) -> Arrays:
    """Return the programme with room for limits to give: what is open may run `ROOM` times as much.

    So may what is built in steps.

    The capacities hold it as before; but where they give, or are left out, more runs.
    """
    if not arrays.integer.any():
        return arrays
    matrix, upper = arrays.matrix.tocsr(copy=True), arrays.upper.copy()
    for row, (family, _) in enumerate(arrays.row_names):
        if family in OPEN:
            start, end = matrix.indptr[row : row + 2]
            matrix.data[start:end][arrays.integer[matrix.indices[start:end]]] *= ROOM
        elif family == STEPS:
            upper[row] = ROOM * max(upper[row], 1.0)
    return replace(arrays, matrix=_narrow(csc_array(matrix)), upper=upper)


def _narrow(matrix: Any) -> Any:
    """Give a matrix the numbers the solver takes."""
    matrix.sort_indices()
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return matrix
