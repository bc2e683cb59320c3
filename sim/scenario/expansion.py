"""What a scenario may say of capacity that is built: entries of the key `expand`."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from sim.say.message import message
from sim.scenario.fields import Capex, MassFlow, OpeningCost, QuantityText, Unit, Years
from sim.scenario.part import STRICT
from sim.scenario.refusal import refusal, refuse_columns
from sim.scenario.region_rows import Line
from sim.scenario.tables import site_columns

LINES, RATIO = "lines", "ratio"
_PART = Unit("")
Ratio = Annotated[float, Unit("", possible=(0, 100), usual=(0, 10))]
_AMOUNT = Unit("kt/yr")


def is_part(text: str) -> bool:
    """Return whether a text is a per cent rather than a quantity.

    >>> is_part("50 %"), is_part("1 Mt/yr")
    (True, False)
    """
    return text.strip().endswith(("%", "％"))


def _end(of: SizeClass) -> float:
    """Return where a size class ends, kt/yr."""
    return math.inf if of.to is None else of.to


def entry_name(position: int) -> str:
    """Return what an entry of `expand` is called: its place in the list, from 1."""
    return str(position + 1)


class Picked(BaseModel):
    """A part of the document that is about lines."""

    model_config = STRICT

    where: dict[str, Any] = Field(default_factory=dict)
    """Column -> value or list of values, areas in either language, as in `change`: columns of
    the lines, or city, province, owner … of their site. Empty: every line."""

    @model_validator(mode="after")
    def _know_columns(self) -> Self:
        columns, beside = list(Line.model_fields), site_columns(LINES)
        unknown = [("where", c) for c in self.where if c not in columns and c not in beside]
        if unknown:
            raise refuse_columns(LINES, unknown, columns)
        return self


class Replacement(Picked):
    """What has to be closed for what is built: old lines, and how much of them."""

    ratio: Ratio
    """Tonnes a year of the old lines that are closed for each that is built: `1.25`, `125 %`."""


class SizeClass(BaseModel):
    """A size class of what is built at a line: all of it costs the same by the tonne."""

    model_config = STRICT

    to: MassFlow | None = None
    """Largest size of the class; the class begins where the one before ends. It may be left out of
    the last class, which then has no end."""
    cost: Capex
    """What a tonne a year of nameplate costs up front, of all that is built."""


class Expansion(Picked):
    """Lines whose capacity the plan may raise, how far, and what it costs."""

    up_to: QuantityText | None = None
    """Most that may be built at each line, or a per cent of today's nameplate. Of a candidate
    it may be left out: its `capacity` then."""
    cost: Capex | None = None
    """What a tonne a year of nameplate costs up front; else the `capex` of the technology."""
    life: Years | None = None
    """Years over which it is paid off; else the `life` of the technology."""
    at_least: MassFlow | None = None
    """Least that is built at a line if anything is."""
    opening: OpeningCost = 0.0
    """What building anything at a line costs up front, beside the cost of each tonne a year."""
    step: MassFlow | None = None
    """What is built at a line is a whole number of times this."""
    scale: Annotated[list[SizeClass], Field(min_length=1)] | None = None
    """Economies of scale: size classes in the place of `cost`, from small to large. What is built
    at a line costs, all of it, what its size class says."""
    closes: Replacement | None = None
    """What is built replaces old capacity, which closes."""

    @model_validator(mode="after")
    def _sizes_in_order(self) -> Self:
        if self.step == 0.0:
            raise refusal("step", message("expand_no_step"), None, "step")
        if self.scale is None:
            return self
        if self.cost is not None:
            raise refusal("scale", message("exclude_each_other", one="scale", other="cost"))
        ends = [0.0, *(_end(of) for of in self.scale)]
        if any(after <= before for before, after in pairwise(ends)):
            raise refusal("scale", message("expand_class_order"), None, "scale")
        return self

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        if self.up_to is not None:
            try:
                self.most(1.0)
            except PydanticCustomError as error:
                context = {**(error.context or {}), "steps": ("up_to",)}
                raise PydanticCustomError(error.type, error.message_template, context) from None
        return self

    @property
    def sizes(self) -> tuple[tuple[float, float, float], ...]:
        """Return from, to (kt/yr) and cost (CNY per t/yr) of each size class; none without."""
        classes = self.scale or ()
        begins = (0.0, *(_end(of) for of in classes))
        return tuple((a, _end(of), of.cost) for a, of in zip(begins, classes, strict=False))

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the lines that it is about once they are named by id, old ones included."""
        return (*self.where["id"], *(self.closes.where["id"] if self.closes else ()))

    def most(self, nameplate: float) -> float | None:
        """Return the most that may be built at a line, kt/yr; None where it is not said."""
        if self.up_to is None:
            return None
        if is_part(self.up_to):
            return float(_PART.read(self.up_to)) * nameplate
        return float(_AMOUNT.read(self.up_to))

    def scaled(self, factor: float) -> str | None:
        """Return `up_to` times a factor, as a text of the same kind."""
        if self.up_to is None:
            return None
        if is_part(self.up_to):
            return f"{100.0 * factor * float(_PART.read(self.up_to))!r} %"
        return f"{factor * float(_AMOUNT.read(self.up_to))!r} kt/yr"
