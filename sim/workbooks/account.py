"""What was taken for what: every row of a workbook, and every value that nobody wrote."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.errors import Problem
from sim.loader.read.words import Noted
from sim.say.message import Message, Sayable


@dataclass(frozen=True)
class Told:
    """One thing that was understood, and where."""

    where: str
    kind: str
    """table | column | unread | total | note | row | inferred | made"""
    what: Message


@dataclass
class Account:
    """All that was understood of a workbook, and all that was not."""

    file: str
    lines: list[Told] = field(default_factory=list)
    problems: Noted = field(default_factory=Noted)

    def tell(self, where: str, kind: str, what: Message) -> None:
        """Note what was taken for what."""
        self.lines.append(Told(where, kind, what))

    def refuse(self, where: str, what: Message, hint: Sayable | None = None) -> None:
        """Note what could not be read."""
        place = f"{self.file}: {where}" if where else self.file
        self.problems.add(Problem(place, what, hint, "cell"))

    def count(self, kind: str) -> int:
        """Return how many things of a kind were noted."""
        return sum(line.kind == kind for line in self.lines)
