"""Checks of goals: caps, floors and stages of the objective, held against recomputed figures."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from sim.rules.metrics import METRICS
from sim.scenario.document import Limit, Stage
from sim.scenario.fields import Unit
from sim.verify.amounts import limited_amount
from sim.verify.facts import Facts
from sim.verify.figures import known, recompute, recompute_told, size_of, sum_over
from sim.verify.read import Cells
from sim.verify.tally import Tally

GAP = 1e-6
"""Largest relative difference of primal and dual objective that counts as optimal."""
GIVEN = "given"
"""Status of a plan that other means found than the solver of the run."""


def _in_scope(facts: Facts, scope: dict[str, str]) -> Iterable[Cells]:
    """Yield the rows of wastes that a limit is narrowed to."""
    for row in facts.results("wastes"):
        about = {**facts.by_id("zones")[row["zone"]], "zone": row["zone"]}
        about["material"] = row["material"]
        if all(about[level] == name for level, name in scope.items()):
            yield row


def scoped_figure(facts: Facts, limit: Limit) -> float | None:
    """Return a limited metric from the rows of its scope; None for a rate without a base."""
    return sum_over(METRICS[limit.metric], list(_in_scope(facts, limit.scope)))


def check_limits(facts: Facts, tally: Tally) -> None:
    """Hold the caps and floors of the scenario against recomputed figures."""
    figures = recompute(facts)
    for number, limit in enumerate(facts.scenario.limits, start=1):
        if limit.is_amount:
            _check_amount(facts, tally, number, limit)
            continue
        name = limit.metric
        found: float | None = figures.get(name)
        if limit.scope:
            found = scoped_figure(facts, limit)
        if found is None or math.isnan(found):
            continue
        of = "".join(f", {level} {area}" for level, area in limit.scope.items())
        size = 1.0
        if METRICS[name].unit:
            size = max(size_of(name, figures), abs(limit.amount))
        words = f"limit {number}: {name}{of}"
        compare = tally.at_most if limit.cap else tally.at_least
        compare(found, limit.amount, words, size)


def _check_amount(facts: Facts, tally: Tally, number: int, limit: Limit) -> None:
    """Hold a limit on an amount, or on the ratio of two; one over nothing holds."""
    found, size = limited_amount(facts, limit)
    if math.isnan(found):
        return
    words = f"limit {number}: {limit.metric}"
    compare = tally.at_most if limit.cap else tally.at_least
    by = size if limit.over is not None else 1.0
    compare(found * by, limit.amount * by, words, max(abs(size), 1.0))


def _slack(stage: Stage, value: float) -> float:
    """Return what later stages may give up, in the unit of the metric."""
    unit = METRICS[stage.metric].unit
    if unit and stage.slack.strip().endswith(("%", "％")):
        return float(Unit("").read(stage.slack)) * abs(value)
    return float(Unit(unit).read(stage.slack))


def check_objectives(facts: Facts, tally: Tally) -> None:
    """Hold the final figures against the best value of each stage and its slack."""
    figures, told, stages = recompute(facts), recompute_told(facts), facts.scenario.objective
    stated: list[dict[str, Any]] = facts.written.summary["objectives"]
    tally.true(len(stated) == len(stages), f"summary.json has {len(stated)} objective stages")
    for number, (stage, row) in enumerate(zip(stages, stated, strict=False), start=1):
        words = f"stage {number}, {stage.metric}"
        sense = "maximize" if stage.maximize else "minimize"
        same = (row["metric"], row["sense"]) == (stage.metric, sense)
        tally.true(same, f"{words}: summary.json has {row['sense']} {row['metric']}")
        if not same:
            continue
        value, final = known(row["value"]), figures.get(stage.metric, math.nan)
        size = size_of(stage.metric, figures)
        if math.isnan(value) or math.isnan(final):
            told_final = told.get(stage.metric, math.nan)
            tally.equal(told_final, value, f"{words}: final figure", size)
            continue
        slack = _slack(stage, value)
        tally.equal(float(row["slack"]), slack, f"{words}: slack", size)
        low, high = (value - slack, value) if stage.maximize else (value, value + slack)
        tally.at_least(final, low, f"{words}: final figure", size)
        tally.at_most(final, high, f"{words}: final figure", size)


def check_duality_gap(facts: Facts, tally: Tally) -> None:
    """Hold the gap of primal and dual objective of each stage against zero.

    A plan that was given claims no optimum, and may state no gap.
    """
    tally.tolerance = GAP
    status = facts.written.summary["status"]
    if status == GIVEN:
        for row in facts.written.summary["objectives"]:
            tally.true(row.get("gap") is None, f"stage {row['stage']}: a given plan has a gap")
        return
    gap = float(facts.written.summary.get("choices", {}).get("gap", 0.0))
    due = "within_gap" if gap > 0 else "optimal"
    tally.true(status == due, f"summary.json: status is '{status}'")
    solver = facts.scenario.solver
    allowed = gap <= solver.gap + GAP or solver.at_time_limit == "best"
    tally.true(allowed, f"summary.json: a gap of {gap} was not asked for")
    for row in facts.written.summary["objectives"]:
        gap = float("nan") if row.get("gap") is None else float(row["gap"])
        tally.at_most(gap, 0.0, f"stage {row['stage']}, {row['metric']}: duality gap", 1.0)
    for priced in facts.written.summary.get("route_generation", {}).get("stages", []):
        words = f"{priced['metric']}: what a route left out would improve"
        tally.at_most(float(priced["missed_by"]), float(priced["tolerance"]), words, 1.0)
