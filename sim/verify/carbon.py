"""CO2 of what lines run, from the written tables: process, electricity, inputs."""

from __future__ import annotations

import math

from sim.verify.facts import Facts


def grid_factor(facts: Facts, plant: str) -> float:
    """Return what a kWh emits at a plant, kg: the row of its province, else the blank one."""
    province, _ = facts.place("plant", plant)
    stated = {row["province"]: row["co2"] for row in facts.inputs("grid")}
    return float(stated.get(province, stated.get("", 0.0)))


def run_co2(facts: Facts, line: str, name: str, kt: float) -> float:
    """Return the kt CO2 of `kt` of activity of a line by a recipe, and of what that took."""
    recipe = facts.by_id("recipes")[name]
    per_tonne = float(recipe["process_co2"])
    per_tonne += float(recipe["electricity"]) * grid_factor(facts, facts.plant(line)) * 1e-3
    return per_tonne * kt + math.fsum(
        row["co2"] * facts.used.get((line, name, material), 0.0)
        for material, row in facts.input_rows.get(name, {}).items()
    )
