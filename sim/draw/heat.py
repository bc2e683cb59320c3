"""Who takes whose waste: heat tables of province pairs and city pairs, with totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm, to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.draw import palette
from sim.draw.chart import EDGE, open_chart, open_printed
from sim.draw.fonts import MapFont
from sim.draw.labels import measure_width
from sim.draw.layout import LEAST_LETTER
from sim.draw.marginalia import write_title
from sim.draw.paper import Paper
from sim.results.summary_file import Summary
from sim.say.figures import NOTHING, write_short
from sim.say.texts import Texts

_HEAT = LinearSegmentedColormap.from_list("heat", ["#f6f8f7", "#9fc3cd", "#0c5c74"])
_CELL = 0.62, 0.34
"""Inches: width and height of a cell."""
_LABEL = 1.35
"""Inches for the names of the rows."""
_RISE = 0.052
"""Inches that a half-width character of a slanted name rises."""
_HEAD, _FOOT, _GAP = 0.75, 0.62, 0.45


@dataclass(frozen=True)
class Matrix:
    """Amounts by pair of areas; rows and columns in the same order, `groups` by province."""

    level: str
    areas: Sequence[str]
    names: Sequence[str]
    groups: Sequence[str]
    amounts: Mapping[tuple[str, str], float]


def draw_transfers(
    tables: Mapping[str, pd.DataFrame],
    summary: Summary,
    areas: pd.DataFrame,
    font: MapFont,
    paper: Paper | None = None,
) -> Figure | None:
    """Return the heat tables of waste used, by province and by city; None where nothing is used.

    `areas` is the input table: it says which province a city is of. With a `paper` the tables stand
    one below the other, as wide as that is.
    """
    used = tables["transfers"]
    used = used[(used["role"] == "utilization") & (used["amount_kt_yr"] > 0)]
    matrices = [gather_matrix(used, areas, level, font) for level in ("province", "city")]
    matrices = [m for m in matrices if m.areas]
    if not matrices:
        return None
    slant = 0.45 + _RISE * max(measure_width(name) for m in matrices for name in m.names)
    if paper is not None:
        return _draw_printed(matrices, tables["transfers"], summary, font, paper, slant)
    sizes = [_size(len(m.areas), slant) for m in matrices]
    width = sum(w for w, _ in sizes) + _GAP * (len(sizes) - 1) + 0.5
    height = max(h for _, h in sizes) + _HEAD + _FOOT
    texts = font.texts
    figure = open_chart(
        max(width, 7.5),
        height,
        texts.say("transfers_title"),
        write_title(summary, texts),
        _remark(tables["transfers"], texts),
    )
    width = max(width, 7.5)
    left = 0.25
    for matrix, (w, h) in zip(matrices, sizes, strict=True):
        bottom = height - _HEAD - h
        ax = figure.add_axes((left / width, bottom / height, w / width, h / height))
        _draw_matrix(ax, matrix, texts, slant, _CELL[0])
        left += w + _GAP
    return figure


def _draw_printed(
    matrices: Sequence[Matrix],
    transfers: pd.DataFrame,
    summary: Summary,
    font: MapFont,
    paper: Paper,
    slant: float,
) -> Figure:
    """Return the tables one below the other, their cells as wide as the paper has room for."""
    texts = font.texts
    body = sum(_size(len(m.areas), slant)[1] for m in matrices) + _GAP * (len(matrices) - 1)
    said = texts.say("transfers_title"), write_title(summary, texts), _remark(transfers, texts)
    sheet = open_printed(paper, body, *said)
    room = sheet.width - 2 * EDGE - _RISE * measure_width(matrices[-1].names[-1])
    top = sheet.height - sheet.top
    for matrix in matrices:
        count = len(matrix.areas)
        cell = min(_CELL[0], (room - _LABEL) / (count + 1))
        w, h = _LABEL + cell * (count + 1), _size(count, slant)[1]
        top -= h
        box = EDGE / sheet.width, top / sheet.height, w / sheet.width, h / sheet.height
        _draw_matrix(sheet.figure.add_axes(box), matrix, texts, slant, cell)
        top -= _GAP
    return sheet.figure


def _size(count: int, slant: float) -> tuple[float, float]:
    """Return width and height of a table in inches; `slant` is the height of its head."""
    return _LABEL + _CELL[0] * (count + 1), slant + _CELL[1] * (count + 1)


def gather_matrix(used: pd.DataFrame, areas: pd.DataFrame, level: str, font: MapFont) -> Matrix:
    """Return the amounts of a level; areas by province, the largest first in each."""
    rows = used[used["level"] == level]
    sums = rows.groupby(["origin", "destination"], as_index=False)[["amount_kt_yr"]].sum()
    amounts = {
        (str(row["origin"]), str(row["destination"])): float(row["amount_kt_yr"])
        for row in sums.to_dict("records")
    }
    size: dict[str, float] = {}
    for pair, kt in amounts.items():
        for area in pair:
            size[area] = size.get(area, 0.0) + kt
    known = {str(row["id"]): row for row in areas.to_dict("records")}
    province = {a: str(known.get(a, {}).get("parent") or "") for a in size}
    whole: dict[str, float] = {}
    for area, kt in size.items():
        whole[province[area]] = whole.get(province[area], 0.0) + kt
    order = sorted(size, key=lambda a: (-whole[province[a]], province[a], -size[a], a))
    names = []
    for area in order:
        row = known.get(area, {})
        names.append(font.pick(row.get("name_en"), row.get("name_zh")) or area)
    return Matrix(level, order, names, [province[a] for a in order], amounts)


def _remark(transfers: pd.DataFrame, texts: Texts) -> str:
    """Return how to read the tables, and how much crosses."""
    crossing = transfers[
        (transfers["level"] == "province") & (transfers["origin"] != transfers["destination"])
    ]
    waste = float(crossing.loc[crossing["role"] == "utilization", "amount_kt_yr"].sum())
    residue = float(crossing["amount_kt_yr"].sum()) - waste
    return texts.say("transfers_note", waste=texts.amount(waste), residue=texts.amount(residue))


def _draw_matrix(ax: Axes, matrix: Matrix, texts: Texts, slant: float, cell: float) -> None:
    """Draw one table: cells shaded by the root of the amount, crossings of provinces framed.

    A `cell` is so many inches wide.
    """
    count = len(matrix.areas)
    norm = PowerNorm(0.5, 0.0, max(matrix.amounts.values()))
    ax.set_xlim(-_LABEL / cell, count + 1)
    ax.set_ylim(count + 1, -slant / _CELL[1])
    ax.axis("off")
    unit = texts.say(f"transfers_{matrix.level}")
    ax.text(
        -_LABEL / cell,
        -slant / _CELL[1] + 0.35,
        unit,
        fontsize=10,
        weight="bold",
        color=palette.INK,
        va="center",
    )
    for i, start in enumerate(matrix.areas):
        for j, end in enumerate(matrix.areas):
            kt = matrix.amounts.get((start, end), 0.0)
            crosses = matrix.groups[i] != matrix.groups[j] or (
                matrix.level == "province" and i != j
            )
            _draw_cell(ax, (j, i), kt, to_hex(_HEAT(norm(kt))), texts, framed=crosses)
    for i, name in enumerate(matrix.names):
        ax.text(-0.12, i + 0.5, name, ha="right", va="center", fontsize=8.5, color=palette.INK)
        ax.text(
            i + 0.45,
            -0.2,
            name,
            ha="left",
            va="bottom",
            fontsize=8.5,
            rotation=45,
            rotation_mode="anchor",
            color=palette.INK,
        )
    _draw_totals(ax, matrix, texts)
    for i in range(1, count):
        if matrix.groups[i] != matrix.groups[i - 1]:
            ax.plot([i, i], [0, count + 1], color=palette.SOFT_INK, linewidth=0.9)
            ax.plot([0, count + 1], [i, i], color=palette.SOFT_INK, linewidth=0.9)


def _draw_totals(ax: Axes, matrix: Matrix, texts: Texts) -> None:
    count = len(matrix.areas)
    word = texts.say("transfers_total")
    ax.text(
        -0.12,
        count + 0.5,
        word,
        ha="right",
        va="center",
        fontsize=8.5,
        weight="bold",
        color=palette.INK,
    )
    ax.text(
        count + 0.45,
        -0.2,
        word,
        ha="left",
        va="bottom",
        fontsize=8.5,
        rotation=45,
        rotation_mode="anchor",
        weight="bold",
        color=palette.INK,
    )
    for i, area in enumerate(matrix.areas):
        sent = sum(kt for (a, _), kt in matrix.amounts.items() if a == area)
        taken = sum(kt for (_, b), kt in matrix.amounts.items() if b == area)
        _draw_cell(ax, (count, i), sent, palette.PAPER, texts, bold=True)
        _draw_cell(ax, (i, count), taken, palette.PAPER, texts, bold=True)
    whole = sum(matrix.amounts.values())
    _draw_cell(ax, (count, count), whole, palette.PAPER, texts, bold=True)


def _draw_cell(
    ax: Axes,
    place: tuple[int, int],
    kt: float,
    color: str,
    texts: Texts,
    *,
    framed: bool = False,
    bold: bool = False,
) -> None:
    x, y = place
    edge = palette.LESS if framed and kt > 0 else palette.PAPER
    ax.add_patch(
        Rectangle((x + 0.03, y + 0.05), 0.94, 0.9, facecolor=color, edgecolor=edge, linewidth=1.4)
    )
    text = write_short(texts.scale("kt/yr").of(kt)) if kt >= NOTHING else ""
    ax.text(
        x + 0.5,
        y + 0.5,
        text,
        ha="center",
        va="center",
        fontsize=LEAST_LETTER,
        weight="bold" if bold else "normal",
        color=palette.pick_ink(color),
    )
