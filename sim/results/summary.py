"""The summary of a run: status, objectives, figures, counts, and the weak inputs it leans on."""

from __future__ import annotations

import math

import pandas as pd

from sim.loader.case import Case
from sim.network import Network
from sim.results.known import find_known_at_least
from sim.results.kpis import list_kpis
from sim.results.openings import count_open
from sim.results.summary_file import AssumedInput, Choices, Summary
from sim.rules.metrics import METRICS
from sim.solve.plan import Choosing, Plan, StageOutcome

GIVEN = "given"
"""Status of a plan that was not solved here: whether it is optimal is not known."""
WITHIN_GAP = "within_gap"
"""Status of a plan whose choices are not proved best: `choices` of the summary has the gap."""


def summarize(
    case: Case, network: Network, plan: Plan, kpis: dict[str, float], assumed: list[AssumedInput]
) -> Summary:
    """Return the content of `summary.json`, times excluded."""
    scenario = case.scenario
    about: Summary = {
        "format": 1,
        "scenario": {
            "name": scenario.name,
            "title": {"en": scenario.title.en, "zh": scenario.title.zh or scenario.title.en},
            "description": scenario.description.model_dump() if scenario.description else None,
        },
        "region": scenario.region or "",
        "period": scenario.year,
        "status": _status(plan),
        "objectives": [
            {
                "stage": number,
                "metric": stage.metric,
                "sense": stage.sense,
                "value": _reached(stage, kpis),
                "unit": METRICS[stage.metric].unit,
                "slack": stage.slack,
                "gap": stage.gap,
                "en": METRICS[stage.metric].en,
                "zh": METRICS[stage.metric].zh,
            }
            for number, stage in enumerate(plan.stages, start=1)
        ],
        "kpis": list_kpis(kpis, find_known_at_least(network, plan)),
        "counts": {
            **plan.counts,
            "zones": len(network.zones),
            "plants": len(network.plants),
            "lines": int((network.lines["available_kt_yr"] > 0).sum()),
            "lots": len(network.lots),
            "routes_excluded": len(network.excluded),
        },
        "assumed_inputs": assumed,
    }
    if plan.choosing is not None:
        about["choices"] = _tell_choices(plan, plan.choosing)
    return about


def _status(plan: Plan) -> str:
    """Return whether a plan is optimal, as good as the solver was asked for, or was given."""
    if plan.choosing is not None and plan.choosing.gap > 0:
        return WITHIN_GAP
    return "optimal" if plan.is_proven else GIVEN


def _tell_choices(plan: Plan, how: Choosing) -> Choices:
    """Return how it was found what to open."""
    count, of = count_open(plan)
    return {
        "open": count,
        "of": of,
        "gap": how.gap,
        "bounds": list(how.bounds[: len(plan.stages)]),
        "nodes": how.nodes,
        "is_cut_short": how.is_cut_short,
    }


def _reached(stage: StageOutcome, kpis: dict[str, float]) -> float | None:
    """Return the best value of a stage; None for a rate over nothing, or of nothing known."""
    unknown = not stage.value and math.isnan(kpis.get(stage.metric, stage.value))
    return None if unknown or not stage.is_defined else stage.value


def list_assumed(case: Case, network: Network, lines: pd.DataFrame) -> list[AssumedInput]:
    """Return the assumed inputs that a result leans on, by table, with the tonnes they carry."""
    rows: list[AssumedInput] = []
    weak = lines[(lines["confidence"] == "assumed") & (lines["uptake_kt_yr"] > 0)]
    rows.append(_lean("lines", len(weak), float(weak["uptake_kt_yr"].sum())))
    generation = case.tables["generation"]
    guessed = generation[
        (generation["confidence"] == "assumed") & generation["zone"].isin(network.zones.index)
    ]
    rows.append(_lean("generation", len(guessed), float(guessed["amount"].sum())))
    for name in ("markets", "inputs", "quality", "composition", "recipes", "modes"):
        frame = case.tables[name]
        count = int((frame["confidence"] == "assumed").sum())
        rows.append({**_lean(name, count, None), "of": len(frame)})
    return [row for row in rows if row["assumed_rows"]]


def _lean(table: str, rows: int, kt: float | None) -> AssumedInput:
    return {"table": table, "assumed_rows": rows, "kt_yr": kt}
