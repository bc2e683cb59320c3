"""The maps of a comparison: all runs on one scale, and what the last has differently."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.draw.canvas import MapError, View, view_window
from sim.draw.draw_map import SavedMap, save_figure
from sim.draw.fonts import MapFont, pick_font
from sim.draw.style import drawing_style
from sim.geo.basemap import Basemap, BasemapKind, available_kind, load_basemap
from sim.say import Language, say
from sim.studies.compare.map_difference import draw_difference, frame_difference
from sim.studies.compare.map_panels import draw_panels, frame_panels
from sim.studies.compare.study import ComparedRun, Comparison

_FORMATS = ("png", "svg")


def list_tables(run: ComparedRun) -> dict[str, pd.DataFrame]:
    """Return the tables of a run that a map is drawn from."""
    results = ("flows", "lines", "line_outputs", "zones", "areas")
    inputs = ("terminals", "modes", "sinks", "markets")
    return {
        **{name: run.table(name) for name in results},
        **{name: run.case.tables[name] for name in inputs},
    }


def save_comparison_maps(
    comparison: Comparison,
    folder: Path,
    *,
    language: Language = "en",
    root: Path,
    kind: BasemapKind | None = None,
    transfers: bool = False,
) -> SavedMap:
    """Write compare.png, compare.svg, difference.png and difference.svg into `folder`.

    With `transfers` also difference-transfers: what crosses province borders alone.
    Writes nothing, and tells, when no site has coordinates. `root` is the folder that holds
    geodata/; `kind` of None takes the best base map there is.
    """
    font = pick_font(language)
    kind = kind or available_kind(root)
    tables = [list_tables(run) for run in comparison.runs]
    files: list[Path] = []

    def draw(name: str, view: View, compose: Callable[[Basemap], Figure]) -> None:
        with rc_context(drawing_style(font.family)):
            figure = compose(load_basemap(kind, view_window(view), root))
        for suffix in _FORMATS:
            files.append(folder / f"{name}.{suffix}")
            save_figure(figure, files[-1])

    try:
        frame = frame_panels(tables)
        view = frame_difference(tables)
    except MapError:
        return SavedMap((), (say("no_map", font.language),))
    draw(
        "compare",
        frame.view,
        lambda basemap: draw_panels(comparison, tables, frame, font, basemap),
    )
    draw(
        "difference",
        view,
        lambda basemap: draw_difference(comparison, tables, view, font, basemap),
    )
    if transfers:
        draw(
            "difference-transfers",
            view,
            lambda basemap: draw_difference(
                comparison, tables, view, font, basemap, crossings=True
            ),
        )
    return SavedMap(tuple(files), _notes(font))


def _notes(font: MapFont) -> tuple[str, ...]:
    return (font.note,) if font.note else ()
