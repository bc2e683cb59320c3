"""Numbers beyond anything real are refused where they stand, and so is what grows beyond it."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from sim.loader.change.variants import load_study
from sim.loader.columns import columns_of
from sim.scenario.tables import TABLES
from sim.units import MOST, UnitError, parse
from tests.sweep_studies import RICH, with_sweep, write_project, write_scenario
from tests.tiny_project import FILES, REGION, SCENARIO, make_project

BORDER = "surcharge: 2 CNY/t"
LIMIT = "at: 900 million CNY/yr"
SPOILT = {
    "lead times its cost": (
        BORDER,
        "lead: 1e200 d, lead_cost: 1e200 CNY/t/d",
        ["10: lead: ", "10: lead_cost: "],
    ),
    "each for itself within reach": (
        BORDER,
        "lead: 1e6 d, lead_cost: 1e6 CNY/t/d",
        ["10: lead_cost: 'lead' times 'lead_cost'"],
    ),
    "surcharge": (BORDER, "surcharge: 1e13 CNY/t", ["10: surcharge: "]),
    "quota": (BORDER, "quota: 1e300 kt/yr", ["10: quota: "]),
    "limit": (LIMIT, "at: 1e20 MCNY/yr", ["12: at: "]),
    "slack": ("slack: 0.2 %", "slack: 1e300 %", ["7: slack: "]),
    "factor": ("scale: {capacity: 1.5}", "scale: {capacity: 1e11}", ["17: capacity: 2e+13 kt/yr"]),
    "value": ("scale: {capacity: 1.5}", "set: {capacity: 1e200 Mt/yr}", ["17: capacity: "]),
}
"""What is written instead in the scenario, and how each problem begins."""


@pytest.mark.parametrize("name", SPOILT)
def test_beyond_in_the_scenario(tmp_path: Path, name: str) -> None:
    """A factor of a product too: no product of the input overflows."""
    old, new, begins = SPOILT[name]
    assert FILES[SCENARIO].count(old) == 1
    with pytest.raises(InputError) as refused:
        load_case(make_project(tmp_path, scenario=FILES[SCENARIO].replace(old, new)))
    said = [str(p).removeprefix("scenarios/tiny.yaml:") for p in refused.value.problems]
    assert [text[: len(begin)] for text, begin in zip(said, begins, strict=True)] == begins
    assert all("beyond anything real" in text for text in said)


@pytest.mark.parametrize("cell", ["1e13", "-1e13", "1e308", "9" * 14])
def test_beyond_in_a_table(tmp_path: Path, cell: str) -> None:
    """With file and line, in a cell with its unit or under a heading that gives it."""
    markets = FILES[f"{REGION}/markets.csv"].replace("300 CNY/t", f"{cell} CNY/t")
    legacy = FILES[f"{REGION}/legacy.csv"].replace(",stock,", ",stock [kt],")
    legacy = legacy.replace("5 Mt", cell.removeprefix("-"))
    with pytest.raises(InputError) as refused:
        load_case(make_project(tmp_path, markets=markets, legacy=legacy))
    places = [str(p.where) for p in refused.value.problems]
    assert places == [f"{REGION}/legacy.csv:2", f"{REGION}/markets.csv:2"]
    assert all("the most is 1e9" in str(p) for p in refused.value.problems)


def test_every_quantity_of_every_table_is_bounded() -> None:
    """No column takes a number beyond MOST; each takes MOST itself or has a bound of its own."""
    checked = 0
    for table in TABLES:
        for column in columns_of(table).values():
            if column.takes_unit:
                with pytest.raises(ValueError, match="beyond anything real"):
                    column.adapter.validate_python(f"{10 * MOST} {column.unit}")
                most = min(MOST, column.spec.possible[1])
                column.adapter.validate_python(f"{most} {column.unit}")
                checked += 1
    assert checked > 40


def test_the_most_is_itself_allowed() -> None:
    """And the product of two is a number that a solver can reckon with, below its infinity."""
    assert parse(f"{MOST!r} t", "kt") == MOST / 1000
    assert parse(f"-{MOST!r} CNY/t", "CNY/t") == -MOST
    assert math.isfinite((MOST * MOST) ** 2)
    with pytest.raises(UnitError, match="beyond anything real: the most is 1e9 kt"):
        parse("1.01e12 t", "kt") and parse("1.01e15 t", "kt")


@pytest.mark.parametrize(
    ("parameter", "says"),
    [
        ({"table": "markets", "where": {"product": "cement"}, "scale": {"max": [1, 1e12]}}, "max"),
        ({"limit": {"cap": "logistics_cost"}, "scale": {"at": [1, 1e12]}}, "at"),
        ({"limit": {"cap": "logistics_cost"}, "set": {"at": ["1e20 CNY/yr"]}}, "at"),
        ({"table": "markets", "set": {"max": ["1e16 t/yr"]}}, "max"),
    ],
)
def test_beyond_in_a_sweep(tmp_path: Path, parameter: dict[str, object], says: str) -> None:
    """A point of a study that scales or sets beyond it is refused before any is solved."""
    scenarios = write_project(tmp_path)
    study = with_sweep(RICH, "one_at_a_time", [{"name": "p", **parameter}])
    with pytest.raises(InputError) as refused:
        load_study(write_scenario(scenarios, study))
    assert "beyond anything real" in str(refused.value)
    assert says in str(refused.value)
