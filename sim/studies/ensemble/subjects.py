"""What planners call what ranged columns are about."""

from __future__ import annotations

from sim.loader.change.ranges import RangedCell

_TRANSPORT, _PRICES, _QUALITY, _MONEY = "transport", "prices", "quality", "processing"
_CARBON = "carbon"
SUBJECTS = {
    "generation.amount": "arising",
    "lines.availability": "load",
    "lines.capacity": "capacity",
    "markets.max": "demand",
    "markets.price": _PRICES,
    "gate_prices.price": _PRICES,
    "materials.purchase_price": "inputs",
    "purchases.price": "inputs",
    "purchases.max": "inputs",
    "materials.storage_cost": "disposal",
    "sinks.fee": "disposal",
    "legacy.reclaim_cost": "disposal",
    "recipes.cost": _MONEY,
    "technologies.capex": _MONEY,
    "modes.tariff": _TRANSPORT,
    "modes.handling": _TRANSPORT,
    "inputs.max": _QUALITY,
    "groups.max": _QUALITY,
    "yields.amount": _QUALITY,
    "composition.value": _QUALITY,
    "grid.co2": _CARBON,
}
"""Ranged column -> its subject; words in the catalogue, `ensemble_subject_<subject>`."""
OF_PARAMETERS = {
    "discount_rate": _MONEY,
    "carbon_price": _CARBON,
    "circuity": _TRANSPORT,
    "circuity_short": _TRANSPORT,
    "short_distance": _TRANSPORT,
    "place_radius": _TRANSPORT,
}
"""Parameter -> its subject."""


def subject_of(cell: RangedCell) -> str:
    """Return what a cell is about."""
    if cell.table == "parameters":
        return OF_PARAMETERS[cell.key[0]]
    return SUBJECTS[f"{cell.table}.{cell.column}"]
