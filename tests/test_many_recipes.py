"""Checking takes time in proportion to the recipes, lines, rules and producers of a study."""

from __future__ import annotations

import time
from pathlib import Path

from sim.checks import check_case
from sim.loader import load_case
from sim.network import build_network
from tests.study import MODES, csv, write_study

COUNT = 4000
SECONDS = 20.0
"""Processor time that is allowed; in proportion it takes a third, each with all others 40."""


def write_many(folder: Path) -> Path:
    """Write a study of as many technologies, recipes, lines, rules and own lots."""
    every = range(COUNT)
    tables = {
        "materials": csv(
            "id,name_en,kind,waste_class",
            [
                ("w", "W", "waste", "general_I"),
                ("r", "R", "residue", "general_I"),
                ("g", "G", "product", None),
            ],
        ),
        "technologies": csv("id,name_en", [(f"t{i}", "T") for i in every]),
        "recipes": csv(
            "id,technology,name_en,activity", [(f"q{i}", f"t{i}", "Q", "feed") for i in every]
        ),
        "inputs": csv("recipe,material,min,max", [(f"q{i}", "w", 1, 1) for i in every]),
        "groups": csv(
            "recipe,group,materials,min,max", [(f"q{i}", "all", "w", 1, 1) for i in every]
        ),
        "yields": csv(
            "recipe,material,per,amount",
            [(f"q{i}", "g", "activity", 0.9) for i in every]
            + [(f"q{i}", "r", "w", 0.1) for i in every],
        ),
        "composition": csv(
            "material,producer,property,value",
            [("w", None, "SiO2", "50 %"), *(("r", f"p{i}", "SiO2", "40 %") for i in every)],
        ),
        "quality": csv(
            "id,recipes,materials,scope,formula,name_en",
            [
                (f"u{i}", f"q{i}", "w", "lot" if i % 2 else "blend", "SiO2 >= 0.1*mass", "Q")
                for i in every
            ],
        ),
        "modes": MODES,
        "zones": csv("id,name_en,lon,lat", [("z", "Z", 115, 30)]),
        "generation": csv("zone,material,amount [kt/yr]", [("z", "w", 100)]),
        "plants": csv(
            "id,name_en,lon,lat",
            [(f"p{i}", "P", 115 + i % 100 / 100, 30 + i // 100 / 100) for i in every],
        ),
        "lines": csv(
            "id,plant,technology,capacity [kt/yr]", [(f"l{i}", f"p{i}", f"t{i}", 1) for i in every]
        ),
        "markets": csv("id,name_en,product,price [CNY/t]", [("m", "M", "g", 10)]),
    }
    return write_study(folder, tables)


def test_thousands_of_recipes(tmp_path: Path) -> None:
    """8,000 lines took 140 s: every recipe looked through the inputs of all, every line too."""
    path = write_many(tmp_path)
    began = time.process_time()
    case = load_case(path)
    check_case(case)
    network = build_network(case)
    assert time.process_time() - began < SECONDS
    assert len(network.lines) == COUNT
