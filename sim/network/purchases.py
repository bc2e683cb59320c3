"""What plants may buy outside the region: at the price of the material, or on their own terms."""

from __future__ import annotations

import pandas as pd

from sim.loader.case import Case

COLUMNS = ["plant", "lot", "price_CNY_t", "co2_t_t", "max_kt_yr"]


def purchasable(case: Case) -> list[str]:
    """Return the materials that some plant can buy outside the region."""
    materials, terms = case.tables["materials"], case.tables["purchases"]
    everywhere = materials.loc[materials["purchase_price"].notna(), "id"]
    return sorted({*everywhere, *terms["material"]})


def list_purchases(case: Case, uses: pd.DataFrame) -> pd.DataFrame:
    """Return plant x lot of what can be bought and is used there, with COLUMNS.

    A row of table purchases says the price at its plant, and how much is to be had; a blank price
    is that of the material. Without a row any amount is to be had at the price of the material.
    """
    materials = case.tables["materials"].set_index("id")
    whole = uses.loc[uses["lot"] == uses["material"], ["plant", "lot"]].drop_duplicates()
    terms = case.tables["purchases"].rename(columns={"material": "lot"})
    pairs = whole.merge(terms[["plant", "lot", "price", "max"]], on=["plant", "lot"], how="left")
    facts = materials.loc[pairs["lot"]]
    own = pairs["price"].astype(float).to_numpy()
    everywhere = facts["purchase_price"].to_numpy(float)
    pairs = pairs.assign(
        price_CNY_t=pd.Series(own).fillna(pd.Series(everywhere)).to_numpy(),
        co2_t_t=facts["purchase_co2"].to_numpy(float),
        max_kt_yr=pairs["max"].astype(float),
    )
    pairs = pairs[pairs["price_CNY_t"].notna()]
    return pairs.sort_values(["plant", "lot"], ignore_index=True)[COLUMNS]
