"""A frontier as a table: a row per point, with every figure of its plan."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.network import Network
from sim.results.credit import tabulate_wastes
from sim.results.kpis import compute_kpis
from sim.results.layout import Layout
from sim.rules.metrics import METRICS
from sim.scenario.document import Scenario
from sim.solve import Plan
from sim.studies.frontier.study import Axis, Frontier, Point


def plan_figures(network: Network, plan: Plan, layout: Layout | None = None) -> dict[str, float]:
    """Return metric -> value of a plan; `layout` may be given if there is one of the network."""
    layout = layout or Layout(network)
    return compute_kpis(network, plan, tabulate_wastes(network, plan, layout), layout)


def tabulate_frontier(frontier: Frontier, checked: list[bool]) -> pd.DataFrame:
    """Return the points from the best x to the best y.

    point, x, y, slope (dy/dx of a supporting line), error_to_next (share of the range), is_end,
    is_knee, optimal (whether a cold solve agrees; blank when not checked), and every metric under
    its own name, in canonical units. Sums of which nothing is known are blank.
    """
    count = len(frontier.points)
    optimal: list[Any] = [*checked] or [None] * count
    rows = [
        {
            "point": number + 1,
            "x": _known(point, frontier.x, point.x),
            "y": _known(point, frontier.y, point.y),
            "slope": point.price * slope_sign(frontier),
            "error_to_next": frontier.errors[number] if number + 1 < count else None,
            "is_end": number in (0, count - 1),
            "is_knee": number == frontier.knee,
            "optimal": optimal[number],
            **_metrics(point.figures),
        }
        for number, point in enumerate(frontier.points)
    ]
    return pd.DataFrame(rows)


def _known(point: Point, axis: Axis, value: float) -> float:
    return math.nan if not value and math.isnan(point.figures.get(axis.name, value)) else value


def _metrics(figures: dict[str, float]) -> dict[str, float]:
    return {name: figures[name] for name in METRICS if name in figures}


def slope_sign(frontier: Frontier) -> float:
    """Return what turns gain per cost into dy/dx."""
    return -frontier.x.sign * frontier.y.sign


def column_name(name: str) -> str:
    """Return the name of a metric's column in a written table, with its unit."""
    return METRICS[name].column


def written_frame(frame: pd.DataFrame, x: Axis, y: Axis) -> pd.DataFrame:
    """Return the table as it is written: units in column names, rates in per cent."""
    written = frame.copy()
    rates = [name for name in METRICS if name in written and METRICS[name].is_rate]
    written[rates] = written[rates] * 100.0
    of_y, of_x = (100.0 if axis.metric.is_rate else 1.0 for axis in (y, x))
    written["x"], written["y"] = written["x"] * of_x, written["y"] * of_y
    written["slope"] = written["slope"] * of_y / of_x
    written["error_to_next"] = written["error_to_next"].astype(float) * 100.0
    names = {name: column_name(name) for name in METRICS}
    names |= {"x": f"x_{column_name(x.name)}", "y": f"y_{column_name(y.name)}"}
    return written.rename(columns={**names, "error_to_next": "error_to_next_pct"})


def describe_frontier(
    frontier: Frontier, scenario: Scenario, accuracy: float, checked: list[bool]
) -> dict[str, Any]:
    """Return the content of `frontier.json`."""
    return {
        "format": 1,
        "scenario": {
            "name": scenario.name,
            "title": {"en": scenario.title.en, "zh": scenario.title.zh or scenario.title.en},
        },
        "x": _describe_axis(frontier.x),
        "y": _describe_axis(frontier.y),
        "points": len(frontier.points),
        "knee": None if frontier.knee is None else frontier.knee + 1,
        "accuracy": accuracy,
        "error": frontier.error,
        "reached": frontier.error <= accuracy,
        "solves": frontier.solves,
        "checked": len(checked),
        "optimal": bool(checked) and all(checked),
    }


def _describe_axis(axis: Axis) -> dict[str, str]:
    metric = axis.metric
    return {
        "metric": axis.name,
        "unit": metric.unit,
        "better": metric.better,
        "en": metric.en,
        "zh": metric.zh,
    }
