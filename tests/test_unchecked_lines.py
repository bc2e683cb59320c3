"""Lines that nobody has checked to exist are marked in every list, by one mechanism."""

from __future__ import annotations

import doctest

import pytest

from sim.results import unchecked
from sim.results.name_columns import NameColumns
from sim.results.names import Names
from sim.results.unchecked import name_technology
from sim.say.texts import EN, ZH
from sim.studies.compare.names import name_row
from tests.study import Solved, solve_study
from tests.test_trace import OBJECTIVE, STATUSES, TABLES


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """A plan with a placeholder, line l1 of the plant "Plant 1"."""
    return solve_study(tmp_path_factory.mktemp("unchecked"), TABLES, OBJECTIVE | STATUSES)


def test_examples_in_docstrings() -> None:
    """Names that say so themselves are not marked again."""
    assert doctest.testmod(unchecked).failed == 0


def test_limits_and_prices_of_it_are_marked(solved: Solved) -> None:
    """In the names of limits and so in prices, additions, the ledger and what is built."""
    names = Names(solved.network)
    row = ("line_capacity", ("l1", 2025))
    assert names.both[0].limit(*row).endswith("[placeholder]")
    assert names.both[1].limit(*row).endswith("［占位］")
    assert "placeholder" not in names.both[0].limit("line_capacity", ("l2", 2025))
    prices = solved.tables["prices"]
    own = prices[prices["index"] == "l1"]
    assert own["sentence_en"].str.contains("[placeholder]", regex=False).all()
    reasons = solved.tables["unused"]["reason_en"]
    assert reasons.str.contains("[placeholder]", regex=False).any()


def test_lines_in_tables_and_comparisons_are_marked(solved: Solved) -> None:
    """By the name of the line, and beside its plant where only that and what it does are told."""
    lines = NameColumns(solved.case.tables, ()).add(solved.tables["lines"])
    row = lines[lines["line"] == "l1"].iloc[0].to_dict()
    assert row["line_name_en"].endswith("[placeholder]")
    told = {key: row[key] for key in ("line_name_en", "line_name_zh", "technology")}
    told |= {"technology_en": "Brickworks", "technology_zh": "砖厂", "plant_name_en": "Plant 1"}
    assert name_technology(told, EN) == "Brickworks [placeholder]"
    assert name_technology(told, ZH) == "砖厂［占位］"
    record = solved.case.tables["lines"].iloc[0].to_dict()
    assert name_row(solved.case, "lines", record)[0].endswith("[placeholder]")
