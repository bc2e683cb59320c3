"""Tables as they are given away: copies with the unit of every column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from sim.loader.columns import columns_of
from sim.say.texts import EN

UNITS = {
    "Mt_km_yr": "Mt*km/yr",
    "MCNY_yr": EN.scale("MCNY/yr").unit,
    "MCNY": EN.scale("MCNY").unit,
    "kt_yr": "kt/yr",
    "kt": "kt",
    "CNY_t": "CNY/t",
    "kg_t": "kg/t",
    "t_t": "t/t",
    "pct": "%",
    "change_pp": "percentage points",
    "km": "km",
    "lon": "degrees",
    "lat": "degrees",
    "share": "fraction",
}
"""End of a column's name -> unit of its numbers. Of a rate, differences are percentage points."""
_ENDING = re.compile(rf"(?:^|[_:])({'|'.join(UNITS)})$")


def unit_of_column(name: str) -> str:
    """Return the unit that the name of a result column states; empty where it has none.

    >>> unit_of_column("amount_kt_yr"), unit_of_column("a:value"), unit_of_column("origin_lon")
    ('kt/yr', '', 'degrees')
    """
    found = _ENDING.search(name)
    return UNITS[found.group(1)] if found else ""


def give(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a copy of a result table; `attrs["units"]` holds column -> unit of its numbers."""
    units = {str(column): unit_of_column(str(column)) for column in frame.columns}
    return _with_units(frame, units)


def give_input(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Return a copy of an input table; `attrs["units"]` holds column -> canonical unit."""
    return _with_units(frame, {column.name: column.unit for column in columns_of(table).values()})


def _with_units(frame: pd.DataFrame, units: Mapping[str, str]) -> pd.DataFrame:
    # Copy on write: what a user changes never reaches the table that is kept.
    copy = frame.copy(deep=False)
    copy.attrs = {"units": {column: unit for column, unit in units.items() if unit}}
    return copy


class InputTables(Mapping[str, pd.DataFrame]):
    """The input tables of a case by name, in canonical units, all changes applied."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a copy of a table."""
        return give_input(self._tables[name], name)

    def __iter__(self) -> Iterator[str]:
        """Return the names of the tables."""
        return iter(self._tables)

    def __len__(self) -> int:
        """Return the number of tables."""
        return len(self._tables)

    def __repr__(self) -> str:
        """Return the names and lengths of the tables that have rows."""
        filled = (f"{name} ({len(frame)})" for name, frame in self._tables.items() if len(frame))
        return f"<InputTables: {', '.join(filled)}>"
