"""A case given to other solvers, and their plans read back: programmes, models, files, tables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.checks import check_case
from sim.diagnose.causes import find_causes
from sim.diagnose.study import LARGEST, Findings
from sim.errors import InputError, Problem
from sim.exchange import plan_from_values, to_pyomo
from sim.exchange.pyomo_model import refuse_hopeless
from sim.exchange.read_values import Values, read_values
from sim.exchange.stages import Reached, StageProgramme, at_stage, needs
from sim.folders.place import check_place
from sim.loader import load_case
from sim.loader.case import Case
from sim.model import Programme, build_arrays
from sim.network import build_network
from sim.results.tables import ResultTables
from sim.results.tabulate import tabulate
from sim.say.message import in_both, message
from sim.scenario.document import Scenario
from sim.solve import Plan, Session
from sim.studies.fairness import with_floors
from sim.studies.run.run import RunOptions, RunOutcome, Verified, save_run, verify_tables
from sim.studies.solve_case import Clock, be_silent

_FIRST_FEW = 5
MANY_ROUTES = 20_000
"""Routes from which on the causes of the largest wastes alone are looked for."""


@dataclass(frozen=True)
class Prepared:
    """The programme of a case with all its routes, and what earlier stages have reached."""

    case: Case
    """With the floors of `no_worse_off`."""
    programme: Programme
    reached: Reached


def build_programme(case: Case, clock: Clock | None = None) -> tuple[Case, Programme]:
    """Return a case with the floors of `no_worse_off`, and its programme with all routes."""
    clock = clock or Clock(be_silent)
    fair = with_floors(case, clock)
    with clock.step("network"):
        network = build_network(fair)
    with clock.step("model"):
        return fair, build_arrays(network)


def check_stage(scenario: Scenario, stage: int) -> None:
    """Refuse a stage that a scenario does not have; one past the last is the tie-break.

    Raises
    ------
    InputError
    """
    count = len(scenario.objective)
    if not 1 <= stage <= count + 1:
        what = message("stage_missing", stage=stage, count=count, last=count + 1)
        raise InputError([Problem("--stage", what, code="stage")])


def prepare(case: Case, stage: int = 1, clock: Clock | None = None) -> Prepared:
    """Return the programme of a case, with the stages solved that stage `stage` rests on.

    Raises
    ------
    InputError
        There is no such stage.
    InfeasibleError, UnboundedError, SolverLimitError
    """
    clock = clock or Clock(be_silent)
    check_stage(case.scenario, stage)
    fair, programme = build_programme(case, clock)
    refuse_hopeless(programme)
    stages = fair.scenario.objective
    many = needs(programme, stage)
    if not many:
        return Prepared(fair, programme, Reached())
    with clock.step("solve"):
        session = Session(programme.network)
        progress = (
            session.search(stages[:many], {}, session.form)
            if session.chooses
            else session.in_order(stages[:many], {})
        )
    assert progress.optimum is not None
    return Prepared(fair, programme, Reached(tuple(progress.stages), progress.optimum.columns))


def case_to_pyomo(case: Case, stage: int = 1) -> Any:
    """Return the Pyomo model of a case with one stage active: see `sim.exchange.to_pyomo`.

    Earlier stages are solved here and kept by rows `stage_pin`; so is a rate with old stock in
    play, so that its objective stands at its best rate.

    Raises
    ------
    InputError, InfeasibleError, UnboundedError, SolverLimitError
    """
    ready = prepare(case, stage)
    return to_pyomo(ready.programme, stage=stage, reached=ready.reached)


def case_at_stage(
    case: Case, stage: int = 1, clock: Clock | None = None
) -> tuple[Programme, StageProgramme]:
    """Return the programme of a case and one stage of it as a linear programme, to be written."""
    ready = prepare(case, stage, clock)
    return ready.programme, at_stage(ready.programme, stage, ready.reached)


def read_plan(case: Case, source: Values) -> Verified:
    """Return the result tables of a plan that another solver found, verified as those of a run.

    `source` is a solved model of `case_to_pyomo`, a solution file of an exported programme, a
    mapping of names to kt/yr, or one value a column. The plan counts as given, not as optimal;
    limits have no prices.

    Raises
    ------
    InputError
        The values are not of this case.
    VerificationError
        They violate a limit, which is named, or the tables made of them contradict the input.
    """
    return verify_tables(*tabulate_given(case, source), Clock(be_silent))


def run_plan(path: Path, file: Path, options: RunOptions, clock: Clock) -> RunOutcome:
    """Write the results folder of the plan in a solution file, as a run of the scenario would.

    Raises
    ------
    SimError
        Invalid input, names or values of another scenario, limits that the plan violates, or a
        failed verification; then nothing is written.
    """
    with clock.step("load"):
        case = load_case(path)
    with clock.step("check"):
        check_case(case)
    target = (options.out or case.root / "results") / case.scenario.name
    check_place(target, case.made_by("run"))
    fair, tables = tabulate_given(case, file, clock, only_own=True)
    for text in tables.summary["notes"]:
        clock.tell_note(options.texts.of(text))
    report = save_run(fair, tables, target, options, clock)
    tables.summary["verified_checks"] = len(report["checks"])
    return RunOutcome(target, tables)


def tabulate_given(
    case: Case, source: Values, clock: Clock | None = None, *, only_own: bool = False
) -> tuple[Case, ResultTables]:
    """Return a case with the floors of `no_worse_off` and the tables of a plan, not yet verified.

    The values have been held against every row of the programme. With `only_own` every name must
    be a variable of the case.

    Raises
    ------
    InputError, VerificationError
    """
    clock = clock or Clock(be_silent)
    fair, programme = build_programme(case, clock)
    with clock.step("read_plan"):
        given = read_values(programme, source)
        if only_own:
            given.refuse_unknown()
        plan = plan_from_values(programme, given.values)
    with clock.step("tabulate"):
        most = LARGEST if len(programme.network.routes) > MANY_ROUTES else None
        causes = find_causes(_session_of(programme, plan), plan, most)
        tables = tabulate(fair, programme.network, plan, Findings(causes, None))
    notes = [message("given_note")]
    if given.unknown:
        names = ", ".join(given.unknown[:_FIRST_FEW])
        notes.append(message("given_unknown", count=len(given.unknown), names=names))
    tables.summary["notes"] += [in_both(note) for note in notes]
    tables.summary["times_s"] = {}
    return fair, tables


def _session_of(programme: Programme, plan: Plan) -> Session:
    """Return a session of a programme with what a plan opens open, and nothing else."""
    session = Session(programme.network)
    if session.chooses:
        session.make_choices(programme.columns.gather({"on": plan.on, "steps": plan.steps}))
    return session
