"""Numbers as planners of either language write them."""

from __future__ import annotations

import math

from sim.say import Language

NOTHING = 5e-7
"""kt or million CNY: half a kilogram or yuan is what a solver leaves of nothing."""
_KT_PER_WAN_T = 10.0
_MCNY_PER_YI = 100.0
_IN_TONNES = 1.0
"""kt under which an amount is written in tonnes."""
_IN_WAN = 1.0
"""Million CNY under which money is written in 万元."""
_IN_YUAN = 0.01
"""Million CNY under which money is written in yuan."""
_NICE = (1.0, 2.0, 5.0)
UNDEFINED = "–"
"""What stands for a figure that is not defined, such as a rate over nothing."""


def write_short(value: float) -> str:
    """Return three significant digits, thousands grouped; two where the first is a hundredth.

    >>> write_short(1234.5), write_short(12.34), write_short(0.5), write_short(0.000042)
    ('1,234', '12.3', '0.5', '0.000042')
    """
    size = abs(value)
    if size >= 100 or value == 0:
        return f"{value:,.0f}"
    digits = 1 if size >= 10 else 2 if size >= 0.1 else 1 - math.floor(math.log10(size))
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def write_fixed(value: float, digits: int) -> str:
    """Return so many digits after the point, more where a figure would read as nothing.

    >>> write_fixed(1234.56, 1), write_fixed(0.0, 1), write_fixed(0.004, 1)
    ('1,234.6', '0.0', '0.004')
    """
    text = f"{value:,.{digits}f}"
    nothing = float(text.replace(",", "")) == 0
    return write_short(value) if nothing and abs(value) >= NOTHING else text


def write_amount(kt: float, language: Language, *, yearly: bool = True) -> str:
    """Return a tonnage: `54.5 Mt/yr`, `320 kt/yr`, `4 t/yr`, `5,450 万吨/年`, `4 吨/年`.

    >>> write_amount(54512, "en"), write_amount(320, "en"), write_amount(0.004, "en")
    ('54.5 Mt/yr', '320 kt/yr', '4 t/yr')
    >>> write_amount(54512, "zh"), write_amount(5, "zh"), write_amount(0.004, "zh")
    ('5,451 万吨/年', '0.5 万吨/年', '4 吨/年')
    """
    size = abs(kt)
    small = NOTHING <= size < _IN_TONNES
    if language == "zh":
        shown = f"{write_short(1000 * kt)} 吨" if small else _in_units(kt / _KT_PER_WAN_T, "万吨")
        return shown + ("/年" if yearly else "")
    shown = f"{write_short(1000 * kt)} t" if small else _in_units(kt, "kt")
    shown = _in_units(kt / 1000, "Mt") if size >= 1000 else shown
    return shown + ("/yr" if yearly else "")


def write_money(mcny: float, language: Language) -> str:
    """Return money a year: `1,234 million CNY/yr`, `12.3 亿元/年`; little of it in 万元 or yuan.

    >>> write_money(1234.5, "en"), write_money(0.0042, "en")
    ('1,234 million CNY/yr', '4,200 CNY/yr')
    >>> write_money(1234.5, "zh"), write_money(0.42, "zh"), write_money(0.0042, "zh")
    ('12.3 亿元/年', '42 万元/年', '4,200 元/年')
    """
    size = abs(mcny)
    if NOTHING <= size < _IN_YUAN:
        return f"{write_short(1e6 * mcny)} {'元/年' if language == 'zh' else 'CNY/yr'}"
    if language == "en":
        return _in_units(mcny, "million CNY/yr")
    if NOTHING <= size < _IN_WAN:
        return f"{write_short(100 * mcny)} 万元/年"
    return _in_units(mcny / _MCNY_PER_YI, "亿元/年")


def _in_units(value: float, unit: str) -> str:
    return f"{write_short(value) if abs(value) >= NOTHING else '0'} {unit}"


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
            return f"{write_fixed(value / 100, 2)} 亿吨公里/年"
        case "Mt*km/yr":
            return f"{write_fixed(value, 0)} million t·km/yr"
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
