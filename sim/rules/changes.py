"""The flows of a reference plan, and the columns that measure the distance from them."""

from __future__ import annotations

import pandas as pd

from sim.rules.tables import Columns, Ints, Tables

KEY = ["origin", "destination", "material"]


def reference_flows(n: Tables) -> pd.DataFrame:
    """Return origin, destination, material and due (kt/yr) of the reference plan."""
    if n.reference is None:
        return pd.DataFrame(columns=[*KEY, "due"])
    flows = n.reference.groupby(KEY)["amount_kt_yr"].sum()
    return flows.rename("due").reset_index()


def due(n: Tables, c: Columns) -> pd.Series:
    """Return what each flow is in the reference plan, kt/yr; 0 where it has none."""
    merged = c.keys["change"].merge(reference_flows(n), on=KEY, how="left")
    return merged["due"].fillna(0.0)


def moved(n: Tables, c: Columns) -> Ints:
    """Return the columns of the routes that move waste to lines, in the order of `c.flows`."""
    to_lines = n.routes["role"].isin(["utilization", "chain"]).to_numpy()
    return c.block("ship")[to_lines]
