"""The tables of a study: points, responses, swings, distributions, what binds."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from sim.loader.change.variant_levels import Levels, read_levels
from sim.loader.change.variants import Study
from sim.loader.describe.resolve import write_number
from sim.results.names import Names
from sim.rules.metrics import METRICS
from sim.scenario.sweep import Sweep, metric_column
from sim.studies.sweep.points import Point
from sim.studies.sweep.study import OPTIMAL, PointResult

BINDING_MARK = "; "
QUANTILES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


def point_columns(sweep: Sweep) -> list[str]:
    """Return the columns of points.csv."""
    return [
        "point",
        "id",
        *(p.name for p in sweep.parameters),
        "status",
        "reason",
        "reason_zh",
        *map(metric_column, sweep.metrics),
        "binding",
    ]


def show_value(value: Any) -> str:
    """Return a value of a parameter as it stands in tables; empty where it is left as it is."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return write_number(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def write_row(study: Study, result: PointResult) -> dict[str, str]:
    """Return a point as a row of texts; rates are in per cent, blank where not defined."""
    point, sweep = result.point, study.sweep
    row = dict.fromkeys(point_columns(sweep), "")
    row |= {"point": str(point.number), "id": point.id}
    row |= {p.name: show_value(point.value(i)) for i, p in enumerate(sweep.parameters)}
    row |= {"status": result.status, "reason": result.reason, "reason_zh": result.reason_zh}
    for metric, value in result.metrics.items():
        if not math.isnan(value):
            row[metric_column(metric)] = f"{value * _factor(metric):.12g}"
    return row | {"binding": BINDING_MARK.join(result.binding)}


def _factor(metric: str) -> float:
    return 100.0 if METRICS[metric].is_rate else 1.0


def tabulate_points(sweep: Sweep, points: list[Point], rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return all points in the study's order, numbers as numbers, names and weights if they have.

    The numbers of the points are those of `points`: a resumed row may have had another.
    """
    by_id = {row["id"]: row for row in rows}
    table = pd.DataFrame(
        [{**by_id[p.id], "point": str(p.number)} for p in points], columns=point_columns(sweep)
    )
    for column in ["point", *map(metric_column, sweep.metrics)]:
        table[column] = pd.to_numeric(table[column].replace("", None))
    if sweep.points is not None:
        table.insert(1, "name", [point.name for point in sweep.points])
        table.insert(2, "weight", [float(point.weight) for point in sweep.points])
    return table


def tabulate_times(points: list[Point], rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return how long each point took: point, block, seconds. The only table that may differ."""
    by_id = {row["id"]: row for row in rows}
    cells = [(p.number, by_id[p.id]["block"], float(by_id[p.id]["seconds"])) for p in points]
    return pd.DataFrame(cells, columns=["point", "block", "seconds"])


def tabulate_responses(study: Study, points: list[Point], table: pd.DataFrame) -> pd.DataFrame:
    """Return each parameter's values with the metrics there: parameter, value, number, unit, …

    The row without a parameter is the scenario as it is. Only for studies in which one
    parameter moves at a time; else the table is empty.
    """
    sweep = study.sweep
    metrics = [metric_column(metric) for metric in sweep.metrics]
    columns = ["parameter", "value", "number", "unit", "status", *metrics]
    if sweep.kind != "one_at_a_time" and len(sweep.parameters) > 1:
        return pd.DataFrame(columns=columns)
    levels = [read_levels(study.loaded, p) for p in sweep.parameters]
    rows = [
        {
            **_describe_settings(sweep, levels, point),
            "status": cells["status"],
            **{metric: cells[metric] for metric in metrics},
        }
        for point, (_, cells) in zip(points, table.iterrows(), strict=True)
    ]
    return pd.DataFrame(rows, columns=columns)


def _describe_settings(sweep: Sweep, levels: list[Levels], point: Point) -> dict[str, Any]:
    if not point.settings:
        return {"parameter": "", "value": "", "number": None, "unit": ""}
    (setting,) = point.settings
    level = levels[setting.parameter]
    return {
        "parameter": sweep.parameters[setting.parameter].name,
        "value": show_value(setting.value),
        "number": level.number(setting.value),
        "unit": level.unit,
    }


def tabulate_swings(sweep: Sweep, responses: pd.DataFrame) -> pd.DataFrame:
    """Return how far each parameter alone moves each metric, the widest swing first.

    metric, unit, parameter, base, least, least_at, most, most_at, swing, failed (values without
    a plan). least and most include the scenario as it is. Only for one_at_a_time.
    """
    columns = [
        "metric",
        "unit",
        "parameter",
        "base",
        "least",
        "least_at",
        "most",
        "most_at",
        "swing",
        "failed",
    ]
    rows: list[dict[str, Any]] = []
    if sweep.kind == "one_at_a_time":
        is_base = responses["parameter"] == ""
        for metric in sweep.metrics:
            column = metric_column(metric)
            base = responses.loc[is_base, column]
            own = [
                {
                    **_swing(name, part.set_index("value")[column], base),
                    "failed": int((part["status"] != OPTIMAL).sum()),
                }
                for name, part in responses[~is_base].groupby("parameter", sort=False)
            ]
            own.sort(key=lambda row: -row["swing"])
            unit = "%" if METRICS[metric].is_rate else METRICS[metric].unit
            rows += [{"metric": metric, "unit": unit, **row} for row in own]
    return pd.DataFrame(rows, columns=columns)


def _swing(name: Any, values: pd.Series, base: pd.Series) -> dict[str, Any]:
    found = pd.concat([base.set_axis([""] * len(base)), values]).dropna()
    ends = (
        {
            "least": found.min(),
            "least_at": found.idxmin(),
            "most": found.max(),
            "most_at": found.idxmax(),
            "swing": found.max() - found.min(),
        }
        if len(found)
        else {"swing": 0.0}
    )
    at_base = base.iloc[0] if len(base) else None
    return {"parameter": name, "base": at_base, **ends}


def tabulate_distributions(sweep: Sweep, table: pd.DataFrame) -> pd.DataFrame:
    """Return for each metric: unit, points with a plan, mean, sd, least, quantiles, most.

    Where points have weights, weighted_mean stands behind the mean: of the points with a plan.
    """
    rows: list[dict[str, Any]] = []
    for metric in sweep.metrics:
        values = table[metric_column(metric)].dropna()
        if len(values):
            quantiles = np.quantile(values, QUANTILES)
            rows.append(
                {
                    "metric": metric,
                    "unit": "%" if METRICS[metric].is_rate else METRICS[metric].unit,
                    "points": len(values),
                    "mean": values.mean(),
                    **_weighted_mean(sweep, values),
                    "sd": values.std(ddof=1) if len(values) > 1 else 0.0,
                    "least": values.min(),
                    **{f"q{100 * q:02.0f}": v for q, v in zip(QUANTILES, quantiles, strict=True)},
                    "most": values.max(),
                }
            )
    quantile_columns = [f"q{100 * q:02.0f}" for q in QUANTILES]
    means = ["mean", *(["weighted_mean"] if sweep.points is not None else [])]
    columns = ["metric", "unit", "points", *means, "sd", "least", *quantile_columns, "most"]
    return pd.DataFrame(rows, columns=columns)


def _weighted_mean(sweep: Sweep, values: pd.Series) -> dict[str, float]:
    """Return the weighted mean of the points that have a value; blank where none of them counts."""
    if sweep.points is None:
        return {}
    weights = np.array([float(sweep.points[i].weight) for i in values.index])
    total = weights.sum()
    return {"weighted_mean": float(values.to_numpy() @ weights / total) if total else math.nan}


def tabulate_drivers(study: Study, points: list[Point], table: pd.DataFrame) -> pd.DataFrame:
    """Return Spearman's rank correlation of each parameter with each metric: sampled studies.

    Parameters that are words, and pairs that do not vary, are left out.
    """
    rows: list[tuple[str, str, float]] = []
    sweep = study.sweep
    for i, parameter in enumerate(sweep.parameters if sweep.kind == "sampled" else ()):
        level = read_levels(study.loaded, parameter)
        numbers = pd.Series([level.number(p.value(i)) for p in points], dtype=float)
        for metric in sweep.metrics:
            both = pd.DataFrame({"x": numbers, "y": table[metric_column(metric)]}).dropna()
            if len(both) > 2 and both["x"].nunique() > 1 and both["y"].nunique() > 1:
                ranks = both.rank()
                rows.append((metric, parameter.name, float(ranks["x"].corr(ranks["y"]))))
    frame = pd.DataFrame(rows, columns=["metric", "parameter", "rank_correlation"])
    order = frame["metric"].map({m: n for n, m in enumerate(sweep.metrics)})
    strength = -frame["rank_correlation"].abs()
    return frame.iloc[np.lexsort((strength, order))].reset_index(drop=True)


def tabulate_binding(table: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Return how often each limit binds: limit, name_en, name_zh, points, share_pct."""
    solved = table[table["status"] == OPTIMAL]
    counts = Counter(
        code for text in solved["binding"] for code in text.split(BINDING_MARK) if code
    )
    rows = [
        (code, *_name(code, names), count, 100.0 * count / len(solved))
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]
    return pd.DataFrame(rows, columns=["limit", "name_en", "name_zh", "points", "share_pct"])


def _name(code: str, names: Names) -> tuple[str, str]:
    """Return a limit in words; the code itself where only some variants have it."""
    constraint, *index = code.split("|")
    try:
        words = [named.limit(constraint, tuple(index)) for named in names.both]
    except KeyError:
        return code, code
    return words[0], words[1]
