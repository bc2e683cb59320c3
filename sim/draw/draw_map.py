"""The static map of a run: who sends what where, and how much gets used."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.draw.canvas import (
    MapError,
    View,
    Window,
    fit_view,
    list_places,
    map_window,
    open_sheet,
)
from sim.draw.flows import WIDEST, Flows
from sim.draw.fonts import MapFont, pick_font
from sim.draw.legend import RESULTS, draw_legend, list_sections
from sim.draw.marginalia import (
    draw_heading,
    draw_notes,
    list_notes,
    write_kpi_line,
    write_title,
)
from sim.draw.paper import Paper
from sim.draw.scene import Scene, draw_scene, find_load, find_scale, gather_scene
from sim.draw.sheet import Sheet
from sim.draw.sites import Sites
from sim.draw.sized import open_sized, outer_window
from sim.draw.style import drawing_style
from sim.geo.basemap import Basemap, BasemapKind, available_kind, load_basemap
from sim.results.summary_file import Summary
from sim.say.figures import write_percent
from sim.say.texts import EN, Texts

_FORMATS = ("png", "svg")


class MapWarning(UserWarning):
    """The map differs from what was asked for."""


@dataclass(frozen=True)
class SavedMap:
    """What `save_map` wrote, and what to tell the user about it."""

    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()
    """Empty when all is well; a sentence where no map, or another one, was drawn."""


@dataclass(frozen=True)
class MapStyle:
    """What tells a map of its own kind from the usual one."""

    stem: str = "map"
    """Name of its files."""
    band: float | None = None
    """Greatest width of all flows down a river, in points; None: as the strongest flow has it."""
    paper: Paper | None = None
    """The size in print; None: for the screen."""


PLAIN = MapStyle()


def draw_map(
    tables: Mapping[str, pd.DataFrame],
    summary: Summary,
    *,
    texts: Texts = EN,
    basemap: Basemap,
    title: str | None = None,
    paper: Paper | None = None,
) -> Figure:
    """Return the map of one run, for the screen or in the size of a paper.

    `tables` holds the result tables flows, lines, zones and areas, and may hold the input tables
    terminals (where barges and trains board), modes (what the modes are called), sinks and
    markets (where waste and goods end).
    Without a Chinese font a Chinese map is labelled in English, with a MapWarning.

    Raises
    ------
    MapError
        No zone or plant has coordinates.
    """
    font = pick_font(texts.language)
    if font.note:
        warnings.warn(font.note, MapWarning, stacklevel=2)
    style = replace(PLAIN, paper=paper)
    return _compose(pick_period(tables, summary), summary, font, basemap, title, style)


def save_map(
    tables: Mapping[str, pd.DataFrame],
    summary: Summary,
    folder: Path,
    *,
    texts: Texts = EN,
    root: Path,
    kind: BasemapKind | None = None,
    title: str | None = None,
    style: MapStyle = PLAIN,
) -> SavedMap:
    """Write `map.png` and `map.svg` into `folder`; tell, and write nothing, when none can be drawn.

    `root` is the folder that holds geodata/; `kind` of None takes the best base map there is.
    The same tables give the same SVG, byte for byte.
    """
    font = pick_font(texts.language)
    try:
        window = find_window(tables, style.paper)
        basemap = load_basemap(kind or available_kind(root), window, root)
        figure = _compose(pick_period(tables, summary), summary, font, basemap, title, style)
    except MapError:
        return SavedMap((), (font.texts.say("no_map"),))
    files = tuple(folder / f"{style.stem}.{suffix}" for suffix in _FORMATS)
    for path in files:
        save_figure(figure, path)
    return SavedMap(files, (font.note,) if font.note else ())


def save_figure(figure: Figure, path: Path) -> None:
    """Write the figure in the format that the ending of `path` names, the same each time."""
    with rc_context(drawing_style()), warnings.catch_warnings():
        # A name of the data may hold what no font here can draw; the user is told of the font.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        zoom = figure.zoom if isinstance(figure, Sheet) else 1.0
        if path.suffix == ".svg":
            figure.savefig(path, dpi=figure.dpi, metadata={"Date": None})
            if zoom != 1.0:
                _shrink(path, zoom)
        else:
            dpi = figure.dpi / zoom
            figure.savefig(path, dpi=figure.dpi, pil_kwargs={"dpi": (dpi, dpi)})


def _shrink(path: Path, zoom: float) -> None:
    """Let an SVG say the size it is printed in."""
    text = path.read_text(encoding="utf-8")
    sizes = re.sub(
        r'(width|height)="([\d.]+)pt"',
        lambda found: f'{found[1]}="{float(found[2]) * zoom:g}pt"',
        text[: text.index("viewBox")],
    )
    path.write_text(sizes + text[text.index("viewBox") :], encoding="utf-8", newline="\n")


def pick_period(tables: Mapping[str, pd.DataFrame], summary: Summary) -> dict[str, pd.DataFrame]:
    """Return the tables of the summary's period; tables without that period stay whole."""
    period = str(summary.get("period", ""))
    chosen = {}
    for name, table in tables.items():
        rows = table["period"].astype(str) == period if "period" in table else None
        chosen[name] = table[rows] if rows is not None and rows.any() else table
    return chosen


def find_window(tables: Mapping[str, pd.DataFrame], paper: Paper | None) -> Window:
    """Return west, south, east, north in degrees of what a map of these tables may show.

    Raises
    ------
    MapError
        No zone or plant has coordinates.
    """
    return map_window(tables) if paper is None else outer_window(list_places(tables), paper)


def _compose(
    tables: Mapping[str, pd.DataFrame],
    summary: Summary,
    font: MapFont,
    basemap: Basemap,
    title: str | None,
    style: MapStyle,
) -> Figure:
    view, texts = fit_view(list_places(tables)), font.texts
    scene = _gather(tables, basemap, view, style)
    heading = title if title is not None else write_title(summary, texts)
    figures = write_kpi_line(summary, texts)
    caption = write_caption(scene.flows, scene.sites, texts)
    with rc_context(drawing_style(font.family)):
        if style.paper is None:
            figure, ax, panel = open_sheet(view)
            draw_legend(panel, font, scene, tables)
            draw_heading(figure, heading, figures)
            draw_notes(figure, basemap, caption, texts)
        else:
            figure, ax, view = open_sized(
                style.paper,
                list_places(tables),
                font,
                list_sections(font, scene, tables),
                ((heading, 15.0, "bold"), (figures, 10.0, "normal")),
                list_notes(basemap, caption, texts),
                results=RESULTS,
            )
        draw_scene(figure, ax, view, scene, font)
    return figure


def _gather(
    tables: Mapping[str, pd.DataFrame], basemap: Basemap, view: View, style: MapStyle
) -> Scene:
    """Return the scene; where bands have a greatest width, on a scale that keeps to it."""
    scene = gather_scene(tables, basemap, view.projection)
    band = style.band
    if band is None or find_load(scene, view) * scene.flows.points_per_kt <= band:
        return scene
    scale = replace(find_scale(scene), strongest=find_load(scene, view) * WIDEST / band)
    return gather_scene(tables, basemap, view.projection, scale)


def write_caption(flows: Flows, sites: Sites, texts: Texts) -> str:
    """Return how much of what is moved has an arrow, and what is missing on the map."""
    moved = texts.amount(flows.total)
    count = len(flows.shown)
    if not flows.count:
        text = texts.say("shown_none")
    elif count == flows.count:
        text = texts.say("shown_all", count=count, amount=moved)
    else:
        share = write_percent(100 * flows.drawn / flows.total, 0)
        text = texts.say("shown_part", count=count, total=flows.count, share=share, amount=moved)
    if sites.unplaced:
        text += (" " if texts.language == "en" else "") + texts.say(
            "unplaced", count=sites.unplaced
        )
    return text
