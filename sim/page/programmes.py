"""Programmes kept warm: the plan of a scenario whose limits were moved, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from sim.checks import check_case
from sim.loader.case import Case
from sim.loader.load import Loaded, make_case
from sim.network import Generation, Network, build_network, renew
from sim.report.atlas import Atlas, fill_sheet
from sim.report.cards import Card, deal_cards
from sim.report.names import gather_names
from sim.report.sheet import Sheet, spread_sheet
from sim.results.layout import Layout
from sim.results.summary_file import Summary
from sim.results.tables import ResultTables
from sim.results.tabulate import PlanTables
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
    frames: PlanTables
    """Its tables, without reasons and prices."""
    _sheet: Callable[[Language, PlanTables], Sheet | None]
    texts: Callable[[Language], Texts]
    """Language -> words and names; plants that edits add have names too."""

    @cached_property
    def summary(self) -> Summary:
        """Return what the summary of a run says of the plan by itself."""
        return self.frames.summarize()

    @property
    def tables(self) -> ResultTables:
        """Return all tables of the plan."""
        return ResultTables(dict(self.frames), self.summary)

    def cards(self, language: Language) -> list[Card]:
        """Return the figures at the top."""
        return deal_cards(self.summary, self.texts(language))

    def atlas(self, language: Language) -> Atlas | None:
        """Return the map, on the schematic base, its names as they are; None without places."""
        sheet = self._sheet(language, self.frames)
        if sheet is None:
            return None
        return fill_sheet(sheet, self.frames, self.case.tables, self.texts(language))


class Programme:
    """The programme of a scenario inside the solver, and the plans of what it serves."""

    def __init__(self, loaded: Loaded) -> None:
        """Build the programme of a scenario.

        Raises
        ------
        InputError
            The tables contradict each other.
        InfeasibleError
            A demand that nothing can serve, or a player has no plan alone.
        """
        case = make_case(loaded)
        check_case(case)
        self._own, self.case = load_with_floors(loaded, case, Clock(be_silent))
        self.session = Session(build_network(self.case, Generation()))
        self._replanner = Replanner(self.session)
        self._structure = structure_of(self._own, self._own)
        self._right_hand_sides = RightHandSides(self._own, self.session.network, self.session)
        self._layout = Layout(self.session.network)
        self._sheets: dict[Language, Sheet | None] = {}
        self._texts: dict[Language, Texts] = {}

    def serves(self, varied: Loaded) -> bool:
        """Return whether a scenario differs in right-hand sides alone, as far as that is known.

        Where a limit comes or goes with its value, `plan` finds out.
        """
        return structure_of(self._own, varied) == self._structure

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
        if not self.serves(varied):
            raise OtherStructureError("tables")
        case = make_case(varied)
        check_case(case, self.case)
        old = self._own.tables
        touched = {table for table, rows in varied.tables.items() if rows is not old[table]}
        bounds, shifts = self._right_hand_sides.read(varied, touched)
        plan = self._replanner.solve(bounds)
        if shifts:
            stages = [replace(s, value=s.value + shifts.get(s.metric, 0.0)) for s in plan.stages]
            plan = replace(plan, stages=tuple(stages))
        network = renew(self.session.network, self.case, case)
        if not self._layout.serves(network):
            self._layout = Layout(network)
        frames = PlanTables(case, network, plan, self._layout)
        return PlanView(case, network, plan, frames, self._find_sheet, self.texts)

    def texts(self, language: Language) -> Texts:
        """Return the texts of a language with the names of the input tables."""
        if language not in self._texts:
            self._texts[language] = gather_names({}, self.case.tables, language)
        return self._texts[language]

    def _find_sheet(self, language: Language, frames: PlanTables) -> Sheet | None:
        """Return the sheet of the maps: all plans of a programme have the same places."""
        if language not in self._sheets:
            sheet = spread_sheet(
                frames,
                self.case.tables,
                self.texts(language),
                root=self.case.root,
                kind="schematic",
            )
            self._sheets[language] = sheet and sheet.unescape()
        return self._sheets[language]
