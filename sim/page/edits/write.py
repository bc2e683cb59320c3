"""How edits write numbers into a scenario: text that reads back as the same number."""

from __future__ import annotations

from decimal import Decimal

from sim.loader.describe.resolve import write_number
from sim.say.texts import EN

FLOW = "kt/yr"
PRICE = "CNY/t"


_AS_WRITTEN = {FLOW: (1000.0, "Mt/yr"), "MCNY/yr": (1.0, EN.scale("MCNY/yr").unit)}
"""Canonical unit -> from where on, and as what, people write it."""


def quantity(value: float, unit: str) -> str:
    """Return a number with a unit as people write it, which reads back as the same number.

    A rate is in per cent, a share plain.

    >>> quantity(1200.0, "kt/yr"), quantity(920.5, "kt/yr")
    ('1.2 Mt/yr', '920.5 kt/yr')
    >>> quantity(0.6, ""), quantity(0.7, "share")
    ('60 %', '0.7')
    """
    if unit == "share":
        return write_number(value)
    if unit == "":
        return f"{_shift(value, 2)} %"
    least, written = _AS_WRITTEN.get(unit, (0.0, ""))
    if not written or abs(value) < least:
        return f"{write_number(value)} {unit}"
    return f"{_shift(value, -3) if least > 1.0 else write_number(value)} {written}"


def _shift(value: float, places: int) -> str:
    """Return the digits of a number with the point moved: units are read digit by digit."""
    return f"{Decimal(repr(float(value))).scaleb(places).normalize():f}"
