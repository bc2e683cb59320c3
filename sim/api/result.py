"""A result: the optimal plan of a case as tables, figures, map and page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from sim.api.frames import give
from sim.api.html import Page, heading, table
from sim.api.result_tables import PlanTables
from sim.api.speaker import Speaker
from sim.draw.paper import Paper, paper_of
from sim.folders.marker import Origin
from sim.loader import case as checked
from sim.results.kpis import read_figures
from sim.say import Language
from sim.say.texts import Texts
from sim.scenario.escaping import marked_csv
from sim.studies.run.run import RunOptions, Verified, save_run
from sim.studies.solve_case import Clock, be_silent

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.api.document import Brief

Basemap = Literal["auto", "schematic", "natural-earth", "tianditu"]


@dataclass(frozen=True, repr=False, eq=False)
class Result(Speaker, PlanTables):
    """An optimal plan, verified. Tables are copies; units stand in the names of their columns."""

    found: Verified
    language: Language = "en"

    @property
    def data(self) -> checked.Case:
        """Return the scenario and input tables that the plan was made from."""
        return self.found.case

    @property
    def name(self) -> str:
        """Return the short name of the scenario."""
        return self.data.scenario.name

    @property
    def title(self) -> str:
        """Return the title of the scenario in the language of the result."""
        words = self.data.scenario.title
        return self._texts().of(words) or words.en

    @property
    def status(self) -> str:
        """Return the status of the plan: optimal."""
        return str(self.found.tables.summary["status"])

    @property
    def summary(self) -> dict[str, Any]:
        """Return what `summary.json` says, and how many checks the tables passed."""
        count = len(self.found.report["checks"])
        return {**self.found.tables.summary, "verified_checks": count}

    @property
    def verification(self) -> dict[str, Any]:
        """Return what was checked in the written tables, as `verification.json` has it."""
        return dict(self.found.report)

    @property
    def notes(self) -> list[str]:
        """Return what a reader of the plan should know, in sentences."""
        return [self._texts().of(note) for note in self.found.tables.summary["notes"]]

    @property
    def kpis(self) -> pd.DataFrame:
        """Return every figure by name: value, unit (blank: a fraction), name_en, name_zh."""
        frame = pd.DataFrame(self.found.tables.summary["kpis"]).set_index("name")
        frame["value"] = pd.to_numeric(frame["value"])
        return frame.rename(columns={"en": "name_en", "zh": "name_zh"})

    def kpi(self, name: str) -> float:
        """Return one figure in its canonical unit; not a number where it is not defined."""
        figures = read_figures(self.found.tables.summary["kpis"])
        return figures[name]

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by the name of its file, e.g. `flows`."""
        return give(self.found.tables[name])

    # -- pictures and files ----------------------------------------------------------------

    def map(
        self,
        *,
        basemap: Basemap = "auto",
        title: str | None = None,
        language: Language | None = None,
        size: str | None = None,
    ) -> Figure:
        """Return the map of the plan: who sends what where, and how much gets used.

        `size` is a4, slide or width x height in cm, with letters readable in print; None: for
        the screen.

        Raises
        ------
        MapError
            No site has coordinates.
        InputError
            That is no size.
        """
        from sim.studies.run.drawing import draw_run_map

        look = self._look(basemap, self._texts(language), paper_of(size))
        return draw_run_map(self.found.tables, self.data.tables, look, title)

    def report(
        self,
        *,
        basemap: Literal["schematic", "natural-earth"] = "schematic",
        language: Language | None = None,
    ) -> Page:
        """Return the page of the plan, `report.html`, which a notebook shows."""
        from sim.studies.run.drawing import write_page
        from sim.studies.run.run import write_evidence

        case = self.data
        with TemporaryDirectory(prefix="sim-") as name:
            folder = Path(name)
            write_evidence(folder, case, self.found.report)
            look = self._look(basemap, self._texts(language))
            write_page(folder, self.found.tables, case.tables, case.scenario, look)
            return Page((folder / "report.html").read_text(encoding="utf-8"))

    def save(
        self,
        folder: str | Path | None = None,
        *,
        basemap: Basemap | Literal["none"] = "auto",
        pictures: Sequence[str] = (),
        bom: bool = False,
        language: Language | None = None,
        size: str | None = None,
        dpi: int | None = None,
    ) -> Path:
        """Write all that `sim run` writes to a folder, and return the folder.

        None: `results/<name>` of the project. What did not come from the scenario is not replaced.
        `bom`: CSV files begin with a mark by which Excel knows their Chinese.

        Raises
        ------
        InputError
            The folder holds something else.
        """
        target = self.data.root / "results" / self.name if folder is None else Path(folder)
        paper, texts = paper_of(size, dpi), self._texts(language)
        options = RunOptions(None, texts, basemap, tuple(pictures), paper)
        with marked_csv(bom):
            save_run(self.data, self.found.tables, target, options, Clock(be_silent))
        return target

    def brief(self, reference: Result | None = None) -> Brief:
        """Return a document of a few pages about the plan, against a reference if one is given."""
        from sim.api.document import Brief
        from sim.studies.compare.folder import make_distinct
        from sim.studies.compare.study import ComparedRun

        results = [self] if reference is None else [reference, self]
        names = make_distinct(result.name for result in results)
        runs = tuple(
            ComparedRun(name, result.found.tables, result.data)
            for name, result in zip(names, results, strict=True)
        )
        sources = tuple(result.data.made_by("brief").sources[0] for result in results)
        return Brief(runs, Origin("brief", sources), self.language)

    def _look(self, basemap: str, texts: Texts, paper: Paper | None = None) -> Any:
        return {
            "texts": texts,
            "basemap": basemap,
            "pictures": (),
            "root": self.data.root,
            "paper": paper,
        }

    # -- showing ---------------------------------------------------------------------------

    def __repr__(self) -> str:
        """Return name, status and the figures of the objective in one line."""
        reached = ", ".join(
            f"{stage['metric']} {stage['value']:.6g} {stage['unit']}".rstrip()
            for stage in self.found.tables.summary["objectives"]
            if stage["value"] is not None
        )
        return f"<Result {self.name}: {self.status}; {reached}>"

    def _repr_html_(self) -> str:
        """Return title and main figures."""
        from sim.report.cards import deal_cards

        cards = deal_cards(self.found.tables.summary, self._texts())
        rows = [(card.title, card.shown, card.note) for card in cards]
        return heading(self.title) + table(rows)
