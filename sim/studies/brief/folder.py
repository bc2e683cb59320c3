"""A brief as the folder that is written of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sim.documents.document import Document, Picture
from sim.documents.write import write_document
from sim.draw.canvas import MapError
from sim.draw.draw_map import save_figure
from sim.draw.fonts import pick_font
from sim.draw.paper import Paper
from sim.folders.marker import MANIFEST
from sim.results.write import describe_run, write_json
from sim.studies.brief.compose import compose
from sim.studies.brief.subject import Subject
from sim.studies.compare.maps import draw_one_map

STEM = "brief"
PAPER = Paper(15.6, 19.6, 220)
"""The size of a map: between the margins of a page, with its heading and caption."""


def fill_brief(
    folder: Path,
    subject: Subject,
    forms: tuple[str, ...],
    basemap: str,
    note: Callable[[str], None],
    paper: Paper | None = None,
) -> Document:
    """Write the document in each form, its maps beside it, and the manifest.

    `paper` is the size of the maps; None: PAPER.

    Raises
    ------
    InputError
        A form needs a font that is not on the machine.
    """
    pictures = list(_draw_maps(folder, subject, basemap, paper or PAPER))
    why = "brief_map_left_out" if basemap == "none" else "brief_no_map"
    document = compose(subject, pictures, subject.texts.say(why))
    write_document(document, folder, STEM, forms)
    write_json(describe_run({}), folder / MANIFEST)
    if pictures and (text := pick_font(subject.texts.language).note):
        note(text)
    return document


def _draw_maps(folder: Path, subject: Subject, basemap: str, paper: Paper) -> Iterator[Picture]:
    """Draw the map of each run that is asked about; nothing where no site has a place."""
    if basemap == "none":
        return
    kind: Any = None if basemap == "auto" else basemap
    for number, run in enumerate(subject.asked, start=1):
        path = folder / (f"map-{number}.png" if len(subject.asked) > 1 else "map.png")
        try:
            figure = draw_one_map(run, subject.texts, kind, paper)
        except MapError:
            continue
        save_figure(figure, path)
        title = subject.titles[run.name]
        yield Picture(path, subject.texts.say("brief_map_of", title=title), paper.width_cm)
