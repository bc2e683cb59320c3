"""Alternatives as tables: flows and lines with their ranges, and a row per plan."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.network import Network
from sim.results.flow_rows import node_table
from sim.results.flows import tabulate_flows
from sim.results.layout import Layout
from sim.rules.metrics import METRICS
from sim.scenario.document import Scenario
from sim.studies.alternatives.study import Alternatives
from sim.studies.frontier.table import column_name, plan_figures

_AMOUNTS = ("optimum", "low", "high", "least", "most")


def name_flows(network: Network, found: Alternatives) -> pd.DataFrame:
    """Return `alternatives.csv`: a row per flow, with names and amounts.

    optimum, low and high over the plans, plans (how many have it), least and most (what it can be
    in any plan within the slack: exact, blank for small flows), certain (least above zero), and
    its amount in each plan.
    """
    table = found.flows
    for end in ("origin", "destination"):
        nodes = node_table(network).reindex(table[end])
        for language in ("en", "zh"):
            table = table.assign(
                **{f"{end}_name_{language}": nodes[f"name_{language}"].fillna("").to_numpy()}
            )
    materials = network.materials.reindex(table["material"])
    for language in ("en", "zh"):
        names = materials[f"name_{language}"].fillna("").to_numpy()
        table = table.assign(**{f"material_name_{language}": names})
    keys = [
        f"{key}{tail}"
        for key in ("origin", "destination", "material")
        for tail in ("", "_name_en", "_name_zh")
    ]
    return _finish(table, keys, len(found.plans))


def name_lines(network: Network, found: Alternatives) -> pd.DataFrame:
    """Return `lines.csv`: a row per line that some plan runs, by its activity."""
    about = ["plant", "technology", "technology_en", "technology_zh"]
    table = found.lines.join(network.lines[about], on="line")
    plants = network.plants.reindex(table["plant"])
    for language in ("en", "zh"):
        names = plants[f"name_{language}"].fillna("").to_numpy()
        table = table.assign(**{f"plant_name_{language}": names})
    keys = ["line", "plant", "plant_name_en", "plant_name_zh", *about[1:]]
    return _finish(table.fillna(dict.fromkeys(about, "")), keys, len(found.plans))


def _finish(table: pd.DataFrame, keys: list[str], count: int) -> pd.DataFrame:
    """Put the columns in order, with units in their names."""
    certain: list[Any] = [None if pd.isna(x) else bool(x > 0) for x in table["least"]]
    table = table.assign(certain=pd.Series(certain, dtype=object, index=table.index))
    plans = [f"plan_{number}" for number in range(count)]
    order = [*keys, "optimum", "low", "high", "plans", "least", "most", "certain", *plans]
    return table[order].rename(columns={name: f"{name}_kt_yr" for name in (*_AMOUNTS, *plans)})


def tabulate_plans(network: Network, found: Alternatives, layout: Layout) -> pd.DataFrame:
    """Return a row per plan: its distance from the optimum and the nearest one, its figures."""
    rows = []
    for number, plan in enumerate(found.plans):
        figures = plan_figures(network, plan, layout)
        rows.append(
            {
                "plan": number,
                "from_optimum": found.from_optimum[number],
                "from_nearest": found.distances[number],
                **{name: figures[name] for name in METRICS if name in figures},
            }
        )
    return pd.DataFrame(rows)


def written_plans(plans: pd.DataFrame) -> pd.DataFrame:
    """Return the plans as they are written: units in column names, rates in per cent."""
    written = plans.copy()
    rates = [name for name in METRICS if name in written and METRICS[name].is_rate]
    written[rates] = written[rates] * 100.0
    names = {name: column_name(name) for name in METRICS}
    far = {name: f"{name}_kt_yr" for name in ("from_optimum", "from_nearest")}
    return written.rename(columns={**names, **far})


def tabulate_plan_flows(network: Network, found: Alternatives, layout: Layout) -> pd.DataFrame:
    """Return the flows of every plan in the columns of a run's `flows.csv`, `plan` first."""
    tables = []
    for number, plan in enumerate(found.plans):
        flows = tabulate_flows(network, plan, layout)
        flows.insert(0, "plan", number)
        tables.append(flows)
    return pd.concat(tables, ignore_index=True)


def describe_alternatives(
    scenario: Scenario, found: Alternatives, slack: str, asked: int, seed: int
) -> dict[str, Any]:
    """Return the content of `alternatives.json`."""
    return {
        "format": 1,
        "scenario": {
            "name": scenario.name,
            "title": {"en": scenario.title.en, "zh": scenario.title.zh or scenario.title.en},
        },
        "slack": slack,
        "kept": [{"metric": k.metric, "at": k.at, "at_least": k.at_least} for k in found.keep],
        "asked": asked,
        "found": len(found.plans) - 1,
        "seed": seed,
        "counted": "utilization and chain flows, by origin, destination and material",
    }
