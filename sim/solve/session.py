"""A session: one programme kept inside the solver, re-solved warm under changed bounds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import SolverLimitError
from sim.model import add_limits, build_programme, metric_parts
from sim.network import Network
from sim.scenario.document import Stage
from sim.solve.arrays import Floats, to_arrays
from sim.solve.engine import Engine
from sim.solve.forms import Form, make_form
from sim.solve.plan import Plan
from sim.solve.stages import Progress, break_ties, column_weights, keep_within, solve_in_order

RowName = tuple[str, tuple[Any, ...]]
"""(constraint, index) of a row, e.g. ("line_capacity", ("l1", 2025))."""
TIE_BREAK = Stage(minimize="transport_work")


@dataclass(frozen=True)
class Keep:
    """A metric kept at least, or at most, at a value: the extra row of a study."""

    metric: str
    at: float
    at_least: bool


class Session:
    """The programme of a network, built and handed over once.

    Re-solves change row bounds in place and start from the basis each stage ended with, so
    that a capacity more or less costs milliseconds. The plan of a re-solve equals the plan
    of a cold run: ties are broken by the names of columns alone.
    """

    def __init__(self, network: Network) -> None:
        began = time.perf_counter()
        self.network = network
        self.model = build_programme(network)
        add_limits(self.model, network)
        built = time.perf_counter()
        self.arrays = to_arrays(self.model)
        self.engine = Engine(self.arrays, network.scenario.solver)
        self.row_of: dict[RowName, int] = {
            name: row for row, name in enumerate(self.arrays.row_names)
        }
        self._column_of = {id(v): i for i, v in enumerate(self.arrays.columns)}
        self._forms: dict[tuple[str, tuple[tuple[str, str], ...]], Form] = {}
        self._weights = column_weights(self.arrays.column_names)
        self._rates: dict[str, float] = {}
        self.seconds = {"model": built - began, "hand_over": time.perf_counter() - built}

    def form(self, metric: str, scope: Mapping[str, str] | None = None) -> Form:
        """Return a metric as vectors over the columns."""
        key = metric, tuple(sorted((scope or {}).items()))
        if key not in self._forms:
            parts = metric_parts(self.model, self.network, metric, dict(scope or {}))
            self._forms[key] = make_form(parts, self._column_of, len(self.arrays.column_names))
        return self._forms[key]

    def bounds(self, row: RowName) -> tuple[float, float]:
        """Return the bounds a row was built with."""
        number = self.row_of[row]
        return float(self.arrays.lower[number]), float(self.arrays.upper[number])

    def solve(
        self,
        stages: Sequence[Stage] | None = None,
        bounds: Mapping[RowName, tuple[float, float]] | None = None,
        keep: Sequence[Keep] = (),
    ) -> Plan:
        """Return the optimal plan under changed row bounds and kept metrics.

        Without stages, those of the scenario. Nothing of the change outlasts the call.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        began = time.perf_counter()
        wanted = list(stages if stages is not None else self.network.scenario.objective)
        progress = self._progress(wanted, bounds or {}, keep)
        seconds = {**self.seconds, "solve": time.perf_counter() - began}
        return self._plan(progress, len(wanted), seconds)

    def _progress(
        self,
        wanted: list[Stage],
        bounds: Mapping[RowName, tuple[float, float]],
        keep: Sequence[Keep],
    ) -> Progress:
        engine = self.engine
        engine.reset()
        for row, (lower, upper) in bounds.items():
            engine.bound_row(self.row_of[row], lower, upper)
        for kept in keep:
            keep_within(engine, self.form(kept.metric), kept.at, maximize=kept.at_least)
        everything = [*wanted, TIE_BREAK]
        progress = solve_in_order(engine, everything, self.form, self._rates)
        break_ties(engine, self._weights, len(everything), progress)
        return progress

    def _plan(self, progress: Progress, reported: int, seconds: dict[str, float]) -> Plan:
        if progress.optimum is None:
            raise SolverLimitError("There was no stage to solve.")
        values = np.where(np.abs(progress.optimum.columns) < 1e-7, 0.0, progress.optimum.columns)
        return Plan(
            **split_columns(self.arrays.column_names, values),
            stages=tuple(progress.stages[:reported]),
            rows=self._row_table(progress, reported),
            counts={
                "rows": len(self.arrays.row_names),
                "columns": len(self.arrays.column_names),
                "nonzeros": int(self.arrays.matrix.nnz),
                "routes": len(self.network.routes),
                "solves": progress.solves,
            },
            seconds=seconds,
        )

    def _row_table(self, progress: Progress, reported: int) -> pd.DataFrame:
        """Return every row with its bounds, its value and its dual at each reported stage."""
        count = len(self.arrays.row_names)
        assert progress.optimum is not None
        lower, upper = self.engine.asked_bounds()
        frame = pd.DataFrame(
            {
                "constraint": [name for name, _ in self.arrays.row_names],
                "index": [index for _, index in self.arrays.row_names],
                "lower": lower,
                "upper": upper,
                "value": progress.optimum.row_values[:count],
            }
        )
        for number in range(reported):
            frame[f"dual_{number + 1}"] = progress.duals[number][:count]
        return frame


KEYS = {
    "ship": ["route", "period"],
    "reclaim": ["zone", "lot", "period"],
    "buy": ["plant", "lot", "period"],
    "act": ["line", "recipe", "period"],
    "use": ["line", "recipe", "lot", "period"],
}
"""Index columns of each variable."""


def split_columns(names: Sequence[RowName], values: Floats) -> dict[str, pd.DataFrame]:
    """Return one frame a variable, from the flat vector of columns."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in KEYS}
    for (name, index), value in zip(names, values, strict=True):
        rows[name].append((*index, value))
    return {
        name: pd.DataFrame(rows[name], columns=[*keys, "amount_kt_yr"]).sort_values(
            keys, ignore_index=True
        )
        for name, keys in KEYS.items()
    }
