"""What docs/openings.md tells of `scenarios/slag-mills.yaml`: solved for each number of mills."""

from __future__ import annotations

import time
from typing import Any

import sim
from sim.errors import InfeasibleError
from sim.loader.case import Case
from sim.network import build_network
from sim.solve import Session
from sim.studies.frontier.table import plan_figures
from tools.blocks import ROOT, grid

SCENARIO = "scenarios/slag-mills.yaml"
PAGES = {"en": ROOT / "docs" / "openings.md", "zh": ROOT / "docs" / "openings.zh.md"}
MOST = 4
_HEADS = {
    "en": "at most;opened, Mt/yr;net cost, million CNY/yr;investment, million CNY;gap;nodes;s",
    "zh": "最多几座;启用（万吨/年）;净成本，亿元/年;投资，亿元;差距;节点;秒",
}
_NONE = {"en": "no plan: 83.5 % is out of reach", "zh": "无可行方案：达不到 83.5 %"}


def solve_mills() -> list[dict[str, Any]]:
    """Return what is opened, and how it was proved, for each number of mills allowed."""
    case = sim.load(ROOT / SCENARIO)
    return [
        _solve(case.replace(choose=[{"at_most": n, "of": "builds"}]).data, n)
        for n in range(MOST + 1)
    ]


def _solve(case: Case, most: int) -> dict[str, Any]:
    began = time.process_time()
    session = Session(build_network(case))
    try:
        plan = session.solve()
    except InfeasibleError:
        return {"at_most": most, "mills": None}
    assert plan.choosing is not None
    figures = plan_figures(session.network, plan)
    built = plan.build[plan.build["amount_kt_yr"] > 0]
    plants = session.network.plants.loc[session.network.lines["plant"].reindex(built["line"])]
    areas = case.tables["areas"].set_index("id")
    mills = [
        {**{x: str(areas.loc[city, f"name_{x}"]) for x in ("en", "zh")}, "kt": float(kt)}
        for city, kt in zip(plants["city"], built["amount_kt_yr"], strict=True)
    ]
    return {
        "at_most": most,
        "mills": mills,
        "lines": sorted(map(str, built["line"])),
        "net_cost": figures["net_cost"],
        "investment": figures["investment"],
        "gap": plan.choosing.gap,
        "nodes": plan.choosing.nodes,
        "seconds": round(time.process_time() - began),
    }


def mills_table(rows: list[dict[str, Any]], language: str) -> str:
    """Return the table of the numbers of mills, as a page shows it in a language."""
    is_zh = language == "zh"
    shown = []
    for row in rows:
        if row["mills"] is None:
            shown.append([str(row["at_most"]), _NONE[language], *[""] * 5])
            continue
        size = 10.0 if is_zh else 1000.0
        digits = 0 if is_zh else 2
        mills = [f"{one[language]} {one['kt'] / size:,.{digits}f}" for one in row["mills"]]
        money = [
            f"{row[name] / 100:,.2f}" if is_zh else f"{row[name]:,.0f}"
            for name in ("net_cost", "investment")
        ]
        found = ("、" if is_zh else ", ").join(mills)
        proof = [f"{row['gap']:.2g}", str(row["nodes"]), str(row["seconds"])]
        shown.append([str(row["at_most"]), found, *(m.replace("-", "−") for m in money), *proof])
    return grid(_HEADS[language].split(";"), shown, frozenset({0, 2, 3, 4, 5, 6}))
