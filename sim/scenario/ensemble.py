"""The key `ensemble` of a scenario: how its uncertain inputs are drawn, and what moves together."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from sim.say.message import listed, message
from sim.scenario.fields import Fraction, Name, WholeNumber
from sim.scenario.part import STRICT, TableName
from sim.scenario.refusal import refusal, refuse_columns
from sim.scenario.tables import TABLES, site_columns

LEAST_DRAWS, MOST_DRAWS = 2, 10_000


class RangePick(BaseModel):
    """Cells that carry a range: those of some rows of a table."""

    model_config = STRICT

    table: TableName
    column: Name | None = None
    """A column that carries ranges; blank: every one that does."""
    where: dict[str, Any] = Field(default_factory=dict)
    """Column -> value or list of values, as in `change`. Empty: all rows."""

    @model_validator(mode="after")
    def _know_columns(self) -> Self:
        columns = list(TABLES[self.table].row.model_fields)
        known = {*columns, *site_columns(self.table)}
        unknown = [("where", c) for c in self.where if c not in known]
        unknown += [("column", c) for c in (self.column,) if c is not None and c not in columns]
        if unknown:
            raise refuse_columns(self.table, unknown, columns)
        ranged = ranged_columns(self.table)
        if not ranged or (self.column is not None and self.column not in ranged):
            named = self.column is not None
            what = message("no_range", column=message("quoted", text=self.column or self.table))
            hint = message("ranges_have", options=listed(ranged)) if ranged else None
            raise refusal("no_range", what, hint, "column" if named else "table")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns whose cells are meant."""
        return (self.column,) if self.column is not None else ranged_columns(self.table)


class Together(RangePick):
    """Cells that are off together."""

    name: Name
    """What they have in common; entries of one name, also of other tables, share it."""
    correlation: Fraction = 1.0
    """How closely they move together: 0 not at all, 1 as one."""


class Ensemble(BaseModel):
    """How often, and how, all inputs that carry a range are drawn together."""

    model_config = STRICT

    draws: Annotated[WholeNumber, Field(ge=LEAST_DRAWS, le=MOST_DRAWS)] = 200
    """How many times all ranges are drawn."""
    seed: Annotated[WholeNumber, Field(ge=0, le=2**32 - 1)] = 1
    """Start of the random numbers: the same seed and number of draws, the same draws."""
    correlation: Fraction = 0.5
    """How closely cells of one column and one kind of thing (material, technology, product, mode)
    move together, where `together` says nothing else."""
    together: list[Together] = []
    """What moves together otherwise; of entries that pick the same cell the last one holds."""
    leave_out: list[RangePick] = []
    """Cells that stay at their typical value."""


def ranged_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table that carry a range.

    >>> ranged_columns("modes"), ranged_columns("plants")
    (('tariff', 'handling'), ())
    """
    fields = TABLES[table].row.model_fields
    return tuple(name for name in fields if {f"{name}_low", f"{name}_high"} <= fields.keys())
