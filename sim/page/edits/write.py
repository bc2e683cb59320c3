"""How edits write numbers into a scenario: text that reads back as the same number."""

from __future__ import annotations

from sim.loader.describe.resolve import write_number

FLOW = "kt/yr"
PRICE = "CNY/t"


def quantity(value: float, unit: str) -> str:
    """Return a number with its canonical unit; a rate in per cent.

    >>> quantity(1200.0, "kt/yr"), quantity(0.6, ""), quantity(0.7, "share")
    ('1200 kt/yr', '60 %', '0.7')
    """
    if unit == "share":
        return write_number(value)
    if unit == "":
        return f"{write_number(float(f'{100.0 * value:.15g}'))} %"
    return f"{write_number(value)} {unit}"
