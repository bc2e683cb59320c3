"""The one family of errors, and the exit code each of them ends with."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line returns to the shell."""

    OK = 0
    INTERNAL = 1
    INVALID_INPUT = 2
    INFEASIBLE = 3
    SOLVER_LIMIT = 4
    VERIFICATION_FAILED = 5
    UNBOUNDED = 6


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with the input: where, what, and what would mend it."""

    where: str
    """`file:line`, or a file or command-line option where there is no line."""
    what: str
    """What is wrong, in a sentence that names the offending text."""
    hint: str = ""
    """What to write instead; empty when nothing sensible can be proposed."""
    code: str = "invalid"
    """A short stable word for the kind of problem, for machines."""

    def __str__(self) -> str:
        tail = f" ({self.hint})" if self.hint else ""
        return f"{self.where}: {self.what}{tail}"


def _in_file_order(problem: Problem) -> tuple[str, int, Problem]:
    """Return a sort key that puts line 2 before line 10."""
    file, _, line = problem.where.rpartition(":")
    return (file, int(line), problem) if line.isdigit() else (problem.where, 0, problem)


@dataclass
class SimError(Exception):
    """Base of every error that the simulator raises on purpose."""

    message: str
    problems: list[Problem] = field(default_factory=list)
    exit_code: ExitCode = ExitCode.INTERNAL

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  {p}" for p in self.problems)])


class InputError(SimError):
    """The input is wrong; every problem found is listed at once."""

    def __init__(self, problems: list[Problem], message: str = "") -> None:
        unique = sorted(set(problems), key=_in_file_order)
        n = len(unique)
        text = message or f"{n} problem{'s' if n != 1 else ''} in the input"
        super().__init__(text, unique, ExitCode.INVALID_INPUT)


class InfeasibleError(SimError):
    """No plan satisfies all limits at once."""

    def __init__(self, message: str, problems: list[Problem] | None = None) -> None:
        super().__init__(message, problems or [], ExitCode.INFEASIBLE)


class UnboundedError(SimError):
    """The objective can be improved without end: a bound is missing in the input."""

    def __init__(self, message: str, problems: list[Problem] | None = None) -> None:
        super().__init__(message, problems or [], ExitCode.UNBOUNDED)


class SolverLimitError(SimError):
    """The solver stopped at a time or iteration limit, or failed numerically."""

    def __init__(self, message: str) -> None:
        super().__init__(message, [], ExitCode.SOLVER_LIMIT)


class VerificationError(SimError):
    """The written tables contradict the input they were made from."""

    def __init__(self, message: str, problems: list[Problem] | None = None) -> None:
        super().__init__(message, problems or [], ExitCode.VERIFICATION_FAILED)
