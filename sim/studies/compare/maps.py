"""The maps of a comparison: all runs on one scale, and what the last has differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.draw.canvas import MapError, Window, list_places, view_window
from sim.draw.draw_map import SavedMap, draw_map, find_window, save_figure
from sim.draw.fonts import MapFont, pick_font
from sim.draw.paper import Paper
from sim.draw.sized import outer_window
from sim.draw.style import drawing_style
from sim.geo.basemap import Basemap, BasemapKind, available_kind, load_basemap
from sim.say.texts import EN, Texts
from sim.studies.compare.map_difference import draw_difference, frame_difference
from sim.studies.compare.map_panels import draw_panels, frame_panels
from sim.studies.compare.study import ComparedRun, Comparison

_FORMATS = ("png", "svg")


def list_tables(run: ComparedRun) -> dict[str, pd.DataFrame]:
    """Return the tables of a run that a map is drawn from."""
    results = ("flows", "lines", "line_outputs", "zones", "areas", "built")
    inputs = ("terminals", "modes", "sinks", "markets", "technologies")
    return {
        **{name: run.table(name) for name in results},
        **{name: run.case.tables[name] for name in inputs},
    }


def draw_one_map(
    run: ComparedRun, texts: Texts, kind: BasemapKind | None = None, paper: Paper | None = None
) -> Figure:
    """Return the map of one run, for the screen or in the size of a paper.

    Raises
    ------
    MapError
        No site has coordinates.
    """
    tables, root = list_tables(run), run.case.root
    ground = load_basemap(kind or available_kind(root), find_window(tables, paper), root)
    summary = run.results.summary
    return draw_map(tables, summary, texts=texts, basemap=ground, paper=paper)


def save_comparison_maps(
    comparison: Comparison,
    folder: Path,
    *,
    texts: Texts = EN,
    root: Path,
    kind: BasemapKind | None = None,
    transfers: bool = False,
    paper: Paper | None = None,
) -> SavedMap:
    """Write compare.png, compare.svg, difference.png and difference.svg into `folder`.

    `paper` is the size in print of the map of differences; None: for the screen.
    With `transfers` also difference-transfers: what crosses province borders alone.
    Writes nothing, and tells, when no site has coordinates. `root` is the folder that holds
    geodata/; `kind` of None takes the best base map there is.
    """
    font = pick_font(texts.language)
    files: list[Path] = []
    try:
        maps = draw_comparison_maps(comparison, font, root, kind, transfers=transfers, paper=paper)
        for name, figure in maps:
            for suffix in _FORMATS:
                files.append(folder / f"{name}.{suffix}")
                save_figure(figure, files[-1])
    except MapError:
        return SavedMap((), (font.texts.say("no_map"),))
    return SavedMap(tuple(files), _notes(font))


def draw_comparison_maps(
    comparison: Comparison,
    font: MapFont,
    root: Path,
    kind: BasemapKind | None = None,
    *,
    transfers: bool = False,
    paper: Paper | None = None,
) -> Iterator[tuple[str, Figure]]:
    """Yield name and figure of each map, drawn as it is asked for: compare, then difference.

    Raises
    ------
    MapError
        No site has coordinates; before anything is drawn.
    """
    kind = kind or available_kind(root)
    tables = [list_tables(run) for run in comparison.runs]
    frame = frame_panels(tables)
    view = frame_difference(tables)

    def draw(window: Window, compose: Callable[[Basemap], Figure]) -> Figure:
        with rc_context(drawing_style(font.family)):
            return compose(load_basemap(kind, window, root))

    def differ(ground: Basemap, *, crossings: bool) -> Figure:
        return draw_difference(
            comparison, tables, view, font, ground, crossings=crossings, paper=paper
        )

    shown = view_window(view)
    if paper is not None:
        shown = outer_window(list_places(*tables), paper)
    window = view_window(frame.view)
    yield (
        "compare",
        draw(window, lambda ground: draw_panels(comparison, tables, frame, font, ground)),
    )
    yield "difference", draw(shown, partial(differ, crossings=False))
    if transfers:
        yield "difference-transfers", draw(shown, partial(differ, crossings=True))


def _notes(font: MapFont) -> tuple[str, ...]:
    return (font.note,) if font.note else ()
