"""What a document holds, in the order it is read; what it looks like is up to its writer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.say.texts import Texts


@dataclass(frozen=True)
class Heading:
    """The heading of a section; its number is set by the writers, as the language has it."""

    text: str
    level: int = 1
    """1 or 2."""


@dataclass(frozen=True)
class Paragraph:
    """Some sentences."""

    text: str


@dataclass(frozen=True)
class Points:
    """Short points, one a line."""

    texts: tuple[str, ...]
    is_small: bool = False
    """Whether they are set small, as notes are."""


@dataclass(frozen=True)
class Table:
    """A table with one line of headings; every row has a cell for each of them."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1
    """Columns from the left that hold words; those after them hold figures."""


@dataclass(frozen=True)
class Picture:
    """A picture beside the document."""

    path: Path
    """A PNG file in the folder of the document."""
    caption: str
    width_cm: float


Block = Heading | Paragraph | Points | Table | Picture


@dataclass(frozen=True)
class Document:
    """A document in the language of its reader."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    made_by: str
    """Version and solver, for the properties of the file and its last line."""
    texts: Texts

    @property
    def locale(self) -> str:
        """Return the language as files name it."""
        return "zh-CN" if self.texts.language == "zh" else "en-GB"
