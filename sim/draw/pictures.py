"""Pictures of a run that are drawn when asked for: transfers and payments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd
from matplotlib import rc_context

from sim.draw.draw_map import MapStyle, pick_period, save_figure, save_map
from sim.draw.flows import list_goods, read_flag
from sim.draw.fonts import MapFont
from sim.draw.heat import draw_transfers
from sim.draw.marginalia import write_title
from sim.draw.paper import Paper
from sim.draw.payers import draw_payments
from sim.draw.style import drawing_style
from sim.geo.basemap import BasemapKind
from sim.results.summary_file import Summary

_FORMATS = ("png", "svg")
_BAND = 15.0
"""Points; crossings all go down the same river."""
_CARRIED = ("utilization", "chain", "disposal")


def save_pictures(
    wanted: Collection[str],
    tables: Mapping[str, pd.DataFrame],
    summary: Summary,
    folder: Path,
    areas: pd.DataFrame,
    font: MapFont,
    paper: Paper | None = None,
) -> list[str]:
    """Write the charts that are wanted as PNG and SVG; return what to tell the user.

    With a `paper` they are as wide as that is.
    """
    frames = pick_period(tables, summary)
    with rc_context(drawing_style(font.family)):
        figures = {
            "transfers": draw_transfers(frames, summary, areas, font, paper)
            if "transfers" in wanted
            else None,
            "actors": draw_payments(frames, summary, font, paper) if "actors" in wanted else None,
        }
        for name, figure in figures.items():
            if figure is None:
                continue
            for suffix in _FORMATS:
                save_figure(figure, folder / f"{name}.{suffix}")
    return [font.note] if font.note and any(figures.values()) else []


def save_transfer_map(
    tables: Mapping[str, pd.DataFrame],
    summary: Summary,
    folder: Path,
    *,
    font: MapFont,
    root: Path,
    kind: BasemapKind | None,
    paper: Paper | None = None,
) -> None:
    """Write `map-transfers`: waste and residue that crosses a province border, and its ends.

    Nothing is written where nothing crosses, or no end has a place.
    """
    flows = tables["flows"]
    crossing = flows[read_flag(flows["cross_border"]) & flows["role"].isin(_CARRIED)]
    crossing = crossing[~crossing["material"].isin(list_goods(tables["line_outputs"]))]
    if crossing.empty:
        return
    ends = {*crossing["origin"], *crossing["destination"]}
    keys = {"zones": "zone", "lines": "plant", "sinks": "id", "markets": "id"}
    chosen = {
        **tables,
        "flows": crossing,
        **{
            name: tables[name][tables[name][key].isin(ends)]
            for name, key in keys.items()
            if name in tables
        },
    }
    title = font.texts.say("transfers_map", title=write_title(summary, font.texts))
    save_map(
        chosen,
        summary,
        folder,
        texts=font.texts,
        root=root,
        kind=kind,
        title=title,
        style=MapStyle("map-transfers", _BAND, paper),
    )
