"""Bring docs/target.md and docs/openings.md up to date, and their Chinese pages.

`python -m tools.build_target` (minutes) asks for the cheapest ways and solves the openings that the
pages tell of, keeps what was found in docs/images/target.json, and draws their pictures.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools import mills_record
from tools.blocks import ROOT, read, write
from tools.build_outputs import Workshop, shrink
from tools.page_figures import fill
from tools.target_figures import PAGES, find_figures
from tools.target_record import make_record, read_record, write_record

IMAGES = ROOT / "docs" / "images"
ASKED = 'sim target scenarios/reach-90.yaml --utilization_rate "90 %" --basemap schematic'
FOUND = "results/target-reach-90-utilization_rate"


def draw_pictures() -> None:
    """Draw the way to the target, in both languages, and the map of the mills."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        for language in PAGES:
            workshop.run(f"{ASKED} --lang {language}")
            shrink(workshop.folder / FOUND / "target.png", IMAGES / f"target-{language}.png")
            if language == "en":
                shrink(workshop.folder / FOUND / "plan" / "map.png", IMAGES / "target-map.png")
        workshop.run("sim run scenarios/slag-mills.yaml --basemap schematic")
        shrink(workshop.folder / "results/slag-mills/map.png", IMAGES / "slag-mills-map.png")


def fill_pages() -> None:
    """Write the figures of the record into the pages."""
    record = read_record()
    for language, page in PAGES.items():
        write(page, fill(read(page), find_figures(record, language)))
    for language, page in mills_record.PAGES.items():
        table = mills_record.mills_table(record["mills"], language)
        write(page, fill(read(page), {"mills": f"\n{table}\n"}))


def main() -> None:
    """Solve, write record and pages, and draw their pictures."""
    write_record({**make_record(), "mills": mills_record.solve_mills()})
    fill_pages()
    draw_pictures()


if __name__ == "__main__":
    main()
