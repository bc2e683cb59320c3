"""Two states of the page side by side: what went in, what came out, and what moves otherwise."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from sim.page.answer import tell_atlas, tell_change
from sim.page.asked import Asked
from sim.page.edits import read_edits
from sim.page.plans import Planned, find_plan
from sim.report.safe import unescape_plot
from sim.rules.metrics import TOLD
from sim.say.apart import write_figures
from sim.say.figures import read_number
from sim.say.texts import Texts
from sim.studies.compare.building import tell_built
from sim.studies.compare.inputs import ROW
from sim.studies.compare.report import draw_difference, gather_all_names
from sim.studies.compare.sentences import tell_flows, tell_lines, write_value
from sim.studies.compare.study import ComparedRun, Comparison, compare

A, B = "a", "b"
RANGE_ENDS = ("low", "high")
Told = dict[str, Any]


def tell_comparison(asked: Asked) -> Generator[str, None, Told]:
    """Yield the names of steps; return what differs between the edits `a` and `b` of a request.

    Raises
    ------
    SimError
    """
    first, second = (read_edits(asked.body.get(name) or []) for name in (A, B))
    one = yield from find_plan(asked.base, first)
    other = yield from find_plan(asked.base, second)
    found = compare(
        [ComparedRun(A, one.view.tables, one.case), ComparedRun(B, other.view.tables, other.case)]
    )
    texts = gather_all_names(found, asked.language)
    difference = draw_difference(found, texts, one.case.root, "schematic")
    return {
        "inputs": list_inputs(found, texts),
        "results": list_results(one, other, texts),
        "sentences": [
            *tell_built(found, B, texts.language),
            *tell_flows(found, B, texts.language),
            *tell_lines(found, B, texts.language),
        ],
        "atlas_a": tell_atlas(replace(asked, edits=first), one),
        "atlas_b": tell_atlas(replace(asked, edits=second), other),
        "difference": None
        if difference is None
        else {
            **unescape_plot(difference.data),
            "families": difference.families,
        },
    }


def list_inputs(found: Comparison, texts: Texts) -> list[Told]:
    """Return each key or cell that differs, with what stands in either state."""
    rows = []
    for row in found.inputs.to_dict("records"):
        name = str(row[f"name_{texts.language}"] or "") or str(row["key"])
        column = str(row["column"])
        if row["table"] == "scenario":
            named = texts.label(row["key"], column) if column and not row["name_en"] else name
        else:
            named = texts.say("page_in_table", table=row["table"], name=name)
            named = named if column == ROW else texts.label(name, _name_column(column, texts))
        rows.append(
            {
                "what": named,
                "a": _write(row[f"{A}:value"], texts),
                "b": _write(row[f"{B}:value"], texts),
            }
        )
    return rows


def _name_column(column: str, texts: Texts) -> str:
    """Return what a column is called; the ends of its range are called after it."""
    whole, _, end = column.rpartition("_")
    if whole and end in RANGE_ENDS:
        return texts.say(f"page_range_{end}", column=texts.word("page_column", whole))
    return texts.word("page_column", column)


def _write(value: Any, texts: Texts) -> str:
    """Return a value as people of the language write it; nothing where a state has none."""
    return write_value(str(value), texts.language) if value else ""


def list_results(one: Planned, other: Planned, texts: Texts) -> list[Told]:
    """Return every figure of both states, and the difference."""
    before = {row["name"]: row for row in one.summary["kpis"]}
    told = []
    for row in other.summary["kpis"]:
        name, unit = str(row["name"]), str(row["unit"])
        old, new = read_number(before[name]["value"]), read_number(row["value"])
        a, b = write_figures([old, new], unit, texts.language)
        told.append(
            {
                "id": name,
                "title": getattr(TOLD[name], texts.language),
                "a": a,
                "b": b,
                **tell_change(name, new, old, unit, texts),
            }
        )
    return told
