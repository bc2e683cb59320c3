"""A comparison of runs as the folder that is written of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sim.folders.marker import MANIFEST
from sim.results.tables import write_table
from sim.results.workbook import WORKBOOK
from sim.results.write import describe_run, write_json
from sim.studies.compare.held import Held
from sim.studies.compare.maps import save_comparison_maps
from sim.studies.compare.report import write_comparison_report
from sim.studies.compare.study import MOST_RUNS, Comparison, summarize_comparison
from sim.studies.compare.workbook import write_comparison_workbook
from sim.studies.run.run import RunOptions


def make_distinct(names: Iterable[str]) -> list[str]:
    """Return a name for each run that no other has.

    >>> make_distinct(["a", "a", "b"])
    ['a', 'a.2', 'b']
    """
    found: list[str] = []
    for name in names:
        options = [name, *(f"{name}.{n}" for n in range(2, MOST_RUNS + 1))]
        found.append(next(option for option in options if option not in found))
    return found


def fill_comparison(
    folder: Path,
    comparison: Comparison,
    options: RunOptions,
    note: Callable[[str], None],
    held: Held | None = None,
) -> None:
    """Write everything that a folder of a comparison holds; `held` is what draws say of it."""
    for name, frame in comparison.frames.items():
        write_table(frame, folder / f"{name}.csv")
    workbook = write_comparison_workbook(comparison, options.texts)
    (folder / WORKBOOK).write_bytes(workbook)
    write_json(summarize_comparison(comparison), folder / "summary.json")
    write_json(describe_run({}), folder / MANIFEST)
    root = comparison.runs[0].case.root
    write_comparison_report(folder, comparison, root=root, texts=options.texts, held=held)
    if options.basemap == "none":
        return
    kind: Any = None if options.basemap == "auto" else options.basemap
    saved = save_comparison_maps(
        comparison,
        folder,
        texts=options.texts,
        root=root,
        kind=kind,
        transfers="transfers" in options.pictures,
        paper=options.paper,
    )
    for text in saved.notes:
        note(text)
