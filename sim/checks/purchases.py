"""What plants buy outside the region is no waste, and has a price."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from sim.errors import Problem
from sim.loader.case import Case
from sim.say.message import message
from sim.scenario.records import records

_WASTE_LIKE = ("waste", "residue")


def bought_at_a_price(case: Case) -> Iterator[Problem]:
    """A row of table purchases is about a material with a price that is no waste."""
    materials = case.tables["materials"].set_index("id")
    rows, places = case.tables["purchases"], case.places("purchases", "material", "price")
    for row, where in zip(records(rows), places, strict=True):
        kind, everywhere = materials.loc[row.material, ["kind", "purchase_price"]]
        if kind in _WASTE_LIKE:
            words = message(f"kind_{kind}")
            what = message("waste_bought", material=row.material, kind=words)
            yield Problem(where, what, message("waste_bought_hint"), "waste_for_sale")
        elif pd.isna(row.price) and pd.isna(everywhere):
            what = message("no_purchase_price", material=row.material)
            yield Problem(where, what, message("no_purchase_price_hint"), "missing")
