"""Solving what a target is made of: plans with some of the building allowed, at some cost.

A task is a list of problems, solved one after the other in a solver of their own: a pure function
of the study and of itself. A problem says what may be built, what is demanded, what capital costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InfeasibleError
from sim.loader.case import Case
from sim.network import Network, build_network
from sim.results.credit import tabulate_wastes
from sim.results.kpis import compute_kpis
from sim.results.layout import Layout
from sim.rules.families import build_max
from sim.rules.metrics import METRICS
from sim.solve import Keep, Plan, Session
from sim.solve.session import RowName, Start
from sim.studies.target.asked import Asked
from sim.workers import Job

ROOM = 1e-6
"""Part by which more than a plan builds may be built again, for rounding."""
Problem = dict[str, Any]
"""aim: cheapest, no worse than `at`, or best, but no better than `at`; None: without a bound.
allow: line -> kt/yr that may be built, None: the ranges; capex: technology -> factor."""
Found = dict[str, Any]
"""figures (metric -> value; none where capital costs something else), built and closed (line ->
kt/yr)."""
TOLD = ("net_cost", "investment", "capacity_built", "net_utilized")
"""Figures of every plan that is told of, beside the target and the money."""
NOTHING: Found = {"figures": {}, "built": {}, "closed": {}}
"""What a problem without a plan gives: other limits of the scenario need what is not built."""


def problem(
    *,
    aim: str = "cheapest",
    at: float | None = None,
    allow: Mapping[str, float] | None = None,
    capex: Mapping[str, float] | None = None,
) -> Problem:
    """Return a problem as a task can hold it."""
    allowed = None if allow is None else dict(allow)
    return {"aim": aim, "at": at, "allow": allowed, "capex": dict(capex or {})}


@dataclass(frozen=True)
class TargetStudy:
    """A case, with what may be built and its no-worse-off floors, and what is asked."""

    case: Case
    asked: Asked

    @property
    def job(self) -> Job:
        """Return the solving of tasks as a job for workers."""
        return Job("target", TargetSolver, self, TargetSolver.solve)


class TargetSolver:
    """Solves the tasks of one target."""

    def __init__(self, study: TargetStudy) -> None:
        self._case, self._asked = study.case, study.asked
        self._network = network_of(study.case, study.asked)
        needs_change = study.asked.axis.metric.needs_reference
        self._session = Session(self._network, with_change=needs_change)
        self._layout = Layout(self._network)

    def solve(self, problems: Sequence[Problem]) -> list[Found]:
        """Return what each problem gives."""
        self._session.reprice(self._network)
        goes_far = all(one["aim"] == "best" and one["at"] is not None for one in problems)
        self._session.restart(self._far if goes_far else Start())
        return [self._answer(one) for one in problems]

    @cached_property
    def _far(self) -> Start:
        """Where plans begin that come as near to the target as some lines let: with all of them."""
        self._session.restart(Start())
        self._solve(problem(aim="best", at=self._asked.at))
        return self._session.start

    def _answer(self, one: Problem) -> Found:
        """Return what a problem gives; with less than all of the building there may be no plan."""
        try:
            return self._solve(one)
        except InfeasibleError:
            if one["allow"] is None:
                raise
            return NOTHING

    def _solve(self, one: Problem) -> Found:
        session, asked = self._session, self._asked
        session.reprice(with_capex(self._case, self._network, one["capex"]))
        bounds = {} if one["allow"] is None else _allow(session, one["allow"])
        is_best = one["aim"] == "best"
        keep = () if one["at"] is None else (_limit(asked, one["at"], is_most=is_best),)
        stages = asked.best_stages if is_best else asked.stages
        plan = session.solve(stages, bounds, keep)
        figures = {} if one["capex"] else self._figures(plan)
        return {"figures": figures, "built": _sums(plan.build), "closed": _sums(plan.close)}

    def _figures(self, plan: Plan) -> dict[str, float]:
        """Return the figures that a target is told by."""
        names = {self._asked.metric, self._asked.money, *TOLD}
        wastes = pd.DataFrame()
        if any(METRICS[name].level is not None for name in names):
            wastes = tabulate_wastes(self._network, plan, self._layout)
        return compute_kpis(self._network, plan, wastes, self._layout, names)


def network_of(case: Case, asked: Asked) -> Network:
    """Return the network of a case that has what its metric is told by, as the rates of areas."""
    stages = [*case.scenario.objective, asked.axis.best()]
    scenario = case.scenario.model_copy(update={"objective": stages})
    return build_network(replace(case, scenario=scenario))


def _limit(asked: Asked, at: float, *, is_most: bool) -> Keep:
    """Return the demand to be no worse than a value, or no better than it."""
    keep = asked.axis.keep(at)
    return replace(keep, at_least=keep.at_least != is_most)


def with_capex(case: Case, network: Network, factors: Mapping[str, float]) -> Network:
    """Return a network in which building by some technologies costs so many times as much."""
    if not factors:
        return network
    expansions = network.expansions
    technology = network.lines["technology"].reindex(expansions["line"])
    known = technology.map(dict(factors)).fillna(1.0).to_numpy(float)
    factor = np.where(prices_by_technology(case, network), known, 1.0)
    scaled = {column: expansions[column] * factor for column in ("cost_CNY_t", "annuity_CNY_t")}
    return replace(network, expansions=expansions.assign(**scaled))


def prices_by_technology(case: Case, network: Network) -> Any:
    """Return for each line that may be built whether its cost is the capex of its technology."""
    entries = enumerate(case.scenario.expand)
    stated = {str(i + 1) for i, of in entries if of.cost is not None or of.scale is not None}
    return (~network.expansions["entry"].isin(stated)).to_numpy(bool)


def _allow(session: Session, allowed: Mapping[str, float]) -> dict[RowName, tuple[float, float]]:
    """Return bounds that let the named lines be built up to so much, and no others."""
    rows = [row for row in session.row_of if row[0] == build_max.NAME]
    return {
        row: (session.bounds(row)[0], (1.0 + ROOM) * allowed.get(str(row[1][0]), 0.0))
        for row in rows
    }


def _sums(amounts: Any) -> dict[str, float]:
    """Return line -> kt/yr of what is built or closes, where it is anything."""
    sums = amounts.groupby("line")["amount_kt_yr"].sum() if len(amounts) else {}
    return {str(line): float(kt) for line, kt in sums.items() if kt > 0}
