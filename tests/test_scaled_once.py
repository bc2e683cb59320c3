"""A change does what it says to each cell, once: factors, and parameters of a study that meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.loader import load_case
from sim.loader.change.variants import load_study, vary
from sim.studies.sweep.points import plan_points
from tests.tiny_project import FILES, SCENARIO, make_project

LINE = 18
"""Line of the key `sweep` when it is appended to the tiny scenario."""


def with_change(root: Path, change: str) -> Path:
    """Write the tiny project with one change instead of its own."""
    head = FILES[SCENARIO].partition("change:")[0]
    return make_project(root, scenario=f"{head}change:\n  - {change}\n")


def with_sweep(root: Path, kind: str, *parameters: str, borders: str = "") -> Path:
    """Write the tiny project with a sweep."""
    head = FILES[SCENARIO].replace("limits:\n", f"{borders}limits:\n")
    lines = "".join(f"    - {{{parameter}}}\n" for parameter in parameters)
    return make_project(root, scenario=f"{head}sweep:\n  kind: {kind}\n  parameters:\n{lines}")


@pytest.mark.parametrize(
    ("scale", "low", "value", "high"),
    [
        ("{capacity: 2}", 200.0, 240.0, 300.0),
        ("{capacity: 2, capacity_low: 2, capacity_high: 2}", 200.0, 240.0, 300.0),
        ("{capacity_low: 2, capacity_high: 2, capacity: 2}", 200.0, 240.0, 300.0),
        ("{capacity: 2, capacity_low: 1.5}", 150.0, 240.0, 300.0),
        ("{capacity_high: 2}", 100.0, 120.0, 300.0),
    ],
)
def test_each_cell_is_scaled_once(
    tmp_path: Path, scale: str, low: float, value: float, high: float
) -> None:
    """The line has 120 kt/yr, 100 to 150; an end has its own factor or that of its column."""
    path = with_change(tmp_path, f"{{table: lines, where: {{id: l1}}, scale: {scale}}}")
    lines = load_case(path).tables["lines"].set_index("id")
    found = lines.loc["l1", ["capacity_low", "capacity", "capacity_high"]]
    assert list(found) == [low, value, high]


SET = "table: lines, set: {capacity: [130 kt/yr, 140 kt/yr]}"
SCALE = "table: lines, where: {id: l1}, scale: {capacity: [0.9, 1.1]}"
USE = "table: lines, where: {id: l1}, use: {capacity: [low, high]}"
RATE = "limit: {floor: utilization_rate}, set: {at: [5 %, 6 %]}"
TAX = "set: {tax_storage: [true, false]}"
FEE = "border: {from: East}, set: {surcharge: [1 CNY/t, 3 CNY/t]}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SET, SET),
        (SCALE, SET),
        (USE, SET),
        (SET, USE),
        (USE, USE),
        (RATE, RATE),
        (TAX, TAX),
        (FEE, FEE),
    ],
)
def test_two_parameters_of_one_cell(tmp_path: Path, one: str, other: str) -> None:
    """Where one of them would have no effect the study is refused, and both are named."""
    path = with_sweep(tmp_path, "grid", f"name: first, {one}", f"name: second, {other}")
    with pytest.raises(InputError) as refused:
        load_study(path)
    (problem,) = refused.value.problems
    assert problem.where == f"{SCENARIO}:{LINE + 4}"
    assert "'first' and 'second' change the same cell" in str(problem)
    assert f"see {SCENARIO}:{LINE + 3}" in str(problem)


def test_ends_are_cells_too(tmp_path: Path) -> None:
    """Setting a capacity blanks its range: another parameter's low end would be lost."""
    low = "table: generation, where: {zone: z2}, set: {amount_low: [80 kt/yr, 85 kt/yr]}"
    amount = "table: generation, set: {amount: [110 kt/yr, 115 kt/yr]}"
    path = with_sweep(tmp_path, "grid", f"name: first, {low}", f"name: second, {amount}")
    with pytest.raises(InputError, match="change the same cell"):
        load_study(path)


@pytest.mark.parametrize(("one", "other"), [(SCALE, SCALE), (SET, SCALE), (USE, SCALE)])
def test_factors_combine(tmp_path: Path, one: str, other: str) -> None:
    """A factor multiplies what the other parameter has made of the cell."""
    path = with_sweep(tmp_path, "grid", f"name: first, {one}", f"name: second, {other}")
    study = load_study(path)
    last = vary(study, plan_points(study)[-1].settings)
    (line,) = [r for r in last.tables["lines"].records if r.values["id"] == "l1"]
    start = {SCALE: 120 * 1.1, SET: 140.0, USE: 150.0}[one]
    assert line.values["capacity"] == pytest.approx(start * 1.1)


def test_other_rows_and_one_at_a_time(tmp_path: Path) -> None:
    """Parameters that never meet are no conflict."""
    first = SET.replace("set:", "where: {id: l1}, set:")
    other = SET.replace("set:", "where: {id: l2}, set:")
    load_study(with_sweep(tmp_path, "grid", f"name: a, {first}", f"name: b, {other}"))
    load_study(with_sweep(tmp_path, "one_at_a_time", f"name: a, {SET}", f"name: b, {SET}"))


def test_a_list_may_repeat_a_value(tmp_path: Path) -> None:
    """Three points, of which two share a capacity; a point that stands there twice is refused."""
    capacity = "name: b, table: lines, set: {capacity: [90 kt/yr, 90 kt/yr, 95 kt/yr]}"
    amount = (
        "name: a, table: generation, where: {zone: z2}, set: {amount: [30 kt/yr, 50 kt/yr, %s]}"
    )
    study = load_study(with_sweep(tmp_path, "list", amount % "70 kt/yr", capacity))
    points = plan_points(study)
    assert [point.value(1) for point in points] == ["90 kt/yr", "90 kt/yr", "95 kt/yr"]
    assert len({point.id for point in points}) == 3

    twice = capacity.replace("95", "90")
    with pytest.raises(InputError, match="holds a point twice: a=30 kt/yr, b=90 kt/yr"):
        load_case(with_sweep(tmp_path, "list", amount % "30 kt/yr", twice))


def test_check_tries_the_sweep(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`sim check` says of a sweep what `sim sweep` says, at its line."""
    path = with_sweep(tmp_path, "grid", f"name: a, {SCALE}".replace("l1", "l9"))
    with pytest.raises(SystemExit) as ending:
        main(["check", str(path)])
    told = capsys.readouterr().err.replace("\n", "")
    assert ending.value.code == 2
    assert f"{SCENARIO}:{LINE + 3}: no row of table 'lines' has id 'l9'" in told


def test_closed_border_in_a_sweep(tmp_path: Path) -> None:
    """A quota of a closed border is refused, unless another parameter opens the border."""
    closed = "  - {from: West, to: East, class: general, rule: closed}\n"
    quota = "name: a, border: {from: West}, set: {quota: [1 kt/yr, 2 kt/yr]}"
    with pytest.raises(InputError, match="a closed border has no 'quota'"):
        load_study(with_sweep(tmp_path, "grid", quota, borders=closed))
    rule = "name: b, border: {from: West}, set: {rule: [approval, closed]}"
    load_study(with_sweep(tmp_path, "grid", quota, rule, borders=closed))
