"""What a request asks for, read once: scenario, language, edits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.page.base import Base, open_base
from sim.page.edits import read_edits
from sim.page.edits.edit import Edit, Ground
from sim.page.project import find_file
from sim.say import Language
from sim.say.texts import Texts


@dataclass(frozen=True)
class Setup:
    """What a planner is told once."""

    root: Path
    first: str


@dataclass(frozen=True)
class Asked:
    """A request of the page."""

    setup: Setup
    path: Path
    base: Base
    language: Language
    edits: list[Edit]
    body: dict[str, Any]

    @property
    def texts(self) -> Texts:
        """Return the words and names of the reader's language."""
        return self.base.texts(self.language)

    @property
    def ground(self) -> Ground:
        """Return the base scenario as edits look at it."""
        return Ground(self.base.loaded)

    @property
    def number(self) -> Any:
        """Return the number of the request, by which late answers are told."""
        return self.body.get("number")


def language_of(body: dict[str, Any]) -> Language:
    """Return the language of a request."""
    return "zh" if body.get("lang") == "zh" else "en"


def read_asked(setup: Setup, body: dict[str, Any]) -> Asked:
    """Return what a request asks for.

    Raises
    ------
    InputError
        The scenario or an edit is wrong.
    """
    path = find_file(setup.root, setup.first, body.get("scenario"))
    base = open_base(path, setup.root)
    edits = read_edits(body.get("edits") or [])
    return Asked(setup, path, base, language_of(body), edits, body)
