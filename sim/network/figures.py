"""What a tonne on a route brings: the one list of figures that metrics weigh.

A figure belongs to the way that is taken, or to the two ends and the lot whatever the way. Ways
are compared in all figures of ways (`sim.network.ways`), so a figure added here is never
forgotten there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OF_WAYS = {
    "haul_CNY_t": ("haul_CNY_wet_t", "cost_CNY_dry_t"),
    "handling_CNY_t": ("handling_CNY_wet_t",),
    "co2_kg_t": ("co2_kg_wet_t",),
    "km": ("km",),
}
"""Figure that differs from way to way -> columns of ways it is made of, whatever the moisture."""
OF_ENDS = (
    "border_CNY_t", "fee_CNY_t", "tax_CNY_t", "price_CNY_t", "displaced_t_t", "cross_border",
    "residue_disposed", "sold",
)  # fmt: skip
"""Figures that are the same by every way between two ends; the last three are 0 or 1."""
FIGURES = (*OF_WAYS, *OF_ENDS)
"""Every figure of a route."""
COMPARED = tuple(column for columns in OF_WAYS.values() for column in columns)
"""Columns of ways in which one way may be better than another."""


def per_dry_tonne(columns: Mapping[str, Any], wet: Any) -> dict[str, Any]:
    """Return the figures of ways by their columns; `wet` tonnes are a dry tonne."""
    return {
        figure: sum(columns[name] * (wet if name.endswith("_wet_t") else 1.0) for name in names)
        for figure, names in OF_WAYS.items()
    }
