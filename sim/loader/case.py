"""The case: a scenario with every table it is computed from, ready to be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import numpy as np
import pandas as pd

from sim.errors import Problem
from sim.folders.marker import Origin, Source
from sim.say.message import Listing, listed, message
from sim.scenario.document import Scenario
from sim.scenario.tables import TABLES

ColumnType = np.dtype[Any] | pd.StringDtype
TEXT = pd.StringDtype(na_value=np.nan)
ANYTHING = np.dtype(object)
COLUMN_TYPES: dict[type, ColumnType] = {float: np.dtype(float), bool: np.dtype(bool), str: TEXT}
"""Type of the cells of a column -> its dtype in a frame; others are ANYTHING."""


@dataclass(frozen=True)
class Case:
    """A scenario and its input tables: checked, in canonical units, all changes applied."""

    scenario: Scenario
    """The document with `extends` applied and names of areas turned into ids."""
    tables: dict[str, pd.DataFrame]
    """Every table of TABLES; an absent file is an empty frame with all columns."""
    origin: dict[str, list[str]]
    """Table -> `file:line` of each row, in the order of the frame."""
    limits_at: list[str]
    """`file:line` of each entry of `scenario.limits`."""
    stages_at: list[str]
    """`file:line` of each stage of `scenario.objective`."""
    borders_at: list[str]
    """`file:line` of each entry of `scenario.borders`."""
    inputs: dict[str, str]
    """File, relative to the project root -> SHA-256 of what was read."""
    root: Path
    """Project root: the folder that holds `scenarios/` and `geodata/`."""
    file: str = ""
    """The scenario file, relative to the project root; empty for a case made in memory."""
    expand_at: list[str] = field(default_factory=list)
    """`file:line` of each entry of `scenario.expand`."""
    no_worse_off_at: str = ""
    """`file:line` of the key `no_worse_off`."""
    reference: pd.DataFrame | None = None
    """role, origin, destination, material, amount_kt_yr of the reference plan, if one is named."""
    changed: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    """Table -> column -> `file:line` of the last change that set it, for each row of the frame."""

    choose_at: list[str] = field(default_factory=list)
    """`file:line` of each entry of `scenario.choose`."""
    picked: tuple[tuple[str, ...], ...] = ()
    """Ids of the rows that each entry of `scenario.choose` speaks of; of links their names."""
    told: tuple[Problem, ...] = ()
    """What is to be said of how the tables were read."""

    def chosen(self, kind: str) -> set[str]:
        """Return the ids of things of a kind that entries of `choose` speak of."""
        both = zip(self.scenario.choose, self.picked, strict=True)
        return {name for entry, names in both if entry.of == kind for name in names}

    def places(self, table: str, *columns: str) -> list[str]:
        """Return where to look, row by row, when `columns` are wrong: the change, else the row."""
        rows = self.changed.get(table) or [{}] * len(self.origin[table])
        return [
            next((changed[c] for c in columns if c in changed), at)
            for at, changed in zip(self.origin[table], rows, strict=True)
        ]

    def made_by(self, command: str) -> Origin:
        """Return what marks a folder that a command makes from this case."""
        return Origin(command, (Source(self.root, self.file, self.inputs.get(self.file, "")),))


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table on its way into the frame."""

    values: dict[str, Any]
    """Column -> value in canonical units; every column of the row type is there."""
    at: str
    """`file:line` the row was read from."""
    typical: dict[str, Any] = field(default_factory=dict)
    """Column -> typical value, where a change uses an end of the range instead."""
    changed: dict[str, str] = field(default_factory=dict)
    """Column -> `file:line` of the last change that set it."""
    inherited: frozenset[str] = frozenset()
    """Columns that are blank in the row and hold what it inherits."""

    def where(self, *columns: str) -> str:
        """Return the place to look at when `columns` are wrong: the change, else the row."""
        return next((self.changed[c] for c in columns if c in self.changed), self.at)


@dataclass(frozen=True)
class Tabulated:
    """A table as a case holds it: sorted by its key."""

    frame: pd.DataFrame
    origin: list[str]
    changed: list[dict[str, str]]


@dataclass(frozen=True)
class Rows:
    """The rows of a table while they are read, changed and checked."""

    records: list[Record] = field(default_factory=list)
    broken: frozenset[str] = frozenset()
    """Ids of rows that are refused: they exist, and are not reported again where used."""
    whole: bool = True
    """Whether every row and change of the table could be read."""
    dropped: dict[str, str] = field(default_factory=dict)
    """Id -> `file:line` of the change that removed its row."""
    _tabulated: dict[str, Tabulated] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def tabulate(self, table: str) -> Tabulated:
        """Return the rows as a case of this table holds them: the same object every time."""
        if table not in self._tabulated:
            ordered = sort_records(table, self.records)
            self._tabulated[table] = Tabulated(
                tabulate_records(table, ordered),
                [record.at for record in ordered],
                [record.changed for record in ordered],
            )
        return self._tabulated[table]

    @property
    def is_sound(self) -> bool:
        """Return whether no row is missing because of a problem."""
        return self.whole and not self.broken


def index_keys(table: str, records: Iterable[Record]) -> dict[tuple[Any, ...], list[Record]]:
    """Return the records of every key of a table."""
    key = TABLES[table].key
    found: dict[tuple[Any, ...], list[Record]] = {}
    for record in records:
        found.setdefault(tuple(record.values[column] for column in key), []).append(record)
    return found


def describe_key(table: str, key: tuple[Any, ...]) -> Listing:
    """Return a key in words, e.g. `zone 'z1', material 'm1'`."""
    columns = zip(TABLES[table].key, key, strict=True)
    given = ((column, cell) for column, cell in columns if cell not in (None, ""))
    return listed(message("cell", column=column, value=cell) for column, cell in given)


def sort_records(table: str, records: Iterable[Record]) -> list[Record]:
    """Return the records in the order of the table's key; blanks come first."""
    key = TABLES[table].key

    def order(record: Record) -> tuple[tuple[bool, Any], ...]:
        cells = (record.values[column] for column in key)
        return tuple((cell is not None, cell) for cell in cells)

    return sorted(records, key=order)


def tabulate_records(table: str, records: list[Record]) -> pd.DataFrame:
    """Return the records as a frame: one column per field of the row type, in its order.

    Numbers are float64 with NaN for blanks, texts are `str` with NaN for blanks, switches are
    bool; lists (tuples) and whole numbers (int or None) are objects.
    """
    count = len(records)
    return pd.DataFrame(
        {
            column: _column((r.values[column] for r in records), count, dtype)
            for column, dtype in column_dtypes(table).items()
        }
    )


def _column(cells: Iterator[Any], count: int, dtype: ColumnType) -> Any:
    """Return cells as an array; `count` says how many they are."""
    values = np.fromiter(cells, object, count)
    return values.astype(dtype) if isinstance(dtype, np.dtype) else pd.array(values, dtype)


@lru_cache(maxsize=1)
def _all_dtypes() -> dict[str, dict[str, ColumnType]]:
    return {
        table: {name: _dtype(info.annotation) for name, info in spec.row.model_fields.items()}
        for table, spec in TABLES.items()
    }


def column_dtypes(table: str) -> dict[str, ColumnType]:
    """Return the dtype of every column of a table."""
    return _all_dtypes()[table]


def _dtype(annotation: Any) -> ColumnType:
    kinds = plain_types(annotation) - {NoneType}
    if len(kinds) == 1:
        return COLUMN_TYPES.get(kinds.pop(), ANYTHING)
    return ANYTHING


def plain_types(annotation: Any) -> set[type]:
    """Return the classes that an annotation allows; a Literal's are those of its words."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return plain_types(args[0])
    if origin is Literal:
        return {type(word) for word in args}
    if origin in {Union, UnionType}:
        return {kind for arg in args for kind in plain_types(arg)}
    return {origin or annotation}
