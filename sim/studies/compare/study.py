"""Comparing runs: what went in differently, and what came out differently."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import InputError, Problem
from sim.folders.marker import read_marker
from sim.folders.place import recover
from sim.loader import Case, load_case
from sim.loader.read.words import list_some
from sim.results.kpis import read_figures
from sim.results.name_columns import NameColumns
from sim.results.tables import TABLE_NAMES, ResultTables, read_results
from sim.say.message import Message, listed, message
from sim.say.texts import Texts
from sim.studies.compare.inputs import compare_inputs
from sim.studies.compare.tables import (
    ALWAYS,
    compare_areas,
    compare_flows,
    compare_kpis,
    compare_lines,
    compare_zones,
)
from sim.verify.verify import FIRST, summarize_failures, verify

MOST_RUNS = 12
_SCENARIO = "scenario.resolved.yaml"
_READ = {*(f"{table}.csv" for table in TABLE_NAMES), "summary.json", _SCENARIO}
_READ_BELOW = ("inputs/", "reference/")


@dataclass(frozen=True)
class ComparedRun:
    """A run that takes part in a comparison: what it was computed from, and what came out."""

    name: str
    """What it is called in columns and files; differs from those of the other runs."""
    results: ResultTables
    case: Case
    """The resolved scenario and its input tables."""

    def title(self, texts: Texts) -> str:
        """Return the title of the scenario in a language, or in the other one."""
        titles = self.results.summary["scenario"]["title"]
        other = "en" if texts.language == "zh" else "zh"
        return str(titles.get(texts.language) or titles.get(other) or self.name)

    def table(self, name: str) -> pd.DataFrame:
        """Return a result table in the period of the summary."""
        frame = self.results[name]
        rows = frame["period"].astype(str) == str(self.results.summary["period"])
        return frame[rows] if rows.any() else frame

    def kpis(self) -> dict[str, float]:
        """Return the figures by name."""
        return read_figures(self.results.summary["kpis"])


@dataclass(frozen=True)
class Comparison:
    """Runs side by side; the first one is the reference.

    Every frame has one row per thing that any of the runs has. Columns of a run begin with its name
    and a colon: `a:amount_kt_yr`; differences against the reference are called
    `b:difference:amount_kt_yr` (of rates in percentage points). An amount of what a run does not
    have is 0, a rate is blank; `runs` lists who has it. `change` says how the last run differs
    from the first: gained, lost, started, stopped, more, less or same. Largest differences first.
    """

    runs: tuple[ComparedRun, ...]
    inputs: pd.DataFrame
    """table, key, column, name_en, name_zh and `<run>:value` as text with its unit; a row of a
    table that only some runs have stands in one line, its column `(row)`."""
    kpis: pd.DataFrame
    """name, en, zh, unit, better; per run value, difference and difference_pct."""
    flows: pd.DataFrame
    """By role, ends, material, mode and ports: amount_kt_yr."""
    lines: pd.DataFrame
    """By line: uptake, net utilized, activity, available (kt/yr), load_pct."""
    zones: pd.DataFrame
    """By zone: net utilized, uptake, unused, generation (kt/yr), both rates (%)."""
    areas: pd.DataFrame
    """By level and area: as zones."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the runs, the reference first."""
        return tuple(run.name for run in self.runs)

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the frames by the name of their file."""
        names = ("inputs", "kpis", "flows", "lines", "zones", "areas")
        return {name: getattr(self, name) for name in names}


def compare(runs: Sequence[ComparedRun]) -> Comparison:
    """Return what differs between two or more runs; the first one is the reference.

    Regions, plants and wastes may differ: every frame has what any of the runs has.

    Raises
    ------
    InputError
        Fewer than two runs or more than MOST_RUNS, or two of one name.
    """
    names = [run.name for run in runs]
    if not 2 <= len(runs) <= MOST_RUNS or len(set(names)) < len(names):
        given = listed(names) if names else message("none_found")
        what = message("compare_names", most=MOST_RUNS, given=given)
        raise InputError([Problem("compare", what)])

    def collect(table: str) -> dict[str, pd.DataFrame]:
        return {run.name: run.table(table) for run in runs}

    called = NameColumns(_join_tables(runs), ())
    return Comparison(
        runs=tuple(runs),
        inputs=compare_inputs({run.name: run.case for run in runs}, _list_regions(runs)),
        kpis=compare_kpis({run.name: run.results.summary["kpis"] for run in runs}),
        flows=called.add(
            compare_flows(collect("flows"), [run.case.tables["materials"] for run in runs])
        ),
        lines=called.add(compare_lines(collect("lines"))),
        zones=called.add(compare_zones(collect("zones"))),
        areas=compare_areas(collect("areas")),
    )


def _join_tables(runs: Sequence[ComparedRun]) -> dict[str, pd.DataFrame]:
    """Return the input tables of all runs, those of the first one last: its names count."""
    return {
        name: pd.concat([run.case.tables[name] for run in reversed(runs)], ignore_index=True)
        for name in runs[0].case.tables
    }


def _list_regions(runs: Sequence[ComparedRun]) -> dict[str, str]:
    return {run.name: str(run.results.summary.get("region", "")) for run in runs}


def summarize_comparison(comparison: Comparison) -> dict[str, Any]:
    """Return the content of `summary.json` of a comparison."""
    return {
        "format": 1,
        "reference": comparison.names[0],
        "runs": [
            {
                "name": run.name,
                "title": run.results.summary["scenario"]["title"],
                "region": run.results.summary.get("region", ""),
                "period": run.results.summary["period"],
            }
            for run in comparison.runs
        ],
        "kpis": [_list_kpi(row, comparison.names) for row in comparison.kpis.to_dict("records")],
        "counts": {
            "inputs": len(comparison.inputs),
            **{
                table: _count_changes(getattr(comparison, table))
                for table in ("flows", "lines", "zones", "areas")
            },
        },
    }


def _list_kpi(row: Mapping[Any, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return a figure with its value in every run; None where it is unknown."""

    def number(key: str) -> float | None:
        return None if pd.isna(row[key]) else float(row[key])

    return {
        **{key: row[key] for key in ("name", "en", "zh", "unit")},
        "values": {name: number(f"{name}:value") for name in names},
        "differences": {name: number(f"{name}:difference") for name in names[1:]},
    }


def _count_changes(frame: pd.DataFrame) -> dict[str, int]:
    counts = frame["change"].value_counts()
    return {str(kind): int(counts[kind]) for kind in sorted(counts.index)}


def read_run(folder: Path, name: str | None = None) -> ComparedRun:
    """Return the run that a results folder holds, called `name` or as its scenario.

    Raises
    ------
    InputError
        It is no results folder, one that another version wrote, or one changed since.
    """
    recover(folder)
    if not folder.is_dir():
        raise InputError([Problem(str(folder), message("no_results_folder"), code="no_results")])
    is_listed = _check_files(folder)
    try:
        results = read_results(folder)
        called = str(results.summary["scenario"]["name"])
        _check_form(results)
    except (OSError, ValueError, KeyError, TypeError) as error:
        what = message("results_incomplete")
        if isinstance(error, OSError) and error.filename:
            what = message("results_without", file=Path(error.filename).name)
        raise _refuse_folder(folder, what) from None
    case = load_case(folder / _SCENARIO)
    if not is_listed:
        _check_rows(folder, case)
    return ComparedRun(name or called, results, case)


def _check_files(folder: Path) -> bool:
    """Refuse what no run wrote, and files that are not as it wrote them.

    Return whether the files are listed; those of earlier versions are not.
    """
    marker = read_marker(folder)
    if marker is None or marker.command not in ("run", ""):
        raise _refuse_folder(folder, message("results_incomplete"))
    names = [name for name in marker.files or () if name in _READ or name.startswith(_READ_BELOW)]
    missing = [name for name in names if not (folder / name).exists()]
    if missing:
        raise _refuse_folder(folder, message("results_without", file=missing[0]))
    damaged = [name for name in names if not marker.wrote(folder, name)]
    if damaged:
        raise _refuse_folder(folder, message("results_changed", files=list_some(damaged)))
    return marker.files is not None


def _check_rows(folder: Path, case: Case) -> None:
    """Refuse files that lack a column or row, or hold what is no number or no name."""
    report = verify(folder, case.scenario)
    failed = [problem.what for problem in summarize_failures(report) if problem.code in FIRST]
    if failed:
        raise _refuse_folder(folder, message("results_changed", files=failed[0]))


def _refuse_folder(folder: Path, what: Message) -> InputError:
    return InputError([Problem(str(folder), what, message("run_again"), "no_results")])


def _check_form(results: ResultTables) -> None:
    """Refuse tables without the columns that a comparison reads."""
    for table, frame in results.frames.items():
        missing = [c for c in ("period", *ALWAYS.get(table, ())) if c not in frame]
        if missing:
            raise ValueError(f"{table}.csv: {missing}")
    if not isinstance(results.summary["scenario"]["title"], dict):
        raise TypeError("title")
    [(row["name"], row["unit"], row["en"], row["zh"]) for row in results.summary["kpis"]]
    read_figures(results.summary["kpis"])


def read_current(folder: Path, case: Case) -> ComparedRun | None:
    """Return the run of a folder that was made from exactly the case's files, if there is one."""
    recover(folder)
    marker = read_marker(folder)
    if marker is None or marker.inputs != case.inputs:
        return None
    try:
        return read_run(folder)
    except InputError:
        return None
