"""Amounts of a plan that limits may be about beside the metrics, and ratios of two of them.

They are told as limits alone: a plan has as many as there are materials, plants and markets.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sim.rules.metric import FLOW, RATE, Metric
from sim.rules.metrics import METRICS

_OF_PLANTS = ("material", "plant", "city", "province")
PICKS: dict[str, tuple[str, ...]] = {
    "sold": (*_OF_PLANTS, "market"),
    "used": (*_OF_PLANTS, "technology"),
    "made": (*_OF_PLANTS, "technology"),
    "bought": _OF_PLANTS,
    "carried": ("material", "from", "to", "mode"),
}
"""Amount -> what it may be narrowed to: the material; the plant that sells, uses, makes or buys, by
itself or by its place; the market; the technology; the ends of the haul, and its mode."""
CARRIED = "carried"
"""The amount that every way counts in."""
_RATIO = "_ratio"
OVER = "over"
"""Begins what the lower amount of a ratio is narrowed to, and names it."""


def _stated_elsewhere(_weigher: Any) -> Any:
    raise NotImplementedError("amounts are weighed by sim.model.amounts")


def _amount(name: str, en: str, zh: str) -> Metric:
    return Metric(name=name, unit=FLOW, en=en, zh=zh, better="high", weigh=_stated_elsewhere)


def _with_ratio(amount: Metric) -> tuple[Metric, Metric]:
    ratio = replace(
        amount,
        name=amount.name + _RATIO,
        unit=RATE,
        over=_stated_elsewhere,
        written=amount.name,
    )
    return amount, ratio


AMOUNTS: dict[str, Metric] = {
    metric.name: metric
    for amount in (
        _amount("sold", "Sold to markets", "销售量"),
        _amount("used", "Used by lines", "产线用量"),
        _amount("made", "Made by lines", "产线产量"),
        _amount("bought", "Bought outside the region", "区域外购入量"),
        _amount("carried", "Carried", "运量"),
    )
    for metric in _with_ratio(amount)
}
"""Every amount, and what is told of its ratio to another, by name."""
LIMITED: dict[str, Metric] = {**METRICS, **AMOUNTS}
"""All that a limit may be about."""


def ratio_of(amount: str) -> str:
    """Return the name of the ratio of an amount to another.

    >>> ratio_of("used"), amount_of("used_ratio"), amount_of("used")
    ('used_ratio', 'used', 'used')
    """
    return amount + _RATIO


def amount_of(name: str) -> str:
    """Return the amount that a ratio is of, or the amount itself."""
    return name.removesuffix(_RATIO)
