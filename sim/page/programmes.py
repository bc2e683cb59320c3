"""Programmes kept warm: the plan of a scenario whose limits were moved, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from sim.checks import check_case
from sim.loader.case import Case
from sim.loader.load import Loaded, make_case
from sim.network import Generation, Network, build_network
from sim.report.atlas import Atlas, draw_atlas
from sim.report.cards import Card, deal_cards
from sim.report.names import gather_names
from sim.results.tables import ResultTables
from sim.results.tabulate import tabulate_plan
from sim.say import Language
from sim.say.texts import Texts
from sim.solve import Session
from sim.solve.plan import Plan
from sim.solve.replan import Replanner
from sim.studies.fairness import load_with_floors
from sim.studies.solve_case import Clock, be_silent
from sim.studies.sweep.bounds import OtherStructureError, RightHandSides, structure_of


@dataclass(frozen=True)
class PlanView:
    """A plan with all that is shown of it, each part computed when it is asked for."""

    case: Case
    network: Network
    plan: Plan

    @cached_property
    def tables(self) -> ResultTables:
        """Return the tables of the plan, without reasons and prices."""
        return tabulate_plan(self.case, self.network, self.plan)

    def texts(self, language: Language) -> Texts:
        """Return the texts of a language with the names of the input tables."""
        return gather_names({}, self.case.tables, language)

    def cards(self, language: Language) -> list[Card]:
        """Return the figures at the top."""
        return deal_cards(self.tables.summary, self.texts(language))

    def atlas(self, language: Language) -> Atlas | None:
        """Return the map, on the schematic base; None where nothing has coordinates."""
        return draw_atlas(
            self.tables.frames, self.case.tables, self.texts(language), root=self.case.root,
            kind="schematic",
        )  # fmt: skip


class Programme:
    """The programme of a scenario inside the solver, and the plans of what it serves."""

    def __init__(self, loaded: Loaded) -> None:
        """Build and solve the programme of a scenario.

        Raises
        ------
        SimError
            The tables contradict each other, or no plan of a player alone.
        """
        case = make_case(loaded)
        check_case(case)
        self._own, self._case = load_with_floors(loaded, case, Clock(be_silent))
        network = build_network(self._case, Generation())
        self._session = Session(network)
        self._replanner = Replanner(self._session)
        self._structure = structure_of(self._own, self._own)
        self._right_hand_sides = RightHandSides(self._own, self._session.network, self._session)

    def plan(self, varied: Loaded) -> PlanView:
        """Return the optimal plan of a scenario that differs in right-hand sides alone.

        Raises
        ------
        OtherStructureError
            It needs a programme of its own.
        InfeasibleError, UnboundedError, SolverLimitError
        InputError
            Its tables contradict each other.
        """
        case = make_case(varied)
        check_case(case)
        if structure_of(self._own, varied) != self._structure:
            raise OtherStructureError("tables")
        old = self._own.tables
        touched = {table for table, rows in varied.tables.items() if rows is not old[table]}
        bounds, shifts = self._right_hand_sides.read(varied, touched)
        plan = self._replanner.solve(bounds)
        if shifts:
            stages = [replace(s, value=s.value + shifts.get(s.metric, 0.0)) for s in plan.stages]
            plan = replace(plan, stages=tuple(stages))
        return PlanView(case, build_network(case, Generation()), plan)
