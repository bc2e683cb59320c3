"""The values of a parameter of a study as numbers: for drawing samples and for axes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from sim.errors import Problem
from sim.loader.change.variant_rules import BORDER_UNITS, EXPAND_UNITS, picked_limits
from sim.loader.columns import columns_of
from sim.loader.describe.resolve import write_number
from sim.loader.load import Loaded
from sim.loader.read.messages import at_column
from sim.say.message import message
from sim.scenario.expansion import is_part
from sim.scenario.fields import PARAMETERS, Unit
from sim.scenario.sweep import Sweep, SweepParameter

ENDS = {"low": 0.0, "typical": 0.5, "high": 1.0}
"""Position of each end in a range."""
_DIGITS = 6
"""Significant digits of a drawn value."""


@dataclass(frozen=True)
class Levels:
    """What the values of a parameter are."""

    kind: Literal["range", "factor", "quantity", "words"]
    """Positions in a range, factors, quantities of a unit, or words without an order."""
    numbers: tuple[float, ...] = ()
    """The values as numbers; empty for words."""
    unit: str = ""
    """Canonical unit of quantities; empty for shares and all else."""

    def draw(self, values: list[Any], share: float) -> Any:
        """Return the value at a share (0 to 1) of the probability.

        Two numbers are the ends, three the low end, the median and the high end; in between
        the value goes straight from one to the next. Words are equally likely.
        """
        if self.kind == "words":
            return values[min(int(share * len(values)), len(values) - 1)]
        steps = np.linspace(0.0, 1.0, len(self.numbers))
        number = float(f"{np.interp(share, steps, self.numbers):.{_DIGITS}g}")
        return f"{write_number(number)} {self.unit}".strip() if self._is_text else number

    @property
    def _is_text(self) -> bool:
        return self.kind == "quantity"

    def number(self, value: Any) -> float | None:
        """Return a value as a number; None for words."""
        if self.kind == "words" or value is None:
            return None
        if self.kind == "quantity":
            return float(Unit(self.unit, signed=True).read(value))
        return ENDS[value] if isinstance(value, str) else float(value)


def read_levels(loaded: Loaded, parameter: SweepParameter) -> Levels:
    """Return what the values of a parameter are."""
    if parameter.verb == "use":
        return Levels("range", tuple(ENDS[end] for end in parameter.values))
    if parameter.verb == "scale":
        return Levels("factor", tuple(float(v) for v in parameter.values))
    unit = _unit_of(loaded, parameter)
    if unit is None:
        return Levels("words")
    reader = Unit(unit, signed=True)
    return Levels("quantity", tuple(float(reader.read(v)) for v in parameter.values), unit)


def _unit_of(loaded: Loaded, parameter: SweepParameter) -> str | None:
    """Return the unit of what a parameter sets; None for what is not a quantity."""
    if parameter.limit is not None:
        units = {limit.spec.unit for limit in picked_limits(loaded, parameter)}
        return units.pop() if len(units) == 1 else None
    if parameter.border is not None:
        return BORDER_UNITS.get(parameter.column)
    if parameter.expand is not None:
        parts = parameter.column == "up_to" and any(is_part(str(v)) for v in parameter.values)
        return None if parts else EXPAND_UNITS[parameter.column]
    if parameter.table is None:
        return None
    if parameter.table == "parameters" and parameter.column.startswith("value"):
        spec = PARAMETERS.get(str(parameter.where.get("id")))
        return spec.canonical if spec else None
    column = columns_of(parameter.table)[parameter.column]
    is_plain = column.kind == "quantity" and None not in parameter.values
    return column.unit if is_plain else None


def check_samples(loaded: Loaded, sweep: Sweep) -> Iterator[Problem]:
    """Yield what a sampled study cannot draw from."""
    if sweep.kind != "sampled":
        return
    for i, parameter in enumerate(sweep.parameters):
        where = loaded.document.where(("sweep", "parameters", i, parameter.verb, parameter.column))
        numbers = read_levels(loaded, parameter).numbers
        if len(parameter.values) < 2:
            what = at_column(parameter.column, message("draw_one_value"))
            yield Problem(where, what, message("give_ends"), "sweep")
        elif len(numbers) > 3:
            what = at_column(parameter.column, message("draw_many_values", count=len(numbers)))
            yield Problem(where, what, message("give_ends"), "sweep")
        elif any(a >= b for a, b in pairwise(numbers)):
            what = at_column(parameter.column, message("values_must_rise"))
            yield Problem(where, what, message("from_low_to_high"), "sweep")
