"""The workbook of a result: key figures, its tables, its sources, and how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim import __version__
from sim.results.book import Column, Leaf, Rate, write_book
from sim.results.heads import Head, head_of
from sim.results.sheets import Sheet, list_sheets, say_cells, shown_columns
from sim.results.tables import ResultTables
from sim.results.versions import version
from sim.say.scales import is_scaled
from sim.say.texts import Texts

WORKBOOK = "results.xlsx"
_SOURCED = ["source", "year", "confidence"]


@dataclass(frozen=True)
class About:
    """Where the numbers of a workbook come from."""

    file: str
    """The scenario file that gives them."""
    edits: Sequence[str] = ()
    """What was changed against the scenario that the file extends, in sentences."""
    hashes: Mapping[str, str] = field(default_factory=dict)
    """File that was read -> SHA-256."""
    inputs: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Input tables, whose rows say where they come from."""


def write_workbook(tables: ResultTables, about: About, texts: Texts) -> bytes:
    """Return the workbook of a result in the language of a reader."""
    leaves = [
        _list_figures(tables, texts),
        *(lay_out(sheet, texts) for sheet in list_sheets(tables.frames)),
        list_sources(about.inputs, texts),
        _list_about(tables, about, texts),
    ]
    return write_book(leaves, texts)


def lay_out(sheet: Sheet, texts: Texts) -> Leaf:
    """Return a sheet with its heads, words and totals in the language of a reader."""
    columns = [
        Column(
            shown.column,
            shown.head,
            say_cells(sheet, shown.column, texts),
            Rate(*shown.rate) if shown.rate else shown.is_summed,
        )
        for shown in shown_columns(sheet, texts)
    ]
    return leaf_of(sheet.key, columns, texts, f"{sheet.table}.csv")


def leaf_of(key: str, columns: Sequence[Column], texts: Texts, file: str = "") -> Leaf:
    """Return a sheet by the key of its words."""
    return Leaf(texts.say(f"sheet {key}"), texts.say(f"tells {key}"), columns, file)


def _list_figures(tables: ResultTables, texts: Texts) -> Leaf:
    """Return the sheet of key figures: name, value, unit; what is known in part is marked."""
    rows = tables.summary["kpis"]
    scales = [texts.scale(row["unit"]) if is_scaled(row["unit"]) else None for row in rows]
    values = [
        row["value"] if scale is None or row["value"] is None else scale.of(row["value"])
        for row, scale in zip(rows, scales, strict=True)
    ]
    units = [s.unit if s else row["unit"] for row, s in zip(rows, scales, strict=True)]
    notes = [texts.say("figure_at_least") if row.get("at_least") else "" for row in rows]
    cells: dict[str, Sequence[Any]] = {
        "figure": [texts.of(row) for row in rows],
        "value": values,
        "unit": units,
        "note": notes,
    }
    return leaf_of("figures", _columns(cells, texts), texts)


def list_sources(inputs: Mapping[str, pd.DataFrame], texts: Texts) -> Leaf:
    """Return the sheet of sources: how many rows of which table rest on what, and how firmly."""
    parts = [
        frame[_SOURCED].assign(table=texts.word("compare_table", name))
        for name, frame in inputs.items()
        if {*_SOURCED} <= {*frame}
    ]
    keys = ["table", *_SOURCED]
    rows = pd.concat(parts) if parts else pd.DataFrame(columns=keys)
    rows["source"] = rows["source"].fillna("")
    counted = rows.groupby(keys, sort=False, dropna=False).size().reset_index(name="count")
    counted["confidence"] = [texts.word("code", word) for word in counted["confidence"]]
    cells = {key: counted[key].tolist() for key in (*keys, "count")}
    return leaf_of("sources", _columns(cells, texts), texts)


def _list_about(tables: ResultTables, about: About, texts: Texts) -> Leaf:
    """Return the sheet that says how the result was made: a thing and what there is to say."""
    told = list(_tell_about(tables, about, texts))
    cells = {"thing": [thing for thing, _ in told], "said": [said for _, said in told]}
    return leaf_of("about", _columns(cells, texts), texts)


def _columns(cells: Mapping[str, Sequence[Any]], texts: Texts) -> list[Column]:
    """Return plain columns by the keys of their words."""
    return [Column(key, Head(head_of(key, texts).title), values) for key, values in cells.items()]


def _tell_about(tables: ResultTables, about: About, texts: Texts) -> Iterator[tuple[str, str]]:
    summary = tables.summary
    scenario: Any = summary["scenario"]
    title = str(scenario["title"].get(texts.language) or scenario["title"]["en"])
    said: dict[str, list[str]] = {
        "scenario": [texts.label(scenario["name"], title)],
        "file": [about.file] if about.file else [],
        "edits": list(about.edits),
        "status": [texts.word("report_status", summary["status"])],
        "objective": [_tell_stage(stage, texts) for stage in summary["objectives"]],
        "assumed": [_tell_assumed(row, texts) for row in summary["assumed_inputs"]],
        "notes": [*map(texts.of, summary["notes"])],
        "version": [f"waste-synergy {__version__}"],
        "solver": [texts.say("about_seed", solver=f"HiGHS {version('highspy')}", seed=0)],
        "inputs": [f"{name}: {digest}" for name, digest in sorted(about.hashes.items())],
    }
    for key, lines in said.items():
        for number, line in enumerate(lines):
            yield (texts.say(f"about_{key}") if number == 0 else ""), line


def _tell_stage(stage: Any, texts: Texts) -> str:
    sense = texts.say(f"report_{stage['sense']}", metric=texts.of(stage))
    return texts.label(sense, texts.figure(stage["value"], stage["unit"]))


def _tell_assumed(row: Any, texts: Texts) -> str:
    """Return how many rows of a table are assumed, and what they carry."""
    given = {"table": row["table"], "rows": row["assumed_rows"]}
    if row["kt_yr"] is None:
        return texts.say("about_assumed_rows", **given)
    amount = texts.amount(row["kt_yr"])
    return texts.say("about_assumed_amount", **given, amount=amount)
