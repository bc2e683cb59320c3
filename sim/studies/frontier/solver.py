"""Solving what a frontier is made of: its ends, its points, and each point anew.

Every task is a pure function of the study and of itself, to the last bit: a point starts from
the basis of its neighbour, which is part of the task, in a solver of its own.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.errors import InfeasibleError
from sim.loader.case import Case
from sim.network import build_network
from sim.results.layout import Layout
from sim.solve import Keep, Plan, Session
from sim.solve.balance import LeastRate
from sim.solve.forms import Form
from sim.solve.session import Start
from sim.solve.starts import Packed, pack_start, unpack_start
from sim.studies.frontier.study import Axis, problem_of
from sim.studies.frontier.table import plan_figures
from sim.workers import Job

SAME = 1e-9
"""Two points are one when they are nearer than this share of the whole frontier."""
Task = dict[str, Any]
"""kind: ends; point, with `at` (limit on x) and `start`; or check, with `is_best_x`, `held_at`."""
Found = dict[str, Any]
"""What a task gives, as JSON can hold it."""


@dataclass(frozen=True)
class FrontierStudy:
    """A case, its no-worse-off floors among the limits, and the two metrics."""

    case: Case
    x: Axis
    y: Axis

    @property
    def job(self) -> Job:
        """Return the solving of tasks as a job for workers."""
        return Job("frontier", FrontierSolver.of, self, FrontierSolver.solve)


class FrontierSolver:
    """Solves tasks of one frontier with one programme."""

    def __init__(self, session: Session, x: Axis, y: Axis) -> None:
        self._session, self._x, self._y = session, x, y
        self._layout = Layout(session.network)

    @classmethod
    def of(cls, study: FrontierStudy) -> FrontierSolver:
        """Return a solver of a study."""
        with_change = study.x.metric.needs_reference or study.y.metric.needs_reference
        both = problem_of(study.case.scenario, study.x, study.y, study.x, None)
        network = build_network(replace(study.case, scenario=both))
        return cls(Session(network, with_change=with_change), study.x, study.y)

    def solve(self, task: Task) -> Found:
        """Return what a task gives."""
        match task["kind"]:
            case "ends":
                return self._ends()
            case "point":
                return self._point(task["at"], task["start"])
            case _:
                return self._check(is_best_x=task["is_best_x"], held_at=task["held_at"])

    def _solve(self, first: Axis, second: Axis, keep: tuple[Keep, ...] = ()) -> Plan:
        return self._session.solve([first.best(), second.best()], keep=keep)

    def _point(self, at: float, start: Packed) -> Found:
        """Return the plan best in y, then x, with x at most, or at least, at a limit.

        Where it is chosen what to open there is no price: the frontier may have steps.
        """
        self._session.restart(unpack_start(start))
        before = self._session.start
        plan = self._solve(self._y, self._x, (self._x.keep(at),))
        start = pack_start(self._session, before)
        dual = None if self._session.chooses else abs(plan.kept[0])
        return self._read(plan, dual) | {
            "held_at": at,
            "start": start,
            "solves": plan.counts["solves"],
        }

    def _read(self, plan: Plan, dual: float | None) -> Found:
        values = {s.metric: s.value for s in plan.stages}
        bases = {s.metric: base for s, base in zip(plan.stages, plan.bases, strict=True)}
        mix = bases[self._x.name] / bases[self._y.name] if bases[self._y.name] > 0 else 1.0
        sizes = {s.metric: size for s, size in zip(plan.stages, plan.sizes, strict=True)}
        mixes = [of_x / of_y for of_x in sizes[self._x.name] for of_y in sizes[self._y.name]]
        figures = plan_figures(self._session.network, plan, self._layout)
        return {
            "x": values[self._x.name],
            "y": values[self._y.name],
            "mix": mix,
            "mixes": mixes,
            "dual": dual,
            "figures": figures,
            "held_at": None,
        }

    # -- ends ------------------------------------------------------------------------------

    def _ends(self) -> Found:
        """Return the plan best in x, then y, and that best in y, then x; one if they agree.

        Each has its price: what a first unit of cost gains, and what the last one gained.
        """
        x, y, session = self._x, self._y, self._session
        session.restart(Start())
        ratio = self._ratio_range()
        plans = [self._solve(x, y), self._solve(y, x)]
        solves = sum(plan.counts["solves"] for plan in plans)
        cheap, rich = (self._read(plan, None) for plan in plans)
        apart = (y.sign * (rich["y"] - cheap["y"]), -x.sign * (rich["x"] - cheap["x"]))
        if any(
            far <= SAME * max(1.0, abs(end))
            for far, end in zip(apart, (rich["y"], rich["x"]), strict=True)
        ):
            return {"ratio": ratio, "solves": solves, "points": [rich | {"start": {}}]}
        before = session.start
        leaning = self._lean(y, x, x.keep(cheap["x"]))
        start = pack_start(session, before)
        limiting = self._lean(x, y, y.keep(rich["y"]))
        if leaning is not None and not session.chooses:
            cheap["dual"] = abs(leaning.kept[0])
        if limiting is not None and limiting.kept[0] != 0.0 and not session.chooses:
            rich["dual"] = 1.0 / abs(limiting.kept[0])
        solves += sum(plan.counts["solves"] for plan in (leaning, limiting) if plan is not None)
        points = [end | {"start": start} for end in (cheap, rich)]
        return {"ratio": ratio, "solves": solves, "points": points}

    def _lean(self, first: Axis, second: Axis, keep: Keep) -> Plan | None:
        """Return the plan at an end with the other metric kept there, if rounding leaves one."""
        try:
            return self._solve(first, second, (keep,))
        except InfeasibleError:
            return None

    def _ratio_range(self) -> tuple[float, float, float, bool]:
        """Return the least and largest D_x/D_y that any plan has, and how far one plan's can turn.

        They are the values of a `Ratio`.
        """
        is_convex = not self._session.network.chooses
        form_x, form_y = (self._session.form(axis.name) for axis in (self._x, self._y))
        if (
            form_x.below is not None
            and form_y.below is not None
            and form_x.below_offset == form_y.below_offset
            and np.array_equal(form_x.below, form_y.below)
        ):
            return 1.0, 1.0, 1.0, is_convex
        (low_x, high_x), (low_y, high_y) = (self._base_range(form) for form in (form_x, form_y))
        if low_x <= 0 or low_y <= 0:
            return 0.0, math.inf, math.inf, is_convex
        leasts = [isinstance(form, LeastRate) for form in (form_x, form_y)]
        turns = (high_x / low_x if leasts[0] else 1.0) * (high_y / low_y if leasts[1] else 1.0)
        return low_x / high_y, high_x / low_y, turns, is_convex

    def _base_range(self, form: Form) -> tuple[float, float]:
        """Return the least and the largest denominator; of a least rate, as parts of another's."""
        if isinstance(form, LeastRate):
            ranges = [self._base_range(rate) for rate in form.rates]
            return min(a / b for a, b in ranges), max(b / a for a, b in ranges)
        if form.below is None:
            return 1.0, 1.0
        if not form.below.any():
            return form.below_offset, form.below_offset
        ((low, high),) = self._session.extent([form.below])
        return low + form.below_offset, high + form.below_offset

    # -- anew ------------------------------------------------------------------------------

    def _check(self, *, is_best_x: bool, held_at: float | None) -> Found:
        """Return the first objective of a point's scenario, solved from scratch and alone.

        Where both look at areas the other one stays an objective: lots of the network are told
        apart by the areas of both.
        """
        network = self._session.network
        first, other = (self._x, self._y) if is_best_x else (self._y, self._x)
        then = other if first.metric.level and other.metric.level else None
        alone = problem_of(network.scenario, first, then, self._x, held_at)
        plan = Session(replace(network, scenario=alone)).solve()
        return {"value": plan.stages[0].value}
