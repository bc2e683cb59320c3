"""Parameters of a study that get in each other's way: one of them would have no effect."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from sim.errors import Problem
from sim.loader.change.edits import Patch
from sim.loader.change.patch import pick_rows
from sim.loader.change.variant_rules import picked_positions
from sim.loader.columns import range_of
from sim.loader.load import Loaded
from sim.loader.read.messages import at_column
from sim.say.message import Message, message
from sim.scenario.document import Change
from sim.scenario.sweep import TARGETS, Sweep, SweepParameter

IN_SWEEP = ("sweep", "parameters")
"""Where the parameters of a study stand in the document."""
Cell = tuple[str, str, int]
"""Table, or limit, border, scenario; column or key; position of the row or entry."""


def check_overlaps(
    loaded: Loaded, sweep: Sweep, at: tuple[str, ...] = IN_SWEEP
) -> Iterator[Problem]:
    """Yield pairs of parameters of which one undoes the other, and those that change nothing.

    Factors multiply, whatever they are applied to; of two other values of a cell the later one
    would hold alone. Parameters that vary one at a time never meet. `at` is where they stand in the
    document.
    """
    cells = [_cells(loaded, parameter) for parameter in sweep.parameters]
    yield from _check_closed(loaded, sweep, cells, at)
    if sweep.kind == "one_at_a_time":
        return
    for (i, one), (j, other) in combinations(enumerate(sweep.parameters), 2):
        both = cells[i] & cells[j]
        if both and _undoes(other.verb, one.verb):
            what = message("sweep_same_cell", one=one.name, other=other.name)
            yield Problem(
                _where(loaded, at, j, other),
                at_column(other.column, what),
                message("sweep_same_cell_hint", at=_where(loaded, at, i, one)),
                "sweep",
            )


def _undoes(later: str, earlier: str) -> bool:
    """Return whether nothing is left of what an earlier parameter does to a cell."""
    return later == "set" or (later == "use" and earlier != "scale")


def _where(loaded: Loaded, at: tuple[str, ...], number: int, parameter: SweepParameter) -> str:
    return loaded.document.where((*at, number, parameter.verb, parameter.column))


def _cells(loaded: Loaded, parameter: SweepParameter) -> set[Cell]:
    """Return what a parameter changes."""
    if parameter.table is None:
        kind = next((n for n in TARGETS if getattr(parameter, n) is not None), "scenario")
        positions = picked_positions(loaded, parameter)
        return {(kind, parameter.column, position) for position in positions}
    change = Change(table=parameter.table, where=parameter.where, drop=True)
    rows = pick_rows(Patch(change, ("sweep",), loaded.document, []), loaded.tables)
    columns = [parameter.column]
    if parameter.verb != "use":
        columns += range_of(parameter.table, parameter.column) or ()
    return {(parameter.table, column, row) for column in columns for row in rows}


def _check_closed(
    loaded: Loaded, sweep: Sweep, cells: list[set[Cell]], at: tuple[str, ...]
) -> Iterator[Problem]:
    """Yield parameters that give a closed border a quota or a price."""
    ruled = {cell[2] for found in cells for cell in found if cell[:2] == ("border", "rule")}
    for number, (parameter, found) in enumerate(zip(sweep.parameters, cells, strict=True)):
        if parameter.border is None or parameter.column == "rule":
            continue
        positions = {position for _, _, position in found} - ruled
        if any(loaded.scenario.borders[i].rule == "closed" for i in positions):
            what: Message = message("closed_has_none", key=parameter.column)
            where = _where(loaded, at, number, parameter)
            yield Problem(where, what, message("closed_hint"), "closed")
