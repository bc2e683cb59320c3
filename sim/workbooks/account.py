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
    is_several: bool = False
    """Whether there are several workbooks: then places name theirs, as `[a.xlsx]Sheet1!B5`."""
    lines: list[Told] = field(default_factory=list)
    problems: Noted = field(default_factory=Noted)

    def tell(self, where: str, kind: str, what: Message) -> None:
        """Note what was taken for what."""
        self.lines.append(Told(where, kind, what))

    def at(self, where: str) -> str:
        """Return a place for those who do not have the workbook before them."""
        return where if self.is_several else f"{self.file}, {where}"

    def refuse(self, where: str, what: Message, hint: Sayable | None = None) -> None:
        """Note what could not be read."""
        self.problems.add(Problem(self.problem_at(where), what, hint, "cell"))

    def problem_at(self, where: str) -> str:
        """Return a place as problems tell it."""
        if not where:
            return self.file
        return where if self.is_several else f"{self.file}: {where}"

    def count(self, kind: str) -> int:
        """Return how many things of a kind were noted."""
        return sum(line.kind == kind for line in self.lines)
