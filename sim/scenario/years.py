"""The key `years` of a scenario: several years planned together, and what changes on the way."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from sim.say.message import message
from sim.scenario.fields import FixedCost, Fraction, Name, WholeNumber
from sim.scenario.part import TableName, one_of
from sim.scenario.refusal import refusal
from sim.scenario.sweep import (
    BorderPick,
    ExpandPick,
    Factor,
    LimitPick,
    SweepParameter,
    SweepPart,
)

VERBS: tuple[Literal["set", "scale"], ...] = ("set", "scale")
EARLIEST, LATEST = 1900, 2200
CalendarYear = Annotated[WholeNumber, Field(ge=EARLIEST, le=LATEST)]


class YearPath(SweepPart):
    """What changes from year to year: rows of a table, a limit, a border rule, what is built."""

    name: Name
    """What it is called in tables and messages."""
    table: TableName | None = None
    """Table whose rows are changed, as in `change`."""
    where: dict[str, Any] = Field(default_factory=dict)
    """Column -> value or list of values: the rows of the table. Empty: every row."""
    limit: LimitPick | None = None
    """Instead of a table: the limits to change, e.g. `{floor: utilization_rate}`."""
    border: BorderPick | None = None
    """Instead of a table: the border rules to change."""
    expand: ExpandPick | None = None
    """Instead of a table: entries of `expand`; their `up_to`, `cost`, `life` or `ratio`."""
    set: dict[str, dict[CalendarYear, Any]] | None = None
    """One column or key -> year -> value. Between two years amounts go straight from one to the
    other; words hold until the next year that is given. Before the first year given and after the
    last the nearest one holds."""
    scale: dict[str, dict[CalendarYear, Factor]] | None = None
    """One column -> year -> the factor it is multiplied by, straight between the years."""

    _parameter: SweepParameter = PrivateAttr()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        one_of(self, VERBS)
        verb = self.verb
        picked: dict[str, Any] = {
            name: part
            for name in ("table", "limit", "border", "expand")
            if (part := getattr(self, name)) is not None
        }
        if not picked:
            raise refusal("one_of", message("path_of_nothing"), None)
        given = getattr(self, verb)
        picked[verb] = {column: list(points.values()) for column, points in given.items()}
        self._parameter = SweepParameter(name=self.name, where=self.where, **picked)
        return self

    @property
    def verb(self) -> Literal["set", "scale"]:
        """Return how the values are meant."""
        return next(verb for verb in VERBS if getattr(self, verb) is not None)

    @property
    def parameter(self) -> SweepParameter:
        """Return what it changes, as a parameter of a study with all the values given."""
        return self._parameter

    @property
    def points(self) -> dict[int, Any]:
        """Return year -> value, as they were written, by year."""
        (points,) = getattr(self, self.verb).values()
        return dict(sorted(points.items()))


class Years(SweepPart):
    """The years that are planned together. Each stands for the years until the next one."""

    at: Annotated[list[CalendarYear], Field(min_length=1)]
    """The years, rising, e.g. `[2026, 2028, 2030, 2035]`."""
    until: CalendarYear | None = None
    """First year that the last one no longer stands for; without it the last stands for as many
    years as the one before it."""
    lead: Annotated[WholeNumber, Field(ge=0, le=50)] = 0
    """Years from ordering capacity to its first year of use: none is used earlier than so many
    years after the first of the years."""
    budget: FixedCost | None = None
    """Most that may be spent on building in a year, on average over the years a year stands for."""
    discount_rate: Fraction | None = None
    """Rate at which money of later years counts less; else the parameter `discount_rate`."""
    paths: list[YearPath] = Field(default_factory=list)
    """What changes on the way; the tables and limits of the scenario hold where no path does."""

    @model_validator(mode="after")
    def _rising(self) -> Self:
        if any(after <= before for before, after in pairwise(self.at)):
            raise refusal("years", message("years_must_rise"), None, "at")
        if self.until is not None and self.until <= self.at[-1]:
            raise refusal("years", message("until_too_early", year=self.at[-1]), None, "until")
        return self

    @property
    def spans(self) -> tuple[int, ...]:
        """Return how many years each of the years stands for.

        >>> Years(at=[2026, 2028, 2035]).spans
        (2, 7, 7)
        >>> Years(at=[2026, 2028], until=2029).spans, Years(at=[2026]).spans
        ((2, 1), (1,))
        """
        between = [after - before for before, after in pairwise(self.at)]
        last = between[-1] if between else 1
        return (*between, last if self.until is None else self.until - self.at[-1])
