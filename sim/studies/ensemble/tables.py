"""The tables of an ensemble: draws, factors, what holds, convergence, ranks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from sim.loader.columns import columns_of
from sim.rules.metrics import METRICS
from sim.scenario.fields import PARAMETERS
from sim.scenario.sweep import metric_column
from sim.scenario.tables import TABLES
from sim.studies.compare.names import name_row
from sim.studies.ensemble.claims import Claim, Drawn, Grade, list_claims, subtract
from sim.studies.ensemble.factors import Floats, Moving
from sim.studies.ensemble.study import TYPICAL, EnsembleStudy, Member
from sim.studies.ensemble.subjects import subject_of
from sim.studies.sweep.study import OPTIMAL

FIRST_LOOK = 25
"""Draws after which convergence is looked at first; then after twice as many, and so on."""
ENDS = (0.05, 0.50, 0.95)
"""Quantiles that are told."""


def tabulate_draws(drawn: Drawn) -> pd.DataFrame:
    """Return draw, scenario, status, reason, reason_zh, is_built and a column a metric.

    Draw 0 has the typical values. Rates are in per cent, blank where there is no plan.
    """
    metrics = drawn.metrics
    values = {
        (member, metric): drawn.values(member, metric)
        for member in range(len(drawn.study.members))
        for metric in metrics
    }
    rows = [
        {
            "draw": draw,
            "scenario": name,
            "status": found["status"],
            "reason": found.get("reason", ""),
            "reason_zh": found.get("reason_zh", ""),
            "is_built": found.get("is_built", True),
            **{metric_column(metric): values[member, metric][draw] for metric in metrics},
        }
        for draw in (TYPICAL, *range(1, drawn.study.asked.draws + 1))
        for member, name in enumerate(drawn.study.names)
        for found in (drawn.found[member, draw],)
    ]
    return pd.DataFrame(rows)


def tabulate_factors(study: EnsembleStudy) -> pd.DataFrame:
    """Return every cell that is drawn, once: the factor it follows, its range, its row."""
    seen: dict[str, dict[str, Any]] = {}
    for member in study.members:
        named = _Names(member)
        for one in member.moving:
            row = seen.setdefault(one.own, _describe(one, named))
            row["scenarios"] = "; ".join(filter(None, (row["scenarios"], member.name)))
    return pd.DataFrame(list(seen.values()), columns=_FACTOR_COLUMNS)


_FACTOR_COLUMNS = [
    "factor",
    "correlation",
    "subject",
    "table",
    "column",
    "key",
    "name_en",
    "name_zh",
    "low",
    "typical",
    "high",
    "unit",
    "scenarios",
    "at",
]


class _Names:
    """What the rows of a scenario's tables are called."""

    def __init__(self, member: Member) -> None:
        self._case = member.case
        self._rows: dict[str, dict[tuple[str, ...], dict[Any, Any]]] = {}

    def of(self, one: Moving) -> tuple[str, str]:
        """Return the English and the Chinese name of the row of a cell."""
        table = one.cell.table
        if table not in self._rows:
            key = list(TABLES[table].key)
            records = self._case.tables[table].to_dict("records")
            self._rows[table] = {tuple(map(_text, (r[c] for c in key))): r for r in records}
        return name_row(self._case, table, self._rows[table][tuple(map(_text, one.cell.key))])


def _text(part: Any) -> str:
    return "" if part is None or part != part else str(part)


def _describe(one: Moving, named: _Names) -> dict[str, Any]:
    cell = one.cell
    english, chinese = named.of(one)
    column = columns_of(cell.table)[cell.column]
    is_parameter = cell.table == "parameters"
    return {
        "factor": one.factor,
        "correlation": one.correlation,
        "subject": subject_of(cell),
        "table": cell.table,
        "column": cell.column,
        "key": "|".join(map(_text, cell.key)),
        "name_en": english,
        "name_zh": chinese,
        "low": cell.low,
        "typical": cell.typical,
        "high": cell.high,
        "unit": PARAMETERS[cell.key[0]].canonical if is_parameter else column.unit,
        "scenarios": "",
        "at": cell.at,
    }


def tabulate_claims(drawn: Drawn) -> pd.DataFrame:
    """Return a row a figure and difference: typical value, mean, spread, sign, grade."""
    return pd.DataFrame([_claim_row(claim) for claim in list_claims(drawn)])


def _claim_row(claim: Claim) -> dict[str, Any]:
    metric = METRICS[claim.metric]
    p5, p50, p95 = claim.quantiles(*ENDS)
    many = len(claim.values)
    grade: Grade | None = claim.grade
    return {
        "scenario": claim.scenario,
        "against": claim.against,
        "metric": claim.metric,
        "en": metric.en,
        "zh": metric.zh,
        "unit": "%" if metric.is_rate else metric.unit,
        "typical": claim.typical,
        "mean": float(claim.values.mean()) if many else np.nan,
        "sd": float(claim.values.std(ddof=1)) if many > 1 else np.nan,
        "p5": p5,
        "p50": p50,
        "p95": p95,
        "draws": many,
        "positive_pct": 100.0 * claim.share(1.0),
        "negative_pct": 100.0 * claim.share(-1.0),
        "held_pct": 100.0 * claim.held if claim.against else np.nan,
        "grade": grade or "",
    }


def tabulate_convergence(drawn: Drawn) -> pd.DataFrame:
    """Return how the figures of every claim settle: after 25 draws, 50, 100 … and all of them.

    Standard errors of quantiles are by Woodruff (Journal of the American Statistical Association
    47, 1952): how far the quantile goes when its share is off by its own standard error. The draws
    are better spread than chance would have it, so that the errors are rather smaller.
    """
    return pd.DataFrame([look for claim in list_claims(drawn) for look in list_looks(claim)])


def list_looks(claim: Claim) -> list[dict[str, Any]]:
    """Return the rows of a claim in the table of convergence."""
    metric = METRICS[claim.metric]
    about = {
        "scenario": claim.scenario,
        "against": claim.against,
        "metric": claim.metric,
        "unit": "%" if metric.is_rate else metric.unit,
    }
    counts = _looks(len(claim.values))
    return [{**about, "draws": count, **_look(claim.values[:count])} for count in counts]


def _looks(draws: int) -> Iterator[int]:
    count = FIRST_LOOK
    while count < draws:
        yield count
        count *= 2
    if draws:
        yield draws


def _look(values: Floats) -> dict[str, float]:
    quantiles = np.quantile(values, ENDS)
    return {
        "mean": float(values.mean()),
        **{f"p{100 * at:.0f}": float(value) for at, value in zip(ENDS, quantiles, strict=True)},
        **{f"p{100 * at:.0f}_se": _error(values, at) for at in ENDS},
        "positive_pct": 100.0 * float((values > 0).mean()),
    }


def _error(values: Floats, at: float) -> float:
    """Return the standard error of a quantile: half of what lies within that of its share.

    >>> round(_error(np.linspace(0.0, 1.0, 101), 0.5), 3)
    0.05
    """
    off = np.sqrt(at * (1.0 - at) / len(values))
    low, high = np.quantile(values, np.clip([at - off, at + off], 0.0, 1.0))
    return float(high - low) / 2.0


def tabulate_ranks(drawn: Drawn) -> pd.DataFrame:
    """Return in how many draws each scenario is first, second … by each metric.

    Draws in which all scenarios have a plan count; those that are equal share the better rank.
    """
    names = drawn.study.names
    rows: list[dict[str, Any]] = []
    for metric in drawn.metrics if len(names) > 1 else ():
        values = np.array([drawn.values(member, metric)[1:] for member in range(len(names))])
        whole = values[:, np.isfinite(values).all(axis=0)]
        ranks = _rank(whole, higher=METRICS[metric].better == "high")
        for member, name in enumerate(names):
            for rank in range(1, len(names) + 1):
                draws = int((ranks[member] == rank).sum())
                share = 100.0 * draws / whole.shape[1] if whole.shape[1] else np.nan
                rows.append(
                    {
                        "metric": metric,
                        "scenario": name,
                        "rank": rank,
                        "draws": draws,
                        "share_pct": share,
                    }
                )
    return pd.DataFrame(rows, columns=["metric", "scenario", "rank", "draws", "share_pct"])


def _rank(values: Floats, *, higher: bool) -> Floats:
    """Return the rank of each scenario in each draw: one more than how many are better."""
    sign = 1.0 if higher else -1.0
    ranks = np.ones_like(values)
    for number, own in enumerate(values):
        better = [sign * subtract(other, own) > 0 for other in values]
        ranks[number] += np.sum(better, axis=0)
    return ranks


def count_plans(drawn: Drawn) -> pd.DataFrame:
    """Return scenario, draws, plans, built: how many draws have a plan, how many were built anew.

    Built anew: their network was not made of the scenario's own.
    """
    draws = drawn.study.asked.draws
    rows = []
    for member, name in enumerate(drawn.study.names):
        found = [drawn.found[member, draw] for draw in range(1, draws + 1)]
        plans = [one for one in found if one["status"] == OPTIMAL]
        rows.append((name, draws, len(plans), sum(one["is_built"] for one in plans)))
    return pd.DataFrame(rows, columns=["scenario", "draws", "plans", "built"])
