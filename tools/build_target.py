"""Bring docs/target.md and docs/openings.md up to date, and their Chinese pages.

`python -m tools.build_target` (minutes) asks for the cheapest ways and solves the openings that the
pages tell of, and keeps what was found in docs/images/target.json.
"""

from __future__ import annotations

from tools import mills_record
from tools.blocks import read, write
from tools.page_figures import fill
from tools.target_figures import PAGES, find_figures
from tools.target_record import make_record, read_record, write_record


def fill_pages() -> None:
    """Write the figures of the record into the pages."""
    record = read_record()
    for language, page in PAGES.items():
        write(page, fill(read(page), find_figures(record, language)))
    for language, page in mills_record.PAGES.items():
        table = mills_record.mills_table(record["mills"], language)
        write(page, fill(read(page), {"mills": f"\n{table}\n"}))


def main() -> None:
    """Solve, and write record and pages."""
    write_record({**make_record(), "mills": mills_record.solve_mills()})
    fill_pages()


if __name__ == "__main__":
    main()
