"""Quantities so many times as large, in another unit: for currencies and volumes."""

from __future__ import annotations

import re

from sim import units

_PARTS = re.compile(r"\s*([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*(\D.*)", re.ASCII | re.DOTALL)


def unit_of(text: str) -> str:
    """Return what stands behind the number of a quantity; blank where none does.

    >>> unit_of("12 USD/t"), unit_of("x")
    ('USD/t', '')
    """
    match = _PARTS.fullmatch(text)
    return match.group(2).strip() if match else ""


def scale(text: str, by: float, unit: str) -> str | None:
    """Return a quantity so many times as large, in another unit; None where it is no number.

    >>> scale("1,200 USD/t", 7.1, "CNY/t"), scale("1,2 USD/t", 7.1, "CNY/t")
    ('8520 CNY/t', None)
    """
    match = _PARTS.fullmatch(text)
    try:
        return f"{units.parse(match.group(1), '') * by:.12g} {unit}" if match else None
    except units.UnitError:
        return None
