"""One plan of a case: network, model, solve, tabulate."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sim.checks.idle import idle_notes
from sim.diagnose.study import study_plan
from sim.errors import Problem
from sim.loader.case import Case
from sim.network import Generation, Network, build_network
from sim.results.goals import odd_goals
from sim.results.tables import ResultTables
from sim.results.tabulate import add_findings, tabulate_plan
from sim.results.trace.figures import Tracer
from sim.results.trace.listed import list_made
from sim.rules.metrics import CARDS
from sim.say.texts import BOTH
from sim.solve import Session
from sim.solve.growth import certificate
from sim.solve.mixed import Search
from sim.solve.plan import StageOutcome

Tell = Callable[[str], None]


def be_silent(*_said: object) -> None:
    """Say nothing."""


def note_odd(problem: Problem) -> dict[str, str]:
    """Return a note, en and zh, on something that is valid and odd."""
    return {t.language: t.label(t.say("odd"), t.tell(problem)) for t in BOTH}


@dataclass
class Clock:
    """Says what is going on, and remembers how long each step took."""

    tell: Tell
    tell_note: Tell = be_silent
    """Called with a sentence the user should read even when all went well."""
    tell_growth: Callable[[int, int], None] = be_silent
    """Called with looks and routes, whenever a large region gets further routes."""
    tell_search: Callable[[Search], None] = be_silent
    """Called every few seconds with how far the search for what to open has come."""
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step by its name and time it."""
        self.tell(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def solve_case(
    case: Case,
    clock: Clock,
    planned: Callable[[ResultTables], None] = be_silent,
    solved: Callable[[Sequence[StageOutcome]], None] = be_silent,
) -> ResultTables:
    """Return the tables of a case's optimal plan; in a large region routes are generated.

    `solved` is called with what the stages reached; `planned` with the tables of the plan, before
    reasons and prices are looked for.
    """
    with clock.step("network"):
        network = build_network(case, Generation())
    return solve_network(case, network, clock, planned, solved)


def solve_network(
    case: Case,
    network: Network,
    clock: Clock,
    planned: Callable[[ResultTables], None] = be_silent,
    solved: Callable[[Sequence[StageOutcome]], None] = be_silent,
) -> ResultTables:
    """Return what `solve_case` does, of a case whose network is built."""
    with clock.step("model"):
        session = Session(network)
    session.tell_search(clock.tell_search)
    if session.growth is not None:
        session.growth.tell = clock.tell_growth
    with clock.step("solve"):
        plan = session.solve()
    solved(plan.stages)
    proof = certificate(session.growth, [stage.metric for stage in plan.stages])
    with clock.step("tabulate"):
        tables = tabulate_plan(case, session.network, plan)
        planned(tables)
    with clock.step("worth"):
        findings = study_plan(session, plan)
    with clock.step("tabulate"):
        made = list_made(Tracer(case, session.network, plan), CARDS, tables["areas"])
        tables = add_findings(tables, case, session.network, plan, findings)
        tables = replace(tables, made=made)
        tables.summary["notes"] += idle_notes(case, network)
        tables.summary["notes"] += [note_odd(problem) for problem in odd_goals(case, network)]
    if proof is not None:
        tables.summary["route_generation"] = proof
    return tables
