"""Figures as planners write them, whatever their language: the one place of digits."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

NOTHING = 5e-7
"""kt or million CNY: half a kilogram or yuan is what a solver leaves of nothing."""
UNDEFINED = "–"
"""What stands for a figure that is not defined, such as a rate over nothing."""
MINUS = "−"
WAN_PER_MILLION = 100.0
"""万元 in a million CNY."""
COUNT = "count"
"""Unit of numbers of things."""
_NICE = (1.0, 2.0, 5.0)


def write_rounded(value: float, digits: int) -> str:
    """Return so many digits after the point, thousands grouped; a half goes to the even digit.

    The script of the page rounds like that too: a figure must not differ between table and map.

    >>> write_rounded(112.5, 0), write_rounded(-0.125, 2), write_rounded(-0.01, 1)
    ('112', '-0.12', '0.0')
    """
    text = f"{value:,.{digits}f}"
    return text if text.strip("-0.") else text.removeprefix("-")


def drop_zeros(text: str) -> str:
    """Return a figure without the zeros that end it after the point."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _short_digits(size: float) -> int:
    """Return how many digits after the point a figure of a size is written with."""
    if size >= 100 or size == 0:
        return 0
    return 1 if size >= 10 else 2 if size >= 0.1 else 1 - math.floor(math.log10(size))


def write_short(value: float) -> str:
    """Return three significant digits, thousands grouped; two where the first is a hundredth.

    >>> write_short(1234.5), write_short(12.34), write_short(0.5), write_short(0.000042)
    ('1,234', '12.3', '0.5', '0.000042')
    """
    return drop_zeros(write_rounded(value, _short_digits(abs(value))))


def write_cell(value: Any, least: float = NOTHING, *, signed: bool = False) -> str:
    """Return `write_short` for a column, with its last zeros; blank when it is missing.

    What is smaller than `least` is nothing; `signed` sets a plus before what is more than that.

    >>> write_cell(12345.6), write_cell(12.04), write_cell(0.00123), write_cell(float("nan"))
    ('12,346', '12.0', '0.0012', '')
    """
    number = read_number(value)
    if number is None:
        return ""
    size = abs(number)
    if size < least:
        return "0"
    text = write_short(number) if size < 0.1 else write_rounded(number, _short_digits(size))
    return f"+{text}" if signed and number > 0 else text


def write_marginal(value: float, *, zeros: bool = False) -> str:
    """Return three significant digits: what one more unit of a limit changes.

    Below a ten-thousandth four digits after the point are all; solvers know no more. Columns keep
    the last zeros.

    >>> [write_marginal(value) for value in (1326.4, 0.9512, 0.04651, 1e-9)]
    ['1,326', '0.951', '0.0465', '0']
    """
    place = Decimal(float(value)).adjusted() if abs(value) >= 1e-4 else -2
    text = f"{value:,.{max(0, 2 - place)}f}"
    return text if zeros else drop_zeros(text)


def write_close(value: float) -> str:
    """Return about four digits, which tell the plans of a study apart.

    >>> write_close(1234.5), write_close(71.234), write_close(0.01234)
    ('1,234', '71.23', '0.01234')
    """
    size = abs(value)
    if size >= 1000:
        return write_rounded(value, 0)
    if size >= 1 or value == 0:
        return write_rounded(value, 2)
    return drop_zeros(write_rounded(value, 3 - Decimal(float(value)).adjusted()))


def write_fixed(value: float, digits: int) -> str:
    """Return so many digits after the point, more where a figure would read as nothing.

    >>> write_fixed(1234.56, 1), write_fixed(0.0, 1), write_fixed(0.004, 1)
    ('1,234.6', '0.0', '0.004')
    """
    text = write_rounded(value, digits)
    return write_short(value) if not text.strip("-0.") and abs(value) >= NOTHING else text


def write_percent(percent: float | None, digits: int = 1) -> str:
    """Return a rate given in per cent; a dash where it is not defined.

    >>> write_percent(71.25), write_percent(71.25, 0)
    ('71.2 %', '71 %')
    """
    if percent is None or math.isnan(percent):
        return UNDEFINED
    return f"{write_rounded(percent, digits)} %"


def mark_least(text: str, at_least: object) -> str:
    """Return a figure as it is written, marked where it is known in part.

    >>> mark_least("1.5", True), mark_least("1.5", None)
    ('≥ 1.5', '1.5')
    """
    return f"≥ {text}" if at_least else text


def read_number(value: Any) -> float | None:
    """Return a finite number; None for a blank and for all that is no number."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def round_nice(value: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten that is not above `value`.

    >>> round_nice(87.0), round_nice(4.9), round_nice(1.0)
    (50.0, 2.0, 1.0)
    """
    if value <= 0:
        raise ValueError(f"{value} has no round number below it")
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return max(n * power for n in _NICE if n * power <= value * (1 + 1e-9))
