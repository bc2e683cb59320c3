"""Strict CSV: a header of known columns with optional units, and rows of one type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from sim.errors import Problem
from sim.loader.case import Record, Rows
from sim.loader.columns import Column, columns_of
from sim.loader.read.csv_rows import split_rows
from sim.loader.read.messages import at_column, cell_problem
from sim.loader.read.money import Money
from sim.loader.read.spreadsheet_text import Dialect, take_declarations, with_points
from sim.loader.read.volumes import (
    MATERIAL,
    Densities,
    in_tonnes,
    is_volume,
    unit_in_tonnes,
)
from sim.loader.read.words import Noted, list_some, show, suggest
from sim.say.message import Message, Sayable, message
from sim.scenario.escaping import unguard
from sim.scenario.tables import TABLES
from sim.units import UnitError, is_number

_HEADER = re.compile(r"([^\[\]]+?)\s*(?:\[([^\[\]]*)\])?")
_SEPARATOR = re.compile(r"[;\t|]")
YUAN_ALONE = Money()
NO_VOLUMES: Densities = {}


@dataclass(frozen=True)
class _Header:
    """The columns of a file: position, column, and the unit that its heading gives."""

    plain: list[tuple[int, Column]]
    measured: list[tuple[int, Column, str]]
    width: int
    names: tuple[str, ...]
    """What stands in each cell of the header, its unit left out."""

    def is_repeated(self, cells: list[str]) -> bool:
        """Return whether a row is the header again, be its units others."""
        return len(cells) == self.width and tuple(map(_name_of, cells)) == self.names

    @property
    def id_at(self) -> int | None:
        """Return the position of the column `id`."""
        return next((i for i, column in self.plain if column.name == "id"), None)


def read_csv(
    text: str,
    name: str,
    table: str,
    money: Money = YUAN_ALONE,
    densities: Densities = NO_VOLUMES,
    told: list[Problem] | None = None,
) -> tuple[Rows, list[Problem]]:
    """Return the rows of a CSV text and all that is wrong with it.

    What is to be said of how it was read is added to `told`.

    A blank cell takes the default of its column; rows of blank cells are skipped. Amounts in the
    currencies of `money` are turned into yuan, volumes into tonnes by the density of the material.
    """
    sheet = _Sheet(name, table, money, densities)
    rows = sheet.read(text)
    if told is not None:
        told += [Problem(name, what, None, "as_saved") for what in sheet.said]
    return rows, sheet.problems.told(name)


class _Sheet:
    """Reads one file and notes what is wrong with it."""

    def __init__(self, name: str, table: str, money: Money, densities: Densities) -> None:
        self.money, self.densities = money, densities
        self.name = name
        self.table = table
        self.columns = columns_of(table)
        self.problems = Noted()
        self.broken: set[str] = set()
        self.whole = True
        self.dialect = Dialect()
        self.said: list[Message] = []

    def read(self, text: str) -> Rows:
        """Return the rows; what is refused is in `problems` and `broken`."""
        text, self.dialect, self.said = take_declarations(text)
        lines = split_rows(text, self._break_off, self.dialect.separator)
        at, headings = next(lines, (1, []))
        headings = self._cut_blank(headings, 1)
        header = self._read_header(at, headings)
        if header is None:
            return Rows(whole=False)
        read = (self._read_row(at, cells, header) for at, cells in lines)
        records = [record for record in read if record is not None]
        return Rows(records, frozenset(self.broken), self.whole)

    def _refuse(
        self, at: int, what: Message, hint: Sayable | None = None, code: str = "csv"
    ) -> None:
        self.problems.add(Problem(f"{self.name}:{at}", what, hint, code))

    def _break_off(self, at: int, what: Message, hint: Message | None) -> None:
        """Note that the rows from a line on cannot be told apart."""
        self.whole = False
        self._refuse(at, what, hint)

    def _read_header(self, at: int, headings: list[str]) -> _Header | None:
        """Return the header; None when rows cannot be read under it."""
        seen: dict[str, int] = {}
        usable: list[tuple[int, Column, str]] = []
        for i, heading in enumerate(headings):
            column, unit, is_usable = self._read_heading(at, i, heading)
            if column is None:
                continue
            if column.name in seen:
                what = message("duplicate_column", column=show(column.name))
                hint = message("columns_twice", one=seen[column.name] + 1, other=i + 1)
                self._refuse(at, what, hint, "duplicate_column")
                continue
            seen[column.name] = i
            if is_usable:
                usable.append((i, column, unit))
        if not any(_SEPARATOR.search(heading) for heading in headings):
            self._require_columns(at, seen)
        if not {c.name for c in self.columns.values() if c.required} <= {
            c.name for _, c, _ in usable
        }:
            return None
        plain = [(i, column) for i, column, unit in usable if not unit]
        measured = [entry for entry in usable if entry[2]]
        return _Header(plain, measured, len(headings), tuple(map(_name_of, headings)))

    def _require_columns(self, at: int, seen: Iterable[str]) -> None:
        """Refuse a header without a required column, unless a misspelling of it was noted."""
        hints = " ".join(str(p.hint) for p in self.problems.kept if p.code == "unknown_column")
        for column in self.columns.values():
            if column.required and column.name not in seen and f"'{column.name}'" not in hints:
                what = message("column_missing", column=show(column.name))
                hint = message("file_has", columns=list_some(seen))
                self._refuse(at, what, hint, "missing_column")

    def _read_heading(self, at: int, i: int, heading: str) -> tuple[Column | None, str, bool]:
        """Return column, unit and whether both fit, of a heading such as `capacity [t/yr]`."""
        match = _HEADER.fullmatch(heading)
        name, unit = match.groups() if match else (heading, None)
        column = self.columns.get(name)
        if column is None:
            unnamed = message("column_unnamed", number=i + 1)
            what = message("column_unknown", column=show(name)) if name else unnamed
            self._refuse(at, what, self._suggest_column(name), "unknown_column")
            return None, "", False
        if unit is None:
            return column, "", True
        if not column.takes_unit:
            what = message("column_no_unit", column=show(name))
            self._refuse(at, what, message("write_this", text=name), "unit")
            return column, "", False
        try:
            own = self.money.unit(unit.strip())[0]
            column.factor(unit_in_tonnes(own) if is_volume(column.unit, own) else own)
        except UnitError as error:
            what = message("column_unit", column=show(name), what=error.message)
            hint = message("write_for_example", example=f"{name} [{column.unit or '%'}]")
            self._refuse(at, what, hint, "unit")
            return column, "", False
        return column, unit.strip(), True

    def _suggest_column(self, name: str) -> Sayable | None:
        if _SEPARATOR.search(name):
            return message("separate_with_commas")
        return suggest(name, list(self.columns), "table_has", table=self.table) if name else None

    def _read_row(self, at: int, cells: list[str], header: _Header) -> Record | None:
        if header.is_repeated(cells):
            self._refuse(at, message("header_again"), message("remove_row"), "header")
            return None
        noted = len(self.problems)
        cells = self._cut_blank(cells, header.width)
        if len(cells) == header.width:
            of = self._material(cells, header)
            values = self._measure(at, cells, header, of)
            values.update(
                (column.name, self._plain(at, column, cells[i], of))
                for i, column in header.plain
                if cells[i]
            )
            try:
                row = TABLES[self.table].row.model_validate(values)
            except ValidationError as error:
                self._note_cells(at, error, header)
            else:
                if len(self.problems) == noted:
                    return Record(dict(row.__dict__), f"{self.name}:{at}")
        else:
            what = message("row_ragged", cells=len(cells), width=header.width)
            self._refuse(at, what, message("quote_commas"), "ragged")
        if header.id_at is not None and header.id_at < len(cells):
            self.broken.add(cells[header.id_at])
        else:
            self.whole = False
        return None

    def _cut_blank(self, cells: list[str], width: int) -> list[str]:
        """Return cells without blank ones behind the last column, as spreadsheets leave them."""
        last = len(cells)
        while last > width and not cells[last - 1]:
            last -= 1
        told = message("table_blank_columns")
        if last < len(cells) and told not in self.said:
            self.said.append(told)
        return cells[:last]

    def _material(self, cells: list[str], header: _Header) -> str:
        """Return the material that a row is about; blank where it is about none."""
        named = (cells[i] for i, column in header.plain if column.name in MATERIAL)
        return next(named, "")

    def _plain(self, at: int, column: Column, cell: str, material: str) -> str:
        """Return a cell under a heading without a unit."""
        text = self._pointed(column, unguard(cell))
        return self._canonical(at, column, text, material) if column.takes_unit else text

    def _pointed(self, column: Column, text: str) -> str:
        """Return the number of a cell with a decimal point, where the file has commas."""
        is_figure = column.takes_unit or column.kind == "number"
        return with_points(text) if self.dialect.has_commas and is_figure else text

    def _canonical(self, at: int, column: Column, text: str, material: str) -> str:
        """Return a quantity in yuan and by mass; a volume of unknown density is refused."""
        text = self.money.quantity(text)
        if not is_volume(column.unit, text):
            return text
        if material not in self.densities:
            what, hint = _no_density(material)
            self._refuse(at, at_column(column.name, what), hint, "volume")
        return in_tonnes(text, self.densities.get(material, 1.0))

    def _measure(self, at: int, cells: list[str], header: _Header, material: str) -> dict[str, str]:
        """Return the cells whose unit stands in the header, with that unit."""
        values = {}
        for i, column, unit in header.measured:
            text = self._pointed(column, cells[i])
            if not text:
                continue
            shown = text if is_number(text) else "0"
            values[column.name] = self._canonical(at, column, f"{shown} {unit}", material)
            if shown != text:
                wrong = message("wrong_type", value=show(text), wanted=message("wanted_number"))
                hint = message("header_gives_unit", unit=unit)
                self._refuse(at, at_column(column.name, wrong), hint, "quantity")
        return values

    def _note_cells(self, at: int, error: ValidationError, header: _Header) -> None:
        if self.problems.is_full:
            self.problems.add_more(error.error_count())
            return
        units = {column.name: unit for _, column, unit in header.measured}
        for cell in error.errors():
            column = self.columns[str(cell["loc"][0])]
            where = f"{self.name}:{at}"
            self.problems.add(cell_problem(cell, column, where, units.get(column.name, "")))


def _no_density(material: str) -> tuple[Message, Message]:
    """Return what is wrong with a volume of a material, or in a row of none, and what to write."""
    if not material:
        return message("volume_of_nothing"), message("volume_of_nothing_hint")
    what = message("volume_no_density", material=show(material))
    return what, message("volume_no_density_hint")


def _name_of(heading: str) -> str:
    """Return a heading without its unit, in lower case."""
    return heading.partition("[")[0].strip().casefold()
