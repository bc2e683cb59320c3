"""What a results folder shows: map, pictures, places for other programs, and the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict

import pandas as pd
from matplotlib.figure import Figure

from sim.draw.draw_map import PLAIN, draw_map, find_window, save_map
from sim.draw.fonts import pick_font
from sim.draw.layers import write_layers
from sim.draw.paper import Paper
from sim.draw.pictures import save_pictures, save_transfer_map
from sim.geo.basemap import available_kind, load_basemap
from sim.report.write_report import write_report
from sim.results.tables import ResultTables
from sim.say.texts import Texts
from sim.scenario.document import Scenario

_PLACES = ("terminals", "modes", "sinks", "markets", "technologies")
"""Input tables that maps need besides the results."""


class DrawingOptions(TypedDict):
    """How results are shown."""

    texts: Texts
    basemap: Any
    """auto, schematic, natural-earth, tianditu, or none for no map."""
    pictures: tuple[str, ...]
    root: Path
    """Folder that holds geodata/."""
    paper: Paper | None
    """The size in print of the maps; None: for the screen."""


def draw_run_map(
    tables: ResultTables,
    inputs: Mapping[str, pd.DataFrame],
    options: DrawingOptions,
    title: str | None = None,
) -> Figure:
    """Return the map of a run.

    Raises
    ------
    MapError
        No site has coordinates.
    """
    frames = _list_frames(tables, inputs)
    root, kind = options["root"], options["basemap"]
    chosen = available_kind(root) if kind == "auto" else kind
    paper = options["paper"]
    basemap = load_basemap(chosen, find_window(frames, paper), root)
    texts = options["texts"]
    return draw_map(frames, tables.summary, texts=texts, basemap=basemap, title=title, paper=paper)


def _list_frames(
    tables: ResultTables, inputs: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    return {**tables.frames, **{name: inputs[name] for name in _PLACES}}


def draw(
    folder: Path, tables: ResultTables, inputs: Mapping[str, pd.DataFrame], options: DrawingOptions
) -> list[str]:
    """Write the map as PNG and SVG, and the pictures that are asked for; return what to tell."""
    frames = _list_frames(tables, inputs)
    kind = None if options["basemap"] == "auto" else options["basemap"]
    notes: list[str] = []
    font = pick_font(options["texts"].language)
    if options["pictures"]:
        notes += save_pictures(
            options["pictures"],
            frames,
            tables.summary,
            folder,
            inputs["areas"],
            font,
            options["paper"],
        )
    if options["basemap"] != "none":
        place: Any = {"root": options["root"], "kind": kind}
        style = replace(PLAIN, paper=options["paper"])
        texts, summary = options["texts"], tables.summary
        notes += save_map(frames, summary, folder, texts=texts, style=style, **place).notes
        if "transfers" in options["pictures"]:
            save_transfer_map(frames, summary, folder, font=font, paper=options["paper"], **place)
    return list(dict.fromkeys(notes))


def write_places(
    folder: Path, tables: ResultTables, inputs: Mapping[str, pd.DataFrame], options: DrawingOptions
) -> None:
    """Write sites and flows for geographic information systems."""
    write_layers(_list_frames(tables, inputs), folder, pick_font(options["texts"].language))


def write_page(
    folder: Path,
    tables: ResultTables,
    inputs: Mapping[str, pd.DataFrame],
    scenario: Scenario,
    options: DrawingOptions,
) -> None:
    """Write the page; boundaries that may not be passed on stay out of it."""
    drawn = options["basemap"] in ("natural-earth", "tianditu")
    write_report(
        folder,
        tables,
        inputs,
        scenario,
        root=options["root"],
        texts=options["texts"],
        kind="natural-earth" if drawn else "schematic",
    )
