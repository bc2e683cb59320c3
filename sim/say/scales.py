"""FigureWriter as planners of one language write them: the one place of scales and units.

Results are kept in canonical units (kt/yr, million CNY/yr, million t·km/yr, fractions). What a
person reads, on maps, in tables, on the page and on the screen, is counted in the units of
`_SCALES` and rounded by `sim.say.figures`; the script of the page gets the same scales.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sim.say import Language
from sim.say.apart import count_digits, write_apart, write_group
from sim.say.figures import (
    COUNT,
    NOTHING,
    UNDEFINED,
    WAN_PER_MILLION,
    drop_zeros,
    mark_least,
    read_number,
    write_cell,
    write_fixed,
    write_marginal,
    write_percent,
    write_rounded,
    write_short,
)

_PER_YEAR = {"en": "/yr", "zh": "/年"}


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

_MONEY = ("MCNY/yr", "MCNY")


def is_scaled(unit: str) -> bool:
    """Return whether planners count what has a canonical unit in a unit of their own."""
    return unit in _SCALES


@dataclass(frozen=True)
class FigureWriter:
    """Writes canonical figures for readers of one language."""

    language: Language

    def scale(self, unit: str) -> Scale:
        """Return the usual unit of a canonical one: that of heads of tables and of axes.

        >>> FigureWriter("zh").scale("kt/yr").of(1200.0), FigureWriter("zh").scale("kt/yr").unit
        (120.0, '万吨/年')
        """
        return _SCALES[unit][self.language][0]

    def scale_of(self, unit: str) -> Scale:
        """Return the usual unit of a canonical one; what nobody counts otherwise stays as it is.

        >>> FigureWriter("zh").scale_of("MCNY").unit, FigureWriter("zh").scale_of("CNY/t").size
        ('亿元', 1.0)
        """
        return self.scale(unit) if unit in _SCALES else Scale(1.0, unit)

    def step_scale(self, unit: str) -> Scale:
        """Return the unit that what one more unit of a limit changes is told in: money in 万元.

        >>> [FigureWriter(language).step_scale("MCNY/yr").of(0.465) for language in ("en", "zh")]
        [0.465, 46.5]
        """
        if unit in _MONEY and self.language == "zh":
            return _SCALES[unit]["zh"][1]
        return self.scale_of(unit)

    def scale_of_row(self, largest: float, unit: str) -> Scale:
        """Return the unit of a row of figures up to `largest`; one without words stays as it is.

        >>> FigureWriter("en").scale_of_row(54512.0, "kt/yr").unit
        'Mt/yr'
        >>> FigureWriter("zh").scale_of_row(0.9, "").unit
        '%'
        """
        if unit not in _SCALES:
            return self.scale_of(unit)
        return max(self.scale(unit), self._scale_for(largest, unit), key=lambda s: s.size)

    def _scale_for(self, value: float, unit: str) -> Scale:
        """Return the unit a single figure is written in; the usual one where it is nothing."""
        size = abs(value)
        if size < NOTHING:
            return self.scale(unit)
        fitting = (scale for scale in _SCALES[unit][self.language] if size >= scale.least)
        return max(fitting, key=lambda scale: scale.least)

    def describe_amounts(self) -> dict[str, Any]:
        """Return the units of amounts in kt/yr for the script of the page, which writes some."""
        return {
            "nothing": NOTHING,
            "scales": [
                {"size": s.size, "unit": s.unit, "least": s.least}
                for s in _SCALES["kt/yr"][self.language]
            ],
        }

    def amount(self, kt: float, *, yearly: bool = True) -> str:
        """Return a tonnage: `54.5 Mt/yr`, `320 kt/yr`, `4 t/yr`, `5,450 万吨/年`, `13.8 亿吨/年`.

        >>> [FigureWriter("en").amount(kt) for kt in (54512, 320, 0.004)]
        ['54.5 Mt/yr', '320 kt/yr', '4 t/yr']
        >>> [FigureWriter("zh").amount(kt) for kt in (54512, 0.004, 1_377_690, 99_990)]
        ['5,451 万吨/年', '4 吨/年', '13.8 亿吨/年', '9,999 万吨/年']
        >>> FigureWriter("zh").amount(5, yearly=False)
        '0.5 万吨'
        """
        text = self._scaled(kt, "kt/yr")
        return text if yearly else text.removesuffix(_PER_YEAR[self.language])

    def money(self, mcny: float) -> str:
        """Return money a year: `1,234 million CNY/yr`, `12.3 亿元/年`; little in 万元 or yuan.

        >>> FigureWriter("en").money(1234.5), FigureWriter("en").money(0.0042)
        ('1,234 million CNY/yr', '4,200 CNY/yr')
        >>> [FigureWriter("zh").money(mcny) for mcny in (1234.5, 0.42, 0.0042)]
        ['12.3 亿元/年', '42 万元/年', '4,200 元/年']
        """
        return self._scaled(mcny, "MCNY/yr")

    def _scaled(self, value: float, unit: str) -> str:
        scale = self._scale_for(value, unit)
        number = write_short(scale.of(value)) if abs(value) >= NOTHING else "0"
        return f"{number} {scale.unit}"

    def figure(self, value: float | None, unit: str) -> str:
        """Return a figure with its canonical unit as planners write it; a dash if undefined.

        >>> FigureWriter("en").figure(0.846, ""), FigureWriter("zh").figure(2841.6, "Mt*km/yr")
        ('84.6 %', '28.4 亿吨公里/年')
        """
        if value is None or math.isnan(value):
            return UNDEFINED
        if unit == "":
            return write_percent(100.0 * value)
        if unit == "%" or unit not in _SCALES:
            return f"{write_cell(value)} {unit}"
        return self._scaled(value, unit)

    def told(self, figure: Mapping[str, Any]) -> str:
        """Return a figure of a summary, as known in part where it is.

        >>> FigureWriter("en").told({"value": 1.5, "unit": "Mt*km/yr", "at_least": True})
        '≥ 1.5 million t·km/yr'
        """
        return mark_least(self.figure(figure["value"], figure["unit"]), figure.get("at_least"))

    def exact(self, value: float, unit: str) -> str:
        """Return a limit with all its digits, in the units of the language.

        >>> FigureWriter("en").exact(920.5, "kt/yr"), FigureWriter("zh").exact(920.5, "kt/yr")
        ('920.5 kt/yr', '92.05 万吨/年')
        """
        if unit in ("", "1/yr"):
            return f"{100 * value:,.10g} %{_PER_YEAR[self.language] if unit else ''}"
        scale = self.scale_of_row(abs(value), unit)
        return f"{scale.of(value):,.10g} {scale.unit}".rstrip()

    def end(self, value: float, unit: str) -> str:
        """Return an end of the range that a price holds over, as exact in every unit.

        Tonnages and rates stand in the usual unit, which the step of the price is said in too.

        >>> [FigureWriter(language).end(-10_831.4, "MCNY/yr") for language in ("en", "zh")]
        ['-10,831 million CNY/yr', '-108.31 亿元/年']
        >>> FigureWriter("zh").end(0.4217, "MCNY/yr"), FigureWriter("zh").end(1326.0, "kt/yr")
        ('42.2 万元/年', '133 万吨/年')
        """
        usual = self.scale(unit)
        if unit in ("kt/yr", ""):
            return f"{write_marginal(usual.of(value))} {usual.unit}"
        scale = self._scale_for(value, unit)
        canonical = max(0, 2 - Decimal(float(value)).adjusted())
        digits = max(0, canonical + round(math.log10(scale.size)))
        return f"{drop_zeros(write_rounded(scale.of(value), digits))} {scale.unit}"

    # -- read side by side ---------------------------------------------------------------------

    def figures(
        self,
        values: Iterable[float | None],
        unit: str,
        write: Callable[[float, str], str] | None = None,
    ) -> list[str]:
        """Return figures like `figure`, or as `write` has them, with digits that tell them apart.

        >>> FigureWriter("en").figures([0.84611, 0.84628, 0.5], "")
        ['84.61 %', '84.63 %', '50.0 %']
        >>> FigureWriter("en").figures([10.71, 10.69], "kt/yr")
        ['10.71 kt/yr', '10.69 kt/yr']
        """
        write_one = write or self.figure

        def again(group: list[float]) -> list[str]:
            scale = self._scale_for(group[0], unit) if is_scaled(unit) else Scale(1.0, unit)
            return [f"{text} {scale.unit}" for text in write_group([scale.of(v) for v in group])]

        return write_apart(values, lambda value: write_one(value, unit), again)

    def close_figure(self, value: float, unit: str) -> str:
        """Return a figure with the digits that tell neighbouring plans of a study apart.

        >>> FigureWriter("en").close_figure(0.70564, "")
        '70.56 %'
        >>> FigureWriter("zh").close_figure(1234.56, "MCNY/yr")
        '12.35 亿元/年'
        """
        return f"{self.close_bare(value, unit)} {self.scale(unit).unit}"

    def close_bare(self, value: float, unit: str) -> str:
        """Return a figure like `close_figure`, whose unit stands elsewhere."""
        return write_fixed(self.scale(unit).of(value), self._close_digits(unit))

    def _close_digits(self, unit: str) -> int:
        return 1 if unit and self.language == "en" else 2

    def close_figures(self, values: Iterable[float | None], unit: str) -> list[str]:
        """Return a column of figures, with the digits that tell them apart; each with its unit.

        >>> FigureWriter("en").close_figures([0.70564, 0.70561], "")
        ['70.564 %', '70.561 %']
        """
        unit_of = self.scale(unit).unit
        bare = self.close_bares(values, unit)
        return [text if text == UNDEFINED else f"{text} {unit_of}" for text in bare]

    def close_bares(self, values: Iterable[float | None], unit: str) -> list[str]:
        """Return figures like `close_figures`, whose unit stands elsewhere."""
        scale = self.scale(unit)
        known = [read_number(value) for value in values]
        sizes = [None if v is None else scale.of(v) for v in known]
        digits = count_digits(sizes, self._close_digits(unit))
        return [UNDEFINED if size is None else write_fixed(size, digits) for size in sizes]
