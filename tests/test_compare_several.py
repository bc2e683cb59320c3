"""Comparisons of three and more runs: each run is told against the first, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from sim.loader import Case, load_case
from sim.studies.compare.inputs import compare_inputs
from sim.studies.compare.notes import InputNote, summarize_inputs
from sim.studies.compare.tables import join_runs
from tests.study import MODES, write_study

TABLES = {
    "zones": "id,name_en\nz,Zone\n",
    "plants": "id,name_en\np,Plant\n",
    "materials": "id,name_en,kind,waste_class\nw,Waste,waste,general_I\n",
    "modes": MODES,
    "links": "origin,destination,mode,cost [CNY/t]\nz,p,truck,5\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,500\n",
    "technologies": "id,name_en\nt,Kiln\n",
    "recipes": "id,technology,name_en\nq,t,Fire\n",
    "inputs": "recipe,material,min,max\nq,w,1,1\n",
    "lines": "id,plant,technology,capacity [kt/yr]\na,p,t,275\nb,p,t,40\n",
}
A, B = {"id": "a"}, {"id": "b"}
NEW = {"id": "n", "plant": "p", "technology": "t"}


def cases(folder: Path, **changes: list[dict[str, Any]]) -> dict[str, Case]:
    """The study itself as `first`, and one case a change."""
    base = write_study(folder, TABLES)
    found = {"first": load_case(base)}
    for name, change in changes.items():
        path = base.with_name(f"{name}.yaml")
        content = {
            "format": 1,
            "name": name,
            "title": {"en": name},
            "extends": base.name,
            "change": change,
        }
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        found[name] = load_case(path)
    return found


def told(cases: dict[str, Case], run: str) -> list[tuple[str, str, str, str, int]]:
    """What is told of a run against the first: table, column, before, after, rows."""
    inputs = compare_inputs(cases, dict.fromkeys(cases, ""))
    notes: list[InputNote] = summarize_inputs(inputs, "first", run)
    return [
        (
            n.table,
            n.column,
            *(
                ("+", "")
                if n.column == "(row)" and n.after
                else ("", "-")
                if n.column == "(row)"
                else (n.before, n.after)
            ),
            n.rows,
        )
        for n in notes
    ]


def line(action: str, where: dict[str, str], *more: Any) -> dict[str, Any]:
    return {"table": "lines", "where": where, action: more[0] if more else True}


def add(**cells: str) -> dict[str, Any]:
    return {"table": "lines", "add": [{**NEW, **cells}]}


def test_a_changed_row_is_no_added_one(tmp_path: Path) -> None:
    """One run changes a capacity, another drops the line: each is told as what it is."""
    runs = cases(tmp_path, less=[line("set", A, {"capacity": "200 kt/yr"})], gone=[line("drop", A)])
    assert told(runs, "less") == [("lines", "capacity", "275 kt/yr", "200 kt/yr", 1)]
    assert told(runs, "gone") == [("lines", "(row)", "", "-", 1)]


def test_a_run_as_the_first_tells_nothing_of_the_others(tmp_path: Path) -> None:
    """Rows in which only other runs differ are not told of a run that has them as the first."""
    runs = cases(
        tmp_path,
        same=[line("set", B, {"capacity": "50 kt/yr"})],
        less=[line("set", A, {"capacity": "200 kt/yr"})],
        gone=[line("drop", A)],
    )
    assert told(runs, "same") == [("lines", "capacity", "40 kt/yr", "50 kt/yr", 1)]


def test_rows_that_the_first_does_not_have_are_added_whole(tmp_path: Path) -> None:
    """Two runs add one line with capacities of their own: added in each, and no cell changed."""
    runs = cases(tmp_path, small=[add(capacity="10 kt/yr")], large=[add(capacity="90 kt/yr")])
    for run in ("small", "large"):
        assert told(runs, run) == [("lines", "(row)", "+", "", 1)]
    inputs = compare_inputs(runs, dict.fromkeys(runs, ""))
    rows = {
        row["column"]: (row["first:value"], row["small:value"], row["large:value"])
        for row in inputs.to_dict("records")
    }
    assert rows["capacity"] == ("", "10 kt/yr", "90 kt/yr")
    assert rows["(row)"][0] == ""


def test_changed_added_and_removed_in_four_runs(tmp_path: Path) -> None:
    """Rows of all three kinds, mixed over runs, and two changed alike that stand in one note."""
    both = {"table": "lines", "scale": {"capacity": 0.5}}
    runs = cases(
        tmp_path,
        halved=[both],
        swapped=[line("drop", A), add(capacity="30 kt/yr")],
        less=[line("set", B, {"capacity": "20 kt/yr"}), line("drop", A)],
    )
    assert told(runs, "halved") == [("lines", "capacity", "275 kt/yr", "137.5 kt/yr", 2)]
    assert sorted(told(runs, "swapped")) == [
        ("lines", "(row)", "", "-", 1),
        ("lines", "(row)", "+", "", 1),
    ]
    assert sorted(told(runs, "less")) == [
        ("lines", "(row)", "", "-", 1),
        ("lines", "capacity", "40 kt/yr", "20 kt/yr", 1),
    ]


def test_what_became_of_a_line_is_told_run_by_run() -> None:
    """Changed in the second run and as the first in the third: told as less, not as the same."""
    frames = {
        run: pd.DataFrame({"line": ["a", "b"], "uptake_kt_yr": kt})
        for run, kt in {
            "first": [275.0, 40.0],
            "less": [200.0, 40.0],
            "same": [275.0, 40.0],
        }.items()
    }
    frames["gone"] = frames["same"].iloc[1:]
    joined = join_runs(frames, ["line"], [], ["uptake_kt_yr"]).set_index("line")
    kinds = ["less:change", "same:change", "gone:change", "change"]
    assert joined.loc["a", kinds].to_list() == ["less", "same", "lost", "lost"]
    assert joined.loc["b", kinds].to_list() == ["same"] * 4
    three = {run: frames[run] for run in ("first", "less", "same")}
    assert join_runs(three, ["line"], [], ["uptake_kt_yr"])["change"].to_list() == ["less", "same"]
