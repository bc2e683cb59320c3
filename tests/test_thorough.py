"""What the quick suite leaves out is held by what it has: the rule of docs/architecture.md."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from tests.mutants.places import MUTANTS
from tests.thorough import FURTHER_CASES, HELD_BY

HERE = Path(__file__).parent
ALWAYS = (
    "test_bad_input",
    "test_bad_input_exits_2_and_writes_nothing",
    "test_bad_input_is_told_in_chinese",
    "test_every_command_tells_of_lost_output",
    "test_every_command_leaves_what_it_did_not_write",
    "test_it_binds_and_is_priced",
    "test_it_stands_in_a_conflict",
    "test_a_sweep_sees_it_bind",
    "test_it_is_verified",
    "test_it_is_a_stage_and_a_figure",
    "test_it_is_a_cap_or_a_floor",
    "test_each_reason_by_hand",
)
"""Tests whose cases are all families, metrics, commands, reasons or kinds of error."""


@cache
def list_tests() -> frozenset[str]:
    """Return every test of the folder as the tables name it."""
    found = set()
    for path in HERE.glob("test_*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            inner = [node] if isinstance(node, ast.FunctionDef) else getattr(node, "body", [])
            place = f"{path.stem}::{node.name}" if isinstance(node, ast.ClassDef) else path.stem
            found |= {
                f"{place}::{one.name}"
                for one in inner
                if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
            }
    return frozenset(found)


def test_the_tables_name_tests_that_are_there() -> None:
    """A test that was renamed would come back into the quick suite unseen, or hold nothing."""
    assert {*FURTHER_CASES, *HELD_BY, *HELD_BY.values()} - list_tests() == set()


def test_what_holds_another_is_always_tried() -> None:
    """The test that holds a subject is not left out itself."""
    assert set(HELD_BY.values()) & set(HELD_BY) == set()
    assert set(HELD_BY) & set(FURTHER_CASES) == set()
    assert min(FURTHER_CASES.values()) >= 1


def test_families_metrics_commands_and_errors_are_all_tried() -> None:
    """No case of theirs is left out."""
    cut = {name.rpartition("::")[2] for name in (*HELD_BY, *FURTHER_CASES)}
    assert cut & set(ALWAYS) == set()
    assert {name.rpartition("::")[2] for name in list_tests()} >= set(ALWAYS)


def test_what_finds_the_faults_is_always_tried() -> None:
    """A test that a fault names is not left out; nor is a case that it names."""
    named = {one for mutant in MUTANTS for one in mutant.tests if "::" in one}
    tests = {one.partition("[")[0] for one in named}
    keys = {test.removeprefix("tests/").replace(".py::", "::") for test in tests}
    assert keys
    assert keys & set(HELD_BY) == set()
    assert keys & set(FURTHER_CASES) == set()
