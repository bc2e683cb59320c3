"""What prices, borders and limits make of a programme: other costs and further rows, no other one.

The columns stay. A route that a border closes is a closed column (`sim.page.closing`); what a
border asks for crossing it and what markets pay are costs; a quota, a cap or a floor is a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.model import asks_for_change, list_limit_rows
from sim.model.arrays import Floats, Name
from sim.model.weights import Metrics
from sim.network import Network
from sim.network.credit import credit_levels
from sim.network.passages import Passages
from sim.network.routes import OF_BORDERS
from sim.network.ways import may_drop
from sim.rules.families import border_quota, limit_cap, limit_floor
from sim.rules.metrics import LEVEL_OF
from sim.scenario.document import Scenario
from sim.scenario.records import tuples
from sim.solve import RowName, Session
from sim.solve.forms import Form, make_form
from sim.solve.replan import Row
from sim.solve.session import TIE_BREAK
from sim.studies.sweep.bounds import OtherStructureError

_FREE = (-np.inf, np.inf)
_QUOTA, _LIMITS = border_quota.NAME, (limit_cap.NAME, limit_floor.NAME)


@dataclass(frozen=True)
class Reshaped:
    """What of a programme is other than it was built, beside right-hand sides."""

    network: Network
    """The network with the costs of now."""
    shut: tuple[int, ...]
    """Routes that borders close, by their numbers."""
    forms: dict[str, Form]
    """Metric -> what it is now; constants are as built."""
    bounds: dict[RowName, tuple[float, float]]
    """Bounds of quotas and limits of the programme."""
    rows: tuple[Row, ...]
    """Quotas and limits that it has not."""


def has_the_columns(own: Scenario, varied: Scenario) -> bool:
    """Return whether the borders and limits of two scenarios ask for the same columns."""
    same = credit_levels(own) == credit_levels(varied)
    return same and may_drop(own) == may_drop(varied)


class Reshaping:
    """Reads costs and rows of scenarios from the programme of another one."""

    def __init__(self, case: Case, session: Session) -> None:
        """Know the programme and the case that it was built of."""
        self._case, self._session = case, session
        self._own, self._columns = session.network, session.programme.columns
        self._passages = Passages(self._own, case)

    def read(self, case: Case, network: Network) -> Reshaped:
        """Return what a case makes of the programme; `network` has its limits and prices.

        Raises
        ------
        OtherStructureError
            It opens ways that the programme has not, or asks for other columns.
        """
        network, shut = self._pass_borders(case, network)
        priced = network.routes is not self._own.routes
        priced |= network.carbon_price_CNY_t != self._own.carbon_price_CNY_t
        forms = self._price(network) if priced else {}
        own, now = self._case.scenario, case.scenario
        bounds: dict[RowName, tuple[float, float]] = {}
        rows: list[Row] = []
        if own.borders != now.borders:
            self._sort(self._quota_rows(network), (_QUOTA,), bounds, rows)
        if own.limits != now.limits or (priced and now.limits):
            self._sort(self._limit_rows(network), _LIMITS, bounds, rows)
        return Reshaped(network, shut, forms, bounds, tuple(rows))

    def _pass_borders(self, case: Case, network: Network) -> tuple[Network, tuple[int, ...]]:
        """Return the network with what its borders ask for, and the routes that they close."""
        if case.scenario.borders == self._case.scenario.borders:
            return network, ()
        facts = self._passages.of_routes(case)
        if self._passages.of_closed(case) is None:
            raise OtherStructureError("borders", map(repr, case.scenario.borders))
        is_open = facts["open"].to_numpy(bool)
        at = network.routes.index.get_indexer(facts.index[is_open])
        changed = {}
        for column in OF_BORDERS:
            before = network.routes[column]
            now = before.to_numpy(copy=True)
            now[at] = facts[column].to_numpy()[is_open]
            if not (now == before.to_numpy()).all():
                changed[column] = pd.Series(now, before.index, before.dtype)
        routes = network.routes.assign(**changed) if changed else network.routes
        return replace(network, routes=routes), tuple(facts.index[~is_open].tolist())

    def _price(self, network: Network) -> dict[str, Form]:
        """Return the metrics of the stages with other costs and the constants as built."""
        costs = replace(network, supply=self._own.supply, lines=self._own.lines)
        metrics, found = Metrics(costs, self._columns), {}
        priced = replace(self._session.programme, network=costs, metrics=metrics)
        for name in self._stages:
            form = make_form(priced.vectors(name))
            if not np.array_equal(form.vector, self._session.form(name).vector):
                found[name] = form
        return found

    @cached_property
    def _stages(self) -> list[str]:
        """The metrics of the stages that costs may stand in: no rates of areas."""
        named = [*(stage.metric for stage in self._case.scenario.objective), TIE_BREAK.metric]
        return [name for name in dict.fromkeys(named) if name not in LEVEL_OF]

    def _quota_rows(self, network: Network) -> list[Row]:
        family = border_quota.rows(network, self._columns)
        where, columns, sizes = family.entries()
        upper = np.broadcast_to(np.asarray(family.upper, dtype=float), len(family.keys))
        rows = []
        for number, (key,) in enumerate(tuples(family.keys)):
            here = where == number
            for t, period in enumerate(network.periods):
                coefficients = np.zeros(self._columns.count * len(network.periods))
                coefficients[columns[here] * len(network.periods) + t] = sizes[here]
                name = _QUOTA, (key, period)
                rows.append(Row(name, coefficients, -np.inf, float(upper[number])))
        return rows

    def _limit_rows(self, network: Network) -> list[Row]:
        if asks_for_change(network) and not self._columns.with_change:
            raise OtherStructureError("limits")
        totals = list_limit_rows(network, Metrics(network, self._columns))
        return [Row(t.name, t.coefficients, t.lower, t.upper) for t in totals]

    def _sort(
        self,
        now: Sequence[Row],
        families: Sequence[str],
        bounds: dict[RowName, tuple[float, float]],
        rows: list[Row],
    ) -> None:
        """Tell bounds of the programme's rows from rows that it has not; what is gone is free."""
        gone = {name for name in self._known if name[0] in families}
        bounds |= dict.fromkeys(gone, _FREE)
        for row in now:
            own = self._known.get(row.name)
            if own is not None and np.array_equal(own, row.coefficients):
                bounds[row.name] = row.lower, row.upper
            elif row.coefficients.any():
                rows.append(row)
            else:
                raise OtherStructureError(row.name[0])

    @cached_property
    def _known(self) -> dict[Name, Floats]:
        """Row of a quota or limit of the programme -> its coefficients."""
        arrays = self._session.arrays
        wanted = [
            (name, at) for at, name in enumerate(arrays.row_names) if name[0] in (_QUOTA, *_LIMITS)
        ]
        rows = arrays.matrix.tocsr()
        return {name: rows[[at]].toarray().ravel() for name, at in wanted}
