"""The one family of errors, and the exit code each of them ends with."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field
from enum import IntEnum

from sim.say import WORDS
from sim.say.message import Message, Sayable, message, spoken


class ExitCode(IntEnum):
    """What the command line returns to the shell."""

    OK = 0
    INTERNAL = 1
    INVALID_INPUT = 2
    INFEASIBLE = 3
    SOLVER_LIMIT = 4
    VERIFICATION_FAILED = 5
    UNBOUNDED = 6


@dataclass(frozen=True)
class Problem(Sayable):
    """One thing that is wrong with the input: where, what, and what would mend it."""

    where: str | Message
    """`file:line`, or a file or command-line option where there is no line."""
    what: Message
    """What is wrong, in a sentence that names the offending text."""
    hint: Sayable | None = None
    """What to write instead; None when nothing sensible can be proposed."""
    code: str = "invalid"
    """A short stable word for the kind of problem, for machines."""
    count: int = 1
    """How many problems this one stands for, where the rest of very many is counted."""

    def say(self, language: str) -> str:
        """Return the problem in a language, on one line."""
        parts = (self.where, self.what, self.hint)
        where, what, hint = (spoken(part, language) for part in parts)
        key = "problem_hinted" if hint else "problem"
        return message(key, where=where, what=what, hint=hint).say(language)

    def __str__(self) -> str:
        return self.say("en")

    @property
    def place(self) -> tuple[str, int]:
        """Return the file and the line, 0 where there is none."""
        file, _, line = str(self.where).rpartition(":")
        return (file, int(line)) if file and line.isdecimal() else (str(self.where), 0)


def _in_file_order(one: tuple[str, Problem]) -> tuple[str, bool, int, str]:
    """Return a sort key that puts line 2 before line 10, and what only counts behind the lines."""
    said, problem = one
    file, line = problem.place
    return file, problem.count > 1, line, said


def os_reason(error: OSError) -> Message:
    """Return why the operating system refused something: it speaks one language only."""
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    key = f"errno_{name}"
    return message(key) if key in WORDS else message("errno_other", name=name)


@dataclass
class SimError(Exception):
    """Base of every error that the simulator raises on purpose."""

    message: Message
    problems: list[Problem] = field(default_factory=list)
    exit_code: ExitCode = ExitCode.INTERNAL

    def __str__(self) -> str:
        return "\n".join([str(self.message), *(f"  {p}" for p in self.problems)])


class InputError(SimError):
    """The input is wrong; every problem found is listed at once."""

    def __init__(self, problems: list[Problem], text: Message | None = None) -> None:
        said = {str(problem): problem for problem in problems}
        unique = [problem for _, problem in sorted(said.items(), key=_in_file_order)]
        count = sum(problem.count for problem in unique)
        found = message("problem_count" if count == 1 else "problems_count", n=count)
        super().__init__(text or found, unique, ExitCode.INVALID_INPUT)


class InfeasibleError(SimError):
    """No plan satisfies all limits at once."""

    def __init__(self, message: Message, problems: list[Problem] | None = None) -> None:
        super().__init__(message, problems or [], ExitCode.INFEASIBLE)


class UnboundedError(SimError):
    """The objective can be improved without end: a bound is missing in the input."""

    def __init__(self, message: Message, problems: list[Problem] | None = None) -> None:
        super().__init__(message, problems or [], ExitCode.UNBOUNDED)


class SolverLimitError(SimError):
    """The solver stopped at a time or iteration limit, or failed numerically."""

    def __init__(self, message: Message) -> None:
        super().__init__(message, [], ExitCode.SOLVER_LIMIT)


class VerificationError(SimError):
    """The written tables contradict the input they were made from."""

    def __init__(self, message: Message, problems: list[Problem] | None = None) -> None:
        super().__init__(message, problems or [], ExitCode.VERIFICATION_FAILED)
