"""The maps of a comparison: all runs on one scale, and what the last has differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.draw.canvas import MapError, View, map_window, view_window
from sim.draw.draw_map import SavedMap, draw_map, save_figure
from sim.draw.fonts import MapFont, pick_font
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
    inputs = ("terminals", "modes", "sinks", "markets")
    return {
        **{name: run.table(name) for name in results},
        **{name: run.case.tables[name] for name in inputs},
    }


def draw_one_map(run: ComparedRun, texts: Texts, kind: BasemapKind | None = None) -> Figure:
    """Return the map of one run.

    Raises
    ------
    MapError
        No site has coordinates.
    """
    tables, root = list_tables(run), run.case.root
    ground = load_basemap(kind or available_kind(root), map_window(tables), root)
    return draw_map(tables, run.results.summary, texts=texts, basemap=ground)


def save_comparison_maps(
    comparison: Comparison,
    folder: Path,
    *,
    texts: Texts = EN,
    root: Path,
    kind: BasemapKind | None = None,
    transfers: bool = False,
) -> SavedMap:
    """Write compare.png, compare.svg, difference.png and difference.svg into `folder`.

    With `transfers` also difference-transfers: what crosses province borders alone.
    Writes nothing, and tells, when no site has coordinates. `root` is the folder that holds
    geodata/; `kind` of None takes the best base map there is.
    """
    font = pick_font(texts.language)
    files: list[Path] = []
    try:
        maps = draw_comparison_maps(comparison, font, root, kind, transfers=transfers)
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

    def draw(view: View, compose: Callable[[Basemap], Figure]) -> Figure:
        with rc_context(drawing_style(font.family)):
            return compose(load_basemap(kind, view_window(view), root))

    yield (
        "compare",
        draw(frame.view, lambda ground: draw_panels(comparison, tables, frame, font, ground)),
    )
    yield (
        "difference",
        draw(view, lambda ground: draw_difference(comparison, tables, view, font, ground)),
    )
    if transfers:
        yield (
            "difference-transfers",
            draw(
                view,
                lambda ground: draw_difference(
                    comparison, tables, view, font, ground, crossings=True
                ),
            ),
        )


def _notes(font: MapFont) -> tuple[str, ...]:
    return (font.note,) if font.note else ()
