"""Two ways of making capacity, with the right plan and cost worked out by hand.

500 kt/yr of waste arise. The kiln runs 200 kt/yr of it at 40 CNY/t net (50 by truck, 10 to fire,
less 20 for the brick). Each further t/yr of the kiln costs 400 CNY over 20 years, of the new works
300 CNY over 10 years; it fires for 5 CNY/t. With a discount rate of 0 the annuities are
20 and 30 CNY per t/yr: a tonne more costs 60 CNY in the kiln and 65 in the new works, so that the
kiln grows first, by all of its 100 kt/yr, and the works take the next 150.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.family_studies import BASE
from tests.study import write_study

TABLES = {
    **BASE,
    "parameters": "id,value\ndiscount_rate,0\n",
    "technologies": "id,name_en,capex [CNY/(t/yr)],life [yr]\nk,Kiln,400,20\nn,New works,300,10\n",
    "recipes": "id,technology,name_en,cost [CNY/t]\nq,k,Fire,10\nr,n,Press,5\n",
    "inputs": "recipe,material,min,max\nq,w,1,1\nr,w,1,1\n",
    "yields": "recipe,material,per,amount\nq,b,activity,1\nr,b,activity,1\n",
    "lines": "id,plant,technology,capacity [kt/yr],status\n"
    "l,p,k,200,operating\nn,p,n,150,candidate\n",
}
SCENARIO: dict[str, Any] = {
    "statuses": ["operating", "candidate"],
    "expand": [{"where": {"id": "l"}, "up_to": "50 %"}],
}
TARGET = [{"floor": "net_utilized", "at": "430 kt/yr"}]
"""130 kt/yr in the works beside 300 in the kiln."""


def write(folder: Path, tables: Mapping[str, str] | None = None, **more: Any) -> Path:
    """Write the study with other tables and keys; return its scenario file."""
    return write_study(folder, {**TABLES, **(tables or {})}, {**SCENARIO, **more})
