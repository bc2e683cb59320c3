"""What the columns of the tables are: kind, unit, default."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import ConfigDict, TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sim import units
from sim.loader.case import plain_types
from sim.say.message import Bilingual
from sim.scenario.fields import CONTENT, Content, Unit, show_example
from sim.scenario.tables import TABLES

Kind = Literal["quantity", "content", "number", "whole number", "switch", "list", "choice", "text"]
_CELL = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Column:
    """A column of a table, as its row type declares it."""

    name: str
    kind: Kind
    unit: str
    """Canonical unit; empty for a share and for what has none."""
    required: bool
    default: Any
    choices: tuple[str, ...]
    spec: Unit
    """What a number in the column may be."""
    annotation: Any = field(repr=False, compare=False)
    """Its type, with the marks of it."""

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """Return what reads one cell of the column; made when it is asked for."""
        return TypeAdapter(self.annotation, config=_CELL)

    @property
    def takes_unit(self) -> bool:
        """Return whether a unit may stand in the header."""
        return self.kind in {"quantity", "content"}

    @property
    def example(self) -> str:
        """Return how a person would write a cell of the column."""
        return "12 %" if self.kind == "content" else Unit(self.unit).example

    @property
    def shown_example(self) -> Bilingual:
        """Return how a person would write a cell of the column, in either language."""
        return Bilingual("12 %", "") if self.kind == "content" else show_example(self.unit)

    def factor(self, unit: str) -> float:
        """Return by how much a number in `unit` is multiplied; UnitError when it does not fit."""
        if self.kind == "content" and ("Bq" in unit or "贝可" in unit):
            return units.factor(unit, "Bq/kg")
        return units.factor(unit, self.unit)


@lru_cache(maxsize=1)
def _all_columns() -> dict[str, dict[str, Column]]:
    return {
        table: {name: _describe(name, info) for name, info in spec.row.model_fields.items()}
        for table, spec in TABLES.items()
    }


def columns_of(table: str) -> dict[str, Column]:
    """Return the columns of a table by name, in the order of its row type."""
    return _all_columns()[table]


def range_of(table: str, column: str) -> tuple[str, str] | None:
    """Return the columns that hold the low and high end of `column`, if it has a range."""
    low, high = f"{column}_low", f"{column}_high"
    columns = columns_of(table)
    return (low, high) if low in columns and high in columns else None


def _describe(name: str, info: FieldInfo) -> Column:
    required = info.is_required()
    unit = unit_of(info)
    default = info.get_default(call_default_factory=True, validated_data={})
    annotated: Any = Annotated[(info.annotation, name, *info.metadata)]
    kind = _kind(info, unit)
    return Column(
        name=name,
        kind=kind,
        unit=unit.canonical if unit else "",
        required=required,
        default=None if default is PydanticUndefined else default,
        choices=tuple(choices_of(info.annotation)),
        spec=CONTENT if kind == "content" else unit or Unit(""),
        annotation=annotated,
    )


def unit_of(info: FieldInfo) -> Unit | None:
    """Return the unit that a field is kept in, if it is a quantity."""
    return next((mark for mark in _marks(info) if isinstance(mark, Unit)), None)


def _kind(info: FieldInfo, unit: Unit | None) -> Kind:
    if unit is not None:
        return "quantity"
    content = get_args(Content)[1]
    if content in list(_marks(info)):
        return "content"
    if list(choices_of(info.annotation)):
        return "choice"
    kinds = plain_types(info.annotation) - {NoneType}
    names: dict[type, Kind] = {float: "number", int: "whole number", bool: "switch", tuple: "list"}
    return names.get(kinds.pop(), "text")


def _marks(info: FieldInfo) -> Iterator[Any]:
    """Yield the marks of Annotated, also those inside `X | None`."""
    yield from info.metadata
    yield from _marks_within(info.annotation)


def _marks_within(annotation: Any) -> Iterator[Any]:
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        yield from arguments[1:]
        arguments = arguments[:1]
    if get_origin(annotation) is not Literal:
        for argument in arguments:
            yield from _marks_within(argument)


def choices_of(annotation: Any) -> Iterator[str]:
    """Yield the words of a Literal, also inside `X | None`."""
    if get_origin(annotation) is Literal:
        yield from (str(word) for word in get_args(annotation))
    else:
        for argument in get_args(annotation):
            yield from choices_of(argument)
