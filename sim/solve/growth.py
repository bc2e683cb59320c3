"""Growth: a programme that starts with few routes and takes in those that pay, until none does.

Column generation (Dantzig and Wolfe 1960; Gilmore and Gomory 1961) over the candidates of a
large region. After every stage all candidates are priced; the attractive ones are added in bulk
and the stage goes on from its basis. At the end no candidate is attractive at any stage: the
plan is that of the programme with all routes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from sim.errors import InfeasibleError
from sim.model import FIGURES, Floats, Programme
from sim.model.weights import route_figures
from sim.network import Network
from sim.solve.blend import blend, blended_stages, settle_rates
from sim.solve.engine import Engine
from sim.solve.forms import Form
from sim.solve.optimum import Optimum
from sim.solve.pricing import ATTRACTIVE, Pricer, PricingResult, StageDuals

HAULED = ("utilization", "chain", "disposal")
TIE_BREAK = "transport_work"
FORESEEN = 8
"""Candidates of an origin, and of a destination, that rough prices bring in at most."""
MOST_SOLVES = 100
"""Optima of a blend that are looked for: rates of several stages may never settle together."""
NOTHING = 1e-9
"""Rows violated by less in all (kt/yr) are satisfied."""


@dataclass(frozen=True)
class Priced:
    """The last pricing of all candidates in one stage."""

    looked_at: int
    """Routes on the faces of the stages before, whose reduced cost was worked out."""
    missed: float
    """By how much the most attractive of them would still improve the objective, per kt/yr."""
    tolerance: float


class Growing(Protocol):
    """A programme in the solver that takes in further routes."""

    engine: Engine
    row_of: dict[tuple[str, tuple[Any, ...]], int]
    """Name of each row -> its number."""

    @property
    def network(self) -> Network:
        """Return the network with all routes in the programme."""

    @property
    def programme(self) -> Programme:
        """Return the programme."""

    def grow(self, routes: pd.DataFrame) -> None:
        """Add routes to the programme, and to the solver."""


@dataclass
class Growth:
    """Takes routes from the candidates of a session's network."""

    session: Growing
    tell: Callable[[int, int], None] = field(default=lambda _rounds, _routes: None)
    """Called with the looks so far and the routes in the programme, whenever some are added."""
    rounds: int = 0
    """Looks at all candidates so far."""
    priced: list[Priced] = field(default_factory=list)
    """The duals of every stage of the last search, and of the tie-break."""

    def __post_init__(self) -> None:
        session = self.session
        self.pricer = Pricer(session.network, session.row_of)
        self._faces: list[StageDuals] = []
        self._last: StageDuals | None = None
        self._have = set(_keys(session.network.routes))
        self._foreseen = False
        known = session.network.routes["role"].isin(HAULED)
        ways = self.pricer.candidates
        self.candidates = ways.count() + ways.count_known(session.network.routes[known])

    def begin(self) -> None:
        """Forget the faces of an earlier search."""
        self._faces, self._last, self.priced = [], None, []
        self.session.engine.goes_on = False

    def foresee(
        self,
        stages: Sequence[tuple[str, bool]],
        form_of: Callable[[str], Form],
        rates: dict[str, float],
    ) -> int:
        """Take in what the stages want as one blend, once, before any of them is solved.

        A rate alone says nothing of costs: its prices wander, and routes trickle in. An optimum
        of the blend is nearly one of every stage in its turn.
        """
        if self._foreseen or not blended_stages(stages, form_of):
            return 0
        self._foreseen = True
        engine, solves, settled = self.session.engine, 0, False
        if engine.interior:
            self._hint(blend(stages, form_of, rates))
        while not settled and solves < MOST_SOLVES:
            blended = blend(stages, form_of, rates)
            engine.aim(blended.vector, maximize=False)
            try:
                optimum = engine.run()
            except InfeasibleError:
                if not self.rescue():
                    raise
                continue
            solves += 1
            settled = settle_rates(stages, form_of, optimum.columns, rates)
            duals = self.duals_of(blended.routes, optimum.row_duals, 1.0)
            settled = not self._take(self.pricer.price(duals, [])) and settled
        engine.remember(0)
        engine.goes_on = True
        return solves

    def _hint(self, blended: Form) -> None:
        """Price all candidates with rough prices, before anything is solved exactly.

        The routes to begin with are few. Whatever their exact prices are worth, prices that are
        about right tell nearly the same for a part of the time.
        """
        engine = self.session.engine
        engine.aim(blended.vector, maximize=False)
        hint = engine.run_roughly()
        duals = self.duals_of(blended.routes, hint.row_duals, 1.0)
        self._take(self.pricer.price(duals, [], each=FORESEEN))

    def widen(self, form: Form | None, optimum: Optimum, *, maximize: bool) -> bool:
        """Add the candidates that would improve an optimum; return whether there were any."""
        weights = None if form is None else form.routes
        duals = self.duals_of(
            weights, optimum.row_duals, -1.0 if maximize else 1.0, by_name=form is None
        )
        found = self.pricer.price(duals, self._faces)
        if self._take(found):
            return True
        self._last = duals
        self.priced.append(Priced(found.looked_at, max(0.0, -found.least), duals.cut))
        return False

    def rescue(self) -> bool:
        """Add candidates until there is a plan; return whether there is one.

        The rows that no plan satisfies are violated by as little as possible, and the candidates
        that would lessen it are added, until nothing is violated or no candidate helps.
        """
        engine = self.session.engine
        while True:
            value, duals = engine.shortfall()
            if value <= NOTHING:
                return True
            if not self._take(self.pricer.price(self.duals_of(None, duals, 1.0), [])):
                return False

    def _take(self, found: PricingResult) -> bool:
        """Add what pricing has found to the programme; return whether there was anything."""
        self.rounds += 1
        routes = self._write(found)
        if not len(routes):
            return False
        self.session.grow(routes)
        self.tell(self.rounds, len(self.session.network.routes))
        return True

    def keep(self, cut: float) -> None:
        """Remember the optimum last looked at as a face."""
        assert self._last is not None
        last = self._last
        self._faces.append(StageDuals(last.figures, last.duals, last.sign, cut, last.by_name))

    def duals_of(
        self, weights: Floats | None, row_duals: Floats, sign: float, *, by_name: bool = False
    ) -> StageDuals:
        """Return the duals of an optimum as routes see them."""
        session, programme = self.session, self.session.programme
        rows = len(programme.arrays.row_names)
        figures = np.zeros((len(session.network.lots), len(FIGURES)))
        if weights is not None:
            figures += weights
        first = rows - len(programme.totals)
        for number, total in enumerate(programme.totals):
            figures -= row_duals[first + number] * total.routes
        for number, pinned in enumerate(session.engine.pinned_routes):
            if pinned is not None:
                figures -= row_duals[rows + number] * pinned
        duals = np.append(row_duals[:rows], 0.0)
        largest = float(np.abs(duals).max(initial=1.0))
        cut = ATTRACTIVE * max(1.0, largest)
        return StageDuals(figures, duals, sign, cut, by_name)

    def _write(self, found: PricingResult) -> pd.DataFrame:
        """Return the routes of what was found that are not in the programme yet."""
        candidates = self.pricer.candidates
        if not found.picked:
            return self.session.network.routes.iloc[:0]
        pairs = candidates.pairs(found.picked).assign(way=found.modes)
        wanted = set(_keys(pairs)) - self._have
        routes = candidates.write(pairs.drop(columns="way").drop_duplicates(ignore_index=True))
        fresh = routes[np.array([key in wanted for key in _keys(routes)], dtype=bool)]
        self._have |= wanted
        return fresh


def certificate(growth: Growth | None, stages: Sequence[str]) -> dict[str, Any] | None:
    """Return what the last search says of the routes that are not in the programme.

    None where all routes are in it. `stages` names the stages of the search.
    """
    if growth is None:
        return None
    names = [*stages, TIE_BREAK, "names"]
    routes = growth.session.network.routes
    in_programme = routes["role"].isin(HAULED)
    return {
        "candidates": growth.candidates,
        "routes_in_programme": int(in_programme.sum()),
        "rounds": growth.rounds,
        "stages": [
            {"metric": name, "priced": p.looked_at, "missed_by": p.missed, "tolerance": p.tolerance}
            for name, p in zip(names, growth.priced, strict=True)
        ],
    }


def _keys(routes: pd.DataFrame) -> list[tuple[Any, ...]]:
    names = ("origin", "destination", "lot", "way")
    columns = (routes[c].to_numpy(object).tolist() for c in names)
    return list(zip(*columns, strict=True))


def pin_entries(network: Network, routes: pd.DataFrame, pins: list[Floats | None]) -> Any:
    """Return what routes have in each pin, as a sparse matrix."""
    figures = route_figures(routes)
    lot = network.lots.index.get_indexer(pd.Index(routes["lot"]))
    many = len(network.periods)
    rows = [
        np.zeros(len(routes)) if pin is None else np.einsum("ij,ij->i", pin[lot], figures)
        for pin in pins
    ]
    return csc_array(np.repeat(np.array(rows).reshape(len(pins), len(routes)), many, axis=1))
