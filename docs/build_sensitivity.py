"""Move the weakest numbers to their ends and run: python -m docs.build_sensitivity.

Fills the block `sensitivity` of docs/data.md.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import yaml

from docs.blocks import ROOT, grid, read, replace_block, write
from docs.build_outputs import Workshop

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

_CEMENT_GROUPS = {"group": ["cement_anhui", "cement_hubei", "cement_jiangxi"]}
_OTHER_PRODUCTS = (
    "ggbs_powder", "steel_slag_powder", "sorted_ash", "binder", "brick", "aac_block", "aggregate",
    "sand", "plasterboard", "building_plaster", "pg_retarder", "cu_slag_tail",
)  # fmt: skip


def _use(table: str, where: dict[str, Any], column: str, end: str) -> dict[str, Any]:
    return {"table": table, "where": where, "use": {column: end}}


def waste_in_clinker(end: str) -> Changes:
    """The most waste that goes into a tonne of clinker."""
    return [_use("groups", {"recipe": "clinker_corr", "group": "WASTE"}, "max", end)]


def metals(end: str) -> Changes:
    """Trace metals of tailings and slag tailings."""
    return [_use("composition", _METALS, "value", end)]


def cement(end: str) -> Changes:
    """Share of kilns and mills that runs, and the demand for cement and clinker."""
    factor = {"low": 0.50 / 0.60, "high": 0.75 / 0.60}[end]
    return [
        _use("lines", _KILNS_AND_MILLS, "availability", end),
        _use("markets", _CEMENT, "max", end),
        {"table": "markets", "where": _CEMENT_GROUPS, "scale": {"group_max": factor}},
    ]


def generation(end: str) -> Changes:
    """What the zones generate."""
    return [_use("generation", {}, "amount", end)]


def demand(end: str) -> Changes:
    """Demand for everything but cement and clinker."""
    return [_use("markets", {"product": product}, "max", end) for product in _OTHER_PRODUCTS]


def backfill(end: str) -> Changes:
    """Capacity of mine backfill."""
    return [_use("lines", {"technology": "mine_backfill"}, "capacity", end)]


def freight(end: str) -> Changes:
    """Tariffs and handling of all modes."""
    return [_use("modes", {}, column, end) for column in ("tariff", "handling")]


CASES = (
    ("most waste in a tonne of clinker: 0.09, 0.15, 0.30 t", waste_in_clinker),
    ("Cu, Zn, As, Pb of tailings and slag tailings", metals),
    ("kilns and mills run at 0.50, 0.60, 0.75; demand to match", cement),
    ("generation of every zone", generation),
    ("demand for other products", demand),
    ("capacity of mine backfill", backfill),
    ("tariffs and handling", freight),
)
"""What is moved, in words, and the changes that do it."""
LOOSE = "loose"
"""Begins the names of the cases in which a kiln may take as much waste as chemistry allows."""


def write_cases(folder: Path) -> list[str]:
    """Write a scenario for each end of each case; return their names."""
    cases = {
        f"s{number}-{end}": changes(end)
        for number, (_, changes) in enumerate(CASES)
        for end in ("low", "high")
    }
    cases |= {
        f"{LOOSE}-{end}": [*waste_in_clinker("high"), *metals(end)] for end in ("low", "high")
    }
    for name, changes in cases.items():
        document = {
            "format": 1, "name": name, "title": {"en": name}, "extends": "baseline.yaml",
            "change": changes,
        }  # fmt: skip
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return list(cases)


def run_cases() -> dict[str, dict[str, float]]:
    """Return the KPIs of the baseline, of `no-placeholders` and of every case, by scenario name."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        names = ["baseline", "no-placeholders", *write_cases(Path(folder) / "scenarios")]
        files = " ".join(f"scenarios/{name}.yaml" for name in names)
        printed = json.loads(workshop.run(f"sim run {files} --basemap none --json 2>/dev/null"))
    failed = [entry["path"] for entry in printed if "error" in entry]
    if failed:
        raise RuntimeError(f"no result for {', '.join(failed)}")
    return {
        entry["summary"]["scenario"]["name"]: {
            k["name"]: k["value"] for k in entry["summary"]["kpis"]
        }
        for entry in printed
    }


def sensitivity_table(kpis: dict[str, dict[str, float]]) -> str:
    """Return the table, the widest spread of the rate first."""
    base = kpis["baseline"]["utilization_rate"]
    rows = []
    named = {f"s{number}": label for number, (label, _) in enumerate(CASES)}
    named[LOOSE] = (
        "the same metals where a kiln may take 0.30 t (against 0.30 t with typical metals)"
    )
    for name, label in named.items():
        low, high = (kpis[f"{name}-{end}"] for end in ("low", "high"))
        start = kpis["s0-high"]["utilization_rate"] if name == LOOSE else base
        rates = [case["utilization_rate"] - start for case in (low, high)]
        cells = [
            label,
            *(_points(r) for r in rates),
            *(f"{c['logistics_cost']:,.0f}" for c in (low, high)),
        ]
        rows.append((max(rates) - min(rates), cells))
    without = kpis["no-placeholders"]
    gap, cost = without["utilization_rate"] - base, f"{without['logistics_cost']:,.0f}"
    rows.append((abs(gap), ["placeholder lines left out", _points(gap), "", cost, ""]))
    rows.sort(key=lambda row: -row[0])
    head = [
        "what is moved to its ends", "rate at the low end, points", "at the high end, points",
        "waste logistics at the low end, million CNY/yr", "at the high end",
    ]  # fmt: skip
    return grid(head, [cells for _, cells in rows], frozenset({1, 2, 3, 4}))


def _points(change: float) -> str:
    return f"{round(100 * change, 1) + 0.0:+.1f}"


def main() -> None:
    """Fill the block."""
    write(PAGE, replace_block(read(PAGE), "sensitivity", sensitivity_table(run_cases())))


if __name__ == "__main__":
    main()
