"""Files of every kind as sheets: workbooks, CSV tables, layers of geographic files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from sim.errors import InputError
from sim.geo.points import Layer, is_geographic, read_layers
from sim.loader.read.files import missing_file
from sim.say.message import message
from sim.workbooks.catalogue import catalogue, fold
from sim.workbooks.delimited import is_table, open_table
from sim.workbooks.sheets import Sheet, Value, open_workbook, refuse

_PLACE = ("lon", "lat")


def open_sources(paths: Sequence[Path]) -> list[Sheet]:
    """Return the sheets of files; of several the name of each stands before, as `[a.xlsx]Sheet1`.

    Raises
    ------
    InputError
        A file that cannot be read, or one beyond the bounds.
    """
    if len(paths) == 1:
        return open_source(paths[0])
    return [
        replace(sheet, name=f"[{path.name}]{sheet.name}")
        for path in paths
        for sheet in open_source(path)
    ]


def open_source(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook, a CSV table as one, or the layers of a geographic file.

    Raises
    ------
    InputError
        No file that can be read, or one beyond the bounds.
    """
    if is_geographic(path):
        if not path.exists():
            raise InputError([missing_file(path, str(path), path.name)])
        if not path.is_file():
            raise refuse(path, message("is_a_folder" if path.is_dir() else "is_no_file"))
        return [replace(_lay_out(layer), file=path.name) for layer in read_layers(path)]
    sheets = [open_table(path)] if is_table(path) else open_workbook(path)
    return [replace(sheet, file=path.name) for sheet in sheets]


def _lay_out(layer: Layer) -> Sheet:
    """Return a layer as a sheet; coordinates among its attributes give way to its own."""
    table = layer.table[
        [name for name in layer.table if name in _PLACE or not _is_place(str(name))]
    ]
    heads: list[Value] = [str(name) for name in table.columns]
    rows = [[_plain(cell) for cell in row] for row in table.itertuples(index=False, name=None)]
    return Sheet(layer.name, [heads, *rows], told=layer.told)


def _is_place(name: str) -> bool:
    return bool(set(catalogue().fields_of.get(fold(name), ())) & set(_PLACE))


def _plain(cell: Any) -> Value:
    """Return a cell as workbooks have it; what is not known is blank."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if pd.api.types.is_list_like(cell):
        return ", ".join(str(item) for item in cell)
    if pd.isna(cell):
        return None
    return float(cell) if hasattr(cell, "__float__") else str(cell)
