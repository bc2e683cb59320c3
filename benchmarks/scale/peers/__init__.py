"""The solvers: this project, and its peers, each the way its own documentation writes models."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from benchmarks.machine import version_of
from benchmarks.scale.problem import Answer


@dataclass(frozen=True)
class Solver:
    """One line of the tables."""

    name: str
    title: str
    module: str
    library: str
    """Distribution it needs; blank for this project."""
    kinds: tuple[str, ...] = ("transport", "recipes")
    function: str = "{kind}"
    """Name of the function in the module."""
    goals: int = 3
    """How many of the stages it takes: rate, cost, transport work."""

    @property
    def is_installed(self) -> bool:
        """Return whether its library is here."""
        return not self.library or bool(version_of(self.library))

    def load(self, kind: str) -> Callable[[Any], Answer]:
        """Return what solves problems of a kind; imports the library.

        A peer takes a `Problem`, this project a case.
        """
        module = import_module(self.module)
        solve: Callable[[Any], Answer] = getattr(module, self.function.format(kind=kind))
        return solve


OURS = "ours"
SOLVERS = {
    solver.name: solver
    for solver in (
        Solver(OURS, "this project", f"{__name__}.own", "", function="plan"),
        Solver("linopy", "linopy + HiGHS", f"{__name__}.with_linopy", "linopy"),
        Solver(
            "linopy_ipm",
            "linopy + HiGHS, interior point",
            f"{__name__}.with_linopy",
            "linopy",
            function="{kind}_interior",
        ),
        Solver("pulp", "PuLP + HiGHS", f"{__name__}.with_pulp", "pulp"),
        Solver("pyomo", "Pyomo + HiGHS", f"{__name__}.with_pyomo", "pyomo"),
        Solver(
            "ortools",
            "OR-tools min-cost flow",
            f"{__name__}.with_ortools",
            "ortools",
            ("transport",),
            goals=2,
        ),
    )
}
PEERS = tuple(name for name, solver in SOLVERS.items() if solver.library)
