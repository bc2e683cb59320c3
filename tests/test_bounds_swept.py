"""What a sweep lets run, be built or arise bounds what is open: each point is as if alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sim
from tests.expansion_study import TABLES
from tests.study import write_study

AIM = [{"maximize": "net_utilized"}, {"minimize": "net_cost"}]
LINES = "id,plant,technology,capacity [kt/yr],status,fixed_cost\n"


@pytest.mark.parametrize("fixed", ["", "1 million CNY/yr"])
def test_building_is_let_from_nothing_on(fixed: str, tmp_path: Path) -> None:
    """Works of up to 0, 25 and 90 kt/yr, with a fixed cost and without: so much more is used."""
    tables = {**TABLES, "lines": LINES + f"l,p,k,200,operating,\nn,p,n,150,candidate,{fixed}\n"}
    expand = [{"where": {"id": "n"}, "life": "10 yr"}]
    found = swept(tmp_path, tables, {"expand": {"entry": 1}}, "up_to", [0, 25, 90], expand=expand)
    assert found == pytest.approx([200.0, 225.0, 290.0])


def test_more_may_arise_than_a_switch_knew(tmp_path: Path) -> None:
    """A link with a fixed cost carries what arises: 100, then 150 kt/yr."""
    tables = {
        **TABLES,
        "lines": LINES + "l,p,k,200,operating,\n",
        "links": "origin,destination,mode,cost [CNY/t],fixed_cost\nz,p,truck,50,1 million CNY/yr\n",
    }
    found = swept(tmp_path, tables, {"table": "generation"}, "amount", [100, 150])
    assert found == pytest.approx([100.0, 150.0])


def swept(
    folder: Path, tables: Any, of: dict[str, Any], key: str, values: list[int], **more: Any
) -> list[float]:
    """Return what is utilized at each point, kt/yr."""
    path = write_study(
        folder, tables, {"statuses": ["operating", "candidate"], "objective": AIM, **more}
    )
    told = [f"{value} kt/yr" for value in values]
    points = (
        sim.load(path)
        .sweep({"kind": "grid", "parameters": [{"name": "size", **of, "set": {key: told}}]})
        .points
    )
    found: list[float] = points["net_utilized_kt_yr"].tolist()
    return found
