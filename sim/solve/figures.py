"""The figures of many re-solves: metrics and binding limits, without the plan.

Where only right-hand sides change, the duals of every stage stay dual feasible: a plan that is
complementary to them is optimal for every stage again. So the last programme, confined to the
optimal faces of an earlier point, is tried first; when it has a plan, that is the plan of the
ordered stages, for the price of one short solve. When it has none, the stages are solved.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.errors import SimError, SolverLimitError
from sim.network.unknown import find_unknown
from sim.rules.metrics import SUMS_OF_WAYS
from sim.rules.moved import Shift
from sim.say.message import message
from sim.solve.arrays import Floats
from sim.solve.engine import Engine
from sim.solve.forms import Form
from sim.solve.optimum import Face, Optimum
from sim.solve.session import NOTHING, TIE_BREAK, RowName, Session, Start
from sim.solve.stages import slack_of

Bounds = Mapping[RowName, tuple[float, float]]
_PATIENCE, _WORTH_TRYING, _AGAIN = 20, 0.15, 10
"""After so many tries with a smaller share of successes, only every tenth point is tried."""
AT_LIMIT = 1e-6
"""A row is at its limit within this, relative to the limit where that is above 1."""


@dataclass(frozen=True)
class Figures:
    """What is kept of a re-solve."""

    metrics: dict[str, float]
    """Metric -> value in its canonical unit; not a number where nothing of it is known."""
    at_limit: tuple[RowName, ...]
    """Rows of the families looked at whose value is at a bound, in the order of the programme."""
    is_short: bool
    """Whether one solve on an earlier point's faces was enough."""


def read_metrics(session: Session, columns: Floats, forms: Mapping[str, Form]) -> dict[str, float]:
    """Return metric -> value of a plan in its canonical unit; not a number where it is unknown."""
    columns = np.where(np.abs(columns) < NOTHING * session.arrays.size, 0.0, columns)
    values = {metric: form.value(columns) for metric, form in forms.items()}
    return {
        metric: math.nan if value == 0 and _is_unknown(session, metric, columns) else value
        for metric, value in values.items()
    }


def _is_unknown(session: Session, metric: str, columns: Floats) -> bool:
    """Return whether what a metric sums is not known of a route that carries something."""
    if metric not in SUMS_OF_WAYS:
        return False
    network = session.network
    ship = session.programme.columns.split(columns)["ship"]
    moved = network.routes.loc[ship.loc[ship["amount_kt_yr"] > 0, "route"]]
    return bool(find_unknown(network, moved)[SUMS_OF_WAYS[metric]].any())


class FigureSolver:
    """Re-solves a session under changed row bounds and keeps figures only.

    A figure does not depend on what was solved before it, but for its last digits; after a
    restart not even for those.
    """

    def __init__(self, session: Session, metrics: Sequence[str], families: Collection[str]) -> None:
        self.session = session
        self.metrics = list(metrics)
        self._stages = [*session.network.scenario.objective, TIE_BREAK]
        names = session.arrays.row_names
        self._watched = np.array(
            [i for i, (family, _) in enumerate(names) if family in families], dtype=np.int64
        )
        holds = self._duals_hold() and not (session.network.grows or session.chooses)
        self._shortcut = _Shortcut(session) if holds else None
        self._opening = _Opening(Start())

    def _duals_hold(self) -> bool:
        """Return whether no stage depends on right-hand sides otherwise than through rows."""
        forms = [self.session.form(stage.metric) for stage in self._stages]
        is_linear = not any(form.is_fractional for form in forms)
        return is_linear and all(slack_of(stage, 1.0) == 0.0 for stage in self._stages)

    def open(self) -> None:
        """Solve the session as it was built, and let every restart begin from there.

        Where it has no plan, restarts begin cold.
        """
        try:
            self.solve({})
        except SimError:
            self._opening = _Opening(Start())
        else:
            faces = self._shortcut.taken if self._shortcut else None
            self._opening = _Opening(self.session.start, faces)
        self.restart()

    def restart(self) -> None:
        """Forget every point: what follows depends on the points that follow alone."""
        self.session.restart(self._opening.start)
        if self._shortcut:
            self._shortcut = _Shortcut(self.session)
            if self._opening.faces:
                self._shortcut.take(*self._opening.faces)

    def solve(self, bounds: Bounds, shifts: Mapping[str, Shift] | None = None) -> Figures:
        """Return the figures of the optimal plan under other bounds of some rows.

        `shifts` are added to the constants of metrics, in their canonical units.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        shifts = shifts or {}
        lower, upper = self._bounds(bounds)
        optimum = self._shortcut.solve(lower, upper) if self._shortcut else None
        is_short = optimum is not None
        if optimum is None:
            optimum = self._solve_stages(bounds, shifts, lower, upper)
            lower, upper = self._bounds(bounds) if self.session.chooses else (lower, upper)
        forms = {metric: self._form(metric, shifts) for metric in self.metrics}
        metrics = read_metrics(self.session, optimum.columns, forms)
        at_limit = self._at_limit(optimum.row_values, lower, upper)
        return Figures(metrics, at_limit, is_short)

    def _bounds(self, bounds: Bounds) -> tuple[Floats, Floats]:
        arrays = self.session.arrays
        lower, upper = arrays.lower.copy(), arrays.upper.copy()
        for name, (low, high) in bounds.items():
            row = self.session.row_of[name]
            lower[row], upper[row] = low, high
        return lower, upper

    def _form(self, metric: str, shifts: Mapping[str, Shift]) -> Form:
        form = self.session.form(metric)
        return form.shifted(*shifts[metric]) if metric in shifts else form

    def _solve_stages(
        self, bounds: Bounds, shifts: Mapping[str, Shift], lower: Floats, upper: Floats
    ) -> Optimum:
        optimum = self.session.search(
            self._stages[:-1], bounds, lambda metric: self._form(metric, shifts)
        ).optimum
        if optimum is None:
            raise SolverLimitError(message("no_stage"))
        if self._shortcut is not None:
            fixed, tightened = self.session.engine.face()
            values = optimum.row_values[tightened]
            at_upper = np.abs(values - upper[tightened]) <= np.abs(values - lower[tightened])
            basis = self.session.engine.highs.getBasis()
            self._shortcut.take(Face(fixed, tightened, at_upper), basis)
        return optimum

    def _at_limit(self, values: Floats, lower: Floats, upper: Floats) -> tuple[RowName, ...]:
        rows = self._watched
        near = [
            np.isfinite(bound)
            & (np.abs(values[rows] - bound) <= AT_LIMIT * np.maximum(1.0, np.abs(bound)))
            for bound in (lower[rows], upper[rows])
        ]
        return tuple(self.session.arrays.row_names[i] for i in rows[near[0] | near[1]])


@dataclass(frozen=True)
class _Opening:
    """What the first point after a restart begins from."""

    start: Start
    faces: tuple[Face, Any] | None = None
    """Faces and basis that the shortcut looks at."""


class _Shortcut:
    """The last programme on the faces of an earlier point, in a solver of its own."""

    def __init__(self, session: Session) -> None:
        self._engine = Engine(session.arrays, session.network.scenario.solver)
        self._engine.highs.setOptionValue("presolve", "off")
        self._engine.aim(session.weights(), maximize=False)
        self.taken: tuple[Face, Any] | None = None
        """Faces looked at, and the basis they were taken with."""
        self._bounds: Any = (session.arrays.lower.copy(), session.arrays.upper.copy())
        self._asked = self._tried = self._found = 0

    def take(self, face: Face, basis: Any) -> None:
        """Look at the faces of another point from now on, starting from its basis."""
        highs = self._engine.highs
        if self.taken is not None:
            old = self.taken[0].fixed
            highs.changeColsBounds(len(old), old, np.zeros(len(old)), np.full(len(old), np.inf))
        zero = np.zeros(len(face.fixed))
        highs.changeColsBounds(len(face.fixed), face.fixed, zero, zero)
        highs.setBasis(basis)
        self.taken = face, basis

    def solve(self, lower: Floats, upper: Floats) -> Optimum | None:
        """Return the plan on the faces under other bounds; None when there is none."""
        if self.taken is None or not self._is_promising():
            return None
        face, _ = self.taken
        rows = face.rows
        bound = face.bound(lower, upper)
        if not np.isfinite(bound).all():
            return None
        low, high = lower.copy(), upper.copy()
        low[rows] = high[rows] = bound
        old_low, old_high = self._bounds
        moved = np.flatnonzero((low != old_low) | (high != old_high)).astype(np.int32)
        self._engine.bound_rows(moved, low[moved], high[moved])
        self._bounds = low, high
        optimum = self._engine.try_run()
        self._tried += 1
        self._found += optimum is not None
        return optimum

    def _is_promising(self) -> bool:
        """Return whether a try is likely to pay, by what became of the earlier ones."""
        self._asked += 1
        often = self._tried < _PATIENCE or self._found >= _WORTH_TRYING * self._tried
        return often or self._asked % _AGAIN == 0
