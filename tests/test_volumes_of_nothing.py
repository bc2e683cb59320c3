"""Volumes in rows that are about no material: told as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from tests.study import write_study
from tests.test_volumes import DENSE


def test_a_volume_in_a_row_of_no_material(tmp_path: Path) -> None:
    """A capacity, and a cost of table materials, whose rows name no material in such a column."""
    tables = {
        **DENSE,
        "lines": "id,plant,technology,capacity\nl,p,t,5 m3/yr\n",
        "materials": DENSE["materials"].replace("100 CNY/t", "100 CNY/m3"),
    }
    with pytest.raises(InputError) as caught:
        load_case(write_study(tmp_path, tables))
    told = {p.where: p for p in caught.value.problems if p.code == "volume"}
    assert set(told) == {"geodata/study/lines.csv:2", "geodata/study/materials.csv:4"}
    assert all("no column 'material' or 'product'" in str(p) for p in told.values())
    assert all("write it by mass" in str(p) for p in told.values())
