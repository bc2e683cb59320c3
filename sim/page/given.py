"""What the keys of a file make of the numbers that the page shows beside its own edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sim.loader.load import Loaded
from sim.page.edits.edit import Edit
from sim.page.edits.given import Keys
from sim.scenario.document import Scenario

Row = Mapping[str, Any]
Numbers = dict[str, dict[str, Any]]
_OF_MARKETS = ("max", "min", "price")


def takes_part(row: Row, role: str, scenario: Scenario) -> bool:
    """Return whether a scenario counts on a line of a plant of some role."""
    stands = row["status"] in scenario.statuses and role in scenario.roles
    return stands and bool(row["capacity"] and row["availability"])


def has_keys(edits: Iterable[Edit]) -> bool:
    """Return whether keys of a file are in force, which only the server can read."""
    return any(edit.on and isinstance(edit, Keys) for edit in edits)


def list_given(edited: Loaded, base: Loaded) -> dict[str, Numbers]:
    """Return table -> row -> its numbers under the edits, where these differ from the base.

    Capacities and amounts are in kt/yr, prices in CNY/t, shares run between 0 and 1.
    """
    readers = {"lines": _read_lines, "markets": _read_markets, "generation": _read_generation}
    told = {}
    for table, read in readers.items():
        before = read(base)
        told[table] = {key: row for key, row in read(edited).items() if row != before.get(key)}
    return told


def _rows(loaded: Loaded, table: str) -> list[Row]:
    return [record.values for record in loaded.tables[table].records]


def _read_lines(loaded: Loaded) -> Numbers:
    roles = {str(row["id"]): str(row["role"]) for row in _rows(loaded, "plants")}
    return {
        str(row["id"]): {
            "capacity": row["capacity"],
            "availability": row["availability"],
            "on": takes_part(row, roles[str(row["plant"])], loaded.scenario),
        }
        for row in _rows(loaded, "lines")
    }


def _read_markets(loaded: Loaded) -> Numbers:
    return {
        str(row["id"]): {name: row[name] for name in _OF_MARKETS}
        for row in _rows(loaded, "markets")
    }


def _read_generation(loaded: Loaded) -> Numbers:
    """Return zone -> material -> what arises."""
    made: Numbers = {}
    for row in _rows(loaded, "generation"):
        made.setdefault(str(row["zone"]), {})[str(row["material"])] = row["amount"]
    return made
