"""A fixed-charge network of a public library: which pipes to lay at least cost."""

from __future__ import annotations

import csv as files
from pathlib import Path
from typing import Any

import pytest

from tests.study import csv, solve_study
from tests.test_sizes_and_steps import failed

DATA = Path(__file__).parent / "drainage"
OPTIMUM = 568.1007
"""As published, rounded there to 568.101."""
ALL = 117.04
"""What arises at all nodes together."""


def tables() -> dict[str, str]:
    """The network as tables: a node passes on what comes to it, the outlet treats it."""
    texts = [(DATA / name).read_text(encoding="utf-8") for name in ("nodes.csv", "pipes.csv")]
    nodes, pipes = ([*files.DictReader(text.splitlines())] for text in texts)
    names = sorted({pipe["from"] for pipe in pipes} | {pipe["to"] for pipe in pipes} - {"out"})
    names = [name for name in names if name != "out"]
    own = [(f"z{n['node']}", f"n{n['node']}", "pipe", 0, "") for n in nodes]
    laid = [
        (
            f"n{p['from']}",
            "out" if p["to"] == "out" else f"n{p['to']}",
            "pipe",
            1000 * float(p["each"]),
            f"{p['fixed']} million CNY/yr",
        )
        for p in pipes
    ]
    passing = [(f"pass{name}", f"n{name}", "pass", ALL) for name in names]
    return {
        "materials": "id,name_en,kind,waste_class\ns,Sewage,waste,general_I\n",
        "technologies": "id,name_en,counting\npass,Passing on,none\ntreat,Treating,\n",
        "recipes": "id,technology,name_en\npass,pass,Pass on\ntreat,treat,Treat\n",
        "inputs": "recipe,material,min,max\npass,s,1,1\ntreat,s,1,1\n",
        "yields": "recipe,material,per,amount\npass,s,s,1\n",
        "modes": "id,name_en,medium\npipe,Pipe,road\n",
        "zones": csv("id,name_en", [(f"z{n['node']}", f"Node {n['node']}") for n in nodes]),
        "generation": csv(
            "zone,material,amount [kt/yr]", [(f"z{n['node']}", "s", n["flow"]) for n in nodes]
        ),
        "plants": csv(
            "id,name_en", [("out", "Outlet"), *((f"n{name}", f"Node {name}") for name in names)]
        ),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]", [("treat", "out", "treat", ALL), *passing]
        ),
        "links": csv(
            "origin,destination,mode,cost [CNY/t],fixed_cost,both_ways",
            [(*row, "false") for row in (*own, *laid)],
        ),
    }


def solve(folder: Path, **keys: Any) -> Any:
    """Solve it: all is to be treated, at least cost."""
    stages = [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]
    return solve_study(folder, tables(), {"objective": stages, **keys})


def test_the_pipes_laid_cost_what_is_published(tmp_path: Path) -> None:
    """Proved best, and the written tables pass every check."""
    found = solve(tmp_path)
    assert found.plan.choosing is not None
    assert found.plan.choosing.gap == 0.0
    assert found.plan.stages[1].value == pytest.approx(OPTIMUM, rel=1e-7)
    assert failed(found, tmp_path) == set()
