"""Figures of the page in planner's units: 万吨 and 亿元 in Chinese."""

from __future__ import annotations

import math
from typing import Any

from sim.say import Language
from sim.say import figures as numbers

KT_PER_STEP: dict[str, float] = {"en": 1.0, "zh": 10.0}
"""kt in the unit in which tables give amounts: kt, 万吨."""
MCNY_PER_STEP: dict[str, float] = {"en": 1.0, "zh": 100.0}
"""Million CNY in the unit in which tables give money: million CNY, 亿元."""


def write_figure(value: float | None, unit: str, language: Language) -> str:
    """Return a figure with its unit as planners of the language write it; a dash if undefined.

    >>> write_figure(0.846, "", "en"), write_figure(2841.6, "Mt*km/yr", "zh")
    ('84.6 %', '28.4 亿吨公里/年')
    """
    if value is None:
        return numbers.UNDEFINED
    match unit:
        case "" | "kt/yr" | "MCNY/yr":
            return numbers.write_figure(value, unit, language)
        case "Mt*km/yr" if language == "zh":
            return f"{write_plain(value / 100)} 亿吨公里/年"
        case "Mt*km/yr":
            return f"{write_plain(value)} million t·km/yr"
    return f"{write_plain(value)} {unit}"


def write_plain(value: Any, least: float = numbers.NOTHING) -> str:
    """Return a number with three or more digits, thousands grouped; blank when it is missing.

    What is smaller than `least` is nothing.

    >>> write_plain(12345.6), write_plain(12.34), write_plain(0.00123), write_plain(float("nan"))
    ('12,346', '12.3', '0.0012', '')
    """
    number = read_number(value)
    if number is None:
        return ""
    size = abs(number)
    if size < least:
        return "0"
    if size >= 100:
        return f"{number:,.0f}"
    if size >= 10:
        return f"{number:.1f}"
    return f"{number:.2f}" if size >= 0.1 else numbers.write_short(number)


def read_number(value: Any) -> float | None:
    """Return a finite number; None for a blank and for all that is no number."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None
