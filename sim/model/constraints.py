"""The rows of every family of the registry, for the tables of a network.

`tests/oracle_model/` states the same rows as formulas; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.columns import Columns
from sim.network import Network
from sim.rules.changes import reference_flows
from sim.rules.families import FAMILIES
from sim.rules.family import Family
from sim.rules.inside_plants import makers
from sim.rules.rows import Rows

__all__ = ["all_families", "makers", "reference_flows", "route_families"]


def all_families(n: Network, c: Columns) -> list[Rows]:
    """Return the rows of every family but those over the whole, in the order of the registry."""
    return list(_written(n, c, only_of_routes=False))


def route_families(n: Network, c: Columns) -> list[Rows]:
    """Return the families that routes stand in, in the order of the registry."""
    return list(_written(n, c, only_of_routes=True))


def _written(n: Network, c: Columns, *, only_of_routes: bool) -> Iterator[Rows]:
    for family in FAMILIES.values():
        if family.has_routes or not only_of_routes:
            rows = _rows_of(family, n, c)
            if rows is not None:
                yield rows


def _rows_of(family: Family, n: Network, c: Columns) -> Rows | None:
    if family.rows is None or (family.of_table and getattr(n, family.of_table).empty):
        return None
    return family.rows(n, c)
