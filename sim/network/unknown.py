"""What is not known of routes: km, and CO2 with them, of links that state a cost and no length."""

from __future__ import annotations

import pandas as pd

from sim.geo.distance import PARTLY, UNKNOWN
from sim.network.types import Network


def find_unknown(network: Network, routes: pd.DataFrame) -> pd.DataFrame:
    """Return whether `km` and `co2_kg_t` of routes or flows are not known at all.

    No length is stated; without one a mode that emits nothing emits nothing all the same.
    """
    return _without_length(network, routes, [UNKNOWN])


def find_known_in_part(network: Network, routes: pd.DataFrame) -> pd.DataFrame:
    """Return whether `km` and `co2_kg_t` of routes are not known, or of a part of them alone."""
    return _without_length(network, routes, [UNKNOWN, PARTLY])


def _without_length(network: Network, routes: pd.DataFrame, methods: list[str]) -> pd.DataFrame:
    """Return whether `km` and `co2_kg_t` miss what has no length, by methods of finding it."""
    unknown = routes["distance_method"].isin(methods).to_numpy(bool)
    emits = network.haulage.modes["co2"].astype(float) > 0
    by_mode = routes["mode"].map(emits).eq(True) | (routes["via"].ne("") & bool(emits.any()))
    return pd.DataFrame(
        {"km": unknown, "co2_kg_t": unknown & by_mode.to_numpy(bool)}, index=routes.index
    )
