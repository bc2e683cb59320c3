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
from sim.say.figures import read_number
from sim.say.texts import Texts
from sim.studies.compare.building import tell_built
from sim.studies.compare.inputs import ROW
from sim.studies.compare.report import draw_difference, gather_all_names
from sim.studies.compare.sentences import tell_flows, tell_lines, write_value
from sim.studies.compare.study import ComparedRun, Comparison, compare

A, B = "a", "b"
RANGE_ENDS = ("low", "high")
_UNTOLD = frozenset({"name_en", "name_zh"})
_KINDS = {
    "plant": "plants",
    "technology": "technologies",
    "product": "materials",
    "area": "areas",
    "city": "areas",
    "province": "areas",
}
"""Column -> table that its cells name a row of."""
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
    texts = gather_all_names(found, asked.texts)
    difference = draw_difference(found, texts, one.case.root, "schematic")
    return {
        "inputs": list_inputs(found, texts),
        "results": list_results(one, other, texts),
        "sentences": [
            *tell_built(found, B, texts),
            *tell_flows(found, B, texts),
            *tell_lines(found, B, texts),
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
        write = _write_row if column == ROW else _write
        if row["table"] == "scenario":
            key = texts.word("compare_table", row["key"])
            named = name if row["name_en"] else texts.label(key, column) if column else key
        else:
            table = texts.word("compare_table", row["table"])
            named = texts.say("page_in_table", table=table, name=name)
            named = named if column == ROW else texts.label(name, _name_column(column, texts))
        rows.append(
            {
                "what": named,
                "a": write(row[f"{A}:value"], texts),
                "b": write(row[f"{B}:value"], texts),
            }
        )
    return rows


def _name_column(column: str, texts: Texts) -> str:
    """Return what a column is called; the ends of its range are called after it."""
    whole, _, end = column.rpartition("_")
    if whole and end in RANGE_ENDS:
        return texts.say(f"page_range_{end}", column=_say_column(whole, texts))
    return _say_column(column, texts)


def _say_column(column: str, texts: Texts) -> str:
    """Return a column as the page calls it, else as comparisons do."""
    said = texts.word("page_column", column)
    return said if said != column else texts.word("compare_column", column)


def _write(value: Any, texts: Texts) -> str:
    """Return a value as people of the language write it; nothing where a state has none."""
    return write_value(str(value), texts) if value else ""


def _write_row(value: Any, texts: Texts) -> str:
    """Return the cells of a row that only one state has; its names are told before it."""
    cells = (part.partition(" ") for part in str(value or "").split("; "))
    said = [_write_cell(column, cell, texts) for column, _, cell in cells if column not in _UNTOLD]
    return texts.join(filter(None, said), "list_semicolon")


def _write_cell(column: str, cell: str, texts: Texts) -> str:
    named = texts.name(_KINDS[column], cell) if column in _KINDS else _write(cell, texts)
    return texts.say("page_cell", column=_say_column(column, texts), value=named) if cell else ""


def list_results(one: Planned, other: Planned, texts: Texts) -> list[Told]:
    """Return every figure of both states, and the difference."""
    before = {row["name"]: row for row in one.summary["kpis"]}
    told = []
    for row in other.summary["kpis"]:
        name, unit = str(row["name"]), str(row["unit"])
        old, new = read_number(before[name]["value"]), read_number(row["value"])
        a, b = texts.figures([old, new], unit)
        told.append(
            {
                "id": name,
                "title": texts.of(TOLD[name]),
                "a": a,
                "b": b,
                **tell_change(name, new, old, unit, texts),
            }
        )
    return told
