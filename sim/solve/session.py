"""A session: one programme kept inside the solver, re-solved warm under changed bounds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csc_array, vstack

from sim.errors import InfeasibleError, SolverLimitError
from sim.model import Arrays, build_arrays, extend, reprice
from sim.model.areas import RATE, list_areas
from sim.network import Network
from sim.rules.families import rate_least
from sim.rules.metrics import LEVEL_OF, is_least
from sim.say.message import message
from sim.scenario.document import Stage
from sim.solve.arrays import Floats, violated_by_nothing
from sim.solve.balance import LeastRate, RateSpread
from sim.solve.choices import Choice, Held, open_chooser, relax, settle
from sim.solve.engine import Bases, Engine
from sim.solve.forms import Form, make_form
from sim.solve.gaps import Gaps
from sim.solve.growth import Growth, pin_entries
from sim.solve.hardness import is_hard
from sim.solve.keeping import Keep, Kept, by_primal, find_extent, keep_metric, kept_prices
from sim.solve.mixed import Search
from sim.solve.plan import Choosing, Plan
from sim.solve.row_table import list_rows, tabulate_rows
from sim.solve.stages import Progress, break_ties, column_weights, solve_in_order

RowName = tuple[str, tuple[Any, ...]]
"""(constraint, index) of a row, e.g. ("line_capacity", ("l1", 2025))."""
TIE_BREAK = Stage(minimize="transport_work")
NOTHING = 1e-7
"""Amounts below this, relative to the size of the study, are what rounding leaves of nothing."""
_REACH = 1000
"""Number under which the bases of searches in a direction are remembered."""


@dataclass(frozen=True)
class Start:
    """What a session starts its solves from; nothing at first."""

    bases: Bases = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)


class Session:
    """The programme of a network, built and handed over once.

    Re-solves change row bounds in place and start from the basis each stage ended with, so
    that a capacity more or less costs milliseconds. The plan of a re-solve equals the plan
    of a cold run: ties are broken by the names of columns alone.
    """

    def __init__(self, network: Network, *, with_change: bool = False) -> None:
        """Build the programme; `with_change` if the change from a reference will be asked for.

        Raises
        ------
        InfeasibleError
            A row that nothing is in cannot hold, e.g. a contract that no line can serve.
        """
        began = time.perf_counter()
        self.programme = build_arrays(network, with_change=with_change)
        for row in self.programme.hopeless:
            name = f"{row.name[0]}[{','.join(map(str, row.name[1]))}]"
            raise InfeasibleError(message("no_plan_row", row=name))
        built = time.perf_counter()
        self.chooser = open_chooser(self.programme)
        self._settled: Arrays | None = None
        self._choosing: Choosing | None = None
        self.chosen: Floats = np.zeros(0)
        """The columns that say what was found best to open, after a solve that chose."""
        self.engine = Engine(relax(self.arrays), network.scenario.solver)
        self.row_of: dict[RowName, int] = {
            name: row for row, name in enumerate(self.arrays.row_names)
        }
        self._forms: dict[tuple[str, tuple[tuple[str, str], ...]], Form] = {}
        self._weights: Floats | None = None
        self.engine.interior = is_hard(network, len(self.arrays.row_names))
        self.growth = Growth(self) if network.grows else None
        self.rates: dict[str, float] = {}
        self.seconds = {"model": built - began, "hand_over": time.perf_counter() - built}

    @property
    def network(self) -> Network:
        """Return the network with all routes in the programme."""
        return self.programme.network

    @property
    def arrays(self) -> Arrays:
        """Return the programme as arrays: with its choices made, after a solve that made some."""
        return self.programme.arrays if self._settled is None else self._settled

    @property
    def chooses(self) -> bool:
        """Return whether there is something to open or not."""
        return self.chooser is not None

    def reprice(self, network: Network) -> None:
        """Take a network whose costs alone are others; go on from where earlier solves ended."""
        before = self.programme.arrays
        if network is not self.network:
            self.programme, self._forms = reprice(self.programme, network), {}
        if self.programme.arrays is not before:
            self.chooser, self._settled = open_chooser(self.programme), None
            self._hand_over(relax(self.arrays), {})

    def weights(self) -> Floats:
        """Return the weight of each column that breaks ties."""
        if self._weights is None:
            self._weights = column_weights(self.programme.columns)
        return self._weights

    def grow(self, routes: pd.DataFrame) -> None:
        """Add routes to the programme, and to the solver with what pins say of them."""
        self.programme, block = extend(self.programme, routes)
        fresh = self.network.routes.iloc[-len(routes) :]
        pins = pin_entries(self.network, fresh, self.engine.pinned_routes)
        self.engine.add_columns(csc_array(vstack([block, pins])))
        self._forms, self._weights = {}, None

    def in_order(self, stages: Sequence[Stage], rates: dict[str, float]) -> Progress:
        """Solve stages in order in the engine as it stands, ties left open."""
        return self._in_order(list(stages), self.form, rates)

    def _in_order(
        self, stages: list[Stage], form_of: Callable[[str], Form], rates: dict[str, float]
    ) -> Progress:
        if self.growth is not None:
            self.growth.begin()
        return solve_in_order(self.engine, stages, form_of, rates, self.growth, self._choosing)

    @property
    def start(self) -> Start:
        """Return a copy of what the next solve will start from."""
        return Start(dict(self.engine.bases), dict(self.rates))

    def restart(self, start: Start) -> None:
        """Forget every solve and start from `start`, in a solver of its own.

        What is solved from now on, in whatever order, is the same to the last bit as in any
        other session of this network that was restarted so.
        """
        self._settled = None
        self._hand_over(relax(self.arrays), start.bases)
        self.rates = dict(start.rates)

    def _hand_over(self, arrays: Arrays, bases: Bases) -> None:
        """Begin with a solver of its own for a programme, and with bases that are known."""
        interior = self.engine.interior
        self.engine = Engine(arrays, self.network.scenario.solver)
        self.engine.interior = interior
        self.engine.bases |= bases

    def make_choices(self, values: Floats) -> None:
        """Open what these columns say: from now on the programme is the linear one that is left."""
        self.chosen = values
        self._settled = settle(self.programme.arrays, values)
        self._hand_over(self._settled, self.engine.bases)

    def _settle(self, choice: Choice) -> None:
        self._choosing = choice.how
        self.make_choices(choice.values)

    def form(self, metric: str, scope: Mapping[str, str] | None = None) -> Form:
        """Return a metric as vectors over the columns."""
        key = metric, tuple(sorted((scope or {}).items()))
        if key not in self._forms:
            form = make_form(self.programme.vectors(metric, scope))
            self._forms[key] = self._with_rates(metric, form) if metric in LEVEL_OF else form
        return self._forms[key]

    def _with_rates(self, metric: str, form: Form) -> Form:
        """Return the least rate of a level, or the spread, with the rates it looks at.

        Where no area has a rate nothing bounds the columns, and any plan is as good as another.
        """
        level = LEVEL_OF[metric]
        areas = list_areas(self.network, level)
        if not areas:
            nothing = np.zeros(len(form.vector))
            return LeastRate(nothing, 0.0) if is_least(metric) else RateSpread(nothing, 0.0)
        rates = tuple(self.form(RATE, {level: area}) for area in areas)
        if not is_least(metric):
            return RateSpread(form.vector, form.offset, routes=form.routes, rates=rates)
        rows = tuple(self.row_of[rate_least.NAME, (level, area)] for area in areas)
        column = int(np.flatnonzero(form.vector)[0])
        return LeastRate(
            form.vector, form.offset, routes=form.routes, rates=rates, rows=rows, column=column
        )

    def bounds(self, row: RowName) -> tuple[float, float]:
        """Return the bounds a row was built with."""
        number = self.row_of[row]
        return float(self.arrays.lower[number]), float(self.arrays.upper[number])

    def solve(
        self,
        stages: Sequence[Stage] | None = None,
        bounds: Mapping[RowName, tuple[float, float]] | None = None,
        keep: Sequence[Keep] = (),
    ) -> Plan:
        """Return the optimal plan under changed row bounds and kept metrics.

        Without stages, those of the scenario. Nothing of the change outlasts the call.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        began = time.perf_counter()
        wanted = list(stages if stages is not None else self.network.scenario.objective)
        self._choose(wanted, self.form, bounds or {}, keep)
        kept = self._confine(bounds or {}, keep)
        progress = self._search(wanted, self.form)
        seconds = {**self.seconds, "solve": time.perf_counter() - began}
        return self._plan(progress, len(wanted), seconds, kept)

    def report(
        self,
        progress: Progress,
        reported: int,
        seconds: dict[str, float],
        bounds: tuple[Floats, Floats],
    ) -> Plan:
        """Return the plan of stages that were solved elsewhere, under these bounds of all rows."""
        return self._plan(progress, reported, seconds, [], bounds)

    def search(
        self,
        stages: Sequence[Stage],
        bounds: Mapping[RowName, tuple[float, float]],
        form_of: Callable[[str], Form],
    ) -> Progress:
        """Solve stages in order under changed row bounds, with metrics of the caller's making.

        The faces of the stages stay with the engine until the next solve.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        self._choose(list(stages), form_of, bounds, ())
        self._confine(bounds, ())
        return self._search(list(stages), form_of)

    def _choose(
        self,
        stages: list[Stage],
        form_of: Callable[[str], Form],
        bounds: Mapping[RowName, tuple[float, float]],
        keep: Sequence[Keep],
    ) -> None:
        """Find out what to open, where that is to be chosen."""
        if self.chooser is not None:
            kept = self._forms_of(keep)
            everything = [*stages, TIE_BREAK]
            weights = self.weights()
            self._settle(self.chooser.choose(everything, form_of, bounds, kept, weights))

    def tell_search(self, tell: Callable[[Search], None]) -> None:
        """Have it told how far the search for what to open has come, where there is one."""
        if self.chooser is not None:
            self.chooser.tell(tell)

    def _forms_of(self, keep: Sequence[Keep]) -> list[Held]:
        return [(self.form(kept.metric), kept) for kept in keep]

    def _search(self, wanted: list[Stage], form_of: Callable[[str], Form]) -> Progress:
        self._look_for_any_plan()
        everything = [*wanted, TIE_BREAK]
        progress = self._in_order(everything, form_of, self.rates)
        break_ties(self.engine, self.weights, len(everything), progress, self.growth)
        return progress

    def _look_for_any_plan(self) -> None:
        """End at once, before a first solve, where demands and limits leave no plan at all.

        Where nothing but places for the waste is asked for there is a plan. Where routes are
        still to be added, or the interior-point method is to go first, the solve finds out.
        """
        engine = self.engine
        if engine.bases or engine.interior or self.growth is not None:
            return
        lower, upper = engine.asked_bounds()
        needs, _ = violated_by_nothing(lower, upper)
        asked_for = {self.arrays.row_names[row][0] for row in needs.tolist()}
        if asked_for <= {"zone_balance"} and not self.network.scenario.limits:
            return
        asked = replace(self.arrays, lower=lower, upper=upper)
        if not Gaps(asked, self.network.scenario.solver).can_be_closed():
            raise InfeasibleError(message("no_plan"))

    def reach(self, direction: Floats, keep: Sequence[Keep] = (), *, maximize: bool) -> Plan:
        """Return a plan that goes furthest in a direction of the columns, with metrics kept.

        The plan has no stages; ties are broken as always. The search goes on from the plan at hand.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        began = time.perf_counter()
        if self.chooser is not None:
            kept = self._forms_of(keep)
            self._settle(self.chooser.furthest(direction, kept, maximize=maximize))
        self._confine({}, keep)
        self.engine.start_from(_REACH)
        self.engine.aim(direction, maximize=maximize)
        with by_primal(self.engine):
            optimum = self.engine.run()
            self.engine.remember(_REACH)
            self.engine.keep_optimal(optimum)
            self.engine.aim(self.weights(), maximize=False)
            progress = Progress(optimum=self.engine.run(), solves=2)
        seconds = {**self.seconds, "solve": time.perf_counter() - began}
        return self._plan(progress, 0, seconds, [])

    def extent(
        self,
        directions: Iterable[Floats],
        keep: Sequence[Keep] = (),
    ) -> list[tuple[float, float]]:
        """Return the least and the largest value of each sum of columns, with metrics kept.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError
        """
        if self.chooser is not None:
            return self.chooser.extent(directions, self._forms_of(keep))
        self._confine({}, keep)
        return find_extent(self.engine, directions)

    def _confine(
        self,
        bounds: Mapping[RowName, tuple[float, float]],
        keep: Sequence[Keep],
    ) -> list[Kept]:
        """Undo earlier changes, set bounds and keep metrics; return the rows that keep them."""
        self.engine.reset()
        for row, (lower, upper) in bounds.items():
            self.engine.bound_row(self.row_of[row], lower, upper)
        return [keep_metric(self.engine, self.form(one.metric), one) for one in keep]

    def _plan(
        self,
        progress: Progress,
        reported: int,
        seconds: dict[str, float],
        kept: list[Kept],
        bounds: tuple[Floats, Floats] | None = None,
    ) -> Plan:
        if progress.optimum is None:
            raise SolverLimitError(message("no_stage"))
        columns = progress.optimum.columns
        values = np.where(np.abs(columns) < NOTHING * self.arrays.size, 0.0, columns)
        return Plan(
            **self.programme.columns.split(values),
            stages=tuple(progress.stages[:reported]),
            rows=tabulate_rows(
                self._rows, progress, reported, bounds or self.engine.asked_bounds()
            ),
            counts={
                "rows": len(self.arrays.row_names),
                "columns": len(self.arrays.column_names),
                "nonzeros": int(self.arrays.matrix.nnz),
                "routes": len(self.network.routes),
                **({"candidates": self.growth.candidates} if self.growth else {}),
                "solves": progress.solves,
            },
            seconds=seconds,
            kept=kept_prices(progress, kept, self.form, len(self.arrays.row_names)),
            bases=tuple(
                self.form(stage.metric).base(progress.optimum.columns)
                for stage in progress.stages[:reported]
            ),
            sizes=tuple(
                tuple(self.form(stage.metric).sizes(progress.optimum.columns))
                for stage in progress.stages[:reported]
            ),
            choosing=self._choosing,
            is_proven=True,
        )

    @cached_property
    def _rows(self) -> pd.DataFrame:
        return list_rows(self.programme.arrays)
