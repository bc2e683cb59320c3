"""Variants of a scenario: the same rows, limits and rules with other values of parameters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import InputError, Problem
from sim.loader.case import Case, Record, Rows, sort_records, tabulate_records
from sim.loader.change.edits import Patch
from sim.loader.change.patch import apply_patch
from sim.loader.change.variant_levels import check_samples
from sim.loader.change.variant_overlaps import IN_SWEEP, check_overlaps
from sim.loader.change.variant_rules import change_rules
from sim.loader.columns import columns_of
from sim.loader.load import Loaded, load_rows, make_case
from sim.loader.read.messages import at_column, explain
from sim.loader.rules.meaning import check_rules
from sim.loader.rules.provinces import FROM, check_provinces, inherit_provinces
from sim.loader.rules.references import check_references
from sim.say.message import message
from sim.scenario.document import Change
from sim.scenario.fields import PARAMETERS
from sim.scenario.sweep import Sweep, SweepParameter
from sim.scenario.tables import TABLES
from sim.units import parse

MIDDLE = 0.5
"""Position of the typical value in its range: low is 0, high is 1."""


@dataclass(frozen=True)
class Setting:
    """One value of one parameter of a study."""

    parameter: int
    """Position in `sweep.parameters`."""
    value: Any
    """As it stands in the sweep; of a range also a position in it from 0 (low) to 1 (high)."""


@dataclass(frozen=True)
class Study:
    """A scenario with a sweep, read and checked: what variants are made of."""

    loaded: Loaded
    case: Case
    """The scenario itself, nothing varied."""
    sweep: Sweep
    at: tuple[str, ...] = IN_SWEEP
    """Where its parameters stand in the document."""


def load_study(path: Path) -> Study:
    """Read a scenario and its tables, and try every value of its sweep alone.

    Raises
    ------
    InputError
        All that is wrong, each with `file:line`.
    """
    return read_study(load_rows(path))


def read_study(loaded: Loaded) -> Study:
    """Try every value of the sweep of a scenario alone, and return the study.

    Raises
    ------
    InputError
        There is no sweep, or all that is wrong with it, each with `file:line`.
    """
    sweep = loaded.scenario.sweep
    if sweep is None:
        where = loaded.document.where(())
        raise InputError([Problem(where, message("no_sweep"), message("add_sweep"), "no_sweep")])
    study = Study(loaded, make_case(loaded), sweep)
    problems: list[Problem] = []
    for number, parameter in enumerate(sweep.parameters):
        for value in parameter.values:
            problems += _try_value(study, Setting(number, value))
    if not problems:
        problems = [*check_samples(loaded, sweep), *check_overlaps(loaded, sweep)]
    if problems:
        raise InputError(problems)
    return study


def _try_value(study: Study, setting: Setting) -> list[Problem]:
    try:
        vary(study, [setting])
    except InputError as error:
        return error.problems
    return []


def vary(study: Study, settings: Sequence[Setting]) -> Loaded:
    """Return the scenario with the settings applied in order, and checked again.

    Tables that no setting touches stay the same objects.

    Raises
    ------
    InputError
    """
    problems: list[Problem] = []
    varied = study.loaded
    for setting in settings:
        parameter = study.sweep.parameters[setting.parameter]
        path: tuple[str | int, ...] = (*study.at, setting.parameter)
        if parameter.table is None:
            scenario = change_rules(varied, parameter, path, setting.value, problems)
            varied = replace(varied, scenario=scenario)
        else:
            rows = _change_table(varied, parameter, path, setting.value, problems)
            tables = {**varied.tables, parameter.table: rows}
            tables = inherit_provinces(tables) if parameter.table in FROM else tables
            varied = replace(varied, tables=tables)
    if not problems and varied.tables is not study.loaded.tables:
        if any(_is_reference(study.sweep.parameters[s.parameter]) for s in settings):
            problems += check_references(varied.tables)
        problems += check_rules(_to_check(study, varied, settings))
        problems += check_provinces(varied.scenario, varied.tables)
    if problems:
        raise InputError(problems)
    return varied


def _to_check(study: Study, varied: Loaded, settings: Sequence[Setting]) -> dict[str, Rows]:
    """Return the tables to check; where only quantities vary, others need no second look."""
    parameters = [study.sweep.parameters[setting.parameter] for setting in settings]
    if not all(p.table is None or _is_quantity(p) for p in parameters):
        return varied.tables
    unseen = Rows(whole=False)
    old = study.loaded.tables
    return {t: unseen if rows is old[t] else rows for t, rows in varied.tables.items()}


def _is_quantity(parameter: SweepParameter) -> bool:
    return columns_of(str(parameter.table))[parameter.column].takes_unit


def _is_reference(parameter: SweepParameter) -> bool:
    """Return whether a parameter sets what rows are found by."""
    if parameter.table is None or parameter.verb != "set":
        return False
    spec = TABLES[parameter.table]
    return parameter.column in spec.key or parameter.column in spec.references


def _change_table(
    varied: Loaded,
    parameter: SweepParameter,
    path: tuple[str | int, ...],
    value: Any,
    problems: list[Problem],
) -> Rows:
    """Return the rows of a parameter's table at one of its values."""
    if isinstance(value, float) and parameter.verb == "use":
        ends = [
            _patched(varied, parameter, end, path, problems) for end in ("low", "typical", "high")
        ]
        return _move_within(ends, parameter.column, value)
    return _patched(varied, parameter, value, path, problems)


def _patched(
    varied: Loaded,
    parameter: SweepParameter,
    value: Any,
    path: tuple[str | int, ...],
    problems: list[Problem],
) -> Rows:
    content = {
        "table": parameter.table,
        "where": parameter.where,
        parameter.verb: {parameter.column: value},
    }
    try:
        change = Change.model_validate(content)
    except ValidationError as error:
        what, hint, code = explain(error.errors()[0])
        where = varied.document.where((*path, parameter.verb, parameter.column))
        problems.append(Problem(where, at_column(parameter.column, what), hint, code))
        return varied.tables[str(parameter.table)]
    return apply_patch(Patch(change, path, varied.document, problems), varied.tables)


def _move_within(ends: list[Rows], column: str, share: float) -> Rows:
    """Return rows with `column` at a position of its range, straight from end to end."""
    low, typical, high = ends
    records = [
        replace(record, values={**record.values, column: _between(cells, record, share)})
        for record, *cells in zip(
            typical.records,
            (r.values[column] for r in low.records),
            (r.values[column] for r in typical.records),
            (r.values[column] for r in high.records),
            strict=True,
        )
    ]
    return replace(typical, records=records)


def _between(cells: list[Any], record: Record, share: float) -> Any:
    """Return the cell at a position between the cells at low, typical and high."""
    if isinstance(cells[1], str):
        unit = PARAMETERS[record.values["id"]].canonical
        number = _between([parse(cell, unit) for cell in cells], record, share)
        return f"{number!r} {unit}".strip()
    if cells[1] is None:
        return None
    start, stop = cells[:2] if share <= MIDDLE else cells[1:]
    part = share / MIDDLE if share <= MIDDLE else (share - MIDDLE) / MIDDLE
    return start + (stop - start) * part


def vary_case(study: Study, varied: Loaded) -> Case:
    """Return the case of a variant; frames of tables that did not change are shared."""
    old = study.loaded.tables
    ordered = {
        table: sort_records(table, rows.records)
        for table, rows in varied.tables.items()
        if rows is not old[table]
    }
    frames = {table: tabulate_records(table, records) for table, records in ordered.items()}
    places = {table: [r.at for r in records] for table, records in ordered.items()}
    changed = {table: [r.changed for r in records] for table, records in ordered.items()}
    return replace(
        study.case,
        scenario=varied.scenario,
        tables={**study.case.tables, **frames},
        origin={**study.case.origin, **places},
        changed={**study.case.changed, **changed},
    )
