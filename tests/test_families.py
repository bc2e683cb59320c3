"""Every family of the registry, taken through all that is said of limits: it binds and is priced in
its unit and its direction, the ledger blames it, it stands in a conflict and in a way out, a sweep
sees it bind, and the verification holds it. Where one of these cannot be the family says so itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pandas as pd
import pytest

from sim.loader import load_case, write_inputs
from sim.loader.change.variants import load_study
from sim.network.renew import renew
from sim.results.write import write_tables
from sim.rules.families import FAMILIES, MODULES, by_group
from sim.rules.family import BORDERS, ENTRIES, EXPANSIONS, Family
from sim.rules.metrics import METRICS
from sim.scenario.document import BorderRule, Limit
from sim.scenario.expansion import RATIO, Expansion, Replacement
from sim.scenario.tables import TABLES
from sim.studies.explain.cells import find_cell
from sim.studies.explain.study import Explanation, explain_conflict
from sim.studies.solve_case import Clock, be_silent
from sim.studies.sweep.points import plan_points
from sim.studies.sweep.study import PointSolver
from sim.verify.verify import CHECKS, verify
from tests.family_studies import BASE, BOUND, RATE
from tests.study import Solved, solve_file, write_study

LIMITS = [name for name, family in FAMILIES.items() if family.is_priced]
OTHERS = [name for name, f in FAMILIES.items() if not (f.is_priced or f.is_choice)]
BLAMED = [name for name in LIMITS if FAMILIES[name].softness is not None]


def write(name: str, **more: Any) -> Path:
    """Write the study of a family, with further keys of the scenario; return its file."""
    bound = BOUND[name]
    scenario = {"objective": RATE, **bound.scenario, **more}
    return write_study(Path(mkdtemp()), {**BASE, **bound.tables}, scenario)


@cache
def solved(name: str) -> Solved:
    """The study of a family, solved once."""
    return solve_file(write(name))


@cache
def loosened(name: str) -> Solved:
    """The study with the looser cell, solved once."""
    return solve_file(write(name, **with_cell(name, BOUND[name].loose)))


def cell_of(name: str) -> tuple[str, Mapping[str, str], str]:
    """Table, row and column behind the row of a family that binds."""
    prices = solved(name).tables["prices"]
    index = prices.loc[prices["constraint"] == name, "index"].iloc[0]
    subject = FAMILIES[name].subject_of(tuple(index.split("|")))
    cell = find_cell((name, subject), solved(name).network)
    return cell.table, cell.where, cell.column


def with_cell(name: str, value: str) -> dict[str, Any]:
    """Keys of the scenario by which the cell of a family says something else."""
    family, bound = FAMILIES[name], BOUND[name]
    assert family.cell is not None
    if family.cell.table in bound.scenario:
        key, column = family.cell.table, family.cell.column
        entry = bound.scenario[key][0]
        if column == RATIO:
            return {key: [{**entry, "closes": {**entry["closes"], column: value}}]}
        return {key: [{**entry, column: value}]}
    table, where, column = cell_of(name)
    return {"change": [{"table": table, "where": dict(where), "set": {column: value}}]}


def unit_of(family: Family, name: str) -> str:
    """The unit that prices of a family must have: that of its cell, of the metric for an entry."""
    assert family.cell is not None
    if family.is_entry:
        (entry,) = BOUND[name].scenario["limits"]
        return METRICS[entry.get("cap") or entry["floor"]].unit or "%"
    if family.is_formula:
        return family.unit
    return "%" if family.cell.is_relative else family.cell.unit


def test_every_family_of_limits_has_a_study() -> None:
    """A new family cannot be left out of this file."""
    assert set(BOUND) == set(LIMITS)


@pytest.mark.parametrize("name", LIMITS)
def test_it_binds_and_is_priced(name: str) -> None:
    """The table of prices has it, in the unit of its cell and in its direction."""
    family, prices = FAMILIES[name], solved(name).tables["prices"]
    (row, *_) = prices[prices["constraint"] == name].to_dict("records")
    assert row["unit"] == unit_of(family, name)
    assert row["class"] == ("rule" if family.is_rule else "limit")
    if family.gives:
        assert row["relaxed"] == f"{family.gives}wards"
    assert row["value"] == pytest.approx(row["limit"], abs=1e-6)


@pytest.mark.parametrize("name", LIMITS)
def test_more_of_it_is_worth_what_solving_again_finds(name: str) -> None:
    """With the looser cell the first stage gains, in the direction that the family gives."""
    before = solved(name).plan.stages[0].value
    after = loosened(name).plan.stages[0].value
    assert after > before + 1e-6


@pytest.mark.parametrize("name", BLAMED)
def test_the_ledger_blames_it(name: str) -> None:
    """What stays unused has it as its cause, under the reason of the family."""
    reason = FAMILIES[name].reason
    assert reason is not None
    unused = solved(name).tables["unused"]
    rows = unused[unused["cause"].str.startswith(f"{name}|")].to_dict("records")
    assert rows
    assert rows[0]["reason"] == reason.code
    assert rows[0]["reason_en"].startswith(reason.words.en)
    assert rows[0]["reason_zh"].startswith(reason.words.zh)


@cache
def conflict(name: str) -> Explanation:
    """What is said of the study with a limit that the family forbids."""
    limits = [*BOUND[name].scenario.get("limits", []), BOUND[name].beyond]
    return explain_conflict(write(name, limits=limits), Clock(be_silent))


@pytest.mark.parametrize("name", LIMITS)
def test_it_stands_in_a_conflict(name: str) -> None:
    """What contradicts it is told with it, by the place of its cell."""
    found = [limit for limit in conflict(name).conflict if limit.key[0] == name]
    assert found
    assert found[0].at.rpartition(":")[2].isdigit()
    assert found[0].name.en
    assert found[0].name.zh


@pytest.mark.parametrize("name", LIMITS)
def test_it_stands_in_a_way_out(name: str) -> None:
    """Another value of its cell is proposed, in the direction that it gives."""
    edits = [edit for way in conflict(name).ways for edit in way.edits if edit.limit.key[0] == name]
    assert edits
    limit = edits[0].limit
    if limit.value is not None:
        assert (edits[0].new > limit.value) == (FAMILIES[name].gives == "up")


def parameter_of(name: str) -> dict[str, Any]:
    """A parameter of a sweep that writes the cell of a family."""
    family, bound = FAMILIES[name], BOUND[name]
    assert family.cell is not None
    values = {"name": "cell", "set": {family.cell.column: [bound.tight, bound.loose]}}
    if family.cell.table == BORDERS:
        return {**values, "border": {}}
    if family.cell.table == EXPANSIONS:
        return {**values, "expand": {"entry": 1}}
    if family.is_entry:
        (entry,) = bound.scenario["limits"]
        return {**values, "limit": {k: v for k, v in entry.items() if k != "at"}}
    table, where, _ = cell_of(name)
    return {**values, "table": table, "where": dict(where)}


@pytest.mark.parametrize("name", LIMITS)
def test_a_sweep_sees_it_bind(name: str) -> None:
    """A point tells it where planners set it; solved warm where only a right-hand side moves."""
    family, bound = FAMILIES[name], BOUND[name]
    assert family.cell is not None
    sweep = {"kind": "list", "parameters": [parameter_of(name)], "metrics": ["net_utilized"]}
    study = load_study(write(name, sweep=sweep))
    solver = PointSolver(study)
    tight, loose = [solver.solve(point) for point in plan_points(study)]
    assert (tight.status, loose.status) == ("optimal", "optimal"), bound
    seen = any(code.startswith(f"{name}|") for code in tight.binding)
    assert seen == family.is_limit
    is_right_hand_side = bool(family.sweep) and family.cell.column in family.sweep.columns
    assert loose.is_warm == is_right_hand_side


@pytest.mark.parametrize("name", [name for name in LIMITS if FAMILIES[name].sweep])
def test_a_network_made_of_another_has_its_bound(name: str) -> None:
    """Where its cell alone is another, all tables are those of a network built anew."""
    old, new = solved(name), loosened(name)
    made = renew(old.network, old.case, new.case)
    for table, frame in vars(new.network).items():
        if isinstance(frame, pd.DataFrame):
            pd.testing.assert_frame_equal(getattr(made, table), frame, obj=table)


@pytest.mark.parametrize("name", LIMITS)
def test_it_is_verified(name: str, tmp_path: Path) -> None:
    """A plan of the looser cell breaks the check of the family where the tight one is written."""
    tight = load_case(write(name))
    write_tables(loosened(name).tables.all, tmp_path)
    write_inputs(tight, tmp_path)
    report = verify(tmp_path, tight.scenario)
    assert FAMILIES[name].check in {c["name"] for c in report["checks"] if not c["passed"]}


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_is_to_blame_for_what_must_balance(name: str) -> None:
    """Balances and definitions have no cell: no price, no reason, no conflict, no sweep."""
    family = FAMILIES[name]
    assert family.kind in ("identity", "definition")
    assert (family.cell, family.gives, family.softness, family.sweep) == (None, "", None, None)
    assert (family.reason, family.conflict, family.edit) == (None, None, None)


@pytest.mark.parametrize("name", FAMILIES)
def test_it_says_all_there_is_to_say(name: str) -> None:
    """What holds of every family, so that no room meets one half described."""
    family = FAMILIES[name]
    assert not family.check or family.check in CHECKS
    assert (family.kind == "definition") == (family.check == "")
    assert (family.conflict is None) == (family.edit is None)
    assert (family.conflict is None) == (not family.is_priced) or family.is_choice
    assert (family.softness is None) == (family.reason is None)
    assert (family.rows is None) == (family.is_entry or name in WHOLE)
    assert not family.is_limit or family.gives


def columns_of_table(table: str) -> set[str]:
    """Columns of an input table, or keys of an entry of the scenario's limits or borders."""
    kinds: dict[str, Any] = {ENTRIES: Limit, BORDERS: BorderRule}
    if table == EXPANSIONS:
        return {*Expansion.model_fields, *Replacement.model_fields, "position"}
    kind = kinds.get(table) or TABLES[table].row
    return {*kind.model_fields, "position"} if table in kinds else set(kind.model_fields)


@pytest.mark.parametrize("name", LIMITS)
def test_its_cell_is_one_that_the_reference_describes(name: str) -> None:
    """Table, key and columns are those of the input format; a sweep moves no others."""
    family = FAMILIES[name]
    cell, columns = family.cell, set(family.sweep.columns) if family.sweep else set()
    assert cell is not None
    named = {*cell.key, cell.column, *cell.times, *cell.also, *columns}
    assert named <= columns_of_table(cell.table)
    assert not cell.told or cell.told in cell.times
    assert columns <= {cell.column, *cell.times}
    assert len(cell.key) == len(family.subject_of(family.index))


@pytest.mark.parametrize("name", LIMITS)
def test_someone_owns_its_right_hand_side(name: str) -> None:
    """Amounts are owned in a cooperative game; shares and formulas are bounds of 0."""
    family = FAMILIES[name]
    assert family.cell is not None
    assert (family.owner is not None) == (family.cell.holds == "amount")


WHOLE = {"rate_least", "rate_greatest", "stage_pin"}
"""Definitions that are rows over the whole."""


def test_a_name_stands_once() -> None:
    """Names, places in a conflict and codes of reasons are told apart."""
    assert len(FAMILIES) == len(MODULES)
    assert all(module.__name__.endswith(f".{module.NAME}") for module in MODULES)
    places = [family.conflict.place for family in FAMILIES.values() if family.conflict]
    assert len(places) == len(set(places))
    assert sum(map(len, by_group().values())) == len(places)
    reasons = {family.reason for family in FAMILIES.values() if family.reason}
    assert len({reason.code for reason in reasons}) == len(reasons)
