"""Figures as planners of either language write them: the one place of scales, units and digits.

Results are kept in canonical units (kt/yr, million CNY/yr, million t·km/yr, fractions). What a
person reads, on maps, in tables, on the page and on the screen, is counted in the units of
`_SCALES` and rounded by the functions below; the script of the page gets the same scales.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
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
_PER_YEAR = ("/yr", "/年")


@dataclass(frozen=True)
class Scale:
    """A unit that planners count in."""

    size: float
    """How much of the canonical unit one of it is."""
    unit: str
    least: float = 0.0
    """In the canonical unit: from here on figures are written in this one."""

    def of(self, value: float) -> float:
        """Return a canonical value in this unit."""
        return value / self.size


_SCALES: dict[str, dict[str, tuple[Scale, ...]]] = {
    "": {"en": (Scale(0.01, "%"),), "zh": (Scale(0.01, "%"),)},
    COUNT: {"en": (Scale(1.0, ""),), "zh": (Scale(1.0, ""),)},
    "%": {"en": (Scale(1.0, "%"),), "zh": (Scale(1.0, "%"),)},
    "kt/yr": {
        "en": (Scale(1.0, "kt/yr", 1.0), Scale(1000.0, "Mt/yr", 1000.0), Scale(0.001, "t/yr")),
        "zh": (
            Scale(10.0, "万吨/年", 1.0),
            Scale(100_000.0, "亿吨/年", 100_000.0),
            Scale(0.001, "吨/年"),
        ),
    },
    "MCNY/yr": {
        "en": (Scale(1.0, "million CNY/yr", 0.01), Scale(1e-6, "CNY/yr")),
        "zh": (
            Scale(100.0, "亿元/年", 1.0),
            Scale(1.0 / WAN_PER_MILLION, "万元/年", 0.01),
            Scale(1e-6, "元/年"),
        ),
    },
    "MCNY": {
        "en": (Scale(1.0, "million CNY", 0.01), Scale(1e-6, "CNY")),
        "zh": (
            Scale(100.0, "亿元", 1.0),
            Scale(1.0 / WAN_PER_MILLION, "万元", 0.01),
            Scale(1e-6, "元"),
        ),
    },
    "Mt*km/yr": {
        "en": (Scale(1.0, "million t·km/yr"),),
        "zh": (Scale(100.0, "亿吨公里/年"),),
    },
}
"""Canonical unit -> language -> units, the usual one first: it stands in heads and on axes."""


def is_scaled(unit: str) -> bool:
    """Return whether planners count what has a canonical unit in a unit of their own."""
    return unit in _SCALES


def scale_of(unit: str, language: str) -> Scale:
    """Return the usual unit of a canonical one: that of heads of tables and of axes.

    >>> scale_of("kt/yr", "zh").of(1200.0), scale_of("kt/yr", "zh").unit
    (120.0, '万吨/年')
    """
    return _SCALES[unit][language][0]


def scale_of_row(largest: float, unit: str, language: str) -> Scale:
    """Return the unit of a row of figures up to `largest`; a unit without words stays as it is.

    >>> scale_of_row(54512.0, "kt/yr", "en").unit, scale_of_row(0.9, "", "zh").unit
    ('Mt/yr', '%')
    """
    if unit not in _SCALES:
        return Scale(1.0, unit)
    return max(
        scale_of(unit, language), scale_for(largest, unit, language), key=lambda scale: scale.size
    )


def scale_for(value: float, unit: str, language: str) -> Scale:
    """Return the unit that a single figure is written in; the usual one where it is nothing."""
    size = abs(value)
    if size < NOTHING:
        return scale_of(unit, language)
    fitting = (scale for scale in _SCALES[unit][language] if size >= scale.least)
    return max(fitting, key=lambda scale: scale.least)


def describe_amounts(language: str) -> dict[str, Any]:
    """Return the units of amounts in kt/yr for the script of the page, which writes some itself."""
    scales = _SCALES["kt/yr"][language]
    return {
        "nothing": NOTHING,
        "scales": [{"size": s.size, "unit": s.unit, "least": s.least} for s in scales],
    }


def write_rounded(value: float, digits: int) -> str:
    """Return so many digits after the point, thousands grouped; a half goes to the even digit.

    The script of the page rounds like that too: a figure must not differ between table and map.

    >>> write_rounded(112.5, 0), write_rounded(-0.125, 2), write_rounded(-0.01, 1)
    ('112', '-0.12', '0.0')
    """
    text = f"{value:,.{digits}f}"
    return text if text.strip("-0.") else text.removeprefix("-")


def _drop_zeros(text: str) -> str:
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
    return _drop_zeros(write_rounded(value, _short_digits(abs(value))))


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
    return text if zeros else _drop_zeros(text)


def write_end(value: float, unit: str, language: str) -> str:
    """Return an end of the range that a price holds over, as exact in every unit.

    Tonnages and rates stand in the usual unit, which the step of the price is said in too.

    >>> write_end(-10_831.4, "MCNY/yr", "en"), write_end(-10_831.4, "MCNY/yr", "zh")
    ('-10,831 million CNY/yr', '-108.31 亿元/年')
    >>> write_end(0.4217, "MCNY/yr", "zh"), write_end(1326.0, "kt/yr", "zh")
    ('42.2 万元/年', '133 万吨/年')
    """
    usual = scale_of(unit, language)
    if unit in ("kt/yr", ""):
        return f"{write_marginal(usual.of(value))} {usual.unit}"
    scale = scale_for(value, unit, language)
    canonical = max(0, 2 - Decimal(float(value)).adjusted())
    digits = max(0, canonical + round(math.log10(scale.size)))
    return f"{_drop_zeros(write_rounded(scale.of(value), digits))} {scale.unit}"


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
    return _drop_zeros(write_rounded(value, 3 - Decimal(float(value)).adjusted()))


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


def write_amount(kt: float, language: str, *, yearly: bool = True) -> str:
    """Return a tonnage: `54.5 Mt/yr`, `320 kt/yr`, `4 t/yr`, `5,450 万吨/年`, `13.8 亿吨/年`.

    >>> write_amount(54512, "en"), write_amount(320, "en"), write_amount(0.004, "en")
    ('54.5 Mt/yr', '320 kt/yr', '4 t/yr')
    >>> write_amount(54512, "zh"), write_amount(5, "zh", yearly=False), write_amount(0.004, "zh")
    ('5,451 万吨/年', '0.5 万吨', '4 吨/年')
    >>> write_amount(1_377_690, "zh"), write_amount(99_990, "zh")
    ('13.8 亿吨/年', '9,999 万吨/年')
    """
    text = _write_scaled(kt, "kt/yr", language)
    return text if yearly else text.removesuffix(_PER_YEAR[language == "zh"])


def write_money(mcny: float, language: str) -> str:
    """Return money a year: `1,234 million CNY/yr`, `12.3 亿元/年`; little of it in 万元 or yuan.

    >>> write_money(1234.5, "en"), write_money(0.0042, "en")
    ('1,234 million CNY/yr', '4,200 CNY/yr')
    >>> write_money(1234.5, "zh"), write_money(0.42, "zh"), write_money(0.0042, "zh")
    ('12.3 亿元/年', '42 万元/年', '4,200 元/年')
    """
    return _write_scaled(mcny, "MCNY/yr", language)


def _write_scaled(value: float, unit: str, language: str) -> str:
    scale = scale_for(value, unit, language)
    number = write_short(scale.of(value)) if abs(value) >= NOTHING else "0"
    return f"{number} {scale.unit}"


def write_figure(value: float | None, unit: str, language: str) -> str:
    """Return a figure with its canonical unit as planners write it; a dash if undefined.

    >>> write_figure(0.846, "", "en"), write_figure(2841.6, "Mt*km/yr", "zh")
    ('84.6 %', '28.4 亿吨公里/年')
    """
    if value is None or math.isnan(value):
        return UNDEFINED
    if unit == "":
        return write_percent(100.0 * value)
    if unit == "%" or unit not in _SCALES:
        return f"{write_cell(value)} {unit}"
    return _write_scaled(value, unit, language)


def write_told(figure: Mapping[str, Any], language: str) -> str:
    """Return a figure of a summary, as known in part where it is.

    >>> write_told({"value": 1.5, "unit": "Mt*km/yr", "at_least": True}, "en")
    '≥ 1.5 million t·km/yr'
    """
    text = write_figure(figure["value"], figure["unit"], language)
    return mark_least(text, figure.get("at_least"))


def mark_least(text: str, at_least: object) -> str:
    """Return a figure as it is written, marked where it is known in part.

    >>> mark_least("1.5", True), mark_least("1.5", None)
    ('≥ 1.5', '1.5')
    """
    return f"≥ {text}" if at_least else text


def close_digits(unit: str, language: str) -> int:
    """Return how many digits after the point tell neighbouring plans of a study apart."""
    return 1 if unit and language == "en" else 2


def write_close_figure(value: float, unit: str, language: str) -> str:
    """Return a figure with the digits that tell neighbouring plans of a study apart.

    >>> write_close_figure(0.70564, "", "en"), write_close_figure(1234.56, "MCNY/yr", "zh")
    ('70.56 %', '12.35 亿元/年')
    """
    return f"{write_close_bare(value, unit, language)} {scale_of(unit, language).unit}"


def write_close_bare(value: float, unit: str, language: str) -> str:
    """Return a figure like `write_close_figure`, whose unit stands elsewhere."""
    return write_fixed(scale_of(unit, language).of(value), close_digits(unit, language))


def write_exact(value: float, unit: str, language: str) -> str:
    """Return a limit with all its digits, in the units of the language.

    >>> write_exact(920.5, "kt/yr", "en"), write_exact(920.5, "kt/yr", "zh")
    ('920.5 kt/yr', '92.05 万吨/年')
    """
    if unit in ("", "1/yr"):
        return f"{100 * value:,.10g} %{_PER_YEAR[language == 'zh'] if unit else ''}"
    scale = scale_of_row(abs(value), unit, language)
    return f"{scale.of(value):,.10g} {scale.unit}".rstrip()


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
