"""Results side by side; the first one is the reference."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.api.case import Case
from sim.api.frames import give
from sim.api.html import Page
from sim.api.result import Result
from sim.api.study import Study, StudyTables
from sim.draw.fonts import pick_font
from sim.folders.marker import Origin, Source
from sim.say import Language
from sim.say.texts import Texts
from sim.studies.compare.folder import fill_comparison, make_distinct
from sim.studies.compare.maps import draw_comparison_maps
from sim.studies.compare.report import write_comparison_report
from sim.studies.compare.study import ComparedRun, read_run, summarize_comparison
from sim.studies.compare.study import Comparison as Found
from sim.studies.compare.study import compare as compare_runs
from sim.studies.run.run import RunOptions
from sim.studies.solve_case import be_silent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Compared = Result | Case | str | Path
"""A result; a case, which is run; or the folder of results."""


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(Study):
    """What differs between results, in what went in and in what came out."""

    found: Found
    origin: Origin
    language: Language = "en"

    @property
    def tables(self) -> StudyTables:
        """Return inputs, kpis, flows, lines, zones and areas by name."""
        return StudyTables(self.found.frames)

    @property
    def inputs(self) -> pd.DataFrame:
        """Return a row a scenario key or cell that differs, with its value in every result."""
        return give(self.found.inputs)

    @property
    def kpis(self) -> pd.DataFrame:
        """Return every figure of all results, with differences from the first, by name."""
        return give(self.found.kpis).set_index("name")

    @property
    def flows(self) -> pd.DataFrame:
        """Return the flows of all results; largest differences first."""
        return give(self.found.flows)

    @property
    def lines(self) -> pd.DataFrame:
        """Return the lines of all results."""
        return give(self.found.lines)

    @property
    def zones(self) -> pd.DataFrame:
        """Return the zones of all results."""
        return give(self.found.zones)

    @property
    def areas(self) -> pd.DataFrame:
        """Return provinces and cities of all results."""
        return give(self.found.areas)

    @property
    def summary(self) -> dict[str, Any]:
        """Return names, figures and counts of what differs."""
        return summarize_comparison(self.found)

    def maps(self, *, basemap: str = "auto", language: Language | None = None) -> dict[str, Figure]:
        """Return the maps: `compare`, all on one scale, and `difference`.

        Raises
        ------
        MapError
            No site has coordinates.
        """
        kind: Any = None if basemap == "auto" else basemap
        root = self.found.runs[0].case.root
        font = pick_font(language or self.language)
        return dict(draw_comparison_maps(self.found, font, root, kind))

    def report(self, *, language: Language | None = None) -> Page:
        """Return the page of the comparison, which a notebook shows."""
        root = self.found.runs[0].case.root
        with TemporaryDirectory(prefix="sim-") as name:
            path = write_comparison_report(
                Path(name), self.found, root=root, texts=self._texts(language)
            )
            return Page(path.read_text(encoding="utf-8"))

    def save(
        self, folder: str | Path, *, basemap: str = "auto", language: Language | None = None
    ) -> Path:
        """Write all that `sim compare` writes to a folder, and return the folder.

        Raises
        ------
        InputError
            The folder holds something else.
        """
        texts = self._texts(language)
        return self._write(folder, lambda to: self.fill(to, texts, basemap))

    def fill(self, folder: Path, texts: Texts, basemap: str = "auto") -> None:
        """Write all its files to a folder."""
        fill_comparison(folder, self.found, RunOptions(None, texts, basemap), be_silent)

    def describe(self) -> str:
        """Return the names of the results."""
        return f"of {', '.join(self.found.names)}"


def compare(*results: Compared, names: Sequence[str] | None = None) -> Comparison:
    """Return what differs between two or more results; the first one is the reference.

    A result may be given as a case, which is run, or as the folder of its results. `names` are
    those that columns begin with; otherwise each is called as its scenario.

    Raises
    ------
    InputError
        Fewer than two results or more than twelve, or a folder that holds none.
    """
    read = [read_compared(one) for one in results]
    called = list(names) if names is not None else make_distinct(run.name for run, _ in read)
    runs = [
        ComparedRun(name, run.results, run.case)
        for name, (run, _) in zip(called, read, strict=True)
    ]
    sources = tuple(source for _, source in read)
    spoken = (one.language for one in results if isinstance(one, (Result, Case)))
    return Comparison(compare_runs(runs), Origin("compare", sources), next(spoken, "en"))


def read_compared(given: Compared) -> tuple[ComparedRun, Source]:
    """Return a run, and what marks a folder that is made from it."""
    if isinstance(given, Case):
        given = given.run()
    if isinstance(given, Result):
        case = given.data
        (source,) = case.made_by("compare").sources
        return ComparedRun(given.name, given.found.tables, case), source
    folder = Path(given)
    real = Path(os.path.realpath(folder))
    return read_run(folder), Source(real.parent, real.name)
