"""Who pays and who earns: payments for waste as bars to both sides, and the balance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.chart import EDGE, open_chart, open_printed
from sim.draw.fonts import MapFont
from sim.draw.layout import size_of
from sim.draw.marginalia import write_title
from sim.draw.paper import Paper
from sim.results.balance import BLOCKS, sum_payments
from sim.results.summary_file import Summary
from sim.say.figures import NOTHING, write_cell

_COLORS = {
    "gate": "#0c5c74",
    "moving": "#c98a12",
    "borders": "#8a4fa8",
    "storing": "#9a9a9a",
    "operation": "#e3cf9f",
    "carbon": "#3d7a4f",
}
_ROW = 0.36
_OUTSIDE = ("market", "supplier", "carbon")


_LABELS, _SCALE = 2.0, 0.5
"""Inches of a printed chart: the names of its rows, and the axis below with its unit."""
_ENTRY = 1.5
"""Inches that an entry of its legend takes."""
_LEGEND_ROW = 0.22


def draw_payments(
    tables: Mapping[str, pd.DataFrame],
    summary: Summary,
    font: MapFont,
    paper: Paper | None = None,
) -> Figure | None:
    """Return the chart of payments for waste; None where nothing is paid.

    With a `paper` it is as wide as that is, and as high as its rows ask for.
    """
    sums = sum_payments(tables["actors"], "group")
    blocks = [b for b in BLOCKS if (sums[b] != 0).any()]
    sums = sums[(sums[blocks] != 0).any(axis=1)].reset_index(drop=True)
    if sums.empty:
        return None
    texts, rows = font.texts, _ROW * len(sums)
    said = texts.say("report_actors"), write_title(summary, texts), texts.say("payers_note")
    if paper is None:
        height = 1.75 + rows
        figure = open_chart(9.5, height, *said)
        box, columns, top = (0.21, 0.78 / height, 0.70, rows / height), 7, 0.68 / height
    else:
        columns = int(size_of(paper)[0] / _ENTRY)
        legend = _LEGEND_ROW * math.ceil((len(blocks) + 1) / columns) + 0.1
        sheet = open_printed(paper, rows + _SCALE + legend, *said)
        figure, width, height = sheet.figure, sheet.width, sheet.height
        wide = (width - _LABELS - EDGE) / width
        box = _LABELS / width, (sheet.bottom + _SCALE) / height, wide, rows / height
        top = sheet.top / height
    ax = figure.add_axes(box)
    _draw_bars(ax, sums, blocks, font)
    labels = [_label(row, tables.get("areas"), font) for row in sums.to_dict("records")]
    ax.set_yticks(range(len(sums)), labels, fontsize=9)
    handles, words = ax.get_legend_handles_labels()
    figure.legend(
        [*handles[1:], handles[0]],
        [*words[1:], words[0]],
        loc="upper left",
        bbox_to_anchor=(0.02, 1 - top),
        ncols=columns,
        fontsize=8.5,
        frameon=False,
        handlelength=1.1,
        columnspacing=1.2,
    )
    return figure


def _draw_bars(ax: Axes, sums: pd.DataFrame, blocks: list[str], font: MapFont) -> None:
    """Draw each row's payments to the left and earnings to the right, with its balance."""
    texts = font.texts
    scale = texts.scale("MCNY/yr")
    values = sums[[*blocks, "waste"]] / scale.size
    right, left = pd.Series(0.0, values.index), pd.Series(0.0, values.index)
    for block in blocks:
        value = values[block]
        start = right.where(value >= 0, left)
        ax.barh(
            values.index,
            value,
            left=start,
            height=0.62,
            color=_COLORS[block],
            label=texts.say(f"report_pay_{block}"),
        )
        right, left = right + value.clip(lower=0.0), left + value.clip(upper=0.0)
    ax.plot(
        values["waste"],
        values.index,
        "D",
        color=palette.INK,
        markersize=5,
        markeredgecolor=palette.PAPER,
        label=texts.say("actor_balance"),
    )
    span = float(max(right.max(), -left.min()))
    least = NOTHING / scale.size
    ends = zip(values["waste"], right, left, strict=True)
    for i, (balance, right_end, left_end) in enumerate(ends):
        place = right_end if balance >= 0 else left_end
        shown = write_cell(balance, least, signed=True)
        ax.text(
            place + (0.012 if balance >= 0 else -0.012) * span,
            i,
            shown,
            ha="left" if balance >= 0 else "right",
            va="center",
            fontsize=8.5,
            color=palette.INK,
        )
    ax.axvline(0, color=palette.INK, linewidth=0.8)
    ax.set_xlim(-1.16 * span, 1.16 * span)
    ax.set_ylim(len(sums) - 0.4, -0.6)
    ax.grid(axis="x", color=palette.FRAME, linewidth=0.5)
    ax.set_axisbelow(True)
    ax.tick_params(length=0, labelsize=8.5)
    ax.xaxis.set_major_formatter(lambda x, _: f"{x:,g}")
    ax.set_xlabel(scale.unit, fontsize=8.5, color=palette.SOFT_INK)
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)


def _label(row: Mapping[Any, Any], areas: pd.DataFrame | None, font: MapFont) -> str:
    """Return who a bar is of."""
    called = font.texts.say(f"actor_{row['kind']}")
    if row["kind"] in _OUTSIDE:
        return called
    name = font.pick(row["name_en"], row["name_zh"])
    if row["kind"] in ("generator", "plant", "sink"):
        name = _area_name(str(row["unit"]), areas, font)
    return font.texts.say("actor_of", kind=called, area=name)


def _area_name(area: str, areas: pd.DataFrame | None, font: MapFont) -> str:
    if areas is not None:
        for row in areas[areas["level"] == "province"].to_dict("records"):
            if row["area"] == area:
                return font.pick(row["name_en"], row["name_zh"]) or area
    return area or font.texts.say("not_stated")
