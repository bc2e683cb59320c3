"""A synthetic region as a case in memory, or as an ordinary project on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from sim.loader.case import Case, column_dtypes
from sim.loader.columns import columns_of
from sim.loader.describe.resolve import write_document, write_table
from sim.scenario.document import Scenario
from sim.scenario.tables import TABLES
from sim.synthetic.library import make_library
from sim.synthetic.region import lay_ground, make_region
from sim.synthetic.size import Size

REGION = "synthetic"
SCENARIO = Path("scenarios") / "baseline.yaml"


def make_case(size: Size) -> Case:
    """Return a synthetic region as the loader would, without files."""
    tables = {**make_library(size), **make_region(size)}
    full = {name: _complete(name, tables.get(name, pd.DataFrame())) for name in TABLES}
    scenario = Scenario.model_validate(make_document(size))
    return Case(
        scenario=scenario,
        tables=full,
        origin={name: [f"{name}.csv:{n + 2}" for n in range(len(full[name]))] for name in full},
        limits_at=[],
        stages_at=[f"{SCENARIO}:1"] * len(scenario.objective),
        borders_at=[f"{SCENARIO}:1"] * len(scenario.borders),
        inputs={},
        root=Path(),
    )


def write_project(size: Size, folder: Path) -> Path:
    """Write a synthetic region as a project; return its scenario file."""
    places = {"scenarios/library": make_library(size), f"geodata/{REGION}": make_region(size)}
    for place, tables in places.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        for name, frame in tables.items():
            write_table(_noted(name, frame, size), name, folder / place / f"{name}.csv")
    return write_document(make_document(size), folder / SCENARIO)


def make_document(size: Size) -> dict[str, Any]:
    """Return the scenario of a synthetic region as plain data."""
    document: dict[str, Any] = {
        "format": 1,
        "name": "baseline",
        "title": {"en": f"Synthetic region, seed {size.seed}", "zh": f"合成区域,种子 {size.seed}"},
        "region": REGION,
        "objective": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}],
    }
    if size.kind == "recipes":
        provinces, quota = lay_ground(size).provinces, 20.0 * size.zones * size.per_zone
        amount = f"{round(quota / lay_ground(size).width, 1)} kt/yr"
        document["borders"] = [
            {
                "from": "any",
                "to": "any",
                "purpose": "utilization",
                "rule": "filing",
                "surcharge": "2 CNY/t",
            },
            {
                "from": provinces[0],
                "to": provinces[1],
                "class": "general",
                "purpose": "utilization",
                "rule": "filing",
                "surcharge": "2 CNY/t",
                "quota": amount,
            },
        ]
    return document


def _complete(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table with every column of its type, sorted by its key, defaults filled in."""
    columns, full = columns_of(name), {}
    for column, dtype in column_dtypes(name).items():
        default = columns[column].default
        cells = (
            frame[column] if column in frame else pd.Series([default] * len(frame), dtype=object)
        )
        if default is not None and not columns[column].required:
            cells = cells.where(cells.notna(), default)
        full[column] = pd.Series(cells.tolist(), dtype=dtype)
    table = pd.DataFrame(full)
    return table.sort_values(list(TABLES[name].key), ignore_index=True)


def _noted(name: str, frame: pd.DataFrame, size: Size) -> pd.DataFrame:
    """Say in every row where it is from, in tables that have such columns."""
    columns = columns_of(name)
    noted = {"confidence": "assumed", "note": f"synthetic, seed {size.seed}"}
    return frame.assign(**{c: text for c, text in noted.items() if c in columns})
