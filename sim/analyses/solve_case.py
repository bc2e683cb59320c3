"""One plan of a case: network, model, solve, tabulate."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sim.loader.case import Case
from sim.network import build_network
from sim.results.tables import ResultTables
from sim.results.tabulate import tabulate
from sim.solve import Session
from sim.solve.study import study_plan

Tell = Callable[[str], None]


def be_silent(_text: str) -> None:
    """Say nothing."""


@dataclass
class Clock:
    """Says what is going on, and remembers how long each step took."""

    tell: Tell
    tell_note: Tell = be_silent
    """Called with a sentence the user should read even when all went well."""
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step by its name and time it."""
        self.tell(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def solve_case(case: Case, clock: Clock) -> ResultTables:
    """Return the tables of a case's optimal plan."""
    with clock.step("network"):
        network = build_network(case)
    with clock.step("model"):
        session = Session(network)
    with clock.step("solve"):
        plan = session.solve()
    with clock.step("worth"):
        findings = study_plan(session, plan)
    with clock.step("tabulate"):
        return tabulate(case, network, plan, findings)
