"""Move the weakest numbers to their ends and run: python -m tools.build_sensitivity [BLOCK…].

Fills the blocks `sensitivity` and `sensitivity-<region>` of docs/data.md.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from tools.blocks import ROOT, grid, read, replace_block, write
from tools.build_outputs import Workshop

PAGE = ROOT / "docs" / "data.md"
Changes = list[dict[str, Any]]
_KILNS_AND_MILLS = {"technology": ["kiln", "cement_mill"]}
_CEMENT = {
    "product": ["clinker", "cement_PO", "cement_PSA", "cement_PSB", "cement_PF", "cement_PC"]
}
_METALS = {
    "material": ["cu_tail", "cu_slag_tail", "w_tail", "fe_tail"],
    "property": ["Cu", "Zn", "As", "Pb"],
}

_OTHER_PRODUCTS = (
    "ggbs_powder",
    "steel_slag_powder",
    "sorted_ash",
    "binder",
    "brick",
    "aac_block",
    "aggregate",
    "sand",
    "plasterboard",
    "building_plaster",
    "pg_retarder",
    "cu_slag_tail",
)
_TAIHANG_PRODUCTS = (
    "ggbs_powder",
    "steel_slag_powder",
    "sorted_ash",
    "binder",
    "brick",
    "fired_brick",
    "aac_block",
    "aggregate",
    "sand",
    "plasterboard",
    "building_plaster",
    "road_base_mix",
)


def _use(table: str, where: dict[str, Any], column: str, end: str) -> dict[str, Any]:
    return {"table": table, "where": where, "use": {column: end}}


def waste_in_clinker(end: str) -> Changes:
    """The most waste that goes into a tonne of clinker."""
    return [_use("groups", {"recipe": "clinker_corr", "group": "WASTE"}, "max", end)]


def metals(end: str) -> Changes:
    """Trace metals of tailings and slag tailings."""
    return [_use("composition", _METALS, "value", end)]


def cement(region: str, end: str) -> Changes:
    """Share of kilns and mills that runs, and the demand for cement and clinker."""
    markets = pd.read_csv(ROOT / "geodata" / region / "markets.csv")
    ordinary = markets[markets["product"] == "cement_PO"].set_index("group")
    factors = ordinary[f"max_{end} [kt/yr]"] / ordinary["max [kt/yr]"]
    return [
        _use("lines", _KILNS_AND_MILLS, "availability", end),
        _use("markets", _CEMENT, "max", end),
        *(
            {"table": "markets", "where": {"group": group}, "scale": {"group_max": float(factor)}}
            for group, factor in factors.items()
        ),
    ]


def generation(end: str) -> Changes:
    """What the zones generate."""
    return [_use("generation", {}, "amount", end)]


def demand(products: tuple[str, ...], end: str) -> Changes:
    """Demand for everything but cement and clinker."""
    return [_use("markets", {"product": product}, "max", end) for product in products]


def capacity(where: dict[str, Any], end: str) -> Changes:
    """Capacity of some lines."""
    return [_use("lines", where, "capacity", end)]


def freight(end: str) -> Changes:
    """Tariffs and handling of all modes."""
    return [_use("modes", {}, column, end) for column in ("tariff", "handling")]


_CLINKER = "most waste in a tonne of clinker: 0.05, 0.15, 0.30 t"
_METALS_LOOSE = "the same metals where a kiln may take 0.30 t (against 0.30 t with typical metals)"
_LOAD = "load of kilns and mills at its ends; demand to match"


@dataclass(frozen=True)
class Study:
    """What is moved in the baseline of a region."""

    block: str
    """Block of the page that holds the table."""
    folder: str
    """Folder of the scenarios, below `scenarios/`."""
    prefix: str
    """What the names of the region's scenarios begin with."""
    cases: Mapping[str, Callable[[str], Changes]]
    """What is moved to both ends, in words -> the changes that do it."""
    switches: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """What is switched on or off, in words -> keys of the scenario."""
    against: Mapping[str, str] = field(default_factory=dict)
    """Case -> the case whose high end it is compared with, instead of the baseline."""


STUDIES = (
    Study(
        "sensitivity",
        ".",
        "",
        {
            _CLINKER: waste_in_clinker,
            "Cu, Zn, As, Pb of tailings and slag tailings": metals,
            _LOAD: partial(cement, "daye-anqing-jiujiang"),
            "generation of every zone": generation,
            "demand for other products": partial(demand, _OTHER_PRODUCTS),
            "capacity of mine backfill": partial(capacity, {"technology": "mine_backfill"}),
            "tariffs and handling": freight,
            _METALS_LOOSE: (lambda end: [*waste_in_clinker("high"), *metals(end)]),
        },
        {"placeholder lines left out": {"statuses": ["operating", "assumed"]}},
        {_METALS_LOOSE: _CLINKER},
    ),
    Study(
        "sensitivity-handan-changzhi-anyang",
        "handan-changzhi-anyang",
        "taihang-",
        {
            _CLINKER: waste_in_clinker,
            _LOAD: partial(cement, "handan-changzhi-anyang"),
            "generation of every zone": generation,
            "demand for other products": partial(demand, _TAIHANG_PRODUCTS),
            "Xiangyuan backfill: 1.0, 3.0, 3.6 Mt/yr": partial(capacity, {"id": "R2-P021"}),
            "capacity of the lines that were filled in": partial(capacity, {"status": "assumed"}),
            "tariffs and handling": freight,
        },
        {
            "placeholder lines left out": {"statuses": ["operating", "assumed"]},
            "lines that were filled in left out": {"statuses": ["operating", "placeholder"]},
            "Ruidaofeng gangue works on": {
                "statuses": ["operating", "assumed", "placeholder", "trial"]
            },
        },
    ),
)


def write_cases(study: Study, folder: Path) -> list[str]:
    """Write a scenario for each end of each case and for each switch; return their names."""
    cases: dict[str, dict[str, Any]] = {
        f"s{number}-{end}": {"change": changes(end)}
        for number, changes in enumerate(study.cases.values())
        for end in ("low", "high")
    }
    cases |= {f"switch{number}": keys for number, keys in enumerate(study.switches.values())}
    for name, keys in cases.items():
        document = {
            "format": 1,
            "name": name,
            "title": {"en": name},
            "extends": "baseline.yaml",
            **keys,
        }
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return list(cases)


def run_cases(study: Study) -> dict[str, dict[str, float]]:
    """Return the KPIs of the baseline and of every case, by scenario name."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        scenarios = Path("scenarios") / study.folder
        names = ["baseline", *write_cases(study, Path(folder) / scenarios)]
        files = " ".join(str(scenarios / f"{name}.yaml") for name in names)
        printed = json.loads(workshop.run(f"sim run {files} --basemap none --json 2>/dev/null"))
    failed = [entry["path"] for entry in printed if "error" in entry]
    if failed:
        raise RuntimeError(f"no result for {', '.join(failed)}")
    return {
        entry["summary"]["scenario"]["name"].removeprefix(study.prefix): {
            k["name"]: k["value"] for k in entry["summary"]["kpis"]
        }
        for entry in printed
    }


def sensitivity_table(study: Study, kpis: dict[str, dict[str, float]]) -> str:
    """Return the table, the widest spread of the rate first."""
    base = kpis["baseline"]["utilization_rate"]
    labels = list(study.cases)
    rows = []
    for number, label in enumerate(labels):
        low, high = (kpis[f"s{number}-{end}"] for end in ("low", "high"))
        other = study.against.get(label)
        start = base if other is None else kpis[f"s{labels.index(other)}-high"]["utilization_rate"]
        rates = [case["utilization_rate"] - start for case in (low, high)]
        costs = [f"{case['logistics_cost']:,.0f}" for case in (low, high)]
        rows.append((max(rates) - min(rates), [label, *map(_points, rates), *costs]))
    for number, label in enumerate(study.switches):
        case = kpis[f"switch{number}"]
        gap, cost = case["utilization_rate"] - base, f"{case['logistics_cost']:,.0f}"
        rows.append((abs(gap), [label, _points(gap), "", cost, ""]))
    rows.sort(key=lambda row: -row[0])
    head = [
        "what is moved to its ends",
        "rate at the low end, points",
        "at the high end, points",
        "waste logistics at the low end, million CNY/yr",
        "at the high end",
    ]
    return grid(head, [cells for _, cells in rows], frozenset({1, 2, 3, 4}))


def _points(change: float) -> str:
    return f"{round(100 * change, 1) + 0.0:+.1f}"


def main(blocks: list[str]) -> None:
    """Fill the blocks, all when none is named."""
    for study in STUDIES:
        if not blocks or study.block in blocks:
            table = sensitivity_table(study, run_cases(study))
            write(PAGE, replace_block(read(PAGE), study.block, table))


if __name__ == "__main__":
    main(sys.argv[1:])
