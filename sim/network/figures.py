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
    "border_CNY_t",
    "fee_CNY_t",
    "tax_CNY_t",
    "price_CNY_t",
    "displaced_t_t",
    "cross_border",
    "residue_disposed",
    "sold",
)
"""Figures that are the same by every way between two ends; the last three are 0 or 1."""
FIGURES = (*OF_WAYS, *OF_ENDS)
"""Every figure of a route."""
WAY_FIGURES = tuple(column for columns in OF_WAYS.values() for column in columns)
"""Columns of ways that the figures are made of."""


def per_dry_tonne(columns: Mapping[str, Any], wet: Any) -> dict[str, Any]:
    """Return the figures of ways by their columns; `wet` tonnes are a dry tonne."""
    return {
        figure: sum(columns[name] * (wet if name.endswith("_wet_t") else 1.0) for name in names)
        for figure, names in OF_WAYS.items()
    }


def compared(columns: Mapping[str, Any]) -> list[Any]:
    """Return what one way may be better in than another, whatever the moisture of the lot.

    A figure of wet and dry tonnes is less for every moisture where it is less without water, and
    its wet part is no larger.
    """
    values = []
    for names in OF_WAYS.values():
        wet = [columns[name] for name in names if name.endswith("_wet_t")]
        if wet:
            values.append(sum(wet))
        if len(wet) < len(names):
            values.append(sum(columns[name] for name in names))
    return values
