"""Numbers as planners of either language write them."""

from __future__ import annotations

import math

from sim.words import Language

_KT_PER_WAN_T = 10.0
_MCNY_PER_YI = 100.0
_NICE = (1.0, 2.0, 5.0)
UNDEFINED = "–"
"""What stands for a figure that is not defined, such as a rate over nothing."""


def _write(value: float) -> str:
    """Return three significant digits, thousands grouped."""
    size = abs(value)
    if size >= 100 or value == 0:
        return f"{value:,.0f}"
    text = f"{value:.1f}" if size >= 10 else f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def write_amount(kt: float, language: Language, *, yearly: bool = True) -> str:
    """Return a tonnage: `54.5 Mt/yr`, `320 kt/yr`, `5,450 万吨/年`.

    >>> write_amount(54512, "en"), write_amount(320, "en"), write_amount(54512, "zh")
    ('54.5 Mt/yr', '320 kt/yr', '5,451 万吨/年')
    """
    if language == "zh":
        return f"{_write(kt / _KT_PER_WAN_T)} 万吨" + ("/年" if yearly else "")
    per = "/yr" if yearly else ""
    return f"{_write(kt / 1000)} Mt{per}" if abs(kt) >= 1000 else f"{_write(kt)} kt{per}"


def write_money(mcny: float, language: Language) -> str:
    """Return money a year: `1,234 million CNY/yr`, `12.3 亿元/年`.

    >>> write_money(1234.5, "en"), write_money(1234.5, "zh")
    ('1,234 million CNY/yr', '12.3 亿元/年')
    """
    if language == "zh":
        return f"{_write(mcny / _MCNY_PER_YI)} 亿元/年"
    return f"{_write(mcny)} million CNY/yr"


def write_percent(percent: float | None, digits: int = 1) -> str:
    """Return a rate given in per cent; a dash where it is not defined.

    >>> write_percent(71.25), write_percent(71.25, 0)
    ('71.2 %', '71 %')
    """
    if percent is None or math.isnan(percent):
        return UNDEFINED
    return f"{percent:.{digits}f} %"


def write_figure(value: float | None, unit: str, language: Language) -> str:
    """Return a figure of the catalogue with its unit, the canonical one; a dash if undefined.

    >>> write_figure(0.846, "", "en"), write_figure(2841.6, "Mt*km/yr", "zh")
    ('84.6 %', '28.42 亿吨公里/年')
    """
    if value is None or math.isnan(value):
        return UNDEFINED
    match unit:
        case "":
            return write_percent(100.0 * value)
        case "kt/yr":
            return write_amount(value, language)
        case "MCNY/yr":
            return write_money(value, language)
        case "Mt*km/yr" if language == "zh":
            return f"{value / 100:,.2f} 亿吨公里/年"
        case "Mt*km/yr":
            return f"{value:,.0f} million t·km/yr"
    return f"{value:,.3g} {unit}"


def round_nice(value: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten that is not above `value`.

    >>> round_nice(87.0), round_nice(4.9), round_nice(1.0)
    (50.0, 2.0, 1.0)
    """
    if value <= 0:
        raise ValueError(f"{value} has no round number below it")
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return max(n * power for n in _NICE if n * power <= value * (1 + 1e-9))
