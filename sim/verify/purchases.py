"""What plants buy outside the region: the price, whether it can be bought, and the bound."""

from __future__ import annotations

import math

from sim.verify.facts import Facts
from sim.verify.mass import bought_by_plant
from sim.verify.read import Cells
from sim.verify.tally import Tally


def check_purchases(facts: Facts, tally: Tally) -> None:
    """Hold what each plant buys against what is to be had there, and what cannot be bought."""
    bought = {(plant, material): kt for plant, material, kt in bought_by_plant(facts)}
    for (plant, material), kt in sorted(bought.items()):
        known = not math.isnan(facts.purchase_price(plant, material))
        tally.true(known or kt <= tally.tolerance, f"plant {plant}: {material} cannot be bought")
    for row in facts.inputs("purchases"):
        if row["max"] >= 0:
            _hold(row, bought.get((row["plant"], row["material"]), 0.0), tally)


def _hold(row: Cells, bought: float, tally: Tally) -> None:
    words = f"plant {row['plant']}, {row['material']}: bought (kt/yr)"
    tally.at_most(bought, row["max"], words)
