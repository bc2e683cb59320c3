"""A brief: a document of a few pages about results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from sim.api.speaker import Speaker
from sim.documents.write import write_document
from sim.draw.paper import paper_of
from sim.folders.marker import Origin
from sim.folders.place import claim
from sim.say import Language
from sim.studies.brief.compose import compose
from sim.studies.brief.folder import STEM, fill_brief
from sim.studies.brief.subject import make_subject
from sim.studies.compare.study import ComparedRun
from sim.studies.solve_case import be_silent

Form = Literal["docx", "pdf", "md"]


@dataclass(frozen=True, repr=False, eq=False)
class Brief(Speaker):
    """A document about results; the first of several is the reference."""

    runs: tuple[ComparedRun, ...]
    origin: Origin
    language: Language = "en"

    def text(self, *, language: Language | None = None) -> str:
        """Return the document as Markdown, without its maps."""
        subject = make_subject(self.runs, self._texts(language))
        document = compose(subject, (), subject.texts.say("brief_map_left_out"))
        with TemporaryDirectory(prefix="sim-") as name:
            write_document(document, Path(name), STEM, ("md",))
            return (Path(name) / f"{STEM}.md").read_text(encoding="utf-8")

    def save(
        self,
        folder: str | Path,
        *,
        forms: Sequence[Form] = ("docx",),
        basemap: str = "auto",
        size: str | None = None,
        dpi: int | None = None,
        language: Language | None = None,
    ) -> Path:
        """Write what `sim brief` writes to a folder, and return the folder.

        `forms` are those of `--as`; `size` and `dpi` those of the maps.

        Raises
        ------
        InputError
            The folder holds something else, a font is missing, or that is no size.
        """
        target, paper = Path(folder), paper_of(size, dpi)
        subject = make_subject(self.runs, self._texts(language))
        with claim(target, self.origin, be_silent) as place:
            place.write(lambda to: fill_brief(to, subject, tuple(forms), basemap, be_silent, paper))
        return target

    def __repr__(self) -> str:
        """Return what it is of."""
        return f"<Brief of {', '.join(run.name for run in self.runs)}>"

    def _repr_markdown_(self) -> str:
        return self.text()
