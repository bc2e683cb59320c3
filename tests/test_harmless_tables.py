"""Tables that are written break at no cell, compute at no cell, and are read as they were."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.loader import load_case, write_inputs
from sim.results.tables import read_table, write_table
from sim.scenario.escaping import guard, unguard
from sim.studies.run.run import RunOptions, run
from sim.studies.sweep.log import open_log, read_rows, write_line
from sim.studies.task_log import open_task_log
from tests.seeds import some_of
from tests.sweep_studies import RICH, with_sweep, write_project, write_scenario
from tests.test_workers import run as run_command
from tests.tiny_project import FILES, REGION, make_project

pytestmark = pytest.mark.usefixtures("undrawn")


FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
TEXTS = st.text(alphabet="'=+-@＝\r\n\t, \"a矿", max_size=12)


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file as a program sees them that knows no quotes."""
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n").split("\n")


@given(TEXTS)
def test_guard_and_unguard(text: str) -> None:
    """No line of a guarded text begins as a formula does, and it is given back whole."""
    guarded = guard(text)
    assert unguard(guarded) == text
    lines = guarded.replace("\r", "\n").split("\n")
    assert not any(line.startswith(FORMULAS) for line in lines)


@given(st.lists(TEXTS, min_size=2, max_size=2, unique=True), TEXTS)
def test_tables_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], cell: str
) -> None:
    """Whatever stands in a heading or a cell, a line break too."""
    path = tmp_path_factory.mktemp("t") / "t.csv"
    first, second = (f"c{name}x" if not name.strip() else f"{name}x" for name in names)
    frame = pd.DataFrame({first: [cell, "b"], second: ["c", f"{cell}d"]})
    write_table(frame, path)
    pd.testing.assert_frame_equal(read_table(path), frame, check_dtype=False)
    assert path.read_bytes().endswith(b"\n")
    assert not path.read_bytes().endswith(b"\r\n")


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_a_line_of_a_log_is_one_row(cells: list[str]) -> None:
    """A log of points is appended to line by line; a carriage return tears none."""
    line = write_line(cells)
    (row,) = csv.reader(io.StringIO(line, newline=""))
    assert [unguard(cell) for cell in row] == cells or cells == [""]


def test_odd_columns_of_a_log_are_resumed(tmp_path: Path) -> None:
    """Rows under a heading such as `=cmd` or with a carriage return are taken up again."""
    columns = ("id", "block", "=cmd|'x'!A0", "a\rb")
    rows = [{"id": "1", "block": "1", columns[2]: "-1", columns[3]: "a\r=1+1"}]
    for _ in range(2):
        with open_log(tmp_path / "part", columns, {"1": ["1"]}) as (log, done):
            if not done:
                log.append(rows)
    assert done == rows == read_rows(tmp_path / "part" / "points.csv")
    head = lines_of(tmp_path / "part" / "points.csv")[0]
    assert ",'=cmd" in head


def test_results_of_tasks_may_hold_any_line_separator(tmp_path: Path) -> None:
    """What only some programs take for the end of a line ends none in the log of tasks."""
    text = "a\u2028b\u2029c\x85d\x0be\x1cf"
    for _ in range(2):
        with open_task_log(tmp_path / "part", text) as log:
            if not log.known:
                log.append(text, {"said": text})
    assert log.known == {text: {"said": text}}


def test_a_name_that_a_spreadsheet_breaks_stands_on_one_line(tmp_path: Path) -> None:
    """Line breaks in a quoted cell of a name are spaces, those of a note stay; results verify."""
    zones = FILES[f"{REGION}/zones.csv"]
    old = next(line for line in zones.splitlines() if line.startswith("z1,"))
    for number, ending in enumerate(("\n", "\r\n", "\r")):
        _, name, *rest = old.split(",")
        new = ",".join(["z1", f'"{name}{ending}=1+1"', *rest])
        lines = f'zone,material,amount [kt/yr],note\nz1,tailings,200,"a{ending}=1+1"\nz2,slag,9,\n'
        folder = tmp_path / str(number)
        path = make_project(folder, zones=zones.replace(old, new), generation=lines)
        case = load_case(path)
        assert case.tables["zones"]["name_en"][0] == f"{name} =1+1"
        assert case.tables["generation"]["note"][0] == "a\n=1+1"
        out = run(path, RunOptions(basemap="none"))
        assert out.tables.summary["verified_checks"] > 10
        write_inputs(case, folder / "again")
        again = load_case(folder / "again" / "scenario.resolved.yaml")
        pd.testing.assert_frame_equal(again.tables["generation"], case.tables["generation"])
        written = (folder / "again" / "inputs" / "generation.csv").read_text(encoding="utf-8")
        assert "\n'=1+1" in written


@pytest.mark.parametrize("name", some_of(["=cmd|'x'!A0", "a\r=1+1", "＝1", "@x, y"], 2))
def test_a_parameter_is_no_formula(tmp_path: Path, name: str) -> None:
    """The heading of points.csv and of every other table of a sweep is guarded as cells are."""
    scenarios = write_project(tmp_path)
    parameter = {
        "name": name,
        "table": "markets",
        "where": {"product": "cement"},
        "scale": {"max": [0.5, 1.0]},
    }
    path = write_scenario(scenarios, with_sweep(RICH, "one_at_a_time", [parameter]))
    assert run_command("sweep", str(path)) == 0
    tables = list((tmp_path / "results").rglob("*.csv"))
    assert len(tables) > 3
    for table in tables:
        heads = lines_of(table)[0]
        cells = next(csv.reader([heads]))
        assert not [cell for cell in cells if cell.startswith(FORMULAS)]
        assert "\r" not in table.read_bytes().decode("utf-8")
    found = read_table(tmp_path / "results" / "sweep-rich" / "points.csv")
    assert " ".join(name.split()) in found.columns
