"""Programmes kept warm: the plan of a scenario whose limits were moved, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import pandas as pd

from sim.checks import check_case
from sim.errors import InfeasibleError
from sim.loader.case import Case
from sim.loader.load import Loaded, make_case
from sim.network import Generation, Network, build_network, liken, renew
from sim.network.haulage import CARBON_PRICE
from sim.page.closing import Closed, Closing, stand_still
from sim.page.reshaping import Reshaped, Reshaping, has_the_columns
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
from sim.scenario.document import Scenario
from sim.solve import Session
from sim.solve.akin import begin_like
from sim.solve.plan import Plan
from sim.solve.replan import Change, Replanner, TooManyRowsError
from sim.studies.fairness import load_with_floors
from sim.studies.solve_case import Clock, be_silent
from sim.studies.sweep.bounds import (
    RIGHT_HAND_SIDES,
    OtherStructureError,
    RightHandSides,
    structure_of,
    tables_of,
)

MOVED = {**RIGHT_HAND_SIDES, "generation": frozenset({"amount"})}
"""Table -> columns of which a programme serves all values."""
_PRICED = {**MOVED, "markets": MOVED["markets"] | {"price"}}
"""Table -> columns that decide on no row, no column and no name."""


@dataclass(frozen=True)
class PlanView:
    """A plan with all that is shown of it, each part computed when it is asked for."""

    case: Case
    _leave: Callable[[], Network]
    plan: Plan
    frames: PlanTables
    """Its tables, without reasons and prices."""
    _ground: Ground

    @cached_property
    def network(self) -> Network:
        """Return what may flow, be used and be made; routes have the numbers of the programme."""
        return self._leave()

    @cached_property
    def summary(self) -> Summary:
        """Return what the summary of a run says of the plan by itself."""
        return self.frames.summarize()

    def texts(self, language: Language) -> Texts:
        """Return words and names; plants that edits add have names too."""
        return self._ground.texts(language)

    @property
    def tables(self) -> ResultTables:
        """Return all tables of the plan."""
        return ResultTables(dict(self.frames), self.summary)

    def cards(self, texts: Texts) -> list[Card]:
        """Return the figures at the top."""
        return deal_cards(self.summary, texts)

    def sheet(self, texts: Texts) -> Sheet | None:
        """Return the map without a plan on it; None without places."""
        return self._ground.sheet(texts)

    def atlas(self, texts: Texts) -> Atlas | None:
        """Return the map, on the schematic base, its names as they are; None without places."""
        sheet = self.sheet(texts)
        if sheet is None:
            return None
        return fill_sheet(sheet, self.frames, self.case.tables, texts)


class Ground:
    """What is under all plans of a programme: names, and the map without a plan on it."""

    def __init__(self, case: Case, network: Network) -> None:
        self._case, self._network = case, network
        self._sheets: dict[Language, Sheet | None] = {}
        self._texts: dict[Language, Texts] = {}

    def texts(self, language: Language) -> Texts:
        """Return the texts of a language with the names of the input tables."""
        if language not in self._texts:
            self._texts[language] = gather_names({}, self._case.tables, Texts(language))
        return self._texts[language]

    def sheet(self, texts: Texts) -> Sheet | None:
        """Return the sheet of the maps: all plans of a programme have the same places."""
        language = texts.language
        if language not in self._sheets:
            sheet = spread_sheet(
                self._list_places(),
                self._case.tables,
                texts,
                root=self._case.root,
                kind="schematic",
            )
            self._sheets[language] = sheet and sheet.unescape()
        return self._sheets[language]

    def _list_places(self) -> dict[str, pd.DataFrame]:
        """Return the zones where waste arises, and the lines: those that are off too."""
        network = self._network
        zones = network.zones[network.zones.index.isin(network.supply["zone"])]
        return {
            "zones": zones,
            "lines": network.lines.join(network.plants[["lon", "lat"]], on="plant"),
        }


class Programme:
    """The programme of a scenario inside the solver, and the plans of what it serves."""

    case: Case
    """The scenario that it was built for."""
    _ground: Ground

    def __init__(self, loaded: Loaded, kin: Sequence[Programme] = ()) -> None:
        """Build the programme of a scenario; what it has in common with its `kin` is taken over.

        `like` is the number of the one that its network was made of; None without one.

        Raises
        ------
        InputError
            The tables contradict each other.
        InfeasibleError
            A demand that nothing can serve, or a player has no plan alone.
        """
        case = make_case(loaded)
        check_case(case, kin[0].case if kin else None)
        self._own, self.case = load_with_floors(loaded, case, Clock(be_silent))
        self.like, network = self._find_like(kin)
        self.session = Session(network or build_network(self.case, Generation()))
        self._replanner = Replanner(self.session)
        self._start_like(kin[self.like or 0 : (self.like or 0) + 1])
        self._plain = _without_carbon(self._own)
        self._structure = structure_of(self._plain, self._plain, _PRICED)
        self._right_hand_sides = RightHandSides(self._own, self.session.network, self.session)
        self._layout = Layout(self.session.network)
        self._closing = Closing(self.session.network, self.session.programme.columns)
        self._reshaping = Reshaping(self.case, self.session)
        self._asked: tuple[Loaded, bool] | None = None
        """What was last asked for, and whether it is served."""
        self._ground = (
            Ground(self.case, self.session.network) if self.like is None else kin[self.like]._ground
        )

    def _find_like(self, kin: Sequence[Programme]) -> tuple[int | None, Network | None]:
        """Return the number of the first that the network can be made of, and that network."""
        for number, one in enumerate(kin):
            if not tables_of(_without_carbon(one._own), _without_carbon(self._own), _PRICED):
                network = liken(one.session.network, one.case, self.case)
                if network is not None:
                    return number, network
        return None, None

    def _start_like(self, kin: Sequence[Programme]) -> None:
        """Have the first solve go on from what a programme of most of the rows has found."""
        for one in kin:
            if one._replanner.is_plain and self._replanner.is_plain:
                begin_like(self.session, one.session)

    def serves(self, varied: Loaded) -> bool:
        """Return whether a scenario has the rows and columns of the programme, as far as is known.

        Others may be its right-hand sides, prices, borders, and limits on the whole. Where a border
        opens ways that the programme has not, `plan` finds out.
        """
        if self._asked is None or self._asked[0] is not varied:
            self._asked = varied, self._find_whether_served(varied)
        return self._asked[1]

    def _find_whether_served(self, varied: Loaded) -> bool:
        if not self._closes_freely:
            return structure_of(self._own, varied, MOVED) == structure_of(
                self._own, self._own, MOVED
            )
        own = self._own.scenario
        if not has_the_columns(own, varied.scenario):
            return False
        unbound = _without_carbon(_under_rules_of(own, varied))
        return structure_of(self._plain, unbound, _PRICED) == self._structure

    def plan(self, varied: Loaded) -> PlanView:
        """Return the optimal plan of a scenario that the programme serves.

        Lines that it has switched off, borders that it has closed, and amounts that arise, are
        right-hand sides too.

        Raises
        ------
        OtherStructureError
            It needs a programme of its own.
        InfeasibleError, UnboundedError, SolverLimitError
        InputError
            Its tables contradict each other.
        """
        case = make_case(varied)
        check_case(case, self.case)
        floored, case = load_with_floors(varied, case, Clock(be_silent))
        varied = varied if floored.scenario is varied.scenario else floored
        if not self.serves(varied):
            raise OtherStructureError("tables")
        network = renew(self.session.network, self.case, case)
        lines = network.lines
        standing = replace(network, lines=stand_still(self.session.network.lines, lines))
        reshaped = self._reshaping.read(case, standing)
        closed = Closed(self._find_off(network), reshaped.shut)
        plan = self._solve(varied, reshaped, closed, case)
        if not self._layout.serves(reshaped.network):
            self._layout = self._layout.like(reshaped.network)
        frames = PlanTables(case, reshaped.network, plan, self._layout)
        left = partial(self._closing.leave, replace(reshaped.network, lines=lines), closed)
        return PlanView(case, left, plan, frames, self._ground)

    def _find_off(self, network: Network) -> frozenset[str]:
        """Return the lines of the programme that a network has switched off."""
        own = self.session.network.lines.index
        return frozenset(own.difference(network.lines.index)) if len(own) else frozenset()

    def _solve(self, varied: Loaded, now: Reshaped, closed: Closed, case: Case) -> Plan:
        """Return the plan of a scenario whose network has the same rows and columns at most."""
        try:
            return self._replanner.solve_changed(self._find_change(varied, now, closed))
        except TooManyRowsError:
            raise OtherStructureError("limits") from None
        except InfeasibleError:
            if closed != Closed():
                # Built without what is closed, the programme may know which demand nothing serves.
                Session(build_network(case, Generation()))
            raise

    def _find_change(self, varied: Loaded, now: Reshaped, closed: Closed) -> Change:
        """Return what of the programme is other than it was built."""
        own, supply = self.session.network, None
        if not own.supply["generation_kt_yr"].equals(now.network.supply["generation_kt_yr"]):
            supply = now.network.supply
        if supply is not None and not (self._closes_freely and self._moves_freely(now.network)):
            arises = zip(supply["zone"], supply["lot"], supply["generation_kt_yr"], strict=True)
            raise OtherStructureError("generation", arises)
        touched = {t for t, rows in varied.tables.items() if rows is not self._own.tables[t]}
        still = closed.off if self._closes_freely else frozenset()
        stated = _under_rules_of(self._own.scenario, varied) if self._closes_freely else varied
        bounds, shifts = self._right_hand_sides.read(stated, touched, off=still, supply=supply)
        columns = self._closing.columns(closed, now.network.supply)
        if not self._closes_freely:
            return Change(bounds, columns, shifts)
        return Change({**bounds, **now.bounds}, columns, shifts, now.forms, now.rows)

    @cached_property
    def _closes_freely(self) -> bool:
        """Return whether what is off can stay in the programme with nothing to do.

        What may be built, and what is opened or not, hangs together with what else there is.
        """
        own = self.session.network
        is_fixed = own.expansions.empty and own.closures.empty and not own.chooses
        return self._replanner.is_plain and is_fixed

    def _moves_freely(self, network: Network) -> bool:
        """Return whether amounts that arise stand on right-hand sides and in constants alone."""
        same_size = network.size_kt_yr == self.session.network.size_kt_yr
        return same_size and not self._own.scenario.balanced


def _without_carbon(loaded: Loaded) -> Loaded:
    """Return a scenario without its price of carbon, which decides on no row and no column."""
    parameters = loaded.tables["parameters"]
    others = [r for r in parameters.records if r.values["id"] != CARBON_PRICE]
    if len(others) == len(parameters.records):
        return loaded
    tables = {**loaded.tables, "parameters": replace(parameters, records=others)}
    return replace(loaded, tables=tables)


def _under_rules_of(own: Scenario, varied: Loaded) -> Loaded:
    """Return a scenario with the borders and limits of another one."""
    rules = {"borders": own.borders, "limits": own.limits}
    return replace(varied, scenario=varied.scenario.model_copy(update=rules))
