"""Studies on the example project, and the same variants written out by hand and solved cold."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from sim.checks import check_case
from sim.cli.project import create
from sim.errors import SimError
from sim.loader import load_case
from sim.network import build_network
from sim.results.credit import tabulate_wastes
from sim.results.kpis import compute_kpis
from sim.solve import Session

METRICS = [
    "utilization_rate",
    "net_utilized",
    "net_cost",
    "capex_cost",
    "net_co2",
    "cross_border",
    "transport_work",
    "legacy_used",
    "high_value_rate",
]

RICH: dict[str, Any] = {
    "format": 1,
    "name": "rich",
    "title": {"en": "Every kind of limit", "zh": "各类限制"},
    "extends": "baseline.yaml",
    "borders": [
        {
            "from": "Westland",
            "to": "Eastland",
            "class": "general",
            "rule": "filing",
            "quota": "400 kt/yr",
            "surcharge": "2 CNY/t",
        },
    ],
    "limits": [
        {"cap": "net_cost", "at": "900 million CNY/yr"},
        {"cap": "logistics_cost", "at": "90 million CNY/yr"},
        {"floor": "gross_utilization_rate", "at": "20 %"},
    ],
    "change": [
        {
            "table": "lines",
            "add": [
                {
                    "id": "new-mill",
                    "plant": "cement_works",
                    "technology": "mill",
                    "capacity": "300 kt/yr",
                    "availability": "80 %",
                    "status": "added",
                }
            ],
        },
        {"table": "lines", "where": {"id": "flotation-line"}, "set": {"min_load": "20 %"}},
        {"table": "terminals", "set": {"capacity": "300 kt/yr"}},
        {
            "table": "markets",
            "where": {"product": "cement"},
            "set": {"group": "cement", "group_max": "1900 kt/yr"},
        },
        {"table": "markets", "where": {"id": "brick-all"}, "set": {"min": "20 kt/yr"}},
        {
            "table": "sinks",
            "add": [
                {
                    "id": "tip",
                    "name_en": "Tip",
                    "city": "Westport",
                    "province": "Westland",
                    "lon": "112.3",
                    "lat": "31.0",
                    "kind": "landfill",
                    "capacity": "60 kt/yr",
                    "fee": "1 CNY/t",
                }
            ],
        },
    ],
}
"""A scenario with every kind of right-hand side in it."""

OLD_STOCK = {"table": "legacy", "set": {"yearly_limit": "1 %/yr"}}


def write_project(folder: Path) -> Path:
    """Write the example project; return the folder of its scenarios."""
    return create(folder).parent


def write_scenario(scenarios: Path, content: Mapping[str, Any]) -> Path:
    """Write a scenario under its name; return the file."""
    path = scenarios / f"{content['name']}.yaml"
    path.write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), "utf-8")
    return path


def with_sweep(base: Mapping[str, Any], kind: str, parameters: Sequence[Any], **more: Any) -> Any:
    """Return a scenario with a sweep of all METRICS."""
    sweep = {"kind": kind, "parameters": list(parameters), "metrics": METRICS, **more}
    return {**base, "sweep": sweep}


def by_hand(base: Mapping[str, Any], *changes: tuple[Mapping[str, Any], Any]) -> dict[str, Any]:
    """Return the scenario as a planner would write the variant: no sweep, values in place."""
    scenario = copy.deepcopy(dict(base))
    scenario.pop("sweep", None)
    for parameter, value in changes:
        verb = next(v for v in ("set", "scale", "use") if v in parameter)
        column = next(iter(parameter[verb]))
        if "table" in parameter:
            change = {
                "table": parameter["table"],
                "where": parameter.get("where", {}),
                verb: {column: value},
            }
            scenario.setdefault("change", []).append(change)
        elif "limit" in parameter or "border" in parameter:
            kind = "limit" if "limit" in parameter else "border"
            for entry in scenario[f"{kind}s"]:
                if parameter[kind].items() <= entry.items():
                    entry[column] = scaled(entry[column], value) if verb == "scale" else value
                if entry.get("rule") == "closed":
                    for key in ("quota", "surcharge", "lead", "lead_cost"):
                        entry.pop(key, None)
        else:
            scenario[column] = value
    return scenario


def scaled(text: str, factor: float) -> str:
    """Return a quantity times a factor: `90 kt/yr` x 0.5 is `45 kt/yr`."""
    number, _, unit = text.partition(" ")
    return f"{float(number) * factor!r} {unit}"


def solve_cold(path: Path) -> dict[str, float] | str:
    """Return the figures of a scenario from its tables, or why it has none."""
    try:
        case = load_case(path)
        check_case(case)
        network = build_network(case)
        plan = Session(network).solve()
    except SimError as error:
        return error.exit_code.name.lower()
    found = compute_kpis(network, plan, tabulate_wastes(network, plan))
    return {metric: found[metric] for metric in METRICS}
