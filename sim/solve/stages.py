"""Ordered objectives: each stage is solved, then kept within its slack while the next is.

A rate U/(G + S) is linear-fractional. It is maximized exactly by Dinkelbach's method
(Management Science 13, 1967): maximize U - r(G + S) for the current rate r, take the rate of
the solution as the next r, until the best value is zero. The steps are finite and each
is a warm re-solve with other costs.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import SolverLimitError
from sim.model import MetricParts, metric_parts
from sim.network import Network
from sim.scenario.catalogue import METRICS
from sim.scenario.document import Stage
from sim.scenario.fields import Unit
from sim.solve.arrays import Arrays, Floats, to_arrays
from sim.solve.engine import Engine, Optimum
from sim.solve.plan import Plan, StageOutcome

PIN = 1e-9
"""Tolerance of a stage kept with slack, relative to the size of its value."""
RATE_STEPS = 50


@dataclass
class _Progress:
    """What the stages leave behind."""

    stages: list[StageOutcome] = field(default_factory=list)
    duals: list[Floats] = field(default_factory=list)
    optimum: Optimum | None = None


def solve(model: Any, network: Network) -> Plan:
    """Solve all stages of a scenario and its tie-break; return the plan.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    start = time.perf_counter()
    wanted = [*network.scenario.objective, Stage(minimize="transport_work")]
    arrays = to_arrays(model, _forms(model, network, wanted))
    engine = Engine(arrays, network.scenario.solver)
    handed = time.perf_counter()
    progress = _solve_in_order(engine, arrays, wanted)
    seconds = {"hand_over": handed - start, "solve": time.perf_counter() - handed}
    return _plan(arrays, network, progress, len(network.scenario.objective), seconds)


def _solve_in_order(engine: Engine, arrays: Arrays, stages: list[Stage]) -> _Progress:
    progress = _Progress()
    for stage in stages:
        _solve_stage(engine, arrays, stage, progress)
    _break_ties(engine, arrays, progress)
    return progress


def _forms(model: Any, network: Network, stages: list[Stage]) -> dict[str, Any]:
    """Return the linear forms that the stages need, by name."""
    forms: dict[str, Any] = {}
    for stage in stages:
        parts: MetricParts = metric_parts(model, network, stage.metric)
        forms[stage.metric] = parts.expression
        if parts.below is not None:
            forms[f"{stage.metric}/"] = parts.denominator
    return forms


def _solve_stage(engine: Engine, arrays: Arrays, stage: Stage, progress: _Progress) -> None:
    began = time.perf_counter()
    name, maximize = stage.metric, stage.maximize is not None
    if METRICS[name].is_rate:
        optimum, value, solves = _solve_rate(engine, arrays, name, maximize=maximize)
    else:
        engine.aim(arrays.costs[name], maximize=maximize)
        optimum = engine.run()
        value, solves = optimum.value + arrays.offsets[name], 1
    slack = _slack(stage, value)
    if slack > 0:
        _pin(engine, arrays, name, value - (slack if maximize else -slack), maximize=maximize)
    else:
        engine.keep_optimal(optimum)
    progress.duals.append(_rate_duals(arrays, name, optimum))
    progress.optimum = optimum
    progress.stages.append(
        StageOutcome(
            name, "maximize" if maximize else "minimize", value, slack, solves, optimum.gap,
            time.perf_counter() - began,
        )
    )  # fmt: skip


def _solve_rate(
    engine: Engine, arrays: Arrays, name: str, *, maximize: bool
) -> tuple[Optimum, float, int]:
    """Return the optimum of a fraction, its value, and how many programmes it took."""
    above, below = arrays.costs[name], arrays.costs[f"{name}/"]
    above_0, below_0 = arrays.offsets[name], arrays.offsets[f"{name}/"]
    rate = 0.0
    for step in range(1, RATE_STEPS + 1):
        engine.aim(above - rate * below, maximize=maximize)
        optimum = engine.run()
        numerator = float(above @ optimum.columns) + above_0
        denominator = float(below @ optimum.columns) + below_0
        if denominator <= 0:
            return optimum, 0.0, step
        surplus = numerator - rate * denominator
        rate = numerator / denominator
        if abs(surplus) <= 1e-10 * max(1.0, denominator):
            return optimum, rate, step
    raise SolverLimitError(f"The rate '{name}' did not settle in {RATE_STEPS} steps.")


def _rate_duals(arrays: Arrays, name: str, optimum: Optimum) -> Floats:
    """Return row duals in the unit of the metric; those of a rate are divided by its base."""
    if not METRICS[name].is_rate:
        return optimum.row_duals
    base = float(arrays.costs[f"{name}/"] @ optimum.columns) + arrays.offsets[f"{name}/"]
    return optimum.row_duals / base if base > 0 else optimum.row_duals * 0.0


def _slack(stage: Stage, value: float) -> float:
    spec = METRICS[stage.metric]
    if not spec.is_rate and stage.slack.strip().endswith(("%", "％")):
        return float(Unit("").read(stage.slack)) * abs(value)
    return float(Unit(spec.unit).read(stage.slack))


def _pin(engine: Engine, arrays: Arrays, name: str, kept: float, *, maximize: bool) -> None:
    """Keep a stage that may give something up: its metric no worse than `kept`.

    A rate is kept linear: U - kept x (G + S) >= 0.
    """
    if METRICS[name].is_rate:
        row = arrays.costs[name] - kept * arrays.costs[f"{name}/"]
        bound = kept * arrays.offsets[f"{name}/"] - arrays.offsets[name]
        size = abs(arrays.offsets[f"{name}/"])
    else:
        row, bound, size = arrays.costs[name], kept - arrays.offsets[name], abs(kept)
    tolerance = PIN * max(1.0, size)
    lower = bound - tolerance if maximize else -np.inf
    upper = np.inf if maximize else bound + tolerance
    scale = float(np.abs(row).max(initial=0.0)) or 1.0
    engine.pin(row / scale, lower / scale, upper / scale)


def _break_ties(engine: Engine, arrays: Arrays, progress: _Progress) -> None:
    """Choose among equal plans by a fixed weight of each column's name, not by row order."""
    engine.aim(np.array([_weight(name) for name in arrays.column_names]), maximize=False)
    progress.optimum = engine.run()


def _weight(name: tuple[str, tuple[Any, ...]]) -> float:
    digest = hashlib.blake2b(repr(name).encode(), digest_size=4).digest()
    return 1.0 + int.from_bytes(digest, "big") / 2**32


def _plan(
    arrays: Arrays, network: Network, progress: _Progress, reported: int, seconds: dict[str, float]
) -> Plan:
    if progress.optimum is None:
        raise SolverLimitError("There was no stage to solve.")
    values = np.where(np.abs(progress.optimum.columns) < 1e-7, 0.0, progress.optimum.columns)
    frames = _split(arrays, values)
    return Plan(
        **frames,
        stages=tuple(progress.stages[:reported]),
        rows=_row_table(arrays, progress, reported),
        counts={
            "rows": len(arrays.row_names),
            "columns": len(arrays.column_names),
            "nonzeros": int(arrays.matrix.nnz),
            "routes": len(network.routes),
            "solves": sum(s.solves for s in progress.stages) + 1,
        },
        seconds=seconds,
    )


KEYS = {
    "ship": ["route", "period"],
    "reclaim": ["zone", "lot", "period"],
    "buy": ["plant", "lot", "period"],
    "act": ["line", "recipe", "period"],
    "use": ["line", "recipe", "lot", "period"],
}
"""Index columns of each variable."""


def _split(arrays: Arrays, values: Floats) -> dict[str, pd.DataFrame]:
    """Return one frame a variable, from the flat vector of columns."""
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in KEYS}
    for (name, index), value in zip(arrays.column_names, values, strict=True):
        rows[name].append((*index, value))
    return {
        name: pd.DataFrame(rows[name], columns=[*keys, "amount_kt_yr"]).sort_values(
            keys, ignore_index=True
        )
        for name, keys in KEYS.items()
    }


def _row_table(arrays: Arrays, progress: _Progress, reported: int) -> pd.DataFrame:
    """Return every row with its limit, its value and its dual at each reported stage."""
    count = len(arrays.row_names)
    optimum = progress.optimum
    assert optimum is not None
    frame = pd.DataFrame(
        {
            "constraint": [name for name, _ in arrays.row_names],
            "index": [index for _, index in arrays.row_names],
            "lower": arrays.lower,
            "upper": arrays.upper,
            "value": optimum.row_values[:count],
        }
    )
    for number in range(reported):
        frame[f"dual_{number + 1}"] = progress.duals[number][:count]
    return frame
