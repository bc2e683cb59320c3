"""The workbook of a comparison: figures, areas, generators, lines and flows of every run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.results.book import Column, Leaf, write_book
from sim.results.heads import Head, head_of
from sim.results.sheets import Sheet
from sim.results.workbook import lay_out, leaf_of
from sim.say.scales import is_scaled
from sim.say.texts import Texts
from sim.studies.compare.study import Comparison

_SHEETS = ("areas", "zones", "lines", "flows", "inputs")


def write_comparison_workbook(comparison: Comparison, texts: Texts) -> bytes:
    """Return the workbook of a comparison in the language of a reader."""
    frames = comparison.frames
    sheets = [Sheet(f"compare {name}", name, frames[name]) for name in _SHEETS]
    leaves = [_list_figures(frames["kpis"], texts), *(lay_out(sheet, texts) for sheet in sheets)]
    return write_book(leaves, texts)


def _list_figures(kpis: pd.DataFrame, texts: Texts) -> Leaf:
    """Return the sheet of key figures: of every run its value, and how far it is from the first."""
    rows = kpis.to_dict("records")
    plain = {"figure": [texts.of(row) for row in rows]}
    columns = [Column(key, Head(head_of(key, texts).title), cells) for key, cells in plain.items()]
    for name in map(str, kpis.columns):
        if ":" in name:
            columns.append(
                Column(name, head_of(name, texts), [_scaled(r, name, texts) for r in rows])
            )
    units = [_unit(row, texts) for row in rows]
    columns.insert(1, Column("unit", head_of("unit", texts), units))
    return leaf_of("compare kpis", columns, texts)


def _unit(row: Mapping[Any, Any], texts: Texts) -> str:
    return texts.scale(row["unit"]).unit if is_scaled(row["unit"]) else str(row["unit"])


def _scaled(row: Mapping[Any, Any], name: str, texts: Texts) -> Any:
    """Return a value or a difference in the unit of its row; a difference in per cent as it is."""
    value, unit = row[name], row["unit"]
    if name.endswith(("_pct", "at_least")) or not is_scaled(unit):
        return value
    return texts.scale(unit).of(value)
